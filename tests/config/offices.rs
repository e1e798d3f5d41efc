//! What is wrong in an office's files is told all at once: file, line, key, and what would be right.

use std::fs;
use std::path::{Path, PathBuf};

use penghubung::config::{Config, Places, Problem};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config");

/// Copies of shipped offices that may be spoiled; their routing tests are left out, which take long.
pub(super) struct Offices {
    dir: tempfile::TempDir,
}

impl Offices {
    pub(super) fn of(offices: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for office in offices {
            let (from, to) = (Path::new(SHIPPED).join("offices").join(office), dir.path().join(office));
            fs::create_dir(&to).unwrap();
            for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
                let text = fs::read_to_string(entry.path()).unwrap();
                let text =
                    if entry.file_name() == "rules.toml" { text.split("[[test]]").next().unwrap() } else { &text };
                fs::write(to.join(entry.file_name()), text).unwrap();
            }
        }
        Self { dir }
    }

    pub(super) fn file(&self, file: &str) -> PathBuf {
        self.dir.path().join(file)
    }

    /// Replaces words of a file (`batang/routines.toml`), the first time they stand there.
    pub(super) fn spoil(&self, file: &str, changes: &[(&str, &str)]) {
        let mut text = fs::read_to_string(self.file(file)).unwrap();
        for (from, to) in changes {
            assert!(text.contains(from), "{file} has no {from:?}");
            text = text.replacen(from, to, 1);
        }
        fs::write(self.file(file), text).unwrap();
    }

    pub(super) fn faults(&self) -> Vec<Problem> {
        let shipped = Places::below(Path::new(SHIPPED));
        let places = Places { offices: self.dir.path().to_owned(), ..shipped };
        Config::load_offices_only(Path::new(SHIPPED), &places).err().unwrap_or_default()
    }

    /// Each fault that is wanted, (line's beginning, key, words of it), is there with its line and a remedy; no other
    /// is.
    pub(super) fn told(&self, file: &str, wanted: &[(&str, &str, &str)]) {
        let faults = self.faults();
        let text = fs::read_to_string(self.file(file)).unwrap_or_default();
        let listed = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        for (begins, key, words) in wanted {
            let fits = |fault: &&Problem| {
                let line = text.lines().nth(fault.line.saturating_sub(1)).unwrap_or_default();
                fault.file == self.file(file)
                    && line.starts_with(begins)
                    && fault.key == *key
                    && fault.what.contains(words)
            };
            let found = faults.iter().find(fits).unwrap_or_else(|| panic!("{key}: {words}\n\n{listed}"));
            assert!(found.line > 0 && !found.right.is_empty(), "{found}");
        }
        assert_eq!(faults.len(), wanted.len(), "{listed}");
    }
}

#[test]
fn the_copies_are_without_fault() {
    let offices = Offices::of(&["batang", "kademangan", "ntt", "buleleng", "ttu"]);
    assert_eq!(offices.faults(), []);
}

#[test]
fn a_file_that_is_missing_or_says_nothing_is_one_fault_that_says_what_belongs_there() {
    for file in
        ["office.toml", "units.toml", "rules.toml", "standards.toml", "calendar.toml", "citizen.toml", "routines.toml"]
    {
        for (content, what, line) in [(None, "is missing", 0), (Some("# nothing\n\n"), "says nothing", 1)] {
            let offices = Offices::of(&["kademangan"]);
            let path = offices.file("kademangan").join(file);
            fs::remove_file(&path).unwrap();
            if let Some(content) = content {
                fs::write(&path, content).unwrap();
            }
            let faults = offices.faults();
            assert_eq!(faults.len(), 1, "{file}: {faults:#?}");
            assert_eq!((&faults[0].file, faults[0].line, faults[0].what.as_str()), (&path, line, what));
            assert!(faults[0].right.contains("take the") && faults[0].right.contains(file), "{}", faults[0]);
        }
    }
}

#[test]
fn an_office_without_routines_says_so_and_one_with_some_does_not() {
    let offices = Offices::of(&["ntt"]);
    fs::write(offices.file("ntt/routines.toml"), "none = true\n").unwrap();
    assert_eq!(offices.faults(), []);
    fs::write(offices.file("ntt/routines.toml"), "[roles]\nadmin = [\"a@b.example\"]\n").unwrap();
    offices.told("ntt/routines.toml", &[("[roles]", "routine", "names no routine")]);
    let offices = Offices::of(&["ntt"]);
    offices.spoil("ntt/routines.toml", &[("[[routine]]", "none = true\n[[routine]]")]);
    offices.told("ntt/routines.toml", &[("none", "none", "does not go with")]);
}

#[test]
fn every_fault_of_a_routine_is_told_at_its_line() {
    let offices = Offices::of(&["batang"]);
    offices.spoil(
        "batang/routines.toml",
        &[
            ("admin_konlaporbae = [\"", "nobody = []\nadmin_konlaporbae = [\"spoilt."),
            ("row = \"BTG-13\"", "row = \"\""),
            ("title = \"serah terima laporan", "title = \"{{ nomor }} laporan"),
            ("\"08.00\", \"14.00\", \"20.00\"", "\"08.00\", \"14.00\", \"14:00\", \"24.00\""),
            ("before = \"15 menit\"", "before = \"0 menit\""),
            ("to = [\"admin_sosmed\"]", "to = []"),
            ("warn = [\"admin_sosmed\", \"admin_konlaporbae\"]", "warn = [\"admin_sosmed\", \"admin_sosmed\"]"),
            ("words = [\"NIHIL\"]", "words = [\"NIHIL\", \"SETUJU\", \"JAWAB\"]"),
            ("label = \"KONLAPORBAE\"", "label = \"DAFTAR\""),
            ("within = \"hari itu juga\"", "within = \"sore\""),
            ("remind = \"15.30\"", "remind = \"25.30\""),
            ("warn = [\"btg.sekretariat\"]", "warn = [\"btg.tiada\"]"),
            ("id = \"sosmed\"", "id = \"serah-terima\""),
            ("label = \"SIAP TEMPEL\"", "label = \"serah terima\""),
            ("remind = \"4 jam kerja\"", "remind = \"40 jam kerja\""),
            ("limit = 280", "limit = 0\nobject = \"3 hari\""),
        ],
    );
    offices.told(
        "batang/routines.toml",
        &[
            ("nobody", "roles.nobody", "nobody has this role"),
            ("row", "routine[0].row", "has no words"),
            ("title", "routine[0].title", "signs of a template"),
            ("at", "routine[0].at", "\"14:00\" stands here twice"),
            ("at", "routine[0].at", "\"24.00\" is no time"),
            ("before", "routine[0].before", "no length of time"),
            ("to", "routine[0].to", "nobody is asked"),
            ("warn", "routine[0].warn", "stands here twice"),
            ("words", "routine[0].words", "\"SETUJU\" confirms nothing"),
            ("words", "routine[0].words", "\"JAWAB\" confirms nothing"),
            ("label", "posting[0].label", "begins the subjects of other mails"),
            ("within", "posting[0].within", "not a length of time"),
            ("remind", "posting[0].remind", "names no moment"),
            ("warn", "posting[0].warn", "nobody is \"btg.tiada\""),
            ("id", "posting[1].id", "used twice"),
            ("label", "posting[1].label", "stands over another routine"),
            ("remind", "posting[1].remind", "after the limit"),
            ("limit", "posting[1].limit", "no room"),
            ("object", "posting[1].object", "nobody is asked whether he objects"),
        ],
    );
}

#[test]
fn a_routine_that_cannot_be_confirmed_missed_or_kept_apart_is_a_fault() {
    let offices = Offices::of(&["kademangan"]);
    offices.spoil(
        "kademangan/routines.toml",
        &[
            ("grace = \"2 jam\"", "grace = \"2 hari\""),
            ("words = [\"NIHIL\", \"SUDAH\"]", "words = []"),
            (
                "grace = \"2 hari\"\nto = [\"kdm.tim_pengaduan\", \"kdm.kapus\"]\nwarn = [\"kdm.kapus\"]",
                "to = [\"kdm.kapus\"]",
            ),
            ("brings = \"meeting\"", "brings = \"near\""),
            ("warn = [\"kdm.kapus\"]\nwords = [\"SUDAH DITEMPEL\"]", "words = []"),
        ],
    );
    offices.told(
        "kademangan/routines.toml",
        &[
            ("grace", "routine[0].grace", "not shorter than the time to the next"),
            ("id", "routine[0].words", "no word confirms it"),
            ("id", "routine[1].warn", "nobody hears when it is missed"),
            ("id", "routine[1].near", "is missing"),
            ("id", "posting[0].warn", "nobody hears when it is late"),
            ("words", "posting[0].words", "nothing confirms it"),
        ],
    );
}

#[test]
fn the_notice_board_is_promised_and_kept_or_neither() {
    let offices = Offices::of(&["kademangan"]);
    offices.spoil("kademangan/citizen.toml", &[("board = true", "board = false")]);
    offices.told("kademangan/routines.toml", &[("id", "posting.of", "nobody could object")]);
    let offices = Offices::of(&["ntt"]);
    offices.spoil("ntt/citizen.toml", &[("board = false", "board = true")]);
    offices.told("ntt/routines.toml", &[("#", "posting", "nobody is asked to put anything there")]);
}

#[test]
fn every_fault_of_the_citizens_file_is_told_at_its_line() {
    let offices = Offices::of(&["kademangan"]);
    offices.spoil(
        "kademangan/citizen.toml",
        &[
            ("reopen_within = \"30 hari\"", "reopen_within = \"never\""),
            ("done_words = \"Laporan", "done_words = \"{{ nama }}"),
            ("id = \"kdm.puas\"", "id = \"kdm.selesai\""),
            ("within = \"10 hari kerja\"", "within = \"15 menit\""),
            ("id = \"kdm.keberatan\"", "id = \"kdm.selesai\""),
            ("name = \"tanggapan atas keberatan pelapor\"", "name = \" \""),
            ("within = \"14 hari kerja\"", "within = \"0 hari kerja\""),
        ],
    );
    offices.told(
        "kademangan/citizen.toml",
        &[
            ("reopen_within", "reopen_within", "`never` is no length of time"),
            ("done_words", "done_words", "signs of a template"),
            ("id", "question.id", "id of a standard"),
            ("within", "question.within", "nobody time to answer"),
            ("id", "objection.id", "id of [question] too"),
            ("id", "objection.id", "id of a standard"),
            ("name", "objection.name", "has no words"),
            ("within", "objection.within", "out of bounds"),
        ],
    );
}

#[test]
fn every_fault_of_a_standard_is_told_at_its_line() {
    let offices = Offices::of(&["buleleng", "kademangan", "ttu"]);
    offices.spoil(
        "buleleng/standards.toml",
        &[
            ("id = \"rsb.merah\"", "id = \"estimasi\""),
            ("name = \"penanganan pengaduan MERAH\"", "name = \"\""),
            ("remind_after = [\"6 jam\", \"12 jam\"]", "remind_after = [\"12 jam\", \"6 jam\", \"25 jam\"]"),
            (
                "remind_every = { from = \"18 jam\", each = \"1 jam\" }\nalso",
                "remind_every = { from = \"30 jam\", each = \"1 jam\" }\nalso",
            ),
            (
                "units = [\"rsb.direksi\", \"rsb.humas\"], from = \"18 jam\"",
                "units = [\"rsb.tiada\"], from = \"2 hari\"",
            ),
            ("escalate_at = 0.5", "escalate_at = 0.1"),
            ("id = \"rsb.hijau\"", "id = \"rsb.kuning\""),
            ("extend_by = \"7 hari kerja\"", "extend_by = \"7 hari cuti\"\nprogress_every = \"90 hari kerja\""),
        ],
    );
    offices.told(
        "buleleng/standards.toml",
        &[
            ("id", "standard[0].id", "ESTIMASI"),
            ("name", "standard[0].name", "has no words"),
            ("remind_after", "standard[0].remind_after", "\"6 jam\" does not come after"),
            ("remind_after", "standard[0].remind_after", "\"25 jam\" lies beyond the limit"),
            ("remind_every", "standard[0].remind_every.from", "lies beyond the limit"),
            ("also", "standard[0].also.units", "no unit \"rsb.tiada\""),
            ("also", "standard[0].also.from", "lies beyond the limit"),
            ("escalate_at", "standard[0].escalate_at", "before the officer is reminded"),
            ("id", "standard[2].id", "used twice"),
            ("extend_by", "standard[3].extend_by", "not a length of time"),
            ("progress_every", "standard[3].progress_every", "lies beyond the limit"),
        ],
    );
}

#[test]
fn every_fault_of_an_office_is_told_at_its_line() {
    let offices = Offices::of(&["ntt"]);
    offices.spoil(
        "ntt/office.toml",
        &[
            ("short = \"Dinkes Prov. NTT\"", "short = \"\""),
            ("prefix = \"NTT\"", "prefix = \"ntt-1\""),
            ("zone_name = \"WITA\"", "zone_name = \"WIB\""),
            ("area_code = \"0380\"", "area_code = \"380\""),
            ("intake = [\"pengaduan@dinkes-ntt.example\"]", "intake = [\"kadis@dinkes-ntt.example\"]"),
            ("approval = [\"ntt.sekretariat\", \"ntt.kadis\"]", "approval = [\"ntt.kadis\", \"ntt.rujuk.kabkota\", \"ntt.kadis\"]"),
            ("\"NUSA TENGGARA TIMUR\"]", "\"NTT\", \"\"]"),
            ("region = \"Nusa Tenggara Timur\"", "region = \"\""),
            ("# [[substitute]]\n# absent = \"ntt.kadis\"\n# by = \"ntt.sekretariat\"\n# title = \"Plh. Kepala Dinas Kesehatan\"\n# from = \"2026-12-01\"\n# until = \"2026-12-05\"",
             "[[substitute]]\nabsent = \"ntt.kadis\"\nby = \"ntt.kadis\"\ntitle = \"\"\nfrom = \"2026-12-05\"\nuntil = \"2026-12-01\"\n\
              [[substitute]]\nabsent = \"ntt.kadis\"\nby = \"ntt.sekretariat\"\ntitle = \"Plh.\"\nfrom = \"2026-12-01\"\nuntil = \"2026-12-32\""),
            ("duty = [\"piket.p2p@dinkes-ntt.example\"", "duty = [\"\""),
        ],
    );
    offices.told(
        "ntt/office.toml",
        &[
            ("short", "short", "has no words"),
            ("prefix", "prefix", "begins no number"),
            ("zone_name", "zone_name", "is not what Asia/Makassar is called"),
            ("area_code", "area_code", "is no area code"),
            ("intake", "intake", "write to itself"),
            ("approval", "approval", "stands here twice"),
            ("approval", "approval", "is not of this office"),
            ("approval", "approval", "has no mailbox"),
            ("sms_prefixes", "sms_prefixes", "\"NTT\" stands here twice"),
            ("sms_prefixes", "sms_prefixes", "has no words"),
            ("region", "ombudsman.region", "has no words"),
            ("by", "substitute[0].by", "stands in for itself"),
            ("title", "substitute[0].title", "has no words"),
            ("until", "substitute[0].until", "lies before `from`"),
            ("until", "substitute[1].until", "is no date"),
            ("duty", "emergency.duty", "\"\" is no mail address"),
        ],
    );
}

#[test]
fn every_fault_of_a_unit_is_told_and_so_is_what_its_lack_of_a_mailbox_means() {
    let offices = Offices::of(&["ntt"]);
    offices.spoil(
        "ntt/units.toml",
        &[
            ("mailboxes = [\"kadis@dinkes-ntt.example\"]", "mailboxes = []\nsuperior = \"ntt.sekretariat\""),
            ("name = \"Bidang P2P\"", "name = \"\""),
            ("mailboxes = [\"p2p@dinkes-ntt.example\"]", "mailboxes = [\"p2p\"]"),
        ],
    );
    let faults = offices.faults();
    let all = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for words in [
        "unit.superior: ntt.kadis stands above itself, by way of ntt.sekretariat",
        "unit.superior: ntt.sekretariat stands above itself, by way of ntt.kadis",
        "unit.name: has no words",
        "unit.mailboxes: \"p2p\" is no mail address",
        "approval: \"ntt.kadis\" has no mailbox: the desk would get what it must decide",
        "head: \"ntt.kadis\" has no mailbox",
    ] {
        assert!(all.contains(words), "{words}\n\n{all}");
    }
    assert_eq!(faults.len(), 6, "{all}");
}

#[test]
fn offices_may_share_neither_the_prefix_of_numbers_nor_a_mailbox() {
    let offices = Offices::of(&["batang", "ntt"]);
    offices.spoil(
        "ntt/office.toml",
        &[
            ("prefix = \"NTT\"", "prefix = \"BTG\""),
            ("pengaduan@dinkes-ntt.example", "pengaduan@dinkes-batang.example"),
        ],
    );
    offices.told(
        "ntt/office.toml",
        &[("prefix", "prefix", "begins the numbers of batang too"), ("intake", "intake", "is a mailbox of batang too")],
    );
}

#[test]
fn limits_of_grades_need_an_office_that_grades() {
    let offices = Offices::of(&["buleleng"]);
    offices.spoil("buleleng/office.toml", &[("grades = true", "grades = false")]);
    offices.told("buleleng/office.toml", &[("grades", "grades", "applies to some grades only")]);
}

#[test]
fn a_duty_list_that_is_the_offices_own_box_is_a_fault() {
    let office = Offices::of(&["ntt"]);
    let duty = ("duty = [\"piket.p2p@dinkes-ntt.example\"", "duty = [\"pengaduan@dinkes-ntt.example\"");
    office.spoil("ntt/office.toml", &[duty]);
    office.told("ntt/office.toml", &[("duty", "emergency.duty", "the office's own box")]);
}

#[test]
fn an_office_whose_objections_go_up_needs_somebody_above_its_head() {
    let offices = Offices::of(&["kademangan"]);
    offices.spoil("kademangan/units.toml", &[("superior = \"bws.dinkes\"\n", "")]);
    let wanted = [("escalation", "escalation", "nothing goes up from kdm.kapus")];
    offices.told("kademangan/citizen.toml", &wanted);
    let without = Offices::of(&["kademangan"]);
    without
        .spoil("kademangan/units.toml", &[("mailboxes = [\"pengaduan@dinkes-bondowoso.example\"]", "mailboxes = []")]);
    assert!(!without.faults().is_empty());
}

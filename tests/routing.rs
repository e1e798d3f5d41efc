//! Complaints nobody tuned the rules to: is the right unit found, is every emergency seen, and does no complaint about
//! wrongdoing go to the unit it is about?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what is wrong by failing")]

use std::fmt::Write as _;
use std::path::Path;

use penghubung::config::lexicon::load_lexicon;
use penghubung::config::office::load_office;
use penghubung::decide::assess::assess;
use penghubung::decide::emergency::detect;
use penghubung::decide::grading::supervision;
use penghubung::decide::suspicion::suspicion;
use penghubung::decide::{Matter, OfficeBook};
use penghubung::domain::office::DeskCopies;
use penghubung::domain::{Calendar, Channel, Class, Decision, Grade, Mask, UnitId, UnitKind};
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

/// One complaint with what a person would decide.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The text.
    t: String,
    /// The unit.
    u: String,
    /// Units that would be right as well.
    #[serde(default)]
    or: Vec<String>,
    /// Class.
    c: Option<Class>,
    /// Supervision.
    #[serde(default)]
    s: bool,
    /// Emergency.
    #[serde(default)]
    e: bool,
    /// Grade.
    g: Option<Grade>,
    /// The office can answer it.
    k: Option<bool>,
    /// Personal data that is masked.
    #[serde(default)]
    m: Vec<Mask>,
    /// The citizen asks not to be named.
    #[serde(default)]
    a: bool,
    /// The report is to stay secret.
    #[serde(default)]
    z: bool,
}

const OFFICES: [&str; 5] = ["batang", "kademangan", "ntt", "buleleng", "ttu"];

fn book(office: &str) -> OfficeBook {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut problems = Vec::new();
    let lexicon = load_lexicon(&config.join("lexicon"), &mut problems);
    let loaded = load_office(&config.join("offices").join(office), &lexicon, &mut problems);
    let (office, rules) = loaded.unwrap_or_else(|| panic!("{problems:?}"));
    let calendar = Calendar {
        name: String::new(),
        years: Vec::new(),
        week: Default::default(),
        holidays: Default::default(),
        special_hours: Vec::new(),
    };
    OfficeBook {
        office,
        calendar,
        standards: Vec::new(),
        rules,
        citizen: penghubung::decide::citizen::CitizenRules::default(),
        routines: Default::default(),
    }
}

fn cases(set: &str, office: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/{set}{office}.toml"));
    toml::from_str::<Cases>(&std::fs::read_to_string(path).unwrap()).unwrap().case
}

/// What came out of a set of complaints.
#[derive(Default)]
struct Score {
    all: usize,
    unit: usize,
    class: (usize, usize),
    grade: (usize, usize),
    emergencies: (usize, usize),
    false_alarms: usize,
    supervision: (usize, usize),
    false_supervision: usize,
    elsewhere: (usize, usize),
    privacy: usize,
    to_the_reported: usize,
    /// Wrongdoing that nobody but the reported unit hears of.
    alone: usize,
    misses: String,
}

impl Score {
    fn of(set: &str) -> Self {
        let mut score = Self::default();
        for office in OFFICES {
            let book = book(office);
            cases(set, office).iter().for_each(|case| score.add(&book, case));
        }
        score
    }

    fn add(&mut self, book: &OfficeBook, case: &Case) {
        let matter = Matter {
            channel: Channel::Email,
            subject: "",
            text: &case.t,
            received: chrono::DateTime::UNIX_EPOCH,
            arrived_at: None,
            anonymous: false,
            secret: false,
        };
        let assessed = assess(book, &matter);
        let d = &assessed.decision;
        let unit_right = [&case.u].into_iter().chain(&case.or).any(|wanted| fits(wanted, &d.unit.0));
        let hidden = (d.privacy.anonymous || d.privacy.secret) == (case.a || case.z);
        let privacy_right = hidden && case.m.iter().all(|mask| d.privacy.masked.contains(mask));
        let class_right = case.c.is_none_or(|class| class == d.class);
        let grade_right = case.g.is_none_or(|grade| Some(grade) == d.grade);
        self.all += 1;
        self.unit += usize::from(unit_right);
        count(&mut self.class, case.c.is_some(), class_right);
        count(&mut self.grade, case.g.is_some(), grade_right);
        count(&mut self.emergencies, case.e, d.emergency);
        count(&mut self.supervision, case.s, d.supervision);
        count(&mut self.elsewhere, case.k == Some(false), !d.in_our_power);
        self.privacy += usize::from(privacy_right);
        self.false_alarms += usize::from(d.emergency && !case.e);
        self.false_supervision += usize::from(d.supervision && !case.s);
        let reportable = |unit: &UnitId| {
            book.office.unit(unit).is_none_or(|u| matches!(u.kind, UnitKind::Bidang | UnitKind::Puskesmas))
        };
        self.to_the_reported += usize::from(case.s && reportable(&d.unit));
        self.alone += usize::from(case.s && reportable(&d.unit) && d.also.iter().all(reportable));
        let right = unit_right
            && privacy_right
            && class_right
            && grade_right
            && d.emergency == case.e
            && d.supervision == case.s;
        if !right {
            let _ = writeln!(
                self.misses,
                "{} ≠ {} [{} {:?}] class {}{} emergency {}{} supervision {}{} grade {:?} {:?} danger {:?} wrong {:?}\n    {}",
                d.unit,
                case.u,
                d.rule,
                d.matched,
                d.class.word(),
                if class_right { "" } else { "!" },
                d.emergency,
                if d.emergency == case.e { "" } else { "!" },
                d.supervision,
                if d.supervision == case.s { "" } else { "!" },
                d.grade,
                case.g,
                assessed.emergency.map(|e| e.matched),
                assessed.supervision_reasons,
                case.t
            );
        }
    }
}

/// Whether a unit is the wanted one; `btg.pkm.*` is any Puskesmas of Batang.
fn fits(wanted: &str, unit: &str) -> bool {
    wanted.strip_suffix('*').map_or(wanted == unit, |begin| unit.starts_with(begin))
}

fn count(pair: &mut (usize, usize), expected: bool, right: bool) {
    pair.1 += usize::from(expected);
    pair.0 += usize::from(expected && right);
}

fn print(set: &str, s: &Score) {
    println!("{}", s.misses);
    println!(
        "{set}: {} complaints, unit {} ({:.1} %), class {}/{}, grade {}/{}, emergencies {}/{} ({} false alarms), \
         supervision {}/{} ({} false, {} to the reported, {} alone), elsewhere {}/{}, privacy {}",
        s.all,
        s.unit,
        100.0 * s.unit as f64 / s.all as f64,
        s.class.0,
        s.class.1,
        s.grade.0,
        s.grade.1,
        s.emergencies.0,
        s.emergencies.1,
        s.false_alarms,
        s.supervision.0,
        s.supervision.1,
        s.false_supervision,
        s.to_the_reported,
        s.alone,
        s.elsewhere.0,
        s.elsewhere.1,
        s.privacy
    );
}

#[test]
fn nine_in_ten_complaints_reach_the_right_unit_and_no_emergency_is_missed() {
    let score = Score::of("routing/");
    print("routing", &score);
    assert!(score.all >= 150);
    assert!(score.unit * 10 >= score.all * 9);
    assert_eq!(score.emergencies.0, score.emergencies.1, "an emergency was missed");
    assert_eq!(score.to_the_reported, 0, "a complaint about wrongdoing went to the unit it is about");
}

#[test]
fn complaints_written_after_tuning_fare_as_well() {
    let score = Score::of("routing_fresh/");
    print("routing_fresh", &score);
    assert!(score.unit * 10 >= score.all * 9);
    assert_eq!(score.emergencies.0, score.emergencies.1, "an emergency was missed");
    assert_eq!(score.to_the_reported, 0, "a complaint about wrongdoing went to the unit it is about");
}

/// Written blind late, a second time by another hand. At first sight, before anything was mended for them, 103 of 119
/// reached the right unit (87 %), 34 of 40 emergencies were seen (85 %, 5 false alarms), 9 of 15 allegations of
/// wrongdoing (60 %). Madurese was weakest. What is asked here is that it does not fall back again.
#[test]
fn complaints_written_blind_once_more_stay_understood() {
    let score = Score::of("routing_fresh/blind-");
    print("routing_fresh/blind-", &score);
    assert!(score.all >= 115);
    assert!(score.unit * 100 >= score.all * 92);
    assert!(score.emergencies.0 * 100 >= score.emergencies.1 * 95);
    assert!(score.false_alarms * 20 <= score.all);
    assert!(score.supervision.0 * 100 >= score.supervision.1 * 85);
}

/// What a set of a second pair of eyes must reach: it was written blind, then mended for.
fn second_eyes(set: &str, most_to_the_reported: usize) {
    let score = Score::of(set);
    print(set, &score);
    assert!(score.unit * 100 >= score.all * 95);
    assert_eq!(score.emergencies.0, score.emergencies.1, "an emergency was missed");
    assert!(score.to_the_reported <= most_to_the_reported, "a complaint about wrongdoing went to the unit it is about");
    assert!(score.supervision.0 * 100 >= score.supervision.1 * 90);
    assert!(score.elsewhere.0 * 100 >= score.elsewhere.1 * 85);
    assert!(score.privacy * 100 >= score.all * 98);
}

#[test]
fn what_a_second_pair_of_eyes_wrote_is_understood() {
    second_eyes("routing/segar-", 0);
    second_eyes("routing/segar2-", 1);
    second_eyes("routing/segar3-", 0);
}

/// Six rounds written blind one after the other, each learnt from before the next. At first sight, round by round: unit
/// 80, 81, 86, 78, 90, 97 %; emergencies 16 of 24, 21 of 25, 19 of 23, 18 of 19, 20 of 20, 11 of 11; false alarms 3 of 55,
/// 0 of 50, 0 of 50, 6 of 46 (a round full of idioms), 0 of 41, 1 of 25; wrongdoing 8 of 14, 9 of 16, 11 of 15, 8 of 14,
/// 12 of 13, 4 of 7; known to the reported unit alone 3, 0, 1, 4, 0, 0. What is asked here is that it does not fall back.
#[test]
fn stories_told_in_many_tongues_stay_understood() {
    let score = Score::of("routing/kisah-");
    print("routing/kisah-", &score);
    assert!(score.all >= 350);
    assert!(score.unit * 100 >= score.all * 92);
    assert!(score.emergencies.0 * 100 >= score.emergencies.1 * 96);
    assert!(score.false_alarms * 50 <= score.all);
    assert!(score.supervision.0 * 100 >= score.supervision.1 * 90);
    assert_eq!(score.alone, 0, "only the reported unit hears of wrongdoing");
}

/// Three more rounds, written blind, each learnt from before the next; full of accusations told sideways and of idioms. At
/// first sight: unit 80, 67, 85 %; emergencies 11 of 12, 8 of 10, 10 of 10 (4, 4, 1 false alarms); wrongdoing recognised 11
/// of 20, 4 of 16, 7 of 12. Known to the reported unit alone: one before the desk was told by structure, none after.
#[test]
fn stories_full_of_hints_and_figures_of_speech_stay_understood() {
    let score = Score::of("routing/kisah2-");
    print("routing/kisah2-", &score);
    assert!(score.all >= 170);
    assert!(score.unit * 100 >= score.all * 85);
    assert!(score.emergencies.0 * 100 >= score.emergencies.1 * 96);
    assert!(score.supervision.0 * 100 >= score.supervision.1 * 85);
    assert_eq!(score.alone, 0, "only the reported unit hears of wrongdoing");
}

/// By structure alone, without any word for wrongdoing: who among the accused would be known to the desk, and how many
/// ordinary complaints it gets for that.
#[test]
fn of_accusations_hardly_one_raises_no_doubt_and_of_ordinary_complaints_not_a_third_does() {
    let (mut accusations, mut doubted, mut ordinary, mut copied) = (0, 0, 0, 0);
    for office in OFFICES {
        let book = book(office);
        for set in
            ["routing/kisah-", "routing/kisah2-", "routing/segar-", "routing/segar2-", "routing/", "routing_fresh/"]
        {
            for case in cases(set, office).iter().filter(|case| !case.e && case.c.is_none_or(|c| c == Class::Pengaduan))
            {
                let found = suspicion(&book.rules.shared.suspicion, &book.rules.read(&case.t)).is_some();
                *(if case.s { &mut accusations } else { &mut ordinary }) += 1;
                *(if case.s { &mut doubted } else { &mut copied }) += usize::from(found);
            }
        }
    }
    println!("{doubted} of {accusations} accusations raise a doubt, and {copied} of {ordinary} ordinary complaints");
    assert!(doubted * 100 >= accusations * 97);
    assert!(copied * 3 <= ordinary);
}

/// Of which complaints the desk has a copy, and who sees what concerns the desk itself.
#[test]
fn whoever_may_be_meant_is_never_alone_with_it() {
    let mut book = book("batang");
    book.office.desk_copies = DeskCopies::Suspicion;
    let also = |book: &OfficeBook, text: &str| assess(book, &mail(text)).decision.also;
    let (desk, head) = (book.office.desk.clone(), book.office.head.clone());
    let queue = "Antrean di Puskesmas Limpung lama sekali";
    let hint = "Bidan Puskesmas Limpung menyimpan kardus vitamin di warungnya";
    let hides = "Obat di Puskesmas Limpung kosong. Jangan sebut nama saya";
    assert!(!also(&book, queue).contains(&desk));
    assert!(also(&book, hint).contains(&desk) && also(&book, hides).contains(&desk));
    book.office.desk_copies = DeskCopies::Protected;
    assert!(also(&book, hides).contains(&desk), "a protected reporter's complaint is never the unit's alone");
    book.office.desk_copies = DeskCopies::All;
    assert!(also(&book, queue).contains(&desk));
    let bribe = assess(&book, &mail("Pegawai dinas kesehatan minta uang pungli 2 juta untuk mutasi")).decision;
    assert!(bribe.unit == desk && bribe.also.contains(&head), "what the desk has its superior sees: {bribe:?}");
}

/// Where staff may be accused, the desk sees it, too; most complaints about service go to their unit alone.
#[test]
fn doubt_about_staff_is_seen_by_the_desk_and_service_is_not() {
    let book = book("batang");
    let also = |text: &str| {
        let assessed = assess(&book, &mail(text));
        assert!(!assessed.decision.supervision, "{text}");
        assessed.decision.also.contains(&book.office.desk)
    };
    assert!(also("Petugas Puskesmas Limpung berbohong soal jadwal dokter"));
    assert!(also("Saya takut dipersulit, jangan sebut nama saya. Perawat Puskesmas Limpung sering terlambat"));
    assert!(!also("Antrean di Puskesmas Limpung lama sekali"));
    assert!(!also("Obat darah tinggi di Puskesmas Limpung kosong"));
}

#[test]
fn no_word_of_a_phrase_is_read_as_another_unsaid() {
    for office in OFFICES {
        assert_eq!(book(office).rules.misread, [], "{office}");
    }
}

/// Lines `office +|- text` of a file, each with whether something is found in it.
fn signs(file: &str, found: impl Fn(&OfficeBook, &str) -> Option<Vec<String>>) -> [usize; 4] {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/routing").join(file);
    let lines = std::fs::read_to_string(path).unwrap();
    let books: Vec<OfficeBook> = OFFICES.into_iter().map(book).collect();
    let (mut wanted, mut missed, mut others, mut wrong) = (0, 0, 0, 0);
    for line in lines.lines().filter(|line| !line.starts_with('#')) {
        let (office, rest) = line.split_once(' ').unwrap();
        let (sign, text) = rest.split_once(' ').unwrap();
        let book = books.iter().find(|book| book.office.id.0 == office).unwrap();
        let found = found(book, text);
        *(if sign == "+" { &mut wanted } else { &mut others }) += 1;
        if sign == "+" && found.is_none() {
            println!("missed: {line}");
            missed += 1;
        }
        if let (true, Some(words)) = (sign == "-", found) {
            println!("wrong: {line} {words:?}");
            wrong += 1;
        }
    }
    println!("{file}: {missed} of {wanted} missed, {wrong} of {others} wrong");
    [wanted, missed, others, wrong]
}

#[test]
fn danger_is_told_from_talk_of_danger() {
    let [_, missed, others, wrong] = signs("emergencies.txt", |book, text| {
        detect(&book.rules.shared.emergency, &book.rules.read(text)).map(|found| found.matched)
    });
    assert_eq!(missed, 0);
    assert!(wrong * 10 <= others);
}

/// What an attacker told sideways and only the unit that is meant heard of.
#[test]
fn accusations_told_sideways_raise_a_doubt() {
    let [wanted, missed, _, wrong] = signs("doubts.txt", |book, text| {
        let reading = book.rules.read(text);
        suspicion(&book.rules.shared.suspicion, &reading).map(|hit| vec![reading.written(hit).to_owned()])
    });
    assert!(wanted >= 20);
    assert_eq!((missed, wrong), (0, 0));
}

/// What nobody must read who hands mail around: the officer is told where to fetch it.
#[test]
fn sensitive_matters_of_health_stay_out_of_the_mail() {
    let [wanted, missed, _, wrong] =
        signs("restricted.txt", |book, text| assess(book, &mail(text)).decision.privacy.restricted.then(Vec::new));
    assert!(wanted >= 15);
    assert_eq!((missed, wrong), (0, 0));
}

/// A verb is no village: `ditulis`, `menulis` are not Tulis.
#[test]
fn a_verb_is_not_read_as_a_place() {
    let book = book("batang");
    let unit = |text: &str| assess(&book, &mail(text)).decision.unit.0;
    for text in [
        "Saya berobat di puskesmas ditulis BPJS tidak aktif, rumah saya Bandar",
        "Di puskesmas menulis resep saja lama sekali",
        "Jadwal di posyandu tertulis jam 8, kader datang jam 10",
        "Pustu dibandar orang lain, mohon ditertibkan",
    ] {
        assert!(!["btg.pkm.tulis", "btg.pkm.bandar1", "btg.pkm.bandar2"].contains(&unit(text).as_str()), "{text}");
    }
    for text in ["Obat di puskesmas Tulis kosong", "Puskesmas Tulisnya antri lama", "pkm tulis antri lama"] {
        assert_eq!(unit(text), "btg.pkm.tulis", "{text}");
    }
}

#[test]
fn wrongdoing_is_told_from_poor_service() {
    let [_, missed, others, wrong] = signs("wrongdoing.txt", |book, text| {
        let reading = book.rules.read(text);
        supervision(&book.rules.shared.grading, &reading).map(|hit| vec![reading.written(hit).to_owned()])
    });
    assert_eq!(missed, 0);
    assert!(wrong * 10 <= others);
}

#[test]
fn a_counter_that_closes_is_no_wish_for_secrecy() {
    let book = book("batang");
    let secret = |text: &str| assess(&book, &mail(text)).decision.privacy.secret;
    for text in ["Loket Puskesmas Subah sudah tutup jam 10.", "Pintu loket selalu tertutup.", "Apotek ditutup."] {
        assert!(!secret(text), "{text}");
    }
    for text in ["Mohon laporan ini tertutup.", "Aduan ini bersifat tertutup.", "Ini rahasia."] {
        assert!(secret(text), "{text}");
    }
}

/// A text as it comes by mail, to nobody in particular.
fn mail(text: &str) -> Matter<'_> {
    Matter {
        channel: Channel::Email,
        subject: "",
        text,
        received: chrono::DateTime::UNIX_EPOCH,
        arrived_at: None,
        anonymous: false,
        secret: false,
    }
}

/// Whether only units that the complaint may be about get it.
fn only_the_reported_get_it(book: &OfficeBook, decision: &Decision) -> bool {
    let reported = |id: &UnitId| {
        book.office.unit(id).is_none_or(|unit| matches!(unit.kind, UnitKind::Bidang | UnitKind::Puskesmas))
    };
    [&decision.unit].into_iter().chain(&decision.also).all(reported)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    /// Whatever else stands in it, wherever it arrives, whichever rule decides.
    #[test]
    fn wrongdoing_never_goes_to_the_reported_unit_alone(
        office in 0..OFFICES.len(), told in 0usize..500, beside in 0usize..500, arrives in 0usize..40, first: bool,
    ) {
        static BOOKS: std::sync::LazyLock<Vec<(OfficeBook, Vec<Case>)>> = std::sync::LazyLock::new(|| {
            OFFICES.into_iter().map(|office| (book(office), cases("routing/segar-", office))).collect()
        });
        let (book, cases) = &BOOKS[office];
        let wrong: Vec<&Case> = cases.iter().filter(|case| case.s).collect();
        let (told, beside) = (&wrong[told % wrong.len()].t, &cases[beside % cases.len()].t);
        let text = if first { format!("{told}\n{beside}") } else { format!("{beside}\n{told}") };
        let matter = Matter { arrived_at: book.office.units.get(arrives).map(|unit| &unit.id), ..mail(&text) };
        let decision = assess(book, &matter).decision;
        proptest::prop_assert!(!decision.supervision || !only_the_reported_get_it(book, &decision), "{text}");
    }
}

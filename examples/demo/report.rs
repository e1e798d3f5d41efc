//! A scene of its own: reports from SP4N-LAPOR! beside mail, answered by mail, read back from where they belong.
//!
//! In: nothing. Out: a story, and sentences that held or did not. The service is the stand-in, a process of its own; on
//! its bad day it takes an answer and says nothing.

use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use penghubung::clock::{Clock as _, SystemClock};
use serde_json::json;

use super::daemon::{Daemon, command};
use super::far_end::Letter;
use super::mails::{self, Envelope};
use super::play::Program;
use super::proof::Check;
use super::replies::reply;
use super::support::MailWorld;
use super::support::lapor::{AUTHORIZATION, Lapor, TOKEN};
use super::support::office::{Kotak, OfficeFolder};
use super::support::wait::until;
use super::telling::{Ink, Teller};

const OFFICE: &str = "pengaduan@dinkes-batang.example";
const OFFICER: &str = "pkm.bandar1@batang.example";
const DESK: &str = "sekretariat@dinkes-batang.example";
const CITIZEN: &str = "siti@warga.example";
const SOON: Duration = Duration::from_secs(30);
const ANSWERS: [&str; 2] = [
    "JAWAB: Mulai Senin loket pendaftaran kami buka tiga, antrean dapat diambil sejak pukul 06.30.",
    "JAWAB: Petugas loket sudah kami tegur; rapat pelayanan ramah diadakan setiap Senin pagi.",
];

/// The servers and people of the scene.
struct Scene {
    world: MailWorld,
    office: OfficeFolder,
    lapor: Lapor,
    teller: Teller,
}

/// Plays it.
pub fn scene(teller: Teller) -> Vec<Check> {
    teller.title("SP4N-LAPOR!: laporan masuk di samping surel, jawaban dibaca kembali dari sana");
    let scene = Scene::set(teller);
    let daemon = Daemon::start(&scene.office.main_file(), &scene.office.path().join("daemon.log"));
    let numbers = scene.citizens_report();
    let mut checks = scene.officers_answer(&numbers);
    checks.push(scene.handed_on(&numbers));
    checks.push(scene.proven());
    let list = command(&scene.office.main_file(), &["complaint", "list"]);
    teller.line(&String::from_utf8_lossy(&list.stdout));
    let compared = command(&scene.office.main_file(), &["lapor", "compare"]);
    teller.line(&String::from_utf8_lossy(&compared.stdout));
    let stopped = daemon.stop();
    checks.push(Check {
        holds: stopped == Some(0),
        says: "daemon LAPOR! berhenti dengan tertib (orderly stop)".to_owned(),
    });
    checks
}

impl Scene {
    fn set(teller: Teller) -> Self {
        let world = MailWorld::start(&[OFFICE, OFFICER, CITIZEN, "admin@dinkes.example", DESK]);
        let lapor = Lapor::start_at(Some(SystemClock.now().timestamp()));
        let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/config/lapor");
        let account = format!(
            "\n[[lapor]]\nname = \"lapor-batang\"\noffice = \"batang\"\nmode = \"listing\"\nwrite = \"live\"\n\
             profile = \"{shipped}/v3.toml\"\nclocks = \"{shipped}/clocks.toml\"\nbase = \"{}\"\nin_flight = 2\ninterval = \"0s\"\n\
             headers = [{{ name = \"Authorization\", password_file = \"secrets/a\" }}, {{ name = \"token\", password_file = \"secrets/t\" }}]\n\
             schedule = \"1s\"\ninstitution = \"12838\"\nanswer_since = \"2020-01-01\"\ninstitutions = {{ \"Dinas Pekerjaan Umum\" = \"20001\" }}\n",
            lapor.base()
        );
        let kotak = Kotak { address: OFFICE, office: "batang", unit: None };
        let office = OfficeFolder::new(&world, &[kotak], "live", &account);
        for (name, value) in [("a", AUTHORIZATION), ("t", TOKEN)] {
            let path = office.path().join("secrets").join(name);
            std::fs::write(&path, value).expect("a secret is written");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("and closed");
        }
        let init = command(&office.main_file(), &["init"]);
        assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
        teller.event(Ink::Faint, &format!("tiruan LAPOR! berjalan di {}, proses tersendiri", lapor.base()));
        Self { world, office, lapor, teller }
    }

    /// Three write at LAPOR!, one by mail.
    fn citizens_report(&self) -> Vec<String> {
        let numbers = self.lapor.reports(vec![
            json!({"title": "Loket", "content": "BATANG Antrean loket Puskesmas Bandar I lama, hanya satu loket.", "user_name": "Warga Contoh"}),
            json!({"title": "Sikap", "content": "Petugas loket Puskesmas Bandar I membentak saya.", "user_name": "Ratna Contoh", "is_anonymous": true, "is_secret": true}),
            json!({"title": "Jalan", "content": "Jalan menuju Puskesmas Bandar I rusak, sulit dilalui ambulans.", "user_name": "Warga Lain"}),
        ]);
        for number in &numbers {
            self.teller.event(Ink::Office, &format!("laporan {number} masuk di SP4N-LAPOR!"));
        }
        let envelope = Envelope { name: "Siti", from: CITIZEN, to: OFFICE, subject: "Kursi" };
        let mail = mails::plain(envelope, "Kursi tunggu Puskesmas Bandar I kurang, banyak yang berdiri.");
        self.world.submit(CITIZEN, OFFICE, &mail).expect("a mail is taken");
        self.teller.event(Ink::Office, "Siti menulis surel: kursi tunggu kurang");
        numbers
    }

    /// The officer's letter about a report.
    fn disposisi(&self, number: &str) -> Letter {
        let letters =
            |who: &str| self.world.mailbox(who).into_iter().map(|raw| Letter::new(who, raw)).collect::<Vec<_>>();
        let about = |who| letters(who).into_iter().find(|letter| letter.text.contains(number));
        let found = until(SOON, || [OFFICER, DESK].into_iter().find_map(about));
        let letter = found.expect("a disposisi about the report");
        self.teller.letter(&letter);
        letter
    }

    fn answer(&self, letter: &Letter, text: &str) {
        let who = letter.mailbox.as_str();
        let (to, raw) = reply(who, letter, Program::Thunderbird, text);
        self.world.submit(who, &to, &raw).expect("an answer is taken");
        self.teller.event(Ink::Office, &format!("{who} menulis: {text}"));
    }

    /// One answer on a good day, one on a bad day of the service.
    fn officers_answer(&self, numbers: &[String]) -> Vec<Check> {
        let mut checks = Vec::new();
        for (number, text) in numbers.iter().zip(ANSWERS) {
            let letter = self.disposisi(number);
            if checks.len() == 1 {
                self.lapor.bad_day("add_followup", "accept_cut", 1);
                self.teller.event(Ink::Faint, "hari buruk: LAPOR! menerima jawaban berikut tetapi sambungannya putus");
            }
            let named = letter.text.contains("Ratna");
            self.answer(&letter, text);
            let words = text.trim_start_matches("JAWAB: ");
            until(SOON, || (self.lapor.answers(number).len() == 1).then_some(()));
            self.lapor.advance(60);
            let there = self.lapor.answers(number);
            let once = there.len() == 1 && there.iter().all(|answer| answer.contains(words));
            checks.push(Check {
                holds: once && !named,
                says: format!("jawaban laporan {number} terbaca kembali di LAPOR!, tepat satu (read back)"),
            });
            if let Some(answer) = there.first() {
                self.teller.event(Ink::Good, &format!("di LAPOR!, laporan {number}: {answer}"));
            }
        }
        let secret = self.lapor.followups().iter().any(|entry| entry["is_secret"] == "1");
        checks.push(Check {
            holds: secret,
            says: "laporan rahasia dijawab rahasia, nama pelapornya tidak sampai ke petugas (secret)".to_owned(),
        });
        checks
    }

    /// A report that is another institution's.
    fn handed_on(&self, numbers: &[String]) -> Check {
        let letter = numbers.last().map(|number| self.disposisi(number));
        self.answer(
            &letter.expect("a third report"),
            "BUKAN WEWENANG: Dinas Pekerjaan Umum; jalan kabupaten adalah kewenangan Dinas PU",
        );
        let done = until(SOON, || (self.lapor.calls("reject") == 1).then_some(()));
        Check {
            holds: done.is_some(),
            says: "laporan jalan rusak diserahkan kepada Dinas PU lewat LAPOR! (handed on)".to_owned(),
        }
    }

    /// Nothing counts as answered before it was seen there.
    fn proven(&self) -> Check {
        let all = || {
            let out = command(&self.office.main_file(), &["queue", "list", "--phase", "proven", "--json"]);
            (String::from_utf8_lossy(&out.stdout).lines().count() >= 3).then_some(())
        };
        let held = until(Duration::from_secs(100), all).is_some();
        Check {
            holds: held,
            says: "ketiga kiriman ke LAPOR! terbukti dengan membaca kembali, bukan karena kode 200 (proven)".to_owned(),
        }
    }
}

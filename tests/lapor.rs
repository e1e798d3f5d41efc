//! LAPOR! with a real daemon, real mail servers and the stand-in: from the listing to the answer that stands there;
//! without an interface, by export and by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should say so and stop"
)]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use connectors::mime;
use serde_json::json;
use support::daemon::Daemon;
use support::lapor::{AUTHORIZATION, Lapor, TOKEN};
use support::office::{Kotak, OfficeFolder};
use support::wait::until;
use support::{MailWorld, xlsx};

const OFFICE: &str = "pengaduan@dinkes-batang.example";
const OFFICER: &str = "pkm.bandar1@batang.example";
const ADMIN: &str = "admin.lapor@dinkes-batang.example";
const SOON: Duration = Duration::from_secs(40);

/// The part of the main file about an account.
fn account(lapor: &Lapor, mode: &str, write: &str) -> String {
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/config");
    format!(
        "\n[[lapor]]\nname = \"lapor\"\noffice = \"batang\"\nmode = \"{mode}\"\nwrite = \"{write}\"\n\
         profile = \"{shipped}/lapor/v3.toml\"\nclocks = \"{shipped}/lapor/clocks.toml\"\nbase = \"{}\"\n\
         headers = [{{ name = \"Authorization\", password_file = \"secrets/a\" }}, {{ name = \"token\", password_file = \"secrets/t\" }}]\n\
         schedule = \"1s\"\ninterval = \"1s\"\nin_flight = 2\ninstitution = \"12838\"\nanswer_since = \"2020-01-01\"\n\
         folder = \"masuk\"\ncompare_dir = \"cocok\"\nadmin = \"{ADMIN}\"\n",
        lapor.base()
    )
}

fn secrets(folder: &Path) {
    for (name, value) in [("a", AUTHORIZATION), ("t", TOKEN)] {
        let path = folder.join("secrets").join(name);
        std::fs::write(&path, value).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

fn penghubung(main_file: &Path, arguments: &[&str]) -> Output {
    support::daemon::command(main_file).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The letter in a mailbox that says this.
fn letter(world: &MailWorld, mailbox: &str, words: &str) -> Option<mime::Mail> {
    let all = world.mailbox(mailbox);
    all.iter().map(|raw| mime::read(raw)).find(|mail| mail.text.contains(words) || mail.subject.contains(words))
}

fn answer(world: &MailWorld, from: &str, to: &mime::Mail, text: &str) {
    let id = to.message_id.clone().unwrap();
    let reply_to = to.reply_to.clone().unwrap();
    let mail = format!(
        "From: {from}\r\nTo: {reply_to}\r\nSubject: Re: {}\r\nMessage-ID: <{}@uji>\r\nIn-Reply-To: <{id}>\r\nReferences: <{id}>\r\n\r\n{text}\r\n",
        to.subject,
        id.len() + text.len()
    );
    world.submit(from, &reply_to, mail.as_bytes()).unwrap();
}

struct Stage {
    world: MailWorld,
    office: OfficeFolder,
    lapor: Lapor,
}

fn stage(mode: &str, write: &str) -> Stage {
    let world =
        MailWorld::start(&[OFFICE, OFFICER, ADMIN, "admin@dinkes.example", "sekretariat@dinkes-batang.example"]);
    let lapor = Lapor::start();
    let kotak = Kotak { address: OFFICE, office: "batang", unit: None };
    let office = OfficeFolder::new(&world, &[kotak], "live", &account(&lapor, mode, write));
    secrets(office.path());
    assert!(penghubung(&office.main_file(), &["init"]).status.success());
    Stage { world, office, lapor }
}

#[test]
fn a_report_goes_the_whole_way_and_back_with_a_real_daemon() {
    let Stage { world, office, lapor } = stage("listing", "live");
    let file = office.main_file();
    let online = penghubung(&file, &["check", "--online"]);
    assert!(said(&online).contains("lapor lapor: takes our keys"), "{}", said(&online));
    let number = lapor.report(json!({"title": "Loket", "content": "Antrean loket Puskesmas Bandar I lama sekali."}));
    let daemon = Daemon::start(&office);
    let disposisi = until(SOON, || letter(&world, OFFICER, "Antrean loket")).expect("a disposisi");
    assert!(disposisi.text.contains(&number));
    answer(&world, OFFICER, &disposisi, "JAWAB: Loket kami tambah mulai Senin depan menjadi tiga loket.");
    assert!(until(SOON, || (lapor.answers(&number).len() == 1).then_some(())).is_some(), "it stands there");
    lapor.advance(60);
    let proven = || said(&penghubung(&file, &["queue", "list", "--phase", "proven"])).contains("answer").then_some(());
    assert!(until(SOON, proven).is_some(), "{}", said(&penghubung(&file, &["queue", "list"])));
    let shown = said(&penghubung(&file, &["complaint", "show", "BTG-26-0001"]));
    assert!(shown.contains(&format!("LAPOR! {number} by lapor")), "{shown}");
    let status = said(&penghubung(&file, &["status"]));
    assert!(status.contains("write live"), "{status}");
    let compared = penghubung(&file, &["lapor", "compare", "--csv"]);
    assert!(
        said(&compared).starts_with("account,lapor,complaint,ours,theirs,seen,difference\nlapor,"),
        "{}",
        said(&compared)
    );
    let table =
        |entry: std::fs::DirEntry| std::fs::read_to_string(entry.path()).is_ok_and(|text| text.contains(&number));
    let written = || std::fs::read_dir(office.path().join("cocok")).ok()?.flatten().any(table).then_some(());
    assert!(until(SOON, written).is_some(), "the day's table");
    drop(daemon);
    let log = std::fs::read_to_string(office.path().join("daemon.log")).unwrap();
    let journal = std::fs::read(office.path().join("penghubung.db")).unwrap();
    for secret in ["sim-rahasia", "0A1B2C3D"] {
        assert!(!log.contains(secret), "{secret} is in the journal");
        assert!(!journal.windows(secret.len()).any(|at| at == secret.as_bytes()), "{secret} is in the database");
    }
}

/// The phase and last fault of the answer's letter, as `queue list` shows them.
fn answer_in(file: &Path, phase: &str) -> Option<()> {
    let shown = said(&penghubung(file, &["queue", "list", "--phase", phase]));
    shown.contains("answer").then_some(())
}

#[test]
fn a_daemon_that_is_killed_between_a_post_and_its_commit_leaves_one_follow_up_or_a_letter_that_says_why() {
    // What the service does with the post while the daemon dies, and whether the follow-up then stands there.
    for (round, (kind, taken)) in
        [("accept_silence", true), ("accept_silence", true), ("silence", false)].into_iter().enumerate()
    {
        let Stage { world, office, lapor } = stage("listing", "live");
        let file = office.main_file();
        let number =
            lapor.report(json!({"title": "Loket", "content": "Antrean loket Puskesmas Bandar I lama sekali."}));
        let daemon = Daemon::start(&office);
        let disposisi = until(SOON, || letter(&world, OFFICER, "Antrean loket")).expect("a disposisi");
        lapor.bad_day("add_followup", kind, 1);
        answer(&world, OFFICER, &disposisi, "JAWAB: Loket kami tambah mulai Senin depan menjadi tiga loket.");
        let called = || (lapor.calls("add_followup") == 1).then_some(());
        assert!(until(SOON, called).is_some(), "the daemon posts, and waits for an answer that never comes");
        daemon.kill();
        assert!(answer_in(&file, "sending").is_some(), "{round}: the intent is written, the outcome is not");
        // Killed once more while it begins again, then left to itself.
        let again = Daemon::start(&office);
        std::thread::sleep(Duration::from_millis(200 * round as u64));
        again.kill();
        let _daemon = Daemon::start(&office);
        lapor.advance(60);
        if taken {
            assert!(
                until(SOON, || answer_in(&file, "proven")).is_some(),
                "{}",
                said(&penghubung(&file, &["queue", "list"]))
            );
        } else {
            let looked = || (lapor.calls("followups") >= 3 && answer_in(&file, "unclear").is_some()).then_some(());
            assert!(until(SOON, looked).is_some(), "{}", said(&penghubung(&file, &["queue", "list"])));
        }
        assert_eq!(
            (lapor.answers(&number).len(), lapor.calls("add_followup")),
            (usize::from(taken), 1),
            "{round} {kind}"
        );
    }
}

#[rustfmt::skip]
const ROWS: [[&str; 12]; 2] = [
    ["7654321", "3 Nov 2026", "08:15", "Warga Contoh", "Pengaduan", "Pelayanan", "Loket", "Antrean loket Puskesmas Bandar I lama.", "Antrean loket Puskesmas Bandar I lama.", "", "Dalam Proses", "Bandar"],
    ["7654322", "4 Nov 2026", "09:00", "Warga Lain", "Pengaduan", "Pelayanan", "Selesai", "Sudah beres.", "Sudah beres.", "", "Selesai", "Bandar"],
];

#[test]
fn without_an_interface_exports_come_in_and_a_person_types_the_answer() {
    let Stage { world, office, lapor } = stage("by_hand", "live");
    let file = office.main_file();
    let export = office.path().join("ekspor.xlsx");
    std::fs::write(&export, xlsx::export(&ROWS)).unwrap();
    let imported = penghubung(&file, &["import", export.to_str().unwrap()]);
    assert!(said(&imported).contains("2 reports, 2 new"), "{}", said(&imported));
    let again = penghubung(&file, &["import", export.to_str().unwrap()]);
    assert!(said(&again).contains("2 reports, 0 new"), "{}", said(&again));
    std::fs::create_dir(office.path().join("masuk")).unwrap();
    let watched = office.path().join("masuk/hari-ini.xlsx");
    std::fs::write(&watched, xlsx::export(&ROWS)).unwrap();
    let daemon = Daemon::start(&office);
    let disposisi = until(SOON, || letter(&world, OFFICER, "Antrean loket")).expect("a disposisi");
    assert!(until(SOON, || office.path().join("masuk/hari-ini.xlsx.sudah").exists().then_some(())).is_some());
    answer(&world, OFFICER, &disposisi, "JAWAB: Loket kami tambah mulai Senin depan menjadi tiga loket.");
    let paste = until(SOON, || letter(&world, ADMIN, "Mohon teks berikut ditempel")).expect("a letter to paste");
    assert!(paste.text.contains("tiga loket") && paste.text.contains("7654321"), "{}", paste.text);
    let open = said(&penghubung(&file, &["complaint", "list"]));
    assert!(open.contains("open"), "not answered before somebody says so: {open}");
    answer(&world, ADMIN, &paste, "SUDAH");
    let answered = || said(&penghubung(&file, &["complaint", "list"])).contains("answered").then_some(());
    assert!(until(SOON, answered).is_some(), "{}", said(&penghubung(&file, &["queue", "list"])));
    assert_eq!(lapor.calls("list") + lapor.calls("detail"), 0);
    drop(daemon);
}

#[test]
fn an_account_is_checked_with_all_its_faults_at_once() {
    let Stage { office, .. } = stage("listing", "live");
    let file = office.main_file();
    let text = std::fs::read_to_string(&file).unwrap();
    let wrong = text
        .replace("base = \"http://127.0.0.1", "base = \"http://lapor.example")
        .replace("in_flight = 2", "in_flight = 9")
        .replace("office = \"batang\"\nmode = \"listing\"", "office = \"btang\"\nmode = \"listing\"");
    std::fs::write(&file, wrong).unwrap();
    let said = said(&penghubung(&file, &["check"]));
    for part in ["no address behind HTTPS", "9 calls at once", "no enabled office"] {
        assert!(said.contains(part), "{said}");
    }
}

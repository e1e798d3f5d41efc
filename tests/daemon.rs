//! The daemon as a process: started, woken, killed at bad moments, reloaded, stopped.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on should say so and stop"
)]

mod support;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Instant;

use support::MailWorld;
use support::daemon::{self, Daemon};
use support::office::{Kotak, OfficeFolder};
use support::wait::{PATIENCE, until};

const INTAKE: &str = "pengaduan@dinkes-batang.example";
const DESK: &str = "sekretariat@dinkes-batang.example";
const PUSKESMAS: &str = "pkm.bandar1@batang.example";
const CITIZEN: &str = "siti@warga.example";

fn program(office: &OfficeFolder) -> Command {
    daemon::command(&office.main_file())
}

fn complaint(n: usize) -> Vec<u8> {
    format!(
        "From: Siti <{CITIZEN}>\r\nTo: {INTAKE}\r\nSubject: Antrean {n}\r\nMessage-ID: <k{n}@warga.example>\r\n\
         Date: Fri, 20 Nov 2026 09:41:00 +0700\r\n\r\nSaya antre lama di Puskesmas Bandar I, sudah {n} kali.\r\n"
    )
    .into_bytes()
}

fn subjects(mails: &[Vec<u8>]) -> Vec<String> {
    let subject = |mail: &Vec<u8>| {
        let text = String::from_utf8_lossy(mail).into_owned();
        text.lines().find_map(|l| l.strip_prefix("Subject: ").map(str::to_owned)).unwrap_or_default()
    };
    mails.iter().map(subject).collect()
}

fn world() -> MailWorld {
    MailWorld::start(&[INTAKE, DESK, PUSKESMAS, CITIZEN])
}

fn office(world: &MailWorld) -> OfficeFolder {
    let office = OfficeFolder::new(world, &[Kotak { address: INTAKE, office: "batang", unit: None }], "live", "");
    daemon::does(&office.main_file(), &["init"]);
    office
}

#[test]
fn a_mail_that_comes_while_the_daemon_waits_is_answered_without_a_poll() {
    let world = world();
    let office = office(&world);
    let daemon = Daemon::start(&office);
    daemon.says("working");
    let begun = Instant::now();
    world.deliver(CITIZEN, INTAKE, &complaint(1));
    world.wait_for(CITIZEN, PATIENCE, |mails| !mails.is_empty());
    world.wait_for(PUSKESMAS, PATIENCE, |mails| !mails.is_empty());
    println!("receipt and disposisi after {:?}", begun.elapsed());
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn however_often_the_daemon_is_killed_each_complaint_gets_one_number_and_one_receipt() {
    let world = world();
    let office = office(&world);
    let mails = 40;
    for n in 0..mails {
        world.deliver(CITIZEN, INTAKE, &complaint(n));
    }
    for round in 0..12_u64 {
        let daemon = Daemon::start(&office);
        let before = world.mailbox(PUSKESMAS).len();
        // Kill it once it has sent something more, at a moment that differs from round to round.
        until(std::time::Duration::from_millis(40 + 37 * round), || {
            (world.mailbox(PUSKESMAS).len() > before + usize::try_from(round).unwrap()).then_some(())
        });
        daemon.kill();
    }
    let daemon = Daemon::start(&office);
    daemon.says("working");
    let letters = world.wait_for(PUSKESMAS, PATIENCE, |m| {
        let mut all = numbers(&subjects(m));
        all.dedup();
        all.len() >= mails
    });
    assert_eq!(daemon.stop(), Some(0));
    let mut at_officer = numbers(&subjects(&letters));
    at_officer.dedup();
    assert_eq!(at_officer.len(), mails, "each complaint reached the officer, each under its own number");
    let out = program(&office).args(["run", "--once"]).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

/// Complaint numbers in subjects, sorted.
fn numbers(subjects: &[String]) -> Vec<String> {
    let number = |s: &String| s.find("BTG-").and_then(|at| s.get(at..at + "BTG-26-0001".len()).map(str::to_owned));
    let mut all: Vec<String> = subjects.iter().filter_map(number).collect();
    all.sort();
    all
}

#[test]
fn a_second_daemon_on_the_same_database_is_told_to_go() {
    let world = world();
    let office = office(&world);
    let first = Daemon::start(&office);
    first.says("working");
    let second = program(&office).arg("run").output().unwrap();
    assert_eq!(second.status.code(), Some(75), "{}", String::from_utf8_lossy(&second.stderr));
}

#[test]
fn a_missing_database_is_refused_and_init_is_named() {
    let world = world();
    let office = OfficeFolder::new(&world, &[Kotak { address: INTAKE, office: "batang", unit: None }], "live", "");
    let out = program(&office).arg("run").output().unwrap();
    assert_ne!(out.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&out.stderr).contains("penghubung init"));
}

#[test]
fn a_wrong_configuration_at_reload_changes_nothing() {
    let world = world();
    let office = office(&world);
    let daemon = Daemon::start(&office);
    daemon.says("working");
    let good = std::fs::read_to_string(office.main_file()).unwrap();
    std::fs::write(office.main_file(), good.replace("[alarm]", "[alrm]")).unwrap();
    daemon.signal("HUP");
    daemon.says("the old one stays in force");
    world.deliver(CITIZEN, INTAKE, &complaint(1));
    world.wait_for(CITIZEN, PATIENCE, |mails| !mails.is_empty());
    std::fs::write(office.main_file(), good).unwrap();
    daemon.signal("HUP");
    daemon.says("is in force");
    world.deliver(CITIZEN, INTAKE, &complaint(2));
    world.wait_for(CITIZEN, PATIENCE, |mails| mails.len() == 2);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_certificate_that_cannot_be_read_at_reload_does_not_end_the_daemon() {
    let world = world();
    let office = office(&world);
    let daemon = Daemon::start(&office);
    daemon.says("working");
    let good = std::fs::read_to_string(office.main_file()).unwrap();
    let torn = office.path().join("torn.pem");
    std::fs::write(&torn, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").unwrap();
    let wrong = good.replace(world.ca_file().to_str().unwrap(), torn.to_str().unwrap());
    std::fs::write(office.main_file(), wrong).unwrap();
    daemon.signal("HUP");
    daemon.says("the old one stays in force");
    world.deliver(CITIZEN, INTAKE, &complaint(1));
    world.wait_for(CITIZEN, PATIENCE, |mails| !mails.is_empty());
    assert_eq!(daemon.stop(), Some(0));
}

/// A reverse proxy keeps connections open. The first such reload is the one from `hold` to `live`.
#[test]
fn a_reload_goes_on_hearing_gateways_whoever_is_connected_and_an_address_that_is_taken_changes_nothing() {
    let world = world();
    let [port] = support::server::free_ports();
    let gateways = concat!(env!("CARGO_MANIFEST_DIR"), "/config/gateways");
    let section = format!(
        "\n[listener]\naddress = \"127.0.0.1:{port}\"\n\n[[sms]]\nname = \"luar\"\noffice = \"batang\"\n\
         gateway = \"{gateways}/twilio.toml\"\nvalues = {{ account_sid = \"AC1\" }}\nsecrets = {{ auth_token = \"secrets/kait\" }}\n\
         path = \"/sms/luar\"\nsecret_file = \"secrets/kait\"\nanswer_since = \"2020-01-01\"\n"
    );
    let office =
        OfficeFolder::new(&world, &[Kotak { address: INTAKE, office: "batang", unit: None }], "live", &section);
    let secret = office.path().join("secrets/kait");
    std::fs::write(&secret, "kunci-panjang").unwrap();
    std::fs::set_permissions(&secret, PermissionsExt::from_mode(0o600)).unwrap();
    daemon::does(&office.main_file(), &["init"]);
    let daemon = Daemon::start(&office);
    daemon.says("working");
    let mut kept_open = Vec::new();
    for _ in 0..3 {
        kept_open.push(TcpStream::connect(("127.0.0.1", port)).unwrap());
        daemon.signal("HUP");
        daemon.says("is in force");
    }
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let good = std::fs::read_to_string(office.main_file()).unwrap();
    let there = format!("127.0.0.1:{}", taken.local_addr().unwrap().port());
    std::fs::write(office.main_file(), good.replace(&format!("127.0.0.1:{port}"), &there)).unwrap();
    daemon.signal("HUP");
    daemon.says("the old one stays in force");
    let mut pushed = TcpStream::connect(("127.0.0.1", port)).unwrap();
    pushed.write_all(b"POST /sms/luar?secret=tebakan HTTP/1.1\r\nHost: dinkes\r\nContent-Length: 0\r\n\r\n").unwrap();
    let mut said = String::new();
    pushed.read_to_string(&mut said).unwrap();
    assert!(said.starts_with("HTTP/1.1 403"), "{said}");
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_mailbox_numbered_anew_gives_nobody_a_second_receipt() {
    let world = world();
    let office = office(&world);
    let once = || assert!(program(&office).args(["run", "--once"]).output().unwrap().status.success());
    world.deliver(CITIZEN, INTAKE, &complaint(1));
    world.wait_for(INTAKE, PATIENCE, |mails| mails.len() == 1);
    once();
    world.stop_imap();
    let files = std::fs::read_dir(world.maildir(INTAKE)).unwrap().map(|file| file.unwrap());
    let lost = files.filter(|file| file.file_name().to_string_lossy().starts_with("dovecot"));
    assert!(lost.map(|file| std::fs::remove_file(file.path()).unwrap()).count() > 0, "the server forgets its numbers");
    world.start_imap();
    world.deliver(CITIZEN, INTAKE, &complaint(2));
    world.wait_for(INTAKE, PATIENCE, |mails| mails.len() == 2);
    once();
    let numbered = |who: &str, count| numbers(&subjects(&world.wait_for(who, PATIENCE, |mails| mails.len() >= count)));
    assert_eq!(numbered(CITIZEN, 2), ["BTG-26-0001", "BTG-26-0002"]);
    assert_eq!(numbered(PUSKESMAS, 2), ["BTG-26-0001", "BTG-26-0002"]);
    let log = program(&office).args(["log", "tail", "-n", "50", "--json"]).output().unwrap();
    assert!(String::from_utf8_lossy(&log.stdout).contains("nomor_baru"), "the numbering did change: {log:?}");
}

#[test]
fn a_copied_database_notices_that_it_is_a_copy_and_sends_nothing() {
    let world = world();
    let original = office(&world);
    world.deliver(CITIZEN, INTAKE, &complaint(1));
    let once = |office: &OfficeFolder| program(office).args(["run", "--once"]).output().unwrap();
    assert!(once(&original).status.success());
    world.wait_for(CITIZEN, PATIENCE, |mails| mails.len() == 1);

    let copy = OfficeFolder::new(&world, &[Kotak { address: INTAKE, office: "batang", unit: None }], "live", "");
    for file in ["penghubung.db", "log.key"] {
        std::fs::copy(original.path().join(file), copy.path().join(file)).unwrap();
    }
    world.deliver(CITIZEN, INTAKE, &complaint(2));
    let out = once(&copy);
    assert!(String::from_utf8_lossy(&out.stderr).contains("this database is a copy"));
    let held = program(&copy).args(["queue", "list", "--json"]).output().unwrap();
    assert!(String::from_utf8_lossy(&held.stdout).contains("held"), "{held:?}");
    assert_eq!(world.mailbox(CITIZEN).len(), 1, "only the original answers");
}

#[test]
fn the_desk_hears_of_a_citizens_dead_address_at_once() {
    let world = world();
    let office = office(&world);
    let daemon = Daemon::start(&office);
    daemon.says("working");
    let gone = "tarno@tidak-ada.example";
    let mail = String::from_utf8(complaint(1)).unwrap().replace(CITIZEN, gone);
    world.deliver(gone, INTAKE, mail.as_bytes());
    // Half of the time after which the tray would be looked into anyway.
    let limit = std::time::Duration::from_secs(15);
    world.wait_for(DESK, limit, |mails| subjects(mails).iter().any(|subject| subject.contains("GAGAL KIRIM")));
    assert_eq!(daemon.stop(), Some(0));
}

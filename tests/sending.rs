//! Hundreds of letters that wait, and relays as they are: one that takes its time while the daemon is killed, one that
//! says nothing at all.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on should say so and stop; the benches' server can more than is needed here"
)]

#[path = "../benches/support/sink.rs"]
mod sink;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::time::Duration;

use sink::{Sink, Taken};
use support::MailWorld;
use support::daemon::{self, Daemon};
use support::office::{Kotak, OfficeFolder};
use support::wait::{PATIENCE, until};

const BATANG: &str = "pengaduan@dinkes-batang.example";
const KADEMANGAN: &str = "pengaduan@pkm-kademangan.example";
const CONNECTIONS: usize = 4;

/// So many citizens complain to an office.
fn complain(world: &MailWorld, office: &str, mails: usize) {
    for n in 0..mails {
        let raw = format!(
            "From: Warga <warga{n}@warga.example>\r\nTo: {office}\r\nSubject: Antrean {n}\r\nMessage-ID: <k{n}@warga.example>\r\n\
             Date: Fri, 20 Nov 2026 09:41:00 +0700\r\n\r\nSaya antre lama di loket Puskesmas, sudah {n} kali.\r\n"
        );
        world.deliver(&format!("warga{n}@warga.example"), office, raw.as_bytes());
    }
}

/// The same configuration with this changed.
fn change(office: &OfficeFolder, from: &str, to: &str) {
    let text = fs::read_to_string(office.main_file()).unwrap();
    assert!(text.contains(from), "{from}: {text}");
    fs::write(office.main_file(), text.replace(from, to)).unwrap();
}

/// Takes in what has come and leaves every letter ready to go, as on the day when a sysadmin lets the first ones out.
fn queue(office: &OfficeFolder) {
    let does = |arguments: &[&str]| daemon::does(&office.main_file(), arguments);
    does(&["init"]);
    does(&["run", "--once"]);
    change(office, "mode = \"hold\"", "mode = \"live\"");
    does(&["queue", "release", "--all", "--yes"]);
}

fn header<'l>(letter: &'l str, name: &str) -> Option<&'l str> {
    letter.lines().take_while(|line| !line.is_empty()).find_map(|line| line.strip_prefix(name))
}

/// The letters by Message-ID, each as often as it came.
fn by_id(taken: &[Taken]) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::<String, Vec<String>>::new();
    for letter in taken {
        let text = String::from_utf8_lossy(&letter.content).into_owned();
        let id = header(&text, "Message-ID: ").unwrap().to_owned();
        all.entry(id).or_default().push(text);
    }
    all
}

#[test]
fn a_kill_while_hundreds_wait_repeats_at_most_one_letter_of_each_connection() {
    let world = MailWorld::start(&[BATANG]);
    let relay = Sink::slow(Duration::from_millis(15));
    let office = OfficeFolder::new(&world, &[Kotak { address: BATANG, office: "batang", unit: None }], "hold", "");
    change(
        &office,
        &format!("port = {}\nsecurity = \"plain-loopback\"", world.smtp_port()),
        &format!("port = {}\nsecurity = \"plain-loopback\"", relay.port),
    );
    change(&office, "rate = \"6000/min\"", "rate = \"600000/min\"");
    complain(&world, BATANG, 150);
    queue(&office);
    let kills = 3;
    for _ in 0..kills {
        let daemon = Daemon::start(&office);
        let before = relay.count();
        until(PATIENCE, || (relay.count() >= before + 60).then_some(())).expect("letters leave");
        daemon.kill();
    }
    let daemon = Daemon::start(&office);
    let waits = || daemon::does(&office.main_file(), &["queue", "list", "--json"]);
    until(PATIENCE, || waits().trim().is_empty().then_some(())).unwrap_or_else(|| panic!("not all left: {}", waits()));
    assert_eq!(daemon.stop(), Some(0));
    let letters = by_id(&relay.look());
    let to_citizens = letters.values().filter(|copies| copies[0].contains("To: warga")).count();
    assert_eq!(to_citizens, 150, "each citizen has his receipt, under one Message-ID");
    let repeats: usize = letters.values().map(|copies| copies.len() - 1).sum();
    println!("{repeats} repeats after {kills} kills, {} letters", letters.len());
    assert!(repeats <= kills * CONNECTIONS, "{repeats} repeats");
    for copies in letters.values().filter(|copies| !copies[0].contains("To: warga")) {
        let marked = |letter: &String| header(letter, "Subject: ").unwrap().contains("[KIRIM ULANG 1]");
        assert!(!marked(&copies[0]) && copies.iter().skip(1).all(marked), "an officer sees that it is a repeat");
    }
}

#[test]
fn an_office_whose_relay_says_nothing_holds_up_nobody_elses_letters() {
    let world = MailWorld::start(&[BATANG, KADEMANGAN]);
    let (relay, silent) = (Sink::open(), TcpListener::bind(("127.0.0.1", 0)).unwrap());
    let second = format!(
        "\n[[relay]]\nname = \"diam\"\noffices = [\"batang\"]\nsender = \"{BATANG}\"\nhost = \"127.0.0.1\"\nport = {}\n\
         security = \"plain-loopback\"\nhello_name = \"dinkes.example\"\n",
        silent.local_addr().unwrap().port()
    );
    let boxes = [(BATANG, "batang"), (KADEMANGAN, "kademangan")];
    let boxes = boxes.map(|(address, office)| Kotak { address, office, unit: None });
    let office = OfficeFolder::new(&world, &boxes, "hold", &second);
    let both = format!("sender = \"{BATANG}\"\nsenders = {{ batang = \"{BATANG}\", kademangan = \"{KADEMANGAN}\" }}");
    let one = format!("offices = [\"kademangan\"]\nsender = \"{KADEMANGAN}\"");
    change(&office, &both, &one);
    change(
        &office,
        &format!("port = {}\nsecurity = \"plain-loopback\"", world.smtp_port()),
        &format!("port = {}\nsecurity = \"plain-loopback\"", relay.port),
    );
    // More than all workers together take in one turn each.
    complain(&world, BATANG, 120);
    complain(&world, KADEMANGAN, 1);
    queue(&office);
    let daemon = Daemon::start(&office);
    // A silent relay is given up after a minute, and then the next letter waits for it.
    until(PATIENCE / 2, || (relay.count() >= 2).then_some(())).expect("the other office's letters leave meanwhile");
    drop(daemon);
}

//! Letters out: the daemon's outbox through its relay, beside a bare pipelined sender that writes nothing down.
//!
//! `MAILS=500 ROUNDS=5 cargo bench --bench send`. Each round takes the mails in with mode `hold`, releases every letter,
//! and lets the daemon send them to a server in this process; then the bare sender sends the very same letters there.
//! For each letter the daemon makes two facts durable: that it is being sent, and that it was taken.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints its figures, and stops where it cannot measure"
)]

#[path = "support/mod.rs"]
mod bench;
#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use bench::contest::{Watched, median};
use bench::daemon::{self, Office};
use bench::machine::{machine, setting};
use bench::mailbox::fill;
use bench::sink::{Sink, Taken, bare_sender};
use support::MailWorld;
use support::wait::until;

const OFFICE: &str = "pengaduan@dinkes-batang.example";
const PATIENCE: Duration = Duration::from_secs(300);

fn main() {
    let (mails, rounds) = (setting("MAILS", 500), setting("ROUNDS", 5));
    println!("send: {}\n{mails} mails, {rounds} rounds", machine());
    let world = MailWorld::start(&[OFFICE]);
    fill(&world, OFFICE, mails);
    let sink = Sink::open();
    let (mut ours, mut bare, mut cpu) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let folder = tempfile::tempdir().unwrap();
        let count = queued(&world, folder.path(), sink.port);
        let watched = Watched::start(daemon::program(folder.path()).arg("run"));
        until(PATIENCE, || (sink.count() >= count).then_some(())).expect("every letter was sent");
        cpu.push(watched.cpu().as_secs_f64() * 1e3 / count as f64);
        watched.stop();
        let letters = sink.take();
        // A reminder may fall due meanwhile, so there may be one more than was queued; but none twice.
        assert_eq!(twice(&letters), Vec::<String>::new());
        ours.push((count - 1) as f64 / (letters[count - 1].at - letters[0].at).as_secs_f64());
        let begun = Instant::now();
        bare_sender(sink.port, &letters).unwrap();
        bare.push(count as f64 / begun.elapsed().as_secs_f64());
        drop(sink.take());
    }
    let (ours, bare) = (median(ours), median(bare));
    println!("{:<32} {:>12} {:>8} {:>16}", "", "letters/s", "ratio", "CPU ms/letter");
    println!("{:<32} {bare:>12.0} {:>8.2}", "bare sender, one connection", 1.0);
    println!("{:<32} {ours:>12.0} {:>8.2} {:>16.2}", "penghubung run, four", ours / bare, median(cpu));
}

/// Message-IDs that came more than once.
fn twice(letters: &[Taken]) -> Vec<String> {
    let mut ids: Vec<String> = letters.iter().filter_map(message_id).collect();
    ids.sort();
    ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()).collect()
}

fn message_id(letter: &Taken) -> Option<String> {
    let text = String::from_utf8_lossy(&letter.content).into_owned();
    text.lines().find_map(|line| line.strip_prefix("Message-ID: ").map(str::to_owned))
}

/// Takes the mails in and leaves every letter ready. Returns how many.
fn queued(world: &MailWorld, folder: &Path, port: u16) -> usize {
    let mailboxes = [OFFICE.to_owned()];
    let office = Office { mailboxes: &mailboxes, mode: "hold", settle: "nothing", schedule: "1h", smtp_port: port };
    daemon::found(world, folder, office);
    let run = daemon::program(folder).args(["run", "--once"]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    daemon::change(folder, "UPDATE letters SET phase = 'ready', last_fault = NULL WHERE phase = 'held'");
    let file = folder.join("penghubung.toml");
    let text = std::fs::read_to_string(&file).unwrap().replace("mode = \"hold\"", "mode = \"live\"");
    std::fs::write(&file, text).unwrap();
    usize::try_from(daemon::ask(folder, "SELECT COUNT(*) FROM letters WHERE phase = 'ready'")).unwrap()
}

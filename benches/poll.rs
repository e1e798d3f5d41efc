//! A poll that brings nothing new, with few and with many mails stored: CPU of the daemon that polls each second,
//! beside mbsync, which is started for each poll as its users do.
//!
//! `STORED=10000 SECONDS=30 cargo bench --bench poll`: at a tenth of `STORED` and at `STORED`.
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

use std::process::Command;
use std::time::Duration;

use bench::contest::{Watched, measure};
use bench::daemon::{self, Office};
use bench::machine::{machine, setting};
use bench::mailbox::fill;
use bench::mbsync::{Fsync, pull};
use support::MailWorld;
use support::wait::until;

/// So long the mails may take to come in, and the buffers of it to go.
const PATIENCE: Duration = Duration::from_secs(600);
const SETTLING: Duration = Duration::from_secs(5);
/// Polls of mbsync, each a process.
const PULLS: usize = 20;

fn main() {
    let (most, seconds) = (setting("STORED", 10_000), setting("SECONDS", 30));
    let boxes = ["sedikit@dinkes-batang.example", "banyak@dinkes-batang.example"].map(str::to_owned);
    let world = MailWorld::start(&[&boxes[0], &boxes[1]]);
    println!("a poll with nothing new: {}", machine());
    println!("{:<8} {:>22} {:>22} {:>18}", "stored", "polled: CPU ms/s", "not polled: CPU ms/s", "mbsync: CPU ms");
    for (mailbox, stored) in boxes.iter().zip([most / 10, most]) {
        fill(&world, mailbox, stored);
        let [polled, idle] = ["1s", "1h"].map(|schedule| watched(&world, mailbox, stored, schedule, seconds));
        println!("{stored:<8} {polled:>22.2} {idle:>22.2} {:>18.2}", pulled(&world, mailbox));
    }
}

/// CPU milliseconds a second of the daemon that has everything and looks again by `schedule`.
fn watched(world: &MailWorld, mailbox: &String, stored: usize, schedule: &'static str, seconds: usize) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let mailboxes = std::slice::from_ref(mailbox);
    let office = Office { mailboxes, mode: "hold", settle: "nothing", schedule, smtp_port: world.smtp_port() };
    daemon::found(world, folder.path(), office);
    measure(daemon::program(folder.path()).args(["run", "--once"]), None);
    assert_eq!(daemon::complaints(folder.path()), stored);
    let watched = Watched::start(daemon::program(folder.path()).arg("run"));
    let looked = || daemon::ask(folder.path(), "SELECT COUNT(*) FROM sources WHERE completed_at IS NOT NULL");
    until(PATIENCE, || (looked() == 1).then_some(())).expect("the mailbox was looked at");
    std::thread::sleep(SETTLING);
    let before = watched.cpu();
    std::thread::sleep(Duration::from_secs(seconds as u64));
    let spent = watched.cpu() - before;
    watched.stop();
    spent.as_secs_f64() * 1e3 / seconds as f64
}

/// CPU milliseconds of a pull that finds everything there already: of many, since the kernel counts in hundredths of a
/// second.
fn pulled(world: &MailWorld, mailbox: &str) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let mut command = pull(world, mailbox, folder.path(), Fsync::Off);
    measure(&mut command, None);
    let mut again = Command::new("sh");
    again.args(["-c", &format!("for n in $(seq {PULLS}); do \"$@\"; done"), "sh"]);
    again.arg(command.get_program()).args(command.get_args());
    measure(&mut again, None).cpu.as_secs_f64() * 1e3 / PULLS as f64
}

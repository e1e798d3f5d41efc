//! Intake of a backlog from a real Dovecot, in turn with mbsync: mails a second, CPU and fsyncs for each mail.
//!
//! `make bench`, or with other sizes: `MAILS=10000 ROUNDS=5 make bench`; `ONLY=once` runs the contenders so named,
//! `BESIDE=another/build/of/penghubung` that one in turn with this one. Every round gives each contender the same
//! mailbox and an empty folder; figures are medians, and what counts is the ratio within one run.
//! mbsync stores bytes. The daemon stores them durably, reads them, looks for doubles, routes them, queues the letters
//! and writes its log; in mode `hold` it then holds each letter.
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
use std::process::Command;

use bench::contest::{Round, can_count_fsyncs, count_fsyncs, measure, median, quantile};
use bench::daemon::{self, Office};
use bench::machine::{machine, setting};
use bench::mailbox::{fill, unflag};
use bench::mbsync::{Fsync, pull, pulled};
use support::MailWorld;

const OFFICE: &str = "pengaduan@dinkes-batang.example";

/// One way of taking the mails in.
struct Contender {
    name: &'static str,
    /// The command for one round, with everything it writes below the fresh folder.
    command: fn(&MailWorld, &Path) -> Command,
    /// How many mails a round left there.
    taken: fn(&Path) -> usize,
    /// It does not end by itself: its work is done when it has taken every mail.
    stays: bool,
}

/// In the order of each round; ratios are to the first.
const CONTENDERS: [Contender; 6] = [
    Contender {
        name: "mbsync",
        command: |world, folder| pull(world, OFFICE, folder, Fsync::Default),
        taken: pulled,
        stays: false,
    },
    Contender {
        name: "mbsync without fsync",
        command: |world, folder| pull(world, OFFICE, folder, Fsync::Off),
        taken: pulled,
        stays: false,
    },
    Contender {
        name: "penghubung run --once",
        command: |world, folder| once(ours(world, folder)),
        taken: daemon::complaints,
        stays: false,
    },
    Contender {
        name: "BESIDE run --once",
        command: |world, folder| once(theirs(world, folder)),
        taken: daemon::complaints,
        stays: false,
    },
    Contender { name: "penghubung run", command: ours, taken: daemon::complaints, stays: true },
    Contender { name: "BESIDE run", command: theirs, taken: daemon::complaints, stays: true },
];

fn main() {
    let (mails, rounds) = (setting("MAILS", 1_000), setting("ROUNDS", 5));
    let world = MailWorld::start(&[OFFICE]);
    let bytes = fill(&world, OFFICE, mails);
    println!("intake: {}\n{mails} mails, mean {} KB, {rounds} rounds", machine(), bytes / mails / 1_000);
    let chosen = std::env::var("ONLY").unwrap_or_default();
    let here = |contender: &&Contender| !contender.name.contains("BESIDE") || std::env::var_os("BESIDE").is_some();
    let chosen = |contender: &&Contender| contender.name.contains(&chosen);
    let contenders: Vec<&Contender> = CONTENDERS.iter().filter(here).filter(chosen).collect();
    let mut figures: Vec<Vec<Round>> = contenders.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for (contender, figures) in contenders.iter().zip(&mut figures) {
            figures.push(round(contender, &world, mails));
        }
    }
    println!(
        "{:<24} {:>10} {:>8} {:>14} {:>10} {:>10} {:>14}",
        "", "mails/s", "ratio", "CPU ms/mail", "least", "peak MiB", "fsyncs/mail"
    );
    let speed = |rounds: &[Round]| median(rounds.iter().map(|round| mails as f64 / round.wall.as_secs_f64()).collect());
    for (contender, rounds) in contenders.iter().zip(&figures) {
        let cpu =
            |share| quantile(rounds.iter().map(|round| round.cpu.as_secs_f64() * 1e3 / mails as f64).collect(), share);
        // Beside other work a round costs more, never less: the least says most about the program.
        let (cpu, least) = (cpu(0.5), cpu(0.0));
        let peak = median(rounds.iter().map(|round| round.peak as f64 / f64::from(1 << 20)).collect());
        let (speed, ratio) = (speed(rounds), speed(rounds) / speed(&figures[0]));
        let fsyncs = fsyncs(contender, &world, mails);
        println!(
            "{:<24} {speed:>10.0} {ratio:>8.2} {cpu:>14.3} {least:>10.3} {peak:>10.1} {fsyncs:>14}",
            contender.name
        );
    }
}

fn round(contender: &Contender, world: &MailWorld, mails: usize) -> Round {
    unflag(world, OFFICE);
    let folder = tempfile::tempdir().unwrap();
    let mut command = (contender.command)(world, folder.path());
    let done = || (contender.taken)(folder.path()) == mails;
    let figure = measure(&mut command, contender.stays.then_some(&done));
    assert!(done(), "{} took {} of {mails} mails", contender.name, (contender.taken)(folder.path()));
    figure
}

/// Counted in a round of its own; a program that stays has the same commits as one that ends.
fn fsyncs(contender: &Contender, world: &MailWorld, mails: usize) -> String {
    if contender.stays || !can_count_fsyncs() || std::env::var_os("PROFILE").is_some() {
        return "-".to_owned();
    }
    unflag(world, OFFICE);
    let folder = tempfile::tempdir().unwrap();
    let command = (contender.command)(world, folder.path());
    format!("{:.3}", count_fsyncs(&command, folder.path()) as f64 / mails as f64)
}

/// The daemon with an office of its own.
fn ours(world: &MailWorld, folder: &Path) -> Command {
    office_of(daemon::PROGRAM, world, folder)
}

/// Another build of it.
fn theirs(world: &MailWorld, folder: &Path) -> Command {
    office_of(&std::env::var("BESIDE").unwrap(), world, folder)
}

fn once(mut command: Command) -> Command {
    command.arg("--once");
    command
}

fn office_of(program: &str, world: &MailWorld, folder: &Path) -> Command {
    let settle = std::env::var("SETTLE").unwrap_or_else(|_| "flag:$Penghubung".to_owned());
    let mailboxes = [OFFICE.to_owned()];
    let office =
        Office { mailboxes: &mailboxes, mode: "hold", settle: &settle, schedule: "1m", smtp_port: world.smtp_port() };
    daemon::found_by(program, world, folder, office);
    let mut command = daemon::program_of(program, folder);
    command.arg("run");
    command
}

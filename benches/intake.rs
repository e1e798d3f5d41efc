//! Intake of a backlog from a real Dovecot, in turn with mbsync: mails a second, CPU and fsyncs for each mail.
//!
//! `make bench`, or with other sizes: `MAILS=10000 ROUNDS=5 make bench`. Every round gives each contender the same
//! mailbox and an empty folder; figures are medians, and what counts is the ratio within one run.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench prints its figures, and stops where it cannot measure"
)]

#[path = "support/mod.rs"]
mod bench;
#[path = "../tests/support/mod.rs"]
mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use bench::contest::{Round, count_fsyncs, measure, median};
use bench::corpus::Corpus;
use bench::mbsync::{Fsync, pull, pulled};
use support::MailWorld;

const OFFICE: &str = "pengaduan@dinkes-batang.example";

/// One way of taking the mails in.
struct Contender {
    name: &'static str,
    /// The command for one round, with everything it writes below the fresh folder.
    command: fn(&MailWorld, &Path) -> Command,
    /// How many mails a finished round left there.
    taken: fn(&Path) -> usize,
}

/// In the order of each round. The daemon joins here: `run --once` on a configuration written to the folder.
const CONTENDERS: [Contender; 2] = [
    Contender { name: "mbsync", command: |world, folder| pull(world, OFFICE, folder, Fsync::Default), taken: pulled },
    Contender {
        name: "mbsync without fsync",
        command: |world, folder| pull(world, OFFICE, folder, Fsync::Off),
        taken: pulled,
    },
];

fn main() {
    let (mails, rounds) = (setting("MAILS", 1_000), setting("ROUNDS", 5));
    let world = MailWorld::start(&[OFFICE]);
    let bytes = fill(&world, mails);
    println!("{} — {mails} mails, mean {} KB, {rounds} rounds", machine(), bytes / mails / 1_000);
    let mut figures: Vec<Vec<Round>> = CONTENDERS.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for (contender, figures) in CONTENDERS.iter().zip(&mut figures) {
            figures.push(in_fresh_folder(contender, &world, mails, |command, _| measure(command)));
        }
    }
    println!("{:<24} {:>10} {:>8} {:>14} {:>14}", "", "mails/s", "ratio", "CPU ms/mail", "fsyncs/mail");
    let speed = |rounds: &[Round]| median(rounds.iter().map(|round| mails as f64 / round.wall.as_secs_f64()).collect());
    for (contender, rounds) in CONTENDERS.iter().zip(&figures) {
        let cpu = median(rounds.iter().map(|round| round.cpu.as_secs_f64() * 1e3 / mails as f64).collect());
        let fsyncs = in_fresh_folder(contender, &world, mails, count_fsyncs) as f64 / mails as f64;
        let (speed, ratio) = (speed(rounds), speed(rounds) / speed(&figures[0]));
        println!("{:<24} {speed:>10.0} {ratio:>8.2} {cpu:>14.3} {fsyncs:>14.3}", contender.name);
    }
}

/// Writes the mails straight into the office's Maildir, and lets Dovecot index them once before anybody measures.
/// Returns how many bytes they have.
fn fill(world: &MailWorld, mails: usize) -> usize {
    let maildir = world.maildir(OFFICE);
    let account = world.account();
    account.folder(maildir.parent().unwrap().to_owned());
    for part in ["", "new", "cur", "tmp"] {
        account.folder(maildir.join(part));
    }
    let mut bytes = 0;
    for (number, mail) in Corpus::new(2026).take(mails).enumerate() {
        bytes += mail.len();
        let file = maildir.join(format!("new/{}.M{number}P1.sandbox", 1_763_251_200 + number));
        std::fs::write(&file, mail).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        account.own(&file);
    }
    let mut imap = world.open(OFFICE);
    imap.select("INBOX");
    assert_eq!(imap.command("UID FETCH 1:* (RFC822.SIZE)").len(), mails, "Dovecot does not show every mail");
    bytes
}

fn in_fresh_folder<T>(
    contender: &Contender,
    world: &MailWorld,
    mails: usize,
    run: impl FnOnce(&Command, &Path) -> T,
) -> T {
    let folder = tempfile::tempdir().unwrap();
    let figure = run(&(contender.command)(world, folder.path()), folder.path());
    assert_eq!((contender.taken)(folder.path()), mails, "{} did not take every mail", contender.name);
    figure
}

fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name).map_or(otherwise, |value| value.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// The processor and how many of it, as the kernel names them.
fn machine() -> String {
    let facts = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = facts.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{} × {}", cores, model.trim_start_matches([' ', '\t', ':']))
}

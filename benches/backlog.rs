//! A database with a past beside an empty one: intake, a turn of the outbox, and the start after a kill.
//!
//! `ROWS=1000000 MAILS=500 ROUNDS=5 cargo bench --bench backlog`; the usual size is smaller, since filling takes a
//! while.
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

use bench::contest::{Round, Watched, measure, median, quantile};
use bench::daemon::{self, Office};
use bench::machine::{machine, setting};
use bench::mailbox::fill;
use bench::rows::{self, Letters};
use chrono::{DateTime, TimeDelta, Utc};
use penghubung::store::Store;
use support::MailWorld;
use support::wait::until;

const OFFICE: &str = "pengaduan@dinkes-batang.example";
const PATIENCE: Duration = Duration::from_secs(120);
/// Letters of one turn, and turns of one round.
const TURN: i64 = 100;
const TURNS: usize = 9;

fn main() {
    let (rows, mails, rounds) = (setting("ROWS", 200_000), setting("MAILS", 500), setting("ROUNDS", 5));
    println!("backlog: {}\n{rows} rows, {mails} mails, {rounds} rounds", machine());
    intake(rows, mails, rounds);
    turns(rows, rounds);
    start(rows, rounds);
}

/// The same mails into an empty database and into one with a past.
fn intake(rows: usize, mails: usize, rounds: usize) {
    let world = MailWorld::start(&[OFFICE]);
    fill(&world, OFFICE, mails);
    let past = tempfile::tempdir().unwrap();
    found(&world, past.path());
    rows::fill(past.path(), 1, rows, Letters::Accepted);
    let (mut empty, mut full) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        for (has_past, figures) in [(false, &mut empty), (true, &mut full)] {
            let folder = tempfile::tempdir().unwrap();
            found(&world, folder.path());
            if has_past {
                std::fs::copy(past.path().join("penghubung.db"), folder.path().join("penghubung.db")).unwrap();
                std::fs::copy(past.path().join("log.key"), folder.path().join("log.key")).unwrap();
            }
            figures.push(measure(daemon::program(folder.path()).args(["run", "--once"]), None));
            assert_eq!(daemon::complaints(folder.path()), mails);
        }
    }
    println!("{:<32} {:>12} {:>8} {:>14} {:>10}", "", "mails/s", "ratio", "CPU ms/mail", "peak MiB");
    let speed = |rounds: &[Round]| median(rounds.iter().map(|round| mails as f64 / round.wall.as_secs_f64()).collect());
    for (name, rounds) in [("intake, empty database", &empty), ("intake, many rows stored", &full)] {
        let cpu = median(rounds.iter().map(|round| round.cpu.as_secs_f64() * 1e3 / mails as f64).collect());
        let peak = median(rounds.iter().map(|round| round.peak as f64 / f64::from(1 << 20)).collect());
        println!("{name:<32} {:>12.0} {:>8.2} {cpu:>14.2} {peak:>10.1}", speed(rounds), speed(rounds) / speed(&empty));
    }
}

/// Claims of a hundred letters that are due, with few and with many waiting.
fn turns(rows: usize, rounds: usize) {
    println!("{:<32} {:>12} {:>12}", "", "p50 ms", "p99 ms");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let worlds: Vec<_> = [1_000, rows]
        .into_iter()
        .map(|waiting| {
            let folder = tempfile::tempdir().unwrap();
            let store = runtime.block_on(Store::init(&daemon::database(folder.path()), now())).unwrap();
            runtime.block_on(store.close());
            rows::fill(folder.path(), 1, waiting, Letters::Due);
            let store = runtime.block_on(Store::open(&daemon::database(folder.path()))).unwrap();
            (waiting, store, folder)
        })
        .collect();
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        for ((_, store, _), times) in worlds.iter().zip(&mut times) {
            times.extend(runtime.block_on(claims(store)));
        }
    }
    for ((waiting, _, _), times) in worlds.iter().zip(times) {
        let name = format!("turn of {TURN}, {waiting} waiting");
        println!("{name:<32} {:>12.2} {:>12.2}", quantile(times.clone(), 0.5), quantile(times, 0.99));
    }
}

async fn claims(store: &Store) -> Vec<f64> {
    let mut times = Vec::new();
    for _ in 0..TURNS {
        let begun = Instant::now();
        let mut tx = store.write(now()).await.unwrap();
        let claimed =
            tx.claim_letters("ukur", now() + TimeDelta::minutes(15), &[(1, "batang/email")], TURN).await.unwrap();
        tx.commit().await.unwrap();
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        assert_eq!(claimed.len() as i64, TURN);
    }
    let mut tx = store.write(now()).await.unwrap();
    tx.rescue_letters(Some("ukur")).await.unwrap();
    tx.commit().await.unwrap();
    times
}

/// From the start to the first look at the mailbox, after a kill in the middle of work.
fn start(rows: usize, rounds: usize) {
    let world = MailWorld::start(&[OFFICE]);
    let folder = tempfile::tempdir().unwrap();
    found(&world, folder.path());
    rows::fill(folder.path(), 1, rows, Letters::Accepted);
    rows::fill(folder.path(), rows + 1, rows / 10, Letters::Later);
    let mut ready = Vec::new();
    for _ in 0..=rounds {
        daemon::change(folder.path(), "UPDATE sources SET completed_at = NULL");
        let begun = Instant::now();
        let watched = Watched::start(daemon::program(folder.path()).arg("run"));
        let looked = || daemon::ask(folder.path(), "SELECT COUNT(*) FROM sources WHERE completed_at IS NOT NULL");
        until(PATIENCE, || (looked() == 1).then_some(())).expect("it works");
        ready.push(begun.elapsed().as_secs_f64());
        // Dropped, it is killed without a word.
        drop(watched);
    }
    let first = ready.remove(0);
    println!(
        "ready after a kill, {rows} rows and {} open letters: {:.3} s (the first start: {first:.3} s)",
        rows / 10,
        median(ready)
    );
}

fn found(world: &MailWorld, folder: &Path) {
    let mailboxes = [OFFICE.to_owned()];
    let office =
        Office { mailboxes: &mailboxes, mode: "hold", settle: "nothing", schedule: "1m", smtp_port: world.smtp_port() };
    daemon::found(world, folder, office);
}

/// A moment at which the letters of the past are due.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_763_000_000, 0).unwrap()
}

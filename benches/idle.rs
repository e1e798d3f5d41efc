//! Many mailboxes watched over TLS with nothing to do: memory and CPU of the daemon.
//!
//! `MAILBOXES=1000 SECONDS=10 cargo bench --bench idle`: 1, 100 and at last `MAILBOXES`.
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

use std::time::Duration;

use bench::contest::Watched;
use bench::daemon::{self, Office};
use bench::machine::{machine, setting};
use support::MailWorld;
use support::wait::until;

/// So long it may take until every mailbox was looked at once.
const PATIENCE: Duration = Duration::from_secs(300);
/// Buffers of the first look are given back, and IDLE has begun everywhere, after so long.
const SETTLING: Duration = Duration::from_secs(5);

fn main() {
    let (most, seconds) = (setting("MAILBOXES", 1_000), setting("SECONDS", 10));
    let mailboxes: Vec<String> = (0..most).map(|n| format!("kotak{n}@dinkes-batang.example")).collect();
    let world = MailWorld::start(&mailboxes.iter().map(String::as_str).collect::<Vec<_>>());
    println!("idle: {}", machine());
    println!("{:<12} {:>10} {:>12} {:>16} {:>14}", "mailboxes", "ready s", "RSS MiB", "KiB a mailbox", "CPU ms/s");
    let mut alone = None;
    for count in [1, 100, most] {
        let folder = tempfile::tempdir().unwrap();
        let office = Office {
            mailboxes: &mailboxes[..count.min(most)],
            mode: "hold",
            settle: "nothing",
            schedule: "10m",
            smtp_port: world.smtp_port(),
        };
        daemon::found(&world, folder.path(), office);
        let begun = std::time::Instant::now();
        let watched = Watched::start(daemon::program(folder.path()).arg("run"));
        let looked = || daemon::ask(folder.path(), "SELECT COUNT(*) FROM sources WHERE completed_at IS NOT NULL");
        until(PATIENCE, || (looked() == count as i64).then_some(())).expect("every mailbox was looked at");
        let ready = begun.elapsed().as_secs_f64();
        std::thread::sleep(SETTLING);
        let before = watched.cpu();
        std::thread::sleep(Duration::from_secs(seconds as u64));
        let cpu = (watched.cpu() - before).as_secs_f64() * 1e3 / seconds as f64;
        let resident = watched.resident().unwrap();
        let first = *alone.get_or_insert(resident);
        let each = resident.saturating_sub(first) as f64 / 1024.0 / (count.max(2) - 1) as f64;
        println!("{count:<12} {ready:>10.1} {:>12.1} {each:>16.1} {cpu:>14.2}", resident as f64 / 1_048_576.0);
        watched.stop();
    }
}

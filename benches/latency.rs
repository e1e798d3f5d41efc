//! From the moment a citizen's mail is accepted to the moment the officer's server takes the letter, beside a bare
//! client that only sits in IDLE on the same mailbox.
//!
//! `MAILS=200 GAP=2000 cargo bench --bench latency`. Mails come at random gaps of up to `GAP` milliseconds. What counts
//! is the difference: Dovecot itself waits up to half a second before it tells anybody; with gaps shorter than that it
//! measures chance, since what a mail waits for then depends on when each client's own half second began. After news
//! the daemon asks for more by itself, so a mail that comes close behind another is often seen sooner than by the bare
//! client: then the difference is below zero. `SETTLE='flag:$Penghubung'`: our flags wake the bare client too, which
//! then sees a mail sooner than it would alone.
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

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use bench::contest::{Watched, can_count_fsyncs, quantile, traced_fsyncs};
use bench::daemon::{self, Office};
use bench::machine::{machine, setting};
use bench::sink::Sink;
use support::MailWorld;
use support::smtp::Smtp;
use support::tls::connect_secure;
use support::wait::until;

const OFFICE: &str = "pengaduan@dinkes-batang.example";
/// Mails a connection: Exim ends it after a thousand.
const SHARE: usize = 500;
/// After the last mail everything has come within this time, or is missed.
const PATIENCE: Duration = Duration::from_secs(30);

fn main() {
    let (mails, gap) = (setting("MAILS", 200), setting("GAP", 2_000));
    println!("latency: {}\n{mails} mails at random gaps up to {gap} ms", machine());
    let world = MailWorld::start(&[OFFICE]);
    let sink = Sink::open();
    let folder = tempfile::tempdir().unwrap();
    let mailboxes = [OFFICE.to_owned()];
    let office =
        Office { mailboxes: &mailboxes, mode: "live", settle: &settle(), schedule: "1m", smtp_port: sink.port };
    daemon::found(&world, folder.path(), office);
    let watched = Watched::start(daemon::program(folder.path()).arg("run"));
    until(PATIENCE, || is_watching(folder.path()).then_some(())).expect("the daemon watches");
    let seen = watch(&world);
    thread::sleep(Duration::from_secs(1));
    let before = watched.cpu();
    let accepted = post(&world, mails, gap);
    until(PATIENCE, || (letters(&sink).len() == mails).then_some(()));
    let cpu = (watched.cpu() - before).as_secs_f64() * 1e3 / mails as f64;
    watched.stop();
    report(&accepted, &seen.lock().unwrap(), &letters(&sink));
    println!("CPU of the daemon: {cpu:.2} ms for each lone mail, both letters sent");
    if can_count_fsyncs() && std::env::var_os("PROFILE").is_none() {
        let few = mails.min(20);
        let (without, with) = (fsyncs(0, gap), fsyncs(few, gap));
        println!("fsyncs: {:.2} for each lone mail, of {few}", with.saturating_sub(without) as f64 / few as f64);
    }
}

/// How often a daemon that has nothing else to do asks the disk to be safe while so many mails come; strace makes it
/// slow.
fn fsyncs(mails: usize, gap: usize) -> usize {
    let (world, sink, folder) = (MailWorld::start(&[OFFICE]), Sink::open(), tempfile::tempdir().unwrap());
    let mailboxes = [OFFICE.to_owned()];
    let (settle, smtp_port) = (settle(), sink.port);
    let office = Office { mailboxes: &mailboxes, mode: "live", settle: &settle, schedule: "1m", smtp_port };
    daemon::found(&world, folder.path(), office);
    let mut command = daemon::program(folder.path());
    traced_fsyncs(command.arg("run"), folder.path(), || {
        until(PATIENCE, || is_watching(folder.path()).then_some(())).expect("the daemon watches");
        post(&world, mails, gap);
        until(PATIENCE, || (letters(&sink).len() == mails).then_some(()));
        thread::sleep(Duration::from_secs(1));
    })
}

fn settle() -> String {
    std::env::var("SETTLE").unwrap_or_else(|_| "nothing".to_owned())
}

fn is_watching(folder: &Path) -> bool {
    daemon::ask(folder, "SELECT COUNT(*) FROM sources WHERE completed_at IS NOT NULL") == 1
}

/// The code of a mail, in letters: numbers may be masked.
fn code(n: usize) -> String {
    let letter = |place: u32| char::from(b'a' + (n / 20_usize.pow(place) % 20) as u8);
    format!("kode q{}{}{}{}x", letter(3), letter(2), letter(1), letter(0))
}

/// Posts the mails with pauses of up to `gap` milliseconds and says when each was accepted.
fn post(world: &MailWorld, mails: usize, gap: usize) -> Vec<Instant> {
    let mut smtp = Smtp::plain(world.smtp_port());
    let post = |n: usize| {
        if n % SHARE == SHARE - 1 {
            smtp = Smtp::plain(world.smtp_port());
        }
        thread::sleep(Duration::from_millis(gap as u64).mul_f64(rand::random()));
        let mail = format!(
            "From: Warga <warga{n}@warga.example>\r\nTo: {OFFICE}\r\nSubject: Antrean loket\r\n\
             Message-ID: <l{n}@warga.example>\r\nDate: Mon, 16 Nov 2026 09:41:00 +0700\r\n\r\n\
             Yth. Dinas,\r\n{code}\r\nSaya antre lama di loket Puskesmas Bandar I sejak pagi.\r\n",
            code = code(n),
        );
        smtp.send(&format!("warga{n}@warga.example"), OFFICE, mail.as_bytes()).unwrap();
        Instant::now()
    };
    (0..mails).map(post).collect()
}

/// A bare client in IDLE: when it saw the first, the second, … mail.
fn watch(world: &MailWorld) -> Arc<Mutex<Vec<Instant>>> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let mut stream = BufReader::new(connect_secure(world.imap_port(), &world.ca_file()).unwrap());
    let login = format!("a LOGIN \"{OFFICE}\" \"{}\"\r\nb SELECT INBOX\r\nc IDLE\r\n", world.password(OFFICE));
    thread::spawn(move || {
        stream.get_mut().write_all(login.as_bytes()).unwrap();
        stream.get_mut().flush().unwrap();
        let mut line = String::new();
        while stream.read_line(&mut line).is_ok_and(|n| n > 0) {
            let now = Instant::now();
            let exists = line.trim_end().strip_prefix("* ").and_then(|rest| rest.strip_suffix(" EXISTS"));
            if let Some(count) = exists.and_then(|count| count.parse::<usize>().ok()) {
                kept.lock().unwrap().resize(count, now);
            }
            line.clear();
        }
    });
    seen
}

/// The letters to officers so far: the code of the mail each is about.
fn letters(sink: &Sink) -> HashMap<String, Instant> {
    let mut letters = HashMap::new();
    for taken in sink.look() {
        let text = String::from_utf8_lossy(&taken.content).into_owned();
        let code = text.find("kode q").and_then(|at| text.get(at..at + code(0).len()));
        if let Some(code) = code.filter(|_| !taken.recipient.ends_with("@warga.example")) {
            letters.insert(code.to_owned(), taken.at);
        }
    }
    letters
}

fn report(accepted: &[Instant], seen: &[Instant], letters: &HashMap<String, Instant>) {
    let since = |accepted: &Instant, at: &Instant| at.saturating_duration_since(*accepted).as_secs_f64() * 1e3;
    let idle: Vec<f64> = accepted.iter().zip(seen).map(|(accepted, seen)| since(accepted, seen)).collect();
    let ours: Vec<f64> =
        (0..accepted.len()).filter_map(|n| Some(since(&accepted[n], letters.get(&code(n))?))).collect();
    let on_top: Vec<f64> = (0..seen.len().min(accepted.len()))
        .filter_map(|n| Some(since(&accepted[n], letters.get(&code(n))?) - since(&accepted[n], &seen[n])))
        .collect();
    println!("{:<36} {:>8} {:>8} {:>8}", "ms after acceptance", "p50", "p99", "missed");
    for (name, values) in [("seen by a bare client in IDLE", idle), ("letter taken by the officer's server", ours)] {
        let missed = accepted.len() - values.len();
        println!("{name:<36} {:>8.0} {:>8.0} {missed:>8}", quantile(values.clone(), 0.5), quantile(values, 0.99));
    }
    println!("{:<36} {:>8.1} {:>8.1}", "on top", quantile(on_top.clone(), 0.5), quantile(on_top, 0.99));
}

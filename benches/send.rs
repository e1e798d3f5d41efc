//! Letters out: the daemon's outbox through its relay, beside a bare pipelined sender that writes nothing down.
//!
//! `MAILS=1000 ROUNDS=5 cargo bench --bench send`. The mails are taken in once with mode `hold` and every letter
//! released; each round puts that outbox back and lets the daemon send it, and then the bare sender sends the very same
//! letters to the same server, over one connection and over as many as the daemon has. The servers, in turn: one in
//! this process that only counts, Postfix's `smtp-sink`, and Exim, which makes each letter safe as an office's relay
//! does. For each letter the daemon makes two facts durable: that it is being sent, and that it was taken.
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

use std::time::{Duration, Instant};

use bench::contest::{Watched, can_count_fsyncs, median, traced_fsyncs};
use bench::daemon::{self, Office};
use bench::machine::{machine, setting};
use bench::mailbox::fill;
use bench::sink::{Sink, Taken, bare_senders};
use bench::takers::Taker;
use support::MailWorld;
use support::wait::until;

const OFFICE: &str = "pengaduan@dinkes-batang.example";
const PATIENCE: Duration = Duration::from_secs(300);
/// How often the outbox is looked into while the daemon empties it.
const GLANCE: Duration = Duration::from_millis(20);
const OPEN: &str = "SELECT COUNT(*) FROM letters WHERE phase IN ('ready', 'intended', 'sending', 'unclear') \
                    AND kind IN ('receipt', 'disposisi')";

fn main() {
    let (mails, rounds) = (setting("MAILS", 1000), setting("ROUNDS", 5));
    println!("send: {}\n{mails} mails, {rounds} rounds", machine());
    let world = MailWorld::start(&[OFFICE]);
    fill(&world, OFFICE, mails);
    let sink = Sink::open();
    let outbox = Outbox::queued(&world, sink.port);
    let letters = outbox.letters(&sink);
    let bytes: usize = letters.iter().map(|letter| letter.content.len()).sum();
    println!("{} letters, mean {} KB", letters.len(), bytes / letters.len() / 1000);
    println!("{:<44} {:>10} {:>7} {:>7} {:>14}", "", "letters/s", "of one", "of four", "CPU ms/letter");
    let own = Taker::at("a server that only counts", sink.port);
    for taker in [Some(own), Taker::postfix(), Some(Taker::exim())].into_iter().flatten() {
        contest(&outbox, &taker, &letters, rounds, || drop(sink.take()));
    }
    if can_count_fsyncs() {
        let count = outbox.fsyncs(sink.port) as f64 / letters.len() as f64;
        println!("fsyncs a letter: {count:.3}");
    } else {
        println!("fsyncs are not counted: there is no strace");
    }
}

/// The daemon and the bare sender in turn, to one server.
fn contest(outbox: &Outbox, taker: &Taker, letters: &[Taken], rounds: usize, forget: impl Fn()) {
    let (mut ours, mut one, mut four, mut cpu) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let (speed, spent) = outbox.sent(taker.port);
        ours.push(speed);
        cpu.push(spent.as_secs_f64() * 1e3 / letters.len() as f64);
        forget();
        for (connections, figures) in [(1, &mut one), (daemon::CONNECTIONS, &mut four)] {
            let begun = Instant::now();
            bare_senders(taker.port, letters, connections).unwrap();
            figures.push(letters.len() as f64 / begun.elapsed().as_secs_f64());
            forget();
        }
    }
    // The ratio of each round by itself: speeds drift from minute to minute.
    let ratio = |to: &[f64]| median(ours.iter().zip(to).map(|(ours, to)| ours / to).collect());
    let (of_one, of_four) = (ratio(&one), ratio(&four));
    println!("{}", taker.name);
    println!("{:<44} {:>10.0}", "  bare sender, one connection", median(one));
    println!("{:<44} {:>10.0}", "  bare sender, four", median(four));
    println!(
        "{:<44} {:>10.0} {of_one:>7.2} {of_four:>7.2} {:>14.2}",
        "  penghubung run, four",
        median(ours),
        median(cpu)
    );
}

/// The folder of a daemon whose letters are all ready, and a copy of its database to put back.
struct Outbox {
    folder: tempfile::TempDir,
    letters: usize,
}

impl Outbox {
    /// Takes the mails in and leaves every letter ready.
    fn queued(world: &MailWorld, port: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mailboxes = [OFFICE.to_owned()];
        let office = Office { mailboxes: &mailboxes, mode: "hold", settle: "nothing", schedule: "1h", smtp_port: port };
        daemon::found(world, folder.path(), office);
        let run = daemon::program(folder.path()).args(["run", "--once"]).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        daemon::change(
            folder.path(),
            "UPDATE letters SET phase = 'ready', last_fault = NULL WHERE phase = 'held' AND kind IN ('receipt', 'disposisi')",
        );
        daemon::change(folder.path(), "PRAGMA wal_checkpoint(TRUNCATE)");
        let letters = usize::try_from(daemon::ask(folder.path(), OPEN)).unwrap();
        std::fs::copy(folder.path().join(daemon::FILE), folder.path().join("kept.db")).unwrap();
        let file = folder.path().join("penghubung.toml");
        let text = std::fs::read_to_string(&file).unwrap().replace("mode = \"hold\"", "mode = \"live\"");
        std::fs::write(&file, text).unwrap();
        Self { folder, letters }
    }

    /// Puts the outbox back as it was; letters then go to `port`.
    fn put_back(&self, port: u16) {
        let folder = self.folder.path();
        for beside in ["penghubung.db-wal", "penghubung.db-shm"] {
            drop(std::fs::remove_file(folder.join(beside)));
        }
        std::fs::copy(folder.join("kept.db"), folder.join(daemon::FILE)).unwrap();
        let file = folder.join("penghubung.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        let (before, relay) = text.split_once("[[relay]]").unwrap();
        let is_port = |line: &str| line.starts_with("port = ");
        let relay: Vec<String> =
            relay.lines().map(|line| if is_port(line) { format!("port = {port}") } else { line.to_owned() }).collect();
        std::fs::write(&file, format!("{before}[[relay]]{}\n", relay.join("\n"))).unwrap();
    }

    fn until_empty(&self) {
        let empty = || {
            std::thread::sleep(GLANCE);
            (daemon::ask(self.folder.path(), OPEN) == 0).then_some(())
        };
        until(PATIENCE, empty).expect("every letter was sent");
    }

    /// Sends all once. Letters a second between the first and the last outcome written down, and processor time of all.
    fn sent(&self, port: u16) -> (f64, Duration) {
        self.put_back(port);
        let watched = Watched::start(daemon::program(self.folder.path()).arg("run"));
        self.until_empty();
        let cpu = watched.cpu();
        watched.stop();
        let ask = |sql| daemon::ask(self.folder.path(), sql) as f64;
        let time = ask("SELECT MAX(done_at) - MIN(done_at) FROM letters WHERE kind IN ('receipt', 'disposisi')");
        // The clock runs from the first ones written down, so those do not count.
        let count = ask("SELECT COUNT(*) FROM letters WHERE kind IN ('receipt', 'disposisi') AND done_at > \
                         (SELECT MIN(done_at) FROM letters WHERE kind IN ('receipt', 'disposisi'))");
        (count / (time / 1e6), cpu)
    }

    /// The letters themselves, each once.
    fn letters(&self, sink: &Sink) -> Vec<Taken> {
        self.sent(sink.port);
        let letters = sink.take();
        assert_eq!(twice(&letters), Vec::<String>::new());
        assert!(letters.len() >= self.letters);
        letters
    }

    /// How often the disk is asked to be safe while all are sent.
    fn fsyncs(&self, port: u16) -> usize {
        self.put_back(port);
        traced_fsyncs(daemon::program(self.folder.path()).arg("run"), self.folder.path(), || self.until_empty())
    }
}

/// Message-IDs that came more than once.
fn twice(letters: &[Taken]) -> Vec<String> {
    let mut ids: Vec<String> = letters.iter().filter_map(message_id).collect();
    ids.sort();
    ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()).collect()
}

fn message_id(letter: &Taken) -> Option<String> {
    let head = letter.content.split(|byte| *byte == b'\n').take_while(|line| line.len() > 1);
    let mut ids = head.filter_map(|line| line.strip_prefix(b"Message-ID: "));
    ids.next().map(|id| String::from_utf8_lossy(id).into_owned())
}

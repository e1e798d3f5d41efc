//! The same mails into helpdesks that people use: django-mailbox (stores only) and django-helpdesk, each in turn with
//! the daemon on a mailbox of its own, since both empty theirs. Mails a second, CPU for each mail, medians, one run.
//!
//! `make bench-tools` makes the Python environment that they run in; `HELPDESKS` names another. Sizes: `MAILS`, `ROUNDS`.
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

use std::path::{Path, PathBuf};
use std::process::Command;

use bench::contest::{Round, measure, median};
use bench::daemon::{self, Office};
use bench::machine::{machine, setting};
use bench::mailbox::fill;
use support::MailWorld;

/// Settings and the script that founds their database.
const DJANGO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/helpdesk");

/// One way of taking the mails in.
struct Contender {
    name: &'static str,
    /// Everything that is not measured, and the command that is.
    command: fn(&MailWorld, &str, &Path) -> Command,
    /// How many mails a round left there.
    taken: fn(&Path) -> i64,
}

/// Ratios are ours to theirs.
const CONTENDERS: [Contender; 3] = [
    Contender {
        name: "django-mailbox",
        command: |world, user, folder| django(world, user, folder, "getmail"),
        taken: |folder| daemon::ask_at(&folder.join("django.db"), "SELECT COUNT(*) FROM django_mailbox_message"),
    },
    Contender {
        name: "django-helpdesk",
        command: |world, user, folder| django(world, user, folder, "get_email"),
        taken: |folder| daemon::ask_at(&folder.join("django.db"), "SELECT COUNT(*) FROM helpdesk_followup"),
    },
    Contender {
        name: "penghubung run --once",
        command: ours,
        taken: |folder| i64::try_from(daemon::complaints(folder)).unwrap(),
    },
];

fn main() {
    let (mails, rounds) = (setting("MAILS", 300), setting("ROUNDS", 5));
    let boxes: Vec<String> =
        (0..rounds * CONTENDERS.len()).map(|n| format!("kotak{n}@dinkes-batang.example")).collect();
    let world = MailWorld::start(&boxes.iter().map(String::as_str).collect::<Vec<_>>());
    let bytes: usize = boxes.iter().map(|user| fill(&world, user, mails)).sum();
    println!(
        "helpdesks: {}\n{mails} mails, mean {} KB, {rounds} rounds",
        machine(),
        bytes / boxes.len() / mails / 1_000
    );
    let mut figures: Vec<Vec<Round>> = CONTENDERS.iter().map(|_| Vec::new()).collect();
    for turn in boxes.chunks(CONTENDERS.len()) {
        for ((contender, user), figures) in CONTENDERS.iter().zip(turn).zip(&mut figures) {
            let folder = tempfile::tempdir().unwrap();
            let mut command = (contender.command)(&world, user, folder.path());
            figures.push(measure(&mut command, None));
            let taken = (contender.taken)(folder.path());
            assert!(taken >= i64::try_from(mails).unwrap(), "{} took {taken} of {mails} mails", contender.name);
        }
    }
    let speed = |rounds: &[Round]| median(rounds.iter().map(|round| mails as f64 / round.wall.as_secs_f64()).collect());
    let ours = speed(figures.last().unwrap());
    println!("{:<24} {:>10} {:>14} {:>14}", "", "mails/s", "ours to it", "CPU ms/mail");
    for (contender, rounds) in CONTENDERS.iter().zip(&figures) {
        let cpu = median(rounds.iter().map(|round| round.cpu.as_secs_f64() * 1e3 / mails as f64).collect());
        let (speed, ratio) = (speed(rounds), ours / speed(rounds));
        println!("{:<24} {speed:>10.1} {ratio:>14.1} {cpu:>14.2}", contender.name);
    }
}

/// The environment with both helpdesks in it.
fn python() -> PathBuf {
    let built = Path::new(env!("CARGO_BIN_EXE_penghubung")).parent().and_then(Path::parent).unwrap();
    let home = std::env::var_os("HELPDESKS").map_or(built.join("helpdesks"), PathBuf::from);
    let python = home.join("bin/python");
    assert!(python.exists(), "{} is not there: make bench-tools", python.display());
    python
}

fn django(world: &MailWorld, user: &str, folder: &Path, task: &str) -> Command {
    let in_django = || {
        let mut command = Command::new(python());
        command.env("PYTHONPATH", DJANGO).env("PYTHONDONTWRITEBYTECODE", "1");
        command.env("DJANGO_SETTINGS_MODULE", "settings").env("BENCH_FOLDER", folder);
        command
    };
    let (port, password) = (world.imap_port().to_string(), world.password(user));
    let script = format!("{DJANGO}/prepare.py");
    let made = in_django().args([&script, &port, user, &password]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut command = in_django();
    command.args(["-m", "django", task]);
    command
}

/// The daemon with an office of its own.
fn ours(world: &MailWorld, user: &str, folder: &Path) -> Command {
    let mailboxes = [user.to_owned()];
    let settle = "flag:$Penghubung";
    let office = Office { mailboxes: &mailboxes, mode: "hold", settle, schedule: "1m", smtp_port: world.smtp_port() };
    daemon::found(world, folder, office);
    let mut command = daemon::program(folder);
    command.args(["run", "--once"]);
    command
}

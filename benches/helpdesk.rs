//! The same mails into helpdesks that people use: django-mailbox (stores only), django-helpdesk, Roundup and RT 5, each
//! in turn with the daemon on a mailbox of its own, since some empty theirs. Mails a second, CPU for each mail,
//! medians, one run.
//!
//! `make bench-tools` makes the Python environment that they run in (`HELPDESKS` names another) and installs RT, which
//! is left out, and said to be, where Debian's packages are not there. Sizes: `MAILS`, `ROUNDS`; RT and Roundup get
//! fewer.
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
use support::server::free_ports;

/// Settings and scripts that found their databases.
const HELPDESKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/helpdesk");

/// One way of taking the mails in.
struct Contender {
    name: &'static str,
    /// Of so many mails of the others it gets one: at two mails a second nobody waits for all.
    one_of: usize,
    /// What must be there for it, where it is not part of the Python environment.
    needs: Option<&'static str>,
    /// Everything that is not measured, and the command that is.
    command: fn(&MailWorld, &str, &Path) -> Command,
    /// How many mails a round left there.
    taken: fn(&Path) -> i64,
}

/// RT's own server, of `rt5-standalone`.
const RT: &str = "/usr/share/request-tracker5/libexec/rt-server";

/// Ratios are ours to theirs.
const CONTENDERS: [Contender; 5] = [
    Contender {
        name: "django-mailbox",
        one_of: 1,
        needs: None,
        command: |world, user, folder| django(world, user, folder, "getmail"),
        taken: |folder| daemon::ask_at(&folder.join("django.db"), "SELECT COUNT(*) FROM django_mailbox_message"),
    },
    Contender {
        name: "django-helpdesk",
        one_of: 1,
        needs: None,
        command: |world, user, folder| django(world, user, folder, "get_email"),
        taken: |folder| daemon::ask_at(&folder.join("django.db"), "SELECT COUNT(*) FROM helpdesk_followup"),
    },
    Contender {
        name: "Roundup",
        one_of: 3,
        needs: None,
        command: roundup,
        taken: |folder| daemon::ask_at(&folder.join("db/db"), "SELECT COUNT(*) FROM _msg"),
    },
    Contender {
        name: "RT 5",
        one_of: 10,
        needs: Some(RT),
        command: rt,
        taken: |folder| daemon::ask_at(&folder.join("rt.db"), "SELECT COUNT(*) FROM Tickets"),
    },
    Contender {
        name: "penghubung run --once",
        one_of: 1,
        needs: None,
        command: ours,
        taken: |folder| i64::try_from(daemon::complaints(folder)).unwrap(),
    },
];

fn main() {
    let (mails, rounds) = (setting("MAILS", 300), setting("ROUNDS", 5));
    let (here, absent): (Vec<&Contender>, Vec<&Contender>) =
        CONTENDERS.iter().partition(|contender| contender.needs.is_none_or(|needs| Path::new(needs).exists()));
    let boxes: Vec<String> = (0..rounds * here.len()).map(|n| format!("kotak{n}@dinkes-batang.example")).collect();
    let world = MailWorld::start(&boxes.iter().map(String::as_str).collect::<Vec<_>>());
    let mut bytes = 0;
    let mut figures: Vec<Vec<Round>> = here.iter().map(|_| Vec::new()).collect();
    for turn in boxes.chunks(here.len()) {
        for ((contender, user), figures) in here.iter().zip(turn).zip(&mut figures) {
            let given = mails / contender.one_of;
            bytes += fill(&world, user, given) / given;
            let folder = tempfile::tempdir().unwrap();
            let mut command = (contender.command)(&world, user, folder.path());
            figures.push(measure(&mut command, None));
            let taken = (contender.taken)(folder.path());
            assert!(taken >= i64::try_from(given).unwrap(), "{} took {taken} of {given} mails", contender.name);
        }
    }
    println!("helpdesks: {}\n{mails} mails, mean {} KB, {rounds} rounds", machine(), bytes / boxes.len() / 1_000);
    print(&here, &figures, mails);
    for contender in absent {
        println!("{:<24} not here: {} is missing (make bench-tools)", contender.name, contender.needs.unwrap());
    }
}

/// A line a contender; the last of them is ours.
fn print(contenders: &[&Contender], figures: &[Vec<Round>], mails: usize) {
    let each = |contender: &Contender, rounds: &[Round], of: fn(&Round) -> f64| {
        median(rounds.iter().map(|round| of(round) / (mails / contender.one_of) as f64).collect())
    };
    let wall = |contender: &Contender, rounds: &[Round]| each(contender, rounds, |round| round.wall.as_secs_f64());
    let ours = wall(contenders.last().unwrap(), figures.last().unwrap());
    println!("{:<24} {:>6} {:>10} {:>14} {:>14}", "", "mails", "mails/s", "ours to it", "CPU ms/mail");
    for (contender, rounds) in contenders.iter().zip(figures) {
        let (given, wall) = (mails / contender.one_of, wall(contender, rounds));
        let cpu = each(contender, rounds, |round| round.cpu.as_secs_f64() * 1e3);
        println!("{:<24} {given:>6} {:>10.1} {:>14.1} {cpu:>14.2}", contender.name, 1.0 / wall, wall / ours);
    }
}

/// The environment with the Python helpdesks in it.
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
        command.env("PYTHONPATH", HELPDESKS).env("PYTHONDONTWRITEBYTECODE", "1");
        command.env("DJANGO_SETTINGS_MODULE", "settings").env("BENCH_FOLDER", folder);
        command
    };
    let (port, password) = (world.imap_port().to_string(), world.password(user));
    let script = format!("{HELPDESKS}/prepare.py");
    founded(in_django().args([&script, &port, user, &password]));
    let mut command = in_django();
    command.args(["-m", "django", task]);
    command
}

/// Roundup's mail gateway, on a tracker of its own.
fn roundup(world: &MailWorld, user: &str, folder: &Path) -> Command {
    let script = |task: &str| {
        let mut command = Command::new(python());
        command.arg(format!("{HELPDESKS}/tracker.py")).arg(task).arg(folder);
        command
    };
    founded(&mut script("found"));
    let mut command = script("fetch");
    command.args([&world.imap_port().to_string(), user, &world.password(user)]);
    command
}

/// RT with its own server, whose start is measured with it: two seconds of a minute.
fn rt(world: &MailWorld, user: &str, folder: &Path) -> Command {
    let [port] = free_ports().map(|port| port.to_string());
    let script = |task: &str| {
        let mut command = Command::new("sh");
        command.arg(format!("{HELPDESKS}/rt.sh")).arg(task).arg(folder).arg(&port);
        command
    };
    founded(&mut script("found"));
    let mut command = script("fetch");
    command.args([&world.imap_port().to_string(), user, &world.password(user)]);
    command
}

fn founded(command: &mut Command) {
    let made = command.output().unwrap();
    assert!(made.status.success(), "{command:?}: {}", String::from_utf8_lossy(&made.stderr));
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

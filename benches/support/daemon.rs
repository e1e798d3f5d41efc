//! The daemon as a contender: an office in a fresh folder, its database made, and the command that runs it.
//!
//! In: the mail world, a fresh folder, mailboxes, a mode. Out: commands, and what the database says afterwards.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use sqlx::{Connection as _, Row as _};

use crate::support::MailWorld;

/// The shipped configuration.
const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config");

/// The database in the folder of a daemon.
pub const FILE: &str = "penghubung.db";

/// Connections to the relay.
pub const CONNECTIONS: usize = 4;

/// What an office looks like here.
#[derive(Debug, Clone, Copy)]
pub struct Office<'a> {
    /// The mailboxes, all of the office of Batang.
    pub mailboxes: &'a [String],
    /// `hold` or `live`.
    pub mode: &'a str,
    /// What the server is told: `nothing`, `flag:$Penghubung`.
    pub settle: &'a str,
    /// How often each mailbox is polled beside IDLE.
    pub schedule: &'a str,
    /// Where letters go.
    pub smtp_port: u16,
}

/// The daemon as it was built with the bench.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_penghubung");

/// Writes the configuration into `folder` and makes the database.
pub fn found(world: &MailWorld, folder: &Path, office: Office<'_>) {
    found_by(PROGRAM, world, folder, office);
}

/// The same with another build of the daemon.
pub fn found_by(program: &str, world: &MailWorld, folder: &Path, office: Office<'_>) {
    fs::write(folder.join("penghubung.toml"), main_file(world, folder, office)).unwrap();
    let made = Command::new(program).arg("--config").arg(folder.join("penghubung.toml")).arg("init").output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// The daemon's program with the configuration in `folder`; under a profiler where the environment names one:
/// `PROFILE='perf record -g -o /tmp/perf.data' ROUNDS=1`.
pub fn program(folder: &Path) -> Command {
    program_of(PROGRAM, folder)
}

/// The same for another build of the daemon.
pub fn program_of(program: &str, folder: &Path) -> Command {
    let profiler = std::env::var("PROFILE").unwrap_or_default();
    let mut words = profiler.split_whitespace();
    let mut command = match words.next() {
        None => Command::new(program),
        Some(profiler) => {
            let mut command = Command::new(profiler);
            command.args(words).arg(program);
            command
        }
    };
    command.arg("--config").arg(folder.join("penghubung.toml"));
    command
}

/// The address of the database in `folder`.
pub fn database(folder: &Path) -> String {
    format!("sqlite://{}", folder.join(FILE).display())
}

/// One number that the database in `folder` gives.
pub fn ask(folder: &Path, sql: &'static str) -> i64 {
    ask_at(&folder.join(FILE), sql)
}

/// One number that a SQLite file gives.
pub fn ask_at(file: &Path, sql: &'static str) -> i64 {
    with_database(file, async |database| sqlx::query(sql).fetch_one(database).await.unwrap().try_get(0).unwrap())
}

/// Changes rows behind the daemon's back, while it does not run.
pub fn change(folder: &Path, sql: &'static str) {
    with_database(&folder.join(FILE), async |database| {
        sqlx::query(sql).execute(database).await.unwrap();
    });
}

fn with_database<T>(file: &Path, work: impl AsyncFnOnce(&mut sqlx::AnyConnection) -> T) -> T {
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut database = sqlx::AnyConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        sqlx::query("PRAGMA busy_timeout = 30000").execute(&mut database).await.unwrap();
        let result = work(&mut database).await;
        database.close().await.unwrap();
        result
    })
}

/// How many complaints were opened, each with its letters.
pub fn complaints(folder: &Path) -> usize {
    usize::try_from(ask(folder, "SELECT COUNT(DISTINCT complaint) FROM letters WHERE kind = 'disposisi'")).unwrap()
}

fn main_file(world: &MailWorld, folder: &Path, office: Office<'_>) -> String {
    let mut text = format!(
        "offices = [\"batang\"]\noffices_dir = \"{SHIPPED}/offices\"\nletters_dir = \"{SHIPPED}/letters\"\n\
         holidays_dir = \"{SHIPPED}/holidays\"\nlexicon_dir = \"{SHIPPED}/lexicon\"\n\n\
         [installation]\nid = \"ukur-1\"\nmode = \"{mode}\"\n\n[database]\nurl = \"{database}\"\n\n\
         [log]\norigin = \"uji.example/penghubung/log1\"\nkey_file = \"log.key\"\nexport_dir = \"export\"\n\n\
         [letters]\nown_domain = \"dinkes.example\"\nprose_answers = \"send\"\n\n[alarm]\nto = [\"admin@dinkes.example\"]\n",
        mode = office.mode,
        database = database(folder),
    );
    for (number, mailbox) in office.mailboxes.iter().enumerate() {
        let secret = folder.join(format!("secret-{number}"));
        fs::write(&secret, world.password(mailbox)).unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
        write!(
            text,
            "\n[[mailbox]]\nname = \"kotak{number}\"\noffice = \"batang\"\nhost = \"127.0.0.1\"\nport = {port}\n\
             user = \"{mailbox}\"\npassword_file = \"{secret}\"\nca_file = \"{ca}\"\nca_only = true\nsettle = \"{settle}\"\n\
             schedule = \"{schedule}\"\nanswer_mail_since = \"2020-01-01\"\n",
            port = world.imap_port(),
            secret = secret.display(),
            ca = world.ca_file().display(),
            settle = office.settle,
            schedule = office.schedule,
        )
        .unwrap();
    }
    let sender = &office.mailboxes[0];
    write!(
        text,
        "\n[[relay]]\nname = \"relai\"\nsender = \"{sender}\"\nsenders = {{ batang = \"{sender}\" }}\nhost = \"127.0.0.1\"\n\
         port = {port}\nsecurity = \"plain-loopback\"\nhello_name = \"dinkes.example\"\nrate = \"600000/min\"\nconnections = {CONNECTIONS}\n",
        port = office.smtp_port,
    )
    .unwrap();
    text
}

//! Configuration: files in, checked values out, every fault at once.
//!
//! ```text
//!  penghubung.toml ── read ──▶ main_file ── check ──▶ Config ──▶ daemon
//!  offices/ holidays/ letters/ lexicon/ ── books ──────┘  └──▶ explain, due (without the main file)
//! ```
//! Nothing here connects to anything; `check --online` does that with what comes out of here.

mod across;
pub mod books;
pub mod calendar;
mod check;
pub mod citizen;
pub mod diagnostics;
pub mod digest;
pub mod endpoint;
mod forms;
pub mod gateway;
pub mod http;
pub mod lapor;
pub mod letters;
pub mod lexicon;
pub mod mailbox;
mod main_checks;
mod main_file;
pub mod nearest;
pub mod office;
pub mod page;
pub mod problem;
pub mod quantity;
pub mod read;
pub mod relay;
pub mod routines;
pub mod rules;
pub mod schedule;
pub mod secrets;
pub mod settings;
pub mod standards;
mod told;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

pub use books::{Books, Places};
pub use check::looks_like_address;
pub use endpoint::{Endpoint, Security, Trust};
pub use gateway::{GatewayConfig, GatewayKind, ListenerConfig};
pub use lapor::{LaporConfig, LaporMode, LaporWrite};
pub use mailbox::{MailboxConfig, Settle};
pub use page::PageConfig;
pub use problem::Problem;
pub use relay::{Login, RelayConfig, relay_of};
pub use settings::{Database, Installation, LetterSettings, LogSettings, Mode, ProseAnswers, WhenUnclear};

use check::Check;
use main_file::MainFile;

/// Which secrets a caller needs. What is not needed is neither read nor required to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrets {
    /// All: `run`, `check --online`.
    Needed,
    /// Only the database's: `status`, `init`, `log verify`.
    DatabaseOnly,
    /// None: `check` on a desk. Files that are there are looked at, not read: one that is open to everybody is a fault.
    NotNeeded,
}

impl Secrets {
    fn of_mail(self) -> bool {
        match self {
            Self::Needed => true,
            Self::DatabaseOnly | Self::NotNeeded => false,
        }
    }

    fn of_database(self) -> bool {
        match self {
            Self::Needed | Self::DatabaseOnly => true,
            Self::NotNeeded => false,
        }
    }
}

/// Everything that is configured, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The main file.
    pub file: PathBuf,
    /// Who this daemon is.
    pub installation: Installation,
    /// Where the queue is kept.
    pub database: Database,
    /// The tamper-evident log.
    pub log: LogSettings,
    /// The offices and their letters.
    pub books: Books,
    /// Mailboxes to read.
    pub mailboxes: Vec<MailboxConfig>,
    /// Relays that take our mail; each enabled office has one.
    pub relays: Vec<RelayConfig>,
    /// Ways to telephones; an office has at most one by SMS and one by WhatsApp.
    pub gateways: Vec<GatewayConfig>,
    /// Where gateways push to.
    pub listener: Option<ListenerConfig>,
    /// Accounts at SP4N-LAPOR!; an office has at most one.
    pub lapor: Vec<LaporConfig>,
    /// Pages that take texts by HTTP; a posting has at most one.
    pub pages: Vec<PageConfig>,
    /// How letters are made.
    pub letters: LetterSettings,
    /// Who is told when the bridge itself is ill.
    pub alarm_to: Vec<String>,
}

impl Config {
    /// Reads and checks the main file and all it names. Credentials come from `$CREDENTIALS_DIRECTORY`.
    ///
    /// # Errors
    /// Every fault of every file, sorted by file and line. A caller that reloads keeps what it had.
    pub fn load(path: &Path, want: Secrets) -> Result<Self, Vec<Problem>> {
        let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
        Self::load_with(path, want, credentials.as_deref())
    }

    /// The same with the directory of systemd's credentials given.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn load_with(path: &Path, want: Secrets, credentials: Option<&Path>) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let config = read::read_partly::<MainFile>(path, &mut problems).and_then(|main| {
            let mut found = Vec::new();
            let mut check = Check { source: &main.source, credentials, want, problems: &mut found };
            let config = main_checks::config(&main.value, &mut check);
            problems.extend(found.into_iter().filter(|p| p.file != path || !main.made_up(&p.key)));
            config
        });
        finish(config, problems)
    }

    /// Reads the same file again. What only a restart can change must have stayed: id, database, log.
    ///
    /// # Errors
    /// Every fault; the caller keeps `self`.
    pub fn reload(&self, want: Secrets, credentials: Option<&Path>) -> Result<Self, Vec<Problem>> {
        let new = Self::load_with(&self.file, want, credentials)?;
        let same = [
            ("installation.id", self.installation.id == new.installation.id),
            ("database.url", self.database.is_same_place(&new.database)),
            ("log", self.log == new.log),
        ];
        let right = "change it back, or restart the service";
        let changed = same.iter().filter(|(_, same)| !same);
        let problems: Vec<Problem> =
            changed.map(|(key, _)| Problem::at(&self.file, 0, *key, "cannot change while running", right)).collect();
        if problems.is_empty() { Ok(new) } else { Err(problems) }
    }

    /// Reads the offices and letters of a configuration directory, without a main file: for `explain` and `due`.
    ///
    /// # Errors
    /// Every fault of every file, sorted by file and line.
    pub fn load_offices_only(dir: &Path, places: &Places) -> Result<Books, Vec<Problem>> {
        let mut problems = Vec::new();
        let offices = books::every_office(places, &mut problems);
        let books = books::assemble(places, dir, &[], &offices, &mut problems);
        finish(books.finish(), problems)
    }
}

/// Where the configuration lies if nobody says so.
pub const USUAL_FILE: &str = "/etc/penghubung/penghubung.toml";

/// The configuration directory: that of `--config`, else `$PENGHUBUNG_CONFIG_DIR`, else `/etc/penghubung`, else
/// `./config`. The last two count only where they hold an `offices` folder.
#[must_use]
pub fn directory(config_flag: Option<&Path>, from_environment: Option<&OsStr>) -> PathBuf {
    if let Some(file) = config_flag {
        let parent = file.parent().unwrap_or(Path::new(""));
        return if parent.as_os_str().is_empty() { PathBuf::from(".") } else { parent.to_owned() };
    }
    if let Some(dir) = from_environment.filter(|dir| !dir.is_empty()) {
        return PathBuf::from(dir);
    }
    let usual = Path::new(USUAL_FILE).parent().unwrap_or(Path::new("/"));
    let here = Path::new("config");
    let found = [usual, here].into_iter().find(|dir| dir.join("offices").is_dir());
    found.unwrap_or(usual).to_owned()
}

fn finish<T>(value: Option<T>, mut problems: Vec<Problem>) -> Result<T, Vec<Problem>> {
    problems.sort_by(|a, b| (&a.file, a.line, &a.key, &a.what).cmp(&(&b.file, b.line, &b.key, &b.what)));
    problems.dedup();
    match value {
        Some(value) if problems.is_empty() => Ok(value),
        Some(_) | None => Err(problems),
    }
}

//! The settings of the installation that are neither a mailbox, a relay nor an office: plain, checked values.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::calendar::QuietHours;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// Whether anything leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Letters are sent.
    Live,
    /// Everything runs, nothing leaves: letters stay held ("ditahan mode hold").
    Hold,
}

/// What an officer's reply without a command word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProseAnswers {
    /// It is the answer and goes to the citizen.
    #[default]
    Send,
    /// The officer is asked what it is.
    AskBack,
}

/// What happens to a letter of which nobody can tell whether it was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenUnclear {
    /// Sent again with the same Message-ID: a missed deadline is worse than a copy.
    #[default]
    Resend,
    /// Held for a person.
    Hold,
    /// Written by the next way that the citizen has named; held for a person where there is none.
    AnotherWay,
}

/// Who this daemon is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// Its id in the log and in Message-IDs: `batang-1`.
    pub id: String,
    /// Whether anything leaves.
    pub mode: Mode,
}

/// Where the queue is kept.
#[derive(Debug, Clone)]
pub enum Database {
    /// One file.
    Sqlite {
        /// Where it is.
        path: PathBuf,
    },
    /// A server, for several nodes.
    Postgres {
        /// Its URL, without a password.
        url: String,
        /// The password, where one is configured and was asked for.
        password: Option<SecretString>,
    },
}

impl Database {
    /// The address for a connection, password included: never shown.
    #[must_use]
    pub fn address(&self) -> String {
        match self {
            Self::Sqlite { path } => format!("sqlite://{}", whole(path).display()),
            Self::Postgres { url, password: None } => url.clone(),
            Self::Postgres { url, password: Some(password) } => {
                let Some((scheme, rest)) = url.split_once("://") else { return url.clone() };
                let (user, host) = rest.split_once('@').unwrap_or(("", rest));
                let hidden: String = password.expose_secret().bytes().map(|byte| format!("%{byte:02X}")).collect();
                format!("{scheme}://{user}:{hidden}@{host}")
            }
        }
    }

    /// True if both are the same file or server; a new password does not make it another.
    #[must_use]
    pub fn is_same_place(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sqlite { path: a }, Self::Sqlite { path: b }) => a == b,
            (Self::Postgres { url: a, .. }, Self::Postgres { url: b, .. }) => a == b,
            (Self::Sqlite { .. }, Self::Postgres { .. }) | (Self::Postgres { .. }, Self::Sqlite { .. }) => false,
        }
    }
}

/// The same file from the root on: what stands behind `sqlite://` is read as a URL, which drops `..` and what is before
/// it.
fn whole(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        (Ok(_) | Err(_), _) => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    }
}

/// The tamper-evident log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogSettings {
    /// First line of every checkpoint: `pengaduan.dinkes.example/penghubung/log1`.
    pub origin: String,
    /// Where `init` writes the signing key.
    pub key_file: PathBuf,
    /// From where `run` reads it: the credential where one is named and given by systemd, else [`Self::key_file`].
    pub key_read_from: PathBuf,
    /// Where files for auditors are written.
    pub export_dir: PathBuf,
    /// How often a checkpoint is made while lines are added.
    pub seal_every: Duration,
}

/// How letters are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterSettings {
    /// The right side of Message-IDs.
    pub own_domain: String,
    /// What prose without a command word is.
    pub prose_answers: ProseAnswers,
    /// When nobody is written to; `None`: at any hour.
    pub quiet_hours: Option<QuietHours>,
    /// When no text rings a citizen's telephone, emergencies excepted.
    pub phone_quiet_hours: QuietHours,
}

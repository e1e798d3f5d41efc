//! The queue: all SQL of the project, for SQLite and PostgreSQL in one text.
//!
//! In: values of the domain. Out: the same. Knows nothing of routing, wording or duties. Every write goes through one
//! [`WriteTx`], which serialises writers (SQLite: one connection, `BEGIN IMMEDIATE`; PostgreSQL: an advisory lock held
//! by the transaction) and appends the log lines of the change before it commits.

pub mod answers;
mod apply;
pub mod arrivals;
pub mod backup;
pub mod change;
pub mod complaints;
mod contacts;
pub mod deadlines;
pub mod digests;
pub mod endings;
pub mod erasure;
pub mod facts;
pub mod figures;
pub mod gap;
pub mod guard;
pub mod letters;
pub mod links;
pub mod log;
pub mod messages;
mod numbers;
mod occasions;
mod open;
mod orders;
pub mod overview;
pub mod pen;
pub mod place;
pub mod registrations;
pub mod reports;
pub mod retention;
pub mod room;
mod safety;
pub mod sources;
mod sql;
mod standing;
pub mod tasks;
pub mod vigils;
pub mod write;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sqlx::{AnyPool, Row};

use safety::Safety;
pub use write::WriteTx;

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreFault {
    /// There is none.
    #[error("there is no database at {0}; `penghubung init` creates it, once")]
    Missing(String),
    /// There is one already.
    #[error("there is a database at {0} already; `init` never overwrites one")]
    Exists(String),
    /// It was written by a newer version.
    #[error("the database has schema {found}, this program knows {known}; use the newer program")]
    TooNew {
        /// Version found.
        found: i64,
        /// Version known.
        known: i64,
    },
    /// The SQLite library is too old (WAL-reset bug, fixed in 3.51.3).
    #[error("the SQLite library is {0}; 3.51.3 or newer is needed, older ones can corrupt a WAL database")]
    OldSqlite(String),
    /// Another daemon has it.
    #[error("another penghubung works on {0} already")]
    InUse(String),
    /// What is stored does not make sense.
    #[error("the database holds something impossible: {0}")]
    Broken(String),
    /// Another worker has taken the row over meanwhile.
    #[error("the lease was lost to another worker")]
    LeaseLost,
    /// Nobody answers there, or whoever does lets us not in.
    #[error("the database at {place} cannot be reached: {why}")]
    Unreachable {
        /// Host, port and database, or the file; never a password.
        place: String,
        /// What the connection met.
        why: String,
    },
    /// The database said no.
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    /// The file system said no.
    #[error("{path}: {error}")]
    File {
        /// Where.
        path: PathBuf,
        /// What.
        error: std::io::Error,
    },
}

impl StoreFault {
    /// True if the database is well and will not take these rows: what they say must not be.
    #[must_use]
    pub fn refuses_what_was_written(&self) -> bool {
        match self {
            Self::Broken(_) => true,
            Self::Sql(error) => error.as_database_error().is_some_and(|said| {
                // Class 22 of PostgreSQL: a value that it cannot hold.
                !matches!(said.kind(), sqlx::error::ErrorKind::Other)
                    || said.code().is_some_and(|code| code.len() == 5 && code.starts_with("22"))
            }),
            Self::Missing(_)
            | Self::Exists(_)
            | Self::TooNew { .. }
            | Self::OldSqlite(_)
            | Self::InUse(_)
            | Self::LeaseLost
            | Self::Unreachable { .. }
            | Self::File { .. } => false,
        }
    }
}

/// Which of the two it is; the few differences hang on this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// One file on one machine.
    Sqlite,
    /// Several nodes.
    Postgres,
}

impl Backend {
    /// The word in `status`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
        }
    }
}

/// The open database.
#[derive(Debug, Clone)]
pub struct Store {
    writer: AnyPool,
    reader: AnyPool,
    backend: Backend,
    url: String,
    safety: Safety,
}

impl Store {
    /// A value that `init` wrote: `installation`, `secret`, `created_at`.
    pub async fn meta(&self, name: &str) -> Result<String, StoreFault> {
        let row = sqlx::query("SELECT value FROM meta WHERE name = $1").bind(name).fetch_optional(&self.reader).await?;
        match row {
            Some(row) => Ok(row.try_get(0)?),
            None => Err(StoreFault::Broken(format!("no `{name}` in table meta"))),
        }
    }

    /// What a duty has noted for itself under a name.
    pub async fn note_of(&self, name: &str) -> Result<Option<String>, StoreFault> {
        let row = sqlx::query("SELECT value FROM meta WHERE name = $1").bind(name).fetch_optional(&self.reader).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The file of a SQLite database.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        sqlite_path(&self.url)
    }

    /// The address without a password.
    #[must_use]
    pub fn shown(&self) -> String {
        place::shown(&self.url)
    }

    /// Ends all connections in good order.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

/// The file of a `sqlite:` address.
fn sqlite_path(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let path = rest.split('?').next().unwrap_or(rest);
    Some(Path::new(path).to_owned())
}

/// An instant as the database keeps it.
#[must_use]
pub fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

/// An instant as the database kept it.
#[must_use]
pub fn instant(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH)
}

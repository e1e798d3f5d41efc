//! SMSD's database: one connection, the few differences between its two kinds, and faults from errors.
//!
//! In: statements. Out: rows and [`Fault`]s. A connection that failed or was left in the middle is never used again: it
//! is taken out of its place for each conversation and put back only after a good end.

use std::os::unix::fs::MetadataExt as _;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _, Row as _};
use tokio::sync::Mutex;

use super::{Database, Found, by_the_wall};
use crate::{Fault, FaultKind, Reach};

/// The few places where the two databases need other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// Starts a transaction that is going to write.
    pub fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// `ReceivingDateTime` as seconds since 1970: see [`Dialect::read_clock`].
    pub fn received(self) -> &'static str {
        match self {
            Self::Sqlite => r#"CAST(strftime('%s', "ReceivingDateTime") AS BIGINT)"#,
            Self::Postgres => r#"CAST(EXTRACT(EPOCH FROM "ReceivingDateTime") AS BIGINT)"#,
        }
    }

    /// When a row came. SMSD writes on SQLite what the network's clock showed, and on PostgreSQL what UTC that was by
    /// the zone of SMSD's own machine (`SMSDSQL_Time2String` in `smsd/services/sql.c`).
    pub fn read_clock(self, seconds: i64, zone: Tz) -> DateTime<Utc> {
        let at = DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::UNIX_EPOCH);
        match self {
            Self::Sqlite => by_the_wall(at.naive_utc(), zone),
            Self::Postgres => at,
        }
    }
}

/// An open conversation.
pub(super) struct Line {
    pub sql: AnyConnection,
    pub dialect: Dialect,
    /// The schema version: 17 or 18.
    pub version: i64,
    /// Which file it is (device and number), where the database is one.
    file: Option<(u64, u64)>,
}

/// SMSD's database with at most one connection.
pub(super) struct Gateway {
    pub database: Database,
    kept: Mutex<Option<Line>>,
}

impl Gateway {
    pub fn new(database: Database) -> Self {
        Self { database, kept: Mutex::new(None) }
    }

    /// The connection for one conversation; put it back with [`Gateway::rest`] if all went well.
    pub async fn line(&self) -> Result<Line, Fault> {
        // A file that was put in the place of the old one is not what an open connection sees.
        if let Some(line) = self.kept.lock().await.take().filter(|line| line.file == self.file()) {
            return Ok(line);
        }
        self.within(self.open()).await
    }

    /// The file under its name, now.
    fn file(&self) -> Option<(u64, u64)> {
        let path = self.database.url.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path).split('?').next()?;
        let found = std::fs::metadata(path).ok()?;
        Some((found.dev(), found.ino()))
    }

    pub async fn rest(&self, line: Line) {
        *self.kept.lock().await = Some(line);
    }

    /// One conversation within the limit. A connection that was left in the middle is closed.
    pub async fn within<T>(&self, talk: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        let late = |_| Fault::not_sent(Reach::Account, FaultKind::Timeout, "SMSD's database took too long");
        tokio::time::timeout(self.database.limit, talk).await.map_err(late)?
    }

    /// For `check --online`.
    pub async fn found(&self) -> Result<Found, Fault> {
        self.within(async {
            let mut line = self.open().await?;
            let text = r#"SELECT "ID", CAST("UpdatedInDB" AS TEXT) FROM phones ORDER BY "ID""#;
            let rows = rows(&mut line.sql, text).await?;
            let modems =
                rows.iter().map(|row| Ok((text_at(row, 0)?, text_at(row, 1)?))).collect::<Result<_, Fault>>()?;
            Ok(Found { version: line.version, modems })
        })
        .await
    }

    async fn open(&self) -> Result<Line, Fault> {
        sqlx::any::install_default_drivers();
        let (url, dialect) = self.address()?;
        let file = self.file();
        let mut sql = AnyConnection::connect(&url).await.map_err(|error| fault(&error))?;
        let versions = rows(&mut sql, r#"SELECT CAST("Version" AS BIGINT) FROM gammu"#).await?;
        let version = versions.first().map(|row| number_at(row, 0)).transpose()?.unwrap_or_default();
        if !(17..=18).contains(&version) {
            let text = format!("this is schema version {version} of Gammu SMSD; 17 and 18 are known");
            return Err(Fault::not_sent(Reach::Account, FaultKind::Setup, text));
        }
        Ok(Line { sql, dialect, version, file })
    }

    /// The address with its password, and for SQLite without leave to create the file.
    fn address(&self) -> Result<(String, Dialect), Fault> {
        use secrecy::ExposeSecret as _;
        let url = &self.database.url;
        if url.starts_with("sqlite:") {
            let joint = if url.contains('?') { '&' } else { '?' };
            return Ok((format!("{url}{joint}mode=rw"), Dialect::Sqlite));
        }
        let bad = || Fault::not_sent(Reach::Account, FaultKind::Setup, "the address is neither sqlite: nor postgres:");
        let mut parsed = reqwest::Url::parse(url).map_err(|_| bad())?;
        if !matches!(parsed.scheme(), "postgres" | "postgresql") {
            return Err(bad());
        }
        if let Some(password) = &self.database.password {
            parsed.set_password(Some(password.expose_secret())).map_err(|()| bad())?;
        }
        Ok((parsed.to_string(), Dialect::Postgres))
    }
}

/// What an error of the database means: nothing was written, and which of our words would help.
#[allow(clippy::wildcard_enum_match_arm, reason = "the errors of sqlx are open-ended, the rest are all one to us")]
pub(super) fn fault(error: &sqlx::Error) -> Fault {
    let not_sent = |kind, text: String| Fault::not_sent(Reach::Account, kind, text);
    match error {
        sqlx::Error::Database(said) => {
            let code = said.code().map(|code| code.to_string()).unwrap_or_default();
            let kind = match code.as_str() {
                "28000" | "28P01" => FaultKind::Login,
                // SQLITE_BUSY and SQLITE_LOCKED with their extended codes; serialisation and deadlock of PostgreSQL.
                "5" | "6" | "261" | "262" | "517" | "40001" | "40P01" | "53300" => FaultKind::Throttled,
                _ => FaultKind::Setup,
            };
            // The words of the database may hold values of the statement; its code says enough.
            not_sent(kind, "SMSD's database refused the statement".to_owned()).with_code(code)
        }
        sqlx::Error::Io(error) => not_sent(FaultKind::Network, format!("SMSD's database: {}", error.kind())),
        sqlx::Error::Tls(_) => not_sent(FaultKind::Certificate, "TLS to SMSD's database failed".to_owned()),
        sqlx::Error::Configuration(_) => {
            not_sent(FaultKind::Setup, "the address of SMSD's database is wrong".to_owned())
        }
        _ => not_sent(FaultKind::Protocol, "SMSD's database answered something unexpected".to_owned()),
    }
}

/// Runs one statement without values.
pub(super) async fn run(sql: &mut AnyConnection, statement: &'static str) -> Result<(), Fault> {
    sql.execute(statement).await.map(drop).map_err(|error| fault(&error))
}

/// Rows of a statement that was put together here from numbers and fixed words only.
pub(super) async fn rows(sql: &mut AnyConnection, statement: impl Into<String>) -> Result<Vec<AnyRow>, Fault> {
    sqlx::query(AssertSqlSafe(statement.into())).fetch_all(sql).await.map_err(|error| fault(&error))
}

pub(super) fn text_at(row: &AnyRow, at: usize) -> Result<String, Fault> {
    row.try_get::<Option<String>, _>(at).map(Option::unwrap_or_default).map_err(|error| fault(&error))
}

pub(super) fn number_at(row: &AnyRow, at: usize) -> Result<i64, Fault> {
    row.try_get::<Option<i64>, _>(at).map(Option::unwrap_or_default).map_err(|error| fault(&error))
}

//! Making and opening the database. In: its address. Out: connections as the rest of the store needs them, or why not.
//! It does not know what the tables hold.

use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::any::AnyPoolOptions;
use sqlx::{AssertSqlSafe, Connection as _, Executor, Row};

use super::safety::Safety;
use super::{Backend, Store, StoreFault, place, sqlite_path};

/// The version of `schema/`; a newer database is refused.
const SCHEMA: i64 = 1;
const SCHEMA_TEXT: &str = include_str!("schema/0001.sql");

impl Store {
    /// Creates the database and its tables, once; fails where one exists.
    pub async fn init(url: &str, now: DateTime<Utc>) -> Result<Self, StoreFault> {
        if let Some(path) = sqlite_path(url) {
            create_file(&path)?;
        }
        let store = Self::connect(url).await?;
        if store.has_tables().await? {
            return Err(StoreFault::Exists(store.shown()));
        }
        let bytes = match store.backend {
            Backend::Sqlite => "BLOB",
            Backend::Postgres => "BYTEA",
        };
        let mut tx = store.writer.begin().await?;
        tx.execute(AssertSqlSafe(SCHEMA_TEXT.replace("BYTES", bytes))).await?;
        let home = store.home_of_new(&mut tx).await?;
        for (name, value) in [
            ("schema", SCHEMA.to_string()),
            ("created_at", now.timestamp_micros().to_string()),
            ("installation", hex::encode(rand::random::<[u8; 8]>())),
            ("secret", hex::encode(rand::random::<[u8; 32]>())),
            ("home", home),
        ] {
            sqlx::query("INSERT INTO meta (name, value) VALUES ($1, $2)")
                .bind(name)
                .bind(value)
                .execute(&mut *tx)
                .await?;
        }
        let empty = hex::encode(crate::sync_log::CompactRange::new().to_bytes());
        sqlx::query("INSERT INTO sync_log_head (id, size, time, range) VALUES (1, 0, 0, $1)")
            .bind(empty)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(store)
    }

    /// Opens an existing database.
    pub async fn open(url: &str) -> Result<Self, StoreFault> {
        if let Some(path) = sqlite_path(url).filter(|path| !path.exists()) {
            return Err(StoreFault::Missing(path.display().to_string()));
        }
        let store = Self::connect(url).await?;
        match store.schema_version().await? {
            None => Err(StoreFault::Missing(store.shown())),
            Some(found) if found > SCHEMA => Err(StoreFault::TooNew { found, known: SCHEMA }),
            Some(_) => Ok(store),
        }
    }

    async fn connect(url: &str) -> Result<Self, StoreFault> {
        sqlx::any::install_default_drivers();
        let backend = if url.starts_with("sqlite:") { Backend::Sqlite } else { Backend::Postgres };
        if let Some(path) = sqlite_path(url) {
            refuse_other_files(&path)?;
        }
        try_once(url).await?;
        let writers = AnyPoolOptions::new().max_connections(1);
        let readers = AnyPoolOptions::new().max_connections(3);
        let (writer, reader) = match backend {
            Backend::Sqlite => (
                on_connect(writers, SQLITE_WRITER).connect(url).await?,
                on_connect(readers, SQLITE_READER).connect_lazy(url)?,
            ),
            Backend::Postgres => {
                (on_connect(writers, POSTGRES).connect(url).await?, on_connect(readers, POSTGRES).connect_lazy(url)?)
            }
        };
        let store = Self { writer, reader, backend, url: url.to_owned(), safety: Safety::default() };
        store.refuse_old_sqlite().await?;
        Ok(store)
    }

    async fn refuse_old_sqlite(&self) -> Result<(), StoreFault> {
        if self.backend == Backend::Postgres {
            return Ok(());
        }
        let version: String = sqlx::query("SELECT sqlite_version()").fetch_one(&self.writer).await?.try_get(0)?;
        let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
        if parts.as_slice() < [3, 51, 3].as_slice() { Err(StoreFault::OldSqlite(version)) } else { Ok(()) }
    }

    /// True if it is somebody's already. (What an `init` left that was interrupted has no tables.)
    async fn has_tables(&self) -> Result<bool, StoreFault> {
        let any = match self.backend {
            Backend::Sqlite => "SELECT COUNT(*) FROM sqlite_master",
            Backend::Postgres => return Ok(self.schema_version().await?.is_some()),
        };
        Ok(sqlx::query(any).fetch_one(&self.writer).await?.try_get::<i64, _>(0)? > 0)
    }

    /// `None`: there are no tables of ours.
    async fn schema_version(&self) -> Result<Option<i64>, StoreFault> {
        let known = match self.backend {
            Backend::Sqlite => "SELECT COUNT(*) FROM sqlite_master WHERE name = 'meta'",
            Backend::Postgres => {
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'meta' AND table_schema = current_schema()"
            }
        };
        let count: i64 = sqlx::query(known).fetch_one(&self.writer).await?.try_get(0)?;
        if count == 0 {
            return Ok(None);
        }
        let found = sqlx::query("SELECT value FROM meta WHERE name = 'schema'").fetch_optional(&self.writer).await?;
        Ok(match found {
            Some(row) => row.try_get::<String, _>(0)?.parse().ok(),
            None => None,
        })
    }
}

/// How long a server is given to answer when the database is opened.
const PATIENCE: Duration = Duration::from_secs(10);
/// How every SQLite file begins.
const SQLITE_HEAD: &[u8] = b"SQLite format 3\0";
const SQLITE_WRITER: &[&str] = &[
    // Only for a new file: most of what is stored is mail, and four times fewer pages are written, read and moved.
    "PRAGMA page_size = 16384",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 30000",
    "PRAGMA cache_size = -8000",
    // What a page no longer holds is overwritten wherever that costs no write of its own; `erase` sees to the rest.
    "PRAGMA secure_delete = FAST",
    // What a statement would undo is a few pages; on disk it cost a file for every transaction.
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA wal_autocheckpoint = 1000",
];
const SQLITE_READER: &[&str] = &["PRAGMA busy_timeout = 30000", "PRAGMA query_only = 1", "PRAGMA cache_size = -2000"];
const POSTGRES: &[&str] = &["SET statement_timeout = '120s'", "SET idle_in_transaction_session_timeout = '120s'"];

/// A cancelled `begin` leaves a transaction open in sqlx 0.9.0 (fixed upstream, not released): roll back on return.
fn on_connect(options: AnyPoolOptions, statements: &'static [&'static str]) -> AnyPoolOptions {
    let postgres = std::ptr::eq(statements, POSTGRES);
    options
        .acquire_timeout(Duration::from_secs(60))
        // A file does not hang up.
        .test_before_acquire(postgres)
        .after_connect(move |conn, _| {
            Box::pin(async move {
                for statement in statements {
                    conn.execute(*statement).await?;
                }
                Ok(())
            })
        })
        .after_release(move |conn, _| {
            Box::pin(async move {
                if postgres {
                    conn.execute("ROLLBACK").await?;
                }
                Ok(true)
            })
        })
}

/// One connection before the pools are made: a pool would try again and again for a minute, and then not say why.
async fn try_once(url: &str) -> Result<(), StoreFault> {
    let unreachable = |why: String| StoreFault::Unreachable { place: place::place(url), why };
    match tokio::time::timeout(PATIENCE, sqlx::AnyConnection::connect(url)).await {
        Ok(Ok(connection)) => Ok(connection.close().await?),
        Ok(Err(error)) => Err(unreachable(error.to_string())),
        Err(_) => Err(unreachable(format!("no answer within {} seconds", PATIENCE.as_secs()))),
    }
}

/// Makes the empty file of a database, which holds what citizens wrote and so is nobody else's to read. SQLite gives
/// the files beside it the same mode.
fn create_file(path: &Path) -> Result<(), StoreFault> {
    let made = std::fs::File::options().create(true).append(true).mode(0o640).open(path);
    made.map(drop).map_err(|error| StoreFault::File { path: path.to_owned(), error })
}

/// A file that is no SQLite database is refused here: the pool would try it again and again for a minute.
fn refuse_other_files(path: &Path) -> Result<(), StoreFault> {
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(SQLITE_HEAD.len() as u64).read_to_end(&mut head));
    read.map_err(|error| StoreFault::File { path: path.to_owned(), error })?;
    if head.is_empty() || head == SQLITE_HEAD {
        return Ok(());
    }
    Err(StoreFault::Broken(format!("{} is no SQLite database", path.display())))
}

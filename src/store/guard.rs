//! One daemon at a time on one SQLite file, and a copy of a database that knows that it is one.
//!
//! The kernel holds the lock and drops it with the process, so a kill leaves nothing to clean up. (On PostgreSQL
//! several nodes share the work by leases.) Where a database lives is written into it by `init`; one that finds itself
//! elsewhere is a copy, and whoever runs it must not send what the original may have sent already.

use std::fs::File;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use chrono::{DateTime, Utc};
use rustix::fs::{FlockOperation, flock};
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Row};

use super::{Backend, Store, StoreFault};
use crate::sync_log::{Entry, Event};

/// The lock; it lives as long as the daemon.
#[derive(Debug)]
pub struct DaemonLock {
    _file: Option<File>,
}

impl Store {
    /// Takes the place of the one daemon, or says who is wrong here.
    pub fn lock_for_daemon(&self) -> Result<DaemonLock, StoreFault> {
        let Some(path) = self.file() else { return Ok(DaemonLock { _file: None }) };
        let path = path.with_extension("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o640)
            .open(&path)
            .map_err(|error| StoreFault::File { path: path.clone(), error })?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(DaemonLock { _file: Some(file) }),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(StoreFault::InUse(self.shown())),
            Err(error) => Err(StoreFault::File { path, error: error.into() }),
        }
    }

    /// Where this database was at home, if it is elsewhere now: copied, restored or moved. `None`: it is at home.
    pub async fn is_copy(&self) -> Result<Option<String>, StoreFault> {
        let (home, here) = (self.meta("home").await?, self.present_home().await?);
        Ok((home != here).then(|| format!("at home it was {home}, now it is {here}")))
    }

    /// From now on this is where the database lives; the log says who decided so.
    pub async fn adopt(&self, now: DateTime<Utc>, actor: &str) -> Result<(), StoreFault> {
        let here = self.present_home().await?;
        let mut tx = self.write(now).await?;
        sqlx::query("UPDATE meta SET value = $1 WHERE name = 'home'").bind(&here).execute(tx.conn()).await?;
        tx.note(Entry::new(Event::Pulih, actor).fact("tindakan", "salinan dijadikan yang asli"));
        // True now: the database is at home here. A crash just before leaves it a copy.
        tx.commit().await
    }

    /// The home of a database whose tables are being made.
    pub(super) async fn home_of_new(&self, conn: &mut AnyConnection) -> Result<String, StoreFault> {
        match self.backend {
            Backend::Sqlite => self.present_home().await,
            Backend::Postgres => home_on_postgres(conn).await,
        }
    }

    /// What a copy cannot share with the original. SQLite: path, inode and machine (not the device number, which may
    /// change when the machine starts again). PostgreSQL: the cluster, and the numbers of the
    /// database and of our table in it.
    pub(super) async fn present_home(&self) -> Result<String, StoreFault> {
        match (self.backend, self.file()) {
            (Backend::Sqlite, Some(path)) => {
                file_home(&path).map_err(|error| StoreFault::File { path: path.clone(), error })
            }
            (Backend::Sqlite, None) | (Backend::Postgres, _) => {
                home_on_postgres(&mut *self.writer.acquire().await?).await
            }
        }
    }
}

/// The cluster, the database in it, and the table that says so: a dump that is read into the same database makes a new one.
pub(super) async fn home_on_postgres(conn: &mut AnyConnection) -> Result<String, StoreFault> {
    let row = sqlx::query(
        "SELECT CAST(s.system_identifier AS TEXT), CAST(d.oid AS TEXT), CAST(CAST(to_regclass('meta') AS oid) AS TEXT) \
         FROM pg_control_system() s, pg_database d WHERE d.datname = current_database()",
    )
    .fetch_one(conn)
    .await?;
    let [cluster, database, table] = [row.try_get::<String, _>(0)?, row.try_get(1)?, row.try_get(2)?];
    Ok(format!("cluster {cluster} database {database} table {table}"))
}

fn file_home(path: &Path) -> std::io::Result<String> {
    let path = path.canonicalize()?;
    let inode = path.metadata()?.ino();
    Ok(format!("{} inode {inode} machine {}", path.display(), machine()))
}

/// Tells machines apart without giving their id away (machine-id(5) asks for that); `unknown` where there is none.
fn machine() -> String {
    match std::fs::read_to_string("/etc/machine-id") {
        Ok(id) => {
            let digest = Sha256::new().chain_update("penghubung ").chain_update(id.trim()).finalize();
            hex::encode(digest).get(..12).unwrap_or_default().to_owned()
        }
        Err(_) => "unknown".to_owned(),
    }
}

//! One write transaction: the rows, their ids and their log lines together, or nothing.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::AnyConnection;
use sqlx::{Any, Row, Transaction};

use super::log::read_range;
use super::numbers::Numbers;
use super::safety::Safety;
use super::sql::{insert, row};
use super::{Backend, Store, StoreFault};
use crate::sync_log::{Entry, tree::leaf_hash};

/// A key of PostgreSQL's advisory locks: the one writer at a time. The letters "PGHB".
const WRITER_LOCK: i64 = 0x5047_4842;

/// The last id of a table, or its floor in `meta` where that is higher.
macro_rules! above_floor {
    ($table:literal) => {
        concat!(
            "SELECT COALESCE(MAX(id), 0) FROM (SELECT MAX(id) AS id FROM ",
            $table,
            " UNION ALL SELECT CAST(value AS BIGINT) AS id FROM meta WHERE name = '",
            $table,
            "_above') AS known"
        )
    };
}

/// A table whose ids we count ourselves; writers are serialised, so the next id is the last one plus one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// `blobs`
    Blobs,
    /// `arrivals`
    Arrivals,
    /// `complaints`
    Complaints,
    /// `deadlines`
    Deadlines,
    /// `answers`
    Answers,
    /// `letters`
    Letters,
    /// `tasks`
    Tasks,
}

impl Table {
    /// The last id that was used, or that a restored database must not use ([`super::gap`]).
    fn last_id(self) -> &'static str {
        match self {
            Self::Blobs => "SELECT COALESCE(MAX(id), 0) FROM blobs",
            Self::Arrivals => "SELECT COALESCE(MAX(id), 0) FROM arrivals",
            Self::Complaints => above_floor!("complaints"),
            Self::Deadlines => "SELECT COALESCE(MAX(id), 0) FROM deadlines",
            Self::Answers => above_floor!("answers"),
            Self::Letters => above_floor!("letters"),
            Self::Tasks => above_floor!("tasks"),
        }
    }

    /// The name in `meta` of the id above which those of this table begin.
    pub(super) fn floor(self) -> &'static str {
        match self {
            Self::Blobs => "blobs_above",
            Self::Arrivals => "arrivals_above",
            Self::Complaints => "complaints_above",
            Self::Deadlines => "deadlines_above",
            Self::Answers => "answers_above",
            Self::Letters => "letters_above",
            Self::Tasks => "tasks_above",
        }
    }
}

/// An open write transaction. Dropped without [`WriteTx::commit`], nothing happened.
pub struct WriteTx {
    tx: Transaction<'static, Any>,
    now: DateTime<Utc>,
    last: HashMap<Table, i64>,
    pub(super) numbers: Numbers,
    log: Vec<Entry>,
    safety: Safety,
    light: bool,
}

/// What is committed is safe from a power cut when `commit` returns.
const SAFE: &str = "PRAGMA synchronous = FULL; BEGIN IMMEDIATE";
/// It is safe as soon as anything committed after it is: the log of SQLite is one file, made safe from its beginning.
const SAFE_WITH_THE_NEXT: &str = "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE";

/// Changes something: a commit that changes nothing does not reach the disk.
const TOUCH: &str = "INSERT INTO meta (name, value) VALUES ('touched', '0') \
                     ON CONFLICT (name) DO UPDATE SET value = CASE meta.value WHEN '0' THEN '1' ELSE '0' END";

impl Store {
    /// Begins to write. Waits for the writer before; never wrap this in a time limit (see `on_connect`).
    pub async fn write(&self, now: DateTime<Utc>) -> Result<WriteTx, StoreFault> {
        self.begin(SAFE, now).await
    }

    /// The same for what nobody outside can see before something else is committed: after a power cut it may not have
    /// happened, and then nothing that came of it has either. (Whatever it was, a crash of the program alone loses
    /// nothing.) On PostgreSQL as [`Store::write`].
    pub async fn write_lightly(&self, now: DateTime<Utc>) -> Result<WriteTx, StoreFault> {
        self.begin(SAFE_WITH_THE_NEXT, now).await
    }

    /// True if a power cut can undo nothing that was committed here.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.safety.is_whole()
    }

    /// Returns when a power cut can no longer undo what was committed before. Others commit as well: for so long it
    /// waits for one of them to bring that about, before it does so itself.
    pub async fn make_safe(&self, now: DateTime<Utc>, patience: Duration) -> Result<(), StoreFault> {
        let up_to = self.safety.light();
        if tokio::time::timeout(patience, self.safety.reached(up_to)).await.is_ok() {
            return Ok(());
        }
        let mut tx = self.write(now).await?;
        sqlx::query(TOUCH).execute(tx.conn()).await?;
        // True now: nothing that was committed before can be undone. A crash just before leaves it as it was.
        tx.commit().await
    }

    async fn begin(&self, on_sqlite: &'static str, now: DateTime<Utc>) -> Result<WriteTx, StoreFault> {
        let tx = match self.backend {
            Backend::Sqlite => self.begin_on_sqlite(on_sqlite).await?,
            Backend::Postgres => {
                let mut tx = self.writer.begin().await?;
                sqlx::query("SELECT CAST(1 AS BIGINT) FROM (SELECT pg_advisory_xact_lock($1)) AS held")
                    .bind(WRITER_LOCK)
                    .fetch_one(&mut *tx)
                    .await?;
                tx
            }
        };
        let light = self.backend == Backend::Sqlite && on_sqlite == SAFE_WITH_THE_NEXT;
        let safety = self.safety.clone();
        Ok(WriteTx { tx, now, last: HashMap::new(), numbers: Numbers::default(), log: Vec::new(), safety, light })
    }

    /// On a full disk, or one that gives errors, SQLite ends the transaction by itself; sqlx (0.9.0) then fails to roll
    /// back, believes for ever that it is inside one, and refuses every other. Such a connection is closed for a new
    /// one.
    async fn begin_on_sqlite(&self, begin: &'static str) -> Result<Transaction<'static, Any>, StoreFault> {
        match self.writer.begin_with(begin).await {
            Ok(tx) => Ok(tx),
            Err(_) => {
                self.writer.acquire().await?.close().await?;
                Ok(self.writer.begin_with(begin).await?)
            }
        }
    }
}

impl WriteTx {
    /// The connection, for statements of this crate.
    pub(super) fn conn(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// The moment of the change.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The next id of a table.
    pub async fn next_id(&mut self, table: Table) -> Result<i64, StoreFault> {
        let last = match self.last.get(&table) {
            Some(last) => *last,
            None => sqlx::query(table.last_id()).fetch_one(&mut *self.tx).await?.try_get(0)?,
        };
        self.last.insert(table, last + 1);
        Ok(last + 1)
    }

    /// Ids of this table begin above this one.
    pub(super) fn used_up_to(&mut self, table: Table, id: i64) {
        self.last.insert(table, id);
    }

    /// A duty notes something for itself under a name.
    pub async fn keep_note(&mut self, name: &str, value: &str) -> Result<(), StoreFault> {
        let text =
            "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        sqlx::query(text).bind(name).bind(value).execute(&mut *self.tx).await?;
        Ok(())
    }

    /// Adds a line to the sync log, in the order of the calls.
    pub fn note(&mut self, entry: Entry) {
        self.log.push(entry);
    }

    /// Makes it true: the rows and their log lines, in one commit.
    pub async fn commit(mut self) -> Result<(), StoreFault> {
        std::mem::take(&mut self.numbers).keep(&mut self.tx).await?;
        let log = std::mem::take(&mut self.log);
        if !log.is_empty() {
            append(&mut self.tx, log, self.now.timestamp()).await?;
        }
        // Whoever comes after has to wait for the writer, so it is known which commits were before this one.
        let before = self.safety.light();
        self.tx.commit().await?;
        if self.light {
            self.safety.note_light();
        } else {
            self.safety.note_safe(before);
        }
        Ok(())
    }
}

/// Appends lines to the log and moves its head. The writer is alone, so the index has no gap and no twin.
async fn append(conn: &mut AnyConnection, log: Vec<Entry>, now: i64) -> Result<(), StoreFault> {
    let head = sqlx::query("SELECT size, time, range FROM sync_log_head WHERE id = 1").fetch_one(&mut *conn).await?;
    let size: i64 = head.try_get(0)?;
    let time: i64 = now.max(head.try_get(1)?);
    let mut range = read_range(&head.try_get::<String, _>(2)?)?;
    let mut rows = Vec::with_capacity(log.len());
    for (n, entry) in (size..).zip(log) {
        let line = entry.to_line(u64::try_from(n).unwrap_or_default(), time);
        range.append(leaf_hash(line.as_bytes()));
        rows.push(row![n, line]);
    }
    let size = size + i64::try_from(rows.len()).unwrap_or_default();
    insert(conn, "INSERT INTO sync_log (n, line)", "", rows).await?;
    sqlx::query("UPDATE sync_log_head SET size = $1, time = $2, range = $3 WHERE id = 1")
        .bind(size)
        .bind(time)
        .bind(hex::encode(range.to_bytes()))
        .execute(&mut *conn)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn level(tx: &mut WriteTx) -> i64 {
        sqlx::query("PRAGMA synchronous").fetch_one(tx.conn()).await.unwrap().try_get(0).unwrap()
    }

    #[tokio::test]
    async fn what_must_be_safe_is_safe_also_after_what_need_not_be() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("uji.db").display());
        let store = Store::init(&url, DateTime::UNIX_EPOCH).await.unwrap();
        const FULL: i64 = 2;
        for (light, wanted) in [(false, FULL), (true, 1), (false, FULL)] {
            let now = DateTime::UNIX_EPOCH;
            let mut tx = if light { store.write_lightly(now).await } else { store.write(now).await }.unwrap();
            assert_eq!(level(&mut tx).await, wanted);
            tx.keep_note("uji", "ada").await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    /// How far the log of the database reaches on the disk.
    fn written(folder: &tempfile::TempDir) -> u64 {
        std::fs::metadata(folder.path().join("uji.db-wal")).unwrap().len()
    }

    #[tokio::test]
    async fn what_was_written_lightly_is_made_safe_by_whoever_commits_next_or_by_a_commit_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("uji.db").display());
        let now = DateTime::UNIX_EPOCH;
        let store = Store::init(&url, now).await.unwrap();
        let note = async |light: bool| {
            let mut tx = if light { store.write_lightly(now).await } else { store.write(now).await }.unwrap();
            tx.keep_note("uji", "ada").await.unwrap();
            tx.commit().await.unwrap();
            written(&folder)
        };
        let (long, none) = (Duration::from_secs(3600), Duration::ZERO);
        let before = note(true).await;
        store.make_safe(now, none).await.unwrap();
        let alone = written(&folder);
        assert!(alone > before, "nothing reached the disk");
        store.make_safe(now, long).await.unwrap();
        note(true).await;
        let after = note(false).await;
        store.make_safe(now, none).await.unwrap();
        assert_eq!(written(&folder), after, "a commit that nobody needed");
        note(true).await;
        let (safe, _) = tokio::join!(store.make_safe(now, long), note(false));
        safe.unwrap();
    }
}

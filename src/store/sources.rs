//! Where each source has got to, and whether it is well.

use chrono::{DateTime, Utc};
use connectors::Cursor;
use sqlx::Row;

use super::{Store, StoreFault, WriteTx, instant, micros};

/// What is known of a source.
#[derive(Debug, Clone)]
pub struct SourceState {
    /// Its name.
    pub name: String,
    /// How far it has been read.
    pub cursor: Option<Cursor>,
    /// When this installation first looked at it.
    pub first_seen_at: DateTime<Utc>,
    /// When a pass last ended well.
    pub completed_at: Option<DateTime<Utc>>,
    /// What is wrong, since when.
    pub fault: Option<(String, DateTime<Utc>)>,
    /// What a gateway tells of itself: balance, modem.
    pub state: Option<String>,
}

const COLUMNS: &str = "SELECT name, cursor, first_seen_at, completed_at, fault, fault_since, state FROM sources";

fn read(row: &sqlx::any::AnyRow) -> Result<SourceState, StoreFault> {
    let fault: Option<String> = row.try_get(4)?;
    let since: Option<i64> = row.try_get(5)?;
    Ok(SourceState {
        name: row.try_get(0)?,
        cursor: row.try_get::<Option<String>, _>(1)?.map(Cursor),
        first_seen_at: instant(row.try_get(2)?),
        completed_at: row.try_get::<Option<i64>, _>(3)?.map(instant),
        fault: fault.zip(since.map(instant)),
        state: row.try_get(6)?,
    })
}

impl Store {
    /// The state of one source; `None` before the first contact.
    pub async fn source(&self, name: &str) -> Result<Option<SourceState>, StoreFault> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE name = $1")))
            .bind(name)
            .fetch_optional(&self.reader)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The state of every source.
    pub async fn sources(&self) -> Result<Vec<SourceState>, StoreFault> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{COLUMNS} ORDER BY name"))).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }
}

/// A source in trouble of which nobody has been told lately.
#[derive(Debug, Clone)]
pub struct SilentTrouble {
    /// Its name.
    pub name: String,
    /// What is wrong.
    pub fault: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// True if somebody was told before.
    pub told: bool,
}

/// A source that is well again, of which somebody was told that it was not.
#[derive(Debug, Clone)]
pub struct Recovery {
    /// Its name.
    pub name: String,
    /// Since when it was not.
    pub since: DateTime<Utc>,
    /// Since when it is again.
    pub until: DateTime<Utc>,
}

impl WriteTx {
    /// Sources that are well again, of which nobody has been told so.
    pub async fn recoveries(&mut self) -> Result<Vec<Recovery>, StoreFault> {
        let text = "SELECT name, back_from, back_at FROM sources WHERE back_from IS NOT NULL ORDER BY name";
        let rows = sqlx::query(text).fetch_all(self.conn()).await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(Recovery { name: row.try_get(0)?, since: instant(row.try_get(1)?), until: instant(row.try_get(2)?) })
        };
        rows.iter().map(read).collect()
    }

    /// Somebody has been told that it is well again (a letter is queued in the same transaction).
    pub async fn recovery_told(&mut self, name: &str) -> Result<(), StoreFault> {
        sqlx::query("UPDATE sources SET back_from = NULL, back_at = NULL WHERE name = $1")
            .bind(name)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Sources whose fault began before `before` (where our keys are not taken: before `login_before`) and of which
    /// nobody was told after `told_before`.
    pub async fn silent_troubles(
        &mut self,
        before: DateTime<Utc>,
        login_before: DateTime<Utc>,
        told_before: DateTime<Utc>,
    ) -> Result<Vec<SilentTrouble>, StoreFault> {
        let rows = sqlx::query(
            "SELECT name, fault, fault_since, told_at FROM sources WHERE fault IS NOT NULL AND (fault_since <= $1 OR fault_login = 1 AND fault_since <= $3) \
             AND (told_at IS NULL OR told_at <= $2) ORDER BY name",
        )
        .bind(micros(before))
        .bind(micros(told_before))
        .bind(micros(login_before))
        .fetch_all(self.conn())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(SilentTrouble {
                    name: row.try_get(0)?,
                    fault: row.try_get(1)?,
                    since: instant(row.try_get(2)?),
                    told: row.try_get::<Option<i64>, _>(3)?.is_some(),
                })
            })
            .collect()
    }

    /// Somebody has been told of a source's fault (a letter is queued in the same transaction).
    pub async fn trouble_told(&mut self, name: &str) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query("UPDATE sources SET told_at = $2 WHERE name = $1")
            .bind(name)
            .bind(now)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// First contact, or nothing.
    pub async fn meet_source(&mut self, name: &str) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query("INSERT INTO sources (name, first_seen_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .bind(now)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Moves the cursor; the arrivals up to it are in the same transaction.
    pub async fn move_cursor(&mut self, name: &str, cursor: &Cursor) -> Result<(), StoreFault> {
        sqlx::query("UPDATE sources SET cursor = $2 WHERE name = $1")
            .bind(name)
            .bind(&cursor.0)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// A pass ended well: the fault, if there was one, is over.
    pub async fn source_completed(&mut self, name: &str) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "UPDATE sources SET completed_at = $2, fault = NULL, fault_since = NULL, told_at = NULL, \
             back_from = CASE WHEN told_at IS NULL THEN back_from ELSE fault_since END, \
             back_at = CASE WHEN told_at IS NULL THEN back_at ELSE $2 END WHERE name = $1",
        )
        .bind(name)
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// What a gateway tells of itself, for `status`.
    pub async fn source_state(&mut self, name: &str, state: &str) -> Result<(), StoreFault> {
        sqlx::query("UPDATE sources SET state = $2 WHERE name = $1")
            .bind(name)
            .bind(state)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// A pass failed; the beginning of the trouble is kept. True if it is news.
    pub async fn source_failed(&mut self, name: &str, fault: &str, login: bool) -> Result<bool, StoreFault> {
        let now = micros(self.now());
        let fresh = sqlx::query("UPDATE sources SET fault = $2, fault_since = $3 WHERE name = $1 AND fault IS NULL")
            .bind(name)
            .bind(fault)
            .bind(now)
            .execute(self.conn())
            .await?;
        sqlx::query("UPDATE sources SET fault = $2, fault_login = $3 WHERE name = $1")
            .bind(name)
            .bind(fault)
            .bind(i64::from(login))
            .execute(self.conn())
            .await?;
        Ok(fresh.rows_affected() == 1)
    }
}

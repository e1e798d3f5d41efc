//! What operators ask about the whole: counts, the oldest, the lines of one complaint. Reads only.

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Row};

use super::complaints::{COLUMNS, Complaint, read};
use super::{Store, StoreFault, instant, micros};

/// The outbox at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbox {
    /// Open letters by phase.
    pub phases: Vec<(String, i64)>,
    /// Held letters that wait for an approver; part of `held`.
    pub awaiting_approval: i64,
    /// Refused letters of which the desk has not been told.
    pub untold: i64,
    /// When the oldest letter that should leave was queued.
    pub oldest: Option<DateTime<Utc>>,
}

impl Store {
    /// The outbox at a glance.
    pub async fn outbox(&self) -> Result<Outbox, StoreFault> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM letters WHERE phase = 'held' AND awaits IS NOT NULL), \
             (SELECT COUNT(*) FROM letters WHERE phase = 'refused' AND told_at IS NULL), \
             (SELECT MIN(created_at) FROM letters WHERE phase IN ('ready', 'intended', 'sending', 'unclear'))",
        )
        .fetch_one(&self.reader)
        .await?;
        Ok(Outbox {
            phases: self.letter_counts().await?,
            awaiting_approval: row.try_get(0)?,
            untold: row.try_get(1)?,
            oldest: row.try_get::<Option<i64>, _>(2)?.map(instant),
        })
    }

    /// True if the letter carries an answer that no approver has let go yet.
    pub async fn awaits_approval(&self, letter: i64) -> Result<bool, StoreFault> {
        let row = sqlx::query("SELECT COUNT(*) FROM letters WHERE id = $1 AND awaits IS NOT NULL")
            .bind(letter)
            .fetch_one(&self.reader)
            .await?;
        Ok(row.try_get::<i64, _>(0)? > 0)
    }

    /// How many items are in the pen, and since when the oldest.
    pub async fn pen_count(&self) -> Result<(i64, Option<DateTime<Utc>>), StoreFault> {
        let row = sqlx::query("SELECT COUNT(*), MIN(since) FROM pen WHERE settled_at IS NULL")
            .fetch_one(&self.reader)
            .await?;
        Ok((row.try_get(0)?, row.try_get::<Option<i64>, _>(1)?.map(instant)))
    }

    /// Lines of the log about one complaint, in order. Reads the whole log.
    pub async fn lines_about(&self, number: &str) -> Result<Vec<String>, StoreFault> {
        let case = serde_json::Value::from(number);
        let rows = sqlx::query("SELECT line FROM sync_log WHERE line LIKE $1 ORDER BY n")
            .bind(format!("%,\"kasus\":{case},%"))
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Complaints after the one with this id that came in since then, the oldest first.
    pub async fn complaints_after(
        &self,
        id: i64,
        since: DateTime<Utc>,
        at_most: i64,
    ) -> Result<Vec<Complaint>, StoreFault> {
        let text = format!("{COLUMNS} WHERE id > $1 AND received_at >= $2 ORDER BY id LIMIT $3");
        let rows =
            sqlx::query(AssertSqlSafe(text)).bind(id).bind(micros(since)).bind(at_most).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }
}

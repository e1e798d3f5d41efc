//! Closed complaints that were kept long enough, and those that must be kept all the same.
//!
//! In: an office and a moment. Out: complaints. Erases nothing: that is [`super::erasure`], on a person's word. How
//! long an office keeps is not known here.

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Row};

use super::complaints::{COLUMNS, Complaint, read};
use super::erasure::ERASED;
use super::{Store, StoreFault, WriteTx, instant, micros};

/// Ended before $2, not erased, not under a legal hold.
const KEPT: &str = "office = $1 AND status = 'closed' AND closed_at < $2 AND text <> $3 \
     AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.complaint = complaints.id)";

impl Store {
    /// Complaints of an office that ended before a moment and may go, the oldest end first.
    pub async fn kept_since_before(
        &self,
        office: &str,
        before: DateTime<Utc>,
        at_most: i64,
    ) -> Result<Vec<Complaint>, StoreFault> {
        let text = format!("{COLUMNS} WHERE {KEPT} ORDER BY closed_at, id LIMIT $4");
        let rows = sqlx::query(AssertSqlSafe(text))
            .bind(office)
            .bind(micros(before))
            .bind(ERASED)
            .bind(at_most)
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(read).collect()
    }

    /// How many these are, and when the first of them ended.
    pub async fn count_kept_since_before(
        &self,
        office: &str,
        before: DateTime<Utc>,
    ) -> Result<(i64, Option<DateTime<Utc>>), StoreFault> {
        let text = format!("SELECT COUNT(*), MIN(closed_at) FROM complaints WHERE {KEPT}");
        let row = sqlx::query(AssertSqlSafe(text))
            .bind(office)
            .bind(micros(before))
            .bind(ERASED)
            .fetch_one(&self.reader)
            .await?;
        Ok((row.try_get(0)?, row.try_get::<Option<i64>, _>(1)?.map(instant)))
    }

    /// Since when a complaint is under a legal hold.
    pub async fn legal_hold(&self, complaint: i64) -> Result<Option<DateTime<Utc>>, StoreFault> {
        let row = sqlx::query("SELECT since FROM legal_holds WHERE complaint = $1")
            .bind(complaint)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|row| row.try_get::<i64, _>(0)).transpose()?.map(instant))
    }
}

impl WriteTx {
    /// Puts a complaint under a legal hold; false if it was.
    pub async fn put_legal_hold(&mut self, complaint: i64) -> Result<bool, StoreFault> {
        let now = micros(self.now());
        let put = "INSERT INTO legal_holds (complaint, since) VALUES ($1, $2) ON CONFLICT (complaint) DO NOTHING";
        Ok(sqlx::query(put).bind(complaint).bind(now).execute(self.conn()).await?.rows_affected() > 0)
    }

    /// Lifts it; false if there was none.
    pub async fn lift_legal_hold(&mut self, complaint: i64) -> Result<bool, StoreFault> {
        let lift = "DELETE FROM legal_holds WHERE complaint = $1";
        Ok(sqlx::query(lift).bind(complaint).execute(self.conn()).await?.rows_affected() > 0)
    }
}

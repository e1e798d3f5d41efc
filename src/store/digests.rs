//! Texts of a flood that were kept and of which the officer has not been told one by one: they wait for a digest.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::sql::{insert, row};
use super::{Store, StoreFault, WriteTx, instant, micros};

/// A text that waits for the digest.
#[derive(Debug, Clone, Copy)]
pub struct Untold {
    /// The arrival.
    pub arrival: i64,
    /// Its bytes.
    pub blob: i64,
    /// When it came.
    pub received: DateTime<Utc>,
}

impl Store {
    /// Complaints whose oldest such text has waited since `before` or longer.
    pub async fn complaints_with_untold(&self, before: DateTime<Utc>) -> Result<Vec<i64>, StoreFault> {
        let text = "SELECT complaint FROM untold GROUP BY complaint HAVING MIN(since) <= $1 ORDER BY complaint";
        let rows = sqlx::query(text).bind(micros(before)).fetch_all(&self.reader).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Such texts of a complaint, the oldest first.
    pub async fn untold_of(&self, complaint: i64, at_most: i64) -> Result<Vec<Untold>, StoreFault> {
        let rows = sqlx::query(
            "SELECT u.arrival, a.blob, a.received_at FROM untold u JOIN arrivals a ON a.id = u.arrival \
             WHERE u.complaint = $1 AND a.blob IS NOT NULL ORDER BY u.arrival LIMIT $2",
        )
        .bind(complaint)
        .bind(at_most)
        .fetch_all(&self.reader)
        .await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(Untold { arrival: row.try_get(0)?, blob: row.try_get(1)?, received: instant(row.try_get(2)?) })
        };
        rows.iter().map(read).collect()
    }
}

impl WriteTx {
    /// These wait for the digest: arrival, complaint.
    pub(super) async fn keep_untold(&mut self, untold: Vec<(i64, i64)>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let rows = untold.into_iter().map(|(arrival, complaint)| row![arrival, complaint, now]).collect();
        let head = "INSERT INTO untold (arrival, complaint, since)";
        insert(self.conn(), head, "ON CONFLICT (arrival) DO NOTHING", rows).await?;
        Ok(())
    }

    /// A digest tells of a complaint's texts up to this one. False if another node was quicker.
    pub async fn digested(&mut self, complaint: i64, last: i64) -> Result<bool, StoreFault> {
        let done = sqlx::query("DELETE FROM untold WHERE complaint = $1 AND arrival <= $2")
            .bind(complaint)
            .bind(last)
            .execute(self.conn())
            .await?;
        Ok(done.rows_affected() > 0)
    }
}

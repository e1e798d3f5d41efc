//! Vigils: complaints in which somebody may be in danger and nobody of the duty list has answered yet.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::sql::{insert, row};
use super::{Store, StoreFault, WriteTx, instant, micros};

/// A vigil that is due to be looked at.
#[derive(Debug, Clone)]
pub struct Vigil {
    /// Which complaint.
    pub complaint: i64,
    /// How often the duty list was alerted again.
    pub rounds: i64,
}

impl Store {
    /// When a duty list must be alerted again.
    pub async fn next_vigil_at(&self) -> Result<Option<DateTime<Utc>>, StoreFault> {
        let row = sqlx::query("SELECT next_at FROM vigils WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1")
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(instant))
    }

    /// How many complaints in which somebody may be in danger wait for a word of the duty list.
    pub async fn open_vigils(&self) -> Result<i64, StoreFault> {
        let row = sqlx::query("SELECT COUNT(*) FROM vigils WHERE next_at IS NOT NULL").fetch_one(&self.reader).await?;
        Ok(row.try_get(0)?)
    }
}

impl WriteTx {
    /// Begins vigils: complaint, when the duty list is alerted again. One that is there already goes on as it is.
    pub(super) async fn open_vigils(&mut self, vigils: Vec<(i64, DateTime<Utc>)>) -> Result<(), StoreFault> {
        let rows = vigils.into_iter().map(|(complaint, next)| row![complaint, micros(next)]).collect();
        let head = "INSERT INTO vigils (complaint, next_at)";
        insert(self.conn(), head, "ON CONFLICT (complaint) DO NOTHING", rows).await?;
        Ok(())
    }

    /// Vigils that are due.
    pub async fn due_vigils(&mut self, at_most: i64) -> Result<Vec<Vigil>, StoreFault> {
        let now = micros(self.now());
        let rows = sqlx::query(
            "SELECT complaint, rounds FROM vigils WHERE next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at LIMIT $2",
        )
        .bind(now)
        .bind(at_most)
        .fetch_all(self.conn())
        .await?;
        rows.iter().map(|row| Ok(Vigil { complaint: row.try_get(0)?, rounds: row.try_get(1)? })).collect()
    }

    /// The duty list was alerted once more, and will be again at `next` (`None`: the vigil is over).
    pub async fn vigil_kept(&mut self, complaint: i64, next: Option<DateTime<Utc>>) -> Result<(), StoreFault> {
        sqlx::query("UPDATE vigils SET rounds = rounds + 1, next_at = $2 WHERE complaint = $1 AND taken_at IS NULL")
            .bind(complaint)
            .bind(next.map(micros))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// One of the duty list has it; the first word counts.
    pub(super) async fn take_vigil(&mut self, complaint: i64, by: &str) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "UPDATE vigils SET taken_at = $2, taken_by = $3, next_at = NULL WHERE complaint = $1 AND taken_at IS NULL",
        )
        .bind(complaint)
        .bind(now)
        .bind(by)
        .execute(self.conn())
        .await?;
        Ok(())
    }
}

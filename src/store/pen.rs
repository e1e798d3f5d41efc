//! The holding pen: what nobody could tell, with guesses, until a person says.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::change::NewPenItem;
use super::sql::{insert, row};
use super::{Store, StoreFault, WriteTx, instant, micros};

/// An item of the pen.
#[derive(Debug, Clone)]
pub struct PenItem {
    /// Which arrival.
    pub arrival: i64,
    /// Whose.
    pub office: String,
    /// Why it is here.
    pub reason: String,
    /// Complaint numbers with reasons, best first.
    pub guesses: Vec<(String, String)>,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl Store {
    /// What is in the pen, the oldest first.
    pub async fn pen(&self, at_most: i64) -> Result<Vec<PenItem>, StoreFault> {
        let rows = sqlx::query(
            "SELECT arrival, office, reason, guesses, since FROM pen WHERE settled_at IS NULL ORDER BY since, arrival LIMIT $1",
        )
        .bind(at_most)
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|row| {
                let guesses: String = row.try_get(3)?;
                Ok(PenItem {
                    arrival: row.try_get(0)?,
                    office: row.try_get(1)?,
                    reason: row.try_get(2)?,
                    guesses: serde_json::from_str(&guesses)
                        .map_err(|error| StoreFault::Broken(format!("guesses of a pen item: {error}")))?,
                    since: instant(row.try_get(4)?),
                })
            })
            .collect()
    }
}

impl WriteTx {
    pub(super) async fn put_in_pen(&mut self, items: Vec<NewPenItem>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let mut rows = Vec::with_capacity(items.len());
        for item in items {
            let guesses = serde_json::to_string(&item.guesses)
                .map_err(|error| StoreFault::Broken(format!("guesses of a pen item: {error}")))?;
            rows.push(row![item.arrival, item.office, item.reason, guesses, now]);
        }
        let head = "INSERT INTO pen (arrival, office, reason, guesses, since)";
        // What a person sent back to the desk may come to the pen again, and is then open again.
        let again = "ON CONFLICT (arrival) DO UPDATE SET reason = excluded.reason, guesses = excluded.guesses, \
                     since = excluded.since, settled_at = NULL, verdict = NULL";
        insert(self.conn(), head, again, rows).await?;
        Ok(())
    }

    /// A person has said what to do with an item. False if it was not (any longer) in the pen.
    pub async fn settle_pen(&mut self, arrival: i64, verdict: &str) -> Result<bool, StoreFault> {
        let now = micros(self.now());
        let changed =
            sqlx::query("UPDATE pen SET settled_at = $2, verdict = $3 WHERE arrival = $1 AND settled_at IS NULL")
                .bind(arrival)
                .bind(now)
                .bind(verdict)
                .execute(self.conn())
                .await?;
        Ok(changed.rows_affected() == 1)
    }

    /// Puts an arrival back into the inbox, to be handled once more, and read by itself: it may be what ended a run.
    pub async fn unhandle(&mut self, arrival: i64) -> Result<(), StoreFault> {
        sqlx::query(
            "UPDATE arrivals SET handled_at = NULL, outcome = NULL, reason = NULL, parse_tries = 1 WHERE id = $1",
        )
        .bind(arrival)
        .execute(self.conn())
        .await?;
        Ok(())
    }
}

//! Texts that a gateway took and of which it says more only when it is asked.

use chrono::{DateTime, Utc};
use sqlx::Row;

use crate::store::{StoreFault, WriteTx, instant, micros};

/// A text to ask about.
#[derive(Debug, Clone)]
pub struct Question {
    /// The letter.
    pub letter: i64,
    /// The gateway's id for it.
    pub remote_id: String,
    /// When the gateway took it.
    pub taken: DateTime<Utc>,
    /// How often it was asked about.
    pub asked: i64,
}

impl WriteTx {
    /// Texts of an office and channel that were taken between `since` and `until`, and whose time to be asked about has
    /// come.
    pub async fn questions(
        &mut self,
        office: &str,
        channel: &str,
        (since, until): (DateTime<Utc>, DateTime<Utc>),
        at_most: i64,
    ) -> Result<Vec<Question>, StoreFault> {
        let now = micros(self.now());
        let rows = sqlx::query(
            "SELECT id, remote_id, done_at, asked FROM letters WHERE phase = 'accepted' AND remote_id IS NOT NULL \
             AND channel IN ('sms', 'whatsapp') AND office = $1 AND channel = $2 AND done_at > $3 AND done_at <= $4 \
             AND (ask_at <= $5 OR (ask_at IS NULL AND asked = 0)) ORDER BY done_at LIMIT $6",
        )
        .bind(office)
        .bind(channel)
        .bind(micros(since))
        .bind(micros(until))
        .bind(now)
        .bind(at_most)
        .fetch_all(self.conn())
        .await?;
        let question = |row: &sqlx::any::AnyRow| {
            Ok(Question {
                letter: row.try_get(0)?,
                remote_id: row.try_get(1)?,
                taken: instant(row.try_get(2)?),
                asked: row.try_get(3)?,
            })
        };
        rows.iter().map(question).collect()
    }

    /// It is being asked about, and next at `next` (`None`: never again). False if another node was quicker.
    pub async fn question_asked(
        &mut self,
        question: &Question,
        next: Option<DateTime<Utc>>,
    ) -> Result<bool, StoreFault> {
        let done = sqlx::query("UPDATE letters SET asked = asked + 1, ask_at = $2 WHERE id = $1 AND asked = $3")
            .bind(question.letter)
            .bind(next.map(micros))
            .bind(question.asked)
            .execute(self.conn())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

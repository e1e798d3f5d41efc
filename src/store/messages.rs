//! What citizens wrote after their complaints, masked, in the order in which it came.

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::change::NewMessage;
use super::sql::{insert, row};
use super::{Store, StoreFault, WriteTx, instant, micros};

/// A further message as it stands in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The arrival.
    pub arrival: i64,
    /// When the office got it.
    pub at: DateTime<Utc>,
    /// The text, masked.
    pub text: String,
}

const OF_COMPLAINT: &str = "SELECT arrival, at, text FROM messages WHERE complaint = $1 ORDER BY arrival";

fn read(row: &AnyRow) -> Result<Message, StoreFault> {
    Ok(Message { arrival: row.try_get(0)?, at: instant(row.try_get(1)?), text: row.try_get(2)? })
}

impl Store {
    /// The further messages of a complaint, the oldest first.
    pub async fn messages(&self, complaint: i64) -> Result<Vec<Message>, StoreFault> {
        sqlx::query(OF_COMPLAINT).bind(complaint).fetch_all(&self.reader).await?.iter().map(read).collect()
    }
}

impl WriteTx {
    /// The further messages of a complaint, the oldest first.
    pub async fn messages_of(&mut self, complaint: i64) -> Result<Vec<Message>, StoreFault> {
        sqlx::query(OF_COMPLAINT).bind(complaint).fetch_all(self.conn()).await?.iter().map(read).collect()
    }

    pub(super) async fn keep_messages(&mut self, messages: Vec<NewMessage>) -> Result<(), StoreFault> {
        let rows = messages.into_iter().map(|m| row![m.arrival, m.complaint, micros(m.at), m.text]).collect();
        let head = "INSERT INTO messages (arrival, complaint, at, text)";
        insert(self.conn(), head, "ON CONFLICT (arrival) DO NOTHING", rows).await?;
        Ok(())
    }
}

//! The holding pen: what nobody could tell, with guesses, until a person says.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::change::NewPenItem;
use super::sql::{Value, insert, row, select_in};
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

/// What a person said an item of the pen is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PenVerdict {
    /// A new complaint.
    New,
    /// It belongs to the complaint with this number.
    Complaint(String),
    /// It is the answer of the unit that has this complaint, though the sender is not known as its officer.
    Officer(String),
    /// Nothing to do.
    Reject,
}

impl PenVerdict {
    /// The verdict as auditors read it.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::New => "laporan baru".to_owned(),
            Self::Complaint(number) => format!("bagian dari {number}"),
            Self::Officer(number) => format!("jawaban petugas atas {number}"),
            Self::Reject => "disisihkan".to_owned(),
        }
    }

    /// The word in the database.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::New => "new".to_owned(),
            Self::Complaint(number) => format!("complaint:{number}"),
            Self::Officer(number) => format!("officer:{number}"),
            Self::Reject => "reject".to_owned(),
        }
    }

    /// The complaint it names.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Complaint(number) | Self::Officer(number) => Some(number),
            Self::New | Self::Reject => None,
        }
    }

    /// The verdict for a word, if it is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.split_once(':') {
            None if word == "new" => Some(Self::New),
            None if word == "reject" => Some(Self::Reject),
            Some(("complaint", number)) => Some(Self::Complaint(number.to_owned())),
            Some(("officer", number)) => Some(Self::Officer(number.to_owned())),
            _ => None,
        }
    }
}

impl Store {
    /// One item that is in the pen.
    pub async fn pen_item(&self, arrival: i64) -> Result<Option<PenItem>, StoreFault> {
        Ok(self.pen(i64::MAX).await?.into_iter().find(|item| item.arrival == arrival))
    }

    /// What is in the pen, the oldest first.
    pub async fn pen(&self, at_most: i64) -> Result<Vec<PenItem>, StoreFault> {
        let text = format!("{ITEMS} ORDER BY since, arrival LIMIT $1");
        let rows = sqlx::query(sqlx::AssertSqlSafe(text)).bind(at_most).fetch_all(&self.reader).await?;
        rows.iter().map(item).collect()
    }
}

/// Items that nobody has settled.
const ITEMS: &str = "SELECT arrival, office, reason, guesses, since FROM pen WHERE settled_at IS NULL";

fn item(row: &sqlx::any::AnyRow) -> Result<PenItem, StoreFault> {
    let guesses: String = row.try_get(3)?;
    Ok(PenItem {
        arrival: row.try_get(0)?,
        office: row.try_get(1)?,
        reason: row.try_get(2)?,
        guesses: serde_json::from_str(&guesses)
            .map_err(|error| StoreFault::Broken(format!("guesses of a pen item: {error}")))?,
        since: instant(row.try_get(4)?),
    })
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

    /// What the desk has said by mail: what it knows to be something is on the triage desk again.
    pub(super) async fn settle_in_pen(
        &mut self,
        verdicts: Vec<(i64, PenVerdict)>,
        words: Vec<(i64, i64)>,
    ) -> Result<(), StoreFault> {
        for (item, verdict) in verdicts {
            if self.settle_pen(item, &verdict).await? && verdict != PenVerdict::Reject {
                self.unhandle(item).await?;
            }
        }
        let rows = words.into_iter().map(|(arrival, item)| row![arrival, item]).collect();
        insert(self.conn(), "INSERT INTO pen_words (arrival, item)", "ON CONFLICT (arrival) DO NOTHING", rows).await?;
        Ok(())
    }

    /// An item that nobody has settled yet.
    pub async fn pen_item_open(&mut self, arrival: i64) -> Result<Option<PenItem>, StoreFault> {
        let text = format!("{ITEMS} AND arrival = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(text)).bind(arrival).fetch_optional(self.conn()).await?;
        row.as_ref().map(item).transpose()
    }

    /// True if the raw bytes of an arrival are here.
    pub async fn has_bytes(&mut self, arrival: i64) -> Result<bool, StoreFault> {
        let text = "SELECT 1 FROM arrivals WHERE id = $1 AND blob IS NOT NULL";
        Ok(sqlx::query(text).bind(arrival).fetch_optional(self.conn()).await?.is_some())
    }

    /// A person has said what to do with an item. False if it was not (any longer) in the pen.
    pub async fn settle_pen(&mut self, arrival: i64, verdict: &PenVerdict) -> Result<bool, StoreFault> {
        let now = micros(self.now());
        let changed =
            sqlx::query("UPDATE pen SET settled_at = $2, verdict = $3 WHERE arrival = $1 AND settled_at IS NULL")
                .bind(arrival)
                .bind(now)
                .bind(verdict.word())
                .execute(self.conn())
                .await?;
        Ok(changed.rows_affected() == 1)
    }

    /// What persons said about these arrivals.
    pub async fn verdicts(&mut self, arrivals: &[i64]) -> Result<HashMap<i64, PenVerdict>, StoreFault> {
        let ids = arrivals.iter().map(|id| Value::from(*id)).collect();
        let before = "SELECT arrival, verdict FROM pen WHERE verdict IS NOT NULL AND arrival IN";
        let mut found = HashMap::new();
        for row in select_in(self.conn(), before, "", ids).await? {
            let word: String = row.try_get(1)?;
            let verdict = PenVerdict::from_word(&word)
                .ok_or_else(|| StoreFault::Broken(format!("verdict `{word}` in table pen")))?;
            found.insert(row.try_get(0)?, verdict);
        }
        Ok(found)
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

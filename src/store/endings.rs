//! The question whether a citizen is content, the words on it, and until when his silence is awaited.
//!
//! In: that the question was taken for sending, what somebody said. Out: what the conclude duty must look at. Knows no
//! limit: how long silence is awaited is decided elsewhere.

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::change::NewWord;
use super::sql::{insert, row};
use super::{Store, StoreFault, WriteTx, instant, micros};
use crate::domain::{Deadline, Verdict};

/// Where a complaint stands on its way to the end.
#[derive(Debug, Clone)]
pub struct Ending {
    /// Which complaint.
    pub complaint: i64,
    /// When the question was last taken for sending.
    pub asked: Option<DateTime<Utc>>,
    /// Until when silence is awaited; `None`: nobody has reckoned it yet, or it is awaited for ever.
    pub silence: Option<Deadline>,
    /// What was said and not yet acted upon.
    pub word: Option<Verdict>,
    /// Who said it; empty where nothing was said.
    pub word_by: String,
    /// The arrival in which it was said.
    pub word_in: Option<i64>,
    /// How often a person was asked to read what is not clear.
    pub reread: i64,
    /// How often the reporter was not content.
    pub objections: i64,
    /// When he said that nothing of it may hang on the notice board.
    pub unpublished: Option<DateTime<Utc>>,
}

const COLUMNS: &str =
    "SELECT complaint, asked_at, silence, word, word_by, word_in, reread, objections, unpublished_at FROM endings";

fn read(row: &AnyRow) -> Result<Ending, StoreFault> {
    let silence: Option<String> = row.try_get(2)?;
    let silence = silence.map(|json| serde_json::from_str(&json)).transpose();
    let word: Option<String> = row.try_get(3)?;
    Ok(Ending {
        complaint: row.try_get(0)?,
        asked: row.try_get::<Option<i64>, _>(1)?.map(instant),
        silence: silence.map_err(|error| StoreFault::Broken(format!("a silence: {error}")))?,
        word: word.as_deref().and_then(Verdict::from_word),
        word_by: row.try_get::<Option<String>, _>(4)?.unwrap_or_default(),
        word_in: row.try_get(5)?,
        reread: row.try_get(6)?,
        objections: row.try_get(7)?,
        unpublished: row.try_get::<Option<i64>, _>(8)?.map(instant),
    })
}

impl Store {
    /// When the conclude duty must look next.
    pub async fn next_ending_at(&self) -> Result<Option<DateTime<Utc>>, StoreFault> {
        let row = sqlx::query("SELECT next_at FROM endings WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1")
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.map(instant))
    }

    /// Where a complaint stands on its way to the end; `None`: it was never answered.
    pub async fn ending_of(&self, complaint: i64) -> Result<Option<Ending>, StoreFault> {
        let text = format!("{COLUMNS} WHERE complaint = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(text)).bind(complaint).fetch_optional(&self.reader).await?;
        row.as_ref().map(read).transpose()
    }
}

impl WriteTx {
    /// The answer with its question was taken for sending: from now on silence is awaited. What was said before is
    /// over.
    pub(super) async fn satisfaction_asked(&mut self, complaint: i64) -> Result<(), StoreFault> {
        let now = micros(self.now());
        insert(
            self.conn(),
            "INSERT INTO endings (complaint, asked_at, next_at)",
            "ON CONFLICT (complaint) DO UPDATE SET asked_at = excluded.asked_at, next_at = excluded.next_at, \
             silence = NULL, word = NULL, word_by = NULL, word_in = NULL, reread = 0",
            vec![row![complaint, now, now]],
        )
        .await?;
        Ok(())
    }

    /// Nothing is awaited any more.
    pub(super) async fn ask_no_more(&mut self, complaint: i64) -> Result<(), StoreFault> {
        sqlx::query(
            "UPDATE endings SET silence = NULL, word = NULL, word_by = NULL, word_in = NULL, next_at = NULL WHERE complaint = $1",
        )
        .bind(complaint)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// Somebody said something; the conclude duty looks at it at once. The last word counts.
    pub async fn keep_words(&mut self, words: Vec<NewWord>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        for word in words {
            insert(
                self.conn(),
                "INSERT INTO endings (complaint, word, word_by, word_in, next_at)",
                "ON CONFLICT (complaint) DO UPDATE SET word = excluded.word, word_by = excluded.word_by, \
                 word_in = excluded.word_in, next_at = excluded.next_at, silence = NULL, reread = 0",
                vec![row![word.complaint, word.word.word(), word.by, word.arrival, now]],
            )
            .await?;
        }
        Ok(())
    }

    /// The reporter wants nothing of it on the notice board.
    pub(super) async fn keep_off_the_board(&mut self, complaint: i64) -> Result<(), StoreFault> {
        let now = micros(self.now());
        insert(
            self.conn(),
            "INSERT INTO endings (complaint, unpublished_at)",
            "ON CONFLICT (complaint) DO UPDATE SET unpublished_at = COALESCE(endings.unpublished_at, excluded.unpublished_at)",
            vec![row![complaint, now]],
        )
        .await?;
        Ok(())
    }

    /// How often the reporter was not content.
    pub async fn objections(&mut self, complaint: i64) -> Result<i64, StoreFault> {
        let row = sqlx::query("SELECT objections FROM endings WHERE complaint = $1")
            .bind(complaint)
            .fetch_optional(self.conn())
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or_default())
    }

    /// What is to be looked at now.
    pub async fn due_endings(&mut self, at_most: i64) -> Result<Vec<Ending>, StoreFault> {
        let now = micros(self.now());
        let text = format!("{COLUMNS} WHERE next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at LIMIT $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(text)).bind(now).bind(at_most).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// Until when silence is awaited, and when to look again; neither: for ever.
    pub async fn await_silence(&mut self, complaint: i64, until: Option<&Deadline>) -> Result<(), StoreFault> {
        let json = until.map(serde_json::to_string).transpose();
        let json = json.map_err(|error| StoreFault::Broken(format!("a silence: {error}")))?;
        // The last second of the limit still belongs to the citizen.
        let next = until.map(|until| micros(until.due.to_utc()) + 1_000_000);
        sqlx::query("UPDATE endings SET silence = $2, next_at = $3 WHERE complaint = $1")
            .bind(complaint)
            .bind(json)
            .bind(next)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// A person was asked to read it, and is asked again then.
    pub async fn asked_to_read(&mut self, complaint: i64, again: Option<DateTime<Utc>>) -> Result<(), StoreFault> {
        sqlx::query("UPDATE endings SET reread = reread + 1, next_at = $2 WHERE complaint = $1")
            .bind(complaint)
            .bind(again.map(micros))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Looks at it again then.
    pub async fn look_at_ending(&mut self, complaint: i64, at: DateTime<Utc>) -> Result<(), StoreFault> {
        sqlx::query("UPDATE endings SET next_at = $2 WHERE complaint = $1")
            .bind(complaint)
            .bind(micros(at))
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// Answers that the citizen has: unit, when, text.
    pub async fn given_answers(&mut self, complaint: i64) -> Result<Vec<(String, DateTime<Utc>, String)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT a.unit, a.created_at, a.text FROM answers a LEFT JOIN letters l ON l.id = a.letter \
             WHERE a.complaint = $1 AND (l.phase IS NULL OR l.phase IN ('accepted', 'proven')) ORDER BY a.id",
        )
        .bind(complaint)
        .fetch_all(self.conn())
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, instant(row.try_get(1)?), row.try_get(2)?))).collect()
    }

    /// The word was acted upon. `objected`: it was an objection.
    pub async fn word_done(&mut self, complaint: i64, objected: bool) -> Result<(), StoreFault> {
        sqlx::query(
            "UPDATE endings SET word = NULL, word_by = NULL, word_in = NULL, next_at = NULL, objections = objections + $2 \
             WHERE complaint = $1",
        )
        .bind(complaint)
        .bind(i64::from(objected))
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// The clocks of the closing, which rested while the answer was considered, run again as if they never had.
    pub async fn wake_closing_clocks(&mut self, complaint: i64) -> Result<(), StoreFault> {
        self.unmeet_deadlines(complaint, crate::domain::deadline::StopsAt::Closing).await
    }
}

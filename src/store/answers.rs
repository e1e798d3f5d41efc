//! Answers of officers: kept as written, waiting for the approvers of the office where it requires that, given way to a
//! newer draft.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::change::{Approval, NewAnswer};
use super::sql::{insert, row};
use super::{StoreFault, WriteTx, instant, micros};
use crate::domain::{Channel, LetterKind};

/// An answer that waits for approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: i64,
    /// Which complaint.
    pub complaint: i64,
    /// The held letter that carries it.
    pub letter: i64,
    /// How many of the chain have approved this very text.
    pub approved: i64,
    /// Who wrote it.
    pub unit: String,
    /// The exact text.
    pub text: String,
    /// Its digest.
    pub text_hash: String,
    /// False once it was let go or sent back.
    pub waits: bool,
    /// True once all have agreed: it leaves, or has left.
    pub let_go: bool,
    /// Blob of the mail whose files go with it.
    pub files: Option<i64>,
}

/// An answer that has left, and whose writer waits to hear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoneOut {
    /// Its id.
    pub answer: i64,
    /// Which complaint.
    pub complaint: i64,
    /// Who wrote it.
    pub unit: String,
    /// From which address.
    pub officer: String,
    /// By which way it left.
    pub channel: Channel,
    /// When the other side took it; `None`: it never left, and nobody waits any more.
    pub at: Option<DateTime<Utc>>,
}

impl WriteTx {
    /// Answers whose writers wait, and whose letter has come to its end: taken (at LAPOR!: read back), or dead.
    pub async fn answers_gone_out(&mut self, at_most: i64) -> Result<Vec<GoneOut>, StoreFault> {
        let rows = sqlx::query(
            "SELECT a.id, a.complaint, a.unit, a.officer, l.channel, CASE WHEN l.phase = 'refused' THEN NULL ELSE l.done_at END \
             FROM answers a JOIN letters l ON l.id = a.letter WHERE a.confirm = 1 \
             AND l.phase IN ('accepted', 'proven', 'refused') AND l.proof_at IS NULL ORDER BY a.id LIMIT $1",
        )
        .bind(at_most)
        .fetch_all(self.conn())
        .await?;
        let read = |row: &sqlx::any::AnyRow| {
            let channel: String = row.try_get(4)?;
            let unknown = || StoreFault::Broken(format!("channel {channel:?} of an answer"));
            Ok(GoneOut {
                answer: row.try_get(0)?,
                complaint: row.try_get(1)?,
                unit: row.try_get(2)?,
                officer: row.try_get(3)?,
                channel: Channel::from_word(&channel).ok_or_else(unknown)?,
                at: row.try_get::<Option<i64>, _>(5)?.map(instant),
            })
        };
        rows.iter().map(read).collect()
    }

    /// Nobody waits any more to hear of it.
    pub async fn answer_confirmed(&mut self, answer: i64) -> Result<(), StoreFault> {
        sqlx::query("UPDATE answers SET confirm = 0 WHERE id = $1").bind(answer).execute(self.conn()).await?;
        Ok(())
    }

    pub(super) async fn keep_answers(&mut self, answers: Vec<NewAnswer>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let rows = answers
            .into_iter()
            .map(|a| {
                row![
                    a.id,
                    a.complaint,
                    a.unit,
                    a.officer,
                    a.arrival,
                    a.text,
                    a.text_hash,
                    now,
                    a.letter,
                    i64::from(a.confirm)
                ]
            })
            .collect();
        let head =
            "INSERT INTO answers (id, complaint, unit, officer, arrival, text, text_hash, created_at, letter, confirm)";
        insert(self.conn(), head, "", rows).await?;
        Ok(())
    }

    /// The draft of a complaint that waits for approval: its id, and how many of the chain have approved it.
    pub async fn waiting_draft(&mut self, complaint: i64) -> Result<Option<(i64, i64)>, StoreFault> {
        let row = sqlx::query(
            "SELECT a.id, a.approved FROM answers a JOIN letters l ON l.id = a.letter WHERE a.complaint = $1 \
             AND l.phase = 'held' AND l.awaits IS NOT NULL ORDER BY a.id DESC LIMIT 1",
        )
        .bind(complaint)
        .fetch_optional(self.conn())
        .await?;
        row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
    }

    /// The unit whose answer is on its way to the citizen: written, approved where that is needed, and not there yet.
    pub async fn answer_under_way(&mut self, complaint: i64) -> Result<Option<String>, StoreFault> {
        let row = sqlx::query(
            "SELECT a.unit FROM answers a JOIN letters l ON l.id = a.letter WHERE a.complaint = $1 AND l.awaits IS NULL \
             AND l.phase IN ('ready', 'intended', 'sending', 'unclear', 'held') ORDER BY a.id DESC LIMIT 1",
        )
        .bind(complaint)
        .fetch_optional(self.conn())
        .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Answers that were written to a complaint, whatever became of them: unit and when.
    pub async fn answers_written(&mut self, complaint: i64) -> Result<Vec<(String, DateTime<Utc>)>, StoreFault> {
        let rows = sqlx::query("SELECT unit, created_at FROM answers WHERE complaint = $1 ORDER BY id")
            .bind(complaint)
            .fetch_all(self.conn())
            .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, instant(row.try_get(1)?)))).collect()
    }

    /// Drafts that wait for approval give way to a newer one of the same complaint.
    pub(super) async fn supersede_drafts(&mut self, complaint: i64, newer: i64) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "UPDATE letters SET phase = 'refused', done_at = $3, told_at = $3, last_fault = 'digantikan konsep yang lebih baru' \
             WHERE phase = 'held' AND awaits IS NOT NULL AND id IN (SELECT letter FROM answers WHERE complaint = $1 AND id < $2)",
        )
        .bind(complaint)
        .bind(newer)
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// The head has said whether the citizen is told of the Ombudsman: the letter that waits leaves, or dies.
    pub(super) async fn decide_notice(&mut self, complaint: i64, tell: bool) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let (phase, done) = if tell { ("ready", None) } else { ("refused", Some(now)) };
        sqlx::query(
            "UPDATE letters SET phase = $2, done_at = $3, told_at = $3, next_at = $4, awaits = NULL \
             WHERE complaint = $1 AND kind = $5 AND phase = 'held' AND awaits IS NOT NULL",
        )
        .bind(complaint)
        .bind(phase)
        .bind(done)
        .bind(now)
        .bind(LetterKind::OmbudsmanNotice.word())
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// The approver has spoken: the letter is let go, stays held for the next of the chain, or dies.
    pub(super) async fn record_approval(&mut self, approval: Approval) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query("UPDATE answers SET approved = COALESCE($2, approved) WHERE id = $1")
            .bind(approval.answer)
            .bind(approval.approved)
            .execute(self.conn())
            .await?;
        let (phase, done) = match (approval.approved, approval.release) {
            (Some(_), true) => ("ready", None),
            (Some(_), false) => ("held", None),
            (None, _) => ("refused", Some(now)),
        };
        sqlx::query(
            "UPDATE letters SET phase = $2, done_at = $3, next_at = $4, told_at = $3, \
             awaits = CASE WHEN $2 = 'ready' THEN NULL ELSE awaits END \
             WHERE phase = 'held' AND awaits IS NOT NULL AND id IN (SELECT letter FROM answers WHERE id = $1)",
        )
        .bind(approval.answer)
        .bind(phase)
        .bind(done)
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// A draft answer: the complaint, the letter that carries it, how many have approved it, its text.
    pub async fn draft(&mut self, answer: i64) -> Result<Option<Draft>, StoreFault> {
        let row = sqlx::query(
            "SELECT a.complaint, a.letter, a.approved, a.unit, a.text, a.text_hash, l.phase, l.attach, l.awaits FROM answers a \
             JOIN letters l ON l.id = a.letter WHERE a.id = $1",
        )
        .bind(answer)
        .fetch_optional(self.conn())
        .await?;
        row.map(|row| {
            Ok(Draft {
                id: answer,
                complaint: row.try_get(0)?,
                letter: row.try_get(1)?,
                approved: row.try_get(2)?,
                unit: row.try_get(3)?,
                text: row.try_get(4)?,
                text_hash: row.try_get(5)?,
                waits: row.try_get::<String, _>(6)? == "held",
                let_go: row.try_get::<Option<String>, _>(8)?.is_none(),
                files: row.try_get(7)?,
            })
        })
        .transpose()
    }
}

//! The outbox. Phases: `ready → intended → sending → accepted → proven`, or `refused`, or
//! `unclear → ready | held`. Every step after the claim carries the epoch of the lease: a late writer changes nothing.

mod afterwards;
mod outbox;
mod questions;
mod settlement;
mod steps;
mod tray;

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::{Store, StoreFault, instant};
use crate::domain::{Channel, LetterKind};
use crate::sync_log::{Entry, Event};

pub use questions::Question;
pub use settlement::{DAEMON, Settlement};
pub use steps::LetterStep;
pub use tray::{LetterTray, way};

/// The urgency of letters about danger.
pub const DANGER: i64 = 0;
/// The urgency of letters that may wait for all others.
pub const LEAST_URGENT: i64 = 2;

/// A letter as it stands in the outbox.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Our id.
    pub id: i64,
    /// Which complaint.
    pub complaint: Option<i64>,
    /// Its number, where it has one.
    pub number: Option<String>,
    /// Whose letter.
    pub office: String,
    /// By which channel it leaves.
    pub channel: Channel,
    /// What kind.
    pub kind: LetterKind,
    /// `pelapor`, `duty` or a unit id.
    pub audience: String,
    /// Address.
    pub recipient: String,
    /// From address.
    pub sender: String,
    /// Reply-To address.
    pub reply_to: Option<String>,
    /// Message-ID without angle brackets.
    pub message_id: String,
    /// Message-IDs to answer to, oldest first.
    pub thread: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// Blob to attach.
    pub attach: Option<i64>,
    /// How many bytes it has.
    pub attach_size: i64,
    /// 0 danger, 1 to officers and answers, 2 the rest.
    pub urgency: i64,
    /// `ready`, `intended`, …
    pub phase: String,
    /// Fence of the present lease.
    pub epoch: i64,
    /// How often it was tried.
    pub attempts: i64,
    /// How often it was sent again after an unclear outcome.
    pub repeats: i64,
    /// When it was queued.
    pub created: DateTime<Utc>,
    /// When it is tried next.
    pub next: DateTime<Utc>,
    /// Until when trying makes sense.
    pub deadline: Option<DateTime<Utc>>,
    /// When it was accepted or refused.
    pub done: Option<DateTime<Utc>>,
    /// What went wrong last.
    pub last_fault: Option<String>,
    /// When a person let it go.
    pub released: Option<DateTime<Utc>>,
    /// How often evidence was looked for since it was last sent.
    pub looks: i64,
}

impl Letter {
    /// True for a letter to the citizen.
    #[must_use]
    pub fn to_pelapor(&self) -> bool {
        self.audience == "pelapor"
    }
}

const COLUMNS: &str = "l.id, l.complaint, c.number, l.office, l.kind, l.audience, l.recipient, l.sender, l.reply_to, \
     l.message_id, l.thread, l.subject, t.body, l.attach, l.urgency, l.phase, l.epoch, l.attempts, l.repeats, l.created_at, \
     l.next_at, l.deadline_at, l.done_at, l.last_fault, l.channel, l.released_at, l.looks, \
     (SELECT b.size FROM blobs b WHERE b.id = l.attach) FROM letters l JOIN letter_texts t ON t.letter = l.id \
     LEFT JOIN complaints c ON c.id = l.complaint";

fn read(row: &AnyRow) -> Result<Letter, StoreFault> {
    let kind: String = row.try_get(4)?;
    let thread: String = row.try_get(10)?;
    let channel: String = row.try_get(24)?;
    Ok(Letter {
        id: row.try_get(0)?,
        complaint: row.try_get(1)?,
        number: row.try_get(2)?,
        office: row.try_get(3)?,
        kind: LetterKind::from_word(&kind).ok_or_else(|| StoreFault::Broken(format!("letter of kind `{kind}`")))?,
        audience: row.try_get(5)?,
        recipient: row.try_get(6)?,
        sender: row.try_get(7)?,
        reply_to: row.try_get(8)?,
        message_id: row.try_get(9)?,
        thread: thread.split_whitespace().map(str::to_owned).collect(),
        subject: row.try_get(11)?,
        body: row.try_get(12)?,
        attach: row.try_get(13)?,
        attach_size: row.try_get::<Option<i64>, _>(27)?.unwrap_or_default(),
        urgency: row.try_get(14)?,
        phase: row.try_get(15)?,
        epoch: row.try_get(16)?,
        attempts: row.try_get(17)?,
        repeats: row.try_get(18)?,
        created: instant(row.try_get(19)?),
        next: instant(row.try_get(20)?),
        deadline: row.try_get::<Option<i64>, _>(21)?.map(instant),
        done: row.try_get::<Option<i64>, _>(22)?.map(instant),
        last_fault: row.try_get(23)?,
        channel: Channel::from_word(&channel)
            .ok_or_else(|| StoreFault::Broken(format!("channel `{channel}` of a letter")))?,
        released: row.try_get::<Option<i64>, _>(25)?.map(instant),
        looks: row.try_get(26)?,
    })
}

impl Store {
    /// One letter.
    pub async fn letter(&self, id: i64) -> Result<Option<Letter>, StoreFault> {
        let text = format!("SELECT {COLUMNS} WHERE l.id = $1");
        let row = sqlx::query(AssertSqlSafe(text)).bind(id).fetch_optional(&self.reader).await?;
        row.as_ref().map(read).transpose()
    }

    /// Letters in some phases (all open ones if none is named), oldest first.
    pub async fn letters(&self, phase: Option<&str>, at_most: i64) -> Result<Vec<Letter>, StoreFault> {
        self.letters_of_office(None, phase, at_most).await
    }

    /// The same, of one office or of all.
    pub async fn letters_of_office(
        &self,
        office: Option<&str>,
        phase: Option<&str>,
        at_most: i64,
    ) -> Result<Vec<Letter>, StoreFault> {
        let text = format!(
            "SELECT {COLUMNS} WHERE (l.phase = $1 OR ($1 = '' AND l.phase IN ('ready','intended','sending','unclear','held'))) \
             AND ($3 = '' OR l.office = $3) ORDER BY l.id LIMIT $2"
        );
        let rows = sqlx::query(AssertSqlSafe(text))
            .bind(phase.unwrap_or_default())
            .bind(at_most)
            .bind(office.unwrap_or_default())
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Letters of a complaint in the order they were queued.
    pub async fn letters_of(&self, complaint: i64) -> Result<Vec<Letter>, StoreFault> {
        let text = format!("SELECT {COLUMNS} WHERE l.complaint = $1 ORDER BY l.id");
        let rows = sqlx::query(AssertSqlSafe(text)).bind(complaint).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// How many open letters there are by phase.
    pub async fn letter_counts(&self) -> Result<Vec<(String, i64)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT phase, COUNT(*) FROM letters WHERE phase IN ('ready','intended','sending','unclear','held') GROUP BY phase",
        )
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// How many texts wait to leave: office, channel, count.
    pub async fn texts_waiting(&self) -> Result<Vec<(String, String, i64)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT office, channel, COUNT(*) FROM letters WHERE phase IN ('ready', 'intended', 'sending', 'unclear') \
             AND channel IN ('sms', 'whatsapp') GROUP BY office, channel",
        )
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
    }
}

/// A line about an office and, where there is one, a complaint of it.
fn about(event: Event, actor: &str, office: &str, number: Option<&str>) -> Entry {
    let entry = Entry::new(event, actor).office(office);
    match number {
        Some(number) => entry.case(number),
        None => entry,
    }
}

/// A kind of letter as auditors read it.
fn label_of(word: &str) -> &str {
    match LetterKind::from_word(word) {
        Some(kind) => kind.label(),
        None => word,
    }
}

fn base_line(event: Event, letter: &Letter, actor: &str) -> Entry {
    about(event, actor, &letter.office, letter.number.as_deref())
        .fact("surat", letter.id)
        .fact("jenis", letter.kind.label())
        .fact("kepada", letter.audience.as_str())
}

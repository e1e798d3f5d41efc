//! Letters to queue, the answers they carry and the tokens that lead back: rows to be of the outbox and around it.

use chrono::{DateTime, Utc};

use crate::domain::{Channel, LetterKind};

/// A letter that has not left says something else from now on, and nothing hangs on it.
#[derive(Debug, Clone)]
pub struct Reworded {
    /// Which letter.
    pub letter: i64,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
}

/// A token that stands for one party of one complaint.
#[derive(Debug, Clone)]
pub struct NewThread {
    /// Unguessable.
    pub token: String,
    /// Which complaint.
    pub complaint: i64,
    /// `pelapor` or a unit id.
    pub party: String,
}

/// A letter to put into the outbox.
#[derive(Debug, Clone)]
pub struct NewLetter {
    /// Our id, from [`crate::store::WriteTx::next_id`].
    pub id: i64,
    /// The same for the same content to the same recipient: a second one is refused.
    pub key: String,
    /// Which complaint, if any.
    pub complaint: Option<i64>,
    /// Number of that complaint, for the log.
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
    /// Reply-To address with its token.
    pub reply_to: Option<String>,
    /// Message-ID without angle brackets; the same on every attempt.
    pub message_id: String,
    /// Message-IDs to answer to, oldest first.
    pub thread: Vec<String>,
    /// Subject line.
    pub subject: String,
    /// Text.
    pub body: String,
    /// Blob of a mail to attach.
    pub attach: Option<i64>,
    /// 0 danger, 1 to officers and answers, 2 the rest.
    pub urgency: i64,
    /// Held until a person (an approver) lets it go; the reason.
    pub held: Option<String>,
    /// The unit without whose word it never leaves; it is held then.
    pub awaits: Option<String>,
    /// When to send it first.
    pub not_before: DateTime<Utc>,
    /// Until when trying makes sense.
    pub deadline: Option<DateTime<Utc>>,
}

/// An officer's answer, kept as approved or sent.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    /// Our id.
    pub id: i64,
    /// Which complaint.
    pub complaint: i64,
    /// Whose officer.
    pub unit: String,
    /// His address.
    pub officer: String,
    /// The arrival it came in.
    pub arrival: i64,
    /// The exact text.
    pub text: String,
    /// SHA-256 of the normalised text, hex: the same answer twice is one.
    pub text_hash: String,
    /// The letter that carries it to the citizen; `None`: he was told on the spot.
    pub letter: Option<i64>,
    /// Its writer hears when it has left.
    pub confirm: bool,
}

/// An approver's word on a draft answer.
#[derive(Debug, Clone)]
pub struct Approval {
    /// Which answer.
    pub answer: i64,
    /// How many of the chain have approved this very text now; `None`: it was sent back or refused.
    pub approved: Option<i64>,
    /// True: the letter may leave.
    pub release: bool,
}

//! What people do outside and confirm: rows to be of the tasks.

use chrono::{DateTime, Utc};

/// Something that a person does outside and confirms.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// Our id, from [`crate::store::WriteTx::next_id`].
    pub id: i64,
    /// Whose.
    pub office: String,
    /// The routine or posting it belongs to.
    pub routine: String,
    /// Which of its occasions: a second row of the same name is refused.
    pub occasion: String,
    /// The complaint it is about.
    pub complaint: Option<i64>,
    /// The letter that stands for it in the outbox.
    pub letter: Option<i64>,
    /// For the reply address.
    pub token: String,
    /// The task whose letter it was asked in.
    pub together: i64,
    /// What it is, in a line.
    pub title: String,
    /// To copy as it is.
    pub text: String,
    /// Until when.
    pub due: DateTime<Utc>,
    /// When people were asked; `None`: not yet.
    pub asked: Option<DateTime<Utc>>,
    /// When it was missed; only where nobody could be asked in time.
    pub missed: Option<DateTime<Utc>>,
    /// By whom and with which word it is done already.
    pub done: Option<(String, String)>,
    /// When the routines duty looks again.
    pub next: Option<DateTime<Utc>>,
}

/// A task that somebody has confirmed.
#[derive(Debug, Clone)]
pub struct TaskDone {
    /// Which.
    pub task: i64,
    /// Who, by address.
    pub by: String,
    /// `SUDAH`.
    pub word: String,
    /// When his mail was received.
    pub at: DateTime<Utc>,
}

//! Complaints that open, change and end: their rows to be, their clocks, what their reporters say afterwards.

use chrono::{DateTime, Utc};

use crate::domain::deadline::StopsAt;
use crate::domain::{Channel, ClosedHow, Deadline, Decision, Verdict};
use crate::store::complaints::Complaint;
use crate::store::registrations::Registration;

/// A complaint to open.
#[derive(Debug, Clone)]
pub struct NewComplaint {
    /// Our id, from [`crate::store::WriteTx::next_id`].
    pub id: i64,
    /// `BTG-26-0123`.
    pub number: String,
    /// How it came.
    pub channel: Channel,
    /// When the office got it.
    pub received: DateTime<Utc>,
    /// Subject, masked.
    pub subject: String,
    /// One line, masked.
    pub summary: String,
    /// What the citizen wrote, masked.
    pub text: String,
    /// Channel and address for the answer.
    pub pelapor: Option<(Channel, String)>,
    /// Name as given.
    pub pelapor_name: Option<String>,
    /// Words of names that he gave away in his text.
    pub names: Option<String>,
    /// The arrival that opened it.
    pub arrival: i64,
    /// Message-ID of the citizen's mail.
    pub message_id: Option<String>,
    /// Mailbox address to which citizens and officers answer.
    pub intake: String,
    /// What was decided, with reasons; the deadlines in it become rows.
    pub decision: Decision,
    /// What each clock of `decision.deadlines` stops at, and when to look at it first.
    pub clocks: Vec<NewClock>,
    /// Digest of the configuration that decided.
    pub config: String,
    /// What an officer wrote down, where one registered it.
    pub registration: Option<Registration>,
    /// It is over as soon as it is registered.
    pub ended: Option<Ended>,
}

/// A complaint that is over as soon as it is registered: settled on the spot, or an entry of an old book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// When it was.
    pub at: DateTime<Utc>,
    /// True if the citizen was told something: its clocks are met.
    pub answered: bool,
}

/// A clock that starts to run.
#[derive(Debug, Clone)]
pub struct NewClock {
    /// The promise and its arithmetic.
    pub deadline: Deadline,
    /// What ends it.
    pub stops_at: StopsAt,
    /// When the remind duty looks at it first; `None` where it is met already.
    pub next_at: Option<DateTime<Utc>>,
}

/// What is known of a complaint was decided anew: more is to be hidden, a clock runs anew.
#[derive(Debug, Clone)]
pub struct Redecided {
    /// Which complaint.
    pub complaint: i64,
    /// What is decided now.
    pub decision: Decision,
    /// Subject, masked anew.
    pub subject: String,
    /// One line, masked anew.
    pub summary: String,
    /// The text, masked anew.
    pub text: String,
}

impl Redecided {
    /// As the complaint is held in the hand.
    #[must_use]
    pub fn of(complaint: &Complaint) -> Self {
        Self {
            complaint: complaint.id,
            decision: complaint.decision.clone(),
            subject: complaint.subject.clone(),
            summary: complaint.summary.clone(),
            text: complaint.text.clone(),
        }
    }
}

/// A complaint that is over.
#[derive(Debug, Clone)]
pub struct Closed {
    /// Which complaint.
    pub complaint: i64,
    /// How it ended.
    pub how: ClosedHow,
    /// Why, in Indonesian, for auditors; never a citizen's words.
    pub why: String,
    /// Who closed it: `sistem`, a unit, an operator.
    pub by: String,
}

/// A word on an answered or closed complaint, left for the conclude duty.
#[derive(Debug, Clone)]
pub struct NewWord {
    /// Which complaint.
    pub complaint: i64,
    /// What was said.
    pub word: Verdict,
    /// Who said it: `pelapor`, a unit, an operator.
    pub by: String,
    /// The arrival in which it was said.
    pub arrival: Option<i64>,
}

/// What the citizen wrote after his complaint.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// The arrival.
    pub arrival: i64,
    /// Which complaint.
    pub complaint: i64,
    /// When the office got it.
    pub at: DateTime<Utc>,
    /// The text, masked.
    pub text: String,
}

/// Two complaints of one office that belong together: id and number of each.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// The one.
    pub first: (i64, String),
    /// The other.
    pub second: (i64, String),
    /// Whose.
    pub office: String,
}

//! What a decision changes, as rows to be. [`super::WriteTx::apply`] is the one place where they are written, all together.

use chrono::{DateTime, Utc};

use super::letters::Settlement;
use super::registrations::{Handover, Registration};
use super::reports::{NewEntry, ReportState, Sweep};
use crate::domain::deadline::StopsAt;
use crate::domain::{Channel, Deadline, Decision, LetterKind, UnitId};
use crate::sync_log::Entry;

/// What became of an arrival; the word in the database and in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArrivalOutcome {
    /// It opened a complaint.
    Complaint,
    /// It belongs to one.
    Further,
    /// An officer wrote about one.
    OfficerReply,
    /// A machine wrote it.
    Machine,
    /// The same mail once more.
    Duplicate,
    /// A person must look.
    Pen,
    /// The server no longer had it.
    Gone,
    /// It was there before this installation began, and is not answered.
    Old,
    /// An officer's registration or handover that opened nothing: `NIHIL`, or what was registered before.
    Registration,
}

impl ArrivalOutcome {
    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Further => "further",
            Self::OfficerReply => "officer_reply",
            Self::Machine => "machine",
            Self::Duplicate => "duplicate",
            Self::Pen => "pen",
            Self::Gone => "gone",
            Self::Old => "old",
            Self::Registration => "registration",
        }
    }
}

/// An arrival that has been handled.
#[derive(Debug, Clone)]
pub struct Handled {
    /// Which.
    pub arrival: i64,
    /// What it was.
    pub outcome: ArrivalOutcome,
    /// The complaint it belongs to.
    pub complaint: Option<i64>,
    /// Its Message-ID, as a hint for later mails.
    pub message_id: Option<String>,
    /// Equal for the same mail elsewhere; `None` where it was not read.
    pub fingerprint: Option<String>,
    /// Why it was taken for that.
    pub reason: String,
}

/// A complaint to open.
#[derive(Debug, Clone)]
pub struct NewComplaint {
    /// Our id, from [`WriteTx::next_id`].
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

/// What is known of a complaint was decided anew: more is to be hidden.
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
    /// Our id, from [`WriteTx::next_id`].
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
    /// The letter that carries it to the citizen; `None`: he was told at the desk.
    pub letter: Option<i64>,
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

/// Something that a person does outside and confirms.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// Our id, from [`WriteTx::next_id`].
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

/// Something a person must look at.
#[derive(Debug, Clone)]
pub struct NewPenItem {
    /// Which arrival.
    pub arrival: i64,
    /// Whose.
    pub office: String,
    /// Why nobody could tell.
    pub reason: String,
    /// Complaint numbers it may belong to, with reasons, best first.
    pub guesses: Vec<(String, String)>,
}

/// Everything one decision, or a batch of them, changes.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Arrivals that are dealt with.
    pub handled: Vec<Handled>,
    /// Complaints to open.
    pub complaints: Vec<NewComplaint>,
    /// Handovers to keep.
    pub handovers: Vec<Handover>,
    /// Tokens to hand out.
    pub threads: Vec<NewThread>,
    /// Letters to queue.
    pub letters: Vec<NewLetter>,
    /// Answers to keep.
    pub answers: Vec<NewAnswer>,
    /// Complaints and what happened in them that ends clocks.
    pub met: Vec<(i64, StopsAt)>,
    /// Complaints that move to another unit; their old tokens die.
    pub moved: Vec<(i64, UnitId)>,
    /// Complaints of which a newer draft is written: older ones that still wait give way. Complaint, the newer answer.
    pub superseded: Vec<(i64, i64)>,
    /// Approvals of drafts.
    pub approvals: Vec<Approval>,
    /// Letters of which a server says that they did not arrive: letter, why.
    pub bounced: Vec<(i64, String)>,
    /// Letters of which a gateway says that the citizen's telephone has them.
    pub delivered: Vec<i64>,
    /// Addresses that get a receipt, for the ration.
    pub receipts: Vec<String>,
    /// Ways to reach the citizen of a complaint, beside the one he came by.
    pub contacts: Vec<(i64, Channel, String)>,
    /// Reports of another system, as they stand there now.
    pub reports: Vec<ReportState>,
    /// What stands under them and was not known.
    pub entries: Vec<NewEntry>,
    /// Sweeps that have seen every report of an account.
    pub sweeps: Vec<Sweep>,
    /// Letters that a look at the other system settles: letter, how, why.
    pub settled: Vec<(i64, Settlement, String)>,
    /// Complaints of which more is to be hidden than was decided at first.
    pub redecided: Vec<Redecided>,
    /// Letters that have not left and say less from now on.
    pub reworded: Vec<Reworded>,
    /// Complaints that are over, and why.
    pub closed: Vec<(i64, String)>,
    /// Complaints that were answered by another hand.
    pub answered_elsewhere: Vec<i64>,
    /// Answered complaints whose reporter has come back.
    pub reopened: Vec<i64>,
    /// Complaints in which somebody may be in danger, and when the duty list is alerted again.
    pub vigils: Vec<(i64, DateTime<Utc>)>,
    /// Complaints that one of the duty list has taken, and who.
    pub taken: Vec<(i64, String)>,
    /// Tasks of people outside.
    pub tasks: Vec<NewTask>,
    /// Tasks that are done.
    pub tasks_done: Vec<TaskDone>,
    /// Things for the holding pen.
    pub pen: Vec<NewPenItem>,
    /// Lines for the sync log.
    pub log: Vec<Entry>,
}

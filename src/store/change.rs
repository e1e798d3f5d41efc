//! What a decision changes, as rows to be. [`super::WriteTx::apply`] is the one place where they are written, all together.

mod words;

use chrono::{DateTime, Utc};

pub use self::words::{NewChoice, NewOrder, ReplacedClock, Sorted};

use super::complaints::Complaint;
use super::letters::Settlement;
use super::registrations::{Handover, Registration};
use super::reports::{NewEntry, ReportState, Sweep};
use super::vigils::Danger;
use crate::domain::deadline::StopsAt;
use crate::domain::{Channel, ClosedHow, Deadline, Decision, LetterKind, UnitId, Verdict};
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
    /// Our id, from [`super::WriteTx::next_id`].
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
    /// Our id, from [`super::WriteTx::next_id`].
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

/// Something that a person does outside and confirms.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// Our id, from [`super::WriteTx::next_id`].
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

impl Changes {
    /// What another decision changes, behind what this one does.
    pub fn append(&mut self, mut more: Self) {
        macro_rules! each {
            ($($field:ident),+ $(,)?) => { $(self.$field.append(&mut more.$field);)+ };
        }
        each!(
            handled,
            complaints,
            handovers,
            threads,
            letters,
            answers,
            sorted,
            replaced,
            clocks,
            orders,
            choices,
            met,
            moved,
            superseded,
            approvals,
            ombudsman,
            bounced,
            delivered,
            receipts,
            contacts,
            reports,
            entries,
            sweeps,
            settled,
            redecided,
            reworded,
            closed,
            words,
            messages,
            unpublished,
            restarted,
            links,
            answered_elsewhere,
            reopened,
            vigils,
            dangers,
            taken,
            untold,
            tasks,
            tasks_done,
            pen,
            log,
        );
    }

    /// Takes out what brings complaints to an end, or goes on after it.
    pub(super) fn take_endings(&mut self) -> Self {
        use std::mem::take;
        Self {
            closed: take(&mut self.closed),
            restarted: take(&mut self.restarted),
            messages: take(&mut self.messages),
            words: take(&mut self.words),
            unpublished: take(&mut self.unpublished),
            links: take(&mut self.links),
            ..Self::default()
        }
    }
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
    /// Complaints sorted anew by a person.
    pub sorted: Vec<Sorted>,
    /// Clocks that run no more.
    pub replaced: Vec<ReplacedClock>,
    /// Clocks that begin in complaints that are there already.
    pub clocks: Vec<(i64, NewClock)>,
    /// What officers have said.
    pub orders: Vec<NewOrder>,
    /// What they were asked back.
    pub choices: Vec<NewChoice>,
    /// Complaints and what happened in them that ends clocks.
    pub met: Vec<(i64, StopsAt)>,
    /// Complaints that move to another unit; their old tokens die.
    pub moved: Vec<(i64, UnitId)>,
    /// Complaints of which a newer draft is written: older ones that still wait give way. Complaint, the newer answer.
    pub superseded: Vec<(i64, i64)>,
    /// Approvals of drafts.
    pub approvals: Vec<Approval>,
    /// Complaints in which the head has said whether the citizen is told of the Ombudsman.
    pub ombudsman: Vec<(i64, bool)>,
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
    /// Complaints of which something was decided anew.
    pub redecided: Vec<Redecided>,
    /// Letters that have not left and say less from now on.
    pub reworded: Vec<Reworded>,
    /// Complaints that are over.
    pub closed: Vec<Closed>,
    /// Words on answered or closed complaints.
    pub words: Vec<NewWord>,
    /// What citizens wrote after their complaints.
    pub messages: Vec<NewMessage>,
    /// Complaints of which the reporter wants nothing on the notice board.
    pub unpublished: Vec<i64>,
    /// Clocks of complaints that are in the register, which run anew from another beginning.
    pub restarted: Vec<(i64, NewClock)>,
    /// Complaints that belong together, not by a person's word but because one follows the other.
    pub links: Vec<NewLink>,
    /// Complaints that were answered by another hand.
    pub answered_elsewhere: Vec<i64>,
    /// Answered complaints whose reporter has come back.
    pub reopened: Vec<i64>,
    /// Complaints in which somebody may be in danger, and when the duty list is alerted again.
    pub vigils: Vec<(i64, DateTime<Utc>)>,
    /// Later messages that tell of danger.
    pub dangers: Vec<Danger>,
    /// Complaints that one of the duty list has taken, and who.
    pub taken: Vec<(i64, String)>,
    /// Texts of a flood that wait for a digest: arrival, complaint.
    pub untold: Vec<(i64, i64)>,
    /// Tasks of people outside.
    pub tasks: Vec<NewTask>,
    /// Tasks that are done.
    pub tasks_done: Vec<TaskDone>,
    /// Things for the holding pen.
    pub pen: Vec<NewPenItem>,
    /// Lines for the sync log.
    pub log: Vec<Entry>,
}

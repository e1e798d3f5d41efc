//! What a decision changes, as rows to be. [`WriteTx::apply`] is the one place where they are written, all together.

use chrono::{DateTime, Utc};

use super::letters::Settlement;
use super::reports::{NewEntry, ReportState, Sweep};
use super::sql::{insert, row, update_from};
use super::{StoreFault, WriteTx, micros};
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
    /// The letter that carries it to the citizen.
    pub letter: i64,
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
    /// Things for the holding pen.
    pub pen: Vec<NewPenItem>,
    /// Lines for the sync log.
    pub log: Vec<Entry>,
}

impl WriteTx {
    /// Writes it all. Nothing is true before [`WriteTx::commit`].
    pub async fn apply(&mut self, changes: Changes) -> Result<(), StoreFault> {
        // What happened stands in the log before the letters that follow from it.
        for entry in changes.log {
            self.note(entry);
        }
        self.open_complaints(changes.complaints).await?;
        for (complaint, unit) in changes.moved {
            self.move_to_unit(complaint, &unit).await?;
        }
        self.open_threads(changes.threads).await?;
        self.keep_answers(changes.answers).await?;
        self.meet_deadlines(&changes.met).await?;
        self.queue_letters(changes.letters).await?;
        for (complaint, newer) in changes.superseded {
            self.supersede_drafts(complaint, newer).await?;
        }
        for approval in changes.approvals {
            self.record_approval(approval).await?;
        }
        for (letter, why) in changes.bounced {
            self.mark_bounced(letter, &why).await?;
        }
        for letter in changes.delivered {
            self.mark_delivered(letter).await?;
        }
        self.keep_contacts(changes.contacts).await?;
        self.keep_reports(changes.reports).await?;
        self.keep_entries(changes.entries).await?;
        for sweep in changes.sweeps {
            self.keep_sweep(&sweep).await?;
        }
        for (letter, to, why) in changes.settled {
            self.settle_by_evidence(letter, to, &why).await?;
        }
        let answered = changes.answered_elsewhere.into_iter().map(|complaint| (complaint, LetterKind::Answer));
        self.after_acceptance(&answered.collect::<Vec<_>>()).await?;
        for complaint in changes.reopened {
            self.reopen(complaint).await?;
        }
        for (complaint, why) in changes.closed {
            self.close(complaint, &why).await?;
        }
        self.open_vigils(changes.vigils).await?;
        for (complaint, by) in changes.taken {
            self.take_vigil(complaint, &by).await?;
        }
        self.count_receipts(changes.receipts).await?;
        self.put_in_pen(changes.pen).await?;
        self.mark_handled(changes.handled).await?;
        Ok(())
    }

    async fn open_threads(&mut self, threads: Vec<NewThread>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let rows = threads.into_iter().map(|t| row![t.token, t.complaint, t.party, now]).collect();
        insert(self.conn(), "INSERT INTO threads (token, complaint, party, created_at)", "", rows).await?;
        Ok(())
    }

    async fn keep_answers(&mut self, answers: Vec<NewAnswer>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let rows = answers
            .into_iter()
            .map(|a| row![a.id, a.complaint, a.unit, a.officer, a.arrival, a.text, a.text_hash, now, a.letter])
            .collect();
        let head = "INSERT INTO answers (id, complaint, unit, officer, arrival, text, text_hash, created_at, letter)";
        insert(self.conn(), head, "", rows).await?;
        Ok(())
    }

    /// Drafts that wait for approval give way to a newer one of the same complaint.
    async fn supersede_drafts(&mut self, complaint: i64, newer: i64) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "UPDATE letters SET phase = 'refused', done_at = $3, told_at = $3, last_fault = 'superseded by a newer draft' \
             WHERE phase = 'held' AND awaits IS NOT NULL AND id IN (SELECT letter FROM answers WHERE complaint = $1 AND id < $2)",
        )
        .bind(complaint)
        .bind(newer)
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// The approver has spoken: the letter is let go, stays held for the next of the chain, or dies.
    async fn record_approval(&mut self, approval: Approval) -> Result<(), StoreFault> {
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

    async fn mark_handled(&mut self, handled: Vec<Handled>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let rows = handled
            .into_iter()
            .map(|h| row![h.arrival, h.outcome.word(), h.complaint, h.message_id, h.reason, now, h.fingerprint])
            .collect();
        update_from(
            self.conn(),
            "UPDATE arrivals SET outcome = v.outcome, complaint = v.complaint, message_id = v.message_id, reason = v.reason, \
             handled_at = v.at, fingerprint = v.fingerprint FROM (SELECT column1 AS id, column2 AS outcome, column3 AS complaint, column4 AS message_id, \
             column5 AS reason, column6 AS at, column7 AS fingerprint FROM",
            "AS t) AS v WHERE arrivals.id = v.id AND arrivals.handled_at IS NULL",
            rows,
        )
        .await?;
        Ok(())
    }
}

//! What a decision changes, as rows to be. [`super::WriteTx::apply`] is the one place where they are written, all
//! together.

mod arrival;
mod complaint;
mod letter;
mod task;
mod words;

pub use self::arrival::{ArrivalOutcome, Handled, NewPenItem};
pub use self::complaint::{Closed, Ended, NewClock, NewComplaint, NewLink, NewMessage, NewWord, Redecided};
pub use self::letter::{Approval, NewAnswer, NewLetter, NewThread, Reworded};
pub use self::task::{NewTask, TaskDone};
pub use self::words::{NewChoice, NewOrder, ReplacedClock, Sorted};

use super::letters::Settlement;
use super::pen::PenVerdict;
use super::registrations::Handover;
use super::reports::{NewEntry, ReportState, Sweep};
use super::vigils::{Danger, NewVigil};
use crate::domain::deadline::StopsAt;
use crate::domain::{Channel, UnitId};
use crate::sync_log::Entry;

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
    /// Complaints in which somebody may be in danger.
    pub vigils: Vec<NewVigil>,
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
    /// Mails about tasks: arrival, task.
    pub task_mails: Vec<(i64, i64)>,
    /// Things for the holding pen.
    pub pen: Vec<NewPenItem>,
    /// What the desk has said of mails in the holding pen.
    pub pen_verdicts: Vec<(i64, PenVerdict)>,
    /// Mails in which the desk wrote of one there: arrival, item. They quote it.
    pub pen_words: Vec<(i64, i64)>,
    /// Lines for the sync log.
    pub log: Vec<Entry>,
}

impl Changes {
    /// What another decision changes, behind what this one does.
    pub fn append(&mut self, more: Self) {
        // The pattern names every field: one that is forgotten here does not compile.
        macro_rules! each {
            ($($field:ident),+ $(,)?) => {
                let Self { $($field),+ } = more;
                $(self.$field.extend($field);)+
            };
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
            task_mails,
            pen,
            pen_verdicts,
            pen_words,
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

//! The standing work of the office. A duty takes no input, reads the database, does at most one batch, may run twice,
//! and returns a report. Duties never call each other: they leave work in a tray, and `daemon` wakes whoever empties
//! it.

pub mod alarm;
mod alerts;
mod approvers;
mod bringing;
pub mod collect;
pub mod conclude;
pub mod deliver;
pub mod digest;
pub mod holidays;
pub mod inquire;
pub mod ledger;
pub mod letters;
pub mod practice;
pub mod publish;
pub mod recent;
pub mod recount;
pub mod registers;
pub mod remind;
pub mod retention;
pub mod routines;
pub mod seal;
pub mod space;
pub mod sweep;
pub mod triage;
pub mod vigil;
mod wardens;
pub mod watch;
mod ways;

pub use practice::{ChannelFacts, LaporFacts, MailboxFacts, Practice, ProseAnswers, SharedPractice};

use crate::store::StoreFault;

/// What a pass did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// How many items were dealt with.
    pub done: usize,
    /// True if more is waiting and another pass should follow at once.
    pub more: bool,
}

/// Why a pass ended early. What was committed before stays.
#[derive(Debug, thiserror::Error)]
pub enum DutyFault {
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The other side of the border did.
    #[error("{0}")]
    Border(#[from] connectors::Fault),
    /// A file could not be written.
    #[error("{0}")]
    File(String),
    /// A letter could not be worded.
    #[error("{0}")]
    Wording(String),
    /// A worker thread of ours broke.
    #[error("a worker stopped: {0}")]
    Worker(String),
}

impl DutyFault {
    /// True if what was being done is at fault and would be again, not the database, the disk or the network: the rest
    /// of a batch need not wait.
    #[must_use]
    pub fn is_of_one(&self) -> bool {
        match self {
            Self::Wording(_) => true,
            Self::Store(fault) => fault.refuses_what_was_written(),
            Self::Border(_) | Self::File(_) | Self::Worker(_) => false,
        }
    }
}

impl From<tokio::task::JoinError> for DutyFault {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Worker(error.to_string())
    }
}

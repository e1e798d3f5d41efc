//! What an officer's words change beside his answers: how a complaint is sorted, its clocks, what he said, what he is
//! asked.

use crate::domain::{Decision, UnitId};

/// A complaint that a person has sorted: its class, grade or category confirmed or changed, its clocks with it.
#[derive(Debug, Clone)]
pub struct Sorted {
    /// Which complaint.
    pub complaint: i64,
    /// The decision as it stands from now on.
    pub decision: Decision,
    /// The unit whose officer said so; `None`: only the clocks have changed.
    pub by: Option<UnitId>,
}

/// A clock that runs no more and is kept with its arithmetic.
#[derive(Debug, Clone)]
pub struct ReplacedClock {
    /// Which complaint.
    pub complaint: i64,
    /// Whose clock: the standard's id.
    pub standard: String,
    /// Why.
    pub why: String,
}

/// What an officer has said, as it was understood.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// About which complaint.
    pub complaint: i64,
    /// In which arrival.
    pub arrival: i64,
    /// For which unit.
    pub unit: String,
    /// His address.
    pub officer: String,
    /// The command's word.
    pub word: String,
    /// What follows it.
    pub text: String,
}

/// Numbered answers to a letter that asked an officer back.
#[derive(Debug, Clone)]
pub struct NewChoice {
    /// About which complaint.
    pub complaint: i64,
    /// Whom: a unit id.
    pub party: String,
    /// Message-ID of the letter that asks.
    pub message_id: String,
    /// The mail that each number stands for, from 1.
    pub options: Vec<String>,
}

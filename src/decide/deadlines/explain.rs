//! One deadline with its arithmetic, as `penghubung due --json` prints it.
//!
//! In: the words of the command line, an office's calendar and zone. Out: the contract of `due --json`, or what is
//! wrong with the words. Prints nothing itself.

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use serde::Serialize;

use super::moment::{MomentError, parse_moment};
use crate::domain::deadline::WithinError;
use crate::domain::{Calendar, Deadline, Skipped, Within};

/// The answer to `due --office ID --from T --within W`. Field names and order are a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplainedDue {
    /// Where it starts, in the office's zone.
    pub from: DateTime<FixedOffset>,
    /// The limit as asked for.
    pub within: String,
    /// Name and revision of the calendar.
    pub calendar: String,
    /// When it ends, in the office's zone.
    pub due: DateTime<FixedOffset>,
    /// True if it touches a year whose holidays are not loaded.
    pub provisional: bool,
    /// Days that did not count.
    pub skipped: Vec<Skipped>,
}

impl From<Deadline> for ExplainedDue {
    fn from(deadline: Deadline) -> Self {
        let Deadline { standard: _, within, from, due, calendar, provisional, skipped } = deadline;
        Self { from, within, calendar, due, provisional, skipped }
    }
}

/// What is wrong with the question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DueError {
    /// `--from`.
    #[error("--from: {0}")]
    From(#[from] MomentError),
    /// `--within`.
    #[error("--within: {0}")]
    Within(#[from] WithinError),
}

/// Answers `due`.
///
/// # Errors
/// If `from` is no moment or `within` no length of time.
pub fn explain_due(from: &str, within: &str, calendar: &Calendar, zone: Tz) -> Result<ExplainedDue, DueError> {
    let start = parse_moment(from, zone)?;
    let length: Within = within.parse()?;
    Ok(super::due(length, within.trim(), "", start, calendar, zone).into())
}

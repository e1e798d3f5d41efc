//! When a letter that did not go out is tried again.
//!
//! In: how often it was tried, the last fault, how long it is worth sending, `now`, a number for the jitter.
//! Out: the next moment, or that it is over, or that somebody must look first. Draws no random number itself.
//!
//! # How long
//!
//! The ladder is 30 s, 1, 2, 5, 10, 15 minutes, then every 15 minutes, each ±20 %. It ends at the letter's deadline and
//! not before. A late answer is still better than none: a letter younger than five days goes on after its deadline,
//! marked `late`, until it is five days old (reliability F26). So the end is the later of the two, the last attempt is
//! made at the end itself, and only then is it given up, which the caller makes loud.

use chrono::{DateTime, TimeDelta, Utc};
use connectors::{Fault, FaultKind, Outcome};

/// Steps of the ladder in seconds.
const LADDER: [i64; 6] = [30, 60, 120, 300, 600, 900];
/// The ladder's last step, for ever.
const LAST_STEP: i64 = 900;
/// What is wrong with the account needs a person; asking often locks it.
const ACCOUNT_STEP: i64 = 3600;
/// Attempts at an account before the long step.
const ACCOUNT_TRIES: u32 = 3;
/// A daily quota comes back in hours.
const QUOTA_STEP: i64 = 4 * 3600;
/// Greylisting and "slow down" take minutes.
const THROTTLED_STEP: i64 = 120;
/// Enhanced status codes that say a quota of the day is used up (Gmail: 5.4.5; RFC 3463 X.4.5 is congestion).
const QUOTA_CODES: [&str; 2] = ["5.4.5", "4.4.5"];
/// How long a letter is tried at least.
const LEAST: TimeDelta = TimeDelta::days(5);

/// How a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Attempts made so far, the failed one included.
    pub attempts: u32,
    /// When the letter was written.
    pub created: DateTime<Utc>,
    /// Until when it is worth sending in time; `None`: no clock runs on it.
    pub deadline: Option<DateTime<Utc>>,
}

/// Why a letter is given up. It becomes a dead letter and somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GaveUp {
    /// The other side refused it for good.
    Refused,
    /// Deadline and five days have passed.
    TooLate,
}

/// What to do next with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Try again.
    At {
        /// When.
        at: DateTime<Utc>,
        /// That is after its deadline: mark it, tell the desk.
        late: bool,
    },
    /// It is over.
    GiveUp(GaveUp),
    /// It may have been taken: evidence is needed (`Sink::already_sent`, else a person) before it is sent again.
    Hold,
}

/// What comes after a failed attempt. `jitter` is drawn evenly from 0 to 1.
#[must_use]
pub fn next_attempt(standing: &Standing, fault: &Fault, now: DateTime<Utc>, jitter: f64) -> Next {
    match fault.outcome {
        Outcome::Unknown => Next::Hold,
        Outcome::Refused if !over_quota(fault) => Next::GiveUp(GaveUp::Refused),
        Outcome::Refused | Outcome::NotSent => again(standing, wait(standing.attempts, fault), now, jitter),
    }
}

/// The last moment at which a letter is tried.
#[must_use]
pub fn end_of_ladder(standing: &Standing) -> DateTime<Utc> {
    let least = standing.created.checked_add_signed(LEAST).unwrap_or(standing.created);
    standing.deadline.map_or(least, |deadline| deadline.max(least))
}

fn again(standing: &Standing, seconds: i64, now: DateTime<Utc>, jitter: f64) -> Next {
    let end = end_of_ladder(standing);
    if now >= end {
        return Next::GiveUp(GaveUp::TooLate);
    }
    let at = now.checked_add_signed(jittered(seconds, jitter)).map_or(end, |at| at.min(end));
    Next::At { at, late: standing.deadline.is_some_and(|deadline| at > deadline) }
}

/// Seconds until the next attempt, before jitter.
fn wait(attempts: u32, fault: &Fault) -> i64 {
    let step = ladder(attempts);
    match fault.kind {
        FaultKind::Throttled if over_quota(fault) => QUOTA_STEP,
        FaultKind::Throttled => step.max(THROTTLED_STEP),
        FaultKind::Login | FaultKind::Setup if attempts >= ACCOUNT_TRIES => ACCOUNT_STEP,
        FaultKind::Login | FaultKind::Setup | FaultKind::Certificate => step.max(LAST_STEP),
        FaultKind::Network
        | FaultKind::Timeout
        | FaultKind::Recipient
        | FaultKind::Policy
        | FaultKind::Protocol
        | FaultKind::Stopped => step,
    }
}

fn ladder(attempts: u32) -> i64 {
    let step = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    LADDER.get(step).copied().unwrap_or(LAST_STEP)
}

/// True if the code, not the text, says that the day's quota is used up. Such a refusal is not for good, whatever its
/// first digit says.
fn over_quota(fault: &Fault) -> bool {
    fault.kind == FaultKind::Throttled
        && fault.code.as_deref().is_some_and(|code| code.split_whitespace().any(|part| QUOTA_CODES.contains(&part)))
}

/// The wait, ±20 %.
fn jittered(seconds: i64, jitter: f64) -> TimeDelta {
    let share = if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 0.5 };
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a few hours in milliseconds")]
    let millis = (seconds as f64 * 1000.0 * (0.8 + 0.4 * share)) as i64;
    TimeDelta::milliseconds(millis)
}

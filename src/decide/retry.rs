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

/// Seconds before a letter whose outcome stays unclear is sent again; after the last repeat a person must look, for
/// each of them may have put one more copy into somebody's mailbox.
const REPEATS: [i64; 4] = [0, 60, 300, 900];

/// How long to wait before an unclear letter is sent once more, after so many repeats; `None`: no more repeats.
#[must_use]
pub fn wait_before_repeat(repeats: i64) -> Option<TimeDelta> {
    let wait = usize::try_from(repeats).ok().and_then(|n| REPEATS.get(n));
    wait.map(|seconds| TimeDelta::seconds(*seconds))
}

/// Seconds after a look that saw nothing, before the next: an hour in all. Nobody knows how long the other side takes
/// to show what it took; 600 s were seen.
const LOOKS: [i64; 7] = [60, 120, 300, 600, 900, 900, 900];

/// How long to wait before a letter is looked for once more, after so many looks; `None`: long enough.
#[must_use]
pub fn next_look(looks: i64) -> Option<TimeDelta> {
    let wait = usize::try_from(looks).ok().and_then(|n| LOOKS.get(n));
    wait.map(|seconds| TimeDelta::seconds(*seconds))
}

/// Minutes after a gateway took a text, at which it is asked how far it got. After the last, a report that is missing
/// is neither failure nor proof.
const QUESTIONS: [i64; 8] = [1, 5, 15, 60, 240, 720, 1_440, 2_880];

/// When a gateway is asked about a text that it took at `taken`, after so many questions; `None`: not any more.
#[must_use]
pub fn next_question(taken: DateTime<Utc>, asked: i64) -> Option<DateTime<Utc>> {
    let wait = usize::try_from(asked).ok().and_then(|n| QUESTIONS.get(n));
    wait.map(|minutes| taken + TimeDelta::minutes(*minutes))
}

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
        Outcome::NotSent if fault.kind == FaultKind::Overtaken => Next::Hold,
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
        | FaultKind::Stopped
        | FaultKind::AlreadyThere
        | FaultKind::Overtaken => step,
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

#[cfg(test)]
mod tests {
    use connectors::Reach;
    use proptest::prelude::*;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-20T03:00:00Z".parse().expect("a moment")
    }

    fn letter(attempts: u32, deadline_in_hours: Option<i64>) -> Standing {
        let deadline = deadline_in_hours.map(|hours| now() + TimeDelta::hours(hours));
        Standing { attempts, created: now(), deadline }
    }

    fn fault(kind: FaultKind) -> Fault {
        Fault::not_sent(Reach::Account, kind, "the relay is down")
    }

    fn seconds(next: Next) -> i64 {
        match next {
            Next::At { at, .. } => (at - now()).num_seconds(),
            Next::GiveUp(_) | Next::Hold => panic!("{next:?}"),
        }
    }

    #[test]
    fn a_relay_that_is_down_is_asked_after_half_a_minute_and_at_last_each_quarter_of_an_hour() {
        let steps: Vec<i64> =
            (1..=8).map(|n| seconds(next_attempt(&letter(n, None), &fault(FaultKind::Network), now(), 0.5))).collect();
        assert_eq!(steps, [30, 60, 120, 300, 600, 900, 900, 900]);
        let early = seconds(next_attempt(&letter(6, None), &fault(FaultKind::Timeout), now(), 0.0));
        let late = seconds(next_attempt(&letter(6, None), &fault(FaultKind::Timeout), now(), 1.0));
        assert_eq!((early, late), (720, 1080));
        assert_eq!(seconds(next_attempt(&letter(u32::MAX, None), &fault(FaultKind::Network), now(), f64::NAN)), 900);
    }

    #[test]
    fn a_letter_that_may_have_been_taken_is_not_sent_again_blindly() {
        let unclear = fault(FaultKind::Network).with_outcome(Outcome::Unknown);
        assert_eq!(next_attempt(&letter(1, None), &unclear, now(), 0.5), Next::Hold);
    }

    #[test]
    fn a_refusal_for_good_is_not_repeated_but_a_spent_quota_is_waited_for() {
        let refused = fault(FaultKind::Recipient).with_outcome(Outcome::Refused).with_code("550 5.1.1");
        assert_eq!(next_attempt(&letter(1, None), &refused, now(), 0.5), Next::GiveUp(GaveUp::Refused));
        let quota = fault(FaultKind::Throttled).with_code("550 5.4.5");
        assert_eq!(seconds(next_attempt(&letter(1, None), &quota, now(), 0.5)), QUOTA_STEP);
        let quota = quota.with_outcome(Outcome::Refused);
        assert_eq!(seconds(next_attempt(&letter(1, None), &quota, now(), 0.5)), QUOTA_STEP);
        assert_eq!(seconds(next_attempt(&letter(1, None), &fault(FaultKind::Throttled), now(), 0.5)), THROTTLED_STEP);
        assert_eq!(seconds(next_attempt(&letter(3, None), &fault(FaultKind::Login), now(), 0.5)), ACCOUNT_STEP);
    }

    #[test]
    fn the_last_attempt_is_at_the_deadline_and_not_before() {
        let standing = letter(9, Some(24 * 10));
        let end = now() + TimeDelta::days(10);
        let shortly_before = end - TimeDelta::minutes(2);
        let next = next_attempt(&standing, &fault(FaultKind::Network), shortly_before, 0.5);
        assert_eq!(next, Next::At { at: end, late: false });
        let next = next_attempt(&standing, &fault(FaultKind::Network), end, 0.5);
        assert_eq!(next, Next::GiveUp(GaveUp::TooLate));
    }

    #[test]
    fn a_young_letter_goes_on_after_its_deadline_marked_late() {
        for hours in [-1, 0, 2] {
            let standing = letter(9, Some(hours));
            let after = now() + TimeDelta::hours(3);
            let next = next_attempt(&standing, &fault(FaultKind::Network), after, 0.5);
            assert_eq!(next, Next::At { at: after + TimeDelta::minutes(15), late: true });
        }
        let old = now() + TimeDelta::days(5);
        let next = next_attempt(&letter(400, Some(2)), &fault(FaultKind::Network), old, 0.5);
        assert_eq!(next, Next::GiveUp(GaveUp::TooLate));
    }

    proptest! {
        #[test]
        fn every_ladder_ends_and_never_before_its_end(deadline in -48i64..480, jitter in 0.0f64..=1.0, quota: bool) {
            let fault = if quota { fault(FaultKind::Throttled).with_code("550 5.4.5") } else { fault(FaultKind::Network) };
            let end = end_of_ladder(&letter(0, Some(deadline)));
            let (mut at, mut attempts) = (now(), 1);
            while let Next::At { at: next, late } = next_attempt(&letter(attempts, Some(deadline)), &fault, at, jitter) {
                prop_assert!(next > at && next <= end);
                prop_assert_eq!(late, next > now() + TimeDelta::hours(deadline));
                (at, attempts) = (next, attempts + 1);
                prop_assert!(attempts < 5000);
            }
            prop_assert_eq!(at, end);
        }
    }
}

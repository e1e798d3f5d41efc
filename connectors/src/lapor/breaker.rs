//! When an account is left alone: after dead keys, after "slow down", after several failures in a row.
//!
//! In: what came of each call, and the time. Out: whether the next may go. Pure; knows no network.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{Fault, FaultKind};

/// So many failures in a row open it.
const FAILURES: u32 = 3;
/// How long it is open at first; twice that each further time.
const FIRST: TimeDelta = TimeDelta::seconds(30);
/// And at the longest.
const LONGEST: TimeDelta = TimeDelta::minutes(15);
/// "Slow down" without a time.
const SLOW_DOWN: TimeDelta = TimeDelta::seconds(60);
/// A `Retry-After` beyond this is not believed.
const LONGEST_WISH: TimeDelta = TimeDelta::hours(1);

/// Closed, open until a time, or letting one try through.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    open: Option<(DateTime<Utc>, Fault)>,
}

impl Breaker {
    /// The fault that keeps it open, if it is.
    pub(super) fn refuses(&self, now: DateTime<Utc>) -> Option<Fault> {
        self.open.as_ref().filter(|(until, _)| now < *until).map(|(_, fault)| fault.clone())
    }

    /// A call went well.
    pub(super) fn well(&mut self) {
        *self = Self::default();
    }

    /// A call failed. `wish`: the service's `Retry-After`.
    pub(super) fn failed(&mut self, fault: &Fault, wish: Option<TimeDelta>, now: DateTime<Utc>) {
        let pause = match fault.kind {
            FaultKind::Throttled => wish.unwrap_or(SLOW_DOWN).clamp(TimeDelta::seconds(1), LONGEST_WISH),
            FaultKind::Login | FaultKind::Certificate => {
                self.failures += 1;
                grown(self.failures)
            }
            FaultKind::Network | FaultKind::Timeout | FaultKind::Protocol => {
                self.failures += 1;
                if self.failures < FAILURES {
                    return;
                }
                grown(self.failures + 1 - FAILURES)
            }
            FaultKind::Recipient
            | FaultKind::Policy
            | FaultKind::Setup
            | FaultKind::Stopped
            | FaultKind::AlreadyThere
            | FaultKind::Overtaken => return,
        };
        let kept = Fault { outcome: crate::Outcome::NotSent, ..fault.clone() };
        self.open = Some((now + pause, kept));
    }
}

fn grown(times: u32) -> TimeDelta {
    (FIRST * 2_i32.saturating_pow(times.saturating_sub(1).min(6))).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reach;

    fn fault(kind: FaultKind) -> Fault {
        Fault::not_sent(Reach::Account, kind, "no")
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn two_failures_are_bad_luck_the_third_opens_it() {
        let mut breaker = Breaker::default();
        for _ in 0..2 {
            breaker.failed(&fault(FaultKind::Network), None, at(0));
            assert_eq!(breaker.refuses(at(0)), None);
        }
        breaker.failed(&fault(FaultKind::Timeout), None, at(0));
        assert_eq!(breaker.refuses(at(29)).map(|fault| fault.kind), Some(FaultKind::Timeout));
        assert_eq!(breaker.refuses(at(30)), None, "one try is let through");
        breaker.failed(&fault(FaultKind::Network), None, at(30));
        assert!(breaker.refuses(at(89)).is_some() && breaker.refuses(at(90)).is_none(), "twice as long");
        breaker.well();
        breaker.failed(&fault(FaultKind::Network), None, at(90));
        assert_eq!(breaker.refuses(at(90)), None, "a success forgets");
    }

    #[test]
    fn dead_keys_open_it_at_once_and_ever_longer_up_to_a_quarter_hour() {
        let mut breaker = Breaker::default();
        for _ in 0..20 {
            breaker.failed(&fault(FaultKind::Login), None, at(0));
        }
        assert!(breaker.refuses(at(899)).is_some() && breaker.refuses(at(900)).is_none());
    }

    #[test]
    fn retry_after_is_honoured_up_to_an_hour() {
        let mut breaker = Breaker::default();
        breaker.failed(&fault(FaultKind::Throttled), Some(TimeDelta::seconds(120)), at(0));
        assert!(breaker.refuses(at(119)).is_some() && breaker.refuses(at(120)).is_none());
        breaker.failed(&fault(FaultKind::Throttled), Some(TimeDelta::days(9)), at(0));
        assert!(breaker.refuses(at(3599)).is_some() && breaker.refuses(at(3600)).is_none());
    }
}

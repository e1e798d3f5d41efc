//! Whether the moments of a clock come one after another: the officer is reminded, then his superior is told.
//!
//! In: lengths of time. Out: what is certainly out of order, whatever the calendar. What depends on days off is let be.

use serde_spanned::Spanned;

use super::super::problem::Problem;
use super::super::read::Source;
use crate::domain::Within;
use crate::domain::deadline::Moment;

const HOURS_A_DAY: u64 = 24;
/// The longest leave and the weekends around it, in days.
const LONGEST_LEAVE: u64 = 21;

/// True if `length` ends after `other`, from every start and by every calendar.
pub(super) fn surely_after(length: Within, other: Within) -> bool {
    match (length, other) {
        (Within::CalendarDays(a), Within::CalendarDays(b))
        | (Within::WorkingDays(a), Within::WorkingDays(b))
        | (Within::Months(a), Within::Months(b)) => a > b,
        (
            Within::Minutes(_)
            | Within::Hours(_)
            | Within::CalendarDays(_)
            | Within::WorkingDays(_)
            | Within::Months(_),
            _,
        ) => shortest(length) > longest(other),
    }
}

/// Minutes that pass at least.
fn shortest(within: Within) -> u64 {
    let days = |n: u32| u64::from(n).saturating_sub(1) * HOURS_A_DAY * 60;
    match within {
        Within::Minutes(n) => n.into(),
        Within::Hours(n) => u64::from(n) * 60,
        Within::CalendarDays(n) => u64::from(n) * HOURS_A_DAY * 60,
        Within::WorkingDays(n) => days(n),
        Within::Months(n) => u64::from(n) * 28 * HOURS_A_DAY * 60,
    }
}

/// Minutes that pass at most.
fn longest(within: Within) -> u64 {
    let days = |n: u64| n * HOURS_A_DAY * 60;
    match within {
        Within::Minutes(n) => n.into(),
        Within::Hours(n) => u64::from(n) * 60,
        Within::CalendarDays(n) => days(u64::from(n) + 1),
        Within::WorkingDays(n) => days(u64::from(n) * 3 + LONGEST_LEAVE),
        Within::Months(n) => days(u64::from(n) * 31 + 1),
    }
}

/// The superior is not told before the officer was reminded once.
pub(super) fn check_ladder(
    escalate_at: &Spanned<f64>,
    reminders: &[Moment],
    within: Within,
    key: &str,
    source: &Source,
    problems: &mut Vec<Problem>,
) {
    let shares: Option<Vec<f64>> = reminders.iter().map(|moment| share_of(*moment, within)).collect();
    let first = shares.unwrap_or_default().into_iter().reduce(f64::min);
    if first.is_some_and(|first| *escalate_at.get_ref() < first) {
        let what = "the superior would be told before the officer is reminded for the first time";
        let right = "a later share, or an earlier reminder (remind_at, remind_after)";
        problems.push(source.problem(escalate_at, format!("{key}.escalate_at"), what, right));
    }
}

/// Which share of a limit a moment is; `None` where the calendar decides.
fn share_of(moment: Moment, within: Within) -> Option<f64> {
    let ratio = |part: u64, whole: u64| {
        let (part, whole) = (u32::try_from(part).ok()?, u32::try_from(whole).ok().filter(|whole| *whole > 0)?);
        Some(f64::from(part) / f64::from(whole))
    };
    match (moment, within) {
        (Moment::Share(share), _) => Some(share),
        (Moment::After(Within::CalendarDays(a)), Within::CalendarDays(b))
        | (Moment::After(Within::WorkingDays(a)), Within::WorkingDays(b))
        | (Moment::After(Within::Months(a)), Within::Months(b)) => ratio(a.into(), b.into()),
        (Moment::After(after), _) if after.runs_around_the_clock() && within.runs_around_the_clock() => {
            ratio(longest(after), longest(within))
        }
        (Moment::After(_), _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(length: &str, other: &str) -> bool {
        surely_after(length.parse().unwrap(), other.parse().unwrap())
    }

    #[test]
    fn only_what_no_calendar_could_put_right_is_out_of_order() {
        assert!(after("25 jam", "24 jam") && after("70 hari kerja", "60 hari kerja") && after("2 bulan", "14 hari"));
        assert!(after("8 hari", "5 jam") && !after("24 jam", "24 jam"));
        assert!(!after("7 hari kalender", "5 hari kerja"), "a weekend may lie between");
        assert!(!after("5 hari kerja", "7 hari kalender"), "they may end on the same day");
    }
}

//! What a citizen hears while a long clock runs, and when it has run out.
//!
//! In: a standard, its deadline, how often he has heard, `now`. Out: the number of the news that is due, or when the
//! next is. After an outage what was missed is one letter. Does not know what it says.

use chrono::{DateTime, Utc};

use super::notices::moment_in;
use crate::domain::deadline::Moment;
use crate::domain::{Calendar, Deadline, Standard, Within};

/// More news of one complaint than this is no news.
const MOST: u32 = 60;

/// The number of the interim news that is due now, if one is.
#[must_use]
pub fn progress_due(
    standard: &Standard,
    deadline: &Deadline,
    calendar: &Calendar,
    heard: i64,
    now: DateTime<Utc>,
) -> Option<i64> {
    let due = moments(standard, deadline, calendar).into_iter().take_while(|at| *at <= now).count();
    i64::try_from(due).ok().filter(|due| *due > heard)
}

/// When the next interim news is due after `now`.
#[must_use]
pub fn next_progress(
    standard: &Standard,
    deadline: &Deadline,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    moments(standard, deadline, calendar).into_iter().find(|at| *at > now)
}

/// The mornings on which news is due, before the limit.
fn moments(standard: &Standard, deadline: &Deadline, calendar: &Calendar) -> Vec<DateTime<Utc>> {
    let Some(every) = standard.progress_every else { return Vec::new() };
    let nth = |n: u32| moment_in(Moment::After(times(every, n)), deadline, calendar);
    (1..=MOST).map(nth).take_while(|at| *at < deadline.due).collect()
}

fn times(within: Within, n: u32) -> Within {
    match within {
        Within::Minutes(m) => Within::Minutes(m.saturating_mul(n)),
        Within::Hours(h) => Within::Hours(h.saturating_mul(n)),
        Within::CalendarDays(d) => Within::CalendarDays(d.saturating_mul(n)),
        Within::WorkingDays(d) => Within::WorkingDays(d.saturating_mul(n)),
        Within::Months(m) => Within::Months(m.saturating_mul(n)),
    }
}

//! The clocks of a complaint that a person has sorted anew, estimated or extended.
//!
//! In: the clocks that run, the standards, the facts as they are now. Out: which clocks end, which begin. Every clock
//! counts from the original receipt (RSB-22, A30); an estimate counts from when it was given. Does not know who said
//! so.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{Facts, applies, clocks, due, end_of_day, local, plus_days};
use crate::domain::deadline::{ESTIMATE, StopsAt};
use crate::domain::{Calendar, Deadline, Standard, Within};

/// What changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anew {
    /// Standards whose clocks run no more.
    pub ended: Vec<String>,
    /// Clocks that begin.
    pub begun: Vec<Deadline>,
    /// All that run from now on, the earliest first.
    pub all: Vec<Deadline>,
}

/// The clocks under other facts. One whose standard applies still goes on as it is, with what has happened to it; one
/// that no standard of the office knows (an estimate) stays.
#[must_use]
pub fn anew(running: &[Deadline], standards: &[Standard], calendar: &Calendar, zone: Tz, facts: &Facts) -> Anew {
    let over = |deadline: &&Deadline| {
        standards.iter().find(|s| s.id == deadline.standard).is_some_and(|standard| !applies(standard, facts))
    };
    let ended: Vec<String> = running.iter().filter(over).map(|deadline| deadline.standard.clone()).collect();
    let begun: Vec<Deadline> = clocks(standards, calendar, zone, facts)
        .into_iter()
        .filter(|new| !running.iter().any(|old| old.standard == new.standard))
        .filter(|new| !waits_for_head(standards, new))
        .collect();
    let stays = running.iter().filter(|deadline| !ended.contains(&deadline.standard));
    let all = sorted(stays.chain(&begun).cloned().collect());
    Anew { ended, begun, all }
}

/// True of the clock of a disposisi: it runs while a new complaint lies on the head's desk, and never begins later.
#[must_use]
pub fn waits_for_head(standards: &[Standard], deadline: &Deadline) -> bool {
    standards.iter().any(|s| s.id == deadline.standard && s.stops_at == StopsAt::Disposisi)
}

/// Deadlines in the order in which they end.
#[must_use]
pub fn sorted(mut deadlines: Vec<Deadline>) -> Vec<Deadline> {
    deadlines.sort_by(|a, b| a.due.cmp(&b.due).then_with(|| a.standard.cmp(&b.standard)));
    deadlines
}

/// The clock that an officer's estimate starts, from the moment he gave it.
#[must_use]
pub fn estimated(within: Within, given: DateTime<Utc>, calendar: &Calendar, zone: Tz) -> Deadline {
    due(within, &within.to_string(), ESTIMATE, given, calendar, zone)
}

/// Why a clock cannot be extended to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoExtension {
    /// The first limit has passed: the citizen would be told too late.
    TooLate,
    /// It was extended before.
    Again,
    /// The day is not later than the limit itself.
    NotLater,
    /// The day lies behind the last one that the standard allows.
    TooFar(NaiveDate),
}

/// The clock of a standard extended until `day`, at the latest by what the standard allows from the end of the first
/// limit.
///
/// # Errors
/// Where that cannot be.
pub fn extended(
    standard: &Standard,
    by: Within,
    deadline: &Deadline,
    day: NaiveDate,
    now: DateTime<Utc>,
    calendar: &Calendar,
    zone: Tz,
) -> Result<Deadline, NoExtension> {
    if deadline.within != standard.words {
        return Err(NoExtension::Again);
    }
    if now > deadline.due {
        return Err(NoExtension::TooLate);
    }
    if day <= deadline.due.date_naive() {
        return Err(NoExtension::NotLater);
    }
    let furthest = due(by, "", "", deadline.due.to_utc(), calendar, zone);
    if day > furthest.due.date_naive() {
        return Err(NoExtension::TooFar(furthest.due.date_naive()));
    }
    // A limit in working days ends on one, at closing time; where the day is none, on the last before it.
    let worked = |day: &NaiveDate| calendar.hours_on(*day).map(|hours| local(day.and_time(hours.until), zone));
    let last = match by {
        Within::WorkingDays(_) => {
            let days = (0..).map_while(|back| day.checked_sub_days(chrono::Days::new(back)));
            let mut days = days.take_while(|day| *day > deadline.due.date_naive());
            days.find_map(|day| worked(&day)).ok_or(NoExtension::NotLater)?
        }
        Within::Minutes(_) | Within::Hours(_) | Within::CalendarDays(_) | Within::Months(_) => {
            end_of_day(plus_days(day, 0), zone)
        }
    };
    Ok(Deadline {
        within: format!("{} diperpanjang s.d. {}", standard.words, last.format("%d-%m-%Y")),
        due: last.fixed_offset(),
        provisional: deadline.provisional || furthest.provisional,
        ..deadline.clone()
    })
}

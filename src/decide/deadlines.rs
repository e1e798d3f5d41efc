//! From a promise to a moment: when a limit ends, which clocks run on a complaint, when somebody is reminded.
//!
//! In: limits, a calendar, the moment of receipt. Out: [`Deadline`]s with their arithmetic, moments of notices.
//! Does not know the present (where it matters, `now` is an argument), nor files, nor who gets a letter.
//!
//! # The rules (service-standards §1.3)
//!
//! - Day 0 is the day of the start event in the office's zone, whatever the hour and even on a day off: what came in
//!   on Saturday evening and what came in on Friday at closing time count from the next day alike.
//! - Minutes and hours run around the clock. Calendar days and months end at 23:59:59 local time; a month that has no
//!   such day ends on its last. Working days end at the closing time of the N-th working day.
//! - A limit that touches a year whose holidays are not loaded is provisional, whatever its kind: it is shown as such
//!   and computed anew when the year is loaded.

pub mod anew;
pub mod between;
pub mod explain;
mod late;
pub mod moment;
pub mod notices;
#[cfg(test)]
mod tests;
mod wording;

pub use anew::{Anew, NoExtension, anew, estimated, extended, sorted, waits_for_head};
pub use between::{next_progress, progress_due};
pub use explain::{DueError, ExplainedDue, explain_due};
pub use moment::{MomentError, parse_moment};
pub use notices::{
    DueNotices, Notice, NoticeKind, concerns_others, next_look, next_notice_after, notices_due, reminders,
};
pub use wording::arithmetic;

use chrono::offset::LocalResult;
use chrono::{
    DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

use crate::domain::{Calendar, Channel, Class, Deadline, Grade, Skipped, Standard, Within};

/// What decides which clocks run on a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// How it came.
    pub channel: Channel,
    /// What is asked.
    pub class: Class,
    /// How grave it is. `None` counts as [`Grade::Hijau`]: a complaint nobody has graded still has a clock.
    pub grade: Option<Grade>,
    /// *Berkadar pengawasan*.
    pub supervision: bool,
    /// When the office got it. A regrade counts from here too, never from the regrade.
    pub received: DateTime<Utc>,
}

/// Every clock that runs on a complaint with these facts, the earliest first.
#[must_use]
pub fn clocks(standards: &[Standard], calendar: &Calendar, zone: Tz, facts: &Facts) -> Vec<Deadline> {
    let mut running: Vec<Deadline> = standards
        .iter()
        .filter(|standard| applies(standard, facts))
        .map(|standard| due(standard.within, &standard.words, &standard.id, facts.received, calendar, zone))
        .collect();
    running.sort_by(|a, b| a.due.cmp(&b.due).then_with(|| a.standard.cmp(&b.standard)));
    running
}

/// True if the standard promises something for a complaint with these facts.
#[must_use]
pub fn applies(standard: &Standard, facts: &Facts) -> bool {
    fn open_or_holds<T: PartialEq>(list: &[T], value: &T) -> bool {
        list.is_empty() || list.contains(value)
    }
    let applies = &standard.applies;
    open_or_holds(&applies.channels, &facts.channel)
        && open_or_holds(&applies.classes, &facts.class)
        && open_or_holds(&applies.grades, &facts.grade.unwrap_or(Grade::Hijau))
        && applies.supervision.is_none_or(|wanted| wanted == facts.supervision)
}

/// When a limit that started at `start` ends. `words` is the limit as configured, `standard` the id of its standard
/// (empty where there is none).
///
/// Never fails and always ends: in a calendar whose N-th working day cannot be found, the working days are counted as
/// calendar days (never later than right) and the result is provisional.
#[must_use]
pub fn due(
    within: Within,
    words: &str,
    standard: &str,
    start: DateTime<Utc>,
    calendar: &Calendar,
    zone: Tz,
) -> Deadline {
    let from = start.with_timezone(&zone);
    let day_0 = from.date_naive();
    let mut skipped = Vec::new();
    let mut guessed = false;
    let due = match within {
        Within::Minutes(n) => later(from, TimeDelta::minutes(n.into())),
        Within::Hours(n) => later(from, TimeDelta::hours(n.into())),
        Within::CalendarDays(n) => end_of_day(plus_days(day_0, n), zone),
        Within::Months(n) => end_of_day(day_0.checked_add_months(Months::new(n)).unwrap_or(day_0), zone),
        Within::WorkingDays(n) => match nth_working_day(n, day_0, calendar) {
            Some(found) => {
                skipped = found.skipped;
                local(found.day.and_time(found.closes), zone)
            }
            None => {
                guessed = true;
                end_of_day(plus_days(day_0, n), zone)
            }
        },
    };
    let unknown_year = (day_0.year()..=due.date_naive().year()).any(|year| !calendar.knows(year));
    Deadline {
        standard: standard.to_owned(),
        within: words.to_owned(),
        from: from.fixed_offset(),
        due: due.fixed_offset(),
        calendar: calendar.name.clone(),
        provisional: guessed || unknown_year,
        skipped,
    }
}

/// The working day a limit ends on.
struct Found {
    day: NaiveDate,
    closes: NaiveTime,
    skipped: Vec<Skipped>,
}

/// The `n`-th working day after `day_0` with the days off on the way. Looks no further than a week a working day and
/// two years of holidays.
fn nth_working_day(n: u32, day_0: NaiveDate, calendar: &Calendar) -> Option<Found> {
    let horizon = usize::try_from(n).unwrap_or(usize::MAX).saturating_mul(7).saturating_add(2 * 366);
    let mut skipped = Vec::new();
    let mut left = n;
    for day in day_0.iter_days().skip(1).take(horizon) {
        let Some(hours) = calendar.hours_on(day) else {
            skipped.push(Skipped { date: day, why: calendar.day_off(day).unwrap_or_default() });
            continue;
        };
        left = left.saturating_sub(1);
        if left == 0 {
            return Some(Found { day, closes: hours.until, skipped });
        }
    }
    None
}

fn later(from: DateTime<Tz>, by: TimeDelta) -> DateTime<Tz> {
    from.checked_add_signed(by).unwrap_or(from)
}

fn plus_days(day: NaiveDate, n: u32) -> NaiveDate {
    day.checked_add_days(Days::new(n.into())).unwrap_or(day)
}

fn end_of_day(day: NaiveDate, zone: Tz) -> DateTime<Tz> {
    let last_second = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
    local(day.and_time(last_second), zone)
}

/// A local time as a moment. Indonesia keeps no summer time; elsewhere an hour that exists twice is the later one and
/// one that does not exist is the hour after.
fn local(at: NaiveDateTime, zone: Tz) -> DateTime<Tz> {
    match zone.from_local_datetime(&at) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(_, moment) => moment,
        LocalResult::None => zone
            .from_local_datetime(&(at + TimeDelta::hours(1)))
            .latest()
            .unwrap_or_else(|| zone.from_utc_datetime(&at)),
    }
}

/// A local time in a fixed offset, as deadlines keep it.
fn in_offset(at: NaiveDateTime, offset: FixedOffset) -> DateTime<Utc> {
    offset.from_local_datetime(&at).single().map_or_else(|| at.and_utc(), |moment| moment.to_utc())
}

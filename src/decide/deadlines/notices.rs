//! When somebody is told about a running clock: reminders to the officer, escalation to the superior.
//!
//! In: a standard, its deadline, the calendar, which notices went out already, `now`. Out: moments, or what is due
//! now. Does not know who gets the letter nor what it says.
//!
//! A clock that runs around the clock (hours, merah) speaks at any hour. Every other notice waits for a working day
//! between 08.00 and 20.00 inside the office's hours; after an outage everything that was missed becomes one
//! reminder (a digest) and at most one escalation, never a storm.

use chrono::{DateTime, Days, FixedOffset, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::in_offset;
use super::late::after_the_first_letter;
use crate::domain::deadline::Moment;
use crate::domain::{Calendar, Deadline, Standard, Within};

/// So long somebody has who hears of a clock of hours when it is late already.
const A_BREATH: TimeDelta = TimeDelta::hours(2);

/// What kind of notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// To the officer; numbered from 1 in the order of the shares.
    Reminder(u32),
    /// To the superior.
    Escalation,
}

/// A notice with its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// Which.
    pub kind: NoticeKind,
    /// From when on it is due.
    pub at: DateTime<Utc>,
}

/// What is due now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DueNotices {
    /// Send one reminder with this number; lower ones are covered by it.
    pub reminder: Option<u32>,
    /// All reminder numbers that this one letter settles (to be recorded as sent), ascending.
    pub covers: Vec<u32>,
    /// Tell the superior.
    pub escalate: bool,
    /// The limit itself has passed.
    pub overdue: bool,
}

impl DueNotices {
    /// True if nothing is to be sent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reminder.is_none() && !self.escalate
    }
}

/// Every notice of a clock: the reminders at their shares of the time, then the escalation at its share; each moved
/// into office hours unless the clock runs around the clock. A reminder that would move past the limit moves back.
/// `told`: when the officer was first told; what came before that waits.
#[must_use]
pub fn reminders(standard: &Standard, deadline: &Deadline, calendar: &Calendar, told: DateTime<Utc>) -> Vec<Notice> {
    let loud = standard.within.runs_around_the_clock();
    let mut moments: Vec<DateTime<Utc>> =
        standard.remind_at.iter().map(|moment| moment_in(*moment, deadline, calendar)).collect();
    moments.sort();
    let mut notices: Vec<Notice> = (1u32..)
        .zip(moments)
        .map(|(number, raw)| {
            let at = if loud { raw } else { before_the_limit(raw, deadline, calendar) };
            Notice { kind: NoticeKind::Reminder(number), at }
        })
        .collect();
    let raw = at_share(deadline, standard.escalate_at);
    let offset = *deadline.due.offset();
    let at = if loud { raw } else { next_opening(raw, offset, calendar).unwrap_or(raw) };
    notices.push(Notice { kind: NoticeKind::Escalation, at });
    after_the_first_letter(notices, told, |at| if loud { at + A_BREATH } else { next_morning(at, offset, calendar) })
}

/// Which notices of a clock are due at `now`, given those already `sent` and when the officer was first `told`. The
/// caller asks only while the clock runs (what it waits for has not happened).
#[must_use]
pub fn notices_due(
    standard: &Standard,
    deadline: &Deadline,
    calendar: &Calendar,
    sent: &[NoticeKind],
    (told, now): (DateTime<Utc>, DateTime<Utc>),
) -> DueNotices {
    let mut due = DueNotices { overdue: now > deadline.due, ..DueNotices::default() };
    if !standard.within.runs_around_the_clock() && must_wait(now, deadline, calendar) {
        return due;
    }
    let highest = sent.iter().filter_map(|kind| match kind {
        NoticeKind::Reminder(number) => Some(*number),
        NoticeKind::Escalation => None,
    });
    let highest = highest.max().unwrap_or(0);
    for notice in reminders(standard, deadline, calendar, told).into_iter().filter(|notice| notice.at <= now) {
        match notice.kind {
            NoticeKind::Reminder(number) if number > highest => due.covers.push(number),
            NoticeKind::Reminder(_) => {}
            NoticeKind::Escalation => due.escalate = !sent.contains(&NoticeKind::Escalation),
        }
    }
    due.reminder = due.covers.last().copied();
    due
}

/// When the clock next has something to say after `now`, if ever; for planning the next look.
#[must_use]
pub fn next_notice_after(
    standard: &Standard,
    deadline: &Deadline,
    calendar: &Calendar,
    (told, now): (DateTime<Utc>, DateTime<Utc>),
) -> Option<DateTime<Utc>> {
    reminders(standard, deadline, calendar, told).into_iter().map(|notice| notice.at).filter(|at| *at > now).min()
}

/// When to look at a clock again after `now`, given the notices already `sent` and when the officer was first `told`:
/// at the next notice, at the limit itself, or, where something is overdue and nobody may be disturbed, when the quiet
/// hours end. `None`: there is no more to say.
#[must_use]
pub fn next_look(
    standard: &Standard,
    deadline: &Deadline,
    calendar: &Calendar,
    sent: &[NoticeKind],
    (told, now): (DateTime<Utc>, DateTime<Utc>),
) -> Option<DateTime<Utc>> {
    let highest = sent.iter().max_by_key(|kind| match kind {
        NoticeKind::Reminder(number) => *number,
        NoticeKind::Escalation => 0,
    });
    let is_sent = |kind: NoticeKind| match (kind, highest) {
        (NoticeKind::Reminder(number), Some(NoticeKind::Reminder(highest))) => number <= *highest,
        (NoticeKind::Reminder(_), Some(NoticeKind::Escalation) | None) => false,
        (NoticeKind::Escalation, _) => sent.contains(&NoticeKind::Escalation),
    };
    let unsaid = reminders(standard, deadline, calendar, told).into_iter().any(|n| n.at <= now && !is_sent(n.kind));
    let waits = !standard.within.runs_around_the_clock() && must_wait(now, deadline, calendar);
    let overdue = unsaid.then(|| if waits { end_of_quiet(now, *deadline.due.offset()) } else { now });
    let limit = deadline.due.to_utc() + TimeDelta::seconds(1);
    let limit = (now < limit).then_some(limit);
    [overdue, next_notice_after(standard, deadline, calendar, (told, now)), limit].into_iter().flatten().min()
}

/// The next end of the quiet hours after `now`.
fn end_of_quiet(now: DateTime<Utc>, offset: FixedOffset) -> DateTime<Utc> {
    let local = now.with_timezone(&offset).naive_local();
    let today = local.date().and_time(quiet_until());
    in_offset(if local < today { today } else { today + TimeDelta::days(1) }, offset)
}

/// The moment at which a reminder is wanted: of hours to the minute, of days in the morning of the day.
pub(super) fn moment_in(moment: Moment, deadline: &Deadline, calendar: &Calendar) -> DateTime<Utc> {
    let start = deadline.from.to_utc();
    let day_0 = deadline.from.date_naive();
    let morning = |day: NaiveDate| {
        let opens = desk_hours(day, calendar).map_or_else(quiet_until, |(from, _)| from);
        in_offset(day.and_time(opens), *deadline.due.offset())
    };
    match moment {
        Moment::Share(share) => at_share(deadline, share),
        Moment::After(Within::Minutes(n)) => start + TimeDelta::minutes(n.into()),
        Moment::After(Within::Hours(n)) => start + TimeDelta::hours(n.into()),
        Moment::After(Within::CalendarDays(n)) => morning(super::plus_days(day_0, n)),
        Moment::After(Within::Months(n)) => morning(day_0.checked_add_months(Months::new(n)).unwrap_or(day_0)),
        Moment::After(Within::WorkingDays(n)) => {
            let found = super::nth_working_day(n, day_0, calendar).map(|found| found.day);
            morning(found.unwrap_or_else(|| super::plus_days(day_0, n)))
        }
    }
}

/// True if the reminder with this number is for the others that the clock concerns too.
#[must_use]
pub fn concerns_others(standard: &Standard, deadline: &Deadline, calendar: &Calendar, number: u32) -> bool {
    let Some(from) = standard.also.from else { return !standard.also.units.is_empty() };
    let from = moment_in(from, deadline, calendar);
    let at = usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
    let mut moments: Vec<DateTime<Utc>> =
        standard.remind_at.iter().map(|moment| moment_in(*moment, deadline, calendar)).collect();
    moments.sort();
    !standard.also.units.is_empty() && moments.get(at).is_some_and(|moment| *moment >= from)
}

/// The moment at a share (0 to 1) of the way from the start to the limit.
fn at_share(deadline: &Deadline, share: f64) -> DateTime<Utc> {
    let start = deadline.from.to_utc();
    let seconds = (deadline.due.to_utc() - start).num_seconds();
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "ten years of seconds fit an f64 exactly"
    )]
    let part = (seconds as f64 * share.clamp(0.0, 1.0)) as i64;
    start.checked_add_signed(TimeDelta::seconds(part)).unwrap_or(start)
}

/// The next moment somebody reads it; else, before the limit, the last opening; else, with nothing but days off until
/// the limit, the same day by daylight.
fn before_the_limit(raw: DateTime<Utc>, deadline: &Deadline, calendar: &Calendar) -> DateTime<Utc> {
    let offset = *deadline.due.offset();
    let fits = |at: &DateTime<Utc>| *at > deadline.from && *at < deadline.due;
    next_opening(raw, offset, calendar)
        .filter(fits)
        .or_else(|| last_opening(raw, offset, calendar).filter(fits))
        .or_else(|| Some(by_daylight(raw, offset)).filter(fits))
        .unwrap_or(raw)
}

/// The same day between the end of the quiet hours and an hour before they begin.
fn by_daylight(at: DateTime<Utc>, offset: FixedOffset) -> DateTime<Utc> {
    let local = at.with_timezone(&offset).naive_local();
    let evening = quiet_from() - TimeDelta::hours(1);
    in_offset(local.date().and_time(local.time().clamp(quiet_until(), evening)), offset)
}

/// True if nobody should be disturbed at `now`: at night, or on a day off with a working day still before the limit.
fn must_wait(now: DateTime<Utc>, deadline: &Deadline, calendar: &Calendar) -> bool {
    let offset = *deadline.due.offset();
    let local = now.with_timezone(&offset);
    let night = !(quiet_until()..quiet_from()).contains(&local.time());
    let day_off = calendar.hours_on(local.date_naive()).is_none();
    night || (day_off && next_opening(now, offset, calendar).is_some_and(|opens| opens < deadline.due))
}

/// When the quiet hours end.
fn quiet_until() -> NaiveTime {
    NaiveTime::from_hms_opt(8, 0, 0).unwrap_or(NaiveTime::MIN)
}

/// When the quiet hours begin.
fn quiet_from() -> NaiveTime {
    NaiveTime::from_hms_opt(20, 0, 0).unwrap_or(NaiveTime::MIN)
}

/// From when until when somebody is at the desk and may be disturbed; `None` on a day off.
fn desk_hours(day: NaiveDate, calendar: &Calendar) -> Option<(NaiveTime, NaiveTime)> {
    let hours = calendar.hours_on(day)?;
    let (from, until) = (hours.from.max(quiet_until()), hours.until.min(quiet_from()));
    Some(if from <= until { (from, until) } else { (hours.from, hours.until) })
}

/// `at` itself in desk hours, else the next moment they begin. Looks a year ahead.
fn next_opening(at: DateTime<Utc>, offset: FixedOffset, calendar: &Calendar) -> Option<DateTime<Utc>> {
    let local = at.with_timezone(&offset).naive_local();
    local.date().iter_days().take(366).find_map(|day| {
        let (from, until) = desk_hours(day, calendar)?;
        let moment = local.max(day.and_time(from));
        (moment <= day.and_time(until)).then(|| in_offset(moment, offset))
    })
}

/// When desk hours begin on the first working day after `at`.
fn next_morning(at: DateTime<Utc>, offset: FixedOffset, calendar: &Calendar) -> DateTime<Utc> {
    let tomorrow = at.with_timezone(&offset).date_naive() + Days::new(1);
    let midnight = in_offset(tomorrow.and_time(NaiveTime::MIN), offset);
    next_opening(midnight, offset, calendar).unwrap_or(midnight)
}

/// The last moment before `at` at which desk hours began. Looks a year back.
fn last_opening(at: DateTime<Utc>, offset: FixedOffset, calendar: &Calendar) -> Option<DateTime<Utc>> {
    let local = at.with_timezone(&offset).naive_local();
    (0..366).find_map(|back| {
        let day = local.date().checked_sub_days(Days::new(back))?;
        let moment = day.and_time(desk_hours(day, calendar)?.0);
        (moment < local).then(|| in_offset(moment, offset))
    })
}

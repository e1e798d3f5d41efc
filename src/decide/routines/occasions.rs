//! When a routine comes. In: the routine, the calendar and zone of its office, a span of time. Out: its occasions in
//! that span, each with the moment at which people are asked. Knows no task.

use chrono::{DateTime, Datelike, Days as Count, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::decide::wording::dates;
use crate::domain::Calendar;
use crate::domain::routine::{Days, Routine};

/// No routine rests longer than this.
const LONGEST_REST: u64 = 70;
/// So many days in a row may be days off.
const LONGEST_LEAVE: u64 = 20;

/// One time that a routine comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// Its name within the routine: `2026-11-27 14.00`.
    pub key: String,
    /// The time of the day: `14.00`.
    pub slot: String,
    /// The day: `27-11-2026`.
    pub date: String,
    /// When the people are asked.
    pub asked: DateTime<Utc>,
    /// When it is due.
    pub due: DateTime<Utc>,
    /// When it counts as missed.
    pub late: DateTime<Utc>,
}

/// The occasions whose people are asked after `after` and not later than `until`, in order.
#[must_use]
pub fn occasions(
    routine: &Routine,
    calendar: &Calendar,
    zone: Tz,
    after: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<Occasion> {
    let first = after.with_timezone(&zone).date_naive();
    let last = (until + routine.before).with_timezone(&zone).date_naive();
    let mut found = Vec::new();
    let mut day = first;
    while day <= last {
        if comes_on(&routine.days, calendar, day) {
            found.extend(routine.at.iter().filter_map(|time| occasion(routine, zone, day.and_time(*time))));
        }
        day = day + Count::new(1);
    }
    found.retain(|occasion| after < occasion.asked && occasion.asked <= until);
    found.sort_by_key(|occasion| occasion.asked);
    found
}

/// When the people of a routine are asked next, after `after`.
#[must_use]
pub fn next_asked(routine: &Routine, calendar: &Calendar, zone: Tz, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    // Most routines come within a few days: the long way is walked only where that is not so.
    [3, LONGEST_REST].into_iter().find_map(|days| {
        occasions(routine, calendar, zone, after, after + Count::new(days)).first().map(|occasion| occasion.asked)
    })
}

fn occasion(routine: &Routine, zone: Tz, at: NaiveDateTime) -> Option<Occasion> {
    let due = at.and_local_timezone(zone).earliest()?.to_utc();
    let slot = at.time().format("%H.%M").to_string();
    Some(Occasion {
        key: format!("{} {slot}", at.date()),
        slot,
        date: dates::short_date(at.date()),
        asked: due - routine.before,
        due,
        late: due + routine.grace,
    })
}

fn comes_on(days: &Days, calendar: &Calendar, day: NaiveDate) -> bool {
    let works = |day: NaiveDate| calendar.day_off(day).is_none();
    match days {
        Days::Every => true,
        Days::Working => works(day),
        Days::Week(named) => works(day) && moved_to(calendar, day, |day| named.contains(&day.weekday())),
        Days::Month(named) => works(day) && moved_to(calendar, day, |day| day.day() == *named),
    }
}

/// True if `day` is a named one, or the first working day after named ones that were off.
fn moved_to(calendar: &Calendar, day: NaiveDate, is_named: impl Fn(NaiveDate) -> bool) -> bool {
    let earlier = (1..LONGEST_LEAVE).map_while(|back| day.checked_sub_days(Count::new(back)));
    let off = earlier.take_while(|day| calendar.day_off(*day).is_some());
    std::iter::once(day).chain(off).any(is_named)
}

/// The occasion before this one, as people name it: `20.00 kemarin` or `08.00`.
#[must_use]
pub fn before(routine: &Routine, calendar: &Calendar, zone: Tz, due: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let since = due - TimeDelta::days(10);
    let earlier = occasions(routine, calendar, zone, since, due - routine.before - TimeDelta::seconds(1));
    earlier.last().map(|occasion| occasion.due)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::{NaiveTime, Weekday};
    use chrono_tz::Asia::Jakarta;

    use super::*;
    use crate::domain::calendar::{Holiday, HolidayKind, Hours};
    use crate::domain::routine::Brings;

    fn hour(hour: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
    }

    fn calendar(holidays: &[&str]) -> Calendar {
        let hours = Hours { from: hour(7), until: hour(16) };
        let holiday =
            |day: &&str| (day.parse().unwrap(), Holiday { kind: HolidayKind::National, name: "Libur".into() });
        Calendar {
            name: "uji".into(),
            years: vec![2026],
            week: (0..5).map(|day| (day, hours)).collect(),
            holidays: holidays.iter().map(holiday).collect::<BTreeMap<_, _>>(),
            special_hours: vec![],
        }
    }

    fn routine(days: Days, at: &[u32]) -> Routine {
        Routine {
            id: "uji".into(),
            row: "BTG-13".into(),
            label: "UJI".into(),
            title: "uji".into(),
            ask: String::new(),
            days,
            at: at.iter().map(|h| hour(*h)).collect(),
            before: TimeDelta::minutes(15),
            grace: TimeDelta::minutes(30),
            to: vec![],
            warn: vec![],
            words: vec!["SUDAH".into()],
            batch: false,
            channel: None,
            brings: Brings::Nothing,
            near: None,
        }
    }

    fn keys(routine: &Routine, calendar: &Calendar, from: &str, until: &str) -> Vec<String> {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        occasions(routine, calendar, Jakarta, at(from), at(until)).into_iter().map(|o| o.key).collect()
    }

    #[test]
    fn three_times_a_day_on_a_sunday_too() {
        let routine = routine(Days::Every, &[8, 14, 20]);
        let found = keys(&routine, &calendar(&[]), "2026-11-22T00:44:00Z", "2026-11-22T12:45:00Z");
        assert_eq!(found, ["2026-11-22 08.00", "2026-11-22 14.00", "2026-11-22 20.00"]);
        assert_eq!(keys(&routine, &calendar(&[]), "2026-11-22T00:45:00Z", "2026-11-22T06:44:59Z").len(), 0);
    }

    #[test]
    fn a_working_day_routine_rests_on_days_off() {
        let routine = routine(Days::Working, &[14]);
        let found = keys(&routine, &calendar(&["2026-11-23"]), "2026-11-20T00:00:00Z", "2026-11-24T12:00:00Z");
        assert_eq!(found, ["2026-11-20 14.00", "2026-11-24 14.00"]);
    }

    #[test]
    fn a_weekly_one_on_a_day_off_comes_on_the_next_working_day() {
        let routine = routine(Days::Week(vec![Weekday::Mon]), &[9]);
        let found = keys(&routine, &calendar(&["2026-11-23"]), "2026-11-15T00:00:00Z", "2026-11-30T12:00:00Z");
        assert_eq!(found, ["2026-11-16 09.00", "2026-11-24 09.00", "2026-11-30 09.00"]);
    }

    #[test]
    fn the_first_of_a_month_that_is_a_sunday_is_kept_on_monday() {
        let routine = routine(Days::Month(1), &[9]);
        let found = keys(&routine, &calendar(&[]), "2026-10-31T00:00:00Z", "2026-12-02T00:00:00Z");
        assert_eq!(found, ["2026-11-02 09.00", "2026-12-01 09.00"]);
        let after = "2026-11-02T03:00:00Z".parse().unwrap();
        let next = next_asked(&routine, &calendar(&[]), Jakarta, after).unwrap();
        assert_eq!(next.to_rfc3339(), "2026-12-01T01:45:00+00:00");
    }
}

//! Moments within an office's hours. In: the calendar, a moment. Out: when so many working hours have passed, when a
//! list is due. Knows no task.

use chrono::{DateTime, Days, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::domain::Calendar;
use crate::domain::routine::PostRemind;

/// So many days off in a row are looked over.
const LONGEST_LEAVE: u64 = 60;

/// When the office has worked for so many hours since `from`.
#[must_use]
pub fn after_working_hours(calendar: &Calendar, zone: Tz, from: DateTime<Utc>, hours: u32) -> DateTime<Utc> {
    let mut left = TimeDelta::hours(hours.into());
    let start = from.with_timezone(&zone).naive_local();
    for later in 0..LONGEST_LEAVE {
        let Some(day) = start.date().checked_add_days(Days::new(later)) else { break };
        let Some(open) = calendar.hours_on(day) else { continue };
        let begins = day.and_time(open.from).max(start);
        let worked = (day.and_time(open.until) - begins).max(TimeDelta::zero());
        if worked >= left {
            let at = begins + left;
            return at.and_local_timezone(zone).earliest().map_or(from, |at| at.to_utc());
        }
        left -= worked;
    }
    from + TimeDelta::hours(hours.into())
}

/// When the people of a posting are reminded of what was asked at `from`; `None`: that moment of the day has passed.
#[must_use]
pub fn remind_at(remind: PostRemind, calendar: &Calendar, zone: Tz, from: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match remind {
        PostRemind::WorkingHours(hours) => Some(after_working_hours(calendar, zone, from, hours)),
        PostRemind::At(time) => {
            let day = from.with_timezone(&zone).date_naive();
            let at = day.and_time(time).and_local_timezone(zone).earliest()?.to_utc();
            (at > from).then_some(at)
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;
    use chrono_tz::Asia::Jakarta;

    use super::*;
    use crate::domain::calendar::Hours;

    fn calendar() -> Calendar {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let hours = Hours { from: hour(8), until: hour(16) };
        Calendar {
            name: "uji".into(),
            years: vec![2026],
            week: (0..5).map(|day| (day, hours)).collect(),
            holidays: Default::default(),
            special_hours: vec![],
        }
    }

    fn four_hours_after(text: &str) -> String {
        after_working_hours(&calendar(), Jakarta, text.parse().unwrap(), 4).with_timezone(&Jakarta).to_rfc3339()
    }

    #[test]
    fn four_working_hours_skip_the_night_and_the_weekend() {
        assert_eq!(four_hours_after("2026-11-20T03:00:00Z"), "2026-11-20T14:00:00+07:00");
        assert_eq!(four_hours_after("2026-11-20T07:00:00Z"), "2026-11-23T10:00:00+07:00");
        assert_eq!(four_hours_after("2026-11-21T07:00:00Z"), "2026-11-23T12:00:00+07:00");
    }

    #[test]
    fn a_time_of_the_day_that_has_passed_does_not_come_again() {
        let half_past_three = PostRemind::At(NaiveTime::from_hms_opt(15, 30, 0).unwrap());
        let at = |text: &str| remind_at(half_past_three, &calendar(), Jakarta, text.parse().unwrap());
        assert!(at("2026-11-20T08:29:00Z").is_some());
        assert_eq!(at("2026-11-20T08:30:00Z"), None);
    }
}

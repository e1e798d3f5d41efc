//! Which days and hours an office works, as data with provenance.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// What a day off is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolidayKind {
    /// National holiday (libur nasional).
    National,
    /// Collective leave (cuti bersama).
    CollectiveLeave,
    /// Regional holiday that the office counts as a day off.
    Regional,
}

/// One day off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// What it is.
    pub kind: HolidayKind,
    /// Its name.
    pub name: String,
}

/// Opening hours of one weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// Opens.
    pub from: NaiveTime,
    /// Closes.
    pub until: NaiveTime,
}

/// Hours in which citizens and officers get no mail, emergencies excepted. Local time of the office; may run past
/// midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// They begin.
    pub from: NaiveTime,
    /// They end.
    pub until: NaiveTime,
}

impl QuietHours {
    /// True if `time` lies in them.
    #[must_use]
    pub fn contain(&self, time: NaiveTime) -> bool {
        if self.from <= self.until {
            self.from <= time && time < self.until
        } else {
            self.from <= time || time < self.until
        }
    }

    /// When something that would go out `at` (office time) may go: at once, or when they end.
    #[must_use]
    pub fn after(&self, at: NaiveDateTime) -> NaiveDateTime {
        if !self.contain(at.time()) {
            return at;
        }
        let end = at.date().and_time(self.until);
        if end > at { end } else { end + Days::new(1) }
    }
}

/// The working days and hours of one office.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Name and revision, as stored with each deadline: `batang 2026 rev 1`.
    pub name: String,
    /// Years whose holidays are loaded and final.
    pub years: Vec<i32>,
    /// Opening hours; a weekday without is a day off. Keyed by days from Monday (0) to Sunday (6).
    pub week: BTreeMap<u8, Hours>,
    /// Days off, already filtered by what this office counts.
    pub holidays: BTreeMap<NaiveDate, Holiday>,
    /// Other hours for some dates (Ramadan): first day, last day, hours by weekday.
    pub special_hours: Vec<(NaiveDate, NaiveDate, BTreeMap<u8, Hours>)>,
}

impl Calendar {
    /// The key of a weekday in [`Calendar::week`].
    #[must_use]
    pub fn key(day: Weekday) -> u8 {
        u8::try_from(day.num_days_from_monday()).unwrap_or_default()
    }

    /// Why this day does not count as a working day: the holiday's name, else the weekday the office is closed on.
    #[must_use]
    pub fn day_off(&self, date: NaiveDate) -> Option<String> {
        match self.holidays.get(&date) {
            Some(holiday) => Some(holiday.name.clone()),
            None if self.week.contains_key(&Self::key(date.weekday())) => None,
            None => Some(weekday_name(date.weekday()).to_owned()),
        }
    }

    /// Opening hours of a working day, special hours (Ramadan) included; `None` on a day off.
    /// Special hours change when a day opens and closes, never whether it is worked.
    #[must_use]
    pub fn hours_on(&self, date: NaiveDate) -> Option<Hours> {
        if self.holidays.contains_key(&date) {
            return None;
        }
        let key = Self::key(date.weekday());
        let usual = self.week.get(&key)?;
        let special = self.special_hours.iter().find(|(from, until, _)| (*from..=*until).contains(&date));
        Some(*special.and_then(|(_, _, week)| week.get(&key)).unwrap_or(usual))
    }

    /// The years that `today` asks for and that are not loaded: this one, and from 1 October the next one, whose joint
    /// decree is normally signed in September or October.
    #[must_use]
    pub fn missing_years(&self, today: NaiveDate) -> Vec<i32> {
        let next = (today.month() >= 10).then(|| today.year() + 1);
        std::iter::once(today.year()).chain(next).filter(|year| !self.knows(*year)).collect()
    }

    /// True if the holidays of this year are loaded and final.
    #[must_use]
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains(&year)
    }
}

/// The Indonesian name of a weekday, as in letters.
#[must_use]
pub fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Senin",
        Weekday::Tue => "Selasa",
        Weekday::Wed => "Rabu",
        Weekday::Thu => "Kamis",
        Weekday::Fri => "Jumat",
        Weekday::Sat => "Sabtu",
        Weekday::Sun => "Minggu",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
    }

    #[test]
    fn quiet_hours_may_run_past_midnight() {
        let night = QuietHours { from: at(21), until: at(6) };
        assert!(night.contain(at(21)) && night.contain(at(0)) && night.contain(at(5)));
        assert!(!night.contain(at(6)) && !night.contain(at(12)));
        let noon = QuietHours { from: at(12), until: at(13) };
        assert!(noon.contain(at(12)) && !noon.contain(at(13)));
    }

    #[test]
    fn what_is_written_at_night_goes_out_when_the_night_is_over() {
        let night = QuietHours { from: at(21), until: at(6) };
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        assert_eq!(night.after(day.and_time(at(22))), (day + Days::new(1)).and_time(at(6)));
        assert_eq!(night.after(day.and_time(at(3))), day.and_time(at(6)));
        assert_eq!(night.after(day.and_time(at(12))), day.and_time(at(12)));
    }
}

//! Which days and hours an office works, as data with provenance.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

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

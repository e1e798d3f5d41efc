//! The calendar of one office, from its own file and the holidays of the whole country.
//!
//! In: `offices/<id>/calendar.toml` and `holidays/*.toml`. Out: a [`Calendar`], or every fault of the files with its
//! line. Does not know what today is, except where it is told.

mod days;
mod hours;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::problem::Problem;
use super::read::Source;
use super::told::read_office_file;
use crate::domain::Calendar;
use crate::domain::calendar::{Holiday, HolidayKind};

/// `offices/<id>/calendar.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    /// Counts up with every change of this file, so that a stored deadline names the calendar it was made with.
    revision: u32,
    /// Whether cuti bersama counts as a day off.
    count_collective_leave: bool,
    /// Opening hours by weekday: `senin = "07.30-16.00"`. A weekday without is a day off.
    hours: hours::WeekTable,
    /// Regional days off; each says whether this office counts it.
    #[serde(default)]
    regional: Vec<RegionalDay>,
    /// Other hours for a time (Ramadan).
    #[serde(default)]
    special: Vec<hours::SpecialHours>,
}

/// A regional day off, such as Galungan in Bali.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionalDay {
    date: Spanned<String>,
    name: String,
    /// `false`: dispensasi for some of the staff only, the office works on.
    #[serde(default)]
    counts: bool,
}

/// Reads the calendar of the office in `office_dir`. Faults are added to `problems`; `None` where it cannot be used.
#[must_use]
pub fn load_calendar(office_dir: &Path, holidays_dir: &Path, problems: &mut Vec<Problem>) -> Option<Calendar> {
    let before = problems.len();
    let national = days::load(holidays_dir, problems);
    let (file, source) = read_office_file::<OfficeFile>(office_dir, "calendar.toml", problems)?;
    let week = file.hours.read("hours", &source, problems);
    if week.is_empty() {
        problems.push(Problem::at(
            &source.path,
            0,
            "hours",
            "no working day",
            "at least one, such as `senin = \"07.30-16.00\"`",
        ));
    }
    let special_hours = hours::special(&file.special, &week, &source, problems);
    let mut holidays: BTreeMap<NaiveDate, Holiday> = national
        .days
        .into_iter()
        .filter(|(_, day)| day.kind != HolidayKind::CollectiveLeave || file.count_collective_leave)
        .collect();
    add_regional(&file.regional, &mut holidays, &source, problems);
    if problems.len() > before {
        return None;
    }
    let office = office_dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let last_year = national.years.iter().max().copied().unwrap_or_default();
    let revision = if national.amendments == 0 {
        format!("rev {}", file.revision)
    } else {
        format!("rev {}.{}", file.revision, national.amendments)
    };
    let name = format!("{office} {last_year} {revision}");
    Some(Calendar { name, years: national.years, week, holidays, special_hours })
}

fn add_regional(
    days: &[RegionalDay],
    holidays: &mut BTreeMap<NaiveDate, Holiday>,
    source: &Source,
    problems: &mut Vec<Problem>,
) {
    let mut seen = std::collections::BTreeSet::new();
    for (place, day) in days.iter().enumerate() {
        let key = format!("regional[{place}].date");
        let Some(date) = days::date(&day.date, &key, source, problems) else { continue };
        if !seen.insert(date) {
            problems.push(source.problem(&day.date, key, format!("{date} is named twice"), "each day once"));
        } else if day.counts {
            let regional = Holiday { kind: HolidayKind::Regional, name: day.name.clone() };
            holidays.entry(date).or_insert(regional);
        }
    }
}

/// A year whose holidays should be there by now and are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingYear(pub i32);

impl std::fmt::Display for MissingYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(year) = self;
        write!(
            f,
            "the holidays of {year} are missing: deadlines that reach it are provisional; put the joint decree (SKB) into \
             holidays/{year}.toml with status = \"final\""
        )
    }
}

/// The years that `today` asks for and `calendar` lacks, for people.
#[must_use]
pub fn missing_years(calendar: &Calendar, today: NaiveDate) -> Vec<MissingYear> {
    calendar.missing_years(today).into_iter().map(MissingYear).collect()
}

#[cfg(test)]
mod tests;

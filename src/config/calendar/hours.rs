//! Opening hours by weekday, usual and special.
//!
//! In: `senin = "07.30-16.00"`. Out: [`Hours`] by weekday, or what is wrong with them. Knows no holidays.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime, Weekday};
use serde::Deserialize;
use serde_spanned::Spanned;

use super::days;
use crate::config::problem::Problem;
use crate::config::read::Source;
use crate::domain::Calendar;
use crate::domain::calendar::{Hours, weekday_name};

/// Hours by weekdays as people write them: `senin`, `"Senin-Kamis"`, `"senin s.d. kamis"`.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct WeekTable(BTreeMap<String, Spanned<String>>);

/// Other hours from one day to another, both included.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpecialHours {
    name: String,
    from: Spanned<String>,
    until: Spanned<String>,
    hours: WeekTable,
}

/// First day, last day, hours by weekday.
type Period = (NaiveDate, NaiveDate, BTreeMap<u8, Hours>);

impl WeekTable {
    /// The hours of each weekday that has some.
    pub(super) fn read(&self, key: &str, source: &Source, problems: &mut Vec<Problem>) -> BTreeMap<u8, Hours> {
        let mut week = BTreeMap::new();
        for (name, text) in &self.0 {
            let key = format!("{key}.{name}");
            let Some(days) = days_named(name) else {
                let right = "a day or days, as `senin` or `\"senin-kamis\"`";
                problems.push(source.problem(text, key, format!("{name:?} names no weekdays"), right));
                continue;
            };
            let Some(hours) = hours(text.get_ref()) else {
                let what = format!("`{}` are no opening hours", text.get_ref());
                let right = "opening before closing on the same day, as `07.30-16.00`";
                problems.push(source.problem(text, key, what, right));
                continue;
            };
            for day in days {
                if week.insert(Calendar::key(day), hours).is_some() {
                    let what = format!("{} has its hours twice", weekday_name(day));
                    problems.push(source.problem(text, key.clone(), what, "each weekday once"));
                }
            }
        }
        week
    }
}

/// The days of `senin`, `Senin-Jumat`, `senin s.d. kamis`; `None` where it names none, or ends before it begins.
fn days_named(name: &str) -> Option<Vec<Weekday>> {
    let name = name.trim().to_lowercase();
    let between = ["-", "–", "s.d.", "s/d", "sampai"].iter().find_map(|sign| name.split_once(sign));
    let (first, last) = between.unwrap_or((&name, &name));
    let place = |name: &str| weekdays().position(|day| weekday_name(day).to_lowercase() == name.trim());
    let (first, last) = (place(first)?, place(last)?);
    (first <= last).then(|| weekdays().skip(first).take(last - first + 1).collect())
}

/// `07.30-16.00` or `07:30-16:00`; a unit that never closes is `00.00-24.00`.
fn hours(text: &str) -> Option<Hours> {
    let (from, until) = text.split_once(['-', '–'])?;
    let (from, until) = (clock(from)?, clock(until)?);
    (from < until).then_some(Hours { from, until })
}

fn clock(text: &str) -> Option<NaiveTime> {
    let text = text.trim().replace('.', ":");
    if text == "24:00" {
        return NaiveTime::from_hms_opt(23, 59, 59);
    }
    NaiveTime::parse_from_str(&text, "%H:%M").ok()
}

/// The periods with other hours. They name exactly the weekdays that are worked, and do not overlap.
pub(super) fn special(
    periods: &[SpecialHours],
    usual: &BTreeMap<u8, Hours>,
    source: &Source,
    problems: &mut Vec<Problem>,
) -> Vec<Period> {
    let mut read: Vec<Period> = Vec::new();
    for (place, period) in periods.iter().enumerate() {
        let key = format!("special[{place}]");
        let from = days::date(&period.from, &format!("{key}.from"), source, problems);
        let until = days::date(&period.until, &format!("{key}.until"), source, problems);
        let week = period.hours.read(&format!("{key}.hours"), source, problems);
        let (Some(from), Some(until)) = (from, until) else { continue };
        let name = &period.name;
        let mut fault = |what: String, right: &str| {
            problems.push(source.problem(&period.from, key.clone(), format!("{name}: {what}"), right));
        };
        if from > until {
            fault(format!("begins on {from}, after its end on {until}"), "from on or before until");
        }
        if read.iter().any(|(first, last, _)| from <= *last && *first <= until) {
            fault("overlaps an earlier period".to_owned(), "periods one after the other");
        }
        if let Some(day) =
            weekdays().find(|day| week.contains_key(&Calendar::key(*day)) != usual.contains_key(&Calendar::key(*day)))
        {
            fault(
                format!("{} has hours in only one of the usual and the special week", weekday_name(day)),
                "hours for exactly the weekdays that are worked (a period changes hours, not working days)",
            );
        }
        read.push((from, until, week));
    }
    read
}

fn weekdays() -> impl Iterator<Item = Weekday> {
    std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ())).take(7)
}

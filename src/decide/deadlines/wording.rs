//! The arithmetic of a deadline in one Indonesian line, for letters and `why`.
//!
//! In: a [`Deadline`] as stored. Out: text. Knows no calendar: everything it says is in the deadline.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar::weekday_name;
use crate::domain::{Deadline, Skipped, Within};

/// Above so many skipped days the weekends are counted, not listed.
const LISTED: usize = 8;

/// How the limit was counted: `5 hari kerja sejak Jumat 20-11-2026; dilewati: Sabtu 21, Minggu 22`.
#[must_use]
pub fn arithmetic(deadline: &Deadline) -> String {
    let from = deadline.from;
    let mut line = format!("{} sejak {} {}", deadline.within, weekday_name(from.weekday()), from.format("%d-%m-%Y"));
    if deadline.within.parse().is_ok_and(Within::runs_around_the_clock) {
        let _ = write!(line, " pukul {}", from.format("%H.%M"));
    }
    if !deadline.skipped.is_empty() {
        let _ = write!(line, "; dilewati: {}", skipped(&deadline.skipped, from.date_naive()));
    }
    if deadline.provisional {
        let _ = write!(line, "; sementara, hari libur {} belum ditetapkan", deadline.due.year());
    }
    line
}

/// The skipped days; many of them with the weekends as a number.
fn skipped(days: &[Skipped], day_0: NaiveDate) -> String {
    let many = days.len() > LISTED;
    let (weekends, named): (Vec<&Skipped>, Vec<&Skipped>) = days.iter().partition(|day| many && is_plain(day));
    let mut parts: Vec<String> = named.iter().map(|day| one(day, day_0)).collect();
    if !weekends.is_empty() {
        let days: BTreeMap<u32, &str> = weekends
            .iter()
            .map(|day| day.date.weekday())
            .map(|weekday| (weekday.num_days_from_monday(), weekday_name(weekday)))
            .collect();
        let names: Vec<&str> = days.into_values().collect();
        parts.insert(0, format!("{} hari {}", weekends.len(), names.join(" dan ")));
    }
    parts.join(", ")
}

/// True if the day was skipped for its weekday only.
fn is_plain(day: &Skipped) -> bool {
    day.why == weekday_name(day.date.weekday())
}

/// `Sabtu 21`, `Rabu 18-03 (Hari Suci Nyepi)`, `Jumat 01-01-2027 (Tahun Baru)`.
fn one(day: &Skipped, day_0: NaiveDate) -> String {
    let date = match (day.date.year() == day_0.year(), day.date.month() == day_0.month()) {
        (true, true) => day.date.format("%-d"),
        (true, false) => day.date.format("%d-%m"),
        (false, _) => day.date.format("%d-%m-%Y"),
    };
    let mut text = format!("{} {date}", weekday_name(day.date.weekday()));
    if !is_plain(day) {
        let _ = write!(text, " ({})", day.why);
    }
    text
}

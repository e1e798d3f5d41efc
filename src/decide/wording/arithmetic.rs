//! How a deadline was reckoned, in one line that an officer can check with a wall calendar.

use chrono::{Datelike, Weekday};

use super::dates;
use crate::domain::{Deadline, Skipped};

/// More days off than this are counted, not listed.
const LISTED: usize = 4;

/// `5 hari kerja sejak Jumat, 20 November 2026 pukul 09.41 WIB, tidak dihitung 4 hari Sabtu/Minggu (kalender batang 2026 rev 1)`.
#[must_use]
pub fn arithmetic(deadline: &Deadline, zone_name: &str) -> String {
    let mut line = format!("{} sejak {}", deadline.within, dates::moment(deadline.from, zone_name));
    let skipped = skipped(&deadline.skipped);
    if !skipped.is_empty() {
        line.push_str(", tidak dihitung ");
        line.push_str(&skipped);
    }
    if !deadline.calendar.is_empty() {
        line.push_str(&format!(" (kalender {})", deadline.calendar));
    }
    if deadline.provisional {
        line.push_str("; SEMENTARA, hari libur tahun berikutnya belum ditetapkan");
    }
    line
}

/// Weekends as a number, days off by date and name.
fn skipped(days: &[Skipped]) -> String {
    let (weekends, off): (Vec<&Skipped>, Vec<&Skipped>) = days.iter().partition(|day| is_weekend(day));
    let mut parts = Vec::new();
    if !weekends.is_empty() {
        parts.push(format!("{} hari Sabtu/Minggu", weekends.len()));
    }
    parts.extend(off.iter().take(LISTED).map(|day| format!("{} {}", dates::date(day.date), day.why)));
    if off.len() > LISTED {
        parts.push(format!("{} hari libur lain", off.len() - LISTED));
    }
    parts.join(", ")
}

fn is_weekend(day: &Skipped) -> bool {
    matches!(day.date.weekday(), Weekday::Sat | Weekday::Sun) && day.why == dates::day_name(day.date.weekday())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use super::*;

    fn deadline(skipped: Vec<Skipped>, provisional: bool) -> Deadline {
        Deadline {
            standard: "btg.langsung".into(),
            within: "5 hari kerja".into(),
            from: DateTime::parse_from_rfc3339("2026-11-20T09:41:00+07:00").unwrap(),
            due: DateTime::parse_from_rfc3339("2026-11-27T16:00:00+07:00").unwrap(),
            calendar: "batang 2026 rev 1".into(),
            provisional,
            skipped,
        }
    }

    fn off(day: u32, why: &str) -> Skipped {
        Skipped { date: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(), why: why.into() }
    }

    #[test]
    fn the_arithmetic_counts_weekends_and_names_holidays() {
        let line = arithmetic(&deadline(vec![off(21, "Sabtu"), off(22, "Minggu"), off(24, "Hari Uji")], false), "WIB");
        assert_eq!(
            line,
            "5 hari kerja sejak Jumat, 20 November 2026 pukul 09.41 WIB, tidak dihitung 2 hari Sabtu/Minggu, \
             24 November 2026 Hari Uji (kalender batang 2026 rev 1)"
        );
    }

    #[test]
    fn a_sixty_day_deadline_still_fits_one_line() {
        let line = arithmetic(&deadline((1..=9).map(|d| off(d, "Libur")).collect(), true), "WIB");
        assert!(line.contains("5 hari libur lain") && line.contains("SEMENTARA"), "{line}");
        assert!(!line.contains('\n'));
    }
}

//! Dates as the admin's export writes them: `3 Jan 2026`, months in Indonesian or English.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Tz;

/// The first three letters of each month in both languages.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb", "peb"],
    &["mar"],
    &["apr"],
    &["mei", "may"],
    &["jun"],
    &["jul"],
    &["agu", "aug", "ags"],
    &["sep"],
    &["okt", "oct"],
    &["nov", "nop"],
    &["des", "dec"],
];

/// A day and, where there is one, a time of it (`08:15`, `08.15`, `08:15:30`).
pub(super) fn moment(date: &str, time: Option<&str>, zone: Tz) -> Option<DateTime<Utc>> {
    let time = time.and_then(clock).unwrap_or(NaiveTime::MIN);
    Some(zone.from_local_datetime(&day(date)?.and_time(time)).earliest()?.to_utc())
}

fn day(date: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = date.split([' ', '-', '/', ',', 'T']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts.get(..3)? else { return None };
    let month = month(b)?;
    if a.len() == 4 {
        NaiveDate::from_ymd_opt(a.parse().ok()?, month, c.parse().ok()?)
    } else {
        NaiveDate::from_ymd_opt(c.parse().ok()?, month, a.parse().ok()?)
    }
}

fn month(word: &str) -> Option<u32> {
    if let Ok(number) = word.parse() {
        return Some(number);
    }
    let begin: String = word.to_lowercase().chars().take(3).collect();
    let at = MONTHS.iter().position(|names| names.contains(&begin.as_str()))?;
    u32::try_from(at + 1).ok()
}

fn clock(time: &str) -> Option<NaiveTime> {
    let time = time.trim().replace('.', ":");
    ["%H:%M:%S", "%H:%M"].iter().find_map(|format| NaiveTime::parse_from_str(&time, format).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_in_both_languages() {
        let read = |date: &str, time: Option<&str>| moment(date, time, Tz::Asia__Jakarta).map(|at| at.to_rfc3339());
        assert_eq!(read("3 Jan 2026", Some("08.15")).as_deref(), Some("2026-01-03T01:15:00+00:00"));
        for (both, month) in [
            ("3 Mei 2026|3 May 2026", 5),
            ("3 Agu 2026|3 Aug 2026", 8),
            ("3 Okt 2026|3 Oct 2026", 10),
            ("3 Des 2026|3 December 2026", 12),
        ] {
            for date in both.split('|') {
                assert_eq!(day(date), NaiveDate::from_ymd_opt(2026, month, 3), "{date}");
            }
        }
        assert_eq!(day("2026-11-20"), NaiveDate::from_ymd_opt(2026, 11, 20));
        assert_eq!(day("kemarin"), None);
    }
}

//! Moments as officers and mail programs write them: `20-11-2026 09.41`, `Jumat, 20 November 2026 pukul 09.41 WIB`,
//! `Nov 20, 2026 9:41 AM`, `kemarin`. In: a text, the zone, now. Out: the moment, or none.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use regex::{Captures, Regex};

use crate::decide::reply::pattern::pattern;

/// A day without an hour begins the office's day.
const OFFICE_OPENS: Option<NaiveTime> = NaiveTime::from_hms_opt(8, 0, 0);

/// The moment that a text names. A day without an hour is eight in the morning of it, or now where that is earlier.
#[must_use]
pub fn moment(text: &str, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if let Ok(exact) = DateTime::parse_from_rfc3339(text.trim()) {
        return Some(exact.to_utc());
    }
    let day = day(text, now.with_timezone(&zone).date_naive())?;
    let hour = hour(text);
    let at = day.and_time(hour.or(OFFICE_OPENS)?);
    let at = zone.from_local_datetime(&at).earliest()?.to_utc();
    Some(if hour.is_none() && day == now.with_timezone(&zone).date_naive() { at.min(now) } else { at })
}

/// The day that a text names.
#[must_use]
pub fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Some((day, _)) = written_day(text) {
        return Some(day);
    }
    let lower = text.to_lowercase();
    if lower.contains("kemarin") {
        return today.checked_sub_days(Days::new(1));
    }
    (lower.contains("hari ini") || lower.contains("tadi") || lower.contains("sekarang")).then_some(today)
}

/// The first date in a text, and where it stands. `09.41.00` is none.
fn written_day(text: &str) -> Option<(NaiveDate, Range<usize>)> {
    static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"));
    static DAY_FIRST: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})\b"));
    static NAMED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(\d{1,2})[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})\b"));
    static MONTH_FIRST: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b"));
    // Which part of each pattern is the year, the month, the day.
    let patterns: [(&Regex, [usize; 3]); 4] =
        [(&YEAR_FIRST, [1, 2, 3]), (&NAMED, [3, 2, 1]), (&MONTH_FIRST, [3, 1, 2]), (&DAY_FIRST, [3, 2, 1])];
    patterns.into_iter().find_map(|(pattern, [year, month, day])| {
        pattern.captures_iter(text).find_map(|found| {
            let part = |n: usize| found.get(n).map(|part| part.as_str());
            let year: i32 = part(year)?.parse().ok()?;
            let year = if year < 100 { year + 2000 } else { year };
            let month = part(month).and_then(|word| word.parse().ok().or_else(|| self::month(word)))?;
            let day = NaiveDate::from_ymd_opt(year, month, part(day)?.parse().ok()?)?;
            Some((day, found.get(0)?.range()))
        })
    })
}

/// The hour that a text names, beside its date.
fn hour(text: &str) -> Option<NaiveTime> {
    static CLOCK: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)(?:^|[^\d.:])(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?\s*(am|pm)?\b"));
    static ALONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:jam|pukul|pkl)\.?\s*(\d{1,2})\b"));
    let beside = written_day(text).map(|(_, at)| {
        format!("{} {}", text.get(..at.start).unwrap_or_default(), text.get(at.end..).unwrap_or_default())
    });
    let text = beside.as_deref().unwrap_or(text);
    let number = |found: &Captures<'_>, n: usize| found.get(n).map_or(Some(0), |m| m.as_str().parse::<u32>().ok());
    if let Some(found) = CLOCK.captures(text) {
        let half = found.get(4).map(|m| m.as_str().to_lowercase());
        let hour = match (number(&found, 1)?, half.as_deref()) {
            (12, Some("am")) => 0,
            (hour @ 1..=11, Some("pm")) => hour + 12,
            (hour, _) => hour,
        };
        return NaiveTime::from_hms_opt(hour, number(&found, 2)?, number(&found, 3)?);
    }
    let found = ALONE.captures(text)?;
    NaiveTime::from_hms_opt(number(&found, 1)?, 0, 0)
}

fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let begins = |names: &[&str]| names.iter().any(|name| word.starts_with(name));
    let months: [&[&str]; 12] = [
        &["jan"],
        &["feb", "peb"],
        &["mar"],
        &["apr"],
        &["mei", "may"],
        &["jun"],
        &["jul"],
        &["agu", "agt", "ags", "aug"],
        &["sep"],
        &["okt", "oct"],
        &["nov", "nop"],
        &["des", "dec"],
    ];
    months.iter().position(|names| begins(names)).and_then(|at| u32::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Jakarta;

    use super::moment;

    #[test]
    fn a_moment_is_read_as_people_write_it() {
        let now = "2026-11-23T04:00:00Z".parse().unwrap();
        for (written, utc) in [
            ("20-11-2026 09.41", "2026-11-20T02:41:00Z"),
            ("20 November 2026 09.41.00 WIB", "2026-11-20T02:41:00Z"),
            ("2026-11-20T09.41", "2026-11-20T02:41:00Z"),
            ("20/11/2026 9:41", "2026-11-20T02:41:00Z"),
            ("20.11.26 jam 9", "2026-11-20T02:00:00Z"),
            ("Jumat, 20 November 2026 pukul 09.41 WIB", "2026-11-20T02:41:00Z"),
            ("20 Nop 2026", "2026-11-20T01:00:00Z"),
            ("2026-11-20 09:41", "2026-11-20T02:41:00Z"),
            ("Friday, November 20, 2026 9:41 PM", "2026-11-20T14:41:00Z"),
            ("Fri, 20 Nov 2026 09:41:12 +0700", "2026-11-20T02:41:12Z"),
            ("kemarin pukul 14.00", "2026-11-22T07:00:00Z"),
            ("hari ini", "2026-11-23T01:00:00Z"),
        ] {
            assert_eq!(moment(written, Jakarta, now), Some(utc.parse().unwrap()), "{written}");
        }
        for written in ["", "besok lusa", "31-02-2026", "pagi"] {
            assert_eq!(moment(written, Jakarta, now), None, "{written}");
        }
    }
}

//! Moments as officers and mail programs write them: `20-11-2026 09.41`, `Jumat, 20 November 2026 pukul 09.41 WIB`,
//! `Nov 20, 2026 9:41 AM`, `kemarin jam 3 sore`. In: a text, the zone, now. Out: the moment, or none: an hour that no
//! day has is no moment.

mod clock;

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use regex::Regex;

use crate::decide::pattern::pattern;
use clock::Clock;
pub use clock::alone as clock_alone;

/// A day without an hour begins the office's day.
const OFFICE_OPENS: Option<NaiveTime> = NaiveTime::from_hms_opt(8, 0, 0);

/// The moment that a text names. A day without an hour is eight in the morning of it, or now where that is earlier.
#[must_use]
pub fn moment(text: &str, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if let Ok(exact) = DateTime::parse_from_rfc3339(text.trim()) {
        return Some(exact.to_utc());
    }
    let today = now.with_timezone(&zone).date_naive();
    let day = day(text, today)?;
    let beside = beside_the_day(text, today);
    let (hour, said) = match clock::read(&beside) {
        Clock::At(hour) => (hour, true),
        Clock::Unsaid => (OFFICE_OPENS?, false),
        Clock::Impossible => return None,
    };
    let at = zone.from_local_datetime(&day.and_time(hour)).earliest()?.to_utc();
    Some(if !said && day == today { at.min(now) } else { at })
}

/// The same moment at another hour of its day.
#[must_use]
pub fn at_hour(moment: DateTime<Utc>, hour: NaiveTime, zone: Tz) -> Option<DateTime<Utc>> {
    let day = moment.with_timezone(&zone).date_naive();
    Some(zone.from_local_datetime(&day.and_time(hour)).earliest()?.to_utc())
}

/// The day that a text names: a date, or one by its distance from today.
#[must_use]
pub fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Some((day, _)) = written_day(text, today) {
        return Some(day);
    }
    let lower = text.to_lowercase();
    if let Some(day) = weekday(&lower) {
        return last(day, today);
    }
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let before = |days| today.checked_sub_days(Days::new(days));
    if has(&["kemarin lusa", "kemarin dulu", "kemaren lusa", "kemaren dulu"]) {
        return before(2);
    }
    if has(&["kemarin", "kemaren", "kmrn", "kmarin", "tadi malam", "td malam", "semalam", "yesterday"]) {
        return before(1);
    }
    if has(&["hari ini", "tadi", "sekarang", "barusan", "baru saja", "today"]) {
        return Some(today);
    }
    ago(&lower).and_then(before)
}

/// `2 hari yang lalu`.
fn ago(text: &str) -> Option<u64> {
    static AGO: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(\d{1,2}|se)\s*(hari|minggu)\s+(?:yang\s+|yg\s+)?(?:lalu|lewat|kemarin)\b"));
    let found = AGO.captures(text)?;
    let count = found.get(1)?.as_str().parse().unwrap_or(1);
    Some(if found.get(2)?.as_str() == "minggu" { count * 7 } else { count })
}

fn weekday(text: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 9] = [
        ("senin", Weekday::Mon),
        ("selasa", Weekday::Tue),
        ("rabu", Weekday::Wed),
        ("kamis", Weekday::Thu),
        ("jumat", Weekday::Fri),
        ("jum'at", Weekday::Fri),
        ("jum’at", Weekday::Fri),
        ("sabtu", Weekday::Sat),
        // Alone it is a week.
        ("hari minggu", Weekday::Sun),
    ];
    DAYS.iter().find(|(name, _)| text.contains(name)).map(|(_, day)| *day)
}

/// The last such day, today counted in.
fn last(day: Weekday, today: NaiveDate) -> Option<NaiveDate> {
    today.checked_sub_days(Days::new(u64::from(today.weekday().days_since(day))))
}

/// The text without its date: in it the hour is looked for.
fn beside_the_day(text: &str, today: NaiveDate) -> String {
    match written_day(text, today) {
        Some((_, at)) => {
            format!("{} {}", text.get(..at.start).unwrap_or_default(), text.get(at.end..).unwrap_or_default())
        }
        None => text.to_owned(),
    }
}

/// The first date in a text, and where it stands. `09.41.00` is none. Without a year it is the last such day.
fn written_day(text: &str, today: NaiveDate) -> Option<(NaiveDate, Range<usize>)> {
    static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"));
    static DAY_FIRST: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})\b"));
    static NAMED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(\d{1,2})[\s-]*([a-z]{3,9})\.?,?[\s-]*('?\d{4}|'?\d{2})\b"));
    static MONTH_FIRST: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b"));
    static NAMED_ALONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(\d{1,2})[\s-]*([a-z]{3,9})\b()"));
    static DAY_ALONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(\d{1,2})/(\d{1,2})\b()"));
    // Which part of each pattern is the year, the month, the day.
    let patterns: [(&Regex, [usize; 3]); 6] = [
        (&YEAR_FIRST, [1, 2, 3]),
        (&NAMED, [3, 2, 1]),
        (&MONTH_FIRST, [3, 1, 2]),
        (&DAY_FIRST, [3, 2, 1]),
        (&NAMED_ALONE, [3, 2, 1]),
        (&DAY_ALONE, [3, 2, 1]),
    ];
    patterns.into_iter().find_map(|(pattern, [year, month, day])| {
        pattern.captures_iter(text).find_map(|found| {
            let part = |n: usize| found.get(n).map(|part| part.as_str());
            // `20 Nov 09.41`: an hour, no year.
            let is_hour = part(year)?.len() == 2 && text.get(found.get(0)?.end()..)?.starts_with([':', '.']);
            let month =
                part(month).filter(|_| !is_hour).and_then(|word| word.parse().ok().or_else(|| self::month(word)))?;
            let day = part(day)?.parse().ok()?;
            let date = match part(year)?.trim_start_matches('\'') {
                "" => last_such(month, day, today)?,
                year => {
                    let year: i32 = year.parse().ok()?;
                    NaiveDate::from_ymd_opt(if year < 100 { year + 2000 } else { year }, month, day)?
                }
            };
            Some((date, found.get(0)?.range()))
        })
    })
}

/// This year's, or last year's where this one is yet to come.
fn last_such(month: u32, day: u32, today: NaiveDate) -> Option<NaiveDate> {
    let of = |year| NaiveDate::from_ymd_opt(year, month, day);
    of(today.year()).filter(|date| *date <= today).or_else(|| of(today.year() - 1))
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
            ("kemarin jam 3 sore", "2026-11-22T08:00:00Z"),
            ("kmrn siang jam 2", "2026-11-22T07:00:00Z"),
            ("tadi pagi setengah 9", "2026-11-23T01:30:00Z"),
            ("tadi malam", "2026-11-22T12:00:00Z"),
            ("20/11 jam 9", "2026-11-20T02:00:00Z"),
            ("tgl 20 Nov pukul 09.41", "2026-11-20T02:41:00Z"),
            ("30 Des", "2025-12-30T01:00:00Z"),
            ("20Nov26 9.41", "2026-11-20T02:41:00Z"),
            ("Jumat kemarin", "2026-11-20T01:00:00Z"),
            ("20 Nov 09.41", "2026-11-20T02:41:00Z"),
            ("Jumat jam 10", "2026-11-20T03:00:00Z"),
            ("2 hari lalu", "2026-11-21T01:00:00Z"),
            ("20-11-2026 sore", "2026-11-20T08:00:00Z"),
            ("20-11-2026 3 PM", "2026-11-20T08:00:00Z"),
        ] {
            assert_eq!(moment(written, Jakarta, now), Some(utc.parse().unwrap()), "{written}");
        }
        for written in
            ["", "besok lusa", "31-02-2026", "pagi", "20-11-2026 25.61", "20-11-2026 jam 26", "kemarin pukul 9.75"]
        {
            assert_eq!(moment(written, Jakarta, now), None, "{written}");
        }
    }
}

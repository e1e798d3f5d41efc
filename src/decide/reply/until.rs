//! Until when, as officers write it: `s.d. 30-11-2026`, `tgl 5 Des`, `besok`, `sampai Jumat`, `3 hari krn obat`.
//!
//! In: what follows the word. Out: the day or how it is to be counted, and the reason behind it. Does not know today.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use regex::{Captures, Regex};

use super::argument::{estimate, month};
use crate::decide::pattern::pattern;
use crate::domain::Within;

/// A day as it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// A date.
    Day(NaiveDate),
    /// A day and a month: the next such.
    DayOfYear {
        /// The day.
        day: u32,
        /// The month.
        month: u32,
    },
    /// A day of the week: the next such after today.
    Weekday(Weekday),
    /// So many days after today: `besok`, `lusa`.
    Ahead(u64),
    /// A length of time. From when it counts is not said.
    Length(Within),
}

impl Until {
    /// The day that is meant; `None` where that is not certain.
    #[must_use]
    pub fn day(self, today: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::DayOfYear { day, month } => {
                let of = |year| NaiveDate::from_ymd_opt(year, month, day);
                // A day that has just passed is a slip, not a day of next year.
                match of(today.year()).filter(|day| *day < today) {
                    Some(past) if (today - past).num_days() <= JUST_PASSED => None,
                    Some(_) => of(today.year() + 1),
                    None => of(today.year()).or_else(|| of(today.year() + 1)),
                }
            }
            Self::Weekday(day) => {
                let ahead = (day.num_days_from_monday() + 7 - today.weekday().num_days_from_monday()) % 7;
                today.checked_add_days(Days::new(u64::from(if ahead == 0 { 7 } else { ahead })))
            }
            Self::Ahead(days) => today.checked_add_days(Days::new(days)),
            Self::Length(_) => None,
        }
    }
}

/// A day without its year that lies no further back was meant to be another.
const JUST_PASSED: i64 = 120;

/// What a pattern has found, read.
type Reads = fn(&Captures<'_>) -> Option<Until>;

/// The first day in a line, and what follows it: `s.d. 30-11-2026: obat dikirim`.
pub(super) fn until_in(argument: &str) -> Option<(Until, String)> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(\d{1,2})\s*[-/.\s]\s*(\d{1,2}|[a-z]{3,9})\.?\s*[-/.\s]\s*(\d{4}|\d{2})\b|\b(\d{4})-(\d{2})-(\d{2})\b",
        )
    });
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(\d{1,2})\s*[-/.\s]?\s*(jan(?:uari)?|[fp]eb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|juni?|juli?|ag(?:u|t|s|st|ustus)|sept?(?:ember)?|okt(?:ober)?|no[vp](?:ember)?|des(?:ember)?)\b",
        )
    });
    static LENGTH: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b\d{1,3}\s*(?:hari\s+kerja|hari|hr|hk|minggu|mgg|bulan|bln)\b"));
    static AHEAD: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(besok|bsk|besuk|lusa)\b"));
    static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:hari\s+)?(senin|selasa|rabu|kamis|jum['’]?at|sabtu|hari\s+minggu)\b(?:\s+(?:depan|besok))?")
    });
    static SHORT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(\d{1,2})[/-](\d{1,2})\b"));
    let readings: [(&Regex, Reads); 6] = [
        (&DATE, date),
        (&NAMED, day_of_year),
        (&LENGTH, |found| estimate(found.get(0)?.as_str()).map(Until::Length)),
        (&AHEAD, |found| Some(Until::Ahead(if found.get(1)?.as_str().eq_ignore_ascii_case("lusa") { 2 } else { 1 }))),
        (&WEEKDAY, |found| weekday(&found.get(1)?.as_str().to_lowercase()).map(Until::Weekday)),
        (&SHORT, day_of_year),
    ];
    let (until, end) = readings.iter().find_map(|(pattern, read)| {
        let found = pattern.captures(argument)?;
        Some((read(&found), found.get(0)?.end()))
    })?;
    let rest = argument.get(end..).unwrap_or_default();
    Some((until?, reason(rest)))
}

fn reason(rest: &str) -> String {
    static BECAUSE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)^(?:karena|karna|krn|krna|sebab|dikarenakan|alasan(?:nya)?)\b\W*"));
    let bare = rest.trim_matches(|c: char| c.is_whitespace() || ":;,-–.()".contains(c));
    BECAUSE.replace(bare, "").into_owned()
}

fn date(found: &Captures<'_>) -> Option<Until> {
    let text = |group: usize| found.get(group).map_or("", |m| m.as_str());
    let (year, month, day) = match text(4) {
        "" => (year(text(3))?, month(text(2))?, text(1)),
        iso => (iso.parse().ok()?, text(5).parse().ok()?, text(6)),
    };
    NaiveDate::from_ymd_opt(year, month, day.parse().ok()?).map(Until::Day)
}

fn day_of_year(found: &Captures<'_>) -> Option<Until> {
    const LEAP_YEAR: i32 = 2024;
    let (day, month) = (found.get(1)?.as_str().parse().ok()?, month(found.get(2)?.as_str())?);
    NaiveDate::from_ymd_opt(LEAP_YEAR, month, day).map(|_| Until::DayOfYear { day, month })
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name.get(..3)? {
        "sen" => Weekday::Mon,
        "sel" => Weekday::Tue,
        "rab" => Weekday::Wed,
        "kam" => Weekday::Thu,
        "jum" => Weekday::Fri,
        "sab" => Weekday::Sat,
        _ => Weekday::Sun,
    })
}

fn year(text: &str) -> Option<i32> {
    let year: i32 = text.parse().ok()?;
    Some(if text.len() == 2 { 2000 + year } else { year })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        // A Monday.
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        until_in(text).and_then(|(until, _)| until.day(today))
    }

    #[test]
    fn a_day_is_read_as_officers_write_it() {
        let on = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        for text in [
            "s.d. 30-11-2026: obat",
            "sampai 30/11/26",
            "30.11.2026",
            "s/d 30 November 2026",
            "30 Nop 2026",
            "2026-11-30",
            "tgl 30 Nov",
            "30/11",
            "sampai Senin depan",
        ] {
            assert_eq!(day(text), on(2026, 11, 30), "{text}");
        }
        assert_eq!(day("sampai tgl 5 Des krn obat"), on(2026, 12, 5));
        assert_eq!(day("s/d 5 jan"), on(2027, 1, 5));
        assert_eq!(day("besok"), on(2026, 11, 24));
        assert_eq!(day("lusa ya"), on(2026, 11, 25));
        assert_eq!(day("s.d. Jum'at"), on(2026, 11, 27));
        for text in ["s.d. 31-11-2026", "minggu depan", "secepatnya", "3 hari", "s/d 20 Nov", "5/9"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_length_is_no_day_and_the_reason_stands_behind() {
        let read = |text: &str| until_in(text).unwrap();
        assert_eq!(read("3 hari krn stok kosong"), (Until::Length(Within::CalendarDays(3)), "stok kosong".to_owned()));
        assert_eq!(read("2 hr kerja").0, Until::Length(Within::CalendarDays(2)));
        assert_eq!(read("5 hari kerja: dokter cuti").0, Until::Length(Within::WorkingDays(5)));
        assert_eq!(read("s.d. 30-11-2026: menunggu kiriman").1, "menunggu kiriman");
    }
}

//! Days and hours as an Indonesian office writes them. In: instants in the office's zone. Out: words. Knows no clock.

use chrono::{DateTime, Datelike, FixedOffset, Month, NaiveDate, TimeDelta, Timelike, Weekday};

/// `Senin`.
#[must_use]
pub fn day_name(day: Weekday) -> &'static str {
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

/// `November`.
#[must_use]
pub fn month_name(month: Month) -> &'static str {
    match month {
        Month::January => "Januari",
        Month::February => "Februari",
        Month::March => "Maret",
        Month::April => "April",
        Month::May => "Mei",
        Month::June => "Juni",
        Month::July => "Juli",
        Month::August => "Agustus",
        Month::September => "September",
        Month::October => "Oktober",
        Month::November => "November",
        Month::December => "Desember",
    }
}

/// `30 November 2026`.
#[must_use]
pub fn date(day: NaiveDate) -> String {
    let month = u8::try_from(day.month()).ok().and_then(|m| Month::try_from(m).ok()).map_or("", month_name);
    format!("{} {month} {}", day.day(), day.year())
}

/// `Senin, 30 November 2026`.
#[must_use]
pub fn long_date(day: NaiveDate) -> String {
    format!("{}, {}", day_name(day.weekday()), date(day))
}

/// `30-11-2026`.
#[must_use]
pub fn short_date(day: NaiveDate) -> String {
    day.format("%d-%m-%Y").to_string()
}

/// `pukul 16.00 WIB`. Seconds are cut: a limit of 23:59:59 reads `pukul 23.59`.
#[must_use]
pub fn time(at: DateTime<FixedOffset>, zone_name: &str) -> String {
    format!("pukul {:02}.{:02} {zone_name}", at.hour(), at.minute()).trim_end().to_owned()
}

/// `Senin, 30 November 2026 pukul 16.00 WIB`.
#[must_use]
pub fn moment(at: DateTime<FixedOffset>, zone_name: &str) -> String {
    format!("{} {}", long_date(at.date_naive()), time(at, zone_name))
}

/// `30-11-2026 16.00 WIB`.
#[must_use]
pub fn short_moment(at: DateTime<FixedOffset>, zone_name: &str) -> String {
    format!("{} {:02}.{:02} {zone_name}", short_date(at.date_naive()), at.hour(), at.minute()).trim_end().to_owned()
}

/// `2 hari 3 jam`, `45 menit`, `terlambat 1 hari`: two units at most, rounded down.
#[must_use]
pub fn remaining(left: TimeDelta) -> String {
    let words = span(left.abs());
    if left < TimeDelta::zero() { format!("terlambat {words}") } else { words }
}

fn span(length: TimeDelta) -> String {
    let (days, hours, minutes) = (length.num_days(), length.num_hours() % 24, length.num_minutes() % 60);
    let parts = match (days, hours, minutes) {
        (0, 0, m) => return format!("{m} menit"),
        (0, h, m) => [(h, "jam"), (m, "menit")],
        (d, h, _) => [(d, "hari"), (h, "jam")],
    };
    let words: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn a_deadline_reads_as_an_office_writes_it() {
        assert_eq!(moment(at("2026-11-30T16:00:00+07:00"), "WIB"), "Senin, 30 November 2026 pukul 16.00 WIB");
        assert_eq!(moment(at("2026-08-09T23:59:59+08:00"), "WITA"), "Minggu, 9 Agustus 2026 pukul 23.59 WITA");
        assert_eq!(short_moment(at("2026-01-02T07:05:00+09:00"), "WIT"), "02-01-2026 07.05 WIT");
    }

    #[test]
    fn the_time_left_is_told_in_two_units() {
        assert_eq!(remaining(TimeDelta::minutes(45)), "45 menit");
        assert_eq!(remaining(TimeDelta::hours(5)), "5 jam");
        assert_eq!(remaining(TimeDelta::minutes(51 * 60 + 30)), "2 hari 3 jam");
        assert_eq!(remaining(TimeDelta::minutes(-1450)), "terlambat 1 hari");
        assert_eq!(remaining(TimeDelta::zero()), "0 menit");
    }

    #[test]
    fn every_day_and_month_has_its_own_name() {
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let days: std::collections::BTreeSet<_> = first.iter_days().take(7).map(|d| day_name(d.weekday())).collect();
        let months: std::collections::BTreeSet<_> =
            (1..=12).map(|m| date(NaiveDate::from_ymd_opt(2026, m, 1).unwrap())).collect();
        assert_eq!((days.len(), months.len()), (7, 12));
    }
}

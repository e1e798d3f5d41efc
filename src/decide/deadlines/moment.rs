//! A moment as people write it: `2026-11-20`, `20-11-2026 10.00`, `20/11/2026 10:00 WITA`, RFC 3339.
//!
//! In: text and the zone of the office. Out: the moment, or what is understood. Does not know the present.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// A text that is no moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a moment between 2000 and 2199; understood are `2026-11-20`, `2026-11-20 10:00`, `20-11-2026 10.00` \
     (local time of the office, or with WIB, WITA, WIT), `2026-11-20T10:00:00+07:00`"
)]
pub struct MomentError(pub String);

const DATES: [&str; 4] = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"];
const TIMES: [&str; 4] = ["%H:%M", "%H.%M", "%H:%M:%S", "%H.%M.%S"];

/// Reads a moment; without an offset it is local time in `zone`, without a time it is the start of the day.
///
/// # Errors
/// If it is written otherwise or lies outside the years 2000 to 2199.
pub fn parse_moment(text: &str, zone: Tz) -> Result<DateTime<Utc>, MomentError> {
    let text = text.trim();
    let moment = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%:z"))
        .map(|moment| moment.to_utc())
        .ok()
        .or_else(|| local_moment(text, zone));
    moment.filter(|moment| (2000..2200).contains(&moment.year())).ok_or_else(|| MomentError(text.to_owned()))
}

/// A date, perhaps a time, perhaps the name of an Indonesian zone.
fn local_moment(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let (naive, named) = match text.rsplit_once(' ').and_then(|(rest, name)| Some((rest, named_zone(name)?))) {
        Some((rest, offset)) => (naive_moment(rest.trim_end())?, Some(offset)),
        None => (naive_moment(text)?, None),
    };
    match named {
        Some(offset) => offset.from_local_datetime(&naive).single().map(|moment| moment.to_utc()),
        None => zone.from_local_datetime(&naive).earliest().map(|moment| moment.to_utc()),
    }
}

fn naive_moment(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time.trim())),
        None => (text, None),
    };
    let date = DATES.iter().find_map(|form| full_year(date).then(|| NaiveDate::parse_from_str(date, form).ok())?)?;
    match time {
        None => Some(date.and_time(NaiveTime::MIN)),
        Some(time) => {
            TIMES.iter().find_map(|form| NaiveTime::parse_from_str(time, form).ok()).map(|t| date.and_time(t))
        }
    }
}

/// Refuses `20-11-26`, which chrono would read as the year 26 or 20.
fn full_year(date: &str) -> bool {
    date.split(['-', '/', '.']).any(|part| part.len() == 4)
}

fn named_zone(name: &str) -> Option<FixedOffset> {
    let hours = match name.to_ascii_uppercase().as_str() {
        "WIB" => 7,
        "WITA" => 8,
        "WIT" => 9,
        _ => return None,
    };
    FixedOffset::east_opt(hours * 3600)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::{Jakarta, Makassar};

    use super::*;

    #[test]
    fn all_ways_to_write_ten_o_clock_in_batang_are_the_same_moment() {
        for text in [
            "2026-11-20T10:00:00+07:00",
            "2026-11-20T03:00:00Z",
            "2026-11-20 10:00:00+07:00",
            "2026-11-20 10:00",
            "2026-11-20T10:00",
            "2026-11-20 10:00:00",
            "20-11-2026 10.00",
            " 20/11/2026 10:00 ",
            "20-11-2026 10.00 WIB",
            "20-11-2026 11.00 wita",
            "2026-11-20 12:00 WIT",
        ] {
            let moment = parse_moment(text, Jakarta).map(|m| m.to_rfc3339());
            assert_eq!(moment.as_deref(), Ok("2026-11-20T03:00:00+00:00"), "{text}");
        }
    }

    #[test]
    fn a_bare_date_is_the_start_of_that_day_in_the_office() {
        for text in ["2026-11-20", "20-11-2026", "20/11/2026"] {
            let moment = parse_moment(text, Makassar).map(|m| m.to_rfc3339());
            assert_eq!(moment.as_deref(), Ok("2026-11-19T16:00:00+00:00"), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_answered_with_what_is() {
        for text in [
            "",
            "besok",
            "2026-02-30",
            "20-11-26",
            "2026-11-20 25:00",
            "2026-11-20 10",
            "20-11-2026 10.00 CET",
            "9999-01-01",
            "0001-01-01",
        ] {
            let error = parse_moment(text, Jakarta).expect_err(text);
            assert!(error.to_string().contains("20-11-2026 10.00"), "{text}");
        }
    }
}

//! How often something is looked at: a duration (`30s`, `2 menit`) or a POSIX cron expression of five fields.
//!
//! In: the words of the configuration. Out: a [`Schedule`] that names its next moment. Does not know what is polled.
//!
//! The `cron` crate reads another dialect than people write: it wants seconds first, counts Sunday as 1 and demands
//! that day of month AND day of week fit. So every field is read here as POSIX says (0 and 7 are Sunday, either day
//! field fits where both are restricted) and handed to the crate as plain lists of numbers.

mod posix;

use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// What is understood, for error lines.
const UNDERSTOOD: &str = "`30s`, `5m`, `2 menit`, `1 jam`, or five cron fields such as `*/5 7-16 * * 1-5` (minute, hour, \
                          day of month, month, day of week; 0 and 7 are Sunday)";

/// The longest pause between two looks.
const LONGEST: TimeDelta = TimeDelta::days(7);

/// When something is due.
#[derive(Debug, Clone)]
pub enum Schedule {
    /// Again so long after the last time.
    Every(TimeDelta),
    /// At the moments of a calendar; the earliest of its parts counts. In the office's zone.
    Cron(Vec<cron::Schedule>),
}

/// Why a text is no schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Neither a duration nor five fields.
    #[error("`{0}` is no schedule; understood are {UNDERSTOOD}")]
    NotUnderstood(String),
    /// Zero, or longer than a week.
    #[error("`{0}` is out of bounds; a pause lasts between 1 second and 7 days")]
    OutOfBounds(String),
    /// A cron field is wrong.
    #[error("`{part}` does not fit the {field}; it takes {takes}")]
    Field {
        /// The part of the field.
        part: String,
        /// The name of the field.
        field: &'static str,
        /// What it takes.
        takes: &'static str,
    },
    /// No day fits (`0 0 30 2 *`).
    #[error("`{0}` never comes: no month of those named has such a day")]
    Never(String),
}

impl Schedule {
    /// Reads a schedule.
    ///
    /// # Errors
    /// If it is neither a duration nor a POSIX cron expression, out of bounds, or never comes.
    pub fn parse(text: &str) -> Result<Self, ScheduleError> {
        let text = text.trim();
        if let Some(every) = duration(text) {
            return match every {
                Some(every) if every >= TimeDelta::seconds(1) && every <= LONGEST => Ok(Self::Every(every)),
                Some(_) | None => Err(ScheduleError::OutOfBounds(text.to_owned())),
            };
        }
        let fields: Vec<&str> = shorthand(text).unwrap_or(text).split_whitespace().collect();
        let fields = <[&str; 5]>::try_from(fields).map_err(|_| ScheduleError::NotUnderstood(text.to_owned()))?;
        let parts: Vec<cron::Schedule> = posix::translate(fields)?
            .iter()
            .map(|expression| cron::Schedule::from_str(expression))
            .collect::<Result<_, _>>()
            .map_err(|_| ScheduleError::NotUnderstood(text.to_owned()))?;
        let schedule = Self::Cron(parts);
        match schedule.next_after(DateTime::UNIX_EPOCH, Tz::UTC) {
            Some(_) => Ok(schedule),
            None => Err(ScheduleError::Never(text.to_owned())),
        }
    }

    /// The first moment after `now`, read in `zone`; `None` only beyond the years the crate knows (2100).
    #[must_use]
    pub fn next_after(&self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        match self {
            Self::Every(pause) => now.checked_add_signed(*pause),
            Self::Cron(parts) => {
                let local = now.with_timezone(&zone);
                parts.iter().filter_map(|part| part.after(&local).next()).min().map(|at| at.to_utc())
            }
        }
    }
}

impl FromStr for Schedule {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        Self::parse(text)
    }
}

/// A number and a unit; `None` if it is not worded like that, `Some(None)` if it does not fit.
fn duration(text: &str) -> Option<Option<TimeDelta>> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit()).filter(|at| *at > 0)?;
    let (count, unit) = text.split_at(unit_at);
    let seconds: i64 = match unit.trim().to_lowercase().as_str() {
        "s" | "sec" | "detik" => 1,
        "m" | "min" | "menit" => 60,
        "h" | "jam" => 3600,
        "d" | "hari" => 86_400,
        _ => return None,
    };
    let count = count.parse::<i64>().ok();
    Some(count.and_then(|count| count.checked_mul(seconds)).and_then(TimeDelta::try_seconds))
}

/// The shorthands that cron users know.
fn shorthand(text: &str) -> Option<&'static str> {
    match text {
        "@hourly" => Some("0 * * * *"),
        "@daily" | "@midnight" => Some("0 0 * * *"),
        "@weekly" => Some("0 0 * * 0"),
        "@monthly" => Some("0 0 1 * *"),
        "@yearly" | "@annually" => Some("0 0 1 1 *"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;
    use chrono_tz::Asia::Jakarta;
    use proptest::prelude::*;

    use super::*;

    /// The next moment after Friday 2026-11-20 10:00 in Batang.
    fn next(expression: &str) -> String {
        let schedule = Schedule::parse(expression).unwrap_or_else(|e| panic!("{expression}: {e}"));
        let now = "2026-11-20T03:00:00Z".parse().unwrap();
        let at = schedule.next_after(now, Jakarta).unwrap();
        at.with_timezone(&Jakarta).format("%a %Y-%m-%d %H:%M:%S").to_string()
    }

    #[test]
    fn cron_means_what_posix_says_and_not_what_the_crate_says() {
        for (expression, expected) in [
            ("0 9 * * 1-5", "Mon 2026-11-23 09:00:00"),
            ("0 9 * * MON-FRI", "Mon 2026-11-23 09:00:00"),
            ("0 9 * * mon,wed", "Mon 2026-11-23 09:00:00"),
            ("0 9 * * 0", "Sun 2026-11-22 09:00:00"),
            ("0 9 * * 7", "Sun 2026-11-22 09:00:00"),
            ("0 9 * * 5-7", "Sat 2026-11-21 09:00:00"),
            ("0 9 * * 6-7", "Sat 2026-11-21 09:00:00"),
            ("0 9 * * 1", "Mon 2026-11-23 09:00:00"),
            ("0 9 1,15 * Mon", "Mon 2026-11-23 09:00:00"),
            ("0 9 21 * Mon", "Sat 2026-11-21 09:00:00"),
            ("0 9 */2 * 1", "Mon 2026-11-23 09:00:00"),
            ("0 9 1 * *", "Tue 2026-12-01 09:00:00"),
            ("45 7,13,19 * * *", "Fri 2026-11-20 13:45:00"),
            ("*/7 * * * *", "Fri 2026-11-20 10:07:00"),
            ("5-59/20 10 * * *", "Fri 2026-11-20 10:05:00"),
            ("0 0 1 jan *", "Fri 2027-01-01 00:00:00"),
            ("0 0 29 2 *", "Tue 2028-02-29 00:00:00"),
            ("@hourly", "Fri 2026-11-20 11:00:00"),
            ("@weekly", "Sun 2026-11-22 00:00:00"),
            ("0 10 * * *", "Sat 2026-11-21 10:00:00"),
        ] {
            assert_eq!(next(expression), expected, "{expression}");
        }
    }

    #[test]
    fn a_pause_is_a_number_and_a_unit_in_english_or_indonesian() {
        for (text, seconds) in [
            ("30s", 30),
            ("5m", 300),
            ("2 menit", 120),
            ("1 jam", 3600),
            ("45 detik", 45),
            ("1h", 3600),
            ("1 hari", 86_400),
        ] {
            let Ok(Schedule::Every(pause)) = Schedule::parse(text) else { panic!("{text}") };
            assert_eq!(pause.num_seconds(), seconds, "{text}");
        }
    }

    #[test]
    fn a_schedule_that_cannot_be_kept_is_refused_with_what_would_be_right() {
        for text in ["", "often", "5", "5 lightyears", "* * * *", "0 0 9 * * 1-5", "-5m"] {
            assert!(matches!(Schedule::parse(text), Err(ScheduleError::NotUnderstood(_))), "{text}");
        }
        for text in ["0s", "8 hari", "99999999999999999999s", "9223372036854775807 jam"] {
            assert!(matches!(Schedule::parse(text), Err(ScheduleError::OutOfBounds(_))), "{text}");
        }
        for text in [
            "60 * * * *",
            "0 24 * * *",
            "0 9 0 * *",
            "0 9 * 13 *",
            "0 9 * * 8",
            "0 9 * * L",
            "*/0 * * * *",
            "5-1 * * * *",
            "1,,2 * * * *",
            "0 9 * * 1#2",
            "0 9 ? * 1",
            "/5 * * * *",
            "1/ * * * *",
        ] {
            assert!(matches!(Schedule::parse(text), Err(ScheduleError::Field { .. })), "{text}");
        }
        for text in ["0 0 30 2 *", "0 0 31 4,6,9,11 *"] {
            assert!(matches!(Schedule::parse(text), Err(ScheduleError::Never(_))), "{text}");
        }
        let error = Schedule::parse("0 9 * * 8").expect_err("no such day").to_string();
        assert!(error.contains("`8`") && error.contains("Sunday"), "{error}");
    }

    proptest! {
        #[test]
        fn the_next_moment_is_always_later_and_at_a_full_minute(minute in 0u32..60, hour in 0u32..24, dow in 0u32..8, now in 0i64..4_000_000_000) {
            let schedule = Schedule::parse(&format!("{minute} {hour} * * {dow}")).unwrap();
            let now = DateTime::from_timestamp(now, 0).unwrap();
            let at = schedule.next_after(now, Jakarta).unwrap();
            prop_assert!(at > now && at - now <= TimeDelta::days(7));
            let local: NaiveDateTime = at.with_timezone(&Jakarta).naive_local();
            prop_assert_eq!(local.format("%w %-H %-M %S").to_string(), format!("{} {hour} {minute} 00", dow % 7));
        }
    }
}

//! The words of a standard ("5 hari kerja") read into a [`Within`], and written back.
//!
//! In: what stands in the configuration, on the command line or in an officer's `ESTIMASI`. Out: a length, or an
//! error that says what is understood. Does not know calendars.

use std::fmt;
use std::str::FromStr;

use super::Within;

/// Ten years of minutes: nothing longer is a promise.
const MOST_MINUTES: u32 = 10 * 366 * 24 * 60;
/// Ten years of hours.
const MOST_HOURS: u32 = 10 * 366 * 24;
/// Ten years of days.
const MOST_DAYS: u32 = 10 * 366;
/// About four years of working days.
const MOST_WORKING_DAYS: u32 = 1000;
/// Ten years of months.
const MOST_MONTHS: u32 = 120;

/// What the parser reads, for error lines and help texts.
pub const UNDERSTOOD: &str = "`15 menit`, `24 jam`, `3 x 24 jam`, `7 hari` (kalender), `7 hari kalender`, `5 hari kerja`, `2 bulan`, `hari itu juga`";

/// Why a text is no length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WithinError {
    /// It is not worded like a length of time.
    #[error("`{0}` is not a length of time; understood are {UNDERSTOOD}")]
    NotUnderstood(String),
    /// It is zero, or longer than any promise.
    #[error("`{text}` is out of bounds; between 1 and {most} {unit} are understood")]
    OutOfBounds {
        /// The text.
        text: String,
        /// The most that is accepted.
        most: u32,
        /// Of what.
        unit: &'static str,
    },
}

impl Within {
    /// True for limits that run around the clock (minutes, hours), nights and days off included.
    #[must_use]
    pub fn runs_around_the_clock(self) -> bool {
        match self {
            Self::Minutes(_) | Self::Hours(_) => true,
            Self::CalendarDays(_) | Self::WorkingDays(_) | Self::Months(_) => false,
        }
    }
}

impl FromStr for Within {
    type Err = WithinError;

    fn from_str(text: &str) -> Result<Self, WithinError> {
        let tokens = tokens(text);
        let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let (count, unit) = match words.as_slice() {
            ["hari", "itu", "juga"] => return Ok(Self::CalendarDays(0)),
            [times, "x" | "×", each, unit @ ("jam" | "menit")] => {
                (number(times).zip(number(each)).map(|(a, b)| a.saturating_mul(b)), vec![*unit])
            }
            [count, unit @ ..] => (number(count), unit.to_vec()),
            [] => (None, Vec::new()),
        };
        let count = count.ok_or_else(|| WithinError::NotUnderstood(text.trim().to_owned()))?;
        measure(count, &unit, text)
    }
}

/// The count with its unit, within bounds.
fn measure(count: u32, unit: &[&str], text: &str) -> Result<Within, WithinError> {
    let (within, most, unit) = match unit {
        ["menit"] => (Within::Minutes(count), MOST_MINUTES, "menit"),
        ["jam"] => (Within::Hours(count), MOST_HOURS, "jam"),
        ["hari"] | ["hari", "kalender"] => (Within::CalendarDays(count), MOST_DAYS, "hari kalender"),
        ["hari", "kerja"] => (Within::WorkingDays(count), MOST_WORKING_DAYS, "hari kerja"),
        ["bulan"] | ["bulan", "kalender"] => (Within::Months(count), MOST_MONTHS, "bulan"),
        _ => return Err(WithinError::NotUnderstood(text.trim().to_owned())),
    };
    if (1..=most).contains(&count) {
        Ok(within)
    } else {
        Err(WithinError::OutOfBounds { text: text.trim().to_owned(), most, unit })
    }
}

/// Lower-case words and numbers apart: `3x24 JAM` becomes `3`, `x`, `24`, `jam`. `_` separates like a space.
fn tokens(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut after_digit = false;
    for c in without_number_in_words(&text.to_lowercase()).chars() {
        if c.is_ascii_digit() != after_digit {
            spaced.push(' ');
        }
        after_digit = c.is_ascii_digit();
        spaced.push(if c == '_' { ' ' } else { c });
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

/// `1 (satu) hari` without what the brackets repeat; other brackets stay and are not understood.
fn without_number_in_words(text: &str) -> String {
    let parts =
        text.split_once('(').and_then(|(count, rest)| rest.split_once(')').map(|(words, unit)| (count, words, unit)));
    match parts {
        Some((count, words, unit))
            if count.trim_end().ends_with(|c: char| c.is_ascii_digit())
                && words.chars().all(|c| c.is_alphabetic() || c.is_whitespace()) =>
        {
            format!("{count} {unit}")
        }
        Some(_) | None => text.to_owned(),
    }
}

/// A whole number; one too long to fit counts as the largest, so that it is refused as out of bounds.
fn number(token: &str) -> Option<u32> {
    let digits = !token.is_empty() && token.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| token.parse().unwrap_or(u32::MAX))
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minutes(n) => write!(f, "{n} menit"),
            Self::Hours(n) => write!(f, "{n} jam"),
            Self::CalendarDays(0) => f.write_str("hari itu juga"),
            Self::CalendarDays(n) => write!(f, "{n} hari kalender"),
            Self::WorkingDays(n) => write!(f, "{n} hari kerja"),
            Self::Months(n) => write!(f, "{n} bulan"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_all_five_standards_are_understood() {
        for (words, within) in [
            ("24 jam", Within::Hours(24)),
            ("1 x 24 jam", Within::Hours(24)),
            ("1x24 Jam", Within::Hours(24)),
            ("3x24 jam", Within::Hours(72)),
            ("3 × 24 jam", Within::Hours(72)),
            ("15 menit", Within::Minutes(15)),
            ("7 hari", Within::CalendarDays(7)),
            ("7 hari kalender", Within::CalendarDays(7)),
            ("7 hari_kalender", Within::CalendarDays(7)),
            ("  5   HARI  Kerja ", Within::WorkingDays(5)),
            ("5hari\u{a0}kerja", Within::WorkingDays(5)),
            ("2 bulan", Within::Months(2)),
            ("1 (satu) hari", Within::CalendarDays(1)),
            ("60 (enam puluh) hari kerja", Within::WorkingDays(60)),
            ("Hari itu juga", Within::CalendarDays(0)),
        ] {
            assert_eq!(words.parse(), Ok(within), "{words}");
        }
    }

    #[test]
    fn what_it_writes_it_reads_again() {
        for within in [
            Within::Minutes(1),
            Within::Hours(MOST_HOURS),
            Within::CalendarDays(0),
            Within::CalendarDays(8),
            Within::WorkingDays(MOST_WORKING_DAYS),
            Within::Months(2),
        ] {
            assert_eq!(within.to_string().parse(), Ok(within));
        }
    }

    #[test]
    fn nonsense_is_answered_with_what_is_understood() {
        for words in [
            "",
            "hari",
            "lima hari",
            "5",
            "5 minggu",
            "5 jam kerja",
            "2 x 7 hari",
            "-3 hari",
            "3,5 hari",
            "7 hari atau 8 hari",
            "7 (tujuh hari",
            "7 (8) hari",
            "(tujuh) 7 hari",
        ] {
            let error = words.parse::<Within>().expect_err(words);
            assert!(error.to_string().contains("5 hari kerja"), "{words}: {error}");
        }
    }

    #[test]
    fn a_limit_of_nothing_or_of_a_lifetime_is_refused() {
        for words in
            ["0 hari", "0 jam", "1001 hari kerja", "4294967295 jam", "99999999999999 bulan", "99999 x 99999 jam"]
        {
            assert!(matches!(words.parse::<Within>(), Err(WithinError::OutOfBounds { .. })), "{words}");
        }
    }
}

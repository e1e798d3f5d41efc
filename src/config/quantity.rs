//! Lengths of time, sizes and rates as people write them in the configuration.
//!
//! In: `90s`, `5m`, `1 h`; `35MB`, `512 KiB`; `30/min`. Out: plain values, or `None`. Knows no key and no file.

use std::num::NonZeroU32;
use std::time::Duration;

/// So many in so long a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: NonZeroU32,
    /// In what time.
    pub per: Duration,
}

/// What a duration looks like, for the remedy in a fault.
pub const DURATION_WORDS: &str = "write a number and a unit: \"30s\", \"5m\", \"1h\", \"2d\"";
/// What a size looks like.
pub const SIZE_WORDS: &str = "write a number and a unit: \"512KB\", \"35MB\", \"1GB\"";
/// What a rate looks like.
pub const RATE_WORDS: &str = "write a number and a time: \"2/s\", \"30/min\", \"500/h\", \"450/d\"";

/// Reads `30s`, `5m`, `1h`, `2d` (also `5 min`, `1 jam`). Zero is not a length of time.
#[must_use]
pub fn duration(words: &str) -> Option<Duration> {
    let (number, unit) = split(words)?;
    let seconds = number.checked_mul(seconds_in(unit)?)?;
    (seconds > 0).then(|| Duration::from_secs(seconds))
}

/// Reads `35MB` (decimal), `32MiB` (binary) or bare bytes, in bytes. Zero is not a size.
#[must_use]
pub fn size(words: &str) -> Option<u64> {
    let (number, unit) = split(words)?;
    let factor = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(factor).filter(|bytes| *bytes > 0)
}

/// Reads `30/min`.
#[must_use]
pub fn rate(words: &str) -> Option<Rate> {
    let (count, unit) = words.split_once('/')?;
    let count = count.trim().parse().ok()?;
    Some(Rate { count, per: Duration::from_secs(seconds_in(unit.trim())?) })
}

fn split(words: &str) -> Option<(u64, &str)> {
    let words = words.trim();
    let digits = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    let (number, unit) = words.split_at_checked(digits)?;
    Some((number.parse().ok()?, unit.trim()))
}

fn seconds_in(unit: &str) -> Option<u64> {
    match unit {
        "s" | "sec" | "second" | "seconds" | "detik" => Some(1),
        "m" | "min" | "minute" | "minutes" | "menit" => Some(60),
        "h" | "hour" | "hours" | "jam" => Some(3_600),
        "d" | "day" | "days" | "hari" => Some(86_400),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_needs_its_unit_and_is_never_zero() {
        assert_eq!(duration("5 menit"), Some(Duration::from_secs(300)));
        assert_eq!(duration("1h"), Some(Duration::from_secs(3_600)));
        for wrong in ["", "5", "m", "0s", "-1m", "1.5h", "99999999999999999999d", "18446744073709551615d"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_size_may_be_decimal_or_binary() {
        assert_eq!(size("35MB"), Some(35_000_000));
        assert_eq!(size("32 MiB"), Some(33_554_432));
        assert_eq!(size("4096"), Some(4096));
        for wrong in ["0", "MB", "35 MegaBytes", "99999999999GB"] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_rate_is_a_number_in_a_time() {
        assert_eq!(rate("30/min").map(|r| (r.count.get(), r.per.as_secs())), Some((30, 60)));
        for wrong in ["30", "0/min", "/min", "30/", "30/fortnight"] {
            assert_eq!(rate(wrong), None, "{wrong}");
        }
    }
}

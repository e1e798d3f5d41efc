//! A day in the past as people write it. In: `7 days`, `2 minggu`, `2026-11-01`, `1-11-2026`, `kemarin`. Out: the day.

use chrono::{Days, Months, NaiveDate};

use crate::decide::registration::dates;

/// What is understood, for the one who wrote something else.
pub const UNDERSTOOD: &str =
    "a day such as 2026-11-01 or 01-11-2026, or a time back: \"7 days\", \"2 weeks\", \"3 bulan\"";

/// The day that is meant, seen from `today`.
#[must_use]
pub fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim().to_lowercase();
    text.parse().ok().or_else(|| back(&text, today)).or_else(|| dates::day(&text, today)).filter(|day| *day <= today)
}

/// `7 days`, `7d`, `2 minggu yang lalu`.
fn back(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at_checked(digits)?;
    let count: u32 = count.parse().ok()?;
    match unit.split_whitespace().next()? {
        "d" | "day" | "days" | "hari" => today.checked_sub_days(Days::new(u64::from(count))),
        "w" | "week" | "weeks" | "minggu" | "pekan" => today.checked_sub_days(Days::new(u64::from(count) * 7)),
        "month" | "months" | "bulan" => today.checked_sub_months(Months::new(count)),
        "y" | "year" | "years" | "tahun" => today.checked_sub_months(Months::new(count.checked_mul(12)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_understood_as_people_write_it() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        let of = |text: &str| day(text, today).map(|day| day.to_string());
        for (text, expected) in [
            ("7 days", "2026-11-20"),
            ("7d", "2026-11-20"),
            ("2 minggu", "2026-11-13"),
            ("1 bulan yang lalu", "2026-10-27"),
            ("2026-11-01", "2026-11-01"),
            ("01-11-2026", "2026-11-01"),
            ("kemarin", "2026-11-26"),
        ] {
            assert_eq!(of(text).as_deref(), Some(expected), "{text}");
        }
        for wrong in ["", "soon", "7", "2027-01-01", "7 kali"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}

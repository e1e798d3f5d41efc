//! A span of time as a report names it: `2026-10` is a month, `2026` a year. In: words and the zone of the office. Out:
//! its first moment and the first one after it.

use chrono::{DateTime, Months, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::cli::{Exit, Failure};
use crate::decide::wording::dates;

/// A span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// As people read it: `Oktober 2026`.
    pub label: String,
    /// Its first moment.
    pub from: DateTime<Utc>,
    /// The first moment after it.
    pub until: DateTime<Utc>,
}

impl Period {
    /// Reads it.
    ///
    /// # Errors
    /// Where it is neither a month nor a year, exit 64.
    pub fn read(words: &str, zone: Tz) -> Result<Self, Failure> {
        let (first, months) = match words.split_once('-') {
            Some((year, month)) => (date(year, month), 1),
            None => (date(words, "1"), 12),
        };
        let span = first.and_then(|first| {
            let after = first.checked_add_months(Months::new(months))?;
            let start = |day: NaiveDate| Some(day.and_hms_opt(0, 0, 0)?.and_local_timezone(zone).earliest()?.to_utc());
            let year = chrono::Datelike::year(&first);
            let month = chrono::Month::try_from(u8::try_from(chrono::Datelike::month(&first)).ok()?).ok()?;
            let label = if months == 12 { year.to_string() } else { format!("{} {year}", dates::month_name(month)) };
            Some(Self { label, from: start(first)?, until: start(after)? })
        });
        span.ok_or_else(|| {
            Failure::new(Exit::Usage, "this is no period")
                .at(words.to_owned())
                .right("a month such as 2026-10, or a year")
        })
    }
}

fn date(year: &str, month: &str) -> Option<NaiveDate> {
    let year = year.parse().ok().filter(|year| (2000..2200).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Makassar;

    use super::*;

    #[test]
    fn a_month_begins_and_ends_at_the_offices_midnight() {
        let october = Period::read("2026-10", Makassar).unwrap();
        assert_eq!(october.from.to_rfc3339(), "2026-09-30T16:00:00+00:00");
        assert_eq!(october.until.to_rfc3339(), "2026-10-31T16:00:00+00:00");
        assert_eq!(october.label, "Oktober 2026");
        assert_eq!(Period::read("2026", Makassar).unwrap().label, "2026");
        for wrong in ["", "2026-13", "oktober", "26-10", "2026-10-01"] {
            assert!(Period::read(wrong, Makassar).is_err(), "{wrong}");
        }
    }
}

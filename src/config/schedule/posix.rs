//! POSIX cron fields, written out as lists of numbers in the dialect of the `cron` crate.
//!
//! In: five fields. Out: one expression, or two where day of month and day of week are both restricted (either may
//! fit). Knows no moments.

use std::collections::BTreeSet;

use super::ScheduleError;

/// One field of a cron expression.
struct Field {
    name: &'static str,
    takes: &'static str,
    least: u32,
    most: u32,
    /// Three-letter names, the first standing for `least`.
    names: &'static [&'static str],
}

const MINUTE: Field =
    Field { name: "minute", takes: "0 to 59, lists, ranges and steps", least: 0, most: 59, names: &[] };
const HOUR: Field = Field { name: "hour", takes: "0 to 23, lists, ranges and steps", least: 0, most: 23, names: &[] };
const DAY: Field =
    Field { name: "day of month", takes: "1 to 31, lists, ranges and steps", least: 1, most: 31, names: &[] };
const MONTH: Field = Field {
    name: "month",
    takes: "1 to 12 or JAN to DEC, lists, ranges and steps",
    least: 1,
    most: 12,
    names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
};
const WEEKDAY: Field = Field {
    name: "day of week",
    takes: "0 to 7 (0 and 7 are Sunday) or SUN to SAT, lists, ranges and steps",
    least: 0,
    most: 7,
    names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
};

/// The expressions of the `cron` crate that together mean the five POSIX fields.
pub(super) fn translate(fields: [&str; 5]) -> Result<Vec<String>, ScheduleError> {
    let [minute, hour, day, month, weekday] = fields;
    let minutes = list(&MINUTE.numbers(minute)?);
    let hours = list(&HOUR.numbers(hour)?);
    let days = list(&DAY.numbers(day)?);
    let months = list(&MONTH.numbers(month)?);
    let weekdays: BTreeSet<u32> = WEEKDAY.numbers(weekday)?.into_iter().map(|n| n % 7 + 1).collect();
    let weekdays = list(&weekdays);
    // POSIX: two restricted day fields fit where either does; a field that starts with `*` restricts together with the
    // other.
    let either = !day.starts_with('*') && !weekday.starts_with('*');
    Ok(if either {
        vec![format!("0 {minutes} {hours} {days} {months} *"), format!("0 {minutes} {hours} * {months} {weekdays}")]
    } else {
        vec![format!("0 {minutes} {hours} {days} {months} {weekdays}")]
    })
}

fn list(numbers: &BTreeSet<u32>) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

impl Field {
    /// Every number that a field names.
    fn numbers(&self, text: &str) -> Result<BTreeSet<u32>, ScheduleError> {
        let mut numbers = BTreeSet::new();
        for part in text.split(',') {
            let (from, until, step) = self.range(part).ok_or_else(|| self.error(part))?;
            numbers.extend((from..=until).step_by(step));
        }
        Ok(numbers)
    }

    /// `*`, `5`, `1-5`, `*/2`, `1-30/5`, `5/10` (from 5 to the end): first, last, step.
    fn range(&self, part: &str) -> Option<(u32, u32, usize)> {
        let (span, step) = match part.split_once('/') {
            Some((span, step)) => (span, Some(step.parse::<usize>().ok().filter(|step| (1..=60).contains(step))?)),
            None => (part, None),
        };
        let (from, until) = match span.split_once('-') {
            Some((from, until)) => (self.number(from)?, self.number(until)?),
            None if span == "*" => (self.least, self.last()),
            None => (self.number(span)?, if step.is_some() { self.last() } else { self.number(span)? }),
        };
        (from <= until).then_some((from, until, step.unwrap_or(1)))
    }

    /// The last number of the whole range: Saturday for weekdays, so that `*/2` is Sunday, Tuesday, Thursday, Saturday.
    fn last(&self) -> u32 {
        if self.most == WEEKDAY.most { self.most - 1 } else { self.most }
    }

    fn number(&self, text: &str) -> Option<u32> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        match named.and_then(|place| u32::try_from(place).ok()) {
            Some(place) => Some(self.least + place),
            None => text
                .bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| text.parse().ok())?
                .filter(|n| (self.least..=self.most).contains(n)),
        }
    }

    fn error(&self, part: &str) -> ScheduleError {
        ScheduleError::Field { part: part.to_owned(), field: self.name, takes: self.takes }
    }
}

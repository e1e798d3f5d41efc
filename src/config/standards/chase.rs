//! Who is told of a running clock and when, as `standards.toml` says it.
//!
//! In: the keys of one entry. Out: moments and units, or faults with their lines. Does not know which units there are.

use serde::Deserialize;
use serde_spanned::Spanned;

use super::super::problem::Problem;
use super::super::read::Source;
use crate::domain::deadline::{Also, Moment};
use crate::domain::{UnitId, Within};

/// More reminders of one clock than this help nobody.
const MOST_REMINDERS: u32 = 100;
const MINUTES_AN_HOUR: u32 = 60;

/// `remind_every = { from = "18 jam", each = "1 jam" }`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Every {
    from: Spanned<String>,
    each: Spanned<String>,
}

/// `also = { units = ["rsb.direksi"], from = "18 jam", at_once = true }`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlsoEntry {
    units: Vec<String>,
    from: Option<Spanned<String>>,
    #[serde(default)]
    at_once: bool,
}

/// Reads lengths of time of one file.
pub(super) struct Lengths<'a> {
    pub(super) source: &'a Source,
    pub(super) key: &'a str,
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Lengths<'_> {
    /// A length of time, or a fault.
    pub(super) fn read(&mut self, text: &Spanned<String>, name: &str) -> Option<Within> {
        match text.get_ref().parse() {
            Ok(within) => Some(within),
            Err(error) => {
                let key = format!("{}.{name}", self.key);
                self.problems.push(self.source.problem(text, key, format!("{error}"), ""));
                None
            }
        }
    }

    /// From `from` on, one after another until the limit.
    pub(super) fn every(&mut self, every: &Every, within: Within) -> Vec<Moment> {
        let (from, each) = (self.read(&every.from, "remind_every.from"), self.read(&every.each, "remind_every.each"));
        let (Some(from), Some(each)) = (from, each) else { return Vec::new() };
        let steps = minutes(from).zip(minutes(each)).zip(minutes(within));
        let Some(((from, each), limit)) = steps.filter(|((_, each), _)| *each > 0) else {
            let right = "hours or minutes, in a limit of hours or minutes";
            let key = format!("{}.remind_every", self.key);
            self.problems.push(self.source.problem(&every.each, key, "does not fit", right));
            return Vec::new();
        };
        let times = (0..MOST_REMINDERS).map(|nth| from.saturating_add(nth.saturating_mul(each)));
        times.take_while(|at| *at < limit).map(|at| Moment::After(Within::Minutes(at))).collect()
    }

    /// Who is told beside the unit.
    pub(super) fn also(&mut self, also: AlsoEntry) -> Also {
        let from = also.from.as_ref().and_then(|text| self.read(text, "also.from")).map(Moment::After);
        Also { units: also.units.into_iter().map(UnitId).collect(), from, at_once: also.at_once }
    }
}

fn minutes(within: Within) -> Option<u32> {
    match within {
        Within::Minutes(n) => Some(n),
        Within::Hours(n) => Some(n.saturating_mul(MINUTES_AN_HOUR)),
        Within::CalendarDays(_) | Within::WorkingDays(_) | Within::Months(_) => None,
    }
}

//! Who is told of a running clock and when, as `standards.toml` says it.
//!
//! In: the keys of one entry. Out: moments and units, or faults with their lines. Does not know what today is.

use serde::Deserialize;
use serde_spanned::Spanned;

use super::super::office::unknown_unit;
use super::super::told::Told;
use super::ladder::surely_after;
use crate::domain::deadline::{Also, Moment};
use crate::domain::{Office, UnitId, Within};

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
    units: Spanned<Vec<Spanned<String>>>,
    from: Option<Spanned<String>>,
    #[serde(default)]
    at_once: bool,
}

/// Reads lengths of time of one standard.
pub(super) struct Lengths<'a> {
    pub(super) told: Told<'a>,
    pub(super) key: &'a str,
    /// Its limit.
    pub(super) within: Within,
}

impl Lengths<'_> {
    /// A length of time, or a fault.
    pub(super) fn read(&mut self, text: &Spanned<String>, name: &str) -> Option<Within> {
        self.told.within(text, format!("{}.{name}", self.key))
    }

    /// One that ends before the limit: nothing is looked at after it.
    pub(super) fn before_the_end(&mut self, text: &Spanned<String>, name: &str) -> Option<Within> {
        let length = self.read(text, name)?;
        if surely_after(length, self.within) {
            let what = format!("{:?} lies beyond the limit, {}", text.get_ref(), self.within);
            self.told.say(text, format!("{}.{name}", self.key), what, "a moment before the limit");
        }
        Some(length)
    }

    /// Moments after the start, one after another.
    pub(super) fn after(&mut self, texts: &[Spanned<String>]) -> Vec<Moment> {
        let mut moments = Vec::new();
        let mut before: Option<Within> = None;
        for text in texts {
            let Some(length) = self.before_the_end(text, "remind_after") else { continue };
            if before.is_some_and(|before| before == length || surely_after(before, length)) {
                let what = format!("{:?} does not come after the one before it", text.get_ref());
                self.told.say(text, format!("{}.remind_after", self.key), what, "moments in the order of time");
            }
            before = Some(length);
            moments.push(Moment::After(length));
        }
        moments
    }

    /// From `from` on, one after another until the limit.
    pub(super) fn every(&mut self, every: &Every) -> Vec<Moment> {
        let from = self.before_the_end(&every.from, "remind_every.from");
        let (Some(from), Some(each)) = (from, self.read(&every.each, "remind_every.each")) else { return Vec::new() };
        let steps = minutes(from).zip(minutes(each)).zip(minutes(self.within));
        let Some(((from, each), limit)) = steps.filter(|((_, each), _)| *each > 0) else {
            let right = "hours or minutes, in a limit of hours or minutes";
            self.told.say(&every.each, format!("{}.remind_every", self.key), "does not fit", right);
            return Vec::new();
        };
        let times = (0..MOST_REMINDERS).map(|nth| from.saturating_add(nth.saturating_mul(each)));
        times.take_while(|at| *at < limit).map(|at| Moment::After(Within::Minutes(at))).collect()
    }

    /// Who is told beside the unit.
    pub(super) fn also(&mut self, also: &AlsoEntry, office: Option<&Office>) -> Also {
        let key = format!("{}.also.units", self.key);
        if also.units.get_ref().is_empty() {
            self.told.say(&also.units, key.clone(), "nobody is told", "ids of units, or leave `also` away");
        }
        self.told.once(also.units.get_ref(), &key);
        let units: Vec<UnitId> = also.units.get_ref().iter().map(|id| UnitId(id.get_ref().clone())).collect();
        for (id, unit) in also.units.get_ref().iter().zip(&units) {
            if office.is_some_and(|office| office.unit(unit).is_none()) {
                self.told.problems.push(unknown_unit(self.told.source, id, &key));
            }
        }
        let from = also.from.as_ref().and_then(|text| self.before_the_end(text, "also.from")).map(Moment::After);
        Also { units, from, at_once: also.at_once }
    }
}

fn minutes(within: Within) -> Option<u32> {
    match within {
        Within::Minutes(n) => Some(n),
        Within::Hours(n) => Some(n.saturating_mul(MINUTES_AN_HOUR)),
        Within::CalendarDays(_) | Within::WorkingDays(_) | Within::Months(_) => None,
    }
}

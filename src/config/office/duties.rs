//! Who acts for whom, and where a citizen may go beyond the office: `[[substitute]]` and `[ombudsman]` of
//! `office.toml`.
//!
//! In: what stands there. Out: values of the domain, or faults with their lines. Does not know what today is.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::super::problem::Problem;
use super::super::read::Source;
use super::super::told::Told;
use super::checks::{must_hear, person};
use crate::domain::Unit;
use crate::domain::office::{Ombudsman, Substitute};

/// One `[[substitute]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SubstituteFile {
    absent: Spanned<String>,
    by: Spanned<String>,
    title: Spanned<String>,
    from: Spanned<String>,
    until: Spanned<String>,
}

/// `[ombudsman]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OmbudsmanFile {
    region: Spanned<String>,
    address: Option<Spanned<String>>,
}

/// The Ombudsman of the region; letters print both.
pub(super) fn ombudsman(entry: OmbudsmanFile, source: &Source, problems: &mut Vec<Problem>) -> Ombudsman {
    let mut told = Told { source, problems };
    told.printed(&entry.region, "ombudsman.region", "the region, as `Nusa Tenggara Timur`");
    if let Some(address) = &entry.address {
        told.printed(address, "ombudsman.address", "its street address, or leave it away");
    }
    Ombudsman { region: entry.region.into_inner(), address: entry.address.map(Spanned::into_inner) }
}

/// The substitutes, each with its faults told.
pub(super) fn substitutes(
    entries: &[SubstituteFile],
    source: &Source,
    units: &[Unit],
    problems: &mut Vec<Problem>,
) -> Vec<Substitute> {
    let mut told = Told { source, problems };
    let mut found: Vec<Substitute> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let key = |name: &str| format!("substitute[{place}].{name}");
        let absent = person(&entry.absent, &key("absent"), units, &mut told);
        let by = person(&entry.by, &key("by"), units, &mut told);
        told.printed(&entry.title, key("title"), "as letters name him: `Plh. Kepala Dinas`");
        if absent == by {
            told.say(&entry.by, key("by"), "stands in for itself", "another unit");
        }
        must_hear(std::slice::from_ref(&entry.by), &key("by"), units, source, told.problems);
        let (from, until) = (day(&entry.from, key("from"), &mut told), day(&entry.until, key("until"), &mut told));
        let (Some(from), Some(until)) = (from, until) else { continue };
        if until < from {
            told.say(&entry.until, key("until"), "lies before `from`", "a later day, or the same");
        }
        if found.iter().any(|known| known.absent == absent && from <= known.until && known.from <= until) {
            let what = format!("{absent} has another substitute on some of these days");
            told.say(&entry.from, key("from"), what, "one substitute at a time");
        }
        found.push(Substitute { absent, by, title: entry.title.get_ref().clone(), from, until });
    }
    found
}

fn day(text: &Spanned<String>, key: String, told: &mut Told<'_>) -> Option<NaiveDate> {
    let day = text.get_ref().parse::<NaiveDate>().ok();
    if day.is_none() {
        told.say(text, key, format!("{:?} is no date", text.get_ref()), "a date such as \"2026-12-01\"");
    }
    day
}

//! Who acts for whom, and where a citizen may go beyond the office: `[[substitute]]` and `[ombudsman]` of `office.toml`.
//!
//! In: what stands there. Out: values of the domain, or faults with their lines. Does not know what today is.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_spanned::Spanned;

use super::super::problem::Problem;
use super::super::read::Source;
use super::unknown_unit;
use crate::domain::office::{Ombudsman, Substitute};
use crate::domain::{Unit, UnitId};

/// One `[[substitute]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SubstituteFile {
    absent: Spanned<String>,
    by: Spanned<String>,
    title: String,
    from: Spanned<String>,
    until: Spanned<String>,
}

/// `[ombudsman]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OmbudsmanFile {
    region: String,
    address: Option<String>,
}

impl OmbudsmanFile {
    pub(super) fn into_domain(self) -> Ombudsman {
        Ombudsman { region: self.region, address: self.address }
    }
}

/// The substitutes, each with its faults told.
pub(super) fn substitutes(
    entries: &[SubstituteFile],
    source: &Source,
    units: &[Unit],
    problems: &mut Vec<Problem>,
) -> Vec<Substitute> {
    let mut found = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let key = |name: &str| format!("substitute[{place}].{name}");
        for (id, name) in [(&entry.absent, "absent"), (&entry.by, "by")] {
            if !units.iter().any(|unit| unit.id.0 == *id.get_ref()) {
                problems.push(unknown_unit(source, id, &key(name)));
            }
        }
        let mut day = |text: &Spanned<String>, name: &str| match text.get_ref().parse::<NaiveDate>() {
            Ok(day) => Some(day),
            Err(_) => {
                let what = format!("{:?} is no date", text.get_ref());
                problems.push(source.problem(text, key(name), what, "a date such as \"2026-12-01\""));
                None
            }
        };
        let (Some(from), Some(until)) = (day(&entry.from, "from"), day(&entry.until, "until")) else { continue };
        if until < from {
            problems.push(source.problem(&entry.until, key("until"), "lies before `from`", "a later day, or the same"));
        }
        found.push(Substitute {
            absent: UnitId(entry.absent.get_ref().clone()),
            by: UnitId(entry.by.get_ref().clone()),
            title: entry.title.clone(),
            from,
            until,
        });
    }
    found
}

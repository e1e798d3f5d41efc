//! The published limits of one office, from `offices/<id>/standards.toml`.
//!
//! In: the file. Out: its [`Standard`]s, or every fault with its line; a kind of complaint without any clock is a
//! fault too. Does not compute deadlines.

mod chase;
mod ladder;

use std::collections::BTreeSet;
use std::path::Path;

use chrono::DateTime;
use serde::Deserialize;
use serde_spanned::Spanned;

use self::chase::{AlsoEntry, Every, Lengths};
use self::ladder::check_ladder;
use super::problem::Problem;
use super::read::{Source, read};
use super::told::{Told, read_office_file};
use crate::decide::deadlines::{Facts, applies};
use crate::domain::deadline::{Applies, ESTIMATE, Moment, OmbudsmanNotice, StopsAt};
use crate::domain::{Channel, Class, Grade, Office, Standard, Within};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardsFile {
    standard: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: Spanned<String>,
    row: Spanned<String>,
    name: Spanned<String>,
    within: Spanned<String>,
    #[serde(default)]
    applies: AppliesEntry,
    stops_at: StopsAt,
    /// Shares of the time; where neither these nor moments are given: half and four fifths.
    remind_at: Option<Spanned<Vec<f64>>>,
    /// Moments after the start: `20 jam`, `45 hari kerja`.
    #[serde(default)]
    remind_after: Vec<Spanned<String>>,
    /// From a moment on again and again.
    remind_every: Option<Every>,
    /// Who is told beside the unit.
    also: Option<AlsoEntry>,
    #[serde(default = "the_limit")]
    escalate_at: Spanned<f64>,
    /// By how much it may be extended once, with a reason.
    extend_by: Option<Spanned<String>>,
    /// How often the citizen hears in between.
    progress_every: Option<Spanned<String>>,
    /// How the citizen is told of the Ombudsman when it has run out.
    ombudsman: Option<OmbudsmanNotice>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AppliesEntry {
    channel: Vec<Channel>,
    class: Vec<Class>,
    grade: Vec<Grade>,
    supervision: Option<bool>,
}

fn the_limit() -> Spanned<f64> {
    Spanned::new(0..0, 1.0)
}

/// Minutes that a promise has at least: letters are collected and read in minutes, not seconds.
const SHORTEST_CLOCK: u32 = 5;

/// Where nothing is said, the officer is reminded then.
const HALF_AND_MOST: [Moment; 2] = [Moment::Share(0.5), Moment::Share(0.8)];

/// Reads clocks of another system, such as LAPOR!'s own, from one file. Faults are added to `problems`.
#[must_use]
pub fn load_clocks(path: &Path, problems: &mut Vec<Problem>) -> Option<Vec<Standard>> {
    let before = problems.len();
    let (file, source) = read::<StandardsFile>(path, problems)?;
    let clocks = checked(file, &source, None, problems);
    (problems.len() == before).then_some(clocks)
}

/// Reads the standards of the office in `office_dir`; the units that they name are those of `office`, where it is
/// known. Faults are added to `problems`; `None` where they cannot be used.
#[must_use]
pub fn load_standards(
    office_dir: &Path,
    office: Option<&Office>,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Standard>> {
    let before = problems.len();
    let (file, source) = read_office_file::<StandardsFile>(office_dir, "standards.toml", problems)?;
    let standards = checked(file, &source, office, problems);
    if problems.len() == before {
        gaps(&standards, &source, problems);
    }
    (problems.len() == before).then_some(standards)
}

fn checked(
    file: StandardsFile,
    source: &Source,
    office: Option<&Office>,
    problems: &mut Vec<Problem>,
) -> Vec<Standard> {
    let mut ids = BTreeSet::new();
    let mut standards = Vec::new();
    for (place, entry) in file.standard.into_iter().enumerate() {
        let key = format!("standard[{place}]");
        if !ids.insert(entry.id.get_ref().clone()) {
            problems.push(source.problem(&entry.id, format!("{key}.id"), "is used twice", "an id of its own"));
        }
        check_words(&entry, &key, source, problems);
        check_shares(&entry, &key, source, problems);
        standards.extend(standard(entry, &key, source, office, problems));
    }
    standards
}

fn standard(
    entry: Entry,
    key: &str,
    source: &Source,
    office: Option<&Office>,
    problems: &mut Vec<Problem>,
) -> Option<Standard> {
    let within = Told { source, problems }.within(&entry.within, format!("{key}.within"))?;
    if matches!(within, Within::Minutes(minutes) if minutes < SHORTEST_CLOCK) {
        let what =
            format!("`{}` is shorter than a mail needs to be read: it would always be missed", entry.within.get_ref());
        let right = format!("at least {SHORTEST_CLOCK} menit; was `bulan` meant?");
        problems.push(source.problem(&entry.within, format!("{key}.within"), what, right));
    }
    let mut lengths = Lengths { told: Told { source, problems }, key, within };
    let mut remind_at: Vec<Moment> = match &entry.remind_at {
        Some(shares) => shares.get_ref().iter().copied().map(Moment::Share).collect(),
        None if entry.remind_after.is_empty() && entry.remind_every.is_none() => HALF_AND_MOST.to_vec(),
        None => Vec::new(),
    };
    remind_at.extend(lengths.after(&entry.remind_after));
    remind_at.extend(entry.remind_every.as_ref().map(|every| lengths.every(every)).unwrap_or_default());
    let extend_by = entry.extend_by.as_ref().and_then(|text| lengths.read(text, "extend_by"));
    let progress_every = entry.progress_every.as_ref().and_then(|text| lengths.before_the_end(text, "progress_every"));
    let also = entry.also.as_ref().map(|also| lengths.also(also, office)).unwrap_or_default();
    check_ladder(&entry.escalate_at, &remind_at, within, key, source, problems);
    let AppliesEntry { channel: channels, class: classes, grade: grades, supervision } = entry.applies;
    Some(Standard {
        id: entry.id.into_inner(),
        row: entry.row.into_inner(),
        name: entry.name.into_inner(),
        within,
        words: entry.within.into_inner().trim().to_owned(),
        applies: Applies { channels, classes, grades, supervision },
        stops_at: entry.stops_at,
        remind_at,
        also,
        escalate_at: entry.escalate_at.into_inner(),
        extend_by,
        progress_every,
        ombudsman: entry.ombudsman,
    })
}

/// Names that letters and logs show must be there.
fn check_words(entry: &Entry, key: &str, source: &Source, problems: &mut Vec<Problem>) {
    let mut told = Told { source, problems };
    told.id(&entry.id, format!("{key}.id"), "btg.sosmed");
    if entry.id.get_ref() == ESTIMATE {
        let what = "is the id of the clock that an officer's ESTIMASI starts";
        told.say(&entry.id, format!("{key}.id"), what, "an id of its own, as `btg.sosmed`");
    }
    told.printed(&entry.row, format!("{key}.row"), "the row of the published standard, as `BTG-16`");
    told.printed(&entry.name, format!("{key}.name"), "what is promised, in words of a letter");
}

fn check_shares(entry: &Entry, key: &str, source: &Source, problems: &mut Vec<Problem>) {
    let within = |share: f64| share > 0.0 && share <= 1.0;
    if let Some(remind_at) = &entry.remind_at {
        let shares = remind_at.get_ref();
        let rising = shares.iter().zip(shares.iter().skip(1)).all(|(a, b)| a < b);
        if !rising || !shares.iter().copied().all(within) {
            let right = "rising shares above 0 and up to 1, as `[0.5, 0.8]`";
            let what = format!("{shares:?} does not fit");
            problems.push(source.problem(remind_at, format!("{key}.remind_at"), what, right));
        }
    }
    if !within(*entry.escalate_at.get_ref()) {
        let right = "a share above 0 and up to 1 (the limit itself)";
        problems.push(source.problem(&entry.escalate_at, format!("{key}.escalate_at"), "does not fit", right));
    }
}

/// Every kind of complaint must have a clock. Names the first gap of each class and channel.
fn gaps(standards: &[Standard], source: &Source, problems: &mut Vec<Problem>) {
    for &class in Class::ALL {
        for &channel in Channel::ALL {
            let kinds = Grade::ALL.iter().flat_map(|&grade| [(grade, false), (grade, true)]);
            let gap = kinds.into_iter().find(|&(grade, supervision)| {
                let facts = Facts { channel, class, grade: Some(grade), supervision, received: DateTime::UNIX_EPOCH };
                !standards.iter().any(|standard| standard.stops_at.is_for_citizen() && applies(standard, &facts))
            });
            if let Some((grade, supervision)) = gap {
                let (class, channel, grade) = (class.word(), channel.word(), grade.word());
                let what =
                    format!("no clock for channel {channel}, class {class}, grade {grade}, supervision {supervision}");
                problems.push(Problem::at(&source.path, 1, "standard", what, "a standard that applies to it"));
            }
        }
    }
}

#[cfg(test)]
mod tests;

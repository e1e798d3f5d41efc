//! National holidays and collective leave, one file a year with its decree.
//!
//! In: `holidays/<year>.toml`. Out: days off, and which years are final. `<year>.perkiraan.toml` is a prediction: its
//! days count, but its year stays unknown (every deadline that touches it is provisional) until `<year>.toml` exists.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::config::problem::Problem;
use crate::config::read::{Source, read};
use crate::domain::calendar::{Holiday, HolidayKind};

/// One year of holidays.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct YearFile {
    year: Spanned<i32>,
    status: Spanned<Status>,
    /// Where it is decreed; a final year without cannot be checked by an auditor.
    decree: Spanned<String>,
    /// From 1; counts up when the list is amended.
    revision: u32,
    #[serde(default)]
    day: Vec<DayEntry>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Final,
    Perkiraan,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DayEntry {
    date: Spanned<String>,
    kind: KindWord,
    name: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KindWord {
    Libur,
    Cuti,
}

/// The days off of all years that were found.
#[derive(Debug, Default)]
pub(super) struct National {
    pub days: BTreeMap<NaiveDate, Holiday>,
    /// Final years, ascending.
    pub years: Vec<i32>,
    /// How often the files were amended after their first revision.
    pub amendments: u32,
}

/// Reads every year file of the folder.
pub(super) fn load(dir: &Path, problems: &mut Vec<Problem>) -> National {
    let mut national = National::default();
    for (stem, path) in year_files(dir, problems) {
        let Some((file, source)) = read::<YearFile>(&path, problems) else { continue };
        check_head(&stem, &file, &source, problems);
        add_days(&file, &source, &mut national.days, problems);
        if *file.status.get_ref() == Status::Final {
            national.years.push(*file.year.get_ref());
        }
        national.amendments += file.revision.saturating_sub(1);
    }
    if national.years.is_empty() && problems.is_empty() {
        problems.push(Problem::at(
            dir,
            0,
            "",
            "no final year of holidays",
            "a file such as 2026.toml with status = \"final\"",
        ));
    }
    national
}

/// The files in order of years; a prediction only where the year itself is missing.
fn year_files(dir: &Path, problems: &mut Vec<Problem>) -> BTreeMap<String, PathBuf> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(Problem::at(
                dir,
                0,
                "",
                format!("cannot be read: {error}"),
                "the folder of the holiday files",
            ));
            return BTreeMap::new();
        }
    };
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let mut files: BTreeMap<String, PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)))
        .collect();
    let final_years: Vec<String> = files.keys().filter(|stem| !stem.contains('.')).cloned().collect();
    files.retain(|stem, _| match stem.strip_suffix(".perkiraan") {
        Some(year) => !final_years.iter().any(|there| there == year),
        None => true,
    });
    files
}

fn check_head(stem: &str, file: &YearFile, source: &Source, problems: &mut Vec<Problem>) {
    let year = *file.year.get_ref();
    let status = *file.status.get_ref();
    let right = match status {
        Status::Final => year.to_string(),
        Status::Perkiraan => format!("{year}.perkiraan"),
    };
    if stem != right {
        problems.push(source.problem(
            &file.year,
            "year",
            "does not fit the name of the file",
            format!("`{right}.toml`"),
        ));
    }
    if status == Status::Final && file.decree.get_ref().trim().is_empty() {
        problems.push(source.problem(&file.decree, "decree", "is empty", "numbers of the joint decree (SKB)"));
    }
    if status == Status::Final && file.day.is_empty() {
        problems.push(source.problem(
            &file.year,
            "day",
            "a final year has no holidays",
            "`[[day]]` entries of the decree",
        ));
    }
}

fn add_days(file: &YearFile, source: &Source, days: &mut BTreeMap<NaiveDate, Holiday>, problems: &mut Vec<Problem>) {
    let year = *file.year.get_ref();
    for (place, entry) in file.day.iter().enumerate() {
        let key = format!("day[{place}].date");
        let Some(date) = date(&entry.date, &key, source, problems) else { continue };
        let kind = match entry.kind {
            KindWord::Libur => HolidayKind::National,
            KindWord::Cuti => HolidayKind::CollectiveLeave,
        };
        if date.year() != year {
            problems.push(source.problem(&entry.date, key, format!("{date} is not in {year}"), "a day of that year"));
        } else if days.insert(date, Holiday { kind, name: entry.name.clone() }).is_some() {
            problems.push(source.problem(&entry.date, key, format!("{date} is named twice"), "each day once"));
        }
    }
}

/// A date as `2026-03-19`.
pub(super) fn date(
    value: &Spanned<String>,
    key: &str,
    source: &Source,
    problems: &mut Vec<Problem>,
) -> Option<NaiveDate> {
    let date =
        NaiveDate::parse_from_str(value.get_ref(), "%Y-%m-%d").ok().filter(|date| (2000..2200).contains(&date.year()));
    if date.is_none() {
        problems.push(source.problem(
            value,
            key,
            format!("`{}` is no date", value.get_ref()),
            "a date as `2026-03-19`",
        ));
    }
    date
}

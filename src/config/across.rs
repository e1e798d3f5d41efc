//! What must agree between the files of an office, and between offices of one installation.
//!
//! In: what was read. Out: faults at the line of the key that is wrong. Reads a file again only to name a line.

use std::path::Path;

use super::problem::Problem;
use crate::decide::OfficeBook;
use crate::decide::routing::Rulebook;
use crate::domain::deadline::OmbudsmanNotice;
use crate::domain::{Office, Standard};

/// A fault at the first line of `file` that sets `key`.
fn at_key(file: &Path, key: &str, what: String, right: &str) -> Problem {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let sets = |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    let line = text.lines().position(sets).map_or(1, |line| line + 1);
    Problem::at(file, line, key, what, right)
}

/// The standards of an office name only what its other files have.
pub(super) fn files_agree(
    dir: &Path,
    office: &Office,
    rules: &Rulebook,
    standards: &[Standard],
    problems: &mut Vec<Problem>,
) {
    let file = dir.join("office.toml");
    let tells = standards.iter().any(|s| !matches!(s.ombudsman, None | Some(OmbudsmanNotice::Never)));
    if tells && office.ombudsman.is_none() {
        let right = "[ombudsman] with region = \"Nusa Tenggara Timur\", as a standard tells citizens of it";
        problems.push(Problem::at(&file, 1, "ombudsman", "is missing", right));
    }
    let graded = standards.iter().find(|standard| !standard.applies.grades.is_empty());
    if let Some(standard) = graded.filter(|_| !rules.grades) {
        let what = format!("is not true, and the limit {} applies to some grades only", standard.id);
        problems.push(at_key(&file, "grades", what, "grades = true, or a limit for every grade in standards.toml"));
    }
}

/// Numbers and mailboxes of offices must not be confused.
pub(super) fn offices_differ(offices_dir: &Path, books: &[OfficeBook], problems: &mut Vec<Problem>) {
    for (place, book) in books.iter().enumerate() {
        let file = offices_dir.join(&book.office.id.0).join("office.toml");
        for other in books.iter().take(place).map(|other| &other.office) {
            if book.office.prefix == other.prefix {
                let what = format!("{:?} begins the numbers of {} too", other.prefix, other.id);
                problems.push(at_key(&file, "prefix", what, "a prefix of its own: no two complaints share a number"));
            }
            if let Some(address) = book.office.intake.iter().find(|address| other.intake.contains(address)) {
                let what = format!("{address} is a mailbox of {} too", other.id);
                problems.push(at_key(
                    &file,
                    "intake",
                    what,
                    "a mailbox of its own: its mail tells which office is meant",
                ));
            }
        }
    }
}

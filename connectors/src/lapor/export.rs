//! The admin's Excel export: an intake without any API.
//!
//! In: the bytes of an XLSX file. Out: one [`Document`] a row that bears a number. Rows of preamble and rows without a
//! number are noise; cells are text, whatever Excel thinks they are (see [`crate::workbook`]).

use std::collections::BTreeMap;

use super::Profile;
use super::document::{Content, Document};
use super::profile::Export;
use crate::workbook::{self, BookFault};

/// Rows above the headings.
const PREAMBLE: usize = 1000;

/// Why a file is no export.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ExportFault {
    /// The profile does not describe one.
    #[error("the profile describes no Excel export")]
    NotDescribed,
    /// It is no workbook, or one that would fill the memory.
    #[error(transparent)]
    Book(#[from] BookFault),
    /// No header row.
    #[error("no row begins with {0:?}: this is no export of LAPOR! reports")]
    NoHeader(String),
}

/// What a file held.
#[derive(Debug)]
pub struct Exported {
    /// A document a report, in the order of the rows: number and document.
    pub documents: Vec<(String, Document)>,
    /// Rows below the header that bear no number.
    pub noise: usize,
}

/// Reads a file.
///
/// # Errors
/// Where it is no such file; a single bad row is noise, not an error.
pub fn read(bytes: &[u8], profile: &Profile) -> Result<Exported, ExportFault> {
    let export = profile.export.as_ref().ok_or(ExportFault::NotDescribed)?;
    let sheets = workbook::read(bytes, export.unpacked_bytes, export.rows.saturating_add(PREAMBLE))?;
    let exported = sheets.iter().find_map(|sheet| sheet_of(&sheet.rows, export, profile));
    exported.ok_or_else(|| ExportFault::NoHeader(export.header.clone()))
}

fn sheet_of(rows: &[(usize, Vec<String>)], export: &Export, profile: &Profile) -> Option<Exported> {
    let mut rows = rows.iter().map(|(_, cells)| cells);
    let headings = rows.find(|row| row.first() == Some(&export.header))?;
    let mut exported = Exported { documents: Vec::new(), noise: 0 };
    for row in rows.take(export.rows) {
        let cell = |at: usize| row.get(at).cloned().unwrap_or_default();
        let named = headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty());
        let mut cells: BTreeMap<String, String> = named.map(|(at, heading)| (heading.clone(), cell(at))).collect();
        match cells.get(&export.header).and_then(|number| digits(number, export.digits)) {
            Some(number) => {
                cells.insert(export.header.clone(), number.clone());
                exported.documents.push((number, Document::new(&profile.name, Content::Export { row: cells })));
            }
            None => exported.noise += 1,
        }
    }
    Some(exported)
}

/// A number is all digits, whatever Excel made of it (`7654321.0`).
fn digits(cell: &str, (least, most): (usize, usize)) -> Option<String> {
    let bare = cell.trim().trim_start_matches('#').strip_suffix(".0").unwrap_or(cell.trim().trim_start_matches('#'));
    let fits = (least..=most).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_digits_however_excel_keeps_it() {
        let read = |cell: &str| digits(cell, (5, 10));
        assert_eq!(read("7654321.0").as_deref(), Some("7654321"));
        assert_eq!(read(" #7654321 ").as_deref(), Some("7654321"));
        assert_eq!(read("1234").or(read("12345678901")).or(read("76A4321")).or(read("")), None);
    }
}

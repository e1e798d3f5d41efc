//! The admin's Excel export: an intake without any API.
//!
//! In: the bytes of an XLSX file. Out: one [`Document`] a row that bears a number. Rows of preamble and rows without a
//! number are noise; cells are text, whatever Excel thinks they are. The file is unpacked once into nothing, counted, before
//! a library reads it: a bomb is refused, not opened. No formula is evaluated and no external entity resolved.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read as _};

use calamine::{Data, Range, Reader as _, Xlsx};

use super::Profile;
use super::document::{Content, Document};
use super::profile::Export;

/// Files inside one XLSX.
const MOST_PARTS: usize = 2000;

/// Why a file is no export.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ExportFault {
    /// The profile does not describe one.
    #[error("the profile describes no Excel export")]
    NotDescribed,
    /// It cannot be unpacked or read.
    #[error("this is no XLSX file that can be read: {0}")]
    Unreadable(String),
    /// It would fill the memory.
    #[error("unpacked it is larger than {0} bytes")]
    TooLarge(u64),
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
    weigh(bytes, export.unpacked_bytes)?;
    let unreadable = |error: &dyn std::fmt::Display| ExportFault::Unreadable(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).map_err(|error| unreadable(&error))?;
        if let Some(exported) = sheet_of(&range, export, profile) {
            return Ok(exported);
        }
    }
    Err(ExportFault::NoHeader(export.header.clone()))
}

/// Unpacks every part into nothing and counts.
pub(crate) fn weigh(bytes: &[u8], most: u64) -> Result<(), ExportFault> {
    let unreadable = |error: &dyn std::fmt::Display| ExportFault::Unreadable(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(ExportFault::Unreadable(format!("{} parts", archive.len())));
    }
    let mut left = most;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(|error| unreadable(&error))?;
        let size = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|error| unreadable(&error))?;
        left = left.checked_sub(size).ok_or(ExportFault::TooLarge(most))?;
    }
    Ok(())
}

fn sheet_of(range: &Range<Data>, export: &Export, profile: &Profile) -> Option<Exported> {
    let mut rows = range.rows();
    let headings: Vec<String> =
        rows.find(|row| row.first().is_some_and(|cell| text(cell) == export.header))?.iter().map(text).collect();
    let mut exported = Exported { documents: Vec::new(), noise: 0 };
    for row in rows.take(export.rows) {
        let cells: BTreeMap<String, String> = headings
            .iter()
            .zip(row)
            .filter(|(heading, _)| !heading.is_empty())
            .map(|(h, cell)| (h.clone(), text(cell)))
            .collect();
        match cells.get(&export.header).and_then(|number| digits(number, export.digits)) {
            Some(number) => {
                let mut cells = cells;
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

fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            if at.as_f64() < 1.0 {
                format!("{hour:02}:{minute:02}:{second:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02}")
            }
        }
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Data::Error(_) | Data::Empty => String::new(),
        Data::String(_)
        | Data::Float(_)
        | Data::Int(_)
        | Data::Bool(_)
        | Data::DateTimeIso(_)
        | Data::DurationIso(_) => cell.to_string().trim().to_owned(),
    }
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

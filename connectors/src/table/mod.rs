//! Tables that people keep: CSV as spreadsheets write it, and XLSX.
//!
//! In: the bytes of a file. Out: its sheets, rows of texts, each with its number in the file; a row of a CSV whose
//! quotes do not pair is marked, not guessed. Nothing is evaluated. Knows nothing of what the columns mean.

mod csv;
mod encoding;

use crate::workbook;
pub use workbook::NO_VALUE;

/// Unpacked, no XLSX may be larger.
const MOST_BYTES: u64 = 256 << 20;
/// Rows that are read of one sheet.
const MOST_ROWS: usize = 200_000;

/// A sheet of a workbook; of a CSV the only one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; empty for a CSV.
    pub name: String,
    /// Hidden from whoever opens the file.
    pub hidden: bool,
    /// Rows that hold anything.
    pub rows: Vec<Row>,
}

/// One row: its number in the file, from 1, and its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet counts; of a CSV the line where it begins.
    pub number: usize,
    /// Trimmed texts. Of a broken row the line as it stands.
    pub cells: Vec<String>,
    /// A quotation mark in it opens or closes nothing: where its cells end cannot be told.
    pub broken: bool,
}

/// Reads a table.
///
/// # Errors
/// Where the bytes are no table, in words that name what they are.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let sheets = if is_zip(bytes) {
        let book = workbook::read(bytes, MOST_BYTES, MOST_ROWS + 1).map_err(|fault| fault.to_string())?;
        book.into_iter().map(of_book).collect()
    } else {
        vec![Sheet { rows: csv::rows(&encoding::text(bytes)?, MOST_ROWS + 1)?, ..Sheet::default() }]
    };
    if sheets.iter().any(|sheet| sheet.rows.len() > MOST_ROWS) {
        return Err(format!("it has more than {MOST_ROWS} rows; part it"));
    }
    Ok(sheets)
}

/// True for a ZIP archive, which an Excel file is. A text may begin with `PK` too: `PKM;Nama;Isi`.
#[must_use]
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

fn of_book(sheet: workbook::BookSheet) -> Sheet {
    let row = |(number, cells)| Row { number, cells, broken: false };
    Sheet { name: sheet.name, hidden: sheet.hidden, rows: sheet.rows.into_iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_says_what_it_is() {
        assert!(read(b"PK\x03\x04 kosong").is_err());
        for (bytes, name) in [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 lama".as_slice(), ".xls"),
            (b"%PDF-1.7\n", "PDF"),
            (b"I\0s\0i\0\n\0a\0", "UTF-16"),
            (b"\x00\x01\x02\x00\x00", "binary"),
        ] {
            let told = read(bytes).unwrap_err();
            assert!(told.contains(name), "{told}");
        }
    }

    #[test]
    fn a_register_whose_first_heading_begins_as_a_zip_does_is_a_register() {
        let sheets = read(b"PKM;Isi\nBandar I;Antre lama\n").unwrap();
        assert_eq!(sheets[0].rows[1].cells, ["Bandar I", "Antre lama"]);
    }
}

//! Excel files, read cell by cell. In: the bytes of an XLSX. Out: its sheets as rows of texts, each row with its
//! number.
//!
//! The file is unpacked once into nothing, counted, before a library reads it: a bomb is refused, not opened. Rows are
//! built from the cells that are there, so that a cell far away costs nothing. No formula is evaluated and no external
//! entity resolved. Knows nothing of what the columns mean.

use std::io::{self, Cursor};

use calamine::{DataRef, Reader as _, SheetVisible, Xlsx, XlsxError};

/// Files inside one XLSX.
const MOST_PARTS: usize = 2000;
/// Columns of a sheet; what stands further right is nothing that people keep in a register.
const MOST_COLUMNS: usize = 1024;
/// What stands where a formula has no value, because the program that wrote it did not compute one. Excel's own errors
/// (`#REF!`) stand as it writes them.
pub const NO_VALUE: &str = "#RUMUS";

/// Why a file is no workbook.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BookFault {
    /// It cannot be unpacked or read.
    #[error("this is no XLSX file that can be read: {0}")]
    Unreadable(String),
    /// It would fill the memory.
    #[error("unpacked it is larger than {0} bytes")]
    TooLarge(u64),
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookSheet {
    /// Its name.
    pub name: String,
    /// Hidden from whoever opens the file.
    pub hidden: bool,
    /// Rows that hold anything: the number as Excel counts, and the trimmed texts.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Reads every sheet of a file that unpacked is no larger than `most` bytes, and of each at most `rows` rows.
///
/// # Errors
/// Where it is no such file, or larger.
pub fn read(bytes: &[u8], most: u64, rows: usize) -> Result<Vec<BookSheet>, BookFault> {
    weigh(bytes, most)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let sheets: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let mut read = Vec::with_capacity(sheets.len());
    for (name, hidden) in sheets {
        let rows = match sheet(&mut book, &name, rows) {
            // A sheet that is a diagram holds no cells.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            read => read.map_err(unreadable)?,
        };
        read.push(BookSheet { name, hidden, rows });
    }
    Ok(read)
}

fn unreadable(error: impl std::fmt::Display) -> BookFault {
    BookFault::Unreadable(error.to_string())
}

/// Unpacks every part into nothing and counts.
fn weigh(bytes: &[u8], most: u64) -> Result<(), BookFault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > MOST_PARTS {
        return Err(BookFault::Unreadable(format!("{} parts", archive.len())));
    }
    let mut left = most;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(unreadable)?;
        let size = io::copy(&mut io::Read::take(part, left + 1), &mut io::sink()).map_err(unreadable)?;
        left = left.checked_sub(size).ok_or(BookFault::TooLarge(most))?;
    }
    Ok(())
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, most: usize) -> Result<Vec<(usize, Vec<String>)>, XlsxError> {
    let mut cells = book.worksheet_cells_reader(name)?;
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        let (row, column) = (cell.pos.0 as usize + 1, cell.pos.1 as usize);
        let missing = cell.value == DataRef::Empty && cell.formula.is_some();
        let text = if missing { NO_VALUE.to_owned() } else { text(&cell.value) };
        if text.is_empty() || column >= MOST_COLUMNS {
            continue;
        }
        if rows.last().is_none_or(|(last, _)| *last != row) {
            if rows.len() == most {
                break;
            }
            rows.push((row, Vec::new()));
        }
        if let Some((_, cells)) = rows.last_mut() {
            cells.resize(cells.len().max(column + 1), String::new());
            if let Some(place) = cells.get_mut(column) {
                *place = text;
            }
        }
    }
    // Nothing but formulas that wait to be filled in is an empty row.
    rows.retain(|(_, cells)| cells.iter().any(|cell| !cell.is_empty() && cell != NO_VALUE));
    Ok(rows)
}

/// A cell as text: a number without `.0`, a day as `2026-11-20`, a time as `09.41`, both as `2026-11-20 09.41`.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let seconds = if second == 0 { String::new() } else { format!(".{second:02}") };
            if at.as_f64() < 1.0 {
                format!("{hour:02}.{minute:02}{seconds}")
            } else if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}.{minute:02}{seconds}")
            }
        }
        DataRef::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "ya" } else { "tidak" }.to_owned(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// A workbook: each sheet its name, its state and its rows as XML. Style 1 is a day, 2 a time, 3 both.
    fn book(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |name: &str, text: &str| {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(format!("{HEAD}{text}").as_bytes()).unwrap();
        };
        let kinds = "http://schemas.openxmlformats.org/package/2006/content-types";
        put(
            "[Content_Types].xml",
            &format!(r#"<Types xmlns="{kinds}"><Default Extension="xml" ContentType="application/xml"/></Types>"#),
        );
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        put(
            "_rels/.rels",
            &format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        );
        let formats = r#"<numFmts count="1"><numFmt numFmtId="170" formatCode="dd/mm/yyyy\ hh:mm"/></numFmts>"#;
        let styles = r#"<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="170"/></cellXfs>"#;
        put("xl/styles.xml", &format!(r#"<styleSheet xmlns="{MAIN}">{formats}{styles}</styleSheet>"#));
        let (mut names, mut links) =
            (String::new(), format!(r#"<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>"#));
        for (n, (name, state, rows)) in (1..).zip(sheets) {
            names += &format!(r#"<sheet name="{name}" sheetId="{n}" state="{state}" r:id="r{n}"/>"#);
            links +=
                &format!(r#"<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>"#);
            put(
                &format!("xl/worksheets/sheet{n}.xml"),
                &format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#),
            );
        }
        put(
            "xl/workbook.xml",
            &format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>"#),
        );
        put("xl/_rels/workbook.xml.rels", &format!(r#"<Relationships xmlns="{package}">{links}</Relationships>"#));
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn every_sheet_is_read_as_a_person_sees_it() {
        let rows = r##"
            <row r="1"><c r="A1" t="inlineStr"><is><t> Tanggal </t></is></c><c r="C1" t="inlineStr"><is><t>Isi</t></is></c></row>
            <row r="3"><c r="A3" s="1"><v>46345</v></c><c r="B3" s="2"><v>0.4375</v></c><c r="C3"><v>81234567890</v></c></row>
            <row r="4"><c r="A4" s="3"><v>46345.4375</v></c><c r="B4" t="e"><v>#REF!</v></c><c r="C4"><f>A3</f><v>7.5</v></c></row>
            <row r="5"><c r="A5"><f>B9</f></c><c r="C5" t="str"><f>"x"</f><v>jadi</v></c></row>
            <row r="6"><c r="A6"><f>B10</f></c></row>
            <row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"##;
        let bytes = book(&[("Sampul", "visible", ""), ("Nopember", "visible", rows), ("Daftar", "hidden", "")]);
        let sheets = read(&bytes, 1 << 20, 100).unwrap();
        assert_eq!(
            sheets.iter().map(|s| (s.name.as_str(), s.hidden)).collect::<Vec<_>>(),
            [("Sampul", false), ("Nopember", false), ("Daftar", true)]
        );
        let expected: [(usize, &[&str]); 4] = [
            (1, &["Tanggal", "", "Isi"]),
            (3, &["2026-11-19", "10.30", "81234567890"]),
            (4, &["2026-11-19 10.30", "#REF!", "7.5"]),
            (5, &[NO_VALUE, "", "jadi"]),
        ];
        assert_eq!(sheets[1].rows, expected.map(|(n, cells)| (n, cells.iter().map(|c| (*c).to_owned()).collect())));
    }

    #[test]
    fn what_would_fill_the_memory_is_not_opened() {
        let large = "<row/>".repeat(100_000);
        assert_eq!(read(&book(&[("A", "visible", &large)]), 1 << 18, 9), Err(BookFault::TooLarge(1 << 18)));
        assert!(matches!(read(b"PK\x03\x04 kosong", 1 << 18, 9), Err(BookFault::Unreadable(_))));
    }
}

//! Tables that people keep: CSV as spreadsheets write it, and XLSX.
//!
//! In: the bytes of a file. Out: rows of texts, each with its number in the file. Nothing is evaluated; an XLSX is weighed
//! before it is opened (see [`crate::lapor`]). Knows nothing of what the columns mean.

use std::io::Cursor;

use calamine::{Data, Range, Reader as _, Xlsx};

use crate::lapor::export::weigh;

/// Unpacked, no XLSX may be larger.
const MOST_BYTES: u64 = 256 << 20;
/// Rows that are read of one file.
const MOST_ROWS: usize = 200_000;

/// One row: its number in the file, from 1, and its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet counts.
    pub number: usize,
    /// Trimmed texts.
    pub cells: Vec<String>,
}

/// Reads a table; of an XLSX the first sheet that holds anything.
///
/// # Errors
/// Where the bytes are no table, in words.
pub fn read(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let rows = if bytes.starts_with(b"PK") { xlsx(bytes)? } else { csv(&text(bytes)) };
    if rows.len() > MOST_ROWS {
        return Err(format!("it has more than {MOST_ROWS} rows; part it"));
    }
    Ok(rows)
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Row>, String> {
    weigh(bytes, MOST_BYTES).map_err(|fault| fault.to_string())?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).map_err(|error| error.to_string())?;
        if !range.is_empty() {
            return Ok(rows_of(&range));
        }
    }
    Ok(Vec::new())
}

fn rows_of(range: &Range<Data>) -> Vec<Row> {
    let first = range.start().map_or(0, |(row, _)| row as usize);
    let rows =
        range.rows().enumerate().map(|(at, row)| Row { number: first + at + 1, cells: row.iter().map(cell).collect() });
    rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty())).collect()
}

fn cell(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, _, _) = at.to_ymd_hms_milli();
            if at.as_f64() < 1.0 {
                format!("{hour:02}.{minute:02}")
            } else if (hour, minute) == (0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}.{minute:02}")
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

/// UTF-8, with or without its mark; else what Windows writes (Windows-1252, whose letters are those of Latin-1 but for a
/// few signs).
fn text(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let old = || {
        let sign = |byte: &u8| match byte {
            0x91 | 0x92 => '\'',
            0x93 | 0x94 => '"',
            0x96 | 0x97 => '-',
            0x85 => '…',
            other => char::from(*other),
        };
        bytes.iter().map(sign).collect()
    };
    std::str::from_utf8(bytes).map_or_else(|_| old(), str::to_owned)
}

/// RFC 4180, and what spreadsheets make of it where a comma is the decimal sign: semicolons or tabs.
fn csv(text: &str) -> Vec<Row> {
    let separator = separator(text);
    let (mut rows, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut number, mut begins, mut quoted) = (1, 1, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\r' if chars.peek() == Some(&'\n') => {}
            _ if quoted => {
                number += usize::from(c == '\n');
                cell.push(c);
            }
            '\n' => {
                cells.push(std::mem::take(&mut cell));
                rows.push(Row { number: begins, cells: std::mem::take(&mut cells) });
                number += 1;
                begins = number;
            }
            '\r' => {}
            _ if c == separator => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(c),
        }
    }
    if !cell.is_empty() || !cells.is_empty() {
        cells.push(cell);
        rows.push(Row { number: begins, cells });
    }
    for row in &mut rows {
        row.cells.iter_mut().for_each(|cell| *cell = cell.trim().to_owned());
    }
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    rows
}

/// The sign that parts the first line most often.
fn separator(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: char| first.matches(sign).count();
    [';', '\t'].into_iter().filter(|sign| count(*sign) > count(',')).max_by_key(|sign| count(*sign)).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &[u8]) -> Vec<(usize, Vec<String>)> {
        read(text).unwrap().into_iter().map(|row| (row.number, row.cells)).collect()
    }

    #[test]
    fn a_csv_is_read_as_spreadsheets_write_it() {
        let text = b"\xef\xbb\xbfNo;Isi\r\n1;\"Antre; lama\r\ndan \"\"panas\"\"\"\r\n;\r\n2;Obat habis";
        let expected = [
            (1, vec!["No".to_owned(), "Isi".to_owned()]),
            (2, vec!["1".to_owned(), "Antre; lama\ndan \"panas\"".to_owned()]),
            (5, vec!["2".to_owned(), "Obat habis".to_owned()]),
        ];
        assert_eq!(cells(&text.map(|b| b)), expected);
        assert_eq!(cells(b"a,b\n1,\"x\"\n")[1].1, ["1", "x"]);
        assert_eq!(cells("a\tb\n1\tpak’i".as_bytes())[1].1, ["1", "pak’i"]);
        assert_eq!(cells(b"a,b\n1,caf\xe9 \x93x\x94")[1].1, ["1", "café \"x\""]);
    }

    #[test]
    fn what_is_no_xlsx_says_so() {
        assert!(read(b"PK\x03\x04 kosong").is_err());
    }
}

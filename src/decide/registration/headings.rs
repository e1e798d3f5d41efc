//! Where the headings of a sheet are: below titles, on one row or on two (`Pelapor` above `Nama`, `Alamat`).
//!
//! In: the rows of a sheet, a mapping from the office's file. Out: what the columns mean, and the rows of entries
//! below; rows that only number the columns, and headings that are printed again on each page, are no entries.

use std::collections::BTreeMap;

use connectors::table::Row;

use super::table::Columns;

/// Rows in which the headings are looked for.
const PREAMBLE: usize = 30;

/// A sheet whose columns are known.
#[derive(Debug, Clone)]
pub struct Register<'r> {
    /// What they mean.
    pub columns: Columns,
    /// The rows below the headings.
    pub entries: Vec<&'r Row>,
    /// How far to the right the headings reach.
    width: usize,
}

impl Register<'_> {
    /// Cells of a row to the right of every heading: of a CSV they show that a text slid into the next column.
    #[must_use]
    pub fn beyond(&self, row: &Row) -> usize {
        row.cells.iter().skip(self.width).filter(|cell| !cell.is_empty()).count()
    }
}

/// Finds the headings; `None`: no row has a column for the complaint's text.
#[must_use]
pub fn register<'r>(rows: &'r [Row], mapping: &BTreeMap<String, String>) -> Option<Register<'r>> {
    let alone = rows.iter().all(|row| filled(row) <= 1);
    let may_be = |row: &Row| !row.broken && (alone || filled(row) > 1);
    let first = |(at, row): (usize, &'r Row)| Columns::of(&row.cells, mapping).filter(|_| may_be(row)).map(|c| (at, c));
    let (at, mut columns) = rows.iter().enumerate().take(PREAMBLE).find_map(first)?;
    let above = at.checked_sub(1).and_then(|above| rows.get(above)).filter(|row| filled(row) > 1 && !row.broken);
    if let Some(above) = above {
        columns = columns.or_above(&above.cells, mapping);
    }
    let mut below = at + 1;
    if let Some(joined) =
        rows.get(below).filter(|row| !row.broken).and_then(|row| columns.with_below(&row.cells, mapping))
    {
        columns = joined;
        below += 1;
    }
    let headings = rows.get(at)?;
    let width = columns.width();
    let is_entry = |row: &&Row| row.broken || (row.cells != headings.cells && !numbers_columns(row));
    let entries: Vec<&Row> = rows.get(below..).unwrap_or_default().iter().filter(is_entry).collect();
    columns.widen(entries.iter().filter(|row| !row.broken).map(|row| row.cells.len()).max().unwrap_or_default());
    Some(Register { columns, entries, width })
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// `(1) (2) (3)` below the headings.
fn numbers_columns(row: &Row) -> bool {
    const LEAST: usize = 3;
    let said: Vec<&str> = row.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    let bare = |cell: &&str| cell.trim_matches(['(', ')', '.', ' ']).parse::<usize>().ok();
    let numbers: Option<Vec<usize>> = said.iter().map(bare).collect();
    numbers.is_some_and(|numbers| numbers.len() >= LEAST && numbers.iter().zip(1..).all(|(n, at)| *n == at))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Jakarta;

    use super::super::{Form, Setting};
    use super::*;

    fn rows(sheet: &[&[&str]]) -> Vec<Row> {
        let row = |(at, cells): (usize, &&[&str])| Row {
            number: at + 1,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            broken: false,
        };
        sheet.iter().enumerate().map(row).filter(|row| filled(row) > 0).collect()
    }

    fn read(sheet: &[&[&str]]) -> (Vec<Form>, Vec<String>) {
        let setting = Setting { zone: Jakarta, area_code: "0285", now: "2026-11-20T02:41:00Z".parse().unwrap() };
        let rows = rows(sheet);
        let register = register(&rows, &BTreeMap::new()).unwrap();
        let read: Vec<_> = register.entries.iter().map(|row| register.columns.read(&row.cells, &setting)).collect();
        let faults = read
            .iter()
            .flat_map(|row| row.faults.iter().map(|fault| format!("{}: {}", fault.column, fault.what.english())));
        let faults = faults.collect();
        (read.into_iter().flat_map(|row| row.forms).map(|(_, form)| form).collect(), faults)
    }

    #[test]
    fn headings_on_two_rows_are_joined_and_the_row_that_numbers_them_is_no_entry() {
        let (forms, faults) = read(&[
            &["BUKU PENGADUAN"],
            &["Puskesmas Contoh", "", "", "", "", "Tahun 2026"],
            &["No", "Tanggal", "Pelapor", "", "", "Pengaduan"],
            &["", "", "Nama", "Alamat", "No. HP", ""],
            &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
            &["1", "19-11-2026", "Siti", "Jl. Melati 3", "81234567890", "Antre lama"],
            &["No", "Tanggal", "Pelapor", "", "", "Pengaduan"],
            &["2", "46345", "Budi", "", "0812 3456 7891", "Obat habis"],
        ]);
        assert_eq!(faults, Vec::<String>::new());
        let [first, second] = forms.as_slice() else { panic!("{forms:?}") };
        let read = |form: &Form| (form.sheet.name.clone().unwrap(), form.sheet.phone.clone().unwrap());
        assert_eq!(read(first), ("Siti".to_owned(), "+6281234567890".to_owned()), "Excel has eaten the zero");
        assert_eq!(read(second), ("Budi".to_owned(), "+6281234567891".to_owned()));
        assert_eq!(second.sheet.received, Some("2026-11-19T01:00:00Z".parse().unwrap()), "a day as Excel counts them");
        assert_eq!(first.sheet.address.as_deref(), Some("Jl. Melati 3"));
    }

    #[test]
    fn a_heading_that_stands_one_row_higher_counts_too() {
        let (forms, faults) = read(&[
            &["No", "Tgl", "", "Laporan", ""],
            &["", "", "Nama", "Isi", "Unit tujuan"],
            &["1", "19-11-2026", "Siti", "Antre lama", "Puskesmas Bandar I"],
        ]);
        assert_eq!((forms.len(), faults.len()), (1, 0), "{faults:?}");
        assert!(forms[0].sheet.received.is_some() && forms[0].sheet.unit.is_some());
    }

    #[test]
    fn an_hour_in_its_own_column_belongs_to_the_day() {
        let head: &[&str] = &["Tanggal", "Jam", "Isi"];
        let (forms, faults) = read(&[
            head,
            &["19-11-2026", "10.15", "Antre"],
            &["19-11-2026", "0.4375", "Obat"],
            &["46345.4375", "", "Air"],
            &["19-11-2026", "25.61", "Toilet"],
            &["20-11-2026", "23.00", "AC"],
            &["19-11-2026 27.00", "", "Kursi"],
            &["21-12-2026", "", "Lampu"],
        ]);
        let at: Vec<_> = forms.iter().take(3).map(|form| form.sheet.received.unwrap().to_rfc3339()).collect();
        assert_eq!(at, ["2026-11-19T03:15:00+00:00", "2026-11-19T03:30:00+00:00", "2026-11-19T03:30:00+00:00"]);
        let expected = [
            "Jam: hour \"25.61\" is not known",
            "Jam: hour \"23.00\" is yet to come",
            "Tanggal: day of receipt \"19-11-2026 27.00\" is not known",
            "Tanggal: day of receipt \"21-12-2026\" is yet to come",
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn what_excel_has_spoilt_is_told() {
        let (_, faults) = read(&[
            &["Tanggal", "No HP", "NIK", "Isi"],
            &["19-11-2026", "8,12346E+11", "", "Antre"],
            &["#REF!", "", "", "Obat"],
            &["19-11-2026", "", "", "#RUMUS"],
        ]);
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(
            faults[0].starts_with("No HP") && faults[1].contains("#REF!") && faults[2].contains("formula"),
            "{faults:?}"
        );
    }
}

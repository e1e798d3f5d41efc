//! Old books and questionnaires: rows of a table into sheets of the register.
//!
//! In: the headings, a mapping from the office's file, a row. Out: sheets, and what is wrong with which column. A
//! questionnaire with several columns for remarks gives a sheet for each remark that complains.

use std::collections::BTreeMap;

use super::form::set;
use super::keys::{self, Key};
use super::{Form, Setting, remark};

/// Longest text of a cell, in bytes: as long as a text at the command line may be.
const LONGEST_CELL: usize = 1 << 20;

/// What the columns of a table mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    columns: Vec<(String, Option<Key>)>,
}

/// Something wrong in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// The column's heading.
    pub column: String,
    /// What is wrong, in words.
    pub what: String,
}

/// A row, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowRead {
    /// The sheets in it, each with the heading of the column that held its text.
    pub forms: Vec<(String, Form)>,
    /// What is wrong in it.
    pub faults: Vec<CellFault>,
}

impl Columns {
    /// By their headings. `mapping` (heading, field) goes before the names that are known anyway; `None`: no column
    /// holds a text, so this row is no heading.
    #[must_use]
    pub fn of(headings: &[String], mapping: &BTreeMap<String, String>) -> Option<Self> {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let key = |heading: &String| {
            let mapped = mapping.iter().find(|(known, _)| plain(known) == plain(heading));
            let name = mapped.map_or(heading.as_str(), |(_, field)| field.as_str());
            keys::exactly(name).or_else(|| keys::named(name))
        };
        let columns: Vec<(String, Option<Key>)> =
            headings.iter().map(|heading| (heading.clone(), key(heading))).collect();
        columns.iter().any(|(_, key)| *key == Some(Key::Text)).then_some(Self { columns })
    }

    /// Headings that mean nothing to us.
    #[must_use]
    pub fn unknown(&self) -> Vec<&str> {
        let unknown = self.columns.iter().filter(|(heading, key)| key.is_none() && !heading.is_empty());
        unknown.map(|(heading, _)| heading.as_str()).collect()
    }

    /// True where several columns hold remarks: a questionnaire.
    #[must_use]
    pub fn is_questionnaire(&self) -> bool {
        self.columns.iter().filter(|(_, key)| *key == Some(Key::Text)).count() > 1
    }

    /// Reads a row.
    #[must_use]
    pub fn read(&self, cells: &[String], setting: &Setting<'_>) -> RowRead {
        let mut row = RowRead::default();
        let mut common = Form::default();
        let mut texts = Vec::new();
        let beyond = cells.iter().skip(self.columns.len()).filter(|cell| !cell.is_empty()).count();
        if beyond > 0 {
            let what = format!(
                "{beyond} sel berisi tanpa judul kolom di atasnya; apakah teks berkoma ditulis tanpa tanda petik?"
            );
            row.faults.push(CellFault { column: String::new(), what });
        }
        for (heading, cell) in self.columns.iter().map(|(heading, _)| heading).zip(cells) {
            if cell.len() > LONGEST_CELL {
                let what = "lebih panjang dari 1 MiB".to_owned();
                row.faults.push(CellFault { column: heading.clone(), what });
            }
        }
        for ((heading, key), cell) in self.columns.iter().zip(cells) {
            match key {
                Some(Key::Text) => texts.push((heading.clone(), cell.clone())),
                Some(Key::Answer) => {
                    common.sheet.answer = Some(cell.clone()).filter(|cell| !cell.is_empty() && cell != "-");
                }
                Some(key) if !cell.is_empty() => {
                    set(&mut common, *key, cell, setting);
                    let faults = common.remarks.drain(..).map(|what| CellFault { column: heading.clone(), what });
                    row.faults.extend(faults);
                }
                Some(_) | None => {}
            }
        }
        let many = self.is_questionnaire();
        texts.retain(|(_, text)| if many { remark::complains(text) } else { text.chars().any(char::is_alphanumeric) });
        if texts.is_empty() && !many {
            let column = self.columns.iter().find(|(_, key)| *key == Some(Key::Text));
            let column = column.map(|(heading, _)| heading.clone()).unwrap_or_default();
            row.faults.push(CellFault { column, what: "isi laporan kosong; baris ini tidak diambil".to_owned() });
        }
        for (heading, text) in texts {
            let mut form = common.clone();
            form.sheet.text = text;
            if many {
                form.sheet.origin = form.sheet.origin.map(|sheet| format!("{sheet}/{heading}"));
                form.sheet.subject.get_or_insert_with(|| heading.clone());
            }
            row.forms.push((heading, form));
        }
        row
    }
}

/// True for the name of a field, as a mapping may name it.
#[must_use]
pub fn is_field(name: &str) -> bool {
    keys::exactly(name).is_some()
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Makassar;

    use super::*;
    use crate::domain::Channel;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    fn setting() -> Setting<'static> {
        Setting { zone: Makassar, area_code: "", now: "2026-11-20T02:41:00Z".parse().unwrap() }
    }

    #[test]
    fn a_book_is_read_by_its_headings_and_faults_name_their_column() {
        let mapping = [("Tgl Lap".to_owned(), "diterima".to_owned())].into();
        let headings = row(&["No. Urut", "Tgl  lap", "Media", "Nama Pelapor", "Uraian", "Tanggapan", "Paraf"]);
        let columns = Columns::of(&headings, &mapping).unwrap();
        assert_eq!(columns.unknown(), ["Paraf"]);
        let read = columns
            .read(&row(&["12", "3/2/2025", "kotak", "Ibu C", "Toilet kotor", "Sudah dibersihkan", "x"]), &setting());
        let [(_, form)] = read.forms.as_slice() else { panic!("{read:?}") };
        assert_eq!((form.sheet.origin.as_deref(), form.sheet.channel), (Some("12"), Some(Channel::KotakSaran)));
        assert_eq!(form.sheet.answer.as_deref(), Some("Sudah dibersihkan"));
        let bad = columns.read(&row(&["13", "kapan-kapan", "merpati", "", "Toilet kotor", "", ""]), &setting());
        let columns_at_fault: Vec<&str> = bad.faults.iter().map(|fault| fault.column.as_str()).collect();
        assert_eq!((columns_at_fault, bad.forms.len()), (vec!["Tgl  lap", "Media"], 1));
        assert_eq!(columns.read(&row(&["14", "", "", "", " "]), &setting()).faults[0].column, "Uraian");
        assert_eq!(Columns::of(&row(&["No", "Nama"]), &mapping), None);
    }

    #[test]
    fn a_questionnaire_gives_one_sheet_for_each_remark_that_complains() {
        let mapping = [("Loket", "isi"), ("Farmasi", "isi"), ("Lembar", "nomor asal")];
        let mapping = mapping.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        let columns = Columns::of(&row(&["Lembar", "Loket", "Farmasi"]), &mapping).unwrap();
        let read = columns.read(&row(&["A-7", "Sudah baik, terima kasih", "Antre obat lama sekali"]), &setting());
        let [(heading, form)] = read.forms.as_slice() else { panic!("{read:?}") };
        assert_eq!((heading.as_str(), form.sheet.origin.as_deref()), ("Farmasi", Some("A-7/Farmasi")));
        assert!(columns.read(&row(&["A-8", "-", "baik"]), &setting()).forms.is_empty());
    }
}

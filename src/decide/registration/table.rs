//! Old books and questionnaires: rows of a table into sheets of the register.
//!
//! In: the headings, a mapping from the office's file, a row. Out: sheets, and what is wrong with which column. A
//! questionnaire with several columns for remarks gives a sheet for each remark that complains.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{NaiveDate, TimeDelta};
use connectors::table::NO_VALUE;
use regex::Regex;

use super::fields::{set, set_hour};
use super::keys::{self, Key};
use super::{Form, Misread, Setting, remark, values};
use crate::decide::pattern::pattern;
use crate::decide::wording::one_line;

/// Longest text of a cell, in bytes: as long as a text at the command line may be.
const LONGEST_CELL: usize = 1 << 20;

/// Headings that name one thing in a form and may name another in a book.
pub const UNSURE: [&str; 2] = ["petugas", "nama petugas"];

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
    /// What is wrong.
    pub what: Misread,
}

/// A row, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowRead {
    /// The sheets in it, each with the heading of the column that held its text.
    pub forms: Vec<(String, Form)>,
    /// What is wrong in it.
    pub faults: Vec<CellFault>,
    /// What stands in its column for the follow-up says that it was done.
    pub settled: bool,
}

impl Columns {
    /// By their headings. `mapping` (heading, field) goes before the names that are known anyway; `None`: no column
    /// holds a text, so this row is no heading.
    #[must_use]
    pub fn of(headings: &[String], mapping: &BTreeMap<String, String>) -> Option<Self> {
        let columns: Vec<(String, Option<Key>)> =
            headings.iter().map(|heading| (heading.clone(), key_of(heading, mapping))).collect();
        columns.iter().any(|(_, key)| *key == Some(Key::Text)).then_some(Self { columns })
    }

    /// Where a column has no heading, the one on the row above.
    pub(super) fn or_above(mut self, above: &[String], mapping: &BTreeMap<String, String>) -> Self {
        for ((heading, key), above) in self.columns.iter_mut().zip(above).filter(|((heading, _), _)| heading.is_empty())
        {
            (*heading, *key) = (above.clone(), key_of(above, mapping));
        }
        self
    }

    /// With the row below, where that parts a heading (`Pelapor`) into fields (`Nama`, `Alamat`).
    pub(super) fn with_below(&self, below: &[String], mapping: &BTreeMap<String, String>) -> Option<Self> {
        const LEAST: usize = 2;
        let mut joined = self.clone();
        joined.widen(below.len());
        let mut named = 0;
        for ((heading, key), below) in joined.columns.iter_mut().zip(below).filter(|(_, below)| !below.is_empty()) {
            let field = key_of(below, mapping);
            if field.is_none() && !heading.is_empty() {
                return None;
            }
            named += usize::from(field.is_some());
            (*heading, *key) = (below.clone(), field);
        }
        (named >= LEAST && joined.columns.iter().any(|(_, key)| *key == Some(Key::Text))).then_some(joined)
    }

    /// As many columns as the widest row; those without a heading mean nothing.
    pub(super) fn widen(&mut self, columns: usize) {
        let columns = columns.max(self.columns.len());
        self.columns.resize(columns, (String::new(), None));
    }

    /// Headings that mean nothing to us.
    #[must_use]
    pub fn unknown(&self) -> Vec<&str> {
        let unknown = self.columns.iter().filter(|(heading, key)| key.is_none() && !heading.is_empty());
        unknown.map(|(heading, _)| heading.as_str()).collect()
    }

    /// True where a column says by which way each entry came.
    #[must_use]
    pub fn says_channel(&self) -> bool {
        self.columns.iter().any(|(_, key)| *key == Some(Key::Channel))
    }

    /// Headings, each with the field that it is.
    pub(super) fn keyed(&self) -> impl Iterator<Item = (&str, Option<Key>)> {
        self.columns.iter().map(|(heading, key)| (heading.as_str(), *key))
    }

    pub(super) fn width(&self) -> usize {
        self.columns.len()
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
        for ((heading, key), cell) in self.columns.iter().zip(cells) {
            let Some(key) = key.filter(|_| !cell.is_empty()) else { continue };
            if let Some(what) = spoilt(key, cell) {
                row.faults.push(CellFault { column: heading.clone(), what });
                continue;
            }
            if key == Key::Text {
                texts.push((heading.clone(), cell.clone()));
            } else if key == Key::Answer {
                common.sheet.answer = Some(cell.clone()).filter(|cell| cell != "-");
                row.settled = values::says_done(cell);
            } else if matches!(key, Key::Received | Key::Hour) {
                set(&mut common, key, &of_serial(cell), setting);
            } else {
                set(&mut common, key, cell, setting);
            }
            row.blame(heading, &mut common);
        }
        set_hour(&mut common, setting);
        let hour = self.columns.iter().find(|(_, key)| *key == Some(Key::Hour));
        row.blame(hour.map_or("", |(heading, _)| heading), &mut common);
        self.texts(row, &common, texts)
    }

    /// A sheet for each text.
    fn texts(&self, mut row: RowRead, common: &Form, mut texts: Vec<(String, String)>) -> RowRead {
        let many = self.is_questionnaire();
        texts.retain(|(_, text)| if many { remark::complains(text) } else { text.chars().any(char::is_alphanumeric) });
        if texts.is_empty() && !many && row.faults.is_empty() {
            let column = self.columns.iter().find(|(_, key)| *key == Some(Key::Text));
            let column = column.map(|(heading, _)| heading.as_str()).unwrap_or_default();
            row.faults.push(CellFault { column: column.to_owned(), what: Misread::NoText });
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

impl RowRead {
    /// What a column's value was remarked on for.
    fn blame(&mut self, heading: &str, form: &mut Form) {
        self.faults.extend(form.remarks.drain(..).map(|what| CellFault { column: heading.to_owned(), what }));
    }
}

fn key_of(heading: &str, mapping: &BTreeMap<String, String>) -> Option<Key> {
    let plain = |text: &str| one_line(text).to_lowercase();
    let mapped = mapping.iter().find(|(known, _)| plain(known) == plain(heading));
    // In a book `Petugas` is as likely who wrote the entry: only the office can say that he is the one complained of.
    if mapped.is_none() && UNSURE.contains(&plain(heading).as_str()) {
        return None;
    }
    let name = mapped.map_or(heading, |(_, field)| field.as_str());
    keys::exactly(name).or_else(|| keys::named(name))
}

/// What a spreadsheet has made of a value that cannot be made good again.
fn spoilt(key: Key, cell: &str) -> Option<Misread> {
    static SHORTENED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d(?:[.,]\d+)?[Ee]\+?\d+$"));
    const ERRORS: [&str; 7] = ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"];
    if cell == NO_VALUE {
        return Some(Misread::Formula);
    }
    if ERRORS.contains(&cell) {
        return Some(Misread::CellError(cell.to_owned()));
    }
    if cell.len() > LONGEST_CELL {
        return Some(Misread::TooLong);
    }
    let number = matches!(key, Key::Phone | Key::Whatsapp | Key::Nik | Key::Origin | Key::LetterNumber);
    (number && SHORTENED.is_match(cell)).then(|| Misread::Shortened(cell.to_owned()))
}

/// A day or an hour that Excel keeps as a number: days since 30 December 1899, and the share of the day.
fn of_serial(cell: &str) -> String {
    const DAYS: std::ops::Range<f64> = 36_526.0..73_051.0;
    const MINUTES: f64 = 1440.0;
    let Ok(number) = cell.replace(',', ".").parse::<f64>() else { return cell.to_owned() };
    let is_share = number > 0.0 && number < 1.0;
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|day| day.and_hms_opt(0, 0, 0));
    let minutes = TimeDelta::try_minutes((number * MINUTES).round() as i64);
    match first.zip(minutes).and_then(|(first, minutes)| first.checked_add_signed(minutes)) {
        Some(at) if DAYS.contains(&number) && number.fract() == 0.0 => at.format("%Y-%m-%d").to_string(),
        Some(at) if DAYS.contains(&number) => at.format("%Y-%m-%d %H.%M").to_string(),
        Some(at) if is_share => at.format("%H.%M").to_string(),
        Some(_) | None => cell.to_owned(),
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
        assert!(read.settled && !bad.settled);
        let headings = row(&["Uraian Keluhan", "Tindak Lanjut", "Petugas"]);
        assert_eq!(
            Columns::of(&headings, &BTreeMap::new()).unwrap().unknown(),
            ["Petugas"],
            "who wrote it, or who is meant"
        );
        let mapping = [("Petugas".to_owned(), "petugas".to_owned())].into();
        assert!(Columns::of(&headings, &mapping).unwrap().unknown().is_empty());
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

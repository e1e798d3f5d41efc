//! Whether two rows of a table say the same: not letter by letter but by what was read in them.
//!
//! In: a row and what was read in it. Out: a text that is equal for equal rows. A date in another form, a telephone
//! number in another grouping, blanks, capitals and the order of columns make no difference; a column that means
//! nothing here does.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::keys::Key;
use super::table::{Columns, RowRead};
use super::{Setting, to_raw};
use crate::decide::wording::one_line;
use crate::domain::Sheet;

/// The text by which rows are compared; `read` was read by `setting`.
#[must_use]
pub fn meant(columns: &Columns, cells: &[String], read: &RowRead, setting: &Setting<'_>) -> String {
    let moments = moments(columns, cells, setting);
    let from_now = moments.is_none();
    let mut received = moments.unwrap_or_default().into_iter();
    let sheets = read.forms.iter().map(|(heading, form)| {
        let sheet = Sheet { received: received.next().flatten(), ..form.sheet.clone() };
        let sheet: Value = serde_json::from_slice(&to_raw(&sheet)).unwrap_or_default();
        format!("{}={}", plain(heading), said(&sheet))
    });
    // Remarks without a complaint in them, and what we do not know, tell one row from another, too.
    let others = columns.keyed().zip(cells).filter(|((_, key), _)| match key {
        None | Some(Key::Text) => true,
        Some(key) => from_now && matches!(key, Key::Received | Key::Hour),
    });
    let mut others: Vec<String> = others
        .map(|((heading, _), cell)| format!("{}={}", plain(heading), plain(cell)))
        .filter(|other| !other.ends_with('='))
        .collect();
    others.sort();
    sheets.chain(others).collect::<Vec<_>>().join("\n")
}

/// The moments of receipt as they are read long after, when none of them is yet to come. `None` where they hang on the
/// day on which they are read (`kemarin`, an hour without a day, a day without a year): then what is written there
/// counts.
fn moments(columns: &Columns, cells: &[String], setting: &Setting<'_>) -> Option<Vec<Option<DateTime<Utc>>>> {
    let read_after = |days| {
        let row = columns.read(cells, &Setting { now: setting.now + TimeDelta::days(days), ..*setting });
        row.forms.iter().map(|(_, form)| form.sheet.received).collect::<Vec<_>>()
    };
    let (later, still_later) = (read_after(400), read_after(800));
    (later == still_later).then_some(later)
}

/// Every value of a sheet that is there, in the order of its fields.
fn said(sheet: &Value) -> String {
    let Value::Object(fields) = sheet else { return String::new() };
    let said = fields.iter().filter_map(|(name, value)| match value {
        Value::String(text) => Some(format!("{name}:{}", plain(text))),
        Value::Null | Value::Bool(false) => None,
        Value::Bool(true) | Value::Number(_) | Value::Array(_) | Value::Object(_) => Some(format!("{name}:{value}")),
    });
    let mut said: Vec<String> = said.collect();
    said.sort();
    said.join(";")
}

/// Without capitals and needless blanks.
fn plain(text: &str) -> String {
    one_line(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono_tz::Asia::Jakarta;

    use super::*;
    use crate::decide::registration::Setting;

    fn row(headings: &[&str], cells: &[&str]) -> String {
        row_at("2026-11-20T02:41:00Z", headings, cells)
    }

    fn row_at(now: &str, headings: &[&str], cells: &[&str]) -> String {
        let owned = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let setting = Setting { zone: Jakarta, area_code: "0285", now: now.parse().unwrap() };
        let (columns, cells) = (Columns::of(&owned(headings), &BTreeMap::new()).unwrap(), owned(cells));
        let read = columns.read(&cells, &setting);
        assert!(read.faults.is_empty(), "{:?}", read.faults);
        meant(&columns, &cells, &read, &setting)
    }

    /// A register of today that is imported three times before noon.
    #[test]
    fn a_row_is_the_same_whenever_it_is_read() {
        for day in ["20-11-2026", "20/11", "kemarin", ""] {
            let read = |now| row_at(now, &["Tanggal", "Jam", "Isi"], &[day, "", "Toilet kotor"]);
            assert_eq!(read("2026-11-20T00:10:00Z"), read("2026-11-20T02:41:00Z"), "{day}");
        }
        let read = |now| row_at(now, &["Jam", "Isi"], &["07.10", "Toilet kotor"]);
        assert_eq!(read("2026-11-20T01:10:00Z"), read("2026-11-21T02:41:00Z"));
    }

    #[test]
    fn a_row_written_another_way_is_the_same_and_another_value_is_another() {
        let first = row(
            &["Tanggal", "Nama", "HP", "Isi", "Paraf"],
            &["3/2/2025", "Ibu C", "0812-3456-7890", "Toilet kotor", "x"],
        );
        for (headings, cells) in [
            (
                ["tanggal", "nama", "hp", "isi", "paraf"],
                ["03-02-2025", "ibu  C ", "+62 812 3456 7890", " toilet  kotor", "X"],
            ),
            (
                ["Isi", "HP", "Paraf", "Nama", "Tanggal"],
                ["Toilet kotor", "081234567890", "x", "Ibu C", "3 Februari 2025"],
            ),
        ] {
            assert_eq!(row(&headings, &cells), first);
        }
        for cells in [
            ["4/2/2025", "Ibu C", "0812-3456-7890", "Toilet kotor", "x"],
            ["3/2/2025", "Ibu C", "0812-3456-7891", "Toilet kotor", "x"],
            ["3/2/2025", "Ibu C", "0812-3456-7890", "Toilet kotor sekali", "x"],
            ["3/2/2025", "Ibu C", "0812-3456-7890", "Toilet kotor", "y"],
        ] {
            assert_ne!(row(&["Tanggal", "Nama", "HP", "Isi", "Paraf"], &cells), first, "{cells:?}");
        }
    }
}

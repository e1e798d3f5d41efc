//! A register or a questionnaire, row by row: what would be entered, what is wrong in which row and column.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use connectors::table::Row;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Args;
use crate::cli::inbox::{self, Laid};
use crate::cli::opened::{Opened, actor};
use crate::cli::{Exit, Failure, Global, Output};
use crate::decide::OfficeBook;
use crate::decide::registration::Setting;
use crate::decide::registration::table::Columns;
use crate::decide::wording::summary;
use crate::domain::{Channel, Sheet};
use crate::store::registrations::sheets_of;

/// Rows in which the headings are looked for.
const PREAMBLE: usize = 20;

#[derive(Serialize)]
struct Imported {
    office: String,
    rows: usize,
    sheets: usize,
    /// Entries of an old book: kept, and nobody is written to.
    past: usize,
    faults: usize,
    new: u64,
    committed: bool,
}

#[derive(Serialize)]
struct Fault<'a> {
    row: usize,
    column: &'a str,
    fault: &'a str,
}

#[derive(Serialize)]
struct Shown<'a> {
    row: usize,
    column: &'a str,
    channel: &'static str,
    received: Option<DateTime<Utc>>,
    past: bool,
    origin: Option<&'a str>,
    summary: String,
}

/// The row of headings, and what the columns mean.
fn headings(rows: &[Row], book: &OfficeBook) -> Option<(usize, Columns)> {
    let found = |(at, row): (usize, &Row)| Some((at, Columns::of(&row.cells, &book.office.forms.columns)?));
    rows.iter().enumerate().take(PREAMBLE).find_map(found)
}

/// True if one of the first rows says what the columns are.
pub(super) fn has_headings(rows: &[Row], book: &OfficeBook) -> bool {
    headings(rows, book).is_some()
}

/// Shows the rows, or takes them in. Rows at fault are left out.
pub(super) async fn run(
    args: &Args,
    opened: &Opened,
    book: &OfficeBook,
    since: DateTime<Utc>,
    rows: &[Row],
    global: &Global,
) -> Result<Exit, Failure> {
    let (at, columns) = headings(rows, book).ok_or_else(|| {
        Failure::new(Exit::BadInput, "no row of headings has a column for the complaint's text")
            .at(args.file.display().to_string())
            .right("a column `Isi`, `Keluhan` or `Uraian`, or [import.columns] in the office's office.toml")
    })?;
    let setting = Setting::of(&book.office, opened.now);
    let mut out = Output::stdout();
    let mut say = Say { out: &mut out, json: global.json };
    let (mut laid, mut faults, mut past, mut seen) = (Vec::new(), 0, 0, HashMap::new());
    let rows = rows.get(at + 1..).unwrap_or_default();
    for row in rows {
        let read = columns.read(&row.cells, &setting);
        for fault in &read.faults {
            faults += 1;
            say.fault(&Fault { row: row.number, column: &fault.column, fault: &fault.what })?;
        }
        if !read.faults.is_empty() {
            continue;
        }
        let name = name_of(&row.cells, &mut seen);
        for (column, form) in read.forms {
            let sheet = completed(form.sheet, args, &columns, since, opened.now);
            past += usize::from(sheet.past);
            if !args.commit {
                say.sheet(row.number, &column, &sheet)?;
            }
            laid.push(Laid::sheet(&sheet, format!("{name}/{column}"), opened.now));
        }
    }
    let office = book.office.id.0.clone();
    let (sheets, committed) = (laid.len(), args.commit);
    let new = if committed { inbox::lay(opened, &office, &sheets_of(&office), laid).await? } else { 0 };
    let imported = Imported { office, rows: rows.len(), sheets, past, faults, new, committed };
    say.end(&imported, &columns.unknown())?;
    out.finish()?;
    Ok(if faults == 0 { Exit::Well } else { Exit::Finding })
}

/// The same row of the same table has the same name, whatever else changed in the file; a second equal row another.
fn name_of(cells: &[String], seen: &mut HashMap<String, usize>) -> String {
    let mut hash = Sha256::new();
    for cell in cells {
        hash.update((cell.len() as u64).to_be_bytes());
        hash.update(cell);
    }
    let hash = hex::encode(hash.finalize());
    let nth = seen.entry(hash.clone()).or_default();
    *nth += 1;
    format!("baris/{hash}/{nth}")
}

fn completed(mut sheet: Sheet, args: &Args, columns: &Columns, since: DateTime<Utc>, now: DateTime<Utc>) -> Sheet {
    let usual = if columns.is_questionnaire() { Channel::Angket } else { Channel::KotakSaran };
    sheet.channel = sheet.channel.or(args.channel).or(Some(usual));
    sheet.past = args.no_answers || sheet.received.unwrap_or(now) < since;
    sheet.settled &= sheet.answer.is_some();
    sheet.entered_by = Some(actor());
    sheet
}

/// What is said of rows, as lines or as JSON.
struct Say<'o> {
    out: &'o mut Output,
    json: bool,
}

impl Say<'_> {
    fn fault(&mut self, fault: &Fault<'_>) -> Result<(), Failure> {
        if self.json {
            return self.out.json(fault);
        }
        self.out.line(&format!("row {}, column {}: {}", fault.row, fault.column, fault.fault))
    }

    fn sheet(&mut self, row: usize, column: &str, sheet: &Sheet) -> Result<(), Failure> {
        let shown = Shown {
            row,
            column,
            channel: sheet.channel.map_or("-", Channel::word),
            received: sheet.received,
            past: sheet.past,
            origin: sheet.origin.as_deref(),
            summary: summary(&sheet.text),
        };
        if self.json {
            return self.out.json(&shown);
        }
        let received = shown.received.map_or_else(|| "now".to_owned(), |at| at.format("%Y-%m-%dT%H:%MZ").to_string());
        let past = if shown.past { " (old: closed, nobody is written to)" } else { "" };
        self.out.line(&format!("row {row}\t{received}\t{}\t{}{past}", shown.channel, shown.summary))
    }

    fn end(&mut self, imported: &Imported, unknown: &[&str]) -> Result<(), Failure> {
        if self.json {
            return self.out.json(imported);
        }
        if !unknown.is_empty() {
            self.out.line(&format!("columns that mean nothing here: {}", unknown.join(", ")))?;
        }
        let Imported { rows, sheets, past, faults, new, .. } = imported;
        self.out.line(&format!("{rows} rows: {sheets} entries ({past} of them old), {faults} faults"))?;
        match (imported.committed, *faults) {
            (true, 0) => self.out.line(&format!("{new} new in the inbox; the daemon registers them")),
            (true, _) => self.out.line(&format!("{new} new in the inbox; the rows at fault were left out")),
            (false, _) => self.out.line("nothing was taken in: say --commit"),
        }
    }
}

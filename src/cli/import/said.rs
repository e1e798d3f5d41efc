//! What an import of a table says: of each row, and at the end. As lines or as JSON.

use chrono::{DateTime, Utc};
use connectors::table::{Row, Sheet as Page};
use serde::Serialize;

use crate::cli::opened::Opened;
use crate::cli::{Failure, Output};
use crate::decide::wording::summary;
use crate::domain::{Channel, Sheet};

/// The whole of it.
#[derive(Serialize)]
pub(super) struct Imported {
    pub(super) office: String,
    pub(super) rows: usize,
    pub(super) sheets: usize,
    /// Entries of an old book: kept, and nobody is written to.
    pub(super) past: usize,
    /// Rows of a questionnaire in which nobody complains.
    pub(super) content: usize,
    pub(super) faults: usize,
    /// Rows that equal an earlier one and were left out.
    pub(super) equal: usize,
    /// Entries that were taken in before.
    pub(super) known: usize,
    /// Old entries of the last weeks that speak of danger or accuse somebody: rows as they are told.
    pub(super) grave: Vec<String>,
    pub(super) new: u64,
    pub(super) committed: bool,
    pub(super) notes: Vec<String>,
}

/// Something wrong in a row.
#[derive(Serialize)]
pub(super) struct Fault<'a> {
    pub(super) sheet: &'a str,
    pub(super) row: usize,
    pub(super) column: &'a str,
    pub(super) fault: &'a str,
}

#[derive(Serialize)]
struct Shown<'a> {
    sheet: &'a str,
    row: usize,
    column: &'a str,
    channel: &'static str,
    received: Option<DateTime<Utc>>,
    past: bool,
    origin: Option<&'a str>,
    summary: String,
}

#[derive(Serialize)]
struct Equal<'a> {
    sheet: &'a str,
    row: usize,
    /// The row that it equals.
    equals: usize,
}

/// Says it.
pub(super) struct Say<'o> {
    pub(super) out: &'o mut Output,
    /// The office, for its clock.
    pub(super) opened: &'o Opened,
    pub(super) office: &'o str,
    pub(super) json: bool,
    /// The file has several sheets, so each row needs the name of its own.
    pub(super) several: bool,
}

impl Say<'_> {
    pub(super) fn place(&self, sheet: &str, row: usize) -> String {
        if self.several { format!("sheet {sheet}, row {row}") } else { format!("row {row}") }
    }

    pub(super) fn fault(&mut self, fault: &Fault<'_>) -> Result<(), Failure> {
        if self.json {
            return self.out.json(fault);
        }
        let place = self.place(fault.sheet, fault.row);
        let column = if fault.column.is_empty() { String::new() } else { format!(", column {}", fault.column) };
        self.out.line(&format!("{place}{column}: {}", fault.fault))
    }

    /// A row that says the same as one before it.
    pub(super) fn equal(&mut self, sheet: &str, row: usize, equals: usize) -> Result<(), Failure> {
        if self.json {
            return self.out.json(&Equal { sheet, row, equals });
        }
        let place = self.place(sheet, row);
        self.out.line(&format!("{place}: equals row {equals}; left out (--equal-rows takes it as well)"))
    }

    pub(super) fn sheet(&mut self, page: &Page, row: &Row, column: &str, sheet: &Sheet) -> Result<(), Failure> {
        let shown = Shown {
            sheet: &page.name,
            row: row.number,
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
        let received = shown.received.map_or_else(|| "now".to_owned(), |at| self.opened.short(self.office, at));
        let past = if shown.past { " (old: closed, nobody is written to)" } else { "" };
        let place = self.place(&page.name, row.number);
        self.out.line(&format!("{place}\t{received}\t{}\t{}{past}", shown.channel, shown.summary))
    }

    /// What is said of the file as a whole, before anything is taken in.
    pub(super) fn notes(&mut self, notes: &[String]) -> Result<(), Failure> {
        if self.json {
            return Ok(());
        }
        notes.iter().try_for_each(|note| self.out.line(note))
    }

    pub(super) fn end(&mut self, imported: &Imported) -> Result<(), Failure> {
        if self.json {
            return self.out.json(imported);
        }
        let Imported { rows, sheets, past, content, faults, new, .. } = imported;
        if !imported.grave.is_empty() {
            self.out.line(&format!(
                "WARNING: danger or an accusation in old entries of the last weeks, of which nobody is told: {}; \
                 --answer-since DAY takes them as new",
                imported.grave.join(", ")
            ))?;
        }
        let content = if *content == 0 { String::new() } else { format!(", {content} rows without a complaint") };
        self.out.line(&format!("{rows} rows: {sheets} entries ({past} of them old), {faults} faults{content}"))?;
        let known = match imported.known {
            0 => String::new(),
            known => format!(", {known} were there already"),
        };
        let all_known = imported.known > 0 && imported.known == *sheets;
        match (imported.committed, *faults) {
            (false, _) if all_known => self
                .out
                .line(&format!("all {} entries were taken in before: there is nothing to take in", imported.known)),
            (true, 0) => self.out.line(&format!("{new} new in the inbox{known}; the daemon registers them")),
            (true, _) => self.out.line(&format!("{new} new in the inbox{known}; the rows at fault were left out")),
            (false, _) if imported.known > 0 => self
                .out
                .line(&format!("{} entries were taken in before; nothing was taken in: say --commit", imported.known)),
            (false, _) => self.out.line("nothing was taken in: say --commit"),
        }
    }
}

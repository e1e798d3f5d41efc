//! A register or a questionnaire, sheet by sheet and row by row: what would be entered, what is wrong in which row and
//! column.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use connectors::RemoteRef;
use connectors::table::{Row, Sheet as Page};
use sha2::{Digest, Sha256};

use super::Args;
use super::said::{Fault, Imported, Say};
use crate::cli::inbox::{self, Laid};
use crate::cli::opened::{Opened, actor};
use crate::cli::{Exit, Failure, Global, Output};
use crate::decide::OfficeBook;
use crate::decide::assess::assess;
use crate::decide::registration::headings::{Register, register};
use crate::decide::registration::mail::words;
use crate::decide::registration::sameness::meant;
use crate::decide::registration::table::{Columns, UNSURE};
use crate::decide::registration::{Setting, matter};
use crate::domain::{Channel, Sheet};
use crate::store::registrations::sheets_of;

/// What was received so lately may still be acted upon.
const LAST_WEEKS: chrono::TimeDelta = chrono::TimeDelta::days(30);

/// True if one of the first rows of a sheet says what the columns are.
pub(super) fn has_headings(pages: &[Page], book: &OfficeBook) -> bool {
    pages.iter().any(|page| register(&page.rows, &book.office.forms.columns).is_some())
}

/// What is read of a file, before any of it is taken in.
#[derive(Default)]
struct Reading {
    laid: Vec<Laid>,
    rows: usize,
    faults: usize,
    past: usize,
    /// Rows of a questionnaire in which nobody complains.
    content: usize,
    /// Equal rows, so far, with the first of each: the same row of the same table has the same name, a second equal one
    /// another.
    seen: HashMap<String, (usize, usize)>,
    /// Rows that equal an earlier one and were left out.
    equal: usize,
    /// Old entries of the last weeks that speak of danger or accuse somebody.
    grave: Vec<String>,
    /// Entries of which the book says that they were settled: kept, and nobody is written to.
    settled: usize,
    /// The same that speak of danger or accuse somebody: taken as open.
    settled_grave: Vec<String>,
    /// Entries of which the book says something was done, and not that it is over.
    unsettled: usize,
    /// What is told before anything is taken in: sheets and columns that are not read.
    notes: Vec<String>,
}

/// Shows the rows, or takes them in. Rows at fault are left out.
pub(super) async fn run(
    args: &Args,
    opened: &Opened,
    book: &OfficeBook,
    since: DateTime<Utc>,
    pages: &[Page],
    global: &Global,
) -> Result<Exit, Failure> {
    if !has_headings(pages, book) {
        return Err(Failure::new(Exit::BadInput, "no row of headings has a column for the complaint's text")
            .at(args.file.display().to_string())
            .right("a column `Isi`, `Keluhan` or `Uraian`, or [import.columns] in the office's office.toml"));
    }
    let mut out = Output::stdout();
    let office = book.office.id.0.clone();
    let mut say = Say { out: &mut out, opened, office: &office, json: global.json, several: pages.len() > 1 };
    let mut reading = Reading::default();
    let entering = Entering { args, book, since, now: opened.now };
    for page in pages {
        match register(&page.rows, &book.office.forms.columns) {
            _ if page.rows.is_empty() => {}
            Some(_) if page.hidden => reading.notes.push(format!("sheet {}: hidden, not read", page.name)),
            Some(register) => entering.page(page, &register, &mut reading, &mut say)?,
            None => {
                let rows = page.rows.len();
                reading
                    .notes
                    .push(format!("sheet {}: no column for the text, its {rows} rows are not read", page.name));
            }
        }
    }
    reading.tell_settled();
    say.notes(&reading.notes)?;
    let (sheets, committed) = (reading.laid.len(), args.commit);
    let source = sheets_of(&office);
    let mut known = 0;
    for laid in &reading.laid {
        known += usize::from(opened.store.has_arrival(&source, &RemoteRef(laid.remote_ref.clone())).await?);
    }
    let new = if committed { inbox::lay(opened, &office, &source, reading.laid).await? } else { 0 };
    let Reading { rows, faults, past, content, equal, grave, notes, .. } = reading;
    let office = office.clone();
    say.end(&Imported { office, rows, sheets, past, content, faults, equal, known, grave, new, committed, notes })?;
    out.finish()?;
    Ok(if faults == 0 { Exit::Well } else { Exit::Finding })
}

impl Reading {
    /// Notes of what the book itself says was done.
    fn tell_settled(&mut self) {
        if self.settled > 0 {
            let settled = self.settled;
            self.notes.push(format!("{settled} entries are settled, as the book says: closed, nobody is written to"));
        }
        if !self.settled_grave.is_empty() {
            let rows = self.settled_grave.join(", ");
            self.notes.push(format!(
                "settled by the book, but they speak of danger or accuse somebody, so they are taken as open: {rows}"
            ));
        }
        if self.unsettled > 0 {
            let open = self.unsettled;
            self.notes.push(format!(
                "{open} entries with a follow-up that does not say it is over (`sudah`, `selesai`) are taken as open"
            ));
        }
    }
}

/// How rows are entered.
struct Entering<'a> {
    args: &'a Args,
    book: &'a OfficeBook,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
}

impl Entering<'_> {
    fn page(
        &self,
        page: &Page,
        register: &Register<'_>,
        reading: &mut Reading,
        say: &mut Say<'_>,
    ) -> Result<(), Failure> {
        let setting = Setting::of(&self.book.office, self.now);
        let is_csv = page.name.is_empty();
        let mut bare = 0;
        reading.rows += register.entries.len();
        for row in &register.entries {
            let slid = if is_csv { register.beyond(row) } else { 0 };
            bare += register.beyond(row) - slid;
            if let Some(what) = torn(row, slid) {
                reading.faults += 1;
                say.fault(&Fault { sheet: &page.name, row: row.number, column: "", fault: &what })?;
                continue;
            }
            let read = register.columns.read(&row.cells, &setting);
            for fault in &read.faults {
                reading.faults += 1;
                let what = format!("{}; the row is left out", fault.what.english());
                say.fault(&Fault { sheet: &page.name, row: row.number, column: &fault.column, fault: &what })?;
            }
            if !read.faults.is_empty() {
                continue;
            }
            if read.forms.is_empty() {
                reading.content += 1;
                continue;
            }
            let said = meant(&register.columns, &row.cells, &read, &setting);
            let (name, first) = name_of(&said, row.number, &mut reading.seen);
            if first != row.number && !self.args.equal_rows {
                reading.equal += 1;
                say.equal(&page.name, row.number, first)?;
                continue;
            }
            for (column, form) in read.forms {
                let place = say.place(&page.name, row.number);
                let mut sheet = self.completed(form.sheet, &register.columns);
                sheet.entered_by = Some(self.place_in_file(&page.name, row.number));
                let sheet = self.weighed(sheet, read.settled, place, reading);
                if !self.args.commit {
                    say.sheet(page, row, &column, &sheet)?;
                }
                reading.laid.push(Laid::sheet(&sheet, format!("{name}/{}", column.to_lowercase()), self.now));
            }
        }
        self.note_of_page(&page.name, register, bare, (reading, say.several));
        Ok(())
    }

    /// An entry as it is taken in: over, if its book says so and nobody need look at it any more. `settled`: the book
    /// says that it is.
    fn weighed(&self, mut sheet: Sheet, settled: bool, place: String, reading: &mut Reading) -> Sheet {
        let grave = self.is_grave(&sheet);
        if sheet.past && grave {
            reading.grave.push(place);
        } else if settled && sheet.answer.is_some() && !sheet.past {
            // What speaks of danger or accuses somebody is looked at, whatever a book says was done.
            sheet.past = !grave;
            reading.settled += usize::from(!grave);
            reading.settled_grave.extend(grave.then_some(place));
        }
        reading.past += usize::from(sheet.past);
        reading.unsettled += usize::from(!sheet.past && sheet.answer.is_some() && !settled);
        sheet
    }

    /// What a person should know of a page as a whole: what is not read, and what is guessed. `bare`: cells without a
    /// heading.
    fn note_of_page(&self, page: &str, register: &Register<'_>, bare: usize, (reading, several): (&mut Reading, bool)) {
        let unknown = register.columns.unknown();
        let of_sheet = if several { format!("sheet {}: ", page) } else { String::new() };
        if !unknown.is_empty() {
            reading.notes.push(format!("{of_sheet}columns that mean nothing here: {}", unknown.join(", ")));
        }
        let unsure = |heading: &&&str| UNSURE.contains(&heading.trim().to_lowercase().as_str());
        reading.notes.extend(unknown.iter().find(unsure).map(|heading| {
            format!(
                "{of_sheet}column {heading}: who wrote the entry, or who is complained of? For the latter, say \
                 \"{heading}\" = \"petugas yang dikeluhkan\" under [import.columns] in the office's office.toml"
            )
        }));
        if self.args.channel.is_none() && !register.columns.says_channel() {
            let usual = usual_channel(&register.columns).label();
            reading.notes.push(format!(
                "{of_sheet}no column says by which way the entries came: they are taken as {usual}; --channel says another"
            ));
        }
        if bare > 0 {
            reading.notes.push(format!("{of_sheet}{bare} cells to the right of the headings are not read"));
        }
    }

    /// True of an entry of the last weeks on which somebody would be alerted, or which accuses somebody.
    fn is_grave(&self, sheet: &Sheet) -> bool {
        let received = sheet.received.unwrap_or(self.now);
        if self.now - received > LAST_WEEKS {
            return false;
        }
        let text = words(sheet);
        let decision = assess(self.book, &matter(sheet, &text, Channel::KotakSaran, self.now)).decision;
        decision.emergency || decision.supervision
    }

    fn completed(&self, mut sheet: Sheet, columns: &Columns) -> Sheet {
        sheet.channel = sheet.channel.or(self.args.channel).or(Some(usual_channel(columns)));
        sheet.past = self.args.no_answers || sheet.received.unwrap_or(self.now) < self.since;
        sheet.settled &= sheet.answer.is_some();
        sheet
    }

    /// Who took it in, and where it stands in his file: whoever must find the reporter looks there.
    fn place_in_file(&self, page: &str, row: usize) -> String {
        let file = self.args.file.file_name().unwrap_or_default().to_string_lossy();
        let of_page = if page.is_empty() { String::new() } else { format!(", lembar {page}") };
        format!("{} (berkas {file}{of_page}, baris {row})", actor())
    }
}

/// How the entries of a table came where nobody says so.
fn usual_channel(columns: &Columns) -> Channel {
    if columns.is_questionnaire() { Channel::Angket } else { Channel::KotakSaran }
}

/// Why the cells of a row cannot be told from one another.
fn torn(row: &Row, slid: usize) -> Option<String> {
    if row.broken {
        let line = row.cells.first().map(String::as_str).unwrap_or_default();
        let line: String = line.chars().take(80).collect();
        return Some(format!("quotation marks do not pair; the row is left out: {line}"));
    }
    let what = "cells without a heading above them; is a text with commas not in quotation marks? The row is left out";
    (slid > 0).then(|| format!("{slid} {what}"))
}

/// The name of a row, and the first row that says the same. The same row has the same name, however it is written and
/// whatever else changed in the file; a second equal row another.
fn name_of(said: &str, number: usize, seen: &mut HashMap<String, (usize, usize)>) -> (String, usize) {
    let hash = hex::encode(Sha256::digest(said));
    let (count, first) = seen.entry(hash.clone()).or_insert((0, number));
    *count += 1;
    (format!("baris/{hash}/{count}"), *first)
}

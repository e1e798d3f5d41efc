//! A letter of the outbox as it is listed and shown. In: the letter. Out: a row, or lines. Does nothing to it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::super::opened::Opened;
use super::super::{Failure, Output, table};
use crate::store::letters::Letter;

/// The headings of a row.
pub(in crate::cli) const HEADINGS: &[&str] =
    &["id", "phase", "kind", "to", "complaint", "attempts", "queued", "next", "what went wrong"];

/// A letter as it is listed.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Row {
    id: i64,
    phase: String,
    kind: &'static str,
    to: String,
    office: String,
    complaint: Option<String>,
    attempts: i64,
    repeats: i64,
    queued: DateTime<Utc>,
    next: DateTime<Utc>,
    done: Option<DateTime<Utc>>,
    fault: Option<String>,
}

/// A letter in a list, and whether anything was done to it.
#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    row: Row,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled: Option<bool>,
}

#[derive(Serialize)]
pub(super) struct Whole {
    #[serde(flatten)]
    pub(super) row: Row,
    pub(super) recipient: String,
    pub(super) sender: String,
    pub(super) reply_to: Option<String>,
    pub(super) message_id: String,
    pub(super) subject: String,
    pub(super) body: String,
}

impl From<Letter> for Row {
    fn from(l: Letter) -> Self {
        Self {
            id: l.id,
            phase: l.phase,
            kind: l.kind.word(),
            to: l.audience,
            office: l.office,
            complaint: l.number,
            attempts: l.attempts,
            repeats: l.repeats,
            queued: l.created,
            next: l.next,
            done: l.done,
            fault: l.last_fault,
        }
    }
}

impl Row {
    /// The columns of [`HEADINGS`].
    pub(in crate::cli) fn cells(&self, opened: &Opened) -> Vec<String> {
        let waits = matches!(self.phase.as_str(), "ready" | "unclear");
        vec![
            self.id.to_string(),
            self.phase.clone(),
            self.kind.to_owned(),
            self.to.clone(),
            self.complaint.clone().unwrap_or_else(|| "-".to_owned()),
            self.attempts.to_string(),
            opened.short(&self.office, self.queued),
            if waits { opened.short(&self.office, self.next) } else { "-".to_owned() },
            self.fault.clone().unwrap_or_default(),
        ]
    }
}

/// Prints letters; `settled`: whether that was done to them which was asked for.
pub(super) fn list(opened: &Opened, letters: Vec<Letter>, settled: Option<bool>, json: bool) -> Result<(), Failure> {
    let rows: Vec<Row> = letters.into_iter().map(Row::from).collect();
    let mut out = Output::stdout();
    if json {
        rows.into_iter().try_for_each(|row| out.json(&Listed { row, settled }))?;
    } else {
        table::print(&mut out, HEADINGS, &rows.iter().map(|row| row.cells(opened)).collect::<Vec<_>>())?;
    }
    out.finish()
}

/// How it stands, in a few lines.
pub(super) fn standing(row: &Row, opened: &Opened) -> String {
    let at = |moment| opened.short(&row.office, moment);
    let why = row.fault.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    let about = row.complaint.as_ref().map(|number| format!(" about {number}")).unwrap_or_default();
    let mut lines = vec![
        format!("letter {}: {} to {}{about}, of {}", row.id, row.kind, row.to, row.office),
        format!("it is {}{why}", row.phase),
        format!("queued {}, attempts {}, repeats {}", at(row.queued), row.attempts, row.repeats),
    ];
    if matches!(row.phase.as_str(), "ready" | "unclear") {
        lines.push(format!("next look {}", at(row.next)));
    }
    lines.extend(row.done.map(|done| format!("done {}", at(done))));
    lines.push(String::new());
    lines.join("\n")
}

//! `complaint list`: the newest complaints, a row each.

use serde::Serialize;

use super::super::opened::Opened;
use super::super::{Failure, Output, table};
use crate::store::complaints::Complaint;

#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// Only this office
    #[arg(long, value_name = "ID")]
    office: Option<String>,
    /// Only those in this status
    #[arg(long, value_parser = ["open", "answered", "closed"])]
    status: Option<String>,
    /// At most so many
    #[arg(short = 'n', long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..))]
    lines: i64,
}

#[derive(Serialize)]
pub(super) struct Row<'a> {
    pub(super) number: &'a str,
    pub(super) office: &'a str,
    pub(super) status: &'a str,
    pub(super) unit: &'a str,
    pub(super) class: &'static str,
    pub(super) grade: Option<&'static str>,
    pub(super) received: chrono::DateTime<chrono::Utc>,
    pub(super) summary: &'a str,
    /// How it ended.
    pub(super) closed_how: Option<&'static str>,
}

/// Prints them.
pub(super) async fn print_list(opened: &Opened, args: &ListArgs, json: bool) -> Result<(), Failure> {
    opened.known_office(args.office.as_deref())?;
    let complaints = opened.store.complaints_in(args.office.as_deref(), args.status.as_deref(), args.lines).await?;
    let mut out = Output::stdout();
    if json {
        complaints.iter().try_for_each(|c| out.json(&row(c)))?;
    } else {
        let rows: Vec<Vec<String>> = complaints
            .iter()
            .map(|c| {
                let grade = c.decision.grade.map_or("-", |grade| grade.word());
                let cells =
                    [&c.number, &status_of(c), grade, &c.unit, &opened.short(&c.office, c.received), &c.summary];
                cells.map(str::to_owned).to_vec()
            })
            .collect();
        table::print(&mut out, &["number", "status", "grade", "unit", "received", "summary"], &rows)?;
    }
    out.finish()
}

/// `closed (selesai)`.
pub(super) fn status_of(c: &Complaint) -> String {
    c.closed_how.map_or_else(|| c.status.clone(), |how| format!("{} ({})", c.status, how.word()))
}

pub(super) fn row(c: &Complaint) -> Row<'_> {
    Row {
        number: &c.number,
        office: &c.office,
        status: &c.status,
        unit: &c.unit,
        class: c.decision.class.word(),
        grade: c.decision.grade.map(|grade| grade.word()),
        received: c.received,
        summary: &c.summary,
        closed_how: c.closed_how.map(|how| how.word()),
    }
}

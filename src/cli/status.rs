//! `status`: is everything well? In: database and configuration. Out: the facts, and what is wrong.

pub mod facts;
mod shape;
mod sources;

use chrono::{DateTime, FixedOffset, Utc};

use self::facts::{Status, gather};
use super::opened::{self, Opened};
use super::{Exit, Failure, Global, Output, table};

/// Show sources, trays, deadlines, holidays and the log; exit 1 where something is wrong
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints it.
///
/// # Errors
/// Where the configuration is wrong or the database cannot be read.
pub async fn run(_args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    let status = gather(&opened.store, &opened.config, opened.now).await?;
    let mut out = Output::stdout();
    if global.json {
        out.json(&status)?
    } else {
        print(&mut out, &opened, &status)?
    }
    out.finish()?;
    Ok(if status.wrong.is_empty() { Exit::Well } else { Exit::Finding })
}

fn print(out: &mut Output, opened: &Opened, status: &Status) -> Result<(), Failure> {
    out.line(&format!("{} ({}, mode {})", opened.store.shown(), status.database, status.mode))?;
    table::print(out, &["", "name", "office", "last completed pass", "state"], &sources(opened, status))?;
    table::print(out, &["tray", "state", "count", "oldest"], &trays(opened, status))?;
    let (clocks, holidays) = (clocks(opened, status), holidays(status));
    if !clocks.is_empty() {
        table::print(out, &["", "state", "complaint", "standard", "due"], &clocks)?;
    }
    if !holidays.is_empty() {
        table::print(out, &["", "office", "date", "name"], &holidays)?;
    }
    if let Some(room) = status.disk {
        out.line(&format!("disk\t{} free", room.shown()))?;
    }
    let seal = at(opened, status.log.sealed_at);
    out.line(&format!("log\t{} lines, {} sealed, last seal {seal}", status.log.size, status.log.sealed))?;
    status.wrong.iter().try_for_each(|wrong| out.line(&format!("WRONG\t{wrong}")))
}

fn sources(opened: &Opened, status: &Status) -> Vec<Vec<String>> {
    let row = |s: &facts::SourceStatus| {
        let state = match &s.fault {
            Some(fault) => fault.as_str(),
            None if s.office.is_none() => "not configured any more",
            None if s.silent => "silent",
            None => s.state.as_deref().unwrap_or("well"),
        };
        let office = s.office.clone().unwrap_or_default();
        let state = s.write.map_or_else(|| state.to_owned(), |write| format!("{state} (write {write})"));
        let since = s.fault_since.filter(|_| s.kind == "page");
        let state = since.map_or_else(|| state.clone(), |since| format!("{state}, since {}", at(opened, Some(since))));
        let state = match (&s.rate, s.waiting) {
            (Some(rate), waiting) => format!("{state}; at most {rate}, {} wait", waiting.unwrap_or(0)),
            (None, Some(waiting)) => format!("{state}; {waiting} wait"),
            (None, None) => state,
        };
        vec![s.kind.into(), s.name.clone(), office, at(opened, s.completed), state]
    };
    status.sources.iter().map(row).collect()
}

fn trays(opened: &Opened, status: &Status) -> Vec<Vec<String>> {
    let trays = &status.trays;
    let row = |tray: &str, state: &str, count: i64, oldest| {
        vec![tray.to_owned(), state.to_owned(), count.to_string(), at(opened, oldest)]
    };
    let mut rows = vec![row("arrivals", "unhandled", trays.arrivals, trays.oldest_arrival)];
    rows.extend(trays.letters.iter().map(|(phase, n)| {
        let oldest = trays.oldest_letter.filter(|_| phase != "held");
        row("letters", phase, *n, oldest)
    }));
    rows.push(row("letters", "refused, untold", trays.refused_untold, None));
    rows.push(row("pen", "waiting", trays.pen, trays.oldest_pen));
    let complaints = status.complaints.iter();
    rows.extend(complaints.map(|c| row("complaints", &format!("{} {}", c.office, c.status), c.count, None)));
    let kept = status.kept.iter();
    rows.extend(
        kept.map(|k| row("complaints", &format!("{} kept longer than {}", k.office, k.keep), k.count, k.oldest)),
    );
    rows
}

fn clocks(opened: &Opened, status: &Status) -> Vec<Vec<String>> {
    let missed = status.deadlines.missed.iter().map(|clock| ("missed", clock));
    let near = status.deadlines.near.iter().map(|clock| ("near", clock));
    let row = |(state, c): (&str, &facts::Running)| {
        vec!["deadline".into(), state.to_owned(), c.number.clone(), c.standard.clone(), at(opened, Some(c.due))]
    };
    missed.chain(near).map(row).collect()
}

fn holidays(status: &Status) -> Vec<Vec<String>> {
    let row = |h: &facts::NextHoliday| vec!["holiday".into(), h.office.clone(), h.date.to_string(), h.name.clone()];
    status.holidays.iter().map(row).collect()
}

/// In the zone of the first office: one installation is one place.
fn at(opened: &Opened, at: Option<DateTime<Utc>>) -> String {
    let zone = opened.config.books.offices.first().map_or(chrono_tz::UTC, |book| book.office.zone);
    let local: Option<DateTime<FixedOffset>> = at.map(|at| at.with_timezone(&zone).fixed_offset());
    local.map_or_else(|| "-".to_owned(), |at| at.format("%Y-%m-%d %H:%M:%S %:z").to_string())
}

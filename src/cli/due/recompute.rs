//! `due recompute`: running clocks counted again with the calendar as it is now, never by themselves.
//!
//! In: an office. Out: each clock whose limit would move, before and after; with `--apply` they move, the old ones kept
//! beside them, and the log says who did it. The counting itself is [`crate::duties::recount`].

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::super::opened::{self, Opened, actor};
use super::super::{Exit, Failure, Global, Output, table};
use crate::duties::recount::{Moved, recount};

/// Count running clocks again with the calendar as it is now
///
/// A deadline is counted once and kept with its arithmetic; a calendar that changes later (a new joint decree, a
/// regional holiday) moves nothing by itself. This shows what would move. With --apply it moves, and both stand in the
/// register and in the log.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The office whose calendar has changed
    #[arg(long, value_name = "ID")]
    office: String,
    /// Move them; without this they are only shown
    #[arg(long)]
    apply: bool,
}

/// What `due recompute --json` prints of one clock.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    number: &'a str,
    standard: &'a str,
    before: DateTime<FixedOffset>,
    after: DateTime<FixedOffset>,
    calendar_before: &'a str,
    calendar_after: &'a str,
    provisional: bool,
    /// It has moved; else it would.
    applied: bool,
}

/// The last line of `due recompute --json`.
#[derive(Debug, Serialize)]
struct Counted {
    clocks: usize,
    applied: bool,
}

/// Does it.
///
/// # Errors
/// Where the configuration or the database cannot be read, or there is no such office.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    opened.known_office(Some(&args.office))?;
    let Some(book) = opened.book(&args.office) else { return Ok(Exit::Well) };
    let mut tx = opened.store.write(opened.now).await?;
    let moved = recount(&mut tx, book, &actor()).await?;
    if args.apply {
        // True now: these clocks run to their new ends, the old ones are kept beside them. A crash just before moves
        // none.
        tx.commit().await?;
    } else {
        drop(tx);
    }
    print(&opened, &args, &moved, global.json)?;
    Ok(Exit::Well)
}

fn print(opened: &Opened, args: &Args, moved: &[Moved], json: bool) -> Result<(), Failure> {
    let mut out = Output::stdout();
    if json {
        moved.iter().try_for_each(|moved| out.json(&shown(moved, args.apply)))?;
        out.json(&Counted { clocks: moved.len(), applied: args.apply })?;
        return out.finish();
    }
    let short = |at: &DateTime<FixedOffset>| opened.short(&args.office, at.to_utc());
    let rows: Vec<Vec<String>> = moved
        .iter()
        .map(|m| {
            let after = if m.provisional { format!("{} (provisional)", short(&m.after)) } else { short(&m.after) };
            let calendars = format!("{} -> {}", m.calendar_before, m.calendar_after);
            vec![m.number.clone(), m.standard.clone(), short(&m.before), after, calendars]
        })
        .collect();
    table::print(&mut out, &["number", "standard", "before", "after", "calendar"], &rows)?;
    let verb = if args.apply { "moved" } else { "would move; give --apply to move them" };
    out.line(&format!("{} clocks {verb}", moved.len()))?;
    out.finish()
}

fn shown(moved: &Moved, applied: bool) -> Shown<'_> {
    Shown {
        number: &moved.number,
        standard: &moved.standard,
        before: moved.before,
        after: moved.after,
        calendar_before: &moved.calendar_before,
        calendar_after: &moved.calendar_after,
        provisional: moved.provisional,
        applied,
    }
}

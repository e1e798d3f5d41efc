//! `due recompute`: running clocks counted again with the calendar as it is now, never by themselves.
//!
//! In: an office. Out: each clock whose limit would move, before and after; with `--apply` they move, the old ones kept
//! beside them, and the log says who did it. A limit that an officer extended is left as it was announced.

use chrono::{DateTime, FixedOffset, Utc};
use serde::Serialize;

use super::super::opened::{self, Opened, actor};
use super::super::{Exit, Failure, Global, Output, table};
use crate::decide::OfficeBook;
use crate::decide::deadlines::{due, next_look, sorted};
use crate::domain::deadline::StopsAt;
use crate::domain::{Deadline, Within};
use crate::store::change::{Changes, NewClock, ReplacedClock, Sorted};
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

/// So many complaints are looked at.
const MOST: i64 = 1_000_000;

/// Count running clocks again with the calendar as it is now
///
/// A deadline is counted once and kept with its arithmetic; a calendar that changes later (a new joint decree, a regional
/// holiday) moves nothing by itself. This shows what would move. With --apply it moves, and both stand in the register and
/// in the log.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The office whose calendar has changed
    #[arg(long, value_name = "ID")]
    office: String,
    /// Move them; without this they are only shown
    #[arg(long)]
    apply: bool,
}

#[derive(Debug, Serialize)]
struct Moved {
    number: String,
    standard: String,
    before: DateTime<FixedOffset>,
    after: DateTime<FixedOffset>,
    calendar_before: String,
    calendar_after: String,
    provisional: bool,
}

/// Does it.
///
/// # Errors
/// Where the configuration or the database cannot be read, or there is no such office.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    opened.known_office(Some(&args.office))?;
    let Some(book) = opened.book(&args.office) else { return Ok(Exit::Well) };
    let mut moved = Vec::new();
    let mut changes = Changes::default();
    for complaint in opened.store.complaints(Some(&args.office), MOST).await? {
        recount(&opened, book, &complaint, &mut moved, &mut changes).await?;
    }
    if args.apply && !moved.is_empty() {
        let mut tx = opened.store.write(opened.now).await?;
        tx.apply(changes).await?;
        // True now: these clocks run to their new ends, the old ones are kept beside them. A crash just before moves none.
        tx.commit().await?;
    }
    print(&opened, &args, &moved, global.json)?;
    Ok(Exit::Well)
}

async fn recount(
    opened: &Opened,
    book: &OfficeBook,
    complaint: &Complaint,
    moved: &mut Vec<Moved>,
    changes: &mut Changes,
) -> Result<(), Failure> {
    let clocks = opened.store.clocks_of(complaint.id).await?;
    let mut deadlines = complaint.decision.deadlines.clone();
    let mut any = false;
    for clock in clocks.into_iter().filter(|clock| clock.runs()) {
        let old = clock.deadline;
        let Some(new) = counted_again(book, &old).filter(|new| *new != old) else { continue };
        let (Some(stops_at), Some(standard)) = (StopsAt::from_word(&clock.stops_at), book.standard_of(&new)) else {
            continue;
        };
        moved.push(Moved {
            number: complaint.number.clone(),
            standard: old.standard.clone(),
            before: old.due,
            after: new.due,
            calendar_before: old.calendar.clone(),
            calendar_after: new.calendar.clone(),
            provisional: new.provisional,
        });
        changes.log.push(line(complaint, &old, &new));
        let why = format!("dihitung ulang dengan kalender {}", new.calendar);
        changes.replaced.push(ReplacedClock { complaint: complaint.id, standard: old.standard.clone(), why });
        let next_at = next_look(&standard, &new, &book.calendar, &[], opened.now);
        deadlines.retain(|deadline| deadline.standard != new.standard);
        deadlines.push(new.clone());
        changes.clocks.push((complaint.id, NewClock { deadline: new, stops_at, next_at }));
        any = true;
    }
    if any {
        let decision = crate::domain::Decision { deadlines: sorted(deadlines), ..complaint.decision.clone() };
        changes.sorted.push(Sorted { complaint: complaint.id, decision, by: None });
    }
    Ok(())
}

/// The clock with the calendar of now; `None` for one whose end was announced as a date.
fn counted_again(book: &OfficeBook, old: &Deadline) -> Option<Deadline> {
    let within: Within = old.within.parse().ok()?;
    let start = old.from.with_timezone(&Utc);
    Some(due(within, &old.within, &old.standard, start, &book.calendar, book.office.zone))
}

fn line(complaint: &Complaint, old: &Deadline, new: &Deadline) -> Entry {
    Entry::new(Event::Tenggat, actor())
        .office(&complaint.office)
        .case(&complaint.number)
        .fact("standar", old.standard.as_str())
        .fact("semula", old.due.to_rfc3339())
        .fact("menjadi", new.due.to_rfc3339())
        .fact("kalender", new.calendar.as_str())
}

fn print(opened: &Opened, args: &Args, moved: &[Moved], json: bool) -> Result<(), Failure> {
    let mut out = Output::stdout();
    if json {
        moved.iter().try_for_each(|moved| out.json(moved))?;
        return out.finish();
    }
    let short = |at: &DateTime<FixedOffset>| opened.short(&args.office, at.to_utc());
    let rows: Vec<Vec<String>> = moved
        .iter()
        .map(|m| {
            let after = if m.provisional { format!("{} (provisional)", short(&m.after)) } else { short(&m.after) };
            vec![m.number.clone(), m.standard.clone(), short(&m.before), after, m.calendar_after.clone()]
        })
        .collect();
    table::print(&mut out, &["number", "standard", "before", "after", "calendar"], &rows)?;
    let verb = if args.apply { "moved" } else { "would move; give --apply to move them" };
    out.line(&format!("{} clocks {verb}", moved.len()))?;
    out.finish()
}

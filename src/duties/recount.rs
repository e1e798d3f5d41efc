//! Running clocks counted again with the calendar as it is now. Never by itself: a person says so.
//!
//! In: an office, a transaction. Out: each clock whose limit would move, before and after; where it is applied, the old
//! ones are kept beside the new, reminders follow the new limit, and the log says who did it and by which calendars. A
//! clock that was met is history; a limit that an officer extended stays as it was announced.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, Utc};

use crate::decide::OfficeBook;
use crate::decide::deadlines::{NoticeKind, due, next_look, sorted};
use crate::domain::deadline::StopsAt;
use crate::domain::{Deadline, Decision, Within};
use crate::store::change::{Changes, NewClock, Sorted};
use crate::store::complaints::Complaint;
use crate::store::deadlines::Clock as RunningClock;
use crate::store::{StoreFault, WriteTx};
use crate::sync_log::{Entry, Event};

/// So many complaints are looked at in one reading.
const AT_ONCE: usize = 500;

/// A clock whose limit moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The complaint's number.
    pub number: String,
    /// Which clock.
    pub standard: String,
    /// When it ended.
    pub before: DateTime<FixedOffset>,
    /// When it ends now.
    pub after: DateTime<FixedOffset>,
    /// The calendar by which it was counted.
    pub calendar_before: String,
    /// The calendar of now.
    pub calendar_after: String,
    /// It still touches a year whose holidays are not loaded.
    pub provisional: bool,
}

/// Counts every running clock of the office again and moves those whose limit changes. Nothing stays unless the caller
/// commits. Complaint and clocks are read in the same transaction, so that an answer under way is not overtaken.
///
/// # Errors
/// The database's.
pub async fn recount(tx: &mut WriteTx, book: &OfficeBook, actor: &str) -> Result<Vec<Moved>, StoreFault> {
    let running = tx.complaints_with_running_clocks(&book.office.id.0).await?;
    let mut moved = Vec::new();
    let mut changes = Changes::default();
    for ids in running.chunks(AT_ONCE) {
        let complaints = tx.complaints_by_id(ids).await?;
        let mut clocks: HashMap<i64, Vec<RunningClock>> = HashMap::new();
        for clock in tx.clocks(ids).await?.into_iter().filter(RunningClock::runs) {
            clocks.entry(clock.complaint).or_default().push(clock);
        }
        for id in ids {
            let Some(complaint) = complaints.get(id) else { continue };
            let clocks = clocks.remove(id).unwrap_or_default();
            moved.extend(recount_one(tx, book, actor, complaint, clocks, &mut changes).await?);
        }
    }
    tx.apply(changes).await?;
    Ok(moved)
}

async fn recount_one(
    tx: &mut WriteTx,
    book: &OfficeBook,
    actor: &str,
    complaint: &Complaint,
    clocks: Vec<RunningClock>,
    changes: &mut Changes,
) -> Result<Vec<Moved>, StoreFault> {
    let mut deadlines = complaint.decision.deadlines.clone();
    let mut moved = Vec::new();
    for clock in clocks {
        let old = &clock.deadline;
        let Some(new) = counted_again(book, old).filter(|new| moves(old, new)) else { continue };
        let (Some(stops_at), Some(standard)) = (StopsAt::from_word(&clock.stops_at), book.standard_of(&new)) else {
            continue;
        };
        let next_at = next_look(&standard, &new, &book.calendar, &said(&clock), (complaint.registered, tx.now()));
        let why = format!("dihitung ulang dengan kalender {}", new.calendar);
        tx.recount_clock(&clock, &NewClock { deadline: new.clone(), stops_at, next_at }, &why).await?;
        changes.log.push(line(complaint, old, &new, actor));
        moved.push(Moved {
            number: complaint.number.clone(),
            standard: old.standard.clone(),
            before: old.due,
            after: new.due,
            calendar_before: old.calendar.clone(),
            calendar_after: new.calendar.clone(),
            provisional: new.provisional,
        });
        deadlines.retain(|deadline| deadline.standard != new.standard);
        deadlines.push(new);
    }
    if !moved.is_empty() {
        let decision = Decision { deadlines: sorted(deadlines), ..complaint.decision.clone() };
        changes.sorted.push(Sorted { complaint: complaint.id, decision, by: None });
    }
    Ok(moved)
}

/// The clock with the calendar of now; `None` for one whose end was announced as a date.
fn counted_again(book: &OfficeBook, old: &Deadline) -> Option<Deadline> {
    let within: Within = old.within.parse().ok()?;
    let start = old.from.with_timezone(&Utc);
    Some(due(within, &old.within, &old.standard, start, &book.calendar, book.office.zone))
}

/// A calendar with another name and the same days moves nothing.
fn moves(old: &Deadline, new: &Deadline) -> bool {
    (old.due, old.provisional, &old.skipped) != (new.due, new.provisional, &new.skipped)
}

/// What was said of a clock already is not said again, only because its limit moves.
fn said(clock: &RunningClock) -> Vec<NoticeKind> {
    let reminded = u32::try_from(clock.reminded).unwrap_or(u32::MAX);
    (1..=reminded).map(NoticeKind::Reminder).collect()
}

fn line(complaint: &Complaint, old: &Deadline, new: &Deadline, actor: &str) -> Entry {
    Entry::new(Event::Tenggat, actor)
        .office(&complaint.office)
        .case(&complaint.number)
        .fact("standar", old.standard.as_str())
        .fact("semula", old.due.to_rfc3339())
        .fact("menjadi", new.due.to_rfc3339())
        .fact("kalender_semula", old.calendar.as_str())
        .fact("kalender", new.calendar.as_str())
}

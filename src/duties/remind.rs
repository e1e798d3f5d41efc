//! Running clocks: the officer is reminded, his superior is told, a miss is written down.
//!
//! In: clocks that are due to be looked at. Out: letters and log lines. When what is due is pure
//! ([`crate::decide::deadlines`]).

mod chase;
mod citizen;
mod lies;
mod told;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use self::chase::Chase;
use self::lies::Lies;
use super::letters::LetterMaker;
use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::OfficeBook;
use crate::decide::deadlines::{NoticeKind, next_look, next_progress, notices_due};
use crate::domain::LetterKind;
use crate::store::change::{Changes, NewLetter};
use crate::store::complaints::Complaint;
use crate::store::deadlines::Clock as RunningClock;
use crate::store::{Store, WriteTx};
use crate::sync_log::Event;

/// A clock whose notice could not be made is looked at again after this time.
const AFTER_A_FAULT: chrono::TimeDelta = chrono::TimeDelta::hours(1);
/// So many clocks are looked at in one transaction.
const BATCH: i64 = 100;
/// A clock whose office or standard is not configured now is looked at again after this.
const LOOK_AGAIN: TimeDelta = TimeDelta::hours(1);

/// The one who reminds.
pub struct Remind {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
}

impl Remind {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice) -> Self {
        Self { store, clock, practice }
    }

    /// When a clock is due to be looked at.
    pub async fn next_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        Ok(self.store.next_notice_at().await?)
    }

    /// Looks at every clock that is due, at most one batch.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let (now, practice) = (self.clock.now(), self.practice.load_full());
        let mut tx = self.store.write(now).await?;
        let mut due = tx.due_clocks(BATCH).await?;
        // Of several clocks of a complaint the one that ends first speaks, and names the others.
        due.sort_by_key(|clock| (clock.complaint, clock.deadline.due, clock.id));
        if due.is_empty() {
            return Ok(Report::default());
        }
        let mut ids: Vec<i64> = due.iter().map(|clock| clock.complaint).collect();
        ids.sort_unstable();
        ids.dedup();
        let complaints = tx.complaints_by_id(&ids).await?;
        let mut changes = Changes::default();
        for clock in &due {
            if let Err(fault) = look(&practice, &mut tx, &complaints, (clock, &due), now, &mut changes).await {
                // One clock that cannot be looked at must not stop the others; the database's own faults stop the pass.
                let DutyFault::Wording(why) = fault else { return Err(fault) };
                tracing::error!(
                    complaint = clock.complaint,
                    standard = clock.deadline.standard,
                    why,
                    "no notice could be made"
                );
                let again = Some(now + AFTER_A_FAULT);
                tx.clock_told(clock, clock.reminded, clock.escalated.is_some(), clock.missed.is_some(), again).await?;
            }
        }
        escalated_or_reminded(&mut changes.letters);
        let (done, more) = (due.len(), due.len() == usize::try_from(BATCH).unwrap_or(usize::MAX));
        tx.apply(changes).await?;
        // True now: these notices are queued, and the clocks say when to look again. A crash just before leaves the
        // clocks due.
        tx.commit().await?;
        Ok(Report { done, more })
    }
}

/// Who is told as a superior is not reminded too of the same complaint in the same moment.
fn escalated_or_reminded(letters: &mut Vec<NewLetter>) {
    let of = |letter: &NewLetter| (letter.complaint, letter.recipient.clone());
    let escalated: Vec<_> = letters.iter().filter(|letter| letter.kind == LetterKind::Escalation).map(of).collect();
    letters.retain(|letter| letter.kind != LetterKind::Reminder || !escalated.contains(&of(letter)));
}

/// One clock of those that are `due`: what is to be said, its letters, when to look again.
async fn look(
    practice: &Practice,
    tx: &mut WriteTx,
    complaints: &HashMap<i64, Complaint>,
    (clock, due): (&RunningClock, &[RunningClock]),
    now: DateTime<Utc>,
    changes: &mut Changes,
) -> Result<(), DutyFault> {
    let known = complaints.get(&clock.complaint).and_then(|complaint| {
        let book = practice.books.get(&complaint.office)?;
        let standard = book.standard_of(&clock.deadline)?;
        Some((complaint, book, standard))
    });
    let Some((complaint, book, standard)) = known else {
        // The office or the standard is not configured: nobody is reminded. It may come back; the promise stands.
        return Ok(tx.clock_told(clock, clock.reminded, false, false, Some(now + LOOK_AGAIN)).await?);
    };
    let sent = already_sent(clock.reminded, clock.escalated.is_some());
    let standard = standard.as_ref();
    let told = complaint.registered;
    let notices = notices_due(standard, &clock.deadline, &book.calendar, &sent, (told, now));
    let maker = LetterMaker::new(practice, book, now);
    let place = Lies::on(tx, book, complaint, clock).await?;
    let others = due.iter().filter(|other| other.complaint == clock.complaint && speaks(book, other, complaint, now));
    let others = others.map(|other| &other.deadline).collect();
    let chase = Chase { practice, maker: &maker, book, complaint, standard, clock, others, place, now };
    if let Some(number) = notices.reminder {
        chase.remind(tx, number, changes).await?;
    }
    if notices.escalate && clock.escalated.is_none() {
        chase.escalate(tx, changes).await?;
    }
    let missed = now > clock.deadline.due.to_utc();
    if missed && clock.missed.is_none() {
        changes.log.push(chase.line(Event::Tenggat).fact("terlewat", clock.deadline.due.to_rfc3339()));
        chase.tell_of_ombudsman(tx, changes).await?;
    }
    if let Some(nth) = chase.news_due() {
        chase.tell_progress(tx, nth, changes).await?;
        tx.clock_progressed(clock.id, nth).await?;
    }
    let reminded = notices.covers.iter().copied().max().map_or(clock.reminded, |n| clock.reminded.max(i64::from(n)));
    let escalated = notices.escalate || clock.escalated.is_some();
    let said = already_sent(reminded, escalated);
    let next = next_look(standard, &clock.deadline, &book.calendar, &said, (told, now));
    let next = next.into_iter().chain(next_progress(standard, &clock.deadline, &book.calendar, now)).min();
    Ok(tx.clock_told(clock, reminded, escalated, missed, next).await?)
}

/// True if something is to be said of this clock now.
fn speaks(book: &OfficeBook, clock: &RunningClock, complaint: &Complaint, now: DateTime<Utc>) -> bool {
    let sent = already_sent(clock.reminded, clock.escalated.is_some());
    let times = (complaint.registered, now);
    let standard = book.standard_of(&clock.deadline);
    standard.is_some_and(|standard| !notices_due(&standard, &clock.deadline, &book.calendar, &sent, times).is_empty())
}

fn already_sent(reminded: i64, escalated: bool) -> Vec<NoticeKind> {
    let reminded = u32::try_from(reminded).unwrap_or(u32::MAX);
    let mut sent: Vec<NoticeKind> = (1..=reminded).map(NoticeKind::Reminder).collect();
    sent.extend(escalated.then_some(NoticeKind::Escalation));
    sent
}

//! The triage desk: the only place where an arrival gets its meaning.
//!
//! In: unhandled arrivals. Out: complaints, letters, answers, pen items and log lines, in one transaction a batch. The
//! decisions themselves are pure ([`crate::decide`]); this module gathers what they must know and writes down what
//! follows.

mod aftermath;
mod ahead;
mod approval;
mod commands;
mod danger;
mod danger_unheard;
mod desk;
mod doubt;
mod enter;
mod facts;
mod foreseen;
mod hiding;
mod late_word;
mod lost;
mod missing;
mod officer;
mod on_duty;
mod open;
mod other;
mod past;
mod pen_notice;
mod pen_says;
mod proof;
mod reading;
mod registers;
mod report;
mod report_clocks;
mod report_kept;
mod report_news;
mod report_privacy;
mod report_reading;
mod short;
mod supervision;
mod task;
mod tasks;
mod told;
mod weight;
mod wishes;
mod writing;

use std::collections::HashMap;
use std::sync::Arc;

pub use self::danger::after;
pub(super) use self::facts::ask_whether_content;
pub use self::facts::{complaint_facts, moment_in};
pub use self::hiding::{for_officers, hide_from_officers, hide_from_unit};

use self::ahead::Ahead;
use self::desk::Desk;
use self::past::BatchPast;
use self::reading::{Aside, ReadArrival};
use super::recent::Recent;
use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::store::arrivals::{ArrivalRow, Packed};
use crate::store::{Store, StoreFault};

/// So many arrivals are handled in one transaction.
const BATCH: i64 = 100;
/// An arrival whose reading was begun so often without an end is not read again.
const TRIES: i64 = 3;

/// The triage desk.
pub struct Triage {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
    recent: Arc<Recent>,
    ahead: Ahead,
}

impl Triage {
    /// A desk over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice) -> Self {
        Self { store, clock, practice, recent: Arc::default(), ahead: Ahead::default() }
    }

    /// Takes what was collected a moment ago from there, not from the database.
    #[must_use]
    pub fn reading_from(mut self, recent: Arc<Recent>) -> Self {
        self.recent = recent;
        self
    }

    /// What an earlier run was reading when it ended may have ended it: from now on such arrivals are read one at a
    /// time. Call once, before the first pass. Returns how many there are.
    pub async fn recover(&self) -> Result<u64, DutyFault> {
        let mut tx = self.store.write(self.clock.now()).await?;
        let suspects = tx.suspect_unhandled(BATCH).await?;
        // True now: these are read alone. A crash just before leaves them for the next start.
        tx.commit().await?;
        Ok(suspects)
    }

    /// Handles at most one batch.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        self.recent.ripen(self.ahead.holds()).await;
        let practice = self.practice.load_full();
        let offices: Vec<&str> = practice.books.keys().map(String::as_str).collect();
        let mut rows = self.store.unhandled_of(&offices, BATCH).await?;
        let more = rows.len() == usize::try_from(BATCH).unwrap_or(usize::MAX);
        let Some(first) = rows.first() else {
            self.recent.clear();
            return Ok(Report::default());
        };
        if first.parse_tries > 0 {
            rows.truncate(1);
            return self.handle_suspect(rows).await;
        }
        rows.retain(|row| row.parse_tries == 0);
        let offered = rows.len();
        // A lone mail has nothing behind it that were worth a look.
        let goes_on = more || self.recent.holds_any();
        match self.read_and_handle(rows, goes_on).await {
            Ok(done) => Ok(Report { done, more: more || done < offered }),
            Err(fault) => {
                // One of them may be the cause: from now on they are handled one at a time, and at once where the cause
                // must be one of them, so that it delays nobody else's.
                match self.recover().await {
                    Ok(_) if fault.is_of_one() => {
                        tracing::error!(%fault, "a batch failed; its arrivals are handled one at a time");
                        return Ok(Report { done: 0, more: true });
                    }
                    Ok(_) => {}
                    Err(error) => tracing::warn!(%error, "a batch failed, and that could not be written down"),
                }
                Err(fault)
            }
        }
    }

    /// `goes_on`: others are waiting behind these.
    async fn read_and_handle(&self, rows: Vec<ArrivalRow>, goes_on: bool) -> Result<usize, DutyFault> {
        let practice = self.practice.load_full();
        let last = rows.last().map(|row| row.id).filter(|_| goes_on);
        let mails = self.read(rows, &practice).await?;
        let Some(last) = last else { return self.handle(mails, &practice).await };
        let (handled, ahead) = tokio::join!(self.handle(mails, &practice), self.read_ahead(last, &practice));
        if let Err(fault) = ahead {
            // It meets whoever reads them when their turn comes.
            tracing::debug!(%fault, "the next batch could not be read beforehand");
        }
        handled
    }

    /// Reads what waits behind the arrival `last`, for the next pass.
    async fn read_ahead(&self, last: i64, practice: &Arc<Practice>) -> Result<(), DutyFault> {
        let offices: Vec<&str> = practice.books.keys().map(String::as_str).collect();
        let mut rows = self.store.unhandled_of(&offices, 2 * BATCH).await?;
        rows.retain(|row| row.id > last && row.parse_tries == 0);
        rows.truncate(usize::try_from(BATCH).unwrap_or(usize::MAX));
        self.ahead.put(self.read(rows, practice).await?, practice);
        Ok(())
    }

    /// One arrival that was there when an earlier run ended. The try is counted before it is made.
    async fn handle_suspect(&self, rows: Vec<ArrivalRow>) -> Result<Report, DutyFault> {
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut tx = self.store.write(self.clock.now()).await?;
        tx.count_parse_tries(&ids).await?;
        // True now: if reading this one ends us, the next run knows. A crash just before counts nothing.
        tx.commit().await?;
        let hopeless = rows.iter().any(|row| row.parse_tries > TRIES);
        let practice = self.practice.load_full();
        let mails = match hopeless {
            true => rows.into_iter().map(ReadArrival::unreadable).collect(),
            false => self.read(rows, &practice).await?,
        };
        match self.handle(mails, &practice).await {
            // It can be read, and read again it would come to the same: a person hears at once what is wrong with us.
            Err(fault) if fault.is_of_one() => self.set_aside(&ids, &fault, &practice).await?,
            handled => drop(handled?),
        }
        Ok(Report { done: ids.len(), more: true })
    }

    /// Puts arrivals before a person of which nothing can follow, for a fault of ours.
    async fn set_aside(&self, ids: &[i64], fault: &DutyFault, practice: &Arc<Practice>) -> Result<(), DutyFault> {
        tracing::error!(%fault, "an arrival cannot be dealt with; it is in the pen");
        let offices: Vec<&str> = practice.books.keys().map(String::as_str).collect();
        let mut rows = self.store.unhandled_of(&offices, BATCH).await?;
        rows.retain(|row| ids.contains(&row.id));
        let why = || match fault {
            DutyFault::Wording(why) => Aside::Unwordable(why.clone()),
            DutyFault::Store(_) | DutyFault::Border(_) | DutyFault::File(_) | DutyFault::Worker(_) => {
                Aside::Unwritable(fault.to_string())
            }
        };
        let read = self.read(rows, practice).await?;
        self.handle(read.into_iter().map(|read| read.put_aside(why())).collect(), practice).await?;
        Ok(())
    }

    /// Reads the bytes, on two threads where there is enough to do, and decides there what a new complaint would be:
    /// the writer is not kept waiting for it. Those collected a moment ago are at hand, the others are in the database.
    async fn read(&self, rows: Vec<ArrivalRow>, practice: &Arc<Practice>) -> Result<Vec<ReadArrival>, DutyFault> {
        let (mut mails, rows) = self.ahead.take(rows, practice);
        let at_hand = |row: ArrivalRow| {
            let raw = row.sha256.as_deref().and_then(|sha256| self.recent.take(sha256));
            (row, raw)
        };
        let mut first: Vec<_> = rows.into_iter().map(at_hand).collect();
        let stored: Vec<i64> = first.iter().filter(|(_, raw)| raw.is_none()).filter_map(|(row, _)| row.blob).collect();
        let packed = Arc::new(self.store.packed_all(&stored).await?);
        let second = first.split_off(first.len().div_ceil(2));
        let read = |rows: Vec<_>| {
            let (packed, practice) = (Arc::clone(&packed), Arc::clone(practice));
            tokio::task::spawn_blocking(move || read_all(rows, &packed, &practice))
        };
        let (first, second) = (read(first), read(second));
        mails.extend(first.await??);
        mails.extend(second.await??);
        mails.sort_by_key(|mail| mail.row.id);
        Ok(mails)
    }

    /// Decides and writes, in one transaction. Returns how many were dealt with; the rest waits for the next pass.
    async fn handle(&self, mut mails: Vec<ReadArrival>, practice: &Practice) -> Result<usize, DutyFault> {
        let now = self.clock.now();
        let mut tx = self.store.write_lightly(now).await?;
        // Another node, or a pass that was thought to be cut short, may have handled some since they were read.
        let done = tx.handled_meanwhile(&mails.iter().map(|mail| mail.row.id).collect::<Vec<_>>()).await?;
        let offered = mails.len();
        mails.retain(|mail| !done.contains(&mail.row.id));
        let done_elsewhere = offered - mails.len();
        let past = BatchPast::gather(&mut tx, practice, &mails).await?;
        let mut desk = Desk::new(practice, &mut tx, past, now);
        let done = desk.handle_all(&mails).await?;
        let changes = desk.into_changes();
        tx.apply(changes).await?;
        // True now: each of these arrivals has its meaning, with the letters that follow and the log that says why.
        // A crash just before leaves the arrivals unhandled; so may a power cut before the next commit, and then no
        // letter of theirs has left, for each is committed once more before it does.
        tx.commit().await?;
        Ok(done + done_elsewhere)
    }
}

fn read_all(
    rows: Vec<(ArrivalRow, Option<Vec<u8>>)>,
    packed: &HashMap<i64, Packed>,
    practice: &Practice,
) -> Result<Vec<ReadArrival>, StoreFault> {
    let read = |(row, at_hand): (ArrivalRow, Option<Vec<u8>>)| {
        let missing = || StoreFault::Broken(format!("the bytes of arrival {} are not there", row.id));
        let raw = match at_hand {
            Some(raw) => raw,
            None => row.blob.and_then(|blob| packed.get(&blob)).ok_or_else(missing)?.unpack()?,
        };
        Ok(ReadArrival::read(row, &raw, practice).foreseeing(practice))
    };
    rows.into_iter().map(read).collect()
}

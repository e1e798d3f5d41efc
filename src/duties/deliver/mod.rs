//! From the outbox out into the world, with the outcome recorded as it becomes known.
//!
//! In: letters that are due. Out: parcels handed to relays. Does not decide whether or what to write; only when to try
//! again ([`crate::decide::retry`]).

mod attempt;
mod evidence;
mod files;
mod lane;
mod notes;
mod parcel;
mod posting;
mod recorder;
mod route;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use tokio::sync::Mutex;

pub use self::lane::Lane;
use self::notes::Notes;
use self::recorder::Recorder;
pub use self::route::{Route, Routes, WhenUnclear, Write};
use super::{DutyFault, Report, SharedPractice};
use crate::clock::Clock;
use crate::store::Store;
use crate::store::letters::LEAST_URGENT;

/// So many are held in one transaction: nothing is slow about that.
const HOLD_AT_ONCE: i64 = 256;

/// Under which name the database knows the run whose notes lie beside it.
const RUN: &str = "wire_notes";

/// The delivering desk. Several workers may pass at the same time.
pub struct Deliver {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
    routes: Routes,
    recorder: Recorder,
    notes: Notes,
    node: String,
    hold: bool,
    lanes: Vec<Arc<Lane>>,
    /// Held by whoever asks other sides what became of unclear letters.
    settling: Mutex<()>,
}

impl Deliver {
    /// `routes` by office and channel; `hold`: nothing leaves, letters are held for a person (`mode = "hold"`).
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        practice: SharedPractice,
        routes: Routes,
        node: &str,
        hold: bool,
    ) -> Self {
        let recorder = Recorder::start(store.clone(), Arc::clone(&clock), Duration::ZERO);
        let lanes = Lane::all(&routes).into_iter().map(Arc::new).collect();
        let (node, settling) = (node.to_owned(), Mutex::default());
        Self { store, clock, practice, routes, recorder, notes: Notes::default(), node, hold, lanes, settling }
    }

    /// The word that a mail was taken may wait so long for steps of other letters, to be written down with them. Only
    /// where notes lie beside the database: elsewhere nobody would know of it after the end of this process.
    #[must_use]
    pub fn lingering(mut self, linger: Duration) -> Self {
        if self.store.file().is_some() {
            self.recorder = Recorder::start(self.store.clone(), Arc::clone(&self.clock), linger);
        }
        self
    }

    /// Sees to what an earlier run of this node left behind. Call once, before the first pass.
    pub async fn recover(&self) -> Result<(u64, u64), DutyFault> {
        let notes = self.store.file().map(|database| notes::beside(&database));
        let (before, run) = (self.store.note_of(RUN).await?, hex::encode(rand::random::<[u8; 8]>()));
        let now = self.clock.now();
        let mut tx = self.store.write(now).await?;
        if let Some(noted) = notes.as_deref().zip(before).and_then(|(path, run)| Notes::of_the_run(&run, path)) {
            let left = tx.sending_letters(&self.node).await?;
            let known: Vec<_> = left.iter().filter_map(|letter| Some((letter, noted.step_of(letter, now)?))).collect();
            tx.step_letters(&known.iter().map(|(letter, step)| (*letter, step)).collect::<Vec<_>>()).await?;
        }
        let freed = tx.rescue_letters(Some(&self.node)).await?;
        if notes.is_some() {
            tx.keep_note(RUN, &run).await?;
        }
        // True now: what was certainly not sent is ready again, what was noted as taken is recorded so, what was on the
        // wire is unclear and says so. A crash just before leaves letters and notes as they were.
        tx.commit().await?;
        if let Some(path) = notes {
            let file = |error| DutyFault::File(format!("{}: {error}", path.display()));
            self.notes.begin(&run, &path).map_err(file)?;
        }
        Ok(freed)
    }

    /// Frees what other nodes left behind whose leases have ended.
    async fn rescue(&self) -> Result<(), DutyFault> {
        let mut tx = self.store.write(self.clock.now()).await?;
        tx.rescue_letters(None).await?;
        // True now: what was certainly not sent is ready again, what may have been sent is unclear and says so.
        Ok(tx.commit().await?)
    }

    /// The ways out, each with its own workers.
    #[must_use]
    pub fn lanes(&self) -> &[Arc<Lane>] {
        &self.lanes
    }

    /// When the next letter is due.
    pub async fn next_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        Ok(self.store.letter_tray().await?.next())
    }

    /// Everything once: what is unclear, and a turn of each lane.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let mut all = self.tend().await?;
        for passed in join_all(self.lanes.iter().map(|lane| self.pass_lane(lane))).await {
            let passed = passed?;
            all = Report { done: all.done + passed.done, more: all.more || passed.more };
        }
        Ok(all)
    }

    /// What belongs to no lane: letters of which nobody knows whether they were taken, and those that have no way out.
    pub async fn tend(&self) -> Result<Report, DutyFault> {
        let now = self.clock.now();
        // Other sides may be slow to answer: nobody waits for them but whoever asks.
        if let Ok(_settling) = self.settling.try_lock()
            && self.store.next_unsettled_at().await?.is_some_and(|at| at <= now)
        {
            self.settle_unclear().await?;
        }
        let stray = self.store.letter_tray().await?.of(|way| !self.lanes.iter().any(|lane| lane.serves(way)));
        match stray.due(now, LEAST_URGENT).first() {
            Some(due) => self.hold_turn(&[*due], &format!("there is no way out `{}`", due.1)).await,
            None => Ok(Report::default()),
        }
    }

    /// When there is something to settle.
    pub async fn next_unsettled_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        Ok(self.store.next_unsettled_at().await?)
    }

    /// What is due waits for a person.
    async fn hold_turn(&self, due: &[(i64, &str)], why: &str) -> Result<Report, DutyFault> {
        let mut tx = self.store.write_lightly(self.clock.now()).await?;
        let held = tx.hold_due_letters(due, HOLD_AT_ONCE, why).await?;
        // True now: these letters are held, and the log says so. A crash just before leaves them ready.
        tx.commit().await?;
        Ok(Report { done: held, more: held > 0 })
    }
}

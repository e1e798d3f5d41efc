//! Keeps what a source brings: the bytes, where it stands, what is wrong with it.
//!
//! In: batches and faults of one source. Out: rows of `arrivals` and of `sources`, with their lines of the log. Knows
//! no source.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::{Cursor, Fault, FaultKind};

use super::ready::Ready;

use crate::clock::Clock;
use crate::domain::Channel;
use crate::duties::DutyFault;
use crate::duties::recent::Recent;
use crate::store::Store;
use crate::sync_log::{Entry, Event};

/// A pass without news is written down this often, as a sign of health.
const SIGN_OF_LIFE: TimeDelta = TimeDelta::minutes(5);

/// See the file.
pub(super) struct Keeper {
    pub(super) store: Store,
    clock: Arc<dyn Clock>,
    name: String,
    pub(super) office: String,
    pub(super) channel: Channel,
    settles: bool,
    pub(super) recent: Arc<Recent>,
    met: bool,
    cursor: Option<Cursor>,
    written_at: Option<DateTime<Utc>>,
    /// What is wrong with the source, as written down.
    fault: Option<String>,
    /// True while something kept is not known to be safe from a power cut.
    light: bool,
}

impl Keeper {
    pub(super) fn new(store: Store, clock: Arc<dyn Clock>, name: &str, office: &str, settles: bool) -> Self {
        Self {
            store,
            clock,
            name: name.to_owned(),
            office: office.to_owned(),
            channel: Channel::Email,
            settles,
            recent: Arc::default(),
            met: false,
            cursor: None,
            written_at: None,
            fault: None,
            // Rounds of this process that were cut short may have left something. What an earlier process left is safe
            // already: the note of the start is a commit that waits for the disk, and comes before any round.
            light: true,
        }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// How far the source has been read and kept.
    pub(super) fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// The next pass lists everything anew; what is kept already is refused by its key.
    pub(super) fn start_over(&mut self) {
        self.cursor = None;
    }

    /// Remembers when this installation first looked, and where it stopped.
    pub(super) async fn meet(&mut self) -> Result<(), DutyFault> {
        if self.met {
            return Ok(());
        }
        let name = self.name.clone();
        match self.store.source(&name).await? {
            Some(state) => {
                self.cursor = state.cursor;
                self.fault = state.fault.map(|(what, _)| what);
            }
            None => {
                let mut tx = self.store.write(self.clock.now()).await?;
                tx.meet_source(&name).await?;
                tx.commit().await?;
            }
        }
        self.met = true;
        Ok(())
    }

    /// Commits a batch with its cursor.
    pub(super) async fn keep(&mut self, batch: Ready) -> Result<(), DutyFault> {
        let now = self.clock.now();
        let moved = self.cursor.as_ref() != Some(&batch.cursor);
        let silent = self.written_at.is_none_or(|at| now - at >= SIGN_OF_LIFE);
        if batch.news == 0 && !moved && !silent && self.fault.is_none() {
            self.recent.put(batch.mails, batch.more);
            return Ok(());
        }
        let name = self.name.clone();
        let mut tx = self.store.write_lightly(now).await?;
        if !batch.arrivals.is_empty() {
            tx.add_arrivals(&name, &self.office, self.channel, batch.arrivals, !self.settles).await?;
        }
        tx.move_cursor(&name, &batch.cursor).await?;
        tx.source_completed(&name).await?;
        if batch.news > 0 {
            tx.note(batch.line.office(&self.office).fact("sumber", name));
        }
        // True now: the bytes are ours and the cursor stands behind them. A crash just before leaves neither, and so
        // may a power cut before `make_safe`; a crash just after leaves mail that the server still shows as new, and
        // the unique key refuses it next time.
        tx.commit().await?;
        self.light = true;
        self.recent.put(batch.mails, batch.more);
        self.cursor = Some(batch.cursor);
        self.written_at = Some(now);
        self.fault = None;
        Ok(())
    }

    /// Nothing that was kept can be undone any more. Until then the server must not be told, nor the source be left.
    pub(super) async fn make_safe(&mut self, patience: Duration) -> Result<(), DutyFault> {
        if self.light {
            self.store.make_safe(self.clock.now(), patience).await?;
            self.light = false;
        }
        Ok(())
    }

    /// Writes a fault down when it begins, and when it becomes another.
    pub(super) async fn failed(&mut self, fault: Fault) -> DutyFault {
        self.recent.put(Vec::new(), false);
        let name = self.name.clone();
        let said = fault.to_string();
        if self.fault.as_deref() != Some(said.as_str()) {
            let noted = async {
                let mut tx = self.store.write(self.clock.now()).await?;
                if tx.source_failed(&name, &fault.to_string(), fault.kind == FaultKind::Login).await? {
                    tx.note(
                        Entry::new(Event::Gagal, "sistem")
                            .office(&self.office)
                            .fact("sumber", name.as_str())
                            .fact("sebab", fault.to_string()),
                    );
                }
                tx.commit().await
            };
            match noted.await {
                Ok(()) => self.fault = Some(said),
                Err(error) => tracing::warn!(source = name, %error, "the fault of a source could not be written down"),
            }
        }
        fault.into()
    }
}

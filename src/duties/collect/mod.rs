//! From a source into the inbox: raw, byte for byte, before anybody reads it.
//!
//! In: what a mailbox shows after our cursor. Out: rows of `arrivals`. Knows nothing of what a mail means.

mod keeper;
mod ready;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::{Cursor, Fault, RemoteRef, Source};

use self::keeper::Keeper;
use self::ready::Ready;
use super::recent::Recent;
use super::{DutyFault, Report};
use crate::clock::Clock;
use crate::domain::Channel;
use crate::store::Store;
use crate::sync_log::{Entry, Event};

/// So many are told to the server in one go.
const SETTLE_AT_ONCE: i64 = 500;
/// A pass takes so many batches at most, one while the other is written down; then other sources have their turn.
const BURST: usize = 8;
/// It begins no further batch after this time.
const BURST_LASTS: TimeDelta = TimeDelta::seconds(30);

/// One source and whose it is.
pub struct Collect {
    source: Box<dyn Source>,
    keeper: Keeper,
    settles: bool,
    /// True while the server may not have been told of something that is kept here.
    owes: bool,
    when_kept: Box<dyn Fn() + Send + Sync>,
    patience: Duration,
}

impl Collect {
    /// `settles`: whether the server is told of what is kept (a flag, a move) or nothing is changed there.
    pub fn new(store: Store, clock: Arc<dyn Clock>, source: Box<dyn Source>, office: &str, settles: bool) -> Self {
        let keeper = Keeper::new(store, clock, source.name(), office, settles);
        let patience = Duration::ZERO;
        Self { source, keeper, settles, owes: settles, when_kept: Box::new(|| {}), patience }
    }

    /// The same for a source that is no mailbox.
    #[must_use]
    pub fn from_channel(mut self, channel: Channel) -> Self {
        self.keeper.channel = channel;
        self
    }

    /// Calls this as soon as something new is committed: a wake, without data.
    #[must_use]
    pub fn when_kept(mut self, ring: impl Fn() + Send + Sync + 'static) -> Self {
        self.when_kept = Box::new(ring);
        self
    }

    /// Leaves what is committed within reach of whoever reads it next.
    #[must_use]
    pub fn leaving_at(mut self, recent: Arc<Recent>) -> Self {
        self.keeper.recent = recent;
        self
    }

    /// The source's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// What is kept may wait so long for somebody else's commit that makes it safe from a power cut.
    #[must_use]
    pub fn patient_for(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Reads some batches and keeps them, makes them safe, then tells the server.
    pub async fn pass(&mut self) -> Result<Report, DutyFault> {
        // What an earlier pass kept and did not get to make safe: some sources take the next poll for a word on the
        // last.
        self.keeper.make_safe(Duration::ZERO).await?;
        self.keeper.meet().await?;
        let taken = self.take_in().await;
        // In a backlog nobody waits: the next batch is due.
        let more = taken.as_ref().is_ok_and(|report| report.more);
        self.keeper.make_safe(if more { Duration::ZERO } else { self.patience }).await?;
        let report = taken?;
        if self.owes {
            self.settle().await?;
        }
        Ok(report)
    }

    /// While one batch is being written down, the next one comes: reading changes nothing out there, and what was not
    /// kept is read again from the old cursor.
    async fn take_in(&mut self) -> Result<Report, DutyFault> {
        let begun = self.keeper.now();
        let mut report = Report::default();
        let mut read = read(&mut *self.source, self.keeper.cursor(), begun).await;
        for place in 1.. {
            let batch = match read {
                Ok(batch) => batch?,
                Err(fault) => return Err(self.keeper.failed(fault).await),
            };
            let (news, cursor) = (batch.news, batch.cursor.clone());
            report = Report { done: report.done + news, more: batch.more };
            let goes_on = batch.more && place < BURST && self.keeper.now() - begun < BURST_LASTS;
            let next = if goes_on {
                let next = self::read(&mut *self.source, Some(&cursor), begun);
                let (kept, next) = tokio::join!(self.keeper.keep(batch), next);
                kept?;
                Some(next)
            } else {
                self.keeper.keep(batch).await?;
                None
            };
            if news > 0 {
                self.owes = self.settles;
                // Whoever reads the inbox need not wait until the server has been told.
                (self.when_kept)();
            }
            match next {
                Some(next) => read = next,
                None => break,
            }
        }
        Ok(report)
    }

    /// The gap proof: everything the server holds must be in the inbox. What is missing (a message that appeared below
    /// the cursor, a server that lied about its numbers) is listed anew: then there is more to do.
    pub async fn prove(&mut self) -> Result<Report, DutyFault> {
        let census = match self.source.census().await {
            Ok(Some(census)) => census,
            Ok(None) => return Ok(Report::default()),
            Err(fault) => return Err(self.keeper.failed(fault).await),
        };
        // What the census lists was there before this pass, so after the pass it must be ours.
        let mut done = 0;
        loop {
            let report = self.pass().await?;
            done += report.done;
            if !report.more {
                break;
            }
        }
        let name = self.source.name().to_owned();
        let ours: HashSet<RemoteRef> = self.keeper.store.held_refs(&name).await?.into_iter().collect();
        let missing = census.held.iter().filter(|held| !ours.contains(held)).count();
        if missing > 0 {
            tracing::warn!(
                source = name,
                missing,
                "the server holds mail that was never collected; all is listed anew"
            );
            self.keeper.start_over();
        }
        let mut tx = self.keeper.store.write(self.keeper.now()).await?;
        tx.note(
            Entry::new(Event::Ambil, "sistem")
                .office(&self.keeper.office)
                .fact("sumber", name)
                .fact("sensus", census.held.len())
                .fact("selisih", missing),
        );
        // True now: the log says what the server held and what we held. A crash just before leaves the proof for next
        // time.
        tx.commit().await?;
        Ok(Report { done, more: missing > 0 })
    }

    /// Waits for news.
    pub async fn wait(&mut self, at_most: Duration) -> Result<connectors::Woken, DutyFault> {
        match self.source.wait(at_most).await {
            Ok(woken) => Ok(woken),
            Err(fault) => Err(self.keeper.failed(fault).await),
        }
    }

    /// Tells the server of what is committed here and not told yet, also of what an earlier run left untold.
    async fn settle(&mut self) -> Result<(), DutyFault> {
        loop {
            let refs = self.keeper.store.unsettled(self.source.name(), SETTLE_AT_ONCE).await?;
            if refs.is_empty() {
                self.owes = false;
                return Ok(());
            }
            if let Err(fault) = self.source.settle(&refs).await {
                return Err(self.keeper.failed(fault).await);
            }
            let name = self.source.name().to_owned();
            let mut tx = self.keeper.store.write_lightly(self.keeper.now()).await?;
            tx.mark_settled(&name, &refs).await?;
            // True now: the server knows, and we know that it does. A crash just before tells it once more.
            tx.commit().await?;
        }
    }
}

/// The next batch after a cursor, made ready to be kept.
async fn read(
    source: &mut dyn Source,
    after: Option<&Cursor>,
    now: DateTime<Utc>,
) -> Result<Result<Ready, DutyFault>, Fault> {
    Ok(Ready::of(source.poll(after).await?, now).await)
}

//! From a source into the inbox: raw, byte for byte, before anybody reads it.
//!
//! In: what a mailbox shows after our cursor. Out: rows of `arrivals`. Knows nothing of what a mail means.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::{Arrival, Batch, Cursor, Fault, RemoteRef, Source};

use super::{DutyFault, Report};
use crate::clock::Clock;
use crate::domain::Channel;
use crate::store::Store;
use crate::store::arrivals::{Content, NewArrival, PackedRaw};
use crate::sync_log::{Entry, Event};

/// A pass without news is written down this often, as a sign of health.
const SIGN_OF_LIFE: TimeDelta = TimeDelta::minutes(5);
/// So many are told to the server in one go.
const SETTLE_AT_ONCE: i64 = 500;

/// By so much the server's clock may be ahead of ours before it is not believed: ours may be the wrong one.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::days(2);

/// One source and whose it is.
pub struct Collect {
    store: Store,
    clock: Arc<dyn Clock>,
    source: Box<dyn Source>,
    office: String,
    channel: Channel,
    settles: bool,
    /// True while the server may not have been told of something that is kept here.
    owes: bool,
    when_kept: Box<dyn Fn() + Send + Sync>,
    met: bool,
    cursor: Option<Cursor>,
    written_at: Option<DateTime<Utc>>,
    /// What is wrong with it, as written down.
    fault: Option<String>,
}

impl Collect {
    /// `settles`: whether the server is told of what is kept (a flag, a move) or nothing is changed there.
    pub fn new(store: Store, clock: Arc<dyn Clock>, source: Box<dyn Source>, office: &str, settles: bool) -> Self {
        Self {
            store,
            clock,
            source,
            office: office.to_owned(),
            channel: Channel::Email,
            settles,
            owes: settles,
            when_kept: Box::new(|| {}),
            met: false,
            cursor: None,
            written_at: None,
            fault: None,
        }
    }

    /// The same for a source that is no mailbox.
    #[must_use]
    pub fn from_channel(mut self, channel: Channel) -> Self {
        self.channel = channel;
        self
    }

    /// Calls this as soon as something new is committed: a wake, without data.
    #[must_use]
    pub fn when_kept(mut self, ring: impl Fn() + Send + Sync + 'static) -> Self {
        self.when_kept = Box::new(ring);
        self
    }

    /// The source's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// Reads at most one batch and keeps it, then tells the server.
    pub async fn pass(&mut self) -> Result<Report, DutyFault> {
        self.meet().await?;
        let batch = match self.source.poll(self.cursor.as_ref()).await {
            Ok(batch) => batch,
            Err(fault) => return Err(self.failed(fault).await),
        };
        let (done, more) = (batch.arrivals.len() + batch.gone.len() + batch.unreadable.len(), batch.more);
        self.keep(batch).await?;
        if done > 0 {
            self.owes = self.settles;
            // Whoever reads the inbox need not wait until the server has been told.
            (self.when_kept)();
        }
        if self.owes {
            self.settle().await?;
        }
        Ok(Report { done, more })
    }

    /// The gap proof: everything the server holds must be in the inbox. What is missing (a message that appeared below
    /// the cursor, a server that lied about its numbers) is listed anew: then there is more to do.
    pub async fn prove(&mut self) -> Result<Report, DutyFault> {
        let census = match self.source.census().await {
            Ok(Some(census)) => census,
            Ok(None) => return Ok(Report::default()),
            Err(fault) => return Err(self.failed(fault).await),
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
        let ours: HashSet<RemoteRef> = self.store.held_refs(&name).await?.into_iter().collect();
        let missing = census.held.iter().filter(|held| !ours.contains(held)).count();
        if missing > 0 {
            tracing::warn!(
                source = name,
                missing,
                "the server holds mail that was never collected; all is listed anew"
            );
            self.cursor = None;
        }
        let mut tx = self.store.write(self.clock.now()).await?;
        tx.note(
            Entry::new(Event::Ambil, "sistem")
                .office(&self.office)
                .fact("sumber", name)
                .fact("sensus", census.held.len())
                .fact("selisih", missing),
        );
        // True now: the log says what the server held and what we held. A crash just before leaves the proof for next time.
        tx.commit().await?;
        Ok(Report { done, more: missing > 0 })
    }

    /// Waits for news.
    pub async fn wait(&mut self, at_most: std::time::Duration) -> Result<connectors::Woken, DutyFault> {
        match self.source.wait(at_most).await {
            Ok(woken) => Ok(woken),
            Err(fault) => Err(self.failed(fault).await),
        }
    }

    /// Remembers when this installation first looked, and where it stopped.
    async fn meet(&mut self) -> Result<(), DutyFault> {
        if self.met {
            return Ok(());
        }
        let name = self.source.name().to_owned();
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
    async fn keep(&mut self, batch: Batch) -> Result<(), DutyFault> {
        let now = self.clock.now();
        let news = !batch.arrivals.is_empty() || !batch.gone.is_empty() || !batch.unreadable.is_empty();
        let moved = self.cursor.as_ref() != Some(&batch.cursor);
        let silent = self.written_at.is_none_or(|at| now - at >= SIGN_OF_LIFE);
        if !news && !moved && !silent && self.fault.is_none() {
            return Ok(());
        }
        let name = self.source.name().to_owned();
        let entry = self.log_line(&name, &batch);
        let cursor = batch.cursor.clone();
        let arrivals = pack(batch, now).await?;
        let mut tx = self.store.write(now).await?;
        if !arrivals.is_empty() {
            tx.add_arrivals(&name, &self.office, self.channel, arrivals, !self.settles).await?;
        }
        tx.move_cursor(&name, &cursor).await?;
        tx.source_completed(&name).await?;
        if news {
            tx.note(entry);
        }
        // True now: the bytes are ours and the cursor stands behind them. A crash just before leaves neither, a crash
        // just after leaves mail that the server still shows as new; the unique key refuses it next time.
        tx.commit().await?;
        self.cursor = Some(cursor);
        self.written_at = Some(now);
        self.fault = None;
        Ok(())
    }

    fn log_line(&self, name: &str, batch: &Batch) -> Entry {
        let first = batch.arrivals.first().map(|a| a.remote_ref.0.as_str());
        let last = batch.arrivals.last().map(|a| a.remote_ref.0.as_str());
        let mut entry = Entry::new(Event::Ambil, "sistem")
            .office(&self.office)
            .fact("sumber", name)
            .fact("jumlah", batch.arrivals.len())
            .fact("dari", first.unwrap_or("-"))
            .fact("sampai", last.unwrap_or("-"));
        if !batch.gone.is_empty() {
            entry = entry.fact("hilang", batch.gone.len());
        }
        if !batch.unreadable.is_empty() {
            entry = entry.fact("tak_terbaca", batch.unreadable.len());
        }
        if batch.renumbered {
            entry = entry.fact("nomor_baru", true);
        }
        entry
    }

    /// Tells the server of what is committed here and not told yet, also of what an earlier run left untold.
    async fn settle(&mut self) -> Result<(), DutyFault> {
        loop {
            let refs = self.store.unsettled(self.source.name(), SETTLE_AT_ONCE).await?;
            if refs.is_empty() {
                self.owes = false;
                return Ok(());
            }
            if let Err(fault) = self.source.settle(&refs).await {
                return Err(self.failed(fault).await);
            }
            let name = self.source.name().to_owned();
            let mut tx = self.store.write(self.clock.now()).await?;
            tx.mark_settled(&name, &refs).await?;
            // True now: the server knows, and we know that it does. A crash just before tells it once more.
            tx.commit().await?;
        }
    }

    /// Writes a fault down when it begins, and when it becomes another.
    async fn failed(&mut self, fault: Fault) -> DutyFault {
        let name = self.source.name().to_owned();
        let said = fault.to_string();
        if self.fault.as_deref() != Some(said.as_str()) {
            let noted = async {
                let mut tx = self.store.write(self.clock.now()).await?;
                if tx.source_failed(&name, &fault.to_string()).await? {
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

/// Hashes and compresses off the runtime's threads, on two of them where there is enough to do.
async fn pack(batch: Batch, now: DateTime<Utc>) -> Result<Vec<NewArrival>, DutyFault> {
    let mut packed: Vec<NewArrival> = Vec::with_capacity(batch.arrivals.len());
    let mut arrivals = batch.arrivals;
    for arrival in &mut arrivals {
        arrival.received_at = believable(arrival.received_at, now);
    }
    if !arrivals.is_empty() {
        let second = arrivals.split_off(arrivals.len() / 2);
        let second = tokio::task::spawn_blocking(move || pack_all(second));
        let first = tokio::task::spawn_blocking(move || pack_all(arrivals));
        for half in [first.await?, second.await?] {
            packed.extend(half.map_err(|error| DutyFault::Worker(error.to_string()))?);
        }
    }
    packed.extend(batch.gone.into_iter().map(|remote_ref| without_bytes(remote_ref, Content::Gone)));
    packed.extend(
        batch.unreadable.into_iter().map(|(remote_ref, why)| without_bytes(remote_ref, Content::Unreadable(why))),
    );
    Ok(packed)
}

/// When the server took it in. A server that does not know says 1970, one whose clock is wrong may say next year: neither
/// may make a mail too old to be answered, or put its deadline off.
fn believable(received: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let unknown = received - DateTime::UNIX_EPOCH < TimeDelta::days(365);
    if unknown || received > now + CLOCKS_DIFFER { now } else { received }
}

fn without_bytes(remote_ref: RemoteRef, content: Content) -> NewArrival {
    NewArrival { remote_ref, received_at: DateTime::UNIX_EPOCH, content, announced: 0 }
}

fn pack_all(arrivals: Vec<Arrival>) -> std::io::Result<Vec<NewArrival>> {
    arrivals
        .into_iter()
        .map(|arrival| {
            Ok(NewArrival {
                content: Content::Raw(PackedRaw::of(&arrival.raw)?),
                remote_ref: arrival.remote_ref,
                received_at: arrival.received_at,
                announced: arrival.announced_bytes,
            })
        })
        .collect()
}

//! Keeps what a source brings: the bytes, where it stands, what is wrong with it.
//!
//! In: batches and faults of one source. Out: rows of `arrivals` and of `sources`, with their lines of the log. Knows no
//! source.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::{Arrival, Batch, Cursor, Fault, FaultKind, RemoteRef};

use crate::clock::Clock;
use crate::domain::Channel;
use crate::duties::DutyFault;
use crate::duties::recent::Recent;
use crate::store::Store;
use crate::store::arrivals::{Content, NewArrival, Packer};
use crate::sync_log::{Entry, Event};

/// A pass without news is written down this often, as a sign of health.
const SIGN_OF_LIFE: TimeDelta = TimeDelta::minutes(5);

/// By so much the server's clock may be ahead of ours before it is not believed: ours may be the wrong one.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::days(2);

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
    pub(super) async fn keep(&mut self, batch: Batch) -> Result<(), DutyFault> {
        let now = self.clock.now();
        let news = !batch.arrivals.is_empty() || !batch.gone.is_empty() || !batch.unreadable.is_empty();
        let moved = self.cursor.as_ref() != Some(&batch.cursor);
        let silent = self.written_at.is_none_or(|at| now - at >= SIGN_OF_LIFE);
        if !news && !moved && !silent && self.fault.is_none() {
            return Ok(());
        }
        let name = self.name.clone();
        let entry = self.log_line(&name, &batch);
        let cursor = batch.cursor.clone();
        let (arrivals, mails) = pack(batch, now).await?;
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
        self.recent.put(mails);
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

    /// Writes a fault down when it begins, and when it becomes another.
    pub(super) async fn failed(&mut self, fault: Fault) -> DutyFault {
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

/// Mails with the hash of their bytes.
type Mails = Vec<(String, Vec<u8>)>;

/// Hashes and compresses off the runtime's threads, on two of them where there is enough to do.
async fn pack(batch: Batch, now: DateTime<Utc>) -> Result<(Vec<NewArrival>, Mails), DutyFault> {
    let mut packed: Vec<NewArrival> = Vec::with_capacity(batch.arrivals.len());
    let mut mails = Mails::with_capacity(batch.arrivals.len());
    let mut arrivals = batch.arrivals;
    for arrival in &mut arrivals {
        arrival.received_at = believable(arrival.received_at, now);
    }
    if !arrivals.is_empty() {
        let second = arrivals.split_off(arrivals.len().div_ceil(2));
        let second = tokio::task::spawn_blocking(move || pack_all(second));
        let first = tokio::task::spawn_blocking(move || pack_all(arrivals));
        for half in [first.await?, second.await?] {
            let (rows, raw) = half.map_err(|error| DutyFault::Worker(error.to_string()))?;
            packed.extend(rows);
            mails.extend(raw);
        }
    }
    packed.extend(batch.gone.into_iter().map(|remote_ref| without_bytes(remote_ref, Content::Gone)));
    packed.extend(
        batch.unreadable.into_iter().map(|(remote_ref, why)| without_bytes(remote_ref, Content::Unreadable(why))),
    );
    Ok((packed, mails))
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

fn pack_all(arrivals: Vec<Arrival>) -> std::io::Result<(Vec<NewArrival>, Mails)> {
    let mut packer = Packer::new()?;
    let mut mails = Mails::with_capacity(arrivals.len());
    let packed = arrivals.into_iter().map(|arrival| {
        let raw = packer.pack(&arrival.raw)?;
        mails.push((raw.sha256.clone(), arrival.raw));
        Ok(NewArrival {
            content: Content::Raw(raw),
            remote_ref: arrival.remote_ref,
            received_at: arrival.received_at,
            announced: arrival.announced_bytes,
        })
    });
    Ok((packed.collect::<std::io::Result<_>>()?, mails))
}

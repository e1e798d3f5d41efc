//! A batch made ready to be kept, off the runtime's threads and before anybody needs the database for it.
//!
//! In: a [`Batch`]. Out: rows to be inserted, the raw mails, and the line for the log. Knows no database and no source.

use chrono::{DateTime, TimeDelta, Utc};
use connectors::{Arrival, Batch, Cursor, RemoteRef};

use crate::duties::DutyFault;
use crate::store::arrivals::{Content, NewArrival, Packer};
use crate::sync_log::{Entry, Event};

/// Mails with the hash of their bytes.
type Mails = Vec<(String, Vec<u8>)>;

/// See the file.
pub(super) struct Ready {
    /// How many things the batch is about.
    pub(super) news: usize,
    /// True if more is waiting.
    pub(super) more: bool,
    pub(super) cursor: Cursor,
    pub(super) arrivals: Vec<NewArrival>,
    pub(super) mails: Mails,
    /// The line for the log, without the source.
    pub(super) line: Entry,
}

impl Ready {
    /// Hashes and compresses, on two threads where there is enough to do.
    pub(super) async fn of(mut batch: Batch, now: DateTime<Utc>) -> Result<Self, DutyFault> {
        let news = batch.arrivals.len() + batch.gone.len() + batch.unreadable.len();
        let line = line(&batch);
        let mut arrivals: Vec<NewArrival> = Vec::with_capacity(news);
        let mut mails = Mails::with_capacity(batch.arrivals.len());
        for arrival in &mut batch.arrivals {
            arrival.received_at = believable(arrival.received_at, now);
        }
        if !batch.arrivals.is_empty() {
            let (mut first, middle) = (batch.arrivals, news.div_ceil(2));
            let second = first.split_off(middle.min(first.len()));
            let second = tokio::task::spawn_blocking(move || pack_all(second));
            let first = tokio::task::spawn_blocking(move || pack_all(first));
            for half in [first.await?, second.await?] {
                let (rows, raw) = half.map_err(|error| DutyFault::Worker(error.to_string()))?;
                arrivals.extend(rows);
                mails.extend(raw);
            }
        }
        arrivals.extend(batch.gone.into_iter().map(|remote_ref| without_bytes(remote_ref, Content::Gone)));
        arrivals.extend(
            batch.unreadable.into_iter().map(|(remote_ref, why)| without_bytes(remote_ref, Content::Unreadable(why))),
        );
        Ok(Self { news, more: batch.more, cursor: batch.cursor, arrivals, mails, line })
    }
}

fn line(batch: &Batch) -> Entry {
    let first = batch.arrivals.first().map(|a| a.remote_ref.0.as_str());
    let last = batch.arrivals.last().map(|a| a.remote_ref.0.as_str());
    let mut line = Entry::new(Event::Ambil, "sistem")
        .fact("jumlah", batch.arrivals.len())
        .fact("dari", first.unwrap_or("-"))
        .fact("sampai", last.unwrap_or("-"));
    if !batch.gone.is_empty() {
        line = line.fact("hilang", batch.gone.len());
    }
    if !batch.unreadable.is_empty() {
        line = line.fact("tak_terbaca", batch.unreadable.len());
    }
    if batch.renumbered {
        line = line.fact("nomor_baru", true);
    }
    line
}

/// When the server took it in. A server that does not know says 1970, one whose clock or zone is wrong names an hour
/// that has not come: neither may make a mail too old to be answered, or put its deadline off.
fn believable(received: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let unknown = received - DateTime::UNIX_EPOCH < TimeDelta::days(365);
    if unknown || received > now { now } else { received }
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

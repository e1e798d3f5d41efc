//! What a command lays into an office's inbox: sheets of the register, mails from files. The triage desk does the rest;
//! where no daemon works on the database, it is called from here.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use connectors::RemoteRef;

use super::opened::{Opened, actor};
use super::{Exit, Failure};
use crate::clock::SystemClock;
use crate::daemon::assemble::practice;
use crate::decide::registration::to_raw;
use crate::domain::{Channel, Sheet};
use crate::duties::triage::Triage;
use crate::store::StoreFault;
use crate::store::arrivals::{Content, NewArrival, Packer};
use crate::store::registrations::sheets_of;
use crate::sync_log::{Entry, Event};

/// How long a running daemon is given to register something before the command ends.
const PATIENCE: Duration = Duration::from_secs(40);
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Something to lay into the inbox.
pub(super) struct Laid {
    pub(super) remote_ref: String,
    pub(super) channel: Channel,
    pub(super) received: DateTime<Utc>,
    pub(super) raw: Vec<u8>,
}

impl Laid {
    /// A sheet, under a name that is the same when it is laid again.
    pub(super) fn sheet(sheet: &Sheet, remote_ref: String, now: DateTime<Utc>) -> Self {
        Self {
            remote_ref,
            channel: sheet.channel.unwrap_or(Channel::TatapMuka),
            received: sheet.received.unwrap_or(now),
            raw: to_raw(sheet),
        }
    }
}

/// Things laid down in one commit.
const AT_ONCE: usize = 1000;

/// Lays things into an office's inbox, many at once. Returns how many were new. What is there already is not laid
/// again, so that a command which was killed is simply given again.
pub(super) async fn lay(opened: &Opened, office: &str, source: &str, mut laid: Vec<Laid>) -> Result<u64, Failure> {
    crate::daemon::copy::leave_gap(&opened.config, &opened.store, opened.now, &actor()).await?;
    let bar = progress(laid.len());
    let mut new = 0;
    while !laid.is_empty() {
        let rest = laid.split_off(laid.len().min(AT_ONCE));
        let count = laid.len();
        new += lay_together(opened, office, source, laid).await?;
        bar.inc(count as u64);
        laid = rest;
    }
    bar.finish_and_clear();
    Ok(new)
}

/// A bar on the terminal where there is much to do.
fn progress(count: usize) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new(count as u64);
    if count <= AT_ONCE || !std::io::stderr().is_terminal() {
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
    }
    bar
}

/// All or none.
async fn lay_together(opened: &Opened, office: &str, source: &str, laid: Vec<Laid>) -> Result<u64, Failure> {
    let packing = |error: std::io::Error| Failure::new(Exit::Unavailable, format!("it cannot be packed: {error}"));
    let mut packer = Packer::new().map_err(packing)?;
    let count = laid.len();
    let mut by_channel: Vec<(Channel, Vec<NewArrival>)> = Vec::new();
    for Laid { remote_ref, channel, received, raw } in laid {
        let arrival = NewArrival {
            remote_ref: RemoteRef(remote_ref),
            received_at: received,
            announced: raw.len() as u64,
            content: Content::Raw(packer.pack(&raw).map_err(packing)?),
        };
        match by_channel.iter_mut().find(|(known, _)| *known == channel) {
            Some((_, arrivals)) => arrivals.push(arrival),
            None => by_channel.push((channel, vec![arrival])),
        }
    }
    let mut tx = opened.store.write(opened.now).await?;
    tx.meet_source(source).await?;
    let mut new = 0;
    for (channel, arrivals) in by_channel {
        new += tx.add_arrivals(source, office, channel, arrivals, true).await?;
    }
    tx.source_completed(source).await?;
    tx.note(
        Entry::new(Event::Ambil, actor()).office(office).fact("sumber", source).fact("jumlah", count).fact("baru", new),
    );
    // True now: they lie in the inbox. A crash just before leaves none of them.
    tx.commit().await?;
    Ok(new)
}

/// Lets the triage desk work, where no daemon does; else waits a while for the daemon's. What became of each is in the
/// register then, or will be.
pub(super) async fn work(opened: &Opened, office: &str, last: &str) -> Result<(), Failure> {
    match opened.store.lock_for_daemon() {
        Ok(_lock) => {
            let practice = practice(&opened.config, &opened.store).await?;
            let practice = Arc::new(arc_swap::ArcSwap::from_pointee(practice));
            let triage = Triage::new(opened.store.clone(), Arc::new(SystemClock), practice);
            let unavailable = |fault: crate::duties::DutyFault| Failure::new(Exit::Unavailable, fault.to_string());
            while triage.pass().await.map_err(unavailable)?.done > 0 {}
            Ok(())
        }
        Err(StoreFault::InUse(_)) => {
            let until = tokio::time::Instant::now() + PATIENCE;
            let source = sheets_of(office);
            while tokio::time::Instant::now() < until && opened.store.became(&source, last).await?.is_none() {
                tokio::time::sleep(LOOK_AGAIN).await;
            }
            Ok(())
        }
        Err(fault) => Err(fault.into()),
    }
}

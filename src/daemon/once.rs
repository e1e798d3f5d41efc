//! `run --once`: every duty passes until nothing is due. For cron, for tests, for the first try.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::assemble::Assembled;
use super::rounds::Duties;
use super::{Daemon, DaemonFault};
use crate::duties::DutyFault;
use crate::duties::collect::Collect;
use crate::duties::triage::Triage;

/// While mail is still being collected, an empty inbox is looked into again after this time.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// What one such run did.
#[derive(Debug, Default, Clone, serde::Serialize)]
pub struct Summary {
    /// Mails collected.
    pub collected: usize,
    /// Arrivals handled.
    pub handled: usize,
    /// Letters tried.
    pub letters: usize,
    /// Clocks looked at.
    pub clocks: usize,
    /// Sources that failed, with the reason.
    pub faults: Vec<(String, String)>,
}

pub(super) async fn pass_all(daemon: &Daemon, assembled: Assembled) -> Result<Summary, DaemonFault> {
    let Assembled { practice, sources, routes, gauges, asked, pages, .. } = assembled;
    let duties = Duties::new(daemon, practice, routes, gauges, asked, pages);
    duties.recover().await?;
    let mut summary = Summary::default();
    // Network and disk of the one, processor of the other: the triage desk works while the mailboxes are being emptied.
    let arriving = CancellationToken::new();
    let triaging = tokio::spawn(empty_inbox(Arc::clone(&duties.triage), arriving.clone()));
    {
        let _over = arriving.drop_guard();
        for watched in sources {
            collect_all(duties.collect(daemon, watched).collect, &mut summary).await;
        }
    }
    summary.handled = triaging.await.map_err(DutyFault::from)??;
    loop {
        let handled = duties.triage.pass().await?.done;
        let clocks =
            duties.remind.pass().await?.done + duties.vigil.pass().await?.done + duties.routines.pass().await?.done;
        let clocks = clocks + duties.conclude.pass().await?.done;
        let letters = duties.deliver.pass().await?.done;
        duties.watch.pass().await?;
        let asked = duties.inquire.pass().await?.done + duties.digest.pass().await?.done;
        let asked = asked + duties.holidays.pass().await?.done + duties.publish.pass().await?.done;
        let asked = asked + duties.retention.pass().await?.done;
        let told = asked + duties.sweep.pass().await?.done + duties.alarm.pass().await?.done;
        summary.handled += handled;
        summary.clocks += clocks;
        summary.letters += letters;
        if handled + clocks + letters + told == 0 {
            if let Err(fault) = duties.ledger.pass().await {
                summary.faults.push(("ledger".to_owned(), fault.to_string()));
            }
            return Ok(summary);
        }
    }
}

/// Handles what arrives, until nothing more will. Returns how much that was.
async fn empty_inbox(triage: Arc<Triage>, over: CancellationToken) -> Result<usize, DutyFault> {
    let mut handled = 0;
    while !over.is_cancelled() {
        let report = triage.pass().await?;
        handled += report.done;
        if report.done == 0 {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }
    Ok(handled)
}

/// Empties one mailbox, or notes why that cannot be done.
async fn collect_all(mut collect: Collect, summary: &mut Summary) {
    loop {
        match collect.pass().await {
            Ok(report) => {
                summary.collected += report.done;
                if !report.more {
                    return;
                }
            }
            Err(fault) => {
                summary.faults.push((collect.name().to_owned(), fault.to_string()));
                return;
            }
        }
    }
}

//! `run --once`: every duty passes until nothing is due. For cron, for tests, for the first try.

use super::assemble::Assembled;
use super::rounds::Duties;
use super::{Daemon, DaemonFault};

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
    let sources = assembled.sources;
    let duties = Duties::new(daemon, assembled.practice, assembled.routes);
    duties.recover().await?;
    let mut summary = Summary::default();
    for watched in sources {
        let mut collect = duties.collect(daemon, watched).collect;
        loop {
            match collect.pass().await {
                Ok(report) => {
                    summary.collected += report.done;
                    if !report.more {
                        break;
                    }
                }
                Err(fault) => {
                    summary.faults.push((collect.name().to_owned(), fault.to_string()));
                    break;
                }
            }
        }
    }
    loop {
        let handled = duties.triage.pass().await?.done;
        let clocks = duties.remind.pass().await?.done;
        let letters = duties.deliver.pass().await?.done;
        let told = duties.sweep.pass().await?.done + duties.alarm.pass().await?.done;
        summary.handled += handled;
        summary.clocks += clocks;
        summary.letters += letters;
        if handled + clocks + letters + told == 0 {
            return Ok(summary);
        }
    }
}

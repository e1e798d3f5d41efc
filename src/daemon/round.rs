//! A duty on its feet: it passes as long as there is work, then waits for a wake or a time.
//!
//! A wake carries no data: the round looks into its tray itself. Wakes are numbered (`watch`), so one that comes during
//! a pass is not lost.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::heart::Heart;
use crate::clock::Clock;
use crate::duties::{DutyFault, Report};

/// A round that has found nothing to do rests at least so long, a wake excepted.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
/// After a fault a round waits so long, then twice that, and so on up to [`LONGEST_PAUSE`].
pub(super) const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// A duty that a round can stand on.
#[async_trait::async_trait]
pub(super) trait Standing: Send + Sync {
    /// At most one batch.
    async fn pass(&self) -> Result<Report, DutyFault>;
    /// When there will be work without a wake; `None`: nobody knows.
    async fn next_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        Ok(None)
    }
}

/// The bell of a tray.
pub(super) type Bell = watch::Sender<u64>;

pub(super) fn ring(bell: &Bell) {
    bell.send_modify(|n| *n = n.wrapping_add(1));
}

/// What every round has.
#[derive(Clone)]
pub(super) struct Common {
    pub(super) heart: Arc<Heart>,
    pub(super) stop: CancellationToken,
    pub(super) clock: Arc<dyn Clock>,
}

/// A duty on its feet.
pub(super) struct Round {
    pub(super) name: String,
    pub(super) duty: Arc<dyn Standing>,
    pub(super) next: Option<Bell>,
    pub(super) pause: Duration,
    pub(super) common: Common,
}

impl Round {
    /// Passes and waits until the stop.
    pub(super) async fn walk(self, mut tray: Option<watch::Receiver<u64>>) -> String {
        let mut trouble = Trouble::default();
        while !self.common.stop.is_cancelled() {
            if let Some(tray) = &mut tray {
                tray.mark_unchanged();
            }
            self.common.heart.begins(&self.name);
            let passed = self.duty.pass().await;
            self.common.heart.rests(&self.name);
            let pause = match passed {
                Ok(report) => {
                    trouble.is_over(&self.name);
                    if let (true, Some(bell)) = (report.done > 0, &self.next) {
                        ring(bell);
                    }
                    if report.more {
                        continue;
                    }
                    self.until_due().await
                }
                Err(fault) => trouble.pause_after(&self.name, &fault),
            };
            tokio::select! {
                () = self.common.stop.cancelled() => break,
                () = woken(&mut tray), if trouble.faults == 0 => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        self.name
    }

    /// How long until there is work without a wake.
    async fn until_due(&self) -> Duration {
        match self.duty.next_at().await {
            // Never at once: what is due may wait for something else, as a letter behind an earlier one does.
            Ok(Some(at)) => {
                (at - self.common.clock.now()).to_std().unwrap_or_default().clamp(SHORTEST_PAUSE, self.pause)
            }
            Ok(None) | Err(_) => self.pause,
        }
    }
}

async fn woken(tray: &mut Option<watch::Receiver<u64>>) {
    if let Some(tray) = tray
        && tray.changed().await.is_ok()
    {
        return;
    }
    std::future::pending().await
}

/// How long a round has been in trouble, and how much patience that asks for.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    faults: u32,
}

impl Trouble {
    pub(super) fn is_over(&mut self, round: &str) {
        if self.faults > 0 {
            tracing::info!(round, faults = self.faults, "well again");
        }
        self.faults = 0;
    }

    /// Says what is wrong when it begins and then ever more rarely, and how long to wait, with jitter.
    pub(super) fn pause_after(&mut self, round: &str, fault: &DutyFault) -> Duration {
        self.faults = self.faults.saturating_add(1);
        if self.faults.is_power_of_two() {
            tracing::warn!(round, times = self.faults, "{fault}");
        }
        let doubled = FIRST_PAUSE.saturating_mul(1 << self.faults.saturating_sub(1).min(8));
        doubled.min(LONGEST_PAUSE).mul_f64(0.8 + 0.4 * rand::random::<f64>())
    }
}

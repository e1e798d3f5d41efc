//! The log's head signed, so that what stands before it cannot be changed unseen.

use std::sync::Arc;

use chrono::TimeDelta;

use super::{DutyFault, Report};
use crate::clock::Clock;
use crate::store::Store;
use crate::sync_log::{Checkpoint, Entry, Event, SealingKey};

/// A sign of life is logged this often, also when nothing happens: a gap in the log is then a gap in the service.
const HEARTBEAT: TimeDelta = TimeDelta::minutes(60);

/// The one who seals.
pub struct Seal {
    store: Store,
    clock: Arc<dyn Clock>,
    key: Arc<SealingKey>,
}

impl Seal {
    /// With the installation's key.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, key: Arc<SealingKey>) -> Self {
        Self { store, clock, key }
    }

    /// Logs a heartbeat where the last line is old, and signs a checkpoint where the log has grown since the last.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let now = self.clock.now();
        let head = self.store.log_head().await?;
        if now.timestamp() - head.time >= HEARTBEAT.num_seconds() {
            let mut tx = self.store.write(now).await?;
            tx.note(Entry::new(Event::Detak, "sistem"));
            tx.commit().await?;
        }
        let sealed = self.store.last_checkpoint().await?.map_or(0, |(size, _)| size);
        let mut tx = self.store.write(now).await?;
        let head = tx.log_head().await?;
        if head.size <= sealed {
            return Ok(Report::default());
        }
        let checkpoint = Checkpoint::of(self.key.public().name(), &head.range);
        tx.keep_checkpoint(head.size, &checkpoint.sign(&self.key)).await?;
        // True now: this head is signed and kept. A crash just before leaves the older head; the lines are there
        // anyway.
        tx.commit().await?;
        Ok(Report { done: 1, more: false })
    }
}

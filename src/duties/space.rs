//! A disk that fills up: told while there is still room for the letter that tells it.
//!
//! In: what is left of the disk on which the database lies. Out: a fault of a source of its own, which the alarm duty tells by
//! mail, and its end. When nothing can be written any more, only `status` and the journal can say so.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::{DutyFault, Report};
use crate::clock::Clock;
use crate::store::Store;
use crate::store::room::{DISK, Room};
use crate::sync_log::{Entry, Event};

/// While it is low, what is left is written down this often.
const SAID_AGAIN: TimeDelta = TimeDelta::hours(1);

/// How much room there is.
pub type Measure = Box<dyn Fn() -> Option<Room> + Send + Sync>;

/// The one who looks.
pub struct Space {
    store: Store,
    clock: Arc<dyn Clock>,
    measure: Measure,
    /// Whether it was low when it was last written down, and when that was.
    said: Mutex<Option<(bool, DateTime<Utc>)>>,
}

impl Space {
    /// Over a store, with its own disk.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        let of = store.clone();
        Self::measuring(store, clock, Box::new(move || of.room()))
    }

    /// With another measure.
    #[must_use]
    pub fn measuring(store: Store, clock: Arc<dyn Clock>, measure: Measure) -> Self {
        Self { store, clock, measure, said: Mutex::default() }
    }

    /// Looks at the disk; writes where that is news.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let (now, Some(room)) = (self.clock.now(), (self.measure)()) else { return Ok(Report::default()) };
        let said = *self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let known = said.is_some_and(|(low, at)| low == room.is_low() && (!low || now - at < SAID_AGAIN));
        if known {
            return Ok(Report::default());
        }
        let never_low = said.is_none() && !room.is_low() && self.store.source(DISK).await?.is_none();
        if !never_low {
            self.write_down(room, now).await?;
        }
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = Some((room.is_low(), now));
        Ok(Report { done: usize::from(!never_low), more: false })
    }

    async fn write_down(&self, room: Room, now: DateTime<Utc>) -> Result<(), DutyFault> {
        let mut tx = self.store.write(now).await?;
        tx.meet_source(DISK).await?;
        if room.is_low() {
            let fault = format!("hanya {} MiB yang tersisa", room.free_mib());
            if tx.source_failed(DISK, &fault, false).await? {
                tx.note(Entry::new(Event::Gagal, "sistem").fact("sumber", DISK).fact("sebab", fault));
            }
        } else {
            tx.source_completed(DISK).await?;
        }
        // True now: it is known that there is little room, or enough again. A crash just before leaves it to the next look.
        Ok(tx.commit().await?)
    }
}

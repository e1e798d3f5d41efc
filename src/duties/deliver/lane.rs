//! The letters that leave by one way out, turn by turn. What waits for a slow relay, or one that does not answer, waits
//! in its own lane: nobody else's letters stand behind it.
//!
//! In: what is due in the lane. Out: each letter claimed, tried once, or given back. Does not know what a letter says.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::stream::{self, StreamExt as _};
use tokio::sync::{Mutex, MutexGuard, Semaphore, SemaphorePermit};

use super::Deliver;
use super::route::{Route, Routes};
use crate::duties::{DutyFault, Report};
use crate::store::letters::{DANGER, LEAST_URGENT, Letter};

/// A claimed letter is ours for so long.
const LEASE: TimeDelta = TimeDelta::minutes(15);
/// A turn begins no letter after this time: with the longest letter behind it, it still ends well inside the lease.
const TURN_LASTS: TimeDelta = TimeDelta::minutes(4);
/// So many letters of a turn are under way together. Their steps are written down together, and while one waits for
/// that another has the connection; how many connections there are is the sink's business.
const UNDER_WAY: usize = 32;
/// What hangs on the letters of a turn is read together, up to so many bytes each; what is larger when its letter's
/// turn comes.
const READ_TOGETHER: i64 = 128 * 1024;
/// So much memory may be taken by what hangs on the letters that are under way in a lane, in KiB.
const MOST_WEIGHT: u32 = 48 * 1024;
/// The mail, what is made of it, and that again as it stands on the wire.
const COPIES: i64 = 4;

/// Why letters are held in mode `hold`.
const NOTHING_LEAVES: &str = "modus tahan: belum ada surat yang dikirim";

/// One way out and whoever uses it.
pub struct Lane {
    ways: Vec<String>,
    route: Arc<Route>,
    /// Held by whoever looks into the tray, until what lies there is claimed.
    looking: Mutex<()>,
    /// What is left of [`MOST_WEIGHT`].
    room: Semaphore,
}

impl Lane {
    /// One for each way out.
    pub(super) fn all(routes: &Routes) -> Vec<Self> {
        let mut lanes: Vec<Self> = Vec::new();
        for (way, route) in routes.by_way() {
            match lanes.iter_mut().find(|lane| Arc::ptr_eq(&lane.route, &route)) {
                Some(lane) => lane.ways.push(way),
                None => {
                    let (looking, room) = (Mutex::default(), Semaphore::new(MOST_WEIGHT as usize));
                    lanes.push(Self { ways: vec![way], route, looking, room });
                }
            }
        }
        lanes
    }

    /// By the first of those that use it, such as `batang/email`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.ways.first().map_or("-", String::as_str)
    }

    /// Room for what hangs on a letter; one about danger waits for none.
    async fn room_for(&self, letter: &Letter) -> Option<SemaphorePermit<'_>> {
        if letter.urgency == DANGER {
            return None;
        }
        let weight = u32::try_from(letter.attach_size * COPIES / 1024).unwrap_or(MOST_WEIGHT).min(MOST_WEIGHT);
        // The room is never closed.
        self.room.acquire_many(weight).await.ok()
    }

    pub(super) fn serves(&self, way: &str) -> bool {
        self.ways.iter().any(|own| own == way)
    }
}

impl Deliver {
    /// When the next letter of a lane is due.
    pub async fn next_in(&self, lane: &Lane) -> Result<Option<DateTime<Utc>>, DutyFault> {
        Ok(self.store.letter_tray().await?.of(|way| lane.serves(way)).next())
    }

    /// Sends at most one turn of a lane's letters.
    pub async fn pass_lane(&self, lane: &Lane) -> Result<Report, DutyFault> {
        self.look(lane, LEAST_URGENT).await
    }

    /// The same for letters about danger alone: a worker of its own sees to it that they wait for nobody's turn.
    pub async fn pass_danger(&self, lane: &Lane) -> Result<Report, DutyFault> {
        self.look(lane, DANGER).await
    }

    async fn look(&self, lane: &Lane, least: i64) -> Result<Report, DutyFault> {
        // One look at a time: whoever finds something has claimed it before the next one looks. Reading is free of the
        // writer, for which several workers and the other desks queue.
        let looking = lane.looking.lock().await;
        let now = self.clock.now();
        let tray = self.store.letter_tray().await?.of(|way| lane.serves(way));
        match tray.due(now, least) {
            due if due.is_empty() => Ok(Report::default()),
            due if self.hold => self.hold_turn(&due, NOTHING_LEAVES).await,
            due => self.turn(lane, now, &due, looking).await,
        }
    }

    /// Claims some letters and sees each to the end of its attempt.
    async fn turn(
        &self,
        lane: &Lane,
        now: DateTime<Utc>,
        due: &[(i64, &str)],
        looking: MutexGuard<'_, ()>,
    ) -> Result<Report, DutyFault> {
        let mut tx = self.store.write_lightly(now).await?;
        let letters = tx.claim_letters(&self.node, now + LEASE, due, lane.route.turn()).await?;
        if letters.is_empty() {
            return Ok(Report::default());
        }
        // True now: these letters are ours and nothing has been sent. A crash just after frees them when the lease
        // ends; after a power cut they may never have been ours.
        tx.commit().await?;
        drop(looking);
        let claimed = letters.len();
        let small =
            letters.iter().filter(|letter| letter.attach_size <= READ_TOGETHER).filter_map(|letter| letter.attach);
        let read = self.store.packed_all(&small.collect::<Vec<_>>()).await.unwrap_or_default();
        let attempts = letters.into_iter().map(|letter| async {
            let _room = lane.room_for(&letter).await;
            // Slow company: what is left goes back, so that nothing is begun late in a lease.
            if self.clock.now() - now >= TURN_LASTS {
                return Ok(Some(letter));
            }
            let original = letter.attach.and_then(|blob| read.get(&blob));
            self.send(letter, original, &lane.route).await.map(|()| None)
        });
        let mut under_way = stream::iter(attempts).buffer_unordered(UNDER_WAY);
        let (mut unbegun, mut fault) = (Vec::new(), None);
        while let Some(ended) = under_way.next().await {
            match ended {
                Ok(left) => unbegun.extend(left),
                // One letter's outcome that cannot be written down must not keep the others from going.
                Err(error) => fault = Some(error),
            }
        }
        if !unbegun.is_empty() {
            self.give_back(&unbegun).await?;
        }
        fault.map_or(Ok(Report { done: claimed - unbegun.len(), more: true }), Err)
    }

    /// Letters that were claimed and not begun are ready again.
    async fn give_back(&self, letters: &[Letter]) -> Result<(), DutyFault> {
        let mut tx = self.store.write(self.clock.now()).await?;
        for letter in letters {
            tx.unclaim_letter(letter).await?;
        }
        // True now: these are ready as before. A crash just before frees them when their lease ends.
        Ok(tx.commit().await?)
    }
}

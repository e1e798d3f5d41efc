//! The ways out: a sink with its limits and its rules, for each office and channel.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use connectors::Sink;
use governor::clock::MonotonicClock;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::sync::Mutex;

use crate::domain::Channel;
use crate::store::letters::way;

/// What is done with a letter whose outcome stays unclear after looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenUnclear {
    /// Sent again with the same Message-ID; officers see the repeat marked.
    Resend,
    /// Held for a person.
    Hold,
    /// Given up here, so that it goes by the citizen's next way; held for a person where there is none.
    AnotherWay,
}

/// How far a way out may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Write {
    /// Never: it is only read there.
    Off,
    /// Letters are made and held.
    Hold,
    /// Each letter leaves after a person has let it go.
    Confirm,
    /// Letters leave by themselves.
    Live,
}

/// So many letters are claimed in one turn: few, so that what is urgent does not wait behind what is slow.
const TURN: i64 = 48;
/// Where a rate is set, no more than may leave in this time.
const TURN_SPANS: Duration = Duration::from_secs(20);
/// So many letters may go at once where a rate is set and nothing went for a while.
const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

type Limiter = RateLimiter<NotKeyed, InMemoryState, MonotonicClock>;

/// One way out: a relay with its limits, shared by the offices that use it.
pub struct Route {
    pub(super) sink: Arc<dyn Sink>,
    limiter: Option<Limiter>,
    /// At most so many letters are claimed in one turn.
    turn: i64,
    /// Whoever waits for the limiter waits in a row: the one that came first goes first.
    row: Mutex<()>,
    pub(super) when_unclear: WhenUnclear,
    write: Write,
    /// True where the other side's yes is not believed before the letter has been read back there.
    pub(super) reads_back: bool,
    /// True where somebody types letters there, and is written to.
    pub(super) by_hand: bool,
}

impl Route {
    /// `rate`: how many letters in what time; `None`: no limit. They are spread evenly, a few may go at once.
    pub fn new(sink: Arc<dyn Sink>, rate: Option<(NonZeroU32, Duration)>, when_unclear: WhenUnclear) -> Self {
        let quota = rate.and_then(|(count, per)| {
            Quota::with_period(per / count.get()).map(|quota| quota.allow_burst(count.min(BURST)))
        });
        let limiter = quota.map(|quota| RateLimiter::direct_with_clock(quota, MonotonicClock));
        let row = Mutex::new(());
        let turn = rate.map_or(TURN, |(count, per)| turn_of(count, per));
        Self { sink, limiter, turn, row, when_unclear, write: Write::Live, reads_back: false, by_hand: false }
    }

    /// The same, writing only so far.
    #[must_use]
    pub fn writing(mut self, write: Write) -> Self {
        self.write = write;
        self
    }

    /// The same for a sink that can read back what it has put there: nothing is settled without that.
    #[must_use]
    pub fn reading_back(mut self) -> Self {
        self.reads_back = true;
        self
    }

    /// The same for a place into which somebody types what he is sent by mail: nothing is settled before he says so.
    #[must_use]
    pub fn by_hand(mut self) -> Self {
        self.by_hand = true;
        self.reading_back()
    }

    /// Why a letter does not leave, where it does not. `released`: a person has let it go.
    pub(super) fn keeps_back(&self, released: bool) -> Option<&'static str> {
        match self.write {
            Write::Live => None,
            Write::Confirm if released => None,
            Write::Confirm => Some("menunggu dilepas petugas: `penghubung queue release` (write = \"confirm\")"),
            Write::Hold => Some("kanal ini ditahan (write = \"hold\")"),
            Write::Off => Some("kanal ini hanya dibaca (write = \"off\")"),
        }
    }

    pub(super) fn turn(&self) -> i64 {
        self.turn
    }

    pub(super) async fn wait_for_turn(&self) {
        let Some(limiter) = &self.limiter else { return };
        let _first_in_the_row = self.row.lock().await;
        while let Err(not_until) = limiter.check() {
            tokio::time::sleep(not_until.wait_time_from(governor::clock::Clock::now(&MonotonicClock))).await;
        }
    }
}

/// How many letters may leave in [`TURN_SPANS`].
fn turn_of(count: NonZeroU32, per: Duration) -> i64 {
    let many = TURN_SPANS.as_millis() * u128::from(count.get()) / per.as_millis().max(1);
    i64::try_from(many).unwrap_or(TURN).clamp(1, TURN)
}

/// Every way out, by office and channel.
#[derive(Clone, Default)]
pub struct Routes(HashMap<(String, Channel), Arc<Route>>);

impl Routes {
    /// Opens a way out.
    pub fn add(&mut self, office: &str, channel: Channel, route: Arc<Route>) {
        self.0.insert((office.to_owned(), channel), route);
    }

    /// Every way as the outbox calls it, in alphabetical order.
    pub(super) fn by_way(&self) -> Vec<(String, Arc<Route>)> {
        let named = self.0.iter().map(|((office, channel), route)| (way(office, *channel), Arc::clone(route)));
        let mut all: Vec<_> = named.collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        all
    }

    /// The way out of an office's letter.
    #[must_use]
    pub fn get(&self, office: &str, channel: Channel) -> Option<&Arc<Route>> {
        self.0.get(&(office.to_owned(), channel))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_no_longer_than_what_is_urgent_may_wait() {
        let turn = |count, secs| turn_of(NonZeroU32::new(count).unwrap(), Duration::from_secs(secs));
        assert_eq!([turn(30, 60), turn(450, 86_400), turn(600, 1), turn(1, 1)], [10, 1, TURN, 20]);
    }
}

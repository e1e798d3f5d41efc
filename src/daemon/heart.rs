//! What systemd hears: ready, stopping, and, for the watchdog, a beat as long as the rounds really go on.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::time::Instant;

/// A round that works on one pass for longer than this is taken for stuck: the longest honest pass is a whole IMAP
/// command of 15 minutes, or a letter that waits 10 minutes for the reply to its final dot.
const STUCK_AFTER: Duration = Duration::from_secs(30 * 60);
/// Where systemd sets no watchdog, the loop sleeps this long.
const UNWATCHED: Duration = Duration::from_secs(3600);

/// Which rounds are at work, since when.
#[derive(Debug, Default)]
pub(super) struct Heart {
    working: Mutex<HashMap<String, Instant>>,
}

impl Heart {
    /// A round begins a pass.
    pub(super) fn begins(&self, round: &str) {
        self.with(|working| working.insert(round.to_owned(), Instant::now()));
    }

    /// It has ended it, well or not, and waits.
    pub(super) fn rests(&self, round: &str) {
        self.with(|working| working.remove(round));
    }

    /// The round that is at it for too long, if any.
    fn stuck(&self) -> Option<String> {
        self.with(|working| {
            working.iter().find(|(_, since)| since.elapsed() > STUCK_AFTER).map(|(round, _)| round.clone())
        })
    }

    fn with<R>(&self, act: impl FnOnce(&mut HashMap<String, Instant>) -> R) -> R {
        act(&mut self.working.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Waits for half the watchdog's time, then feeds it if every round goes on. A stuck round starves it on purpose.
    pub(super) async fn beat_watchdog(&self) {
        let Some(time) = sd_notify::watchdog_enabled() else { return tokio::time::sleep(UNWATCHED).await };
        tokio::time::sleep(time / 2).await;
        match self.stuck() {
            None => say(&[NotifyState::Watchdog]),
            Some(round) => tracing::error!(round, "this round does not go on; the watchdog is not fed"),
        }
    }
}

/// The rounds have begun.
pub(super) fn say_ready() {
    say(&[NotifyState::Ready, NotifyState::Status("working")]);
    tracing::info!("working");
}

/// The end has begun, or a reload.
pub(super) fn say_stopping(reload: bool) {
    match (reload, NotifyState::monotonic_usec_now()) {
        (true, Ok(time)) => say(&[NotifyState::Reloading, time]),
        (true, Err(_)) => say(&[NotifyState::Reloading]),
        (false, _) => say(&[NotifyState::Stopping]),
    }
}

/// Feeds the watchdog where a wait of known length begins or ends.
pub(super) fn feed() {
    say(&[NotifyState::Watchdog]);
}

fn say(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "systemd could not be told");
    }
}

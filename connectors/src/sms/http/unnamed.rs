//! Names for pushed texts that their gateway gives none.
//!
//! In: all that a push said, and the clock. Out: a name. The same words within [`WINDOW`] of their first push are the
//! gateway's retry and have the same name; later they are a new text: who writes "halo" again after an hour wrote
//! twice. The name also holds after a restart for as long as the piece of time lasts that it was made in.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

/// The clock, handed in by whoever has one.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Gateways that get no 200 push again within minutes.
const WINDOW: TimeDelta = TimeDelta::minutes(10);

/// What was pushed lately.
pub(super) struct Unnamed {
    now: Now,
    /// When each was pushed first, by what it said.
    lately: Mutex<HashMap<[u8; 32], DateTime<Utc>>>,
}

impl Unnamed {
    pub fn new(now: Now) -> Self {
        Self { now, lately: Mutex::default() }
    }

    /// The name of a push that said this.
    pub fn name(&self, said: &[u8]) -> String {
        let (digest, now): ([u8; 32], _) = (Sha256::digest(said).into(), (self.now)());
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was put back makes nothing young again.
        lately.retain(|_, first| (now - *first).abs() < WINDOW);
        let first = *lately.entry(digest).or_insert(now);
        let piece = first.timestamp().div_euclid(WINDOW.num_seconds());
        format!("{}@{piece}", hex::encode(digest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of the same words, pushed at these seconds, by one that runs through.
    fn names(at: &[i64]) -> Vec<String> {
        let clock = Arc::new(Mutex::new(0));
        let shown = Arc::clone(&clock);
        let unnamed =
            Unnamed::new(Arc::new(move || DateTime::from_timestamp(*shown.lock().unwrap(), 0).unwrap_or_default()));
        let name = |seconds: &i64| {
            *clock.lock().unwrap() = 1_800_000_000 + *seconds;
            unnamed.name(b"halo")
        };
        at.iter().map(name).collect()
    }

    #[test]
    fn a_retry_within_minutes_is_one_and_an_hour_or_a_week_later_it_is_another_text() {
        let at = names(&[590, 601, 1_189, 1_200, 4_800, 4_801, 609_600]);
        assert!(at[0] == at[1] && at[1] == at[2], "{at:?}");
        let mut different = [&at[0], &at[3], &at[4], &at[6]].to_vec();
        different.dedup();
        assert_eq!(different.len(), 4, "{at:?}");
        assert_eq!(at[4], at[5]);
    }

    #[test]
    fn a_restart_between_push_and_retry_changes_no_name() {
        assert_eq!(names(&[0]), names(&[599]));
        assert_ne!(names(&[0]), names(&[600]));
    }

    #[test]
    fn other_words_have_another_name() {
        let unnamed = Unnamed::new(Arc::new(|| DateTime::UNIX_EPOCH));
        assert_ne!(unnamed.name(b"halo"), unnamed.name(b"halo?"));
    }
}

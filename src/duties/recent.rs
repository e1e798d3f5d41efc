//! Mails that were collected a moment ago, still in memory: triage need not fetch and unpack what has just been stored.
//!
//! In: raw bytes with their hash, after their commit. Out: the same, once; and when a batch is worth its transaction.
//! Only a convenience: whatever is not here is in the database, and bytes are handed out only for the very hash that
//! the database names.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

/// So many bytes at most; what comes when it is full is left to the database.
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// So many mails, or so many bytes of them, are worth a transaction of their own while more are coming in.
const ENOUGH_MAILS: usize = 100;
const ENOUGH_BYTES: usize = MOST_BYTES / 2;
/// Nobody waits longer for more, whatever a source has promised.
const PATIENCE: Duration = Duration::from_millis(200);

/// The mails, by the SHA-256 of their bytes in hex.
#[derive(Debug, Default)]
pub struct Recent {
    shelf: Mutex<Shelf>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Shelf {
    mails: HashMap<String, Vec<u8>>,
    bytes: usize,
    /// More is coming in just now.
    filling: bool,
}

impl Recent {
    /// Puts mails on the shelf as far as there is room. `more`: others are coming close behind.
    pub fn put(&self, mails: Vec<(String, Vec<u8>)>, more: bool) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        for (sha256, raw) in mails {
            let room = shelf.bytes + raw.len() <= MOST_BYTES;
            if room && !shelf.mails.contains_key(&sha256) {
                shelf.bytes += raw.len();
                shelf.mails.insert(sha256, raw);
            }
        }
        shelf.filling = more;
        drop(shelf);
        self.changed.notify_one();
    }

    /// Waits until what lies here is worth a transaction, or nothing more is coming: a backlog costs fewer of them, and
    /// a lone mail waits for nobody. `at_hand`: mails, and bytes of them, that were taken off for the same transaction.
    pub async fn ripen(&self, at_hand: (usize, usize)) {
        let ripe = async {
            while self.is_unripe(at_hand) {
                self.changed.notified().await;
            }
        };
        // Out of patience, what is there is dealt with.
        drop(timeout(PATIENCE, ripe).await);
    }

    fn is_unripe(&self, (mails, bytes): (usize, usize)) -> bool {
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.filling && shelf.mails.len() + mails < ENOUGH_MAILS && shelf.bytes + bytes < ENOUGH_BYTES
    }

    /// True if something lies here.
    pub fn holds_any(&self) -> bool {
        !self.shelf.lock().unwrap_or_else(PoisonError::into_inner).mails.is_empty()
    }

    /// Takes one mail off.
    pub fn take(&self, sha256: &str) -> Option<Vec<u8>> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let raw = shelf.mails.remove(sha256)?;
        shelf.bytes -= raw.len();
        Some(raw)
    }

    /// Forgets everything: nobody waits for it any more.
    pub fn clear(&self) {
        *self.shelf.lock().unwrap_or_else(PoisonError::into_inner) = Shelf::default();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::{ENOUGH_BYTES, ENOUGH_MAILS, MOST_BYTES, Recent};

    #[test]
    fn a_mail_is_handed_out_once_and_a_full_shelf_takes_no_more() {
        let recent = Recent::default();
        let mails = vec![("a".into(), vec![1; MOST_BYTES - 10]), ("b".into(), vec![2; 11]), ("c".into(), vec![3; 10])];
        recent.put(mails, false);
        assert!(recent.take("b").is_none());
        assert_eq!(recent.take("c"), Some(vec![3; 10]));
        assert!(recent.take("a").is_some() && recent.take("a").is_none());
        recent.put(vec![("b".into(), vec![2; 11])], false);
        recent.clear();
        assert!(recent.take("b").is_none());
    }

    #[tokio::test]
    async fn a_lone_mail_waits_for_nobody_and_a_backlog_until_it_is_worth_it() {
        let recent = Recent::default();
        let ripe = || recent.ripen((0, 0)).now_or_never().is_some();
        assert!(ripe());
        recent.put(vec![("a".into(), vec![1])], false);
        assert!(ripe());
        recent.put(vec![("b".into(), vec![1])], true);
        assert!(!ripe());
        recent.put(vec![("c".into(), vec![1; ENOUGH_BYTES])], true);
        assert!(ripe());
        assert!(recent.take("c").is_some() && !ripe());
        let with_those_at_hand = recent.ripen((ENOUGH_MAILS, 0)).now_or_never().is_some();
        assert!(with_those_at_hand && recent.holds_any());
        // The source has come to its end, or to a fault.
        recent.put(Vec::new(), false);
        assert!(ripe());
        recent.put(vec![("d".into(), vec![1])], true);
        // Nothing comes any more, though it was promised: that is waited for only so long.
        recent.ripen((0, 0)).await;
    }
}

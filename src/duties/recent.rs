//! Mails that were collected a moment ago, still in memory: triage need not fetch and unpack what has just been stored.
//!
//! In: raw bytes with their hash, after their commit. Out: the same, once. Only a convenience: whatever is not here is in
//! the database, and bytes are handed out only for the very hash that the database names.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// So many bytes at most; what comes when it is full is left to the database.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The mails, by the SHA-256 of their bytes in hex.
#[derive(Debug, Default)]
pub struct Recent(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    mails: HashMap<String, Vec<u8>>,
    bytes: usize,
}

impl Recent {
    /// Puts mails on the shelf as far as there is room.
    pub fn put(&self, mails: Vec<(String, Vec<u8>)>) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (sha256, raw) in mails {
            let room = shelf.bytes + raw.len() <= MOST_BYTES;
            if room && !shelf.mails.contains_key(&sha256) {
                shelf.bytes += raw.len();
                shelf.mails.insert(sha256, raw);
            }
        }
    }

    /// Takes one mail off.
    pub fn take(&self, sha256: &str) -> Option<Vec<u8>> {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let raw = shelf.mails.remove(sha256)?;
        shelf.bytes -= raw.len();
        Some(raw)
    }

    /// Forgets everything: nobody waits for it any more.
    pub fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Shelf::default();
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, Recent};

    #[test]
    fn a_mail_is_handed_out_once_and_a_full_shelf_takes_no_more() {
        let recent = Recent::default();
        recent.put(vec![("a".into(), vec![1; MOST_BYTES - 10]), ("b".into(), vec![2; 11]), ("c".into(), vec![3; 10])]);
        assert!(recent.take("b").is_none());
        assert_eq!(recent.take("c"), Some(vec![3; 10]));
        assert!(recent.take("a").is_some() && recent.take("a").is_none());
        recent.put(vec![("b".into(), vec![2; 11])]);
        recent.clear();
        assert!(recent.take("b").is_none());
    }
}

//! The arrivals behind the batch that is being written down, read meanwhile: in a backlog the processor that reads and
//! the disk that writes wait for each other no longer.
//!
//! In: readings made beforehand. Out: the same, when their turn comes. Only a convenience: what is not here is read
//! then. Knows nothing of what a mail means.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::reading::ReadArrival;
use crate::duties::Practice;
use crate::store::arrivals::ArrivalRow;

/// The readings, by the arrival's id.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    /// By which practice they were read: under another they may come to something else.
    practice: Weak<Practice>,
    read: BTreeMap<i64, ReadArrival>,
}

impl Ahead {
    /// Keeps what was read.
    pub(super) fn put(&self, mails: Vec<ReadArrival>, practice: &Arc<Practice>) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if !std::ptr::eq(shelf.practice.as_ptr(), Arc::as_ptr(practice)) {
            *shelf = Shelf { practice: Arc::downgrade(practice), read: BTreeMap::new() };
        }
        shelf.read.extend(mails.into_iter().map(|mail| (mail.row.id, mail)));
    }

    /// The readings of `rows` that are here, and the rows that must be read still. Rows come in the order of their ids
    /// and are the oldest that wait, so a reading of an older one that is not among them serves nobody any more.
    pub(super) fn take(&self, rows: Vec<ArrivalRow>, practice: &Arc<Practice>) -> (Vec<ReadArrival>, Vec<ArrivalRow>) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if !std::ptr::eq(shelf.practice.as_ptr(), Arc::as_ptr(practice)) {
            shelf.read.clear();
        }
        let last = rows.last().map_or(i64::MAX, |row| row.id);
        let (mut read, mut unread) = (Vec::new(), Vec::new());
        for row in rows {
            match shelf.read.remove(&row.id).filter(|mail| mail.row == row) {
                Some(mail) => read.push(mail),
                None => unread.push(row),
            }
        }
        shelf.read.retain(|id, _| *id > last);
        (read, unread)
    }

    /// How many readings wait here, and how many bytes their mails have.
    pub(super) fn holds(&self) -> (usize, usize) {
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: u64 = shelf.read.values().map(|mail| mail.row.announced).sum();
        (shelf.read.len(), usize::try_from(bytes).unwrap_or(usize::MAX))
    }
}

//! A batch being put together.
//!
//! In: what became of each message, in order. Out: the [`Batch`] and its cursor. Knows no connection.

use chrono::{DateTime, Utc};

use super::literal::Body;
use super::place::Place;
use crate::arrival::{Arrival, Batch, RemoteRef};

/// See the file.
#[derive(Debug)]
pub(super) struct Sheaf {
    validity: u32,
    renumbered: bool,
    arrivals: Vec<Arrival>,
    gone: Vec<RemoteRef>,
    unreadable: Vec<(RemoteRef, String)>,
}

impl Sheaf {
    pub(super) fn new(validity: u32, renumbered: bool) -> Self {
        Self { validity, renumbered, arrivals: Vec::new(), gone: Vec::new(), unreadable: Vec::new() }
    }

    /// It came.
    pub(super) fn arrival(&mut self, uid: u32, received_at: DateTime<Utc>, body: Body) {
        let remote_ref = self.named(uid);
        let Body { kept: raw, announced: announced_bytes } = body;
        self.arrivals.push(Arrival { remote_ref, received_at, raw, announced_bytes });
    }

    /// It was listed and is not there any more.
    pub(super) fn gone(&mut self, uid: u32) {
        self.gone.push(self.named(uid));
    }

    /// It is there and cannot be had.
    pub(super) fn unreadable(&mut self, uid: u32, why: &str) {
        self.unreadable.push((self.named(uid), why.to_owned()));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.arrivals.is_empty() && self.gone.is_empty() && self.unreadable.is_empty()
    }

    /// The batch; `position` is the UID up to which everything is in it or was in one before.
    pub(super) fn bind(self, position: u32, more: bool) -> Batch {
        Batch {
            cursor: Place::new(self.validity, position).to_cursor(),
            arrivals: self.arrivals,
            gone: self.gone,
            unreadable: self.unreadable,
            more,
            renumbered: self.renumbered,
        }
    }

    fn named(&self, uid: u32) -> RemoteRef {
        Place::new(self.validity, uid).to_ref()
    }
}

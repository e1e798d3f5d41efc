//! Messages whose fetch did harm, and when to give one up.
//!
//! In: failed fetches. Out: what is to be asked for alone, what no more. Outlives the session; knows no connection.
//!
//! A fetch of many that fails says only that one of them may be the cause: from then on each is asked for alone. One
//! that fails alone [`PATIENCE`] times, each in a new attempt of the caller, is given up: a person shall look at it,
//! and the rest goes on. A server that asks for patience accuses no message.

use std::collections::BTreeMap;

use super::failure::Failure;
use super::folder::Listed;
use crate::fault::{FaultKind, Reach};

/// So often a message may fail when asked for alone.
const PATIENCE: u8 = 2;

/// See the file.
#[derive(Debug, Default)]
pub(super) struct Suspects {
    validity: u32,
    alone_to: u32,
    failures: BTreeMap<u32, (u8, String)>,
}

impl Suspects {
    /// A new numbering acquits everybody.
    pub(super) fn start(&mut self, validity: u32) {
        if self.validity != validity {
            *self = Self { validity, ..Self::default() };
        }
    }

    /// Up to this UID each message is asked for alone.
    pub(super) fn alone_to(&self) -> u32 {
        self.alone_to
    }

    /// Why this message is given up, if it is.
    pub(super) fn given_up(&self, uid: u32) -> Option<&str> {
        self.failures.get(&uid).filter(|(times, _)| *times >= PATIENCE).map(|(_, why)| why.as_str())
    }

    /// A fetch of these messages failed.
    pub(super) fn note(&mut self, asked_for: &[Listed], failure: &Failure) {
        if failure.is_for_later() {
            return;
        }
        if let [only] = asked_for {
            let why = failure.clone().into_fault(Reach::Message, FaultKind::Protocol, "fetching it alone");
            let (times, text) = self.failures.entry(only.uid).or_default();
            *times = times.saturating_add(1);
            *text = why.to_string();
        } else {
            let last = asked_for.last().map_or(0, |message| message.uid);
            self.alone_to = self.alone_to.max(last);
        }
    }

    /// Everything up to here was handed out.
    pub(super) fn forget_up_to(&mut self, uid: u32) {
        self.failures = self.failures.split_off(&uid.saturating_add(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imap::failure::{Answer, Break};

    fn message(uid: u32) -> Listed {
        Listed { uid, size: 10 }
    }

    #[test]
    fn a_batch_that_fails_is_asked_for_one_by_one() {
        let mut suspects = Suspects::default();
        suspects.note(&[message(3), message(9)], &Break::Lost.into());
        assert_eq!(suspects.alone_to(), 9);
        assert_eq!(suspects.given_up(3), None);
    }

    #[test]
    fn a_message_that_fails_alone_twice_is_given_up() {
        let mut suspects = Suspects::default();
        suspects.note(&[message(3)], &Break::Silent.into());
        assert_eq!(suspects.given_up(3), None);
        suspects.note(&[message(3)], &Break::Lost.into());
        assert!(suspects.given_up(3).unwrap().contains("closed the connection"));
        suspects.start(77);
        assert_eq!(suspects.given_up(3), None);
    }

    #[test]
    fn a_server_that_is_unwell_accuses_no_message() {
        let mut suspects = Suspects::default();
        let unwell = Failure::No(Answer { code: Some("UNAVAILABLE".into()), text: String::new() });
        for _ in 0..9 {
            suspects.note(&[message(3)], &unwell);
        }
        assert_eq!(suspects.given_up(3), None);
    }
}

//! Where a message stands: UIDVALIDITY and UID, and how both are written.
//!
//! In and out: the opaque texts of the border and the sets of RFC 3501. Knows no connection.

use std::fmt::Write as _;

use crate::arrival::{Cursor, RemoteRef};
use crate::fault::{Fault, FaultKind, Reach};

/// `UIDVALIDITY/UID`: of a message, or of the last one that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The numbering that the UID belongs to.
    pub validity: u32,
    /// The number; 0 stands before the first message.
    pub uid: u32,
}

impl Place {
    pub(super) fn new(validity: u32, uid: u32) -> Self {
        Self { validity, uid }
    }

    pub(super) fn to_ref(self) -> RemoteRef {
        RemoteRef(self.written())
    }

    pub(super) fn to_cursor(self) -> Cursor {
        Cursor(self.written())
    }

    pub(super) fn from_cursor(cursor: &Cursor) -> Result<Self, Fault> {
        Self::read(&cursor.0)
    }

    pub(super) fn from_ref(remote: &RemoteRef) -> Result<Self, Fault> {
        Self::read(&remote.0)
    }

    fn written(self) -> String {
        format!("{}/{}", self.validity, self.uid)
    }

    fn read(text: &str) -> Result<Self, Fault> {
        let read = |(validity, uid): (&str, &str)| Some(Self::new(validity.parse().ok()?, uid.parse().ok()?));
        text.split_once('/').and_then(read).ok_or_else(|| {
            let text = format!("\"{text}\" is not UIDVALIDITY/UID: it was not made by this connector");
            Fault::not_sent(Reach::Mailbox, FaultKind::Setup, text)
        })
    }
}

/// A set of UIDs as commands want it: `3,7:9,12`. Ascending input gives the shortest text.
pub(super) fn uid_set(uids: impl IntoIterator<Item = u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for uid in uids {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(uid) => *last = uid,
            Some(_) | None => runs.push((uid, uid)),
        }
    }
    let mut text = String::new();
    for (first, last) in runs {
        let comma = if text.is_empty() { "" } else { "," };
        // Writing to a String cannot fail.
        let _ = if first == last { write!(text, "{comma}{first}") } else { write!(text, "{comma}{first}:{last}") };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_written_as_a_range() {
        assert_eq!(uid_set([3, 7, 8, 9, 12, 13]), "3,7:9,12:13");
        assert_eq!(uid_set([u32::MAX, 1]), "4294967295,1");
        assert_eq!(uid_set([]), "");
    }

    #[test]
    fn a_place_survives_being_written_and_read() {
        let place = Place::new(1_700_000_000, 42);
        assert_eq!(Place::from_cursor(&place.to_cursor()), Ok(place));
        assert_eq!(Place::from_ref(&place.to_ref()), Ok(place));
    }

    #[test]
    fn a_cursor_of_somebody_else_is_refused() {
        for foreign in ["", "7", "7/x", "7/4294967296", "-1/2"] {
            assert_eq!(Place::from_cursor(&Cursor(foreign.into())).unwrap_err().kind, FaultKind::Setup, "{foreign}");
        }
    }
}

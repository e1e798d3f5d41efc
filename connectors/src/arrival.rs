//! What comes in over the border, before anybody has decided what it means.

use chrono::{DateTime, Utc};

/// The other side's name for one thing, unique within its source and opaque outside the connector that made it.
/// IMAP: `UIDVALIDITY/UID`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RemoteRef(pub String);

/// How far a source has been read; opaque outside the connector that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// One thing that arrived: its raw bytes and what the server said of it.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The server's name for it.
    pub remote_ref: RemoteRef,
    /// When the server took it in (IMAP: INTERNALDATE), not what the sender claims.
    pub received_at: DateTime<Utc>,
    /// The bytes, exactly as the server gave them.
    pub raw: Vec<u8>,
    /// The size in bytes that the server announced; larger than `raw` where the rest was left there.
    pub announced_bytes: u64,
}

impl Arrival {
    /// True where only the beginning was fetched because the whole exceeds the configured cap.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        (self.raw.len() as u64) < self.announced_bytes
    }
}

/// What one poll brought.
#[derive(Debug, Clone)]
pub struct Batch {
    /// What arrived, oldest first.
    pub arrivals: Vec<Arrival>,
    /// Where to go on once `arrivals` are committed.
    pub cursor: Cursor,
    /// Things the server listed but could no longer give (deleted meanwhile). They belong in the log, not to nowhere.
    pub gone: Vec<RemoteRef>,
    /// Things that could not be read, with the reason; they must not stop the rest.
    pub unreadable: Vec<(RemoteRef, String)>,
    /// True if more is waiting and the next poll should follow at once.
    pub more: bool,
    /// True if the server started a new numbering (IMAP: UIDVALIDITY changed), so everything is listed again.
    pub renumbered: bool,
}

/// What a server holds at one moment.
#[derive(Debug, Clone)]
pub struct Census {
    /// Every item it lists.
    pub held: Vec<RemoteRef>,
}

/// Why [`crate::Source::wait`] returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// The server said that something changed.
    News,
    /// The time was up.
    Elapsed,
}

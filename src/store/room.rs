//! How much room the disk of a SQLite database has left. In: where the file is. Out: bytes. (PostgreSQL looks after its own.)

use rustix::fs::statvfs;

use super::Store;

/// The name under which it is kept that there is too little.
pub const DISK: &str = "disk";
/// With less than this nothing is safe: a mail may have 25 MB, a checkpoint of the log 64, and the file grows in steps.
const TOO_LITTLE: u64 = 512 * 1024 * 1024;
const MIB: u64 = 1024 * 1024;

/// What is left of a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Room {
    /// Bytes that we may still write.
    pub free: u64,
    /// Bytes that it has.
    pub total: u64,
}

impl Room {
    /// True if somebody must make room, before mail cannot be taken in.
    #[must_use]
    pub fn is_low(self) -> bool {
        self.free < TOO_LITTLE
    }

    /// `37 of 4096 MiB`.
    #[must_use]
    pub fn shown(self) -> String {
        format!("{} of {} MiB", self.free / MIB, self.total / MIB)
    }

    /// What is free, in MiB.
    #[must_use]
    pub fn free_mib(self) -> u64 {
        self.free / MIB
    }
}

impl Store {
    /// What is left where the database lies; `None` where that is not our disk, or nobody knows.
    #[must_use]
    pub fn room(&self) -> Option<Room> {
        let found = statvfs(&self.file()?).ok()?;
        let bytes = |blocks: u64| blocks.saturating_mul(found.f_frsize);
        Some(Room { free: bytes(found.f_bavail), total: bytes(found.f_blocks) })
    }
}

//! One daemon at a time on one SQLite file. The kernel holds the lock and drops it with the process, so a kill leaves
//! nothing to clean up. (On PostgreSQL several nodes share the work by leases.)

use std::fs::File;

use rustix::fs::{FlockOperation, flock};

use super::{Store, StoreFault};

/// The lock; it lives as long as the daemon.
#[derive(Debug)]
pub struct DaemonLock {
    _file: Option<File>,
}

impl Store {
    /// Takes the place of the one daemon, or says who is wrong here.
    pub fn lock_for_daemon(&self) -> Result<DaemonLock, StoreFault> {
        let Some(path) = self.file() else { return Ok(DaemonLock { _file: None }) };
        let path = path.with_extension("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| StoreFault::File { path: path.clone(), error })?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(DaemonLock { _file: Some(file) }),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(StoreFault::InUse(self.shown())),
            Err(error) => Err(StoreFault::File { path, error: error.into() }),
        }
    }
}

//! Which commits a power cut can no longer undo.
//!
//! In: commits as they are made, those that wait for the disk and those that do not. Out: whether everything up to one
//! of them has reached it. SQLite's log is one file, made safe from its beginning, so a commit that waits for the disk
//! makes all before it safe. Knows only the commits of this process; those of others make things safer than is known
//! here.

use std::sync::Arc;

use tokio::sync::watch;

/// Shared by all who write to one store.
#[derive(Debug, Clone, Default)]
pub(super) struct Safety(Arc<watch::Sender<Counted>>);

#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    /// Commits that did not wait for the disk.
    light: u64,
    /// So many of them are safe.
    safe: u64,
}

impl Safety {
    /// How many commits have not waited for the disk.
    pub(super) fn light(&self) -> u64 {
        self.0.borrow().light
    }

    /// True if all of them are safe.
    pub(super) fn is_whole(&self) -> bool {
        let counted = self.0.borrow();
        counted.safe >= counted.light
    }

    /// One more that did not wait.
    pub(super) fn note_light(&self) {
        self.0.send_modify(|counted| counted.light += 1);
    }

    /// A commit that waited is done; when it began, there were so many that had not.
    pub(super) fn note_safe(&self, up_to: u64) {
        self.0.send_modify(|counted| counted.safe = counted.safe.max(up_to));
    }

    /// Waits until so many are safe.
    pub(super) async fn reached(&self, up_to: u64) {
        // The sender is ours, so it does not go away.
        drop(self.0.subscribe().wait_for(|counted| counted.safe >= up_to).await);
    }
}

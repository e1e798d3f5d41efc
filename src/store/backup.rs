//! A copy that is whole though the daemon runs, and a restored one that sends nothing by itself.
//!
//! (PostgreSQL has `pg_dump` for the first.)

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::gap::NO_HOME;
use super::{Backend, Store, StoreFault, WriteTx};
use crate::sync_log::{Entry, Event};

impl Store {
    /// Writes a copy of a SQLite database to a file that does not exist yet, as it stands at one moment. Writers go on
    /// meanwhile. False on PostgreSQL: nothing was done.
    pub async fn copy_to(&self, path: &Path) -> Result<bool, StoreFault> {
        if self.backend == Backend::Postgres {
            return Ok(false);
        }
        let fault = |error| StoreFault::File { path: path.to_owned(), error };
        // SQLite fills an empty file; so the copy is readable for nobody else from its first byte on.
        let file = File::options().write(true).create_new(true).mode(0o600).open(path).map_err(fault)?;
        let copied = sqlx::query("VACUUM INTO $1").bind(path.display().to_string()).execute(&self.writer).await;
        if let Err(error) = copied {
            // The half of a copy must not be taken for one; where it cannot be removed it is empty or broken, which
            // `restore` notices.
            drop(std::fs::remove_file(path));
            return Err(error.into());
        }
        file.sync_all().map_err(fault)?;
        Ok(true)
    }
}

impl WriteTx {
    /// Holds every letter that has not been taken yet: a restored database does not know which of them left after the
    /// backup was made. Returns how many there are.
    pub async fn freeze_letters(&mut self, actor: &str, why: &str) -> Result<u64, StoreFault> {
        let frozen = sqlx::query(
            "UPDATE letters SET phase = 'held', lease_owner = NULL, lease_until = NULL, epoch = epoch + 1, last_fault = $1 \
             WHERE phase IN ('ready', 'intended', 'sending', 'unclear')",
        )
        .bind(why)
        .execute(self.conn())
        .await?
        .rows_affected();
        self.note(Entry::new(Event::Pulih, actor).fact("ditahan", frozen).fact("sebab", why));
        Ok(frozen)
    }

    /// The database is at home nowhere until [`Store::adopt`]: path, inode and machine may well be those that it had,
    /// since a new file often gets the number of the one that was removed.
    pub async fn forget_home(&mut self) -> Result<(), StoreFault> {
        sqlx::query("UPDATE meta SET value = $1 WHERE name = 'home'").bind(NO_HOME).execute(self.conn()).await?;
        Ok(())
    }
}

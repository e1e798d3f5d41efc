//! The first day: the database, the log's key, the log's first lines. Once; nothing is ever overwritten.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use secrecy::ExposeSecret;

use super::DaemonFault;
use crate::clock::Clock;
use crate::config::Config;
use crate::store::Store;
use crate::sync_log::{Checkpoint, Entry, Event, SealingKey};

/// What was made.
#[derive(Debug, Clone)]
pub struct Founded {
    /// Where the queue is.
    pub database: String,
    /// What auditors are given: the public key of the log.
    pub public_key: String,
}

/// Makes the database and the key. A key that is there already (from a credential) is used.
pub async fn init(config: &Config, clock: &dyn Clock) -> Result<Founded, DaemonFault> {
    // The key first: a database without its key could neither be used nor be founded again.
    let made = !config.log.key_read_from.exists();
    let key = if made { new_key(config)? } else { super::read_key(config)? };
    let store = match Store::init(&config.database.address(), clock.now()).await {
        Ok(store) => store,
        Err(fault) => {
            if made {
                // Sealed nothing yet. Where it cannot be removed, the next `init` uses it.
                drop(std::fs::remove_file(&config.log.key_file));
            }
            return Err(fault.into());
        }
    };
    let public_key = key.public().to_string();
    let mut tx = store.write(clock.now()).await?;
    tx.note(Entry::new(Event::Kunci, "operator").config(&config.books.digest).fact("kunci", public_key.as_str()));
    tx.commit().await?;
    let mut tx = store.write(clock.now()).await?;
    let head = tx.log_head().await?;
    tx.keep_checkpoint(head.size, &Checkpoint::of(key.public().name(), &head.range).sign(&key)).await?;
    tx.commit().await?;
    let database = store.shown();
    store.close().await;
    Ok(Founded { database, public_key })
}

fn new_key(config: &Config) -> Result<SealingKey, DaemonFault> {
    let path: &Path = &config.log.key_file;
    let key = SealingKey::generate(&config.log.origin).map_err(|fault| DaemonFault::key(path, fault))?;
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let written = made.and_then(|mut file| {
        file.write_all(key.to_text().expose_secret().as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| DaemonFault::key(path, error))?;
    Ok(key)
}

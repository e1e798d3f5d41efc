//! The database, looked at as the daemon would open it. In: the configuration. Out: whether it is there and lets us in.
//! Changes nothing, makes nothing.

use serde::Serialize;

use crate::config::{Config, Database};
use crate::store::place::place;
use crate::store::{Store, StoreFault};

/// What was found.
#[derive(Debug, Serialize)]
pub(super) struct DatabaseFound {
    /// The file, or host, port and database.
    place: String,
    pub(super) ok: bool,
    error: Option<String>,
    /// Nobody has made it yet; `init` does.
    missing: bool,
    /// It was made elsewhere: the daemon would hold all sending.
    copy: Option<String>,
}

impl DatabaseFound {
    pub(super) async fn look(config: &Config) -> Self {
        let address = config.database.address();
        let mut found = Self { place: place(&address), ok: true, error: None, missing: false, copy: None };
        match Store::open(&address).await {
            Ok(store) => {
                match store.is_copy().await {
                    Ok(copy) => found.copy = copy,
                    Err(fault) => found.fail(&fault),
                }
                store.close().await;
            }
            Err(StoreFault::Missing(_)) => {
                found.missing = true;
                found.error = no_folder(&config.database);
                found.ok = found.error.is_none();
            }
            Err(fault) => found.fail(&fault),
        }
        found
    }

    fn fail(&mut self, fault: &StoreFault) {
        self.ok = false;
        self.error = Some(fault.to_string());
    }

    pub(super) fn text(&self) -> String {
        let place = &self.place;
        match (&self.error, &self.copy) {
            (Some(error), _) => format!("database {place}: FAULT: {error}"),
            (None, _) if self.missing => format!("database {place}: none yet; `penghubung init` makes it, once"),
            (None, Some(copy)) => {
                format!("database {place}: a copy ({copy}): nothing is sent before `penghubung restore --here`")
            }
            (None, None) => format!("database {place}: lets us in"),
        }
    }
}

/// A file cannot be made in a folder that is not there.
fn no_folder(database: &Database) -> Option<String> {
    let Database::Sqlite { path } = database else { return None };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty())?;
    (!folder.is_dir()).then(|| format!("its folder {} is not there", folder.display()))
}

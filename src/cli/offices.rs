//! The offices for commands that need no main file: `explain`, `due`.
//!
//! In: `--config`, `$PENGHUBUNG_CONFIG_DIR`. Out: the books of every office found there, and the one that is asked for.

use std::path::{Path, PathBuf};

use super::{Exit, Failure, Global};
use crate::config::nearest::did_you_mean;
use crate::config::{self, Books, Config};
use crate::decide::OfficeBook;

/// The variable that names the configuration directory.
const DIRECTORY: &str = "PENGHUBUNG_CONFIG_DIR";

/// Reads the books of all offices of the configuration directory.
///
/// # Errors
/// Every fault of every file, exit 78.
pub fn books(global: &Global) -> Result<Books, Failure> {
    let dir = directory(global.config.as_deref());
    if !dir.join("offices").is_dir() {
        return Err(Failure::new(Exit::Configuration, "there is no folder offices/")
            .at(dir.display().to_string())
            .right(format!(
                "give --config FILE that lies beside it, or set {DIRECTORY} to the directory that holds it"
            )));
    }
    tracing::debug!(dir = %dir.display(), "offices are read");
    Ok(Config::load_offices_only(&dir)?)
}

/// The main file that belongs to these offices; it need not exist.
#[must_use]
pub fn main_file(global: &Global) -> PathBuf {
    match &global.config {
        Some(file) => file.clone(),
        None => config::directory(None, std::env::var_os(DIRECTORY).as_deref()).join("penghubung.toml"),
    }
}

/// The directory of `--config` where `offices/` lies beside that file, else as [`config::directory`] finds it.
fn directory(flag: Option<&Path>) -> PathBuf {
    let environment = std::env::var_os(DIRECTORY);
    let beside = flag.map(|file| config::directory(Some(file), None));
    match beside {
        Some(dir) if dir.join("offices").is_dir() => dir,
        Some(dir) => {
            let other = config::directory(None, environment.as_deref());
            tracing::warn!("{} holds no offices/; those of {} are used", dir.display(), other.display());
            other
        }
        None => config::directory(None, environment.as_deref()),
    }
}

/// The office with this id.
///
/// # Errors
/// Where there is none, with the ids there are, exit 64.
pub fn named<'a>(books: &'a Books, id: &str) -> Result<&'a OfficeBook, Failure> {
    books.office(id).ok_or_else(|| {
        let known: Vec<&str> = books.offices.iter().map(|book| book.office.id.0.as_str()).collect();
        let meant = did_you_mean(id, &known).map(|question| format!("{question} ")).unwrap_or_default();
        Failure::new(Exit::Usage, "no office has this id")
            .at(format!("--office {id}"))
            .right(format!("{meant}Known: {}", known.join(", ")))
    })
}

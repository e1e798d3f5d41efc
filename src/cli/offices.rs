//! The offices for commands that need no main file: `explain`, `due`.
//!
//! In: `--config`, `$PENGHUBUNG_CONFIG_DIR`. Out: the books of every office found there, and the one that is asked for.

use std::path::{Path, PathBuf};

use super::{Exit, Failure, Global};
use crate::config::nearest::did_you_mean;
use crate::config::{self, Books, Config, Places};
use crate::decide::OfficeBook;

/// The variable that names the configuration directory.
const DIRECTORY: &str = "PENGHUBUNG_CONFIG_DIR";

/// Reads the books of all offices of the configuration directory.
///
/// # Errors
/// Every fault of every file, exit 78.
pub fn books(global: &Global) -> Result<Books, Failure> {
    let (dir, places) = places(global.config.as_deref())?;
    if !places.offices.is_dir() {
        return Err(Failure::new(Exit::Configuration, "there is no such folder of offices")
            .at(places.offices.display().to_string())
            .right(format!(
                "give --config FILE that lies beside offices/ or names offices_dir, or set {DIRECTORY} to the directory \
                 that holds offices/"
            )));
    }
    tracing::debug!(dir = %places.offices.display(), "offices are read");
    Ok(Config::load_offices_only(&dir, &places)?)
}

/// The main file that belongs to these offices; it need not exist.
#[must_use]
pub fn main_file(global: &Global) -> PathBuf {
    match &global.config {
        Some(file) => file.clone(),
        None => config::directory(None, std::env::var_os(DIRECTORY).as_deref()).join("penghubung.toml"),
    }
}

/// The directory that paths are relative to, and where the parts lie: as the file of `--config` says (it need not exist
/// where offices/ lies beside it), else below the directory that [`config::directory`] finds.
fn places(flag: Option<&Path>) -> Result<(PathBuf, Places), Failure> {
    let dir = config::directory(flag, std::env::var_os(DIRECTORY).as_deref());
    let Some(file) = flag else {
        let places = Places::below(&dir);
        return Ok((dir, places));
    };
    if !file.exists() {
        let beside = Places::below(&dir);
        if beside.offices.is_dir() {
            return Ok((dir, beside));
        }
        return Err(Failure::new(Exit::Configuration, "there is no such file")
            .at(format!("--config {}", file.display()))
            .right(
                "name the main configuration file; its offices, calendars and letters are read, nothing else of it",
            ));
    }
    let places = Places::of_main_file(file)?;
    Ok((dir, places))
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

/// The office with this id, or the only one.
///
/// # Errors
/// Where there is none, or none is named and several are configured, exit 64.
pub fn meant<'a>(books: &'a Books, id: Option<&str>) -> Result<&'a OfficeBook, Failure> {
    match (id, books.offices.as_slice()) {
        (Some(id), _) => named(books, id),
        (None, [only]) => Ok(only),
        (None, _) => Err(Failure::new(Exit::Usage, "several offices are configured").right("say --office ID")),
    }
}

//! `backup FILE`: a copy of the database that is whole though the daemon runs. In: where. Out: the file.

use std::path::PathBuf;

use serde::Serialize;

use super::opened::{self, actor};
use super::{Exit, Failure, Global, Output};
use crate::config::Database;
use crate::sync_log::{Entry, Event};

/// Copy the database, also while the daemon runs; the copy holds personal data
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file to write; it must not exist
    file: PathBuf,
}

#[derive(Serialize)]
struct Copied {
    file: String,
    bytes: u64,
}

/// Writes it.
///
/// # Errors
/// Where the file exists or cannot be written; on PostgreSQL always, with the line to run instead.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    if let Database::Postgres { url, .. } = &opened.config.database {
        return Err(Failure::new(Exit::Unavailable, "PostgreSQL makes its own backups")
            .at(opened.store.shown())
            .right(format!("run: pg_dump --format=custom --file={} '{url}'", args.file.display())));
    }
    if args.file.exists() {
        return Err(Failure::new(Exit::CannotCreate, "there is such a file already; no backup overwrites another")
            .at(args.file.display().to_string())
            .right("name a new file, such as one with today's date"));
    }
    opened.store.copy_to(&args.file).await?;
    let mut tx = opened.store.write(opened.now).await?;
    tx.note(Entry::new(Event::Ekspor, actor()).fact("apa", "cadangan basis data"));
    // True now: the log says that a copy is out there. A crash just before leaves the copy without the line.
    tx.commit().await?;
    let bytes = std::fs::metadata(&args.file).map(|about| about.len()).unwrap_or_default();
    let mut out = Output::stdout();
    let file = args.file.display().to_string();
    if global.json {
        out.json(&Copied { file, bytes })?;
    } else {
        out.line(&format!("{file}: {bytes} bytes; it holds personal data and no key of the log"))?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

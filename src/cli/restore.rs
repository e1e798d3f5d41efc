//! `restore FILE`: a backup put in the place of a database that is gone. In: the backup. Out: a database that sends
//! nothing until a person has looked.
//!
//! Two things hold it: every letter that was on its way is held, and the database knows that it is a copy, so that the
//! daemon holds all new ones too, until `restore --here`.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::opened::{self, actor};
use super::{Exit, Failure, Global, Output};
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, Database, Secrets};
use crate::store::Store;

/// Put a backup in place, with all sending held; then, once reconciled, make it the real one
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The backup
    #[arg(required_unless_present = "here", conflicts_with = "here")]
    file: Option<PathBuf>,
    /// This database is the real one from now on: sending goes on (held letters stay held; see `queue release`)
    #[arg(long)]
    here: bool,
}

/// Does it.
///
/// # Errors
/// Where a database exists already, or the backup is none.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    match args.file {
        Some(file) => restore(&file, global).await,
        None => adopt(global).await,
    }
}

async fn restore(backup: &Path, global: &Global) -> Result<Exit, Failure> {
    let config = Config::load(global.config_file(), Secrets::DatabaseOnly)?;
    let Database::Sqlite { path } = &config.database else {
        return Err(Failure::new(Exit::Unavailable, "PostgreSQL restores its own backups")
            .right("run pg_restore into an empty database; the daemon then holds all sending until `restore --here`"));
    };
    if path.exists() {
        return Err(Failure::new(Exit::CannotCreate, "there is a database already; it is never overwritten")
            .at(path.display().to_string())
            .right("move it and its -wal and -shm files away first"));
    }
    let part = path.with_extension("part");
    copy(backup, &part)?;
    let frozen = freeze(&part).await;
    let put = match frozen {
        Ok(frozen) => std::fs::hard_link(&part, path)
            .map(|()| frozen)
            .map_err(|error| Failure::new(Exit::CannotCreate, error.to_string()).at(path.display().to_string())),
        Err(failure) => Err(failure),
    };
    // The place is taken by the finished file, under its own name, or not at all.
    drop(std::fs::remove_file(&part));
    let frozen = put?;
    let mut out = Output::stdout();
    if global.json {
        out.json(&serde_json::json!({ "held": frozen }))?;
    } else {
        out.line(&format!("{frozen} letters are held. Nothing leaves until `penghubung restore --here`."))?;
        out.line("Mail that came after the backup is fetched again; compare `queue list` with what was really sent.")?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let cannot_read =
        |error: std::io::Error| Failure::new(Exit::BadInput, error.to_string()).at(from.display().to_string());
    let cannot_write =
        |error: std::io::Error| Failure::new(Exit::CannotCreate, error.to_string()).at(to.display().to_string());
    let mut source = File::open(from).map_err(cannot_read)?;
    let mut target =
        File::options().write(true).create(true).truncate(true).mode(0o640).open(to).map_err(cannot_write)?;
    std::io::copy(&mut source, &mut target).map_err(cannot_write)?;
    target.sync_all().map_err(cannot_write)
}

async fn freeze(file: &Path) -> Result<u64, Failure> {
    let store = Store::open(&format!("sqlite://{}", file.display()))
        .await
        .map_err(|fault| Failure::new(Exit::BadInput, format!("the file is no backup of ours: {fault}")))?;
    let mut tx = store.write(SystemClock.now()).await?;
    let frozen = tx.freeze_letters(&actor(), "dipulihkan dari cadangan; mungkin sudah terkirim").await?;
    tx.forget_home().await?;
    // True now: nothing in this copy is on its way, it is nobody's home, and its log says why.
    tx.commit().await?;
    store.close().await;
    Ok(frozen)
}

async fn adopt(global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    let mut out = Output::stdout();
    let was_copy = opened.store.is_copy().await?;
    if was_copy.is_some() {
        opened.store.adopt(opened.now, &actor()).await?;
    }
    match (global.json, was_copy) {
        (true, was_copy) => out.json(&serde_json::json!({ "was_copy": was_copy }))?,
        (false, None) => out.line("this database is at home here already; nothing was done")?,
        (false, Some(_)) => out.line("this is the real database now; restart the daemon")?,
    }
    out.finish()?;
    Ok(Exit::Well)
}

//! `restore FILE`: a backup put in the place of a database that is gone. In: the backup. Out: a database that sends
//! nothing until a person has looked.
//!
//! Two things hold it: every letter that was on its way is held, and the database knows that it is a copy, so that the
//! daemon holds all new ones too, until `restore --here`. And it counts on further up: what was given after the backup was
//! made is in citizens' hands.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::opened::{self, actor};
use super::{Exit, Failure, Global, Output};
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, Database, Secrets};
use crate::daemon::copy;
use crate::store::Store;
use crate::store::gap::Gap;

/// Put a backup in place, with all sending held; then, once reconciled, make it the real one
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The backup
    #[arg(required_unless_present = "here", conflicts_with = "here")]
    file: Option<PathBuf>,
    /// This database is the real one from now on: sending goes on (held letters stay held; see `queue release`)
    #[arg(long)]
    here: bool,
    /// Leave so many complaint numbers free in each office, in place of what is reckoned: 100 and three times what it gave
    /// in the month before, for the days since, up to a round number. 0: nothing was lost, the database was only moved
    #[arg(long, value_name = "NUMBERS", value_parser = clap::value_parser!(i64).range(0..1_000_000))]
    gap: Option<i64>,
}

/// Does it.
///
/// # Errors
/// Where a database exists already, or the backup is none.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    match args.file {
        Some(file) => restore(&file, args.gap, global).await,
        None => adopt(args.gap, global).await,
    }
}

async fn restore(backup: &Path, gap: Option<i64>, global: &Global) -> Result<Exit, Failure> {
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
    copied(backup, &part)?;
    let frozen = freeze(&part, &config, gap).await;
    let put = match frozen {
        Ok(frozen) => std::fs::hard_link(&part, path)
            .map(|()| frozen)
            .map_err(|error| Failure::new(Exit::CannotCreate, error.to_string()).at(path.display().to_string())),
        Err(failure) => Err(failure),
    };
    // The place is taken by the finished file, under its own name, or not at all.
    drop(std::fs::remove_file(&part));
    let (frozen, gaps) = put?;
    let mut out = Output::stdout();
    if global.json {
        out.json(&serde_json::json!({ "held": frozen, "left_free": left_free(&gaps) }))?;
    } else {
        out.line(&format!("{frozen} letters are held. Nothing leaves until `penghubung restore --here`."))?;
        out.line("Mail that came after the backup is fetched again; compare `queue list` with what was really sent.")?;
        tell(&mut out, &config, &gaps)?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

/// Which numbers were left free, and why.
fn tell(out: &mut Output, config: &Config, gaps: &[Gap]) -> Result<(), Failure> {
    let Some(gap) = gaps.first() else { return Ok(()) };
    let since = gap.since.format("%Y-%m-%d %H:%M UTC");
    out.line(&format!("Numbers given after {since}, the last that this database knows, are in citizens' hands:"))?;
    gaps.iter().try_for_each(|gap| out.line(&format!("  {}", copy::told(config, gap))))?;
    out.line("Whoever wrote since gets a new number, and may hold an older receipt too.")
}

fn left_free(gaps: &[Gap]) -> Vec<serde_json::Value> {
    let told = |gap: &Gap| {
        serde_json::json!({
            "office": gap.office, "year": gap.year, "last": gap.last, "free_to": gap.free_to, "since": gap.since,
        })
    };
    gaps.iter().map(told).collect()
}

fn copied(from: &Path, to: &Path) -> Result<(), Failure> {
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

async fn freeze(file: &Path, config: &Config, gap: Option<i64>) -> Result<(u64, Vec<Gap>), Failure> {
    let store = Store::open(&format!("sqlite://{}", file.display()))
        .await
        .map_err(|fault| Failure::new(Exit::BadInput, format!("the file is no backup of ours: {fault}")))?;
    let now = SystemClock.now();
    let mut tx = store.write(now).await?;
    let gaps = tx.leave_gap(&copy::years(config, now), gap, &actor()).await?;
    let frozen = tx.freeze_letters(&actor(), "dipulihkan dari cadangan; mungkin sudah terkirim").await?;
    tx.forget_home().await?;
    // True now: nothing in this copy is on its way, it is nobody's home, it gives no number that may have been given, and
    // its log says why.
    tx.commit().await?;
    store.close().await;
    Ok((frozen, gaps))
}

async fn adopt(gap: Option<i64>, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    let mut out = Output::stdout();
    let was_copy = opened.store.is_copy().await?;
    let (config, store, now) = (&opened.config, &opened.store, opened.now);
    let gaps = match gap {
        Some(gap) => store.leave_gap_of(gap, &copy::years(config, now), now, &actor()).await?,
        None => copy::leave_gap(config, store, now, &actor()).await?,
    };
    if was_copy.is_some() {
        store.adopt(now, &actor()).await?;
    }
    if global.json {
        out.json(&serde_json::json!({ "was_copy": was_copy, "left_free": left_free(&gaps) }))?;
    } else {
        tell(&mut out, config, &gaps)?;
        out.line(match was_copy {
            Some(_) => "this is the real database now; restart the daemon",
            None if gaps.is_empty() => "this database is at home here already; nothing was done",
            None => "this database is at home here already",
        })?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

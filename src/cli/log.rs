//! `log verify|export|tail`: the sync log. In: the database and public keys. Out: a verdict, files for auditors, lines.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;

use super::opened::{self, Opened, actor};
use super::{Exit, Failure, Global, Output};
use crate::store::Store;
use crate::sync_log::export::{Export, read_keys};
use crate::sync_log::verification::{BETWEEN_NOTES, LONGEST_SILENCE, Report, Verdict, Verification};
use crate::sync_log::{Entry, Event, PublicKey, SealingKey};

/// Lines read at once: some megabytes, so that every core has something to hash.
const CHUNK: u64 = 32_768;
/// A watcher looks for new lines this often.
const LOOK: Duration = Duration::from_secs(1);

/// Verify the tamper-evident log, export it for auditors, or watch it
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Recompute every seal from the first line; exit 1 where something does not fit
    Verify {
        /// Public keys, one a line, as handed out at installation [default: that of the log's own key file]
        #[arg(long, value_name = "FILE")]
        keys: Option<PathBuf>,
        /// Seals that somebody else kept
        #[arg(long, value_name = "FILE")]
        anchor: Vec<PathBuf>,
    },
    /// Write lines, seals and public keys as files that an auditor's own program reads
    Export {
        /// The folder; an older export of this log in it is overwritten [default: export_dir of the configuration]
        directory: Option<PathBuf>,
        /// Public keys, one a line [default: that of the log's own key file]
        #[arg(long, value_name = "FILE")]
        keys: Option<PathBuf>,
    },
    /// Print the last lines
    Tail {
        /// How many
        #[arg(short = 'n', long, default_value_t = 10)]
        lines: u64,
        /// Go on printing as lines are added
        #[arg(short, long)]
        follow: bool,
    },
}

#[derive(Serialize)]
struct Verified {
    verdict: String,
    intact: bool,
    lines: u64,
    root: String,
    sealed: u64,
    unsealed_tail: u64,
    first_bad: Option<u64>,
    problems: Vec<String>,
    keys: Vec<String>,
    /// The files that were given as anchors, in the order by which problems name them.
    anchors: Vec<String>,
}

#[derive(Serialize)]
struct Exported {
    directory: String,
    lines: u64,
    seals: usize,
}

/// Does it.
///
/// # Errors
/// Where the database, keys or anchors cannot be read, or files cannot be written.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    match args.what {
        What::Verify { keys, anchor } => verify(&opened, keys.as_deref(), &anchor, global.json).await,
        What::Export { directory, keys } => {
            let directory = directory.unwrap_or_else(|| opened.config.log.export_dir.clone());
            export(&opened, &directory, keys.as_deref(), global.json).await
        }
        What::Tail { lines, follow } => tail(&opened.store, lines, follow).await,
    }
}

async fn verify(opened: &Opened, keys: Option<&Path>, anchors: &[PathBuf], json: bool) -> Result<Exit, Failure> {
    let keys = public_keys(opened, keys)?;
    let named: Vec<String> = anchors.iter().map(|path| path.display().to_string()).collect();
    let anchors = anchors.iter().map(|path| text_of(path)).collect::<Result<Vec<_>, _>>()?;
    let size = opened.store.log_head().await?.size;
    let notes: Vec<String> = opened.store.checkpoints().await?.into_iter().map(|(_, note)| note).collect();
    let mut verification = Verification::new(&notes.join(BETWEEN_NOTES), &anchors, &keys, LONGEST_SILENCE);
    let bar = progress(size);
    let mut from = 0;
    // The next chunk is read while this one is hashed.
    let mut chunk = opened.store.log_text(from, CHUNK).await?;
    while !chunk.is_empty() {
        from += CHUNK;
        let hashing = tokio::task::spawn_blocking(move || {
            verification.chunk(chunk.as_bytes());
            verification
        });
        chunk = opened.store.log_text(from, CHUNK).await?;
        verification = hashing.await.map_err(|error| Failure::new(Exit::Fault, error.to_string()))?;
        bar.set_position(from.min(size));
    }
    bar.finish_and_clear();
    let report = verification.finish();
    tell(&report, &keys, &named, json)?;
    Ok(if report.verdict == Verdict::Intact { Exit::Well } else { Exit::Finding })
}

fn tell(report: &Report, keys: &[PublicKey], anchors: &[String], json: bool) -> Result<(), Failure> {
    let mut out = Output::stdout();
    let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
    if json {
        out.json(&Verified {
            verdict: report.verdict.to_string(),
            intact: report.verdict == Verdict::Intact,
            lines: report.lines,
            root: hex::encode(report.root),
            sealed: report.sealed,
            unsealed_tail: report.unsealed_tail(),
            first_bad: report.first_bad(),
            problems: report.problems.iter().map(ToString::to_string).collect(),
            keys,
            anchors: anchors.to_vec(),
        })?;
    } else {
        out.line(report.to_string().trim_end())?;
        (1..).zip(anchors).try_for_each(|(n, file)| out.line(&format!("jangkar ke-{n}: {file}")))?;
        keys.iter().try_for_each(|key| out.line(&format!("kunci: {key}")))?;
    }
    out.finish()
}

/// On a terminal only.
fn progress(size: u64) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new(size);
    if !std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
    }
    bar
}

/// The keys that were handed out, else the public half of the key that the log is sealed with.
fn public_keys(opened: &Opened, file: Option<&Path>) -> Result<Vec<PublicKey>, Failure> {
    if let Some(path) = file {
        let keys = read_keys(&text_of(path)?);
        return keys.map_err(|error| Failure::new(Exit::BadInput, error.to_string()).at(path.display().to_string()));
    }
    let path = &opened.config.log.key_read_from;
    let right = "give the public keys handed out at installation: --keys FILE";
    let text = zeroed(text_of(path).map_err(|failure| failure.right(right))?);
    let key = SealingKey::from_text(secrecy::ExposeSecret::expose_secret(&text));
    let key = key.map_err(|fault| Failure::new(Exit::BadInput, fault.to_string()).at(path.display().to_string()))?;
    Ok(vec![key.public().clone()])
}

/// A text that leaves no trace in memory.
fn zeroed(text: String) -> secrecy::SecretString {
    secrecy::SecretString::from(text)
}

fn text_of(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::new(Exit::Unavailable, format!("cannot be read: {error}")).at(path.display().to_string())
    })
}

async fn export(opened: &Opened, directory: &Path, keys: Option<&Path>, json: bool) -> Result<Exit, Failure> {
    let cannot =
        |error: std::io::Error| Failure::new(Exit::CannotCreate, error.to_string()).at(directory.display().to_string());
    let keys = public_keys(opened, keys)?;
    // Seals first: lines that come meanwhile are then merely not sealed yet.
    let notes = opened.store.checkpoints().await?;
    let size = opened.store.log_head().await?.size;
    let mut export = Export::begin(directory).map_err(cannot)?;
    let bar = progress(size);
    let mut from = 0;
    while from < size {
        export.lines(&opened.store.log_text(from, CHUNK.min(size - from)).await?).map_err(cannot)?;
        from += CHUNK;
        bar.set_position(from.min(size));
    }
    bar.finish_and_clear();
    export.finish(notes.iter().map(|(_, note)| note.as_str()), &keys).map_err(cannot)?;
    let mut tx = opened.store.write(opened.now).await?;
    tx.note(Entry::new(Event::Ekspor, actor()).fact("apa", "catatan").fact("baris", size));
    tx.commit().await?;
    let mut out = Output::stdout();
    if json {
        out.json(&Exported { directory: directory.display().to_string(), lines: size, seals: notes.len() })?;
    } else {
        let seals = notes.len();
        out.line(&format!("{}: {size} lines, {seals} seals, {} keys", directory.display(), keys.len()))?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

async fn tail(store: &Store, lines: u64, follow: bool) -> Result<Exit, Failure> {
    let mut out = Output::stdout();
    let mut from = store.log_head().await?.size.saturating_sub(lines);
    let mut look = tokio::time::interval(LOOK);
    loop {
        look.tick().await;
        let text = store.log_text(from, CHUNK).await?;
        for line in text.lines() {
            out.line(line)?;
            from += 1;
        }
        if text.is_empty() && !follow {
            break;
        }
        if text.is_empty() {
            out.flush()?;
        }
    }
    out.finish()?;
    Ok(Exit::Well)
}

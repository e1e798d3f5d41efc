//! `log verify` over a long log: ours straight from the database, beside the auditors' verifier in plain Python.
//!
//! `LINES=1000000 ROUNDS=5 cargo bench --bench verify`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints its figures, and stops where it cannot measure"
)]

#[path = "support/mod.rs"]
mod bench;
#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use bench::contest::{measure, median};
use bench::machine::{machine, setting};
use chrono::DateTime;
use penghubung::store::Store;
use penghubung::sync_log::export::Export;
use penghubung::sync_log::verification::{BETWEEN_NOTES, LONGEST_SILENCE, Verdict, Verification};
use penghubung::sync_log::{Checkpoint, Entry, Event, SealingKey};

const ORIGIN: &str = "pengaduan.example/penghubung/log1";
/// Lines of one transaction, and between two checkpoints.
const AT_ONCE: usize = 10_000;
/// Lines asked of the database at once.
const CHUNK: u64 = 20_000;

fn main() {
    let (lines, rounds) = (setting("LINES", 1_000_000), setting("ROUNDS", 5));
    println!("log verify: {}\n{lines} lines, {rounds} rounds", machine());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let key = SealingKey::from_seed(ORIGIN, [7; 32]).unwrap();
    let url = format!("sqlite://{}", folder.path().join("log.db").display());
    let store = runtime.block_on(written(&url, lines, &key));
    let export = folder.path().join("export");
    runtime.block_on(exported(&store, &export, &key));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        ours.push(runtime.block_on(verified(&store, &key, lines)).as_secs_f64());
        let mut python = Command::new("python3");
        python.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/verify_log.py")).arg(&export);
        theirs.push(measure(&mut python, None).wall.as_secs_f64());
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!("{:<28} {ours:>8.2} s {:>8.2}", "from the database", theirs / ours);
    println!("{:<28} {theirs:>8.2} s {:>8.2}", "verify_log.py, exported", 1.0);
}

async fn written(url: &str, lines: usize, key: &SealingKey) -> Store {
    let begun = DateTime::from_timestamp(1_763_000_000, 0).unwrap();
    let store = Store::init(url, begun).await.unwrap();
    for first in (0..lines).step_by(AT_ONCE) {
        let mut tx = store.write(begun).await.unwrap();
        for n in first..lines.min(first + AT_ONCE) {
            let entry = Entry::new(Event::Kirim, "sistem").office("batang").case(format!("BTG-26-{n:04}"));
            tx.note(entry.fact("surat", n).fact("jenis", "disposisi").fact("kepada", "btg.pkm.bandar1").fact("ke", 1));
        }
        tx.commit().await.unwrap();
        let mut tx = store.write(begun).await.unwrap();
        let head = tx.log_head().await.unwrap();
        tx.keep_checkpoint(head.size, &Checkpoint::of(ORIGIN, &head.range).sign(key)).await.unwrap();
        tx.commit().await.unwrap();
    }
    store
}

async fn exported(store: &Store, folder: &Path, key: &SealingKey) {
    std::fs::create_dir(folder).unwrap();
    let mut export = Export::begin(folder).unwrap();
    let mut from = 0;
    loop {
        let text = store.log_text(from, CHUNK).await.unwrap();
        if text.is_empty() {
            break;
        }
        export.lines(&text).unwrap();
        from += CHUNK;
    }
    let notes: Vec<String> = store.checkpoints().await.unwrap().into_iter().map(|(_, note)| note).collect();
    export.finish(notes.iter().map(String::as_str), std::slice::from_ref(key.public())).unwrap();
}

/// Reads the next chunk while the last one is verified.
async fn verified(store: &Store, key: &SealingKey, lines: usize) -> Duration {
    let begun = Instant::now();
    let notes: Vec<String> = store.checkpoints().await.unwrap().into_iter().map(|(_, note)| note).collect();
    let keys = [key.public().clone()];
    let mut verification = Verification::new(&notes.join(BETWEEN_NOTES), &[], &keys, LONGEST_SILENCE);
    let mut text = store.log_text(0, CHUNK).await.unwrap();
    let mut from = CHUNK;
    while !text.is_empty() {
        let chunk = tokio::task::spawn_blocking(move || {
            verification.chunk(text.as_bytes());
            verification
        });
        text = store.log_text(from, CHUNK).await.unwrap();
        from += CHUNK;
        verification = chunk.await.unwrap();
    }
    let report = verification.finish();
    assert_eq!((report.verdict, report.lines), (Verdict::Intact, lines as u64), "{:?}", report.problems);
    begun.elapsed()
}

//! Two verifiers that share nothing look at the same export: ours, and the auditor's `verify_log.py`.
//! Whatever is done to the log, both see it and end with the same code.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use penghubung::sync_log::export::{self, CHECKPOINTS, Export};
use penghubung::sync_log::verification::{BETWEEN_NOTES, LONGEST_SILENCE};
use penghubung::sync_log::{Checkpoint, CompactRange, Entry, Event, SealingKey, tree};

const ORIGIN: &str = "pengaduan.example/penghubung/log1";
const INTACT: u8 = 0;
const ALTERED: u8 = 1;
const TRUNCATED: u8 = 2;
const GAP: u8 = 3;
const UNVERIFIABLE: u8 = 4;

fn key(seed: u8) -> SealingKey {
    SealingKey::from_seed(ORIGIN, [seed; 32]).unwrap()
}

/// A log with its seals: what an attacker with the database in hand can change.
#[derive(Clone)]
struct Log {
    lines: Vec<String>,
    notes: Vec<String>,
}

impl Log {
    /// 40 lines, sealed at 8, 21 and 37.
    fn new() -> Self {
        let lines = (0..40).map(|n| line(n, "pkm-bandar-1")).collect();
        let mut log = Self { lines, notes: Vec::new() };
        log.seal_again(&key(1));
        log
    }

    fn seal_again(&mut self, key: &SealingKey) {
        self.notes =
            [8, 21, 37].iter().filter(|size| **size <= self.lines.len()).map(|size| self.note(*size, key)).collect();
    }

    fn note(&self, size: usize, key: &SealingKey) -> String {
        let mut frontier = CompactRange::new();
        self.lines[..size].iter().for_each(|line| frontier.append(tree::leaf_hash(line.as_bytes())));
        Checkpoint::of(ORIGIN, &frontier).sign(key)
    }

    /// New numbers, everything else as it was.
    fn renumber(&mut self) {
        for (n, line) in self.lines.iter_mut().enumerate() {
            let rest = line.find(",\"t\":").unwrap();
            *line = format!("{{\"n\":{n}{}", &line[rest..]);
        }
    }

    fn export(&self, folder: &Path) {
        let mut export = Export::begin(folder).unwrap();
        self.lines
            .chunks(7)
            .for_each(|part| export.lines(&part.iter().map(|l| format!("{l}\n")).collect::<String>()).unwrap());
        export.finish(self.notes.iter().map(String::as_str), &[key(1).public().clone()]).unwrap();
    }

    /// The code that both verifiers end with.
    fn verdict(&self, anchors: &[String]) -> u8 {
        let folder = tempfile::tempdir().unwrap();
        self.export(folder.path());
        both(folder.path(), anchors)
    }
}

fn line(n: u64, unit: &str) -> String {
    Entry::new(Event::Rute, "triage")
        .case(format!("BTG-26-{n:04}"))
        .fact("unit", unit)
        .to_line(n, 1_795_305_600 + 60 * n as i64)
}

fn both(folder: &Path, anchors: &[String]) -> u8 {
    let keep = tempfile::tempdir().unwrap();
    let mut python = Command::new("python3");
    python.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify_log.py")).arg(folder);
    for (at, anchor) in anchors.iter().enumerate() {
        let file: PathBuf = keep.path().join(format!("anchor{at}"));
        fs::write(&file, anchor).unwrap();
        python.arg("--anchor").arg(file);
    }
    let theirs = python.output().unwrap();
    let ours = export::verify(folder, anchors, LONGEST_SILENCE);
    let code = ours.as_ref().map_or(UNVERIFIABLE, |report| report.verdict.exit_code());
    let said = String::from_utf8_lossy(&theirs.stdout).into_owned() + &String::from_utf8_lossy(&theirs.stderr);
    assert_eq!(theirs.status.code(), Some(i32::from(code)), "ours: {ours:?}\ntheirs: {said}");
    if let Ok(report) = ours {
        for line in report.to_string().lines().filter(|line| !line.starts_with("masalah")) {
            assert!(said.contains(line), "ours: {line}\ntheirs: {said}");
        }
    }
    code
}

#[test]
fn an_untouched_log_is_intact_for_both() {
    let log = Log::new();
    assert_eq!(log.verdict(&[]), INTACT);
    assert_eq!(log.verdict(&[log.notes[1].clone(), log.notes.join(BETWEEN_NOTES)]), INTACT);
}

#[test]
fn a_log_over_several_segments_is_intact_for_both() {
    let mut log = Log::new();
    log.lines = (0..65_536 * 2 + 5).map(|n| line(n, "x")).collect();
    log.notes = vec![log.note(65_537, &key(1)), log.note(65_536 * 2 + 5, &key(1))];
    assert_eq!(log.verdict(&[]), INTACT);
}

#[test]
fn every_flipped_bit_of_a_sealed_line_is_seen() {
    let log = Log::new();
    for (at, (byte, bit)) in [(0, 0), (9, 1), (17, 2), (60, 3), (88, 4)].into_iter().enumerate() {
        let mut changed = log.clone();
        let mut bytes = changed.lines[at * 9].clone().into_bytes();
        bytes[byte] ^= 1 << bit;
        changed.lines[at * 9] = String::from_utf8(bytes).unwrap();
        assert_eq!(changed.verdict(&[]), ALTERED, "line {}", at * 9);
    }
}

#[test]
fn an_edited_line_is_seen() {
    let mut log = Log::new();
    log.lines[12] = line(12, "pkm-bandar-2");
    assert_eq!(log.verdict(&[]), ALTERED);
}

#[test]
fn a_deleted_line_is_seen_even_with_new_numbers() {
    let mut log = Log::new();
    log.lines.remove(12);
    assert_eq!(log.verdict(&[]), ALTERED);
    log.renumber();
    assert_eq!(log.verdict(&[]), ALTERED);
    log.seal_again(&key(1));
    assert_eq!(log.verdict(&[]), INTACT, "new numbers are otherwise in order");
}

#[test]
fn swapped_and_inserted_lines_are_seen() {
    let mut swapped = Log::new();
    swapped.lines.swap(3, 4);
    assert_eq!(swapped.verdict(&[]), ALTERED);
    let mut inserted = Log::new();
    inserted.lines.insert(5, line(5, "sisipan"));
    assert_eq!(inserted.verdict(&[]), ALTERED);
}

#[test]
fn a_cut_log_is_seen_by_its_own_seals_and_without_them_by_an_anchor() {
    let whole = Log::new();
    let mut cut = whole.clone();
    cut.lines.truncate(30);
    assert_eq!(cut.verdict(&[]), TRUNCATED);
    cut.notes.truncate(2);
    assert_eq!(cut.verdict(&[]), INTACT, "nobody can see this without an anchor");
    assert_eq!(cut.verdict(&[whole.notes[2].clone()]), TRUNCATED);
}

#[test]
fn a_log_that_is_cut_and_goes_on_is_seen_by_an_anchor() {
    let whole = Log::new();
    let mut forked = whole.clone();
    forked.lines.truncate(30);
    forked.lines.extend((30..45).map(|n| line(n, "lain")));
    forked.seal_again(&key(1));
    assert_eq!(forked.verdict(&[]), INTACT, "the thief has the real key: nobody can see this without an anchor");
    assert_eq!(forked.verdict(&[whole.notes[2].clone()]), ALTERED);
    assert_eq!(forked.verdict(&[whole.notes[1].clone()]), INTACT, "an anchor before the fork knows nothing of it");
}

#[test]
fn a_log_rewritten_without_the_key_is_seen() {
    let mut log = Log::new();
    log.lines[2] = line(2, "lain");
    log.seal_again(&key(2));
    assert_eq!(log.verdict(&[]), ALTERED);
}

#[test]
fn every_changed_byte_in_the_list_of_seals_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    Log::new().export(folder.path());
    let file = folder.path().join(CHECKPOINTS);
    let good = fs::read(&file).unwrap();
    for at in (0..good.len()).step_by(29) {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        fs::write(&file, &bad).unwrap();
        assert_eq!(both(folder.path(), &[]), ALTERED, "byte {at}");
    }
}

#[test]
fn a_line_cut_in_the_middle_is_seen() {
    for (kept, code) in [(36, TRUNCATED), (38, ALTERED)] {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::new();
        log.lines.truncate(kept);
        log.export(folder.path());
        let file = folder.path().join("00000000.jsonl");
        let mut bytes = fs::read(&file).unwrap();
        bytes.extend(b"{\"n\":");
        fs::write(&file, bytes).unwrap();
        assert_eq!(both(folder.path(), &[]), code);
    }
}

#[test]
fn silence_has_its_own_code_and_an_orderly_stop_none() {
    for (word, code) in [(Event::Detak, GAP), (Event::Henti, INTACT)] {
        let mut log = Log::new();
        let after = 1_795_305_600 + 40 * 60 + 3 * 3600;
        log.lines[39] = Entry::new(word, "daemon").to_line(39, 1_795_305_600 + 39 * 60);
        log.lines.push(Entry::new(Event::Mulai, "daemon").to_line(40, after));
        assert_eq!(log.verdict(&[]), code);
    }
}

#[test]
fn what_cannot_be_verified_is_not_called_intact() {
    let log = Log::new();
    assert_eq!(Log { notes: Vec::new(), ..log.clone() }.verdict(&[]), UNVERIFIABLE);
    assert_eq!(log.verdict(&["not a note\n".into()]), UNVERIFIABLE);
    assert_eq!(log.verdict(&[log.note(8, &key(2))]), UNVERIFIABLE);
    let folder = tempfile::tempdir().unwrap();
    log.export(folder.path());
    fs::write(folder.path().join("keys.txt"), "not a key\n").unwrap();
    assert_eq!(both(folder.path(), &[]), UNVERIFIABLE);
    assert_eq!(both(&folder.path().join("nowhere"), &[]), UNVERIFIABLE);
}

#[test]
fn random_changes_are_judged_alike_by_both_and_never_called_intact() {
    let log = Log::new();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for _ in 0..60 {
        let mut changed = log.clone();
        let (one, two) = (next(37), next(37));
        match next(5) {
            0 => changed.lines[one] = line(one as u64, &format!("unit-{}", next(1000))),
            1 => drop(changed.lines.remove(one)),
            2 if one != two => changed.lines.swap(one, two),
            3 => changed.lines.truncate(one),
            _ => changed.lines.insert(one, changed.lines[two].clone()),
        }
        assert_ne!(changed.verdict(&[]), INTACT);
    }
}

#[test]
fn the_auditor_reads_the_verifier_in_ten_minutes() {
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify_log.py")).unwrap();
    assert!(source.lines().count() <= 155, "{} lines", source.lines().count());
    assert!(source.contains("\nimport base64, hashlib, os, re, sys\n"), "the standard library only");
}

//! One short name for everything that was configured: the log's `cfg`.
//!
//! In: the files. Out: 16 hexadecimal digits. Secrets are not among the files: a digest in a log that auditors read
//! must not let anybody try passwords against it.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

/// Deepest folder below a configured directory that is looked into.
const DEEPEST: usize = 4;

/// SHA-256 over the names (relative to `base`) and contents of `files` and of all files below `dirs`; the first 8
/// bytes in hex. A file that cannot be read counts as absent: whoever reads it in earnest reports it.
#[must_use]
pub fn digest(base: &Path, files: &[&Path], dirs: &[&Path]) -> String {
    let mut all: Vec<PathBuf> = files.iter().map(|file| (*file).to_owned()).collect();
    for dir in dirs {
        gather(dir, DEEPEST, &mut all);
    }
    all.sort();
    all.dedup();
    let mut sum = Sha256::new();
    for path in all {
        let Ok(content) = fs::read(&path) else { continue };
        let name = path.strip_prefix(base).unwrap_or(&path).to_string_lossy().into_owned();
        for part in [name.as_bytes(), content.as_slice()] {
            sum.update((part.len() as u64).to_be_bytes());
            sum.update(part);
        }
    }
    hex::encode(sum.finalize().iter().take(8).copied().collect::<Vec<u8>>())
}

/// Editors' leavings (`.x.swp`, `x~`) are not configuration.
fn gather(dir: &Path, depth: usize, into: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        let path = entry.path();
        if path.is_file() {
            into.push(path);
        } else if depth > 0 && path.is_dir() {
            gather(&path, depth - 1, into);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_and_every_name_counts_but_not_an_editors_leavings() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::create_dir(at("offices")).unwrap();
        fs::write(at("main"), "a").unwrap();
        fs::write(at("offices/x.toml"), "b").unwrap();
        let now = || digest(dir.path(), &[&at("main")], &[&at("offices")]);
        let first = now();
        assert_eq!(first.len(), 16);
        fs::write(at("offices/.x.toml.swp"), "c").unwrap();
        fs::write(at("offices/x.toml~"), "c").unwrap();
        assert_eq!(now(), first);
        fs::write(at("offices/x.toml"), "B").unwrap();
        let second = now();
        assert_ne!(second, first);
        fs::rename(at("offices/x.toml"), at("offices/y.toml")).unwrap();
        assert_ne!(now(), second);
    }

    #[test]
    fn a_byte_does_not_move_from_one_file_into_the_next_unseen() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        let of = |x: &str, y: &str| {
            fs::write(&a, x).unwrap();
            fs::write(&b, y).unwrap();
            digest(dir.path(), &[&a, &b], &[])
        };
        assert_ne!(of("12", "3"), of("1", "23"));
    }
}

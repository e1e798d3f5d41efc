//! One TOML file read into a value that keeps its places.
//!
//! In: a path and the shape to read (serde; `serde_spanned::Spanned` where a line is wanted later). Out: the value with
//! its [`Source`], or every fault of the file: syntax, unknown keys, wrong types, missing keys. Knows no key.
//!
//! Every struct is read strictly, as if it had `deny_unknown_fields`. A date may be read into text. `flatten` and
//! `untagged` work but lose the places of faults inside them; `alias` does not go well with missing keys.

mod access;
mod findings;
mod place;
mod strict;
mod syntax;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use self::findings::{Finding, Findings, Kind};
use self::place::Place;
use self::syntax::Parsable;
use super::nearest::did_you_mean;
use super::problem::Problem;

/// Largest file that is read, in bytes.
const LARGEST: u64 = 4 << 20;
/// Holes that are made before the rest is left for the next time.
const MOST_HOLES: usize = 300;

/// A file that was read, to turn byte positions into lines.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it was.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl Source {
    /// The line (from 1) of a byte position.
    #[must_use]
    pub fn line(&self, position: usize) -> usize {
        self.text.bytes().take(position).filter(|b| *b == b'\n').count() + 1
    }

    /// A fault at the place of a spanned value.
    pub fn problem<T>(
        &self,
        value: &serde_spanned::Spanned<T>,
        key: impl Into<String>,
        what: impl Into<String>,
        right: impl Into<String>,
    ) -> Problem {
        Problem::at(&self.path, self.line(value.span().start), key, what, right)
    }
}

/// A value of which some places may be made up.
pub(super) struct Partial<T> {
    pub value: T,
    pub source: Source,
    /// Key paths whose values are made up; nothing said about them is worth hearing.
    pub made_up: Vec<String>,
}

impl<T> Partial<T> {
    /// True if a fault about `key` may only be an echo of one that was reported already.
    pub fn made_up(&self, key: &str) -> bool {
        self.made_up.iter().any(|hole| is_at_or_below(key, hole) || is_at_or_below(hole, key))
    }
}

fn is_at_or_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| above.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Reads a file. Faults are added to `problems`; `None` where no value could be made. Keys that nobody knows are
/// faults but do not hinder a value.
pub fn read<T: DeserializeOwned>(path: &Path, problems: &mut Vec<Problem>) -> Option<(T, Source)> {
    let partial = read_partly(path, problems)?;
    partial.made_up.is_empty().then_some((partial.value, partial.source))
}

/// Reads a file as far as it goes, so that what is sound can be checked further. `None` after a syntax error.
pub(super) fn read_partly<T: DeserializeOwned>(path: &Path, problems: &mut Vec<Problem>) -> Option<Partial<T>> {
    let source = open(path, problems)?;
    read_text(source, problems)
}

fn open(path: &Path, problems: &mut Vec<Problem>) -> Option<Source> {
    let mut refuse = |what: String, right: &str| {
        problems.push(Problem::at(path, 0, "", what, right));
        None
    };
    match std::fs::metadata(path) {
        Ok(about) if about.len() > LARGEST => return refuse(format!("is larger than {LARGEST} bytes"), ""),
        Ok(about) if about.is_dir() => return refuse("is a folder".to_owned(), "name the file in it"),
        Ok(_) | Err(_) => {}
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return refuse(format!("cannot be read: {error}"), remedy(&error)),
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(Source { path: path.to_owned(), text }),
        Err(error) => {
            let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
            let line = before.filter(|b| **b == b'\n').count() + 1;
            problems.push(Problem::at(path, line, "", "is not UTF-8", "save it as UTF-8"));
            None
        }
    }
}

fn read_text<T: DeserializeOwned>(source: Source, problems: &mut Vec<Problem>) -> Option<Partial<T>> {
    let parsable = syntax::parsable(&source.text);
    for slip in &parsable.slips {
        let what = format!("not TOML: {}", slip.what);
        problems.push(Problem::at(&source.path, source.line(slip.at), "", what, ""));
    }
    let tree = DeTable::parse_recoverable(&parsable.text).0.into_inner();
    let tree = DeValue::Table(tree);
    let findings = RefCell::new(Findings::default());
    let value = loop {
        let holes = findings.borrow().holes.len();
        match T::deserialize(Place::root(&tree, &findings)) {
            Ok(value) => break Some(value),
            Err(stop) => drop(Place::root(&tree, &findings).settle(stop)),
        }
        let now = findings.borrow().holes.len();
        if now == holes || now > MOST_HOLES {
            break None;
        }
    };
    let mut findings = findings.into_inner();
    findings.drop_missing_that_are_misspelt();
    problems.extend(findings.faults.iter().filter_map(|(path, finding)| describe(path, finding, &source, &parsable)));
    let sound = parsable.slips.is_empty();
    value.filter(|_| sound).map(|value| Partial { value, source, made_up: findings.holes.into_iter().collect() })
}

/// A finding in words; `None` where a syntax error explains it.
fn describe(path: &str, finding: &Finding, source: &Source, parsable: &Parsable) -> Option<Problem> {
    let line = finding.at.map_or(0, |at| source.line(at));
    let (what, right) = match &finding.kind {
        Kind::Missing if parsable.may_lack(finding.at) => return None,
        Kind::Missing => ("is missing".to_owned(), "add it".to_owned()),
        Kind::UnknownKey { key, known } => {
            let right = did_you_mean(key, known).unwrap_or_else(|| format!("known here: {}", known.join(", ")));
            (format!("unknown key {key:?}"), right)
        }
        Kind::WrongType { found, wanted } => (format!("is {found}"), format!("write {wanted}")),
        Kind::OutOfRange { wanted } => ("this number does not fit".to_owned(), format!("write {wanted}")),
        Kind::UnknownWord { word, known } => {
            let one_of = format!("one of: {}", known.join(", "));
            (format!("unknown word {word:?}"), did_you_mean(word, known).unwrap_or(one_of))
        }
        Kind::Other(what) => (what.clone(), String::new()),
    };
    Some(Problem::at(&source.path, line, path, what, right))
}

/// What would be right where a file cannot be read.
fn remedy(error: &std::io::Error) -> &'static str {
    if error.kind() == std::io::ErrorKind::NotFound {
        "is the path right? The main file is named by --config FILE, and paths in it start from its folder"
    } else if error.kind() == std::io::ErrorKind::PermissionDenied {
        "let the service's user read it, and run this as him: sudo -u penghubung penghubung …"
    } else {
        ""
    }
}

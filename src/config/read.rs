//! One TOML file read into a value that keeps its places.
//!
//! In: a path and the shape to read (serde, `deny_unknown_fields`, `serde_spanned::Spanned` where a line is wanted
//! later). Out: the value with its [`Source`], or every fault of the file. Knows no key.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::problem::Problem;

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

/// Reads a file. Faults are added to `problems`; `None` where no value could be made.
pub fn read<T: DeserializeOwned>(path: &Path, problems: &mut Vec<Problem>) -> Option<(T, Source)> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            problems.push(Problem::at(path, 0, "", format!("cannot be read: {error}"), ""));
            return None;
        }
    };
    let source = Source { path: path.to_owned(), text };
    match toml::from_str(&source.text) {
        Ok(value) => Some((value, source)),
        Err(error) => {
            let line = error.span().map_or(0, |span| source.line(span.start));
            problems.push(Problem::at(path, line, "", error.message(), ""));
            None
        }
    }
}

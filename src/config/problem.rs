//! A fault in the configuration: what is wrong, where, and what would be right.

use std::fmt;
use std::path::{Path, PathBuf};

/// One fault. Shown as `file:line: key: what; right`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; 0 where no line fits (a missing file).
    pub line: usize,
    /// The key, with its path: `mailbox[0].port`; empty where none fits.
    pub key: String,
    /// What is wrong.
    pub what: String,
    /// What would be right.
    pub right: String,
}

impl Problem {
    /// A fault at a line of a file.
    pub fn at(
        file: &Path,
        line: usize,
        key: impl Into<String>,
        what: impl Into<String>,
        right: impl Into<String>,
    ) -> Self {
        Self { file: file.to_owned(), line, key: key.into(), what: what.into(), right: right.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.key.is_empty() {
            write!(f, ": {}", self.key)?;
        }
        write!(f, ": {}", self.what)?;
        if !self.right.is_empty() {
            write!(f, "; {}", self.right)?;
        }
        Ok(())
    }
}

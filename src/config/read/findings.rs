//! What reading a file has found so far, and how a reader stops.
//!
//! A fault does not end the reading: its place becomes a *hole*, and the file is read again. A hole gives any reader
//! something harmless, so that the rest of its table is looked at too. Values with holes never leave [`super`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};

use serde::de::{self, Expected, Unexpected};

use crate::config::nearest::nearest;

/// A kind of fault that the shape of a file can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A key that must be there is not.
    Missing,
    /// A key that nobody reads, among those that are read here.
    UnknownKey { key: String, known: &'static [&'static str] },
    /// A value of another type.
    WrongType { found: &'static str, wanted: &'static str },
    /// A number that does not fit.
    OutOfRange { wanted: &'static str },
    /// A word that is none of those that can stand here.
    UnknownWord { word: String, known: &'static [&'static str] },
    /// What a type says of itself.
    Other(String),
}

/// A fault and its place in the text.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    /// Position in bytes; `None`: the file as a whole.
    pub at: Option<usize>,
    pub kind: Kind,
}

/// Why a reader could not go on.
#[derive(Debug)]
pub(super) enum Stop {
    /// A fault whose place the caller knows.
    Fresh(Kind),
    /// A table lacks this key.
    Lacks(&'static str),
    /// A fault that stands in the findings already.
    Recorded,
}

/// All faults and holes, by key path.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub holes: BTreeSet<String>,
    pub faults: BTreeMap<String, Finding>,
}

impl Findings {
    /// Notes a fault at a path, once.
    pub fn note(&mut self, path: &str, at: Option<usize>, kind: Kind) {
        self.faults.entry(path.to_owned()).or_insert(Finding { at, kind });
    }

    /// A misspelt key and the missing one that was meant are one mistake, not two.
    pub fn drop_missing_that_are_misspelt(&mut self) {
        let meant = self.faults.iter().filter_map(|(path, finding)| match &finding.kind {
            Kind::UnknownKey { key, known } => {
                Some(format!("{}{}", path.strip_suffix(key.as_str())?, nearest(key, known)?))
            }
            Kind::Missing
            | Kind::WrongType { .. }
            | Kind::OutOfRange { .. }
            | Kind::UnknownWord { .. }
            | Kind::Other(_) => None,
        });
        let meant: BTreeSet<String> = meant.collect();
        self.faults.retain(|path, finding| finding.kind != Kind::Missing || !meant.contains(path));
    }

    /// Turns `path` into a hole; if it is one and still could not be read, what holds it becomes one.
    pub fn hole(&mut self, path: &str) {
        let mut path = path;
        while !self.holes.insert(path.to_owned()) && !path.is_empty() {
            path = parent(path);
        }
    }
}

/// `mailbox[0].port` → `mailbox[0]` → `mailbox` → the root.
fn parent(path: &str) -> &str {
    let end = path.rfind(['.', '[']).unwrap_or(0);
    path.get(..end).unwrap_or_default()
}

impl Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("reading stopped")
    }
}

impl std::error::Error for Stop {}

impl de::Error for Stop {
    fn custom<T: Display>(what: T) -> Self {
        Self::Fresh(Kind::Other(what.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::Fresh(Kind::Other(format!("is {}, expected {wanted}", name_of(&found))))
    }

    fn invalid_value(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::Fresh(Kind::Other(format!("this {} does not fit, expected {wanted}", name_of(&found))))
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        Self::Fresh(Kind::UnknownWord { word: word.to_owned(), known })
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        Self::Fresh(Kind::UnknownKey { key: key.to_owned(), known })
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Lacks(field)
    }
}

/// The type of a value without the value, which may be a secret in the wrong place.
fn name_of(found: &Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "true or false",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "whole number",
        Unexpected::Float(_) => "number",
        Unexpected::Char(_) | Unexpected::Str(_) => "text",
        Unexpected::Seq => "list",
        Unexpected::Map => "table",
        Unexpected::Bytes(_)
        | Unexpected::Unit
        | Unexpected::Option
        | Unexpected::NewtypeStruct
        | Unexpected::Enum
        | Unexpected::UnitVariant
        | Unexpected::NewtypeVariant
        | Unexpected::TupleVariant
        | Unexpected::StructVariant
        | Unexpected::Other(_) => "value",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_that_does_not_help_swallows_what_holds_it() {
        let mut findings = Findings::default();
        for _ in 0..3 {
            findings.hole("mailbox[0].port");
        }
        assert_eq!(findings.holes.into_iter().collect::<Vec<_>>(), ["mailbox", "mailbox[0]", "mailbox[0].port"]);
    }
}

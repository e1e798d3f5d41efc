//! The one place where a constant pattern is compiled.

use regex::Regex;

/// Compiles a pattern of this program's own source. Never for anything from outside.
#[allow(clippy::unwrap_used, reason = "constant patterns only; every one is compiled by a test")]
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

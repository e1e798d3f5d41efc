//! Personal data and wishes for secrecy.
//!
//! In: a text. Out: where personal data stands in it and what must be hidden from whom. Knows no unit.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::domain::{Mask, Privacy};

use super::words::{PhraseId, Reading};

/// The word lists of secrecy.
#[derive(Debug, Clone, Default)]
pub struct PrivacyWords {
    /// The reporter asks not to be named.
    pub anonymous: Vec<PhraseId>,
    /// The report must stay secret.
    pub secret: Vec<PhraseId>,
    /// Sensitive health matters.
    pub restricted: Vec<PhraseId>,
}

impl PrivacyWords {
    /// Takes the lists from `list`.
    pub fn collect(list: &mut dyn FnMut(&'static str) -> Vec<PhraseId>) -> Self {
        Self {
            anonymous: list("privacy.anonymous"),
            secret: list("privacy.secret"),
            restricted: list("privacy.restricted"),
        }
    }
}

/// Personal data in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Mask,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
}

/// What must not be shown. `supervision`: the text alleges wrongdoing.
#[must_use]
pub fn privacy(words: &PrivacyWords, reading: &Reading<'_>, public_numbers: &[String]) -> Privacy {
    let mut masked: Vec<Mask> = Vec::new();
    for found in find(reading.text(), public_numbers) {
        if !masked.contains(&found.kind) {
            masked.push(found.kind);
        }
    }
    Privacy {
        anonymous: reading.has_any(&words.anonymous),
        secret: reading.has_any(&words.secret),
        restricted: reading.has_any(&words.restricted),
        masked,
    }
}

static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+").ok());

/// Finds personal data.
#[must_use]
pub fn find(text: &str, _public_numbers: &[String]) -> Vec<Found> {
    let mut out = Vec::new();
    if let Some(email) = EMAIL.as_ref() {
        out.extend(email.find_iter(text).map(|m| Found { kind: Mask::Email, span: m.range() }));
    }
    out
}

/// TEMPORARY until the routing branch lands.
#[must_use]
pub fn mask(text: &str, _public_numbers: &[String]) -> (String, Vec<crate::domain::Mask>) {
    (text.to_owned(), Vec::new())
}

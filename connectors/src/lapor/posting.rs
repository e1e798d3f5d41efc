//! What is to be put under a report, as a parcel carries it: the JSON in `Parcel::content`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// One thing to do at a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// By which the interface knows the report.
    pub report: String,
    /// What to do.
    pub act: Act,
    /// Entries under it that were known when this was written: nobody is overtaken by them.
    pub known: Vec<String>,
    /// Files to go with it.
    #[serde(default)]
    pub files: Vec<PostedFile>,
}

/// What to do at a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Write under it.
    Followup {
        /// The text, marker included.
        text: String,
        /// Not for the public.
        secret: bool,
        /// The institution it is for; `None`: the reporter.
        to: Option<String>,
        /// A template of the service.
        template: Option<String>,
    },
    /// Hand it on: it is not within our power.
    HandOn {
        /// Id of the institution.
        institution: String,
        /// Why, marker included.
        reason: String,
    },
}

/// A file to go with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedFile {
    /// Its name.
    pub name: String,
    /// Its bytes, in base64.
    pub base64: String,
}

impl PostedFile {
    /// With these bytes.
    #[must_use]
    pub fn new(name: String, bytes: &[u8]) -> Self {
        Self { name, base64: STANDARD.encode(bytes) }
    }
}

impl Posting {
    /// As a parcel carries it.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Back again.
    #[must_use]
    pub fn parse(content: &[u8]) -> Option<Self> {
        serde_json::from_slice(content).ok()
    }
}

/// Letters and digits of a text in lower case, marker left out: equal for the same words however they are spaced.
#[must_use]
pub fn bare_words(text: &str, marker: &str) -> String {
    text.replace(marker, " ").chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// True if an entry says what a text of ours says; its last paragraph (who writes, about which number) may be missing.
#[must_use]
pub fn same_words(entry: &str, text: &str, marker: &str) -> bool {
    let theirs = bare_words(entry, marker);
    let without_tail = text.trim_end().rsplit_once("\n\n").map(|(head, _)| bare_words(head, marker));
    !theirs.is_empty() && (theirs == bare_words(text, marker) || without_tail.is_some_and(|ours| ours == theirs))
}

/// True if the text bears the marker, however a web form has spaced or escaped what is around it.
#[must_use]
pub fn bears(text: &str, marker: &str) -> bool {
    let core = marker.trim_matches(['[', ']']).to_uppercase();
    let packed: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    !core.is_empty() && packed.contains(&core)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_survives_escaping_and_wrapping() {
        let marker = "[PGH-7K2M9QXR4TVB]";
        for text in [
            "Jawaban. [PGH-7K2M9QXR4TVB]",
            "&#91;PGH-7K2M9QXR4TVB&#93;",
            "jawaban [PGH-7K2M\n9QXR4TVB]",
            "[pgh-7k2m9qxr4tvb]",
        ] {
            assert!(bears(text, marker), "{text}");
        }
        assert!(!bears("[PGH-7K2M9QXR4TVC]", marker) && !bears("apa saja", ""));
    }

    #[test]
    fn the_same_answer_by_another_hand_is_the_same_and_another_is_not() {
        let ours = "Stok obat sudah tersedia.\n\nPuskesmas, Dinkes. Nomor BTG-26-0001. [PGH-A]";
        assert!(same_words("stok obat sudah  tersedia", ours, "[PGH-A]"));
        assert!(!same_words("Silakan datang besok.", ours, "[PGH-A]"));
        assert!(!same_words("", ours, "[PGH-A]") && !same_words("stok", ours, "[PGH-A]"));
    }

    #[test]
    fn the_same_words_are_the_same_with_another_marker_or_spacing() {
        assert_eq!(bare_words("Loket  dibuka\n[PGH-A]", "[PGH-A]"), bare_words("loket dibuka.", "[PGH-B]"));
    }
}

//! What is kept of a report: one JSON document that holds the service's own texts, byte for byte, and which profile
//! they were read with. It is the arrival's raw bytes; everything else is a reading of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Which document this is; stands in every one of them.
const KIND: &str = "lapor";

/// A document.
#[derive(Debug, Serialize, Deserialize)]
pub struct Document {
    /// Always `lapor`.
    pub penghubung: String,
    /// Name of the profile by which it was fetched.
    pub profile: String,
    /// What it holds.
    pub content: Content,
}

/// What a document holds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A report as the interface gives it.
    Api {
        /// The id by which it was asked.
        id: String,
        /// Its item in a listing.
        item: Option<Box<RawValue>>,
        /// Its detail.
        detail: Option<Box<RawValue>>,
        /// Pages of what was written under it.
        followups: Vec<Box<RawValue>>,
        /// Its files, or why there are none.
        #[serde(default)]
        files: Vec<Fetched>,
    },
    /// A row of the admin's export, by heading.
    Export {
        /// Heading and cell.
        row: BTreeMap<String, String>,
    },
    /// A number that a notification mail named.
    Notice {
        /// Its number.
        number: String,
    },
    /// All reports that a full listing named.
    Sweep {
        /// False where it broke off or repeated itself: then nothing follows from what it lacks.
        complete: bool,
        /// Number and status word of each.
        reports: Vec<(String, Option<String>)>,
    },
}

/// A file of a report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fetched {
    /// Where it was.
    pub url: String,
    /// Its name there.
    pub name: String,
    /// Its bytes in base64; `None`: it was not fetched.
    pub base64: Option<String>,
    /// Why not.
    pub why: Option<String>,
}

impl Fetched {
    /// Its bytes; `None`: it was not fetched, or is damaged.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.base64.as_ref()?).ok()
    }

    /// How many they are, about.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.base64.as_ref().map_or(0, |packed| packed.len() as u64 / 4 * 3)
    }
}

impl Document {
    /// A document read with a profile.
    #[must_use]
    pub fn new(profile: &str, content: Content) -> Self {
        Self { penghubung: KIND.to_owned(), profile: profile.to_owned(), content }
    }

    /// Files that came with it, or why they did not.
    #[must_use]
    pub fn files(&self) -> &[Fetched] {
        match &self.content {
            Content::Api { files, .. } => files,
            Content::Export { .. } | Content::Notice { .. } | Content::Sweep { .. } => &[],
        }
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads one back; `None`: it is no such document.
    #[must_use]
    pub fn parse(raw: &[u8]) -> Option<Self> {
        serde_json::from_slice(raw).ok().filter(|document: &Self| document.penghubung == KIND)
    }
}

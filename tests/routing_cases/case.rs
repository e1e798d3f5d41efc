//! The complaints of a set and the books of the five offices that they are judged by.

use std::path::Path;

use penghubung::config::lexicon::load_lexicon;
use penghubung::config::office::load_office;
use penghubung::decide::{Matter, OfficeBook};
use penghubung::domain::{Calendar, Channel, Class, Grade, Mask};
use serde::Deserialize;

/// A file of complaints.
#[derive(Deserialize)]
pub struct Cases {
    pub case: Vec<Case>,
}

/// One complaint with what a person would decide.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The text.
    pub t: String,
    /// The unit.
    pub u: String,
    /// Units that would be right as well.
    #[serde(default)]
    pub or: Vec<String>,
    /// Class.
    pub c: Option<Class>,
    /// Supervision.
    #[serde(default)]
    pub s: bool,
    /// Emergency.
    #[serde(default)]
    pub e: bool,
    /// Grade.
    pub g: Option<Grade>,
    /// The office can answer it.
    pub k: Option<bool>,
    /// Personal data that is masked.
    #[serde(default)]
    pub m: Vec<Mask>,
    /// The citizen asks not to be named.
    #[serde(default)]
    pub a: bool,
    /// The report is to stay secret.
    #[serde(default)]
    pub z: bool,
}

/// The five offices.
pub const OFFICES: [&str; 5] = ["batang", "kademangan", "ntt", "buleleng", "ttu"];

/// An office as it is configured, as far as words are concerned.
pub fn book(office: &str) -> OfficeBook {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut problems = Vec::new();
    let lexicon = load_lexicon(&config.join("lexicon"), &mut problems);
    let loaded = load_office(&config.join("offices").join(office), &lexicon, &mut problems);
    let (office, rules) = loaded.unwrap_or_else(|| panic!("{problems:?}"));
    let calendar = Calendar {
        name: String::new(),
        years: Vec::new(),
        week: Default::default(),
        holidays: Default::default(),
        special_hours: Vec::new(),
    };
    OfficeBook {
        office,
        calendar,
        standards: Vec::new(),
        rules,
        citizen: penghubung::decide::citizen::CitizenRules::default(),
        routines: Default::default(),
    }
}

/// The complaints of a set (`routing/kisah-`, or a path) that were written for an office.
pub fn cases(set: &str, office: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(format!("{set}{office}.toml"));
    toml::from_str::<Cases>(&std::fs::read_to_string(path).unwrap()).unwrap().case
}

/// A text as it comes by mail, to nobody in particular.
pub fn mail(text: &str) -> Matter<'_> {
    Matter {
        channel: Channel::Email,
        subject: "",
        text,
        received: chrono::DateTime::UNIX_EPOCH,
        arrived_at: None,
        anonymous: false,
        secret: false,
    }
}

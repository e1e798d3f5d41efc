//! Values that letters print as they stand, and lengths of time, checked the same way in every file of an office.
//!
//! In: a value with its place. Out: nothing or a length; every fault with what would be right. Knows no key.

use serde::de::DeserializeOwned;
use serde_spanned::Spanned;

use std::path::Path;

use super::problem::Problem;
use super::read::{Source, read};
use crate::domain::Within;
use crate::domain::deadline::WithinError;
use crate::domain::deadline::within::UNDERSTOOD;

/// What belongs into each file of an office, for one who lacks it.
const FILES: [(&str, &str); 7] = [
    ("office.toml", "it says who the office is: name, prefix, zone, intake, desk, head, [emergency]"),
    ("units.toml", "it names the units: [[unit]] with id, name, kind, addressee, mailboxes"),
    ("rules.toml", "it says which unit gets what: [[rule]] with when and to"),
    ("standards.toml", "it holds the published limits: [[standard]] with id, row, name, within, stops_at"),
    ("calendar.toml", "it holds the working hours: revision, count_collective_leave, [hours]"),
    ("citizen.toml", "it says how a complaint ends: escalation, reopen_within, done_words, [question], [objection]"),
    (
        "routines.toml",
        "it holds what people do outside and confirm: [[routine]], [[posting]]; an office that has promised nothing of \
         the kind writes `none = true`",
    ),
];

/// Reads a file of an office's folder. One that is missing or says nothing is one fault that says what belongs there.
pub(super) fn read_office_file<T: DeserializeOwned>(
    dir: &Path,
    name: &str,
    problems: &mut Vec<Problem>,
) -> Option<(T, Source)> {
    let path = dir.join(name);
    let holds = FILES.iter().find(|(known, _)| *known == name).map_or("", |(_, holds)| holds);
    let right = format!("{holds}; take the {name} of an office that ships with this and change it");
    let says_nothing = |text: &str| text.lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#'));
    if !path.exists() {
        problems.push(Problem::at(&path, 0, "", "is missing", right));
        return None;
    }
    if std::fs::read_to_string(&path).is_ok_and(|text| says_nothing(&text)) {
        problems.push(Problem::at(&path, 1, "", "says nothing", right));
        return None;
    }
    read(&path, problems)
}

/// Checks values of one file.
pub(super) struct Told<'a> {
    pub source: &'a Source,
    pub problems: &'a mut Vec<Problem>,
}

impl Told<'_> {
    /// A fault at a value.
    pub fn say<T>(
        &mut self,
        value: &Spanned<T>,
        key: impl Into<String>,
        what: impl Into<String>,
        right: impl Into<String>,
    ) {
        self.problems.push(self.source.problem(value, key, what, right));
    }

    /// Words that letters print: one line, not empty, nothing that only a template would fill in.
    pub fn printed(&mut self, value: &Spanned<String>, key: impl Into<String>, right: &str) {
        let text = value.get_ref();
        let what = if !text.chars().any(char::is_alphanumeric) {
            "has no words: letters print it"
        } else if ["{{", "}}", "{%", "%}"].iter().any(|sign| text.contains(sign)) {
            "holds signs of a template, which nothing fills in here: people would read them"
        } else if text.chars().any(char::is_control) {
            "holds a line break or another control character"
        } else {
            return;
        };
        self.say(value, key, what, right);
    }

    /// An id of letters, digits, `.`, `_` and `-`.
    pub fn id(&mut self, value: &Spanned<String>, key: impl Into<String>, example: &str) {
        let id = value.get_ref();
        let good = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        if id.is_empty() || !id.chars().all(good) {
            let right = format!("letters, digits, `.`, `_` and `-`, as `{example}`");
            self.say(value, key, format!("{id:?} is no id"), right);
        }
    }

    /// A mail address.
    pub fn address(&mut self, value: &Spanned<String>, key: impl Into<String>) {
        let good = super::looks_like_address(value.get_ref())
            && value.get_ref().split_once('@').is_some_and(|(_, host)| host.contains('.'));
        if !good {
            let what = format!("{:?} is no mail address", value.get_ref());
            self.say(value, key, what, "an address such as pengaduan@dinkes.example");
        }
    }

    /// A value that stands twice in a list.
    pub fn once(&mut self, values: &[Spanned<String>], key: &str) {
        for (at, value) in values.iter().enumerate() {
            if values.iter().take(at).any(|before| before.get_ref().eq_ignore_ascii_case(value.get_ref())) {
                self.say(value, key, format!("{:?} stands here twice", value.get_ref()), "each once");
            }
        }
    }

    /// A length of time of a standard.
    pub fn within(&mut self, text: &Spanned<String>, key: impl Into<String>) -> Option<Within> {
        let (what, right) = match text.get_ref().parse() {
            Ok(within) => return Some(within),
            Err(WithinError::NotUnderstood(said)) => {
                (format!("`{said}` is not a length of time"), format!("one of {UNDERSTOOD}"))
            }
            Err(WithinError::OutOfBounds { text, most, unit }) => {
                (format!("`{text}` is out of bounds"), format!("between 1 and {most} {unit}"))
            }
        };
        self.say(text, key, what, right);
        None
    }
}

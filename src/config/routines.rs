//! The routines of one office, from `offices/<id>/routines.toml`. The file must be there, and must say `none = true`
//! where it names no routine: a file that got lost would else silently take away what the office has promised.
//!
//! In: the file, the office whose units it may name. Out: its [`Routines`], or every fault with its line. Does not know
//! when they are due.

mod days;
mod fixed;
mod postings;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{NaiveTime, TimeDelta};
use serde::Deserialize;
use serde_spanned::Spanned;

use self::fixed::RoutineEntry;
use self::postings::PostingEntry;
use super::problem::Problem;
use super::quantity::{DURATION_WORDS, duration};
use super::read::Source;
use super::told::{Told, read_office_file};
use crate::decide::routines::confirming_words;
use crate::domain::routine::Posts;
use crate::domain::{Office, Routines, Standard, UnitId, UnitKind};

/// Words in brackets that begin the subjects of other mails.
const TAKEN_LABELS: [&str; 2] = ["DAFTAR", "SERAH TERIMA"];
/// A longer label leaves no room in a subject.
const LONGEST_LABEL: usize = 40;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoutinesFile {
    /// Said by an office without any.
    none: Option<Spanned<bool>>,
    #[serde(default)]
    roles: BTreeMap<String, Spanned<Vec<Spanned<String>>>>,
    #[serde(default)]
    routine: Vec<RoutineEntry>,
    #[serde(default)]
    posting: Vec<PostingEntry>,
}

/// Reads the routines of the office in `office_dir`; `board`: its citizens are told that results are put on the notice
/// board. What is `None` could not be read, and nothing is said against it. Faults are added to `problems`; `None`
/// where they cannot be used.
#[must_use]
pub fn load_routines(
    office_dir: &Path,
    office: &Office,
    standards: Option<&[Standard]>,
    board: Option<bool>,
    problems: &mut Vec<Problem>,
) -> Option<Routines> {
    let before = problems.len();
    let (file, source) = read_office_file::<RoutinesFile>(office_dir, "routines.toml", problems)?;
    none_or_some(&file, &source, problems);
    if let Some(board) = board {
        promised_board(&file, board, &source, problems);
    }
    let told = Told { source: &source, problems };
    let mut check = Check { told, office, standards, roles: BTreeMap::new(), ids: Vec::new(), labels: Vec::new() };
    check.roles(&file.roles);
    let fixed = file.routine.into_iter().enumerate().filter_map(|(n, entry)| check.routine(n, entry)).collect();
    let postings = file.posting.into_iter().enumerate().filter_map(|(n, entry)| check.posting(n, entry)).collect();
    let roles = check.roles;
    (problems.len() == before).then_some(Routines { roles, fixed, postings })
}

/// `none = true` and nothing else, or routines and no `none`.
fn none_or_some(file: &RoutinesFile, source: &Source, problems: &mut Vec<Problem>) {
    let empty = file.routine.is_empty() && file.posting.is_empty();
    match &file.none {
        Some(none) if !empty || !none.get_ref() => {
            let right = "leave `none` away, or `none = true` and no [[routine]] or [[posting]]";
            problems.push(source.problem(none, "none", "does not go with what else stands here", right));
        }
        None if empty => {
            let right = "a [[routine]] or [[posting]], or `none = true` if the office has promised nothing of the kind";
            problems.push(Problem::at(&source.path, 1, "routine", "the file names no routine", right));
        }
        Some(_) | None => {}
    }
}

/// What citizens are told of the notice board, and what is done, must agree: who is not told cannot object.
fn promised_board(file: &RoutinesFile, promised: bool, source: &Source, problems: &mut Vec<Problem>) {
    let posted = file.posting.iter().find(|posting| posting.of == Posts::Board);
    match posted {
        Some(posting) if !promised => {
            let what = "puts results on the notice board, and citizen.toml says board = false: nobody could object";
            problems.push(source.problem(&posting.id, "posting.of", what, "board = true in citizen.toml"));
        }
        None if promised => {
            let what = "citizen.toml says board = true, and nobody is asked to put anything there";
            let right = "a [[posting]] with of = \"board\", or board = false in citizen.toml";
            problems.push(Problem::at(&source.path, 1, "posting", what, right));
        }
        Some(_) | None => {}
    }
}

/// Reads entries against what the file and the office name.
struct Check<'a> {
    told: Told<'a>,
    office: &'a Office,
    standards: Option<&'a [Standard]>,
    roles: BTreeMap<String, Vec<String>>,
    ids: Vec<String>,
    labels: Vec<String>,
}

/// The keys that both kinds of entries have.
struct Named<'e> {
    id: &'e Spanned<String>,
    row: &'e Spanned<String>,
    label: &'e Spanned<String>,
    title: &'e Spanned<String>,
    ask: &'e Spanned<String>,
}

impl Check<'_> {
    fn say<T>(&mut self, value: &Spanned<T>, key: String, what: impl Into<String>, right: &str) {
        self.told.say(value, key, what, right);
    }

    fn roles(&mut self, roles: &BTreeMap<String, Spanned<Vec<Spanned<String>>>>) {
        for (name, addresses) in roles {
            let key = format!("roles.{name}");
            if addresses.get_ref().is_empty() {
                self.say(addresses, key.clone(), "nobody has this role", "an address, or leave the role away");
            }
            if self.office.unit(&UnitId(name.clone())).is_some() {
                self.say(addresses, key.clone(), "is the id of a unit too", "a name of its own");
            }
            self.told.once(addresses.get_ref(), &key);
            for address in addresses.get_ref() {
                self.told.address(address, key.clone());
                if self.office.intake.contains(&address.get_ref().to_lowercase()) {
                    let what = "is the intake too: what people are asked would reach the office's own box and nobody";
                    self.say(address, key.clone(), what, "the address at which somebody reads");
                }
            }
            let known = addresses.get_ref().iter().map(|address| address.get_ref().to_lowercase()).collect();
            self.roles.insert(name.clone(), known);
        }
    }

    /// Every name is a role with an address, or a unit; each once.
    fn people(&mut self, names: &[Spanned<String>], key: &str) -> Vec<String> {
        self.told.once(names, key);
        for name in names {
            let role = self.roles.contains_key(name.get_ref());
            if !role && self.office.unit(&UnitId(name.get_ref().clone())).is_none() {
                let right = "a name under [roles], or the id of a unit";
                self.say(name, key.to_owned(), format!("nobody is {:?}", name.get_ref()), right);
            }
        }
        names.iter().map(|name| name.get_ref().clone()).collect()
    }

    /// Those who are asked: at least one.
    fn asked(&mut self, names: &Spanned<Vec<Spanned<String>>>, key: &str) -> Vec<String> {
        if names.get_ref().is_empty() {
            self.say(names, key.to_owned(), "nobody is asked", "names under [roles], or ids of units");
        }
        for name in names.get_ref() {
            let kind = self.office.unit(&UnitId(name.get_ref().clone())).map(|unit| unit.kind);
            if let Some(UnitKind::Elsewhere | UnitKind::Superior) = kind {
                let what = format!("{} is not of this office (kind = \"elsewhere\" or \"superior\")", name.get_ref());
                self.say(name, key.to_owned(), what, "a unit of this office, or a name under [roles]");
            }
        }
        self.people(names.get_ref(), key)
    }

    /// Id and words of an entry: the id and the label are its own, the rest is there.
    fn named(&mut self, entry: &Named<'_>, key: &str, batch: bool) {
        let id = entry.id.get_ref();
        let good = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !good || self.ids.contains(id) {
            let right = "an id of its own of letters, digits and `-`";
            self.say(entry.id, format!("{key}.id"), format!("{id:?} is used twice or no id"), right);
        }
        self.ids.push(id.clone());
        self.told.printed(entry.row, format!("{key}.row"), "the row of the published standard, as `BTG-13`");
        self.told.printed(entry.label, format!("{key}.label"), "a word or two for subjects, as `KOTAK SARAN`");
        self.told.printed(entry.title, format!("{key}.title"), "what it is, as `pembukaan kotak saran`");
        self.told.printed(entry.ask, format!("{key}.ask"), "what people are asked to do, in a sentence");
        let label = entry.label.get_ref().trim().to_uppercase();
        let what = if self.labels.contains(&label) {
            "stands over another routine too: nobody could tell their letters apart"
        } else if !batch && TAKEN_LABELS.contains(&label.as_str()) {
            "begins the subjects of other mails: answers would be read as one of those"
        } else if label.contains(['[', ']']) || label.chars().count() > LONGEST_LABEL {
            "does not fit into a subject"
        } else {
            self.labels.push(label);
            return;
        };
        self.say(entry.label, format!("{key}.label"), what, "a label of its own, without brackets, as `KOTAK SARAN`");
    }

    /// Words that confirm: those that are understood, each once, in capitals.
    fn words(&mut self, words: &[Spanned<String>], key: &str) -> Vec<String> {
        self.told.once(words, key);
        let known: Vec<&str> = confirming_words().collect();
        let upper = |word: &Spanned<String>| word.get_ref().trim().to_uppercase();
        for word in words.iter().filter(|word| !known.contains(&upper(word).as_str())) {
            let what = format!("{:?} confirms nothing: it is no such word, or means something else", word.get_ref());
            self.say(word, key.to_owned(), what, &format!("words such as {}", known.join(", ")));
        }
        words.iter().map(upper).collect()
    }

    fn time(&mut self, text: &Spanned<String>, key: &str) -> Option<NaiveTime> {
        let time = days::clock_time(text.get_ref());
        if time.is_none() {
            let what = format!("{:?} is no time of the day", text.get_ref());
            self.say(text, key.to_owned(), what, "a time such as `08.00`, from 00.00 to 23.59");
        }
        time
    }

    /// A length of time; `usual` where nothing is said.
    fn length(&mut self, text: Option<&Spanned<String>>, key: String, usual: TimeDelta) -> Option<TimeDelta> {
        let Some(text) = text else { return Some(usual) };
        let length = duration(text.get_ref()).and_then(|length| TimeDelta::from_std(length).ok());
        if length.is_none() {
            self.say(text, key, format!("{:?} is no length of time", text.get_ref()), DURATION_WORDS);
        }
        length
    }
}

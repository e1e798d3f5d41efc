//! The shared word lists: `config/lexicon/*.toml`.
//!
//! In: the folder. Out: a [`Lexicon`]; lists of the same name in several files are one list. Every phrase is read once
//! here, so that a slip is named by file and line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_spanned::Spanned;

use crate::decide::words::{Lexicon, Speech, check_phrase};

use super::problem::Problem;
use super::read::{Source, read};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LexiconFile {
    /// The language of `spelling`; none: everybody's.
    #[serde(default)]
    language: String,
    /// List → phrases.
    #[serde(default)]
    list: BTreeMap<String, Vec<Spanned<String>>>,
    /// Words → their variants.
    #[serde(default)]
    spelling: BTreeMap<String, Vec<Spanned<String>>>,
    /// How the language is written.
    speech: Option<SpeechFile>,
    /// Words that are never cut.
    #[serde(default)]
    frozen: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpeechFile {
    /// `dh=d`: letters, and how they are heard; `k$=`: at the end of a word.
    #[serde(default)]
    sounds: Vec<String>,
    /// `ma`, `ny=s`: a prefix, and with what the stem began.
    #[serde(default)]
    prefixes: Vec<String>,
    /// `na`: what is put behind a word.
    #[serde(default)]
    endings: Vec<String>,
}

/// Reads every word list in `dir`.
pub fn load_lexicon(dir: &Path, problems: &mut Vec<Problem>) -> Lexicon {
    let mut lexicon = Lexicon::default();
    let mut references = Vec::new();
    for path in toml_files(dir, problems) {
        if let Some((file, source)) = read::<LexiconFile>(&path, problems) {
            add_file(&mut lexicon, file, &source, &mut references, problems);
        }
    }
    for (source, entry) in references {
        if lexicon.phrases(entry.get_ref()).is_none() {
            problems.push(unknown_list(&source, &entry, "list"));
        }
    }
    lexicon
}

/// A reference to a list that is not there.
pub(super) fn unknown_list(source: &Source, entry: &Spanned<String>, key: &str) -> Problem {
    source.problem(entry, key, format!("there is no word list {:?}", entry.get_ref()), "name a list of config/lexicon/")
}

fn toml_files(dir: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => {
            let what = format!("the folder of word lists cannot be read: {error}");
            problems.push(Problem::at(dir, 0, "", what, "a folder with *.toml files"));
            return Vec::new();
        }
    };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    files
}

fn add_file(
    lexicon: &mut Lexicon,
    file: LexiconFile,
    source: &Source,
    references: &mut Vec<(Source, Spanned<String>)>,
    problems: &mut Vec<Problem>,
) {
    for (name, entries) in file.list {
        for entry in entries {
            if entry.get_ref().starts_with('@') {
                references.push((source.clone(), entry.clone()));
            } else if let Err(error) = check_phrase(entry.get_ref()) {
                problems.push(source.problem(
                    &entry,
                    format!("list.{name}"),
                    error.to_string(),
                    "a phrase such as `obat .. habis`",
                ));
                continue;
            }
            lexicon.lists.entry(name.clone()).or_default().push(entry.into_inner());
        }
    }
    if let Some(speech) = file.speech {
        let speech = Speech::new(&speech.sounds, &speech.prefixes, &speech.endings);
        lexicon.speech.insert(file.language.clone(), speech);
    }
    let spelling = lexicon.spelling.entry(file.language).or_default();
    for (words, variants) in file.spelling {
        spelling.entry(words).or_default().extend(variants.into_iter().map(Spanned::into_inner));
    }
    lexicon.frozen.extend(file.frozen.into_iter().map(Spanned::into_inner));
}

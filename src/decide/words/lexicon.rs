//! Shared word lists as plain data, before any office compiles them.
//!
//! In: lists of phrases by name, spellings by language. Out: the spelling of an office that speaks some languages, and
//! its lists as phrases of a matcher. A list may name another (`@obat`).

use std::collections::{BTreeMap, BTreeSet};

use super::{MatcherBuilder, PhraseId, Speech, Spelling};

/// All word lists and spellings of the configuration.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// List → its phrases (or `@other` lists).
    pub lists: BTreeMap<String, Vec<String>>,
    /// Language (`""`: everybody's) → canonical words → their variants.
    pub spelling: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// Language → how it is written.
    pub speech: BTreeMap<String, Speech>,
    /// Words that are never cut.
    pub frozen: Vec<String>,
}

impl Lexicon {
    /// The spelling of an office whose citizens speak these languages besides Indonesian. A local language goes first:
    /// `sing` is `yang` in Batang and `tidak` in Buleleng.
    #[must_use]
    pub fn spelling_for(&self, languages: &[String]) -> Spelling {
        let mut out = Spelling::default();
        for language in languages.iter().map(String::as_str).chain([""]) {
            let variants = || self.spelling.get(language).into_iter().flatten();
            for (words, variants) in variants() {
                for variant in variants {
                    out.stands_for(variant, words);
                }
            }
            if let Some(speech) = self.speech.get(language) {
                let own = variants().flat_map(|(words, variants)| variants.iter().map(move |v| (v, words)));
                out.hear(speech.clone(), own);
            }
        }
        self.frozen.iter().for_each(|word| out.freeze(word));
        out
    }

    /// The phrases of an entry: of a list where it is `@list`, else the entry itself. `None`: there is no such list.
    #[must_use]
    pub fn phrases<'a>(&'a self, entry: &'a str) -> Option<Vec<&'a str>> {
        let mut out = Vec::new();
        self.gather(entry, &mut BTreeSet::new(), &mut out).then_some(out)
    }

    fn gather<'a>(&'a self, entry: &'a str, seen: &mut BTreeSet<&'a str>, out: &mut Vec<&'a str>) -> bool {
        let Some(name) = entry.strip_prefix('@') else {
            out.push(entry);
            return true;
        };
        if !seen.insert(name) {
            return true;
        }
        let Some(list) = self.lists.get(name) else { return false };
        let mut good = true;
        for entry in list {
            // Every entry is gathered, also after a bad one: all faults are told at once.
            good &= self.gather(entry, seen, out);
        }
        good
    }

    /// The phrases of an entry, known to `matcher` from now on; those that cannot be read are left out.
    #[must_use]
    pub fn compile(&self, entry: &str, matcher: &mut MatcherBuilder) -> Option<Vec<PhraseId>> {
        let mut ids: Vec<PhraseId> = self.phrases(entry)?.into_iter().filter_map(|p| matcher.phrase(p).ok()).collect();
        ids.sort_unstable();
        ids.dedup();
        Some(ids)
    }

    /// Words of phrases that a local language writes for others, with what they are read as there: the phrase means
    /// more than it says. Where the same list knows the other word as well, that is harmless.
    #[must_use]
    pub fn misread(&self, languages: &[String]) -> BTreeMap<&str, &str> {
        let spellings = languages.iter().filter_map(|language| self.spelling.get(language)).flatten();
        let mut stands_for: BTreeMap<&str, &str> = BTreeMap::new();
        for (words, variants) in spellings {
            variants.iter().for_each(|variant| _ = stands_for.entry(variant).or_insert(words));
        }
        let mut found = BTreeMap::new();
        for phrases in self.lists.values() {
            let written =
                || phrases.iter().filter(|phrase| !phrase.starts_with('@')).flat_map(|p| p.split([' ', '|', '_']));
            let known: BTreeSet<&str> = written().map(|word| word.trim_start_matches('=')).collect();
            let other = |word: &str| stands_for.get_key_value(word).filter(|(_, words)| !known.contains(**words));
            found.extend(written().filter_map(other));
        }
        found
    }
}

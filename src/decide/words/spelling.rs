//! How the words of an office's citizens are spelled.
//!
//! In: variants, words that are never cut, local languages. Out: the words that a word stands for. Knows no phrase and
//! no text.

use std::collections::BTreeMap;

use super::speech::Speech;
use super::token;

/// How words are spelled: what stands for what, and which words stand only for themselves.
#[derive(Debug, Clone, Default)]
pub struct Spelling {
    /// Folded variant → the words it stands for (`tdk` → `tidak`, `makasih` → `terima kasih`).
    pub(super) variants: BTreeMap<String, Vec<String>>,
    /// Folded words that are never cut.
    pub(super) frozen: Vec<String>,
    /// Local languages.
    pub(super) heard: Vec<Heard>,
}

/// A local language and its words (folded), each with what it stands for.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    pub(super) speech: Speech,
    pub(super) own: Vec<(String, Vec<String>)>,
}

impl Spelling {
    /// `variant` stands for `words`. The first meaning given wins; false if there was one already.
    pub fn stands_for(&mut self, variant: &str, words: &str) -> bool {
        let variant: String = fold(variant).concat();
        if self.variants.contains_key(&variant) {
            return false;
        }
        self.variants.insert(variant, fold(words));
        true
    }

    /// Words that nothing else knows may be of this language, or written as it is spoken. `own`: its words.
    pub fn hear<'a>(&mut self, speech: Speech, own: impl Iterator<Item = (&'a String, &'a String)>) {
        if !speech.is_empty() {
            let own = own.map(|(variant, words)| (fold(variant).concat(), fold(words))).collect();
            self.heard.push(Heard { speech, own });
        }
    }

    /// `word` stands only for itself: no affixes are taken off.
    pub fn freeze(&mut self, word: &str) {
        self.frozen.push(fold(word).concat());
    }

    /// The words that `word` (folded) stands for.
    pub(super) fn words<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a str> {
        let known = self.variants.get(word);
        let itself = known.is_none().then_some(word);
        known.into_iter().flatten().map(String::as_str).chain(itself)
    }
}

fn fold(text: &str) -> Vec<String> {
    let tokens = token::tokens(text);
    tokens.list.iter().map(|t| tokens.word(t).to_owned()).collect()
}

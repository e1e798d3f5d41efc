//! A text that was read: its words, and the phrases that stand in it.
//!
//! In: a text and what the matcher found. Out: which phrases are there, where, and as what they were written.

use super::phrase::PhraseId;
use super::token::{self, Token};
use super::vocabulary::{Vocabulary, WordId};

/// The words of a text with the known words each may be.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    tokens: Vec<Token>,
    questions: Vec<u32>,
    ids: Vec<WordId>,
    /// For each token, where its ids begin and end.
    ranges: Vec<(u32, u32)>,
}

impl Words {
    /// Cuts `text` into words and looks each up.
    pub fn of(text: &str, vocabulary: &Vocabulary) -> Self {
        let cut = token::tokens(text);
        let mut words = Self {
            tokens: Vec::with_capacity(cut.list.len()),
            ids: Vec::with_capacity(cut.list.len() * 2),
            ranges: Vec::with_capacity(cut.list.len()),
            questions: cut.questions.clone(),
        };
        let mut tokens = cut.list.iter();
        vocabulary.meanings_of(cut.list.iter().map(|token| cut.word(token)), |meanings| {
            if let Some(token) = tokens.next() {
                meanings.iter().for_each(|ids| words.push(token, ids));
            }
        });
        words
    }

    fn push(&mut self, token: &Token, ids: &[WordId]) {
        let from = self.ids.len();
        self.ids.extend_from_slice(ids);
        let end = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.ranges.push((end(from), end(self.ids.len())));
        self.tokens.push(token.clone());
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The known words that the word at `at` may be.
    pub fn ids(&self, at: usize) -> &[WordId] {
        let range = self.ranges.get(at).copied().unwrap_or_default();
        self.ids.get(range.0 as usize..range.1 as usize).unwrap_or_default()
    }

    pub fn same_sentence(&self, a: usize, b: usize) -> bool {
        match (self.tokens.get(a), self.tokens.get(b)) {
            (Some(a), Some(b)) => a.sentence == b.sentence,
            (None, _) | (_, None) => false,
        }
    }
}

/// A phrase found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Which.
    pub phrase: PhraseId,
    /// Its first word, from 0.
    pub from: usize,
    /// Its last word.
    pub to: usize,
}

/// A text that was read.
#[derive(Debug, Clone)]
pub struct Reading<'t> {
    text: &'t str,
    words: Words,
    hits: Vec<Hit>,
    present: Vec<u64>,
}

impl<'t> Reading<'t> {
    pub(super) fn new(text: &'t str, words: Words, mut hits: Vec<Hit>, phrases: usize) -> Self {
        hits.sort_unstable();
        hits.dedup();
        let mut present = vec![0; phrases.div_ceil(64)];
        for hit in &hits {
            if let Some(word) = present.get_mut(hit.phrase.0 as usize / 64) {
                *word |= 1 << (hit.phrase.0 % 64);
            }
        }
        Self { text, words, hits, present }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Its words.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.words.tokens
    }

    /// Everything found, by phrase, then by place.
    #[must_use]
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Whether the phrase stands in the text.
    #[must_use]
    pub fn has(&self, phrase: PhraseId) -> bool {
        self.present.get(phrase.0 as usize / 64).is_some_and(|word| word >> (phrase.0 % 64) & 1 == 1)
    }

    /// Where the phrase stands.
    pub fn hits_of(&self, phrase: PhraseId) -> impl Iterator<Item = Hit> + '_ {
        let from = || self.hits.partition_point(|hit| hit.phrase < phrase);
        let found = if self.has(phrase) { self.hits.get(from()..).unwrap_or_default() } else { &[] };
        found.iter().copied().take_while(move |hit| hit.phrase == phrase)
    }

    /// Where any of the phrases stand, phrase by phrase.
    pub fn hits_of_any<'a>(&'a self, phrases: &'a [PhraseId]) -> impl Iterator<Item = Hit> + 'a {
        phrases.iter().flat_map(|phrase| self.hits_of(*phrase))
    }

    /// Whether any of the phrases stands in the text.
    #[must_use]
    pub fn has_any(&self, phrases: &[PhraseId]) -> bool {
        phrases.iter().any(|phrase| self.has(*phrase))
    }

    /// The words of a hit as written.
    #[must_use]
    pub fn written(&self, hit: Hit) -> &'t str {
        match (self.words.tokens.get(hit.from), self.words.tokens.get(hit.to)) {
            (Some(from), Some(to)) => self.text.get(from.span.start..to.span.end).unwrap_or_default(),
            (None, _) | (_, None) => "",
        }
    }

    /// The number that a word is, if it is written in digits; `0812` is none.
    #[must_use]
    pub fn number(&self, word: usize) -> Option<u32> {
        let token = self.words.tokens.get(word)?;
        let digits = self.text.get(token.span.clone())?;
        digits.parse().ok().filter(|_| digits.len() == 1 || !digits.starts_with('0'))
    }

    /// The number of the sentence a word stands in.
    #[must_use]
    pub fn sentence(&self, word: usize) -> u32 {
        self.words.tokens.get(word).map_or(0, |token| token.sentence)
    }

    /// Whether any sentence ends with a question mark.
    #[must_use]
    pub fn asks(&self) -> bool {
        !self.words.questions.is_empty()
    }
}

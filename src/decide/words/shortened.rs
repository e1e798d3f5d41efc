//! Words written without their vowels, as thumbs do on a telephone: `mnum`, `minyk`, `prdarahn`.
//!
//! In: the known words, and a word that nothing else knows. Out: the known words that it may be short for: those with
//! the same consonants in the same order, some of whose vowels it keeps. A word that has vowels enough may lack an `e`
//! that is not heard (`kluar`). Knows no meaning.

use super::forms;
use super::vocabulary::{Table, WordId};

/// A word has at least this many consonants, or too many others share them.
const BONES: usize = 3;
/// Of more words than this nobody can tell which is meant.
const MOST: usize = 4;

/// Known words by their consonants.
#[derive(Debug, Clone, Default)]
pub(super) struct Shortened {
    by_bones: Table<Vec<(String, WordId)>>,
}

impl Shortened {
    /// `word` is known from now on.
    pub fn learn(&mut self, word: &str, id: WordId) {
        if word.is_ascii() && bones(word).count() >= BONES && word.bytes().any(is_vowel) {
            self.by_bones.entry(key(word)).or_default().push((word.to_owned(), id));
        }
    }

    /// The known words that `word` is short for, added to `out`.
    pub fn look_up(&self, word: &str, out: &mut Vec<WordId>) {
        let (vowels, consonants) = (word.bytes().filter(|b| is_vowel(*b)).count(), bones(word).count());
        if consonants < BONES {
            return;
        }
        let lacks = if vowels * 2 < consonants { "aeiou" } else { "e" };
        let known = self.by_bones.get(&key(word)).into_iter().flatten();
        let before = out.len();
        out.extend(known.filter(|(whole, _)| is_short_for(word, whole, lacks)).map(|(_, id)| *id));
        if out.len() > before + MOST {
            out.truncate(before);
        }
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn bones(word: &str) -> impl Iterator<Item = u8> + Clone {
    word.bytes().filter(|byte| !is_vowel(*byte))
}

fn key(word: &str) -> forms::Key {
    forms::key_of(bones(word).count(), bones(word))
}

/// `word` is `whole` without some of the letters in `lacks`, beginning with the same letter.
fn is_short_for(word: &str, whole: &str, lacks: &str) -> bool {
    let mut letters = word.bytes().peekable();
    let fits = whole.bytes().all(|letter| letters.next_if_eq(&letter).is_some() || lacks.as_bytes().contains(&letter));
    fits && letters.peek().is_none() && word.len() < whole.len() && word.bytes().next() == whole.bytes().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(word: &str) -> Vec<WordId> {
        let mut words = Shortened::default();
        for (id, word) in ["minum", "minyak", "perdarahan", "bank", "keluar"].iter().enumerate() {
            words.learn(word, WordId::try_from(id).unwrap_or_default());
        }
        let mut out = Vec::new();
        words.look_up(word, &mut out);
        out
    }

    #[test]
    fn a_word_without_its_vowels_is_known_by_its_consonants() {
        assert_eq!(found("mnum"), [0]);
        assert_eq!(found("mnm"), [0]);
        assert_eq!(found("minyk"), [1]);
        assert_eq!(found("prdrahn"), [2]);
        assert_eq!(found("kluar"), [4]);
    }

    #[test]
    fn a_word_that_lacks_no_vowel_or_has_another_is_none() {
        assert_eq!(found("menem"), Vec::<WordId>::new());
        assert_eq!(found("mnok"), Vec::<WordId>::new());
        assert_eq!(found("bnk"), [3]);
        assert_eq!(found("bank"), Vec::<WordId>::new());
    }
}

//! Which words a matcher knows, and under which forms they are recognised.
//!
//! In: spellings and the words of phrases. Out: for a word of a text, the known words it may be. A word unknown in
//! every form is looked for by its consonants, by its sound in the local languages, then compared with long known
//! words, one slip of the finger allowed.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use smallvec::SmallVec;

use super::forms::{self, Key};
use super::memo::{Meanings, Memo};
use super::phrase::Like;
use super::shortened::Shortened;
use super::speech::Speech;
use super::spelling::{Heard, Spelling};

/// A word that some phrase uses.
pub(super) type WordId = u32;

/// Known words must be this long (bytes) to be recognised in spite of a slip.
const LONG: usize = 7;

/// Words must be this long (bytes) to be looked for by more than their forms.
const SHORT: usize = 3;

/// Words must be this long (bytes) to be looked for by their sound.
const SPOKEN: usize = 4;

/// A table whose keys are hashes already.
pub(super) type Table<V> = HashMap<Key, V, BuildHasherDefault<AsIs>>;

/// Takes a hash for a hash.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= forms::key_of(0, bytes.iter().copied());
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// Words: mostly one or two, and these need no room of their own.
pub(super) type Ids = SmallVec<[WordId; 4]>;

/// The known words, compiled.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    by_form: Table<Ids>,
    several: Table<Vec<String>>,
    frozen: HashSet<Key, BuildHasherDefault<AsIs>>,
    /// By sound, for each local language.
    heard: Vec<(Speech, Table<Ids>)>,
    /// By consonants.
    shortened: Shortened,
    slips: Table<Ids>,
    /// Words that stand for nothing but themselves in a text.
    names: HashSet<WordId>,
    memo: Memo,
}

impl Vocabulary {
    /// Tells `take` of each word (folded), in order, the known words that it may be; for each of several that it stands
    /// for (`makasih`).
    pub fn meanings_of<'w>(&self, words: impl Iterator<Item = &'w str>, take: impl FnMut(&[Vec<WordId>])) {
        self.memo.each(words, |word| self.meanings(word), take);
    }

    fn meanings(&self, word: &str) -> Meanings {
        let found = |word: &str| {
            let mut ids = Vec::new();
            self.look_up(word, &mut ids);
            ids
        };
        match self.several.get(&forms::key(word)) {
            None => vec![found(word)],
            Some(several) => several.iter().map(|word| found(word)).collect(),
        }
    }

    /// The known words that `word` (folded) may be, added to `out`.
    fn look_up(&self, word: &str, out: &mut Vec<WordId>) {
        let before = out.len();
        for key in forms::forms(word, |key| self.frozen.contains(&key)).iter() {
            if let Some(ids) = self.by_form.get(&key) {
                let fits = |id: &&WordId| !self.names.contains(id) || forms::says_as_it_is(word, key);
                out.extend(ids.iter().filter(fits));
            }
        }
        if out.len() == before && word.len() >= SHORT && word.is_ascii() && !self.stands_for_itself(word) {
            self.shortened.look_up(word, out);
            if out.len() == before && word.len() >= SPOKEN {
                self.look_up_heard(word, out);
            }
            if out.len() == before && word.len() >= LONG {
                self.look_up_slip(word, out);
            }
        }
        if let Some(found) = out.get_mut(before..).filter(|found| found.len() > 1) {
            found.sort_unstable();
            let mut last = None;
            let tail = out.split_off(before);
            out.extend(tail.into_iter().filter(|id| last.replace(*id) != Some(*id)));
        }
    }

    /// A word that is never cut is not taken for another either, whatever particle it carries.
    fn stands_for_itself(&self, word: &str) -> bool {
        [word].into_iter().chain(forms::bases(word)).any(|base| self.frozen.contains(&forms::key(base)))
    }

    /// The first stem that a local language knows.
    fn look_up_heard(&self, word: &str, out: &mut Vec<WordId>) {
        for (speech, sounds) in &self.heard {
            let known = |stem: &String| {
                let written = self.by_form.get(&forms::key(stem)).filter(|_| stem.len() >= SPOKEN);
                written.or_else(|| sounds.get(&speech.sound(stem)?))
            };
            if let Some(ids) = speech.stems(word).iter().find_map(known) {
                out.extend(ids);
                return;
            }
        }
    }

    fn look_up_slip(&self, word: &str, out: &mut Vec<WordId>) {
        for key in with_one_letter_less(word) {
            if let Some(ids) = self.slips.get(&key) {
                out.extend(ids);
                return;
            }
        }
        if let Some(ids) = self.slips.get(&forms::key(word)) {
            out.extend(ids);
        }
    }
}

/// Keys of `word` with any one letter but the first left out. Two words that share one differ by one slip at most
/// (a letter too many, too few, wrong, or two neighbours exchanged).
fn with_one_letter_less(word: &str) -> impl Iterator<Item = Key> + '_ {
    (1..word.len()).map(|left_out| {
        let kept = word.bytes().enumerate().filter(|(at, _)| *at != left_out).map(|(_, byte)| byte);
        forms::key_of(word.len() - 1, kept)
    })
}

/// Collects words until they are compiled.
#[derive(Debug, Clone, Default)]
pub(super) struct VocabularyBuilder {
    spelling: Spelling,
    frozen: HashSet<Key, BuildHasherDefault<AsIs>>,
    words: HashMap<(String, Like), WordId>,
    vocabulary: Vocabulary,
}

impl VocabularyBuilder {
    pub fn new(spelling: Spelling) -> Self {
        let frozen = spelling.frozen.iter().map(|word| forms::key(word)).collect();
        Self { spelling, frozen, ..Self::default() }
    }

    /// The words a folded word of a phrase stands for, known from now on. An exact word stands for itself, unless it is
    /// a number.
    pub fn learn(&mut self, word: &str, like: Like) -> Vec<WordId> {
        let mut words: Vec<String> = self.spelling.words(word).map(str::to_owned).collect();
        if like != Like::Stem && !words.iter().all(|word| word.bytes().all(|b| b.is_ascii_digit())) {
            words = vec![word.to_owned()];
        }
        words.into_iter().map(|word| self.learn_one(word, like)).collect()
    }

    fn learn_one(&mut self, word: String, like: Like) -> WordId {
        let next = WordId::try_from(self.words.len()).unwrap_or(WordId::MAX);
        if let Some(id) = self.words.get(&(word.clone(), like)) {
            return *id;
        }
        if like == Like::Name {
            self.vocabulary.names.insert(next);
        }
        if like != Like::Stem {
            self.vocabulary.by_form.entry(forms::key(&word)).or_default().push(next);
        } else {
            for key in forms::forms(&word, |key| self.frozen.contains(&key)).iter() {
                self.vocabulary.by_form.entry(key).or_default().push(next);
            }
        }
        if word.len() >= LONG && word.is_ascii() {
            for key in with_one_letter_less(&word).chain([forms::key(&word)]) {
                self.vocabulary.slips.entry(key).or_default().push(next);
            }
        }
        self.vocabulary.shortened.learn(&word, next);
        self.words.insert((word, like), next);
        next
    }

    /// For each local language: its words and the words of phrases by their sound.
    fn heard(&self) -> Vec<(Speech, Table<Ids>)> {
        let of_language = |Heard { speech, own }: &Heard| {
            let mut sounds: Table<Ids> = Table::default();
            for (variant, words) in own {
                let [word] = words.as_slice() else { continue };
                let found = forms::forms(word, |key| self.frozen.contains(&key));
                let ids = found.iter().filter_map(|key| self.vocabulary.by_form.get(&key)).flatten().copied();
                if let Some(key) = speech.sound(variant) {
                    sounds.entry(key).or_default().extend(ids);
                }
            }
            for ((word, like), id) in &self.words {
                if let (Like::Stem, true, Some(key)) = (*like, word.len() >= SPOKEN, speech.sound(word)) {
                    sounds.entry(key).or_default().push(*id);
                }
            }
            for ids in sounds.values_mut() {
                ids.sort_unstable();
                ids.dedup();
            }
            (speech.clone(), sounds)
        };
        self.spelling.heard.iter().map(of_language).collect()
    }

    /// Every word is known: the table is ready.
    pub fn build(mut self) -> Vocabulary {
        let mut more: Vec<(Key, Vec<WordId>)> = Vec::new();
        for (variant, words) in &self.spelling.variants {
            match words.as_slice() {
                [word] => {
                    let mut ids = Vec::new();
                    let found = forms::forms(word, |key| self.frozen.contains(&key));
                    found
                        .iter()
                        .filter_map(|key| self.vocabulary.by_form.get(&key))
                        .for_each(|known| ids.extend(known));
                    more.push((forms::key(variant), ids));
                }
                several => {
                    self.vocabulary.several.insert(forms::key(variant), several.to_vec());
                }
            }
        }
        self.vocabulary.heard = self.heard();
        for (key, ids) in more {
            let known = self.vocabulary.by_form.entry(key).or_default();
            known.extend(ids);
            known.sort_unstable();
            known.dedup();
        }
        // A variant is a whole word: `sakit` written for `saket` must not be cut into something else.
        self.vocabulary.frozen = self.frozen;
        self.vocabulary.by_form.shrink_to_fit();
        self.vocabulary.slips.shrink_to_fit();
        self.vocabulary
    }
}

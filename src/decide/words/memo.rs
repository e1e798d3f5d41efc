//! Words that were looked up before. In: a word and what it may be. Out: the same, without looking again: most words of
//! a text stand in most others. Only a convenience: the answer is always that of the vocabulary.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::vocabulary::WordId;

/// Of so many words it is remembered what they may be; then all are forgotten, and the common ones soon known again.
const MOST: usize = 8_192;
/// Longer words (bytes) are rare, and not remembered.
const LONGEST: usize = 24;

/// What a word may be; several where it stands for several words.
pub(super) type Meanings = Vec<Vec<WordId>>;

/// See the file. A clone remembers nothing: it may come to know other words.
#[derive(Debug, Default)]
pub(super) struct Memo(RwLock<HashMap<String, Meanings>>);

impl Clone for Memo {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Memo {
    /// Tells `take` what each of `words` may be, in order, and remembers what only `look_up` knew.
    pub fn each<'w>(
        &self,
        words: impl Iterator<Item = &'w str>,
        look_up: impl Fn(&str) -> Meanings,
        mut take: impl FnMut(&[Vec<WordId>]),
    ) {
        let mut fresh: HashMap<&'w str, Meanings> = HashMap::new();
        {
            let remembered = self.0.read().unwrap_or_else(PoisonError::into_inner);
            for word in words {
                match remembered.get(word) {
                    Some(meanings) => take(meanings),
                    None => take(fresh.entry(word).or_insert_with(|| look_up(word))),
                }
            }
        }
        fresh.retain(|word, _| word.len() <= LONGEST);
        if !fresh.is_empty() {
            let mut remembered = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() + fresh.len() > MOST {
                remembered.clear();
            }
            remembered.extend(fresh.into_iter().take(MOST).map(|(word, meanings)| (word.to_owned(), meanings)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::{LONGEST, MOST, Memo};

    #[test]
    fn a_word_is_looked_up_once_and_a_very_long_one_each_time() {
        let (memo, asked) = (Memo::default(), RefCell::new(Vec::new()));
        let long = "a".repeat(LONGEST + 1);
        let mut told = Vec::new();
        for _ in 0..2 {
            let words = ["obat", "habis", "obat", long.as_str()];
            let look_up = |word: &str| {
                asked.borrow_mut().push(word.to_owned());
                vec![vec![word.len() as u32]]
            };
            memo.each(words.into_iter(), look_up, |meanings| told.push(meanings[0][0]));
        }
        assert_eq!(told, [4, 5, 4, 25, 4, 5, 4, 25]);
        assert_eq!(asked.into_inner(), ["obat", "habis", long.as_str(), long.as_str()]);
    }

    #[test]
    fn it_never_holds_more_than_it_may() {
        let memo = Memo::default();
        for batch in 0..3 {
            let words: Vec<String> = (0..MOST - 1).map(|n| format!("{batch}k{n}")).collect();
            memo.each(words.iter().map(String::as_str), |_| vec![vec![7]], |meanings| assert_eq!(meanings, [[7]]));
            assert!(memo.0.read().unwrap().len() <= MOST);
        }
    }
}

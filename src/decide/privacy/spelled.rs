//! Telephone numbers spelled out in words: `nol delapan satu dua …`, mixed with digits, in several tongues.
//!
//! In: a text. Out: where such a number stands. A few number words in a sentence are none.

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::Mask;

use super::Found;

/// So many digits at least make a telephone number, …
const DIGITS: usize = 8;
/// … and so many of them must be words.
const WORDS: usize = 4;

static RUN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let word = "nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|dobel|double|siji|loro|telu|papat|limo|\
                enem|pitu|wolu|songo|sanga|besik|dadua|telung|kutus|sia";
    Regex::new(&format!(r"(?i)\b(?:{word})(?:[\s,.-]{{1,3}}(?:{word}|\d{{1,4}}))+\b")).ok()
});

/// Finds them.
pub(super) fn find(text: &str) -> Vec<Found> {
    let Some(run) = RUN.as_ref() else { return Vec::new() };
    let is_number = |written: &str| {
        let parts = written.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        let (words, digits) = parts.fold((0usize, 0usize), |(words, digits), part| {
            let is_word = part.chars().any(char::is_alphabetic);
            (words + usize::from(is_word), digits + if is_word { 1 } else { part.len() })
        });
        words >= WORDS && digits >= DIGITS
    };
    let found = run.find_iter(text).filter(|found| is_number(found.as_str()));
    found.map(|found| Found { kind: Mask::Phone, span: found.range() }).collect()
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_number_in_words_is_found_and_a_count_is_none() {
        let text = "hubungi nol delapan satu dua tiga empat lima enam tujuh delapan ya";
        assert_eq!(find(text).len(), 1);
        assert_eq!(find("nol delapan 12 tiga empat 5678").len(), 1);
        assert!(find("saya bayar dua ratus lima puluh ribu, dua kali, lalu tiga kali").is_empty());
        assert!(find("satu dua orang datang").is_empty());
    }
}

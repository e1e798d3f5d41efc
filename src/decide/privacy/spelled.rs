//! Telephone numbers spelled out: in words (`nol delapan satu dua …`, mixed with digits, in several tongues), or digit
//! by digit with signs between (`0 - 8 - 1 - 2 …`).
//!
//! In: a text. Out: where such a number stands. A few number words in a sentence are none.

use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::compiled;
use crate::domain::Mask;

use super::Found;

/// So many digits at least make a telephone number, …
const DIGITS: usize = 8;
/// … behind a word for one so many, …
const BEHIND_CUE: usize = 5;
/// … and so many of them must be words.
const WORDS: usize = 4;

static RUN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let word = "nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|dobel|double|siji|loro|telu|papat|limo|\
                enem|pitu|wolu|songo|sanga|besik|dadua|telung|kutus|sia";
    compiled(&format!(r"(?i)\b(?:{word})(?:[\s,.-]{{1,3}}(?:{word}|\d{{1,4}}))+\b")).ok()
});

static APART: LazyLock<Option<Regex>> =
    LazyLock::new(|| compiled(r"(?:\+?\b6[\s.,_/*|-]{1,3}2|\b0)[\s.,_/*|-]{1,3}8(?:[\s.,_/*|-]{1,3}\d){7,11}\b").ok());
/// What stands before a number that is short when it is spelled.
static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(r"(?i)\b(?:hp|wa|telp?|tlp|telepon|telpon|hubungi|hub|kontak|nomor|nomer)\b[^\n]{0,12}$").ok()
});

/// Finds them.
pub(super) fn find(text: &str) -> Vec<Found> {
    let Some(run) = RUN.as_ref() else { return Vec::new() };
    let behind_cue = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        CUE.as_ref().is_some_and(|cue| cue.is_match(before))
    };
    let is_number = |at: usize, written: &str| {
        let parts = written.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        let (words, digits) = parts.fold((0usize, 0usize), |(words, digits), part| {
            let is_word = part.chars().any(char::is_alphabetic);
            (words + usize::from(is_word), digits + if is_word { 1 } else { part.len() })
        });
        words >= WORDS && (digits >= DIGITS || digits >= BEHIND_CUE && behind_cue(at))
    };
    let spelled = run.find_iter(text).filter(|found| is_number(found.start(), found.as_str()));
    let apart = APART.iter().flat_map(|apart| apart.find_iter(text));
    spelled.chain(apart).map(|found| Found { kind: Mask::Phone, span: found.range() }).collect()
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
        assert_eq!(find("wa saya nol delapan satu dua tiga").len(), 1);
        assert_eq!(find("hub 0 - 8 - 1 - 2 - 3 - 4 - 5 - 6 - 7 - 8 ya").len(), 1);
        assert_eq!(find("6 2 8 1 2 3 4 5 6 7 8 9").len(), 1);
        assert!(find("jam 0 8 sampai 10").is_empty());
    }
}

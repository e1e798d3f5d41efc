//! The one word that was asked for, with more behind it: `CABUT ya, sdh kami telp ybs`. In: the first line of a person
//! who was asked what a reporter meant. Out: the word, where nothing behind it takes it back. Does not know which words
//! were offered.

use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::pattern;

/// `CABUT`, `TIDAK`, `PUAS`, `TIDAK PUAS`, parted from what follows.
#[must_use]
pub fn word_before_more(first: &str) -> Option<&str> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^\W*(?P<word>(?:di|men)?cabut|(?:(?:tidak|tdk|belum|blm)\W+)?puas|tidak|tdk)\b
              (?:\W+(?:ya|saja|aja|pak|bu|min|mas|mbak)\b)*
              (?:\s*[,;:.(–—]|\s+-\s|\s+(?:karena|krn|sesuai|menurut)\b)",
        )
    });
    static TAKEN_BACK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\?|\b(?:tapi|tetapi|tp|namun|bukan|salah|abaikan|jangan|jgn|atau|batal|belum|blm|kecuali|kalau|kalo|jika|bila|apabila|setelah|cabut|dicabut|puas|tidak\s+jadi|tdk\s+jadi)\b",
        )
    });
    let found = WORD.captures(first)?;
    let more = first.get(found.get(0)?.end()..)?;
    (!TAKEN_BACK.is_match(more)).then(|| found.name("word"))?.map(|word| word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_counts_with_more_behind_it_and_not_where_that_takes_it_back() {
        for (line, word) in [
            ("cabut ya, sdh kami telp ybs", "cabut"),
            ("CABUT. Pelapor sudah kami telepon dan membenarkan", "CABUT"),
            ("CABUT karena loket sudah dibuka", "CABUT"),
            ("Tidak, masih ingin diproses kata pelapornya", "Tidak"),
            ("TIDAK PUAS - antreannya masih lama", "TIDAK PUAS"),
            ("Puas pak, sudah saya telepon tadi pagi", "Puas"),
        ] {
            assert_eq!(word_before_more(line), Some(word), "{line}");
        }
        for line in [
            "Cabut, tapi tunggu kepala dinas",
            "cabut atau tidak ya, saya bingung",
            "Cabut? menurut saya tidak",
            "Tidak bisa dihubungi, besok dicoba lagi",
            "Puas sekali menunggu, ini sindiran",
            "Cabut, kalau dia setuju",
            "Pelapor mencabut, sudah saya telepon",
        ] {
            assert_eq!(word_before_more(line), None, "{line}");
        }
    }
}

//! The desk's word on a mail that waits in the holding pen, as a reply to the notice about it.
//!
//! In: the reply, stripped. Out: what is to become of the mail. One short line, or nothing: what a person writes beside
//! that is for a person. That a mail is an officer's answer nobody says by mail: a forged word could put words into his
//! mouth.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::pattern;

/// What is to become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PenWord {
    /// `BARU`: a new complaint.
    New,
    /// `BAGIAN BTG-26-0001`: it belongs there.
    Belongs(Which),
    /// `ABAIKAN`: nothing is to be done.
    Reject,
    /// Nothing of these.
    Unclear,
}

/// The complaint that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// By its number.
    Number(String),
    /// By its place among the guesses, from one.
    Nth(usize),
    /// The only guess.
    Only,
}

/// A line of more words says more than a word.
const LONGEST: usize = 6;

/// Reads the first line.
#[must_use]
pub fn read_pen_word(text: &str) -> PenWord {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b[a-z]{2,8}-\d{2}-\d{4,}\b"));
    static NTH: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(?:bagian|nomor|no)\b\W*(?:dari\s+|laporan\s+|nomor\s+)*(\d{1,2})\b"));
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let low = line.to_lowercase();
    let words: Vec<&str> = low.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let said = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let numbers: Vec<String> = NUMBER.find_iter(line).map(|found| found.as_str().to_uppercase()).collect();
    let (new, set_aside) = (said(&["baru"]), said(&["abaikan", "sisihkan"]));
    let part = said(&["bagian", "termasuk", "masuk", "gabung", "milik"]);
    let short = words.len() <= LONGEST + 2 * numbers.len();
    if !short || said(&["bukan", "tidak", "jangan", "belum"]) {
        return PenWord::Unclear;
    }
    match (new, set_aside, numbers.as_slice()) {
        (true, false, []) if !part => PenWord::New,
        (false, true, []) if !part => PenWord::Reject,
        (false, false, [number]) => PenWord::Belongs(Which::Number(number.clone())),
        (false, false, []) if part => {
            let nth = NTH.captures(line).and_then(|found| found.get(1)?.as_str().parse().ok());
            PenWord::Belongs(nth.map_or(Which::Only, Which::Nth))
        }
        (_, _, _) => PenWord::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::{PenWord, Which, read_pen_word};

    #[test]
    fn one_line_says_what_becomes_of_a_mail_and_more_than_a_word_nothing() {
        let number = |number: &str| PenWord::Belongs(Which::Number(number.to_owned()));
        for (text, word) in [
            ("BARU", PenWord::New),
            ("Ini laporan baru, pak", PenWord::New),
            ("ABAIKAN\n\nTerima kasih", PenWord::Reject),
            ("BAGIAN BTG-26-0001", number("BTG-26-0001")),
            ("btg-26-0001", number("BTG-26-0001")),
            ("Bagian dari laporan BTG-26-0012 ya", number("BTG-26-0012")),
            ("bagian 2", PenWord::Belongs(Which::Nth(2))),
            ("BAGIAN", PenWord::Belongs(Which::Only)),
            ("bukan laporan baru", PenWord::Unclear),
            ("BTG-26-0001 atau BTG-26-0002", PenWord::Unclear),
            ("Mohon dibuatkan laporan baru karena warga itu sudah dua kali menulis", PenWord::Unclear),
            ("siapa ini?", PenWord::Unclear),
            ("", PenWord::Unclear),
        ] {
            assert_eq!(read_pen_word(text), word, "{text}");
        }
    }
}

//! A number instead of a word: `1`, `No. 2`, `pilihan 3`. In: a stripped reply. Out: the number, where there is nothing
//! else but a closing and a name. Does not know what was offered.

use std::sync::LazyLock;

use regex::Regex;

use super::{non_answer, pattern::pattern};

/// The number that the writer chooses, from 1.
#[must_use]
pub fn choice_in(stripped: &str) -> Option<usize> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)^\W*(?:no(?:mor)?|pilih(?:an)?|pilih\s+no(?:mor)?|opsi|jawaban\s+no(?:mor)?)?\W*([1-9])\W*$")
    });
    let mut lines = stripped.lines().filter(|line| !line.trim().is_empty());
    let number = NUMBER.captures(lines.next()?)?.get(1)?.as_str().parse().ok()?;
    lines.all(non_answer::is_closing_line).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_alone_is_a_choice_and_a_number_in_a_sentence_is_none() {
        for (text, number) in [("1", 1), ("2.", 2), ("No. 3", 3), ("pilihan 1", 1), ("nomor 2\n\nTerima kasih", 2)] {
            assert_eq!(choice_in(text), Some(number), "{text}");
        }
        for text in ["", "0", "12", "1 loket ditambah", "1\nobat sudah tersedia sejak Senin di loket", "satu"] {
            assert_eq!(choice_in(text), None, "{text}");
        }
    }
}

//! The name of a reporter who is protected, in texts. In: a text and a name. Out: the text without it, or whether he is
//! called by it. A name is words like others (`Indah`, `Bandar`): hiding takes out each of them, but a text is only
//! said to call somebody by name where it says the whole name, or a title before a part of it.

use super::first_person::is_place;
use super::said_names::{STAFF, is_in};

/// Names shorter than this are found in too many words.
const SHORTEST_NAME: usize = 3;
/// Words before a name.
const TITLES: [&str; 14] =
    ["bapak", "bpk", "pak", "ibu", "bu", "sdr", "sdri", "saudara", "saudari", "mas", "mbak", "kak", "yth", "an"];

/// The words of `name` replaced, whatever their case.
#[must_use]
pub fn without_name(text: &str, name: &str) -> String {
    without_words(text, &words_of(name), "[nama]")
}

/// The words of a name that are looked for.
pub(super) fn words_of(name: &str) -> Vec<String> {
    words(name).filter(|w| w.chars().count() >= SHORTEST_NAME && !is_in(STAFF, w)).collect()
}

/// These words replaced, whatever their case; what stands in brackets is ours. A place may bear the same name: behind
/// `Puskesmas` or `Desa` it stays.
pub(super) fn without_words(text: &str, parts: &[String], instead: &str) -> String {
    if parts.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut before = String::new();
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let low = word.to_lowercase();
        let hides = parts.contains(&low) && !is_place(&before);
        if !word.is_empty() {
            before = low;
        }
        if hides {
            out.push_str(instead);
            out.push_str(piece.strip_prefix(word).unwrap_or_default());
        } else {
            out.push_str(piece);
        }
    }
    out
}

/// True if the text calls somebody by this name: by all of it, or by a part of it behind a title.
#[must_use]
pub fn calls_by_name(text: &str, name: &str) -> bool {
    let parts: Vec<String> = words(name).filter(|w| w.chars().count() >= SHORTEST_NAME).collect();
    let said: Vec<String> = words(text).collect();
    let whole = parts.len() > 1 && said.windows(parts.len()).any(|here| here == parts.as_slice());
    let titled = said.windows(2).any(|pair| match pair {
        [title, word] => TITLES.contains(&title.as_str()) && parts.contains(word),
        _ => false,
    });
    whole || titled
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_name_are_taken_out_wherever_they_stand() {
        let text = "Saya SITI, tetangga bu Kinanti. Situasi: siti-kinanti takut.";
        let hidden = without_name(text, "Siti Kinanti");
        assert!(!hidden.to_lowercase().contains("siti") && !hidden.contains("Kinanti"), "{hidden}");
        assert!(hidden.contains("Situasi"), "{hidden}");
    }

    #[test]
    fn a_text_calls_somebody_by_all_of_his_name_or_with_a_title() {
        for called in ["Terima kasih Indah Bandar.", "Yth. Ibu Indah, loket kami tambah.", "Pak Bandar kami undang."] {
            assert!(calls_by_name(called, "Indah Bandar"), "{called}");
        }
        for other in ["Puskesmas Bandar kini indah.", "Ibu dapat datang.", ""] {
            assert!(!calls_by_name(other, "Indah Bandar"), "{other}");
        }
        assert!(!calls_by_name("Warga dapat datang", "Warga") && !calls_by_name("apa saja", ""));
    }
}

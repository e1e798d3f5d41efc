//! Several matters in one complaint, where its writer numbers them.
//!
//! In: a text. Out: its numbered parts. Does not know whether they concern different units.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::pattern;

/// A part of fewer words is no matter: `1. Siti 2. Budi`.
const LEAST_WORDS: usize = 4;

/// The parts behind `1.`, `2.` and so on; none where there are not at least two of some length.
#[must_use]
pub fn numbered(text: &str) -> Vec<&str> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|\s)(\d{1,2})[.)]\s+"));
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for found in NUMBER.captures_iter(text) {
        let (Some(whole), Some(number)) = (found.get(0), found.get(1)) else { continue };
        if number.as_str().parse() == Ok(marks.len() + 1) {
            marks.push((whole.start(), whole.end()));
        }
    }
    let ends = marks.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    let parts = marks.iter().zip(ends).filter_map(|((_, from), to)| text.get(*from..to)).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| part.split_whitespace().count() >= LEAST_WORDS).collect();
    if parts.len() < 2 { Vec::new() } else { parts }
}

/// The part in which stands what decided who gets it.
#[must_use]
pub fn decisive<'t>(text: &'t str, matched: &[String]) -> Option<&'t str> {
    let matched: Vec<String> = matched.iter().map(|words| words.to_lowercase()).collect();
    numbered(text).into_iter().find(|part| {
        let part = part.to_lowercase();
        matched.iter().any(|words| part.contains(words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_parts_are_matters_and_other_numbers_are_none() {
        let text = "Selamat siang,\n1. Loket antri 4 jam tiap Senin.\n2. Di Plumbon 4 orang kena DBD.\nTerima kasih.";
        assert_eq!(numbered(text), ["Loket antri 4 jam tiap Senin.", "Di Plumbon 4 orang kena DBD.\nTerima kasih."]);
        assert!(decisive(text, &["DBD".to_owned()]).is_some_and(|part| part.starts_with("Di Plumbon")));
        for none in ["Saya antre di loket 1. Lama sekali.", "Yang kena: 1. Siti 2. Budi", "Tadi jam 2. Belum dilayani."]
        {
            assert!(numbered(none).is_empty(), "{none}");
        }
    }
}

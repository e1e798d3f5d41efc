//! What a notice board may show of a closed complaint: no names, numbers, addresses or health matters; nothing at all
//! of one that is grave, alleges wrongdoing or is protected.
//!
//! In: what stands in the register. Out: a line of the sheet. Where the words of the reporter or the officer cannot be
//! made harmless, a sentence takes their place that says only which unit it was. A person reads the sheet before it is
//! put up.

mod scrub;

use self::scrub::scrub;
use crate::decide::wording::{one_line, shorten};
use crate::decide::{OfficeBook, privacy};
use crate::domain::{Class, Decision, Grade};

/// What stands for what was taken out.
const GAP: &str = "…";
/// With more gaps, or fewer words left, the text says nothing any more.
const MOST_GAPS: usize = 2;
const FEWEST_WORDS: usize = 3;
/// Characters of a cell of the sheet.
const CELL: usize = 180;

/// Whether a complaint may stand on the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// It may.
    Yes,
    /// Never, and why, in Indonesian.
    Never(&'static str),
}

/// Whether the rules let it stand there at all.
#[must_use]
pub fn may_show(decision: &Decision) -> Shown {
    let hidden = &decision.privacy;
    if decision.supervision {
        return Shown::Never("berkadar pengawasan");
    }
    if decision.doubted {
        return Shown::Never("mungkin menyangkut petugas");
    }
    if decision.grade == Some(Grade::Merah) {
        return Shown::Never("grade merah");
    }
    if hidden.anonymous || hidden.secret {
        return Shown::Never("pelapor dilindungi");
    }
    if hidden.restricted || decision.emergency {
        return Shown::Never("memuat data kesehatan");
    }
    match decision.class {
        Class::Pengaduan | Class::Aspirasi => Shown::Yes,
        Class::PermintaanInformasi | Class::Konsultasi => Shown::Never("bukan pengaduan"),
    }
}

/// True if a reporter says that his complaint must not be put up: `KEBERATAN`.
#[must_use]
pub fn objects(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let head: String = first.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_uppercase();
    matches!(head.as_str(), "KEBERATAN" | "KEBRATAN" | "KEBERATN" | "BERKEBERATAN")
        || first.to_lowercase().starts_with("saya keberatan")
}

/// A line of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SheetLine {
    /// What it was about.
    pub subject: String,
    /// What was done.
    pub followup: String,
    /// When it was closed: `20-11-2026`.
    pub closed: String,
}

/// What the sheet says of a complaint. `name`: the reporter's, which is taken out wherever it stands.
#[must_use]
pub fn sheet_line(
    book: &OfficeBook,
    unit: &str,
    summary: &str,
    answer: Option<&str>,
    name: Option<&str>,
    closed: String,
) -> SheetLine {
    let clean = |text: &str| harmless_text(book, text, name);
    let told = if answer.is_some() { " dan dijawab kepada pelapor" } else { "" };
    let answer = answer.map(without_phrases);
    SheetLine {
        subject: clean(summary).unwrap_or_else(|| format!("Pelayanan {unit}")),
        followup: answer
            .as_deref()
            .and_then(clean)
            .unwrap_or_else(|| format!("Telah ditindaklanjuti oleh {unit}{told}")),
        closed,
    }
}

/// The text without what could tell who it was; `None` where too little is left, or it speaks of somebody's health.
fn harmless_text(book: &OfficeBook, text: &str, name: Option<&str>) -> Option<String> {
    let text = one_line(text);
    let words = &book.rules.shared.privacy;
    let reading = book.rules.read(&text);
    if reading.has_any(&words.health) || reading.has_any(&words.restricted) {
        return None;
    }
    let (masked, found) = privacy::mask(&text, &[]);
    if !found.is_empty() {
        return None;
    }
    let without = scrub(&masked, name, &|word| is_public(book, word));
    let gaps = without.matches(GAP).count();
    let left = without.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
    (gaps <= MOST_GAPS && left >= FEWEST_WORDS).then(|| shorten(&without, CELL))
}

/// A word of a unit's name, which everybody may read.
fn is_public(book: &OfficeBook, word: &str) -> bool {
    let office = &book.office;
    let names = office.units.iter().map(|unit| &unit.name).chain([&office.name, &office.short]);
    names.flat_map(|name| name.split(|c: char| !c.is_alphanumeric())).any(|known| known.eq_ignore_ascii_case(word))
}

/// The answer without the sentences that open and close a letter.
fn without_phrases(answer: &str) -> String {
    const OPENINGS: [&str; 8] =
        ["yth", "terima kasih", "terimakasih", "mohon maaf", "kepada", "selamat ", "salam", "dengan hormat"];
    let sentences = answer.split_inclusive(['.', '!', '\n']).map(str::trim).filter(|sentence| {
        let lower = sentence.to_lowercase();
        !lower.is_empty() && !OPENINGS.iter().any(|opening| lower.starts_with(opening))
    });
    sentences.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reporter_objects_with_one_word() {
        assert!(objects("KEBERATAN") && objects("Keberatan, jangan ditempel.") && objects("\nsaya keberatan ya"));
        assert!(!objects("Tidak keberatan") && !objects("Puas, terima kasih"));
    }
}

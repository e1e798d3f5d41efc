//! What officers must not see of a complaint: personal data, a protected reporter, a sensitive health matter.
//!
//! In: a citizen's words and what was decided about them. Out: what may stand in a letter. Does not know to whom it goes.

use crate::decide::wording::LetterFacts;
use crate::decide::{OfficeBook, privacy};
use crate::domain::Decision;

use super::reading::Read;

/// An original larger than this is not attached: written as base64 it would pass the 10 MB that many officers' servers
/// take, and with it the whole letter would be refused.
const LARGEST_ORIGINAL: u64 = 7 * 1024 * 1024;

/// Names shorter than this are found in too many words.
const SHORTEST_NAME: usize = 3;

/// A text with personal data masked, and the name of a protected reporter taken out.
pub(in crate::duties) fn for_officers(text: &str, book: &OfficeBook, hidden_name: Option<&str>) -> String {
    let masked = privacy::mask(text, &book.rules.public_numbers).0;
    hidden_name.map_or(masked.clone(), |name| without_name(&masked, name))
}

/// The words of `name` replaced, whatever their case.
fn without_name(text: &str, name: &str) -> String {
    let parts: Vec<String> =
        words(name).map(str::to_lowercase).filter(|w| w.chars().count() >= SHORTEST_NAME).collect();
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        if parts.contains(&word.to_lowercase()) {
            out.push_str("[nama pelapor]");
            out.push_str(piece.strip_prefix(word).unwrap_or_default());
        } else {
            out.push_str(piece);
        }
    }
    out
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A sensitive health matter does not travel by mail: neither its words nor those by which it was routed.
pub fn hide_from_officers(facts: &mut LetterFacts, decision: &Decision) {
    if decision.privacy.restricted {
        if let Some(lapor) = &mut facts.lapor {
            lapor.location = None;
            lapor.edited = None;
            lapor.thread.clear();
        }
        facts.complaint.text.clear();
        facts.complaint.summary = "laporan yang isinya tidak dikirim lewat surel".to_owned();
        facts.routing.matched.clear();
        facts.attachments.clear();
    }
}

/// The original travels only where it holds nothing that the letter hides, and only for the sake of its attachments.
pub(super) fn may_attach(decision: &Decision, book: &OfficeBook, read: &Read) -> bool {
    let clean = |text: &str| privacy::mask(text, &book.rules.public_numbers).1.is_empty();
    let mail = &read.mail;
    !is_too_large(read)
        && read.report.is_none()
        && !mail.attachments.is_empty()
        && !decision.privacy.hides_identity()
        && !decision.privacy.restricted
        && decision.privacy.masked.is_empty()
        && clean(&mail.subject)
        && clean(&mail.text)
        && mail.attachments.iter().all(|attached| clean(&attached.name))
}

/// True if the original cannot travel for its size alone.
pub(super) fn is_too_large(read: &Read) -> bool {
    read.announced > LARGEST_ORIGINAL
}

#[cfg(test)]
mod tests {
    use super::without_name;

    #[test]
    fn the_words_of_a_name_are_taken_out_wherever_they_stand() {
        let text = "Saya SITI, tetangga bu Kinanti. Situasi: siti-kinanti takut.";
        let hidden = without_name(text, "Siti Kinanti");
        assert!(!hidden.to_lowercase().contains("siti") && !hidden.contains("Kinanti"), "{hidden}");
        assert!(hidden.contains("Situasi"), "{hidden}");
    }
}

//! Whether a citizen is content. In: a citizen's reply to an answer, stripped. Out: yes, no, an objection to
//! publication, both, or nothing said. A negation wins over the word it negates; what is mixed is for a person.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::pattern;

/// What a citizen said of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Satisfaction {
    /// `PUAS`, `ya`, `sudah`.
    Satisfied,
    /// `TIDAK PUAS`, `kecewa`, `sonde`, `dereng`, `konden`.
    NotSatisfied,
    /// `KEBERATAN`: not to be published on the board.
    Objects,
    /// Yes and no: a person must read it.
    Mixed,
    /// Nothing about it.
    None,
}

const POSITIVE: &str = r"(?:puas|memuaskan|sudah\s+cukup|cukup|jelas|sesuai|beres|tuntas|selesai|teratasi|membaik|baik|marem|lega|berubah|ada\s+perubahan|ditanggapi|dijawab|ditindaklanjuti)";
/// Indonesian, colloquial, Javanese, Kupang, Balinese, Madurese.
const NEGATION: &str = r"(?:tidak|tdk|tak|ga|gak|gk|g|nggak|ngga|enggak|ndak|ndk|kagak|bukan|belum|blm|blom|kurang|ora|mboten|boten|dereng|durung|sonde|son|snd|seng|tra|konden|nenten|sing|ten|ta'|enja'|bolom|kurang)";

/// Reads a citizen's reply.
#[must_use]
pub fn read_satisfaction(text: &str) -> Satisfaction {
    static NEGATED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)\b{NEGATION}\s+(?:\S+\s+){{0,2}}?{POSITIVE}\b|\bkecewa\b|\bmengecewakan\b|\btidak\s+setuju\b"
        ))
    });
    static OBJECTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bkeberatan\b"));
    static NOT_OBJECTS: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?i)\b{NEGATION}\s+keberatan\b")));
    let words = text.to_lowercase();
    let words = NOT_OBJECTS.replace_all(&words, " ");
    if OBJECTS.is_match(&words) {
        return Satisfaction::Objects;
    }
    let negative = NEGATED.is_match(&words) || begins_negative(&words);
    let rest = NEGATED.replace_all(&words, " ");
    let positive = is_positive(&rest, negative);
    match (positive, negative) {
        (true, true) => Satisfaction::Mixed,
        (true, false) if complains(&rest) => Satisfaction::Mixed,
        (true, false) => Satisfaction::Satisfied,
        (false, true) => Satisfaction::NotSatisfied,
        (false, false) => Satisfaction::None,
    }
}

/// `TIDAK, obat masih kosong`; `sonde`; `dereng pak`.
fn begins_negative(text: &str) -> bool {
    static FIRST: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^\W*(?:tidak|tdk|gak|ga|nggak|belum|blm|sonde|sond|dereng|durung|ora|mboten|konden|konten|nenten)\b")
    });
    static ASKS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\W*(?:tidak|gak|ga)\s+(?:apa|masalah|usah|perlu)\b"));
    FIRST.is_match(text) && !ASKS.is_match(text)
}

/// `puas` anywhere; weak words (`ya`, `sudah`, `cukup`, `terima kasih sudah`) only in a short reply.
fn is_positive(text: &str, negative: bool) -> bool {
    static STRONG: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:puas|memuaskan|marem|lega)\b"));
    static WEAK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^\W*(?:ya+|iya|nggih|inggih|sudah|sdh|sampun|ampun|su|cukup|sip|ok|oke|setuju)\b|\b(?:terima\s*kasih|makasih|trims|matur\s+nuwun|suksma)\W+(?:sudah|sdh|su)\b|\bsudah\s+(?:beres|selesai|baik|jelas|cukup|teratasi|sesuai|ditindaklanjuti)\b",
        )
    });
    STRONG.is_match(text) || (!negative && text.split_whitespace().count() <= 20 && WEAK.is_match(text))
}

/// Content in word, but telling of trouble: irony, or a rest that is open.
fn complains(text: &str) -> bool {
    static TROUBLE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b(?:tapi|tetapi|namun|cuma|hanya\s+saja|sayangnya|masih|malah|kok|percuma|belum|tidak|lagi-lagi|menunggu\s+\d|berjam-jam|antri|antre|puas\s+(?:banget|sekali)\s+(?:disuruh|menunggu|nunggu|dibentak|ditipu))\b",
        )
    });
    TROUBLE.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citizen_says_yes_in_many_ways() {
        for text in [
            "PUAS",
            "Puas, terima kasih.",
            "ya",
            "sudah",
            "Cukup jelas, terima kasih",
            "terima kasih sudah dibantu",
            "nggih sampun",
            "Ya sudah beres pak",
        ] {
            assert_eq!(read_satisfaction(text), Satisfaction::Satisfied, "{text}");
        }
    }

    #[test]
    fn a_negation_wins_over_the_word_it_negates() {
        for text in [
            "TIDAK PUAS",
            "tdk puas, obat kosong",
            "saya belum puas dengan jawabannya",
            "gak puas",
            "kurang memuaskan",
            "Kecewa.",
            "sonde puas",
            "sonde, beta masih tunggu",
            "dereng",
            "ora puas",
            "konden",
            "TIDAK",
            "mboten marem",
        ] {
            assert_eq!(read_satisfaction(text), Satisfaction::NotSatisfied, "{text}");
        }
    }

    #[test]
    fn what_is_mixed_or_ironic_is_for_a_person() {
        for text in [
            "Puas dengan obatnya, tapi tidak puas dengan pelayanannya",
            "puas sekali menunggu 5 jam",
            "sudah puas tapi loket masih lama",
        ] {
            assert_eq!(read_satisfaction(text), Satisfaction::Mixed, "{text}");
        }
    }

    #[test]
    fn an_objection_is_heard_and_silence_is_not_consent() {
        assert_eq!(read_satisfaction("KEBERATAN"), Satisfaction::Objects);
        assert_eq!(read_satisfaction("Saya keberatan ditempel di papan"), Satisfaction::Objects);
        assert_eq!(read_satisfaction("tidak keberatan, puas"), Satisfaction::Satisfied);
        for text in ["", "Kapan jadwal imunisasi berikutnya?", "Obatnya amlodipin 10 mg"] {
            assert_eq!(read_satisfaction(text), Satisfaction::None, "{text}");
        }
    }
}

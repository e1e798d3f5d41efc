//! One of the duty list has it: `TERIMA`, `Diterima, sedang menuju lokasi`. In: his stripped text. Out: whether he
//! takes it. Where he says that he cannot, he does not: the others must be woken.

use std::sync::LazyLock;

use regex::Regex;

use super::spelling::is_greeting;
use crate::decide::pattern::pattern;

/// `siap`, `oke`, `laksanakan`: a short word that takes it without saying so. Thanks, a picture and `mohon waktu` do
/// not.
#[must_use]
pub fn agrees(stripped: &str) -> bool {
    static AGREES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:siap+|ok|oke|okey|baik|ya|iya|86|laksanakan|monitor|dimengerti|sip)\b(?:\W+(?:siap|baik|pak|bapak|bu|ibu|ndan|dok|dokter|laksanakan|segera|kami|saya|\d{2}))*\W*$",
        )
    });
    AGREES.is_match(stripped) && !stripped.contains('?')
}

/// True if he takes it, whatever he asks or signs beside that.
#[must_use]
pub fn takes_it(stripped: &str) -> bool {
    static TAKES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^\W*(?:(?:ya|iya|siap|baik|ok|oke|86|sudah|sdh|telah|saya|sy|kami|kita|segera|langsung|sedang)\W+)*
              (?:(?:di)?terima\b | (?:di)?tangani\b | meluncur\b | otw\b | berangkat\b | menuju\b)",
        )
    });
    static CANNOT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)\b(?:tapi|tetapi|namun|cuti|sakit|bukan|palsu|bohong|hubungi|luar\s+kota|dinas\s+luar|(?:yang|yg)\s+lain|siapa|(?:tidak|tdk|tak|belum|blm|gak|nggak)\s+
              (?:bisa|dapat|sanggup|mampu|sempat|di\s+tempat|diangkat|bertugas|piket|jaga))\b",
        )
    });
    static THANKS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\W*(?:\w+\W+){0,3}?terima\W*(?:kasih|ksh)\b"));
    let first = stripped.lines().find(|line| !line.trim().is_empty() && !is_greeting(line)).unwrap_or_default();
    let taken = TAKES.find(first).filter(|found| !asks(first.get(found.end()..).unwrap_or_default()));
    taken.is_some() && !THANKS.is_match(first) && !CANNOT.is_match(stripped)
}

/// `Terima?`, `Terima pak?`: what stands behind the word makes it a question. `TERIMA, HP pelapor berapa?` asks for
/// more.
fn asks(behind: &str) -> bool {
    let sentence = behind.split_inclusive(['.', ',', '!', ';', '?']).next().unwrap_or_default();
    sentence.ends_with('?') && sentence.split_whitespace().count() <= 2
}

#[cfg(test)]
mod tests {
    use super::takes_it;

    #[test]
    fn who_begins_so_takes_it_whatever_he_signs_or_asks() {
        for text in [
            "TERIMA",
            "TERIMA\n\nKoordinator piket\nHP 0812-0000-0119",
            "TERIMA, meluncur. HP pelapor berapa?",
            "Diterima, sedang menuju lokasi",
            "Sudah kami terima, ambulans berangkat",
            "Siap, saya tangani",
            "Selamat malam,\nTERIMA",
        ] {
            assert!(takes_it(text), "{text}");
        }
    }

    #[test]
    fn a_short_word_agrees_and_thanks_and_pictures_do_not() {
        for text in ["siap", "Siap pak, laksanakan", "ok", "Baik dok"] {
            assert!(super::agrees(text), "{text}");
        }
        for text in ["Terima kasih infonya", "mohon waktu", "🙏", "Siap, tapi saya di luar kota", "siap?", ""] {
            assert!(!super::agrees(text), "{text}");
        }
    }

    #[test]
    fn who_cannot_or_only_thanks_does_not() {
        for text in [
            "Terima kasih infonya",
            "TERIMA, tapi saya sedang di luar kota",
            "Diterima, mohon petugas yang lain",
            "Saya tidak bisa terima",
            "Alamatnya di mana?",
            "Diterima? Ini laporan siapa yang pegang?",
            "Terima?",
            "TERIMA pak?",
            "ya, terima ?",
            "Sudah terima. Saya sakit, mohon hubungi Pak Budi saja",
            "Saya terima laporan ini, bukan wilayah kami",
            "Terima telepon dari pelapor tidak diangkat, ini laporan palsu",
            "",
        ] {
            assert!(!takes_it(text), "{text}");
        }
    }
}

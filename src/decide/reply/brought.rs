//! Somebody says in his own words that he has brought it: `Sudah ditelepon, ybs berterima kasih`. In: his stripped text.
//! Out: whether the citizen has it. Where he says that he tried, or takes it back, he has not.

use std::sync::LazyLock;

use regex::Regex;

use super::spelling::is_greeting;
use crate::decide::pattern::pattern;

/// What takes it back, or says that it is still to be done: `sudah ditelepon, tidak diangkat`.
const BUT: &str = r"(?i)\b(?:belum|blm|blum|gagal|tapi|tetapi|namun|tidak|tdk|tak|gak|nggak|ndak|ora|sonde|bukan|(?:di)?coba|salah|sibuk|mati|
    nanti|besok|akan|mau|hendak|kalau|bila|jika)\b|\?";

/// True if he says so on the first line that says anything.
#[must_use]
pub fn has_brought(stripped: &str) -> bool {
    static BROUGHT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)\b(?:sudah|sdh|udah|telah|sampun|su)\W+(?:(?:kami|saya|sy|kita|di|dipun|ter|langsung)\W+){0,2}
              (?:di|ter|ke)?-?(?:telep\w*|telp\w*|tlp\w*|tilp\w*|hubungi\w*|sampai\w*|beri\W?tahu\w*|kabar\w*|kirim\w*|pos|poskan|antar\w*|jawab\w*|balas\w*|
              umumkan|tempel\w*|wa|dm|inbox|temui|bertemu|ketemu|serahkan|terima\W+(?:oleh\W+)?(?:pelapor|ybs|yang\W+bersangkutan))\b",
        )
    });
    static TAKEN_BACK: LazyLock<Regex> = LazyLock::new(|| pattern(&BUT.replace("\n    ", "")));
    let first = stripped.lines().find(|line| !line.trim().is_empty() && !is_greeting(line)).unwrap_or_default();
    BROUGHT.is_match(first) && !TAKEN_BACK.is_match(first)
}

#[cfg(test)]
mod tests {
    use super::has_brought;

    #[test]
    fn who_says_in_his_own_words_that_the_citizen_has_it_has_brought_it() {
        for text in [
            "Sudah ditelepon, ybs berterima kasih",
            "Selamat siang,\nSdh kami telpon pak, beliau senang",
            "Jawaban sudah disampaikan kepada pelapor lewat telepon",
            "Pelapor telah kami hubungi dan menerima penjelasan",
            "sudah saya hubungi via WA",
            "Siap, sudah dikirim lewat pos tadi pagi",
            "Sudah diterima ybs",
            "Sampun dipun telpon",
        ] {
            assert!(has_brought(text), "{text}");
        }
    }

    #[test]
    fn who_tried_or_will_or_only_read_it_has_not() {
        for text in [
            "Sudah ditelepon tapi tidak diangkat",
            "Sudah saya coba hubungi 3x",
            "sudah dihubungi, nomornya salah",
            "Sudah diterima, terima kasih",
            "Sudah diteruskan ke Puskesmas",
            "Akan kami hubungi besok",
            "Apakah sudah ditelepon?",
            "Pelapor belum dihubungi",
            "siap",
            "",
        ] {
            assert!(!has_brought(text), "{text}");
        }
    }
}

//! A choice instead of a word: `1`, `nomor 4 saja`, `yang pertama`, `ya betul, tolong dikirim saja`. In: a stripped reply.
//! Out: what is chosen, where there is nothing else but a closing and a name. Does not know what was offered.

use std::sync::LazyLock;

use regex::Regex;

use super::{non_answer, pattern::pattern};

/// What a reply chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// This number, from 1.
    Number(usize),
    /// To send it, whatever its number.
    Send,
}

/// What the writer chooses.
#[must_use]
pub fn choice_in(stripped: &str) -> Option<Chosen> {
    let mut lines = stripped.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next()?;
    let chosen = number(first).map(Chosen::Number).or_else(|| is_to_be_sent(first).then_some(Chosen::Send))?;
    lines.all(non_answer::is_closing_line).then_some(chosen)
}

/// Politeness behind a choice.
const POLITE: &str = r"(?:saja|aja|sj|ya|yah|deh|dong|itu|pak|bapak|bpk|bu|ibu|mas|mbak|min|terima\s*kasih|terimakasih|trims|makasih|tks|suwun)";

fn number(line: &str) -> Option<usize> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        let name = r"(?:nomor|nomer|nmr|no|pilihan|opsi|angka|jawaban|poin|ke)\b";
        pattern(&format!(
            r"(?ix)^\W*(?:(?:ya|iya|ok|oke|baik|siap|mohon\s+maaf|maaf)\W+)*
              (?:(?:saya|sy|kami|kita)\W+)?(?:(?:mau|ingin|akan)\W+)?(?:(?:pilih|memilih|ambil|maksud)\W+)?
              (?:
                (?:(?:yang|yg)\W+)?(?:{name}\W*){{0,3}}(?P<digit>[1-9])
              | (?:(?:yang|yg)\W+)?(?:{name}\W+){{1,3}}(?P<counted>satu|dua|tiga|empat|lima)
              | (?:(?:yang|yg|{name})\W+){{1,3}}(?P<nth>pertama|kedua|ketiga|keempat|kelima)
              )
              (?:\W+{POLITE}\b)*\W*$",
        ))
    });
    let found = NUMBER.captures(line)?;
    let said = ["digit", "counted", "nth"].iter().find_map(|name| found.name(name))?.as_str().to_lowercase();
    match said.as_str() {
        "satu" | "pertama" => Some(1),
        "dua" | "kedua" => Some(2),
        "tiga" | "ketiga" => Some(3),
        "empat" | "keempat" => Some(4),
        "lima" | "kelima" => Some(5),
        digit => digit.parse().ok(),
    }
}

fn is_to_be_sent(line: &str) -> bool {
    static SEND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?ix)^\W*(?:(?:ya|iya|betul|benar|baik|ok|oke|okey|siap|sip|setuju|sudah|tolong|mohon|silakan|silahkan|harap|boleh|langsung|itu|jawaban(?:nya)?)\W+)*
              (?:di)?kirim(?:kan)?\b
              (?:\W+(?:{POLITE}|langsung|sekarang|ke|kepada|pelapor|warga|pengadu|sebagai|jawaban(?:nya)?|tersebut|tadi)\b)*\W*$",
        ))
    });
    static PAST: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:sudah|sdh|udah|telah)\W+(?:di)?kirim|\?"));
    // `Jawaban sudah dikirim ke pelapor`, `Sudah dikirim?` ask for nothing.
    SEND.is_match(line) && !PAST.is_match(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_alone_is_a_choice_and_a_number_in_a_sentence_is_none() {
        for (text, number) in [
            ("1", 1),
            ("2.", 2),
            ("No. 3", 3),
            ("pilihan 1", 1),
            ("nomor 2\n\nTerima kasih", 2),
            ("nomor 4 saja", 4),
            ("Saya pilih yang pertama", 1),
            ("yang kedua saja pak", 2),
            ("angka dua", 2),
            ("ya, no 3 aja ya bu", 3),
        ] {
            assert_eq!(choice_in(text), Some(Chosen::Number(number)), "{text}");
        }
        for text in [
            "",
            "0",
            "12",
            "1 loket ditambah",
            "1\nobat sudah tersedia sejak Senin di loket",
            "satu",
            "Loket nomor 4 saja yang tutup",
            "Yang pertama kami perbaiki adalah atap.",
            "kedua",
        ] {
            assert_eq!(choice_in(text), None, "{text}");
        }
    }

    #[test]
    fn who_says_send_it_chooses_that_and_who_says_more_does_not() {
        for text in ["ya betul, tolong dikirim saja", "Kirim saja", "ya kirim ke pelapor, terima kasih"] {
            assert_eq!(choice_in(text), Some(Chosen::Send), "{text}");
        }
        for text in ["jangan dikirim", "ya, kirim setelah diubah", "Obat sudah dikirim ke puskesmas kemarin", "betul"] {
            assert_eq!(choice_in(text), None, "{text}");
        }
    }
}

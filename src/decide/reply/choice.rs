//! A choice instead of a word: `1`, `nomor 4 saja`, `yang pertama`, `ya betul, tolong dikirim saja`. In: a stripped
//! reply. Out: what is chosen, where there is nothing else but a closing and a name. Does not know what was offered.

use std::sync::LazyLock;

use regex::Regex;

use super::command::read_reply;
use super::spelling::command_line;
use super::word::Word;
use super::{ReplyRead, non_answer};
use crate::decide::pattern::pattern;

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

/// What an option says that was offered to be chosen: its writer has seen it, so no doubt is left. `None` where it
/// holds no command that can be carried out as it stands; such a one should not be offered.
#[must_use]
pub fn read_choice(option: &str, office_phones: &[&str]) -> Option<ReplyRead> {
    let (first, below) = option.split_once('\n').unwrap_or((option, ""));
    let text = below.trim().to_owned();
    let read = match first.trim() {
        _ if !text.chars().any(char::is_alphanumeric) => read_reply(option, office_phones),
        "JAWAB:" => ReplyRead::Answer { text },
        "RENCANA:" => ReplyRead::Plan { text },
        "MINTA DATA:" => ReplyRead::AskData { question: text },
        _ => read_reply(option, office_phones),
    };
    if !is_doubtful(&read) {
        return Some(read);
    }
    let (word, argument) = command_line(first)?;
    if word == Word::Answer {
        // A receipt as an answer: he wants it sent.
        let text = format!("{argument}\n{below}").trim().to_owned();
        return text.chars().any(char::is_alphanumeric).then_some(ReplyRead::Answer { text });
    }
    // What stands below a short command is kept beside it (see `note_below`).
    word.is_short().then(|| read_reply(first, office_phones)).filter(|read| !is_doubtful(read))
}

/// True of what would be asked back once more.
fn is_doubtful(read: &ReplyRead) -> bool {
    matches!(
        read,
        ReplyRead::Unclear { .. } | ReplyRead::Prose { .. } | ReplyRead::Empty | ReplyRead::Acknowledged { .. }
    )
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
            "1\nHAPUS NAMA DOKTER",
            "1\nTanpa Nama Petugas",
            "1\nJAWABAN DIPERBAIKI DULU",
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
    fn an_option_that_was_shown_is_done_as_it_was_shown_or_not_offered() {
        let read = |option: &str| read_choice(option, &[]);
        let answer = |text: &str| Some(ReplyRead::Answer { text: text.to_owned() });
        assert_eq!(read("JAWAB:\nSiap, segera kami tindak lanjuti"), answer("Siap, segera kami tindak lanjuti"));
        assert_eq!(read("JAWAB: siap"), answer("siap"));
        let with_word = "Loket buka.\nRENCANA: rapat\nApakah sudah jelas?";
        assert_eq!(read(&format!("JAWAB:\n{with_word}")), answer(with_word));
        assert_eq!(
            read(&format!("MINTA DATA:\n{with_word}")),
            Some(ReplyRead::AskData { question: with_word.to_owned() })
        );
        let long = format!("GRADE merah\n{}", "karena pasien banyak ".repeat(20));
        assert_eq!(read(&long), Some(ReplyRead::SetGrade { grade: crate::domain::Grade::Merah }));
        for none in ["TUNDA nanti", "JAWAB:", "obat sudah ada", "RENCANA:"] {
            assert_eq!(read(none), None, "{none}");
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

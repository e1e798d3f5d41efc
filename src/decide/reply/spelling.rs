//! Command words on a line, told from sentences. In: one line. Out: the word and what follows it.

use std::sync::LazyLock;

use regex::Regex;

use super::word::{LABELS, SPELLINGS, Word, one_slip, spelled};
use crate::decide::pattern::pattern;
use crate::decide::wording::one_line;

/// The command on a line, with the rest of the line.
pub(super) fn command_line(line: &str) -> Option<(Word, String)> {
    let line = undressed(line);
    alone(&line).or_else(|| before_colon(&line)).or_else(|| before_dash(&line)).or_else(|| before_blank(&line))
}

/// True of a word with which an officer's command may begin, slips of the finger included.
#[must_use]
pub fn begins_command(word: &str) -> bool {
    command_line(&format!("{word}: x")).is_some()
}

/// True of a text that begins with a word of consent, one slip overlooked (`STUJU`, `saya setuju`): no consent yet, but
/// that may be meant.
#[must_use]
pub fn begins_with_consent(text: &str) -> bool {
    const BEFORE: [&str; 14] = [
        "SAYA",
        "SY",
        "KAMI",
        "KITA",
        "YA",
        "IYA",
        "OK",
        "OKE",
        "BAIK",
        "NGGIH",
        "SANGAT",
        "PADA",
        "PRINSIPNYA",
        "SUDAH",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_uppercase);
    let first = words.take(4).find(|word| !BEFORE.contains(&word.as_str())).unwrap_or_default();
    ["SETUJU", "DISETUJUI", "LANJUTKAN"].iter().any(|word| *word == first || one_slip(word, &first)) || first == "ACC"
}

/// True of a line that surely is a command: with a colon, or alone.
pub(super) fn is_command_line(line: &str) -> bool {
    let line = undressed(line);
    alone(&line).is_some() || before_colon(&line).is_some()
}

/// `Yth. …`, `Selamat pagi,`, `Dengan hormat,`
pub(in crate::decide) fn is_greeting(line: &str) -> bool {
    static GREETING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:yth|kepada|dengan\s+hormat|selamat\s+(?:pagi|siang|sore|malam)|ass?alam\S*|salam\s+\w+|om\s+swastiastu|shalom|permisi|dear|bapak|ibu|hormat)\b.{0,70}$",
        )
    });
    GREETING.is_match(line) && line.split_whitespace().count() <= 9
}

/// The line without quote signs, bullets, stars, quotation marks and odd blanks at its beginning, stars nowhere;
/// `[JAWAB]` is `JAWAB:`, and a number before the word (`1.`, `BTG-26-0012`) says nothing.
fn undressed(line: &str) -> String {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)^(?:\d{1,2}[.)]\s+|(?:no\.?\s*)?[a-z]{2,4}-\d{2}-\d{3,5}\b\W*)"));
    static BRACKETS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\[({<]\s*([\p{L} ]{3,24}?)\s*[\])}>]\W*(.*)$"));
    let plain: String = line
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '*'))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    let plain = plain.trim_start_matches(|c: char| c.is_whitespace() || ">_#\"'“”‘’`•-–—=.".contains(c)).trim_end();
    let plain = NUMBER.replace(plain, "");
    match BRACKETS.captures(&plain) {
        Some(found) if spelled(&plain_head(&found[1])).is_some() => {
            format!("{}: {}", &found[1], &found[2]).trim_end_matches([' ', ':']).to_owned()
        }
        Some(_) | None => plain.into_owned(),
    }
}

/// The whole line is one word, perhaps with politeness behind it: `SETUJU`, `nihil.`, `acc pak`,
/// `Setuju, terima kasih`.
fn alone(line: &str) -> Option<(Word, String)> {
    static POLITE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)[\s,.]+(?:pak|bapak|bpk|bu|ibu|mas|mbak|mba|kak|dok|dokter|min|ndan|ya|nggih|njih|terima\s*kasih|terimakasih|trims|trimakasih|makasih|tks|suwun)[\s.!,]*$",
        )
    });
    let mut bare = line.trim_end_matches(|c: char| c.is_whitespace() || ".!:;,_\"'”".contains(c)).to_owned();
    while let Some(found) = POLITE.find(&bare) {
        bare.truncate(found.start());
    }
    let bare = bare.trim_end_matches([':', ' ']).to_uppercase();
    let bare = one_line(&bare);
    let (_, word) = SPELLINGS.iter().find(|(spelling, _)| *spelling == bare)?;
    Some((*word, String::new()))
}

/// What stands before a colon, in capitals: `JAWAB KEPADA PELAPOR` is `JAWAB`.
fn plain_head(head: &str) -> String {
    static TO_WHOM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r" (?:KE|KEPADA|KPD|UNTUK|UTK|BUAT) (?:PELAPOR|WARGA|MASYARAKAT|PENGADU|PEMOHON|PASIEN)$")
    });
    let head = one_line(head).to_uppercase();
    TO_WHOM.replace(&head, "").into_owned()
}

/// `JAWAB: …` in any case, with one slip.
fn before_colon(line: &str) -> Option<(Word, String)> {
    let (head, argument) = line.split_once([':', '：'])?;
    let head = plain_head(head);
    let label = || LABELS.iter().find(|(label, _)| *label == head).map(|(_, word)| *word);
    let argument = argument.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
    let word = spelled(&head).or_else(label).filter(|word| !word.stands_alone() || argument.is_empty())?;
    Some((word, argument.to_owned()))
}

/// `Jawab - obat ada`, `JAWAB; obat ada`: another sign for the colon behind a word that is spelled rightly.
fn before_dash(line: &str) -> Option<(Word, String)> {
    static DASH: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^([\p{L} ]{3,24}?)(?:\s+[-–—=>;→]+\s*|[-–—=>;→]+\s+)(\S.*)$"));
    let found = DASH.captures(line)?;
    let head = plain_head(&found[1]);
    let (_, word) = SPELLINGS.iter().find(|(spelling, _)| *spelling == head)?;
    (!word.stands_alone() && *word != Word::Confirmed).then(|| (*word, found[2].to_owned()))
}

/// A first word that is nearly a command, in small letters and without a colon, and where it ends: `jawb obat ada`.
pub(super) fn slipped(line: &str) -> Option<(Word, usize)> {
    let first = line.split(|c: char| c.is_whitespace() || ",;:".contains(c)).next().filter(|word| !word.is_empty())?;
    let bare = first.trim_matches(|c: char| !c.is_alphanumeric()).to_uppercase();
    let short = ["JWB", "JWAB", "JAWB", "JAWAP", "JAWABB"].contains(&bare.as_str()).then_some(Word::Answer);
    // `Jawaban kami sebagai berikut` begins a sentence.
    if bare.starts_with("JAWABAN") && !line.contains(':') {
        return None;
    }
    let word = short.or_else(|| spelled(&bare)).filter(|word| *word != Word::Confirmed && *word != Word::Take)?;
    Some((word, first.len()))
}

/// `JAWAB obat ada` in capitals; `grade merah` where the argument fits.
fn before_blank(line: &str) -> Option<(Word, String)> {
    let upper = line.to_uppercase();
    for (spelling, word) in SPELLINGS {
        let Some(rest) = upper.strip_prefix(spelling) else { continue };
        if !rest.starts_with([' ', ',', ';', '-', '–', '.', '=']) || word.stands_alone() {
            continue;
        }
        let cut = line.char_indices().nth(spelling.chars().count()).map_or(line.len(), |(at, _)| at);
        return accept(word, line.get(..cut)?, line.get(cut..)?);
    }
    let (first, rest) = line.split_once(' ')?;
    let word = spelled(&first.to_uppercase()).filter(|word| !word.stands_alone())?;
    accept(word, first, rest)
}

fn accept(word: Word, written: &str, rest: &str) -> Option<(Word, String)> {
    let argument = rest.trim_start_matches(|c: char| c.is_whitespace() || ",;.:-–=".contains(c)).to_owned();
    let capitals = written.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let stands_out = capitals && word != Word::Confirmed && (word.takes_text() || !is_shouted(&argument));
    (stands_out || word.fits(&argument)).then_some((word, argument))
}

/// All capitals: then a capital word says nothing.
fn is_shouted(argument: &str) -> bool {
    argument.split_whitespace().count() >= 3 && !argument.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_of_the_finger_is_forgiven() {
        for slip in ["JAWAP", "JAAWB", "TERUSKN", "RENCNA", "DISPOSIS", "KATEGORII", "ESTIMSI"] {
            assert!(before_colon(&format!("{slip}: x")).is_some(), "{slip}");
        }
        for other in ["JAWA", "SELASA", "CATATAN", "TERUS", "STUJU", "ACCC"] {
            assert!(before_colon(&format!("{other}: x")).is_none(), "{other}");
        }
    }

    #[test]
    fn a_sentence_that_begins_with_a_command_word_is_no_command() {
        for line in [
            "Jawaban kami sebagai berikut",
            "Rencana kami memperbaiki atap",
            "Sudah kami perbaiki",
            "SUDAH KAMI PERBAIKI",
            "Selesai sudah perbaikannya",
            "Terima kasih atas laporannya",
            "TERIMA KASIH",
            "Bantuan obat sudah datang",
            "Setuju dengan catatan",
            "setuju, tapi kalimat kedua diubah",
            "OK KIRIM SETELAH DIUBAH",
            "Tunda dulu ya",
        ] {
            assert_eq!(command_line(line), None, "{line}");
        }
    }
}

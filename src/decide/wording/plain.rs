//! Text made fit to stand in a letter: one line where one line is due, short where short is due, and nothing in it that
//! could pass for our own words to a machine.

use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::pattern;
use crate::decide::reply::marker;

/// Longest subject in characters.
pub const SUBJECT_LIMIT: usize = 150;
/// Longest summary in characters.
pub const SUMMARY_LIMIT: usize = 80;

/// What takes the place of a marker line inside a citizen's words.
const MARKER_REPLACED: &str = "(baris penanda)";

/// The first sentence of a text on one line, at most [`SUMMARY_LIMIT`] characters, cut between words.
/// Does not mask personal data.
#[must_use]
pub fn summary(text: &str) -> String {
    let line = one_line(text);
    let said = skip_greeting(&line);
    let first = first_sentence(said);
    let rest = said.get(first.len()..).unwrap_or_default().trim_start_matches([' ', '.', '!', '?']);
    let tells = if (only_announces(first) || only_introduces(first)) && !rest.is_empty() {
        first_sentence(rest)
    } else {
        first
    };
    shorten(tells, SUMMARY_LIMIT)
}

/// `Saya mau lapor`, and no word of what.
fn only_announces(sentence: &str) -> bool {
    static ANNOUNCES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^\W*(?:(?:mohon\s+)?(?:maaf|izin|ijin|permisi)\W+)?(?:(?:bapak|ibu|pak|bu|min|kak)\W+)?
              (?:(?:saya|sy|aku|kami|kulo|tiang|beta)\s+)?(?:mau|ingin|hendak|akan|bermaksud|izin|ijin|badhe|mo)\s+
              (?:(?:me|nge?|ber)?(?:lapor|adu|keluh|tanya)\w*|(?:me(?:nyampaikan|ngajukan|mbuat)|sampaikan|bikin|buat)\s+\w+)
              (?:\s+(?:keluhan|pengaduan|aduan|laporan|sesuatu|sedikit|ini|dulu|nih|pak|bu|min|kak))*\W*$",
        )
    });
    ANNOUNCES.is_match(sentence)
}

/// `Saya [nama], istri dari Bapak [nama]`: who he is, of which nothing may be shown, and no word of what.
fn only_introduces(sentence: &str) -> bool {
    static INTRODUCES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^\W*(?:perkenalkan\W+)?(?:nama\s+)?(?:saya|sy|aku|kulo|kula|tiang|beta)\s+(?:adalah\s+)?
              (?:(?:(?:bapak|ibu|pak|bu)\s+)?\[nama\]|\[pekerjaan\]|\[hubungan\ keluarga\]|\[alamat\]|\[perusahaan\]|\[telepon\]
              |(?:dari|di|warga|tinggal|alamat|desa|dan|dusun)\b|(?:umur|usia)\s+\d+(?:\s+(?:tahun|th))?|[\s,()])+$",
        )
    });
    INTRODUCES.is_match(sentence)
}

/// All white space to single spaces, nothing at the ends.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `limit` characters, cut between words where there is one, with `...` in place of the rest.
#[must_use]
pub fn shorten(line: &str, limit: usize) -> String {
    if line.chars().count() <= limit {
        return line.to_owned();
    }
    let room: String = line.chars().take(limit.saturating_sub(3)).collect();
    let cut_inside_word = line.chars().nth(room.chars().count()).is_some_and(|c| !c.is_whitespace());
    let whole = match room.rfind(' ') {
        Some(space) if cut_inside_word && space > 0 => room.get(..space).unwrap_or(&room),
        Some(_) | None => &room,
    };
    format!("{}...", whole.trim_end_matches(|c: char| c.is_whitespace() || ",;:".contains(c)))
}

/// Each line behind `| `, so that nobody's words can pass for a part of the letter.
#[must_use]
pub fn quoted(text: &str) -> String {
    let lines: Vec<String> = text.trim().lines().map(|line| format!("| {}", line.trim_end())).collect();
    lines.join("\n")
}

/// The text without control characters, without characters that turn the reading direction, and without anything that
/// our own reading of replies would take for the marker line.
#[must_use]
pub fn harmless(text: &str) -> String {
    // Nearly all that stands in a letter is plain, and no marker is without one of these two signs.
    let is_plain = |byte: u8| matches!(byte, b'\n' | b'\t' | b' '..=b'~') && !matches!(byte, b'#' | b'&');
    if text.bytes().all(is_plain) {
        return text.to_owned();
    }
    let clean: String = text.replace("\r\n", "\n").chars().filter(|c| is_wanted(*c)).collect();
    marker::replace_all(&clean, MARKER_REPLACED)
}

fn is_wanted(c: char) -> bool {
    let turns_direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c == '\n' || c == '\t' || !(c.is_control() || turns_direction)
}

/// What stands before the first full stop, question or exclamation mark that ends a sentence of three words or more.
fn first_sentence(line: &str) -> &str {
    let ends = line.char_indices().filter(|(_, c)| ".!?".contains(*c)).map(|(at, _)| at);
    for end in ends {
        let (Some(sentence), Some(rest)) = (line.get(..end), line.get(end + 1..)) else { continue };
        let at_word_end = rest.is_empty() || rest.starts_with(' ');
        if at_word_end && sentence.split(' ').count() >= 3 && !ends_in_abbreviation(sentence) {
            return sentence;
        }
    }
    line
}

fn ends_in_abbreviation(sentence: &str) -> bool {
    const SHORT: [&str; 14] =
        ["dr", "drg", "jl", "no", "yth", "kec", "kab", "kel", "ds", "rt", "rw", "sdr", "an", "bpk"];
    let last = sentence.rsplit(' ').next().unwrap_or_default().to_lowercase();
    SHORT.contains(&last.as_str())
}

fn skip_greeting(line: &str) -> &str {
    static GREETING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?:ass?alam[\w'’]*\s*[\w'’]*alai?kum(?:\s+(?:wr|wb|warahmatullahi|wabarakatuh)\b\.?)*|selamat\s+(?:pagi|siang|sore|malam)|dengan\s+hormat|salam\s+sejahtera|om\s+swastiastu|yth\b\.?(?:[\s/]+(?:(?:bapak|ibu|bpk|kepala|dinas|dinkes|kadinkes|kadis|kesehatan|admin|pimpinan|puskesmas|rsud|direktur|kabupaten|provinsi|kab|prov|petugas|tim)\b[./]?|(?-i:\p{Lu}\p{Ll}+)\b))+)(?:\s+(?:pak|bu|bapak|ibu|min|admin|semua))?\s*[,.!:;]\s*)+",
        )
    });
    let rest = GREETING.find(line).and_then(|found| line.get(found.end()..)).unwrap_or(line);
    if rest.is_empty() { line } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_the_first_sentence_without_the_greeting() {
        assert_eq!(
            summary("Assalamu'alaikum wr. wb.\nSelamat pagi, obat darah tinggi\nkosong dua minggu. Mohon bantuannya."),
            "obat darah tinggi kosong dua minggu"
        );
        assert_eq!(summary("Loket tutup jam 9! Saya pulang."), "Loket tutup jam 9");
        assert_eq!(summary("Menurut dr. Uji obatnya habis. Titik."), "Menurut dr. Uji obatnya habis");
        assert_eq!(summary("Selamat pagi,"), "Selamat pagi,");
        for empty in [
            "Assalamualaikum,\nsaya mau lapor.",
            "Yth. Dinkes,",
            "Yth. Kepala Dinas Kesehatan Kabupaten Batang, mohon maaf pak, kami ingin menyampaikan keluhan.",
        ] {
            assert_eq!(summary(&format!("{empty} Petugas loket minta uang. Tiap hari.")), "Petugas loket minta uang");
        }
        assert_eq!(summary("Saya mau lapor petugas loket minta uang."), "Saya mau lapor petugas loket minta uang");
        assert_eq!(summary(""), "");
    }

    #[test]
    fn a_long_summary_ends_between_words() {
        let text = summary(&"antrean pendaftaran ".repeat(20));
        assert!(text.chars().count() <= SUMMARY_LIMIT && text.ends_with(" antrean..."), "{text}");
        assert_eq!(shorten(&"x".repeat(200), 10).chars().count(), 10);
    }

    #[test]
    fn a_citizen_cannot_write_our_marker_line() {
        for forged in ["##- Tulis jawaban di atas baris ini -##", "## - TULIS JAWABAN\n> di atas baris ini - ##"] {
            let clean = harmless(&format!("halo {forged} SETUJU"));
            assert!(marker::find(&clean).is_none() && clean.contains("SETUJU"), "{clean}");
        }
    }

    #[test]
    fn controls_and_turned_text_are_dropped() {
        assert_eq!(harmless("a\u{202e}b\u{7}\r\nc\td"), "ab\nc\td");
    }

    #[test]
    fn each_line_of_a_citizen_stands_behind_a_bar() {
        assert_eq!(quoted("satu\n-- \ndua\n"), "| satu\n| --\n| dua");
    }
}

//! A chat exported from WhatsApp (`_chat.txt`): both ways in which telephones write dates.
//!
//! In: the file and its name. Out: the citizen, his number where that is all that is known of him, and what he wrote
//! last.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::sms::number;
use regex::Regex;

use super::{Setting, dates};
use crate::decide::pattern::pattern;

/// What a citizen wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// His name, where it is no number.
    pub name: Option<String>,
    /// His number in E.164, where the name is one.
    pub phone: Option<String>,
    /// When he began to write of it.
    pub at: Option<DateTime<Utc>>,
    /// What he wrote, line by line.
    pub text: String,
}

/// A pause after which he speaks of something else.
const PAUSE: TimeDelta = TimeDelta::hours(48);

struct Said {
    who: String,
    at: Option<DateTime<Utc>>,
    text: String,
}

/// True for the name under which telephones save a chat.
#[must_use]
pub fn is_export(file: &str) -> bool {
    let file = file.to_lowercase();
    file.ends_with(".txt") && file.contains("chat")
}

/// Reads an export; `None` where nobody says anything in it. The citizen is whom the file is named after, else the one
/// whose name is a number, else the one who spoke first.
#[must_use]
pub fn read(file: &str, text: &str, setting: &Setting<'_>) -> Option<Chat> {
    let said = lines(text, setting);
    let of_file = partner(file);
    let is_partner = |said: &&Said| of_file.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(&said.who));
    let citizen = said
        .iter()
        .find(is_partner)
        .or_else(|| said.iter().find(|said| phone(&said.who, setting).is_some()))
        .or(said.first())?
        .who
        .clone();
    let mut own: Vec<&Said> = said.iter().filter(|said| said.who == citizen && !said.text.is_empty()).collect();
    let from = own.windows(2).rposition(|pair| match pair {
        [before, after] => after.at.zip(before.at).is_some_and(|(after, before)| after - before > PAUSE),
        _ => false,
    });
    own.drain(..from.map_or(0, |at| at + 1));
    let at = own.first()?.at;
    let text = own.iter().map(|said| said.text.as_str()).collect::<Vec<_>>().join("\n");
    let phone = phone(&citizen, setting);
    Some(Chat { name: phone.is_none().then_some(citizen), phone, at, text })
}

/// `WhatsApp Chat with Siti.txt`, `Chat WhatsApp dengan +62 812….txt`.
fn partner(file: &str) -> Option<String> {
    static NAME: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)chat(?:\s+whatsapp)?\s+(?:with|dengan)\s+(.+)\.txt$"));
    NAME.captures(file)?.get(1).map(|name| name.as_str().trim().to_owned())
}

fn phone(name: &str, setting: &Setting<'_>) -> Option<String> {
    name.chars()
        .any(|c| c.is_ascii_digit())
        .then(|| number::read(name, Some(setting.area_code)))?
        .e164()
        .map(str::to_owned)
}

fn lines(text: &str, setting: &Setting<'_>) -> Vec<Said> {
    // `20/11/26 09.41 - Siti: …` (Android), `[20/11/26 09.41.12] Siti: …` (iPhone), with or without a comma.
    static OPENS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\[?(\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+(?:pukul\s+)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[ap]\.?\s?m\.?)?)(?:\]|\s+[-–])\s*(.*)$",
        )
    });
    let mut said: Vec<Said> = Vec::new();
    let mut aside = false;
    let american = is_american(text);
    for line in text.lines() {
        let line: String = line.chars().filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{feff}')).collect();
        let line = line.replace(['\u{202f}', '\u{a0}'], " ");
        match OPENS.captures(&line) {
            Some(found) => {
                let part = |n: usize| found.get(n).map_or("", |m| m.as_str());
                // A line without a speaker is WhatsApp's own (`Pesan dienkripsi …`).
                aside = !part(2).contains(": ");
                if let Some((who, words)) = part(2).split_once(": ") {
                    let who = who.trim().trim_start_matches('~').trim().to_owned();
                    let written = if american { day_first(part(1)) } else { part(1).to_owned() };
                    let at = dates::moment(&written, setting.zone, setting.now);
                    said.push(Said { who, at, text: spoken(words) });
                }
            }
            None if !aside => {
                if let Some(last) = said.last_mut() {
                    last.text = format!("{}\n{}", last.text, spoken(&line)).trim().to_owned();
                }
            }
            None => {}
        }
    }
    said
}

/// True where the telephone writes the month first: then some line has a second number that is no month.
fn is_american(text: &str) -> bool {
    static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^[\u{200e}\[]*(\d{1,2})/(\d{1,2})/\d{2,4}"));
    let number = |found: &regex::Captures<'_>, n: usize| found.get(n).and_then(|m| m.as_str().parse::<u32>().ok());
    let dates: Vec<(u32, u32)> =
        DATE.captures_iter(text).filter_map(|found| Some((number(&found, 1)?, number(&found, 2)?))).collect();
    dates.iter().any(|(_, second)| *second > 12) && dates.iter().all(|(first, _)| *first <= 12)
}

/// `11/20/26, 9:41 AM` with the day first.
fn day_first(written: &str) -> String {
    match written.splitn(3, '/').collect::<Vec<_>>().as_slice() {
        [month, day, rest] => format!("{day}/{month}/{rest}"),
        _ => written.to_owned(),
    }
}

/// Without what stands for a picture, a call, or a message taken back.
fn spoken(words: &str) -> String {
    static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^<(?:media|lampiran:|attached:)|(?:pesan\s+ini(?:\s+telah)?\s+dihapus|anda\s+menghapus\s+pesan\s+ini|(?:message\s+was|you)\s+deleted(?:\s+this\s+message)?)|(?:tidak\s+disertakan|omitted)>?$|\((?:file\s+terlampir|file\s+attached|berkas\s+terlampir)\)$|^(?:panggilan\s+(?:suara|video)|missed\s+(?:voice|video)\s+call|voice\s+call|video\s+call)|^null$",
        )
    });
    static OWN: LazyLock<Regex> = LazyLock::new(|| {
        // What WhatsApp says of itself, which iPhones put into the mouth of the other side.
        pattern(
            r"(?i)^(?:pesan|messages)\b[^.?!]{0,60}(?:enkripsi|encrypt|end-to-end)|^(?:your\s+)?(?:kode\s+keamanan|security\s+code)\b.{0,60}(?:berubah|changed)|(?:ketuk|klik)\s+untuk\s+(?:info|mempelajari|mengetahui|melihat|mengubah)(?:\s+\w+){0,3}\.?$|\b(?:tap|click)\s+(?:to|for)\s+(?:learn|more|see|change|view)(?:\s+\w+){0,3}\.?$|^(?:menunggu\s+pesan\s+ini|waiting\s+for\s+this\s+message)|\b(?:adalah\s+kontak|is\s+a\s+contact)\.?$|^(?:anda|you)\s+(?:\w+\s+)?(?:memblokir|membuka\s+blokir|blocked|unblocked)\s+(?:kontak\s+ini|this\s+contact)|\b(?:mengubah\s+nomor\s+teleponnya\s+ke\s+nomor\s+baru|beralih\s+ke\s+nomor\s+baru|changed\s+their\s+phone\s+number)|^.{1,45}\b(?:pesan\s+sementara|disappearing\s+messages)\b|^(?:pesan\s+sementara|disappearing\s+messages)\s+(?:di|were|are)|^(?:obrolan|akun|chat|bisnis)\s+ini\s.{0,40}(?:akun\s+bisnis|meta)\b|^this\s+(?:chat|business|account)\s.{0,40}(?:business\s+account|meta)\b|\b(?:membuat\s+grup|created\s+(?:this\s+)?group)\b",
        )
    });
    static EDITED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\s*<(?:pesan\s+ini\s+(?:telah\s+)?diedit|this\s+message\s+was\s+edited)>\s*$"));
    let words = words.trim();
    if ASIDE.is_match(words) || OWN.is_match(words) { String::new() } else { EDITED.replace(words, "").into_owned() }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Makassar;

    use super::*;

    fn setting() -> Setting<'static> {
        Setting { zone: Makassar, area_code: "0388", now: "2026-11-23T00:00:00Z".parse().unwrap() }
    }

    #[test]
    fn both_telephones_write_what_the_citizen_said() {
        let android = "20/11/26 09.40 - Pesan dan panggilan terenkripsi secara end-to-end.\n20/11/26 09.41 - +62 812-3456-7890: Selamat pagi, obat TB\nhabis di puskesmas\n20/11/26 09.43 - Petugas Aduan: Baik, kami catat\n20/11/26 09.44 - +62 812-3456-7890: <Media tidak disertakan>\n20/11/26 09.45 - +62 812-3456-7890: mohon dibantu\n";
        let iphone = "\u{200e}[20/11/26 09.40.00] +62 812-3456-7890: \u{200e}Pesan dan panggilan terenkripsi\n[20/11/26 09.41.00] +62 812-3456-7890: Selamat pagi, obat TB\nhabis di puskesmas\n[20/11/26 09.43.12] Petugas Aduan: Baik, kami catat\n[20/11/26 09.45.00] +62 812-3456-7890: mohon dibantu\n";
        for text in [android, iphone] {
            let chat = read("_chat.txt", text, &setting()).unwrap();
            assert_eq!((chat.phone.as_deref(), chat.name.as_deref()), (Some("+6281234567890"), None));
            assert!(chat.text.ends_with("Selamat pagi, obat TB\nhabis di puskesmas\nmohon dibantu"), "{}", chat.text);
            assert!(chat.at <= Some("2026-11-20T01:41:00Z".parse().unwrap()));
        }
    }

    #[test]
    fn what_the_program_says_of_itself_is_nobodys_word() {
        for own in [
            "Pesan dan panggilan dienkripsi secara end-to-end.",
            "Pesan dan panggilan terenkripsi secara end-to-end. Hanya orang di chat ini yang bisa membacanya. Ketuk untuk info selengkapnya.",
            "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.",
            "Kode keamanan Anda dengan Ibu Lina berubah. Ketuk untuk mempelajari selengkapnya.",
            "Your security code with Ibu Lina changed. Tap to learn more.",
            "Anda menggunakan durasi default untuk pesan sementara di chat baru.",
            "You turned on disappearing messages.",
            "Obrolan ini dengan akun bisnis.",
            "This business uses a secure service from Meta to manage this chat.",
            "Menunggu pesan ini. Ini mungkin membutuhkan waktu beberapa saat.",
            "Ibu Lina adalah kontak.",
        ] {
            let text = format!(
                "[27/11/26 20.11.05] Ibu Lina: \u{200e}{own}\n[27/11/26 20.11.05] Ibu Lina: Assalamualaikum\n[27/11/26 20.12.40] Ibu Lina: Vaksin di KIA habis\n"
            );
            let chat = read("_chat.txt", &text, &setting()).unwrap();
            assert_eq!(chat.text, "Assalamualaikum\nVaksin di KIA habis", "{own}");
        }
        for said in ["Pesan obat di farmasi tidak pernah dilayani", "Panggilan saya ke puskesmas tidak diangkat"] {
            let text = format!("27/11/26 20.11 - Ibu Lina: {said}\n");
            assert_eq!(read("_chat.txt", &text, &setting()).unwrap().text, said);
        }
    }

    #[test]
    fn the_file_names_the_citizen_and_an_old_talk_is_over() {
        let text = "01/10/2026, 09:41 - Maria: Terima kasih.\n19/11/2026, 10:00 - Aduan: Ya?\n20/11/2026, 09:41 - Maria: Air mati di pustu.";
        let chat = read("Chat WhatsApp dengan Maria.txt", text, &setting()).unwrap();
        assert_eq!((chat.name.as_deref(), chat.text.as_str()), (Some("Maria"), "Air mati di pustu."));
        assert!(is_export("Chat WhatsApp dengan Maria.txt") && is_export("_chat.txt") && !is_export("surat.txt"));
        assert_eq!(read("_chat.txt", "halo\n", &setting()), None);
    }

    #[test]
    fn every_telephone_writes_its_own_way() {
        let setting = Setting { zone: Makassar, area_code: "0388", now: "2026-11-23T00:00:00Z".parse().unwrap() };
        for (opens, next) in [
            ("20/11/26 09.41 - ", "20/11/26 21.05 - "),
            ("20/11/2026, 09:41 - ", "20/11/2026, 21:05 - "),
            ("20/11/26 9.41 AM - ", "20/11/26 9.05 PM - "),
            ("11/20/26, 9:41\u{202f}AM - ", "11/20/26, 9:05\u{202f}PM - "),
            ("[20/11/26 09.41.00] ", "\u{200e}[20/11/26 21.05.10] "),
            ("[20/11/2026, 9:41:00\u{202f}AM] ", "[20/11/2026, 9:05:10\u{202f}PM] "),
            ("[11/20/26, 9:41:00 AM] ", "\u{200e}[11/20/26, 9:05:10 PM] "),
            ("20.11.26, 09:41 - ", "20.11.26, 21:05 - "),
            ("2026-11-20 09.41 - ", "2026-11-20 21.05 - "),
        ] {
            for aside in [
                "<Media omitted>",
                "<Media tidak disertakan>",
                "IMG-20261120-WA0001.jpg (file terlampir)",
                "image omitted",
                "\u{200e}gambar tidak disertakan",
                "Pesan ini telah dihapus",
                "This message was deleted",
                "Panggilan suara tak terjawab",
                "null",
            ] {
                let text = format!(
                    "{opens}Messages and calls are end-to-end encrypted.\r\n{opens}~\u{a0}Siti: Selamat pagi\r\nobat TB habis\r\n{next}~\u{a0}Siti: {aside}\r\n{next}Petugas: baik\r\n{next}~\u{a0}Siti: mohon dibantu <Pesan ini diedit>\r\n"
                );
                let chat = read("Chat WhatsApp dengan Siti.txt", &text, &setting).unwrap();
                assert_eq!(chat.text, "Selamat pagi\nobat TB habis\nmohon dibantu", "{opens}{aside}");
                assert_eq!(chat.at, Some("2026-11-20T01:41:00Z".parse().unwrap()), "{opens}");
                assert_eq!(chat.name.as_deref(), Some("Siti"));
            }
        }
    }
}

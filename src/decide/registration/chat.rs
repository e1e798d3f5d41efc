//! A chat exported from WhatsApp (`_chat.txt`): both ways in which telephones write dates.
//!
//! In: the file and its name. Out: the citizen, his number where that is all that is known of him, and what he wrote last.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::sms::number;
use regex::Regex;

use super::{Setting, dates};
use crate::decide::reply::pattern::pattern;

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
            r"(?i)^\[?(\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+(?:pukul\s+)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[ap]m)?)(?:\]|\s+[-–])\s*(.*)$",
        )
    });
    let mut said: Vec<Said> = Vec::new();
    let mut aside = false;
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
                    let at = dates::moment(part(1), setting.zone, setting.now);
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

/// Without what stands for a picture or a message taken back.
fn spoken(words: &str) -> String {
    let lower = words.trim().to_lowercase();
    let aside =
        lower.starts_with("<media") || lower.contains("pesan ini dihapus") || lower.contains("message was deleted");
    let left_out = lower.ends_with("tidak disertakan") || lower.ends_with("omitted");
    if aside || left_out { String::new() } else { words.trim().to_owned() }
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
    fn the_file_names_the_citizen_and_an_old_talk_is_over() {
        let text = "01/10/2026, 09:41 - Maria: Terima kasih.\n19/11/2026, 10:00 - Aduan: Ya?\n20/11/2026, 09:41 - Maria: Air mati di pustu.";
        let chat = read("Chat WhatsApp dengan Maria.txt", text, &setting()).unwrap();
        assert_eq!((chat.name.as_deref(), chat.text.as_str()), (Some("Maria"), "Air mati di pustu."));
        assert!(is_export("Chat WhatsApp dengan Maria.txt") && is_export("_chat.txt") && !is_export("surat.txt"));
        assert_eq!(read("_chat.txt", "halo\n", &setting()), None);
    }
}

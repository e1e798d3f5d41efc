//! Names in the heads of mails that somebody has pasted or forwarded, and of chats: `Dari: Suparmi Hadi <…>`, `Pada Jum,
//! 27 Nov 2026 19.00 Suparmi Hadi <…> menulis:`, `[27/11 19.00] Suparmi: …`.
//!
//! In: a text. Out: the words of such names. What a citizen passes on was written by his people or to them; who is called
//! an officer, there or anywhere in the text, is complained about and stays. Knows no list of names.

use std::sync::LazyLock;

use regex::Regex;

use super::first_person::is_place;
use super::ordinary::names_nobody;
use super::said_names::{NO_NAMES, STAFF, is_in, plain};
use crate::decide::pattern::compiled;

/// One line of such a head: what it says, and of whom.
static FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)^[>|\s*_]*(?P<field>from|dari|pengirim|sender|dikirim\s+oleh|reply-to|balas\s+ke|to|kepada|kpd|ke|untuk|cc|bcc|tembusan|date|sent|tanggal|terkirim|dikirim|waktu|subject|subjek|perihal|hal)[*_]*\s*:[*_]*\s*(?P<says>[^\n]*)$",
    )
    .ok()
});
const SENDERS: &str = "from dari pengirim sender reply-to";
const RECEIVERS: &str = "to kepada kpd ke untuk cc bcc tembusan";
/// A mail that hangs on another, as the line above it names it.
static HANGS: LazyLock<Option<Regex>> =
    LazyLock::new(|| compiled(r"\[Surat terlampir; dari: (?P<says>[^;\]\n]{2,120})").ok());
/// `… Suparmi Hadi <…> menulis:`, on one line or broken into two.
static WROTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(r"(?im)^[>|\s]*(?P<head>[^\n]{3,200}(?:\n[^\n]{0,100})?)\b(?:menulis|nulis|wrote|menyerat)\s*:").ok()
});
/// A line of a chat, as telephones copy it.
static CHAT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?m)^[>\s]*\[?(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?[,\s]+(?i:pukul\s+)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s*[AaPp][Mm])?|\d{1,2}[.:]\d{2}(?:[.:]\d{2})?,\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})\]?\s*(?:[-–]\s*)?(?P<says>[^:\n\[\d]{2,40}):",
    )
    .ok()
});
/// Words of such heads that name nobody.
const OF_HEADS: &str = "pada tanggal tgl pukul jam hari wib wita wit gmt utc senin selasa rabu kamis jumat jum sabtu minggu sen sel rab kam \
    sab min mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday jan feb mar apr mei may jun jul agu agt ags \
    aug sep okt oct nov des dec januari februari maret april juni juli agustus september oktober november desember january february march june \
    july august october december the and mailto saya sy aku me anda you tim pengaduan layanan humas admin info lapor sekretariat dinas kesehatan \
    pelayanan kantor instalasi bidang subbag seksi gmail yahoo forwarded message pesan diteruskan terusan";
/// Words before a name that are part of none.
const TITLES: &str = "bapak bpk pak ibu bu sdr sdri mas mbak mba mbk kak bang pakde bude om tante hj drs dra ir";
/// No name has more words.
const LONGEST: usize = 5;

/// The words of the names, in lower case.
pub(super) fn said_in(text: &str) -> Vec<String> {
    let mut words = of_blocks(text);
    for pattern in [&HANGS, &CHAT] {
        let said = pattern.iter().flat_map(|pattern| pattern.captures_iter(text));
        words.extend(said.filter_map(|found| found.name("says")).flat_map(|says| people(says.as_str())));
    }
    let heads = WROTE.iter().flat_map(|wrote| wrote.captures_iter(text)).filter_map(|found| found.name("head"));
    words.extend(heads.flat_map(|head| who_wrote(head.as_str())));
    words.sort();
    words.dedup();
    words.retain(|word| !is_an_officers(text, word));
    words
}

/// Fields that follow one another: one alone with an address is such a head, too.
fn of_blocks(text: &str) -> Vec<String> {
    let Some(field) = FIELD.as_ref() else { return Vec::new() };
    let (mut words, mut block): (Vec<String>, Vec<(String, &str)>) = (Vec::new(), Vec::new());
    let end = |block: &mut Vec<(String, &str)>| {
        let addressed =
            block.iter().any(|(_, says)| says.contains('@') || says.contains('<') || says.contains("[alamat"));
        let is_head = addressed || block.len() > 1 && block.iter().any(|(field, _)| is_in(SENDERS, field));
        let of_people = |field: &str| is_in(SENDERS, field) || is_in(RECEIVERS, field) || field.ends_with("oleh");
        let named = block.drain(..).filter(|(field, _)| is_head && of_people(field));
        named.flat_map(|(_, says)| says.split([';', ',']).flat_map(people)).collect::<Vec<_>>()
    };
    for line in text.lines() {
        let found = field.captures(line).and_then(|found| Some((found.name("field")?, found.name("says")?)));
        match found {
            Some((what, says)) => block.push((what.as_str().to_lowercase(), says.as_str())),
            None if line.trim_matches(|c: char| c.is_whitespace() || ">|".contains(c)).is_empty() => {}
            None => words.extend(end(&mut block)),
        }
    }
    words.extend(end(&mut block));
    words
}

/// The name in what stands beside an address; none where it is that of an officer or an office.
fn people(says: &str) -> Vec<String> {
    let name = says.split(['<', '[', '(']).next().unwrap_or_default();
    let words: Vec<String> = name.split_whitespace().filter(|word| !word.contains('@')).map(plain).collect();
    if words.iter().any(|word| is_in(STAFF, word) || is_place(word)) {
        return Vec::new();
    }
    words.into_iter().filter(|word| is_a_name(word)).take(LONGEST).collect()
}

/// The last words before the address, back to the last that has a digit or belongs to a time.
fn who_wrote(head: &str) -> Vec<String> {
    let addressed = head.contains('@') || head.contains('<') || head.contains("[alamat");
    if !addressed && !head.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let before = head.split(['<', '[']).next().unwrap_or_default();
    let all: Vec<&str> = before.split_whitespace().collect();
    let is_time = |word: &str| word.contains(|c: char| c.is_ascii_digit()) || is_in(OF_HEADS, &plain(word));
    let begin = all.iter().rposition(|word| is_time(word)).map_or(0, |at| at + 1);
    people(&all.get(begin..).unwrap_or_default().join(" "))
}

fn is_a_name(word: &str) -> bool {
    let none = is_in(OF_HEADS, word) || is_in(TITLES, word) || is_in(NO_NAMES, word) || names_nobody(word);
    word.chars().count() > 2 && !none
}

/// True for a word that stands in the text beside a word for officers: `bidan Endang`, `Bu Endang Lestari, bidan Reban`.
pub(super) fn is_an_officers(text: &str, word: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    let capital: Vec<bool> = text
        .split_whitespace()
        .filter(|word| !plain(word).is_empty())
        .map(|word| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase))
        .collect();
    let names_on = |at: &usize| capital.get(*at) == Some(&true) && words.get(*at).is_some_and(|word| is_a_name(word));
    (0..words.len()).filter(|at| words.get(*at).is_some_and(|here| here == word)).any(|at| {
        let first = (0..at).rev().take_while(names_on).last().unwrap_or(at);
        let last = (at + 1..words.len()).take_while(names_on).last().unwrap_or(at);
        let before = (0..first).rev().find(|at| words.get(*at).is_none_or(|word| !is_in(TITLES, word)));
        let of_staff = |at: usize| words.get(at).is_some_and(|word| is_in(STAFF, word));
        before.is_some_and(of_staff) || of_staff(last + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::said_in;

    #[test]
    fn whoever_wrote_what_is_passed_on_and_whoever_got_it_is_known() {
        for (text, names) in [
            (
                "Tolong diteruskan.\n\n---------- Forwarded message ---------\nDari: Suparmi Hadi <s.hadi@x.example>\nDate: Jum, 27 Nov \
                 2026 19.00\nSubject: keluhan\nTo: Dwi Hadi <d@x.example>\n\nNak, ibu dimarahi Bu Endang bidan Reban.",
                "dwi hadi suparmi",
            ),
            (
                "> *From:* \"Sri Wahyuni\" [mailto:s@x.example]\n> *Sent:* Friday\n> *To:* Karyono",
                "karyono sri wahyuni",
            ),
            ("Pada Jum, 27 Nov 2026 pukul 19.00 Suparmi Hadi <s@x.example> menulis:\n> ibu dimarahi", "hadi suparmi"),
            ("On Fri, Nov 27, 2026 at 7:00 PM Suparmi Hadi\n<s@x.example> wrote:\n> ibu dimarahi", "hadi suparmi"),
            ("Pada tanggal 27/11/2026 19:00, I Wayan Darma menulis:", "darma wayan"),
            ("[27/11/26 19.00] Suparmi: nak, ibu dimarahi\n27/11/26 19.01 - Dwi Hadi: sabar bu", "dwi hadi suparmi"),
            ("Ini.\n\n[Surat terlampir; dari: Slamet Riyadi <s@x.example>; perihal: Jadwal]\nisi", "riyadi slamet"),
            ("Dari: Slamet Riyadi\nPerihal: aduan\nLoket tutup", "riyadi slamet"),
            ("Cc: Budi Santoso <b@x.example>, Ani <a@x.example>", "ani budi santoso"),
        ] {
            assert_eq!(said_in(text).join(" "), names, "{text}");
        }
    }

    #[test]
    fn officers_and_offices_stay_there_too() {
        for text in [
            "Dari: Bidan Endang <e@x.example>\nKepada: Puskesmas Reban <p@x.example>",
            "Dari: Endang Lestari <e@x.example>\n\nItu pesan bidan Endang Lestari, minta 75 ribu.",
            "[27/11/26 19.00] Endang: bayar dulu\nItu Bu Endang bidan Reban.",
            "Kepada: Yth. Kepala Dinas\nPerihal: pungli",
            "Pada 27 November 2026 petugas Rina menulis: tutup",
            "Petugas menulis: obat habis",
            "Dari: jam 7 sampai jam 9 antre",
        ] {
            assert_eq!(said_in(text), Vec::<String>::new(), "{text}");
        }
    }
}

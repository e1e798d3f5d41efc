//! What could tell who somebody is, taken out of a line: names, numbers, addresses.
//!
//! In: a line and the reporter's name. Out: the line with gaps. How words are written decides; a person reads it again.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::GAP;
use crate::decide::pattern::compiled;

fn pattern(text: &str) -> Option<Regex> {
    compiled(text).ok()
}

/// Places where somebody lives, numbers, persons by their title, words written like names: taken out, and gaps side by
/// side are one.
pub(super) fn scrub(text: &str, name: Option<&str>, is_public: &dyn Fn(&str) -> bool) -> String {
    static PLACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:jl|jln|jalan|gang|gg|rt|rw|desa|ds|dusun|dukuh|kampung|kelurahan|kel|kecamatan|kec|blok|perum|perumahan|no|nomor)\b[.:]?\s+[\p{L}\d./-]+(?:\s+(?-i:\p{Lu}|\d)[\p{L}\d./-]*)*",
        )
    });
    static DIGITS: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\[?[\d][\d./:-]{3,}\]?"));
    static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(bpk|bapak|pak|ibu|bu|sdri|sdr|saudara|saudari|mas|mbak|mbok|drg|dr|dokter|suster|ners|perawat|bidan|kader|bernama|nama|atas nama|an)\b\.?\s+([\p{L}'.]+)((?:\s+(?-i:\p{Lu})[\p{L}'.]*)*)",
        )
    });
    let mut out = text.to_owned();
    let parts = name.unwrap_or_default().split(|c: char| !c.is_alphabetic()).filter(|part| part.chars().count() >= 3);
    for part in parts.filter(|part| may_hold(text, part)) {
        if let Some(own) = pattern(&format!(r"(?i)\b{}\b", regex::escape(part))) {
            out = own.replace_all(&out, GAP).into_owned();
        }
    }
    if let Some(place) = PLACE.as_ref() {
        out = place
            .replace_all(&out, |found: &Captures<'_>| if mentions(found, is_public) { keep(found) } else { GAP.into() })
            .into_owned();
    }
    if let Some(digits) = DIGITS.as_ref() {
        out = digits.replace_all(&out, GAP).into_owned();
    }
    if let Some(title) = TITLE.as_ref() {
        out = title.replace_all(&out, |found: &Captures<'_>| without_name(found, is_public)).into_owned();
    }
    joined(&without_capitals(&out, is_public))
}

/// False where the name certainly stands nowhere in the text: most reporters do not name themselves, and a pattern for
/// each of their names costs more than all else that is done for their line.
fn may_hold(text: &str, name: &str) -> bool {
    let plain = text.is_ascii() && name.is_ascii();
    !plain || text.to_ascii_lowercase().contains(&name.to_ascii_lowercase())
}

/// `… …`, `…, …` and `… dan …` are one gap.
fn joined(text: &str) -> String {
    static GAPS: LazyLock<Option<Regex>> =
        LazyLock::new(|| pattern(r"…(?:[\s,.;:/()-]*(?:\b(?:dan|atau|serta|bin|binti)\b[\s,.;:/()-]*)?…)+"));
    GAPS.as_ref().map_or_else(|| text.to_owned(), |gaps| gaps.replace_all(text, GAP).into_owned())
}

fn keep(found: &Captures<'_>) -> String {
    found.get(0).map_or_else(String::new, |all| all.as_str().to_owned())
}

/// `Jalan rusak di Puskesmas …` names nobody's home where its last word belongs to a unit.
fn mentions(found: &Captures<'_>, is_public: &dyn Fn(&str) -> bool) -> bool {
    found.get(0).and_then(|all| all.as_str().split_whitespace().last()).is_some_and(is_public)
}

/// `bidan Ani` becomes `bidan …`; `bidan tidak ada` stays.
fn without_name(found: &Captures<'_>, is_public: &dyn Fn(&str) -> bool) -> String {
    let group = |n: usize| found.get(n).map_or("", |m| m.as_str());
    let next = group(2);
    let lower = next.to_lowercase();
    let ordinary = ORDINARY.contains(&lower.as_str()) && !next.chars().next().is_some_and(char::is_uppercase);
    if ordinary || is_public(next) { keep(found) } else { format!("{} {GAP}", group(1)) }
}

/// Words that may follow a title and are no name.
const ORDINARY: [&str; 62] = [
    "yang",
    "tidak",
    "di",
    "ke",
    "dari",
    "dan",
    "itu",
    "ini",
    "saya",
    "kami",
    "sudah",
    "belum",
    "ada",
    "jaga",
    "piket",
    "gigi",
    "umum",
    "spesialis",
    "anak",
    "kandungan",
    "desa",
    "puskesmas",
    "sering",
    "selalu",
    "kurang",
    "sangat",
    "datang",
    "telat",
    "terlambat",
    "hanya",
    "cuma",
    "malah",
    "juga",
    "agar",
    "supaya",
    "untuk",
    "dengan",
    "tetapi",
    "tapi",
    "karena",
    "jangan",
    "mohon",
    "tolong",
    "bisa",
    "mau",
    "akan",
    "sedang",
    "lagi",
    "tersebut",
    "setempat",
    "posyandu",
    "jumantik",
    "poli",
    "loket",
    "apoteker",
    "kepala",
    "pasien",
    "hamil",
    "galak",
    "jutek",
    "judes",
    "marah",
];

/// Words that begin with a capital within a sentence: names of people and places, but for abbreviations and units.
fn without_capitals(text: &str, is_public: &dyn Fn(&str) -> bool) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut begins = true;
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        let shouted = bare.chars().count() <= 5 && bare.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        let ends = word.ends_with(['.', '?', '!', ':']);
        if capital && !begins && !shouted && !is_public(bare) && !WEEK.contains(&bare.to_lowercase().as_str()) {
            if out.last().is_none_or(|last| last != GAP) {
                out.push(GAP.to_owned());
            }
        } else {
            out.push(word.to_owned());
        }
        begins = ends;
    }
    out.join(" ")
}

/// Capitals that name no person: days, months, institutions.
const WEEK: [&str; 24] = [
    "senin",
    "selasa",
    "rabu",
    "kamis",
    "jumat",
    "sabtu",
    "minggu",
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
    "puskesmas",
    "dinas",
    "bidang",
    "rsud",
    "posyandu",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubbed(text: &str) -> String {
        scrub(text, Some("Siti Kinanti"), &|word| ["Puskesmas", "Kademangan", "Poli", "Gigi"].contains(&word))
    }

    #[test]
    fn names_numbers_and_addresses_are_taken_out_of_a_line() {
        for (text, gone) in [
            ("Saya Siti mengeluhkan loket yang lama", "Siti"),
            ("Bu Wulandari di loket membentak saya", "Wulandari"),
            ("dokter bagus tidak pernah datang di poli", "bagus"),
            ("Petugas loket bernama Joko Susilo kasar sekali", "Susilo"),
            ("Rumah saya di Jl. Mawar No 12 RT 03 RW 01 tidak didatangi", "Mawar"),
            ("Antrean nomor 0812-3456-7890 tidak dipanggil petugas", "3456"),
            ("Warga desa Sumberanyar menunggu lama sekali", "Sumberanyar"),
            ("Kemarin saya melihat Hartono marah kepada pasien", "Hartono"),
        ] {
            let clean = scrubbed(text);
            assert!(!clean.to_lowercase().contains(&gone.to_lowercase()), "{clean}");
        }
    }

    #[test]
    fn what_names_nobody_stays_as_it_is() {
        for text in [
            "Dokter tidak ada di Poli Gigi hari Senin",
            "Loket BPJS Puskesmas Kademangan hanya satu",
            "Antrean lama, bidan jaga terlambat datang",
        ] {
            assert_eq!(scrubbed(text), text);
        }
    }

    #[test]
    fn gaps_side_by_side_are_one() {
        for text in [
            "Pak Hartono, Bu Wulandari dan Joko Susilo di loket membentak saya",
            "Surat nomor 445/1234/2026 tanggal 20-11-2026 belum dibalas",
            "Anak saya Siti Kinanti 0812-3456-7890 menunggu lama di loket",
        ] {
            let clean = scrubbed(text);
            assert!(clean.contains(GAP), "{clean}");
            for hole in ["… …", "…, …", "…. …", "… dan …", "……"] {
                assert!(!clean.contains(hole), "{clean}");
            }
        }
    }
}

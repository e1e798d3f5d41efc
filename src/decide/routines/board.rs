//! What a notice board may show of a closed complaint: no names, numbers, addresses or health matters; nothing at all of one
//! that is grave, alleges wrongdoing or is protected.
//!
//! In: what stands in the register. Out: a line of the sheet. Where the words of the reporter or the officer cannot be made
//! harmless, a sentence takes their place that says only which unit it was. A person reads the sheet before it is put up.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::decide::wording::{one_line, shorten};
use crate::decide::{OfficeBook, privacy};
use crate::domain::{Class, Decision, Grade};

/// What stands for what was taken out.
const GAP: &str = "…";
/// With more gaps, or fewer words left, the text says nothing any more.
const MOST_GAPS: usize = 2;
const FEWEST_WORDS: usize = 3;
/// Characters of a cell of the sheet.
const CELL: usize = 180;

/// Whether a complaint may stand on the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// It may.
    Yes,
    /// Never, and why, in Indonesian.
    Never(&'static str),
}

/// Whether the rules let it stand there at all.
#[must_use]
pub fn may_show(decision: &Decision) -> Shown {
    let hidden = &decision.privacy;
    if decision.supervision {
        return Shown::Never("berkadar pengawasan");
    }
    if decision.grade == Some(Grade::Merah) {
        return Shown::Never("grade merah");
    }
    if hidden.anonymous || hidden.secret {
        return Shown::Never("pelapor dilindungi");
    }
    if hidden.restricted || decision.emergency {
        return Shown::Never("memuat data kesehatan");
    }
    match decision.class {
        Class::Pengaduan | Class::Aspirasi => Shown::Yes,
        Class::PermintaanInformasi | Class::Konsultasi => Shown::Never("bukan pengaduan"),
    }
}

/// True if a reporter says that his complaint must not be put up: `KEBERATAN`.
#[must_use]
pub fn objects(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let head: String = first.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_uppercase();
    matches!(head.as_str(), "KEBERATAN" | "KEBRATAN" | "KEBERATN" | "BERKEBERATAN")
        || first.to_lowercase().starts_with("saya keberatan")
}

/// A line of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SheetLine {
    /// What it was about.
    pub subject: String,
    /// What was done.
    pub followup: String,
    /// When it was closed: `20-11-2026`.
    pub closed: String,
}

/// What the sheet says of a complaint. `name`: the reporter's, which is taken out wherever it stands.
#[must_use]
pub fn sheet_line(
    book: &OfficeBook,
    unit: &str,
    summary: &str,
    answer: Option<&str>,
    name: Option<&str>,
    closed: String,
) -> SheetLine {
    let clean = |text: &str| harmless_text(book, text, name);
    let told = if answer.is_some() { " dan dijawab kepada pelapor" } else { "" };
    let answer = answer.map(without_phrases);
    SheetLine {
        subject: clean(summary).unwrap_or_else(|| format!("Pelayanan {unit}")),
        followup: answer
            .as_deref()
            .and_then(clean)
            .unwrap_or_else(|| format!("Telah ditindaklanjuti oleh {unit}{told}")),
        closed,
    }
}

/// The text without what could tell who it was; `None` where too little is left, or it speaks of somebody's health.
fn harmless_text(book: &OfficeBook, text: &str, name: Option<&str>) -> Option<String> {
    let text = one_line(text);
    let words = &book.rules.shared.privacy;
    let reading = book.rules.read(&text);
    if reading.has_any(&words.health) || reading.has_any(&words.restricted) {
        return None;
    }
    let (masked, found) = privacy::mask(&text, &[]);
    if !found.is_empty() {
        return None;
    }
    let without = scrub(&masked, name, &|word| is_public(book, word));
    let gaps = without.matches(GAP).count();
    let left = without.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
    (gaps <= MOST_GAPS && left >= FEWEST_WORDS).then(|| shorten(&without, CELL))
}

/// A word of a unit's name, which everybody may read.
fn is_public(book: &OfficeBook, word: &str) -> bool {
    let office = &book.office;
    let names = office.units.iter().map(|unit| &unit.name).chain([&office.name, &office.short]);
    names.flat_map(|name| name.split(|c: char| !c.is_alphanumeric())).any(|known| known.eq_ignore_ascii_case(word))
}

fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

/// Places where somebody lives, numbers, persons by their title, words written like names.
fn scrub(text: &str, name: Option<&str>, is_public: &dyn Fn(&str) -> bool) -> String {
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
    for part in parts {
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
    without_capitals(&out, is_public)
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

/// The answer without the sentences that open and close a letter.
fn without_phrases(answer: &str) -> String {
    const OPENINGS: [&str; 8] =
        ["yth", "terima kasih", "terimakasih", "mohon maaf", "kepada", "selamat ", "salam", "dengan hormat"];
    let sentences = answer.split_inclusive(['.', '!', '\n']).map(str::trim).filter(|sentence| {
        let lower = sentence.to_lowercase();
        !lower.is_empty() && !OPENINGS.iter().any(|opening| lower.starts_with(opening))
    });
    sentences.collect::<Vec<_>>().join(" ")
}

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
    fn a_reporter_objects_with_one_word() {
        assert!(objects("KEBERATAN") && objects("Keberatan, jangan ditempel.") && objects("\nsaya keberatan ya"));
        assert!(!objects("Tidak keberatan") && !objects("Puas, terima kasih"));
    }
}

//! A protected writer's text without anything that tells who he is: numbers to the last digit, accounts, where he lives, his
//! name and those of his people.
//!
//! In: a text and the names under which he is known. Out: the text as officers may see it. Facts stay: where and when it
//! happened, sums, the names of those he complains about. When unsure it hides; the desk can look into the original.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::decide::pattern::compiled;
use crate::domain::Mask;

use super::names::without_words;
use super::{find, first_person, said_names};

/// What is hidden, and what stands there instead. Where a pattern names a part `x`, only that is hidden.
struct Hides {
    pattern: Option<Regex>,
    instead: &'static str,
}

impl Hides {
    fn new(pattern: &str, instead: &'static str) -> Self {
        Self { pattern: compiled(pattern).ok(), instead }
    }

    fn all_in(&self, text: &str) -> String {
        let Some(pattern) = &self.pattern else { return text.to_owned() };
        let replace = |found: &Captures<'_>| {
            let (whole, hidden) = (found.get(0), found.name("x"));
            match (whole, hidden) {
                (Some(whole), Some(hidden)) => {
                    let before = text.get(whole.start()..hidden.start()).unwrap_or_default();
                    let behind = text.get(hidden.end()..whole.end()).unwrap_or_default();
                    format!("{before}{}{behind}", self.instead)
                }
                _ => self.instead.to_owned(),
            }
        };
        pattern.replace_all(text, replace).into_owned()
    }

    /// What of a text it hides, as written.
    fn found_in<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let Some(pattern) = &self.pattern else { return Vec::new() };
        pattern
            .captures_iter(text)
            .filter_map(|found| found.name("x").or_else(|| found.get(0)))
            .map(|m| m.as_str())
            .collect()
    }
}

/// Accounts, and addresses at which machines reach him.
static ACCOUNTS: LazyLock<Vec<Hides>> = LazyLock::new(|| {
    vec![
        Hides::new(
            r"(?i)\b[\w.]+\s*(?:\(at\)|\[at\]|\sat\s)\s*\w+\s*(?:\.|\(dot\)|\[dot\]|\s(?:dot|titik)\s)\s*\w{2,10}\b",
            "[alamat surel]",
        ),
        Hides::new(
            r"(?i)\b(?:https?://)?(?:www\.|m\.)?(?:wa\.me|api\.whatsapp\.com|chat\.whatsapp\.com|t\.me|instagram\.com|facebook\.com|fb\.com|fb\.me|tiktok\.com|twitter\.com|x\.com|threads\.net|youtube\.com|linktr\.ee|line\.me)/[^\s,;)]+",
            "[akun]",
        ),
        Hides::new(r"(?:^|[\s(,:;/])(?P<x>@[A-Za-z0-9_][A-Za-z0-9_.]{2,})", "[akun]"),
        Hides::new(
            r"(?i)\b(?:ig|insta|instagram|fb|facebook|tiktok|telegram|twitter|akun|username)\b(?:\s+(?:saya|sy|aku|kami|ku|nya|saya\s+di))*\s*[:=]\s*(?P<x>[\p{L}\d_.]{2,}(?-i:(?:[ \t]\p{Lu}[\p{L}\d_.]*){0,4}))",
            "[akun]",
        ),
        Hides::new(
            r"(?i)\b(?:ig|insta|instagram|fb|facebook|tiktok|telegram|twitter|akun|username)\b(?:\s+(?:saya|sy|aku|kami|ku))*\s+(?P<x>[\p{L}_.]*[\d_][\p{L}\d_.]*)",
            "[akun]",
        ),
        Hides::new(
            r"\b(?i:ig|instagram|fb|facebook|tiktok)(?:\s+(?i:saya|sy|aku))?\s+(?P<x>(?:\p{Lu}\p{Ll}+\s?){1,3})",
            "[akun] ",
        ),
        Hides::new(r"\(terlampir di WhatsApp: (?P<x>[^)\n]*)\)", "[berkas]"),
        Hides::new(r"(?i)\S+\.(?:jpe?g|png|pdf|docx?|xlsx?|heic|mp4|webp|3gp|opus|mp3)\b", "[berkas]"),
    ]
});

/// Numbers that only their word gives away, or that are written so that no pattern of numbers finds them.
static NUMBERS: LazyLock<Vec<Hides>> = LazyLock::new(|| {
    vec![
        Hides::new(r"\[(?:NIK|BPJS|telepon) …\d+\]", "[nomor]"),
        Hides::new(
            r"(?i)\b(?:lahir|ttl)\b[^\n.;]{0,25}?(?P<x>\d{1,2}[-/. ](?:\d{1,2}|\p{L}{3,9})[-/. ]\d{2,4})",
            "[tanggal lahir]",
        ),
        Hides::new(
            r"(?i)\b(?:nik|ktp|kk|bpjs|jkn|kis|rm|rekam\s+medis|hp|wa|telp|tlp|rek|rekening|norek)\b[^\n\d]{0,14}(?P<x>\d[\d .x*-]{2,24}[\dx*])",
            "[nomor]",
        ),
        Hides::new(
            r"(?i)\b(?:no|nomor|nmr)\.?\s*(?:antri\w*|antre\w*|urut|registrasi|reg|pendaftaran|sep|kartu|peserta|sim)\b\.?\s*(?:saya|sy|:|=|-)*\s*(?P<x>[A-Z]{0,3}[- ]?\d{1,20}[A-Z]?)",
            "[nomor]",
        ),
        Hides::new(
            r"\b(?i:(?:motor|mobil|kendaraan|plat|nopol)\b[^.\n]{0,20}\b(?:saya|sy|kami|ku))\b[^.\n]{0,15}?(?P<x>\b[A-Z]{1,2}\s?\d{1,4}\s?[A-Z]{1,3}\b)",
            "[nomor kendaraan]",
        ),
        Hides::new(
            r"(?i)\b(?:plat|pelat|nopol|no\.?\s*pol(?:isi)?)\b(?:\s+(?:nomor|no|motor|mobil|kendaraan))*\s+(?:motor|mobil|kendaraan|saya|sy|kami|ku)\s*[:.=]?\s*(?P<x>[a-z]{1,2}\s?\d{1,4}\s?[a-z]{1,3}\b)",
            "[nomor kendaraan]",
        ),
        Hides::new(r"\b0[ -]?8(?:[ -]\d{1,2}){4,10}\b", "[telepon]"),
        Hides::new(r"(?i)\b[o0]8[\doil]{8,11}\b", "[telepon]"),
        Hides::new(r"\d{9,}", "[nomor]"),
    ]
});

/// Where he lives.
static HOMES: LazyLock<Vec<Hides>> = LazyLock::new(|| {
    let number = r"(?:\d{1,3}|nol|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|[ivx]{1,4})";
    vec![
        Hides::new(&format!(r"(?i)\brt\s*/\s*rw\b[.:\s]*{number}\s*/\s*{number}\b"), "[alamat]"),
        Hides::new(&format!(r"(?i)\brt\b[.\s]*0*{number}\b(?:\s*[/,.-]?\s*rw\b[.\s]*0*{number}\b)?"), "[alamat]"),
        Hides::new(r"(?i)\b(?:rt|rw)\d{1,3}(?:\s*[/,.-]?\s*rw\.?\s*\d{1,3})?\b", "[alamat]"),
        Hides::new(&format!(r"(?i)\brw\b[.\s]*0*{number}\b"), "[alamat]"),
        Hides::new(
            r"(?i)\b(?:jl|jln|jalan|gg|gang|blok|perum|perumahan|komplek|kompleks|dusun|dsn|dukuh|dkh)\b\.?\s+[\p{L}\d' ]{1,40}?\s*\b(?:no|nomor|nmr)\b\.?\s*\d+[a-z]?\b",
            "[alamat]",
        ),
        Hides::new(
            r"(?i)\b(?:kelas|kls)\s+[\divx]{1,4}[a-z]?\s+(?P<x>(?:sd|sdn|sdi|smp|smpn|mts|mtsn|min?|sma|sman|smk|smkn|man?|tk|paud)\b\.?(?:[ \t]+[\p{L}\d]+){0,3})",
            "[sekolah]",
        ),
        Hides::new(r"\b(?:Gg|Gang|GG)\b\.?\s+(?:\p{Lu}[\p{L}]+\s?){1,2}\d{0,3}", "[alamat] "),
    ]
});

/// What he is, where he says it of himself: in a small house it tells who he is.
static WORK: LazyLock<Vec<Hides>> = LazyLock::new(|| {
    vec![Hides::new(
        r"(?i)\b(?:saya|sy|aku|beta|kulo|kula)\s+(?:juga\s+|adalah\s+|sendiri\s+)?(?:seorang\s+|salah\s+(?:satu|seorang)\s+)?(?P<x>(?:perawat|bidan|dokter|drg|pegawai|staf|staff|karyawan|honorer|nakes|satpam|sopir|apoteker|analis|bendahara)\b(?:\s+(?:honorer|kontrak|pns|asn|p3k|pppk|ugd|igd|gizi|kia|jaga))*)(?:\s*[,.;()\n]|\s+(?:di|pada|dari|yang|bertugas|bekerja|mohon|ingin|mau|melapor|melaporkan)\b|\s*$)",
        "[pekerjaan]",
    )]
});

/// An address that he gives without saying that he lives there: `alamat RT 03 Oelolok`, `rumah Jl. Gajah Mada 12`.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:alamat|rumah|tinggal|domisili)\s+(?P<at>(?:rt|rw|jl|jln|jalan|gg|gang|perum|perumahan|dusun|dsn|dukuh|blok|komplek|kompleks|kampung|kp|banjar|br)\b)",
    )
    .ok()
});

/// What stands before the place where he lives.
static LIVES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)\b(?:(?:rumah\s+(?:saya|sy|kami|aku|kulo|kula)|rumahku|omahku|omah\s+kulo|griya\s+kula|(?:saya|sy|kami|aku|beta|kulo|kula|tiang)\s+(?:ber)?(?:tinggal|domisili|alamat|manggon|magenah)|berdomisili|bertempat\s+tinggal|tinggal)(?:\s+(?:ada|berada|saya))?\s*(?:\b(?:di|ning|ten|wonten|pa|ring|sebelah|depan|belakang|dekat|samping)\s|[:=])|alamat(?:(?:\s+(?:rumah|lengkap|saya|sy|kami))+\s*(?:di\s|[:=]|\s)|\s*[:=]))\s*",
    )
    .ok()
});
/// Words that are no part of a place: what follows is what happened.
const NO_PLACE: &str = "dan yang yg tapi tetapi karena krn sehingga lalu kemudian melihat mau ingin saat waktu ketika sudah sdh \
    tidak tdk petugas bidan dokter perawat saya sy kami mohon tolong jadi jangan ada sering tiap setiap kemarin \
    tadi puskesmas pustu posyandu";
/// Words behind which a full stop ends nothing.
const SHORTENED: &[&str] = &["jl.", "jln.", "gg.", "no.", "rt.", "rw.", "ds.", "kec.", "kel.", "dsn.", "dkh.", "kab."];
/// So many words tell where somebody lives.
const LONGEST_PLACE: usize = 9;

/// Whether where somebody lives is hidden too. Whoever is in danger must be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    Hidden,
    Shown,
}

/// The text without anything that tells who wrote it.
pub(super) fn concealed(text: &str, own: &[String], names: &str, home: Home) -> String {
    // Names are looked for in what he wrote, before anything stands in it that he did not write.
    let said = said_names::said_in(text);
    let known: Vec<String> = super::names::words_of(names);
    let known: Vec<String> = known.into_iter().chain(said).collect();
    let beside = first_person::beside(text, &known);
    let mut out = with_all(text, &ACCOUNTS);
    if home == Home::Hidden {
        out = with_all(&without_homes(&out), &HOMES);
    }
    out = with_all(&numbers_hidden(&out, own), &NUMBERS);
    if home == Home::Hidden {
        out = with_all(&out, &WORK);
    }
    without_words(&out, &known.into_iter().chain(beside).collect::<Vec<_>>(), "[nama]")
}

/// What he says of where he lives, up to the end of the place.
fn without_homes(text: &str) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for home in homes_in(text) {
        out.push_str(text.get(at..home.start).unwrap_or_default());
        out.push_str("[alamat]");
        at = home.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Where he says that he lives stands in a text, in bytes.
fn homes_in(text: &str) -> Vec<Range<usize>> {
    let mut homes: Vec<Range<usize>> = Vec::new();
    let Some(lives) = LIVES.as_ref() else { return homes };
    for said in lives.find_iter(text) {
        let length = place_length(text.get(said.end()..).unwrap_or_default());
        if length > 0 && homes.last().is_none_or(|last| last.end <= said.start()) {
            homes.push(said.end()..said.end() + length);
        }
    }
    let given = ADDRESS.iter().flat_map(|address| address.captures_iter(text)).filter_map(|found| found.name("at"));
    for at in given.map(|at| at.start()) {
        let length = place_length(text.get(at..).unwrap_or_default());
        if length > 0 && !homes.iter().any(|home| home.start < at + length && at < home.end) {
            homes.push(at..at + length);
        }
    }
    homes.sort_by_key(|home| home.start);
    homes
}

/// How many bytes of a text are a place.
fn place_length(text: &str) -> usize {
    let mut end = 0;
    for piece in text.split_inclusive([' ', '\n']).take(LONGEST_PLACE) {
        let word = piece.trim();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if NO_PLACE.split_whitespace().any(|word| word == bare) {
            break;
        }
        let stops = word.ends_with([',', ';', ')', '.', '!', '?']);
        let word_end = word.trim_end_matches([',', ';', ')', '.', '!', '?']).len();
        let is_short = SHORTENED.contains(&word.to_lowercase().as_str());
        end += if stops && !is_short || piece.ends_with('\n') { word_end } else { piece.len() };
        if stops && !is_short || piece.ends_with('\n') {
            return end;
        }
    }
    text.get(..end).map_or(0, |place| place.trim_end().len())
}

fn with_all(text: &str, all: &[Hides]) -> String {
    all.iter().fold(text.to_owned(), |text, hides| hides.all_in(&text))
}

/// Shorter pieces of a text stand in too many words of a letter.
const SHORTEST_PIECE: usize = 4;

/// A letter that was written before its reporter was hidden: without his names, those that he gave away in `text`, his
/// accounts and where he says that he lives, and the digits that masks had left. What the office itself says in it stays.
#[must_use]
pub fn retold(letter: &str, text: &str, names: &str) -> String {
    let out = NUMBERS.first().map_or_else(|| letter.to_owned(), |masked| masked.all_in(letter));
    let homes = homes_in(text).into_iter().filter_map(|home| text.get(home));
    let out =
        homes.filter(|home| home.trim().len() >= SHORTEST_PIECE).fold(out, |out, home| out.replace(home, "[alamat]"));
    let out = ACCOUNTS.iter().chain(NUMBERS.iter().skip(1)).chain(HOMES.iter()).fold(out, |out, hides| {
        let pieces = hides.found_in(text).into_iter().filter(|piece| piece.trim().len() >= SHORTEST_PIECE);
        pieces.fold(out, |out, piece| out.replace(piece.trim(), hides.instead.trim()))
    });
    let known = super::names::words_of(names).into_iter().chain(said_names::said_in(text)).collect::<Vec<_>>();
    let beside = first_person::beside(text, &known);
    without_words(&out, &known.into_iter().chain(beside).collect::<Vec<_>>(), "[nama]")
}

/// Numbers and addresses by their kind alone.
fn numbers_hidden(text: &str, own: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for found in find(text, own) {
        out.push_str(text.get(at..found.span.start).unwrap_or_default());
        out.push_str(match found.kind {
            Mask::Nik => "[NIK]",
            Mask::Bpjs => "[nomor BPJS]",
            Mask::Phone => "[telepon]",
            Mask::RekamMedis => "[nomor rekam medis]",
            Mask::Email => "[alamat surel]",
        });
        at = found.span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

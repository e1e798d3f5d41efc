//! Names where a letter ends, and in its subject: `… tolong lindungi beta. Rosalinda Tefa`, `Laporan dari Sri Wahyuni`.
//!
//! In: a text, or a subject. Out: the words of such names. There a name is whatever begins with a capital and is no
//! ordinary word. Knows no list of names.

use std::sync::LazyLock;

use regex::Regex;

use super::first_person::{STAFF_TITLE, TITLE, is_place};
use super::headers::is_an_officers;
use super::ordinary::{names_nobody, recased};
use super::said_names::{NO_NAMES, STAFF, is_in, is_shouted, plain};
use crate::decide::pattern::compiled;

const WORD: &str = r"\p{Lu}[\p{L}'’-]*\.?";
/// So much of the end of a text is looked at, in bytes.
const TAIL: usize = 240;

/// What stands behind the last sentence and is a name, with what people add to theirs.
static LAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(&format!(
        r"(?P<before>[^\s.!]*)[.!)]+[ \t\n]+(?:{TITLE}[ \t]+)*(?P<name>{WORD}(?:[ \t]+{WORD}){{0,4}})(?:[ \t\n]*[,(–-]*[ \t\n]*(?i:(?:hp|wa|telp|tlp|no|nik|nip|desa|ds|dusun|dsn|dukuh|dkh|kampung|kp|banjar|br|rt|rw|jl|jln|alamat|warga|umur|kader|guru|bidan|perawat|pegawai|staf|ketua|kec|di|dari)\b|\+?\d|\[)[^.!?\n]*)?[\s.)]*$"
    ))
    .ok()
});
/// `Laporan dari Sri Wahyuni`, `keluhan a.n. Budi`.
static FROM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(&format!(
        r"\b(?i:laporan|pengaduan|aduan|keluhan|surat|pesan|kiriman|info|informasi|saran|lapor|curhat|curahan|masukan|tanggapan|pertanyaan|komplain|protes|email|surel)(?:[ ]+\p{{Ll}}+){{0,2}}?[ ]+(?i:dari|oleh|atas[ ]+nama|an|a\.n|a/n|dr)\b\.?[ ]*(?:(?:{TITLE}|{STAFF_TITLE})[ ]+)*(?P<name>{WORD}(?:[ ]+{WORD}){{0,4}})"
    ))
    .ok()
});
/// `Sri Wahyuni melapor`.
static REPORTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(&format!(
        r"^(?:(?i:re|fwd|fw|bls|trs)[:\s]+)*(?:{TITLE}[ ]+)*(?P<name>{WORD}(?:[ ]+{WORD}){{0,4}})[ ]+(?i:melapor|melaporkan|lapor|mengadu|mengadukan|mengeluh|mohon|ingin|minta|bertanya|tanya)\b"
    ))
    .ok()
});
/// What parts a subject.
const PARTS: [char; 9] = ['-', '–', '—', ':', '|', '/', '(', ')', ','];
/// A part of a subject that is a name has so many words.
const OF_WORDS: std::ops::RangeInclusive<usize> = 2..=5;

/// The words of the name behind the last sentence, in lower case.
pub(super) fn said_in(text: &str) -> Vec<String> {
    let end = text.trim_end();
    let tail = end.get(end.ceil_char_boundary(end.len().saturating_sub(TAIL))..).unwrap_or_default();
    let shouted = is_shouted(text);
    let small = !text.contains(char::is_uppercase);
    let tail = if shouted || small { recased(tail) } else { tail.to_owned() };
    let Some(found) = LAST.as_ref().and_then(|last| last.captures(&tail)) else { return Vec::new() };
    let (Some(name), before) = (found.name("name"), found.name("before")) else { return Vec::new() };
    let before = before.map(|word| plain(word.as_str())).unwrap_or_default();
    let sentence = tail.get(..name.start()).unwrap_or_default().trim_end_matches(['.', '!', ')', ' ', '\n', '\t']);
    let sentence = sentence.rsplit(['.', '!', '?', '\n']).next().unwrap_or_default().to_lowercase();
    // In small letters any word that is not known may be one: there only what stands behind a wish or thanks is signed.
    if small && !sentence.split_whitespace().any(|word| is_in(CLOSES, &plain(word))) || is_in(STAFF, &before) {
        return Vec::new();
    }
    signed(name.as_str(), text)
}

/// Words behind a name, which tell where he lives or what he is.
const ADDED: &str = "desa ds dusun dsn dukuh dkh kampung kp banjar br rt rw jl jln alamat warga hp wa kader guru bidan perawat pegawai staf ketua";

/// The words of a name up to what he adds to it.
fn signed(words: &str, text: &str) -> Vec<String> {
    let is_added = |word: &&str| is_in(ADDED, &plain(word));
    let all: Vec<&str> = words.split_whitespace().take_while(|word| !is_added(word)).collect();
    all_names(&all.join(" "), text)
}

/// Words of sentences behind which people sign.
const CLOSES: &str = "rahasia rahasiakan dirahasiakan kerahasiaan lindungi dilindungi sebut disebut jangan jgn jang ojo aja mohon tolong nyuwun \
    terima makasih trims suksma nuwun sakalangkong salam hormat wassalam ditindak ditindaklanjuti";

/// The words of names in a subject, in lower case. `text`: what is written below it.
pub(super) fn said_in_subject(subject: &str, text: &str) -> Vec<String> {
    let cased = if is_shouted(subject) || !subject.contains(char::is_uppercase) {
        recased(subject)
    } else {
        subject.to_owned()
    };
    let mut words = Vec::new();
    for pattern in [&FROM, &REPORTS] {
        let named = pattern.as_ref().and_then(|pattern| pattern.captures(&cased)).and_then(|found| found.name("name"));
        words.extend(named.map(|name| first_names(name.as_str())).unwrap_or_default());
    }
    for part in cased.split(PARTS) {
        if OF_WORDS.contains(&part.split_whitespace().count()) {
            words.extend(all_names(part, text));
        }
    }
    words.retain(|word| !is_an_officers(text, word));
    words
}

/// The words, where each of them is a name.
fn all_names(words: &str, text: &str) -> Vec<String> {
    let all: Vec<&str> = words.split_whitespace().collect();
    let names: Vec<String> = all.iter().filter(|word| is_name(word)).map(|word| plain(word)).collect();
    if names.len() < all.len() || names.iter().any(|word| is_an_officers(text, word)) {
        return Vec::new();
    }
    names.into_iter().filter(|word| word.chars().count() > 2).collect()
}

/// The words up to the first that is none.
fn first_names(words: &str) -> Vec<String> {
    let names = words.split_whitespace().take_while(|word| is_name(word)).map(plain);
    names.filter(|word| word.chars().count() > 2).collect()
}

fn is_name(word: &str) -> bool {
    let bare = plain(word);
    let none = is_in(NO_NAMES, &bare) || is_in(STAFF, &bare) || is_place(&bare) || names_nobody(&bare);
    word.starts_with(char::is_uppercase) && !bare.is_empty() && !none
}

#[cfg(test)]
mod tests {
    use super::{said_in, said_in_subject};

    #[test]
    fn a_letter_ends_with_the_name_of_its_writer() {
        for (text, names) in [
            ("Sekretaris minta setoran, tolong lindungi beta. Rosalinda Tefa", "rosalinda tefa"),
            ("Bidan minta 75 ribu padahal BPJS. Suparmi", "suparmi"),
            ("Loket tutup. Mohon ditindak. Ibu Sri Wahyuni, Desa Reban RT 2", "sri wahyuni"),
            ("Loket tutup. Terima kasih. Slamet Riyadi 081234567890", "slamet riyadi"),
            ("PETUGAS MINTA UANG. TOLONG RAHASIAKAN. ROSALINDA TEFA", "rosalinda tefa"),
            ("petugas minta uang. tolong rahasiakan ya. sutinah bandar", "sutinah bandar"),
            ("Mantri kasar, saya tetangganya. Bejo Santoso Dusun Krajan", "bejo santoso"),
        ] {
            assert_eq!(said_in(text).join(" "), names, "{text}");
        }
    }

    #[test]
    fn a_letter_that_ends_with_something_else_has_no_name_there() {
        for text in [
            "Loket tutup. Terima kasih",
            "Loket tutup. Mohon Tindak Lanjut",
            "Siapa petugasnya? Rina Wati",
            "Yang minta uang itu bidan. Rina Wati",
            "Petugas marah. Rina Wati namanya",
            "Bidan Rina Wati minta uang. Rina Wati",
            "Antre lama di loket. Puskesmas Bandar Satu",
            "perawate galak. mbencekno tenan",
            "Terima kasih",
            "",
        ] {
            assert_eq!(said_in(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_subject_says_from_whom_it_comes() {
        for (subject, names) in [
            ("Laporan dari Sri Wahyuni (mohon rahasiakan)", "sri wahyuni"),
            ("LAPORAN DARI SRI WAHYUNI", "sri wahyuni"),
            ("pengaduan dari ibu sri wahyuni", "sri wahyuni"),
            ("Keluhan pelayanan a.n. Budi Santoso", "budi santoso"),
            ("Sri Wahyuni melapor", "sri wahyuni"),
            ("Pungli - Maria Goreti Taek", "maria goreti taek"),
            ("Fwd: Ni Luh Sari", "luh sari"),
        ] {
            let mut said = said_in_subject(subject, "Bidan Endang minta uang.");
            said.dedup();
            let said: Vec<&str> = said.iter().map(String::as_str).collect();
            for name in names.split(' ') {
                assert!(said.contains(&name), "{name} in {subject}: {said:?}");
            }
        }
        for subject in [
            "Laporan dari Puskesmas Tersono",
            "Keluhan Bidan Endang",
            "Pungli: Endang Lestari",
            "Laporan dari warga Desa Reban",
            "Kapus ambil dana",
            "Puskesmas Bandar Satu",
            "Antre lama di loket",
        ] {
            let said = said_in_subject(subject, "Bidan Endang Lestari minta uang.");
            assert_eq!(said, Vec::<String>::new(), "{subject}");
        }
    }
}

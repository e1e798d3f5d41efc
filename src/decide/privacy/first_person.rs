//! Names that stand in the first person: `Saya bidan Maria`, `Ttd. H. Slamet`, the line that ends a letter, `(istri dr.
//! Made)`. Whoever says `saya` is the reporter whatever his title; whoever is complained about never speaks so.
//!
//! In: a text. Out: names as written, and the words that stand beside a name that is known. Knows no list of names.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::hides::OFFICES;
use super::occupation::ELSEWHERE;
use super::ordinary::{names_nobody, recased};
use super::said_names::{NO_NAMES, STAFF};
use super::said_names::{is_in, is_shouted, name_in, plain};
use crate::decide::pattern::compiled;

/// So many lines at the end of a letter may be signed.
const TAIL: usize = 6;
/// So many digits below a name are a telephone or a number of service.
const DIGITS: usize = 8;
/// So many words stand beside a known part of a name at most.
const BESIDE: usize = 3;

const WORD: &str = r"\p{Lu}[\p{L}'’-]*\.?";
/// Titles that anybody has.
pub(super) const TITLE: &str = r"(?i:hj|h|drs|dra|ir|prof|kh|kyai|ustadz|ustad|ust|tgk|ny|tn|sdri|sdr|bpk|bp|bapak|pak|ibu|bu|mas|mbak|mba|bang|pdt|rm|sr)\.?";
/// Titles of those who work there.
pub(super) const STAFF_TITLE: &str =
    r"(?i:bidan|bdn|bd|dokter|drg|dr|perawat|ners|ns|suster|mantri|apoteker|apt|analis|kader|sopir|satpam|guru)\.?";
/// Who speaks.
pub(super) const I: &str = r"(?i:saya|sy|aku|beta|tiang|titiang|icang|kulo|kula|dalem|engkok|sengkok|kaule)";
const KIN: &str = r"(?i:istri|isteri|suami|anak|putra|putri|ibu|bapak|ayah|adik|adek|kakak|keponakan|menantu|mertua|orang\s+tua|keluarga|kakek|nenek|cucu|paman|bibi)(?i:nya)?";

fn made(text: &str) -> Option<Regex> {
    compiled(text).ok()
}

/// `Saya H. Slamet Riyadi`, `Perkenalkan saya Ibu Rosalina Tefa`.
static TITLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(&format!(
        r"\b(?:{I}|(?i:perkenalkan))\b[\s,(:]*(?:(?i:ini|adalah|ialah|nama|bernama|saya|sy)[\s:]+)*(?:(?:{TITLE}|{STAFF_TITLE})\s+)*{TITLE}\s+(?P<name>{WORD}(?:[ \t]+{WORD}){{0,4}})"
    ))
});
/// `nama saya dr. Slamet Riyadi`, `saya bernama bidan Ani`: the name is his own, whatever he is.
static MY_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(&format!(
        r"\b(?:(?i:nama(?:\s+lengkap)?)\s+{I}|{I}\s+(?i:bernama))\b[\s,(:=]*(?:(?i:ini|adalah|ialah|yaitu)\s+)?(?:(?:{TITLE}|{STAFF_TITLE})\s+)*(?P<name>{WORD}(?:[ \t]+{WORD}){{0,4}})"
    ))
});
/// `Saya bidan Maria Goreti Taek, …`, `Saya dokter Anton Seran di …`: at the beginning of a sentence, and not followed
/// by what that officer has done (`saya bidan Ani suruh pulang`).
static STAFF_SPEAKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(&format!(
        r"(?:^|[.!?\n,:;(])\s*(?:(?i:perkenalkan|assalamualaikum|halo|hallo|permisi|maaf)[\s,]+)?{I}\s+(?:(?i:adalah|ini)\s+)?(?:{STAFF_TITLE}\s+)+(?:{TITLE}\s+)*(?P<name>{WORD}(?:[ \t]+{WORD}){{0,4}})(?:\s*[.,;:()\n/-]|\s+(?i:di|dari|pada|mohon|ingin|hendak|bertugas|bekerja|kerja|dinas|pegawai|staf|staff|perawat|bidan|umur|warga|nip|melapor|melaporkan|lapor|jangan|jgn|tolong|dan)\b|\s*$)"
    ))
});
/// `Saya SLAMET RIYADI` in a text that is not all capitals.
static LOUD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(&format!(
        r"\b(?:{I}|(?i:perkenalkan))\b[\s,(:]*(?P<name>\p{{Lu}}[\p{{Lu}}'’-]{{2,}}(?:[ \t]+\p{{Lu}}[\p{{Lu}}'’-]+)+)"
    ))
});
/// `Salam, dr. Anton Seran`, `Ttd. Bidan Maria`, `Pelapor: Siti`.
static CLOSES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(&format!(
        r"\b(?i:ttd|tertanda|salam(?:\s+(?:hormat|sehat|kami|saya))*|hormat\s+(?:saya|kami)|wassalam\w*|wasalam\w*|pelapor|pengirim|yang\s+melapor(?:kan)?|yang\s+bermohon|pemohon)\b\s*[.,:;/-]*\s*\(?(?:(?:{TITLE}|{STAFF_TITLE})\s+)*(?P<name>{WORD}(?:[ \t]+{WORD}){{0,4}})"
    ))
});
/// `(istri dr. Made Wira, poli mata)`, `saya anak Pak Wayan`.
static OF_KIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(&format!(
        r"(?:\(\s*|\b{I}\s+){KIN}\s+(?:(?i:dari|sdr|almarhum|alm)\.?\s+)?(?:(?:{TITLE}|{STAFF_TITLE})\s+)*(?P<name>{WORD}(?:[ \t]+{WORD}){{0,4}})"
    ))
});
/// `Saya Sekar Ayu, istri dari Bapak Gunawan`: behind his own name.
static KIN_OF_NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(&format!(
        r"\b{I}\s+(?:(?:{TITLE})\s+)*{WORD}(?:[ \t]+{WORD}){{0,4}}\s*[,(]?\s*{KIN}\s+(?:(?i:dari|sdr|almarhum|alm)\.?\s+)?(?:(?:{TITLE}|{STAFF_TITLE})\s+)*(?P<name>{WORD}(?:[ \t]+{WORD}){{0,4}})"
    ))
});
/// `Saya rekanan, CV Mitra Abadi, Haryanto.`: behind what he is.
static WORK_THEN_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(&format!(
        r"\b{I}\s+(?:(?i:adalah|seorang|juga)\s+)*(?i:{OFFICES}|{ELSEWHERE})(?:\s+(?i:di|dari|pada)\s+[\p{{L}}]+(?:[ \t]+{WORD})*|\s+(?i:gudang|farmasi|obat|honorer|kontrak|malam|igd|ugd|p2p|atk|alkes))*\s*,\s*(?:(?i:cv|pt|ud|pd|fa)\b\.?(?:[ \t]+{WORD}){{1,4}}\s*,\s*)?(?:{TITLE}\s+)*(?P<name>{WORD}(?:[ \t]+{WORD}){{0,3}})\s*(?:[.,(\n]|$)"
    ))
});
/// `Istri saya pegawai di sana juga, Dwi Astuti bagian gizi`.
static KIN_AT_WORK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(&format!(
        r"\b{KIN}\s+{I}\s+(?:(?i:juga|seorang)\s+)?(?i:pegawai|bekerja|kerja|staf|staff|perawat|bidan|dokter|guru|honorer|kader|satpam|karyawan|karyawati|pns|asn)\b[^.;\n,(]{{0,30}}[,(]\s*(?P<name>{WORD}(?:[ \t]+{WORD}){{0,3}})"
    ))
});

/// A line that holds a name and nothing else, with what stands before and behind one.
static NAME_LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(&format!(
        r"^[\s>~(\[–—-]*(?:(?i:ttd|tertanda|by|dari)[.:,]*\s*)?(?:(?:{TITLE}|{STAFF_TITLE})\s+)*(?P<name>{WORD}(?:[ \t]+{WORD}){{0,4}})(?:\s*,\s*(?:[A-Z][A-Za-z]{{0,5}}\.?\s*){{1,4}})*\s*(?:\([^()]*\)?)?[\s)\].,]*$"
    ))
});
/// What stands above a signature.
static ENDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(
        r"(?i)(?:^\s*--\s*$|\b(?:salam|wassalam\w*|wasalam\w*|hormat|ttd|tertanda|terima\s*kasih|makasih|trims|matur\s+(?:nuwun|suksma)|suksma|pelapor|pemohon)\b[^\n]{0,25}$)",
    )
});
/// What stands below one: who he is, where he lives.
static WHO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    made(
        r"(?i)^\s*\(?(?:nip|nik|hp|wa|telp|tlp|no\b|rt|rw|desa|ds|dusun|alamat|jl|jalan|guru|perawat|bidan|dokter|staf|staff|pegawai|kader|warga|honorer|petani|pedagang|wiraswasta|ibu\s+rumah|anak|istri|suami)\b",
    )
});

/// The words of names said in the first person, in lower case.
pub(super) fn said_in(text: &str, shouted: bool) -> Vec<String> {
    let mut words = Vec::new();
    if !shouted {
        for pattern in
            [&TITLED, &MY_NAME, &STAFF_SPEAKS, &LOUD, &CLOSES, &OF_KIN, &KIN_OF_NAMED, &WORK_THEN_NAME, &KIN_AT_WORK]
        {
            let Some(pattern) = pattern.as_ref() else { continue };
            let own = |found: &Captures<'_>| found.get(0).is_some_and(|whole| !is_of_another(text, whole.start()));
            let names = pattern.captures_iter(text).filter(own).filter_map(|found| found.name("name"));
            names.for_each(|name| words.extend(name_in(name.as_str(), true)));
        }
        words.extend(signed(text));
    }
    words
}

/// `menurut saya Pak Joko …`, `uang saya Rina ambil`: behind these, in the same sentence, a new thought begins.
pub(super) fn is_of_another(text: &str, at: usize) -> bool {
    const BEFORE: &str =
        "menurut kepada pada ke dengan sama terhadap bagi buat untuk oleh uang kata beri kasih suruh minta paksa";
    let before = text.get(..at).unwrap_or_default();
    let last = before.split_whitespace().next_back().filter(|word| !word.ends_with(['.', ',', '!', '?', ';', ':']));
    last.is_some_and(|word| is_in(BEFORE, &plain(word)))
}

/// Names that sign the text: a line of its own near the end.
fn signed(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let mut words = Vec::new();
    let (Some(name_line), Some(ends), Some(who)) = (NAME_LINE.as_ref(), ENDS.as_ref(), WHO.as_ref()) else {
        return words;
    };
    for at in lines.len().saturating_sub(TAIL).max(1)..lines.len() {
        let line = |at: usize| lines.get(at).copied().unwrap_or_default();
        let (above, here, below) = (line(at - 1), line(at), line(at + 1));
        let Some(name) = name_line.captures(here).and_then(|found| found.name("name")) else { continue };
        let named = name_in(name.as_str(), true);
        let all = name.as_str().split_whitespace().filter(|word| plain(word).chars().count() > 2).count();
        // `Petugas yang dimaksud:` and below it whoever is meant.
        if named.is_empty() || named.len() < all || above.trim_end().ends_with(':') {
            continue;
        }
        let numbered = below.chars().filter(char::is_ascii_digit).count() >= DIGITS;
        let last = at + 1 == lines.len() && named.len() > 1;
        if ends.is_match(above) || numbered || who.is_match(below) || last {
            words.extend(named);
        }
    }
    words
}

/// The capital words that stand just beside a known part of a name: `Bernadus Naif` where only `Bernadus` is known.
pub(super) fn beside(text: &str, known: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    if known.is_empty() {
        return found;
    }
    // Among capitals alone a capital tells nothing.
    let no_capitals = is_shouted(text) || !text.contains(char::is_uppercase);
    let text = if no_capitals { Cow::Owned(recased(text)) } else { Cow::Borrowed(text) };
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| words.get(at)).map(|before| plain(before)).unwrap_or_default();
            let (bare, begins) = (plain(word), word.chars().next().is_some_and(char::is_uppercase));
            let is_pet = begins && is_pet_name(&bare, known) && !is_in(STAFF, &before);
            let is_known = begins && known.contains(&bare) || is_pet;
            if is_pet && !is_place(&before) {
                found.push(bare);
            }
            if is_known && !is_place(&before) && !ends_here(word) {
                let right = words.iter().skip(at + 1).take(BESIDE);
                let mut goes_on = true;
                for next in right {
                    if !goes_on || !may_be_name(next) {
                        break;
                    }
                    found.push(plain(next));
                    goes_on = !ends_here(next);
                }
            }
        }
    }
    found
}

/// The shortest part of a name by which somebody is called.
const PET_NAME: usize = 4;

/// `Anton` of Antonius, `Rosalinda` of whoever signs as Rosa.
pub(super) fn is_pet_name(word: &str, known: &[String]) -> bool {
    let long = |name: &str| name.chars().count() >= PET_NAME;
    let akin =
        |name: &String| long(name) && name != word && (name.starts_with(word) || word.starts_with(name.as_str()));
    long(word) && !names_nobody(word) && known.iter().any(akin)
}

/// A capital word that is no other word: in a line of capitals none is known by that.
fn may_be_name(word: &str) -> bool {
    let bare = plain(word);
    let begins = word.chars().next().is_some_and(char::is_uppercase);
    begins && bare.chars().count() > 2 && !is_in(NO_NAMES, &bare) && !is_in(STAFF, &bare)
}

fn ends_here(word: &str) -> bool {
    word.ends_with([',', '.', ';', ':', ')', '!', '?', '"'])
}

/// True for a word behind which a place is named and nobody.
pub(super) fn is_place(word: &str) -> bool {
    const PLACES: &str = "puskesmas pkm pustu puskesdes poskesdes polindes posyandu rsud rs rumkit desa ds dusun kelurahan kel \
        kecamatan kec kabupaten kab kota provinsi klinik bidang poli ruang";
    is_in(PLACES, word)
}

#[cfg(test)]
mod tests {
    use super::{beside, said_in};

    #[test]
    fn whoever_says_i_is_the_reporter_whatever_his_title() {
        for (text, names) in [
            ("Saya bidan Maria Goreti Taek, jangan sebut nama saya.", "maria goreti taek"),
            ("Mohon dirahasiakan ya. Saya dokter Anton Seran di Puskesmas Sasi, dana BOK dipotong.", "anton seran"),
            ("Kapus tahan gaji. Salam, dr. Anton Seran", "anton seran"),
            ("Gaji ditahan.\nTtd. Bidan Maria Goreti Taek\nNIP 19800101", "maria goreti taek"),
            ("Saya Ns. Budi Hartono, perawat UGD", "budi hartono"),
            ("Perkenalkan saya Ibu Rosalina Tefa. Dokter Puskesmas Manufui tarik uang", "rosalina tefa"),
            ("Saya Drs. Ketut Wirawan, guru SMA", "ketut wirawan"),
            ("Saya H. Slamet Riyadi dari Desa Rejosari.", "slamet riyadi"),
            ("Perkenalkan, nama saya dr. Slamet Riyadi Sp.A, jangan disebut ya.", "slamet riyadi"),
            ("Saya SLAMET RIYADI mohon dirahasiakan.", "slamet riyadi"),
            ("Loket tutup.\nWassalam,\nH. Slamet Riyadi, S.Pd.\nGuru SDN 1 Tersono", "slamet riyadi"),
            ("Bidan minta uang.\nSlamet Riyadi\n0812-3456-7890", "slamet riyadi"),
            (
                "Perawat ketus.\n--\nIbu Kadek Ayu Lestari (istri dr. Made Wira, poli mata)",
                "kadek ayu lestari made wira",
            ),
            ("Istri saya pegawai di sana juga, Dwi Astuti bagian gizi", "dwi astuti"),
            ("Saya bidan di Kupang, nama saya Rosalina Tefa, HP", "rosalina tefa"),
            ("Obat habis.\nMaria Goreti Taek", "maria goreti taek"),
            ("Saya Sekar Ayu, istri dari Bapak Gunawan, tinggal di Bawang.", "gunawan"),
            ("Saya rekanan, CV Mitra Abadi, Haryanto. Rahasia ya.", "haryanto"),
        ] {
            let said = said_in(text, false);
            for name in names.split_whitespace() {
                assert!(said.iter().any(|word| word == name), "{name} in {text}: {said:?}");
            }
        }
    }

    #[test]
    fn whoever_is_complained_about_stays() {
        for text in [
            "Saya bidan Ani suruh pulang",
            "Anak saya dokter Anton marahi",
            "Kepala Puskesmas Eban memotong uang lauk pauk",
            "Petugas yang dimaksud:\nRina Wati",
            "Antre lama.\nPuskesmas Bandar Satu",
            "Perawat ketus.\nMohon Tindak Lanjut",
            "saya sudah bayar ke bendahara Joko Susilo",
            "Menurut saya Pak Joko harus ditegur",
            "petugas bernama Ibu Rina marah",
            "Istri saya dimarahi petugas, Rina Wati namanya",
            "Saya perawat, Kapus Joko minta setoran",
        ] {
            assert_eq!(said_in(text, false), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_name_that_is_half_known_is_hidden_whole_and_the_unit_of_that_name_stays() {
        let known = ["bernadus".to_owned()];
        assert_eq!(beside("saya Bernadus Naif, HP 08", &known), ["naif"]);
        assert!(beside("Desa Bernadus Timur", &known).is_empty());
        assert!(beside("Pak Bernadus. Petugas marah", &known).is_empty());
    }
}

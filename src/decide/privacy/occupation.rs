//! What a protected writer is and where he works, where he says it of himself or where it stands beside his name that is
//! hidden: `Saya staf gudang farmasi`, `[nama], satpam malam`, `[nama]` and below it `Guru TK Pertiwi 02`.
//!
//! In: a text. Out: the text without it. Where the sentence goes on with what somebody does (`[nama], perawat memarahi
//! ibu`), and where a name follows (`[nama], bidan Tutik`), somebody else is meant and all of it stays.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::first_person::{I, is_of_another};
use super::hides::OFFICES;
use super::ordinary::names_nobody;
use super::said_names::{is_in, plain};
use crate::decide::pattern::compiled;

/// What people are elsewhere.
pub(super) const ELSEWHERE: &str = r"guru|dosen|security|sekuriti|penjaga|juru\s+masak|tukang\s+\p{L}{3,10}|sales|rekanan|pemborong|kontraktor|distributor|pemasok|penyedia|vendor|wartawan|polisi|pensiunan(?:\s+\p{L}{3,10})?";
/// Behind these a name is that of whoever is called so.
const CALLED: &str = "bidan dokter drg perawat mantri satpam suster apoteker bendahara sopir kasir petugas analis";
/// What tells more of what somebody is.
const MORE: &str = "honorer kontrak pns asn p3k pppk ptt thl ugd igd icu gizi kia kb mtbs jaga desa koordinator gigi gudang farmasi apotek \
    obat lab laboratorium loket pendaftaran keuangan kepegawaian malam pagi siang shift parkir humas umum kesling promkes \
    surveilans imunisasi p2p p2 sdk kesmas yankes medis rekam bagian bidang seksi ruang poli bangsal rawat inap jalan lama baru \
    tetap senior atk alkes atas";
/// Where it is that he works: the house complained about stays.
const HOUSES: &str = "puskesmas pkm pustu poskesdes polindes rsud rs dinas dinkes";
/// Words behind which a sentence about himself goes on.
const GOES_ON: &str = "mohon ingin hendak melapor melaporkan lapor jangan jgn tolong minta_tolong bertugas bekerja kerja yang yg umur nip hp wa";
/// So many words tell it.
const LONGEST: usize = 6;

/// What he is, behind his name or behind `saya`.
static JOB: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(&format!(
        r"(?i)(?:(?P<named>\[nama\])\s*[,(–-]?\s*|\b{I}\s+)(?:(?:juga|adalah|sendiri|ini|hanya|cuma|selaku|sebagai|seorang)\s+)*(?P<job>(?:{OFFICES}|{ELSEWHERE}))\b"
    ))
    .ok()
});
/// The firm for which he speaks.
static FIRM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(&format!(
        r"(?:\[nama\]|\[pekerjaan\]|\b{I})(?:\s*[,(]?\s*(?i:dari|di|pemilik|pimpinan|direktur|karyawan|\[nama\]|\[pekerjaan\]))*\s*[,(]?\s*(?P<job>(?i:cv|pt|ud|pd|fa|toko)\b\.?(?:[ \t]+\p{{Lu}}[\p{{L}}\d'-]*){{1,4}})"
    ))
    .ok()
});

/// The text without what he is.
pub(super) fn without_work(text: &str) -> String {
    let mut works: Vec<Range<usize>> = Vec::new();
    for found in JOB.iter().flat_map(|job| job.captures_iter(text)) {
        let (Some(whole), Some(job)) = (found.get(0), found.name("job")) else { continue };
        let named = found.name("named").is_some();
        let end = if is_of_another(text, whole.start()) { None } else { end_of(text, job.range(), named) };
        works.extend(end.map(|end| job.start()..end));
    }
    let out = replaced(text, &works, "[pekerjaan]");
    let firms = FIRM.iter().flat_map(|firm| firm.captures_iter(&out)).filter_map(|found| found.name("job"));
    let firms: Vec<Range<usize>> = firms.map(|firm| firm.range()).collect();
    replaced(&out, &firms, "[perusahaan]")
}

fn replaced(text: &str, places: &[Range<usize>], instead: &str) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for place in places {
        out.push_str(text.get(at..place.start).unwrap_or_default());
        out.push_str(instead);
        at = place.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Where the words end that tell what he is; `None` where they tell of somebody else.
fn end_of(text: &str, job: Range<usize>, named: bool) -> Option<usize> {
    let called =
        text.get(job.clone()).is_some_and(|job| job.split_whitespace().any(|word| is_in(CALLED, &plain(word))));
    let rest = text.get(job.end..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let mut end = job.end;
    let mut at = job.end;
    let mut pieces = line.split_inclusive(' ').peekable();
    for nth in 0..=LONGEST {
        let Some(piece) = pieces.next() else { return Some(end) };
        let word = piece.trim();
        let start = at + piece.len() - piece.trim_start().len();
        at += piece.len();
        if word.is_empty() {
            continue;
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() || word.starts_with([',', '.', ';', ':', '(', ')', '!', '?', '/', '-']) {
            return Some(end);
        }
        let low = bare.to_lowercase();
        let next = pieces.peek().map(|next| next.trim_matches(|c: char| !c.is_alphanumeric())).unwrap_or_default();
        let leads = is_in("di pada dari", &low);
        if is_in(GOES_ON, &low) || !named && (leads || is_in(HOUSES, &low)) {
            return Some(end);
        }
        if is_in(HOUSES, &low) || leads && is_in(HOUSES, &next.to_lowercase()) {
            return ends_with_house(line, start - job.end).then_some(end);
        }
        let tells = if leads { is_there(next) } else { tells_more(bare, called && nth <= 1) };
        if !tells {
            return None;
        }
        end = start + word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        if word.ends_with([',', '.', ';', ':', ')', '!', '?']) {
            return Some(end);
        }
    }
    None
}

/// `di Amarasi`, `di sana`.
fn is_there(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || is_in("sana sini situ", &word.to_lowercase())
}

/// A word of what he is: one of those that tell more, a number, what is written with a capital or is no common word.
/// `called`: it may be the name of whoever is called so.
fn tells_more(word: &str, called: bool) -> bool {
    let low = word.to_lowercase();
    let capital = word.starts_with(char::is_uppercase);
    let is_short = word.chars().count() <= 4 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    let is_number = word.contains(|c: char| c.is_ascii_digit());
    let own = is_in(MORE, &low) || is_there(word) && (is_short || is_number) || is_in("sana sini situ", &low);
    own || !called && (capital || !names_nobody(&low))
}

/// Behind the house and its name the line or the sentence ends.
fn ends_with_house(line: &str, at: usize) -> bool {
    static HOUSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(r"^(?:(?i:di|pada|dari)\s+)?(?:\p{L}+)(?:[ \t]+(?:\p{Lu}[\p{L}\d]*|\d+)){0,3}[ \t]*(?:[.,;()]|$)").ok()
    });
    line.get(at..).is_some_and(|house| HOUSE.as_ref().is_some_and(|pattern| pattern.is_match(house)))
}

#[cfg(test)]
mod tests {
    use super::without_work;

    #[test]
    fn what_he_is_is_gone_behind_his_name_and_behind_i() {
        for (text, shown) in [
            ("[nama] [nama]\nGuru TK Pertiwi 02\n[telepon]", "[nama] [nama]\n[pekerjaan]\n[telepon]"),
            ("Nama saya [nama] bidan di Amarasi.", "Nama saya [nama] [pekerjaan]."),
            ("Saya [nama], staf P2P. Mohon perlindungan.", "Saya [nama], [pekerjaan]. Mohon perlindungan."),
            ("jangan bilang dari saya, [nama] kader dlimas", "jangan bilang dari saya, [nama] [pekerjaan]"),
            ("Saksi: saya, [nama], satpam malam. Tolong", "Saksi: saya, [nama], [pekerjaan]. Tolong"),
            ("Suaminya Pak [nama] satpam di sana.", "Suaminya Pak [nama] [pekerjaan]."),
            ("Saya staf gudang farmasi. [nama].", "Saya [pekerjaan]. [nama]."),
            ("Saya rekanan, CV Mitra Abadi, [nama].", "Saya [pekerjaan], [perusahaan], [nama]."),
            ("[nama], staf P2P Puskesmas Bandar II.", "[nama], [pekerjaan] Puskesmas Bandar II."),
            ("saya guru TK Pertiwi 02 mohon dirahasiakan", "saya [pekerjaan] mohon dirahasiakan"),
        ] {
            assert_eq!(without_work(text), shown, "{text}");
        }
    }

    #[test]
    fn what_somebody_else_is_stays() {
        for text in [
            "Anak saya [nama], perawat memarahi ibu.",
            "Yang melayani [nama], bidan Tutik.",
            "anak saya [nama] bidan tutik minta 150 ribu",
            "saya bidan Ani suruh pulang",
            "saya satpam suruh pulang",
            "menurut saya satpam malam, harus ditegur",
            "anak saya [nama]. Bidan Puskesmas Bawang (Bu Tutik) minta 150 ribu",
            "[nama]\nBidan Puskesmas Bawang minta uang",
            "saya lihat kapus terima uang dari PT Maju Jaya",
            "anak saya [nama], dokter tidak ada.",
        ] {
            assert_eq!(without_work(text), text);
        }
    }
}

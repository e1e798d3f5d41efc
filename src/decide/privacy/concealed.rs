//! A protected writer's text without anything that tells who he is: numbers to the last digit, accounts, where he
//! lives, his name and those of his people.
//!
//! In: a text and the names under which he is known. Out: the text as officers may see it. Facts stay: where and when
//! it happened, sums, the names of those he complains about. When unsure it hides; the desk can look into the original.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::decide::pattern::compiled;
use crate::domain::Mask;

use super::hides::{ACCOUNTS, HOMES, Hides, NUMBERS, WORK, WORK_OF_NAMED};
use super::names::without_words;
use super::{find, first_person, occupation, said_names};

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
    without_any(text, own, super::names::words_of(names).into_iter().chain(said_names::said_in(text)).collect(), home)
}

/// The same for whoever is known by `known` and by no further name in this text.
pub(super) fn without_any(text: &str, own: &[String], known: Vec<String>, home: Home) -> String {
    let beside = first_person::beside(text, &known);
    let mut out = with_all(text, &ACCOUNTS);
    if home == Home::Hidden {
        let homes = signed_homes(&out, &known);
        out = without(&out, &homes);
        out = with_all(&without_homes(&out), &HOMES);
    }
    out = with_all(&numbers_hidden(&out, own), &NUMBERS);
    if home == Home::Hidden {
        out = with_all(&out, &WORK);
    }
    let out = whole_names(&without_words(&out, &known.into_iter().chain(beside).collect::<Vec<_>>(), "[nama]"));
    if home == Home::Shown {
        return out;
    }
    occupation::without_work(&with_all(&without(&out, &homes_of_named(&out)), &WORK_OF_NAMED))
}

/// An address just behind a name that is hidden: `[nama] Dusun Krajan`.
static HOME_OF_NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(
        r"(?i)\[nama\][ \t]*(?:[,(–-]+[ \t]*)?(?:warga[ \t]+)?(?P<at>(?:dusun|dsn|dukuh|dkh|desa|ds|kampung|kp|banjar|br|kelurahan|jl|jln|jalan|gang|gg|perum|perumahan)\b)",
    )
    .ok()
});
/// So many words tell it there.
const LONGEST_NAMED: usize = 3;

fn homes_of_named(text: &str) -> Vec<Range<usize>> {
    let found = HOME_OF_NAMED.iter().flat_map(|home| home.captures_iter(text)).filter_map(|found| found.name("at"));
    let place = |at: usize| at..at + place_length(text.get(at..).unwrap_or_default(), LONGEST_NAMED);
    found.map(|at| place(at.start())).filter(|place| !place.is_empty()).collect()
}

/// Initials, and what stands before every name in Bali, beside a name that is hidden: `I [nama]`, `[nama] W.`
static BESIDE_HIDDEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(r"(?:\b(?:[A-Z]\.\s?|(?:I|i|Ni|ni|NI)\s))*\[nama\](?:\s[A-Z]\b\.?|\s[a-z](?:\s*\n|\s*$))*").ok()
});

fn whole_names(text: &str) -> String {
    let Some(beside) = BESIDE_HIDDEN.as_ref() else { return text.to_owned() };
    let end = |found: &str| if found.ends_with('\n') { "[nama]\n" } else { "[nama]" };
    beside
        .replace_all(text, |found: &Captures<'_>| found.get(0).map_or("[nama]", |whole| end(whole.as_str())))
        .into_owned()
}

/// What he says of where he lives, up to the end of the place.
fn without_homes(text: &str) -> String {
    without(text, &homes_in(text))
}

/// A line that is an address and nothing else.
static HOME_LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compiled(r"(?i)^[\s>(-]*(?:alamat|desa|ds|dusun|dsn|dukuh|dkh|kampung|kp|banjar|br|jl|jln|jalan|gang|gg|perum|perumahan|kelurahan|kel|kecamatan|kec|warga|rt|rw)\b").ok()
});
/// So many words stand in a line of a signature at most.
const SIGNATURE_WORDS: usize = 7;

/// Lines with an address below a line with his name.
fn signed_homes(text: &str, known: &[String]) -> Vec<Range<usize>> {
    let (mut homes, mut at, mut signed) = (Vec::new(), 0, false);
    let Some(home) = HOME_LINE.as_ref() else { return homes };
    for line in text.split_inclusive('\n') {
        let short = line.split_whitespace().count() <= SIGNATURE_WORDS;
        if signed && short && home.is_match(line) {
            homes.push(at..at + line.trim_end().len());
        } else if !line.trim().is_empty() {
            signed = short && line.split_whitespace().any(|word| known.contains(&said_names::plain(word)));
        }
        at += line.len();
    }
    homes
}

/// The text with `[alamat]` where these stand.
fn without(text: &str, homes: &[Range<usize>]) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for home in homes {
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
        let length = place_length(text.get(said.end()..).unwrap_or_default(), LONGEST_PLACE);
        if length > 0 && homes.last().is_none_or(|last| last.end <= said.start()) {
            homes.push(said.end()..said.end() + length);
        }
    }
    let given = ADDRESS.iter().flat_map(|address| address.captures_iter(text)).filter_map(|found| found.name("at"));
    for at in given.map(|at| at.start()) {
        let length = place_length(text.get(at..).unwrap_or_default(), LONGEST_PLACE);
        if length > 0 && !homes.iter().any(|home| home.start < at + length && at < home.end) {
            homes.push(at..at + length);
        }
    }
    homes.sort_by_key(|home| home.start);
    homes
}

/// How many bytes of a text are a place.
fn place_length(text: &str, longest: usize) -> usize {
    let mut end = 0;
    for piece in text.split_inclusive([' ', '\n']).take(longest) {
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
/// accounts and where he says that he lives, and the digits that masks had left. What the office itself says in it
/// stays.
#[must_use]
pub fn retold(letter: &str, text: &str, names: &str) -> String {
    let out = NUMBERS.first().map_or_else(|| letter.to_owned(), |masked| masked.all_in(letter));
    let known = super::names::words_of(names).into_iter().chain(said_names::said_in(text)).collect::<Vec<_>>();
    let homes = homes_in(text).into_iter().chain(signed_homes(text, &known)).filter_map(|home| text.get(home));
    let out =
        homes.filter(|home| home.trim().len() >= SHORTEST_PIECE).fold(out, |out, home| out.replace(home, "[alamat]"));
    let out = ACCOUNTS.iter().chain(NUMBERS.iter().skip(1)).chain(HOMES.iter()).fold(out, |out, hides| {
        let pieces = hides.found_in(text).into_iter().filter(|piece| piece.trim().len() >= SHORTEST_PIECE);
        pieces.fold(out, |out, piece| out.replace(piece.trim(), hides.instead.trim()))
    });
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

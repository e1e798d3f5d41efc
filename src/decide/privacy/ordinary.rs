//! Words that name nobody: what people write in complaints, in Indonesian and the languages spoken beside it.
//!
//! In: a word, or a text. Out: whether the word is one of them, or the text as if whoever wrote it had used capitals as
//! one should. Many write in capitals alone, or in none: there a name is whatever stands where a name stands and is
//! none of these words. Knows no list of names; `ordinary.txt` was made from the complaints in `tests/routing` and the
//! word lists in `config/lexicon`, and what people are called (`bagus`, `melati`) was taken out.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::said_names::{NO_NAMES, STAFF, is_in, plain};

const LIST: &str = include_str!("ordinary.txt");
static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| LIST.split_whitespace().collect());
/// With those that name nobody wherever they stand.
static ORDINARY: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| [LIST, NO_NAMES, STAFF].into_iter().flat_map(str::split_whitespace).collect());

const BEGINNINGS: [&str; 13] = ["di", "me", "mem", "men", "meng", "ber", "ter", "ke", "se", "pe", "pem", "pen", "peng"];
const ENDINGS: [&str; 8] = ["nya", "kan", "an", "i", "lah", "kah", "ku", "mu"];
/// Ordinary words by which people are called, too: behind `nama saya` they are names.
const NAMES_TOO: &str = "hari ana dina kasih mari raya tata ning surya fajar mega murni suci mulia setia jaya cahaya permata mawar \
    anggrek harum wangi lia muslim kana lake sejati bakti akhir subur makmur tulus ikhlas sentosa lanang";
/// Words of two letters that stand in names.
const SHORT_IN_NAMES: &str = "ni md al el st yo";
/// What stands inside a name without a capital.
pub(super) const PARTICLES: &str = "bin binti bt bte da de dos van al el";
/// Words before a name that are none.
const TITLES: &str = "hj hjh drs dra ir prof kh kyai kiai ustadz ustad ustadzah tgk ny tn nn sdr sdri bpk bp bapak pak ibu bu mas mbak \
    mba bang kang pdt romo suster bruder kak kakak adik dik mbah ns bdn apt amd spd skm skep sst mkes mpd sag";

/// True for a word (in lower case) that is no name.
pub(super) fn is_ordinary(word: &str) -> bool {
    ORDINARY.contains(word) || stems(word).any(|stem| WORDS.contains(stem))
}

/// True for a word that is no name even where a name is expected.
pub(super) fn names_nobody(word: &str) -> bool {
    is_ordinary(word) && !is_in(NAMES_TOO, word)
}

/// What may be left of a word without what is put before and behind it.
fn stems(word: &str) -> impl Iterator<Item = &str> {
    let least = if word.starts_with("di") { 4 } else { 5 };
    let headless = BEGINNINGS.iter().filter_map(|begins| word.strip_prefix(begins));
    let heads = headless.flat_map(|head| ENDINGS.iter().filter_map(|ends| head.strip_suffix(ends)).chain([head]));
    let endless = ENDINGS.iter().filter(|ends| ends.len() > 2).filter_map(|ends| word.strip_suffix(ends));
    heads.chain(endless).filter(move |stem| stem.len() >= least)
}

/// The text with a capital where a word may be a name, and nowhere else.
pub(super) fn recased(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !(c.is_alphanumeric() || "'’-".contains(c))) {
        let word = piece.trim_end_matches(|c: char| !(c.is_alphanumeric() || "'’-".contains(c)));
        let behind = piece.get(word.len()..).unwrap_or_default();
        if may_be_name(word, behind) {
            let mut letters = word.chars();
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(&letters.as_str().to_lowercase());
        } else {
            out.push_str(&word.to_lowercase());
        }
        out.push_str(behind);
    }
    out
}

fn may_be_name(word: &str, behind: &str) -> bool {
    let bare = plain(word);
    if bare.is_empty() || word.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    match bare.chars().count() {
        // `i wayan`, `sri w.`
        1 => bare == "i" || behind.starts_with('.'),
        2 => is_in(SHORT_IN_NAMES, &bare),
        // `tiba-tiba`
        _ if bare.contains('-') => bare.split('-').any(|part| !is_ordinary(part)),
        _ => !is_ordinary(&bare) && !is_in(TITLES, &bare) && !is_in(PARTICLES, &bare),
    }
}

#[cfg(test)]
mod tests {
    use super::{LIST, is_ordinary, recased};

    #[test]
    fn the_words_stand_in_their_order_and_each_once() {
        let words: Vec<&str> = LIST.split_whitespace().collect();
        assert!(words.windows(2).all(|pair| matches!(pair, [first, second] if first < second)));
    }

    #[test]
    fn no_name_that_many_bear_is_an_ordinary_word() {
        let names = "slamet sutini sutinah wagiman tukijan tukinem paijo sarno sri wahyuni khasanah fatimah yuli astuti karno budi \
            bagus indah dewi ayu melati wayan made nyoman ketut putu kadek komang luh gusti yohanes bere kornelis taek seran \
            naibobe yosefina maria goreti tefa nahak dominggus marthen rohmat muhammad abdul hidayat nurhayati siti maryam \
            hartono purwanto supriyadi suparmi ningsih lestari rahayu untung sabar wiyono haryanti kristina agung";
        let taken: Vec<&str> = names.split_whitespace().filter(|name| is_ordinary(name)).collect();
        assert!(taken.is_empty(), "{taken:?}");
    }

    #[test]
    fn a_text_in_capitals_or_in_none_gets_them_where_a_name_may_stand() {
        let shown = "saya Nur Khasanah mohon dirahasiakan. petugas puskesmas minta uang parkir";
        assert_eq!(recased(&shown.to_uppercase()), shown);
        assert_eq!(recased("sy i wayan sudarma, obat gak dikasih"), "sy I Wayan Sudarma, obat gak dikasih");
    }
}

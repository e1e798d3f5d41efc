//! The forms under which a word is known: itself and what is left when affixes are taken off.
//!
//! In: a folded word. Out: keys of its possible stems. No dictionary: a word of the text and a word of the vocabulary
//! are taken for the same when they share a form (`pelayanannya`, `dilayani`: `layan`). Words that must not be cut
//! (`meninggal` is not `tinggal`) are *frozen* by the vocabulary.

/// A form, by its hash. Two words with the same key are the same form.
pub(super) type Key = u64;

/// Shortest stem that taking off affixes may leave, in bytes.
const SHORTEST: usize = 4;

/// At most this many forms of one word are looked at.
pub(super) const MOST: usize = 24;

/// The key of a folded word.
pub(super) fn key(word: &str) -> Key {
    key_of(word.len(), word.bytes())
}

/// The key of `first` followed by `rest`.
fn key_with(first: &str, rest: &str) -> Key {
    key_of(first.len() + rest.len(), first.bytes().chain(rest.bytes()))
}

/// The key of `bytes` (FNV-1a, its bits spread, since tables use the low ones). Doubled letters count once (`massal`,
/// `masal`) where four letters are left: `puun` is not `pun`.
pub(super) fn key_of(length: usize, bytes: impl Iterator<Item = u8> + Clone) -> Key {
    let mut last = 0;
    let doubled = |(a, b): (u8, u8)| a == b && !b.is_ascii_digit();
    let single = length - bytes.clone().zip(bytes.clone().skip(1)).filter(|pair| doubled(*pair)).count().min(length);
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        if single >= 4 && doubled((last, byte)) {
            return hash;
        }
        last = byte;
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

/// The forms of one word, in a fixed array.
#[derive(Debug, Clone, Copy)]
pub(super) struct Forms {
    keys: [Key; MOST],
    count: usize,
}

impl Forms {
    fn none() -> Self {
        Self { keys: [0; MOST], count: 0 }
    }

    fn add(&mut self, key: Key) {
        if self.iter().any(|known| known == key) {
            return;
        }
        if let Some(place) = self.keys.get_mut(self.count) {
            *place = key;
            self.count += 1;
        }
    }

    /// Every form.
    pub fn iter(&self) -> impl Iterator<Item = Key> + '_ {
        self.keys.iter().take(self.count).copied()
    }
}

/// Endings that say nothing: particles and possessives.
const ENDINGS: &[&str] = &["nya", "lah", "kah", "pun", "ku", "mu", "ne", "na", "ipun", "ny"];
/// Endings that make words of words.
const SUFFIXES: &[&str] = &["kan", "an", "in", "i", "ake", "e", "nipun"];

/// What a prefix hides: the prefix as written, and with what the stem may have begun.
const PREFIXES: &[(&str, &[&str])] = &[
    ("memper", &[""]),
    ("diper", &[""]),
    ("menge", &[""]),
    ("penge", &[""]),
    ("meny", &["s"]),
    ("peny", &["s"]),
    ("meng", &["", "k"]),
    ("peng", &["", "k"]),
    ("mem", &["", "p"]),
    ("pem", &["", "p"]),
    ("men", &["", "t"]),
    ("pen", &["", "t"]),
    ("me", &[""]),
    ("pe", &[""]),
    ("pel", &[""]),
    ("ber", &[""]),
    ("per", &[""]),
    ("ter", &[""]),
    ("di", &[""]),
    ("ke", &[""]),
    ("se", &[""]),
    ("ng", &["", "k"]),
    ("ny", &["s"]),
    ("n", &["t"]),
    ("m", &["p"]),
    ("tak", &[""]),
    ("ka", &[""]),
];

/// The forms of `word`. `frozen` says of a form whether it must not be cut further.
pub(super) fn forms(word: &str, frozen: impl Fn(Key) -> bool) -> Forms {
    let mut out = Forms::none();
    let whole = key(word);
    out.add(whole);
    if frozen(whole) || !word.is_ascii() {
        return out;
    }
    for base in bases(word) {
        let known = key(base);
        out.add(known);
        if frozen(known) {
            return out;
        }
    }
    for base in [Some(word)].into_iter().chain([bases(word).last()]).flatten() {
        cut_prefixes(base, &mut out);
        for stem in SUFFIXES.iter().filter_map(|suffix| shorter(base.strip_suffix(suffix))) {
            out.add(key(stem));
            cut_prefixes(stem, &mut out);
        }
    }
    out
}

/// The word without its ending particles, one after the other.
pub(super) fn bases(word: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(word), |word| ENDINGS.iter().find_map(|ending| without(word, ending))).skip(1)
}

/// Whose it is is said behind short words as well: `ibuku`, `airnya`.
fn without<'w>(word: &'w str, ending: &str) -> Option<&'w str> {
    let shortest = if matches!(ending, "nya" | "ku" | "mu") { SHORTEST - 1 } else { SHORTEST };
    word.strip_suffix(ending).filter(|stem| stem.len() >= shortest)
}

/// Whether a form of `word` is the word as it is written, or what is left without an ending that says nothing
/// (`bandarnya`, `bandare`).
pub(super) fn says_as_it_is(word: &str, form: Key) -> bool {
    let whole = [word].into_iter().chain(bases(word)).chain(shorter(word.strip_suffix('e')));
    whole.into_iter().any(|written| key(written) == form)
}

fn cut_prefixes(word: &str, out: &mut Forms) {
    for (prefix, begins) in PREFIXES {
        let Some(rest) = word.strip_prefix(prefix) else { continue };
        for begin in *begins {
            let fits = begin.is_empty() || rest.starts_with(['a', 'e', 'i', 'o', 'u']);
            if fits && rest.len() + begin.len() >= SHORTEST && rest.len() >= 3 {
                out.add(key_with(begin, rest));
            }
        }
    }
}

fn shorter(stem: Option<&str>) -> Option<&str> {
    stem.filter(|stem| stem.len() >= SHORTEST)
}

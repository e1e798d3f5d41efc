//! Which unit an officer means when he writes a name by hand: `Puskesmas Bandar 1`, `pkm bandar I`, `p2p`,
//! `btg.bid.p2p`.
//!
//! In: the office and his words. Out: the one unit they fit, or none where they fit none or several.

use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::pattern;
use crate::decide::reply::one_slip;
use crate::domain::{Office, Unit, UnitId};

/// The unit that is meant. `text` may go on after the name (`P2P mohon dicek`).
#[must_use]
pub fn unit_named(office: &Office, text: &str) -> Option<UnitId> {
    let said = text.trim().to_lowercase();
    let bare = |word: &&str| word.trim_end_matches([';', ',', ':', '.']).to_owned();
    let first = said.split_whitespace().find(|word| !TITLES.contains(&bare(word).as_str())).map(|word| bare(&word));
    if let Some(unit) = office.units.iter().find(|unit| first.as_ref() == Some(&unit.id.0)) {
        return Some(unit.id.clone());
    }
    let said = plain_words(&said);
    // From the whole line to its first word: the longest beginning that names exactly one unit.
    let named = |said: &[String]| {
        (1..=said.len()).rev().find_map(|length| {
            let beginning = said.get(..length).unwrap_or_default();
            only(office.units.iter().filter(|unit| names(unit, beginning)))
        })
    };
    let titles = said.iter().take_while(|word| TITLES.contains(&word.as_str())).count();
    named(&said).or_else(|| named(said.get(titles..)?))
}

/// What stands before the name of a unit where its head is meant.
const TITLES: [&str; 22] = [
    "ke", "kepada", "kpd", "yth", "bapak", "ibu", "pak", "bu", "bpk", "sdr", "sdri", "saudara", "kepala", "ka",
    "kabid", "kabag", "kasi", "kasie", "kasubbag", "kapus", "plt", "plh",
];

/// The units to which a note speaks: each stands first in one of its clauses, `agar` and the like aside.
#[must_use]
pub fn units_addressed(office: &Office, note: &str) -> Vec<UnitId> {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:(?:agar|supaya|tolong|tlg|mohon|mhn|minta|harap|untuk|utk|tembusan|cc|dan|juga|serta|segera|koordinasi(?:kan)?\s+(?:dengan|dgn)|sampaikan)\b[\s:.]*)+",
        )
    });
    let mut units: Vec<UnitId> = Vec::new();
    for clause in note.split(|c: char| ".,;:!\n()/".contains(c)) {
        let named = units_named(office, &BEFORE.replace(clause.trim(), ""));
        let all = named.into_iter().flat_map(|named| std::iter::once(named.to).chain(named.also));
        for unit in all {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
    }
    units
}

/// True of a text that begins by asking somebody, or by saying to whom it goes.
#[must_use]
pub fn begins_as_order(text: &str) -> bool {
    static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:tolong|tlg|mohon|mhn|harap|minta|agar|supaya|silakan|silahkan|yth|ke|kepada|kpd|untuk|utk)\b",
        )
    });
    BEGINS.is_match(text)
}

/// So many words are an order; more are a text.
const ORDER_WORDS: usize = 40;

/// The units that an order without a command word names: `Tolong Yankes tindak lanjuti`, `Kabid P2P mohon segera`,
/// `Ke SDK saja`. None where something is denied, asked, or told as done.
#[must_use]
pub fn units_ordered(office: &Office, text: &str) -> Option<UnitsNamed> {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\W*(?:(?:ya|ok|oke|baik|saya|sy|kami|mohon|mhn|tolong|tlg|harap|minta|agar|supaya|silakan|silahkan|segera|(?P<to>(?:di)?disposisi(?:kan)?|didisposisikan|dispo|disp|(?:di)?teruskan|(?:di)?lanjutkan|(?:di)?serahkan|(?:di)?limpahkan|(?:di)?alihkan|(?:di)?arahkan|(?:di)?berikan|(?:di)?kirim(?:kan)?|untuk|utk|ke|kepada|kpd)|yth|unit)\b[\s.:,]*)+",
        )
    });
    static ORDERS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:(?:di)?(?:tindak|tangani|proses|selesai|jawab|respon|koordinasi|telusuri|urus|kerja|klarifikasi|cek|periksa|kawal|pantau|bantu|damping)\w*|segera|mohon|tolong|agar|supaya|disposisi)\b",
        )
    });
    static OTHERWISE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\?|\b(?:tidak|tdk|tak|bukan|jangan|jgn|belum|blm|sudah|sdh|telah|kurang|atau|apa|apakah|kenapa|mengapa)\b",
        )
    });
    if OTHERWISE.is_match(text) || text.split_whitespace().count() > ORDER_WORDS {
        return None;
    }
    let before = BEFORE.captures(text);
    let to = before.as_ref().is_some_and(|before| before.name("to").is_some());
    let rest = before.and_then(|before| text.get(before.get(0)?.end()..)).unwrap_or(text);
    let named = units_named(office, rest)?;
    let ordered = to || ORDERS.is_match(rest) || !says_more(office, &named.to, rest);
    ordered.then_some(named)
}

/// Who is to have it instead: `Sekretariat saja yg tangani, jangan SDK`, `Ini salah alamat, harusnya ke Puskesmas Blado
/// II`. Only for offering it: the clause that denies names who is not to have it, another who is.
#[must_use]
pub fn unit_instead(office: &Office, text: &str) -> Option<UnitId> {
    static DENIES: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(?:bukan|bkn|jangan|jgn|tidak|tdk|tak|salah|belum|blm)\b"));
    static BREAK: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)[,.;:!\n()–—]|\s-\s|\b(?:tapi|tetapi|melainkan|tolong|mohon|mhn)\b"));
    static TO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^.*?\b(?:ke|kepada|kpd|(?:ke)?wewenang(?:an)?(?:nya)?|ranah(?:nya)?|tupoksi(?:nya)?|urusan(?:nya)?|bagian(?:nya)?|oleh)\s+",
        )
    });
    if text.contains('?') || text.split_whitespace().count() > ORDER_WORDS || !DENIES.is_match(text) {
        return None;
    }
    BREAK.split(text).filter(|clause| !DENIES.is_match(clause)).find_map(|clause| {
        let behind = TO.find(clause).and_then(|to| clause.get(to.end()..));
        let ordered = || units_ordered(office, clause).map(|named| named.to);
        ordered().or_else(|| behind.and_then(|named| unit_named(office, named)))
    })
}

/// Whom an officer names who passes something on: one unit that has it from now on, others that get a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitsNamed {
    /// The first: it has it from now on.
    pub to: UnitId,
    /// The others, in their order, none twice.
    pub also: Vec<UnitId>,
    /// Who else stands behind `dan` or `tembusan` and is none of our units, as written.
    pub unknown: Vec<String>,
}

/// `P2P`, `Bid P2P dan SDK`, `SDK, tembusan P2P`: the units that are named in a row; none where the first is none.
#[must_use]
pub fn units_named(office: &Office, text: &str) -> Option<UnitsNamed> {
    static NEXT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\s*(?:[,;&+/\n]|\.\s|\b(?:dan|serta|juga|dgn|dengan|tembusan(?:nya)?|cc)\b)[\s,;:.]*")
    });
    static JOINS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:dan|serta|tembusan(?:nya)?|cc)\b|[&+]"));
    static FILLER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?:ke|kepada|kpd|juga|dan|serta|tembusan(?:nya)?|cc|bapak|ibu|kabid|kepala)\b[\s:.]*)+|[\s.!,]*\b(?:juga|ya|bersama|berdua|keduanya)[\s.!]*$",
        )
    });
    let to = unit_named(office, text)?;
    let mut named = UnitsNamed { to, also: Vec::new(), unknown: Vec::new() };
    let ends: Vec<(usize, usize)> = NEXT.find_iter(text).map(|found| (found.start(), found.end())).collect();
    for (nth, (start, end)) in ends.iter().enumerate() {
        let until = ends.get(nth + 1).map_or(text.len(), |next| next.0);
        let (sign, said) = (text.get(*start..*end)?, text.get(*end..until)?);
        let said = FILLER.replace_all(said.trim(), "");
        match unit_alone(office, &said) {
            Some(unit) if unit != named.to && !named.also.contains(&unit) => named.also.push(unit),
            Some(_) => {}
            None if JOINS.is_match(sign) && is_a_name(&said) => named.unknown.push(said.trim().to_owned()),
            None => {}
        }
    }
    Some(named)
}

/// `tembusan: SDK`, below the line that names the first.
#[must_use]
pub fn is_copy_to(line: &str) -> bool {
    static COPY: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\W*(?:tembusan(?:nya)?|cc)\b"));
    COPY.is_match(line)
}

/// True if more is written than the name of `unit`: `P2P mohon dicek di lapangan`.
#[must_use]
pub fn says_more(office: &Office, unit: &UnitId, text: &str) -> bool {
    const POLITE: [&str; 6] = ["ya", "saja", "aja", "mohon", "terima", "kasih"];
    let name = office.unit(unit).map(|unit| plain_words(&format!("{} {}", unit.name, unit.id))).unwrap_or_default();
    plain_words(text).iter().any(|word| {
        let plain = [&KINDS[..], &TITLES[..], &POLITE[..]].iter().any(|words| words.contains(&word.as_str()));
        let known = plain || name.contains(word);
        !known
    })
}

/// The unit that these words name, and nothing else.
fn unit_alone(office: &Office, text: &str) -> Option<UnitId> {
    let said = text.trim().to_lowercase();
    if let Some(unit) = office.units.iter().find(|unit| said == unit.id.0) {
        return Some(unit.id.clone());
    }
    let said = plain_words(&said);
    only(office.units.iter().filter(|unit| names(unit, &said)))
}

/// A few words, each with a capital: `Dinas Sosial`.
fn is_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=4).contains(&words.len()) && words.iter().all(|word| word.starts_with(char::is_uppercase))
}

fn names(unit: &Unit, said: &[String]) -> bool {
    let last = unit.id.0.rsplit('.').next().unwrap_or_default();
    let name = plain_words(&unit.name);
    let short: Vec<String> = name.iter().take_while(|word| *word != "(").cloned().collect();
    let without_kind: Vec<String> = short.iter().filter(|word| !KINDS.contains(&word.as_str())).cloned().collect();
    let said: Vec<String> = said.iter().filter(|word| !KINDS.contains(&word.as_str())).cloned().collect();
    !said.is_empty() && (said == without_kind || said.concat() == last)
}

/// Words that tell the kind of a unit and not its name.
const KINDS: [&str; 9] = ["puskesmas", "pkm", "pusk", "bidang", "bid", "instalasi", "unit", "upt", "uptd"];

fn only<'a>(mut units: impl Iterator<Item = &'a Unit>) -> Option<UnitId> {
    let first = units.next()?;
    units.next().is_none().then(|| first.id.clone())
}

/// Lower-case words; Roman numerals as digits; a bracket is a word of its own.
fn plain_words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('(', " ( ")
        .split(|c: char| !c.is_alphanumeric() && c != '(')
        .filter(|word| !word.is_empty())
        .map(|word| match word {
            "i" | "satu" => "1".to_owned(),
            "ii" | "dua" => "2".to_owned(),
            "iii" | "tiga" => "3".to_owned(),
            "iv" | "empat" => "4".to_owned(),
            other => other.to_owned(),
        })
        .collect()
}

/// Shortest word in which a slip of the finger is overlooked, where units are only offered.
const SLIPS_FROM: usize = 5;

/// Units whose names share a word with what was written, slips overlooked, the likeliest first.
#[must_use]
pub fn candidates(office: &Office, text: &str) -> Vec<UnitId> {
    let said = plain_words(text);
    let said: Vec<&String> = said.iter().filter(|word| !KINDS.contains(&word.as_str()) && word.len() > 1).collect();
    let shared = |unit: &Unit| {
        let mut name = plain_words(&unit.name);
        name.extend(unit.id.0.rsplit('.').next().map(str::to_owned));
        let near = |known: &String, word: &str| known == word || (word.len() >= SLIPS_FROM && one_slip(known, word));
        said.iter().filter(|word| name.iter().any(|known| near(known, word))).count()
    };
    let mut found: Vec<(usize, &Unit)> =
        office.units.iter().map(|unit| (shared(unit), unit)).filter(|(shared, _)| *shared > 0).collect();
    found.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    found.into_iter().map(|(_, unit)| unit.id.clone()).collect()
}

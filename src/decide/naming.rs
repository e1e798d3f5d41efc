//! Which unit an officer means when he writes a name by hand: `Puskesmas Bandar 1`, `pkm bandar I`, `p2p`, `btg.bid.p2p`.
//!
//! In: the office and his words. Out: the one unit they fit, or none where they fit none or several.

use crate::decide::reply::one_slip;
use crate::domain::{Office, Unit, UnitId};

/// The unit that is meant. `text` may go on after the name (`P2P mohon dicek`).
#[must_use]
pub fn unit_named(office: &Office, text: &str) -> Option<UnitId> {
    let said = text.trim().to_lowercase();
    if let Some(unit) = office.units.iter().find(|unit| said.split_whitespace().next() == Some(unit.id.0.as_str())) {
        return Some(unit.id.clone());
    }
    let said = plain_words(&said);
    // From the whole line to its first word: the longest beginning that names exactly one unit.
    (1..=said.len()).rev().find_map(|length| {
        let beginning = said.get(..length).unwrap_or_default();
        only(office.units.iter().filter(|unit| names(unit, beginning)))
    })
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
const KINDS: [&str; 7] = ["puskesmas", "pkm", "pusk", "bidang", "bid", "instalasi", "unit"];

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

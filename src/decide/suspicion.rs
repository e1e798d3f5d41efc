//! A doubt: somebody of the unit that gets a complaint may be accused, though no word says for certain that he did
//! wrong.
//!
//! In: a text that was read. Out: the words that raise the doubt. It rests on structure, not on words for wrongdoing: a
//! person of the unit is spoken of, and beside him money, goods, papers, bodies, favour or threat; or money changes
//! hands, whoever takes it. Such a complaint goes where the rules say, but the desk sees it, too: a person decides
//! whether the unit that answers is the one that is meant. Knows no unit.

use super::words::{Hit, PhraseId, Reading};

/// How many words may stand between money that is given and how much it is: `bayar ke mbaknya 20`.
const SUM: usize = 4;
/// The least number behind a word of giving that is taken for money.
const LEAST_SUM: u32 = 5;
/// How many words may stand between a person and what is told of him, in one sentence and over its end.
const APART: [usize; 2] = [14, 9];

/// The word lists of a doubt.
#[derive(Debug, Clone, Default)]
pub struct SuspicionWords {
    /// Somebody of the unit: `petugas`, `yang jaga loket`, `mereka`.
    pub person: Vec<PhraseId>,
    /// What may be told of him that is more than poor service: money, goods, kin, papers, bodies, threats.
    pub act: Vec<PhraseId>,
    /// A doubt though nobody is named: `tidak ada karcis`.
    pub alone: Vec<PhraseId>,
    /// Money changes hands where a number follows: `kasih`, `setor`.
    pub gives: Vec<PhraseId>,
    /// Takes back what follows: `tidak`, `tanpa`.
    pub negation: Vec<PhraseId>,
    /// What is nobody's wrongdoing, though a word of the lists stands in it: `uang muka`, `petugasnya hanya satu`.
    pub harmless: Vec<PhraseId>,
}

impl SuspicionWords {
    /// Takes the lists from `list`.
    pub fn collect(list: &mut dyn FnMut(&'static str) -> Vec<PhraseId>) -> Self {
        Self {
            person: list("suspicion.person"),
            act: list("suspicion.act"),
            alone: list("suspicion.alone"),
            gives: list("suspicion.gives"),
            negation: list("negation"),
            harmless: list("suspicion.harmless"),
        }
    }
}

/// The words that raise a doubt.
#[must_use]
pub fn suspicion(words: &SuspicionWords, reading: &Reading<'_>) -> Option<Hit> {
    let denied = |hit: &Hit| reading.hits_of_any(&words.negation).any(|not| not.to + 1 == hit.from);
    let harmless = |hit: &Hit| reading.hits_of_any(&words.harmless).any(|h| h.from <= hit.to && hit.from <= h.to);
    let good = |hit: &Hit| !denied(hit) && !harmless(hit);
    let alone = reading.hits_of_any(&words.alone).find(good);
    let alone = alone.or_else(|| reading.hits_of_any(&words.gives).filter(good).find_map(|hit| with_sum(reading, hit)));
    alone.or_else(|| {
        let mut persons = reading.hits_of_any(&words.person).filter(|who| !harmless(who)).peekable();
        persons.peek()?;
        let acts: Vec<Hit> = reading.hits_of_any(&words.act).filter(good).collect();
        persons.find_map(|who| acts.iter().find_map(|act| beside(reading, who, *act)))
    })
}

/// Both as one, where the act is told near the person, in his sentence or in one next to it, and is not the person
/// himself.
fn beside(reading: &Reading<'_>, who: Hit, act: Hit) -> Option<Hit> {
    let sentences = reading.sentence(who.from).abs_diff(reading.sentence(act.from));
    let words = if who.to < act.from { act.from - who.to } else { who.from.saturating_sub(act.to) };
    let apart = usize::try_from(sentences).ok().and_then(|sentences| APART.get(sentences));
    let near = apart.is_some_and(|most| words <= *most);
    let inside = who.from <= act.from && act.to <= who.to;
    (near && !inside).then(|| Hit { from: who.from.min(act.from), to: who.to.max(act.to), ..act })
}

/// The word of giving with the sum behind it.
fn with_sum(reading: &Reading<'_>, gives: Hit) -> Option<Hit> {
    let sum = |at: &usize| {
        let same = reading.sentence(*at) == reading.sentence(gives.from);
        same && reading.number(*at).is_some_and(|number| number >= LEAST_SUM)
    };
    let to = (gives.to + 1..=gives.to + SUM).find(sum)?;
    Some(Hit { to, ..gives })
}

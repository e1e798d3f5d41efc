//! A doubt: somebody on the staff may be accused, though no word says for certain that he did wrong.
//!
//! In: a text that was read. Out: the words that raise the doubt. Such a complaint goes where the rules say, but the
//! desk sees it, too: a person decides whether the unit that answers is the one that is meant. Knows no unit.

use super::words::{Hit, PhraseId, Reading};

/// The word lists of a doubt.
#[derive(Debug, Clone, Default)]
pub struct SuspicionWords {
    /// Who serves: `petugas`, `bidan`.
    pub staff: Vec<PhraseId>,
    /// What is told of them: money, kin, what is hidden, what the rules do not allow.
    pub act: Vec<PhraseId>,
    /// Takes back what follows: `tidak`, `tanpa`.
    pub negation: Vec<PhraseId>,
    /// Money and orders that are nobody's wrongdoing: `uang muka`.
    pub harmless: Vec<PhraseId>,
}

impl SuspicionWords {
    /// Takes the lists from `list`.
    pub fn collect(list: &mut dyn FnMut(&'static str) -> Vec<PhraseId>) -> Self {
        Self {
            staff: list("supervision.staff"),
            act: list("suspicion.act"),
            negation: list("negation"),
            harmless: list("supervision.harmless"),
        }
    }
}

/// The words that raise a doubt. A reporter who hides (`hides`) is afraid of somebody: then the staff is enough.
#[must_use]
pub fn suspicion(words: &SuspicionWords, reading: &Reading<'_>, hides: bool) -> Option<Hit> {
    let mut staff = reading.hits_of_any(&words.staff);
    if hides {
        return staff.next();
    }
    let denied = |act: Hit| reading.hits_of_any(&words.negation).any(|not| not.to + 1 == act.from);
    let harmless = |act: Hit| reading.hits_of_any(&words.harmless).any(|h| h.from <= act.to && act.from <= h.to);
    staff.find_map(|who| {
        let same = |act: &Hit| reading.sentence(act.from) == reading.sentence(who.from);
        let act = reading.hits_of_any(&words.act).find(|act| same(act) && !denied(*act) && !harmless(*act))?;
        Some(Hit { from: who.from.min(act.from), to: who.to.max(act.to), ..act })
    })
}

//! Signs that are no danger alone, and are when several come together: a mother-to-be whose head aches, whose sight is
//! dim and whose feet swell.
//!
//! In: a text that was read. Out: the signs, where they weigh enough together. Each kind of sign counts once, however
//! often it is said; who it happens to and what came before weigh as well.

use super::text::Text;
use crate::decide::words::{Hit, PhraseId};

/// Kinds of signs, and what each weighs.
const SIGNS: [(&str, u32); 15] = [
    ("emergency.sign.mind", 2),
    ("emergency.sign.breath", 2),
    ("emergency.sign.blood", 2),
    ("emergency.sign.move", 2),
    ("emergency.sign.weak", 1),
    ("emergency.sign.shake", 1),
    ("emergency.sign.skin", 1),
    ("emergency.sign.swell", 1),
    ("emergency.sign.head", 1),
    ("emergency.sign.sight", 1),
    ("emergency.sign.belly", 1),
    ("emergency.sign.heat", 1),
    ("emergency.sign.dry", 1),
    ("emergency.sign.spit", 1),
    ("emergency.sign.pain", 1),
];

/// What makes signs weigh more: a body that stands little, what did it, how it began.
const AROUND: [(&str, u32); 3] = [("emergency.frail", 1), ("emergency.cause", 2), ("emergency.sudden", 1)];

/// What signs must weigh together.
const ENOUGH: u32 = 4;
/// Of what weighs less than this by itself, one kind is not enough, whatever is around it.
const GRAVE: u32 = 2;

/// The lists of signs, compiled, with their weights.
#[derive(Debug, Clone, Default)]
pub struct SignWords {
    signs: Vec<(Vec<PhraseId>, u32)>,
    around: Vec<(Vec<PhraseId>, u32)>,
    negation: Vec<PhraseId>,
}

impl SignWords {
    /// Takes the lists from `list`.
    pub fn collect(list: &mut dyn FnMut(&'static str) -> Vec<PhraseId>) -> Self {
        let mut weighed =
            |names: &[(&'static str, u32)]| names.iter().map(|(name, weight)| (list(name), *weight)).collect();
        let (signs, around) = (weighed(&SIGNS), weighed(&AROUND));
        Self { signs, around, negation: list("negation") }
    }

    /// The signs of each kind.
    pub(super) fn lists(&self) -> impl Iterator<Item = &Vec<PhraseId>> {
        self.signs.iter().map(|(list, _)| list)
    }
}

/// The signs of one sentence and the next, one of each kind, where they weigh enough.
pub(super) fn several(text: Text<'_, '_>) -> Vec<Hit> {
    let lists = &text.words.signs;
    let stands = |hit: &Hit| !text.is_harmless(*hit) && !text.is_taken_back(*hit) && !is_denied(text, *hit);
    let found: Vec<(Vec<Hit>, u32)> = lists
        .signs
        .iter()
        .map(|(list, weight)| (text.reading.hits_of_any(list).filter(stands).collect(), *weight))
        .collect();
    let sentence = |hit: &Hit| text.reading.sentence(hit.from);
    let mut begins: Vec<u32> = found.iter().flat_map(|(hits, _)| hits.iter().map(sentence)).collect();
    begins.sort_unstable();
    begins.dedup();
    let together = |begin: u32| {
        let within = |hit: &&Hit| (begin..=begin + 1).contains(&sentence(hit));
        let here = found.iter().filter_map(|(hits, weight)| Some((*hits.iter().find(within)?, *weight)));
        let (kinds, weights): (Vec<Hit>, Vec<u32>) = here.unzip();
        let beside = lists.around.iter().filter(|(list, _)| text.reading.hits_of_any(list).any(|hit| within(&&hit)));
        let of_signs: u32 = weights.iter().sum();
        let around: u32 = beside.map(|(_, weight)| weight).sum();
        (of_signs >= GRAVE && of_signs + around >= ENOUGH).then_some(kinds)
    };
    begins.into_iter().find_map(together).unwrap_or_default()
}

/// `tidak demam`.
fn is_denied(text: Text<'_, '_>, hit: Hit) -> bool {
    text.reading.hits_of_any(&text.words.signs.negation).any(|not| not.to + 1 == hit.from)
}

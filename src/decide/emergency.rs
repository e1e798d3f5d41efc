//! Emergencies: is somebody in danger now?
//!
//! In: a text that was read. Out: an [`Emergency`] with the words that say so. A miss is worse than a false alarm: a
//! word of danger counts unless the text clearly speaks of the past or asks what would be. Knows no unit.

use super::words::{Hit, PhraseId, Reading};

/// The word lists that tell danger.
#[derive(Debug, Clone, Default)]
pub struct EmergencyWords {
    /// Enough by themselves, whatever else is written: `sekarat`, `butuh ambulans sekarang`.
    pub alarm: Vec<PhraseId>,
    /// Danger, unless past or asked about: `kejang`, `tidak sadar`.
    pub danger: Vec<PhraseId>,
    /// Danger only with a word of now: `demam tinggi`, `kecelakaan`.
    pub risk: Vec<PhraseId>,
    /// It happens now: `sekarang`, `tolong`, `saiki`.
    pub now: Vec<PhraseId>,
    /// It is over: `kemarin`, `bulan lalu`, `wingi`.
    pub past: Vec<PhraseId>,
    /// It is only thought of or asked about: `kalau`, `nomor berapa`.
    pub supposed: Vec<PhraseId>,
    /// Somebody may harm himself.
    pub self_harm: Vec<PhraseId>,
    /// Harming oneself as a subject: `sosialisasi pencegahan bunuh diri`.
    pub self_harm_talk: Vec<PhraseId>,
    /// Many ill at once, in one phrase: `keracunan massal`.
    pub outbreak: Vec<PhraseId>,
    /// Many: `puluhan`, `sekampung`.
    pub many: Vec<PhraseId>,
    /// What many fall ill with: `muntah`, `keracunan`.
    pub illness: Vec<PhraseId>,
}

impl EmergencyWords {
    /// Takes the lists from `list`.
    pub fn collect(list: &mut dyn FnMut(&'static str) -> Vec<PhraseId>) -> Self {
        Self {
            alarm: list("emergency.alarm"),
            danger: list("emergency.danger"),
            risk: list("emergency.risk"),
            now: list("emergency.now"),
            past: list("emergency.past"),
            supposed: list("emergency.supposed"),
            self_harm: list("emergency.self_harm"),
            self_harm_talk: list("emergency.self_harm_talk"),
            outbreak: list("emergency.outbreak"),
            many: list("emergency.many"),
            illness: list("emergency.illness"),
        }
    }
}

/// Somebody may be in danger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Emergency {
    /// Words that say so, as written.
    pub matched: Vec<String>,
    /// Somebody may harm himself: the answer names the help line.
    pub self_harm: bool,
    /// Many are ill: surveillance is alerted, too.
    pub outbreak: bool,
}

/// How near, in words, two words must stand to belong together.
const NEAR: usize = 10;

/// Looks for danger.
#[must_use]
pub fn detect(words: &EmergencyWords, reading: &Reading<'_>) -> Option<Emergency> {
    let self_harm =
        if reading.has_any(&words.self_harm_talk) { None } else { reading.hits_of_any(&words.self_harm).next() };
    let outbreak = outbreak(words, reading);
    let danger = danger(words, reading);
    let hits: Vec<Hit> = [self_harm, outbreak, danger].into_iter().flatten().collect();
    if hits.is_empty() {
        return None;
    }
    let mut matched: Vec<String> = hits.into_iter().map(|hit| reading.written(hit).to_owned()).collect();
    matched.dedup();
    Some(Emergency { matched, self_harm: self_harm.is_some(), outbreak: outbreak.is_some() })
}

/// A word of danger that is not taken back by the words around it.
fn danger(words: &EmergencyWords, reading: &Reading<'_>) -> Option<Hit> {
    let alarm = reading.hits_of_any(&words.alarm).next();
    if alarm.is_some() {
        return alarm;
    }
    let now = reading.has_any(&words.now);
    let over = |hit: Hit| taken_back(words, reading, hit);
    let danger = reading.hits_of_any(&words.danger).find(|hit| !over(*hit));
    danger.or_else(|| reading.hits_of_any(&words.risk).find(|hit| now && !over(*hit)))
}

/// Whether the text speaks of the past, or only asks: in the sentence of the word, or before it.
fn taken_back(words: &EmergencyWords, reading: &Reading<'_>, hit: Hit) -> bool {
    let sentence = reading.sentence(hit.from);
    let now_here = reading.hits_of_any(&words.now).any(|now| reading.sentence(now.from) == sentence);
    let past = reading.hits_of_any(&words.past).any(|past| reading.sentence(past.from) <= sentence + 1);
    let supposed = reading.hits_of_any(&words.supposed).any(|word| reading.sentence(word.from) == sentence);
    (past || supposed) && !now_here
}

/// Many who fell ill.
fn outbreak(words: &EmergencyWords, reading: &Reading<'_>) -> Option<Hit> {
    if let Some(hit) = reading.hits_of_any(&words.outbreak).next() {
        return Some(hit);
    }
    reading.hits_of_any(&words.illness).find(|ill| {
        reading.hits_of_any(&words.many).any(|many| {
            ill.from.abs_diff(many.from) <= NEAR && reading.sentence(ill.from) == reading.sentence(many.from)
        })
    })
}

//! Emergencies: is somebody in danger now?
//!
//! In: a text that was read. Out: an [`Emergency`] with the words that say so. A miss is worse than a false alarm: a
//! word of danger counts unless the text clearly speaks of the past or asks what would be. Knows no unit.

use chrono::{DateTime, TimeDelta, Utc};

use super::words::{Hit, PhraseId, Reading};

/// The groups of lists that are danger together: what happened and what it did, a part of the body and what it suffers.
const GROUPS: &[[&str; 2]] = &[["emergency.event", "emergency.harm"], ["emergency.part", "emergency.hurt"]];

/// The word lists that tell danger.
#[derive(Debug, Clone, Default)]
pub struct EmergencyWords {
    /// Enough by themselves, whatever else is written: `sekarat`, `butuh ambulans sekarang`.
    pub alarm: Vec<PhraseId>,
    /// Danger, unless past or asked about: `kejang`, `tidak sadar`.
    pub danger: Vec<PhraseId>,
    /// Two lists; a phrase of each close together is danger: `kesiram`, `melepuh`.
    pub danger_groups: Vec<[Vec<PhraseId>; 2]>,
    /// Danger only with a word of now: `demam tinggi`, `kecelakaan`.
    pub risk: Vec<PhraseId>,
    /// It happens now: `sekarang`, `tolong`, `saiki`.
    pub now: Vec<PhraseId>,
    /// Takes a word of now back: `sampai sekarang kecewa`, `sekarang sudah sehat`.
    pub not_now: Vec<PhraseId>,
    /// It is over: `kemarin`, `bulan lalu`, `wingi`.
    pub past: Vec<PhraseId>,
    /// It is over, and long ago: `tahun lalu`.
    pub long_ago: Vec<PhraseId>,
    /// It is only thought of, where this stands before the word of danger: `kalau`.
    pub supposed: Vec<PhraseId>,
    /// It is only asked or talked about, unless it happens to somebody: `nomor berapa`, `penyuluhan`.
    pub asked: Vec<PhraseId>,
    /// To whom it happens: `anak saya`.
    pub person: Vec<PhraseId>,
    /// A plea, which makes a risk a danger when near: `tolong`.
    pub plea: Vec<PhraseId>,
    /// Harmless phrases with a word of danger in them: `lampu mati`, `penuh sesak`.
    pub harmless: Vec<PhraseId>,
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
            danger_groups: GROUPS.iter().map(|group| group.map(&mut *list)).collect(),
            risk: list("emergency.risk"),
            now: list("emergency.now"),
            not_now: list("emergency.not_now"),
            past: list("emergency.past"),
            long_ago: list("emergency.long_ago"),
            supposed: list("emergency.supposed"),
            asked: list("emergency.asked"),
            person: list("emergency.person"),
            plea: list("emergency.plea"),
            harmless: list("emergency.harmless"),
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

/// How near, in words, a number of people and what they fall ill with stand.
const NEAR: usize = 10;
/// How near a plea stands to the risk it is about.
const PLEA: usize = 7;
/// How near the two phrases of a group of danger stand.
const TOGETHER: usize = 9;
/// How near the person stands to whom it happens.
const PERSON: usize = 4;

/// Looks for danger.
#[must_use]
pub fn detect(words: &EmergencyWords, reading: &Reading<'_>) -> Option<Emergency> {
    let text = Text { words, reading };
    let (self_harm, outbreak, danger) = (text.self_harm(), text.outbreak(), text.danger());
    let mut matched: Vec<String> = Vec::new();
    for hit in [self_harm, outbreak, danger].into_iter().flatten() {
        let written = reading.written(hit).to_owned();
        if !matched.contains(&written) {
            matched.push(written);
        }
    }
    let found = Emergency { matched, self_harm: self_harm.is_some(), outbreak: outbreak.is_some() };
    (!found.matched.is_empty()).then_some(found)
}

/// A text with the words of danger to look for.
#[derive(Clone, Copy)]
struct Text<'a, 't> {
    words: &'a EmergencyWords,
    reading: &'a Reading<'t>,
}

impl Text<'_, '_> {
    fn self_harm(&self) -> Option<Hit> {
        if self.reading.has_any(&self.words.self_harm_talk) {
            return None;
        }
        self.reading.hits_of_any(&self.words.self_harm).next()
    }

    /// A word of danger that is not taken back by the words around it.
    fn danger(&self) -> Option<Hit> {
        let words = self.words;
        let find =
            |list| self.reading.hits_of_any(list).find(|hit| !self.is_harmless(*hit) && !self.is_taken_back(*hit));
        find(&words.alarm).or_else(|| find(&words.danger)).or_else(|| self.two_signs()).or_else(|| {
            let mut risks = self.reading.hits_of_any(&words.risk);
            risks.find(|hit| !self.is_harmless(*hit) && self.is_urgent(*hit) && !self.is_taken_back(*hit))
        })
    }

    /// What happened and what it did, near each other in one sentence, as one.
    fn two_signs(&self) -> Option<Hit> {
        let good = |hit: &Hit| !self.is_harmless(*hit) && !self.is_taken_back(*hit);
        self.words.danger_groups.iter().find_map(|[first, second]| {
            self.reading.hits_of_any(first).filter(good).find_map(|start| {
                let near = |hit: &Hit| {
                    self.reading.sentence(hit.from) == self.reading.sentence(start.from)
                        && (hit.to < start.from || start.to < hit.from)
                        && hit.from.abs_diff(start.to).min(start.from.abs_diff(hit.to)) <= TOGETHER
                };
                let other = self.reading.hits_of_any(second).filter(good).find(near)?;
                Some(Hit { from: start.from.min(other.from), to: start.to.max(other.to), ..start })
            })
        })
    }

    /// Many who fell ill, not long ago.
    fn outbreak(&self) -> Option<Hit> {
        if self.reading.has_any(&self.words.long_ago) {
            return None;
        }
        let known = |hit: &Hit| !self.is_harmless(*hit) && !self.is_supposed(*hit);
        self.reading.hits_of_any(&self.words.outbreak).find(known).or_else(|| {
            let mut ill = self.reading.hits_of_any(&self.words.illness).filter(known);
            ill.find(|ill| self.beside(&self.words.many, *ill, NEAR))
        })
    }

    /// The word begins inside a harmless phrase.
    fn is_harmless(&self, hit: Hit) -> bool {
        self.reading.hits_of_any(&self.words.harmless).any(|other| other.from <= hit.from && hit.from <= other.to)
    }

    /// Something is said to happen now, or help is begged for, where the risk is named.
    fn is_urgent(&self, hit: Hit) -> bool {
        self.is_now(hit) || self.beside(&self.words.plea, hit, PLEA) || self.is_worse(hit)
    }

    /// Somebody has two troubles at once: `muntah muntah lemas`, `kecelakaan, kakinya patah`.
    fn is_worse(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let apart = |other: &Hit| other.to < hit.from || hit.to < other.from;
        let mut others = self.reading.hits_of_any(&self.words.risk);
        let worse = others.any(|other| {
            other.phrase != hit.phrase
                && apart(&other)
                && self.reading.sentence(other.from) == sentence
                && !self.is_harmless(other)
        });
        worse && self.in_sentence(&self.words.person, hit)
    }

    /// The text speaks of the past, or only asks, and does not say that it happens now.
    fn is_taken_back(&self, hit: Hit) -> bool {
        !self.is_now(hit) && (self.is_past(hit) || self.is_supposed(hit))
    }

    /// A word of now stands in the sentence, and nothing takes it back.
    fn is_now(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let taken_back = |now: Hit| {
            self.reading.hits_of_any(&self.words.not_now).any(|not| not.from <= now.from && now.from <= not.to)
        };
        let mut words = self.reading.hits_of_any(&self.words.now);
        words.any(|now| self.reading.sentence(now.from) == sentence && !taken_back(now))
    }

    /// A word of the past stands in the sentence or just behind it; or anywhere before it, unless the sentence names
    /// anew to whom it happens: `Kemarin puskesmas tutup. Ibu saya kejang.`
    fn is_past(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let named = self.beside(&self.words.person, hit, PERSON) && self.in_sentence(&self.words.person, hit);
        let first = if named { sentence } else { 0 };
        let told = |past: Hit| (first..=sentence + 1).contains(&self.reading.sentence(past.from));
        self.reading.hits_of_any(&self.words.past).any(told)
    }

    fn is_supposed(&self, hit: Hit) -> bool {
        let same = |other: Hit| self.reading.sentence(other.from) == self.reading.sentence(hit.from);
        let supposed = self.reading.hits_of_any(&self.words.supposed).any(|word| word.from < hit.from && same(word));
        supposed || self.in_sentence(&self.words.asked, hit) && !self.beside(&self.words.person, hit, PERSON)
    }

    fn in_sentence(&self, list: &[PhraseId], hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        self.reading.hits_of_any(list).any(|word| self.reading.sentence(word.from) == sentence)
    }

    /// A word of the list stands within so many words of the hit.
    fn beside(&self, list: &[PhraseId], hit: Hit, words: usize) -> bool {
        self.reading.hits_of_any(list).any(|word| word.from.abs_diff(hit.from).min(word.to.abs_diff(hit.from)) <= words)
    }
}

/// When the duty list is alerted again if none of it says `TERIMA`: every ten minutes for two hours (field facts B8), then
/// every hour. `rounds`: how often it was alerted again so far.
#[must_use]
pub fn alerted_again(now: DateTime<Utc>, rounds: i64) -> DateTime<Utc> {
    now + if rounds < 12 { TimeDelta::minutes(10) } else { TimeDelta::hours(1) }
}

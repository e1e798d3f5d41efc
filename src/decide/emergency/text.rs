//! How the words of a text take a word of danger back, or make it urgent.
//!
//! In: a text that was read, and the lists of danger. Out: the first word of each kind of danger that stands. Knows
//! nothing of signs that are danger only together (`signs`).

use super::EmergencyWords;
use crate::decide::words::{Hit, PhraseId, Reading};

/// How near, in words, a number of people and what they fall ill with stand.
const NEAR: usize = 10;
/// How many people fall ill before it is an outbreak.
const MANY: u32 = 4;
/// How near a plea stands to the risk it is about.
const PLEA: usize = 7;
/// How near the two phrases of a group of danger stand.
const TOGETHER: usize = 9;
/// How near the person stands to whom it happens.
const PERSON: usize = 6;
/// How near a thing that is only thought of stands behind what says so plainly: `kalau nanti ada yang kejang`.
const THOUGHT: usize = 6;

/// A text with the words of danger to look for.
#[derive(Clone, Copy)]
pub(super) struct Text<'a, 't> {
    pub words: &'a EmergencyWords,
    pub reading: &'a Reading<'t>,
}

impl Text<'_, '_> {
    pub fn self_harm(&self) -> Option<Hit> {
        if self.reading.has_any(&self.words.self_harm_talk) {
            return None;
        }
        let told = |hit: Hit| self.is_harmless(hit) || self.is_long_ago(hit) || self.is_rumour(hit);
        self.reading.hits_of_any(&self.words.self_harm).find(|hit| !told(*hit))
    }

    /// Its sentence tells of years ago: `tiga tahun lalu pernah mau bunuh diri`.
    fn is_long_ago(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let mut told = self.reading.hits_of_any(&self.words.long_ago);
        told.any(|ago| ago.from < hit.from && self.reading.sentence(ago.from) == sentence)
    }

    /// What is told up to its sentence, or just behind it, was long ago, and nothing says that it happens now.
    fn was_long_ago(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let mut told = self.reading.hits_of_any(&self.words.long_ago);
        !self.is_now(hit) && told.any(|ago| self.reading.sentence(ago.from) <= sentence + 1)
    }

    /// A word of danger that is not taken back by the words around it.
    pub fn danger(&self) -> Option<Hit> {
        let words = self.words;
        let find =
            |list| self.reading.hits_of_any(list).find(|hit| !self.is_harmless(*hit) && !self.is_taken_back(*hit));
        find(&words.alarm)
            .or_else(|| find(&words.danger))
            .or_else(|| self.two_signs())
            .or_else(|| self.untreated())
            .or_else(|| {
                let mut risks = self.reading.hits_of_any(&words.risk);
                risks.find(|hit| !self.is_harmless(*hit) && self.is_urgent(*hit) && !self.is_taken_back(*hit))
            })
    }

    /// A word of danger that stands is in this sentence, or within so many of it.
    pub fn in_danger(&self, sentence: u32, within: u32) -> bool {
        let words = self.words;
        let groups = words.danger_groups.iter().map(|[_, harm]| harm);
        let mut lists = [&words.alarm, &words.danger, &words.risk, &words.self_harm].into_iter().chain(groups);
        let beside = |hit: &Hit| self.reading.sentence(hit.from).abs_diff(sentence) <= within;
        let stands = |hit: Hit| !self.is_harmless(hit) && !self.is_taken_back(hit);
        lists.any(|list| self.reading.hits_of_any(list).filter(beside).any(stands))
    }

    /// A bite of some days ago that nobody had the vaccine for: `hari Jumat digigit anjing, vaksin di puskesmas kosong`.
    fn untreated(&self) -> Option<Hit> {
        let told = |hit: Hit| self.was_long_ago(hit) || self.is_supposed(hit) || self.is_rumour(hit);
        let stands = |hit: &Hit| {
            let sentence = self.reading.sentence(hit.from);
            let soon = |none: Hit| (sentence..=sentence + 3).contains(&self.reading.sentence(none.from));
            let untreated = self.reading.hits_of_any(&self.words.untreated).any(soon);
            untreated && self.in_sentence(&self.words.person, *hit) && !self.is_harmless(*hit) && !told(*hit)
        };
        self.reading.hits_of_any(&self.words.lasts).filter(stands).find(|hit| !self.ended_well(*hit))
    }

    /// What happened and what it did, near each other in one sentence, as one.
    fn two_signs(&self) -> Option<Hit> {
        let good = |hit: &Hit| !self.is_harmless(*hit) && !self.is_taken_back(*hit);
        // Power that fails is harmless, but not where somebody lives by it.
        let begins = |hit: &Hit| self.words.fails.contains(&hit.phrase) && !self.is_taken_back(*hit) || good(hit);
        self.words.danger_groups.iter().find_map(|[first, second]| {
            self.reading.hits_of_any(first).filter(begins).find_map(|start| {
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
    pub fn outbreak(&self) -> Option<Hit> {
        let told = |hit: Hit| self.is_supposed(hit) || self.was_long_ago(hit) || self.is_rumour(hit);
        let known = |hit: &Hit| !self.is_harmless(*hit) && !told(*hit);
        self.reading.hits_of_any(&self.words.outbreak).find(known).or_else(|| {
            let mut ill = self.reading.hits_of_any(&self.words.illness).filter(known);
            ill.find(|ill| self.beside(&self.words.many, *ill, NEAR) || self.counted(*ill))
        })
    }

    /// So many people are counted near it that it is more than one household: `14 anak`.
    fn counted(&self, ill: Hit) -> bool {
        let people = self.reading.hits_of_any(&self.words.person);
        let mut near = people.filter(|who| who.from.abs_diff(ill.from) <= NEAR);
        near.any(|who| who.from.checked_sub(1).and_then(|at| self.reading.number(at)).is_some_and(|n| n >= MANY))
    }

    /// The word begins inside a harmless phrase.
    pub fn is_harmless(&self, hit: Hit) -> bool {
        self.reading.hits_of_any(&self.words.harmless).any(|other| other.from <= hit.from && hit.from <= other.to)
    }

    /// Something is said to happen now, or help is begged for, where the risk is named.
    fn is_urgent(&self, hit: Hit) -> bool {
        self.is_now(hit) || self.begs(hit) || self.is_worse(hit)
    }

    /// Help is begged for near it, and not for something else: `tolong rahasiakan nama saya`.
    fn begs(&self, hit: Hit) -> bool {
        let mut pleas = self.reading.hits_of_any(&self.words.plea).filter(|plea| !self.is_for_something_else(*plea));
        pleas.any(|plea| apart(plea, hit) <= PLEA)
    }

    /// The word of now stands in a phrase that takes it back.
    fn is_for_something_else(&self, now: Hit) -> bool {
        self.reading.hits_of_any(&self.words.not_now).any(|not| not.from <= now.from && now.from <= not.to)
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
    pub fn is_taken_back(&self, hit: Hit) -> bool {
        let told = || self.is_past(hit) || self.is_supposed(hit) || self.is_thanked_for(hit) || self.is_rumour(hit);
        let over = || self.ended_well(hit) || self.has_turned(hit) || self.is_only_thought_of(hit);
        over() || !self.is_now(hit) && told()
    }

    /// It was long ago, or help is thanked for, and what is said behind it of now names no danger any more: `minggu lalu
    /// mimisan, sekarang tidak`, `suwun, wingi step, saiki wis mlayu`.
    fn has_turned(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let here = |list| self.reading.hits_of_any(list).filter(|other| self.reading.sentence(other.from) == sentence);
        let past = here(&self.words.long_ago).next().is_some()
            || self.is_thanked_for(hit) && here(&self.words.past).any(|past| past.from < hit.from);
        let Some(turn) = here(&self.words.turn).find(|turn| turn.from > hit.to).filter(|_| past) else { return false };
        let only_turns = here(&self.words.now).all(|now| now.from == turn.from);
        only_turns && !self.cries(hit) && !self.tells_danger_behind(turn)
    }

    /// Any word of danger or sign of it stands behind, in the same sentence or the next.
    fn tells_danger_behind(&self, turn: Hit) -> bool {
        let words = self.words;
        let sentence = self.reading.sentence(turn.from);
        let groups = words.danger_groups.iter().map(|[_, harm]| harm);
        let mut lists = [&words.alarm, &words.danger, &words.risk].into_iter().chain(groups).chain(words.signs.lists());
        let behind = |hit: Hit| hit.from > turn.to && self.reading.sentence(hit.from) <= sentence + 1;
        lists.any(|list| self.reading.hits_of_any(list).any(behind))
    }

    /// Just before it something says that it is only thought of, whatever is said of now behind it: `takut nanti ada yang
    /// melahirkan, tidak ada yang menolong`.
    fn is_only_thought_of(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let thought = |word: Hit| {
            word.to < hit.from && hit.from - word.to <= THOUGHT && self.reading.sentence(word.from) == sentence
        };
        let before = |now: &Hit| now.from < hit.from && self.reading.sentence(now.from) == sentence;
        self.reading.hits_of_any(&self.words.thought).any(thought)
            && !self.reading.hits_of_any(&self.words.now).any(|now| before(&now))
            && !self.cries(hit)
    }

    /// In its sentence or one of the next two it is asked whether what is told is true at all.
    fn is_rumour(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let soon = |asked: Hit| (sentence..=sentence + 2).contains(&self.reading.sentence(asked.from));
        let heard = || self.in_sentence(&self.words.hearsay, hit);
        self.reading.hits_of_any(&self.words.rumour).any(soon)
            || heard() && self.reading.hits_of_any(&self.words.whether).any(soon)
    }

    /// In this sentence or one of the next two it is said that all is well again.
    fn ended_well(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let soon = |well: Hit| well.from > hit.to && self.reading.sentence(well.from) <= sentence + 2;
        self.reading.hits_of_any(&self.words.recovered).any(soon)
    }

    /// Somebody gives thanks for help, and what he was helped with stands behind the thanks.
    fn is_thanked_for(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let just_before =
            |thanks: Hit| (sentence.saturating_sub(1)..=sentence).contains(&self.reading.sentence(thanks.from));
        self.reading.hits_of_any(&self.words.thanks).any(|thanks| thanks.from < hit.from && just_before(thanks))
    }

    /// A word of now stands in the sentence, or somebody cries for help in one of the next two, and nothing takes it
    /// back.
    fn is_now(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let mut words = self.reading.hits_of_any(&self.words.now);
        let else_than = |now: Hit| (now.from, now.to) != (hit.from, hit.to) || !self.is_supposed(hit);
        words.any(|now| {
            self.reading.sentence(now.from) == sentence && else_than(now) && !self.is_for_something_else(now)
        }) || self.cries(hit) && !self.is_long_ago(hit)
    }

    /// Somebody cries for help in its sentence or one of the next two.
    fn cries(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let mut cries = self.reading.hits_of_any(&self.words.cry);
        cries.any(|cry| (sentence..=sentence + 2).contains(&self.reading.sentence(cry.from)))
    }

    /// A word of the past stands in the sentence or just behind it; or anywhere before it, unless the sentence names
    /// anew to whom it happens: `Kemarin puskesmas tutup. Ibu saya kejang.`
    fn is_past(&self, hit: Hit) -> bool {
        let sentence = self.reading.sentence(hit.from);
        let named = self.beside(&self.words.person, hit, PERSON) && self.in_sentence(&self.words.person, hit);
        let first = if named { sentence } else { 0 };
        let told = |past: &Hit| (first..=sentence + 1).contains(&self.reading.sentence(past.from));
        let lasts = |past: &Hit| self.has_come_to_now(*past, sentence) || self.is_left_alone(*past, sentence);
        self.reading.hits_of_any(&self.words.past).filter(told).any(|past| !lasts(&past))
    }

    /// It was today, and nobody helped: `Tadi pagi kejang. Di puskesmas disuruh pulang.`
    fn is_left_alone(&self, past: Hit, sentence: u32) -> bool {
        let today = self.reading.hits_of_any(&self.words.today).any(|day| day.from <= past.to && past.from <= day.to);
        let soon = |left: Hit| (sentence..=sentence + 2).contains(&self.reading.sentence(left.from));
        today && self.reading.hits_of_any(&self.words.unhelped).any(soon)
    }

    /// Behind a word of the past, and before this sentence, the tale has come to what happens now: `Tadi siang operasi,
    /// sekarang di ruang nifas. Darahnya rembes terus.`
    fn has_come_to_now(&self, past: Hit, sentence: u32) -> bool {
        let between = |now: &Hit| now.from > past.to && self.reading.sentence(now.from) <= sentence;
        self.reading.hits_of_any(&self.words.now).any(|now| between(&now) && !self.is_for_something_else(now))
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
        self.reading.hits_of_any(list).any(|word| apart(word, hit) <= words)
    }
}

/// How many words a hit stands from the begin of another.
fn apart(word: Hit, hit: Hit) -> usize {
    word.from.abs_diff(hit.from).min(word.to.abs_diff(hit.from))
}

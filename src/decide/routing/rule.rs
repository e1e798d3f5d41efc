//! One rule: when it fits, and where it sends.

use crate::decide::words::{Hit, PhraseId, Reading};
use crate::domain::{Channel, Class, Grade, UnitId};

use super::choose::Facts;

/// Words of `together` stand within so many words of each other.
const TOGETHER: usize = 12;

/// Where a rule sends a complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// This unit.
    Unit(UnitId),
    /// The Puskesmas found by its name or by the place. Without one the rule does not fit.
    Puskesmas,
    /// The unit in whose own mailbox it arrived. Without one the rule does not fit.
    ArrivedAt,
    /// The office's desk.
    Desk,
}

/// When a rule fits: every condition that is set must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When {
    /// One of these stands in the text.
    pub any_word: Vec<PhraseId>,
    /// Of each of these, one stands in the text.
    pub all_words: Vec<Vec<PhraseId>>,
    /// Of each of these, one stands in the text, all near each other.
    pub together: Vec<Vec<PhraseId>>,
    /// None of these stands in the text.
    pub not_word: Vec<PhraseId>,
    /// One of these places is named.
    pub place: Vec<PhraseId>,
    /// It came on one of these channels.
    pub channels: Vec<Channel>,
    /// It is of one of these classes.
    pub classes: Vec<Class>,
    /// It is proposed to be graded like this; fits nothing where the office does not grade.
    pub grades: Vec<Grade>,
    /// It alleges wrongdoing, or not.
    pub supervision: Option<bool>,
    /// Somebody may be in danger, or not.
    pub emergency: Option<bool>,
    /// Many fell ill, or not.
    pub outbreak: Option<bool>,
    /// A Puskesmas is named (`Puskesmas Bandar I`), or not.
    pub puskesmas_named: Option<bool>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id, shown with every decision.
    pub id: String,
    /// When it fits.
    pub when: When,
    /// Who gets the disposisi.
    pub to: Target,
    /// Who gets a copy.
    pub also: Vec<UnitId>,
    /// False: another institution must answer.
    pub in_our_power: bool,
}

impl When {
    /// Whether nothing is asked for: the rule fits everything.
    #[must_use]
    pub fn is_always(&self) -> bool {
        *self == Self::default()
    }

    /// The words that make the rule fit; `None` where it does not fit.
    #[must_use]
    pub fn fits(&self, reading: &Reading<'_>, facts: &Facts<'_>) -> Option<Vec<Hit>> {
        if !self.circumstances_fit(facts) || reading.has_any(&self.not_word) {
            return None;
        }
        let mut hits = Vec::new();
        for wanted in [&self.any_word, &self.place].into_iter().filter(|wanted| !wanted.is_empty()) {
            hits.push(reading.hits_of_any(wanted).next()?);
        }
        for wanted in &self.all_words {
            hits.push(reading.hits_of_any(wanted).next()?);
        }
        hits.extend(together(reading, &self.together)?);
        Some(hits)
    }

    fn circumstances_fit(&self, facts: &Facts<'_>) -> bool {
        let is = |wanted: Option<bool>, fact: bool| wanted.is_none_or(|wanted| wanted == fact);
        (self.channels.is_empty() || self.channels.contains(&facts.channel))
            && (self.classes.is_empty() || self.classes.contains(&facts.class))
            && (self.grades.is_empty() || facts.grade.is_some_and(|grade| self.grades.contains(&grade)))
            && is(self.supervision, facts.supervision)
            && is(self.emergency, facts.emergency)
            && is(self.outbreak, facts.outbreak)
            && is(self.puskesmas_named, facts.site.is_some_and(|site| site.named))
    }
}

/// One hit of each list, all near the first.
fn together(reading: &Reading<'_>, lists: &[Vec<PhraseId>]) -> Option<Vec<Hit>> {
    let Some((first, others)) = lists.split_first() else { return Some(Vec::new()) };
    if !lists.iter().all(|list| reading.has_any(list)) {
        return None;
    }
    reading.hits_of_any(first).find_map(|start| {
        let near = |list: &Vec<PhraseId>| reading.hits_of_any(list).find(|hit| distance(start, *hit) <= TOGETHER);
        let mut hits = vec![start];
        for list in others {
            hits.push(near(list)?);
        }
        Some(hits)
    })
}

/// Words between two hits.
fn distance(a: Hit, b: Hit) -> usize {
    if a.to < b.from { b.from - a.to } else { a.from.saturating_sub(b.to) }
}

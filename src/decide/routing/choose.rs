//! The first rule that fits.

use crate::decide::words::Reading;
use crate::domain::{Channel, Class, Grade, UnitId};

use super::place::Site;
use super::rule::Target;
use super::{Rule, Rulebook};

/// What is known before a unit is chosen.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// How it came.
    pub channel: Channel,
    /// What is asked.
    pub class: Class,
    /// How grave it seems; `None` where the office does not grade.
    pub grade: Option<Grade>,
    /// It alleges wrongdoing.
    pub supervision: bool,
    /// Somebody may be in danger.
    pub emergency: bool,
    /// Many fell ill.
    pub outbreak: bool,
    /// The Puskesmas it speaks of.
    pub site: Option<&'a Site>,
    /// The unit in whose mailbox it arrived.
    pub arrived_at: Option<&'a UnitId>,
    /// The office's desk.
    pub desk: &'a UnitId,
}

/// Who gets a complaint, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Who gets it.
    pub unit: UnitId,
    /// Who gets a copy.
    pub also: Vec<UnitId>,
    /// Id of the rule, or `default`.
    pub rule: String,
    /// Words that decided, as written.
    pub matched: Vec<String>,
    /// 0 to 1.
    pub confidence: f64,
    /// Whether the office can answer it.
    pub in_our_power: bool,
}

/// Id of the decision where no rule fits.
pub const DEFAULT_RULE: &str = "default";
/// Confidence where no rule fits.
const DEFAULT: f64 = 0.2;
/// Confidence where several Puskesmas fit.
const UNSURE: f64 = 0.4;

/// Chooses by the first rule that fits.
#[must_use]
pub fn choose(book: &Rulebook, reading: &Reading<'_>, facts: &Facts<'_>) -> Choice {
    book.rules.iter().find_map(|rule| chosen_by(rule, reading, facts)).unwrap_or_else(|| Choice {
        unit: facts.desk.clone(),
        also: Vec::new(),
        rule: DEFAULT_RULE.to_owned(),
        matched: Vec::new(),
        confidence: DEFAULT,
        in_our_power: true,
    })
}

fn chosen_by(rule: &Rule, reading: &Reading<'_>, facts: &Facts<'_>) -> Option<Choice> {
    let mut hits = rule.when.fits(reading, facts)?;
    let words = hits.len();
    let (unit, confidence) = match &rule.to {
        Target::Unit(unit) => (unit, by_words(words)),
        Target::Desk => (facts.desk, by_words(words)),
        Target::ArrivedAt => (facts.arrived_at?, by_words(words + 1)),
        Target::Puskesmas => match (facts.site, facts.arrived_at) {
            (Some(site), _) => {
                hits.push(site.hit);
                (&site.unit, by_place(site))
            }
            (None, arrived_at) => (arrived_at?, by_words(words + 1)),
        },
    };
    let mut matched: Vec<String> = Vec::new();
    for hit in hits {
        let written = reading.written(hit);
        if !matched.iter().any(|known| known == written) {
            matched.push(written.to_owned());
        }
    }
    Some(Choice {
        unit: unit.clone(),
        also: rule.also.iter().filter(|also| *also != unit).cloned().collect(),
        rule: rule.id.clone(),
        matched,
        confidence,
        in_our_power: rule.in_our_power,
    })
}

fn by_words(words: usize) -> f64 {
    match words {
        0 => 0.5,
        1 => 0.75,
        _ => 0.9,
    }
}

fn by_place(site: &Site) -> f64 {
    match (site.sure, site.named) {
        (false, _) => UNSURE,
        (true, true) => 0.95,
        (true, false) => 0.8,
    }
}

//! Routing: which unit gets a complaint.
//!
//! In: a text that was read, what is known of it, and the ordered rules of the office. Out: a [`Choice`] with the rule
//! and the words that decided. The first rule that fits wins; where none fits, the desk gets it.

mod choose;
mod place;
mod rule;

pub use choose::{Choice, DEFAULT_RULE, Facts, choose};
pub use place::{Gazetteer, Site, Weight};
pub use rule::{Rule, Target, When};

use super::emergency::EmergencyWords;
use super::grading::GradingWords;
use super::privacy::PrivacyWords;
use super::suspicion::SuspicionWords;
use super::words::{Matcher, Reading};

/// The word lists that the decisions of every office need, compiled.
#[derive(Debug, Clone, Default)]
pub struct SharedWords {
    /// Danger, now, past.
    pub emergency: EmergencyWords,
    /// Class, supervision, grade.
    pub grading: GradingWords,
    /// Wishes for secrecy, sensitive health words.
    pub privacy: PrivacyWords,
    /// What raises a doubt about staff.
    pub suspicion: SuspicionWords,
}

/// The ordered rules of one office, compiled.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {
    /// Finds every phrase of the office in one walk.
    pub matcher: Matcher,
    /// Word lists of the decisions before routing.
    pub shared: SharedWords,
    /// Names of places and who serves them.
    pub gazetteer: Gazetteer,
    /// The rules, in order.
    pub rules: Vec<Rule>,
    /// Whether the office grades complaints.
    pub grades: bool,
    /// Digits of numbers that are not personal: the office's own, 119.
    pub public_numbers: Vec<String>,
    /// How many test cases stand beside the rules; all of them have passed.
    pub tests: usize,
    /// Words of phrases that a local language of the office reads as others.
    pub misread: Vec<(String, String)>,
}

impl Rulebook {
    /// Reads a text with the office's vocabulary.
    #[must_use]
    pub fn read<'t>(&self, text: &'t str) -> Reading<'t> {
        self.matcher.read(text)
    }
}

#[cfg(test)]
mod tests;

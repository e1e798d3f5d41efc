//! A letter as an SMS: transliterated, and its answer (or its question) shortened until the whole fits.
//!
//! In: a way to write the letter and what it says. Out: one line in the alphabet of telephones. The template decides
//! what stands behind a shortened answer (`answer_cut`); the number of the complaint and that pointer are never cut.

use connectors::sms::plain::transliterate;
use connectors::sms::text::Plan;

use super::{LetterFacts, WordingFault};

/// Writes the letter so that it needs no more than `segments`. A letter whose frame alone is longer comes out as it is:
/// nothing of it may be left out.
///
/// # Errors
/// What `write` says.
pub fn fitted(
    segments: usize,
    facts: &LetterFacts,
    write: impl Fn(&LetterFacts) -> Result<String, WordingFault>,
) -> Result<String, WordingFault> {
    let whole = transliterate(&write(facts)?);
    let long = facts.answer.as_deref().or(facts.question.as_deref());
    let Some(long) = long.filter(|_| !fits(&whole, segments)) else { return Ok(whole) };
    let words: Vec<&str> = long.split_whitespace().collect();
    let with = |count: usize| {
        let beginning = words.iter().take(count).copied().collect::<Vec<_>>().join(" ");
        let shorter = match facts.answer {
            Some(_) => LetterFacts { answer: Some(beginning), answer_cut: true, ..facts.clone() },
            None => LetterFacts { question: Some(format!("{beginning}...")), ..facts.clone() },
        };
        write(&shorter).map(|text| transliterate(&text))
    };
    let (mut best, mut low, mut high) = (with(0)?, 0, words.len());
    while low < high {
        let middle = (low + high).div_ceil(2);
        let text = with(middle)?;
        if fits(&text, segments) {
            (best, low) = (text, middle);
        } else {
            high = middle - 1;
        }
    }
    Ok(best)
}

fn fits(text: &str, segments: usize) -> bool {
    Plan::of(text).segments.len() <= segments.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(facts: &LetterFacts) -> Result<String, WordingFault> {
        let rest = if facts.answer_cut { "... Lengkap: 0285391479" } else { "" };
        Ok(format!("No BTG-26-0123: {}{rest}", facts.answer.clone().unwrap_or_default()))
    }

    fn written(answer: &str, segments: usize) -> String {
        fitted(segments, &LetterFacts { answer: Some(answer.to_owned()), ..LetterFacts::default() }, write).unwrap()
    }

    #[test]
    fn a_long_answer_is_cut_at_a_word_and_says_where_the_rest_is() {
        let answer = "Mulai Senin loket dibuka tiga – “tanpa” antre lagi. ".repeat(12);
        for segments in 1..=3 {
            let text = written(&answer, segments);
            assert_eq!(Plan::of(&text).segments.len(), segments);
            assert!(
                text.starts_with("No BTG-26-0123: Mulai Senin") && text.ends_with("... Lengkap: 0285391479"),
                "{text}"
            );
        }
        assert_eq!(written("Sudah dibuka.", 1), "No BTG-26-0123: Sudah dibuka.");
        assert_eq!(written(&"x".repeat(500), 1), "No BTG-26-0123: ... Lengkap: 0285391479");
    }
}

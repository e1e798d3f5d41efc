//! Whether a citizen is content. In: a citizen's reply to an answer, stripped. Out: yes, no, an objection to
//! publication, thanks alone, both, or nothing said. A negation wins over the word it negates; what is mixed, ironic or
//! a question is for a person. Does not know whether there was an answer.
//!
//! The text is read clause by clause: each is for, against, or says nothing. [`words`] holds the vocabulary.

mod clause;
#[cfg(test)]
mod fresh;
#[cfg(test)]
mod tests;
mod words;

use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::pattern;
use clause::{Clause, is_polite};

/// What a citizen said of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Satisfaction {
    /// `PUAS`, `ya`, `sudah`.
    Satisfied,
    /// `TIDAK PUAS`, `kecewa`, `sonde`, `dereng`, `konden`.
    NotSatisfied,
    /// `KEBERATAN`: not to be published on the board.
    Objects,
    /// Thanks and nothing else: politeness, which is no word on the answer.
    Thanks,
    /// Yes and no: a person must read it.
    Mixed,
    /// Nothing about it.
    None,
}

/// Who is content in more words than these has more to say.
const LONGEST_YES: usize = 30;

/// Reads a citizen's reply.
#[must_use]
pub fn read_satisfaction(text: &str) -> Satisfaction {
    let text = words::GOT_YOUR_MAIL.replace_all(&plain(text), " ").into_owned();
    if words::OBJECTS_TO_BOARD.is_match(&text) && !words::DOES_NOT_OBJECT.is_match(&text) {
        return Satisfaction::Objects;
    }
    if let Some(courtesy) = courtesy(&text) {
        return courtesy;
    }
    let clauses = clauses(&text);
    let against = clauses.iter().any(|clause| clause.against);
    let strong = clauses.iter().any(|clause| clause.strongly_for);
    let weak = clauses.iter().any(|clause| clause.weakly_for);
    let settled = clauses.iter().any(|clause| clause.weakly_for && !clause.polite);
    let doubtful = clauses.iter().any(|clause| clause.doubtful);
    match (strong, against) {
        (true, true) => Satisfaction::Mixed,
        (false, true) if doubtful || settled => Satisfaction::Mixed,
        (false, true) => Satisfaction::NotSatisfied,
        (_, false) if !strong && !weak => {
            if is_thanks_alone(&text) {
                Satisfaction::Thanks
            } else {
                said_nothing(doubtful)
            }
        }
        (_, false) if doubtful || is_troubled(&text) || text.split_whitespace().count() > LONGEST_YES => {
            Satisfaction::Mixed
        }
        (_, false) => Satisfaction::Satisfied,
    }
}

/// `ok siap pak`, `nggih, matur nuwun`: whoever acknowledges has not said that he is content; a bare `ya` answers the
/// question. Where he says besides that he has understood, a person reads it.
fn courtesy(text: &str) -> Option<Satisfaction> {
    let understood = words::UNDERSTOOD.is_match(&words::THANKS.replace_all(text, " "));
    let thanks = words::THANKS.is_match(text) && words::YES.is_match(text);
    let acknowledges = words::COURTESY.is_match(text) || thanks;
    (acknowledges && !text.contains('?') && is_polite(text)).then_some(if understood {
        Satisfaction::Mixed
    } else {
        Satisfaction::Thanks
    })
}

/// `Puas?` is no answer and no silence.
fn said_nothing(doubtful: bool) -> Satisfaction {
    if doubtful { Satisfaction::Mixed } else { Satisfaction::None }
}

/// Small letters, one kind of apostrophe, no marks on vowels, `puaaasss` with one of each, without quoted lines and the number of the
/// complaint.
fn plain(text: &str) -> String {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(?:no(?:mor)?\.?\s*)?[a-z]{2,4}[-\s]?\d{2}[-\s]?\d{3,5}\b"));
    let unquoted: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('>')).collect();
    let unnumbered = NUMBER.replace_all(&unquoted.join("\n"), " ").to_lowercase();
    let letters: Vec<char> = unnumbered.chars().map(bare).collect();
    let runs = letters.chunk_by(|a, b| a == b && a.is_alphabetic());
    runs.flat_map(|run| run.iter().take(if run.len() > 2 { 1 } else { run.len() })).collect()
}

/// One kind of apostrophe, and vowels without the marks that local tongues are written with or without.
fn bare(c: char) -> char {
    match c {
        '’' | '‘' | '`' | '´' => '\'',
        'à' | 'á' | 'â' | 'å' => 'a',
        'è' | 'é' | 'ê' => 'e',
        'ò' | 'ó' | 'ô' => 'o',
        other => other,
    }
}

/// The clauses of a text, each read.
fn clauses(text: &str) -> Vec<Clause> {
    static SPLIT: LazyLock<Regex> = LazyLock::new(|| pattern(r"([.!;\n]+|\?+!*|,|\s-\s)"));
    let mut parts: Vec<(String, bool)> = Vec::new();
    let mut from = 0;
    for end in SPLIT.find_iter(text) {
        let asked = end.as_str().starts_with('?');
        parts.push((text.get(from..end.start()).unwrap_or_default().to_owned(), asked));
        from = end.end();
    }
    parts.push((text.get(from..).unwrap_or_default().to_owned(), false));
    let mut read = Vec::new();
    for (part, asked) in parts {
        for (n, piece) in words::CONTRAST.split(&part).enumerate() {
            if !piece.trim().is_empty() {
                read.push(Clause::read(piece.trim(), asked, n > 0, read.is_empty()));
            }
        }
    }
    read
}

/// Content in word, but telling of trouble: irony, or a rest that is open.
fn is_troubled(text: &str) -> bool {
    let text = words::NO_TROUBLE.replace_all(text, " ");
    let text = words::NOT_A_NO.replace_all(&text, " ");
    words::TROUBLE.is_match(&text) || words::IRONY.is_match(&text) || words::CONTRAST.is_match(&text)
}

/// `terima kasih pak`, `matur nuwun sanget`.
fn is_thanks_alone(text: &str) -> bool {
    let without = words::THANKS.replace_all(text, " ");
    without != *text && words::POLITE.replace_all(&without, " ").chars().all(|c| !c.is_alphabetic())
}

//! A mail that holds several words, or one that is only nearly a word: what is offered for each when it is asked back.
//!
//! In: a stripped reply. Out: its parts, each as a mail of its own; the text without the word that begins it.

use super::spelling::{command_line, slipped};
use super::word::Word;

/// The commands in a text, each with the lines below it; empty where there are fewer than two.
#[must_use]
pub fn commands_in(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for line in text.lines() {
        match parts.last_mut() {
            _ if is_other_command(line) => parts.push(line.trim().to_owned()),
            Some(part) => *part = format!("{part}\n{line}"),
            None => {}
        }
    }
    if parts.len() < 2 { Vec::new() } else { parts.iter().map(|part| part.trim().to_owned()).collect() }
}

/// True of a line below a command that is a command too. Words that end many a letter (`Terima`, `Selesai`) are none alone.
pub(super) fn is_other_command(line: &str) -> bool {
    command_line(line).is_some_and(|(word, argument)| match word {
        Word::Take | Word::Nothing | Word::Help | Word::Confirmed => false,
        Word::Done => !argument.is_empty() && line.contains(':'),
        Word::Plan | Word::Estimate | Word::Refuse | Word::Amend => line.contains(':'),
        Word::Answer
        | Word::Forward
        | Word::NotOurs
        | Word::AskData
        | Word::Grade
        | Word::Category
        | Word::Postpone
        | Word::Disposisi
        | Word::Approve => true,
    })
}

/// The text without a first word that is nearly `JAWAB`: `jawb obat ada`.
#[must_use]
pub fn without_word(text: &str) -> &str {
    let text = text.trim_start();
    match slipped(text.lines().next().unwrap_or_default()) {
        Some((Word::Answer, length)) => {
            text.get(length..).unwrap_or(text).trim_start_matches(|c: char| !c.is_alphanumeric())
        }
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_mail_are_mails_of_their_own() {
        assert_eq!(
            commands_in("GRADE merah\nJAWAB: obat ada\nmulai besok"),
            ["GRADE merah", "JAWAB: obat ada\nmulai besok"]
        );
        assert!(commands_in("JAWAB: obat ada\nTerima kasih").is_empty());
        assert_eq!(without_word("jawb obat ada"), "obat ada");
        assert_eq!(without_word("obat ada"), "obat ada");
    }
}

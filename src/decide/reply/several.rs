//! A mail that holds several words, or one that is only nearly a word: what is offered for each when it is asked back.
//!
//! In: a stripped reply. Out: its parts, each as a mail of its own; the text without the word that begins it.

use std::sync::LazyLock;

use regex::Regex;

use super::marker;
use super::quote::{lines, opening_at};
use super::spelling::{command_line, slipped};
use super::word::Word;
use crate::decide::pattern::pattern;

/// The commands in a text, each with the lines below it.
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
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

/// What stands above a letter of ours that was not told from the writer's own words, where one is in the text: our
/// marker line, or a line of our list of words (`JAWAB: ...`), and above it what a mail program writes before it.
#[must_use]
pub fn above_our_letter(text: &str) -> Option<&str> {
    static LISTED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?m)^[ \t>|*]*\p{Lu}[\p{Lu} ]{2,20}:[ \t]*(?:\.\.\.|…)"));
    let marked = [marker::find(text).map(|found| found.start), LISTED.find(text).map(|found| found.start())];
    let head = text.get(..marked.into_iter().flatten().min()?)?;
    let all = lines(head);
    let opening = (0..all.len()).find(|at| opening_at(&all, *at, true).is_some());
    let end = opening.map_or(head.len(), |at| all.iter().take(at).map(|line| line.raw.len()).sum());
    Some(head.get(..end)?.trim_end_matches(|c: char| c.is_whitespace() || ">|*_".contains(c)).trim_start())
}

/// True of a line below a command that is a command too. Words that end many a letter (`Terima`, `Selesai`) are none
/// alone, unless they stand there in capitals.
pub(super) fn is_other_command(line: &str) -> bool {
    let shouts = line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase);
    command_line(line).is_some_and(|(word, argument)| match word {
        Word::Take | Word::Nothing | Word::Help | Word::Confirmed => shouts,
        Word::Done => shouts || (!argument.is_empty() && line.contains(':')),
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
        assert_eq!(commands_in("JAWAB: obat ada\nTerima kasih").len(), 1);
        assert_eq!(without_word("jawb obat ada"), "obat ada");
        assert_eq!(without_word("obat ada"), "obat ada");
    }

    #[test]
    fn our_own_letter_below_is_no_word_of_his() {
        let mail = "JAWAB: Kursi roda tersedia.\n\n---------- Forwarded message ---------\nDari: Dinas <d@dinkes.example>\n\n\
                    ##- Tulis jawaban di atas baris ini -##\n\nYth. Kepala,\n  JAWAB: ...     jawaban untuk pelapor\n";
        assert_eq!(above_our_letter(mail), Some("JAWAB: Kursi roda tersedia."));
        assert_eq!(above_our_letter("  JAWAB: ...     jawaban untuk pelapor\n  RENCANA: ...  rencana"), Some(""));
        assert_eq!(above_our_letter("JAWAB: obat ada\nRENCANA: rapat"), None);
    }
}

//! Numbers that point at a person, in all the ways they are written.
//!
//! In: a text. Out: identity, card, record and telephone numbers with their places. `3325 0101 0190 0001` is one
//! number, `08.00-12.00` and `1.500.000` are none. Knows nothing of lengths other than those in use in Indonesia.

use std::ops::Range;

use crate::domain::Mask;

use super::Found;
use crate::decide::wording::one_line;

/// A run of digits.
#[derive(Debug, Clone)]
struct Group {
    span: Range<usize>,
    digits: String,
}

/// How far before a number, in bytes, the word is looked for that says what it is.
const CUE: usize = 28;
/// Words before a telephone number.
const PHONE_CUES: &[&str] =
    &["hp", "wa", "telp", "tlp", "tel", "telepon", "telpon", "hub", "hubungi", "kontak", "nomor saya", "no saya"];
/// Words before a medical record number.
const RECORD_CUES: &[&str] = &["rm", "rekam medis", "rekam medik", "medrec", "norm", "mr"];
/// Words before a BPJS card.
const CARD_CUES: &[&str] = &["bpjs", "jkn", "kis", "kartu", "peserta"];

/// Finds the numbers. `own`: digits of numbers that are the office's, which stay.
pub(super) fn find(text: &str, own: &[String]) -> Vec<Found> {
    let groups = groups(text);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = groups.get(at) {
        let cue = words_before(text, first.span.start);
        let plus = text.get(..first.span.start).is_some_and(|before| before.ends_with('+'));
        match longest(text, groups.get(at..).unwrap_or_default(), &cue, plus) {
            Some((kind, count, digits)) => {
                let end = groups.get(at + count - 1).map_or(first.span.end, |last| last.span.end);
                let start = if plus { first.span.start - 1 } else { first.span.start };
                if !(kind == Mask::Phone && is_own(&digits, own)) {
                    out.push(Found { kind, span: start..end });
                }
                at += count;
            }
            None => at += 1,
        }
    }
    out
}

/// All runs of digits.
fn groups(text: &str) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match out.last_mut() {
            Some(group) if group.span.end == at => {
                group.span.end = at + 1;
                group.digits.push(c);
            }
            _ => out.push(Group { span: at..at + 1, digits: c.to_string() }),
        }
    }
    out
}

/// The number that most of the first groups make together, with how many groups it takes and its digits.
fn longest(text: &str, groups: &[Group], cue: &str, plus: bool) -> Option<(Mask, usize, String)> {
    let mut digits = String::new();
    let mut best = None;
    let mut last: Option<&Group> = None;
    for (count, group) in groups.iter().enumerate().take(9) {
        if last.is_some_and(|last| !joined(text, last.span.end, group.span.start)) {
            break;
        }
        digits.push_str(&group.digits);
        if digits.len() > 20 {
            break;
        }
        let first = groups.first().map_or(0, |first| first.digits.len());
        // Times and dates come in pairs of digits; no number of 16 digits is written in pairs only.
        let in_pairs = groups.iter().take(count + 1).all(|group| group.digits.len() <= 2);
        if let Some(kind) = kind(&digits, first, cue, plus).filter(|kind| !in_pairs || *kind == Mask::RekamMedis) {
            best = Some((kind, count + 1, digits.clone()));
        }
        last = Some(group);
    }
    best
}

/// Whether what stands between two runs may stand inside one number.
fn joined(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or("\n");
    between.chars().count() <= 3
        && between.chars().all(|c| matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}' | '–' | '_'))
}

/// What a number of these digits is; `first` is the length of its first run.
fn kind(digits: &str, first: usize, cue: &str, plus: bool) -> Option<Mask> {
    let said = |cues: &[&str]| cues.iter().any(|word| has_word(cue, word));
    match digits.len() {
        16..=18 if !plus => Some(Mask::Nik),
        13 if digits.starts_with("000") || said(CARD_CUES) => Some(Mask::Bpjs),
        5..=10 if said(RECORD_CUES) => Some(Mask::RekamMedis),
        _ if is_phone(digits, first, plus) => Some(Mask::Phone),
        5..=12 if said(PHONE_CUES) && !digits.starts_with("1500") => Some(Mask::Phone),
        _ => None,
    }
}

/// A number as telephones have them: `0812…`, `62812…`, `+62 812…`, `812…`, `(0285) 391…`, `+CC…`.
fn is_phone(digits: &str, first: usize, plus: bool) -> bool {
    if plus {
        return (9..=15).contains(&digits.len());
    }
    let local = digits.strip_prefix("62").map_or(digits, |rest| rest.trim_start_matches('0'));
    let written_so = digits.len() != local.len() || first >= 3;
    let mobile = local.strip_prefix('0').unwrap_or(local);
    let is_mobile = mobile.starts_with('8') && (9..=12).contains(&mobile.len());
    let is_fixed = local.starts_with('0') && (9..=12).contains(&local.len()) && !local.starts_with("00");
    written_so && (is_mobile || is_fixed)
}

/// The end of what stands before a number, in lower case, punctuation as blanks.
fn words_before(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or_default();
    let tail: Vec<char> = before.chars().rev().take(CUE).take_while(|c| *c != '\n').collect();
    tail.into_iter().rev().map(|c| if c.is_alphabetic() { c.to_ascii_lowercase() } else { ' ' }).collect()
}

fn has_word(text: &str, words: &str) -> bool {
    let spaced = format!(" {} ", one_line(text));
    spaced.contains(&format!(" {words} "))
}

/// Whether the office itself is called there.
fn is_own(digits: &str, own: &[String]) -> bool {
    let plain = |digits: &str| digits.trim_start_matches("62").trim_start_matches('0').to_owned();
    own.iter().any(|number| plain(number) == plain(digits) || number.len() > digits.len() && number.ends_with(digits))
}

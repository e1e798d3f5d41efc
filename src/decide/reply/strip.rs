//! Parts what the writer added from what the mail program added: first at our marker line, then by the openings of
//! quotations, then signatures. A forwarded mail is not cut; a text that is nothing but quotation stays whole.

use super::quote::{Line, Opening, lines, opening_at};
use super::spelling::is_command_line;
use super::{Stripped, marker, quote, signature};

/// Shortest quoted line whose wrapped rest may stand unquoted below it.
const WRAPPED_FROM: usize = 60;
/// No mail program wraps at more than this,
const WIDEST_WRAPPED: usize = 100;
/// counts the sign of quotation otherwise than by so much,
const SLACK: usize = 3;
/// or makes of one line more than so many.
const MOST_WRAPPED: usize = 8;

/// Parts a text. See [`Stripped`].
#[must_use]
pub fn strip(text: &str) -> Stripped {
    strip_under("", text)
}

/// Parts a text that came under a subject: `Fwd:` and its like say that the mail was passed on, and nothing is cut.
#[must_use]
pub fn strip_under(subject: &str, text: &str) -> Stripped {
    let whole = || Stripped { kept: text.to_owned(), removed: String::new() };
    if is_forward_subject(subject) && !passes_on_ours(text) {
        return whole();
    }
    sort(text).map_or_else(whole, |pieces| parted(text, &pieces))
}

/// The text without the pieces that do not stay; all of it where nothing would be left.
fn parted(text: &str, pieces: &[(&str, bool)]) -> Stripped {
    let kept: String = pieces.iter().filter(|(_, stays)| *stays).map(|(raw, _)| *raw).collect();
    if kept.trim().is_empty() {
        return Stripped { kept: text.to_owned(), removed: String::new() };
    }
    let removed = pieces.iter().filter(|(_, stays)| !stays).map(|(raw, _)| *raw).collect();
    Stripped { kept: trim_blank_lines(&kept).to_owned(), removed }
}

/// What a mail that answers none of ours says: its signature and what its program adds are parted, what it quotes stays
/// in its place, for there it is what the writer shows us. A quotation of our own letters (our marker tells) is parted
/// as ever.
#[must_use]
pub fn strip_new(subject: &str, text: &str) -> Stripped {
    if is_forward_subject(subject) || marker::find(text).is_some() {
        return strip_under(subject, text);
    }
    let all = lines(text);
    let mut stays: Vec<bool> = all.iter().map(|line| !line.quoted).collect();
    signature::drop_signatures(&all, &mut stays, false);
    let pieces = all.iter().zip(stays).map(|(line, stays)| (line.raw, stays || line.quoted));
    parted(text, &pieces.collect::<Vec<_>>())
}

fn is_forward_subject(subject: &str) -> bool {
    const FORWARDED: [&str; 6] = ["fw:", "fwd:", "trs:", "terusan:", "diteruskan:", "teruskan:"];
    let subject = subject.trim_start().to_lowercase();
    FORWARDED.iter().any(|prefix| subject.starts_with(prefix))
}

/// True where what is passed on is our own letter, below words of his: he has taken *forward* for *reply*.
fn passes_on_ours(text: &str) -> bool {
    let Some(above) = marker_piece(text).and_then(|found| text.get(..found.start)) else { return false };
    let above = lines(above);
    let opening = (0..above.len()).find_map(|at| Some((at, opening_at(&above, at, true)?)));
    opening.is_some_and(|(at, opening)| match opening {
        Opening::Forward => leads_to_marker(&above, at),
        Opening::Reply(length) => is_answered(&above, at) && above.iter().skip(at + length).all(Line::blank),
    })
}

/// Each piece of the text and whether it stays; `None` for a forwarded mail.
fn sort(text: &str) -> Option<Vec<(&str, bool)>> {
    let marker = marker_piece(text);
    let (above, below) = match &marker {
        Some(found) => (text.get(..found.start)?, text.get(found.end..)?),
        None => (text, ""),
    };
    let above_lines = lines(above);
    let mut stays = sort_lines(&above_lines, marker.is_some())?;
    if let Some(found) = marker {
        let piece = text.get(found.clone())?;
        stays.push((piece, false));
        let quoted = piece.trim_start().starts_with('>');
        let below = lines(below);
        let answered_above = stays.iter().any(|(raw, stays)| *stays && !raw.trim().is_empty());
        let below_stays = if quoted { sort_quoted(&below, answered_above) } else { vec![false; below.len()] };
        stays.extend(below.iter().zip(below_stays).map(|(line, stays)| (line.raw, stays)));
    }
    Some(stays)
}

/// The marker with the quote signs before it and the rest of its line.
fn marker_piece(text: &str) -> Option<std::ops::Range<usize>> {
    let found = marker::find(text)?;
    let before = text.get(..found.start)?;
    let start = before.trim_end_matches(|c: char| c != '\n' && (c.is_whitespace() || ">|*_".contains(c))).len();
    let end = text.get(found.end..)?.find('\n').map_or(text.len(), |at| found.end + at + 1);
    let rest_is_ours = text.get(found.end..end)?.trim_matches(|c: char| c.is_whitespace() || "*_-#".contains(c));
    Some(start..if rest_is_ours.is_empty() { end } else { found.end })
}

/// Which lines stay. `None`: a forwarded mail.
fn sort_lines<'a>(all: &[Line<'a>], before_marker: bool) -> Option<Vec<(&'a str, bool)>> {
    let mut stays = vec![true; all.len()];
    let mut at = 0;
    while at < all.len() {
        match opening_at(all, at, before_marker) {
            Some(Opening::Forward) if !(before_marker && leads_to_marker(all, at)) => return None,
            Some(opening @ (Opening::Reply(_) | Opening::Forward)) => {
                let body = at + opening.length();
                set(&mut stays, at..body, false);
                let first = all.iter().skip(body).find(|line| !line.blank());
                if !first.is_some_and(|line| line.quoted) {
                    set(&mut stays, body..all.len(), false);
                    break;
                }
                let rest = all.get(body..).unwrap_or_default();
                let quoted = rest.iter().take_while(|line| line.blank() || line.quoted).count();
                set(&mut stays, body..body + quoted, false);
                at = body + quoted;
            }
            None => at += 1,
        }
    }
    drop_quotes(all, &mut stays);
    signature::drop_signatures(all, &mut stays, false);
    Some(all.iter().zip(stays).map(|(line, stays)| (line.raw, stays)).collect())
}

/// True where nothing but the head of our own letter stands between a line `Forwarded message` and our marker: passed
/// on or answered, it is quoted.
fn leads_to_marker(all: &[Line<'_>], at: usize) -> bool {
    is_answered(all, at) && quote::is_head_of_mail(all, at + 1)
}

/// True if something is written above line `at`.
fn is_answered(all: &[Line<'_>], at: usize) -> bool {
    all.iter().take(at).any(|line| !line.blank())
}

/// What stays below our marker where it came back behind `>`: what the officer wrote between and below.
fn sort_quoted(below: &[Line<'_>], text_before: bool) -> Vec<bool> {
    let mut stays: Vec<bool> = below.iter().map(|line| !line.quoted).collect();
    drop_wrapped(below, &mut stays, text_before);
    let mut at = 0;
    while at < below.len() {
        if let Some(Opening::Reply(_) | Opening::Forward) = opening_at(below, at, false) {
            set(&mut stays, at..below.len(), false);
            break;
        }
        at += 1;
    }
    signature::drop_signatures(below, &mut stays, text_before);
    stays
}

/// Runs of two or more `>` lines are quotation; a single one may be the writer's own.
fn drop_quotes(all: &[Line<'_>], stays: &mut [bool]) {
    let count = all.iter().filter(|line| line.quoted).count();
    let cut = stays.iter().any(|stays| !stays);
    if count < 2 && !cut {
        return;
    }
    for (line, stays) in all.iter().zip(stays.iter_mut()) {
        *stays &= !line.quoted;
    }
    drop_wrapped(all, stays, false);
}

/// The unquoted rest of quoted lines that a mail program has wrapped, between two quoted lines; below an answer also at
/// the end.
fn drop_wrapped(all: &[Line<'_>], stays: &mut [bool], answered: bool) {
    let widest = all.iter().filter(|line| line.quoted).map(width).filter(|width| *width <= WIDEST_WRAPPED).max();
    let mut at = 1;
    while at < all.len() {
        let rest = all.get(at..).unwrap_or_default();
        let run = rest.iter().take_while(|line| !line.quoted && !line.blank()).count();
        let between = rest.get(run).is_some_and(|next| next.quoted);
        let closed = between || (answered && rest.iter().skip(run).all(Line::blank));
        let before = all.get(at - 1).filter(|line| line.quoted && closed && (1..=MOST_WRAPPED).contains(&run));
        if let (Some(before), Some(widest)) = (before, widest)
            && is_wrapped(before, rest.get(..run).unwrap_or_default(), (widest, between))
            && !rest.iter().take(run).any(|line| commands(line, answered))
        {
            set(stays, at..at + run, false);
        }
        at += run.max(1);
    }
}

/// True where each line was broken because its next word would not have fitted, or `between` two quoted lines one
/// follows that is shorter than a long one above it.
fn is_wrapped(quoted: &Line<'_>, rest: &[Line<'_>], (widest, between): (usize, bool)) -> bool {
    let breaks = |(line, next): (&Line<'_>, &Line<'_>)| {
        let word = next.plain.split_whitespace().next().map_or(0, |word| word.chars().count());
        width(line) + 1 + word + SLACK > widest.max(WRAPPED_FROM)
    };
    let short = between
        && matches!(rest, [only] if quoted.plain.len() >= WRAPPED_FROM && only.plain.len() < quoted.plain.len());
    short || std::iter::once(quoted).chain(rest).zip(rest).all(breaks)
}

/// True of a word of the writer's own: where he has written above, only of one with a colon; `setuju.` may end a line
/// of ours.
fn commands(line: &Line<'_>, answered: bool) -> bool {
    is_command_line(&line.plain) && (!answered || line.plain.contains(':'))
}

fn width(line: &Line<'_>) -> usize {
    line.raw.trim_end().chars().count()
}

fn set(stays: &mut [bool], range: std::ops::Range<usize>, value: bool) {
    for slot in stays.iter_mut().take(range.end).skip(range.start) {
        *slot = value;
    }
}

/// Without blank lines at the beginning and blank space at the end; the first line keeps its indent.
fn trim_blank_lines(text: &str) -> &str {
    let end = text.trim_end();
    let blank = end.len() - end.trim_start().len();
    let start = end.get(..blank).and_then(|lead| lead.rfind('\n')).map_or(0, |at| at + 1);
    end.get(start..).unwrap_or(end)
}

/// True if the text, unquoted, holds a forwarded mail.
pub(super) fn holds_forward(text: &str) -> bool {
    text.lines().map(Line::new).any(|line| quote::is_forward(&line.plain))
}

/// True if nothing in the text is the writer's own.
pub(super) fn is_all_quotation(text: &str) -> bool {
    sort(text).is_some_and(|pieces| pieces.iter().all(|(raw, stays)| !stays || raw.trim().is_empty()))
}

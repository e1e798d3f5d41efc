//! Encoded words of RFC 2047: `=?utf-8?B?…?=` to the characters meant.
//!
//! In: one unfolded line. Out: the line decoded. Neighbouring words of one charset are joined before decoding, since
//! many programs cut a character in two between them.

use super::charset;
use super::limits::Oddities;
use super::transfer;

/// Bytes after which no word is looked for any more; the RFC allows 75.
const LONGEST: usize = 4_096;

/// Decodes every encoded word of a line; what is not well formed stays as it is.
pub(super) fn decode(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut pending: Option<(String, Vec<u8>)> = None;
    let mut rest = line;
    while let Some(at) = rest.find("=?") {
        let (before, from) = rest.split_at(at);
        let Some((word, after)) = parse_word(from) else {
            flush(&mut pending, &mut out);
            out.push_str(before);
            out.push_str("=?");
            rest = from.get(2..).unwrap_or("");
            continue;
        };
        if pending.is_none() || !before.trim_matches([' ', '\t']).is_empty() {
            flush(&mut pending, &mut out);
            out.push_str(before);
        }
        let bytes = word.bytes();
        match &mut pending {
            Some((charset, sum)) if charset.eq_ignore_ascii_case(word.charset) => sum.extend_from_slice(&bytes),
            _ => {
                flush(&mut pending, &mut out);
                pending = Some((word.charset.to_owned(), bytes));
            }
        }
        rest = after;
    }
    flush(&mut pending, &mut out);
    out.push_str(rest);
    out.retain(|c| !super::header::is_unwanted(c) && c != '\r');
    if out.contains('\n') { out.replace('\n', " ") } else { out }
}

fn flush(pending: &mut Option<(String, Vec<u8>)>, out: &mut String) {
    if let Some((label, bytes)) = pending.take() {
        // What is odd about a word is not worth a note: the words are legible either way.
        out.push_str(&charset::of_declared(&bytes, Some(&label), &mut Oddities::default()));
    }
}

struct Word<'a> {
    charset: &'a str,
    quoted: bool,
    coded: &'a str,
}

impl Word<'_> {
    fn bytes(&self) -> Vec<u8> {
        if !self.quoted {
            return transfer::base64(self.coded.as_bytes()).into_owned();
        }
        let spaced: Vec<u8> = self.coded.bytes().map(|b| if b == b'_' { b' ' } else { b }).collect();
        transfer::quoted_printable(&spaced)
    }
}

/// The word at the start of `text`, and what follows it.
fn parse_word(text: &str) -> Option<(Word<'_>, &str)> {
    let inner = text.strip_prefix("=?")?;
    let (charset, inner) = inner.split_at_checked(inner.bytes().take(64).position(|b| b == b'?')?)?;
    let charset = charset.split('*').next().filter(|name| !name.is_empty() && !name.contains(' '))?;
    let mut coding = inner.chars();
    let (Some('?'), Some(letter), Some('?')) = (coding.next(), coding.next(), coding.next()) else { return None };
    let quoted = match letter {
        'q' | 'Q' => true,
        'b' | 'B' => false,
        _ => return None,
    };
    let coded = coding.as_str();
    let end = end_of_word(coded)?;
    let (coded, after) = coded.split_at_checked(end)?;
    Some((Word { charset, quoted, coded }, after.strip_prefix("?=")?))
}

/// Where `?=` ends the word. Some programs leave a bare `?` before an escape (`apa?=E2=80=93`): that is not the end.
fn end_of_word(coded: &str) -> Option<usize> {
    let near = coded.get(..coded.floor_char_boundary(LONGEST))?;
    let is_end = |at: usize| {
        let mut next = near.get(at + 2..).unwrap_or("").bytes();
        !(next.next().is_some_and(|b| b.is_ascii_hexdigit()) && next.next().is_some_and(|b| b.is_ascii_hexdigit()))
    };
    let mut ends = near.match_indices("?=").map(|(at, _)| at);
    ends.clone().find(|&at| is_end(at)).or_else(|| ends.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_both_codings_are_read() {
        assert_eq!(decode("=?UTF-8?Q?Keluhan_=E2=80=93_antrean?= baru"), "Keluhan – antrean baru");
        assert_eq!(decode("=?utf-8?B?QnVkaSBTYW50b3Nv?="), "Budi Santoso");
        assert_eq!(decode("=?iso-8859-1*id?q?Andr=E9?="), "André");
        assert_eq!(decode("=?iso-8859-1?q?Andr=C3=A9?="), "André");
    }

    #[test]
    fn a_character_cut_between_two_words_is_whole_again() {
        assert_eq!(decode("=?utf-8?Q?obat_=E2=80?= =?utf-8?Q?=93_habis?="), "obat – habis");
    }

    #[test]
    fn white_space_between_words_is_dropped_and_between_word_and_text_kept() {
        assert_eq!(decode("=?utf-8?q?a?=  =?utf-8?q?b?= c =?utf-8?q?d?="), "ab c d");
    }

    #[test]
    fn a_bare_question_mark_inside_a_word_does_not_end_it() {
        assert_eq!(decode("=?utf-8?Q?Apa_kabar?_Obat_=E2=80=93_habis?= ya"), "Apa kabar? Obat – habis ya");
        assert_eq!(decode("=?utf-8?Q?apa?=E2=80=93ya?="), "apa?–ya");
    }

    #[test]
    fn what_only_looks_like_a_word_stays() {
        assert_eq!(decode("berapa =? 5 ?="), "berapa =? 5 ?=");
        assert_eq!(decode("=?utf-8?X?abc?="), "=?utf-8?X?abc?=");
    }

    #[test]
    fn line_breaks_smuggled_into_a_word_do_not_make_a_second_line() {
        assert_eq!(decode("=?utf-8?q?satu=0D=0ABcc:_dua?="), "satu Bcc: dua");
    }
}

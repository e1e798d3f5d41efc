//! Where quotation begins. In: the lines of a text. Out: the openings that mail programs in Indonesian and English
//! write before the mail that is answered or forwarded. Does not cut anything.
//!
//! Gmail, Thunderbird, K-9, Roundcube, Zimbra, Outlook, Yahoo, Apple, Samsung; wording in field-facts B5.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::decide::pattern::pattern;

/// Lines over which `Pada … menulis:` may be wrapped.
const ATTRIBUTION_LINES: usize = 4;
/// Longest `Pada … menulis:` in bytes.
const ATTRIBUTION_LENGTH: usize = 320;
/// Lines over which a block of headers may run.
const BLOCK_LINES: usize = 16;

/// One line of a text, or a part of one that an HTML editor had flattened.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// As it is, with its line end.
    pub raw: &'a str,
    /// Trimmed, with plain spaces, without bold stars at the ends.
    pub plain: Cow<'a, str>,
    /// It begins with `>`.
    pub quoted: bool,
}

impl<'a> Line<'a> {
    pub(super) fn new(raw: &'a str) -> Self {
        let plain = plain(raw);
        let quoted = plain.starts_with('>') || plain.starts_with("&gt;");
        Self { raw, plain, quoted }
    }

    pub(super) fn blank(&self) -> bool {
        self.plain.is_empty()
    }
}

/// What begins at a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// A mail is passed on: everything stays.
    Forward,
    /// An answered mail follows; the opening itself takes this many lines.
    Reply(usize),
}

impl Opening {
    /// How many lines the opening itself takes.
    pub(super) fn length(self) -> usize {
        match self {
            Self::Forward => 1,
            Self::Reply(length) => length,
        }
    }
}

/// True if from line `at` on there is nothing but the head of a mail.
pub(super) fn is_head_of_mail(lines: &[Line<'_>], at: usize) -> bool {
    let length = block(lines, at, false).unwrap_or(0);
    lines.iter().skip(at + length).all(Line::blank)
}

/// Odd blanks to plain ones, ends trimmed.
fn plain(raw: &str) -> Cow<'_, str> {
    let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let odd = |c: char| is_invisible(c) || (c.is_whitespace() && c != ' ');
    if !trimmed.contains(odd) && !trimmed.contains('&') {
        return Cow::Borrowed(trimmed);
    }
    let spaced: String =
        trimmed.chars().filter(|c| !is_invisible(*c)).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    Cow::Owned(spaced.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").trim().to_owned())
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The text in lines, broken also where a flattened line holds an opening in its midst.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    text.split_inclusive('\n').flat_map(split_flattened).map(Line::new).collect()
}

fn split_flattened(line: &str) -> Vec<&str> {
    /// Openings that are certain even in the middle of a line.
    static INSIDE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)
              (?: \bPada\s+(?:Sen|Sel|Rab|Kam|Jum|Sab|Min|\d)[^\n]{5,160}?<[^<>\s]+@[^<>\s]+>\s*menulis\s*:
                | \bOn\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|\d)[^\n]{5,160}?<[^<>\s]+@[^<>\s]+>\s*wrote\s*:
                | -{4,}\s*(?:Original\s+Message|Pesan\s+(?:Asli|Orisinal))\s*-{4,}
                | (?:Dari|From)\s*:[^\n]{3,200}?(?:Dikirim|Terkirim|Sent|Tanggal|Date)\s*:[^\n]{3,200}?(?:Kepada|Ke|To|Penerima)\s*:
              )",
        )
    });
    let Some(found) = INSIDE.find(line) else { return vec![line] };
    let attribution = line.get(found.range()).is_some_and(|m| m.trim_end().ends_with(':') && !m.contains("Kepada"));
    let mut cuts = vec![found.start()];
    if attribution {
        cuts.push(found.end());
    }
    let mut parts = Vec::with_capacity(3);
    let mut from = 0;
    for cut in cuts.into_iter().chain([line.len()]) {
        match line.get(from..cut) {
            Some(part) if !part.is_empty() => parts.push(part),
            Some(_) | None => {}
        }
        from = cut;
    }
    parts
}

/// What opens at line `at`. `before_marker`: our marker follows the last of these lines.
pub(super) fn opening_at(lines: &[Line<'_>], at: usize, before_marker: bool) -> Option<Opening> {
    let line = lines.get(at)?;
    if line.blank() || line.quoted {
        return None;
    }
    if is_forward(&line.plain) {
        return Some(Opening::Forward);
    }
    if is_reply_separator(&line.plain) {
        return Some(Opening::Reply(1 + block(lines, at + 1, false).unwrap_or(0)));
    }
    if is_rule(&line.plain) {
        return block(lines, at + 1, false).map(|length| Opening::Reply(length + 1));
    }
    attribution(lines, at, before_marker).or_else(|| block(lines, at, true)).map(Opening::Reply)
}

/// True from a line on which a forwarded mail begins.
pub(super) fn is_forward(line: &str) -> bool {
    static FORWARD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^
              (?: [-_\s*]{3,}\s*(?:Forwarded\s+message|Pesan\s+(?:yang\s+)?diteruskan|Pesan\s+terusan|Diteruskan(?:\s+oleh.*)?)\s*[-_\s*]{3,}
                | (?:Begin\s+forwarded\s+message|Awal\s+pesan\s+(?:yang\s+)?diteruskan)\s*:?
              )$",
        )
    });
    FORWARD.is_match(line)
}

fn is_reply_separator(line: &str) -> bool {
    static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^[*>]*\s*[-_]{3,}\s*(?:Original\s+Message|Pesan\s+(?:Asli|Orisinal)|Asli|Reply\s+message)\s*[-_]{3,}",
        )
    });
    SEPARATOR.is_match(line)
}

/// The line that Outlook draws above its block of headers.
fn is_rule(line: &str) -> bool {
    line.len() >= 5 && line.chars().all(|c| "_-─—".contains(c))
}

/// `Pada … menulis:` from line `at`; how many lines it takes.
fn attribution(lines: &[Line<'_>], at: usize, before_marker: bool) -> Option<usize> {
    static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)^(?:[-*_\s]*)(?:Pada|On|Tanggal|Di)\s+\S|(?i)<[^<>\s]+@[^<>\s]+>|\b(?:menulis|wrote)\b")
    });
    static ENDS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:menulis|wrote)\s*(?:[-*_]*\s*:|(?:(?:di|pada|on)\s|\()[^:]{3,60}[\d)](?::\d\d){0,2}\)?\s*(?:[AP]M|WI(?:B|TA|T))?\s*:)\s*[-*_]*$",
        )
    });
    if !BEGINS.is_match(&lines.get(at)?.plain) {
        return None;
    }
    let mut joined = String::new();
    for length in 1..=ATTRIBUTION_LINES {
        let line = lines.get(at + length - 1)?;
        if line.blank() || line.quoted {
            return None;
        }
        joined.push_str(&line.plain);
        if joined.len() > ATTRIBUTION_LENGTH {
            return None;
        }
        if ENDS.is_match(&joined) {
            let quote_follows = match lines.iter().skip(at + length).find(|l| !l.blank()) {
                Some(next) => next.quoted,
                None => before_marker,
            };
            return is_attribution(&joined, quote_follows).then_some(length);
        }
        joined.push(' ');
    }
    None
}

/// Tells a mail program's line from a sentence like `Pada hari Senin saya menulis:`.
fn is_attribution(line: &str, quote_follows: bool) -> bool {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[^\s<>@]+@[^\s<>@]+"));
    static STAMP: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)^(?:[-*_\s]*)(?:Pada|On)\s.*\d{1,4}.*?(?:\d{1,2}[.:]\d{2}).{0,20}?,\s*\S.*(?:menulis|wrote)")
    });
    static AUTHOR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:saya|kami|kita|aku|beliau|dia|ia|mereka|petugas|dokter|bidan|perawat|I|we|he|she|they)\s+(?:sudah\s+|telah\s+|pernah\s+|juga\s+)?(?:menulis|wrote)\b",
        )
    });
    let pada = line.trim_start_matches(['-', '*', '_', ' ']).to_lowercase();
    let dated = pada.starts_with("pada ") || pada.starts_with("on ");
    if ADDRESS.is_match(line) {
        return true;
    }
    !AUTHOR.is_match(line) && (STAMP.is_match(line) || (quote_follows && (dated || line.len() <= 100)))
}

/// The parts of a mail's head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Head {
    From,
    Date,
    To,
    Subject,
    Copy,
}

fn head(line: &str) -> Option<Head> {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?ix)^[*_>\s]*
              (?:(?P<from>Dari|Pengirim|From)|(?P<date>Terkirim|Dikirim|Tanggal|Sent|Date|Tgl)|(?P<to>Kepada|Ke|Penerima|To|Untuk)
                |(?P<subject>Subjek|Perihal|Judul|Hal|Subject)|(?P<copy>Cc|Bcc|Tembusan|Reply-To|Balas\s+ke|Importance|Lampiran|Attachments?))
              \s*[*_]*\s*:",
        )
    });
    let found = HEAD.captures(line)?;
    [("from", Head::From), ("date", Head::Date), ("to", Head::To), ("subject", Head::Subject), ("copy", Head::Copy)]
        .into_iter()
        .find_map(|(name, head)| found.name(name).map(|_| head))
}

/// A block of headers from line `at`: three kinds or more, the sender among them and, where nothing announced the
/// block, the date or an address too. Wrapped headers and single empty lines between are allowed.
fn block(lines: &[Line<'_>], at: usize, unannounced: bool) -> Option<usize> {
    let mut kinds = BTreeSet::new();
    let (mut end, mut loose, mut address) = (0, 0, false);
    for (length, line) in lines.iter().skip(at).take(BLOCK_LINES).enumerate() {
        match head(&line.plain) {
            Some(kind) => {
                if length == 0 && !matches!(kind, Head::From | Head::Subject | Head::Date) {
                    return None;
                }
                address |= line.plain.contains('@');
                kinds.insert(kind);
                kinds.extend(flattened(&line.plain));
                (end, loose) = (length + 1, 0);
            }
            None if unannounced && length == 0 => return None,
            None => loose += 1,
        }
        if loose > 1 {
            break;
        }
    }
    let certain = !unannounced || kinds.contains(&Head::Date) || address;
    (kinds.len() >= 3 && kinds.contains(&Head::From) && certain).then_some(end)
}

/// Further headers on the same, flattened line.
fn flattened(line: &str) -> Vec<Head> {
    static INNER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\s(?:Terkirim|Dikirim|Tanggal|Sent|Date|Kepada|Ke|Penerima|To|Subjek|Perihal|Judul|Subject)\s*:")
    });
    if head(line) != Some(Head::From) {
        return Vec::new();
    }
    INNER.find_iter(line).filter_map(|found| head(found.as_str())).collect()
}

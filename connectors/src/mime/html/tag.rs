//! Cuts one tag off the front of a document, in linear time over the whole of it.
//!
//! In: text that begins with `<`. Out: what it is, and what follows. Remembers what was searched for in vain, so that
//! no hostile document makes it search the same tail twice.

use memchr::{memchr, memchr3, memmem};

/// What began with `<`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tag<'a> {
    /// An opening tag.
    Open {
        /// As written.
        name: &'a str,
        /// All between the name and `>`.
        attributes: &'a str,
    },
    /// A closing tag.
    Close {
        /// As written.
        name: &'a str,
    },
    /// A comment or declaration.
    Ignored,
    /// Only a sign "less than".
    Text,
}

/// The memory of searches that found nothing.
#[derive(Debug, Default)]
pub(super) struct Tags {
    no_more_ends: bool,
    quotes_are_broken: bool,
    unclosed: Vec<String>,
}

impl Tags {
    /// Cuts the tag at the start of `text`, which begins with `<`.
    pub(super) fn next<'a>(&mut self, text: &'a str) -> (Tag<'a>, &'a str) {
        let inner = text.get(1..).unwrap_or("");
        if let Some(comment) = inner.strip_prefix("!--") {
            let end = memmem::find(comment.as_bytes(), b"-->");
            return (Tag::Ignored, end.and_then(|at| comment.get(at + 3..)).unwrap_or(""));
        }
        let first = inner.trim_start_matches('/').bytes().next();
        let is_tag = first.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'!' | b'?'));
        let end = if is_tag && !self.no_more_ends { self.end_of_tag(inner) } else { None };
        let Some((content, after)) = end.and_then(|at| Some((inner.get(..at)?, inner.get(at + 1..)?))) else {
            return (Tag::Text, inner);
        };
        (describe(content), after)
    }

    /// Where `>` stands, outside of quotes where these are whole.
    fn end_of_tag(&mut self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut from = 0;
        while !self.quotes_are_broken {
            let Some(at) = bytes.get(from..).and_then(|tail| memchr3(b'>', b'"', b'\'', tail)).map(|at| at + from)
            else {
                self.quotes_are_broken = true;
                break;
            };
            let sign = bytes.get(at).copied().unwrap_or(b'>');
            if sign == b'>' {
                return Some(at);
            }
            // A quote opens a value only after "="; elsewhere it is dirt.
            let opens = bytes.get(..at).is_some_and(|before| before.trim_ascii_end().ends_with(b"="));
            from = at + 1;
            if opens {
                match bytes.get(from..).and_then(|tail| memchr(sign, tail)) {
                    Some(length) => from += length + 1,
                    None => self.quotes_are_broken = true,
                }
            }
        }
        let end = memchr(b'>', bytes);
        self.no_more_ends = end.is_none();
        end
    }

    /// What follows the end of an element whose inside is not shown; where it has no end, only its tag is skipped.
    pub(super) fn skip_element<'a>(&mut self, name: &str, text: &'a str) -> &'a str {
        let name = name.to_ascii_lowercase();
        if self.unclosed.contains(&name) {
            return text;
        }
        let bytes = text.as_bytes();
        let mut from = 0;
        while let Some(at) = bytes.get(from..).and_then(|tail| memmem::find(tail, b"</")).map(|at| at + from) {
            from = at + 2;
            let is_end =
                bytes.get(from..from + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()));
            if is_end {
                let tail = text.get(from + name.len()..).unwrap_or("");
                return memchr(b'>', tail.as_bytes()).and_then(|end| tail.get(end + 1..)).unwrap_or("");
            }
        }
        self.unclosed.push(name);
        text
    }
}

fn describe(content: &str) -> Tag<'_> {
    if content.starts_with(['!', '?']) {
        return Tag::Ignored;
    }
    let (is_close, content) = content.strip_prefix('/').map_or((false, content), |rest| (true, rest));
    let end = content.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(content.len());
    let (name, attributes) = content.split_at(end);
    if is_close { Tag::Close { name } } else { Tag::Open { name, attributes } }
}

/// The value of an attribute, still escaped.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let attributes = attributes.get(..attributes.floor_char_boundary(8_192))?;
    let lower = attributes.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower.get(from..)?.find(name).map(|at| at + from) {
        let starts_word = lower.get(..at)?.ends_with([' ', '\t', '\n', '\r', '"', '\'', '/']);
        let after = attributes.get(at + name.len()..)?.trim_start();
        if let Some(value) = after.strip_prefix('=').filter(|_| starts_word) {
            let value = value.trim_start();
            return ['"', '\'']
                .iter()
                .find_map(|&quote| value.strip_prefix(quote)?.split(quote).next())
                .or_else(|| value.split_whitespace().next());
        }
        from = at + name.len();
        if from > 2_048 {
            return None;
        }
    }
    None
}

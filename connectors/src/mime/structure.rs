//! The parts of a mail as a tree of slices, cut by our own bounded walk.
//!
//! In: raw bytes. Out: [`Part`]s that borrow them. No library sees the structure, so a bomb of nested parts costs what
//! the limits allow and nothing more. Attached mails stay leaves here: `read` decides how far to follow them.

use memchr::memchr;
use memchr::memmem::Finder;

use super::header::{self, Block, cut_line};
use super::limits::{DEPTH, Oddities};
use super::params::Described;
use super::transfer::{self, Packing};

/// One part: a leaf with a body, or a multipart with children.
#[derive(Debug, Default)]
pub(super) struct Part<'a> {
    /// Its header fields and its body as it stands in the mail.
    pub block: Block<'a>,
    /// Content-Type; `text/plain` where none is given.
    pub media: Described,
    /// Content-Disposition.
    pub disposition: Option<Described>,
    /// How the body is packed.
    pub packing: Packing,
    /// The parts of a multipart, in order; empty for a leaf.
    pub children: Vec<Part<'a>>,
}

impl<'a> Part<'a> {
    /// Reads a mail.
    pub(super) fn of_mail(raw: &'a [u8], oddities: &mut Oddities) -> Self {
        let start = raw.iter().position(|b| !matches!(b, b'\r' | b'\n')).unwrap_or(0);
        Self::read(raw.get(start..).unwrap_or(raw), "text/plain", 0, oddities)
    }

    fn read(raw: &'a [u8], default_media: &str, depth: usize, oddities: &mut Oddities) -> Self {
        let block = header::split(raw, oddities);
        let mut media = block.first("content-type").map(|f| Described::read(&f.unfolded())).unwrap_or_default();
        if !media.word.contains('/') {
            default_media.clone_into(&mut media.word);
        }
        let disposition = block.first("content-disposition").map(|f| Described::read(&f.unfolded()));
        let packing =
            block.first("content-transfer-encoding").map(|f| Packing::named(&f.unfolded())).unwrap_or_default();
        let mut part = Self { block, media, disposition, packing, children: Vec::new() };
        if part.media.word.starts_with("multipart/") {
            part.cut_into_children(depth, oddities);
        }
        part
    }

    fn cut_into_children(&mut self, depth: usize, oddities: &mut Oddities) {
        if depth >= DEPTH {
            return oddities.note("parts nested deeper than 20 left as they are");
        }
        let declared = self.media.parameter("boundary").filter(|b| !b.is_empty());
        let mut pieces = declared.as_deref().map(|b| cut(self.block.body, b.as_bytes(), oddities)).unwrap_or_default();
        if pieces.is_empty() {
            oddities.note("multipart without its boundary");
            pieces = guess_boundary(self.block.body).map(|b| cut(self.block.body, b, oddities)).unwrap_or_default();
        }
        let default_media = if self.media.word == "multipart/digest" { "message/rfc822" } else { "text/plain" };
        self.children = pieces.into_iter().map(|piece| Self::read(piece, default_media, depth + 1, oddities)).collect();
    }

    /// True for a part that has no parts of its own.
    pub(super) fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    /// The main type: `text` of `text/plain`.
    pub(super) fn main_type(&self) -> &str {
        self.media.word.split('/').next().unwrap_or("")
    }

    /// The body with its transfer encoding undone.
    pub(super) fn unpacked(&self) -> std::borrow::Cow<'a, [u8]> {
        transfer::unpack(self.block.body, self.packing)
    }

    /// The same piece by piece, for whoever needs only to see it pass.
    pub(super) fn pass_unpacked(&self, mut take: impl FnMut(&[u8])) -> bool {
        transfer::unpack_in_pieces(self.block.body, self.packing, &mut take)
    }

    /// True where the sender marked it as an attachment.
    pub(super) fn is_marked_attachment(&self) -> bool {
        self.disposition.as_ref().is_some_and(|d| d.word == "attachment")
    }

    /// The file name as given, in either header.
    pub(super) fn file_name(&self) -> Option<String> {
        let from_disposition = self.disposition.as_ref().and_then(|d| d.parameter("filename"));
        from_disposition.or_else(|| self.media.parameter("name")).filter(|name| !name.trim().is_empty())
    }

    /// Every leaf below and including this part, in the order of the mail.
    pub(super) fn leaves(&self) -> Vec<&Part<'a>> {
        if self.is_leaf() {
            return vec![self];
        }
        self.children.iter().flat_map(Part::leaves).collect()
    }
}

/// The pieces between the lines `--boundary`; none where there is no such line.
fn cut<'a>(body: &'a [u8], boundary: &[u8], oddities: &mut Oddities) -> Vec<&'a [u8]> {
    let mark = [b"--", boundary].concat();
    let finder = Finder::new(&mark);
    let mut pieces = Vec::new();
    let mut open: Option<usize> = None;
    let mut from = 0;
    while let Some(at) = body.get(from..).and_then(|tail| finder.find(tail)).map(|at| at + from) {
        from = at + mark.len();
        let at_line_start = at == 0 || body.get(at - 1) == Some(&b'\n');
        let Some((next_line, is_last)) = end_of_mark(body, from).filter(|_| at_line_start) else { continue };
        if let Some(start) = open.take() {
            pieces.push(without_last_line_end(body.get(start..at).unwrap_or_default()));
        }
        if is_last {
            return pieces;
        }
        if !oddities.may_take_part() {
            return pieces;
        }
        open = Some(next_line);
        from = next_line;
    }
    if let Some(start) = open {
        oddities.note("multipart without its end");
        pieces.push(body.get(start..).unwrap_or_default());
    }
    pieces
}

/// Where the line after the mark begins, and whether the mark was the closing one; nothing if more stands on the line.
fn end_of_mark(body: &[u8], from: usize) -> Option<(usize, bool)> {
    let tail = body.get(from..)?;
    let (is_last, tail) = tail.strip_prefix(b"--").map_or((false, tail), |tail| (true, tail));
    let end = memchr(b'\n', tail.get(..256).unwrap_or(tail)).map_or(tail.len().min(256), |at| at + 1);
    let blank = tail.get(..end)?.iter().all(u8::is_ascii_whitespace);
    // Some servers glue a footer to the closing mark.
    (blank || is_last).then_some((body.len() - tail.len() + end, is_last))
}

fn without_last_line_end(piece: &[u8]) -> &[u8] {
    let piece = piece.strip_suffix(b"\n").unwrap_or(piece);
    piece.strip_suffix(b"\r").unwrap_or(piece)
}

/// The boundary of a multipart that does not tell it: the first line `--x` that a content header follows.
fn guess_boundary(body: &[u8]) -> Option<&[u8]> {
    let mut rest = body;
    for _ in 0..200 {
        let (line, after) = cut_line(rest);
        let next_is_header = after.get(..8).is_some_and(|b| b.eq_ignore_ascii_case(b"content-"));
        if let Some(boundary) = line.strip_prefix(b"--")
            && next_is_header
            && (1..=200).contains(&boundary.len())
        {
            return Some(boundary.trim_ascii_end());
        }
        if after.is_empty() {
            return None;
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(body: &str) -> Vec<String> {
        let mut oddities = Oddities::default();
        cut(body.as_bytes(), b"b", &mut oddities).iter().map(|p| String::from_utf8_lossy(p).into_owned()).collect()
    }

    #[test]
    fn parts_are_cut_at_whole_marks_only() {
        assert_eq!(
            pieces("pembuka\r\n--b\r\nsatu\r\n--bb\r\n--b \r\ndua\r\n--b--\r\npenutup"),
            ["satu\r\n--bb", "dua"]
        );
        assert_eq!(pieces("x --b\r\n--b\r\nsatu --b\r\n--b--"), ["satu --b"]);
        assert_eq!(pieces("--b\nsatu\n--b\n"), ["satu", ""]);
        assert!(pieces("tak ada batas").is_empty());
    }

    #[test]
    fn a_lost_end_mark_loses_no_part() {
        assert_eq!(pieces("--b\r\nsatu\r\n--b\r\ndua"), ["satu", "dua"]);
    }

    #[test]
    fn an_unknown_boundary_is_guessed_from_the_body() {
        let raw = b"Content-Type: multipart/mixed; boundary=salah\r\n\r\n--benar\r\nContent-Type: text/plain\r\n\r\nisi\r\n--benar--\r\n";
        let mut oddities = Oddities::default();
        let part = Part::of_mail(raw, &mut oddities);
        assert_eq!(part.children[0].block.body, b"isi");
        assert_eq!(oddities.into_list(), ["multipart without its boundary"]);
    }
}

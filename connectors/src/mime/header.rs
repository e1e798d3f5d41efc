//! A header block: its fields, where its body begins, and what a field says in readable text.
//!
//! In: bytes. Out: fields as slices of them, decoded only when asked. Does not know what any field means.

use std::borrow::Cow;

use memchr::memchr;

use super::charset;
use super::limits::{HEADER_BLOCK, HEADER_FIELD, HEADER_FIELDS, Oddities};
use super::words;

/// One field, still folded and encoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    /// Its name as written.
    pub name: &'a str,
    /// What follows the colon, folds included.
    pub value: &'a [u8],
}

/// A header block and what follows it.
#[derive(Debug, Default)]
pub(super) struct Block<'a> {
    /// The fields in order.
    pub fields: Vec<Field<'a>>,
    /// All after the empty line.
    pub body: &'a [u8],
}

impl<'a> Block<'a> {
    /// The first field of that name, letters of any case.
    pub(super) fn first(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// Every field of that name.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Field<'a>> {
        self.fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
    }

    /// The first field of that name, decoded.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.first(name).map(Field::text)
    }
}

impl Field<'_> {
    /// Unfolded, its bytes turned to characters, encoded words left as they are.
    pub(super) fn unfolded(&self) -> Cow<'_, str> {
        let trimmed = self.value.trim_ascii();
        let text = charset::of_undeclared(trimmed);
        if memchr(b'\n', trimmed).is_none() && !text.contains(is_unwanted) {
            return text;
        }
        let mut line = String::with_capacity(text.len());
        let mut in_fold = false;
        for c in text.chars() {
            match c {
                '\r' | '\n' => in_fold = true,
                ' ' | '\t' if in_fold => {}
                c if is_unwanted(c) => {}
                c => {
                    if std::mem::take(&mut in_fold) {
                        line.push(' ');
                    }
                    line.push(c);
                }
            }
        }
        Cow::Owned(line)
    }

    /// Unfolded, encoded words decoded, on one line.
    pub(super) fn text(&self) -> String {
        let unfolded = self.unfolded();
        if unfolded.contains("=?") { words::decode(&unfolded) } else { unfolded.into_owned() }
    }
}

/// NUL and other controls, and the marks that turn the direction of writing.
pub(super) fn is_unwanted(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Splits a mail or a part at its empty line. What does not look like a header begins the body.
pub(super) fn split<'a>(raw: &'a [u8], oddities: &mut Oddities) -> Block<'a> {
    let mut fields = Vec::new();
    let mut rest = raw;
    let mut used = 0;
    loop {
        let (line, after) = cut_line(rest);
        if line.is_empty() {
            return Block { fields, body: after };
        }
        let Some(name) = name_of(line) else {
            if used == 0 && line.starts_with(b"From ") {
                rest = after;
                continue;
            }
            return Block { fields, body: rest };
        };
        let (length, after) = field_end(rest);
        used += length.min(HEADER_FIELD);
        let start = memchr(b':', line).map_or(line.len(), |at| at + 1);
        let value = rest.get(start..length).unwrap_or_default();
        keep(&mut fields, Field { name, value }, used, oddities);
        rest = after;
    }
}

fn keep<'a>(fields: &mut Vec<Field<'a>>, mut field: Field<'a>, used: usize, oddities: &mut Oddities) {
    if fields.len() >= HEADER_FIELDS {
        return oddities.note("header fields beyond 1000 left out");
    }
    if used > HEADER_BLOCK && !fields.is_empty() {
        return oddities.note("headers beyond 256 KiB left out");
    }
    if let Some(cut) = field.value.get(..HEADER_FIELD) {
        oddities.note("header field cut at 64 KiB");
        field.value = cut;
    }
    fields.push(field);
}

/// The first line without its end, and all after it.
pub(super) fn cut_line(text: &[u8]) -> (&[u8], &[u8]) {
    match memchr(b'\n', text) {
        Some(at) => {
            let line = text.get(..at).unwrap_or_default();
            (line.strip_suffix(b"\r").unwrap_or(line), text.get(at + 1..).unwrap_or_default())
        }
        None => (text, &[]),
    }
}

/// The name before the colon, where the line is a header field.
fn name_of(line: &[u8]) -> Option<&str> {
    let name = line.get(..memchr(b':', line.get(..line.len().min(256))?)?)?.trim_ascii_end();
    let printable = !name.is_empty() && name.iter().all(|b| (33..127).contains(b));
    if printable { std::str::from_utf8(name).ok() } else { None }
}

/// Length of the first field with its folded lines, and all after it.
fn field_end(text: &[u8]) -> (usize, &[u8]) {
    let mut from = 0;
    loop {
        let Some(at) = text.get(from..).and_then(|tail| memchr(b'\n', tail)) else {
            return (text.len(), &[]);
        };
        let after = from + at + 1;
        let folded = matches!(text.get(after), Some(b' ' | b'\t')) && !is_blank_line(text.get(after..));
        if !folded {
            return (after, text.get(after..).unwrap_or_default());
        }
        from = after;
    }
}

/// A line of nothing but white space ends a header in the eyes of most mail programs.
fn is_blank_line(text: Option<&[u8]>) -> bool {
    let (line, rest) = cut_line(text.unwrap_or_default().get(..128).or(text).unwrap_or_default());
    line.trim_ascii().is_empty() && !matches!(rest.first(), Some(b' ' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(raw: &[u8]) -> (Vec<(String, String)>, Vec<u8>, Vec<String>) {
        let mut oddities = Oddities::default();
        let block = split(raw, &mut oddities);
        let fields = block.fields.iter().map(|f| (f.name.to_owned(), f.text())).collect();
        (fields, block.body.to_vec(), oddities.into_list())
    }

    #[test]
    fn a_folded_subject_becomes_one_line() {
        let (fields, body, _) = fields(b"Subject: Antrean\r\n\tpanjang\r\n di loket\r\n\r\nisi");
        assert_eq!(fields, [("Subject".to_owned(), "Antrean panjang di loket".to_owned())]);
        assert_eq!(body, b"isi");
    }

    #[test]
    fn a_name_written_in_bare_windows_1252_stays_readable() {
        let (fields, _, _) = fields(b"From: Andr\xe9 <a@warga.example>\n\n");
        assert_eq!(fields[0].1, "André <a@warga.example>");
    }

    #[test]
    fn a_forgotten_empty_line_does_not_eat_the_complaint() {
        let (fields, body, _) = fields(b"Subject: obat\nObat di Puskesmas habis\n");
        assert_eq!(fields.len(), 1);
        assert_eq!(body, b"Obat di Puskesmas habis\n");
    }

    #[test]
    fn a_header_of_a_megabyte_is_cut_and_said_so() {
        let mut raw = b"Subject: ".to_vec();
        raw.extend(std::iter::repeat_n(b'a', 1 << 20));
        raw.extend_from_slice(b"\r\n\r\nisi");
        let (fields, body, odd) = fields(&raw);
        assert_eq!(fields[0].1.len(), HEADER_FIELD - 1);
        assert_eq!(body, b"isi");
        assert_eq!(odd, ["header field cut at 64 KiB"]);
    }

    #[test]
    fn many_headers_are_counted_out() {
        let raw = [b"X-A: 1\n".repeat(5_000), b"\nisi".to_vec()].concat();
        let (fields, body, odd) = fields(&raw);
        assert_eq!(fields.len(), HEADER_FIELDS);
        assert_eq!(body, b"isi");
        assert_eq!(odd, ["header fields beyond 1000 left out"]);
    }
}

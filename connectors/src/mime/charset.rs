//! Bytes to characters: what the sender declared, unless the bytes show that it is not so.
//!
//! In: bytes and a label. Out: text. Windows-1252 is the last resort because it can read any byte.

use std::borrow::Cow;

use mail_parser::decoders::charsets::map::charset_decoder;

use super::limits::Oddities;

/// Text of undeclared bytes: UTF-8 if they are that, else Windows-1252.
pub(crate) fn of_undeclared(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(with_label("windows-1252", bytes)),
    }
}

/// Text of a body whose sender declared `label`.
pub(super) fn of_declared<'a>(bytes: &'a [u8], label: Option<&str>, oddities: &mut Oddities) -> Cow<'a, str> {
    let label = label.unwrap_or("").trim().to_ascii_lowercase();
    match family(&label) {
        Family::Single | Family::Plain if bytes.is_ascii() => of_undeclared(bytes),
        Family::Single => match std::str::from_utf8(bytes) {
            Ok(text) => {
                oddities.note("UTF-8 declared as another charset");
                Cow::Borrowed(text)
            }
            Err(_) => Cow::Owned(with_label(&label, bytes)),
        },
        Family::Plain => {
            if let Some(text) = utf16_with_mark(bytes) {
                return Cow::Owned(text);
            }
            let text = of_undeclared(bytes);
            if matches!(text, Cow::Owned(_)) {
                oddities.note("8-bit text that is not UTF-8, read as windows-1252");
            }
            text
        }
        Family::Other => Cow::Owned(with_label(&label, bytes)),
    }
}

/// Text of bytes in a named charset, UTF-8 or Windows-1252 where the name means nothing to us.
pub(super) fn with_label(label: &str, bytes: &[u8]) -> String {
    match charset_decoder(label.as_bytes()) {
        Some(decode) => decode(bytes),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|&b| char::from(b)).collect(),
        },
    }
}

enum Family {
    /// UTF-8, ASCII, nothing, or a name that nobody knows.
    Plain,
    /// One byte a character, Latin: programs lie with these.
    Single,
    /// Everything else that the library can read.
    Other,
}

fn family(label: &str) -> Family {
    match label {
        "" | "utf-8" | "utf8" | "us-ascii" | "ascii" | "unknown-8bit" | "x-unknown" | "default" | "binary" => {
            Family::Plain
        }
        _ if charset_decoder(label.as_bytes()).is_none() => Family::Plain,
        _ if label.starts_with("iso-8859-") || label.starts_with("windows-125") || label.starts_with("cp125") => {
            Family::Single
        }
        "latin1" | "latin-1" | "iso8859-1" | "iso88591" => Family::Single,
        _ => Family::Other,
    }
}

/// Text of bytes that begin with the mark of UTF-16.
pub(crate) fn utf16_with_mark(bytes: &[u8]) -> Option<String> {
    let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    marked.then(|| with_label("utf-16", bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], label: Option<&str>) -> (String, Vec<String>) {
        let mut oddities = Oddities::default();
        (of_declared(bytes, label, &mut oddities).into_owned(), oddities.into_list())
    }

    #[test]
    fn undeclared_bytes_are_utf8_or_windows_1252() {
        assert_eq!(read("pelayanan “buruk”".as_bytes(), None).0, "pelayanan “buruk”");
        let (text, odd) = read(b"pelayanan \x93buruk\x94", None);
        assert_eq!(text, "pelayanan “buruk”");
        assert_eq!(odd.len(), 1);
    }

    #[test]
    fn utf8_declared_as_latin_is_read_as_what_it_is() {
        let (text, odd) = read("José – Puskesmas".as_bytes(), Some("ISO-8859-1"));
        assert_eq!(text, "José – Puskesmas");
        assert_eq!(odd, ["UTF-8 declared as another charset"]);
    }

    #[test]
    fn a_declared_charset_is_believed_where_it_can_be() {
        assert_eq!(read(b"Andr\xe9", Some("iso-8859-1")).0, "André");
        assert_eq!(read(b"\xcf\xf0\xe8\xe2\xe5\xf2", Some("windows-1251")).0, "Привет");
        assert_eq!(read(b"Andr\xe9", Some("no-such-charset")).0, "André");
    }
}

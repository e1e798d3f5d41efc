//! How names and words are written in commands: quoted strings, folder names, keywords.
//!
//! In: text of the configuration. Out: the bytes of RFC 3501. Knows no connection.

use base64::Engine as _;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::NO_PAD;

/// A quoted string, or `None` if the text holds what may not stand in one (line ends, NUL, anything not ASCII).
pub(super) fn quoted(text: &str) -> Option<String> {
    let fits = text.bytes().all(|b| b.is_ascii() && !matches!(b, b'\r' | b'\n' | 0));
    fits.then(|| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// A folder name, quoted: not-ASCII parts in the modified UTF-7 of RFC 3501 §5.1.3.
pub(super) fn folder(name: &str) -> Option<String> {
    let mut text = String::new();
    let mut foreign: Vec<u8> = Vec::new();
    for c in name.chars() {
        if c.is_ascii() && !c.is_ascii_control() {
            flush(&mut text, &mut foreign);
            text.push(c);
            if c == '&' {
                text.push('-');
            }
        } else {
            let mut units = [0u16; 2];
            foreign.extend(c.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    flush(&mut text, &mut foreign);
    quoted(&text)
}

fn flush(text: &mut String, foreign: &mut Vec<u8>) {
    if foreign.is_empty() {
        return;
    }
    let engine = GeneralPurpose::new(&base64::alphabet::IMAP_MUTF7, NO_PAD);
    text.push('&');
    text.push_str(&engine.encode(std::mem::take(foreign)));
    text.push('-');
}

/// True if this may be set as a flag: a system flag (`\Seen`) or a keyword, which is an atom.
pub(super) fn is_flag(word: &str) -> bool {
    let atom = word.strip_prefix('\\').unwrap_or(word);
    let fits = |b: u8| b.is_ascii_graphic() && !matches!(b, b'(' | b')' | b'{' | b'%' | b'*' | b'"' | b'\\' | b']');
    !atom.is_empty() && atom.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        assert_eq!(quoted(r#"a"b\c"#).as_deref(), Some(r#""a\"b\\c""#));
        assert_eq!(quoted("kata\r\nsandi"), None);
        assert_eq!(quoted("sandié"), None);
    }

    #[test]
    fn a_folder_with_an_ampersand_or_an_accent_keeps_its_name() {
        assert_eq!(folder("Aduan & Saran").as_deref(), Some("\"Aduan &- Saran\""));
        assert_eq!(folder("Entwürfe").as_deref(), Some("\"Entw&APw-rfe\""));
        assert_eq!(folder("台北").as_deref(), Some("\"&U,BTFw-\""));
    }

    #[test]
    fn a_flag_is_a_system_flag_or_an_atom() {
        assert!(is_flag(r"\Seen") && is_flag("$Penghubung"));
        assert!(!is_flag("") && !is_flag("dua kata") && !is_flag("a)b") && !is_flag("x\r\ny"));
    }
}

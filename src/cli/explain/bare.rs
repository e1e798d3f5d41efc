//! Bare texts: an SMS, a form, a note of what somebody said.

use connectors::mime;

/// The text of a file in UTF-8, UTF-16 with its mark, or an older encoding; `None` where it is none.
pub(super) fn text(raw: Vec<u8>) -> Option<String> {
    let text = match raw.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        other if other.contains(&0) => return None,
        other => String::from_utf8(other.to_vec()).unwrap_or_else(|_| undeclared(other)),
    };
    // The same cleaning and bounds as the text of a mail.
    Some(mime::read(&as_mail(text.as_bytes(), "; charset=utf-8")).text)
}

/// An encoding nobody named is guessed as that of a mail is.
fn undeclared(raw: &[u8]) -> String {
    mime::read(&as_mail(raw, "")).text
}

fn as_mail(body: &[u8], charset: &str) -> Vec<u8> {
    let header = format!("Content-Type: text/plain{charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
    [header.as_bytes(), body].concat()
}

fn utf_16(raw: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = raw.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(unit);
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_the_encodings_that_phones_and_old_machines_write() {
        let utf_16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("Obat é".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for raw in [b"Obat \xc3\xa9".to_vec(), b"\xef\xbb\xbfObat \xc3\xa9".to_vec(), b"Obat \xe9".to_vec(), utf_16] {
            assert_eq!(text(raw.clone()).as_deref(), Some("Obat é"), "{raw:x?}");
        }
        assert_eq!(text(b"\x89PNG\0\0".to_vec()), None);
    }
}

//! A letter as it stands on the wire.
//!
//! In: any bytes. Out: lines ended by CRLF and by nothing else, dots doubled at the start of a line (RFC 5321 §4.5.2),
//! the final dot. Whatever a letter contains, the server sees one letter.

/// The whole of what is written after 354.
#[must_use]
pub fn on_the_wire(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + content.len() / 64 + 16);
    let mut rest = content;
    while !rest.is_empty() {
        let length = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        let (line, end) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        if line.first() == Some(&b'.') {
            out.push(b'.');
        }
        out.extend_from_slice(line);
        out.extend_from_slice(b"\r\n");
        rest = end.strip_prefix(b"\r\n").or_else(|| end.get(1..)).unwrap_or_default();
    }
    out.extend_from_slice(b".\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_becomes_crlf() {
        assert_eq!(on_the_wire(b"a\nb\rc\r\nd\n\re\r\r\nf"), b"a\r\nb\r\nc\r\nd\r\n\r\ne\r\n\r\nf\r\n.\r\n");
        assert_eq!(on_the_wire(b""), b".\r\n");
        assert_eq!(on_the_wire(b"\r\n"), b"\r\n.\r\n");
    }

    #[test]
    fn a_dot_at_the_start_of_any_line_is_doubled() {
        assert_eq!(on_the_wire(b".\n..a\r.b\r\nc."), b"..\r\n...a\r\n..b\r\nc.\r\n.\r\n");
    }

    #[test]
    fn no_letter_can_smuggle_in_a_second_one() {
        let ends: [&[u8]; 4] = [b"\n", b"\r", b"\r\n", b"\r\r\n"];
        for before in ends {
            for after in ends {
                let wire = on_the_wire(&[b"x", before, b".", after, b"MAIL FROM:<a@b.example>\r\n"].concat());
                let body = wire.strip_suffix(b"\r\n.\r\n").unwrap();
                let text = String::from_utf8(body.to_vec()).unwrap();
                assert!(!text.contains("\r\n.\r\n"), "{text:?}");
                let bare = text.replace("\r\n", "");
                assert!(!bare.contains(['\r', '\n']), "{text:?}");
            }
        }
    }
}

//! Bytes made fit for the body of a mail (RFC 2045 §6), as they are where they are fit already.
//!
//! In: a text, or the bytes of a file. Out: the encoded bytes, lines ended by CRLF, and the word for how it was done.
//! lettre would count each byte several times and write most attached mails as quoted-printable: half of what a letter
//! cost.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use lettre::message::Body;
use lettre::message::header::ContentTransferEncoding;

/// Longest line of an encoded body, without its end (RFC 2045 §6.7 and §6.8).
const LINE: usize = 76;
/// Longest line that mail servers pass on (RFC 5322 §2.1.1).
const LONGEST_LINE: usize = 998;
/// Bytes that become one line of base64.
const BASE64_LINE: usize = LINE / 4 * 3;

/// A text, readable in transit where it is mostly ASCII; its lines end as lines do in a mail.
pub(super) fn text(text: &str) -> Body {
    let lines = || text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let plain =
        text.is_ascii() && lines().all(|line| line.len() <= LINE && !line.bytes().any(|b| matches!(b, 0 | b'\r')));
    if !plain {
        return quoted(lines());
    }
    let mut out = Vec::with_capacity(text.len() + text.len() / 16);
    for (at, line) in lines().enumerate() {
        out.extend_from_slice(if at == 0 { b"" } else { b"\r\n" });
        out.extend_from_slice(line.as_bytes());
    }
    Body::dangerous_pre_encoded(out, ContentTransferEncoding::SevenBit)
}

/// A file, so that the very same bytes come out again.
pub(super) fn file(bytes: Vec<u8>) -> Body {
    if passes_as_it_is(&bytes) {
        return Body::dangerous_pre_encoded(bytes, ContentTransferEncoding::SevenBit);
    }
    let lines = bytes.len().div_ceil(BASE64_LINE);
    let mut out = Vec::with_capacity(lines * (LINE + 2));
    let mut line = [0; LINE];
    for part in bytes.chunks(BASE64_LINE) {
        // Never fails: a line is as long as what becomes of so many bytes.
        let length = BASE64.encode_slice(part, &mut line).unwrap_or_default();
        out.extend_from_slice(line.get(..length).unwrap_or_default());
        out.extend_from_slice(b"\r\n");
    }
    Body::dangerous_pre_encoded(out, ContentTransferEncoding::Base64)
}

/// ASCII in lines that end with CRLF and are short enough; none begins as the lines do that mailbox files mark.
fn passes_as_it_is(bytes: &[u8]) -> bool {
    if !bytes.is_ascii() || !bytes.ends_with(b"\r\n") {
        return false;
    }
    let mut begin = 0;
    memchr::memchr_iter(b'\n', bytes).all(|end| {
        let line = bytes.get(begin..end).unwrap_or_default();
        begin = end + 1;
        let Some((b'\r', line)) = line.split_last() else { return false };
        line.len() <= LONGEST_LINE && !line.starts_with(b"From ") && memchr::memchr2(b'\r', 0, line).is_none()
    })
}

/// Quoted-printable.
fn quoted<'t>(lines: impl Iterator<Item = &'t str>) -> Body {
    let mut out = Vec::new();
    for (at, line) in lines.enumerate() {
        if at > 0 {
            out.extend_from_slice(b"\r\n");
        }
        let mut begin = out.len();
        let mut bytes = line.bytes().peekable();
        while let Some(byte) = bytes.next() {
            let is_last = bytes.peek().is_none();
            let literal = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || (matches!(byte, b' ' | b'\t') && !is_last);
            let width = if literal { 1 } else { 3 };
            // One place is kept for the mark that the line goes on.
            if out.len() - begin + width > LINE - usize::from(!is_last) {
                out.extend_from_slice(b"=\r\n");
                begin = out.len();
            }
            if literal {
                out.push(byte);
            } else {
                out.push(b'=');
                out.extend(
                    [byte >> 4, byte & 15].map(|digit| if digit < 10 { b'0' + digit } else { b'A' - 10 + digit }),
                );
            }
        }
    }
    Body::dangerous_pre_encoded(out, ContentTransferEncoding::QuotedPrintable)
}

#[cfg(test)]
mod tests {
    use mail_parser::{MessageParser, MimeHeaders as _};

    use super::super::{Outgoing, compose, tests::letter};
    use super::*;

    fn mail(body: &str, files: &[&[u8]]) -> Vec<u8> {
        let files = files.iter().map(|bytes| ("laporan.eml".to_owned(), bytes.to_vec())).collect();
        compose(Outgoing { files, ..letter("a", body) }).unwrap()
    }

    #[test]
    fn every_file_comes_out_as_it_went_in() {
        let long = [vec![b'x'; 999], b"\r\n".to_vec()].concat();
        let all: Vec<u8> = (0..=255).collect();
        let base64_lines = format!("{}\r\n", "QUJD".repeat(19)).repeat(50);
        let files: [&[u8]; 12] = [
            b"Subject: a\r\n\r\nisi\r\n",
            b"Subject: a\n\nisi\n",
            b"a\rb\r\n",
            b"tanpa akhir baris",
            b"",
            b"\r\n",
            b"x\r\nFrom warga\r\n.\r\n..\r\n",
            "Bupati Timor Tengah Utara \u{2013} é\r\n".as_bytes(),
            b"nol \0\r\n",
            &long,
            &all,
            base64_lines.as_bytes(),
        ];
        for file in files {
            let raw = mail("isi", &[file, file]);
            assert!(raw.is_ascii() && raw.split(|b| *b == b'\n').all(|line| line.len() <= 999));
            let parsed = MessageParser::default().parse(&raw).unwrap();
            let read: Vec<&[u8]> = parsed.attachments().map(|part| part.contents()).collect();
            assert_eq!(read, [file, file], "{}", String::from_utf8_lossy(&raw));
        }
    }

    #[test]
    fn a_mail_in_ascii_hangs_on_a_letter_as_it_is() {
        let original = format!("Subject: a\r\n\r\n{}\r\n", "QUJD".repeat(19));
        let raw = String::from_utf8(mail("isi", &[original.as_bytes()])).unwrap();
        assert!(raw.contains(&original) && raw.contains("Content-Transfer-Encoding: 7bit"), "{raw}");
    }

    #[test]
    fn every_text_is_read_as_it_was_written() {
        let words = "Saya antre lama sekali di loket, sudah tiga kali, dan belum juga dilayani. ".repeat(9);
        for body in [
            "satu\r\ndua\ntiga",
            "spasi di akhir \nlalu tab\t\n=3D dan = saja",
            &words,
            "“kutip” – é 😀",
            &"é".repeat(300),
            &"=".repeat(200),
            "",
            "\n\n",
            "tengah\rbaris",
            &format!("{}\n{} ", "a".repeat(76), "b".repeat(76)),
        ] {
            let raw = mail(body, &[]);
            assert!(raw.is_ascii());
            let (_, encoded) = std::str::from_utf8(&raw).unwrap().split_once("\r\n\r\n").unwrap();
            assert!(encoded.split("\r\n").all(|line| line.len() <= LINE), "{encoded}");
            let parsed = MessageParser::default().parse(&raw).unwrap();
            // A mail ends with the end of a line.
            let read = parsed.body_text(0).unwrap().replace("\r\n", "\n");
            assert_eq!(read.strip_suffix('\n'), Some(body.replace("\r\n", "\n").as_str()), "{encoded}");
            assert!(parsed.text_part(0).is_some_and(|part| part.content_transfer_encoding().is_some()));
        }
    }
}

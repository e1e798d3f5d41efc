//! Content-Transfer-Encoding undone.
//!
//! In: the bytes of a body. Out: the bytes meant, borrowed where nothing had to be done. Never fails: what cannot be
//! decoded is skipped, and text that only claims to be Base64 stays as it is.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use memchr::{memchr, memchr2};

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Packing {
    /// 7bit, 8bit, binary, or a name that nobody knows.
    #[default]
    None,
    /// Base64.
    Base64,
    /// Quoted-printable.
    QuotedPrintable,
}

impl Packing {
    /// By the value of the header.
    pub(super) fn named(name: &str) -> Self {
        let name = name.trim().trim_matches('"');
        if name.eq_ignore_ascii_case("base64") {
            Self::Base64
        } else if name.eq_ignore_ascii_case("quoted-printable") {
            Self::QuotedPrintable
        } else {
            Self::None
        }
    }
}

/// Unpacks a body.
pub(super) fn unpack(body: &[u8], packing: Packing) -> Cow<'_, [u8]> {
    match packing {
        Packing::None => Cow::Borrowed(body),
        Packing::Base64 => base64(body),
        Packing::QuotedPrintable => Cow::Owned(quoted_printable(body)),
    }
}

const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Unpacks a body for whoever needs only to see it pass: `take` gets it piece by piece, and no whole body lies in
/// memory. `false`: it could not be unpacked so, and what `take` has seen is worth nothing.
pub(super) fn unpack_in_pieces(body: &[u8], packing: Packing, take: &mut dyn FnMut(&[u8])) -> bool {
    match packing {
        Packing::None => take(body),
        Packing::Base64 => return base64_in_pieces(body, take),
        Packing::QuotedPrintable => take(&quoted_printable(body)),
    }
    true
}

/// Base64, as it should be or as it is.
pub(super) fn base64(body: &[u8]) -> Cow<'_, [u8]> {
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    if base64_in_pieces(body, &mut |piece| bytes.extend_from_slice(piece)) {
        return Cow::Owned(bytes);
    }
    salvage_base64(body)
}

/// Signs that are unpacked at once: they and their bytes stay in the processor's nearest memory. A multiple of four.
const PIECE: usize = 8 * 1024;

/// Base64 as it should be; `false` where it is not.
fn base64_in_pieces(body: &[u8], take: &mut dyn FnMut(&[u8])) -> bool {
    let (mut signs, mut bytes) = (Vec::with_capacity(PIECE), vec![0; PIECE]);
    let mut give = |signs: &[u8]| match FORGIVING.decode_slice(signs, &mut bytes) {
        Ok(n) => {
            take(bytes.get(..n).unwrap_or_default());
            true
        }
        Err(_) => false,
    };
    for mut line in Lines(body.trim_ascii_end()) {
        while signs.len() + line.len() > PIECE {
            let (fits, rest) = line.split_at(PIECE - signs.len());
            signs.extend_from_slice(fits);
            line = rest;
            // Padding in the middle ends the one thing and begins another.
            if signs.ends_with(b"=") || !give(&signs) {
                return false;
            }
            signs.clear();
        }
        signs.extend_from_slice(line);
    }
    give(&signs)
}

/// The pieces of a body between its line ends, whichever those are.
struct Lines<'a>(&'a [u8]);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let end = memchr2(b'\n', b'\r', self.0).unwrap_or(self.0.len());
        let (line, rest) = self.0.split_at(end);
        let ends = rest.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        self.0 = rest.get(ends..).unwrap_or_default();
        Some(line)
    }
}

fn salvage_base64(body: &[u8]) -> Cow<'_, [u8]> {
    let visible = body.iter().filter(|b| !b.is_ascii_whitespace()).count();
    let known = body.iter().filter(|&&b| sextet(b).is_some() || b == b'=').count();
    let looks_like_prose = body.contains(&b' ') && body.iter().filter(|&&b| b == b' ').count() > visible / 20;
    if looks_like_prose || known < visible - visible / 10 {
        return Cow::Borrowed(body);
    }
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u8);
    for &b in body {
        if b == b'=' {
            (bits, held) = (0, 0);
        } else if let Some(six) = sextet(b) {
            bits = (bits << 6 | u32::from(six)) & 0xFFFF;
            held += 6;
            if held >= 8 {
                held -= 8;
                bytes.push((bits >> held) as u8);
            }
        }
    }
    Cow::Owned(bytes)
}

fn sextet(b: u8) -> Option<u8> {
    match b {
        b'A'..=b'Z' => Some(b - b'A'),
        b'a'..=b'z' => Some(b - b'a' + 26),
        b'0'..=b'9' => Some(b - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// Quoted-printable; a `=` that is no escape stays.
pub(super) fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = memchr(b'=', rest) {
        bytes.extend_from_slice(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        rest = if let Some((byte, next)) = escaped_byte(after) {
            bytes.push(byte);
            next
        } else if let Some(next) = soft_break(after) {
            next
        } else {
            bytes.push(b'=');
            after
        };
    }
    bytes.extend_from_slice(rest);
    bytes
}

fn escaped_byte(text: &[u8]) -> Option<(u8, &[u8])> {
    let (pair, next) = text.split_at_checked(2)?;
    let digit = |b: Option<&u8>| b.and_then(|&b| char::from(b).to_digit(16));
    let value = digit(pair.first())? * 16 + digit(pair.get(1))?;
    Some((u8::try_from(value).ok()?, next))
}

fn soft_break(text: &[u8]) -> Option<&[u8]> {
    let padding = text.iter().take(80).take_while(|b| matches!(b, b' ' | b'\t')).count();
    let rest = text.get(padding..)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_with_broken_lines_missing_padding_and_stray_signs() {
        assert_eq!(&*base64(b"SGFs\r\nbyBCdWRp\r\n"), b"Halo Budi");
        assert_eq!(&*base64(b"SGFsbw"), b"Halo");
        assert_eq!(&*base64(b"SGFsbw==SGFsbw=="), b"HaloHalo");
        assert_eq!(&*base64(b"SG*FsbyBCdWRpIEhhbG8gQnVkaSBIYWxvIEJ1ZGk="), b"Halo Budi Halo Budi Halo Budi");
    }

    #[test]
    fn base64_in_pieces_is_the_same_as_at_once() {
        let bytes: Vec<u8> = (0..40_000_u32).map(|n| (n * n % 251) as u8).collect();
        let packed = base64::engine::general_purpose::STANDARD.encode(&bytes);
        for (length, end) in [(76, "\r\n"), (60, "\n"), (77, "\r"), (9_000, "\n\n"), (100_000, "")] {
            let lines: Vec<&str> = packed.as_bytes().chunks(length).map(|line| str::from_utf8(line).unwrap()).collect();
            let body = format!("{} \t{end}", lines.join(end));
            let mut seen = Vec::new();
            assert!(unpack_in_pieces(body.as_bytes(), Packing::Base64, &mut |piece| seen.extend_from_slice(piece)));
            assert!(seen == bytes && *base64(body.as_bytes()) == bytes, "lines of {length}");
        }
        // Two things one behind the other, the first ending just where a piece does.
        let twice = format!("{}=={}", "A".repeat(PIECE - 2), "QUJD");
        assert!(!unpack_in_pieces(twice.as_bytes(), Packing::Base64, &mut |_| ()));
        assert!(base64(twice.as_bytes()).ends_with(b"ABC"));
    }

    #[test]
    fn plain_words_that_claim_to_be_base64_are_kept() {
        assert_eq!(&*base64("Obat di puskesmas habis, tolong.".as_bytes()), b"Obat di puskesmas habis, tolong.");
    }

    #[test]
    fn quoted_printable_keeps_what_is_no_escape() {
        assert_eq!(quoted_printable(b"a=3Db=\r\nc =ZZ 5=5 =C3=A9="), "a=bc =ZZ 5=5 é".as_bytes());
    }
}

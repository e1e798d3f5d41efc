//! The text of a file of which nobody says how it is encoded. In: bytes. Out: text, or what the file is instead.

use crate::mime::charset;

/// UTF-16 with its mark, UTF-8 with or without its own, else what Windows writes (Windows-1252).
pub(super) fn text(bytes: &[u8]) -> Result<String, String> {
    if let Some(text) = charset::utf16_with_mark(bytes) {
        return Ok(text.trim_start_matches('\u{feff}').to_owned());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(other) = other_kind(bytes) {
        return Err(other.to_owned());
    }
    Ok(charset::of_undeclared(bytes).into_owned())
}

fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some("this is an old Excel file (.xls); save it as .xlsx or as CSV UTF-8");
    }
    if bytes.starts_with(b"%PDF") {
        return Some("this is a PDF; a register is read from .xlsx or CSV");
    }
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    // Every other byte of Latin text in UTF-16 is zero.
    if zeros * 3 > bytes.len() && bytes.iter().any(u8::is_ascii_alphabetic) {
        return Some("this is UTF-16 without its mark; save it as CSV UTF-8");
    }
    (zeros > 0).then_some("this is a binary file, no table; a register is read from .xlsx or CSV")
}

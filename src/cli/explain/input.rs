//! Files and standard input, read within bounds, and told apart: mail or bare text.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use connectors::mime::{self, Mail};

use super::bare;

/// Largest message that is read, in bytes.
const LARGEST: u64 = 64 << 20;
/// Headers that tell a mail from a text whose lines look like headers (`Nama: …`, `Alamat: …`).
const SIGNS: [&str; 12] = [
    "from",
    "to",
    "subject",
    "date",
    "received",
    "return-path",
    "message-id",
    "delivered-to",
    "mime-version",
    "content-type",
    "reply-to",
    "x-original-to",
];

/// A message as given.
#[derive(Debug)]
pub(super) struct Given {
    /// The file as named on the command line.
    pub(super) file: String,
    /// What a person would see of it.
    pub(super) mail: Mail,
    /// It is a bare text: `mail` holds nothing but `text`.
    pub(super) bare: bool,
}

/// Why a message cannot be had.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("is a directory; name the files in it")]
    Directory,
    #[error("is larger than {} MiB", LARGEST >> 20)]
    TooLarge,
    #[error("standard input was read already; name - once")]
    ReadAlready,
    #[error("is no text: it holds NUL bytes; a mail's file ends in .eml")]
    Binary,
    #[error("is a ZIP archive (also XLSX, DOCX); unpack it and name the .eml or .txt files in it")]
    Archive,
    #[error("is JSON, not a message; give the mail (.eml), or its bare text (.txt, or - for standard input)")]
    Json,
}

/// Where messages come from. Standard input can be read once.
#[derive(Debug, Default)]
pub(super) struct Input {
    stdin_read: bool,
}

impl Input {
    /// Reads one message.
    pub(super) fn read(&mut self, file: &Path) -> Result<Given, Unreadable> {
        let name = file.to_string_lossy().into_owned();
        let raw = if name == "-" { self.stdin()? } else { from_file(file)? };
        if connectors::table::is_zip(&raw) {
            return Err(Unreadable::Archive);
        }
        let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if extension == "json" {
            return Err(Unreadable::Json);
        }
        let is_mail = match extension.as_str() {
            "eml" => true,
            "txt" => false,
            _ => looks_like_mail(&raw),
        };
        let mail = if is_mail {
            mime::read(&raw)
        } else {
            Mail { text: bare::text(raw).ok_or(Unreadable::Binary)?, ..Mail::default() }
        };
        Ok(Given { file: name, mail, bare: !is_mail })
    }

    fn stdin(&mut self) -> Result<Vec<u8>, Unreadable> {
        if std::mem::replace(&mut self.stdin_read, true) {
            return Err(Unreadable::ReadAlready);
        }
        bounded(io::stdin().lock(), 0)
    }
}

fn from_file(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(Unreadable::Directory);
    }
    if about.len() > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    bounded(file, about.len())
}

/// Reads to the end; something without an end (`/dev/zero`) is too large.
fn bounded(from: impl Read, expected: u64) -> Result<Vec<u8>, Unreadable> {
    let mut raw = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
    from.take(LARGEST + 1).read_to_end(&mut raw)?;
    if raw.len() as u64 > LARGEST { Err(Unreadable::TooLarge) } else { Ok(raw) }
}

/// True if it begins with a block of header lines, one of which a mail has.
fn looks_like_mail(raw: &[u8]) -> bool {
    let mut lines = raw.split(|b| *b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).peekable();
    // The line that mbox puts before each mail.
    if lines.peek().is_some_and(|line| line.starts_with(b"From ")) {
        lines.next();
    }
    let mut known = false;
    for (at, line) in lines.enumerate() {
        if line.is_empty() {
            break;
        }
        if at > 0 && line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(name) = header_name(line) else { return false };
        known |= SIGNS.iter().any(|sign| name.eq_ignore_ascii_case(sign.as_bytes()));
    }
    known
}

fn header_name(line: &[u8]) -> Option<&[u8]> {
    let name = line.split(|b| *b == b':').next().filter(|name| name.len() < line.len())?;
    let name = name.trim_ascii_end();
    (!name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(b))).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_told_from_a_form_that_a_citizen_filled_in() {
        assert!(looks_like_mail(b"From: a@b.example\r\nSubject: x\r\n\tgoes on\r\n\r\nHalo\r\n"));
        assert!(looks_like_mail(b"From a@b.example Mon Nov 16 07:58:00 2026\nReceived: by x\n\nHalo\n"));
        assert!(looks_like_mail(b"Subject: tanpa isi\n"));
        for text in
            ["Nama: Sari\nAlamat: Bandar\n\nObat habis", "Obat habis.", "", "\n\nSubject: x", "Selamat pagi: obat"]
        {
            assert!(!looks_like_mail(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_never_ends_is_too_large() {
        assert!(matches!(bounded(io::repeat(0), 0), Err(Unreadable::TooLarge)));
    }
}

//! A letter made into the bytes of a mail (RFC 5322), the same bytes for the same letter.
//!
//! In: plain values. Out: bytes with CRLF line ends. Foreign text cannot add a header: every header goes through a
//! typed writer that encodes or refuses line breaks.

mod encoding;

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

/// A letter, ready to be written down.
#[derive(Debug, Clone)]
pub struct Outgoing<'a> {
    /// Without angle brackets.
    pub message_id: &'a str,
    /// Date header.
    pub date: DateTime<Utc>,
    /// Display name of the sender.
    pub from_name: &'a str,
    /// Address of the sender.
    pub from: &'a str,
    /// The one recipient.
    pub to: &'a str,
    /// Where answers go.
    pub reply_to: Option<&'a str>,
    /// Subject, any text.
    pub subject: &'a str,
    /// Message-IDs this answers, oldest first, without angle brackets.
    pub references: &'a [String],
    /// Our own headers: name and value.
    pub marks: &'a [(&'static str, String)],
    /// The text.
    pub body: &'a str,
    /// Files to go with it: name and bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Why a letter could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeFault {
    /// An address that is none.
    #[error("`{0}` is not an address")]
    Address(String),
    /// A header that cannot be written.
    #[error("a header cannot be written: {0}")]
    Header(String),
}

/// A foreign Message-ID longer than this is not repeated: it cannot be folded, and a line has at most 998 bytes
/// (RFC 5322 §2.1.1).
const LONGEST_ID: usize = 900;

/// Writes a letter down.
pub fn compose(letter: Outgoing<'_>) -> Result<Vec<u8>, ComposeFault> {
    let mut builder = Message::builder()
        .date(SystemTime::from(letter.date))
        .from(mailbox(letter.from_name, letter.from)?)
        .to(mailbox("", letter.to)?)
        .subject(one_line(letter.subject))
        .message_id(Some(format!("<{}>", one_line(letter.message_id))));
    if let Some(reply_to) = letter.reply_to {
        builder = builder.reply_to(mailbox("", reply_to)?);
    }
    let repeatable = letter.references.iter().filter(|id| id.len() <= LONGEST_ID);
    let all: Vec<String> = repeatable.map(|id| format!("<{}>", one_line(id))).collect();
    if let Some(last) = all.last() {
        builder = builder.in_reply_to(last.clone());
        builder = builder.references(all.join(" "));
    }
    for (name, value) in letter.marks {
        builder = builder.raw_header(raw(name, value)?);
    }
    let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(encoding::text(letter.body));
    let message = if letter.files.is_empty() {
        builder.singlepart(text)
    } else {
        let boundary = format!("=_{}", letter.message_id.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
        let mut parts = MultiPart::mixed().boundary(boundary).singlepart(text);
        for (name, bytes) in letter.files {
            let kind = ContentType::parse(kind_of(&name)).map_err(|e| ComposeFault::Header(e.to_string()))?;
            parts = parts.singlepart(Attachment::new(one_line(&name)).body(encoding::file(bytes), kind));
        }
        builder.multipart(parts)
    };
    message.map(|m| m.formatted()).map_err(|error| ComposeFault::Header(error.to_string()))
}

/// What mail programs may show by themselves; whatever else hangs on a mail is plain bytes.
fn kind_of(name: &str) -> &'static str {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    match end.as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

fn mailbox(name: &str, address: &str) -> Result<Mailbox, ComposeFault> {
    let parsed = address.parse().map_err(|_| ComposeFault::Address(one_line(address)))?;
    Ok(Mailbox::new(Some(one_line(name)).filter(|n| !n.is_empty()), parsed))
}

fn raw(name: &'static str, value: &str) -> Result<HeaderValue, ComposeFault> {
    let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|e| ComposeFault::Header(e.to_string()))?;
    Ok(HeaderValue::new(name, one_line(value)))
}

/// Line breaks and other controls become spaces.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn letter<'a>(subject: &'a str, body: &'a str) -> Outgoing<'a> {
        Outgoing {
            message_id: "abc.1@office.example",
            date: DateTime::UNIX_EPOCH,
            from_name: "Dinas Kesehatan",
            from: "pengaduan@office.example",
            to: "warga@citizen.example",
            reply_to: Some("pengaduan+token@office.example"),
            subject,
            references: &[],
            marks: &[],
            body,
            files: Vec::new(),
        }
    }

    #[test]
    fn a_subject_with_line_breaks_cannot_add_a_header() {
        let bytes = compose(letter("halo\r\nBcc: x@evil.example", "isi")).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.lines().any(|line| line.starts_with("Bcc:")));
    }

    #[test]
    fn the_same_letter_gives_the_same_bytes() {
        assert_eq!(compose(letter("a", "isi é")).unwrap(), compose(letter("a", "isi é")).unwrap());
    }

    #[test]
    fn an_address_that_is_none_is_refused_before_anything_is_sent() {
        let mut bad = letter("a", "b");
        bad.to = "no address\r\nRCPT";
        assert!(matches!(compose(bad), Err(ComposeFault::Address(_))));
    }

    #[test]
    fn a_message_id_too_long_for_a_line_is_not_repeated() {
        let mut answer = letter("a", "b");
        let ids = ["kecil@x.example".to_owned(), format!("{}@x.example", "x".repeat(60_000))];
        answer.references = &ids;
        let text = String::from_utf8(compose(answer).unwrap()).unwrap();
        assert!(text.contains("In-Reply-To: <kecil@x.example>"));
        assert!(text.lines().all(|line| line.len() <= 998));
    }

    #[test]
    fn every_line_ends_with_cr_lf() {
        let bytes = compose(letter("a", "satu\ndua\r\ntiga")).unwrap();
        assert!(!bytes.windows(2).any(|w| w[1] == b'\n' && w[0] != b'\r'));
    }
}

//! Raw bytes of a mail read into what a person would see of it. The raw bytes stay the truth; this is a view.
//!
//! In: any bytes at all. Out: always a [`Mail`], with what was odd about it noted. Never fails, never panics,
//! bounded in depth, parts and time: the structure is cut by our own walk (`structure`, limits in `limits`); the
//! library only decodes addresses, dates, charsets and HTML entities. Measured: 0.1 ms for a mail of 77 KB.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, FixedOffset};

mod addresses;
mod attachments;
mod bounce;
pub(crate) mod charset;
mod flowed;
mod header;
mod html;
mod limits;
mod params;
mod reading;
mod structure;
#[cfg(test)]
mod tests;
mod text;
mod transfer;
mod words;

/// A mail as a person would see it.
#[derive(Debug, Clone, Default)]
pub struct Mail {
    /// Message-ID without angle brackets.
    pub message_id: Option<String>,
    /// First address of From (or Sender, or Return-Path where that is missing), lower case.
    pub from: Option<String>,
    /// Display name of it, decoded.
    pub from_name: Option<String>,
    /// More than one From address, or From twice.
    pub ambiguous_from: bool,
    /// Reply-To, lower case, where given.
    pub reply_to: Option<String>,
    /// Every address of To and Cc and Delivered-To and X-Original-To, lower case, in that order, no repeats.
    pub to: Vec<String>,
    /// Date header.
    pub date: Option<DateTime<FixedOffset>>,
    /// Subject, decoded, on one line.
    pub subject: String,
    /// The text a person reads: text/plain parts, else HTML made plain. NUL and other controls removed.
    pub text: String,
    /// In-Reply-To and References, without angle brackets, oldest first.
    pub references: Vec<String>,
    /// Attachments with their decoded bytes measured and hashed, in order.
    pub attachments: Vec<Attachment>,
    /// Every header in order: lower-case name and unfolded, decoded value.
    pub headers: Vec<(String, String)>,
    /// A delivery status notification inside (RFC 3464), or one told in plain words by a known server.
    pub bounce: Option<Bounce>,
    /// Mails attached whole (message/rfc822), for forwarded complaints.
    pub nested: Vec<Mail>,
    /// What was odd: "no From", "parts beyond 500 left out", …
    pub oddities: Vec<String>,
}

impl Mail {
    /// Every value of a header, in order. `name` in lower case.
    pub fn header_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// One attachment. The bytes stay in the raw mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Name as given, cleaned of paths and controls; `lampiran-01` where none was given.
    pub name: String,
    /// Declared type, lower case, e.g. `image/jpeg`.
    pub content_type: String,
    /// Decoded size.
    pub bytes: u64,
    /// SHA-256 of the decoded bytes, hex.
    pub sha256: String,
}

/// What a bounce says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// Whom it did not reach.
    pub recipient: Option<String>,
    /// Enhanced status code, `5.1.1`.
    pub status: Option<String>,
    /// False: it may still arrive (`delayed`), it did (`delivered`), or the same letter may be sent again later.
    pub permanent: bool,
    /// `mailbox_full` is the recipient's, `over_quota` our own sender's limit (Gmail 5.4.5). One of
    /// `user_unknown`, `mailbox_full`, `over_quota`, `host_unknown`, `blocked`, `too_large`, `expired`, `delayed`,
    /// `delivered`, `other`.
    pub reason: String,
    /// Message-ID of the mail that bounced, where it can be read from the returned part.
    pub original_message_id: Option<String>,
    /// ENVID that we gave it.
    pub envelope_id: Option<String>,
}

/// Reads a mail. Any bytes give a [`Mail`]; what was odd or left out stands in its `oddities`.
#[must_use]
pub fn read(raw: &[u8]) -> Mail {
    // Our own code cannot panic by construction (clippy sees to it); the decoders of the library could.
    catch_unwind(AssertUnwindSafe(|| reading::read(raw))).unwrap_or_else(|_| reading::as_bare_text(raw))
}

/// The files that hang on a mail: name, made harmless, and decoded bytes. Never fails; a mail that cannot be read has
/// none.
#[must_use]
pub fn files(raw: &[u8]) -> Vec<(String, Vec<u8>)> {
    catch_unwind(AssertUnwindSafe(|| reading::files(raw))).unwrap_or_default()
}

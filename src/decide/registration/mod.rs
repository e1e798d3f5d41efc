//! Reading what officers write down of complaints that no program hears (`[DAFTAR]`, `[SERAH TERIMA]`, forwarded
//! mails).
//!
//! In: the text of a mail, and where and when it reached us. Out: sheets of the register, with what was not understood
//! beside them: nothing is dropped. Does not know the database, the rules, or who the officer is.

pub mod batch;
pub mod chat;
pub mod choice;
mod cover;
pub mod dates;
pub mod echo;
mod fields;
mod form;
pub mod forward;
pub mod headings;
mod keys;
pub mod mail;
mod misread;
mod remark;
pub mod sameness;
mod spellings;
pub mod table;
mod values;
pub mod web;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::decide::Matter;
use crate::domain::registration::Scan;
use crate::domain::{Channel, Office, Sheet};

pub use form::{Strict, read_form};
pub use misread::{Field, Misread};
pub use values::{channel_named, grade_named, phone};

/// A sheet as it is laid into the inbox.
#[must_use]
pub fn to_raw(sheet: &Sheet) -> Vec<u8> {
    // Plain fields only: there is nothing in them that JSON cannot say.
    serde_json::to_vec(sheet).unwrap_or_default()
}

/// Reads what [`to_raw`] wrote; `None`: it is something else.
#[must_use]
pub fn from_raw(raw: &[u8]) -> Option<Sheet> {
    serde_json::from_slice(raw).ok()
}

/// What is decided about: a sheet of the register with the `text` that [`mail::words`] makes of it. `usual`: how it
/// came where the sheet does not say so.
#[must_use]
pub fn matter<'m>(sheet: &'m Sheet, text: &'m str, usual: Channel, now: DateTime<Utc>) -> Matter<'m> {
    Matter {
        channel: sheet.channel.unwrap_or(usual),
        subject: sheet.subject.as_deref().unwrap_or_default(),
        text,
        received: sheet.received.unwrap_or(now),
        arrived_at: None,
        anonymous: sheet.anonymous,
        secret: sheet.secret,
    }
}

/// The bytes of a scan; `None`: it is none that [`scan`] made.
#[must_use]
pub fn bytes_of(file: &Scan) -> Option<Vec<u8>> {
    STANDARD.decode(&file.base64).ok()
}

/// A scan with its bytes. What it is its first bytes say, not its name; `None`: nothing that a scanner or a telephone
/// makes.
#[must_use]
pub fn scan(name: &str, bytes: &[u8]) -> Option<Scan> {
    const KINDS: [(&[u8], &str); 6] = [
        (b"%PDF-", "application/pdf"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
        (b"GIF8", "image/gif"),
    ];
    let (_, kind) = KINDS.iter().find(|(begins, _)| bytes.starts_with(begins))?;
    Some(Scan { name: name.to_owned(), kind: (*kind).to_owned(), base64: STANDARD.encode(bytes) })
}

/// Where and when it was written down.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Zone of the dates in it.
    pub zone: Tz,
    /// Area code of telephone numbers without one.
    pub area_code: &'a str,
    /// When it reached us; nothing in it can be later.
    pub now: DateTime<Utc>,
}

impl<'a> Setting<'a> {
    /// That of an office.
    #[must_use]
    pub fn of(office: &'a Office, now: DateTime<Utc>) -> Self {
        Self { zone: office.zone, area_code: &office.area_code, now }
    }
}

/// A form, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// What was understood.
    pub sheet: Sheet,
    /// Lines that were not, as written.
    pub unread: Vec<String>,
    /// Values that were not.
    pub remarks: Vec<Misread>,
    /// True if at least one line named a field.
    pub keyed: bool,
    /// The hour of the day it was received, where that is a field of its own.
    hour: Option<String>,
}

impl Form {
    /// One that says what this sheet does.
    #[must_use]
    pub fn of(sheet: Sheet) -> Self {
        Self { sheet, ..Self::default() }
    }

    /// Nothing but something that the officer must say again.
    #[must_use]
    pub fn asking(remark: Misread) -> Self {
        Self { remarks: vec![remark], ..Self::default() }
    }

    /// True if it says what the complaint is: without that it cannot be registered.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.sheet.text.chars().any(char::is_alphanumeric)
    }
}

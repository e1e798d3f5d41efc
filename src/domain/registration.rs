//! What an officer wrote down of a complaint that came by a way no program hears: a visit, a letter, the suggestion
//! box.
//!
//! Plain data, kept as JSON where a command or an import brings it. Does not know how it was written down.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Channel, Class, Grade};

/// One sheet of the register. Only the text is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sheet {
    /// How it came.
    pub channel: Option<Channel>,
    /// More of that in the officer's words: which social network, which box.
    pub sub_channel: Option<String>,
    /// When the office got it: the stamp on a letter. The clocks start there.
    pub received: Option<DateTime<Utc>>,
    /// Name as given.
    pub name: Option<String>,
    /// National identity number as given.
    pub nik: Option<String>,
    /// Address for a letter.
    pub address: Option<String>,
    /// Telephone: E.164 where it could be read, else as written.
    pub phone: Option<String>,
    /// The same where he asked to be written to by WhatsApp.
    pub whatsapp: Option<String>,
    /// Mail address, lower case.
    pub email: Option<String>,
    /// Where it happened.
    pub place: Option<String>,
    /// When it happened, in the citizen's words.
    pub time: Option<String>,
    /// The officer it is about. Shown to nobody outside.
    pub about: Option<String>,
    /// The unit that the officer chose: a name or an id.
    pub unit: Option<String>,
    /// The grade that he gave.
    pub grade: Option<Grade>,
    /// What is asked, as he sorted it.
    pub class: Option<Class>,
    /// Must not become public.
    pub secret: bool,
    /// The reporter is hidden from the units.
    pub anonymous: bool,
    /// It was settled at once.
    pub settled: bool,
    /// What the citizen was told then.
    pub answer: Option<String>,
    /// How long that took, in his words.
    pub duration: Option<String>,
    /// Its number in the book it was copied from: the same number is the same complaint.
    pub origin: Option<String>,
    /// Whether both have signed.
    pub signed: Option<String>,
    /// Number of the citizen's letter.
    pub letter_number: Option<String>,
    /// Date of the citizen's letter.
    pub letter_date: Option<String>,
    /// Title, where there is one.
    pub subject: Option<String>,
    /// What the citizen said or wrote.
    pub text: String,
    /// Scans that were attached where it was typed in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Scan>,
    /// An entry of an old book: kept and counted, and nobody is written to.
    pub past: bool,
    /// Who entered it at the command line.
    pub entered_by: Option<String>,
    /// Message-ID of the citizen's own mail, where one was forwarded.
    pub message_id: Option<String>,
}

/// A file that an officer attached: the scan of a letter, a photograph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scan {
    /// Its name.
    pub name: String,
    /// `application/pdf`.
    pub kind: String,
    /// Its bytes.
    pub base64: String,
}

/// How an office's own papers and pages are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forms {
    /// Headings of its books and questionnaires, and the field that each is.
    pub columns: BTreeMap<String, String>,
    /// Forms on websites that arrive by mail.
    pub form_mails: Vec<FormMail>,
}

/// A form on a website that arrives by mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormMail {
    /// The address that its mails come from, lower case.
    pub from: String,
    /// Words in its subjects; empty: every mail of that address is one.
    pub subject: String,
    /// Names of its fields, and the field that each is.
    pub fields: BTreeMap<String, String>,
}

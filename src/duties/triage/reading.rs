//! One arrival read: the mail as a person sees it, what it is by itself, and what was new in it.

use std::borrow::Cow;

use connectors::incoming::Report as SmsReport;
use connectors::lapor::Report;
use connectors::mime::{self, Attachment, Mail};
use sha2::{Digest, Sha256};

use super::enter::Written;
use super::foreseen::Foreseen;
use super::short;
use crate::decide::attached::with_attached;
use crate::decide::classify::{Classified, Kind};
use crate::decide::registration::web::form_mail;
use crate::decide::registration::{self, bytes_of, chat};
use crate::decide::reply::{Stripped, strip_new, strip_under};
use crate::domain::registration::Scan;
use crate::domain::{Channel, Class, Sheet};
use crate::duties::Practice;
use crate::store::arrivals::ArrivalRow;
use crate::store::registrations::{Registration, is_sheets};
use crate::store::reports::Sweep;

/// An arrival with what was read in it.
#[derive(Debug)]
pub(super) struct ReadArrival {
    /// The row.
    pub(super) row: ArrivalRow,
    /// What was read; `None` where reading it ended earlier runs, or there is nothing to read.
    pub(super) read: Option<Read>,
    /// What a full sweep of another system has seen.
    pub(super) sweep: Option<Sweep>,
    /// What was found out beforehand in case it opens a complaint, where it may.
    pub(super) foreseen: Option<Box<Foreseen>>,
    /// Why it is put before a person, whatever it says.
    pub(super) aside: Option<Aside>,
}

/// Why an arrival cannot be dealt with, for no fault of its writer.
#[derive(Debug)]
pub(super) enum Aside {
    /// A letter that follows from it could not be worded: the template is at fault.
    Unwordable(String),
    /// What follows from it could not be written down: we are at fault.
    Unwritable(String),
}

/// What was read.
#[derive(Debug, Clone)]
pub(super) struct Read {
    /// The mail.
    pub(super) mail: Mail,
    /// What it is by itself.
    pub(super) kind: Classified,
    /// The new text, and the quotes and signature taken from it.
    pub(super) text: Stripped,
    /// The same for the same mail elsewhere.
    pub(super) fingerprint: String,
    /// Bytes of the whole mail, as the server announced them.
    pub(super) announced: u64,
    /// True if only the beginning was fetched; the rest is on the server.
    pub(super) cut: bool,
    /// What the channel itself says.
    pub(super) said: Said,
    /// The report at LAPOR! that it is.
    pub(super) report: Option<Box<Report>>,
}

/// What a channel says of a complaint beside its words; of a mail nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// Where the answer goes, if not to the mail's sender.
    pub(super) reply: Option<(Channel, String)>,
    /// The reporter is hidden.
    pub(super) anonymous: bool,
    /// The report is hidden.
    pub(super) secret: bool,
    /// What is asked, if a person or another system has sorted it already.
    pub(super) class: Option<Class>,
    /// It alleges wrongdoing, says whoever sorted it.
    pub(super) supervision: bool,
    /// It came from a telephone, so its sender alone says much: no number and no thread is needed to know what it is
    /// about.
    pub(super) from_phone: bool,
    /// What became of a letter of ours, as a gateway tells.
    pub(super) report: Option<SmsReport>,
    /// Chats exported from a telephone that hang on an officer's mail: file and text.
    pub(super) chats: Vec<(String, String)>,
    /// A sheet of the register that a command or an import has laid into the inbox.
    pub(super) sheet: Option<Box<Sheet>>,
    /// What a citizen filled in on the office's website.
    pub(super) form: Option<Box<Sheet>>,
    /// What an officer wrote down, and what is kept of that, where this is a citizen's complaint as he wrote it down.
    pub(super) written: Option<Box<(Written, Registration)>>,
    /// Other ways to reach the citizen.
    pub(super) others: Vec<(Channel, String)>,
}

impl ReadArrival {
    /// One that must not be read again.
    pub(super) fn unreadable(row: ArrivalRow) -> Self {
        Self { row, read: None, sweep: None, foreseen: None, aside: None }
    }

    /// The same, to be put before a person.
    pub(super) fn put_aside(self, why: Aside) -> Self {
        Self { aside: Some(why), sweep: None, ..self }
    }

    /// Reads the bytes. Any bytes at all give a reading.
    pub(super) fn read(row: ArrivalRow, raw: &[u8], practice: &Practice) -> Self {
        if is_sheets(&row.source)
            && let Some(read) = sheet(&row, raw)
        {
            return Self { row, read: Some(read), sweep: None, foreseen: None, aside: None };
        }
        match row.channel {
            Channel::Lapor => return super::report_reading::read(row, raw, practice),
            Channel::Sms | Channel::Whatsapp => {
                if let Some(read) = short::read(&row, raw, practice) {
                    return Self { row, read: Some(read), sweep: None, foreseen: None, aside: None };
                }
            }
            Channel::Email
            | Channel::Telepon
            | Channel::TatapMuka
            | Channel::KotakSaran
            | Channel::Surat
            | Channel::Sosmed
            | Channel::Angket => {}
        }
        let mail = mime::read(raw);
        let mut kind = practice.classify(&mail, &row.office);
        let text = strip_under(&mail.subject, &mail.text);
        let fingerprint = fingerprint(&mail, row.sha256.as_deref().unwrap_or_default());
        let announced = row.announced.max(raw.len() as u64);
        let cut = announced > raw.len() as u64;
        let report = None;
        let chats = if kind.kind == Kind::Registration { chats(&mail, raw) } else { Vec::new() };
        let form = practice.books.get(&row.office).and_then(|book| {
            let setting = registration::Setting::of(&book.office, row.received_at);
            form_mail(&mail, &book.office.forms, &setting).filter(|_| is_a_persons(kind.kind))
        });
        if form.is_some() {
            (kind.kind, kind.reason) = (Kind::Complaint, "a form of the office's website".to_owned());
        }
        let said = Said { chats, form: form.map(Box::new), ..Said::default() };
        Self {
            row,
            read: Some(Read { mail, kind, text, fingerprint, announced, cut, said, report }),
            sweep: None,
            foreseen: None,
            aside: None,
        }
    }
}

impl Read {
    /// Words of names by which its writer may be known, with those that he gives away himself.
    pub(super) fn known_as(&self, said: Option<&str>) -> String {
        [self.mail.from_name.as_deref(), said].map(Option::unwrap_or_default).join(" ")
    }

    /// As a new complaint: with what it quotes, for that is no letter of ours, and with the mails that hang on it.
    pub(super) fn as_new(&self, practice: &Practice) -> Cow<'_, Self> {
        let answers_ours = self.kind.token.is_some() || !self.kind.references.is_empty();
        let quotes = !answers_ours && !self.text.removed.trim().is_empty();
        let own = quotes.then(|| strip_new(&self.mail.subject, &self.mail.text).kept);
        self.saying(own, practice)
    }

    /// As a further word on a complaint: with the mails that hang on it.
    pub(super) fn as_added(&self, practice: &Practice) -> Cow<'_, Self> {
        self.saying(None, practice)
    }

    /// The same with `own` words instead, and what hangs on it behind them.
    fn saying(&self, own: Option<String>, practice: &Practice) -> Cow<'_, Self> {
        let words = own.as_deref().unwrap_or(&self.text.kept);
        let said = with_attached(words, &self.mail, &|from| practice.is_own(from)).or(own);
        match said {
            Some(kept) => Cow::Owned(Self { text: Stripped { kept, removed: String::new() }, ..self.clone() }),
            None => Cow::Borrowed(self),
        }
    }
}

/// A sheet as a command or an import laid it into the inbox; `None`: it is none.
fn sheet(row: &ArrivalRow, raw: &[u8]) -> Option<Read> {
    let sheet = registration::from_raw(raw)?;
    let kind = Classified {
        kind: Kind::Registration,
        reason: "a sheet of the register".to_owned(),
        token: None,
        number: None,
        references: Vec::new(),
    };
    let attachments = sheet.files.iter().filter_map(scanned).collect();
    Some(Read {
        mail: Mail { attachments, ..Mail::default() },
        kind,
        text: Stripped::default(),
        fingerprint: format!("{}/{}", row.source, row.id),
        announced: raw.len() as u64,
        cut: false,
        said: Said { sheet: Some(Box::new(sheet)), ..Said::default() },
        report: None,
    })
}

/// A scan as if it hung on a mail.
fn scanned(file: &Scan) -> Option<Attachment> {
    let bytes = bytes_of(file)?;
    Some(Attachment {
        name: file.name.clone(),
        content_type: file.kind.clone(),
        bytes: bytes.len() as u64,
        sha256: hex::encode(Sha256::digest(&bytes)),
    })
}

/// True for a kind that a form mail may seem to be: websites send with the marks of machines.
fn is_a_persons(kind: Kind) -> bool {
    match kind {
        Kind::Complaint | Kind::AutoReply | Kind::List | Kind::Unclear => true,
        Kind::OfficerReply
        | Kind::PelaporReply
        | Kind::Registration
        | Kind::Handover
        | Kind::Bounce
        | Kind::Receipt
        | Kind::Loop
        | Kind::Spam => false,
    }
}

/// Chats that hang on it.
fn chats(mail: &Mail, raw: &[u8]) -> Vec<(String, String)> {
    if !mail.attachments.iter().any(|attached| chat::is_export(&attached.name)) {
        return Vec::new();
    }
    let files = mime::files(raw).into_iter().filter(|(name, _)| chat::is_export(name));
    files.map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// Two copies of one mail differ in their Received lines. The Message-ID alone would let a stranger suppress a mail by
/// naming its id first, so sender, subject, text and attachments must be the same too; without an id, every byte.
fn fingerprint(mail: &Mail, raw_hash: &str) -> String {
    let Some(id) = &mail.message_id else { return raw_hash.to_owned() };
    let mut hash = Sha256::new();
    let from = mail.from.as_deref().unwrap_or_default();
    let attached = mail.attachments.iter().map(|a| a.sha256.as_str());
    for part in [id.as_str(), from, mail.subject.as_str(), mail.text.as_str()].into_iter().chain(attached) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex::encode(hash.finalize())
}

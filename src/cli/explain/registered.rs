//! What an officer writes down in a mail (`[DAFTAR]`, `[SERAH TERIMA]`, a citizen's mail passed on), entry by entry, as
//! the triage desk would enter it.
//!
//! In: the mail, its kind, its office. Out: the entries, each decided, with what was not understood. An exported chat
//! that hangs on the mail is not opened here.

use chrono::{DateTime, FixedOffset, Utc};
use connectors::mime::Mail;
use serde::Serialize;

use super::answer::Decided;
use super::letters::Planned;
use super::office::Found;
use super::outcome::Question;
use crate::decide::Matter;
use crate::decide::classify::{Kind, names_registration};
use crate::decide::registration::{Form, Misread, Setting, Strict, batch, mail, matter};
use crate::decide::reply::Stripped;
use crate::domain::{Channel, LetterKind, Sheet};

/// One entry.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Entry {
    /// How the citizen came, as the officer wrote it; a visit where he did not.
    pub(super) channel: Channel,
    /// When, in the office's zone.
    pub(super) received: DateTime<FixedOffset>,
    /// It has a text, and would get a number. Else the officer is asked, and it waits in the pen.
    pub(super) whole: bool,
    /// Lines that were not understood.
    pub(super) unread: Vec<String>,
    /// Values that were not.
    pub(super) remarks: Vec<String>,
    /// What would be decided.
    pub(super) decision: Option<Decided>,
}

/// The entries of a mail; of any other kind of mail there are none.
pub(super) fn entries(
    question: &Question<'_>,
    found: &Found<'_>,
    mail: &Mail,
    kind: Kind,
    parted: &Stripped,
    at: DateTime<Utc>,
) -> Vec<Entry> {
    let setting = Setting::of(&found.book.office, at);
    forms(question, mail, kind, parted, &setting).into_iter().map(|form| entry(question, found, form, at)).collect()
}

#[allow(clippy::wildcard_enum_match_arm, reason = "only two kinds of mail hold entries")]
fn forms(question: &Question<'_>, mail: &Mail, kind: Kind, parted: &Stripped, setting: &Setting<'_>) -> Vec<Form> {
    match kind {
        Kind::Registration => {
            let named = names_registration(mail, question.own_addresses());
            mail::forms(mail, &parted.kept, &[], named, Strict::Named, setting)
        }
        Kind::Handover => {
            let text = if mail.references.is_empty() { &mail.text } else { &parted.kept };
            batch::items(text, &batch::slot(&mail.subject), setting).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn entry(question: &Question<'_>, found: &Found<'_>, form: Form, at: DateTime<Utc>) -> Entry {
    let whole = form.is_whole();
    let Form { sheet, unread, remarks, .. } = form;
    let channel = sheet.channel.unwrap_or(Channel::TatapMuka);
    let received = sheet.received.unwrap_or(at);
    let decision = whole.then(|| decided(question, found, &sheet, channel, received));
    let received = received.with_timezone(&found.book.office.zone).fixed_offset();
    let remarks = remarks.iter().map(Misread::english).collect();
    Entry { channel, received, whole, unread, remarks, decision }
}

fn decided(
    question: &Question<'_>,
    found: &Found<'_>,
    sheet: &Sheet,
    channel: Channel,
    received: DateTime<Utc>,
) -> Decided {
    let text = mail::words(sheet);
    let arrived_at = found.arrived_at.as_ref();
    let matter = Matter { arrived_at, ..matter(sheet, &text, channel, received) };
    let back = sheet.email.as_ref().map(|_| Channel::Email);
    let mut decided = question.decided(found, &matter, Some(sheet), back);
    if sheet.settled {
        // It was settled at once: nobody is asked to do anything any more.
        decided.letters.clear();
    }
    let to = "pencatat".to_owned();
    decided.letters.push(Planned { kind: LetterKind::Registered, to, channel: Channel::Email, sms: None });
    decided
}

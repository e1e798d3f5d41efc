//! The line of JSON for one message. Names and meaning of the fields are a contract; more may be added.

use chrono::{DateTime, FixedOffset};
use connectors::mime::{Bounce, Mail};
use serde::Serialize;

use super::letters::Planned;
use super::registered::Entry;
use crate::decide::classify::Kind;
use crate::domain::Decision;

/// What would happen to one message.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub(super) file: String,
    pub(super) ok: bool,
    pub(super) error: Option<String>,
    pub(super) message: Option<Message>,
    pub(super) kind: Option<Kind>,
    pub(super) kind_reason: Option<String>,
    pub(super) bounce: Option<Bounced>,
    pub(super) reply: Option<Reply>,
    pub(super) decision: Option<Decided>,
    /// What an officer wrote down in it, entry by entry; where there is only one, `decision` is that of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) entries: Vec<Entry>,
    /// Whose message it is, and why.
    pub(super) office: Option<String>,
    pub(super) office_reason: Option<String>,
    /// When the office got it, in its zone.
    pub(super) received: Option<DateTime<FixedOffset>>,
    /// A complaint number it names, and the token in its address.
    pub(super) number: Option<String>,
    pub(super) token: Option<String>,
}

/// What a person sees of it.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    pub(super) message_id: Option<String>,
    pub(super) from: Option<String>,
    pub(super) from_name: Option<String>,
    pub(super) to: Vec<String>,
    pub(super) date: Option<DateTime<FixedOffset>>,
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) attachments: Vec<Attached>,
    /// What was odd about its form.
    pub(super) oddities: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Attached {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) content_type: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Bounced {
    pub(super) recipient: Option<String>,
    pub(super) status: Option<String>,
    pub(super) permanent: bool,
    pub(super) reason: String,
    pub(super) original_message_id: Option<String>,
    pub(super) envelope_id: Option<String>,
}

/// A reply, parted into what is new and what was quoted or signature.
#[derive(Debug, Serialize)]
pub(super) struct Reply {
    pub(super) kept: String,
    pub(super) removed: String,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Decided {
    #[serde(flatten)]
    pub(super) decision: Decision,
    pub(super) letters: Vec<Planned>,
}

impl Line {
    /// A file that could not be read.
    pub(super) fn unread(file: String, error: String) -> Self {
        Self {
            file,
            ok: false,
            error: Some(error),
            message: None,
            kind: None,
            kind_reason: None,
            bounce: None,
            reply: None,
            decision: None,
            entries: Vec::new(),
            office: None,
            office_reason: None,
            received: None,
            number: None,
            token: None,
        }
    }
}

impl From<Mail> for Message {
    fn from(mail: Mail) -> Self {
        let attached = |a: connectors::mime::Attachment| Attached {
            name: a.name,
            content_type: a.content_type,
            bytes: a.bytes,
            sha256: a.sha256,
        };
        Self {
            message_id: mail.message_id,
            from: mail.from,
            from_name: mail.from_name,
            to: mail.to,
            date: mail.date,
            subject: mail.subject,
            text: mail.text,
            attachments: mail.attachments.into_iter().map(attached).collect(),
            oddities: mail.oddities,
        }
    }
}

impl From<&Bounce> for Bounced {
    fn from(bounce: &Bounce) -> Self {
        Self {
            recipient: bounce.recipient.clone(),
            status: bounce.status.clone(),
            permanent: bounce.permanent,
            reason: bounce.reason.clone(),
            original_message_id: bounce.original_message_id.clone(),
            envelope_id: bounce.envelope_id.clone(),
        }
    }
}

//! What arrives by SMS or WhatsApp, in one form that is kept as evidence.
//!
//! In: what a connector read from its gateway. Out: bytes (one JSON document) for [`crate::Arrival::raw`], and back. A
//! text of a person, or a report on a text of ours. Does not know what either means.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// By which medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Medium {
    /// Short message.
    Sms,
    /// WhatsApp.
    Whatsapp,
}

/// One thing from a gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Incoming {
    /// Somebody wrote.
    Text(Text),
    /// What became of a text of ours.
    Report(Report),
}

/// Somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// By which medium.
    pub medium: Medium,
    /// The gateway's id for it.
    pub remote_id: String,
    /// The sender in E.164 where it is a number, otherwise as the network gave it (`TELKOMSEL`, `119`).
    pub from: String,
    /// Our number or the modem's name, where the gateway tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// When the network took it, as far as the gateway tells.
    pub at: DateTime<Utc>,
    /// The text, its parts joined.
    pub text: String,
    /// Parts that it was sent in; 1 for a single one.
    #[serde(default = "one")]
    pub parts: u16,
    /// Numbers of the parts that did not come within the time that is waited for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<u16>,
    /// What came with it, in the gateway's words: `image 2754859441498128 bukti`. Not fetched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enclosed: Vec<String>,
    /// What came with it and was fetched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Enclosed>,
}

/// A file that came with a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosed {
    /// As the sender called it, or what it is.
    pub name: String,
    /// `image/jpeg`.
    pub kind: String,
    base64: String,
}

impl Enclosed {
    /// A file with its bytes.
    #[must_use]
    pub fn new(name: String, kind: String, bytes: &[u8]) -> Self {
        Self { name, kind, base64: STANDARD.encode(bytes) }
    }

    /// Its bytes; `None` where the document was damaged.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(&self.base64).ok()
    }
}

fn one() -> u16 {
    1
}

/// How far a text of ours got. In the order in which it happens; [`Progress::Failed`] ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Progress {
    /// The gateway has it.
    Accepted,
    /// It is on its way to the phone: the network has it.
    Sent,
    /// The network or the gateway gave up.
    Failed,
    /// The phone has it.
    Delivered,
    /// It was opened.
    Read,
}

impl Progress {
    /// The state after `news`: reports come twice and out of order, and a state never goes back. A phone that has the
    /// text has it, whatever a late report of failure says.
    #[must_use]
    pub fn after(self, news: Self) -> Self {
        self.max(news)
    }
}

/// What became of a text of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// By which medium.
    pub medium: Medium,
    /// Our reference ([`crate::Parcel::reference`]), where the gateway carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The gateway's id ([`crate::Receipt::remote_id`]), where it gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<String>,
    /// How far it got.
    pub progress: Progress,
    /// The gateway's code for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// True where the number itself is at fault (unknown, barred, no such account): another try is useless.
    #[serde(default)]
    pub bad_number: bool,
}

impl Incoming {
    /// The bytes to keep.
    #[must_use]
    pub fn to_raw(&self) -> Vec<u8> {
        // Plain fields only: there is nothing in them that JSON cannot say.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads what [`Incoming::to_raw`] wrote. Signs that no text should hold (NUL) come out as U+FFFD.
    ///
    /// # Errors
    /// The bytes are something else; the text says where.
    pub fn from_raw(raw: &[u8]) -> Result<Self, String> {
        let mut read: Self = serde_json::from_slice(raw).map_err(|error| error.to_string())?;
        if let Self::Text(text) = &mut read {
            text.text = text.text.replace('\0', "\u{fffd}");
            text.from = text.from.replace('\0', "");
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_and_a_nul_is_made_visible() {
        let text = Incoming::Text(Text {
            medium: Medium::Sms,
            remote_id: "inbox/1".into(),
            from: "+6281234567890".into(),
            to: None,
            at: DateTime::UNIX_EPOCH,
            text: "antre\0lama “sekali”\n".into(),
            parts: 2,
            missing: vec![2],
            enclosed: Vec::new(),
            files: Vec::new(),
        });
        let Incoming::Text(back) = Incoming::from_raw(&text.to_raw()).unwrap() else { panic!("a text") };
        assert_eq!((back.text.as_str(), back.missing.as_slice()), ("antre\u{fffd}lama “sekali”\n", [2].as_slice()));
        assert!(Incoming::from_raw(b"From: a@b\r\n\r\nmail").is_err());
    }

    #[test]
    fn a_state_never_goes_back() {
        use Progress::*;
        for (known, news, then) in [
            (Accepted, Sent, Sent),
            (Delivered, Sent, Delivered),
            (Delivered, Failed, Delivered),
            (Failed, Sent, Failed),
            (Failed, Delivered, Delivered),
            (Read, Delivered, Read),
        ] {
            assert_eq!(known.after(news), then);
        }
    }
}

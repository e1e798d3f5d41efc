//! WhatsApp by Meta's Cloud API.
//!
//! In: parcels whose content is a [`Note`], and Meta's webhook. Out: receipts, faults, arrivals. Free text goes only
//! within 24 hours of the other side's last message; outside it only a template that Meta has approved. Whether the
//! window is open is for the caller to say, since he knows the clock; where Meta sees it otherwise (131047) the
//! template is used. Sources: Meta's Cloud API reference and its page of error codes; field facts B1.

mod answer;
mod hook;
mod media;

use std::path::PathBuf;
use std::time::Duration;

use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use hook::CloudHook;
pub use media::{Media, WithMedia};

use crate::sms::http::client;
use crate::sms::number;
use crate::{Fault, FaultKind, Gate, Modem, Outcome, Parcel, Reach, Receipt, Sent, Sink};

/// The longest text that Meta takes, in characters.
pub const LONGEST_TEXT: usize = 4096;

/// A business number, as the operator describes it.
#[derive(Debug, Clone)]
pub struct Account {
    /// The operator's name for it.
    pub name: String,
    /// `https://graph.facebook.com/v23.0/`; with the version that the operator has tested.
    pub base: Url,
    /// Meta's id of the number.
    pub phone_number_id: String,
    /// Token of a system user.
    pub token: SecretString,
    /// Name of the approved template, with its language (`id`).
    pub template: Option<(String, String)>,
    /// How long a request may take.
    pub limit: Duration,
    /// Own authorities.
    pub ca_file: Option<PathBuf>,
}

/// What a parcel for WhatsApp holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The text for an open window.
    pub text: String,
    /// True if the other side wrote within the last 24 hours.
    pub window_open: bool,
    /// Values for the body of the template, in its order.
    pub template_values: Vec<String>,
}

impl Note {
    /// The content of a [`Parcel`].
    #[must_use]
    pub fn to_content(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// Texts out by the Cloud API.
pub struct CloudSink {
    account: Account,
    client: reqwest::Client,
}

impl CloudSink {
    /// A sink for `account`. Nothing is connected yet.
    ///
    /// # Errors
    /// [`FaultKind::Setup`] if TLS cannot be set up.
    pub fn new(account: Account) -> Result<Self, Fault> {
        let client = client::build(account.limit, account.ca_file.as_deref())?;
        Ok(Self { account, client })
    }

    fn url(&self, tail: &str) -> Result<Url, Fault> {
        let path = format!("{}{tail}", self.account.phone_number_id);
        self.account.base.join(&path).map_err(|_| setup("the address of the Cloud API is wrong"))
    }

    async fn post(&self, body: &serde_json::Value) -> Result<Receipt, Fault> {
        let request =
            self.client.post(self.url("/messages")?).bearer_auth(self.account.token.expose_secret()).json(body);
        answer::verdict(&client::ask(request).await?)
    }

    /// `kind`: the type and its own object.
    fn body(to: &str, parcel: &Parcel, kind: &str, inner: serde_json::Value) -> serde_json::Value {
        let mut body = serde_json::Map::new();
        body.insert("messaging_product".into(), "whatsapp".into());
        body.insert("recipient_type".into(), "individual".into());
        body.insert("to".into(), to.trim_start_matches('+').into());
        // Comes back with every status: so a report finds its letter even where this answer is lost.
        body.insert("biz_opaque_callback_data".into(), parcel.reference.as_str().into());
        body.insert("type".into(), kind.into());
        body.insert(kind.into(), inner);
        body.into()
    }

    fn as_text(to: &str, parcel: &Parcel, note: &Note) -> serde_json::Value {
        Self::body(to, parcel, "text", json!({"body": note.text, "preview_url": false}))
    }

    fn as_template(&self, to: &str, parcel: &Parcel, note: &Note) -> Result<serde_json::Value, Fault> {
        let Some((name, language)) = &self.account.template else {
            let text = "the 24-hour window is closed and no approved template is configured";
            return Err(Fault::not_sent(Reach::Message, FaultKind::Policy, text).with_outcome(Outcome::Refused));
        };
        let values = note.template_values.iter().map(|text| json!({"type": "text", "text": flat(text)}));
        let components = json!([{"type": "body", "parameters": values.collect::<Vec<_>>()}]);
        let inner = json!({"name": name, "language": {"code": language}, "components": components});
        Ok(Self::body(to, parcel, "template", inner))
    }
}

/// Meta refuses line ends, tabs and more than four blanks in a row inside a value (132018).
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[async_trait::async_trait]
impl Sink for CloudSink {
    async fn send(&self, parcel: &Parcel, gate: &dyn Gate) -> Result<Receipt, Fault> {
        let to = number::read(&parcel.recipient, None).for_sms()?.to_owned();
        let note: Note =
            serde_json::from_slice(&parcel.content).map_err(|_| setup("the content is no WhatsApp note"))?;
        if note.window_open && note.text.chars().count() > LONGEST_TEXT {
            let text = format!("WhatsApp takes at most {LONGEST_TEXT} characters");
            return Err(Fault::not_sent(Reach::Message, FaultKind::Policy, text).with_outcome(Outcome::Refused));
        }
        let template = self.as_template(&to, parcel, &note);
        let first = if note.window_open { Self::as_text(&to, parcel, &note) } else { template.clone()? };
        gate.pass().await.map_err(|closed| Fault::not_sent(Reach::Message, FaultKind::Stopped, closed.to_string()))?;
        match self.post(&first).await {
            // Refused for certain: the same letter in its other form is no second one.
            Err(fault) if note.window_open && answer::says_window_closed(&fault) => self.post(&template?).await,
            other => other,
        }
    }

    /// The Cloud API has no question by our reference; it comes back with the statuses.
    async fn already_sent(&self, _parcel: &Parcel) -> Result<Sent, Fault> {
        Ok(Sent::CannotTell)
    }

    async fn gauge(&self) -> Result<crate::Gauge, Fault> {
        let url = self.url("?fields=quality_rating,status,verified_name")?;
        let request = self.client.get(url).bearer_auth(self.account.token.expose_secret());
        let reply = client::ask(request).await.map_err(|fault| fault.with_outcome(Outcome::NotSent))?;
        let read: serde_json::Value = serde_json::from_str(&reply.body).unwrap_or_default();
        let field = |name: &str| read.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
        let status = field("status");
        let alive = status.as_ref().map(|status| status == "CONNECTED");
        let network = [status, field("quality_rating")].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let modem = Modem {
            name: self.account.name.clone(),
            alive: if reply.status == 200 { alive } else { Some(false) },
            signal: None,
            network: (!network.is_empty()).then_some(network),
        };
        Ok(crate::Gauge { balance: None, modems: vec![modem] })
    }
}

fn setup(text: &str) -> Fault {
    Fault::not_sent(Reach::Account, FaultKind::Setup, text)
}

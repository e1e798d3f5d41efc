//! An HTTP answer of the service read for what it is: a success has `results`; everything else is a fault.
//!
//! In: status, type and bytes. Out: the JSON, or what is wrong with it. A 2xx proves nothing by itself.

use serde_json::Value;

use super::pointer;
use super::profile::Envelope;
use crate::{Fault, FaultKind, Outcome, Reach};

/// So much of what the service says is repeated.
const SAID: usize = 160;

/// What came back.
pub(super) struct Raw {
    /// HTTP status.
    pub(super) status: u16,
    /// Content-Type, lower case.
    pub(super) content_type: String,
    /// The body.
    pub(super) body: Vec<u8>,
}

/// Whether the call was to change something there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It only reads.
    Reads,
    /// It writes; what is not clearly refused may have been done.
    Writes,
}

/// The JSON of a success.
pub(super) fn read(raw: &Raw, envelope: &Envelope, effect: Effect) -> Result<Value, Fault> {
    let code = raw.status.to_string();
    let fault = |kind, text: String| {
        let unknown = effect == Effect::Writes && !is_refusal(raw.status);
        let outcome = if unknown { Outcome::Unknown } else { Outcome::NotSent };
        Fault::not_sent(reach(kind), kind, text).with_outcome(outcome).with_code(&code)
    };
    if (300..400).contains(&raw.status) {
        return Err(fault(FaultKind::Login, "the service sends us elsewhere (a login page?); the keys are probably expired: put new ones into the secret files".into()));
    }
    if is_page(raw) {
        return Err(page_fault(raw, effect));
    }
    let value: Option<Value> = serde_json::from_slice(&raw.body).ok();
    let said = value.as_ref().and_then(|value| pointer::text(value, &envelope.message)).map(|said| short(&said));
    let in_words = said.as_deref().unwrap_or("no reason given");
    let bare = value.as_ref().is_none_or(|value| pointer::first(value, &envelope.results).is_none());
    if envelope.login_status.contains(&raw.status) || bare && speaks_of_keys(&envelope.login_words, said.as_deref()) {
        return Err(fault(
            FaultKind::Login,
            format!("the service does not take our keys ({in_words}): put new ones into the secret files"),
        ));
    }
    match raw.status {
        429 => return Err(fault(FaultKind::Throttled, "the service asks us to slow down".into())),
        404 => return Err(fault(FaultKind::Recipient, "the service does not know this".into())),
        200..=299 => {}
        400..=499 => return Err(fault(FaultKind::Policy, format!("the service refuses this ({in_words})")).refused()),
        _ => return Err(fault(FaultKind::Network, format!("the service is ill ({in_words})"))),
    }
    let Some(value) = value else {
        return Err(fault(FaultKind::Protocol, "the service answers with something that is no JSON".into()));
    };
    let failed =
        envelope.status.iter().filter_map(|place| value.pointer(place)).any(|flag| *flag == Value::Bool(false));
    if failed || pointer::first(&value, &envelope.results).is_none() {
        let kind = FaultKind::Protocol;
        return Err(fault(kind, format!("the service says {} but gives no results ({in_words})", raw.status)));
    }
    Ok(value)
}

/// A web page: with a login form behind expired keys, or a gateway's page of excuses.
fn page_fault(raw: &Raw, effect: Effect) -> Fault {
    let outcome = if effect == Effect::Writes { Outcome::Unknown } else { Outcome::NotSent };
    let (kind, text) = if raw.status >= 500 {
        (FaultKind::Network, "a gateway before the service answers with a web page")
    } else {
        (
            FaultKind::Login,
            "the service answers with a web page (a login page?); the keys are probably expired: put new ones into the secret files",
        )
    };
    Fault::not_sent(reach(kind), kind, text).with_outcome(outcome).with_code(raw.status.to_string())
}

fn reach(kind: FaultKind) -> Reach {
    if matches!(kind, FaultKind::Recipient | FaultKind::Policy) { Reach::Message } else { Reach::Account }
}

/// Statuses by which a gateway or the service says clearly that it did nothing.
fn is_refusal(status: u16) -> bool {
    matches!(status, 400 | 401 | 403 | 404 | 405 | 413 | 415 | 422 | 429)
}

fn is_page(raw: &Raw) -> bool {
    raw.content_type.contains("html") || raw.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// An answer without results whose words are about the keys: a dead token behind a success's status.
fn speaks_of_keys(words: &[String], said: Option<&str>) -> bool {
    let said = said.map(str::to_lowercase).unwrap_or_default();
    words.iter().any(|word| said.contains(word.as_str()))
}

fn short(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).take(SAID).collect()
}

impl Fault {
    /// The same, refused for good.
    fn refused(self) -> Self {
        self.with_outcome(Outcome::Refused)
    }
}

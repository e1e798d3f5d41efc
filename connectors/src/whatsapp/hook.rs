//! Meta's webhook: the challenge at the beginning, then texts and statuses, each request signed.
//!
//! In: requests. Out: arrivals. The signature is the HMAC-SHA256 of the body under the app's secret
//! (`X-Hub-Signature-256`), compared in constant time; an unsigned request is refused before its body is read.
//! Delivery is at least once and in no order: each thing has Meta's own id, and states never go back
//! ([`crate::incoming::Progress::after`]).

use chrono::DateTime;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use sha2::Sha256;

use super::answer::blames_number;
use crate::incoming::{Incoming, Medium, Progress, Report, Text};
use crate::webhook::{Answer, Asked, Receive, same};
use crate::{Arrival, RemoteRef};

/// Reads what Meta pushes for one number.
pub struct CloudHook {
    app_secret: SecretString,
    verify_token: SecretString,
    phone_number_id: String,
}

impl CloudHook {
    /// `verify_token`: the word that the operator typed at Meta; `phone_number_id`: events of other numbers are let go.
    #[must_use]
    pub fn new(app_secret: SecretString, verify_token: SecretString, phone_number_id: &str) -> Self {
        Self { app_secret, verify_token, phone_number_id: phone_number_id.to_owned() }
    }

    fn challenge(&self, asked: &Asked) -> Answer {
        let token = asked.query("hub.verify_token").unwrap_or_default();
        let subscribes = asked.query("hub.mode") == Some("subscribe");
        match asked.query("hub.challenge") {
            Some(challenge) if subscribes && same(token, self.verify_token.expose_secret()) => {
                Answer::Now { status: 200, body: challenge.to_owned() }
            }
            _ => Answer::forbidden(),
        }
    }

    fn is_signed(&self, asked: &Asked) -> bool {
        let given = asked.header("x-hub-signature-256").and_then(|value| value.strip_prefix("sha256="));
        let Some(given) = given.and_then(|given| hex::decode(given).ok()) else { return false };
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.app_secret.expose_secret().as_bytes()) else {
            return false;
        };
        mac.update(&asked.body);
        mac.verify_slice(&given).is_ok()
    }

    fn arrivals(&self, body: &Value) -> Vec<Arrival> {
        let values =
            list(body, "entry").flat_map(|entry| list(entry, "changes")).filter_map(|change| change.get("value"));
        values
            .filter(|value| word(value, "/metadata/phone_number_id").is_none_or(|id| id == self.phone_number_id))
            .flat_map(|value| {
                let to = word(value, "/metadata/display_phone_number");
                let texts = list(value, "messages").filter_map(move |message| text(message, to.clone()));
                texts.chain(list(value, "statuses").filter_map(report)).collect::<Vec<_>>()
            })
            .collect()
    }
}

impl Receive for CloudHook {
    fn receive(&self, asked: &Asked) -> Answer {
        if asked.method == "GET" {
            return self.challenge(asked);
        }
        if !self.is_signed(asked) {
            return Answer::forbidden();
        }
        match serde_json::from_slice::<Value>(&asked.body) {
            Ok(body) => Answer::Keep { arrivals: self.arrivals(&body), body: String::new() },
            Err(_) => Answer::senseless(),
        }
    }
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn word(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer).and_then(Value::as_str).map(str::to_owned)
}

/// Somebody wrote, pressed a button, or sent something that has no text.
fn text(message: &Value, to: Option<String>) -> Option<Arrival> {
    let (id, from) = (word(message, "/id")?, word(message, "/from")?);
    let kind = word(message, "/type").unwrap_or_default();
    let words = [
        "/text/body",
        "/button/text",
        "/interactive/button_reply/title",
        "/interactive/list_reply/title",
        "/image/caption",
        "/video/caption",
        "/document/caption",
    ];
    let text = words.iter().find_map(|pointer| word(message, pointer)).unwrap_or_default();
    let media = word(message, &format!("/{kind}/id")).map(|media| {
        let name = word(message, &format!("/{kind}/filename")).unwrap_or_default();
        format!("{kind} {media} {name}").trim_end().to_owned()
    });
    let place = message.get("location").map(|place| {
        let number = |name: &str| place.get(name).and_then(Value::as_f64).unwrap_or_default();
        format!("location {} {}", number("latitude"), number("longitude"))
    });
    let known = matches!(kind.as_str(), "text" | "button" | "interactive");
    let other = (!known && media.is_none() && place.is_none()).then_some(kind);
    let seconds = word(message, "/timestamp").and_then(|seconds| seconds.parse().ok()).unwrap_or_default();
    let at = DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::UNIX_EPOCH);
    let incoming = Incoming::Text(Text {
        medium: Medium::Whatsapp,
        remote_id: id.clone(),
        from: format!("+{}", from.trim_start_matches('+')),
        to: to.map(|to| format!("+{}", to.trim_start_matches('+'))),
        at,
        text,
        parts: 1,
        missing: Vec::new(),
        enclosed: [media, place, other].into_iter().flatten().collect(),
        files: Vec::new(),
    });
    Some(arrival(format!("text/{id}"), at, &incoming))
}

fn report(status: &Value) -> Option<Arrival> {
    let id = word(status, "/id")?;
    let state = word(status, "/status")?;
    let progress = match state.as_str() {
        "sent" => Progress::Sent,
        "delivered" => Progress::Delivered,
        "read" | "played" => Progress::Read,
        "failed" => Progress::Failed,
        _ => return None,
    };
    let code = status.pointer("/errors/0/code").and_then(Value::as_i64);
    let report = Incoming::Report(Report {
        medium: Medium::Whatsapp,
        reference: word(status, "/biz_opaque_callback_data"),
        remote_id: Some(id.clone()),
        progress,
        code: code.map(|code| code.to_string()),
        bad_number: code.is_some_and(blames_number),
    });
    let seconds = word(status, "/timestamp").and_then(|seconds| seconds.parse().ok()).unwrap_or_default();
    let at = DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::UNIX_EPOCH);
    Some(arrival(format!("status/{id}/{state}"), at, &report))
}

fn arrival(remote_ref: String, received_at: DateTime<chrono::Utc>, incoming: &Incoming) -> Arrival {
    let raw = incoming.to_raw();
    Arrival { remote_ref: RemoteRef(remote_ref), received_at, announced_bytes: raw.len() as u64, raw }
}

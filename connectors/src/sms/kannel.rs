//! Kannel: texts out by `sendsms` of its smsbox, texts and delivery reports in by a listener of ours.
//!
//! In: parcels, and Kannel's requests. Out: receipts and faults, and arrivals. Our reference travels in the address for
//! delivery reports. Kannel cannot be asked what it took, so an unclear outcome stays unclear until a report comes.
//! Source: Kannel user guide, chapters "SMS push" and "Delivery reports"; smsbox.c for the answers.
//!
//! Its configuration needs for the way in:
//! ```text
//! group = sms-service
//! keyword = default
//! catch-all = yes
//! max-messages = 0
//! get-url = "http://127.0.0.1:PORT/PATH?secret=WORD&from=%p&to=%P&text=%b&time=%T&id=%I&charset=%C"
//! ```
//! `max-messages = 0`, because otherwise Kannel sends whatever we answer to the citizen.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretString};

use super::text::Alphabet;
use super::{Manner, make_ready, number};
use crate::incoming::{Incoming, Medium, Progress, Report, Text};
use crate::sms::http::client;
use crate::webhook::{Answer, Asked, Receive, Secret};
use crate::{Arrival, Fault, FaultKind, Gate, Outcome, Parcel, Reach, Receipt, RemoteRef, Sent, Sink};

/// Delivered, failed, buffered, accepted by the SMSC, rejected by it.
const DLR_MASK: &str = "31";

/// A smsbox, as the operator describes it.
#[derive(Debug, Clone)]
pub struct Smsbox {
    /// The operator's name for it.
    pub name: String,
    /// `http://127.0.0.1:13013/cgi-bin/sendsms`.
    pub url: Url,
    /// `username` of a `sendsms-user`.
    pub user: String,
    /// Its password.
    pub password: SecretString,
    /// Our number, where the SMSC wants one.
    pub from: Option<String>,
    /// Where Kannel shall report, with the shared secret in it; `None`: it is not asked to.
    pub reports_to: Option<Url>,
    /// How texts are cut.
    pub manner: Manner,
    /// How long a request may take.
    pub limit: Duration,
}

/// Texts out by a smsbox.
pub struct KannelSink {
    smsbox: Smsbox,
    client: reqwest::Client,
}

impl KannelSink {
    /// A sink for `smsbox`. Nothing is connected yet.
    ///
    /// # Errors
    /// [`FaultKind::Setup`] if TLS cannot be set up.
    pub fn new(smsbox: Smsbox) -> Result<Self, Fault> {
        let client = client::build(smsbox.limit, None)?;
        Ok(Self { smsbox, client })
    }

    fn request(&self, parcel: &Parcel) -> Result<reqwest::RequestBuilder, Fault> {
        let ready = make_ready(parcel, self.smsbox.manner)?;
        let text = ready.plan.text();
        let coding = if ready.plan.alphabet == Alphabet::Gsm7 { "0" } else { "2" };
        let mut query = vec![
            ("username", self.smsbox.user.clone()),
            ("password", self.smsbox.password.expose_secret().to_owned()),
            ("to", ready.number),
            ("text", text),
            ("charset", "UTF-8".to_owned()),
            ("coding", coding.to_owned()),
        ];
        if let Some(from) = &self.smsbox.from {
            query.push(("from", from.clone()));
        }
        if let Some(url) = &self.smsbox.reports_to {
            query.push(("dlr-mask", DLR_MASK.to_owned()));
            query.push(("dlr-url", report_address(url, &parcel.reference)));
        }
        Ok(self.client.get(self.smsbox.url.clone()).query(&query))
    }
}

/// The address with our reference; Kannel fills in the escapes (`%d`: what happened, `%A`: the SMSC's words). A percent
/// sign of ours is doubled, and the reference is written in hex, so that Kannel finds no escapes of its own in them.
fn report_address(url: &Url, reference: &str) -> String {
    let mut url = url.clone();
    url.query_pairs_mut().append_pair("ref", &hex::encode(reference));
    format!("{}&state=%d&answer=%A", url.as_str().replace('%', "%%"))
}

#[async_trait::async_trait]
impl Sink for KannelSink {
    async fn send(&self, parcel: &Parcel, gate: &dyn Gate) -> Result<Receipt, Fault> {
        let request = self.request(parcel)?;
        gate.pass().await.map_err(|closed| Fault::not_sent(Reach::Message, FaultKind::Stopped, closed.to_string()))?;
        let answer = client::ask(request).await?;
        verdict(answer.status, &answer.body)
    }

    async fn already_sent(&self, _parcel: &Parcel) -> Result<Sent, Fault> {
        Ok(Sent::CannotTell)
    }
}

/// What smsbox's answer means: by status and number, not by its words.
fn verdict(status: u16, body: &str) -> Result<Receipt, Fault> {
    let line: String = body.lines().next().unwrap_or_default().chars().take(100).collect();
    let code = line.split_once(':').and_then(|(number, _)| number.trim().parse::<u16>().ok());
    let fault = |reach, kind, outcome| {
        let text = format!("Kannel answered {status}: {line}");
        Err(Fault::not_sent(reach, kind, text).with_outcome(outcome).with_code(status.to_string()))
    };
    match (status, code) {
        (202, Some(0 | 3)) => Ok(Receipt { remote_id: None, text: line }),
        (401 | 403, _) => fault(Reach::Account, FaultKind::Login, Outcome::NotSent),
        (400, _) => fault(Reach::Message, FaultKind::Policy, Outcome::Refused),
        (404, _) => fault(Reach::Account, FaultKind::Setup, Outcome::NotSent),
        (503, _) => fault(Reach::Account, FaultKind::Throttled, Outcome::NotSent),
        _ => fault(Reach::Account, FaultKind::Protocol, Outcome::Unknown),
    }
}

/// Reads what Kannel brings to one path: reports have a state, texts have not.
pub struct KannelHook {
    texts: KannelTexts,
    reports: KannelReports,
}

impl KannelHook {
    /// For one path.
    #[must_use]
    pub fn new(secret: Secret) -> Self {
        Self { texts: KannelTexts::new(secret.clone()), reports: KannelReports::new(secret) }
    }
}

impl Receive for KannelHook {
    fn receive(&self, asked: &Asked) -> Answer {
        if asked.query("state").is_some() { self.reports.receive(asked) } else { self.texts.receive(asked) }
    }
}

/// Reads the texts that Kannel brings.
pub struct KannelTexts {
    secret: Secret,
}

impl KannelTexts {
    /// For one path.
    #[must_use]
    pub fn new(secret: Secret) -> Self {
        Self { secret }
    }
}

impl Receive for KannelTexts {
    fn receive(&self, asked: &Asked) -> Answer {
        if !self.secret.is_said(asked) {
            return Answer::forbidden();
        }
        let (Some(from), Some(text)) = (asked.query("from"), words(asked)) else { return Answer::senseless() };
        let seconds = asked.query("time").and_then(|time| time.parse().ok()).unwrap_or_default();
        let at = DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or(DateTime::UNIX_EPOCH);
        let digest = || {
            use sha2::Digest as _;
            hex::encode(sha2::Sha256::digest(format!("{from}\0{seconds}\0{text}")))
        };
        let remote_id = match asked.query("id") {
            Some(id) if !id.is_empty() && id != "%I" => id.to_owned(),
            _ => digest(),
        };
        let incoming = Incoming::Text(Text {
            medium: Medium::Sms,
            remote_id: remote_id.clone(),
            from: number::read(from, None).e164().map_or_else(|| from.to_owned(), str::to_owned),
            to: asked.query("to").map(str::to_owned),
            at,
            text,
            parts: 1,
            missing: Vec::new(),
            enclosed: Vec::new(),
            files: Vec::new(),
        });
        keep(format!("text/{remote_id}"), at, &incoming)
    }
}

/// The text in the alphabet that Kannel names: UTF-16 for one that came as UCS-2, UTF-8 otherwise.
fn words(asked: &Asked) -> Option<String> {
    let bytes = asked.query_bytes("text")?;
    if asked.query("charset") != Some("UTF-16BE") {
        return Some(String::from_utf8_lossy(&bytes).into_owned());
    }
    let units: Vec<u16> =
        bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(u16::from_be_bytes).collect();
    Some(String::from_utf16_lossy(&units))
}

/// Reads the delivery reports that Kannel brings to the address we gave it.
pub struct KannelReports {
    secret: Secret,
}

impl KannelReports {
    /// For one path.
    #[must_use]
    pub fn new(secret: Secret) -> Self {
        Self { secret }
    }
}

impl Receive for KannelReports {
    fn receive(&self, asked: &Asked) -> Answer {
        if !self.secret.is_said(asked) {
            return Answer::forbidden();
        }
        let state = asked.query("state").unwrap_or_default();
        let Some(progress) = progress_of(state) else { return Answer::senseless() };
        let reference = asked.query("ref").and_then(|hex_text| hex::decode(hex_text).ok());
        let Some(reference) = reference.and_then(|bytes| String::from_utf8(bytes).ok()) else {
            return Answer::senseless();
        };
        let report = Incoming::Report(Report {
            medium: Medium::Sms,
            reference: Some(reference.clone()),
            remote_id: None,
            progress,
            code: asked.query("answer").filter(|answer| !answer.is_empty()).map(|said| said.chars().take(80).collect()),
            bad_number: false,
        });
        keep(format!("report/{reference}/{state}"), DateTime::UNIX_EPOCH, &report)
    }
}

/// The bits of `dlr-mask`.
fn progress_of(state: &str) -> Option<Progress> {
    Some(match state {
        "1" => Progress::Delivered,
        "2" | "16" => Progress::Failed,
        "4" | "8" | "32" => Progress::Sent,
        _ => return None,
    })
}

/// Kept, and answered by nothing: a word of ours would go to the citizen.
fn keep(remote_ref: String, received_at: DateTime<Utc>, incoming: &Incoming) -> Answer {
    let raw = incoming.to_raw();
    let arrival = Arrival { remote_ref: RemoteRef(remote_ref), received_at, announced_bytes: raw.len() as u64, raw };
    Answer::Keep { arrivals: vec![arrival], body: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_of_smsbox_has_its_consequence() {
        for accepted in ["0: Accepted for delivery", "3: Queued for later delivery"] {
            assert!(verdict(202, accepted).is_ok());
        }
        for (status, body, outcome, kind) in [
            (403, "Authorization failed for sendsms", Outcome::NotSent, FaultKind::Login),
            (400, "Missing receiver number, rejected", Outcome::Refused, FaultKind::Policy),
            (404, "Not found", Outcome::NotSent, FaultKind::Setup),
            (503, "Temporal failure, try again later.", Outcome::NotSent, FaultKind::Throttled),
            (202, "<html>", Outcome::Unknown, FaultKind::Protocol),
            (500, "", Outcome::Unknown, FaultKind::Protocol),
            (200, "0: Accepted for delivery", Outcome::Unknown, FaultKind::Protocol),
        ] {
            let fault = verdict(status, body).unwrap_err();
            assert_eq!((fault.outcome, fault.kind), (outcome, kind), "{status} {body}");
        }
    }

    #[test]
    fn our_reference_travels_in_the_address_for_reports() {
        let url = Url::parse("http://127.0.0.1:1/lapor?secret=ku%20ci").unwrap();
        let address = report_address(&url, "ab@");
        assert_eq!(address, "http://127.0.0.1:1/lapor?secret=ku%%20ci&ref=616240&state=%d&answer=%A");
    }
}

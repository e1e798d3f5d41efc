//! The description of a gateway: what a file in `config/gateways/` may say.
//!
//! In: TOML. Out: a checked [`Description`], or what is wrong and what would be right. Unknown keys are refused. Places
//! that may be filled in: `{number}` (62812…), `{number.plus}` (+62812…), `{number.zero}` (0812…), `{text}`,
//! `{sender}`, `{reference}`, `{report_url}`, `{id}` (asking about a text), and every name under `needs`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::pick::Pick;

use crate::incoming::{Medium, Progress};
use crate::{FaultKind, Outcome, Reach};

/// A gateway.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// For people.
    pub title: String,
    /// What it sends.
    pub medium: Medium,
    /// True if it drives a phone that is linked to it: the number can be blocked, the session drops, the terms of
    /// WhatsApp forbid it.
    #[serde(default)]
    pub linked_phone: bool,
    /// Names of the values that the operator must give: secrets, a host, an account.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Those of them that are no secrets and may stand in the configuration: a host, an account's name.
    #[serde(default)]
    pub open: Vec<String>,
    /// Handing a text over.
    pub send: Send,
    /// Asking for the balance.
    pub balance: Option<BalanceAsk>,
    /// Asking whether the linked phone is connected.
    pub device: Option<DeviceAsk>,
    /// Asking how far a text got, by the gateway's id.
    pub ask: Option<Ask>,
    /// Asking whether a text was taken, by our reference.
    pub lookup: Option<Lookup>,
    /// Delivery reports that it pushes.
    pub report: Option<Pushed>,
    /// Texts that it pushes.
    pub inbound: Option<Inbound>,
}

/// One request.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: Method,
    /// With places.
    pub url: String,
    /// How `fields` travel.
    #[serde(default)]
    pub encoding: Encoding,
    /// Names and values with places; a tree where the encoding is JSON.
    #[serde(default)]
    pub fields: toml::Table,
    /// Headers with places.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Basic authentication: user and password with places.
    pub basic: Option<(String, String)>,
}

/// HTTP methods that gateways use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Everything in the address.
    Get,
    /// Fields in the body.
    Post,
}

/// How fields travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// In the address.
    #[default]
    Query,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `application/json`.
    Json,
}

/// Handing a text over.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Send {
    /// The request.
    pub request: Request,
    /// When the gateway has taken it.
    pub success: Pick,
    /// Its id.
    pub id: Option<Pick>,
    /// Its code, for the verdicts.
    pub code: Option<Pick>,
    /// Its words, for people.
    pub reason: Option<Pick>,
    /// What codes mean.
    #[serde(default)]
    pub verdict: Vec<Verdict>,
}

/// What some codes mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// Values of the code.
    #[serde(default)]
    pub is: Vec<String>,
    /// HTTP statuses.
    #[serde(default)]
    pub http: Vec<u16>,
    /// The consequence.
    pub means: Means,
}

/// Consequences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// The number does not exist or takes none.
    BadNumber,
    /// The text or the sender is refused.
    Refused,
    /// User, password or key are wrong.
    Login,
    /// No credit left.
    NoCredit,
    /// Too much at once, or out of order for now.
    Later,
    /// It was taken before: the gateway knows our reference.
    Duplicate,
    /// The description or the account does not fit.
    Setup,
    /// Nobody knows.
    Unclear,
}

impl Means {
    /// For the parcel; `None`: it was taken.
    #[must_use]
    pub(super) fn consequence(self) -> Option<(Reach, Outcome, FaultKind)> {
        use {Outcome::NotSent, Outcome::Refused, Reach::Account, Reach::Message};
        Some(match self {
            Self::BadNumber => (Message, Refused, FaultKind::Recipient),
            Self::Refused => (Message, Refused, FaultKind::Policy),
            Self::Login => (Account, NotSent, FaultKind::Login),
            Self::NoCredit | Self::Later => (Account, NotSent, FaultKind::Throttled),
            Self::Setup => (Account, NotSent, FaultKind::Setup),
            Self::Unclear => (Account, Outcome::Unknown, FaultKind::Protocol),
            Self::Duplicate => return None,
        })
    }
}

/// Asking for the balance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BalanceAsk {
    /// The request.
    pub request: Request,
    /// The number.
    pub amount: Pick,
    /// Of what: `IDR`, `pesan`.
    pub unit: String,
}

/// Asking after the linked phone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceAsk {
    /// The request.
    pub request: Request,
    /// The condition under which it is connected.
    pub connected: Pick,
}

/// Asking how far a text got.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The request, with `{id}`.
    pub request: Request,
    /// The state in the answer.
    pub state: Pick,
    /// What states mean.
    pub states: States,
}

/// Asking whether a text was taken.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// The request, with `{reference}`.
    pub request: Request,
    /// The gateway's id, there if it was taken.
    pub id: Pick,
    /// There (for instance an empty list) if the answer is to be believed when there is no id.
    pub answered: Pick,
}

/// What states mean.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct States {
    /// The gateway has it.
    pub accepted: Vec<String>,
    /// The network has it.
    pub sent: Vec<String>,
    /// The phone has it.
    pub delivered: Vec<String>,
    /// It was opened.
    pub read: Vec<String>,
    /// Given up.
    pub failed: Vec<String>,
    /// Given up because of the number.
    pub bad_number: Vec<String>,
}

impl States {
    /// How far, and whether the number is at fault.
    #[must_use]
    pub fn progress(&self, state: &str) -> Option<(Progress, bool)> {
        let is = |names: &[String]| names.iter().any(|name| name.eq_ignore_ascii_case(state));
        [
            (&self.read, Progress::Read, false),
            (&self.delivered, Progress::Delivered, false),
            (&self.sent, Progress::Sent, false),
            (&self.accepted, Progress::Accepted, false),
            (&self.bad_number, Progress::Failed, true),
            (&self.failed, Progress::Failed, false),
        ]
        .into_iter()
        .find(|(names, _, _)| is(names))
        .map(|(_, progress, bad_number)| (progress, bad_number))
    }
}

/// Delivery reports that a gateway pushes: names of fields of the query, the form or the JSON object.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pushed {
    /// The gateway's id.
    pub id: Option<String>,
    /// Our reference; `ref` is what stands in `{report_url}`.
    pub reference: Option<String>,
    /// The state.
    pub state: String,
    /// The code.
    pub code: Option<String>,
    /// Where reports come in a list: its name (`results`); the fields are then JSON pointers into each of them.
    pub list: Option<String>,
    /// What states mean.
    pub states: States,
}

/// Texts that a gateway pushes: names of fields.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inbound {
    /// The sender.
    pub from: String,
    /// The text.
    pub text: String,
    /// The gateway's id for it; without, the content and the time tell one from another.
    pub id: Option<String>,
    /// Our number or device.
    pub to: Option<String>,
    /// A field that must be empty or missing for this to be a citizen's text (a group, a status).
    pub unless: Option<String>,
}

/// Something that `check` tells although the file is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// Passwords and texts travel in the open.
    PlainHttp,
    /// It drives a linked phone.
    LinkedPhone,
    /// It gives the texts that it pushes no id, so a retry and a second text are told apart by time alone.
    NamelessTexts,
}

//! A described gateway as a [`Sink`].
//!
//! In: parcels. Out: requests as the description says, and its answers as receipts and faults. An answer that is not
//! what the provider documents (an HTML page, a broken JSON) is unclear, never a success and never a failure.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use reqwest::{Client, RequestBuilder, Url};
use secrecy::{ExposeSecret as _, SecretString};

use super::client::{self, Reply};
use super::describe::{Description, Encoding, Means, Method, Request};
use super::pick::Pick;
use super::template::{Values, fill, fill_tree};
use crate::incoming::{Medium, Progress};
use crate::sms::{Manner, make_ready, number};
use crate::whatsapp::Note;
use crate::{Balance, Fault, FaultKind, Gate, Gauge, Modem, Outcome, Parcel, Reach, Receipt, Sent, Sink};

/// An account at a described gateway.
#[derive(Debug, Clone)]
pub struct Account {
    /// The operator's name for it.
    pub name: String,
    /// The gateway.
    pub description: Description,
    /// Values for what the description needs.
    pub values: BTreeMap<String, SecretString>,
    /// Sender id, where the account has one.
    pub sender: Option<String>,
    /// Where the gateway shall report, with the shared secret in it.
    pub reports_to: Option<Url>,
    /// How texts are cut (SMS).
    pub manner: Manner,
    /// How long a request may take.
    pub limit: Duration,
    /// Own authorities.
    pub ca_file: Option<PathBuf>,
}

/// Texts out by a described gateway.
pub struct HttpSink {
    account: Account,
    client: Client,
}

impl HttpSink {
    /// A sink for `account`. Nothing is connected yet.
    ///
    /// # Errors
    /// [`FaultKind::Setup`] if a value is missing that the description needs, or TLS cannot be set up.
    pub fn new(account: Account) -> Result<Self, Fault> {
        if let Some(missing) = account.description.needs.iter().find(|need| !account.values.contains_key(*need)) {
            let text = format!("{} needs a value for `{missing}`", account.description.title);
            return Err(Fault::not_sent(Reach::Account, FaultKind::Setup, text));
        }
        let client = client::build(account.limit, account.ca_file.as_deref())?;
        Ok(Self { account, client })
    }

    /// What stands in every request.
    fn values(&self) -> Values {
        let given = self.account.values.iter();
        let mut values: Values =
            given.map(|(name, value)| (name.clone(), Some(value.expose_secret().to_owned()))).collect();
        values.insert("sender".into(), self.account.sender.clone());
        values
    }

    fn values_of(&self, parcel: &Parcel) -> Result<Values, Fault> {
        let (number, text) = match self.account.description.medium {
            Medium::Sms => {
                let ready = make_ready(parcel, self.account.manner)?;
                (ready.number, ready.plan.text())
            }
            Medium::Whatsapp => {
                let number = number::read(&parcel.recipient, None).for_sms()?.to_owned();
                let note: Option<Note> = serde_json::from_slice(&parcel.content).ok();
                let plain = || String::from_utf8_lossy(&parcel.content).into_owned();
                (number, note.map_or_else(plain, |note| note.text))
            }
        };
        let digits = number.trim_start_matches('+').to_owned();
        let mut values = self.values();
        let zero = digits.strip_prefix("62").map_or_else(|| number.clone(), |national| format!("0{national}"));
        let report_url = self.account.reports_to.clone().map(|mut url| {
            url.query_pairs_mut().append_pair("ref", &parcel.reference);
            url.to_string()
        });
        values.extend([
            ("number".into(), Some(digits)),
            ("number.plus".into(), Some(number)),
            ("number.zero".into(), Some(zero)),
            ("text".into(), Some(text)),
            ("reference".into(), Some(parcel.reference.clone())),
            ("report_url".into(), report_url),
        ]);
        Ok(values)
    }

    fn request(&self, request: &Request, values: &Values) -> Result<RequestBuilder, Fault> {
        let wrong =
            || Fault::not_sent(Reach::Account, FaultKind::Setup, "the gateway's address is not one when filled in");
        let url = Url::parse(&fill(&request.url, values).unwrap_or_default()).map_err(|_| wrong())?;
        let mut builder = match request.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
        };
        let fields: Vec<(String, serde_json::Value)> =
            request.fields.iter().filter_map(|(name, value)| Some((name.clone(), fill_tree(value, values)?))).collect();
        let flat = || -> Vec<(&str, String)> {
            fields.iter().filter_map(|(name, value)| Some((name.as_str(), super::pick::plain(value)?))).collect()
        };
        builder = match request.encoding {
            Encoding::Query => builder.query(&flat()),
            Encoding::Form => builder.form(&flat()),
            Encoding::Json => builder.json(&fields.iter().cloned().collect::<serde_json::Map<_, _>>()),
        };
        for (name, value) in &request.headers {
            builder = builder.header(name, fill(value, values).unwrap_or_default());
        }
        if let Some((user, password)) = &request.basic {
            builder = builder.basic_auth(fill(user, values).unwrap_or_default(), fill(password, values));
        }
        Ok(builder)
    }

    /// An answer to a question that changes nothing: whatever goes wrong, nothing was sent.
    async fn ask(&self, request: &Request, values: &Values) -> Result<Reply, Fault> {
        let reply = client::ask(self.request(request, values)?).await;
        let reply = reply.map_err(|fault| fault.with_outcome(Outcome::NotSent))?;
        match reply.status {
            200..=299 => Ok(reply),
            401 | 403 => Err(self.said(&reply, None, (Reach::Account, Outcome::NotSent, FaultKind::Login))),
            _ => Err(self.said(&reply, None, (Reach::Account, Outcome::NotSent, FaultKind::Protocol))),
        }
    }

    /// What the answer to a text means.
    fn verdict(&self, reply: &Reply) -> Result<Receipt, Fault> {
        let send = &self.account.description.send;
        let success = send.success.holds(&reply.body);
        let receipt = || Receipt { remote_id: value(send.id.as_ref(), reply), text: format!("HTTP {}", reply.status) };
        if (200..300).contains(&reply.status) && success == Some(true) {
            return Ok(receipt());
        }
        let code = value(send.code.as_ref(), reply);
        let rule = send.verdict.iter().find(|rule| {
            let by_code = code.as_ref().is_some_and(|code| rule.is.iter().any(|is| is.eq_ignore_ascii_case(code)));
            by_code || rule.http.contains(&reply.status)
        });
        let means =
            rule.map_or_else(|| usual(reply.status, success, code.is_some()), |rule| Some(rule.means.consequence()));
        match means {
            Some(None) => Ok(receipt()),
            Some(Some(consequence)) => Err(self.said(reply, code, consequence)),
            None => Err(self.said(reply, code, (Reach::Message, Outcome::NotSent, FaultKind::Policy))),
        }
    }

    /// A fault in the gateway's words, if it has any: shortened, on one line, without our values.
    fn said(&self, reply: &Reply, code: Option<String>, of: (Reach, Outcome, FaultKind)) -> Fault {
        let reason = value(self.account.description.send.reason.as_ref(), reply).unwrap_or_default();
        let mut reason: String = reason.chars().filter(|c| !c.is_control()).take(160).collect();
        for secret in
            self.account.values.values().map(|value| value.expose_secret()).filter(|secret| !secret.is_empty())
        {
            reason = reason.replace(secret, "***");
        }
        let text = match reason.as_str() {
            "" => format!("{} answered HTTP {}", self.account.description.title, reply.status),
            reason => format!("{} answered HTTP {}: {reason}", self.account.description.title, reply.status),
        };
        let (reach, outcome, kind) = of;
        Fault::not_sent(reach, kind, text).with_outcome(outcome).with_code(code.unwrap_or(reply.status.to_string()))
    }
}

/// Without a verdict in the description. Outer `None`: the gateway said no, and nothing tells why.
#[allow(clippy::option_option, reason = "the inner one is Means::consequence's")]
fn usual(status: u16, success: Option<bool>, has_code: bool) -> Option<Option<(Reach, Outcome, FaultKind)>> {
    let means = match status {
        401 | 403 => Means::Login,
        402 => Means::NoCredit,
        404 | 405 | 300..=399 => Means::Setup,
        429 => Means::Later,
        200..=299 if success == Some(false) || has_code => return None,
        400..=499 => return None,
        _ => Means::Unclear,
    };
    Some(means.consequence())
}

fn value(pick: Option<&Pick>, reply: &Reply) -> Option<String> {
    pick.and_then(|pick| pick.value(&reply.body)).filter(|value| !value.is_empty())
}

#[async_trait::async_trait]
impl Sink for HttpSink {
    async fn send(&self, parcel: &Parcel, gate: &dyn Gate) -> Result<Receipt, Fault> {
        let values = self.values_of(parcel)?;
        let request = self.request(&self.account.description.send.request, &values)?;
        gate.pass().await.map_err(|closed| Fault::not_sent(Reach::Message, FaultKind::Stopped, closed.to_string()))?;
        self.verdict(&client::ask(request).await?)
    }

    async fn already_sent(&self, parcel: &Parcel) -> Result<Sent, Fault> {
        let Some(lookup) = &self.account.description.lookup else { return Ok(Sent::CannotTell) };
        let reply = self.ask(&lookup.request, &self.values_of(parcel)?).await?;
        if let Some(id) = value(Some(&lookup.id), &reply) {
            return Ok(Sent::Yes(Receipt { remote_id: Some(id), text: "found by our reference".into() }));
        }
        // Gateways list with delay: that it is not there yet says little, and nothing if the answer is not the
        // documented one.
        Ok(if lookup.answered.value(&reply.body).is_some() { Sent::NotSeen } else { Sent::CannotTell })
    }

    async fn progress(&self, remote_id: &str) -> Result<Option<Progress>, Fault> {
        let Some(ask) = &self.account.description.ask else { return Ok(None) };
        let mut values = self.values();
        values.insert("id".into(), Some(remote_id.to_owned()));
        let reply = self.ask(&ask.request, &values).await?;
        let state = value(Some(&ask.state), &reply);
        Ok(state.and_then(|state| ask.states.progress(&state)).map(|(progress, _)| progress))
    }

    async fn gauge(&self) -> Result<Gauge, Fault> {
        let mut gauge = Gauge::default();
        if let Some(ask) = &self.account.description.balance {
            let reply = self.ask(&ask.request, &self.values()).await?;
            let amount = value(Some(&ask.amount), &reply).and_then(|amount| amount.replace(',', "").parse().ok());
            let unreadable = || self.said(&reply, None, (Reach::Account, Outcome::NotSent, FaultKind::Protocol));
            gauge.balance = Some(Balance { amount: amount.ok_or_else(unreadable)?, unit: ask.unit.clone() });
        }
        if let Some(ask) = &self.account.description.device {
            let reply = self.ask(&ask.request, &self.values()).await?;
            gauge.modems.push(Modem {
                name: self.account.name.clone(),
                alive: ask.connected.holds(&reply.body),
                signal: None,
                network: value(Some(&ask.connected), &reply),
            });
        }
        Ok(gauge)
    }
}

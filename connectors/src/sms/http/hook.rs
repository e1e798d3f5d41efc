//! What a described gateway pushes: texts and delivery reports, as its description names their fields.
//!
//! In: requests. Out: arrivals. A request that has neither is answered 200 and forgotten: gateways push much that
//! concerns nobody here (typing, groups), and an error would make them push it again. Where a gateway gives its texts
//! no id, the same words pushed again within minutes are its retry, and later a person's second text
//! ([`super::unnamed`]).

use chrono::DateTime;

use super::describe::{Inbound, Pushed};
use super::pick::plain;
use super::unnamed::{Now, Unnamed};
use crate::incoming::{Incoming, Medium, Report, Text};
use crate::sms::number;
use crate::webhook::{Answer, Asked, Receive, Secret};
use crate::{Arrival, RemoteRef};

/// Reads what one gateway pushes.
pub struct GatewayHook {
    secret: Secret,
    medium: Medium,
    report: Option<Pushed>,
    inbound: Option<Inbound>,
    unnamed: Unnamed,
}

impl GatewayHook {
    /// For the gateway of `description`. `now`: the clock.
    #[must_use]
    pub fn new(secret: Secret, description: &super::Description, now: Now) -> Self {
        Self {
            secret,
            medium: description.medium,
            report: description.report.clone(),
            inbound: description.inbound.clone(),
            unnamed: Unnamed::new(now),
        }
    }

    fn reports(&self, asked: &Asked) -> Vec<Arrival> {
        let Some(pushed) = &self.report else { return Vec::new() };
        let Some(list) = &pushed.list else {
            return self.report(pushed, |name| asked.field(name)).into_iter().collect();
        };
        let json: serde_json::Value = serde_json::from_slice(&asked.body).unwrap_or_default();
        let items = json.get(list).and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
        items.iter().filter_map(|item| self.report(pushed, |pointer| plain(item.pointer(pointer)?))).collect()
    }

    fn report(&self, pushed: &Pushed, field: impl Fn(&str) -> Option<String>) -> Option<Arrival> {
        let state = field(&pushed.state)?;
        let code = pushed.code.as_deref().and_then(&field).filter(|code| !code.is_empty() && code != "0");
        let (progress, bad_number) = pushed.states.progress(&state)?;
        let by_code = code.as_ref().and_then(|code| pushed.states.progress(code)).is_some_and(|(_, bad)| bad);
        let present = |name: &Option<String>| name.as_deref().and_then(&field).filter(|value| !value.is_empty());
        let (reference, remote_id) = (present(&pushed.reference), present(&pushed.id));
        let name = remote_id.clone().or_else(|| reference.clone())?;
        let report = Incoming::Report(Report {
            medium: self.medium,
            reference,
            remote_id,
            progress,
            code,
            bad_number: bad_number || by_code,
        });
        Some(arrival(format!("report/{name}/{state}"), &report))
    }

    fn text(&self, asked: &Asked) -> Option<Arrival> {
        let inbound = self.inbound.as_ref()?;
        let (from, text) = (asked.field(&inbound.from)?, asked.field(&inbound.text)?);
        let excluded = inbound.unless.as_deref().and_then(|name| asked.field(name));
        if from.is_empty() || excluded.is_some_and(|value| !value.is_empty() && value != "false") {
            return None;
        }
        let id = inbound.id.as_deref().and_then(|name| asked.field(name)).filter(|id| !id.is_empty());
        // Without an id of theirs everything they said is the name: the query too, where all of it stands there.
        let said = || [asked.raw_query.as_bytes(), b"\n", asked.body.as_slice()].concat();
        let remote_id = id.unwrap_or_else(|| self.unnamed.name(&said()));
        let incoming = Incoming::Text(Text {
            medium: self.medium,
            remote_id: remote_id.clone(),
            from: number::read(&from, None).e164().map_or(from, str::to_owned),
            to: inbound.to.as_deref().and_then(|name| asked.field(name)),
            at: DateTime::UNIX_EPOCH,
            text,
            parts: 1,
            missing: Vec::new(),
            enclosed: Vec::new(),
            files: Vec::new(),
        });
        Some(arrival(format!("text/{remote_id}"), &incoming))
    }
}

impl Receive for GatewayHook {
    fn receive(&self, asked: &Asked) -> Answer {
        if !self.secret.is_said(asked) {
            return Answer::forbidden();
        }
        let mut arrivals = self.reports(asked);
        if arrivals.is_empty() {
            arrivals.extend(self.text(asked));
        }
        Answer::Keep { arrivals, body: String::new() }
    }
}

fn arrival(remote_ref: String, incoming: &Incoming) -> Arrival {
    let raw = incoming.to_raw();
    let remote_ref = RemoteRef(remote_ref);
    Arrival { remote_ref, received_at: DateTime::UNIX_EPOCH, announced_bytes: raw.len() as u64, raw }
}

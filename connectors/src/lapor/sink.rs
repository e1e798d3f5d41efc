//! An account as a [`Sink`]: follow-ups and hand-ons put under reports, each looked for before and after.
//!
//! In: parcels whose content is a [`Posting`] and whose reference is the marker that its text bears. Out: receipts and
//! faults. The service has no idempotency key, so nothing is posted before what stands there has been read, and whether
//! something was taken is told by reading again, never by a status.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use std::sync::Arc;

use super::client::Client;
use super::pointer;
use super::posting::{Act, Posting};
use super::profile::AddFollowup;
use super::read_back::{Found, fill, is_secret_now, look};
use crate::{Fault, FaultKind, Gate, Parcel, Reach, Receipt, Sent, Sink};

/// Puts things under reports.
pub struct LaporSink {
    client: Arc<Client>,
}

impl LaporSink {
    /// Over the line of an account.
    #[must_use]
    pub fn new(line: &super::Line) -> Self {
        Self { client: Arc::clone(&line.0) }
    }

    async fn post(&self, posting: &Posting, gate: &dyn Gate) -> Result<Receipt, Fault> {
        match &posting.act {
            Act::Followup { text, secret, to, template } => {
                let add = self.client.account.profile.add_followup.as_ref().ok_or_else(|| missing("follow-ups"))?;
                let filled = self.fields(add, posting, text, *secret, to.as_deref(), template.as_deref());
                let form = self.with_files(filled, add, posting).await?;
                let answer =
                    self.client.post_form(&fill(&add.path, &[("id", &posting.report)])?, form, Some(gate)).await?;
                Ok(receipt(pointer::text(&answer.value, &add.id)))
            }
            Act::HandOn { institution, reason } => {
                let reject = self.client.account.profile.reject.as_ref().ok_or_else(|| missing("handing on"))?;
                let body = reject.body.iter().map(|(key, value)| (key.clone(), said(value, institution, reason)));
                let path = fill(&reject.path, &[("id", &posting.report)])?;
                self.client.post_json(&path, &Value::Object(body.collect()), gate).await?;
                Ok(receipt(None))
            }
        }
    }

    /// The form's fields as the profile wants them; what is empty after filling in is left out.
    fn fields(
        &self,
        add: &AddFollowup,
        posting: &Posting,
        text: &str,
        secret: bool,
        to: Option<&str>,
        template: Option<&str>,
    ) -> Form {
        let account = &self.client.account;
        let values = [
            ("{id}", posting.report.as_str()),
            ("{secret}", if secret { "1" } else { "0" }),
            ("{from}", account.institution.as_deref().unwrap_or_default()),
            ("{to}", to.unwrap_or_default()),
            ("{user}", account.user.as_deref().unwrap_or_default()),
            ("{template}", template.unwrap_or_default()),
            ("{text}", text),
        ];
        let mut form = Form::new();
        for (field, pattern) in &add.fields {
            // The text comes last: what a person wrote is never searched for places.
            let value = values.iter().fold(pattern.clone(), |filled, (place, value)| filled.replace(place, value));
            if !value.is_empty() {
                form = form.text(field.clone(), value);
            }
        }
        form
    }

    /// Files go into the form, or are uploaded before and named in it. An upload that nobody names does no harm.
    async fn with_files(&self, mut form: Form, add: &AddFollowup, posting: &Posting) -> Result<Form, Fault> {
        let profile = &self.client.account.profile;
        for (n, file) in posting.files.iter().take(profile.limits.files).enumerate() {
            let bytes = STANDARD.decode(&file.base64).map_err(|_| broken("a file of the posting is damaged"))?;
            let part = Part::bytes(bytes).file_name(file.name.clone());
            match (&add.upload_field, &profile.upload, &add.file_field) {
                (Some(field), Some(upload), _) => {
                    let answer = self
                        .client
                        .post_form(&upload.path, Form::new().part(upload.field.clone(), part), None)
                        .await
                        .map_err(before)?;
                    let ids = upload
                        .ids
                        .iter()
                        .filter_map(|place| pointer::items(&answer.value, std::slice::from_ref(place)));
                    let id = ids.flatten().find_map(|item| pointer::text(item, &["/id".to_owned(), String::new()]));
                    let id = id.ok_or_else(|| broken("the service took a file and named no id for it"))?;
                    form = form.text(field.replace("{n}", &n.to_string()), id);
                }
                (_, _, Some(field)) => form = form.part(field.replace("{n}", &n.to_string()), part),
                (_, _, None) => return Err(missing("files")),
            }
        }
        Ok(form)
    }
}

#[async_trait::async_trait]
impl Sink for LaporSink {
    async fn send(&self, parcel: &Parcel, gate: &dyn Gate) -> Result<Receipt, Fault> {
        let mut posting = Posting::parse(&parcel.content).ok_or_else(|| broken("the parcel holds no posting"))?;
        if let Act::Followup { text, .. } = &posting.act {
            let most = self.client.account.profile.limits.text;
            if text.chars().count() > most {
                return Err(broken(&format!("the text is longer than {most} characters")));
            }
        }
        let by_another = |kind, text| Err(Fault::not_sent(Reach::Message, kind, text));
        match look(&self.client, &posting, &parcel.reference).await? {
            Found::Itself(receipt) => {
                gate.pass()
                    .await
                    .map_err(|closed| Fault::not_sent(Reach::Message, FaultKind::Stopped, closed.to_string()))?;
                Ok(receipt)
            }
            Found::SameByAnother => {
                by_another(FaultKind::AlreadyThere, "somebody has put the same answer there already")
            }
            Found::OtherByAnother => {
                by_another(FaultKind::Overtaken, "somebody has answered there meanwhile, with other words")
            }
            Found::Nothing => {
                // It may have been made secret since it was last listed: a word too many cannot be taken back.
                if let Act::Followup { secret, .. } = &mut posting.act {
                    *secret = *secret || is_secret_now(&self.client, &posting.report).await?;
                }
                self.post(&posting, gate).await
            }
        }
    }

    async fn already_sent(&self, parcel: &Parcel) -> Result<Sent, Fault> {
        let Some(posting) = Posting::parse(&parcel.content) else { return Ok(Sent::CannotTell) };
        Ok(match look(&self.client, &posting, &parcel.reference).await? {
            Found::Itself(receipt) => Sent::Yes(receipt),
            Found::SameByAnother | Found::OtherByAnother | Found::Nothing => Sent::NotSeen,
        })
    }
}

fn said(value: &Value, institution: &str, reason: &str) -> Value {
    match value {
        Value::String(text) if text == "{institution}" => Value::String(institution.to_owned()),
        Value::String(text) => Value::String(text.replace("{reason}", reason)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.clone(),
    }
}

fn receipt(remote_id: Option<String>) -> Receipt {
    Receipt { remote_id, text: "the service took it; not yet read back".to_owned() }
}

/// What went wrong before the posting itself certainly posted nothing.
fn before(fault: Fault) -> Fault {
    fault.with_outcome(crate::Outcome::NotSent)
}

fn missing(what: &str) -> Fault {
    Fault::not_sent(Reach::Account, FaultKind::Setup, format!("the profile says nothing about {what}"))
}

fn broken(text: &str) -> Fault {
    Fault::not_sent(Reach::Message, FaultKind::Setup, text)
}

//! A page of the office that takes texts by HTTP.
//!
//! In: a text with the key that names it. Out: nothing if the page has it, else a [`Fault`] that says whether it
//! refused this text or could not be asked. One POST of JSON; the key goes with every attempt as `Idempotency-Key` (the
//! draft of that name of the IETF's HTTPAPI group), so that a page that honours it shows the text once. Does not know
//! what the text says.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

use crate::sms::http::client;
use crate::{Fault, FaultKind, Outcome, Reach, Url};

/// What is to stand on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageText {
    /// The same on every attempt, and of no other text.
    pub key: String,
    /// Grows with every text: a page that gets two of one number shows the larger.
    pub id: i64,
    /// Whose.
    pub office: String,
    /// Number of the complaint, where it is about one.
    pub number: Option<String>,
    /// In a line.
    pub title: String,
    /// As it is to be shown.
    pub text: String,
}

/// Where texts are put.
#[async_trait::async_trait]
pub trait Page: Send + Sync {
    /// Puts a text there. May be repeated with the same key.
    ///
    /// # Errors
    /// [`Outcome::Refused`]: this text will never be taken. All else may be tried again.
    async fn put(&self, text: &PageText) -> Result<(), Fault>;
}

/// How a page is reached.
#[derive(Debug, Clone)]
pub struct Account {
    /// Where texts are posted to.
    pub url: Url,
    /// Sent with every text; their values are secret.
    pub headers: Vec<(String, SecretString)>,
    /// A request takes no longer.
    pub limit: Duration,
    /// Own authorities besides those of the system.
    pub ca_file: Option<PathBuf>,
}

/// A page behind HTTP.
pub struct HttpPage {
    account: Account,
    client: reqwest::Client,
}

impl HttpPage {
    /// Nothing is connected yet.
    ///
    /// # Errors
    /// [`FaultKind::Setup`] if TLS cannot be set up.
    pub fn new(account: Account) -> Result<Self, Fault> {
        let client = client::build(account.limit, account.ca_file.as_deref())?;
        Ok(Self { account, client })
    }
}

#[async_trait::async_trait]
impl Page for HttpPage {
    async fn put(&self, text: &PageText) -> Result<(), Fault> {
        let mut request = self.client.post(self.account.url.clone()).header("Idempotency-Key", &text.key).json(text);
        for (name, value) in &self.account.headers {
            request = request.header(name, value.expose_secret());
        }
        verdict(client::ask(request).await?.status)
    }
}

/// What a status means for the text (RFC 9110, section 15; 429: RFC 6585).
fn verdict(status: u16) -> Result<(), Fault> {
    let fault = |reach, kind, outcome| {
        Err(Fault::not_sent(reach, kind, format!("the page answered {status}")).with_outcome(outcome))
    };
    match status {
        200..=299 => Ok(()),
        401 | 403 => fault(Reach::Account, FaultKind::Login, Outcome::NotSent),
        // 409: the same key is being worked on (the draft's section on errors).
        408 | 409 | 425 | 429 => fault(Reach::Account, FaultKind::Throttled, Outcome::NotSent),
        // Also a redirect, which is not followed, and an address that is not there: the page, not the text, is wrong.
        300..=399 | 404 | 405 | 410 => fault(Reach::Account, FaultKind::Setup, Outcome::NotSent),
        400..=499 => fault(Reach::Message, FaultKind::Policy, Outcome::Refused),
        _ => fault(Reach::Account, FaultKind::Protocol, Outcome::Unknown),
    }
}

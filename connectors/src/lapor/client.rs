//! One account's line to the service: calls paced and counted, answers bounded, secrets kept out of every text.
//!
//! In: paths below the base address. Out: the JSON of a success with its exact text, or a fault. Does not know what the
//! calls mean. Follows no redirect, unpacks nothing, and asks the environment for no proxy.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client as Http, RequestBuilder, Response};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep_until, timeout};

use super::account::Account;
use super::breaker::Breaker;
use super::envelope::{self, Effect, Raw};
use crate::{Fault, FaultKind, Outcome, Reach, tls};

/// Names, TCP and TLS of one connection.
const CONNECT: Duration = Duration::from_secs(20);

/// A success.
pub(super) struct Answer {
    /// As read.
    pub(super) value: Value,
    /// As it came, byte for byte.
    pub(super) text: String,
}

/// The line.
pub(super) struct Client {
    pub(super) account: Account,
    http: Http,
    room: Semaphore,
    next: tokio::sync::Mutex<Instant>,
    breaker: Mutex<Breaker>,
}

impl Client {
    /// Sets it up; connects to nothing.
    pub(super) fn new(account: Account) -> Result<Self, Fault> {
        let mut headers = HeaderMap::new();
        for header in &account.headers {
            let name = HeaderName::from_bytes(header.name.as_bytes())
                .map_err(|_| setup(format!("{:?} is no name of a header", header.name)))?;
            let mut value = HeaderValue::from_str(header.value.expose_secret())
                .map_err(|_| setup(format!("the secret for header {} holds what no header can", header.name)))?;
            value.set_sensitive(true);
            headers.append(name, value);
        }
        let config = tls::client_config(account.ca_file.as_deref(), account.ca_only)?;
        let mut builder = Http::builder()
            .tls_backend_preconfigured(config.as_ref().clone())
            .default_headers(headers)
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .referer(false)
            .no_proxy();
        if let Some(proxy) = &account.proxy {
            let proxy = reqwest::Proxy::all(proxy).map_err(|_| setup("the proxy's address cannot be used".into()))?;
            builder = builder.proxy(proxy);
        }
        let http = builder.build().map_err(|error| setup(format!("HTTP cannot be set up: {}", words(error))))?;
        let room = Semaphore::new(account.in_flight.clamp(1, 2));
        Ok(Self { http, room, next: tokio::sync::Mutex::new(Instant::now()), breaker: Mutex::default(), account })
    }

    /// Reads.
    pub(super) async fn get(&self, path: &str) -> Result<Answer, Fault> {
        let request = self.http.get(self.address(path)?);
        self.call(request, Effect::Reads, None).await
    }

    /// Writes JSON. `gate` is passed immediately before.
    pub(super) async fn post_json(&self, path: &str, body: &Value, gate: &dyn crate::Gate) -> Result<Answer, Fault> {
        let request =
            self.http.post(self.address(path)?).header(CONTENT_TYPE, "application/json").body(body.to_string());
        self.call(request, Effect::Writes, Some(gate)).await
    }

    /// Writes a form. `gate` is passed immediately before, where there is one.
    pub(super) async fn post_form(
        &self,
        path: &str,
        form: reqwest::multipart::Form,
        gate: Option<&dyn crate::Gate>,
    ) -> Result<Answer, Fault> {
        let request = self.http.post(self.address(path)?).multipart(form);
        self.call(request, Effect::Writes, gate).await
    }

    /// Below the base address, or (a link of the service's own) on its very host.
    fn address(&self, path: &str) -> Result<url::Url, Fault> {
        let base = url::Url::parse(&self.account.base).map_err(|_| setup("the base address is no address".into()))?;
        let whole = match path.strip_prefix('/') {
            Some(_) => format!("{}{path}", self.account.base.trim_end_matches('/')),
            None => path.to_owned(),
        };
        let url = url::Url::parse(&whole).map_err(|_| strange("the service names a page whose address is none"))?;
        if url.origin() != base.origin() {
            return Err(strange("the service names a page on another host"));
        }
        Ok(url)
    }

    async fn call(
        &self,
        request: RequestBuilder,
        effect: Effect,
        gate: Option<&dyn crate::Gate>,
    ) -> Result<Answer, Fault> {
        let _room = self.room.acquire().await.map_err(|_| stopped("the account is being closed"))?;
        if let Some(fault) = self.breaker().refuses((self.account.now)()) {
            return Err(fault);
        }
        self.wait_for_turn().await;
        if let Some(gate) = gate {
            gate.pass().await.map_err(|closed| stopped(&closed.to_string()))?;
        }
        let limits = &self.account.profile.limits;
        let seconds = if effect == Effect::Reads { limits.read_seconds } else { limits.write_seconds };
        let sent = timeout(Duration::from_secs(seconds), self.exchange(request, effect)).await;
        let (result, wish) = match sent {
            Ok((result, wish)) => (result, wish),
            Err(_) => (Err(self.no_answer(seconds, effect)), None),
        };
        let read = result.and_then(|raw| {
            let value = envelope::read(&raw, &self.account.profile.envelope, effect)?;
            let text = String::from_utf8(raw.body).map_err(|_| strange("the service's JSON is no UTF-8"))?;
            Ok(Answer { value, text })
        });
        match read {
            Ok(answer) => {
                self.breaker().well();
                Ok(answer)
            }
            Err(mut fault) => {
                fault.text = self.without_secrets(fault.text);
                self.breaker().failed(&fault, wish, (self.account.now)());
                Err(fault)
            }
        }
    }

    async fn exchange(&self, request: RequestBuilder, effect: Effect) -> (Result<Raw, Fault>, Option<TimeDelta>) {
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => return (Err(failure(error, effect)), None),
        };
        let wish = retry_after(&response);
        (self.body(response, effect).await, wish)
    }

    /// The body, up to its limit.
    async fn body(&self, mut response: Response, effect: Effect) -> Result<Raw, Fault> {
        let unknown = |fault: Fault| match effect {
            Effect::Reads => fault,
            Effect::Writes => fault.with_outcome(Outcome::Unknown),
        };
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let packed = header(CONTENT_ENCODING);
        if !packed.is_empty() && packed != "identity" {
            return Err(unknown(strange("the service packs its answer though nobody asked for that")));
        }
        let (status, content_type) = (response.status().as_u16(), header(CONTENT_TYPE).to_lowercase());
        let most = self.account.profile.limits.answer_bytes;
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() <= most => body.extend_from_slice(&chunk),
                Ok(Some(_)) => return Err(unknown(strange("the service's answer is larger than the limit"))),
                Ok(None) => return Ok(Raw { status, content_type, body }),
                Err(error) => return Err(failure(error, effect)),
            }
        }
    }

    /// The next call begins no sooner than the interval after the last.
    async fn wait_for_turn(&self) {
        let mut next = self.next.lock().await;
        sleep_until(*next).await;
        *next = Instant::now() + self.account.interval;
    }

    fn no_answer(&self, seconds: u64, effect: Effect) -> Fault {
        let fault = Fault::not_sent(Reach::Account, FaultKind::Timeout, format!("no answer within {seconds} s"));
        if effect == Effect::Writes { fault.with_outcome(Outcome::Unknown) } else { fault }
    }

    /// A service may repeat our keys in what it says.
    fn without_secrets(&self, text: String) -> String {
        let secrets = self.account.headers.iter().flat_map(|header| {
            let whole = header.value.expose_secret();
            std::iter::once(whole).chain(whole.split_whitespace()).chain([whole.trim_matches(['{', '}'])])
        });
        secrets
            .filter(|secret| secret.len() >= 6 && *secret != "Bearer")
            .fold(text, |text, secret| text.replace(secret, "[rahasia]"))
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn retry_after(response: &Response) -> Option<TimeDelta> {
    let seconds: i64 = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    TimeDelta::try_seconds(seconds)
}

/// Where a connection was not even made, nothing was sent; after that nobody knows.
fn failure(error: reqwest::Error, effect: Effect) -> Fault {
    let before = error.is_connect() || error.is_builder();
    let kind = if error.is_timeout() { FaultKind::Timeout } else { FaultKind::Network };
    let certificate = format!("{error:?}").contains("InvalidCertificate");
    let kind = if certificate { FaultKind::Certificate } else { kind };
    let fault = Fault::not_sent(Reach::Account, kind, format!("no connection to the service: {}", words(error)));
    if effect == Effect::Writes && !before { fault.with_outcome(Outcome::Unknown) } else { fault }
}

/// What went wrong, without the address.
fn words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(&error);
    while let Some(deeper) = cause {
        text = deeper.to_string();
        cause = deeper.source();
    }
    text
}

fn setup(text: String) -> Fault {
    Fault::not_sent(Reach::Account, FaultKind::Setup, text)
}

fn strange(text: &str) -> Fault {
    Fault::not_sent(Reach::Account, FaultKind::Protocol, text)
}

fn stopped(why: &str) -> Fault {
    Fault::not_sent(Reach::Message, FaultKind::Stopped, why)
}

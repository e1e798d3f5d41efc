//! One HTTP request, with limits, and what its failure means for the parcel.
//!
//! In: a request. Out: status and body, or a [`Fault`] that says whether the gateway may have acted. Redirects are not
//! followed: they would carry credentials elsewhere. Bodies are cut.

use std::path::Path;
use std::time::Duration;

use reqwest::redirect::Policy;

use crate::{Fault, FaultKind, Outcome, Reach, tls};

/// No more of an answer is read: gateways answer in lines, error pages in kilobytes.
const LARGEST_ANSWER: usize = 128 * 1024;

/// What a gateway answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body as text.
    pub body: String,
}

/// A client whose requests take no longer than `limit`. `ca_file`: own authorities besides those of the system.
///
/// # Errors
/// [`FaultKind::Setup`] if TLS cannot be set up.
pub fn build(limit: Duration, ca_file: Option<&Path>) -> Result<reqwest::Client, Fault> {
    let config = tls::client_config(ca_file, false)?;
    reqwest::Client::builder()
        .tls_backend_preconfigured((*config).clone())
        .connect_timeout(limit.min(Duration::from_secs(10)))
        .timeout(limit)
        .redirect(Policy::none())
        .no_proxy()
        .user_agent(concat!("penghubung/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|_| Fault::not_sent(Reach::Account, FaultKind::Setup, "the HTTP client cannot be set up"))
}

/// Asks, and reads the answer. A request that failed before it was written was not sent; after that nobody knows.
///
/// # Errors
/// The gateway cannot be reached, breaks off, or is too slow.
pub async fn ask(request: reqwest::RequestBuilder) -> Result<Reply, Fault> {
    let mut response = request.send().await.map_err(|error| fault(&error))?;
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error))? {
        body.extend_from_slice(chunk.get(..chunk.len().min(LARGEST_ANSWER - body.len())).unwrap_or_default());
        if body.len() >= LARGEST_ANSWER {
            break;
        }
    }
    Ok(Reply { status, body: String::from_utf8_lossy(&body).into_owned() })
}

/// The words of the error are left out: they hold the address, and with it passwords.
fn fault(error: &reqwest::Error) -> Fault {
    let made = |kind, outcome, text: &str| Fault::not_sent(Reach::Account, kind, text).with_outcome(outcome);
    if error.is_builder() {
        made(FaultKind::Setup, Outcome::NotSent, "the request to the gateway cannot be made from its description")
    } else if error.is_connect() && is_certificate(error) {
        made(FaultKind::Certificate, Outcome::NotSent, "the gateway's certificate does not fit")
    } else if error.is_connect() && error.is_timeout() {
        made(FaultKind::Timeout, Outcome::NotSent, "the gateway could not be reached in time")
    } else if error.is_connect() {
        made(FaultKind::Network, Outcome::NotSent, "the gateway cannot be reached")
    } else if error.is_timeout() {
        made(FaultKind::Timeout, Outcome::Unknown, "the gateway did not answer in time")
    } else {
        made(FaultKind::Network, Outcome::Unknown, "the connection to the gateway broke off")
    }
}

fn is_certificate(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(this) = cause {
        let inner = this.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref());
        let inner = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>());
        if let Some(rustls::Error::InvalidCertificate(_)) = inner.or_else(|| this.downcast_ref::<rustls::Error>()) {
            return true;
        }
        cause = this.source();
    }
    false
}

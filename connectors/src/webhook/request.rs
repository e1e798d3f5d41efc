//! A request as receivers see it, and what they say to it.
//!
//! In: method, path, query, headers, body. Out: pairs of names and values, whatever way the gateway sent them. Secrets are
//! compared in constant time. Knows no gateway.

use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;

use crate::Arrival;

/// One request, its body already read within the limits.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// `GET` or `POST`.
    pub method: String,
    /// Pairs of the query, decoded.
    pub query: Vec<(String, String)>,
    /// Headers with lower-case names.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

impl Asked {
    /// A value of the query.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// A header; `name` in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The value called `name` of the query, of a form, or at the top of a JSON object.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        if let Some(value) = self.query(name) {
            return Some(value.to_owned());
        }
        if let Ok(json) = serde_json::from_slice::<serde_json::Value>(&self.body) {
            return crate::sms::http::pick::plain(json.get(name)?);
        }
        pairs(std::str::from_utf8(&self.body).ok()?).into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }
}

/// `a=1&b=2`, decoded.
pub(super) fn pairs(encoded: &str) -> Vec<(String, String)> {
    reqwest::Url::parse("http://localhost/")
        .map(|mut url| {
            url.set_query(Some(encoded));
            url.query_pairs().into_owned().collect()
        })
        .unwrap_or_default()
}

/// What a receiver makes of a request.
#[derive(Debug)]
pub enum Answer {
    /// Answered at once; nothing is kept.
    Now {
        /// HTTP status.
        status: u16,
        /// Plain text.
        body: String,
    },
    /// Kept first; then 200 with this body. Without arrivals: 200 at once.
    Keep {
        /// What to keep.
        arrivals: Vec<Arrival>,
        /// Plain text, usually empty: Kannel sends a body back to the citizen as an SMS.
        body: String,
    },
}

impl Answer {
    /// The secret or the signature does not fit.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::Now { status: 403, body: String::new() }
    }

    /// The request makes no sense. A gateway must not send it again and again.
    #[must_use]
    pub fn senseless() -> Self {
        Self::Now { status: 400, body: String::new() }
    }
}

/// Reads the requests of one path.
pub trait Receive: Send + Sync {
    /// What a request is. Must not block.
    fn receive(&self, asked: &Asked) -> Answer;
}

/// A word that the gateway must say: in the query (`secret=`), in the header `X-Penghubung-Secret`, or as a bearer token.
#[derive(Debug, Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// A shared secret.
    #[must_use]
    pub fn new(word: SecretString) -> Self {
        Self(word)
    }

    /// Whether the request says it.
    #[must_use]
    pub fn is_said(&self, asked: &Asked) -> bool {
        let bearer = asked.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        [asked.query("secret"), asked.header("x-penghubung-secret"), bearer]
            .into_iter()
            .flatten()
            .any(|said| same(said, self.0.expose_secret()))
    }
}

/// Compared without telling by the time how much was right. An empty word is never right.
pub(crate) fn same(said: &str, word: &str) -> bool {
    !word.is_empty() && bool::from(said.as_bytes().ct_eq(word.as_bytes()))
}

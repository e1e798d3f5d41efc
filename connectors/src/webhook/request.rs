//! A request as receivers see it, and what they say to it.
//!
//! In: method, path, query, headers, body. Out: pairs of names and values, whatever way the gateway sent them. Secrets
//! are compared in constant time. Knows no gateway.

use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;

use crate::Arrival;

/// One request, its body already read within the limits.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// `GET` or `POST`.
    pub method: String,
    /// The query as it came.
    pub raw_query: String,
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

    /// The bytes of a value of the query, where it need not be UTF-8.
    #[must_use]
    pub fn query_bytes(&self, name: &str) -> Option<Vec<u8>> {
        let pair = self.raw_query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        pair.map(percent_decoded)
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

/// `%41+b` as bytes. A percent sign without two hex digits stands for itself.
fn percent_decoded(encoded: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |at: usize| tail.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let value = if *first == b'%' { digit(0).zip(digit(1)).map(|(high, low)| high * 16 + low) } else { None };
        match value.and_then(|value| u8::try_from(value).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                out.push(if *first == b'+' { b' ' } else { *first });
                rest = tail;
            }
        }
    }
    out
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

/// A word that the gateway must say: in the query (`secret=`), in the header `X-Penghubung-Secret`, or as a bearer
/// token.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_wherever_the_gateway_puts_it() {
        let by_query = Asked { query: pairs("from=%2B62812&text=a+b"), ..Asked::default() };
        let by_form = Asked { body: b"from=%2B62812&text=a+b".to_vec(), ..Asked::default() };
        let by_json = Asked { body: br#"{"from":"+62812","text":"a b","n":7}"#.to_vec(), ..Asked::default() };
        for asked in [by_query, by_form, by_json] {
            assert_eq!(asked.field("from").as_deref(), Some("+62812"));
            assert_eq!(asked.field("text").as_deref(), Some("a b"));
            assert_eq!(asked.field("none"), None);
        }
        let wide = Asked { raw_query: "a=1&text=%00A+%1c%".into(), ..Asked::default() };
        assert_eq!(wide.query_bytes("text").unwrap(), b"\0A \x1c%");
    }

    #[test]
    fn a_secret_is_said_in_one_of_three_places_and_an_empty_one_never() {
        let secret = Secret::new("kunci".to_owned().into());
        let with = |query: &str, headers: &[(&str, &str)]| Asked {
            query: pairs(query),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            ..Asked::default()
        };
        assert!(secret.is_said(&with("secret=kunci", &[])));
        assert!(secret.is_said(&with("", &[("x-penghubung-secret", "kunci")])));
        assert!(secret.is_said(&with("", &[("authorization", "Bearer kunci")])));
        assert!(!secret.is_said(&with("secret=kunc", &[("authorization", "kunci")])));
        assert!(!Secret::new(String::new().into()).is_said(&with("secret=", &[])));
    }
}

//! Services behind HTTP: addresses, and headers whose values are secret.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_spanned::Spanned;

use super::check::{Check, SecretKeys};
use super::endpoint::is_loopback;
use super::secrets::SecretPlace;

/// One header of `headers`, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeaderTable {
    name: Spanned<String>,
    password_file: Option<Spanned<PathBuf>>,
    credential: Option<Spanned<String>>,
    value: Option<Spanned<IgnoredAny>>,
}

/// A header whose value is secret.
#[derive(Debug, Clone)]
pub struct HeaderConfig {
    /// `Authorization`, `token`, `apikey`.
    pub name: String,
    /// Where the value is kept.
    pub from: SecretPlace,
    /// The value; `None` where the caller wanted none.
    pub value: Option<SecretString>,
}

/// Checks the headers of the entry `key`, and fetches their values where the caller wants them.
pub(super) fn headers(tables: &[HeaderTable], key: &str, check: &mut Check<'_>) -> Vec<HeaderConfig> {
    let mut headers = Vec::new();
    for (n, header) in tables.iter().enumerate() {
        let key = format!("{key}.headers[{n}]");
        let keys = SecretKeys {
            key: &key,
            file: header.password_file.as_ref(),
            credential: header.credential.as_ref(),
            inline: header.value.as_ref(),
        };
        let Some(place) = check.place(&keys) else {
            if keys.inline.is_none() && keys.file.is_none() {
                check.fault(
                    &header.name,
                    format!("{key}.password_file"),
                    "no file with its value is named",
                    "add password_file = \"…\" or credential = \"…\"",
                );
            }
            continue;
        };
        let value = check.secret(&keys, &place, check.want.of_mail());
        headers.push(HeaderConfig {
            name: check.filled(&header.name, &format!("{key}.name")).to_owned(),
            from: place,
            value,
        });
    }
    headers
}

/// An address behind TLS, without login and query; plain HTTP on this machine only.
pub(super) fn https_address(at: &Spanned<String>, key: &str, check: &mut Check<'_>) -> String {
    let address = check.filled(at, key).to_owned();
    let host = address.split("://").nth(1).unwrap_or_default().split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let fits = address.starts_with("https://") || (address.starts_with("http://") && is_loopback(host));
    if !fits || host.is_empty() || address.contains(['?', '#', '@', ' ']) {
        check.fault(
            at,
            key,
            format!("{address:?} is no address behind HTTPS"),
            "write https://host/path, without login and query",
        );
    }
    address
}

//! A server as the configuration names it: host, port, how the line is protected, whom we trust.
//!
//! In: the keys that `[[mailbox]]` and `[[relay]]` share. Out: an [`Endpoint`]. Connects to nothing.

use std::net::IpAddr;
use std::path::PathBuf;

use serde::Deserialize;
use serde_spanned::Spanned;

use super::check::Check;

/// How the line is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// TLS from the first byte.
    #[default]
    Tls,
    /// None; only to this machine itself.
    PlainLoopback,
}

/// Which certificates are believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    /// An own CA, in PEM, besides the machine's.
    pub ca_file: Option<PathBuf>,
    /// Only that CA, not the machine's.
    pub ca_only: bool,
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the line is protected.
    pub security: Security,
    /// Which certificates are believed.
    pub trust: Trust,
}

/// Where the keys of one server stand.
pub(super) struct EndpointKeys<'a> {
    pub key: &'a str,
    pub host: &'a Spanned<String>,
    pub port: Option<&'a Spanned<u16>>,
    pub security: Security,
    pub ca_file: Option<&'a Spanned<PathBuf>>,
    pub ca_only: bool,
    /// Ports where none is given: with TLS, without.
    pub usual_ports: (u16, u16),
}

/// Checks the keys of one server.
pub(super) fn endpoint(keys: &EndpointKeys<'_>, check: &mut Check<'_>) -> Endpoint {
    let host = check.filled(keys.host, &format!("{}.host", keys.key));
    if keys.security == Security::PlainLoopback && !is_loopback(host) {
        check.fault(
            keys.host,
            format!("{}.security", keys.key),
            format!("plain text to {host:?}, which is not this machine"),
            "use security = \"tls\"; \"plain-loopback\" is for localhost, 127.0.0.0/8 and ::1 only",
        );
    }
    let usual = match keys.security {
        Security::Tls => keys.usual_ports.0,
        Security::PlainLoopback => keys.usual_ports.1,
    };
    let port = keys.port.map_or(usual, |port| *port.get_ref());
    if let (0, Some(at)) = (port, keys.port) {
        check.fault(at, format!("{}.port", keys.key), "no server listens on port 0", format!("usual is {usual}"));
    }
    Endpoint { host: host.to_owned(), port, security: keys.security, trust: trust(keys, check) }
}

fn trust(keys: &EndpointKeys<'_>, check: &mut Check<'_>) -> Trust {
    let Some(at) = keys.ca_file else {
        if keys.ca_only {
            check.fault(
                keys.host,
                format!("{}.ca_only", keys.key),
                "only the own CA is to be trusted, but none is named",
                "add ca_file = \"…\" or drop ca_only",
            );
        }
        return Trust::default();
    };
    let path = check.path(at.get_ref());
    let key = format!("{}.ca_file", keys.key);
    match std::fs::read_to_string(&path) {
        Ok(text) if text.contains("-----BEGIN CERTIFICATE-----") => {}
        Ok(_) => check.fault(at, key, format!("{} holds no certificate", path.display()), "give a PEM file"),
        Err(error) => check.fault(
            at,
            key,
            format!("{} cannot be read: {error}", path.display()),
            "give a PEM file that the service may read",
        ),
    }
    Trust { ca_file: Some(path), ca_only: keys.ca_only }
}

/// True for this machine itself, without asking a name server.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for host in ["localhost", "127.0.0.1", "127.3.2.1", "::1", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["mail.dinkes.example", "127.0.0.1.dinkes.example", "10.0.0.1", "localhost.example", ""] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}

//! What the operator says of a relay.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

/// A server that takes our mail.
#[derive(Debug, Clone)]
pub struct Relay {
    /// The operator's name for it.
    pub name: String,
    /// Host name; the certificate must be for it.
    pub host: String,
    /// Usually 465 with [`Security::ImplicitTls`], 587 with [`Security::StartTls`].
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// User and password; none where the relay knows us by our address.
    pub login: Option<(String, SecretString)>,
    /// PEM file with own authorities.
    pub ca_file: Option<PathBuf>,
    /// True: only those authorities, not the system's.
    pub ca_only: bool,
    /// Our name in EHLO: a host name or an address literal.
    pub hello_name: String,
    /// Connections at the same time, at least 1.
    pub max_connections: usize,
    /// How long each step may take.
    pub limits: Limits,
    /// Ask for a report of failure and delay where the server can (RFC 3461).
    pub dsn: bool,
    /// An idle connection older than this is not used again.
    pub idle_close: Duration,
}

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (RFC 8314).
    ImplicitTls,
    /// STARTTLS, required: a server without it is not used.
    StartTls,
    /// None. Refused for a host that is not the loopback interface.
    PlainLoopback,
}

/// How long each step may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Name lookup and TCP, and once more for TLS.
    pub connect: Duration,
    /// The greeting and the reply to each command.
    pub command: Duration,
    /// Writing the whole letter.
    pub body: Duration,
    /// The reply after the final dot. A short limit makes duplicates (RFC 1047); RFC 5321 §4.5.3.2.6 asks for 10
    /// minutes.
    pub final_dot: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_secs(60),
            body: Duration::from_secs(600),
            final_dot: Duration::from_secs(600),
        }
    }
}

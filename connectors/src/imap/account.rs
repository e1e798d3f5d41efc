//! A mailbox as the operator describes it: plain values, nothing of the network.
//!
//! In: what the configuration says. Out: values for the other files of this folder. Knows no configuration format.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::login::Refusals;
use crate::fault::{Fault, FaultKind, Reach};

/// One folder of one account, and what to do there.
#[derive(Debug, Clone)]
pub struct ImapAccount {
    /// The operator's name for it, as it stands in logs.
    pub name: String,
    /// The host name, which the certificate must bear.
    pub host: String,
    /// The port; 993 for [`Security::ImplicitTls`].
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// The login name.
    pub user: String,
    /// Where the password comes from.
    pub password: PasswordFrom,
    /// The folder, in plain Unicode (`INBOX`, `Pengaduan/Masuk`).
    pub folder: String,
    /// What is told to the server once an arrival is committed here.
    pub settle: Settle,
    /// Bytes of the largest message that is fetched whole; of larger ones only the beginning is. Usual: 35 MiB.
    pub max_message_bytes: u64,
    /// The most messages of one batch; never more than 100 are taken.
    pub batch_messages: usize,
    /// The most bytes of one batch. A larger message comes alone.
    pub batch_bytes: u64,
    /// Time limits.
    pub limits: Limits,
    /// What is remembered of refused logins; folders of one account share it.
    pub refusals: Refusals,
}

impl ImapAccount {
    /// The usual size of the largest message that is fetched whole.
    pub const USUAL_MAX_MESSAGE_BYTES: u64 = 35 * 1024 * 1024;
    /// The usual bound on the memory of one batch.
    pub const USUAL_BATCH_BYTES: u64 = 8 * 1024 * 1024;
    /// The most messages of one batch.
    pub const MOST_BATCH_MESSAGES: usize = 100;
}

/// How the connection is protected. There is no "TLS if the server likes".
#[derive(Clone)]
pub enum Security {
    /// TLS from the first byte; the configuration comes from [`crate::tls::client_config`].
    ImplicitTls(Arc<rustls::ClientConfig>),
    /// No TLS at all, for a server on this machine. Any address that is not loopback is refused.
    PlainLoopback,
}

impl fmt::Debug for Security {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ImplicitTls(_) => "ImplicitTls",
            Self::PlainLoopback => "PlainLoopback",
        })
    }
}

impl Security {
    /// The addresses that may be dialled: all of them with TLS, loopback only without.
    pub(super) fn admit(&self, host: &str, found: &[SocketAddr]) -> Result<(), Fault> {
        match self {
            Self::ImplicitTls(_) => Ok(()),
            Self::PlainLoopback => match found.iter().find(|address| !address.ip().is_loopback()) {
                None => Ok(()),
                Some(elsewhere) => Err(Fault::not_sent(
                    Reach::Account,
                    FaultKind::Setup,
                    format!("{host} is {elsewhere}, not this machine: without TLS only loopback is allowed"),
                )),
            },
        }
    }
}

/// Where the password comes from.
#[derive(Debug, Clone)]
pub enum PasswordFrom {
    /// Given once.
    Given(SecretString),
    /// The first line of a file, read again before every login, so that a changed password is noticed.
    File(PathBuf),
}

impl PasswordFrom {
    /// The password as it is now.
    pub(super) async fn read(&self) -> Result<SecretString, Fault> {
        match self {
            Self::Given(secret) => Ok(secret.clone()),
            Self::File(path) => {
                let text = tokio::fs::read_to_string(path).await.map_err(|e| {
                    let text = format!("the password file {} cannot be read: {e}", path.display());
                    Fault::not_sent(Reach::Account, FaultKind::Setup, text)
                })?;
                let whole = SecretString::from(text);
                Ok(SecretString::from(whole.expose_secret().lines().next().unwrap_or_default()))
            }
        }
    }
}

/// What is told to the server once an arrival is committed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settle {
    /// Nothing; the folder is opened read-only.
    Nothing,
    /// A flag is set: `\Seen`, or a keyword such as `$Penghubung`.
    Flag(String),
    /// The message is moved to this folder.
    MoveTo(String),
}

/// Limits in time. None of them is a wish: what runs out ends the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Name look-up, TCP, TLS and greeting, each.
    pub connect: Duration,
    /// One answer of the server, and each write.
    pub command: Duration,
    /// While bodies flow: within each such stretch at least [`Limits::FLOOR_BYTES`] must come.
    pub progress: Duration,
    /// One command from the first byte to the last, however busy the server is.
    pub whole_command: Duration,
    /// IDLE is renewed after this time; never more than 5 minutes.
    pub idle_renew: Duration,
    /// The first IDLE of a wait is this short, so that a message announced to nobody between the last look and the
    /// start of IDLE is found.
    pub idle_first: Duration,
}

impl Limits {
    /// The least that must come within [`Limits::progress`], in bytes.
    pub const FLOOR_BYTES: u64 = 1024;
    /// The longest IDLE without a renewal.
    pub const LONGEST_IDLE: Duration = Duration::from_secs(300);
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            command: Duration::from_secs(60),
            progress: Duration::from_secs(30),
            whole_command: Duration::from_secs(900),
            idle_renew: Self::LONGEST_IDLE,
            idle_first: Duration::from_secs(30),
        }
    }
}

//! Exim on loopback. In: the world's folder and Dovecot's LMTP port. Out: a running server and its ports.

use std::path::Path;

use crate::support::packages::need;
use crate::support::server::{Account, Server, StopBy, fill_in};

const TEMPLATE: &str = include_str!("../../sandbox/exim.conf");

/// Where Exim listens.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    /// Takes mail for anybody; unknown recipients bounce.
    pub relay: u16,
    /// Refuses unknown recipients at RCPT.
    pub strict: u16,
    /// TLS from the first byte, with a password.
    pub submission: u16,
}

/// Starts it, with a queue run every second; it answers a moment later.
pub fn start(account: &Account, folder: &Path, ports: Ports, lmtp: u16, greeting: &str) -> Server {
    let program = need("/usr/sbin/exim4");
    let config = folder.join("exim.conf");
    let text = fill_in(
        TEMPLATE,
        &[
            ("DIR", folder.to_str().unwrap()),
            ("GREETING", greeting),
            ("USER", &account.user),
            ("GROUP", &account.group),
            ("RELAY_PORT", &ports.relay.to_string()),
            ("STRICT_PORT", &ports.strict.to_string()),
            ("SUBMISSION_PORT", &ports.submission.to_string()),
            ("LMTP_PORT", &lmtp.to_string()),
        ],
    );
    account.file(&config, &text);
    let log = folder.join("log/exim");
    Server::start(account, StopBy::Term, log, &program, &["-bdf", "-q1s", "-C", config.to_str().unwrap()])
}

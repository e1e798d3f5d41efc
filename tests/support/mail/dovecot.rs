//! Dovecot on loopback. In: the world's folder. Out: a running server and its ports.

use std::path::Path;

use crate::support::packages::need;
use crate::support::server::{Account, Server, StopBy, fill_in};

const TEMPLATE: &str = include_str!("../../sandbox/dovecot.conf");

/// Where Dovecot listens.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    pub imaps: u16,
    pub lmtp: u16,
}

/// Starts it; it answers a moment later.
pub fn start(account: &Account, folder: &Path, ports: Ports, greeting: &str) -> Server {
    let program = need("/usr/sbin/dovecot");
    need("/usr/lib/dovecot/imap");
    need("/usr/lib/dovecot/lmtp");
    let config = folder.join("dovecot.conf");
    let text = fill_in(
        TEMPLATE,
        &[
            ("DIR", folder.to_str().unwrap()),
            ("GREETING", greeting),
            ("USER", &account.user),
            ("GROUP", &account.group),
            ("UID", &account.uid.to_string()),
            ("GID", &account.gid.to_string()),
            ("IMAPS_PORT", &ports.imaps.to_string()),
            ("LMTP_PORT", &ports.lmtp.to_string()),
        ],
    );
    account.file(&config, &text);
    let log = folder.join("log/dovecot");
    Server::start(account, StopBy::Term, log, &program, &["-F", "-c", config.to_str().unwrap()])
}

//! The IMAP source against a server that plays every fault, and against a real Dovecot.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stderr)]

mod dovecot;
mod dovecot_box;
mod fake;
mod faults;
mod idle;
mod login;

use std::time::Duration;

use connectors::imap::{ImapAccount, Limits, PasswordFrom, Refusals, Security, Settle};

/// An account on this machine without TLS, with limits short enough to wait for.
pub(crate) fn account(port: u16) -> ImapAccount {
    ImapAccount {
        name: "uji".into(),
        host: "127.0.0.1".into(),
        port,
        security: Security::PlainLoopback,
        user: "pengaduan@dinkes.example".into(),
        password: PasswordFrom::Given("rahasia".to_owned().into()),
        folder: "INBOX".into(),
        settle: Settle::Nothing,
        max_message_bytes: ImapAccount::USUAL_MAX_MESSAGE_BYTES,
        batch_messages: 100,
        batch_bytes: ImapAccount::USUAL_BATCH_BYTES,
        limits: Limits {
            connect: Duration::from_secs(5),
            command: Duration::from_millis(400),
            progress: Duration::from_millis(400),
            whole_command: Duration::from_secs(20),
            idle_renew: Duration::from_millis(300),
            idle_first: Duration::from_millis(200),
        },
        refusals: Refusals::default(),
    }
}

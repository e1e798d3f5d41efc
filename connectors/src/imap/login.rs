//! The memory of refused logins: three, then no more until the password is another one.
//!
//! In: an account. Out: a logged-in line, or a fault that says what to do. Zimbra locks an address after ten failures,
//! for everybody behind it; so nobody knocks a fourth time with the same key.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

use super::account::{ImapAccount, PasswordFrom};
use super::dial::{NotIn, dial, log_in};
use super::line::Line;
use crate::fault::{Fault, FaultKind, Reach};

/// So often a password is tried.
const TRIES: u8 = 3;

/// See the file. One for an account: whoever opens another of its folders shares it.
#[derive(Debug, Clone, Default)]
pub struct Refusals(Arc<Mutex<Memory>>);

#[derive(Debug, Default)]
struct Memory {
    refused: Option<SecretString>,
    times: u8,
}

impl Memory {
    /// Whether this password may be tried once more.
    fn allows(&mut self, password: &SecretString) -> bool {
        let is_known = self.refused.as_ref().is_some_and(|old| old.expose_secret() == password.expose_secret());
        if !is_known {
            *self = Self::default();
        }
        self.times < TRIES
    }
}

impl Refusals {
    /// Dials and logs in, unless this password was refused too often.
    pub(super) async fn enter(&self, account: &ImapAccount) -> Result<Line, Fault> {
        let password = account.password.read().await?;
        if !self.0.lock().await.allows(&password) {
            return Err(stay_out(account));
        }
        let mut line = dial(account).await?;
        // One knocks at a time: the others wait for what he hears.
        let mut memory = self.0.lock().await;
        if !memory.allows(&password) {
            return Err(stay_out(account));
        }
        match log_in(&mut line, &account.user, &password).await {
            Ok(()) => {
                *memory = Memory::default();
                Ok(line)
            }
            Err(NotIn::Refused(fault)) => {
                memory.refused = Some(password);
                memory.times = memory.times.saturating_add(1);
                Err(fault)
            }
            Err(NotIn::Other(fault)) => Err(fault),
        }
    }
}

fn stay_out(account: &ImapAccount) -> Fault {
    let remedy = match &account.password {
        PasswordFrom::File(path) => format!("write the right password to {}", path.display()),
        PasswordFrom::Given(_) => "set the right password and reload".to_owned(),
    };
    let text = format!(
        "not logging in to {} as {}: the password was refused {TRIES} times, another try may lock the account; {remedy}",
        account.host, account.user
    );
    Fault::not_sent(Reach::Account, FaultKind::Login, text)
}

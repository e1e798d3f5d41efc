//! The memory of refused logins: three, then no more until the password is another one.
//!
//! In: an account. Out: a logged-in line, or a fault that says what to do. Zimbra locks an address after ten failures,
//! for everybody behind it; so nobody knocks a fourth time with the same key.

use secrecy::{ExposeSecret, SecretString};

use super::account::{ImapAccount, PasswordFrom};
use super::dial::{NotIn, dial, log_in};
use super::line::Line;
use crate::fault::{Fault, FaultKind, Reach};

/// So often a password is tried.
const TRIES: u8 = 3;

/// See the file.
#[derive(Debug, Default)]
pub(super) struct Door {
    refused: Option<SecretString>,
    times: u8,
}

impl Door {
    /// Dials and logs in, unless this password was refused too often.
    pub(super) async fn enter(&mut self, account: &ImapAccount) -> Result<Line, Fault> {
        let password = account.password.read().await?;
        let is_known = self.refused.as_ref().is_some_and(|old| old.expose_secret() == password.expose_secret());
        if !is_known {
            *self = Self::default();
        }
        if self.times >= TRIES {
            return Err(stay_out(account));
        }
        let mut line = dial(account).await?;
        match log_in(&mut line, &account.user, &password).await {
            Ok(()) => {
                *self = Self::default();
                Ok(line)
            }
            Err(NotIn::Refused(fault)) => {
                self.refused = Some(password);
                self.times = self.times.saturating_add(1);
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

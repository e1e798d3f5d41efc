//! The value of a secret header, where a service needs it. In: a header as configured. Out: its value, or a fault that
//! names whose it is.

use connectors::{Fault, FaultKind, Reach};
use secrecy::SecretString;

use crate::config::http::HeaderConfig;

/// The value; `whose`: what it was configured for, for the fault.
pub(super) fn value_of(header: &HeaderConfig, whose: &str) -> Result<SecretString, Fault> {
    let missing = || {
        let text = format!("{whose}: the value of header {} was not read", header.name);
        Fault::not_sent(Reach::Account, FaultKind::Setup, text)
    };
    header.value.clone().ok_or_else(missing)
}

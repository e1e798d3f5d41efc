//! A failure is a fact with consequences: how far it reaches and whether something may have been sent.
//! Nobody decides by the text; the text is for people.

use std::fmt;

/// How far a fault reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// This one message or recipient; the next may go on at once.
    Message,
    /// This folder or destination.
    Mailbox,
    /// The whole account, relay or gateway.
    Account,
}

/// What happened to the parcel (for a source: always [`Outcome::NotSent`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Certainly not sent; trying again is harmless.
    NotSent,
    /// Refused for good; trying again is useless.
    Refused,
    /// It may or may not have been taken.
    Unknown,
}

/// What kind of fault, for back-off and for what the operator is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The name or password is not (or no longer) accepted.
    Login,
    /// No connection, or it broke.
    Network,
    /// A limit of ours ran out.
    Timeout,
    /// The certificate does not fit.
    Certificate,
    /// The other side asked us to slow down or try later (quota, greylisting, too many connections).
    Throttled,
    /// The recipient does not exist or does not accept mail.
    Recipient,
    /// The other side refuses the content or the sender by policy.
    Policy,
    /// It answered something that the protocol does not allow.
    Protocol,
    /// The configuration does not fit the other side (no such folder, feature missing).
    Setup,
    /// The caller closed the gate.
    Stopped,
    /// Somebody else has put the same there already; nothing is left to do.
    AlreadyThere,
    /// Somebody else has put something different there meanwhile; a person must look.
    Overtaken,
}

/// A failure at the border.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// How far it reaches.
    pub reach: Reach,
    /// What became of the parcel.
    pub outcome: Outcome,
    /// What kind it is.
    pub kind: FaultKind,
    /// The code that the other side gave (SMTP: `550 5.1.1`; IMAP: `AUTHENTICATIONFAILED`).
    pub code: Option<String>,
    /// One line for people. Never a secret, never a citizen's words.
    pub text: String,
}

impl Fault {
    /// A fault in which certainly nothing was sent.
    pub fn not_sent(reach: Reach, kind: FaultKind, text: impl Into<String>) -> Self {
        Self { reach, outcome: Outcome::NotSent, kind, code: None, text: text.into() }
    }

    /// The same with the code of the other side.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// The same with another outcome.
    #[must_use]
    pub fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => write!(f, "{} ({code})", self.text),
            None => f.write_str(&self.text),
        }
    }
}

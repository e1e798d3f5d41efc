//! Why a command did not succeed, and what that means at the border.
//!
//! In: answers of the server, errors of the stream. Out: [`Fault`]s. Kinds follow from response codes (RFC 5530) and
//! from what happened, never from the wording.

use std::io;

use async_imap::imap_proto::{Outcome, ResponseCode};

use crate::fault::{Fault, FaultKind, Reach};

/// Words of a server are cut after so many characters.
const LONGEST_TEXT: usize = 160;

/// What the server said with NO, BAD or BYE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// The response code in capitals, without its arguments.
    pub code: Option<String>,
    /// Its words.
    pub text: String,
}

impl Answer {
    pub(super) fn of(outcome: &Outcome<'_>) -> Self {
        let said = outcome.information.as_deref().unwrap_or_default();
        if let Some(known) = &outcome.code {
            return Self { code: Some(code_name(known)), text: cleaned(said) };
        }
        // A code that the parser does not know stays in front of the words.
        match said.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((code, text)) => {
                let word = code.split(' ').next().unwrap_or_default();
                Self { code: Some(cleaned(word).to_ascii_uppercase()), text: cleaned(text.trim_start()) }
            }
            None => Self { code: None, text: cleaned(said) },
        }
    }

    /// True if the code says that the server is unwell or asks for patience, whatever was asked of it.
    pub(super) fn is_for_later(&self) -> bool {
        let later = ["UNAVAILABLE", "LIMIT", "INUSE", "ALERT", "THROTTLED", "OVERQUOTA", "CONTACTADMIN"];
        self.code.as_deref().is_some_and(|code| later.contains(&code))
    }

    /// True if a message was deleted meanwhile (RFC 5530), which is no failure.
    pub(super) fn is_expunged(&self) -> bool {
        self.code.as_deref() == Some("EXPUNGEISSUED")
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the enum is not ours and not exhaustive")]
fn code_name(code: &ResponseCode<'_>) -> String {
    match code {
        ResponseCode::Alert => "ALERT".to_owned(),
        ResponseCode::TryCreate => "TRYCREATE".to_owned(),
        ResponseCode::ReadOnly => "READ-ONLY".to_owned(),
        ResponseCode::Parse => "PARSE".to_owned(),
        _ => "OTHER".to_owned(),
    }
}

fn cleaned(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_TEXT).collect()
}

/// The connection cannot be used any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Break {
    /// The server closed it without a word.
    Lost,
    /// The server closed it with `* BYE`.
    Bye(Answer),
    /// A limit of ours ran out.
    Silent,
    /// It said something that the protocol does not allow.
    Garbled(&'static str),
    /// The socket or TLS failed.
    Stream(FaultKind, String),
}

impl Break {
    pub(super) fn from_io(error: &io::Error) -> Self {
        let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
        match (tls, error.kind()) {
            (Some(rustls::Error::InvalidCertificate(why)), _) => {
                Self::Stream(FaultKind::Certificate, format!("its certificate is not accepted: {why}"))
            }
            (Some(other), _) => Self::Stream(FaultKind::Network, format!("TLS: {other}")),
            (None, io::ErrorKind::UnexpectedEof) => Self::Lost,
            (None, io::ErrorKind::InvalidData) => Self::Garbled("an answer beyond all measure"),
            // The parser's complaint: its text repeats what the server sent, so it is left out.
            (None, io::ErrorKind::Other) if error.raw_os_error().is_none() => {
                Self::Garbled("an answer that cannot be read")
            }
            (None, _) => Self::Stream(FaultKind::Network, error.to_string()),
        }
    }

    fn into_fault(self, reach: Reach, doing: &str) -> Fault {
        let fault = |kind, text: &str| Fault::not_sent(reach, kind, format!("{doing}: {text}"));
        match self {
            Self::Lost => fault(FaultKind::Network, "the server closed the connection"),
            Self::Silent => fault(FaultKind::Timeout, "no answer in time"),
            Self::Garbled(what) => fault(FaultKind::Protocol, what),
            Self::Stream(kind, text) => fault(kind, &text),
            Self::Bye(answer) => {
                let kind = if answer.is_for_later() { FaultKind::Throttled } else { FaultKind::Network };
                coded(fault(kind, &format!("the server ended the session: {}", answer.text)), answer.code)
            }
        }
    }
}

/// Why a command did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// Tagged NO; the connection stays good.
    No(Answer),
    /// Tagged BAD; the connection stays good.
    Bad(Answer),
    /// The connection is of no more use.
    Broken(Break),
}

impl From<Break> for Failure {
    fn from(broken: Break) -> Self {
        Self::Broken(broken)
    }
}

impl Failure {
    /// The fault at the border; `refused` is what a plain NO means for this command.
    pub(super) fn into_fault(self, reach: Reach, refused: FaultKind, doing: &str) -> Fault {
        match self {
            Self::Broken(broken) => broken.into_fault(reach, doing),
            Self::No(answer) => {
                let kind = if answer.is_for_later() { FaultKind::Throttled } else { refused };
                coded(Fault::not_sent(reach, kind, format!("{doing}: refused: {}", answer.text)), answer.code)
            }
            Self::Bad(answer) => {
                let text = format!("{doing}: not understood: {}", answer.text);
                coded(Fault::not_sent(reach, FaultKind::Protocol, text), answer.code)
            }
        }
    }

    /// The same without the server's words, where they may repeat what nobody should read.
    pub(super) fn without_words(self) -> Self {
        let mute = |answer: Answer| Answer { text: String::new(), ..answer };
        match self {
            Self::No(answer) => Self::No(mute(answer)),
            Self::Bad(answer) => Self::Bad(mute(answer)),
            Self::Broken(Break::Bye(answer)) => Self::Broken(Break::Bye(mute(answer))),
            Self::Broken(broken) => Self::Broken(broken),
        }
    }

    pub(super) fn is_broken(&self) -> bool {
        match self {
            Self::Broken(_) => true,
            Self::No(_) | Self::Bad(_) => false,
        }
    }

    /// True if it says nothing about the message that was asked for.
    pub(super) fn is_for_later(&self) -> bool {
        match self {
            Self::No(answer) | Self::Bad(answer) | Self::Broken(Break::Bye(answer)) => answer.is_for_later(),
            Self::Broken(Break::Lost | Break::Silent | Break::Garbled(_) | Break::Stream(..)) => false,
        }
    }
}

fn coded(fault: Fault, code: Option<String>) -> Fault {
    match code {
        Some(code) => fault.with_code(code),
        None => fault,
    }
}

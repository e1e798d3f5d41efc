//! Short messages: numbers, text, and the ways out and in.
//!
//! In: parcels for one telephone number each. Out: receipts, faults, and what gateways report later. Three kinds of
//! gateway: Gammu SMSD with a modem of the office's own ([`gammu`]), Kannel ([`kannel`]), and any HTTP gateway that a
//! file describes ([`http`]).
//!
//! A missing delivery report is neither failure nor proof: Indonesian networks lose them (field facts B1).

pub mod gammu;
pub mod http;
pub mod kannel;
pub mod number;
pub mod plain;
pub mod text;

use crate::{Fault, FaultKind, Outcome, Parcel, Reach};

/// How texts are made ready for a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// At most so many segments a text; a longer one is refused.
    pub max_segments: usize,
}

impl Default for Manner {
    fn default() -> Self {
        Self { max_segments: 4 }
    }
}

/// One text made ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// E.164.
    pub number: String,
    /// Transliterated and cut into segments.
    pub plan: text::Plan,
}

/// Looks at number and text before anything leaves. Both kinds of fault concern this parcel only.
///
/// # Errors
/// The number takes no SMS, the text is no UTF-8, empty, or longer than `manner` allows.
pub fn make_ready(parcel: &Parcel, manner: Manner) -> Result<Ready, Fault> {
    let number = number::read(&parcel.recipient, None);
    let number = number.for_sms()?.to_owned();
    let content = std::str::from_utf8(&parcel.content).map_err(|_| refused("the text of an SMS must be UTF-8"))?;
    let plan = text::Plan::of(&plain::transliterate(content));
    match plan.segments.len() {
        0 => Err(refused("an SMS without text is not sent")),
        count if count > manner.max_segments => {
            Err(refused(&format!("the text needs {count} segments, {} are allowed", manner.max_segments)))
        }
        _ => Ok(Ready { number, plan }),
    }
}

fn refused(text: &str) -> Fault {
    Fault::not_sent(Reach::Message, FaultKind::Policy, text).with_outcome(Outcome::Refused)
}

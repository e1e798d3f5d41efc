//! What a reply, or its absence, means for the parcel and for those behind it.
//!
//! In: the step and the reply. Out: a [`Fault`]. Decides by code and enhanced code (RFC 5321 §4.2.3, RFC 3463), never
//! by the words of the server.

use super::reply::{NoReply, Reply};
use crate::{Fault, FaultKind, Outcome, Reach};

/// The step that a reply answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The greeting.
    Greeting,
    /// EHLO.
    Hello,
    /// STARTTLS.
    StartTls,
    /// AUTH.
    Auth,
    /// MAIL.
    Mail,
    /// RCPT.
    Rcpt,
    /// DATA.
    Data,
    /// The letter and its final dot.
    Letter,
    /// RSET, QUIT.
    End,
}

impl Step {
    /// The verb as the operator knows it.
    fn verb(self) -> &'static str {
        match self {
            Self::Greeting => "the greeting",
            Self::Hello => "EHLO",
            Self::StartTls => "STARTTLS",
            Self::Auth => "AUTH",
            Self::Mail => "MAIL",
            Self::Rcpt => "RCPT",
            Self::Data => "DATA",
            Self::Letter => "the letter",
            Self::End => "RSET",
        }
    }

    /// Without an answer: may the letter have been taken?
    fn outcome(self) -> Outcome {
        if self == Self::Letter { Outcome::Unknown } else { Outcome::NotSent }
    }
}

/// A reply that is not the one we need.
#[must_use]
pub fn refusal(step: Step, reply: &Reply) -> Fault {
    let (reach, outcome, kind) = match reply.class() {
        4 => later(step, reply),
        5 => never(step, reply),
        _ => (Reach::Account, step.outcome(), FaultKind::Protocol),
    };
    let text = format!("the relay answered to {}: {}", step.verb(), reply.text());
    Fault::not_sent(reach, kind, text).with_outcome(outcome).with_code(reply.code_text())
}

/// 4yz: not now.
fn later(step: Step, reply: &Reply) -> (Reach, Outcome, FaultKind) {
    let reach = match step {
        Step::Rcpt | Step::Data | Step::Letter if reply.code != 421 => Reach::Message,
        Step::Rcpt | Step::Data | Step::Letter => Reach::Account,
        Step::Greeting | Step::Hello | Step::StartTls | Step::Auth | Step::Mail | Step::End => Reach::Account,
    };
    (reach, Outcome::NotSent, FaultKind::Throttled)
}

/// 5yz: not at all, with the exceptions where trying later or another configuration helps.
fn never(step: Step, reply: &Reply) -> (Reach, Outcome, FaultKind) {
    use {FaultKind as Kind, Outcome::NotSent, Outcome::Refused, Reach::Account, Reach::Message};
    let enhanced = reply.enhanced().map(|(_, subject, detail)| (subject, detail));
    match (step, reply.code, enhanced) {
        (_, _, Some((4, 5))) => (Account, NotSent, Kind::Throttled),
        (_, 530 | 535, _) | (_, _, Some((7, 8 | 9))) => (Account, NotSent, Kind::Login),
        (Step::Auth, 500..=504, _) => (Account, NotSent, Kind::Setup),
        (Step::Auth, _, _) => (Account, NotSent, Kind::Login),
        (Step::Hello | Step::StartTls | Step::End, 500..=504, _) => (Account, NotSent, Kind::Setup),
        (Step::Greeting | Step::Hello | Step::StartTls | Step::End, _, _) => (Account, NotSent, Kind::Policy),
        (_, 552, Some((2, 2))) => (Message, Refused, Kind::Recipient),
        (_, _, Some((3, 4) | (2, 3))) | (Step::Mail, 552, _) => (Message, Refused, Kind::Policy),
        (Step::Mail, 500..=504 | 555, _) => (Account, NotSent, Kind::Setup),
        (Step::Mail, _, _) => (Account, NotSent, Kind::Policy),
        (_, _, Some((1 | 2, _))) => (Message, Refused, Kind::Recipient),
        (Step::Rcpt, 550 | 551 | 553, None) => (Message, Refused, Kind::Recipient),
        (Step::Rcpt | Step::Data | Step::Letter, _, _) => (Message, Refused, Kind::Policy),
    }
}

/// No reply at all.
#[must_use]
pub fn silence(step: Step, why: &NoReply) -> Fault {
    let (kind, what) = match why {
        NoReply::Lost(cause) => (FaultKind::Network, format!("the connection was lost ({})", cause.kind())),
        NoReply::Garbage => (FaultKind::Protocol, "what came is not an SMTP reply".to_owned()),
    };
    broken(step, kind, &format!("at {}: {what}", step.verb()))
}

/// A limit of ours ran out.
#[must_use]
pub fn too_slow(step: Step) -> Fault {
    broken(step, FaultKind::Timeout, &format!("the relay took too long over {}", step.verb()))
}

/// The connection is of no use any more.
fn broken(step: Step, kind: FaultKind, text: &str) -> Fault {
    Fault::not_sent(Reach::Account, kind, text).with_outcome(step.outcome())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(step: Step, text: &str) -> (Reach, Outcome, FaultKind) {
        let (code, rest) = text.split_once(' ').unwrap_or((text, ""));
        let fault = refusal(step, &Reply { code: code.parse().unwrap(), lines: vec![rest.to_owned()] });
        (fault.reach, fault.outcome, fault.kind)
    }

    #[test]
    fn every_verb_and_code_has_its_consequence() {
        use {FaultKind::*, Outcome::*, Reach::*};
        let table = [
            (Step::Greeting, "421 busy", (Account, NotSent, Throttled)),
            (Step::Greeting, "554 5.3.2 no service", (Account, NotSent, Policy)),
            (Step::Hello, "502 5.5.1 what", (Account, NotSent, Setup)),
            (Step::Auth, "454 4.7.0 later", (Account, NotSent, Throttled)),
            (Step::Auth, "535 5.7.8 wrong", (Account, NotSent, Login)),
            (Step::Auth, "534 5.7.9 app password", (Account, NotSent, Login)),
            (Step::Auth, "504 5.5.4 mechanism", (Account, NotSent, Setup)),
            (Step::Mail, "530 5.7.0 log in first", (Account, NotSent, Login)),
            (Step::Mail, "452 4.3.1 disk full", (Account, NotSent, Throttled)),
            (Step::Mail, "552 5.3.4 too big", (Message, Refused, Policy)),
            (Step::Mail, "550 5.7.1 not your address", (Account, NotSent, Policy)),
            (Step::Mail, "550 5.4.5 daily quota", (Account, NotSent, Throttled)),
            (Step::Rcpt, "450 4.2.0 greylisted", (Message, NotSent, Throttled)),
            (Step::Rcpt, "421 4.7.0 too many", (Account, NotSent, Throttled)),
            (Step::Rcpt, "550 5.1.1 unknown", (Message, Refused, Recipient)),
            (Step::Rcpt, "550 unknown", (Message, Refused, Recipient)),
            (Step::Rcpt, "552 5.2.2 full", (Message, Refused, Recipient)),
            (Step::Rcpt, "550 5.7.1 policy", (Message, Refused, Policy)),
            (Step::Rcpt, "550 5.4.5 daily quota", (Account, NotSent, Throttled)),
            (Step::Data, "451 later", (Message, NotSent, Throttled)),
            (Step::Data, "554 no valid recipients", (Message, Refused, Policy)),
            (Step::Data, "250 what", (Account, NotSent, Protocol)),
            (Step::Letter, "451 4.3.0 later", (Message, NotSent, Throttled)),
            (Step::Letter, "421 4.3.0 closing", (Account, NotSent, Throttled)),
            (Step::Letter, "554 5.7.1 spam", (Message, Refused, Policy)),
            (Step::Letter, "550 5.1.1 unknown after all", (Message, Refused, Recipient)),
            (Step::Letter, "550 5.4.5 daily quota", (Account, NotSent, Throttled)),
            (Step::Letter, "354 again", (Account, Unknown, Protocol)),
        ];
        for (step, reply, consequence) in table {
            assert_eq!(verdict(step, reply), consequence, "{step:?} {reply}");
        }
    }

    #[test]
    fn without_a_reply_only_the_letter_itself_is_in_doubt() {
        for step in [Step::Greeting, Step::Hello, Step::StartTls, Step::Auth, Step::Mail, Step::Rcpt, Step::Data] {
            assert_eq!(too_slow(step).outcome, Outcome::NotSent);
            assert_eq!(silence(step, &NoReply::Garbage).outcome, Outcome::NotSent);
        }
        assert_eq!(too_slow(Step::Letter).outcome, Outcome::Unknown);
        assert_eq!(silence(Step::Letter, &NoReply::Garbage).outcome, Outcome::Unknown);
    }
}

//! What the Cloud API's answers and its error codes mean.
//!
//! In: an answer, or the code of a failed status. Out: receipts and faults. Decides by code, as Meta asks for: titles
//! change. Codes: Meta's page of error codes; field facts B1.

use serde_json::Value;

use crate::sms::http::client::Reply;
use crate::{Fault, FaultKind, Outcome, Reach, Receipt};

/// "Re-engagement message": more than 24 hours have passed.
const WINDOW_CLOSED: &str = "131047";

/// The answer to a text.
pub(super) fn verdict(reply: &Reply) -> Result<Receipt, Fault> {
    let body: Value = serde_json::from_str(&reply.body).unwrap_or_default();
    if let Some(id) = body.pointer("/messages/0/id").and_then(Value::as_str)
        && (200..300).contains(&reply.status)
    {
        return Ok(Receipt { remote_id: Some(id.to_owned()), text: format!("HTTP {}", reply.status) });
    }
    match body.pointer("/error/code").and_then(Value::as_i64) {
        Some(code) => Err(by_code(code, reply.status)),
        None => {
            let (outcome, kind) = match reply.status {
                401 | 403 => (Outcome::NotSent, FaultKind::Login),
                429 => (Outcome::NotSent, FaultKind::Throttled),
                404 => (Outcome::NotSent, FaultKind::Setup),
                _ => (Outcome::Unknown, FaultKind::Protocol),
            };
            let text = format!("the Cloud API answered HTTP {} without its usual body", reply.status);
            Err(Fault::not_sent(Reach::Account, kind, text).with_outcome(outcome))
        }
    }
}

pub(super) fn by_code(code: i64, status: u16) -> Fault {
    use {FaultKind as Kind, Outcome::NotSent, Outcome::Refused, Outcome::Unknown, Reach::Account, Reach::Message};
    let (reach, outcome, kind) = match code {
        0 | 3 | 10 | 190 | 200..=299 => (Account, NotSent, Kind::Login),
        368 | 131_031 | 131_045 => (Account, NotSent, Kind::Policy),
        4 | 80_007 | 130_429 | 131_048 | 131_042 => (Account, NotSent, Kind::Throttled),
        131_056 => (Message, NotSent, Kind::Throttled),
        131_021 | 131_026 | 133_010 => (Message, Refused, Kind::Recipient),
        131_047 | 131_049 | 131_050 | 131_051 | 130_472 => (Message, Refused, Kind::Policy),
        100 | 33 | 131_008 | 131_009 | 131_005 => (Account, NotSent, Kind::Setup),
        132_000..=132_999 => (Account, NotSent, Kind::Setup),
        // Meta's own trouble: it may have been taken all the same.
        1 | 2 | 131_000 | 131_016 => (Account, Unknown, Kind::Protocol),
        _ if (400..500).contains(&status) => (Message, NotSent, Kind::Policy),
        _ => (Account, Unknown, Kind::Protocol),
    };
    Fault::not_sent(reach, kind, "the Cloud API refused the text").with_outcome(outcome).with_code(code.to_string())
}

pub(super) fn says_window_closed(fault: &Fault) -> bool {
    fault.code.as_deref() == Some(WINDOW_CLOSED)
}

/// Whether a failed status blames the number: another try by this channel is useless.
pub(super) fn blames_number(code: i64) -> bool {
    by_code(code, 400).kind == FaultKind::Recipient
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_code_has_its_consequence() {
        use {FaultKind::*, Outcome::*, Reach::*};
        for (code, consequence) in [
            (190, (Account, NotSent, Login)),
            (131_047, (Message, Refused, Policy)),
            (131_026, (Message, Refused, Recipient)),
            (131_049, (Message, Refused, Policy)),
            (131_056, (Message, NotSent, Throttled)),
            (130_429, (Account, NotSent, Throttled)),
            (132_001, (Account, NotSent, Setup)),
            (131_031, (Account, NotSent, Policy)),
            (131_000, (Account, Unknown, Protocol)),
            (999_999, (Message, NotSent, Policy)),
        ] {
            let fault = by_code(code, 400);
            assert_eq!((fault.reach, fault.outcome, fault.kind), consequence, "{code}");
        }
    }

    #[test]
    fn an_answer_without_its_usual_body_is_unclear() {
        let said = |status, body: &str| verdict(&Reply { status, body: body.into() });
        assert_eq!(said(200, r#"{"messages":[{"id":"wamid.1"}]}"#).unwrap().remote_id.as_deref(), Some("wamid.1"));
        for (status, body) in [(200, "<html>"), (200, "{}"), (502, "bad gateway"), (500, "")] {
            assert_eq!(said(status, body).unwrap_err().outcome, Outcome::Unknown, "{status}");
        }
        assert_eq!(said(401, "").unwrap_err().outcome, Outcome::NotSent);
    }
}

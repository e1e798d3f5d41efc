//! From whom, to whom, and how large.
//!
//! In: a [`Parcel`]. Out: the MAIL and RCPT commands for what the server offers. An address that could end a command
//! early is refused here, before anything is written.

use lettre::Address;
use lettre::transport::smtp::commands::{Mail, Rcpt};
use lettre::transport::smtp::extension::{MailBodyParameter, MailParameter, RcptParameter};

use super::session::Offers;
use crate::{Fault, FaultKind, Outcome, Parcel, Reach};

/// Longest ENVID (RFC 3461 §4.4).
const LONGEST_ENVID: usize = 100;

/// An envelope whose addresses are sound.
#[derive(Debug)]
pub(super) struct Envelope {
    sender: Option<Address>,
    recipient: Address,
    reference: String,
    size: usize,
    eight_bit: bool,
    dsn: bool,
}

impl Envelope {
    /// The envelope for a parcel whose letter is `wire_form` on the wire; with `dsn`, reports are asked for.
    pub fn of(parcel: &Parcel, wire_form: &[u8], dsn: bool) -> Result<Self, Fault> {
        let sender = address(&parcel.sender);
        if sender.is_none() && !parcel.sender.is_empty() {
            let text = "the sender is no address that a relay could take";
            return Err(Fault::not_sent(Reach::Account, FaultKind::Setup, text));
        }
        let recipient = address(&parcel.recipient)
            .ok_or_else(|| refused(FaultKind::Recipient, "the recipient is no address that a relay could take"))?;
        Ok(Self {
            sender,
            recipient,
            reference: parcel.reference.clone(),
            size: wire_form.len(),
            eight_bit: !wire_form.is_ascii(),
            dsn,
        })
    }

    /// MAIL and RCPT.
    pub fn commands(&self, offers: Offers) -> Result<(String, String), Fault> {
        let mut mail = Vec::new();
        let mut rcpt = Vec::new();
        if offers.size {
            mail.push(MailParameter::Size(self.size));
        }
        match (self.eight_bit, offers.eight_bit) {
            (true, true) => mail.push(MailParameter::Body(MailBodyParameter::EightBitMime)),
            (true, false) => {
                return Err(refused(FaultKind::Policy, "the letter has 8-bit lines and the relay takes none"));
            }
            (false, _) => {}
        }
        if self.dsn && offers.dsn && self.sender.is_some() {
            mail.push(parameter("RET", "HDRS"));
            if self.reference.is_ascii() && self.reference.len() <= LONGEST_ENVID {
                mail.push(parameter("ENVID", &self.reference));
            }
            rcpt.push(RcptParameter::Other { keyword: "NOTIFY".into(), value: Some("FAILURE,DELAY".into()) });
        }
        Ok((Mail::new(self.sender.clone(), mail).to_string(), Rcpt::new(self.recipient.clone(), rcpt).to_string()))
    }
}

/// A parameter of MAIL; lettre writes its value as xtext.
fn parameter(keyword: &str, value: &str) -> MailParameter {
    MailParameter::Other { keyword: keyword.into(), value: Some(value.into()) }
}

/// An address that is one: no white space, no control character, ASCII only (SMTPUTF8 is not used).
fn address(text: &str) -> Option<Address> {
    let clean = text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>'));
    if clean { text.parse().ok() } else { None }
}

fn refused(kind: FaultKind, text: &str) -> Fault {
    Fault::not_sent(Reach::Message, kind, text).with_outcome(Outcome::Refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Offers = Offers { pipelining: true, dsn: true, size: true, eight_bit: true };

    fn parcel(sender: &str, recipient: &str) -> Parcel {
        Parcel {
            reference: "ab+c@x.example".into(),
            sender: sender.into(),
            recipient: recipient.into(),
            content: Vec::new(),
        }
    }

    fn commands(sender: &str, letter: &[u8], dsn: bool, offers: Offers) -> Result<(String, String), Fault> {
        Envelope::of(&parcel(sender, "petugas@dinas.example"), letter, dsn)?.commands(offers)
    }

    #[test]
    fn reports_are_asked_for_only_where_the_server_can_and_a_sender_can_get_them() {
        let (mail, rcpt) = commands("balas@x.example", b"x", true, ALL).unwrap();
        assert_eq!(mail, "MAIL FROM:<balas@x.example> SIZE=1 RET=HDRS ENVID=ab+2Bc@x.example\r\n");
        assert_eq!(rcpt, "RCPT TO:<petugas@dinas.example> NOTIFY=FAILURE,DELAY\r\n");
        for (sender, dsn, offers) in
            [("", true, ALL), ("a@x.example", false, ALL), ("a@x.example", true, Offers::default())]
        {
            let (mail, rcpt) = commands(sender, b"x", dsn, offers).unwrap();
            assert!(!mail.contains("RET") && !mail.contains("ENVID"), "{mail}");
            assert_eq!(rcpt, "RCPT TO:<petugas@dinas.example>\r\n");
        }
    }

    #[test]
    fn eight_bit_lines_are_announced_or_not_sent() {
        assert!(commands("", "é".as_bytes(), false, ALL).unwrap().0.contains("BODY=8BITMIME"));
        let fault = commands("", "é".as_bytes(), false, Offers::default()).unwrap_err();
        assert_eq!((fault.outcome, fault.kind), (Outcome::Refused, FaultKind::Policy));
    }

    #[test]
    fn an_address_cannot_carry_a_second_command() {
        for bad in [
            "a@b.example\r\nDATA",
            "a@b.example\nDATA",
            "a@b.example>",
            "<a@b.example>",
            "a b@c.example",
            "a@b.example NOTIFY=NEVER",
            "",
            "a",
            "é@b.example",
            "a\0@b.example",
        ] {
            let fault = Envelope::of(&parcel("", bad), b"", false).unwrap_err();
            assert_eq!(
                (fault.reach, fault.outcome, fault.kind),
                (Reach::Message, Outcome::Refused, FaultKind::Recipient),
                "{bad:?}"
            );
        }
        let fault = Envelope::of(&parcel("a@b\r\n", "a@b.example"), b"", false).unwrap_err();
        assert_eq!((fault.reach, fault.outcome, fault.kind), (Reach::Account, Outcome::NotSent, FaultKind::Setup));
    }
}

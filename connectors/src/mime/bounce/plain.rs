//! Bounces that are only told in words: qmail, Exim, Postfix, Gmail, Yahoo, Exchange, Zimbra.
//!
//! In: a mail without a delivery report. Out: the bounce it tells of. A person who forwards a bounce is no server: the
//! sender must be a mailer daemon.

use crate::mime::{Bounce, Mail, addresses};

use super::reason;

const SUBJECTS: [&str; 17] = [
    "mail delivery failed",
    "undelivered mail returned to sender",
    "failure notice",
    "delivery status notification",
    "undeliverable",
    "undelivered mail",
    "delivery failure",
    "delivery has failed",
    "mail delivery failure",
    "returned mail",
    "mail system error",
    "mail delivery system",
    "message not delivered",
    "delivery notification",
    "delayed mail",
    "mail delivery delayed",
    "tidak terkirim",
];

const OPENINGS: [&str; 14] = [
    "this message was created automatically by mail delivery software",
    "this is the mail system at host",
    "i'm sorry to have to inform you that your message could not",
    "hi. this is the qmail-send program",
    "sorry, we were unable to deliver your message",
    "wasn't delivered to",
    "delivery to the following recipient",
    "your message to",
    "delivery has failed to these recipients",
    "your message did not reach",
    "could not be delivered",
    "couldn't be delivered",
    "a message that you sent could not be delivered",
    "this is an automatically generated delivery status notification",
];

/// The bounce told in words, if the mail is one.
pub(super) fn read(mail: &Mail) -> Option<Bounce> {
    let failed_by_header = mail.header_values("x-failed-recipients").next().map(str::to_owned);
    if !is_from_a_server(mail) {
        return None;
    }
    let subject = mail.subject.to_lowercase();
    let text = told(&mail.text);
    let lower = text.to_lowercase();
    let by_subject = SUBJECTS.iter().any(|sign| subject.contains(sign));
    let by_opening = OPENINGS.iter().any(|sign| lower.contains(sign));
    if failed_by_header.is_none() && !by_subject && !by_opening {
        return None;
    }
    let status = reason::status_in(text).or_else(|| reply_code(text));
    let delayed =
        ["delayed", "warning", "will be retried", "still being retried"].iter().any(|sign| subject.contains(sign))
            || lower.contains("this is a warning message only");
    let (reason, permanent) = reason::of(if delayed { "delayed" } else { "" }, status.as_deref(), text);
    let recipient = failed_by_header
        .and_then(|list| list.split(',').next().map(|first| first.trim().to_lowercase()))
        .or_else(|| recipient_in(text, mail));
    Some(Bounce {
        recipient,
        status,
        permanent,
        reason: reason.to_owned(),
        original_message_id: None,
        envelope_id: None,
    })
}

fn is_from_a_server(mail: &Mail) -> bool {
    let local = mail.from.as_deref().and_then(|from| from.split('@').next()).unwrap_or("");
    let by_name =
        ["mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mdaemon", "microsoftexchange", "double-bounce"];
    let null_path = mail.header_values("return-path").any(|path| path.trim() == "<>");
    by_name.iter().any(|name| local.starts_with(name))
        || (null_path && mail.from.is_none())
        || mail.headers.iter().any(|(name, _)| name == "x-failed-recipients")
}

/// What the server itself says: all above the returned mail.
fn told(text: &str) -> &str {
    const MARKS: [&str; 7] = [
        "--- Below this line is a copy of the message",
        "------ This is a copy of the message",
        "----- Original message -----",
        "----- Message header follows -----",
        "---------- Forwarded message",
        "Original message headers:",
        "--- Original message follows",
    ];
    let end = MARKS.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    text.get(..end.min(text.floor_char_boundary(64 * 1024))).unwrap_or(text)
}

/// A bare SMTP reply code as a status: `550 …` is 5.0.0.
fn reply_code(text: &str) -> Option<String> {
    let is_code =
        |word: &&str| word.len() == 3 && word.starts_with(['4', '5']) && word.chars().all(|c| c.is_ascii_digit());
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.find(is_code).and_then(|code| code.chars().next()).map(|class| format!("{class}.0.0"))
}

/// The first address that is neither a server's nor our own.
fn recipient_in(text: &str, mail: &Mail) -> Option<String> {
    let is_between =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '"' | ',' | ';' | ':' | '[' | ']' | '\'');
    let candidates = text.split(is_between).map(|word| word.trim_end_matches('.')).filter(|word| word.contains('@'));
    let mut plain = candidates.filter_map(addresses::plain_address).map(str::to_lowercase);
    plain.find(|address| {
        let server = ["mailer-daemon@", "postmaster@"].iter().any(|name| address.starts_with(name));
        !server && !mail.to.contains(address) && Some(address.as_str()) != mail.from.as_deref()
    })
}

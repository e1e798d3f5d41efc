//! A text or a report from a gateway, read into the same form as a mail.
//!
//! In: an arrival of the channels SMS and WhatsApp. Out: a [`Read`] whose sender is a telephone number and whose answer
//! goes back there. Decides nothing: [`crate::decide::short`] says what kind it is.

use connectors::incoming::{Enclosed, Incoming, Medium, Progress, Report, Text};
use connectors::mime::{Attachment, Bounce, Mail};
use sha2::{Digest as _, Sha256};

use super::reading::{Read, Said};
use crate::decide::classify::{Classified, Kind};
use crate::decide::reply::Stripped;
use crate::decide::short::read_short;
use crate::domain::Channel;
use crate::duties::Practice;
use crate::store::arrivals::ArrivalRow;

/// The name under which the past knows a letter that only its gateway's id tells.
pub(super) fn by_remote_id(remote_id: &str) -> String {
    format!("remote:{remote_id}")
}

/// The name under which the texts of a telephone are counted by day.
pub(super) fn texts_of(phone: &str) -> String {
    format!("pesan:{phone}")
}

/// So many texts of a telephone are told to the officer one by one each day; the others stand in a digest.
pub(super) const TOLD_EACH: i64 = 10;

/// Reads it; `None`: it is of another channel, or bytes that no gateway of ours wrote.
pub(super) fn read(row: &ArrivalRow, raw: &[u8], practice: &Practice) -> Option<Read> {
    if !matches!(row.channel, Channel::Sms | Channel::Whatsapp) {
        return None;
    }
    // Its gateway's name for it tells one text from another, and the inbox has seen to that: equal words are a second
    // text.
    let own = format!("pesan/{}", row.id);
    Some(match Incoming::from_raw(raw).ok()? {
        Incoming::Text(text) => of_text(row, text, raw, own, practice),
        Incoming::Report(report) => of_report(report, raw, own),
    })
}

fn of_text(row: &ArrivalRow, text: Text, raw: &[u8], fingerprint: String, practice: &Practice) -> Read {
    let keywords = practice.books.get(&row.office).map(|book| book.office.sms_prefixes.clone()).unwrap_or_default();
    let enclosed = !text.enclosed.is_empty() || !text.files.is_empty();
    let short = read_short(&text.text, &text.from, enclosed, &practice.number_prefixes, &keywords);
    let kept = with_remarks(short.text, &text);
    let by = match text.medium {
        Medium::Sms => Channel::Sms,
        Medium::Whatsapp => Channel::Whatsapp,
    };
    let from_phone = text.from.starts_with('+');
    let mail = Mail {
        from: Some(text.from.clone()),
        to: text.to.into_iter().collect(),
        text: kept.clone(),
        attachments: text.files.iter().filter_map(attached).collect(),
        ..Mail::default()
    };
    Read {
        mail,
        kind: classified(short.kind, short.reason, short.number),
        text: Stripped { kept, removed: String::new() },
        fingerprint,
        announced: raw.len() as u64,
        cut: false,
        said: Said { reply: from_phone.then_some((by, text.from)), from_phone, ..Said::default() },
        report: None,
    }
}

/// A file that came with it, as an attachment of a mail.
fn attached(file: &Enclosed) -> Option<Attachment> {
    let bytes = file.bytes()?;
    Some(Attachment {
        name: file.name.clone(),
        content_type: file.kind.clone(),
        bytes: bytes.len() as u64,
        sha256: hex::encode(Sha256::digest(&bytes)),
    })
}

/// What the reader of the text must know beside it, in Indonesian.
fn with_remarks(mut kept: String, text: &Text) -> String {
    if !text.missing.is_empty() {
        let missing: Vec<String> = text.missing.iter().map(u16::to_string).collect();
        kept = format!("{kept}\n(bagian {} dari {} tidak sampai)", missing.join(", "), text.parts);
    }
    if !text.enclosed.is_empty() {
        kept = format!("{kept}\n(terlampir di WhatsApp: {})", text.enclosed.join("; "));
    }
    kept.trim_start().to_owned()
}

fn of_report(report: Report, raw: &[u8], fingerprint: String) -> Read {
    let named = report.reference.clone().or(report.remote_id.as_deref().map(by_remote_id));
    let bounce = Bounce {
        recipient: None,
        status: report.code.clone(),
        permanent: report.progress == Progress::Failed,
        reason: if report.bad_number { "user_unknown" } else { "other" }.to_owned(),
        original_message_id: named,
        envelope_id: None,
    };
    Read {
        mail: Mail { bounce: Some(bounce), ..Mail::default() },
        kind: classified(Kind::Bounce, "a gateway says what became of a text".to_owned(), None),
        text: Stripped { kept: String::new(), removed: String::new() },
        fingerprint,
        announced: raw.len() as u64,
        cut: false,
        said: Said { report: Some(report), ..Said::default() },
        report: None,
    }
}

fn classified(kind: Kind, reason: String, number: Option<String>) -> Classified {
    Classified { kind, reason, token: None, number, references: Vec::new() }
}

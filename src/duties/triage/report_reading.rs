//! A document of LAPOR! read so that the desk can treat it like anything else that arrives.
//!
//! In: its bytes and the account's profile. Out: a [`ReadArrival`]: a report's words as if somebody had written them to
//! the office, with what the service says of them; or what a full sweep has seen. The SMS keyword of 1708 is taken off.

use connectors::lapor::{Content, Document, Fetched, Report};
use connectors::mime::{Attachment, Mail};
use sha2::{Digest, Sha256};

use super::reading::{Read, ReadArrival, Said};
use crate::decide::classify::{Classified, Kind};
use crate::decide::lapor::travelling;
use crate::decide::reply::Stripped;
use crate::decide::words::after_keyword;
use crate::domain::{Channel, Class};
use crate::duties::Practice;
use crate::store::arrivals::ArrivalRow;
use crate::store::reports::Sweep;

/// Reads one. What is no document of LAPOR! is not read.
pub(super) fn read(row: ArrivalRow, raw: &[u8], practice: &Practice) -> ReadArrival {
    let (Some(document), Some(lapor)) = (Document::parse(raw), practice.lapor.get(&row.office)) else {
        return ReadArrival::unreadable(row);
    };
    if let Content::Sweep { complete, reports } = &document.content {
        let numbers = reports.iter().map(|(number, _)| number.clone()).collect();
        let sweep = Sweep { account: lapor.account.clone(), complete: *complete, numbers };
        return ReadArrival { row, read: None, sweep: Some(sweep), foreseen: None, aside: None };
    }
    let files = document.files();
    let travelling: Vec<&Fetched> = travelling(files, &lapor.profile.limits.file_types).collect();
    let travels = |file: &Fetched| travelling.iter().any(|other| std::ptr::eq(*other, file));
    let Some(report) = Report::read(&document, &lapor.profile) else { return ReadArrival::unreadable(row) };
    let keywords = practice.books.get(&row.office).map(|book| book.office.sms_prefixes.clone()).unwrap_or_default();
    let words = after_keyword(&report.text, &keywords).unwrap_or(&report.text).to_owned();
    let kind = Kind::Complaint;
    let reason = format!("a report at LAPOR!, number {}", report.number);
    let said = Said {
        reply: Some((Channel::Lapor, report.number.clone())),
        anonymous: report.anonymous,
        secret: report.secret,
        class: report.class.as_ref().and_then(|word| Class::from_word(word.known.as_deref()?)),
        supervision: report.supervision,
        ..Said::default()
    };
    let mail = Mail {
        from_name: report.reporter.clone(),
        subject: report.title.clone(),
        text: words.clone(),
        attachments: files.iter().map(|file| attached(file, travels(file))).chain(named_only(&report, files)).collect(),
        ..Mail::default()
    };
    let read = Read {
        mail,
        kind: Classified { kind, reason, token: None, number: None, references: Vec::new() },
        text: Stripped { kept: words, removed: String::new() },
        fingerprint: row.sha256.clone().unwrap_or_default(),
        announced: raw.len() as u64,
        cut: false,
        said,
        report: Some(Box::new(report)),
    };
    ReadArrival { row, read: Some(read), sweep: None, foreseen: None, aside: None }
}

fn attached(file: &Fetched, travels: bool) -> Attachment {
    let name = match &file.why {
        Some(_) => format!("{} (tidak diunduh, lihat di LAPOR!)", file.name),
        None if !travels => format!("{} (tidak dilampirkan, lihat di LAPOR!)", file.name),
        None => file.name.clone(),
    };
    let packed = file.base64.as_deref().unwrap_or_default();
    Attachment { name, content_type: String::new(), bytes: file.size(), sha256: hex::encode(Sha256::digest(packed)) }
}

/// Files of which only the name is known.
fn named_only<'r>(report: &'r Report, fetched: &'r [Fetched]) -> impl Iterator<Item = Attachment> + 'r {
    let rest = report.files.iter().filter(|file| !fetched.iter().any(|got| got.url == file.url));
    rest.map(|file| Attachment {
        name: format!("{} (lihat di LAPOR!)", file.name),
        content_type: String::new(),
        bytes: 0,
        sha256: String::new(),
    })
}

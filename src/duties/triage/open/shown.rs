//! What letters about a new complaint say of the mail it came in. In: what was read. Out: words and names of files,
//! masked.

use connectors::mime::Attachment;

use super::super::hiding::{file_name, for_officers, is_too_large};
use super::super::reading::Read;
use crate::decide::OfficeBook;
use crate::decide::classify::own_subject;
use crate::decide::matters::decisive;
use crate::decide::privacy::Writer;
use crate::decide::wording::{ComplaintFacts, LetterFacts, summary};
use crate::domain::{Decision, Sheet};

/// Its heading, its files, and where and when it happened, as they may be seen.
pub(in crate::duties::triage) fn describe(
    facts: &mut LetterFacts,
    book: &OfficeBook,
    read: &Read,
    (subject, decision): (&str, &Decision),
    writer: Writer<'_>,
) {
    let shown = |text: &str| for_officers(text, book, writer);
    facts.attachments = described_all(read, book, writer);
    facts.attachments.extend(left_elsewhere(read));
    (facts.complaint.place, facts.complaint.time) = place_and_time(read, shown);
    set_heading(&mut facts.complaint, read, subject, &shown, &decision.matched);
}

/// What it is about, in a line, beside the subject. What an officer filled in beside the citizen's words (whom it is
/// about) is no heading; of several matters that he numbers it is the one that decided who gets it (`matched`).
fn set_heading(
    facts: &mut ComplaintFacts,
    read: &Read,
    subject: &str,
    shown: &dyn Fn(&str) -> String,
    matched: &[String],
) {
    if let Some(matter) = decisive(&facts.text, matched) {
        facts.summary = summary(matter);
    }
    let own = read.said.written.as_ref().map(|written| summary(&shown(&written.0.sheet.text))).unwrap_or_default();
    let said = summary(own_subject(subject));
    let first = [&own, &facts.summary].into_iter().find(|heading| !heading.is_empty());
    facts.summary = match first {
        Some(heading) if said.split_whitespace().count() < 2 || !says_little(heading) => heading.clone(),
        Some(_) | None => said,
    };
    facts.set_subject(subject);
}

/// The longest sentence, in words, that asks for something and says nothing of what it is about.
const BARE_REQUEST: usize = 6;

/// A sentence that is no heading: `Mohon segera ditindaklanjuti`, `> AC Puskesmas`,
/// `-----BEGIN PGP SIGNED MESSAGE-----`.
fn says_little(heading: &str) -> bool {
    let first = heading.split_whitespace().next().unwrap_or_default().to_lowercase();
    let asks = ["mohon", "harap"].contains(&first.as_str()) && heading.split_whitespace().count() <= BARE_REQUEST;
    asks || !heading.starts_with(char::is_alphanumeric) || first.ends_with(':')
}

/// Where and when it happened, where an officer wrote that down.
fn place_and_time(read: &Read, shown: impl Fn(&str) -> String) -> (Option<String>, Option<String>) {
    let sheet = read.said.written.as_deref().map(|written| &written.0.sheet);
    let said = |field: fn(&Sheet) -> &Option<String>| sheet.and_then(|sheet| field(sheet).as_deref()).map(&shown);
    (said(|sheet| &sheet.place), said(|sheet| &sheet.time))
}

/// What of a mail did not come along, in words.
fn left_elsewhere(read: &Read) -> Option<String> {
    if read.cut {
        Some(rest_on_server(read.announced))
    } else {
        (read.report.is_none() && is_too_large(read)).then(|| stays_on_server(read.announced))
    }
}

/// What the officer reads where the mail is larger than what was fetched.
pub(in crate::duties::triage) fn rest_on_server(announced: u64) -> String {
    let megabytes = announced.div_ceil(1024 * 1024);
    format!("surat asli {megabytes} MB: hanya bagian awal yang dibaca, selebihnya ada di kotak surel pengaduan")
}

/// What the officer reads where the mail is too large to be attached.
pub(in crate::duties::triage) fn stays_on_server(bytes: u64) -> String {
    let megabytes = bytes.div_ceil(1024 * 1024);
    format!("surat asli {megabytes} MB: terlalu besar untuk dilampirkan, ada di kotak surel pengaduan")
}

/// Names and sizes of the files of a mail.
pub(in crate::duties::triage) fn described_all(read: &Read, book: &OfficeBook, writer: Writer<'_>) -> Vec<String> {
    (1..).zip(&read.mail.attachments).map(|(n, attached)| described(n, attached, book, writer)).collect()
}

/// `foto.jpg (1,2 MB)`.
fn described(nth: usize, attachment: &Attachment, book: &OfficeBook, writer: Writer<'_>) -> String {
    let (name, kilobytes) = (file_name(nth, &attachment.name, book, writer), attachment.bytes.div_ceil(1024));
    if kilobytes < 1024 {
        format!("{name} ({kilobytes} KB)")
    } else {
        format!("{name} ({},{} MB)", kilobytes / 1024, kilobytes % 1024 * 10 / 1024)
    }
}

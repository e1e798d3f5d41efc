//! Mails from an mbox or a file, into the inbox as if the mailbox had brought them. Those received before the office
//! began to answer are kept and answered by nobody.

use chrono::{DateTime, Utc};
use connectors::mime;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Args;
use crate::cli::inbox::{self, Laid};
use crate::cli::opened::Opened;
use crate::cli::{Exit, Failure, Global, Output};
use crate::decide::OfficeBook;
use crate::domain::Channel;
use crate::store::registrations::files_of;

#[derive(Serialize)]
struct Imported {
    office: String,
    mails: usize,
    /// Older than what is answered.
    old: usize,
    /// Pieces without a sender, a subject and a date: no mails.
    junk: Vec<usize>,
    new: u64,
    committed: bool,
}

#[derive(Serialize)]
struct Shown {
    n: usize,
    received: DateTime<Utc>,
    from: Option<String>,
    subject: String,
    answered: bool,
}

/// Shows them, or takes them in.
pub(super) async fn run(
    args: &Args,
    opened: &Opened,
    book: &OfficeBook,
    since: DateTime<Utc>,
    bytes: &[u8],
    global: &Global,
) -> Result<Exit, Failure> {
    let mut out = Output::stdout();
    let (mut fresh, mut old) = (Vec::new(), Vec::new());
    let mut junk = Vec::new();
    for (n, raw) in (1..).zip(mails(bytes)) {
        let mail = mime::read(&raw);
        if !is_mail(&mail) {
            junk.push(n);
            continue;
        }
        let received = mail.date.map_or(opened.now, |date| date.to_utc()).min(opened.now);
        let answered = received >= since;
        if !args.commit {
            let shown = Shown { n, received, from: mail.from, subject: mail.subject, answered };
            if global.json {
                out.json(&shown)?;
            } else {
                let from = shown.from.as_deref().unwrap_or("-");
                let mark = if answered { "" } else { " (old: not answered)" };
                out.line(&format!(
                    "{n}\t{}\t{from}\t{}{mark}",
                    opened.short(&book.office.id.0, received),
                    shown.subject
                ))?;
            }
        }
        let laid = Laid { remote_ref: hex::encode(Sha256::digest(&raw)), channel: Channel::Email, received, raw };
        if answered { fresh.push(laid) } else { old.push(laid) }
    }
    let shown = args.file.display();
    if fresh.is_empty() && old.is_empty() {
        let right = "an mbox or .eml file, in which every mail begins with its headers";
        return Err(Failure::new(Exit::BadInput, "no mail is in it").at(shown.to_string()).right(right));
    }
    let office = book.office.id.0.clone();
    let mails = fresh.len() + old.len();
    let mut imported = Imported { office, mails, old: old.len(), junk, new: 0, committed: args.commit };
    if args.commit {
        for (laid, is_old) in [(fresh, false), (old, true)] {
            if !laid.is_empty() {
                imported.new += inbox::lay(opened, &imported.office, &files_of(&imported.office, is_old), laid).await?;
            }
        }
    }
    if global.json {
        out.json(&imported)?;
    } else if imported.committed {
        let Imported { mails, new, old, .. } = imported;
        out.line(&format!("{shown}: {mails} mails, {new} new in the inbox, {old} too old to be answered"))?;
    } else {
        out.line(&format!("{shown}: {} mails; nothing was taken in: say --commit", imported.mails))?;
    }
    if !global.json && !imported.junk.is_empty() {
        let pieces: Vec<String> = imported.junk.iter().map(usize::to_string).collect();
        out.line(&format!("no mails, left out: {}", pieces.join(", ")))?;
    }
    out.finish()?;
    Ok(if imported.junk.is_empty() { Exit::Well } else { Exit::Finding })
}

/// True if somebody wrote it: bytes without one header of a mail are none.
fn is_mail(mail: &mime::Mail) -> bool {
    mail.from.is_some() || mail.message_id.is_some() || mail.date.is_some() || !mail.subject.is_empty()
}

/// The mails of an mbox (a line `From …` before each, `>From` inside), or the one mail that it is.
fn mails(bytes: &[u8]) -> Vec<Vec<u8>> {
    if !bytes.starts_with(b"From ") {
        return vec![bytes.to_vec()];
    }
    let mut found: Vec<Vec<u8>> = Vec::new();
    let mut blank = true;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if blank && line.starts_with(b"From ") {
            found.push(Vec::new());
        } else if let Some(mail) = found.last_mut() {
            let quoted = line.iter().skip_while(|byte| **byte == b'>').take(5).eq(b"From ") && line.starts_with(b">");
            mail.extend(if quoted { line.get(1..).unwrap_or(line) } else { line });
        }
        blank = line.iter().all(u8::is_ascii_whitespace);
    }
    found.retain(|mail| mail.iter().any(|byte| !byte.is_ascii_whitespace()));
    found
}

#[cfg(test)]
mod tests {
    use super::mails;

    #[test]
    fn an_mbox_is_parted_at_its_from_lines_only() {
        let mbox = b"From a@b Mon Nov 16 07:58:00 2026\nSubject: satu\n\nFrom sini saja:\n>From awal.\n\nFrom a@b Tue\nSubject: dua\n\nIsi\n";
        let found = mails(mbox);
        assert_eq!(
            found.len(),
            3,
            "a paragraph that begins with From is taken for the next mail, as every reader of mbox does"
        );
        assert!(found[2].starts_with(b"Subject: dua"));
        let quoted = mails(b"From x\nSubject: satu\n\nBaris\nFrom sini\n>From awal\n>>From\n");
        assert_eq!(quoted, [b"Subject: satu\n\nBaris\nFrom sini\nFrom awal\n>>From\n".to_vec()]);
        assert_eq!(mails(b"Subject: x\n\nIsi").len(), 1);
    }
}

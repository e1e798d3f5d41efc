//! The letter to the desk about a mail that waits in the pen.
//!
//! In: the mail, why it waits, complaints that it may belong to. Out: the letter. Does not know what becomes of it.

use super::desk::Desk;
use super::hiding::for_officers;
use super::pen_says::NO_NUMBER;
use super::reading::{Read, ReadArrival};
use crate::decide::meaning::PEN;
use crate::decide::privacy::{Writer, names_said_in_mail};
use crate::decide::wording::{LetterFacts, OfficeFacts, PenFacts, UnitFacts};
use crate::decide::{OfficeBook, privacy};
use crate::domain::LetterKind;
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;

impl Desk<'_> {
    /// Tells the office's desk that something waits in the pen.
    pub(super) async fn tell_desk_of_pen(
        &mut self,
        arrival: &ReadArrival,
        read: Option<&Read>,
        reason: &str,
        guesses: &[(String, String)],
    ) -> Result<(), DutyFault> {
        let (book, mailbox) = match self.place_of(arrival) {
            Ok(place) => place,
            Err(error) => {
                tracing::error!(arrival = arrival.row.id, %error, "it is in the pen, and there is no desk to tell");
                return Ok(());
            }
        };
        let maker = self.maker(book);
        let desk = &book.office.desk;
        let shown = read.map(|read| pen_shown(book, read, !guesses.is_empty())).unwrap_or_default();
        let facts = LetterFacts {
            number: NO_NUMBER.to_owned(),
            office: OfficeFacts::from(&book.office),
            unit: book.office.unit(desk).map(UnitFacts::from).unwrap_or_default(),
            written: self.moment(book, self.now),
            pen: Some(PenFacts {
                id: arrival.row.id.to_string(),
                sender: shown.sender.unwrap_or_else(|| "tidak disebutkan".to_owned()),
                subject: shown.subject,
                excerpt: shown.excerpt,
                why: reason.to_owned(),
                guesses: guesses.iter().map(|(number, _)| number.clone()).collect(),
                said: None,
                waits: true,
            }),
            ..LetterFacts::default()
        };
        // What a person sent back to the desk may come to the pen again, and is then told again.
        let occasion = format!("{}/{}", arrival.row.id, self.now.timestamp_micros());
        let (audience, to) = (format!("{PEN}{}", arrival.row.id), maker.mailbox(desk)?);
        let draft = LetterDraft::new(LetterKind::PenNotice, &audience, to, &mailbox.address, occasion);
        let letter = maker.make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }
}

/// So much of a mail in the pen is shown.
const EXCERPT: usize = 600;

/// What the desk reads of a mail in the pen.
#[derive(Default)]
struct PenShown {
    sender: Option<String>,
    subject: String,
    excerpt: String,
}

/// An officer of the office is named in full. Of anybody else as much as suffices to find his mail in the mailbox; of
/// who wants to stay unknown, or may be the reporter of a complaint that is named, no name. A sensitive matter is not
/// quoted.
fn pen_shown(book: &OfficeBook, read: &Read, names_complaint: bool) -> PenShown {
    let (rules, mail) = (&book.rules, &read.mail);
    let words = format!("{}\n{}", mail.subject, read.text.kept);
    let wish = privacy::privacy(&rules.shared.privacy, &rules.read(&words), &rules.public_numbers);
    let from = mail.from.as_deref();
    let officer = from.and_then(|from| book.office.unit_of_officer(from));
    let hidden = officer.is_none() && (names_complaint || wish.hides_identity());
    let name = mail.from_name.as_deref().unwrap_or_default();
    let said = if hidden { names_said_in_mail(&mail.subject, &read.text.kept) } else { None };
    let names = format!("{name} {}", said.unwrap_or_default());
    let writer = if hidden { Writer::Hidden(&names) } else { Writer::Open };
    let shown = |text: &str| for_officers(text, book, writer);
    let address = from.map(|from| match officer {
        Some(unit) => format!("{from} ({})", unit.shown()),
        None => beginning_of(from),
    });
    let sender = address.map(|address| match shown(name) {
        name if hidden || name.is_empty() || officer.is_some() => address,
        name => format!("{name} <{address}>"),
    });
    let text = shown(read.text.kept.trim());
    let cut = text.char_indices().nth(EXCERPT).map(|(at, _)| at);
    let excerpt = match cut {
        _ if wish.restricted => String::new(),
        Some(at) => format!("{} [...]", text.get(..at).unwrap_or_default().trim_end()),
        None => text,
    };
    PenShown { sender, subject: shown(&mail.subject), excerpt }
}

/// `s...@warga.example`.
fn beginning_of(address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}...@{domain}")
}

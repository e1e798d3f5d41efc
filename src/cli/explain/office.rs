//! Whose message it is, where nobody says so.
//!
//! In: the message and the books of all offices. Out: an office with the reason, and how far it can be trusted.

use connectors::mime::Mail;

use super::installed::Installed;
use crate::config::Books;
use crate::decide::OfficeBook;
use crate::decide::classify::number_in;
use crate::decide::words::after_keyword;
use crate::domain::{Channel, UnitId};

/// The confidence of a decision for an office that is a mere guess.
const GUESSED: f64 = 0.2;
/// The confidence where several offices fit alike.
const TIED: f64 = 0.4;

/// An office found for a message.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    pub(super) book: &'a OfficeBook,
    /// The unit in whose own mailbox it arrived.
    pub(super) arrived_at: Option<UnitId>,
    /// Why this office, in English.
    pub(super) why: String,
    /// The confidence of the decision is at most this.
    pub(super) at_most: f64,
}

impl<'a> Found<'a> {
    fn sure(book: &'a OfficeBook, why: impl Into<String>) -> Self {
        Self { book, arrived_at: None, why: why.into(), at_most: 1.0 }
    }
}

/// The office of a message; `None` only where there are no offices.
pub(super) fn find<'a>(
    books: &'a Books,
    installed: &Installed,
    asked: Option<&'a OfficeBook>,
    mail: &Mail,
    channel: Channel,
) -> Option<Found<'a>> {
    let recipients = recipients(mail);
    if let Some(book) = asked {
        let arrived_at = own_mailbox(book, &recipients);
        return Some(Found { arrived_at, ..Found::sure(book, "--office says so") });
    }
    by_mailbox(books, installed, &recipients)
        .or_else(|| by_recipient(books, &recipients))
        .or_else(|| by_officer(books, mail))
        .or_else(|| by_number(books, mail))
        .or_else(|| by_keyword(books, mail, channel))
        .or_else(|| by_words(books, mail))
        .or_else(|| {
            let first = books.offices.first()?;
            let why = "nothing says whose it is, so it is taken for the first office; --office names another";
            Some(Found { at_most: GUESSED, ..Found::sure(first, why) })
        })
}

/// Addresses it went to, without tokens; those at which the server delivered it first.
fn recipients(mail: &Mail) -> Vec<String> {
    let delivered = mail.header_values("delivered-to").chain(mail.header_values("x-original-to"));
    let delivered = delivered.map(|address| address.trim_matches(['<', '>', ' ']).to_lowercase());
    delivered.chain(mail.to.iter().cloned()).map(|address| without_token(&address)).collect()
}

fn without_token(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}@{domain}", local.split('+').next().unwrap_or(local)),
        None => address.to_owned(),
    }
}

fn by_mailbox<'a>(books: &'a Books, installed: &Installed, recipients: &[String]) -> Option<Found<'a>> {
    let read = recipients.iter().find_map(|to| installed.mailboxes.iter().find(|mailbox| mailbox.address == *to))?;
    let book = books.office(&read.office)?;
    Some(Found { arrived_at: read.unit.clone(), ..Found::sure(book, format!("{} is its mailbox", read.address)) })
}

fn by_recipient<'a>(books: &'a Books, recipients: &[String]) -> Option<Found<'a>> {
    let first = |fits: &dyn Fn(&OfficeBook, &String) -> bool| {
        recipients.iter().find_map(|to| books.offices.iter().find(|book| fits(book, to)).map(|book| (book, to)))
    };
    if let Some((book, to)) = first(&|book, to| book.office.intake.contains(to)) {
        return Some(Found::sure(book, format!("{to} is its intake")));
    }
    if let Some((book, to)) = first(&|book, to| book.office.unit_of_officer(to).is_some()) {
        let arrived_at = own_mailbox(book, recipients);
        return Some(Found { arrived_at, ..Found::sure(book, format!("{to} is the mailbox of a unit of it")) });
    }
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_owned());
    let (book, to) = first(&|book, to| book.office.intake.iter().any(|own| domain(own) == domain(to)))?;
    Some(Found::sure(book, format!("{to} is in the domain of its intake")))
}

/// The unit among the recipients, if the office's common mailbox is not among them too.
fn own_mailbox(book: &OfficeBook, recipients: &[String]) -> Option<UnitId> {
    if recipients.iter().any(|to| book.office.intake.contains(to)) {
        return None;
    }
    recipients.iter().find_map(|to| book.office.unit_of_officer(to)).map(|unit| unit.id.clone())
}

fn by_officer<'a>(books: &'a Books, mail: &Mail) -> Option<Found<'a>> {
    let from = mail.from.as_deref()?;
    let book = books.offices.iter().find(|book| book.office.unit_of_officer(from).is_some())?;
    Some(Found::sure(book, "its officer wrote it"))
}

fn by_number<'a>(books: &'a Books, mail: &Mail) -> Option<Found<'a>> {
    books.offices.iter().find_map(|book| {
        let prefix = std::slice::from_ref(&book.office.prefix);
        let number = number_in(&mail.subject, prefix).or_else(|| number_in(&mail.text, prefix))?;
        Some(Found::sure(book, format!("{number} is a number of its register")))
    })
}

fn by_keyword<'a>(books: &'a Books, mail: &Mail, channel: Channel) -> Option<Found<'a>> {
    if channel != Channel::Sms {
        return None;
    }
    let book = books.offices.iter().find(|book| after_keyword(&mail.text, &book.office.sms_prefixes).is_some())?;
    Some(Found::sure(book, "it begins with its keyword for SMS 1708"))
}

/// By its name, else by its places. Where several fit alike the first is taken, with little confidence.
fn by_words<'a>(books: &'a Books, mail: &Mail) -> Option<Found<'a>> {
    let text = format!("{}\n{}", mail.subject, mail.text);
    let scored: Vec<(u8, &OfficeBook)> =
        books.offices.iter().map(|book| (score(book, &text), book)).filter(|(score, _)| *score > 0).collect();
    let best = scored.iter().map(|(score, _)| *score).max()?;
    let mut fitting = scored.iter().filter(|(score, _)| *score == best).map(|(_, book)| *book);
    let first = fitting.next()?;
    let others: Vec<&str> = fitting.map(|book| book.office.id.0.as_str()).collect();
    let what = if best == NAMED { "it names the office" } else { "it speaks of a place that the office serves" };
    Some(match others.as_slice() {
        [] => Found::sure(first, what),
        others => Found { at_most: TIED, ..Found::sure(first, format!("{what}, but so do {}", others.join(", "))) },
    })
}

/// It says the office's name.
const NAMED: u8 = 4;

fn score(book: &OfficeBook, text: &str) -> u8 {
    let lower = text.to_lowercase();
    let office = &book.office;
    if [&office.name, &office.short].iter().any(|name| lower.contains(&name.to_lowercase())) {
        return NAMED;
    }
    match book.rules.gazetteer.site(&book.rules.read(text)) {
        Some(site) => 1 + u8::from(site.sure) + u8::from(site.named),
        None => 0,
    }
}

//! One message decided, by the same steps as the triage desk: read, classify, strip, assess, clocks, letters.

use chrono::{DateTime, Utc};
use connectors::mime::Mail;

use super::Args;
use super::answer::{Bounced, Decided, Line, Message, Reply};
use super::input::Given;
use super::installed::Installed;
use super::letters::{letters, measure, way_back};
use super::office::{self, Found};
use super::received::received;
use super::registered::entries;
use crate::cli::{Exit, Failure};
use crate::config::Books;
use crate::decide::assess::assess;
use crate::decide::attached::with_attached;
use crate::decide::classify::{Classified, Facts, Kind, classify};
use crate::decide::meaning::{Meaning, Past, Place, meaning};
use crate::decide::registration::choice::as_chosen;
use crate::decide::reply::{Stripped, strip_new, strip_under};
use crate::decide::words::after_keyword;
use crate::decide::{Matter, OfficeBook};
use crate::domain::{Channel, Sheet};

/// What is asked of every message.
pub(super) struct Question<'a> {
    books: &'a Books,
    installed: &'a Installed,
    office: Option<&'a OfficeBook>,
    channel: Option<Channel>,
    received: Option<&'a str>,
    now: DateTime<Utc>,
    number_prefixes: Vec<String>,
}

impl<'a> Question<'a> {
    pub(super) fn new(
        books: &'a Books,
        installed: &'a Installed,
        office: Option<&'a OfficeBook>,
        args: &'a Args,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            books,
            installed,
            office,
            channel: args.channel,
            received: args.received.as_deref(),
            now,
            number_prefixes: books.offices.iter().map(|book| book.office.prefix.clone()).collect(),
        }
    }

    /// Says what would happen to a message.
    pub(super) fn explain(&self, given: Given) -> Result<Line, Failure> {
        let Given { file, mail, bare } = given;
        let channel = self.channel.unwrap_or(Channel::Email);
        let found = office::find(self.books, self.installed, self.office, &mail, channel).ok_or_else(|| {
            Failure::new(Exit::Configuration, "there is no office").right("make a folder in offices/")
        })?;
        let office = &found.book.office;
        let at = received(self.received, &mail, office.zone, self.now);
        let read = if bare { self.classify_text(&mail.text) } else { self.classify(&mail, found.book) };
        let parted = strip_under(&mail.subject, &mail.text);
        let opens = bare && read.kind == Kind::Complaint || !bare && opens(&found, &mail, &read, at);
        let whole = if bare { parted.clone() } else { self.as_new(&mail, &read, &parted) };
        let decision = opens.then(|| self.decide(&found, &mail, bare, &whole, channel, at));
        let entries = if bare { Vec::new() } else { entries(self, &found, &mail, read.kind, &parted, at) };
        let decision = match entries.as_slice() {
            [only] => only.decision.clone(),
            _ => decision,
        };
        let is_reply = matches!(read.kind, Kind::OfficerReply | Kind::PelaporReply);
        Ok(Line {
            file,
            ok: true,
            error: None,
            kind: Some(read.kind),
            kind_reason: Some(read.reason),
            bounce: mail.bounce.as_ref().filter(|_| read.kind == Kind::Bounce).map(Bounced::from),
            reply: is_reply.then_some(Reply { kept: parted.kept, removed: parted.removed }),
            decision,
            entries,
            office: Some(office.id.0.clone()),
            received: Some(at.with_timezone(&office.zone).fixed_offset()),
            office_reason: Some(found.why),
            number: read.number,
            token: read.token,
            message: Some(Message::from(mail)),
        })
    }

    /// What a new complaint says: what it quotes, and the mails that hang on it, too.
    fn as_new(&self, mail: &Mail, read: &Classified, parted: &Stripped) -> Stripped {
        let answers_ours = read.token.is_some() || !read.references.is_empty();
        let own = if answers_ours { parted.clone() } else { strip_new(&mail.subject, &mail.text) };
        let is_ours = |from: &str| self.installed.own_addresses.iter().any(|own| own == from);
        let kept = with_attached(&own.kept, mail, &is_ours).unwrap_or(own.kept);
        Stripped { kept, removed: String::new() }
    }

    fn classify(&self, mail: &Mail, book: &OfficeBook) -> Classified {
        let is_officer = |address: &str| book.office.unit_of_officer(address).is_some();
        let facts = Facts {
            own_addresses: &self.installed.own_addresses,
            is_officer: &is_officer,
            prefixes: &self.number_prefixes,
        };
        classify(mail, &facts)
    }

    /// A bare text has no headers that could make it anything but somebody's words.
    fn classify_text(&self, text: &str) -> Classified {
        let (kind, reason) = if text.chars().any(char::is_alphanumeric) {
            (Kind::Complaint, "somebody's words, written down")
        } else {
            (Kind::Unclear, "it has no words")
        };
        let number = crate::decide::classify::number_in(text, &self.number_prefixes);
        Classified { kind, reason: reason.to_owned(), token: None, number, references: Vec::new() }
    }

    fn decide(
        &self,
        found: &Found<'_>,
        mail: &Mail,
        bare: bool,
        parted: &Stripped,
        channel: Channel,
        at: DateTime<Utc>,
    ) -> Decided {
        let book = found.book;
        let is_sms = bare && channel == Channel::Sms;
        let behind_keyword = is_sms.then(|| after_keyword(&mail.text, &book.office.sms_prefixes)).flatten();
        let text = behind_keyword.unwrap_or(if bare { &mail.text } else { &parted.kept });
        let matter = Matter {
            channel,
            subject: &mail.subject,
            text,
            received: at,
            arrived_at: found.arrived_at.as_ref(),
            anonymous: false,
            secret: false,
        };
        // Whoever wrote a mail can be written to, however else the caller says it came.
        let has_address = mail.reply_to.is_some() || mail.from.is_some();
        let back = way_back(channel).filter(|_| bare || has_address).or(has_address.then_some(Channel::Email));
        self.decided(found, &matter, None, back)
    }

    /// Addresses of ours.
    pub(super) fn own_addresses(&self) -> &[String] {
        &self.installed.own_addresses
    }

    /// Decides a matter, as an officer's sheet has it where there is one. `back`: how the citizen can be written to.
    pub(super) fn decided(
        &self,
        found: &Found<'_>,
        matter: &Matter<'_>,
        sheet: Option<&Sheet>,
        back: Option<Channel>,
    ) -> Decided {
        let book = found.book;
        let mut decision = assess(book, matter).decision;
        if let Some(sheet) = sheet {
            decision = as_chosen(decision, sheet, book);
        }
        decision.confidence = decision.confidence.min(found.at_most);
        decision.deadlines = book.clocks_of(&decision, matter.channel, matter.received);
        let mut letters = letters(book, &decision, back);
        measure(
            &mut letters,
            &self.books.wording,
            book,
            &decision,
            matter.received,
            self.installed.phone_of(&book.office.id.0),
        );
        Decided { decision, letters }
    }
}

/// True if a mail that nothing is known of would become a complaint. A reply is about one that the database would know.
fn opens(found: &Found<'_>, mail: &Mail, read: &Classified, at: DateTime<Utc>) -> bool {
    let place = Place {
        office: &found.book.office,
        unit: found.arrived_at.as_ref(),
        received: at,
        answer_since: DateTime::UNIX_EPOCH,
        role: mail.from.as_deref().is_some_and(|from| found.book.routines.knows(from)),
        typist: None,
        authserv_id: None,
    };
    let opens = meaning(place, mail, read, &Past::default()).meaning == Meaning::Opens;
    opens && read.kind == Kind::Complaint
}

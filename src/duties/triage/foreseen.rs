//! A new complaint, decided while its mail is read: what needs neither the past nor a number keeps the writer waiting
//! for nothing.
//!
//! In: a mail that was read. Out: what was decided, for the case that it opens a complaint. Does not know whether it
//! will.

use std::borrow::Cow;

use super::hiding::shielded_beforehand;
use super::open::decide;
use super::reading::{Read, ReadArrival};
use crate::decide::classify::Kind;
use crate::decide::privacy::names_said_in_mail;
use crate::domain::Decision;
use crate::duties::Practice;

/// A new complaint as far as it needs neither the past nor a number.
#[derive(Debug)]
pub(super) struct Foreseen {
    /// The mail with what it quotes and what hangs on it; `None` where that is nothing.
    whole: Option<Read>,
    /// What is decided about it.
    decision: Decision,
    /// Words of names that its writer gives away.
    names: Option<String>,
    /// His words, and the same without him.
    shielded: Option<(String, String)>,
}

impl ReadArrival {
    /// With what can be found out beforehand in case it opens a complaint: here the writer is not kept waiting for it.
    pub(super) fn foreseeing(mut self, practice: &Practice) -> Self {
        let opens =
            |read: &&Read| read.kind.kind == Kind::Complaint && read.said.form.is_none() && read.report.is_none();
        if let Some(read) = self.read.as_ref().filter(opens)
            && let Some((book, mailbox)) = practice.place_of(&self.row)
        {
            let whole = read.as_new(practice);
            let decision = decide(&self.row, &whole, book, mailbox);
            let names = said_by(&whole);
            let known_as = whole.known_as(names.as_deref());
            let shielded = shielded_beforehand(&whole.text.kept, book, &decision, &known_as);
            let whole = match whole {
                Cow::Owned(whole) => Some(whole),
                Cow::Borrowed(_) => None,
            };
            self.foreseen = Some(Box::new(Foreseen { whole, decision, names, shielded }));
        }
        self
    }

    /// [`Read::as_new`], taken from what was foreseen.
    pub(super) fn as_new<'r>(&'r self, read: &'r Read, practice: &Practice) -> Cow<'r, Read> {
        match self.foreseen.as_deref() {
            Some(foreseen) => Cow::Borrowed(foreseen.whole.as_ref().unwrap_or(read)),
            None => read.as_new(practice),
        }
    }

    /// What is decided about it if it opens a complaint.
    pub(super) fn decision(&self) -> Option<&Decision> {
        self.foreseen.as_deref().map(|foreseen| &foreseen.decision)
    }

    /// Its words, and the same without him who wrote them.
    pub(super) fn shielded(&self) -> Option<&(String, String)> {
        self.foreseen.as_deref()?.shielded.as_ref()
    }

    /// Words of names that its writer gives away in `read`, which is this mail or a part of it.
    pub(super) fn names_said(&self, read: &Read) -> Option<String> {
        let foreseen = self.foreseen.as_deref().filter(|foreseen| {
            let whole = foreseen.whole.as_ref().or(self.read.as_ref());
            whole.is_some_and(|whole| whole.mail.subject == read.mail.subject && whole.text.kept == read.text.kept)
        });
        foreseen.map_or_else(|| said_by(read), |foreseen| foreseen.names.clone())
    }
}

/// Words of names that the writer of a new complaint gives away.
fn said_by(read: &Read) -> Option<String> {
    names_said_in_mail(&read.mail.subject, &read.text.kept)
}

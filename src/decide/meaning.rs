//! What an arrival means for the office: the one decision of the triage desk.
//!
//! In: how the mail reads by itself ([`Classified`]) and what the past says about the names it carries. Out: a
//! [`Meaning`] with its reason. A token, a reference or a number never suffices: the sender must fit as well.

mod named;
mod past;
mod sender;

use chrono::{DateTime, NaiveDate, Utc};
use connectors::mime::Mail;

pub use self::past::{AboutTasks, Known, Party, Past, Said, Twin};

use self::named::{as_said, by_complaint, by_party, of_task};
use self::sender::{is_on_duty, is_reporter, is_the_desk, registrar};
use super::authentic::vouched_for;
use super::classify::{Classified, Kind};
use super::pen_word::PenWord;
use super::routines::Understood;
use crate::domain::{Office, UnitId};

/// What stands before the party that brings an answer to a citizen whom no program reaches: `kirim:UNIT#answer`.
pub const BROUGHT: &str = "kirim:";

/// What stands before the number of an item of the holding pen in the party to which its notice went.
pub const PEN: &str = "tahan#";
/// The party that the duty list is.
pub const DUTY: &str = "duty";
/// What follows the head's unit in the party that he is where he is asked whether the citizen is told of the Ombudsman.
pub const ABOUT_OMBUDSMAN: &str = "#ombudsman";

/// When and where it arrived.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Whose mailbox.
    pub office: &'a Office,
    /// The unit whose own mailbox it is.
    pub unit: Option<&'a UnitId>,
    /// When the server took it in.
    pub received: DateTime<Utc>,
    /// Mail older than this is kept but not answered.
    pub answer_since: DateTime<Utc>,
    /// True if its sender has a role of the office (`[roles]`) and perhaps no unit.
    pub role: bool,
    /// Who types answers into LAPOR!, where somebody does.
    pub typist: Option<&'a str>,
    /// The server whose word on senders is believed; `None`: no such word is to be had.
    pub authserv_id: Option<&'a str>,
}

impl Place<'_> {
    /// The day of its arrival in the office's zone: who acts for whom then?
    fn day(&self) -> NaiveDate {
        self.received.with_timezone(&self.office.zone).date_naive()
    }
}

/// What it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A new complaint.
    Opens,
    /// The citizen adds to a complaint.
    Adds {
        /// Which.
        complaint: i64,
    },
    /// An officer writes about a complaint.
    OfficerWrites {
        /// Which.
        complaint: i64,
        /// For which unit he answers (with `#id`: about the draft answer with that id; [`DUTY`]: for the duty list).
        party: String,
    },
    /// An officer writes down what reached him.
    Registers {
        /// His unit.
        unit: UnitId,
        /// A person has said that it is a complaint, whatever it lacks.
        said: bool,
    },
    /// An officer hands over what came in, or says that there was nothing.
    HandsOver {
        /// His unit.
        unit: UnitId,
    },
    /// Somebody answers what people outside were asked to do.
    OfTask {
        /// The task whose letter it answers, if it says which.
        asked: Option<i64>,
        /// What it says.
        said: Understood,
    },
    /// The desk answers a notice about a mail that waits in the holding pen.
    OfPen {
        /// The arrival that waits.
        item: i64,
        /// What it says.
        said: PenWord,
    },
    /// A server says what became of a letter.
    Bounced,
    /// A machine wrote it; nothing to do.
    Machine,
    /// The same mail once more; `copy_to` is a unit that got it in its own mailbox.
    Same {
        /// The complaint.
        complaint: Option<i64>,
        /// Another unit that should have it.
        copy_to: Option<UnitId>,
    },
    /// It was here before we were.
    Old,
    /// A person must look.
    Pen {
        /// Complaint numbers with reasons, best first.
        guesses: Vec<(String, String)>,
    },
}

/// The decision with its reason, in English for operators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// What it means.
    pub meaning: Meaning,
    /// Why.
    pub reason: String,
}

fn meant(meaning: Meaning, reason: impl Into<String>) -> Meant {
    Meant { meaning, reason: reason.into() }
}

/// Decides what a mail means. Where a trusted server speaks on senders, an officer for whom it does not vouch is a
/// person before whom somebody else should look.
#[must_use]
pub fn meaning(place: Place<'_>, mail: &Mail, read: &Classified, past: &Past) -> Meant {
    if let Some(said) = &past.said {
        return as_said(place, mail, read, said);
    }
    let meant_so = by_its_names(place, mail, read, past);
    let doubtful = |id: &str| !vouched_for(mail, id);
    match (&meant_so.meaning, place.authserv_id) {
        (
            Meaning::OfficerWrites { .. }
            | Meaning::Registers { .. }
            | Meaning::HandsOver { .. }
            | Meaning::OfTask { .. }
            | Meaning::OfPen { .. },
            Some(id),
        ) if doubtful(id) => {
            let why = "it names an officer as its sender, but the mail server does not vouch for that";
            let known = [&past.by_token, &past.by_reference].into_iter().flatten().map(|party| &party.complaint);
            let guesses = known.chain(&past.by_number).take(1).map(|c| (c.number.clone(), why.to_owned())).collect();
            meant(Meaning::Pen { guesses }, why)
        }
        _ => meant_so,
    }
}

/// What it means if its sender is who he says.
fn by_its_names(place: Place<'_>, mail: &Mail, read: &Classified, past: &Past) -> Meant {
    if let Some(twin) = &past.twin {
        let copy_to = place.unit.filter(|_| !twin.same_source && twin.opened).cloned();
        return meant(
            Meaning::Same { complaint: twin.complaint, copy_to },
            format!("the same mail as arrival {}", twin.arrival),
        );
    }
    match read.kind {
        Kind::Bounce => return meant(Meaning::Bounced, &read.reason),
        Kind::AutoReply | Kind::Receipt | Kind::List | Kind::Loop => return meant(Meaning::Machine, &read.reason),
        Kind::Spam => return pen(place.office, past, &read.reason),
        Kind::Complaint
        | Kind::OfficerReply
        | Kind::PelaporReply
        | Kind::Registration
        | Kind::Handover
        | Kind::Unclear => {}
    }
    if mail.ambiguous_from && read.kind == Kind::Unclear {
        return pen(place.office, past, &read.reason);
    }
    if let Some(meant) = of_task(place, mail, read, past) {
        return meant;
    }
    if let Some((item, said)) = past.of_pen.as_ref().filter(|_| is_the_desk(place, mail)) {
        let meaning = Meaning::OfPen { item: *item, said: said.clone() };
        return meant(meaning, "the desk answers what it was told of a mail in the holding pen");
    }
    if let (Kind::Handover, Some(unit)) = (read.kind, registrar(place, mail)) {
        return meant(Meaning::HandsOver { unit: unit.clone() }, &read.reason);
    }
    if let Some(meant) = by_party(place, mail, past.by_token.as_ref(), "the token in the address") {
        return meant;
    }
    if let Some(meant) = by_party(place, mail, past.by_reference.as_ref(), "the letter it answers") {
        return meant;
    }
    if let Some(meant) = by_complaint(place, mail, past) {
        return meant;
    }
    if let Some(known) = past.by_watch.as_ref().filter(|_| is_on_duty(place.office, mail)) {
        let meaning = Meaning::OfficerWrites { complaint: known.id, party: DUTY.to_owned() };
        return meant(meaning, "the word of one on duty who was alerted about it");
    }
    let of_phone = past.by_phone.as_ref().filter(|known| known.office == place.office.id.0 && is_reporter(known, mail));
    if let Some(known) = of_phone {
        return meant(Meaning::Adds { complaint: known.id }, "the same telephone wrote about it just before");
    }
    if place.received < place.answer_since {
        return meant(Meaning::Old, "received before this installation began to answer this mailbox");
    }
    by_its_kind(place, mail, read, past)
}

/// What it means if nothing that is known is named in it.
fn by_its_kind(place: Place<'_>, mail: &Mail, read: &Classified, past: &Past) -> Meant {
    match read.kind {
        Kind::Complaint => meant(Meaning::Opens, &read.reason),
        Kind::Registration => match registrar(place, mail) {
            Some(unit) => meant(Meaning::Registers { unit: unit.clone(), said: false }, &read.reason),
            None => pen(place.office, past, &read.reason),
        },
        // A citizen who names a number or token that we do not know has still written to the office.
        Kind::PelaporReply => meant(Meaning::Opens, "names a complaint that is not known here; opened as a new one"),
        Kind::OfficerReply
        | Kind::Handover
        | Kind::Unclear
        | Kind::Bounce
        | Kind::AutoReply
        | Kind::Receipt
        | Kind::List
        | Kind::Loop
        | Kind::Spam => pen(place.office, past, &read.reason),
    }
}

fn pen(office: &Office, past: &Past, reason: &str) -> Meant {
    let parties = [past.by_token.as_ref(), past.by_reference.as_ref()];
    let mut known: Vec<&Known> = parties.into_iter().flatten().map(|party| &party.complaint).collect();
    known.extend([past.by_own_mail.as_ref(), past.by_number.as_ref()].into_iter().flatten());
    known.retain(|known| known.office == office.id.0);
    known.dedup_by_key(|known| known.id);
    let guesses = known.into_iter().map(|known| (known.number.clone(), "it is named in the mail".to_owned())).collect();
    meant(Meaning::Pen { guesses }, reason)
}

#[cfg(test)]
mod tests;

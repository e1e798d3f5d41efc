//! What an arrival means for the office: the one decision of the triage desk.
//!
//! In: how the mail reads by itself ([`Classified`]) and what the past says about the names it carries. Out: a
//! [`Meaning`] with its reason. A token, a reference or a number never suffices: the sender must fit as well.

mod past;
mod sender;

use chrono::{DateTime, NaiveDate, Utc};
use connectors::mime::Mail;

pub use self::past::{AboutTasks, Known, Party, Past, Said, Twin};

use self::sender::{holder, is_on_duty, is_reporter, speaks_for};
use super::authentic::vouched_for;
use super::classify::{Classified, Kind};
use super::routines::Understood;
use crate::domain::{Office, UnitId};

/// What stands before the party that brings an answer to a citizen whom no program reaches: `kirim:UNIT#answer`.
pub const BROUGHT: &str = "kirim:";

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

/// Decides what a mail means. Where a trusted server speaks on senders, an officer for whom it does not vouch is a person
/// before whom somebody else should look.
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
            | Meaning::OfTask { .. },
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
    if let Some(meant) = of_task(place.office, mail, read, past) {
        return meant;
    }
    let officer = mail.from.as_deref().and_then(|from| place.office.unit_of_officer(from));
    if let (Kind::Handover, Some(unit)) = (read.kind, officer) {
        return meant(Meaning::HandsOver { unit: unit.id.clone() }, &read.reason);
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
        Kind::Registration => match mail.from.as_deref().and_then(|from| place.office.unit_of_officer(from)) {
            Some(unit) => meant(Meaning::Registers { unit: unit.id.clone(), said: false }, &read.reason),
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

/// A task's token or letter says what it is about; without one, a word that confirms is about what its sender was asked.
fn of_task(office: &Office, mail: &Mail, read: &Classified, past: &Past) -> Option<Meant> {
    let about = past.task.as_ref()?;
    if about.asked.is_some() && !about.fits {
        let why = "the task it names was asked of somebody else";
        return Some(meant(Meaning::Pen { guesses: vec![] }, why));
    }
    let of_unit = mail.from.as_deref().is_some_and(|from| office.unit_of_officer(from).is_some());
    let about_complaint =
        past.by_token.is_some() || past.by_reference.is_some() || (past.by_number.is_some() && of_unit);
    let register = matches!(read.kind, Kind::Handover | Kind::Registration);
    let meaning = || Meaning::OfTask { asked: about.asked, said: about.said.clone() };
    match (&about.said, about.asked) {
        // A batch, or a form for the register.
        (Understood::Nothing, Some(_)) if about.takes_more && register => None,
        // It names its slot itself.
        (_, None) if register && of_unit => None,
        (_, Some(_)) => Some(meant(meaning(), "it answers what its sender was asked to do")),
        (Understood::Confirms { .. } | Understood::Which, None) if !about_complaint => {
            Some(meant(meaning(), "its sender says that he has done what he was asked"))
        }
        (_, None) => None,
    }
}

/// A person has looked: the sender need not fit any more.
fn as_said(place: Place<'_>, mail: &Mail, read: &Classified, said: &Said) -> Meant {
    let meaning = match said {
        Said::New => match mail.from.as_deref().and_then(|from| place.office.unit_of_officer(from)) {
            Some(unit) if matches!(read.kind, Kind::Registration | Kind::Handover) => {
                Meaning::Registers { unit: unit.id.clone(), said: true }
            }
            Some(_) | None => Meaning::Opens,
        },
        Said::Belongs(known) => match holder(place.office, known, mail, place.day()) {
            Some(unit) => Meaning::OfficerWrites { complaint: known.id, party: unit.0 },
            None => Meaning::Adds { complaint: known.id },
        },
        Said::Answers(known, unit) => Meaning::OfficerWrites { complaint: known.id, party: unit.0.clone() },
    };
    meant(meaning, "a person took it from the holding pen and said so")
}

/// A token or a letter of ours says who should be writing.
fn by_party(place: Place<'_>, mail: &Mail, party: Option<&Party>, how: &str) -> Option<Meant> {
    let (party, office) = (party?, place.office);
    let complaint = &party.complaint;
    if complaint.office != office.id.0 {
        return Some(meant(Meaning::Pen { guesses: vec![] }, format!("{how} belongs to another office")));
    }
    if party.name == "pelapor" && is_reporter(complaint, mail) {
        return Some(meant(Meaning::Adds { complaint: complaint.id }, format!("{how} and the sender")));
    }
    if party.name == DUTY && is_on_duty(office, mail) {
        let meaning = Meaning::OfficerWrites { complaint: complaint.id, party: DUTY.to_owned() };
        return Some(meant(meaning, format!("{how}, and the sender is on the duty list")));
    }
    if party.name != "pelapor" {
        // Whoever types into LAPOR! may have no unit: the token that only he got is his.
        let types = party.name.starts_with("tempel#") && mail.from.is_some() && mail.from.as_deref() == place.typist;
        if party.alive && (types || speaks_for(office, mail, &party.name, place.day())) {
            let name = party.name.clone();
            let meaning = Meaning::OfficerWrites { complaint: complaint.id, party: name };
            return Some(meant(meaning, format!("{how} and the sender")));
        }
        // The disposisi has moved on: who has it now may still answer an old letter. A decided draft is decided.
        if !party.alive
            && !party.name.contains('#')
            && let Some(unit) = holder(office, complaint, mail, place.day())
        {
            let meaning = Meaning::OfficerWrites { complaint: complaint.id, party: unit.0 };
            return Some(meant(meaning, format!("{how}, and the sender has the complaint now")));
        }
    }
    let misfit = if party.alive { "fits, the sender does not" } else { "is no longer valid" };
    let guess = (complaint.number.clone(), format!("{how} {misfit}"));
    Some(meant(Meaning::Pen { guesses: vec![guess] }, format!("{how} {misfit}")))
}

/// A number in the text, or an answer to the citizen's own mail: weaker, so the sender decides.
fn by_complaint(place: Place<'_>, mail: &Mail, past: &Past) -> Option<Meant> {
    let office = place.office;
    let (known, how) = match (&past.by_own_mail, &past.by_number) {
        (Some(known), _) => (known, "it answers the citizen's own mail"),
        (None, Some(known)) => (known, "it names the number"),
        (None, None) => return None,
    };
    if known.office != office.id.0 {
        return None;
    }
    if is_reporter(known, mail) {
        return Some(meant(Meaning::Adds { complaint: known.id }, format!("{how}, and the sender is the reporter")));
    }
    if let Some(unit) = holder(office, known, mail, place.day()) {
        let reason = format!("{how}, and the sender is an officer of {unit}");
        return Some(meant(Meaning::OfficerWrites { complaint: known.id, party: unit.0 }, reason));
    }
    if known.danger && is_on_duty(office, mail) {
        let reason = format!("{how}, and the sender is on the duty list");
        return Some(meant(Meaning::OfficerWrites { complaint: known.id, party: DUTY.to_owned() }, reason));
    }
    let reason = format!("{how}, but the sender is neither its reporter nor an officer who has it");
    let guess = (known.number.clone(), reason.clone());
    Some(meant(Meaning::Pen { guesses: vec![guess] }, reason))
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
mod tests {
    use chrono_tz::Asia::Jakarta;

    use super::*;
    use crate::domain::office::EmergencyContacts;
    use crate::domain::{OfficeId, Unit, UnitKind};

    fn office() -> Office {
        let loket = Unit {
            id: UnitId("btg.loket".into()),
            name: "Loket".into(),
            kind: UnitKind::Bidang,
            addressee: "Kepala Loket".into(),
            mailboxes: vec!["loket@office.example".into()],
            superior: None,
        };
        let text = String::new;
        Office {
            id: OfficeId("batang".into()),
            name: text(),
            short: text(),
            prefix: "BTG".into(),
            zone: Jakarta,
            zone_name: "WIB".into(),
            area_code: text(),
            address: text(),
            phone: text(),
            site: text(),
            signed_by: text(),
            intake: vec![],
            desk: UnitId("btg.desk".into()),
            head: UnitId("btg.kepala".into()),
            approval: vec![],
            disposisi_by_head: false,
            substitutes: vec![],
            meeting: vec![],
            ombudsman: None,
            copies: vec![],
            follow_at: None,
            links: vec![],
            ask_for: vec![],
            units: vec![loket],
            emergency: EmergencyContacts::default(),
            forms: crate::domain::Forms::default(),
            sms_prefixes: vec![],
        }
    }

    fn meaning_of(from: &str, said: Said) -> Meaning {
        let (office, received) = (office(), DateTime::UNIX_EPOCH);
        let answer_since = DateTime::<Utc>::MAX_UTC;
        let place = Place { office: &office, unit: None, received, answer_since, typist: None, authserv_id: None };
        let mail = connectors::mime::read(format!("From: {from}\r\n\r\nSiap.\r\n").as_bytes());
        let spam =
            Classified { kind: Kind::Spam, reason: String::new(), number: None, token: None, references: vec![] };
        meaning(place, &mail, &spam, &Past { said: Some(said), ..Past::default() }).meaning
    }

    #[test]
    fn what_a_person_said_counts_more_than_how_a_mail_looks() {
        let (number, office) = ("BTG-26-0007".to_owned(), "batang".to_owned());
        let known = Known {
            id: 7,
            number,
            office,
            pelapor: None,
            holders: vec![UnitId("btg.loket".into())],
            danger: false,
            ways: vec![],
        };
        let (citizen, officer) = ("siti@warga.example", "loket@office.example");
        assert_eq!(meaning_of(citizen, Said::New), Meaning::Opens);
        assert_eq!(meaning_of(citizen, Said::Belongs(known.clone())), Meaning::Adds { complaint: 7 });
        let writes = |unit: &str| Meaning::OfficerWrites { complaint: 7, party: unit.into() };
        assert_eq!(meaning_of(officer, Said::Belongs(known.clone())), writes("btg.loket"));
        assert_eq!(meaning_of(citizen, Said::Answers(known, UnitId("btg.pkm".into()))), writes("btg.pkm"));
    }
}

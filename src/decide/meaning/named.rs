//! What a mail means by what it names: a task, a token, a letter of ours, a number of a complaint, or a person's word.
//!
//! In: a mail and what the past says about the names it carries. Out: a [`Meant`], where that settles it. A name never
//! suffices: the sender must fit. Knows nothing of how a mail looks that names nothing.

use connectors::mime::Mail;

use super::past::{Party, Past, Said};
use super::sender::{holder, is_on_duty, is_reporter, registrar, speaks_for};
use super::{DUTY, Meaning, Meant, Place, meant};
use crate::decide::classify::{Classified, Kind};
use crate::decide::routines::Understood;

/// A task's token or letter says what it is about; without one, a word that confirms is about what its sender was
/// asked.
pub(super) fn of_task(place: Place<'_>, mail: &Mail, read: &Classified, past: &Past) -> Option<Meant> {
    let about = past.task.as_ref()?;
    if about.asked.is_some() && !about.fits {
        let why = "the task it names was asked of somebody else";
        return Some(meant(Meaning::Pen { guesses: vec![] }, why));
    }
    let of_unit = mail.from.as_deref().is_some_and(|from| place.office.unit_of_officer(from).is_some());
    let about_complaint =
        past.by_token.is_some() || past.by_reference.is_some() || (past.by_number.is_some() && of_unit);
    let register = matches!(read.kind, Kind::Handover | Kind::Registration);
    let meaning = || Meaning::OfTask { asked: about.asked, said: about.said.clone() };
    match (&about.said, about.asked) {
        // A batch, or a form for the register.
        (Understood::Nothing, Some(_)) if about.takes_more && register => None,
        // It names its slot itself.
        (_, None) if register && (of_unit || place.role) => None,
        (_, Some(_)) => Some(meant(meaning(), "it answers what its sender was asked to do")),
        (Understood::Confirms { .. } | Understood::Which, None) if !about_complaint => {
            Some(meant(meaning(), "its sender says that he has done what he was asked"))
        }
        (_, None) => None,
    }
}

/// A person has looked: the sender need not fit any more.
pub(super) fn as_said(place: Place<'_>, mail: &Mail, read: &Classified, said: &Said) -> Meant {
    let meaning = match said {
        Said::New => match (read.kind, registrar(place, mail)) {
            (Kind::Handover, Some(unit)) => Meaning::HandsOver { unit: unit.clone() },
            (Kind::Registration, Some(unit)) => Meaning::Registers { unit: unit.clone(), said: true },
            (_, _) => Meaning::Opens,
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
pub(super) fn by_party(place: Place<'_>, mail: &Mail, party: Option<&Party>, how: &str) -> Option<Meant> {
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
pub(super) fn by_complaint(place: Place<'_>, mail: &Mail, past: &Past) -> Option<Meant> {
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

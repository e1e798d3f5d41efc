//! Which letters a new complaint sets off, as `duties::triage` queues them.

use serde::Serialize;

use crate::domain::{Channel, Decision, LetterKind, Office};

/// A letter that would be queued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Planned {
    pub(super) kind: LetterKind,
    /// `pelapor`, `duty` or `unit:ID`.
    pub(super) to: String,
    pub(super) channel: Channel,
}

/// The letters of a new complaint, in the order in which they are queued. `back`: the channel by which the citizen can
/// be written to, if there is one.
pub(super) fn letters(office: &Office, decision: &Decision, back: Option<Channel>) -> Vec<Planned> {
    let to_citizen = |kind| back.map(|channel| Planned { kind, to: "pelapor".to_owned(), channel });
    let mail = |kind, to: String| Planned { kind, to, channel: Channel::Email };
    let mut letters = Vec::new();
    if decision.emergency {
        letters.extend(to_citizen(LetterKind::EmergencyAnswer));
        let duty = office.emergency.duty.iter().map(|_| mail(LetterKind::EmergencyAlert, "duty".to_owned()));
        letters.extend(duty);
    }
    letters.extend(to_citizen(LetterKind::Receipt));
    let units = std::iter::once(&decision.unit).chain(&decision.also);
    letters.extend(units.map(|unit| mail(LetterKind::Disposisi, format!("unit:{unit}"))));
    letters
}

/// How a citizen who came by `channel` can be written to. What is said, put into the box or written on paper carries
/// no address that a machine could use; of a mail the caller knows whether it names its sender.
pub(super) fn way_back(channel: Channel) -> Option<Channel> {
    match channel {
        Channel::Email | Channel::Lapor | Channel::Sms | Channel::Whatsapp => Some(channel),
        Channel::Telepon
        | Channel::TatapMuka
        | Channel::KotakSaran
        | Channel::Surat
        | Channel::Sosmed
        | Channel::Angket => None,
    }
}

//! Which letters a new complaint sets off, as `duties::triage` queues them.

use chrono::{DateTime, Datelike as _, Utc};
use connectors::sms::text::{Alphabet, Plan};
use serde::Serialize;

use crate::decide::OfficeBook;
use crate::decide::wording::{Bare, DeadlineFacts, LetterFacts, OfficeFacts, Wording, fitted};
use crate::domain::{Channel, Decision, LetterKind, UnitId};

/// A letter that would be queued.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Planned {
    pub(super) kind: LetterKind,
    /// `pelapor`, `duty` or `unit:ID`.
    pub(super) to: String,
    pub(super) channel: Channel,
    /// As a telephone shows it, with its length: what travels by SMS is paid for by the segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sms: Option<Sms>,
}

/// An SMS, measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Sms {
    pub(super) text: String,
    /// `gsm-7` or `ucs-2`.
    pub(super) alphabet: &'static str,
    /// Septets or code units.
    pub(super) units: usize,
    pub(super) segments: usize,
    /// In the gateway's unit, where its price is configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cost: Option<f64>,
}

impl Sms {
    fn of(text: String, price: Option<f64>) -> Self {
        let plan = Plan::of(&text);
        let segments = plan.segments.len();
        let alphabet = match plan.alphabet {
            Alphabet::Gsm7 => "gsm-7",
            Alphabet::Ucs2 => "ucs-2",
        };
        let cost = price.map(|price| price * f64::from(u16::try_from(segments).unwrap_or(u16::MAX)));
        Self { text, alphabet, units: plan.units, segments, cost }
    }
}

/// Words the letters that travel by SMS, with a number that stands for the next one.
pub(super) fn measure(
    letters: &mut [Planned],
    wording: &Wording,
    book: &OfficeBook,
    decision: &Decision,
    at: DateTime<Utc>,
    phone: (usize, Option<f64>),
) {
    let (office, (segments, price)) = (&book.office, phone);
    let year = at.with_timezone(&office.zone).year().rem_euclid(100);
    let facts = LetterFacts {
        number: format!("{}-{year:02}-0000", office.prefix),
        office: OfficeFacts::from(office),
        deadline: book.promised(decision).next().map(|deadline| DeadlineFacts::of(deadline, &office.zone_name, at)),
        ..LetterFacts::default()
    };
    for letter in letters.iter_mut().filter(|letter| letter.channel == Channel::Sms) {
        let write = |facts: &LetterFacts| {
            wording
                .render_bare(letter.kind, Some(&office.id), Bare::Sms, facts)
                .transpose()
                .map(Option::unwrap_or_default)
        };
        let text = fitted(segments, &facts, write).ok().filter(|text| !text.is_empty());
        letter.sms = text.map(|text| Sms::of(text, price));
    }
}

/// The letters of a new complaint, in the order in which they are queued. `back`: the channel by which the citizen can
/// be written to, if there is one.
pub(super) fn letters(book: &OfficeBook, decision: &Decision, back: Option<Channel>) -> Vec<Planned> {
    let office = &book.office;
    let to_citizen = |kind| back.map(|channel| Planned { kind, to: "pelapor".to_owned(), channel, sms: None });
    let mail = |kind, to: String| Planned { kind, to, channel: Channel::Email, sms: None };
    let mut letters = Vec::new();
    if decision.emergency {
        letters.extend(to_citizen(LetterKind::EmergencyAnswer));
        let duty = office.emergency.on_duty().map(|(channel, _)| channel);
        let alert = |channel| Planned { channel, ..mail(LetterKind::EmergencyAlert, "duty".to_owned()) };
        letters.extend(duty.map(alert));
    }
    letters.extend(to_citizen(LetterKind::Receipt));
    let standards = decision.deadlines.iter().filter_map(|deadline| book.standard_of(deadline));
    for standard in standards.filter(|standard| standard.also.at_once) {
        let waits = office.first_to_head(decision);
        let told = |unit: &&UnitId| **unit == decision.unit || decision.also.contains(unit);
        let others = standard.also.units.iter().filter(|unit| !decision.is_kept_from(unit));
        let alerted = others.filter(|unit| waits || !told(unit));
        letters.extend(alerted.map(|unit| mail(LetterKind::GradeAlert, format!("unit:{unit}"))));
    }
    if office.first_to_head(decision) {
        letters.push(mail(LetterKind::DisposisiProposal, format!("unit:{}", office.head)));
        return letters;
    }
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

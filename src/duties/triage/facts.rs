//! What letters may say about a complaint: one that is being opened, one that is in the register.

use super::reading::ReadArrival;
use crate::decide::OfficeBook;
use crate::decide::wording::{
    ComplaintFacts, DeadlineFacts, LetterFacts, OfficeFacts, ReporterFacts, RoutingFacts, UnitFacts, dates,
};
use crate::domain::deadline::StopsAt;
use crate::domain::{Deadline, Decision, UnitId};
use crate::store::complaints::Complaint;

/// Below this confidence the officer is asked to look whether it is his.
const SURE: f64 = 0.5;

/// What officers are asked for. The receipt writes itself.
const FOR_OFFICERS: &[StopsAt] = &[StopsAt::Plan, StopsAt::Answer, StopsAt::Closing];
/// What a citizen is promised: neither the receipt, which he reads, nor a plan, which he does not see.
const FOR_CITIZENS: &[StopsAt] = &[StopsAt::Answer, StopsAt::Closing];

/// The clocks of a complaint that wait for one of these, the earliest first.
fn ends<'a>(
    book: &'a OfficeBook,
    decision: &'a Decision,
    waiting: &'a [StopsAt],
) -> impl Iterator<Item = &'a Deadline> {
    let waits = |deadline: &&Deadline| {
        let standard = book.standards.iter().find(|standard| standard.id == deadline.standard);
        standard.is_none_or(|standard| waiting.contains(&standard.stops_at))
    };
    decision.deadlines.iter().filter(waits)
}

/// The same facts for a letter to the citizen: the clocks are those that promise him something.
pub(super) fn promise(
    facts: &mut LetterFacts,
    book: &OfficeBook,
    decision: &Decision,
    now: chrono::DateTime<chrono::Utc>,
) {
    let mut due = ends(book, decision, FOR_CITIZENS).map(|d| DeadlineFacts::of(d, &book.office.zone_name, now));
    facts.deadline = due.next();
    facts.later_deadlines = due.collect();
}

/// Whether it alleges wrongdoing, in words; that it does not is said where the office's clocks ask for it.
fn category(book: &OfficeBook, decision: &Decision) -> Option<String> {
    let sorts = || book.standards.iter().any(|standard| standard.applies.supervision.is_some());
    match decision.supervision {
        true => Some("berkadar pengawasan".to_owned()),
        false => sorts().then(|| "tidak berkadar pengawasan".to_owned()),
    }
}

/// What letters may say about a complaint, before it is known to whom.
pub(super) fn letter_facts(
    book: &OfficeBook,
    decision: &Decision,
    arrival: &ReadArrival,
    masked: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> LetterFacts {
    let (office, zone_name) = (&book.office, &book.office.zone_name);
    let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&office.zone).fixed_offset();
    let mut complaint = ComplaintFacts::new(decision.class, decision.grade, arrival.row.channel, masked);
    complaint.received = dates::moment(local(arrival.row.received_at), zone_name);
    complaint.restricted = decision.privacy.restricted;
    complaint.secret = decision.privacy.secret;
    complaint.elsewhere = !decision.in_our_power;
    complaint.category = category(book, decision);
    let mut due = ends(book, decision, FOR_OFFICERS).map(|d| DeadlineFacts::of(d, zone_name, now));
    LetterFacts {
        office: OfficeFacts::from(office),
        complaint,
        unit: office.unit(&decision.unit).map(UnitFacts::from).unwrap_or_default(),
        deadline: due.next(),
        later_deadlines: due.collect(),
        routing: RoutingFacts {
            rule: decision.rule.clone(),
            matched: decision.matched.clone(),
            also: decision.also.iter().filter_map(|id| office.unit(id)).map(|unit| unit.shown().to_owned()).collect(),
            note: None,
            unsure: decision.confidence < SURE,
        },
        written: dates::moment(local(now), zone_name),
        ..LetterFacts::default()
    }
}

/// What letters may say about a complaint that is in the register.
pub fn complaint_facts(book: &OfficeBook, complaint: &Complaint, now: chrono::DateTime<chrono::Utc>) -> LetterFacts {
    let (office, decision) = (&book.office, &complaint.decision);
    let local = |at: chrono::DateTime<chrono::Utc>| {
        dates::moment(at.with_timezone(&office.zone).fixed_offset(), &office.zone_name)
    };
    let mut facts = ComplaintFacts::new(decision.class, decision.grade, complaint.channel, &complaint.text);
    facts.summary.clone_from(&complaint.summary);
    facts.received = local(complaint.received);
    facts.restricted = decision.privacy.restricted;
    facts.secret = decision.privacy.secret;
    facts.elsewhere = !decision.in_our_power;
    facts.category = category(book, decision);
    let mut due = ends(book, decision, FOR_OFFICERS).map(|d| DeadlineFacts::of(d, &office.zone_name, now));
    LetterFacts {
        number: complaint.number.clone(),
        office: OfficeFacts::from(office),
        complaint: facts,
        unit: office.unit(&UnitId(complaint.unit.clone())).map(UnitFacts::from).unwrap_or_default(),
        deadline: due.next(),
        later_deadlines: due.collect(),
        reporter: ReporterFacts::new(complaint.pelapor_name.as_deref(), decision.privacy.hides_identity()),
        routing: RoutingFacts {
            rule: decision.rule.clone(),
            matched: decision.matched.clone(),
            ..RoutingFacts::default()
        },
        written: local(now),
        ..LetterFacts::default()
    }
}

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
    complaint.category = decision.supervision.then(|| "berkadar pengawasan".to_owned());
    let mut due = told(book, decision).map(|d| DeadlineFacts::of(d, zone_name, now));
    LetterFacts {
        office: OfficeFacts::from(office),
        complaint,
        unit: office.unit(&decision.unit).map(UnitFacts::from).unwrap_or_default(),
        deadline: due.next(),
        later_deadlines: due.collect(),
        routing: RoutingFacts {
            rule: decision.rule.clone(),
            matched: decision.matched.clone(),
            also: decision.also.iter().filter_map(|id| office.unit(id)).map(|unit| unit.name.clone()).collect(),
            note: None,
            unsure: decision.confidence < SURE,
        },
        written: dates::moment(local(now), zone_name),
        ..LetterFacts::default()
    }
}

/// The limits that letters name. What is done inside the office, and the way to the Ombudsman, is nobody's answer.
fn told<'d>(book: &OfficeBook, decision: &'d Decision) -> impl Iterator<Item = &'d Deadline> {
    decision.deadlines.iter().filter(|deadline| {
        book.standard_of(deadline).is_none_or(|standard| {
            let inside = matches!(standard.stops_at, StopsAt::Disposisi | StopsAt::Confirmation);
            !inside && standard.ombudsman.is_none()
        })
    })
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
    facts.sorted_by = complaint
        .sorted_by
        .as_ref()
        .map(|id| office.unit(&UnitId(id.clone())).map_or_else(|| id.clone(), |unit| unit.name.clone()));
    facts.category = decision.supervision.then(|| "berkadar pengawasan".to_owned());
    let mut due = told(book, decision).map(|d| DeadlineFacts::of(d, &office.zone_name, now));
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

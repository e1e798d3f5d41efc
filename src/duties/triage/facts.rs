//! What letters may say about a complaint: one that is being opened, one that is in the register.

use super::hiding::{shields, without_personal};
use super::reading::ReadArrival;
use crate::decide::OfficeBook;
use crate::decide::citizen::{Escalation, silence_until};
use crate::decide::wording::{
    ComplaintFacts, DeadlineFacts, LetterFacts, OfficeFacts, ReporterFacts, RoutingFacts, UnitFacts, dates,
};
use crate::domain::deadline::StopsAt;
use crate::domain::{Decision, UnitId};
use crate::store::complaints::Complaint;

/// Below this confidence the officer is asked to look whether it is his.
const SURE: f64 = 0.5;

/// What officers are asked for. The receipt writes itself.
pub(super) const FOR_OFFICERS: &[StopsAt] = &[StopsAt::Plan, StopsAt::Answer, StopsAt::Closing];
/// The same facts for a letter to the citizen: the clocks are those that promise him something.
pub(super) fn promise(
    facts: &mut LetterFacts,
    book: &OfficeBook,
    decision: &Decision,
    now: chrono::DateTime<chrono::Utc>,
) {
    (facts.deadline, facts.later_deadlines) =
        DeadlineFacts::of_all(book.promised(decision), &book.office.zone_name, now);
}

/// Whether it alleges wrongdoing, in words; that it does not is said where the office's clocks ask for it.
fn category(book: &OfficeBook, decision: &Decision) -> Option<String> {
    let sorts = || book.standards.iter().any(|standard| standard.applies.supervision.is_some());
    match decision.supervision {
        true => Some("berkadar pengawasan".to_owned()),
        false => sorts().then(|| "tidak berkadar pengawasan".to_owned()),
    }
}

/// A moment as letters of the office write it.
pub fn moment_in(book: &OfficeBook, at: chrono::DateTime<chrono::Utc>) -> String {
    dates::moment(at.with_timezone(&book.office.zone).fixed_offset(), &book.office.zone_name)
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
    let mut complaint = ComplaintFacts::new(decision.class, decision.grade, arrival.row.channel, masked);
    complaint.received = moment_in(book, arrival.row.received_at);
    complaint.restricted = decision.stays_off_mail();
    complaint.secret = decision.privacy.secret;
    complaint.protected = decision.privacy.hides_identity();
    complaint.desk_meant = shields(decision, book, &office.desk);
    complaint.elsewhere = !decision.in_our_power;
    complaint.category = category(book, decision);
    let (deadline, later_deadlines) = DeadlineFacts::of_all(book.waiting_for(decision, FOR_OFFICERS), zone_name, now);
    LetterFacts {
        office: OfficeFacts::from(office),
        complaint,
        unit: office.unit(&decision.unit).map(UnitFacts::from).unwrap_or_default(),
        deadline,
        later_deadlines,
        routing: RoutingFacts {
            rule: decision.rule.clone(),
            matched: decision.matched.clone(),
            also: decision.also.iter().filter_map(|id| office.unit(id)).map(|unit| unit.shown().to_owned()).collect(),
            note: None,
            unsure: decision.confidence < SURE,
        },
        written: moment_in(book, now),
        ..LetterFacts::default()
    }
}

/// The words by which it was routed, as officers may see them.
pub(super) fn shown_words(book: &OfficeBook, decision: &Decision, names: &str) -> Vec<String> {
    let hides = decision.privacy.hides_identity();
    decision.matched.iter().map(|words| without_personal(words, book, if hides { names } else { "" })).collect()
}

/// The question whether the citizen is content, as an answer asks it. Where the answer waits for somebody first, nobody
/// knows yet on which day the time will be over.
pub(in crate::duties) fn ask_whether_content(
    facts: &mut LetterFacts,
    book: &OfficeBook,
    waits: bool,
    now: chrono::DateTime<chrono::Utc>,
) {
    let rules = &book.citizen;
    if let Some(question) = &rules.question {
        facts.satisfaction_within = Some(question.words.clone());
        let until = silence_until(book, now).filter(|_| !waits);
        facts.satisfaction_until = until.map(|until| dates::long_date(until.due.date_naive()));
        facts.reopen_within = Some(rules.reopen_words.clone());
    }
    if let Escalation::Institution(above) = &rules.escalation {
        facts.superior_office = book.office.unit(above).map(|unit| unit.name.clone());
    }
}

/// What letters may say about a complaint that is in the register.
pub fn complaint_facts(book: &OfficeBook, complaint: &Complaint, now: chrono::DateTime<chrono::Utc>) -> LetterFacts {
    let (office, decision) = (&book.office, &complaint.decision);
    let mut facts = ComplaintFacts::new(decision.class, decision.grade, complaint.channel, &complaint.text);
    facts.summary.clone_from(&complaint.summary);
    facts.set_subject(&complaint.subject);
    facts.received = moment_in(book, complaint.received);
    facts.restricted = decision.stays_off_mail();
    facts.secret = decision.privacy.secret;
    facts.protected = decision.privacy.hides_identity();
    facts.desk_meant = shields(decision, book, &book.office.desk);
    facts.elsewhere = !decision.in_our_power;
    facts.sorted_by = complaint
        .sorted_by
        .as_ref()
        .map(|id| office.unit(&UnitId(id.clone())).map_or_else(|| id.clone(), |unit| unit.name.clone()));
    facts.category = category(book, decision);
    let (deadline, later_deadlines) =
        DeadlineFacts::of_all(book.waiting_for(decision, FOR_OFFICERS), &office.zone_name, now);
    LetterFacts {
        number: complaint.number.clone(),
        office: OfficeFacts::from(office),
        complaint: facts,
        unit: office.unit(&UnitId(complaint.unit.clone())).map(UnitFacts::from).unwrap_or_default(),
        deadline,
        later_deadlines,
        reporter: ReporterFacts::new(complaint.pelapor_name.as_deref(), decision.privacy.hides_identity()),
        routing: RoutingFacts {
            rule: decision.rule.clone(),
            matched: shown_words(book, decision, &complaint.all_names()),
            ..RoutingFacts::default()
        },
        written: moment_in(book, now),
        ..LetterFacts::default()
    }
}

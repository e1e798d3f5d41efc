//! What is decided about a complaint before it has a number. In: what was read. Out: the decision with its clocks.
//! Knows nothing of the past.

use super::super::reading::{Read, ReadArrival, Said};
use crate::decide::assess::assess;
use crate::decide::registration::choice::as_chosen;
use crate::decide::supervision::guarded;
use crate::decide::{Matter, OfficeBook};
use crate::domain::Decision;
use crate::duties::MailboxFacts;
use crate::store::arrivals::ArrivalRow;
use crate::store::change::Ended;

/// When it was over, if it is as soon as it is registered.
pub(super) fn over_at_once(
    arrival: &ReadArrival,
    read: &Read,
    book: &OfficeBook,
    decision: &Decision,
) -> Option<Ended> {
    read.said.written.as_deref().and_then(|written| written.0.ended(arrival.row.received_at, book, decision))
}

/// What is decided about a complaint, with its clocks. Knows nothing of the past.
pub(in crate::duties::triage) fn decide(
    row: &ArrivalRow,
    read: &Read,
    book: &OfficeBook,
    mailbox: &MailboxFacts,
) -> Decision {
    let matter = Matter {
        channel: row.channel,
        subject: &read.mail.subject,
        text: &read.text.kept,
        received: row.received_at,
        arrived_at: mailbox.unit.as_ref(),
        anonymous: read.said.anonymous,
        secret: read.said.secret,
    };
    let mut decision = as_sorted(assess(book, &matter).decision, &read.said, book);
    if let Some(written) = read.said.written.as_deref() {
        decision = as_chosen(decision, &written.0.sheet, book);
        if written.0.sheet.past {
            // Nothing is promised in an entry of an old book, and nobody is in danger because of it now.
            decision.emergency = false;
            return decision;
        }
    }
    decision.deadlines = book.clocks_of(&decision, matter.channel, matter.received);
    decision
}

/// The decision as whoever sorted the complaint before us has it: his class stands, and what he calls wrongdoing is
/// kept from those it may be about.
fn as_sorted(mut decision: Decision, said: &Said, book: &OfficeBook) -> Decision {
    if let Some(class) = said.class {
        decision.class = class;
    }
    if said.supervision && !decision.supervision {
        decision = guarded(&book.office, decision);
        decision.rule = "lapor-pengawasan".to_owned();
    }
    decision
}

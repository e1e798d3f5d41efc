//! Whoever answers a letter has got it: his reply settles a letter of which nobody could tell whether it was taken.
//!
//! In: an arrival that was believed to be a party's word, and the letters it names. Out: such letters settled as
//! proven, so that they are not sent again, and where a complaint stands for him who wrote.

use chrono::{DateTime, Utc};

use super::aftermath::stands_at;
use super::desk::Desk;
use super::reading::{Read, ReadArrival};
use crate::decide::citizen::Standing;
use crate::domain::LetterKind;
use crate::store::complaints::Complaint;
use crate::store::facts::LetterFact;
use crate::store::letters::Settlement;

impl Desk<'_> {
    /// The letter that a believed word answers has arrived.
    pub(super) fn settle_by_reply(&mut self, read: &Read) {
        let unsettled = self.answered_by(read).filter(|letter| is_unsettled(letter)).map(|letter| letter.id);
        let why = "penerimanya sudah membalas";
        self.changes.settled.extend(unsettled.map(|id| (id, Settlement::Proven, why.to_owned())));
    }

    /// The letter of ours to its writer that a mail answers. Older ones of its thread prove nothing: a reminder to the
    /// superior names the letter to the unit.
    fn answered_by(&self, read: &Read) -> Option<&LetterFact> {
        let letter = read.mail.references.iter().rev().find_map(|id| self.past.letter(id))?;
        let from = read.mail.from.as_deref()?;
        letter.recipient.eq_ignore_ascii_case(from).then_some(letter)
    }

    /// Where a complaint stands for its reporter: whoever answers the answer has it, whenever our record says that it
    /// left.
    pub(super) fn stands_for(&self, arrival: &ReadArrival, read: &Read, complaint: &Complaint) -> Standing {
        let received = arrival.row.received_at;
        match stands_at(complaint) {
            Standing::Open if self.answers_answer(read, complaint, is_unsettled) => Standing::Answered(received),
            Standing::Answered(at)
                if self.answers_answer(read, complaint, |letter| is_unsettled(letter) || is_latest(letter, at)) =>
            {
                Standing::Answered(received.min(at))
            }
            standing @ (Standing::Open | Standing::Answered(_) | Standing::Closed) => standing,
        }
    }

    /// True if the mail names an answer to this complaint that is of this sort.
    fn answers_answer(&self, read: &Read, complaint: &Complaint, sort: impl Fn(&LetterFact) -> bool) -> bool {
        self.answered_by(read)
            .filter(|letter| letter.complaint == Some(complaint.id) && letter.kind == Some(LetterKind::Answer))
            .is_some_and(sort)
    }
}

/// True for a letter of which it is not known that it arrived.
fn is_unsettled(letter: &LetterFact) -> bool {
    matches!(letter.phase.as_str(), "unclear" | "ready" | "held" | "intended" | "sending")
}

/// True for the answer on which a complaint counts as answered since then, or a later one.
fn is_latest(letter: &LetterFact, answered: DateTime<Utc>) -> bool {
    letter.done.is_some_and(|done| done >= answered)
}

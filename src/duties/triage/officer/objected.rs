//! A complaint that is handed on after an objection: the limit that counts is the one that the reporter was promised then,
//! not those of the first letter, which are over or needless.
//!
//! In: the complaint, what its letter would say. Out: the same with the limit of the objection, and that there is one.

use super::super::desk::Desk;
use crate::decide::OfficeBook;
use crate::decide::wording::{DeadlineFacts, LetterFacts};
use crate::duties::DutyFault;
use crate::store::complaints::Complaint;

impl Desk<'_> {
    /// Names the limit of a running objection in place of the others.
    pub(super) async fn state_objection(
        &mut self,
        book: &OfficeBook,
        complaint: &Complaint,
        facts: &mut LetterFacts,
    ) -> Result<(), DutyFault> {
        let objection = &book.citizen.objection;
        let clocks = self.tx.clocks(&[complaint.id]).await?;
        let Some(clock) = clocks.iter().find(|clock| clock.runs() && clock.deadline.standard == objection.id) else {
            return Ok(());
        };
        facts.deadline = Some(DeadlineFacts::of(&clock.deadline, &book.office.zone_name, self.now));
        facts.later_deadlines.clear();
        let said = format!("tenggat di atas ialah untuk {}", objection.name);
        facts.routing.note = Some(match facts.routing.note.take() {
            Some(note) => format!("{note}; {said}"),
            None => said,
        });
        Ok(())
    }
}

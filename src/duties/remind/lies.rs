//! On whose desk a complaint lies while a clock runs. In: the complaint, the clock. Out: the unit, and the party whose
//! token he answers with. Does not know what he is told.

use super::super::DutyFault;
use super::super::approvers::approvers;
use crate::decide::OfficeBook;
use crate::domain::UnitId;
use crate::domain::deadline::StopsAt;
use crate::store::WriteTx;
use crate::store::complaints::Complaint;
use crate::store::deadlines::Clock as RunningClock;

/// On whose desk a complaint lies: that of the unit that has it; while a draft waits, that of the approver; while an
/// answer is being carried to the citizen by hand, that of the complaint desk.
pub(super) struct Lies {
    /// Whose desk.
    pub(super) unit: UnitId,
    /// The party whose token he answers with.
    pub(super) party: String,
    /// True while he is to approve a draft.
    pub(super) approves: bool,
    /// Who has given the answer that somebody else has not brought yet.
    pub(super) answered_by: Option<String>,
}

impl Lies {
    pub(super) async fn on(
        tx: &mut WriteTx,
        book: &OfficeBook,
        complaint: &Complaint,
        clock: &RunningClock,
    ) -> Result<Self, DutyFault> {
        let (office, chain) = (&book.office, approvers(book, complaint));
        let waits_for = StopsAt::from_word(&clock.stops_at);
        if waits_for.is_some_and(|stop| StopsAt::Answer.ends(stop))
            && !complaint.decision.accuses(&office.desk)
            && let Some(answered_by) = tx.answer_under_way(complaint.id).await?
        {
            let desk = office.desk.clone();
            return Ok(Self { party: desk.0.clone(), unit: desk, approves: false, answered_by: Some(answered_by) });
        }
        let draft = if chain.is_empty() { None } else { tx.waiting_draft(complaint.id).await? };
        let waits = draft.and_then(|(answer, approved)| {
            let approver = chain.get(usize::try_from(approved).ok()?)?;
            let party = format!("{approver}#{answer}");
            Some(Self { unit: approver.clone(), party, approves: true, answered_by: None })
        });
        let unit = UnitId(complaint.unit.clone());
        Ok(waits.unwrap_or(Self { party: unit.0.clone(), unit, approves: false, answered_by: None }))
    }
}

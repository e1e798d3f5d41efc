//! Who must approve an answer before it leaves.
//!
//! In: the office's chain and a complaint. Out: the same chain without a desk or head whom the complaint accuses:
//! whoever is meant neither approves nor reads what is answered about him. Does not know how they are asked.

use crate::decide::OfficeBook;
use crate::domain::UnitId;
use crate::store::complaints::Complaint;

/// The chain of approval, in its order.
pub(super) fn approvers(book: &OfficeBook, complaint: &Complaint) -> Vec<UnitId> {
    book.office.approval.iter().filter(|unit| !complaint.decision.accuses(unit)).cloned().collect()
}

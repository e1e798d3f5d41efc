//! Who must approve an answer before it leaves.
//!
//! In: the office's chain and a complaint. Out: the same chain without a desk that the complaint accuses: whoever is meant
//! neither approves nor reads what is answered about him. Does not know how they are asked.

use crate::decide::OfficeBook;
use crate::decide::supervision::desk_is_meant;
use crate::domain::UnitId;
use crate::store::complaints::Complaint;

/// True where the complaint accuses the desk itself.
pub(super) fn accuses_the_desk(book: &OfficeBook, complaint: &Complaint) -> bool {
    let text = format!("{}\n{}", complaint.subject, complaint.text);
    desk_is_meant(&book.office, &complaint.decision, &text)
}

/// The chain of approval, in its order.
pub(super) fn approvers(book: &OfficeBook, complaint: &Complaint) -> Vec<UnitId> {
    let meant = !book.office.approval.is_empty() && accuses_the_desk(book, complaint);
    book.office.approval.iter().filter(|unit| !(meant && **unit == book.office.desk)).cloned().collect()
}

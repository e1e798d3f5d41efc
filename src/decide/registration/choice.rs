//! What an officer's own word changes in a decision, and whether he was late to write it down.

use chrono::{DateTime, Utc};

use crate::decide::OfficeBook;
use crate::decide::deadlines::due;
use crate::decide::naming::unit_named;
use crate::decide::supervision::may_be_meant;
use crate::domain::{Decision, Sheet, UnitKind, Within};

/// The rule's name where an officer chose the unit.
pub const CHOSEN: &str = "pilihan petugas";
/// The same where his choice would give a complaint about wrongdoing to those it may be about.
pub const NOT_TO_THE_REPORTED: &str = "dugaan pelanggaran tidak dikirim ke unit pilihan petugas";

/// The decision with the class, grade and unit that the officer gave.
#[must_use]
pub fn as_chosen(mut decision: Decision, sheet: &Sheet, book: &OfficeBook) -> Decision {
    if let Some(class) = sheet.class {
        decision.class = class;
    }
    if decision.grade.is_some() && sheet.grade.is_some() {
        decision.grade = sheet.grade;
    }
    let chosen = sheet.unit.as_deref().and_then(|name| unit_named(&book.office, name));
    let Some(unit) = chosen.and_then(|id| book.office.unit(&id)) else { return decision };
    decision.matched.clear();
    if decision.supervision && may_be_meant(&book.office, &decision, &unit.id) {
        NOT_TO_THE_REPORTED.clone_into(&mut decision.rule);
        return decision;
    }
    decision.also.retain(|also| *also != unit.id);
    decision.unit = unit.id.clone();
    decision.unit_name.clone_from(&unit.name);
    decision.in_our_power = unit.kind != UnitKind::Elsewhere;
    CHOSEN.clone_into(&mut decision.rule);
    decision.confidence = 1.0;
    decision
}

/// Why the unit that an officer named could not be taken, in words for him.
#[must_use]
pub fn unit_remark(sheet: &Sheet, book: &OfficeBook) -> Option<String> {
    let name = sheet.unit.as_deref()?;
    let unknown = unit_named(&book.office, name).is_none();
    unknown.then(|| format!("Unit: \"{name}\" tidak dikenali atau lebih dari satu; unit dipilih menurut aturan"))
}

/// That the grade which an officer gave is not kept, in words for him.
#[must_use]
pub fn grade_remark(sheet: &Sheet, book: &OfficeBook) -> Option<String> {
    (sheet.grade.is_some() && !book.rules.grades)
        .then(|| "Grade: kantor ini tidak memakai grade; grade tidak dicatat".to_owned())
}

/// True if it was written down more than one working day after it was received.
#[must_use]
pub fn is_late(book: &OfficeBook, received: DateTime<Utc>, registered: DateTime<Utc>) -> bool {
    let by = due(Within::WorkingDays(1), "1 hari kerja", "daftar", received, &book.calendar, book.office.zone);
    registered > by.due
}

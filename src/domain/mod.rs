//! The words of the office, as types. Pure: no database, no network, no clock.

pub mod calendar;
pub mod case;
pub mod complaint;
pub mod deadline;
pub mod decision;
pub mod ending;
pub mod letter;
pub mod numbering;
pub mod office;
pub mod registration;
pub mod routine;

pub use calendar::Calendar;
pub use case::Case;
pub use complaint::{Channel, Class, Grade};
pub use deadline::{Deadline, Skipped, Standard, Within};
pub use decision::{Decision, Mask, Privacy};
pub use ending::{ClosedHow, Verdict};
pub use letter::{Audience, LetterKind};
pub use office::{Office, OfficeId, Unit, UnitId, UnitKind};
pub use registration::{FormMail, Forms, Scan, Sheet};
pub use routine::Routines;

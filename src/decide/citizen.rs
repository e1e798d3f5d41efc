//! What an office asks of the citizen and promises him beside its standards: what a complaint must tell, whether he is
//! content with an answer, what follows if he is not, when a complaint ends and how long it may be opened again.
//!
//! In: the office's settings, what was decided and written. Out: decisions. Does not know the present nor the database.

mod withdrawal;
mod words_on_answer;

pub use withdrawal::withdraws;
pub use words_on_answer::{Heard, Standing, heard};

use chrono::{DateTime, Days, Months, NaiveTime, TimeZone as _, Utc};

use super::OfficeBook;
use super::deadlines::due;
use super::supervision::superior_for;
use crate::domain::deadline::StopsAt;
use crate::domain::{Deadline, Decision, Grade, Office, Standard, UnitId, UnitKind, Within};

/// The settings of one office, from its `citizen.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct CitizenRules {
    /// How long an answer to the question of satisfaction is awaited; `None`: for ever.
    pub question: Option<Standard>,
    /// The clock that starts when the citizen is not content, or comes back after the end.
    pub objection: Standard,
    /// To whom an objection goes.
    pub escalation: Escalation,
    /// How long after its end a complaint may be opened again.
    pub reopen: Within,
    /// That limit in words.
    pub reopen_words: String,
    /// How long a complaint is kept after its end, and in words; `None`: until a person erases it.
    pub keep: Option<(Within, String)>,
    /// Whether results hang on a notice board.
    pub board: bool,
    /// What the citizen reads where a matter is done and the officer has written nothing for him.
    pub done_words: String,
}

/// To whom an objection goes: whoever that is has the complaint from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Escalation {
    /// To whoever stands above the unit.
    Above,
    /// To the institution above the office.
    Institution(UnitId),
}

impl Default for CitizenRules {
    /// As where an office says nothing: ten working days, then closed; an objection goes to whoever stands above.
    fn default() -> Self {
        let standard = Standard::plain;
        let ten = Within::WorkingDays(10);
        Self {
            question: Some(standard("puas", "tanggapan pelapor", ten, StopsAt::Closing)),
            objection: standard("keberatan", "tanggapan atas keberatan pelapor", ten, StopsAt::Answer),
            escalation: Escalation::Above,
            reopen: Within::CalendarDays(30),
            reopen_words: "30 hari".to_owned(),
            keep: None,
            board: false,
            done_words: "Laporan Bapak/Ibu telah selesai ditangani.".to_owned(),
        }
    }
}

/// What ended before this moment has been kept long enough; `None` where the office names no such time.
#[must_use]
pub fn kept_long_enough(book: &OfficeBook, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let (within, _) = book.citizen.keep.as_ref()?;
    let zone = book.office.zone;
    let today = now.with_timezone(&zone).date_naive();
    let day = match within {
        Within::CalendarDays(days) => today.checked_sub_days(Days::new(u64::from(*days))),
        Within::Months(months) => today.checked_sub_months(Months::new(*months)),
        Within::Minutes(_) | Within::Hours(_) | Within::WorkingDays(_) => None,
    };
    Some(zone.from_local_datetime(&day?.and_time(NaiveTime::MIN)).earliest()?.to_utc())
}

/// Until when an answer to the question asked at `asked` is awaited; `None`: for ever.
#[must_use]
pub fn silence_until(book: &OfficeBook, asked: DateTime<Utc>) -> Option<Deadline> {
    let question = book.citizen.question.as_ref()?;
    Some(due(question.within, &question.words, &question.id, asked, &book.calendar, book.office.zone))
}

/// The clock that an objection starts.
#[must_use]
pub fn objection_clock(book: &OfficeBook, now: DateTime<Utc>) -> Deadline {
    let standard = &book.citizen.objection;
    due(standard.within, &standard.words, &standard.id, now, &book.calendar, book.office.zone)
}

/// The last moment at which a complaint that ended at `closed` is opened again by a message.
#[must_use]
pub fn reopens_until(book: &OfficeBook, closed: DateTime<Utc>) -> DateTime<Utc> {
    let rules = &book.citizen;
    due(rules.reopen, &rules.reopen_words, "", closed, &book.calendar, book.office.zone).due.to_utc()
}

/// Who decides about an objection against what `unit` did in a complaint so decided.
#[must_use]
pub fn decides_objections<'b>(book: &'b OfficeBook, decision: &Decision, unit: &UnitId) -> &'b UnitId {
    match &book.citizen.escalation {
        Escalation::Institution(institution) if !decision.accuses(institution) => institution,
        Escalation::Institution(_) | Escalation::Above => superior_for(&book.office, decision, unit),
    }
}

/// True if nothing about the matter itself forbids to publish its result without names (A17): never what is grave,
/// alleges wrongdoing, is secret or touches somebody's health.
#[must_use]
pub fn may_be_posted(decision: &Decision) -> bool {
    let privacy = &decision.privacy;
    !decision.supervision && !privacy.hides_identity() && !decision.emergency && decision.grade != Some(Grade::Merah)
}

/// The institution above an office, if it has one with a mailbox.
#[must_use]
pub fn institution_above(office: &Office) -> Option<&UnitId> {
    let above = office.units.iter().find(|unit| unit.kind == UnitKind::Superior && !unit.mailboxes.is_empty());
    above.map(|unit| &unit.id)
}

//! Who may have a complaint that alleges wrongdoing (*berkadar pengawasan*): never the units it may be about, except where
//! somebody is in danger and they can help, and then never they alone.
//!
//! In: the office, what was decided, who has it. Out: who must have it, who only explains, who hears of everything too. Does
//! not know the words that allege wrongdoing.

use crate::domain::office::DeskCopies;
use crate::domain::{Decision, Office, Unit, UnitId, UnitKind};

use super::OfficeBook;
use super::grading;

/// True for a unit whose officers a complaint about wrongdoing may be about.
#[must_use]
pub fn may_be_reported(office: &Office, unit: &UnitId) -> bool {
    match office.unit(unit).map(|unit| unit.kind) {
        Some(UnitKind::Bidang | UnitKind::Puskesmas) | None => true,
        Some(UnitKind::Head | UnitKind::Desk | UnitKind::Elsewhere | UnitKind::Superior) => false,
    }
}

/// True where an accusation names the desk itself: `Kasi di Sekretariat`. Then the desk is no handler, no approver, and reads
/// no answer before it is sent. Told by the words by which people call it: its name and its chief's title.
#[must_use]
pub fn desk_is_meant(office: &Office, decision: &Decision, text: &str) -> bool {
    let Some(desk) = office.unit(&office.desk).filter(|_| decision.supervision) else { return false };
    let name = desk.name.split([' ', '(', '/']).next().unwrap_or_default();
    let chief = desk.addressee.split_whitespace().next().unwrap_or_default();
    let whole = |words: &str| words.split([' ', '(', '/']).take(2).collect::<Vec<_>>().join(" ").to_lowercase();
    let text = text.to_lowercase();
    let said = |word: &str| text.split(|c: char| !c.is_alphanumeric()).any(|known| known == word);
    let general = ["tim", "kepala", "ketua", "unit", "bagian", "petugas", "pelayanan"];
    let by_word = [name, chief]
        .iter()
        .map(|word| word.to_lowercase())
        .any(|word| !word.is_empty() && !general.contains(&word.as_str()) && said(&word));
    by_word || general.contains(&name.to_lowercase().as_str()) && text.contains(&whole(&desk.name))
}

/// The decision where the desk itself is meant: the head has it, and the desk no copy.
#[must_use]
pub fn away_from_the_desk(office: &Office, mut decision: Decision, text: &str) -> Decision {
    if decision.emergency || !desk_is_meant(office, &decision, text) {
        return decision;
    }
    if decision.unit == office.desk {
        decision.unit = office.head.clone();
        decision.unit_name =
            office.unit(&office.head).map_or_else(|| office.head.to_string(), |head| head.name.clone());
    }
    let unit = decision.unit.clone();
    decision.also.retain(|also| *also != office.desk && *also != unit);
    decision
}

/// True if `text` alleges wrongdoing by officials.
#[must_use]
pub fn accuses(book: &OfficeBook, text: &str) -> bool {
    grading::supervision(&book.rules.shared.grading, &book.rules.read(text)).is_some()
}

/// The decision on a complaint that is now known to allege wrongdoing: another unit than those it may be about. Where
/// somebody is in danger the unit that can help keeps it, and the head sees it.
#[must_use]
pub fn guarded(office: &Office, mut decision: Decision) -> Decision {
    decision.supervision = true;
    if decision.emergency {
        if decision.unit != office.head && !decision.also.contains(&office.head) {
            decision.also.push(office.head.clone());
        }
        return decision;
    }
    if may_be_reported(office, &decision.unit) {
        decision.unit = office.desk.clone();
        decision.unit_name =
            office.unit(&office.desk).map_or_else(|| office.desk.to_string(), |desk| desk.name.clone());
    }
    let unit = decision.unit.clone();
    decision.also.retain(|also| !may_be_reported(office, also) && *also != unit);
    decision
}

/// True if the complaint must not come to `unit` as the one that handles it.
#[must_use]
pub fn is_kept_from(office: &Office, decision: &Decision, unit: &UnitId) -> bool {
    decision.supervision && !decision.emergency && may_be_reported(office, unit)
}

/// True for a unit that may only explain itself: it was asked about a complaint that another handles, and may be meant.
#[must_use]
pub fn only_explains(office: &Office, decision: &Decision, handles: &UnitId, unit: &UnitId) -> bool {
    decision.supervision && unit != handles && may_be_reported(office, unit)
}

/// Who hears of everything about the complaint beside whoever handles it, because those may be meant.
#[must_use]
pub fn also_hears<'o>(office: &'o Office, decision: &Decision, handles: &UnitId) -> Option<&'o Unit> {
    let watched = decision.supervision && may_be_reported(office, handles);
    office.unit(&office.desk).filter(|desk| watched && desk.id != *handles)
}

/// Who has a copy of a complaint that raises a doubt about `unit`, which handles it.
#[must_use]
pub fn copied_in_doubt<'o>(office: &'o Office, unit: &UnitId) -> Option<&'o UnitId> {
    let copied = match office.unit(unit).map(|unit| unit.kind) {
        Some(UnitKind::Bidang | UnitKind::Puskesmas) | None => match office.desk_copies {
            DeskCopies::Protected => None,
            DeskCopies::Suspicion | DeskCopies::All => Some(&office.desk),
        },
        Some(UnitKind::Desk) => Some(office.superior_of(unit)),
        Some(UnitKind::Head | UnitKind::Elsewhere | UnitKind::Superior) => None,
    };
    copied.filter(|copied| *copied != unit)
}

/// Who reads what the reporter writes later, beside whoever handles it: who hears of everything, or who got the copy of a
/// complaint that raised a doubt.
#[must_use]
pub fn reads_along<'o>(office: &'o Office, decision: &Decision, handles: &UnitId) -> Option<&'o Unit> {
    let copied = || copied_in_doubt(office, handles).filter(|_| decision.doubted);
    let has_copy = || office.unit(copied().filter(|unit| decision.also.contains(*unit))?);
    also_hears(office, decision, handles).or_else(has_copy)
}

/// Above `unit` for this complaint: its superior, or the head where the superior may be meant too.
#[must_use]
pub fn superior_for<'o>(office: &'o Office, decision: &Decision, unit: &UnitId) -> &'o UnitId {
    let superior = office.superior_of(unit);
    if decision.supervision && may_be_reported(office, superior) { &office.head } else { superior }
}

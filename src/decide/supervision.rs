//! Who may have a complaint that alleges wrongdoing (*berkadar pengawasan*): never the units it may be about, except
//! where somebody is in danger and they can help, and then never they alone.
//!
//! In: the office, what was decided, who has it. Out: who must have it, who only explains, who hears of everything too.
//! Does not know the words that allege wrongdoing.

use crate::domain::office::DeskCopies;
use crate::domain::{Decision, Office, Unit, UnitId, UnitKind};

use super::OfficeBook;
use super::accused::judges_meant;
use super::grading;

/// True for a unit whose officers a complaint about wrongdoing may be about.
#[must_use]
pub fn may_be_reported(office: &Office, unit: &UnitId) -> bool {
    match office.unit(unit).map(|unit| unit.kind) {
        Some(UnitKind::Bidang | UnitKind::Puskesmas) | None => true,
        Some(UnitKind::Head | UnitKind::Desk | UnitKind::Elsewhere | UnitKind::Superior) => false,
    }
}

/// True for a unit whose own people this complaint may be about: one that handles complaints, or whom of desk and head it
/// accuses.
#[must_use]
pub fn may_be_meant(office: &Office, decision: &Decision, unit: &UnitId) -> bool {
    may_be_reported(office, unit) || decision.accuses(unit)
}

/// True if `unit` must not learn who complained, because its own people may be meant; where somebody is in danger, too.
/// A doubt is about the unit that has the complaint: whoever stands above it, and is not named, decides about objections
/// to it and must know everything.
#[must_use]
pub fn is_hidden_from(office: &Office, decision: &Decision, unit: &UnitId) -> bool {
    let doubted = || decision.doubted && !stands_above_the_doubted(office, decision, unit);
    may_be_meant(office, decision, unit) && (decision.supervision || doubted())
}

fn stands_above_the_doubted(office: &Office, decision: &Decision, unit: &UnitId) -> bool {
    let doubted = decision.doubt_of.as_ref().unwrap_or(&decision.unit);
    let named = doubted == unit || decision.unit == *unit || decision.names_too.contains(unit);
    let up = |unit: &&UnitId| office.unit(unit)?.superior.as_ref();
    // As many steps as there are units: a superior may be wrongly named in a circle.
    !named && std::iter::successors(Some(doubted), up).take(office.units.len()).any(|above| above == unit)
}

/// Who reads for the office what a person must read: the desk, or where it is accused the head, or whoever stands above him.
/// The desk, where all of them are.
#[must_use]
pub fn reads_for_the_office<'o>(office: &'o Office, decision: &Decision) -> &'o UnitId {
    let judges = [Some(&office.desk), Some(&office.head), above_the_head(office)];
    judges.into_iter().flatten().find(|judge| !decision.accuses(judge)).unwrap_or(&office.desk)
}

/// The decision where the accusation means the desk or the head: whoever is meant neither has it nor a copy. It lies
/// with the other of the two; whoever the office names above its head has it where neither may, and sees it where the
/// head may not. Where nobody is named above him, both have it, so that neither is the only one who knows.
#[must_use]
pub fn away_from_the_accused(book: &OfficeBook, mut decision: Decision, text: &str) -> Decision {
    let office = &book.office;
    if decision.supervision {
        let meant = judges_meant(book, text).into_iter().filter(|judge| !decision.accused.contains(judge));
        let accused: Vec<UnitId> = decision.accused.iter().cloned().chain(meant).collect();
        decision.accused = accused;
    } else {
        decision.accused.clear();
    }
    if decision.emergency || decision.accused.is_empty() {
        return decision;
    }
    let above = above_the_head(office);
    let judges = [Some(&office.head), Some(&office.desk), above];
    if decision.accuses(&decision.unit) {
        let free = judges.into_iter().flatten().find(|judge| !decision.accuses(judge)).cloned();
        decision.unit = free.unwrap_or_else(|| office.desk.clone());
        decision.unit_name =
            office.unit(&decision.unit).map_or_else(|| decision.unit.to_string(), |unit| unit.name.clone());
    }
    let (unit, accused) = (decision.unit.clone(), decision.accused.clone());
    decision.also.retain(|also| !accused.contains(also) && *also != unit);
    let sees =
        above.filter(|_| accused.contains(&office.head)).or_else(|| accused.contains(&unit).then_some(&office.head));
    if let Some(sees) = sees.filter(|sees| **sees != unit && !decision.also.contains(sees)) {
        decision.also.push(sees.clone());
    }
    decision
}

/// Whoever stands above the head of the office, where `units.toml` names him.
#[must_use]
pub fn above_the_head(office: &Office) -> Option<&UnitId> {
    let above = office.unit(&office.head)?.superior.as_ref()?;
    (*above != office.head && office.unit(above).is_some()).then_some(above)
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
    decision.supervision && !decision.emergency && may_be_meant(office, decision, unit)
}

/// True for a unit that may only explain itself: it was asked about a complaint that another handles, and may be meant.
#[must_use]
pub fn only_explains(office: &Office, decision: &Decision, handles: &UnitId, unit: &UnitId) -> bool {
    decision.supervision && unit != handles && may_be_meant(office, decision, unit)
}

/// Who hears of everything about the complaint beside whoever handles it, because those may be meant.
#[must_use]
pub fn also_hears<'o>(office: &'o Office, decision: &Decision, handles: &UnitId) -> Option<&'o Unit> {
    let watched = decision.supervision && may_be_reported(office, handles);
    office.unit(&office.desk).filter(|desk| watched && desk.id != *handles && !decision.accuses(&desk.id))
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

/// Who reads what the reporter writes later, beside whoever handles it: who hears of everything, who got the copy of a
/// complaint that raised a doubt, or the desk that has a copy of all.
#[must_use]
pub fn reads_along<'o>(office: &'o Office, decision: &Decision, handles: &UnitId) -> Option<&'o Unit> {
    let copied = || copied_in_doubt(office, handles).filter(|_| decision.doubted);
    let desk = || {
        let all = office.desk_copies == DeskCopies::All && office.desk != *handles;
        Some(&office.desk).filter(|desk| all && !decision.accuses(desk))
    };
    let has_copy = || office.unit(copied().or_else(desk).filter(|unit| decision.also.contains(*unit))?);
    also_hears(office, decision, handles).or_else(has_copy)
}

/// Above `unit` for this complaint: its superior, or the head where the superior may be meant too, or whoever stands
/// above the head where he is. The desk, where nobody is left.
#[must_use]
pub fn superior_for<'o>(office: &'o Office, decision: &Decision, unit: &UnitId) -> &'o UnitId {
    let superior = office.superior_of(unit);
    let chain = [Some(superior), Some(&office.head), above_the_head(office)];
    let free = |above: &&UnitId| !decision.supervision || !may_be_meant(office, decision, above);
    chain.into_iter().flatten().find(free).unwrap_or(&office.desk)
}

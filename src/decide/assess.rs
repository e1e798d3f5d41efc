//! Everything that is decided about a complaint before anybody sees it, its deadlines apart.
//!
//! In: what is known of a complaint and the book of the office. Out: an [`Assessment`]. A complaint that alleges
//! wrongdoing never goes to the unit it is about: whatever the rules say, the desk or the head gets it. Where that is
//! only in doubt, the desk has a copy.

use crate::domain::office::DeskCopies;
use crate::domain::{Class, Decision, Grade, Office, Privacy, UnitId, UnitKind};

use super::emergency::{self, Emergency};
use super::matters::numbered;
use super::routing::{self, Choice, Facts, Site};
use super::supervision::{away_from_the_accused, may_be_reported};
use super::suspicion::suspicion;
use super::words::Reading;
use super::{Matter, OfficeBook, grading, privacy};

/// What was decided, and what the letters need besides.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The decision; `deadlines` is empty, for the caller to fill.
    pub decision: Decision,
    /// The danger that was found.
    pub emergency: Option<Emergency>,
    /// Words that decided the grade, as written.
    pub grade_reasons: Vec<String>,
    /// Words that allege wrongdoing, as written.
    pub supervision_reasons: Vec<String>,
    /// Words that raise a doubt about staff, for which the desk has a copy.
    pub doubts: Vec<String>,
}

/// Decides about one complaint.
#[must_use]
pub fn assess(book: &OfficeBook, matter: &Matter<'_>) -> Assessment {
    let rules = &book.rules;
    let text = matter.whole();
    let reading = rules.read(&text);
    let wrongdoing = grading::supervision(&rules.shared.grading, &reading);
    let emergency = emergency::detect(&rules.shared.emergency, &reading);
    let class = grading::class(&rules.shared.grading, &reading, emergency.is_some(), wrongdoing.is_some());
    let graded = || grading::grade(&rules.shared.grading, &reading, emergency.is_some(), wrongdoing.is_some());
    let (grade, grade_reasons) =
        rules.grades.then(graded).map_or((None, Vec::new()), |(grade, why)| (Some(grade), why));
    let site = rules.gazetteer.site(&reading);
    let facts = Facts {
        channel: matter.channel,
        class,
        grade,
        supervision: wrongdoing.is_some(),
        emergency: emergency.is_some(),
        outbreak: emergency.as_ref().is_some_and(|e| e.outbreak),
        site: site.as_ref(),
        arrived_at: matter.arrived_at,
        desk: &book.office.desk,
    };
    let choice = chosen(book, &reading, &facts);
    let privacy = hiding(book, matter, &reading);
    let plain = class == Class::PermintaanInformasi || grading::thanks_only(&rules.shared.grading, &reading);
    let doubt = Some(&rules.shared.suspicion).filter(|_| !facts.supervision && !plain);
    let doubt = doubt.and_then(|words| suspicion(words, &reading));
    let choice = seen_by_another(&book.office, choice, facts.supervision, (doubt.is_some(), privacy.hides_identity()));
    let choice = with_copies(&book.office, choice, grade == Some(Grade::Merah));
    let written = |hit| reading.written(hit).to_owned();
    let supervision_reasons: Vec<String> = wrongdoing.map(written).into_iter().collect();
    let others = others_meant(book, matter.text, &facts, &choice, site.as_ref());
    let (choice, names_too) = with_others_named(&book.office, choice, others);
    let choice = with_reasons(choice, emergency.as_ref().map_or(&[][..], |e| &e.matched), &supervision_reasons);
    let decision = Decision {
        office: book.office.id.clone(),
        class,
        supervision: facts.supervision,
        accused: Vec::new(),
        doubted: doubt.is_some(),
        doubt_of: None,
        emergency: facts.emergency,
        in_our_power: choice.in_our_power,
        grade,
        unit_name: name_of(&book.office, &choice.unit),
        unit: choice.unit,
        also: choice.also,
        names_too,
        rule: choice.rule,
        matched: choice.matched,
        confidence: choice.confidence,
        privacy,
        deadlines: Vec::new(),
    };
    Assessment {
        decision: away_from_the_accused(book, decision, &text),
        grade_reasons,
        supervision_reasons,
        doubts: doubt.map(written).into_iter().collect(),
        emergency,
    }
}

/// By the first rule that fits, but never with those who may be accused alone.
fn chosen(book: &OfficeBook, reading: &Reading<'_>, facts: &Facts<'_>) -> Choice {
    let choice = routing::choose(&book.rules, reading, facts);
    match (facts.supervision, facts.emergency) {
        (false, _) => choice,
        (true, false) => away_from_the_reported(&book.office, choice),
        (true, true) => seen_by_the_head(&book.office, choice),
    }
}

/// What must not be shown, by the words and by what the channel says.
fn hiding(book: &OfficeBook, matter: &Matter<'_>, reading: &Reading<'_>) -> Privacy {
    let found = privacy::privacy(&book.rules.shared.privacy, reading, &book.rules.public_numbers);
    Privacy { anonymous: found.anonymous || matter.anonymous, secret: found.secret || matter.secret, ..found }
}

/// Whoever sees everything of an office sees this, too; what is gravest the head sees at once.
fn with_copies(office: &Office, mut choice: Choice, grave: bool) -> Choice {
    for unit in office.copies.iter().chain(grave.then_some(&office.head)) {
        if *unit != choice.unit && !choice.also.contains(unit) {
            choice.also.push(unit.clone());
        }
    }
    choice
}

/// Who else is meant: a second Puskesmas that is named, and whoever else would get a matter that the writer numbers.
fn others_meant(book: &OfficeBook, text: &str, facts: &Facts<'_>, choice: &Choice, site: Option<&Site>) -> Vec<UnitId> {
    let named = site.filter(|site| site.unit == choice.unit).into_iter().flat_map(|site| site.others.clone());
    let mut others: Vec<UnitId> = named.collect();
    for matter in numbered(text) {
        let reading = book.rules.read(matter);
        let site = book.rules.gazetteer.site(&reading);
        let alone = Facts { emergency: false, outbreak: false, supervision: false, site: site.as_ref(), ..*facts };
        let other = routing::choose(&book.rules, &reading, &alone);
        if other.rule != routing::DEFAULT_RULE && other.unit != choice.unit && !others.contains(&other.unit) {
            others.push(other.unit);
        }
    }
    others
}

/// Where others are meant too only one handles it: the desk has a copy, and sees whether they are concerned.
fn with_others_named(office: &Office, mut choice: Choice, mut others: Vec<UnitId>) -> (Choice, Vec<UnitId>) {
    others.retain(|unit| !choice.also.contains(unit));
    if !others.is_empty() && choice.unit != office.desk && !choice.also.contains(&office.desk) {
        choice.also.push(office.desk.clone());
    }
    (choice, others)
}

fn name_of(office: &Office, unit: &UnitId) -> String {
    office.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone())
}

/// A rule that asked only whether there is danger or wrongdoing was decided by the words that say so.
fn with_reasons(mut choice: Choice, danger: &[String], wrongdoing: &[String]) -> Choice {
    if choice.matched.is_empty() && choice.rule != routing::DEFAULT_RULE {
        choice.matched = if danger.is_empty() { wrongdoing } else { danger }.to_vec();
    }
    choice
}

/// Where somebody is in danger, whoever can help gets it, but never alone.
fn seen_by_the_head(office: &Office, mut choice: Choice) -> Choice {
    if choice.unit != office.head && !choice.also.contains(&office.head) {
        choice.also.push(office.head.clone());
    }
    choice
}

/// Where somebody may be accused, or the reporter is protected, whoever is meant does not have it alone: of what goes
/// to a unit the desk has a copy, and of what the rules mean for the desk itself its superior. Nobody is the only one
/// who knows of an accusation, whoever he is.
fn seen_by_another(office: &Office, mut choice: Choice, accused: bool, (doubted, hides): (bool, bool)) -> Choice {
    let copied = match office.desk_copies {
        DeskCopies::Protected => hides,
        DeskCopies::Suspicion => hides || doubted,
        DeskCopies::All => true,
    };
    let meant = accused || choice.rule != routing::DEFAULT_RULE && (doubted || hides);
    let other = match office.unit(&choice.unit).map(|unit| unit.kind) {
        Some(UnitKind::Bidang | UnitKind::Puskesmas) | None => copied.then_some(&office.desk),
        Some(UnitKind::Desk) => meant.then(|| office.superior_of(&choice.unit)),
        Some(UnitKind::Head) => accused.then_some(&office.desk),
        Some(UnitKind::Elsewhere | UnitKind::Superior) => None,
    };
    if let Some(other) = other.filter(|other| **other != choice.unit && !choice.also.contains(other)) {
        choice.also.push(other.clone());
    }
    choice
}

/// Takes a complaint about wrongdoing from the units that may be meant, and gives it to the desk.
fn away_from_the_reported(office: &Office, mut choice: Choice) -> Choice {
    if may_be_reported(office, &choice.unit) {
        choice.unit = office.desk.clone();
    }
    choice.also.retain(|unit| !may_be_reported(office, unit) && *unit != choice.unit);
    choice
}

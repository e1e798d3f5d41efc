//! The units of an office: `units.toml`.
//!
//! In: the file. Out: the units, or every fault with its line. Does not know which of them rules name.

use serde::Deserialize;
use serde_spanned::Spanned;

use super::super::problem::Problem;
use super::super::read::Source;
use super::super::told::Told;
use super::unknown_unit;
use crate::domain::{Unit, UnitId, UnitKind};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitsFile {
    /// Names of places that are ordinary words as well: they count only after `desa`, `kecamatan` …
    #[serde(default)]
    pub(super) ordinary_words: Vec<String>,
    /// Beginnings of names that are written in two words as well: `Karang Anyar` for `Karanganyar`.
    #[serde(default)]
    pub(super) two_words: Vec<String>,
    pub(super) unit: Vec<UnitFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitFile {
    pub(super) id: Spanned<String>,
    name: Spanned<String>,
    kind: UnitKind,
    addressee: Spanned<String>,
    #[serde(default)]
    mailboxes: Vec<Spanned<String>>,
    superior: Option<Spanned<String>>,
    /// Names that follow the word Puskesmas.
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    /// Kecamatan it serves, whole or in part.
    #[serde(default)]
    pub(super) kecamatan: Vec<String>,
    /// Villages it serves.
    #[serde(default)]
    pub(super) desa: Vec<String>,
}

/// The units, each with its faults told.
pub(super) fn units(file: &UnitsFile, source: &Source, problems: &mut Vec<Problem>) -> Vec<Unit> {
    let mut told = Told { source, problems };
    let mut units: Vec<Unit> = Vec::new();
    for unit in &file.unit {
        let id = UnitId(unit.id.get_ref().clone());
        told.id(&unit.id, "unit.id", "btg.bid.p2p");
        if units.iter().any(|known| known.id == id) {
            told.say(&unit.id, "unit.id", format!("the unit {id} stands here twice"), "one entry for each unit");
        }
        told.printed(&unit.name, "unit.name", "its name, as citizens see it");
        told.printed(&unit.addressee, "unit.addressee", "how a letter addresses its head: `Kepala Bidang …`");
        told.once(&unit.mailboxes, "unit.mailboxes");
        for address in &unit.mailboxes {
            told.address(address, "unit.mailboxes");
        }
        units.push(Unit {
            id,
            name: unit.name.get_ref().clone(),
            kind: unit.kind,
            addressee: unit.addressee.get_ref().clone(),
            mailboxes: unit.mailboxes.iter().map(|m| m.get_ref().to_lowercase()).collect(),
            superior: unit.superior.as_ref().map(|s| UnitId(s.get_ref().clone())),
        });
    }
    superiors(file, &units, &mut told);
    units
}

/// Every superior exists, and nobody stands above himself: an escalation would never end.
fn superiors(file: &UnitsFile, units: &[Unit], told: &mut Told<'_>) {
    for (entry, unit) in file.unit.iter().zip(units) {
        let Some(superior) = &entry.superior else { continue };
        if !units.iter().any(|known| known.id.0 == *superior.get_ref()) {
            told.problems.push(unknown_unit(told.source, superior, "unit.superior"));
        } else if above(units, &unit.id).any(|over| over == unit.id) {
            let what = format!("{} stands above itself, by way of {}", unit.id, superior.get_ref());
            told.say(superior, "unit.superior", what, "a superior who answers to nobody below him");
        }
    }
}

/// Those above a unit, one after another, at most as many as there are units.
fn above<'u>(units: &'u [Unit], unit: &UnitId) -> impl Iterator<Item = UnitId> + 'u {
    let over = move |id: &UnitId| units.iter().find(|u| u.id == *id).and_then(|u| u.superior.clone());
    std::iter::successors(over(unit), over).take(units.len())
}

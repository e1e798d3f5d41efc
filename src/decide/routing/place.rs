//! Names of places, and the Puskesmas that serves each.
//!
//! In: the names of every unit with a working area, and a text that was read. Out: the [`Site`] the text speaks of.
//! The longest name counts; a named Puskesmas beats a village, a village beats a kecamatan, and a name that several
//! serve is narrowed down by the other names in the text.

use std::collections::BTreeMap;

use crate::decide::words::{Hit, PhraseId, Reading};
use crate::domain::UnitId;

/// How much a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A kecamatan: `kecamatan Bandar`, `Bandar`.
    District,
    /// A village: `Wonodadi`.
    Village,
    /// A village, said to be one: `desa Wonodadi`.
    SaidVillage,
    /// A Puskesmas: `Puskesmas Bandar I`.
    Named,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    units: Vec<UnitId>,
    weight: Weight,
}

/// All names of an office's places.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    places: BTreeMap<PhraseId, Place>,
}

/// The Puskesmas a text speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Which.
    pub unit: UnitId,
    /// It was called a Puskesmas, not just a place it serves.
    pub named: bool,
    /// Only one Puskesmas fits what was written.
    pub sure: bool,
    /// The words that say so.
    pub hit: Hit,
    /// Other Puskesmas that the text calls by their names.
    pub others: Vec<UnitId>,
}

impl Gazetteer {
    /// `phrase` speaks of a place that these units serve.
    pub fn add(&mut self, phrase: PhraseId, weight: Weight, unit: &UnitId) {
        let place = self.places.entry(phrase).or_insert_with(|| Place { units: Vec::new(), weight });
        if weight > place.weight {
            *place = Place { units: Vec::new(), weight };
        }
        if weight == place.weight && !place.units.contains(unit) {
            place.units.push(unit.clone());
        }
    }

    /// Whether any place is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The Puskesmas that `reading` speaks of.
    #[must_use]
    pub fn site(&self, reading: &Reading<'_>) -> Option<Site> {
        let mut found: Vec<(Hit, &Place)> =
            reading.hits().iter().filter_map(|hit| self.places.get(&hit.phrase).map(|place| (*hit, place))).collect();
        let all = found.clone();
        found.retain(|(hit, _)| !all.iter().any(|(other, _)| inside(*hit, *other)));
        found.sort_by(|(a, x), (b, y)| y.weight.cmp(&x.weight).then(a.from.cmp(&b.from)));
        let (hit, place) = *found.first()?;
        let mut units: Vec<&UnitId> = place.units.iter().collect();
        for (_, other) in found.iter().skip(1) {
            let narrowed: Vec<&UnitId> = units.iter().copied().filter(|unit| other.units.contains(unit)).collect();
            if !narrowed.is_empty() {
                units = narrowed;
            }
        }
        let unit = (*units.first()?).clone();
        let mut others: Vec<UnitId> = Vec::new();
        for (_, other) in found.iter().filter(|(_, other)| other.weight == Weight::Named) {
            if let [named] = other.units.as_slice()
                && *named != unit
                && !others.contains(named)
            {
                others.push(named.clone());
            }
        }
        Some(Site { others, unit, named: place.weight == Weight::Named, sure: units.len() == 1, hit })
    }
}

/// Whether `hit` is a true part of `other`.
fn inside(hit: Hit, other: Hit) -> bool {
    other.from <= hit.from && hit.to <= other.to && (other.to - other.from) > (hit.to - hit.from)
}

//! Names of places and Puskesmas that a complaint may name, from `units.toml`.
//!
//! In: the units with their villages. Out: every name as phrases of the matcher. Knows no rule.

use super::units::UnitsFile;
use crate::decide::routing::{Gazetteer, Weight};
use crate::decide::words::MatcherBuilder;
use crate::domain::UnitId;

/// Words before the name of a village.
const VILLAGE: &str = "=desa|=kelurahan|=dusun|=dukuh|=kampung";
/// Parts of a Puskesmas that are named with it: `loket Batang III`.
const PARTS: &str = "=loket|=pendaftaran|=poli|=ugd|=igd|=ranap|=rawat_inap|=rawat_jalan";
/// Words before the name of a kecamatan.
const DISTRICT: &str = "=kecamatan";
/// Words that make a place of an ordinary word.
const REGION: &str = "=daerah|=wilayah|=warga|=orang|=asal|=pasar|=polindes|=poskesdes|=posyandu|=pustu";

/// Every name of every unit with a working area, as phrases.
pub(super) fn gazetteer(file: &UnitsFile, matcher: &mut MatcherBuilder) -> Gazetteer {
    let mut out = Gazetteer::default();
    let ordinary = &file.ordinary_words;
    for unit in &file.unit {
        let id = UnitId(unit.id.get_ref().clone());
        let mut add = |phrase: String, weight| {
            if let Ok(phrase) = matcher.phrase(&phrase) {
                out.add(phrase, weight, &id);
            }
        };
        for alias in &unit.aliases {
            add(format!("=puskesmas {}", exact(alias, ordinary)), Weight::Named);
            add(format!("{PARTS} {}", exact(alias, ordinary)), Weight::Named);
        }
        for (names, said, weight) in
            [(&unit.desa, VILLAGE, Weight::Village), (&unit.kecamatan, DISTRICT, Weight::District)]
        {
            let said_weight = if weight == Weight::Village { Weight::SaidVillage } else { weight };
            for name in names.iter().flat_map(|name| ways_to_write(name, &file.two_words)) {
                let exact = exact(&name, ordinary);
                add(format!("{said} {exact}"), said_weight);
                add(format!("{REGION} {exact}"), weight);
                add(format!("=puskesmas {exact}"), Weight::Named);
                add(format!("=puskesmas {said} {exact}"), Weight::Named);
                if !ordinary.contains(&name) {
                    add(exact, weight);
                }
            }
        }
    }
    out
}

/// A name as it is written: in two words where one begins as such names do, in one word where it has two.
fn ways_to_write(name: &str, beginnings: &[String]) -> Vec<String> {
    let mut ways = vec![name.to_owned()];
    if let Some((first, rest)) = name.split_once(' ').filter(|(_, rest)| rest.len() > 2 && !rest.contains(' ')) {
        ways.push(format!("{first}{}", rest.to_lowercase()));
    }
    let behind =
        |begin: &String| name.strip_prefix(begin.as_str()).filter(|rest| rest.len() > 2 && !rest.contains(' '));
    ways.extend(beginnings.iter().filter_map(|begin| Some(format!("{begin} {}", behind(begin)?))));
    ways
}

/// A name, each word as it is; an ordinary word in the text as well: who is treated at a `puskesmas ditulis` is not in
/// Tulis.
fn exact(name: &str, ordinary: &[String]) -> String {
    let word = |word: &str| format!("{}{word}", if ordinary.iter().any(|known| known == word) { "==" } else { "=" });
    name.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

//! What an office says of itself: words that letters print, people who stand in its chains, addresses.
//!
//! In: `office.toml` and the units. Out: faults with their lines. Does not know other offices.

use serde_spanned::Spanned;

use super::super::problem::Problem;
use super::super::read::Source;
use super::super::told::Told;
use super::{OfficeFile, unknown_unit};
use crate::domain::{Unit, UnitId, UnitKind};

/// Zones of Indonesia with the names that letters print.
const ZONE_NAMES: [(&str, &str); 4] =
    [("Asia/Jakarta", "WIB"), ("Asia/Pontianak", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")];
/// Letters of a prefix: more make a number that nobody types.
const LONGEST_PREFIX: usize = 8;

/// Everything that letters print of the office is there, on one line, and no template.
pub(super) fn words(file: &OfficeFile, source: &Source, problems: &mut Vec<Problem>) {
    let mut told = Told { source, problems };
    for (value, key, right) in [
        (&file.name, "name", "its full name, as `Dinas Kesehatan Kabupaten Batang`"),
        (&file.short, "short", "its short name for SMS, as `Dinkes Batang`"),
        (&file.address, "address", "its street address"),
        (&file.phone, "phone", "its telephone, as `(0285) 5550001`"),
        (&file.site, "site", "its website, as `dinkes.example`"),
        (&file.signed_by, "signed_by", "who signs letters to citizens"),
    ] {
        told.printed(value, key, right);
    }
    let emergency = &file.emergency;
    for (value, key, right) in [
        (&file.follow_at, "follow_at", "where citizens follow a report, as `konlaporbae.example`"),
        (&emergency.psc, "emergency.psc", "its local number, as `(0285) 5550119`"),
        (&emergency.igd, "emergency.igd", "the nearest emergency ward, in words"),
    ] {
        if let Some(value) = value {
            told.printed(value, key, right);
        }
    }
    for link in &file.links {
        told.printed(link, "links", "a line that letters print");
    }
    numbers(file, &mut told);
}

/// Prefix, area code, zone, keywords.
fn numbers(file: &OfficeFile, told: &mut Told<'_>) {
    let prefix = file.prefix.get_ref();
    if !(2..=LONGEST_PREFIX).contains(&prefix.len()) || !prefix.chars().all(|c| c.is_ascii_uppercase()) {
        let right = format!("2 to {LONGEST_PREFIX} capital letters, as `BTG`: numbers are found by it in mails");
        told.say(&file.prefix, "prefix", format!("{prefix:?} begins no number"), right);
    }
    let code = file.area_code.get_ref();
    if !(3..=5).contains(&code.len()) || !code.starts_with('0') || !code.chars().all(|c| c.is_ascii_digit()) {
        told.say(&file.area_code, "area_code", format!("{code:?} is no area code"), "digits, as `0285`");
    }
    let wanted = ZONE_NAMES.iter().find(|(zone, _)| zone == file.zone.get_ref()).map(|(_, name)| *name);
    if let Some(wanted) = wanted.filter(|wanted| wanted != file.zone_name.get_ref()) {
        let what = format!("{:?} is not what {} is called", file.zone_name.get_ref(), file.zone.get_ref());
        told.say(&file.zone_name, "zone_name", what, wanted);
    } else if wanted.is_none() {
        told.printed(&file.zone_name, "zone_name", "WIB, WITA or WIT");
    }
    told.once(&file.sms_prefixes, "sms_prefixes");
    for keyword in &file.sms_prefixes {
        told.printed(keyword, "sms_prefixes", "the keyword that 1708 puts before a text, as `BATANG`");
    }
}

/// Mailboxes and the duty list.
pub(super) fn addresses(file: &OfficeFile, units: &[Unit], source: &Source, problems: &mut Vec<Problem>) {
    let mut told = Told { source, problems };
    told.once(&file.intake, "intake");
    for address in &file.intake {
        told.address(address, "intake");
        let owner = units.iter().find(|unit| unit.mailboxes.contains(&address.get_ref().to_lowercase()));
        if let Some(unit) = owner {
            let what = format!("is the mailbox of {} too: the office would write to itself", unit.id);
            told.say(address, "intake", what, "one address for citizens, others for officers");
        }
    }
    told.once(&file.emergency.duty, "emergency.duty");
    for address in &file.emergency.duty {
        told.address(address, "emergency.duty");
        if file.intake.iter().any(|intake| intake.get_ref().eq_ignore_ascii_case(address.get_ref())) {
            let what = "is the intake too: the alert would reach the office's own box and nobody";
            told.say(address, "emergency.duty", what.to_owned(), "the address at which somebody on duty reads");
        }
    }
}

/// A list of units: each exists, stands there once, and belongs to the office.
pub(super) fn listed(
    ids: &[Spanned<String>],
    key: &str,
    units: &[Unit],
    source: &Source,
    problems: &mut Vec<Problem>,
) -> Vec<UnitId> {
    let mut told = Told { source, problems };
    told.once(ids, key);
    ids.iter().map(|id| person(id, key, units, &mut told)).collect()
}

/// One of the office: desk, head. Others are no part of it.
pub(super) fn person(id: &Spanned<String>, key: &str, units: &[Unit], told: &mut Told<'_>) -> UnitId {
    let found = UnitId(id.get_ref().clone());
    match units.iter().find(|unit| unit.id == found).map(|unit| unit.kind) {
        None => told.problems.push(unknown_unit(told.source, id, key)),
        Some(UnitKind::Elsewhere | UnitKind::Superior) => {
            let what = format!("{found} is not of this office (kind = \"elsewhere\" or \"superior\")");
            told.say(id, key, what, "a unit of its own");
        }
        Some(UnitKind::Head | UnitKind::Desk | UnitKind::Bidang | UnitKind::Puskesmas) => {}
    }
    found
}

/// Whoever must speak has a mailbox of his own: else the desk would get what he must decide, and decide it.
pub(super) fn must_hear(
    ids: &[Spanned<String>],
    key: &str,
    units: &[Unit],
    source: &Source,
    problems: &mut Vec<Problem>,
) {
    for id in ids {
        if units.iter().any(|unit| unit.id.0 == *id.get_ref() && unit.mailboxes.is_empty()) {
            let what = format!("{:?} has no mailbox: the desk would get what it must decide", id.get_ref());
            problems.push(source.problem(id, key, what, "give the unit a mailbox in units.toml"));
        }
    }
}

//! What an office says of itself: words that letters print, people who stand in its chains, addresses.
//!
//! In: `office.toml` and the units. Out: faults with their lines. Does not know other offices.

use serde_spanned::Spanned;

use super::super::problem::Problem;
use super::super::read::Source;
use super::super::told::Told;
use super::{OfficeFile, unknown_unit};
use crate::decide::reply::{Satisfaction, begins_command, read_satisfaction};
use crate::decide::routines::{confirming_words, objects};
use crate::domain::{Unit, UnitId, UnitKind};

/// Zones of Indonesia with the names that letters print.
const ZONE_NAMES: [(&str, &str); 4] =
    [("Asia/Jakarta", "WIB"), ("Asia/Pontianak", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")];
/// Digits of a telephone number at least; of the local emergency number (119).
const SHORTEST_PHONE: usize = 5;
const SHORTEST_PSC: usize = 3;
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
    reachable(file, &mut told);
    numbers(file, &mut told);
}

/// Telephones that can be dialled, places on the web that can be opened.
fn reachable(file: &OfficeFile, told: &mut Told<'_>) {
    let psc = file.emergency.psc.as_ref();
    let phones = [(Some(&file.phone), "phone", SHORTEST_PHONE), (psc, "emergency.psc", SHORTEST_PSC)];
    for (value, key, least) in phones {
        let Some(value) = value else { continue };
        if value.get_ref().chars().filter(char::is_ascii_digit).count() < least {
            let what = format!("{:?} is no telephone number: it has too few digits", value.get_ref());
            told.say(value, key, what, "a number as citizens dial it, as `(0285) 5550001`");
        }
    }
    for (value, key) in [(Some(&file.site), "site"), (file.follow_at.as_ref(), "follow_at")] {
        let Some(value) = value else { continue };
        if !is_web_address(value.get_ref()) {
            let what = format!("{:?} is no address on the web", value.get_ref());
            told.say(value, key, what, "a name as `dinkes.example`, or https://dinkes.example/pengaduan");
        }
    }
    for link in file.links.iter().filter(|link| names_a_script(link.get_ref())) {
        told.say(
            link,
            "links",
            "holds an address that runs or opens something else than a page",
            "https://… or a name",
        );
    }
}

/// `dinkes.example`, `https://dinkes.example/pengaduan`: a host with a dot, nothing that a mail program would run.
fn is_web_address(text: &str) -> bool {
    let text = text.trim();
    let bare = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let host = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(host, _)| host);
    let good = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    let whole = !text.chars().any(char::is_whitespace);
    whole && host.contains('.') && host.chars().all(good) && !host.starts_with('.') && !host.ends_with('.')
}

/// `javascript:…` and the like, wherever in a line.
fn names_a_script(line: &str) -> bool {
    let line = line.to_lowercase();
    ["javascript:", "vbscript:", "data:", "file:"].iter().any(|scheme| line.contains(scheme))
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
        if has_a_meaning(keyword.get_ref()) {
            let what = format!("{:?} means something when a citizen or an officer writes it", keyword.get_ref());
            told.say(keyword, "sms_prefixes", what, "a word that nobody answers with, as the name of the place");
        }
    }
}

/// `PUAS`, `KEBERATAN`, `JAWAB`, `SUDAH`: it would be cut off as a keyword, and its meaning lost.
fn has_a_meaning(keyword: &str) -> bool {
    let word = keyword.trim();
    let confirms = confirming_words().any(|known| known.eq_ignore_ascii_case(word));
    confirms || read_satisfaction(word) != Satisfaction::None || objects(word) || begins_command(word)
}

/// Whoever decides on an accusation is nobody whom it can be about: neither the desk nor the head is a Puskesmas, or
/// shares its mailbox.
pub(super) fn judges(file: &OfficeFile, units: &[Unit], source: &Source, problems: &mut Vec<Problem>) {
    let mut told = Told { source, problems };
    for (id, key) in [(&file.desk, "desk"), (&file.head, "head")] {
        let Some(judge) = units.iter().find(|unit| unit.id.0 == *id.get_ref()) else { continue };
        if judge.kind == UnitKind::Puskesmas {
            let what = format!("{} is a Puskesmas: accusations against it would go to itself", judge.id);
            told.say(id, key, what, "a unit of kind \"desk\" or \"head\" that answers for all of them");
            continue;
        }
        let accusable = units.iter().filter(|unit| unit.kind == UnitKind::Puskesmas);
        let shared = accusable.flat_map(|unit| unit.mailboxes.iter().map(move |address| (unit, address)));
        if let Some((unit, address)) = shared.into_iter().find(|(_, address)| judge.mailboxes.contains(address)) {
            let what = format!("reads {address} together with {}: accusations against it would go to itself", unit.id);
            told.say(id, key, what, "a mailbox of its own in units.toml");
        }
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

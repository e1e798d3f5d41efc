//! One office: `config/offices/<id>/{office,units,rules}.toml`.
//!
//! In: the office's folder and the shared word lists. Out: the office and its rulebook, or every fault at once.

mod duties;

use std::collections::BTreeMap;
use std::path::Path;

use chrono_tz::Tz;
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::decide::routing::{Gazetteer, Rulebook, Weight};
use crate::decide::words::{Lexicon, MatcherBuilder};
use crate::domain::office::EmergencyContacts;
use crate::domain::{Office, OfficeId, Unit, UnitId, UnitKind};

use super::forms::{FormMailFile, ImportFile, forms};
use super::problem::Problem;
use super::read::{Source, read};
use super::rules;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    name: String,
    short: String,
    prefix: Spanned<String>,
    zone: Spanned<String>,
    zone_name: Spanned<String>,
    area_code: String,
    address: String,
    phone: String,
    site: String,
    signed_by: String,
    intake: Vec<Spanned<String>>,
    desk: Spanned<String>,
    head: Spanned<String>,
    #[serde(default)]
    approval: Vec<Spanned<String>>,
    /// Every complaint first goes to the head, who gives the disposisi.
    #[serde(default)]
    disposisi_by_head: bool,
    /// Who acts for an absent one, and when.
    #[serde(default)]
    substitute: Vec<duties::SubstituteFile>,
    /// Who is invited to discuss a plan.
    #[serde(default)]
    meeting: Vec<Spanned<String>>,
    /// Where the citizen may go when nothing helps.
    ombudsman: Option<duties::OmbudsmanFile>,
    /// Units that get a copy of every disposisi.
    #[serde(default)]
    copy_to: Vec<Spanned<String>>,
    /// Where citizens can follow their reports.
    follow_at: Option<String>,
    /// Lines that letters to citizens print.
    #[serde(default)]
    links: Vec<String>,
    /// What a complaint should say.
    #[serde(default)]
    ask_for: Vec<crate::domain::complaint::Detail>,
    #[serde(default)]
    sms_prefixes: Vec<String>,
    /// Local languages whose spellings go before everybody's.
    #[serde(default)]
    languages: Vec<Spanned<String>>,
    /// Whether complaints are graded.
    #[serde(default)]
    grades: bool,
    emergency: EmergencyFile,
    /// How its old books and questionnaires are read.
    #[serde(default)]
    import: ImportFile,
    /// Forms on its website that arrive by mail.
    #[serde(default)]
    form_mail: Vec<FormMailFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EmergencyFile {
    psc: Option<String>,
    igd: Option<String>,
    duty: Vec<String>,
    #[serde(default)]
    duty_sms: Vec<Spanned<String>>,
    #[serde(default)]
    duty_whatsapp: Vec<Spanned<String>>,
}

/// Mobile numbers in E.164; what is none is a problem.
fn mobiles(
    source: &Source,
    written: &[Spanned<String>],
    key: &str,
    area_code: &str,
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    let mut found = Vec::new();
    for number in written {
        match connectors::sms::number::read(number.get_ref(), Some(area_code)).for_sms() {
            Ok(e164) => found.push(e164.to_owned()),
            Err(fault) => {
                let right = "a mobile number, as in \"0812-3456-7890\" or \"+6281234567890\"";
                problems.push(source.problem(number, key, fault.text.clone(), right));
            }
        }
    }
    found
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsFile {
    /// Names of places that are ordinary words as well: they count only after `desa`, `kecamatan` …
    #[serde(default)]
    ordinary_words: Vec<String>,
    unit: Vec<UnitFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    id: Spanned<String>,
    name: String,
    kind: UnitKind,
    addressee: String,
    #[serde(default)]
    mailboxes: Vec<Spanned<String>>,
    superior: Option<Spanned<String>>,
    /// Names that follow the word Puskesmas.
    #[serde(default)]
    aliases: Vec<String>,
    /// Kecamatan it serves, whole or in part.
    #[serde(default)]
    kecamatan: Vec<String>,
    /// Villages it serves.
    #[serde(default)]
    desa: Vec<String>,
}

/// Reads the office in `dir`; its id is the folder's name. Every fault is added to `problems`.
pub fn load_office(dir: &Path, lexicon: &Lexicon, problems: &mut Vec<Problem>) -> Option<(Office, Rulebook)> {
    let before = problems.len();
    let file = read::<OfficeFile>(&dir.join("office.toml"), problems);
    let units = read::<UnitsFile>(&dir.join("units.toml"), problems);
    let rules = rules::read_rules(&dir.join("rules.toml"), problems);
    let ((file, source), (units, units_source), (rules, rules_source)) = (file?, units?, rules?);
    let id = OfficeId(dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default());
    let languages: Vec<String> = file.languages.iter().map(|l| l.get_ref().clone()).collect();
    check_languages(&file, &source, lexicon, problems);
    let mut matcher = MatcherBuilder::new(lexicon.spelling_for(&languages));
    let gazetteer = gazetteer(&units, &mut matcher);
    let (grades, public_numbers) = (file.grades, public_numbers(&file));
    let office = office(id, file, &source, &units, &units_source, problems)?;
    let misread = lexicon.misread(&languages).into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
    let book = Rulebook { gazetteer, grades, public_numbers, misread, ..Rulebook::default() };
    let book = rules::compile(&rules, &rules_source, &office, lexicon, matcher, book, problems);
    if problems.len() == before {
        rules::run_tests(&rules, &rules_source, &office, &book, problems);
    }
    Some((office, book))
}

fn check_languages(file: &OfficeFile, source: &Source, lexicon: &Lexicon, problems: &mut Vec<Problem>) {
    for language in &file.languages {
        if !lexicon.spelling.contains_key(language.get_ref()) {
            let known: Vec<&str> = lexicon.spelling.keys().filter(|l| !l.is_empty()).map(String::as_str).collect();
            let what = format!("no word list is in the language {:?}", language.get_ref());
            problems.push(source.problem(language, "languages", what, format!("one of: {}", known.join(", "))));
        }
    }
}

/// The digits of numbers that belong to the office, not to a person.
fn public_numbers(file: &OfficeFile) -> Vec<String> {
    let numbers = [Some(file.phone.as_str()), file.emergency.psc.as_deref(), file.emergency.igd.as_deref()];
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    numbers.into_iter().flatten().map(digits).filter(|d| d.len() >= 3).collect()
}

fn office(
    id: OfficeId,
    file: OfficeFile,
    source: &Source,
    units_file: &UnitsFile,
    units_source: &Source,
    problems: &mut Vec<Problem>,
) -> Option<Office> {
    let units = units(units_file, units_source, problems);
    let zone = match file.zone.get_ref().parse::<Tz>() {
        Ok(zone) => Some(zone),
        Err(_) => {
            let what = format!("{:?} is no time zone", file.zone.get_ref());
            problems.push(source.problem(&file.zone, "zone", what, "Asia/Jakarta, Asia/Makassar or Asia/Jayapura"));
            None
        }
    };
    let mut unit_id = |key: &str, id: &Spanned<String>| {
        let found = UnitId(id.get_ref().clone());
        if !units.iter().any(|unit| unit.id == found) {
            problems.push(unknown_unit(source, id, key));
        }
        found
    };
    let (desk, head) = (unit_id("desk", &file.desk), unit_id("head", &file.head));
    let approval = file.approval.iter().map(|id| unit_id("approval", id)).collect();
    let meeting = file.meeting.iter().map(|id| unit_id("meeting", id)).collect();
    let copies = file.copy_to.iter().map(|id| unit_id("copy_to", id)).collect();
    let substitutes = duties::substitutes(&file.substitute, source, &units, problems);
    if units.iter().any(|unit| unit.id == desk && unit.mailboxes.is_empty()) {
        let right = "give the unit a mailbox in units.toml: what no rule matches goes there";
        problems.push(source.problem(&file.desk, "desk", format!("the desk {desk} has no mailbox"), right));
    }
    for address in &file.intake {
        check_address(source, address, "intake", problems);
    }
    let emergency = emergency(&file, source, problems);
    let forms = forms(&file.import, &file.form_mail, source, problems);
    Some(Office {
        id,
        forms,
        name: file.name,
        short: file.short,
        prefix: file.prefix.into_inner(),
        zone: zone?,
        zone_name: file.zone_name.into_inner(),
        area_code: file.area_code,
        address: file.address,
        phone: file.phone,
        site: file.site,
        signed_by: file.signed_by,
        intake: file.intake.into_iter().map(|a| a.into_inner().to_lowercase()).collect(),
        desk,
        head,
        approval,
        disposisi_by_head: file.disposisi_by_head,
        substitutes,
        meeting,
        ombudsman: file.ombudsman.map(duties::OmbudsmanFile::into_domain),
        copies,
        follow_at: file.follow_at,
        links: file.links,
        ask_for: file.ask_for,
        units,
        emergency,
        sms_prefixes: longest_first(file.sms_prefixes),
    })
}

fn emergency(file: &OfficeFile, source: &Source, problems: &mut Vec<Problem>) -> EmergencyContacts {
    let mut mobiles = |written: &[Spanned<String>], key| mobiles(source, written, key, &file.area_code, problems);
    EmergencyContacts {
        psc: file.emergency.psc.clone(),
        igd: file.emergency.igd.clone(),
        duty: file.emergency.duty.clone(),
        duty_sms: mobiles(&file.emergency.duty_sms, "emergency.duty_sms"),
        duty_whatsapp: mobiles(&file.emergency.duty_whatsapp, "emergency.duty_whatsapp"),
    }
}

fn longest_first(mut prefixes: Vec<String>) -> Vec<String> {
    prefixes.sort_by_key(|prefix| std::cmp::Reverse(prefix.len()));
    prefixes
}

/// A unit that is not in units.toml.
pub(super) fn unknown_unit(source: &Source, id: &Spanned<String>, key: &str) -> Problem {
    let what = format!("there is no unit {:?}", id.get_ref());
    source.problem(id, key, what, "an id of this office's units.toml")
}

fn check_address(source: &Source, address: &Spanned<String>, key: &str, problems: &mut Vec<Problem>) {
    let good = address.get_ref().split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if !good {
        let what = format!("{:?} is no mail address", address.get_ref());
        problems.push(source.problem(address, key, what, "an address such as pengaduan@dinkes.example"));
    }
}

fn units(file: &UnitsFile, source: &Source, problems: &mut Vec<Problem>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for unit in &file.unit {
        let id = UnitId(unit.id.get_ref().clone());
        if units.iter().any(|known| known.id == id) {
            problems.push(source.problem(
                &unit.id,
                "unit.id",
                format!("the unit {id} stands here twice"),
                "one entry for each unit",
            ));
        }
        for address in &unit.mailboxes {
            check_address(source, address, "unit.mailboxes", problems);
        }
        if let Some(superior) = &unit.superior
            && !file.unit.iter().any(|other| other.id.get_ref() == superior.get_ref())
        {
            problems.push(unknown_unit(source, superior, "unit.superior"));
        }
        units.push(Unit {
            id,
            name: unit.name.clone(),
            kind: unit.kind,
            addressee: unit.addressee.clone(),
            mailboxes: unit.mailboxes.iter().map(|m| m.get_ref().to_lowercase()).collect(),
            superior: unit.superior.as_ref().map(|s| UnitId(s.get_ref().clone())),
        });
    }
    units
}

/// Words before the name of a village.
const VILLAGE: &str = "=desa|=kelurahan|=dusun|=dukuh|=kampung";
/// Words before the name of a kecamatan.
const DISTRICT: &str = "=kecamatan";
/// Words that make a place of an ordinary word.
const REGION: &str = "=daerah|=wilayah|=warga|=orang|=asal|=pasar|=polindes|=poskesdes|=posyandu|=pustu";

/// Every name of every unit with a working area, as phrases.
fn gazetteer(file: &UnitsFile, matcher: &mut MatcherBuilder) -> Gazetteer {
    let mut out = Gazetteer::default();
    for unit in &file.unit {
        let id = UnitId(unit.id.get_ref().clone());
        let mut add = |phrase: String, weight| {
            if let Ok(phrase) = matcher.phrase(&phrase) {
                out.add(phrase, weight, &id);
            }
        };
        for alias in &unit.aliases {
            add(format!("=puskesmas {}", exact(alias)), Weight::Named);
        }
        for (names, said, weight) in
            [(&unit.desa, VILLAGE, Weight::Village), (&unit.kecamatan, DISTRICT, Weight::District)]
        {
            let said_weight = if weight == Weight::Village { Weight::SaidVillage } else { weight };
            for name in names {
                let exact = exact(name);
                add(format!("{said} {exact}"), said_weight);
                add(format!("{REGION} {exact}"), weight);
                add(format!("=puskesmas {exact}"), Weight::Named);
                add(format!("=puskesmas {said} {exact}"), Weight::Named);
                if !file.ordinary_words.contains(name) {
                    add(exact, weight);
                }
            }
        }
    }
    out
}

/// A name, each word as it is.
fn exact(name: &str) -> String {
    name.split_whitespace().map(|word| format!("={word}")).collect::<Vec<_>>().join(" ")
}

/// Units by id, for rules that name them.
pub(super) fn by_id(office: &Office) -> BTreeMap<&str, &Unit> {
    office.units.iter().map(|unit| (unit.id.0.as_str(), unit)).collect()
}

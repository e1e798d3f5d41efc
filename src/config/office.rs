//! One office: `config/offices/<id>/{office,units,rules}.toml`.
//!
//! In: the office's folder and the shared word lists. Out: the office and its rulebook, or every fault at once.

mod checks;
mod duties;
mod gazetteer;
mod units;

use std::collections::BTreeMap;
use std::path::Path;

use chrono_tz::Tz;
use serde::Deserialize;
use serde_spanned::Spanned;

use self::gazetteer::gazetteer;
use self::units::{UnitsFile, units};
use crate::decide::routing::Rulebook;
use crate::decide::words::{Lexicon, MatcherBuilder};
use crate::domain::office::{ConfirmAnswers, DeskCopies, EmergencyContacts};
use crate::domain::{Office, OfficeId, Unit};

use super::forms::{FormMailFile, ImportFile, forms};
use super::problem::Problem;
use super::read::Source;
use super::rules;
use super::told::{Told, read_office_file};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    name: Spanned<String>,
    short: Spanned<String>,
    prefix: Spanned<String>,
    zone: Spanned<String>,
    zone_name: Spanned<String>,
    area_code: Spanned<String>,
    address: Spanned<String>,
    phone: Spanned<String>,
    site: Spanned<String>,
    signed_by: Spanned<String>,
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
    /// Of which complaints that go to a unit the desk has a copy.
    #[serde(default)]
    desk_copies: DeskCopies,
    /// Of which answers their writers hear that they have left.
    #[serde(default)]
    confirm_answers: ConfirmAnswers,
    /// Where citizens can follow their reports.
    follow_at: Option<Spanned<String>>,
    /// Lines that letters to citizens print.
    #[serde(default)]
    links: Vec<Spanned<String>>,
    /// What a complaint should say.
    #[serde(default)]
    ask_for: Vec<crate::domain::complaint::Detail>,
    #[serde(default)]
    sms_prefixes: Vec<Spanned<String>>,
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
    psc: Option<Spanned<String>>,
    igd: Option<Spanned<String>>,
    duty: Vec<Spanned<String>>,
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

/// Reads the office in `dir`; its id is the folder's name. Every fault is added to `problems`.
pub fn load_office(dir: &Path, lexicon: &Lexicon, problems: &mut Vec<Problem>) -> Option<(Office, Rulebook)> {
    let before = problems.len();
    let file = read_office_file::<OfficeFile>(dir, "office.toml", problems);
    let units = read_office_file::<UnitsFile>(dir, "units.toml", problems);
    let rules = rules::read_rules(dir, problems);
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
    let numbers = [Some(&file.phone), file.emergency.psc.as_ref(), file.emergency.igd.as_ref()];
    let digits = |text: &Spanned<String>| text.get_ref().chars().filter(char::is_ascii_digit).collect::<String>();
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
    let zone = zone(&file, source, problems);
    checks::words(&file, source, problems);
    checks::addresses(&file, &units, source, problems);
    checks::judges(&file, &units, source, problems);
    let mut told = Told { source, problems };
    let desk = checks::person(&file.desk, "desk", &units, &mut told);
    let head = checks::person(&file.head, "head", &units, &mut told);
    let approval = checks::listed(&file.approval, "approval", &units, source, problems);
    let meeting = checks::listed(&file.meeting, "meeting", &units, source, problems);
    let copies = checks::listed(&file.copy_to, "copy_to", &units, source, problems);
    checks::must_hear(&file.approval, "approval", &units, source, problems);
    if file.disposisi_by_head {
        checks::must_hear(std::slice::from_ref(&file.head), "head", &units, source, problems);
    }
    let substitutes = duties::substitutes(&file.substitute, source, &units, problems);
    if units.iter().any(|unit| unit.id == desk && unit.mailboxes.is_empty()) {
        let right = "give the unit a mailbox in units.toml: what no rule matches goes there";
        problems.push(source.problem(&file.desk, "desk", format!("the desk {desk} has no mailbox"), right));
    }
    let emergency = emergency(&file, source, problems);
    let ombudsman = file.ombudsman.map(|entry| duties::ombudsman(entry, source, problems));
    let forms = forms(&file.import, &file.form_mail, source, problems);
    Some(Office {
        id,
        forms,
        name: file.name.into_inner(),
        short: file.short.into_inner(),
        prefix: file.prefix.into_inner(),
        zone: zone?,
        zone_name: file.zone_name.into_inner(),
        area_code: file.area_code.into_inner(),
        address: file.address.into_inner(),
        phone: file.phone.into_inner(),
        site: file.site.into_inner(),
        signed_by: file.signed_by.into_inner(),
        intake: file.intake.into_iter().map(|a| a.into_inner().to_lowercase()).collect(),
        desk,
        head,
        approval,
        disposisi_by_head: file.disposisi_by_head,
        substitutes,
        meeting,
        ombudsman,
        copies,
        desk_copies: file.desk_copies,
        confirm_answers: file.confirm_answers,
        follow_at: file.follow_at.map(Spanned::into_inner),
        links: file.links.into_iter().map(Spanned::into_inner).collect(),
        ask_for: file.ask_for,
        units,
        emergency,
        sms_prefixes: longest_first(file.sms_prefixes.into_iter().map(Spanned::into_inner).collect()),
    })
}

fn zone(file: &OfficeFile, source: &Source, problems: &mut Vec<Problem>) -> Option<Tz> {
    let zone = file.zone.get_ref().parse::<Tz>().ok();
    if zone.is_none() {
        let what = format!("{:?} is no time zone", file.zone.get_ref());
        problems.push(source.problem(&file.zone, "zone", what, "Asia/Jakarta, Asia/Makassar or Asia/Jayapura"));
    }
    zone
}

fn emergency(file: &OfficeFile, source: &Source, problems: &mut Vec<Problem>) -> EmergencyContacts {
    let mut mobiles =
        |written: &[Spanned<String>], key| mobiles(source, written, key, file.area_code.get_ref(), problems);
    EmergencyContacts {
        psc: file.emergency.psc.as_ref().map(|number| number.get_ref().clone()),
        igd: file.emergency.igd.as_ref().map(|words| words.get_ref().clone()),
        duty: file.emergency.duty.iter().map(|address| address.get_ref().clone()).collect(),
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

/// Units by id, for rules that name them.
pub(super) fn by_id(office: &Office) -> BTreeMap<&str, &Unit> {
    office.units.iter().map(|unit| (unit.id.0.as_str(), unit)).collect()
}

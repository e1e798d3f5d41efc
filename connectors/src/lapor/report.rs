//! A document read into a report: what the profile finds in it. Like reading a mail, it never fails; what is not there
//! is not there, and a word that nobody knows is kept as it is and named among the oddities.
//!
//! Pure. In: document and profile. Out: [`Report`]. Does not know what an office does with it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Utc};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Profile;
use super::document::{Content, Document};
use super::entries::{entries, files_at};
use super::place::{joined, wide};
use super::pointer;

/// A word of the service, with what it means where that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word {
    /// As the service writes it.
    pub raw: String,
    /// Our word for it ([`super::profile::Words`]).
    pub known: Option<String>,
}

/// Something that hangs on a report or follow-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct File {
    /// Where it is.
    pub url: String,
    /// Its name.
    pub name: String,
}

/// Something written under a report, or a line of its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its id; made from its text and time where it has none.
    pub id: String,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// Who.
    pub from: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// What; untrusted plain text.
    pub text: String,
    /// Files.
    pub files: Vec<File>,
}

/// A report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// By which the interface knows it.
    pub id: String,
    /// By which people know it.
    pub number: String,
    /// Title.
    pub title: String,
    /// As the reporter wrote it.
    pub text: String,
    /// As an admin edited it, where that differs.
    pub edited: Option<String>,
    /// Class.
    pub class: Option<Word>,
    /// It alleges wrongdoing, says its class.
    pub supervision: bool,
    /// Category.
    pub category: Option<String>,
    /// Place, as near as it is told.
    pub location: Option<String>,
    /// The part of it that is no nearer than a Kecamatan; `None`: nothing says which part that is.
    pub district: Option<String>,
    /// Status.
    pub status: Option<Word>,
    /// The reporter is hidden; also where nothing says that he is not.
    pub anonymous: bool,
    /// True where the service itself says whether he is, false where nothing does.
    pub anonymous_said: bool,
    /// The report is hidden; also where nothing says that it is not.
    pub secret: bool,
    /// True where the service itself says whether it is, false where nothing does.
    pub secret_said: bool,
    /// Reporter's name.
    pub reporter: Option<String>,
    /// Reporter's id there.
    pub user: Option<String>,
    /// Since when it is there.
    pub created: Option<DateTime<Utc>>,
    /// When it last changed.
    pub updated: Option<DateTime<Utc>>,
    /// Who has it: id.
    pub institution: Option<String>,
    /// Who has it: name.
    pub institution_name: Option<String>,
    /// Its files.
    pub files: Vec<File>,
    /// Its history.
    pub logs: Vec<Entry>,
    /// What was written under it.
    pub followups: Vec<Entry>,
    /// What was odd: an unknown word, a missing flag.
    pub oddities: Vec<String>,
}

impl Report {
    /// Reads a document; `None` for a sweep, which is no report.
    #[must_use]
    pub fn read(document: &Document, profile: &Profile) -> Option<Self> {
        match &document.content {
            Content::Api { id, item, detail, followups, .. } => {
                let parse = |raw: &serde_json::value::RawValue| serde_json::from_str(raw.get()).unwrap_or(Value::Null);
                let parts: Vec<Value> = [detail, item].into_iter().flatten().map(|raw| parse(raw)).collect();
                let pages: Vec<Value> = followups.iter().map(|raw| parse(raw)).collect();
                Some(from_api(id, &parts, &pages, profile))
            }
            Content::Export { row } => Some(from_row(row, profile)),
            Content::Notice { number } => Some(Self { id: number.clone(), number: number.clone(), ..Self::strict() }),
            Content::Sweep { .. } => None,
        }
    }

    /// Twelve characters that are the same as long as everything that is read in it is.
    #[must_use]
    pub fn state(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or(Value::Null);
        hex::encode(Sha256::digest(value.to_string())).get(..12).unwrap_or_default().to_owned()
    }

    /// Nothing known: hidden both ways.
    fn strict() -> Self {
        Self { anonymous: true, secret: true, ..Self::default() }
    }
}

/// `parts`: the detail, then the item of the listing; the first that says something counts.
fn from_api(id: &str, parts: &[Value], pages: &[Value], profile: &Profile) -> Report {
    let (fields, words) = (&profile.fields, &profile.words);
    let text = |places: &[String]| parts.iter().find_map(|part| pointer::text(part, places));
    let time = |places: &[String]| text(places).and_then(|at| moment(&at, profile));
    let mut report = Report {
        id: text(&fields.id).unwrap_or_else(|| id.to_owned()),
        number: text(&fields.number).unwrap_or_else(|| id.to_owned()),
        title: text(&fields.title).unwrap_or_default(),
        text: text(&fields.text).unwrap_or_default(),
        category: text(&fields.category),
        location: text(&fields.location),
        district: text(&fields.district).or_else(|| text(&fields.location).and_then(|place| wide(&place))),
        reporter: text(&fields.reporter),
        user: text(&fields.user),
        created: time(&fields.created),
        updated: time(&fields.updated),
        institution: text(&fields.institution),
        institution_name: text(&fields.institution_name),
        files: parts
            .iter()
            .map(|part| files_at(part, &fields.attachments, fields))
            .find(|files| !files.is_empty())
            .unwrap_or_default(),
        logs: parts.iter().flat_map(|part| entries(part, &fields.logs, profile)).collect(),
        followups: profile
            .followups
            .iter()
            .flat_map(|followups| pages.iter().flat_map(|page| entries(page, &followups.items, profile)))
            .collect(),
        ..Report::default()
    };
    report.logs.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    report.followups.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    report.followups.dedup_by(|a, b| a.id == b.id);
    report.edited = text(&fields.edited).filter(|edited| *edited != report.text);
    set_class(&mut report, text(&fields.class), profile);
    report.status = text(&fields.status).map(|raw| word(raw, &words.status, "status", &mut report.oddities));
    let flag = |places: &[String]| {
        parts.iter().find_map(|part| pointer::text(part, places)).map(|said| is_yes(&said, &words.yes))
    };
    let flags = (flag(&fields.anonymous), flag(&fields.secret));
    let kind_is_there = parts.iter().any(|part| fields.kind.iter().any(|place| part.pointer(place).is_some()));
    set_hiding(&mut report, flags, kind_is_there.then(|| text(&fields.kind).unwrap_or_default()), profile);
    report
}

fn from_row(row: &BTreeMap<String, String>, profile: &Profile) -> Report {
    let mut cells: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (heading, field) in profile.export.iter().flat_map(|export| &export.columns) {
        if let Some(cell) = row.get(heading) {
            cells.entry(field.as_str()).or_default().push(cell.trim());
        }
    }
    let text = |field: &str| {
        let joined = cells.get(field)?.iter().filter(|cell| !cell.is_empty()).copied().collect::<Vec<_>>().join(", ");
        (!joined.is_empty()).then_some(joined)
    };
    let mut report = Report {
        number: text("number").unwrap_or_default(),
        title: text("title").unwrap_or_default(),
        text: text("text").unwrap_or_default(),
        category: text("category"),
        location: joined(&[text("location"), text("district")]),
        district: text("district"),
        reporter: text("reporter"),
        institution: text("institution"),
        institution_name: text("institution_name"),
        created: text("date").and_then(|date| super::export_date::moment(&date, text("time").as_deref(), profile.zone)),
        ..Report::default()
    };
    report.id.clone_from(&report.number);
    report.edited = text("edited").filter(|edited| *edited != report.text);
    set_class(&mut report, text("class"), profile);
    report.status = text("status").map(|raw| word(raw, &profile.words.status, "status", &mut report.oddities));
    set_hiding(
        &mut report,
        (None, None),
        cells.contains_key("kind").then(|| text("kind").unwrap_or_default()),
        profile,
    );
    report
}

fn set_class(report: &mut Report, raw: Option<String>, profile: &Profile) {
    let Some(raw) = raw else { return };
    let lower = raw.to_lowercase();
    report.supervision = profile.words.supervision.iter().any(|word| word.to_lowercase() == lower);
    report.class = Some(word(raw, &profile.words.class, "class", &mut report.oddities));
}

/// Both flags, each where it is said, else by the column that says both; where nothing says anything, hidden.
fn set_hiding(report: &mut Report, flags: (Option<bool>, Option<bool>), kind: Option<String>, profile: &Profile) {
    let by_kind = kind.map(|kind| {
        let lower = kind.to_lowercase();
        let is = |list: &[String]| list.iter().any(|word| word.to_lowercase() == lower);
        let (anonymous, secret) = (is(&profile.words.anonymous), is(&profile.words.secret));
        let strange = !lower.is_empty() && !anonymous && !secret && !is(&profile.words.open);
        if strange {
            report.oddities.push(format!("unknown word for anonymous or secret: {kind}"));
        }
        (anonymous || strange, secret || strange)
    });
    let (anonymous, secret) = (flags.0.or(by_kind.map(|kind| kind.0)), flags.1.or(by_kind.map(|kind| kind.1)));
    for (what, said) in [("anonymous", anonymous), ("secret", secret)] {
        if said.is_none() {
            report.oddities.push(format!("nothing says whether it is {what}; taken as {what}"));
        }
    }
    (report.anonymous, report.anonymous_said) = (anonymous.unwrap_or(true), anonymous.is_some());
    (report.secret, report.secret_said) = (secret.unwrap_or(true), secret.is_some());
}

fn is_yes(said: &str, yes: &[String]) -> bool {
    let lower = said.to_lowercase();
    yes.iter().any(|word| word.to_lowercase() == lower)
}

fn word(raw: String, known: &BTreeMap<String, Vec<String>>, what: &str, oddities: &mut Vec<String>) -> Word {
    let lower = raw.to_lowercase();
    let found = known.iter().find(|(_, theirs)| theirs.iter().any(|word| word.to_lowercase() == lower));
    if found.is_none() {
        oddities.push(format!("unknown {what}: {raw}"));
    }
    Word { known: found.map(|(ours, _)| ours.clone()), raw }
}

/// A time in one of the profile's formats; without a zone it is the profile's.
pub(super) fn moment(text: &str, profile: &Profile) -> Option<DateTime<Utc>> {
    let local = |at: NaiveDateTime| Some(profile.zone.from_local_datetime(&at).earliest()?.to_utc());
    profile.dates.iter().find_map(|format| {
        if let Ok(at) = DateTime::parse_from_str(text, format) {
            return Some(at.to_utc());
        }
        if let Ok(at) = NaiveDateTime::parse_from_str(text, format) {
            return if format.ends_with('Z') { Some(at.and_utc()) } else { local(at) };
        }
        NaiveDate::parse_from_str(text, format).ok().and_then(|day| local(day.and_time(NaiveTime::MIN)))
    })
}

//! What one office asks of the citizen and promises him, from `offices/<id>/citizen.toml`.
//!
//! In: the file and the office. Out: its [`CitizenRules`], or every fault with its line. Does not decide anything.

use std::path::Path;

use serde::Deserialize;
use serde_spanned::Spanned;

use super::problem::Problem;
use super::read::Source;
use super::told::{Told, read_office_file};
use crate::decide::citizen::{CitizenRules, Escalation, institution_above};
use crate::domain::deadline::StopsAt;
use crate::domain::{Office, Standard, Within};

/// The word for a question that is never closed by silence.
const NEVER: &str = "never";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CitizenFile {
    escalation: Spanned<String>,
    reopen_within: Spanned<String>,
    /// How long a complaint is kept after its end.
    keep_closed: Option<Spanned<String>>,
    #[serde(default)]
    board: bool,
    done_words: Spanned<String>,
    question: Clock,
    objection: Clock,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    id: Spanned<String>,
    row: Spanned<String>,
    name: Spanned<String>,
    within: Spanned<String>,
}

/// Reads the settings of the office in `office_dir`, whose published limits are `standards`. Faults are added to
/// `problems`; `None` where they cannot be used.
#[must_use]
pub fn load_citizen_rules(
    office_dir: &Path,
    office: &Office,
    standards: &[Standard],
    problems: &mut Vec<Problem>,
) -> Option<CitizenRules> {
    let before = problems.len();
    let (file, source) = read_office_file::<CitizenFile>(office_dir, "citizen.toml", problems)?;
    let escalation = escalation(&file.escalation, office, &source, problems);
    let mut told = Told { source: &source, problems };
    told.printed(&file.done_words, "done_words", "a sentence such as \"Laporan Bapak/Ibu telah selesai ditangani.\"");
    let reopen = reopen_within(&file.reopen_within, &mut told);
    let keep = file.keep_closed.as_ref().and_then(|text| keep_closed(text, reopen, &mut told));
    own_ids(&file, standards, &mut told);
    let never = is_never(&file.question.within);
    let question = if never { None } else { standard(file.question, "question", StopsAt::Closing, &mut told) };
    let objection = standard(file.objection, "objection", StopsAt::Answer, &mut told);
    if problems.len() > before {
        return None;
    }
    Some(CitizenRules {
        question,
        objection: objection?,
        escalation: escalation?,
        reopen: reopen?,
        reopen_words: file.reopen_within.into_inner(),
        keep,
        board: file.board,
        done_words: file.done_words.into_inner(),
    })
}

fn is_never(text: &Spanned<String>) -> bool {
    text.get_ref().trim().eq_ignore_ascii_case(NEVER)
}

/// How long a closed complaint may be opened again. The word `never` is another key's.
fn reopen_within(text: &Spanned<String>, told: &mut Told<'_>) -> Option<Within> {
    if is_never(text) {
        let what = "`never` is no length of time: a citizen may always come back for a while";
        told.say(text, "reopen_within", what, "a length such as `30 hari`; `never` fits question.within only");
        return None;
    }
    told.within(text, "reopen_within")
}

/// How long a closed complaint is kept: days or months, and longer than it may be opened again.
fn keep_closed(text: &Spanned<String>, reopen: Option<Within>, told: &mut Told<'_>) -> Option<(Within, String)> {
    let within = told.within(text, "keep_closed")?;
    let words = text.get_ref().trim().to_owned();
    let days = match within {
        Within::CalendarDays(days) => days,
        Within::Months(months) => months.saturating_mul(28),
        Within::Minutes(_) | Within::Hours(_) | Within::WorkingDays(_) => {
            told.say(
                text,
                "keep_closed",
                format!("`{words}` is no time for an archive"),
                "as `60 bulan` or `400 hari`",
            );
            return None;
        }
    };
    if reopen.is_some_and(|reopen| at_most_days(reopen) >= days) {
        let what = format!("`{words}` is not longer than reopen_within: who comes back would find nothing");
        told.say(text, "keep_closed", what, "a longer time, as `60 bulan` (what the office's JRA says)");
    }
    Some((within, words))
}

/// No more days than these.
fn at_most_days(within: Within) -> u32 {
    match within {
        Within::Minutes(minutes) => minutes.div_ceil(24 * 60),
        Within::Hours(hours) => hours.div_ceil(24),
        Within::CalendarDays(days) => days,
        Within::WorkingDays(days) => days.saturating_mul(2),
        Within::Months(months) => months.saturating_mul(31),
    }
}

/// The ids of both clocks are their own: a stored deadline is found by its id.
fn own_ids(file: &CitizenFile, standards: &[Standard], told: &mut Told<'_>) {
    let (question, objection) = (&file.question.id, &file.objection.id);
    if question.get_ref() == objection.get_ref() {
        told.say(objection, "objection.id", "is the id of [question] too", "an id of its own, as `kdm.keberatan`");
    }
    for (id, key) in [(question, "question.id"), (objection, "objection.id")] {
        if standards.iter().any(|standard| standard.id == *id.get_ref()) {
            told.say(id, key, "is the id of a standard of standards.toml too", "an id of its own, as `kdm.puas`");
        }
    }
}

/// `superior`, or `dinkes`: the institution above, which must have an address (A18).
fn escalation(
    word: &Spanned<String>,
    office: &Office,
    source: &Source,
    problems: &mut Vec<Problem>,
) -> Option<Escalation> {
    match (word.get_ref().as_str(), institution_above(office)) {
        ("superior", _) => Some(Escalation::Above),
        ("dinkes", Some(institution)) => {
            if office.unit(&office.head).is_none_or(|head| head.superior.is_none()) {
                let what = format!("nothing goes up from {}: it has no superior outside this office", office.head);
                let right = format!("superior = \"{institution}\" at that unit in units.toml, or \"superior\" here");
                problems.push(source.problem(word, "escalation", what, right));
            }
            Some(Escalation::Institution(institution.clone()))
        }
        ("dinkes", None) => {
            let what = "there is no Dinas Kesehatan above this office that has an address";
            let right = "a unit with kind = \"superior\" and a mailbox in units.toml, or \"superior\" here";
            problems.push(source.problem(word, "escalation", what, right));
            None
        }
        (other, _) => {
            let what = format!("{other:?} is nobody");
            problems.push(source.problem(word, "escalation", what, "\"dinkes\" or \"superior\""));
            None
        }
    }
}

fn standard(clock: Clock, table: &str, stops_at: StopsAt, told: &mut Told<'_>) -> Option<Standard> {
    told.id(&clock.id, format!("{table}.id"), "kdm.puas");
    told.printed(&clock.row, format!("{table}.row"), "the row of the published standard, as `KDM-18`");
    told.printed(&clock.name, format!("{table}.name"), "what is waited for, as letters name it");
    let within = told.within(&clock.within, format!("{table}.within"))?;
    if stops_at == StopsAt::Closing && shorter_than_a_day(within) {
        let right = "a day or more, as `10 hari kerja`, or `never`";
        told.say(&clock.within, format!("{table}.within"), "leaves nobody time to answer", right);
    }
    Some(Standard {
        row: clock.row.into_inner(),
        words: clock.within.into_inner().trim().to_owned(),
        ..Standard::plain(clock.id.get_ref(), clock.name.get_ref(), within, stops_at)
    })
}

/// Silence closes: a citizen who reads his mail in the evening must have had his chance.
fn shorter_than_a_day(within: Within) -> bool {
    match within {
        Within::Minutes(minutes) => minutes < 24 * 60,
        Within::Hours(hours) => hours < 24,
        Within::CalendarDays(days) => days == 0,
        Within::WorkingDays(_) | Within::Months(_) => false,
    }
}

//! What one office asks of the citizen and promises him, from `offices/<id>/citizen.toml`.
//!
//! In: the file and the office. Out: its [`CitizenRules`], or every fault with its line. Does not decide anything.

use std::path::Path;

use serde::Deserialize;
use serde_spanned::Spanned;

use super::problem::Problem;
use super::read::{Source, read};
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
    row: String,
    name: String,
    within: Spanned<String>,
}

/// Reads the settings of the office in `office_dir`. Faults are added to `problems`; `None` where they cannot be used.
#[must_use]
pub fn load_citizen_rules(office_dir: &Path, office: &Office, problems: &mut Vec<Problem>) -> Option<CitizenRules> {
    let before = problems.len();
    let (file, source) = read::<CitizenFile>(&office_dir.join("citizen.toml"), problems)?;
    let escalation = escalation(&file.escalation, office, &source, problems);
    let reopen = within(&file.reopen_within, "reopen_within", &source, problems);
    if file.done_words.get_ref().trim().is_empty() {
        let right = "a sentence such as \"Laporan Bapak/Ibu telah selesai ditangani.\"";
        problems.push(source.problem(&file.done_words, "done_words", "is empty", right));
    }
    let never = file.question.within.get_ref().trim().eq_ignore_ascii_case(NEVER);
    let question = if never { None } else { standard(file.question, "question", StopsAt::Closing, &source, problems) };
    let objection = standard(file.objection, "objection", StopsAt::Answer, &source, problems);
    if problems.len() > before {
        return None;
    }
    Some(CitizenRules {
        question,
        objection: objection?,
        escalation: escalation?,
        reopen: reopen?,
        reopen_words: file.reopen_within.into_inner(),
        board: file.board,
        done_words: file.done_words.into_inner(),
    })
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
        ("dinkes", Some(institution)) => Some(Escalation::Institution(institution.clone())),
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

fn within(words: &Spanned<String>, key: &str, source: &Source, problems: &mut Vec<Problem>) -> Option<Within> {
    match words.get_ref().parse() {
        Ok(within) => Some(within),
        Err(error) => {
            problems.push(source.problem(words, key, format!("{error}"), ""));
            None
        }
    }
}

fn standard(
    clock: Clock,
    table: &str,
    stops_at: StopsAt,
    source: &Source,
    problems: &mut Vec<Problem>,
) -> Option<Standard> {
    if clock.id.get_ref().trim().is_empty() {
        problems.push(source.problem(&clock.id, format!("{table}.id"), "is empty", "`kdm.puas`"));
    }
    let within = within(&clock.within, &format!("{table}.within"), source, problems)?;
    Some(Standard {
        row: clock.row,
        words: clock.within.into_inner().trim().to_owned(),
        ..Standard::plain(clock.id.get_ref(), &clock.name, within, stops_at)
    })
}

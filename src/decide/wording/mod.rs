//! Letters from templates. In: the texts of `config/letters/` and the facts of one letter. Out: subject and body, or
//! the fault with template and line. Does not know where templates lie, who gets the letter, or what time it is.
//!
//! Template names are the file names: `receipt.txt`, `receipt.batang.txt` (for one office), `receipt.sms.txt`,
//! `receipt.batang.sms.txt`, `answer.lapor.txt`. A mail template is `Subjek: …`, an empty line, the body; a template
//! for a channel that carries bare text ([`Bare`]) is all text.

pub mod arithmetic;
pub mod dates;
mod engine;
mod facts;
mod fitted;
mod place;
mod plain;
mod sample;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use minijinja::{Environment, Error, ErrorKind, Value};

pub use arithmetic::arithmetic;
pub use facts::{
    AlarmFacts, ApprovalFacts, AskBackFacts, ChaseFacts, ClosingFacts, ComplaintFacts, DeadlineFacts, DeliveryFacts,
    DossierFacts, ExtensionFacts, FailureFacts, LaporFacts, LetterFacts, OfficeFacts, OmbudsmanFacts, PenFacts,
    ProposalFacts, RegisteredFacts, RegistrationFacts, ReporterFacts, RoutingFacts, TaskFacts, UnitFacts, UnreadFacts,
    WrittenFacts,
};
pub use fitted::fitted;
pub use place::Bare;
use place::{Part, Place};
pub use plain::{SUBJECT_LIMIT, SUMMARY_LIMIT, harmless, one_line, quoted, shorten, summary};

use crate::domain::{LetterKind, OfficeId};

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingFault {
    /// File name: `receipt.batang.txt`.
    pub template: String,
    /// Line from 1; 0 where no line fits.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for WordingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.template, self.line, self.what)
    }
}

impl std::error::Error for WordingFault {}

/// A letter ready to be addressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, at most [`SUBJECT_LIMIT`] characters, begins with `[number] `.
    pub subject: String,
    /// The body, lines ended by `\n`.
    pub body: String,
}

/// All letters of this installation, compiled and tried.
#[derive(Debug, Clone)]
pub struct Wording {
    environment: Environment<'static>,
}

impl Wording {
    /// Compiles templates and tries each with a sample letter that knows everything and one that knows the least.
    ///
    /// # Errors
    /// Every fault of every template: a name that is no [`LetterKind`], a missing `Subjek:` line, wrong syntax, an
    /// unknown variable, a subject that does not begin with the number, a kind without a template.
    pub fn new<N: Into<String>, T: Into<String>>(
        templates: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Self, Vec<WordingFault>> {
        let mut wording = Self { environment: engine::environment() };
        let mut places = BTreeMap::new();
        let mut faults = Vec::new();
        for (file, text) in templates {
            let (file, text) = (file.into(), text.into());
            match wording.add(&file, &text) {
                Ok(place) => drop(places.insert(place.file(), place)),
                Err(fault) => faults.push(fault),
            }
        }
        for place in places.values() {
            faults.extend(wording.faults_of(place));
        }
        let missing = LetterKind::ALL.iter().map(|kind| Place { kind: *kind, office: None, bare: None }.file());
        faults.extend(
            missing
                .filter(|file| !wording.has(file) && !faults.iter().any(|f| f.template == *file))
                .map(|template| WordingFault {
                    template,
                    line: 0,
                    what: "there is no template for this kind of letter".into(),
                })
                .collect::<Vec<_>>(),
        );
        engine::let_run(&mut wording.environment);
        if faults.is_empty() { Ok(wording) } else { Err(faults) }
    }

    /// Writes a letter, with the office's own template where there is one.
    ///
    /// # Errors
    /// [`WordingFault`] if the template names something that this letter does not have.
    pub fn render(
        &self,
        kind: LetterKind,
        office: Option<&OfficeId>,
        facts: &LetterFacts,
    ) -> Result<Rendered, WordingFault> {
        self.render_place(&self.place(kind, office, None), facts)
    }

    /// Writes the short text of a letter, one line; `None` where the letter has none.
    ///
    /// # Errors
    /// As [`Wording::render`].
    pub fn render_sms(
        &self,
        kind: LetterKind,
        office: Option<&OfficeId>,
        facts: &LetterFacts,
    ) -> Option<Result<String, WordingFault>> {
        self.render_bare(kind, office, Bare::Sms, facts)
    }

    /// Writes a letter for a channel that carries bare text; `None` where the letter has none for it.
    ///
    /// # Errors
    /// As [`Wording::render`].
    pub fn render_bare(
        &self,
        kind: LetterKind,
        office: Option<&OfficeId>,
        bare: Bare,
        facts: &LetterFacts,
    ) -> Option<Result<String, WordingFault>> {
        let file = self.place(kind, office, Some(bare)).file();
        let as_carried = |text: String| if bare == Bare::Lapor { tidy(&text) } else { one_line(&text) };
        let facts = || engine::harmless_value(facts);
        self.has(&file).then(|| self.part(&file, Part::Body, &facts()).map(as_carried))
    }

    /// The office's own template if there is one, else the common one.
    fn place(&self, kind: LetterKind, office: Option<&OfficeId>, bare: Option<Bare>) -> Place {
        let own = office.map(|office| Place { kind, office: Some(office.0.clone()), bare });
        own.filter(|place| self.has(&place.file())).unwrap_or(Place { kind, office: None, bare })
    }

    fn has(&self, file: &str) -> bool {
        self.environment.get_template(&Part::Body.name(file)).is_ok()
    }

    fn add(&mut self, file: &str, text: &str) -> Result<Place, WordingFault> {
        let fault = |line, what: &str| WordingFault { template: file.to_owned(), line, what: what.to_owned() };
        let place = Place::of(file)
            .ok_or_else(|| fault(0, "the name is not `<kind>[.<office>][.sms|.lapor].txt` of a known kind"))?;
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let name = place.file();
        if place.bare.is_some() {
            self.compile(&name, Part::Body, text)?;
            return Ok(place);
        }
        let (subject, body) = text.split_once('\n').ok_or_else(|| fault(1, "there is no body"))?;
        let subject = subject.strip_prefix("Subjek:").ok_or_else(|| fault(1, "the first line is not `Subjek: …`"))?;
        let body = body.strip_prefix('\n').ok_or_else(|| fault(2, "the second line is not empty"))?;
        self.compile(&name, Part::Subject, subject.trim().to_owned())?;
        self.compile(&name, Part::Body, body.to_owned())?;
        Ok(place)
    }

    fn compile(&mut self, file: &str, part: Part, source: String) -> Result<(), WordingFault> {
        self.environment.add_template_owned(part.name(file), source).map_err(|error| fault(file, part, &error))
    }

    /// Unknown variables in any branch, then both samples.
    fn faults_of(&self, place: &Place) -> Vec<WordingFault> {
        let file = place.file();
        let mut faults = self.unknown_variables(&file);
        if faults.is_empty() {
            for facts in [sample::full(), sample::least(place.kind)] {
                let tried = if place.bare.is_some() {
                    self.part(&file, Part::Body, &engine::harmless_value(&facts)).map(drop)
                } else {
                    self.render_place(place, &facts).map(drop)
                };
                faults.extend(tried.err());
            }
        }
        faults.dedup();
        faults
    }

    fn unknown_variables(&self, file: &str) -> Vec<WordingFault> {
        let known = engine::known(&self.environment, &sample::full());
        let mut faults = Vec::new();
        for part in [Part::Subject, Part::Body] {
            let Ok(template) = self.environment.get_template(&part.name(file)) else { continue };
            for name in template.undeclared_variables(true) {
                if !known.contains(&name) {
                    let line = engine::line_of(template.source(), &name).saturating_add(part.offset(file));
                    let what = format!("there is no `{name}` in a letter");
                    faults.push(WordingFault { template: file.to_owned(), line, what });
                }
            }
        }
        faults.sort_by_key(|fault| fault.line);
        faults
    }

    fn render_place(&self, place: &Place, facts: &LetterFacts) -> Result<Rendered, WordingFault> {
        let file = place.file();
        let value = engine::harmless_value(facts);
        let subject = shorten(&one_line(&self.part(&file, Part::Subject, &value)?), SUBJECT_LIMIT);
        if !subject.starts_with(&format!("[{}] ", facts.number)) {
            let what = "the subject does not begin with `[{{ number }}] `".to_owned();
            return Err(WordingFault { template: file, line: 1, what });
        }
        let body = self.part(&file, Part::Body, &value)?;
        Ok(Rendered { subject, body: format!("{}\n", tidy(&body)) })
    }

    fn part(&self, file: &str, part: Part, facts: &Value) -> Result<String, WordingFault> {
        self.environment
            .get_template(&part.name(file))
            .and_then(|template| template.render(facts))
            .map_err(|error| fault(file, part, &error))
    }
}

fn fault(file: &str, part: Part, error: &Error) -> WordingFault {
    let line = error.line().map_or(0, |line| line + part.offset(file));
    if error.kind() == ErrorKind::OutOfFuel {
        let what = "takes too many steps to be a letter: a loop within a loop, or a long `range`".to_owned();
        return WordingFault { template: file.to_owned(), line, what };
    }
    let what = error.detail().map_or_else(|| error.kind().to_string(), |detail| format!("{}: {detail}", error.kind()));
    WordingFault { template: file.to_owned(), line, what }
}

/// No blanks at line ends, never more than one empty line together, none at the ends.
fn tidy(body: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in body.trim_matches('\n').lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    lines.join("\n")
}

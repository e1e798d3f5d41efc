//! The routing rules of an office with their test cases: `rules.toml`.
//!
//! In: the file, the office's units and the shared word lists. Out: a compiled [`Rulebook`]; every unknown unit or
//! list, double id, rule that can never fit and failed test case as a [`Problem`].

use std::path::Path;

use serde::Deserialize;
use serde_spanned::Spanned;

use crate::decide::assess::assess;
use crate::decide::citizen::CitizenRules;
use crate::decide::emergency::EmergencyWords;
use crate::decide::grading::GradingWords;
use crate::decide::privacy::PrivacyWords;
use crate::decide::routing::{Rule, Rulebook, SharedWords, Target, When};
use crate::decide::suspicion::SuspicionWords;
use crate::decide::words::{Lexicon, MatcherBuilder, PhraseId};
use crate::decide::{Matter, OfficeBook};
use crate::domain::{Calendar, Channel, Class, Grade, Office, UnitId};

use super::lexicon::unknown_list;
use super::office::{by_id, unknown_unit};
use super::problem::Problem;
use super::read::Source;
use super::told::read_office_file;

/// `rules.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesFile {
    rule: Vec<RuleFile>,
    #[serde(default)]
    test: Vec<CaseFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    id: Spanned<String>,
    #[serde(default)]
    when: WhenFile,
    to: Spanned<String>,
    #[serde(default)]
    also: Vec<Spanned<String>>,
    #[serde(default = "yes")]
    in_our_power: bool,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WhenFile {
    any_word: Vec<Spanned<String>>,
    all_words: Vec<Spanned<String>>,
    together: Vec<Spanned<String>>,
    not_word: Vec<Spanned<String>>,
    place: Vec<Spanned<String>>,
    channel: Vec<Channel>,
    class: Vec<Class>,
    grade: Vec<Grade>,
    supervision: Option<bool>,
    emergency: Option<bool>,
    outbreak: Option<bool>,
    puskesmas_named: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    text: Spanned<String>,
    unit: Spanned<String>,
    /// Units that get a copy, in their order.
    also: Option<Vec<String>>,
    #[serde(default)]
    subject: String,
    channel: Option<Channel>,
    arrived_at: Option<String>,
    rule: Option<String>,
    emergency: Option<bool>,
    supervision: Option<bool>,
    class: Option<Class>,
    grade: Option<Grade>,
    in_our_power: Option<bool>,
}

/// Reads the file of the office in `dir`.
pub fn read_rules(dir: &Path, problems: &mut Vec<Problem>) -> Option<(RulesFile, Source)> {
    read_office_file(dir, "rules.toml", problems)
}

/// Compiles the rules and the shared word lists into `book`.
pub fn compile(
    file: &RulesFile,
    source: &Source,
    office: &Office,
    lexicon: &Lexicon,
    matcher: MatcherBuilder,
    mut book: Rulebook,
    problems: &mut Vec<Problem>,
) -> Rulebook {
    let mut compiler = Compiler { source, office, lexicon, matcher, problems };
    book.shared = compiler.shared();
    let mut catch_all: Option<&str> = None;
    for rule in &file.rule {
        let id = rule.id.get_ref();
        if book.rules.iter().any(|known| known.id == *id) {
            let what = format!("the rule {id:?} stands here twice");
            compiler.problems.push(source.problem(&rule.id, "rule.id", what, "one id for each rule"));
        }
        if let Some(before) = catch_all {
            let what = format!("the rule {id:?} can never fit: {before:?} before it fits everything");
            compiler.problems.push(source.problem(&rule.id, "rule", what, "put the rule without conditions last"));
        }
        let rule = compiler.rule(rule);
        let always_lands = matches!(rule.to, Target::Unit(_) | Target::Desk);
        if rule.when.is_always() && always_lands && catch_all.is_none() {
            catch_all = Some(id);
        }
        book.rules.push(rule);
    }
    book.matcher = compiler.matcher.build();
    book.tests = file.test.len();
    book
}

/// Turns names into what they stand for.
struct Compiler<'a> {
    source: &'a Source,
    office: &'a Office,
    lexicon: &'a Lexicon,
    matcher: MatcherBuilder,
    problems: &'a mut Vec<Problem>,
}

impl Compiler<'_> {
    /// The lists that every decision needs; one that is missing is a fault.
    fn shared(&mut self) -> SharedWords {
        let mut missing = Vec::new();
        let mut list = |name: &'static str| {
            let found = self.lexicon.compile(&format!("@{name}"), &mut self.matcher);
            found.unwrap_or_else(|| {
                missing.push(name);
                Vec::new()
            })
        };
        let shared = SharedWords {
            emergency: EmergencyWords::collect(&mut list),
            grading: GradingWords::collect(&mut list),
            privacy: PrivacyWords::collect(&mut list),
            suspicion: SuspicionWords::collect(&mut list),
        };
        for name in missing {
            let what = format!("the word list {name:?} is missing");
            self.problems.push(Problem::at(Path::new("config/lexicon"), 0, name, what, "a list of this name"));
        }
        shared
    }

    fn rule(&mut self, rule: &RuleFile) -> Rule {
        let to = match rule.to.get_ref().as_str() {
            "puskesmas" => Target::Puskesmas,
            "arrived_at" => Target::ArrivedAt,
            "desk" => Target::Desk,
            _ => Target::Unit(self.unit(&rule.to, "rule.to")),
        };
        Rule {
            id: rule.id.get_ref().clone(),
            when: self.when(&rule.when),
            to,
            also: rule.also.iter().map(|id| self.unit(id, "rule.also")).collect(),
            in_our_power: rule.in_our_power,
        }
    }

    fn unit(&mut self, id: &Spanned<String>, key: &str) -> UnitId {
        if !by_id(self.office).contains_key(id.get_ref().as_str()) {
            self.problems.push(unknown_unit(self.source, id, key));
        }
        UnitId(id.get_ref().clone())
    }

    fn when(&mut self, when: &WhenFile) -> When {
        When {
            any_word: self.one_of(&when.any_word, "any_word"),
            all_words: self.each_of(&when.all_words, "all_words"),
            together: self.each_of(&when.together, "together"),
            not_word: self.one_of(&when.not_word, "not_word"),
            place: self.one_of(&when.place, "place"),
            channels: when.channel.clone(),
            classes: when.class.clone(),
            grades: when.grade.clone(),
            supervision: when.supervision,
            emergency: when.emergency,
            outbreak: when.outbreak,
            puskesmas_named: when.puskesmas_named,
        }
    }

    fn one_of(&mut self, entries: &[Spanned<String>], key: &str) -> Vec<PhraseId> {
        let mut ids: Vec<PhraseId> = self.each_of(entries, key).into_iter().flatten().collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn each_of(&mut self, entries: &[Spanned<String>], key: &str) -> Vec<Vec<PhraseId>> {
        entries.iter().map(|entry| self.entry(entry, key)).collect()
    }

    fn entry(&mut self, entry: &Spanned<String>, key: &str) -> Vec<PhraseId> {
        let key = format!("rule.when.{key}");
        if let Some(ids) = self.lexicon.compile(entry.get_ref(), &mut self.matcher) {
            if ids.is_empty() {
                let why = self.matcher.phrase(entry.get_ref()).err();
                let why = why.map_or_else(|| "an empty list".to_owned(), |bad| bad.to_string());
                let what = format!("{:?} is no phrase: {why}", entry.get_ref());
                self.problems.push(self.source.problem(entry, key, what, "a phrase such as `obat .. habis`"));
            }
            return ids;
        }
        self.problems.push(unknown_list(self.source, entry, &key));
        Vec::new()
    }
}

/// Runs the test cases; each that fails is a fault at its line.
pub fn run_tests(file: &RulesFile, source: &Source, office: &Office, rules: &Rulebook, problems: &mut Vec<Problem>) {
    let calendar = Calendar {
        name: String::new(),
        years: Vec::new(),
        week: Default::default(),
        holidays: Default::default(),
        special_hours: Vec::new(),
    };
    let book = OfficeBook {
        office: office.clone(),
        calendar,
        standards: Vec::new(),
        rules: rules.clone(),
        citizen: CitizenRules::default(),
        routines: Default::default(),
    };
    for case in &file.test {
        run_test(case, source, &book, problems);
    }
}

fn run_test(case: &CaseFile, source: &Source, book: &OfficeBook, problems: &mut Vec<Problem>) {
    if book.office.unit(&UnitId(case.unit.get_ref().clone())).is_none() {
        problems.push(unknown_unit(source, &case.unit, "test.unit"));
        return;
    }
    let arrived_at = case.arrived_at.as_ref().map(|id| UnitId(id.clone()));
    let matter = Matter {
        channel: case.channel.unwrap_or(Channel::Email),
        subject: &case.subject,
        text: case.text.get_ref(),
        received: chrono::DateTime::UNIX_EPOCH,
        arrived_at: arrived_at.as_ref(),
        anonymous: false,
        secret: false,
    };
    let assessed = assess(book, &matter);
    let decision = &assessed.decision;
    let mut wrong = Vec::new();
    let mut compare = |what: &str, wanted: Option<String>, got: String| {
        if let Some(wanted) = wanted.filter(|wanted| *wanted != got) {
            wrong.push(format!("{what} is {got}, not {wanted}"));
        }
    };
    compare("unit", Some(case.unit.get_ref().clone()), decision.unit.0.clone());
    let names = |units: &[String]| units.join(", ");
    let also: Vec<String> = decision.also.iter().map(ToString::to_string).collect();
    compare("also", case.also.as_deref().map(names), names(&also));
    compare("rule", case.rule.clone(), decision.rule.clone());
    compare("emergency", case.emergency.map(|b| b.to_string()), decision.emergency.to_string());
    compare("supervision", case.supervision.map(|b| b.to_string()), decision.supervision.to_string());
    compare("in_our_power", case.in_our_power.map(|b| b.to_string()), decision.in_our_power.to_string());
    compare("class", case.class.map(|c| c.word().to_owned()), decision.class.word().to_owned());
    compare("grade", case.grade.map(|g| g.word().to_owned()), decision.grade.map_or("", Grade::word).to_owned());
    if !wrong.is_empty() {
        let because = format!("rule {:?} by {:?}", decision.rule, decision.matched);
        problems.push(source.problem(
            &case.text,
            "test",
            format!("{} ({because})", wrong.join("; ")),
            "change the rule or the test",
        ));
    }
}

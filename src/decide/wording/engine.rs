//! The template engine as letters need it: strict, bounded, plain text, and closed to forged markers.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Enumerator, Object};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};

use super::{LetterFacts, harmless, quoted};
use crate::decide::reply::marker;

/// Steps that a template may take with a sample letter, which takes a few hundred: one that takes more is refused.
const FUEL_WHEN_TRIED: u64 = 100_000;
/// Steps that it may take with a real one: whatever a citizen or officer wrote, the letter is made.
const FUEL: u64 = 100_000_000;
/// So many entries of a list stand in a letter; nobody reads more, and the original is kept.
const MOST_ENTRIES: usize = 20_000;

/// Strict, bounded, plain text.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_fuel(Some(FUEL_WHEN_TRIED));
    environment.set_formatter(|out, state, value| {
        if value.is_none() {
            return Err(Error::new(ErrorKind::InvalidOperation, "a value that this letter does not have is printed"));
        }
        minijinja::escape_formatter(out, state, value)
    });
    environment.add_filter("kutip", |text: &str| quoted(text));
    environment.add_global("marker", marker::MARKER);
    environment
}

/// From now on real letters are written: every template was tried.
pub(super) fn let_run(environment: &mut Environment<'_>) {
    environment.set_fuel(Some(FUEL));
}

/// A list as long as a letter bears; where it is cut, its last line says so.
fn cut(items: &[serde_json::Value]) -> Value {
    let more = items.len().saturating_sub(MOST_ENTRIES);
    let note = (more > 0 && items.iter().take(MOST_ENTRIES).all(serde_json::Value::is_string))
        .then(|| Value::from(format!("(dan {more} lagi)")));
    items.iter().take(MOST_ENTRIES).map(clean).chain(note).collect()
}

/// A fact as templates see it, every string of it made [`harmless`].
fn clean(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::from(()),
        serde_json::Value::Bool(truth) => Value::from(*truth),
        serde_json::Value::Number(number) => Value::from(number.as_i64().unwrap_or_default()),
        serde_json::Value::String(text) => Value::from(harmless(text)),
        serde_json::Value::Array(items) => cut(items),
        serde_json::Value::Object(fields) => {
            Value::from_pairs(fields.iter().map(|(name, value)| (name.as_str(), clean(value))))
        }
    }
}

/// What one letter knows, or one thing that it knows of (`complaint`). A template asks for few of its names, so each is
/// made harmless when it is asked for.
#[derive(Debug)]
struct Known {
    facts: Arc<Fields>,
    thing: Option<String>,
}

type Fields = serde_json::Map<String, serde_json::Value>;

impl Known {
    fn fields(&self) -> Option<&Fields> {
        match &self.thing {
            None => Some(&self.facts),
            Some(thing) => self.facts.get(thing)?.as_object(),
        }
    }
}

impl Object for Known {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let value = self.fields()?.get(key)?;
        if self.thing.is_none() && value.is_object() {
            return Some(Value::from_object(Self { facts: Arc::clone(&self.facts), thing: Some(key.to_owned()) }));
        }
        Some(clean(value))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.fields().into_iter().flat_map(Fields::keys).map(Value::from).collect())
    }
}

/// The facts with every string made [`harmless`], so that only a template can write the marker line.
pub(super) fn harmless_value(facts: &LetterFacts) -> Value {
    match serde_json::to_value(facts) {
        Ok(serde_json::Value::Object(fields)) => Value::from_object(Known { facts: Arc::new(fields), thing: None }),
        Ok(other) => clean(&other),
        Err(_) => Value::from(()),
    }
}

/// Every name that a template may use, with its path: the facts, and what the environment offers (`marker`, `range`).
pub(super) fn known(environment: &Environment<'_>, facts: &LetterFacts) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = environment.globals().map(|(name, _)| name.to_owned()).collect();
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(facts) else { return names };
    for (name, value) in fields {
        if let serde_json::Value::Object(inner) = value {
            names.extend(inner.keys().map(|key| format!("{name}.{key}")));
        }
        names.insert(name);
    }
    names
}

/// The first line on which a name stands.
pub(super) fn line_of(source: &str, name: &str) -> usize {
    source.lines().position(|line| line.contains(name)).map_or(0, |line| line + 1)
}

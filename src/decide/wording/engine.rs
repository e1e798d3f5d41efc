//! The template engine as letters need it: strict, bounded, plain text, and closed to forged markers.

use std::collections::BTreeSet;

use minijinja::syntax::SyntaxConfig;
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
fn cut(mut items: Vec<serde_json::Value>) -> Vec<serde_json::Value> {
    let more = items.len().saturating_sub(MOST_ENTRIES);
    items.truncate(MOST_ENTRIES);
    if more > 0 && items.iter().all(serde_json::Value::is_string) {
        items.push(format!("(dan {more} lagi)").into());
    }
    items
}

/// The facts with every string made [`harmless`], so that only a template can write the marker line.
pub(super) fn harmless_value(facts: &LetterFacts) -> Value {
    fn clean(value: serde_json::Value) -> Value {
        match value {
            serde_json::Value::Null => Value::from(()),
            serde_json::Value::Bool(truth) => Value::from(truth),
            serde_json::Value::Number(number) => Value::from(number.as_i64().unwrap_or_default()),
            serde_json::Value::String(text) => Value::from(harmless(&text)),
            serde_json::Value::Array(items) => Value::from(cut(items).into_iter().map(clean).collect::<Vec<_>>()),
            serde_json::Value::Object(fields) => {
                Value::from_pairs(fields.into_iter().map(|(name, value)| (name, clean(value))))
            }
        }
    }
    clean(serde_json::to_value(facts).unwrap_or_default())
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

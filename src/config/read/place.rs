//! A place of a parsed file: what stands there, where it is in the text, and how a fault of it is noted.

use std::cell::RefCell;
use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use super::access::Entries;
use super::findings::{Findings, Kind, Stop};

/// What stands at a place.
#[derive(Clone, Copy)]
pub(super) enum Node<'a> {
    Value(&'a DeValue<'a>),
    /// Nothing usable; readers get something harmless.
    Hole,
}

/// A place of a file.
#[derive(Clone)]
pub(super) struct Place<'a> {
    pub node: Node<'a>,
    pub span: Range<usize>,
    /// `mailbox[0].port`; empty at the root.
    pub path: String,
    pub findings: &'a RefCell<Findings>,
}

impl<'a> Place<'a> {
    /// The root of a file.
    pub fn root(table: &'a DeValue<'a>, findings: &'a RefCell<Findings>) -> Self {
        let hole = findings.borrow().holes.contains("");
        let node = if hole { Node::Hole } else { Node::Value(table) };
        Self { node, span: 0..0, path: String::new(), findings }
    }

    /// A place below this one.
    pub fn below(&self, step: &str, value: Option<&'a Spanned<DeValue<'a>>>) -> Self {
        let path = format!("{}{step}", self.path);
        let hole = self.findings.borrow().holes.contains(&path);
        let node = value.filter(|_| !hole).map_or(Node::Hole, |value| Node::Value(value.get_ref()));
        let span = value.map_or_else(|| self.span.clone(), Spanned::span);
        Self { node, span, path, findings: self.findings }
    }

    /// A key below this table, as it stands in a path.
    pub fn step(&self, key: &str) -> String {
        let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        let dot = if self.path.is_empty() { "" } else { "." };
        if bare { format!("{dot}{key}") } else { format!("{dot}{key:?}") }
    }

    /// Notes a fault of this place and makes it a hole, where a reader stopped here for the first time.
    pub fn settle(&self, stop: Stop) -> Stop {
        let mut findings = self.findings.borrow_mut();
        match stop {
            Stop::Recorded => return Stop::Recorded,
            Stop::Lacks(field) => {
                let field = format!("{}{}", self.path, self.step(field));
                if matches!(self.node, Node::Value(_)) {
                    let at = (!self.path.is_empty()).then_some(self.span.start);
                    findings.note(&field, at, Kind::Missing);
                }
                findings.hole(&field);
            }
            Stop::Fresh(kind) => {
                if matches!(self.node, Node::Value(_)) {
                    findings.note(&self.path, Some(self.span.start), kind);
                }
                findings.hole(&self.path);
            }
        }
        Stop::Recorded
    }

    /// The entries of the table here, without keys that `fields` does not name; those are noted.
    pub fn known_only(&self, table: &'a DeTable<'a>, fields: &'static [&'static str]) -> Entries<'a> {
        let mut entries = Entries::of(self.clone());
        for (key, value) in table.iter() {
            let name: &'a str = key.get_ref();
            if fields.contains(&name) {
                entries.push(name, self.below(&self.step(name), Some(value)));
            } else {
                let kind = Kind::UnknownKey { key: name.to_owned(), known: fields };
                let path = format!("{}{}", self.path, self.step(name));
                self.findings.borrow_mut().note(&path, Some(key.span().start), kind);
            }
        }
        for &field in fields {
            let place = self.below(&self.step(field), None);
            let lacking = !table.contains_key(field) && self.findings.borrow().holes.contains(&place.path);
            if lacking {
                entries.push(field, place);
            }
        }
        entries
    }

    /// A fault: what stands here is of another type.
    pub fn wrong(&self, wanted: &'static str) -> Stop {
        let found = match self.node {
            Node::Hole => "nothing",
            Node::Value(DeValue::String(_)) => "text",
            Node::Value(DeValue::Integer(_)) => "a whole number",
            Node::Value(DeValue::Float(_)) => "a number with a fraction",
            Node::Value(DeValue::Boolean(_)) => "true or false",
            Node::Value(DeValue::Datetime(_)) => "a date or time",
            Node::Value(DeValue::Array(_)) => "a list",
            Node::Value(DeValue::Table(_)) => "a table",
        };
        Stop::Fresh(Kind::WrongType { found, wanted })
    }
}

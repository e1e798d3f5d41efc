//! One form: lines `Kunci: nilai`, the text last.

use super::fields::{plain_field, set, set_hour};
use super::keys::{self, Key};
use super::values::{self, YesNo};
use super::{Form, Misread, Setting};
use crate::decide::reply::{is_device_line, is_greeting};
use crate::domain::Sheet;

/// Whether a form must name its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Strict {
    /// `Isi:` is needed; other lines are given back.
    #[default]
    Named,
    /// Lines without a name are the text where no `Isi:` is: an item of a handover.
    Free,
}

/// Reads a form. Lines that name no field stand in `unread`.
#[must_use]
pub fn read_form(text: &str, setting: &Setting<'_>, strict: Strict) -> Form {
    let mut reading = Reading { strict, ..Reading::default() };
    for line in without_signature(text).lines().filter(|line| !is_device_line(line.trim())) {
        let parts = if reading.body.is_none() { keys::fields_of(line) } else { vec![line] };
        parts.into_iter().for_each(|part| reading.line(part, setting));
    }
    let Reading { form, answer, body, .. } = reading;
    finish(form, &answer, body, strict, setting)
}

/// A form, as far as it is read.
#[derive(Default)]
struct Reading<'t> {
    form: Form,
    answer: Vec<String>,
    body: Option<Vec<&'t str>>,
    /// The field whose value may go on below.
    last: Option<Key>,
    /// It is still without a value.
    awaits: bool,
    strict: Strict,
}

impl<'t> Reading<'t> {
    fn line(&mut self, line: &'t str, setting: &Setting<'_>) {
        match (self.field(line), self.body.is_none()) {
            (Some((Key::Text, value)), true) => {
                self.form.keyed = true;
                self.body = Some(vec![value]);
                self.last = None;
            }
            (Some((key, value)), above) if above || (key.may_follow_text() && fits(key, value)) => {
                self.form.keyed = true;
                (self.last, self.awaits) = (Some(key), value.is_empty());
                self.put(key, value, setting);
            }
            (Some(_) | None, _) => self.goes_on(line, setting),
        }
    }

    /// The field that a line names.
    fn field(&self, line: &'t str) -> Option<(Key, &'t str)> {
        let in_body = self.body.is_some();
        let named = keys::parted(line).and_then(|(name, value)| {
            let key = if in_body { keys::exactly(name) } else { keys::named(name) };
            key.map(|key| (key, value))
        });
        let bare = || keys::unparted(line, surely).filter(|_| self.strict == Strict::Named && !in_body);
        named.or_else(bare)
    }

    fn put(&mut self, key: Key, value: &str, setting: &Setting<'_>) {
        if key == Key::Answer {
            self.answer.push(value.to_owned());
        } else {
            set(&mut self.form, key, value, setting);
        }
    }

    /// A line that names nothing: the value of the field above it or more of it, more of the text, or something that is
    /// given back.
    fn goes_on(&mut self, line: &'t str, setting: &Setting<'_>) {
        let blank = line.trim().is_empty();
        match self.last {
            Some(key) if self.awaits && !blank && self.body.is_none() => {
                self.awaits = false;
                self.put(key, line.trim(), setting);
            }
            Some(Key::Address) if !blank && self.body.is_none() => {
                let address = self.form.sheet.address.get_or_insert_default();
                *address = format!("{address}, {}", line.trim());
            }
            Some(Key::Answer) if !blank => self.answer.push(line.trim().to_owned()),
            _ => {
                if blank {
                    self.last = None;
                }
                match &mut self.body {
                    Some(body) => body.push(line),
                    None if !blank && (self.strict == Strict::Free || !is_greeting(line)) => {
                        self.form.unread.push(line.trim().to_owned());
                    }
                    None => {}
                }
            }
        }
    }
}

/// True if a value without a colon before it can only be that of this field.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others take any words")]
fn surely(key: Key, value: &str) -> bool {
    const LONGEST_NAME: usize = 5;
    let words = value.split_whitespace().count();
    match key {
        Key::Channel => words <= LONGEST_NAME && values::channel_named(value).is_some(),
        Key::Received => words <= LONGEST_NAME && value.contains(|c: char| c.is_ascii_digit()),
        Key::Phone | Key::Whatsapp => values::phone(value, "").is_ok(),
        Key::Email => values::mail_address(value).is_some(),
        Key::Grade => values::grade_named(value).is_some(),
        Key::Nik => value.chars().filter(char::is_ascii_digit).count() == 16,
        Key::Address => value.to_lowercase().starts_with(['j', 'd', 'r', 'k', 'g', 'p']) && words > 1,
        Key::Name => {
            words <= LONGEST_NAME && value.split_whitespace().all(|word| word.starts_with(|c: char| c.is_uppercase()))
        }
        _ => false,
    }
}

fn finish(mut form: Form, answer: &[String], body: Option<Vec<&str>>, strict: Strict, setting: &Setting<'_>) -> Form {
    let answer = answer.join("\n").trim().to_owned();
    form.sheet.answer = Some(answer).filter(|answer| !answer.is_empty());
    match body {
        Some(lines) => form.sheet.text = lines.join("\n").trim().to_owned(),
        None if strict == Strict::Free => form.sheet.text = std::mem::take(&mut form.unread).join("\n"),
        None => {}
    }
    set_hour(&mut form, setting);
    if form.sheet.settled && form.sheet.answer.is_none() {
        form.sheet.settled = false;
        form.remarks.push(Misread::NoAnswer);
    }
    form
}

/// True if a value below the text can only be that of a field.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others take any words, or stand above the text only")]
fn fits(key: Key, value: &str) -> bool {
    let rightly = match key {
        Key::Channel => values::channel_named(value).is_some(),
        Key::Grade => values::grade_named(value).is_some(),
        Key::Status => values::is_settled(value).is_some(),
        Key::Secret | Key::Anonymous => values::yes_no(value) != YesNo::Unsure,
        _ if plain_field(&mut Sheet::default(), key).is_some() => true,
        Key::Answer => true,
        _ => false,
    };
    rightly && !value.is_empty()
}

/// Without what a mail program puts below `-- `.
fn without_signature(text: &str) -> &str {
    const LONGEST: usize = 15;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\r', '\n']);
        if bare == "-- " || bare == "--" {
            let below = text.get(at..).unwrap_or_default().lines().filter(|line| !line.trim().is_empty()).count();
            if below <= LONGEST {
                return text.get(..at).unwrap_or(text);
            }
        }
        at += line.len();
    }
    text
}

#[cfg(test)]
mod tests;

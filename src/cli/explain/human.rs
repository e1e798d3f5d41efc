//! One message explained to a person.

use std::fmt::Write as _;

use super::answer::{Decided, Line, Message};
use crate::config::Books;
use crate::decide::deadlines::arithmetic;
use crate::decide::wording::dates;
use crate::domain::Decision;

/// Characters of a message's text that are shown.
const SHOWN: usize = 300;

/// A block of lines, with an empty one at its end.
pub(super) fn block(line: &Line, books: &Books) -> String {
    let mut text = format!("{}\n", line.file);
    if let Some(error) = &line.error {
        row(&mut text, "error", error);
    }
    if let Some(message) = &line.message {
        about(&mut text, message);
    }
    if let (Some(kind), Some(reason)) = (line.kind, &line.kind_reason) {
        row(&mut text, "kind", &format!("{} ({}): {reason}", kind.word(), kind.label()));
    }
    if let (Some(office), Some(reason)) = (&line.office, &line.office_reason) {
        row(&mut text, "office", &format!("{office}: {reason}"));
    }
    if let Some(bounce) = &line.bounce {
        let whom = bounce.recipient.as_deref().unwrap_or("somebody");
        let how = if bounce.permanent { "did not reach" } else { "has not reached yet" };
        let status = bounce.status.as_deref().unwrap_or("no status");
        row(&mut text, "bounce", &format!("{how} {whom}: {} ({status})", bounce.reason));
    }
    if let Some(reply) = &line.reply {
        row(&mut text, "kept", &beginning(&reply.kept));
        row(&mut text, "removed", &beginning(&reply.removed));
    }
    if let Some(decided) = &line.decision {
        let zone_name = line.office.as_deref().and_then(|id| books.office(id)).map(|book| &*book.office.zone_name);
        let zone_name = zone_name.unwrap_or_default();
        if let Some(received) = line.received {
            row(&mut text, "received", &dates::moment(received, zone_name));
        }
        decision(&mut text, decided, zone_name);
    }
    for (nth, entry) in (1..).zip(&line.entries) {
        let shown = entry.received.format("%d-%m-%Y %H.%M");
        let whole = if entry.whole { "would be registered" } else { "has no text: the officer is asked for it" };
        row(&mut text, &format!("entry {nth}"), &format!("{}, received {shown}: {whole}", entry.channel.word()));
        if let Some(decided) = entry.decision.as_ref().filter(|_| line.entries.len() > 1) {
            let Decision { unit, rule, .. } = &decided.decision;
            row(&mut text, "", &format!("unit {unit}, rule {rule}"));
        }
        for unread in entry.unread.iter().chain(&entry.remarks) {
            row(&mut text, "", &format!("not understood: {unread}"));
        }
    }
    text
}

fn row(text: &mut String, name: &str, value: &str) {
    let _ = writeln!(text, "  {name:<9} {}", value.replace('\n', "\n            "));
}

fn about(text: &mut String, message: &Message) {
    let from = message.from.as_deref().unwrap_or("nobody named");
    let from = message.from_name.as_ref().map_or_else(|| from.to_owned(), |name| format!("{name} <{from}>"));
    if message.from.is_some() || !message.to.is_empty() {
        row(text, "from", &from);
    }
    if !message.to.is_empty() {
        row(text, "to", &message.to.join(", "));
    }
    if let Some(date) = message.date {
        row(text, "date", &date.to_rfc3339());
    }
    if !message.subject.is_empty() {
        row(text, "subject", &message.subject);
    }
    row(text, "text", &beginning(&message.text));
    for file in &message.attachments {
        row(text, "attached", &format!("{} ({}, {} bytes)", file.name, file.content_type, file.bytes));
    }
    for odd in &message.oddities {
        row(text, "odd", odd);
    }
}

fn decision(text: &mut String, decided: &Decided, zone_name: &str) {
    let decision = &decided.decision;
    row(text, "class", &class(decision));
    row(text, "unit", &format!("{} ({})", decision.unit_name, decision.unit));
    for unit in &decision.also {
        row(text, "also", &unit.0);
    }
    let words: Vec<String> = decision.matched.iter().map(|word| format!("{word:?}")).collect();
    let matched = if words.is_empty() { "no words".to_owned() } else { words.join(", ") };
    row(text, "rule", &format!("{}: matched {matched}; confidence {:.2}", decision.rule, decision.confidence));
    let hidden = hidden(decision);
    if !hidden.is_empty() {
        row(text, "hidden", &hidden);
    }
    for deadline in &decision.deadlines {
        let due = dates::moment(deadline.due, zone_name);
        row(text, "deadline", &format!("{due}  {}: {}", deadline.standard, arithmetic(deadline)));
    }
    if decision.deadlines.is_empty() {
        row(text, "deadline", "none: no standard of the office applies");
    }
    for letter in &decided.letters {
        row(text, "letter", &format!("{} to {} by {}", letter.kind.word(), letter.to, letter.channel.word()));
        if let Some(sms) = &letter.sms {
            let cost = sms.cost.map(|cost| format!(", costs {cost}")).unwrap_or_default();
            let length =
                format!("{} {} units, {} segment(s){cost}: {}", sms.alphabet, sms.units, sms.segments, sms.text);
            row(text, "", &length);
        }
    }
}

fn class(decision: &Decision) -> String {
    let mut said = vec![decision.class.label().to_owned()];
    said.extend(decision.grade.map(|grade| format!("grade {}", grade.label())));
    said.extend(decision.emergency.then(|| "EMERGENCY".to_owned()));
    said.extend(decision.supervision.then(|| "berkadar pengawasan".to_owned()));
    said.extend((!decision.in_our_power).then(|| "not in our power".to_owned()));
    said.join("; ")
}

fn hidden(decision: &Decision) -> String {
    let privacy = &decision.privacy;
    let mut said: Vec<&str> = Vec::new();
    said.extend(privacy.anonymous.then_some("the reporter's name"));
    said.extend(privacy.secret.then_some("the report, from the public"));
    said.extend(decision.stays_off_mail().then_some("the text, from mail (sensitive health matter)"));
    said.extend(privacy.masked.iter().map(|mask| mask.label()));
    said.join(", ")
}

/// The beginning of a text, on few lines.
fn beginning(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}

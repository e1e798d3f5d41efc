//! One line of the log.
//!
//! In: an [`Entry`], its index and its second. Out: the exact bytes, which are the input of the hash; there is nothing
//! to canonicalise. And back: the strict scan of a line's beginning. Knows nothing of trees and keys.

use serde_json::{Map, Value};

use super::Event;

/// The longest line, in bytes, without its newline.
pub const LONGEST: usize = 4096;
/// The latest second that is one: eighteen digits.
const LATEST: i64 = 999_999_999_999_999_999;
/// The longest value of `kasus`, `kantor`, `aktor` and `cfg`, in characters.
const LONGEST_NAME: usize = 64;
/// Stands where something was left out.
const CUT: &str = "[dipotong]";
/// How short the texts among the facts may become, in characters, tried in this order.
const SHORTENING: [usize; 4] = [1024, 256, 64, 16];

/// What happened, before it has a place in the log. The caller sees to it that no personal data is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What happened.
    pub event: Event,
    /// The number of the complaint it belongs to.
    pub case: Option<String>,
    /// The office it belongs to.
    pub office: Option<String>,
    /// Who did it: a duty of the daemon, or a person's role.
    pub actor: String,
    /// The short hash of the configuration in force.
    pub config: Option<String>,
    /// Digests, counts, ids, codes.
    pub facts: Map<String, Value>,
}

impl Entry {
    /// An entry without facts.
    pub fn new(event: Event, actor: impl Into<String>) -> Self {
        Self { event, case: None, office: None, actor: actor.into(), config: None, facts: Map::new() }
    }

    /// The same, about a complaint.
    #[must_use]
    pub fn case(mut self, number: impl Into<String>) -> Self {
        self.case = Some(number.into());
        self
    }

    /// The same, in an office.
    #[must_use]
    pub fn office(mut self, office: impl Into<String>) -> Self {
        self.office = Some(office.into());
        self
    }

    /// The same, under a configuration.
    #[must_use]
    pub fn config(mut self, hash: impl Into<String>) -> Self {
        self.config = Some(hash.into());
        self
    }

    /// The same with one more fact.
    #[must_use]
    pub fn fact(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.facts.insert(name.into(), value.into());
        self
    }

    /// The bytes of line number `n` (from 0), written at `t` (unix seconds, not less than in the line before).
    ///
    /// ASCII only, no newline, at most [`LONGEST`] bytes: what is too long is shortened with a mark, and where that
    /// is not enough facts are left out, the last first.
    #[must_use]
    pub fn to_line(&self, n: u64, t: i64) -> String {
        let head = self.head(n, t);
        let facts = self.facts_within(LONGEST.saturating_sub(head.len() + 1));
        format!("{head}{facts}}}")
    }

    /// Everything up to and including `"d":`.
    fn head(&self, n: u64, t: i64) -> String {
        let mut head = format!("{{\"n\":{n},\"t\":{t},\"ev\":\"{}\"", self.event.word());
        let actor = Some(&self.actor);
        let names = [
            ("kasus", self.case.as_ref()),
            ("aktor", actor),
            ("kantor", self.office.as_ref()),
            ("cfg", self.config.as_ref()),
        ];
        for (name, value) in names {
            if let Some(value) = value {
                let value = ascii(&Value::String(shortened(value, LONGEST_NAME)));
                head.push_str(&format!(",\"{name}\":{value}"));
            }
        }
        head.push_str(",\"d\":");
        head
    }

    /// The facts in at most `room` bytes.
    fn facts_within(&self, room: usize) -> String {
        let whole = ascii(&Value::Object(self.facts.clone()));
        if whole.len() <= room {
            return whole;
        }
        let mut facts = self.facts.clone();
        for limit in SHORTENING {
            facts = facts.into_iter().map(|(name, value)| (shortened(&name, limit), cut(value, limit))).collect();
            let text = ascii(&Value::Object(facts.clone()));
            if text.len() <= room {
                return text;
            }
        }
        facts.insert("dipotong".into(), Value::Bool(true));
        loop {
            let text = ascii(&Value::Object(facts.clone()));
            let last = facts.keys().rev().find(|name| *name != "dipotong").cloned();
            match last {
                Some(last) if text.len() > room => drop(facts.remove(&last)),
                Some(_) | None => return text,
            }
        }
    }
}

/// A fact whose texts have at most `limit` characters; a list or table longer than that becomes the mark alone.
fn cut(value: Value, limit: usize) -> Value {
    match value {
        Value::String(text) => Value::String(shortened(&text, limit)),
        Value::Array(_) | Value::Object(_) if ascii(&value).len() > limit => Value::String(CUT.into()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value,
    }
}

/// At most `limit` characters of `text`, then the mark.
fn shortened(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}{CUT}", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// JSON with every character beyond ASCII as `\u` escapes (they occur in strings only).
fn ascii(value: &Value) -> String {
    let mut out = String::new();
    let mut units = [0; 2];
    for c in value.to_string().chars() {
        if c.is_ascii() && c != '\u{7f}' {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// What stands at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The index.
    pub n: u64,
    /// Unix seconds.
    pub t: i64,
    /// True for `HENTI`: silence after it is no secret.
    pub stops: bool,
}

/// Reads `{"n":<index>,"t":<seconds>,"ev":"` strictly; `None` where a line is not one that [`Entry::to_line`] writes:
/// too long, not ASCII, no closing brace, numbers with leading zeros or signs.
#[must_use]
pub fn head(line: &[u8]) -> Option<Head> {
    if line.len() > LONGEST || !line.is_ascii() || line.last() != Some(&b'}') {
        return None;
    }
    let (n, rest) = number(line.strip_prefix(b"{\"n\":")?)?;
    let (t, rest) = number(rest.strip_prefix(b",\"t\":")?)?;
    let event = rest.strip_prefix(b",\"ev\":\"")?;
    let t = i64::try_from(t).ok().filter(|t| *t <= LATEST)?;
    Some(Head { n, t, stops: event.starts_with(b"HENTI\"") })
}

/// Decimal digits without a leading zero, and what follows.
fn number(text: &[u8]) -> Option<(u64, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = text.split_at_checked(digits)?;
    if digits == 0 || (digits > 1 && number.first() == Some(&b'0')) {
        return None;
    }
    let add = |sum: u64, digit: &u8| sum.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
    Some((number.iter().try_fold(0, add)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routed() -> Entry {
        Entry::new(Event::Rute, "triage")
            .case("BTG-26-0001")
            .office("batang")
            .config("00ff")
            .fact("unit", "pkm-bandar-1")
    }

    #[test]
    fn a_line_says_what_happened_in_a_fixed_order() {
        let line = routed().to_line(7, 1_795_305_600);
        let expected = concat!(
            r#"{"n":7,"t":1795305600,"ev":"RUTE","kasus":"BTG-26-0001","aktor":"triage","kantor":"batang","#,
            r#""cfg":"00ff","d":{"unit":"pkm-bandar-1"}}"#
        );
        assert_eq!(line, expected);
    }

    #[test]
    fn what_is_absent_leaves_no_key() {
        assert_eq!(
            Entry::new(Event::Detak, "seal").to_line(0, 5),
            r#"{"n":0,"t":5,"ev":"DETAK","aktor":"seal","d":{}}"#
        );
    }

    #[test]
    fn foreign_characters_are_escaped_and_read_back_the_same() {
        let line = routed().fact("nama\n", "é \u{7f} 😀 \r\n \"").to_line(1, 2);
        assert!(line.is_ascii() && !line.contains(['\n', '\r', '\u{7f}']));
        let back: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(back["d"]["nama\n"], "é \u{7f} 😀 \r\n \"");
    }

    #[test]
    fn a_long_fact_is_shortened_with_a_mark_and_the_rest_stays() {
        let line = routed().fact("alasan", "x".repeat(9000)).to_line(1, 2);
        assert!(line.len() <= LONGEST);
        let back: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(back["d"]["alasan"], format!("{}[dipotong]", "x".repeat(1024)));
        assert_eq!(back["d"]["unit"], "pkm-bandar-1");
    }

    #[test]
    fn whatever_the_facts_the_line_is_valid_and_not_too_long() {
        let astral = "😀".repeat(5000);
        let many = (0..2000).map(|i| (format!("{i}{astral}"), Value::String(astral.clone()))).collect();
        let list = Value::Array(vec![Value::String(astral.clone()); 9]);
        let worst =
            Entry { actor: astral.clone(), facts: many, ..routed().case(&*astral).office(&*astral).config(&*astral) };
        for entry in [worst, routed().fact("daftar", list)] {
            let line = entry.to_line(u64::MAX, LATEST);
            assert!(line.len() <= LONGEST, "{}", line.len());
            assert!(serde_json::from_str::<Value>(&line).is_ok());
            assert_eq!(head(line.as_bytes()), Some(Head { n: u64::MAX, t: LATEST, stops: false }));
        }
    }

    #[test]
    fn a_fact_can_be_as_long_as_the_line_allows() {
        let empty = routed().fact("x", "").to_line(0, 0).len();
        let full = routed().fact("x", "y".repeat(LONGEST - empty)).to_line(0, 0);
        assert_eq!(full.len(), LONGEST);
        assert!(routed().fact("x", "y".repeat(LONGEST - empty + 1)).to_line(0, 0).contains(CUT));
    }

    #[test]
    fn only_lines_as_we_write_them_are_lines() {
        assert_eq!(head(br#"{"n":0,"t":12,"ev":"HENTI","d":{}}"#), Some(Head { n: 0, t: 12, stops: true }));
        let bad: [&[u8]; 9] = [
            br#"{"n":01,"t":1,"ev":"X"}"#,
            br#"{"n":-1,"t":1,"ev":"X"}"#,
            br#"{"n": 1,"t":1,"ev":"X"}"#,
            br#"{"n":,"t":1,"ev":"X"}"#,
            br#"{"n":1,"t":1,"ev":"X""#,
            br#"{"n":99999999999999999999,"t":1,"ev":"X"}"#,
            br#"{"n":1,"t":1000000000000000000,"ev":"X"}"#,
            "{\"n\":1,\"t\":1,\"ev\":\"é\"}".as_bytes(),
            b"",
        ];
        for line in bad {
            assert_eq!(head(line), None, "{}", String::from_utf8_lossy(line));
        }
    }

    #[test]
    fn every_event_has_its_own_word() {
        for event in Event::ALL {
            assert_eq!(Event::from_word(event.word()), Some(*event));
            assert!(event.word().bytes().all(|b| b.is_ascii_uppercase()));
        }
    }
}

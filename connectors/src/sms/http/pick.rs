//! Finding a value in an answer.
//!
//! In: the body of an answer and where to look: a JSON pointer (RFC 6901), a path of XML elements, a place between
//! separators, or a pattern. Out: the value as text, or nothing where the answer is something else (an HTML page).

use regex::Regex;
use serde::Deserialize;

/// Where a value stands. Exactly one of the four ways.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pick {
    /// RFC 6901: `/messages/0/status`.
    json: Option<String>,
    /// Names of elements below the root: `message/status`.
    xml: Option<String>,
    /// Between fields; with `index`.
    separator: Option<String>,
    /// Which field, from 0.
    #[serde(default)]
    index: usize,
    /// A regular expression whose first group is the value.
    pattern: Option<String>,
    /// The values that are meant, where a condition is asked for. Compared without regard to case.
    #[serde(default)]
    is: Vec<String>,
}

impl Pick {
    /// What is wrong with it, if anything.
    #[must_use]
    pub fn wrong(&self) -> Option<String> {
        let ways = [self.json.is_some(), self.xml.is_some(), self.separator.is_some(), self.pattern.is_some()];
        if ways.into_iter().filter(|way| *way).count() != 1 {
            return Some("name exactly one of json, xml, separator, pattern".into());
        }
        if self.json.as_ref().is_some_and(|pointer| !pointer.is_empty() && !pointer.starts_with('/')) {
            return Some("a JSON pointer begins with `/`".into());
        }
        if self.separator.as_ref().is_some_and(String::is_empty) {
            return Some("the separator is empty".into());
        }
        let pattern = self.pattern.as_ref()?;
        match Regex::new(pattern) {
            Ok(regex) if regex.captures_len() == 2 => None,
            Ok(_) => Some("the pattern needs exactly one group, the value".into()),
            Err(error) => Some(format!("the pattern: {error}")),
        }
    }

    /// The value in an answer.
    #[must_use]
    pub fn value(&self, body: &str) -> Option<String> {
        if let Some(pointer) = &self.json {
            return plain(serde_json::from_str::<serde_json::Value>(body).ok()?.pointer(pointer)?);
        }
        if let Some(path) = &self.xml {
            return in_xml(body, path);
        }
        if let Some(separator) = &self.separator {
            // A page, or a line without any separator, is not the documented answer.
            let documented = !body.trim_start().starts_with('<') && body.contains(separator.as_str());
            let value = body.trim().split(separator.as_str()).nth(self.index)?.trim();
            return documented.then(|| value.to_owned());
        }
        let found = Regex::new(self.pattern.as_ref()?).ok()?.captures(body)?;
        found.get(1).map(|value| value.as_str().to_owned())
    }

    /// As a condition: `None`: the answer has no such value; otherwise whether it is one of those meant. Without any
    /// meant, to be there is enough.
    #[must_use]
    pub fn holds(&self, body: &str) -> Option<bool> {
        let value = self.value(body)?;
        Some(self.is.is_empty() || self.is.iter().any(|meant| meant.eq_ignore_ascii_case(&value)))
    }
}

/// A JSON value that is one word; nothing for objects, arrays and null.
#[must_use]
pub fn plain(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(bool) => Some(bool.to_string()),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => None,
    }
}

fn in_xml(body: &str, path: &str) -> Option<String> {
    let document = roxmltree::Document::parse(body).ok()?;
    let mut node = document.root_element();
    for name in path.split('/') {
        node = node.children().find(|child| child.is_element() && child.tag_name().name() == name)?;
    }
    Some(node.text().unwrap_or_default().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pick(text: &str) -> Pick {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_value_is_found_in_each_of_the_four_ways() {
        let cases = [
            (r#"json = "/messages/0/status""#, r#"{"messages":[{"status":"0"}]}"#, Some("0")),
            (r#"json = "/status""#, r#"{"status":true}"#, Some("true")),
            (r#"json = "/status""#, r#"{"status":{}}"#, None),
            (r#"json = "/status""#, "<html>502</html>", None),
            (
                r#"xml = "message/status""#,
                "<response><message><to>1</to><status> 0 </status></message></response>",
                Some("0"),
            ),
            (r#"xml = "message/status""#, "<response></response>", None),
            (r#"xml = "message/status""#, "<html><body><br></body></html>", None),
            ("separator = \"|\"\nindex = 1", "0|98765\n", Some("98765")),
            ("separator = \"~~~\"", "1~~~1~~~1", Some("1")),
            ("separator = \"|\"", "<html>|</html>", None),
            ("separator = \"|\"", "0", None),
            ("separator = \"|\"", "", None),
            ("separator = \"|\"\nindex = 7", "0|1", None),
            ("pattern = '^ID: (\\w+)'", "ID: abc", Some("abc")),
        ];
        for (way, body, value) in cases {
            assert_eq!(pick(way).value(body).as_deref(), value, "{way} in {body}");
            assert_eq!(pick(way).wrong(), None);
        }
    }

    #[test]
    fn a_condition_is_open_where_the_answer_is_something_else() {
        let condition = pick("json = '/status'\nis = ['1', 'true']");
        assert_eq!(condition.holds(r#"{"status":true}"#), Some(true));
        assert_eq!(condition.holds(r#"{"status":"0"}"#), Some(false));
        assert_eq!(condition.holds("<html>"), None);
        assert_eq!(pick("json = '/sid'").holds(r#"{"sid":"SM1"}"#), Some(true));
    }

    #[test]
    fn a_wrong_place_is_told() {
        for wrong in ["", "json = '/a'\nxml = 'b'", "json = 'a'", "separator = ''", "pattern = '('", "pattern = 'a'"] {
            assert!(pick(wrong).wrong().is_some(), "{wrong}");
        }
    }
}

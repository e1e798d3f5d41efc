//! Texts with places to fill in: `{number}`, `{text}`, `{userkey}`.
//!
//! In: a text and values by name. Out: the text filled in; nothing where it is one place without a value, so that an
//! optional field is left out. A value is never read again for places: what a citizen writes stays what it is.

use std::collections::BTreeMap;

/// Values by name; `None`: known, but not given.
pub(super) type Values = BTreeMap<String, Option<String>>;

/// Names of the places in a text.
pub(super) fn places(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        found.push(name);
        rest = tail;
    }
    found
}

/// Fills in. A place without a value inside a longer text becomes nothing.
pub(super) fn fill(text: &str, values: &Values) -> Option<String> {
    if let Some(name) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        && !name.contains(['{', '}'])
    {
        return values.get(name).cloned().flatten();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(values.get(name).and_then(Option::as_deref).unwrap_or_default());
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

/// Fills in a whole tree, as JSON. What has no value is left out.
pub(super) fn fill_tree(tree: &toml::Value, values: &Values) -> Option<serde_json::Value> {
    Some(match tree {
        toml::Value::String(text) => fill(text, values)?.into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(bool) => (*bool).into(),
        toml::Value::Datetime(moment) => moment.to_string().into(),
        toml::Value::Array(items) => items.iter().filter_map(|item| fill_tree(item, values)).collect(),
        toml::Value::Table(table) => table
            .iter()
            .filter_map(|(name, item)| Some((name.clone(), fill_tree(item, values)?)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    })
}

/// Texts in a tree.
pub(super) fn texts(tree: &toml::Value) -> Vec<&str> {
    match tree {
        toml::Value::String(text) => vec![text],
        toml::Value::Array(items) => items.iter().flat_map(texts).collect(),
        toml::Value::Table(table) => table.values().flat_map(texts).collect(),
        toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Boolean(_) | toml::Value::Datetime(_) => {
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        let given = [("number", "62812"), ("text", "harga {number} & {token}")];
        let mut values: Values = given.map(|(name, value)| (name.to_owned(), Some(value.to_owned()))).into();
        values.insert("sender".to_owned(), None);
        values
    }

    #[test]
    fn a_value_is_not_read_for_places_again() {
        assert_eq!(fill("{text}", &values()).as_deref(), Some("harga {number} & {token}"));
        assert_eq!(fill("ke {number}: {text}.", &values()).as_deref(), Some("ke 62812: harga {number} & {token}."));
    }

    #[test]
    fn what_has_no_value_is_left_out() {
        assert_eq!(fill("{sender}", &values()), None);
        assert_eq!(fill("dari {sender}", &values()).as_deref(), Some("dari "));
        assert_eq!(fill("a { b", &values()).as_deref(), Some("a { b"));
        let tree: toml::Value =
            toml::from_str("to = ['{number}', '{sender}']\nfrom = '{sender}'\nflag = true").unwrap();
        assert_eq!(fill_tree(&tree, &values()), Some(serde_json::json!({"to": ["62812"], "flag": true})));
        assert_eq!(places("a{b}c{d}e{"), ["b", "d"]);
    }
}

//! Finding things in JSON whose shape is not sure. First hit wins; absence is an answer, never a fault.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

/// The first of these places that holds something other than null or an empty text.
pub(super) fn first<'v>(value: &'v Value, pointers: &[String]) -> Option<&'v Value> {
    pointers.iter().filter_map(|pointer| value.pointer(pointer)).find(|found| is_something(found))
}

/// The same, as text; numbers and booleans are written out.
pub(super) fn text(value: &Value, pointers: &[String]) -> Option<String> {
    first(value, pointers).and_then(scalar)
}

/// A scalar in words; `None` for arrays, objects, null and blanks.
pub(super) fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The first of these places that holds an array, or an object whose values then count as one.
pub(super) fn items<'v>(value: &'v Value, pointers: &[String]) -> Option<Vec<&'v Value>> {
    pointers.iter().filter_map(|pointer| value.pointer(pointer)).find_map(|found| match found {
        Value::Array(items) => Some(items.iter().collect()),
        Value::Object(items) => Some(items.values().collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

/// The same with the very text of each item; `text` is the whole document.
pub(super) fn raw_items(text: &str, pointers: &[String]) -> Option<Vec<Box<RawValue>>> {
    let whole: &RawValue = serde_json::from_str(text).ok()?;
    pointers.iter().filter_map(|pointer| raw_at(whole, pointer)).find_map(|found| {
        serde_json::from_str(found.get()).ok().or_else(|| {
            let keyed: BTreeMap<String, Box<RawValue>> = serde_json::from_str(found.get()).ok()?;
            Some(keyed.into_values().collect())
        })
    })
}

/// The text at a pointer, untouched.
fn raw_at<'t>(whole: &'t RawValue, pointer: &str) -> Option<&'t RawValue> {
    pointer.split('/').skip(1).try_fold(whole, |value, step| {
        let step = step.replace("~1", "/").replace("~0", "~");
        if let Ok(inside) = serde_json::from_str::<BTreeMap<String, &RawValue>>(value.get()) {
            return inside.get(&step).copied();
        }
        let inside: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
        inside.get(step.parse::<usize>().ok()?).copied()
    })
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_that_holds_something_counts() {
        let value: Value = serde_json::from_str(r#"{"a":null,"b":" ","c":{"id":7},"d":"x"}"#).unwrap();
        let places = ["/a", "/b", "/nothing/here", "/c/id", "/d"].map(str::to_owned);
        assert_eq!(text(&value, &places).as_deref(), Some("7"));
        assert_eq!(text(&value, &["/c".to_owned()]), None);
    }

    #[test]
    fn the_text_of_an_item_is_kept_as_the_service_wrote_it() {
        let text = r#"{"results":{"data":[ {"id":1.50, "a" : "\u00e9"} ,2]}}"#;
        let found = raw_items(text, &["/no".to_owned(), "/results/data".to_owned()]).unwrap();
        assert_eq!(found[0].get(), r#"{"id":1.50, "a" : "\u00e9"}"#);
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn an_object_of_items_is_read_like_an_array() {
        let value: Value = serde_json::from_str(r#"{"l":{"0":1,"1":2},"m":[1]}"#).unwrap();
        assert_eq!(items(&value, &["/l".to_owned()]).map(|found| found.len()), Some(2));
        assert_eq!(items(&value, &["/no".to_owned(), "/m".to_owned()]).map(|found| found.len()), Some(1));
    }
}

//! The lists inside a report: what was written under it, its history, its files. Their shapes vary; each is read in all
//! the shapes that were seen, and one that cannot be read is left out, never a reason to stop.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Profile;
use super::pointer;
use super::profile::Fields;
use super::report::{Entry, File, moment};

/// Entries in the order given.
pub(super) fn entries(value: &Value, places: &[String], profile: &Profile) -> Vec<Entry> {
    let fields = &profile.fields;
    let items = pointer::items(value, places).unwrap_or_default();
    let read = |item: &Value| {
        let text = pointer::text(item, &fields.entry_text).map(|text| filled(&text, item)).unwrap_or_default();
        let at = pointer::text(item, &fields.entry_at);
        let id = pointer::text(item, &fields.entry_id).unwrap_or_else(|| made_up(&text, at.as_deref()));
        Entry {
            id,
            at: at.and_then(|at| moment(&at, profile)),
            from: pointer::text(item, &fields.entry_from),
            to: pointer::text(item, &fields.entry_to),
            text,
            files: files_at(item, &fields.entry_attachments, fields),
        }
    };
    items.into_iter().filter(|item| item.is_object()).map(read).collect()
}

/// Files: an array of objects or addresses, an object of objects keyed by number, or one address.
pub(super) fn files_at(value: &Value, places: &[String], fields: &Fields) -> Vec<File> {
    match pointer::first(value, places) {
        Some(Value::Array(items)) => items.iter().filter_map(|item| file(item, fields)).collect(),
        Some(found @ Value::Object(items)) => match file(found, fields) {
            Some(one) => vec![one],
            None => {
                let kept = items.iter().filter(|(key, _)| !fields.file_skip.contains(key));
                kept.filter_map(|(_, item)| file(item, fields)).collect()
            }
        },
        Some(found @ Value::String(_)) => file(found, fields).into_iter().collect(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_)) | None => Vec::new(),
    }
}

fn file(item: &Value, fields: &Fields) -> Option<File> {
    let url = match item {
        Value::String(url) => url.trim().to_owned(),
        Value::Object(_) => pointer::text(item, &fields.file_url)?,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => return None,
    };
    if url.is_empty() {
        return None;
    }
    let last = || url.rsplit('/').next().unwrap_or_default().split(['?', '#']).next().unwrap_or_default().to_owned();
    let name = pointer::text(item, &fields.file_name).unwrap_or_else(last);
    Some(File { name: harmless_name(&name), url })
}

/// A file name without path, controls and marks of direction.
fn harmless_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept =
        last.chars().filter(|c| !c.is_control() && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'));
    let kept: String = kept.take(120).collect();
    let kept = kept.trim_matches(['.', ' ']);
    if kept.is_empty() { "lampiran".to_owned() } else { kept.to_owned() }
}

/// `{{institution_to}}` and the like, from the item itself; what cannot be filled stays. The values are put in once and
/// not looked at again.
fn filled(text: &str, item: &Value) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find("{{") {
        let (before, inside) = (rest.get(..begin).unwrap_or_default(), rest.get(begin + 2..).unwrap_or_default());
        let Some(end) = inside.find("}}") else { break };
        let name = inside.get(..end).unwrap_or_default().trim();
        let value = named(item, name);
        out.push_str(before);
        match value {
            Some(value) => out.push_str(&value),
            None => out.push_str(&format!("{{{{{name}}}}}")),
        }
        rest = inside.get(end + 2..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// `institution_to`, flat (`institution_to_name`) or nested; `status_old`, `status_new` inside the JSON text in `data`.
fn named(item: &Value, name: &str) -> Option<String> {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !plain || name.is_empty() {
        return None;
    }
    let places = [format!("/{name}_name"), format!("/{name}/name"), format!("/{name}")];
    pointer::text(item, &places).or_else(|| {
        let inner: Value = serde_json::from_str(item.get("data")?.as_str()?).ok()?;
        pointer::text(&inner, &places)
    })
}

fn made_up(text: &str, at: Option<&str>) -> String {
    let digest = hex::encode(Sha256::digest(format!("{}\n{text}", at.unwrap_or_default())));
    format!("x{}", digest.get(..16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        let of = |place: &str| vec![place.to_owned()];
        Fields { file_url: of("/path"), file_name: of("/file_name"), file_skip: of("docs"), ..Fields::default() }
    }

    #[test]
    fn files_come_as_an_object_an_array_one_address_or_not_at_all() {
        let read = |json: &str| files_at(&serde_json::from_str(json).unwrap(), &["/a".to_owned()], &fields()).len();
        assert_eq!(
            read(
                r#"{"a":{"0":{"path":"https://x/1.jpg"},"1":{"path":"https://x/2.jpg"},"docs":[{"path":"https://x/3"}]}}"#
            ),
            2
        );
        assert_eq!(read(r#"{"a":[{"path":"https://x/1.jpg","file_name":"../a"},"https://x/2.pdf?x=1",7,null]}"#), 2);
        assert_eq!(read(r#"{"a":"https://x/1.jpg"}"#), 1);
        assert_eq!(read(r#"{"a":{}}"#) + read(r#"{"a":false}"#) + read("{}"), 0);
    }

    #[test]
    fn placeholders_are_filled_once_from_flat_and_nested_and_packed_values() {
        let item = serde_json::json!({"institution_from_name": "Diskominfo {{institution_to}}", "institution_to": {"name": "Dinkes"},
            "data": "{\"status_new\":{\"name\":\"Dalam Proses\"}}"});
        let text = "{{institution_from}} → {{institution_to}}: {{status_new}} {{status_old}} {{../x}} {{";
        assert_eq!(
            filled(text, &item),
            "Diskominfo {{institution_to}} → Dinkes: Dalam Proses {{status_old}} {{../x}} {{"
        );
    }
}

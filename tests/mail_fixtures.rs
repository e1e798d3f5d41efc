//! Every mail in `tests/mail/` is read and classified as its `.expected` says.
//!
//! `.expected` holds fields of `explain --json` that matter for this mail (what is not named is not compared), and
//! besides: `text_holds` and `nested` (pieces of the text, of the texts of attached mails), `oddities` (some that must
//! be noted), `number` and `token`.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::fs;
use std::path::{Path, PathBuf};

use connectors::mime::{self, Mail};
use penghubung::decide::classify::{Classified, Facts, classify};
use serde_json::{Value, json};

fn shown(mail: &Mail, classified: &Classified) -> Value {
    let attachments: Vec<Value> = mail
        .attachments
        .iter()
        .map(|a| json!({"name": a.name, "type": a.content_type, "bytes": a.bytes, "sha256": a.sha256}))
        .collect();
    let bounce = mail.bounce.as_ref().map(|b| {
        json!({"recipient": b.recipient, "status": b.status, "permanent": b.permanent, "reason": b.reason,
               "original_message_id": b.original_message_id, "envelope_id": b.envelope_id})
    });
    json!({
        "message": {"message_id": mail.message_id, "from": mail.from, "from_name": mail.from_name, "to": mail.to,
                    "date": mail.date.map(|d| d.to_rfc3339()), "subject": mail.subject, "text": mail.text,
                    "attachments": attachments},
        "kind": classified.kind.word(), "bounce": bounce, "number": classified.number, "token": classified.token,
    })
}

/// What differs, by path; an object is compared only where both name a key.
fn differences(path: &str, expected: &Value, found: &Value, out: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(wanted), Value::Object(have)) => {
            for (key, value) in wanted {
                differences(&format!("{path}.{key}"), value, have.get(key).unwrap_or(&Value::Null), out);
            }
        }
        _ if expected == found => {}
        _ => out.push(format!("{path}: expected {expected}, found {found}")),
    }
}

fn take_list(expected: &mut Value, key: &str) -> Vec<String> {
    let list = expected.as_object_mut().and_then(|o| o.remove(key)).unwrap_or(Value::Null);
    serde_json::from_value(list).unwrap_or_default()
}

fn check(path: &Path) -> Vec<String> {
    let raw = fs::read(path).unwrap();
    let mut expected: Value = serde_json::from_slice(&fs::read(path.with_extension("expected")).unwrap()).unwrap();
    let own = ["pengaduan@dinkes-batang.example".to_owned()];
    let is_officer = |address: &str| address == "pkm.bandar1@batang.example";
    let mail = mime::read(&raw);
    let facts = Facts { own_addresses: &own, is_officer: &is_officer, prefixes: &["BTG".to_owned()] };
    let classified = classify(&mail, &facts);

    let mut faults = Vec::new();
    for piece in take_list(&mut expected, "text_holds") {
        if !mail.text.contains(&piece) {
            faults.push(format!("text lacks {piece:?}: {:?}", mail.text));
        }
    }
    for piece in take_list(&mut expected, "nested") {
        if !mail.nested.iter().any(|nested| nested.text.contains(&piece)) {
            faults.push(format!("no attached mail holds {piece:?}"));
        }
    }
    for odd in take_list(&mut expected, "oddities") {
        if !mail.oddities.contains(&odd) {
            faults.push(format!("oddity {odd:?} not noted: {:?}", mail.oddities));
        }
    }
    differences("", &expected, &shown(&mail, &classified), &mut faults);
    if !faults.is_empty() {
        faults.push(format!("(classified because {})", classified.reason));
    }
    faults
}

#[test]
fn every_mail_is_what_its_expectation_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail");
    let mut mails: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    mails.retain(|path| path.extension().is_some_and(|e| e == "eml"));
    mails.sort();
    assert!(mails.len() >= 40, "only {} mails", mails.len());
    let mut report = String::new();
    for path in &mails {
        let faults = check(path);
        if !faults.is_empty() {
            report += &format!("{}\n    {}\n", path.display(), faults.join("\n    "));
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

//! By what a notification mail of LAPOR! is known: who may send it, who vouches for that, where the number stands.

use regex::Regex;

use super::table::NoticesTable;
use crate::config::check::Check;
use crate::decide::lapor::Notices;

pub(super) fn checked(table: &NoticesTable, key: &str, check: &mut Check<'_>) -> Option<Notices> {
    let key = format!("{key}.notices");
    if table.senders.get_ref().is_empty() {
        check.fault(
            &table.senders,
            format!("{key}.senders"),
            "nobody may send one",
            "name the address LAPOR! writes from",
        );
    }
    let mut patterns = Vec::new();
    for (n, at) in table.patterns.iter().enumerate() {
        match Regex::new(at.get_ref()) {
            Ok(pattern) if pattern.capture_names().flatten().any(|name| name == "number") => patterns.push(pattern),
            Ok(_) => {
                check.fault(
                    at,
                    format!("{key}.patterns[{n}]"),
                    "has no group named number",
                    "write (?P<number>[0-9]{5,10})",
                );
            }
            Err(error) => check.fault(at, format!("{key}.patterns[{n}]"), format!("is no pattern: {error}"), ""),
        }
    }
    let senders = table.senders.get_ref().iter().map(|sender| sender.get_ref().trim().to_lowercase()).collect();
    Some(Notices { senders, authserv_id: table.authserv_id.clone(), patterns })
}

//! Who may know whom: the `use` lines of the sources against the table of the design.
//!
//! In: `src/**/*.rs` without their test modules. Out: every use that the table forbids.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on should say so")]

use std::path::{Path, PathBuf};

/// Part, crates it may use, parts of ours it may use.
const TABLE: [(&str, &[&str], &[&str]); 7] = [
    ("domain", &["chrono", "chrono_tz", "serde", "thiserror"], &["domain"]),
    (
        "decide",
        &[
            "base64",
            "chrono",
            "chrono_tz",
            "connectors",
            "hmac",
            "minijinja",
            "regex",
            "serde",
            "serde_json",
            "sha2",
            "smallvec",
            "thiserror",
            "unicode_normalization",
        ],
        &["domain", "decide"],
    ),
    (
        "sync_log",
        &["base64", "chrono", "ed25519_dalek", "hex", "secrecy", "serde", "serde_json", "sha2", "subtle", "thiserror"],
        &["domain", "sync_log"],
    ),
    (
        "store",
        &[
            "chrono",
            "connectors",
            "hex",
            "rand",
            "rustix",
            "serde",
            "serde_json",
            "sha2",
            "sqlx",
            "thiserror",
            "tokio",
            "zstd",
        ],
        &["domain", "sync_log", "store"],
    ),
    (
        "duties",
        &[
            "arc_swap",
            "async_trait",
            "base64",
            "chrono",
            "connectors",
            "futures_util",
            "governor",
            "hex",
            "rand",
            "sha2",
            "thiserror",
            "tokio",
            "tracing",
        ],
        &["domain", "decide", "sync_log", "store", "clock", "duties"],
    ),
    ("clock", &["chrono"], &[]),
    ("config", &["*"], &["domain", "decide", "config", "sync_log"]),
];

/// What would make a decision depend on more than its arguments.
const DECIDE_NEVER: [&str; 4] = ["tokio", "sqlx", "rand", "tracing"];

fn sources(part: &str) -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![src.join(part)];
    let single = src.join(format!("{part}.rs"));
    found.extend(single.exists().then_some(single));
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if name.ends_with(".rs") && name != "tests.rs" {
                found.push(path);
            }
        }
    }
    found
}

/// The text without comments and without what follows `#[cfg(test)] mod`, which stands at the end of a file.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    let mut in_test_only = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.trim() == "#[cfg(test)]" {
            in_test_only = true;
            continue;
        }
        if !in_test_only && !line.trim_start().starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
        in_test_only = false;
    }
    kept
}

/// What a file names: `crate::part…` and the first word of every other `use`.
fn names(path: &Path) -> (Vec<String>, Vec<String>) {
    let text = code(path);
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let ours = text.match_indices("crate::").map(|(at, found)| word(&text[at + found.len()..])).collect();
    let foreign = text
        .lines()
        .filter_map(|line| line.trim_start().trim_start_matches("pub ").strip_prefix("use "))
        .map(word)
        .filter(|first| !["crate", "super", "self", "std"].contains(&first.as_str()))
        .collect();
    (ours, foreign)
}

#[test]
fn every_part_knows_only_whom_it_may_know() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (part, crates, parts) in TABLE {
        for path in sources(part) {
            let (ours, foreign) = names(&path);
            seen += ours.len() + foreign.len();
            let own_modules: Vec<String> = local_modules(&path);
            for name in ours.iter().filter(|name| !name.is_empty() && !parts.contains(&name.as_str())) {
                wrong.push(format!("{}: crate::{name}", path.display()));
            }
            let allowed =
                |name: &String| crates == ["*"] || crates.contains(&name.as_str()) || own_modules.contains(name);
            for name in foreign.iter().filter(|name| !allowed(name)) {
                wrong.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert!(seen > 300, "the reader of `use` lines finds too little: {seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Modules and types that a file declares itself and may name in `use x::…`.
fn local_modules(path: &Path) -> Vec<String> {
    let text = code(path);
    let declared = text.lines().filter_map(|line| {
        let line = line.trim_start().trim_start_matches("pub(super) ").trim_start_matches("pub ");
        line.strip_prefix("mod ").or_else(|| line.strip_prefix("enum "))
    });
    declared.map(|rest| rest.trim_end_matches([';', ' ', '{']).to_owned()).collect()
}

#[test]
fn deciding_is_pure_wherever_it_is_named() {
    for path in sources("decide") {
        let text = code(&path);
        for never in DECIDE_NEVER {
            assert!(!text.contains(&format!("{never}::")), "{} uses {never}", path.display());
        }
        assert!(!text.contains("::now()"), "{} asks the clock", path.display());
    }
}

#[test]
fn duties_do_not_call_each_other() {
    let duties = ["collect", "triage", "deliver", "remind", "seal", "sweep"];
    for path in sources("duties") {
        let own = path.display().to_string();
        for other in duties.iter().filter(|duty| !own.contains(&format!("/duties/{duty}"))) {
            if own.ends_with("duties/mod.rs") {
                continue;
            }
            let text = code(&path);
            // Triage lends its plain view of a complaint; nobody lends his duty.
            let duty: String = other[..1].to_uppercase() + &other[1..];
            assert!(!text.contains(&format!("{other}::{duty}")), "{own} calls {other}");
        }
    }
}

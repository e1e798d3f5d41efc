//! `penghubung due`, and what all commands have in common: help, man pages, completions.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail where it stands")]

use std::fs;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config");

fn penghubung(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_penghubung"));
    command.env_clear().env("PENGHUBUNG_CONFIG_DIR", SHIPPED).args(args).stdin(Stdio::null()).output().unwrap()
}

fn due(office: &str, from: &str, within: &str) -> Value {
    let output = penghubung(&["due", "--json", "--office", office, "--from", from, "--within", within]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn five_working_days_from_a_friday_skip_the_weekend_and_end_at_closing_time() {
    let due = due("batang", "2026-11-20T10:00:00+07:00", "5 hari kerja");
    let fields: Vec<&str> = due.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields.len(), 6, "{fields:?}");
    assert_eq!(due["from"], "2026-11-20T10:00:00+07:00");
    assert_eq!(due["within"], "5 hari kerja");
    assert!(due["due"].as_str().unwrap().starts_with("2026-11-27T"));
    assert_eq!(due["provisional"], false);
    assert!(due["calendar"].as_str().unwrap().starts_with("batang 2026"));
    let weekend = json!([{"date": "2026-11-21", "why": "Sabtu"}, {"date": "2026-11-22", "why": "Minggu"}]);
    assert_eq!(due["skipped"], weekend);
}

#[test]
fn every_way_to_word_a_limit_in_the_contract_is_understood() {
    for (within, ends) in [
        ("24 jam", "2026-11-21T10:00:00+08:00"),
        ("1 x 24 jam", "2026-11-21T10:00:00+08:00"),
        ("3x24 jam", "2026-11-23T10:00:00+08:00"),
        ("15 menit", "2026-11-20T10:15:00+08:00"),
        ("7 hari", "2026-11-27T23:59:59+08:00"),
        ("7 hari kalender", "2026-11-27T23:59:59+08:00"),
        ("2 bulan", "2027-01-20T23:59:59+08:00"),
    ] {
        assert_eq!(due("ntt", "20-11-2026 10.00", within)["due"], ends, "{within}");
    }
    assert_eq!(due("ntt", "2026-11-20", "2 bulan")["provisional"], true, "the holidays of 2027 are not decreed");
}

#[test]
fn the_configuration_that_is_named_is_the_one_that_is_read() {
    let ask = |file: &str| {
        let asked = ["due", "--office", "ntt", "--from", "2026-11-20", "--within", "7 hari", "--config", file];
        penghubung(&asked)
    };
    let missing = ask("/nowhere/penghubung.toml");
    assert_eq!(missing.status.code(), Some(78), "it is not silently another one");
    assert!(String::from_utf8_lossy(&missing.stderr).contains("there is no such file"));

    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("penghubung.toml");
    let elsewhere =
        ["offices", "letters", "holidays", "lexicon"].map(|part| format!("{part}_dir = \"{SHIPPED}/{part}\""));
    fs::write(&file, elsewhere.join("\n")).unwrap();
    let found = ask(&file.display().to_string());
    assert_eq!(found.status.code(), Some(0), "{}", String::from_utf8_lossy(&found.stderr));
}

#[test]
fn what_is_not_understood_is_answered_with_what_is() {
    for (office, from, within, told) in [
        ("batan", "2026-11-20", "7 hari", "did you mean \"batang\"? Known: batang, buleleng, kademangan, ntt, ttu"),
        ("ntt", "besok", "7 hari", "2026-11-20T10:00:00+07:00"),
        ("ntt", "2026-11-20", "sewindu", "5 hari kerja"),
        ("ntt", "2026-11-20", "-3 hari", "5 hari kerja"),
    ] {
        let output = penghubung(&["due", "--office", office, "--from", from, "--within", within]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(64), "{stderr}");
        assert!(stderr.starts_with("penghubung: ") && stderr.contains(told), "{stderr}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_person_is_shown_the_arithmetic() {
    let output = penghubung(&["due", "--office", "batang", "--from", "2026-11-20", "--within", "5 hari kerja"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    for piece in ["5 hari kerja sejak Jumat 20-11-2026; dilewati: Sabtu 21, Minggu 22", "2026-11-21  Sabtu", "WIB"] {
        assert!(shown.contains(piece), "{shown}");
    }
}

/// The commands that help lists.
fn commands() -> Vec<String> {
    let help = String::from_utf8(penghubung(&["--help"]).stdout).unwrap();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    listed
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_command_explains_itself_on_standard_output_and_ends_well() {
    let commands = commands();
    assert!(commands.len() >= 6 && commands.iter().any(|name| name == "explain"), "{commands:?}");
    for name in commands.iter().filter(|name| *name != "help") {
        let output = penghubung(&[name, "--help"]);
        let help = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{name}");
        assert!(help.contains(&format!("Usage: penghubung {name}")), "{help}");
        assert!(help.lines().next().unwrap().len() > 20, "{help}");
    }
}

#[test]
fn a_wrong_command_a_wrong_flag_and_no_command_are_usage_errors() {
    for args in [&["explian"][..], &["due", "--offices", "x"], &["due"], &[]] {
        let output = penghubung(args);
        assert_eq!(output.status.code(), Some(64), "{args:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{args:?}");
    }
    assert_eq!(penghubung(&["--version"]).status.code(), Some(0));
}

#[test]
fn a_setting_of_the_log_that_cannot_be_understood_is_told() {
    let output = Command::new(env!("CARGO_BIN_EXE_penghubung"))
        .env("RUST_LOG", "penghubung=loud")
        .args(["completions", "bash"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(64));
    assert!(String::from_utf8_lossy(&output.stderr).contains("RUST_LOG"));
}

#[test]
fn man_pages_are_written_for_the_program_and_every_command() {
    let dir = tempfile::tempdir().unwrap();
    let output = penghubung(&["man", dir.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let page = |name: &str| fs::read_to_string(dir.path().join(name));
    assert!(page("penghubung.1").unwrap().contains("Exit status"));
    for name in commands().iter().filter(|name| *name != "help") {
        assert!(page(&format!("penghubung-{name}.1")).unwrap().starts_with(".ie"), "{name}");
    }
    assert_eq!(penghubung(&["man", "/nowhere/at/all"]).status.code(), Some(73));
}

#[test]
fn completions_are_printed_for_the_usual_shells() {
    for (shell, sign) in [("bash", "complete -F _penghubung"), ("zsh", "#compdef penghubung"), ("fish", "complete -c")]
    {
        let output = penghubung(&["completions", shell]);
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(script.contains(sign) && script.contains("explain"), "{shell}");
        assert!(script.ends_with('\n') && !script.ends_with("\n\n"), "{shell}");
    }
}

//! `penghubung check`: faults with their places, warnings, and a look at real servers.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail where it stands")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use support::MailWorld;
use support::office::{Kotak, OfficeFolder};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config");

fn check(main_file: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_penghubung"));
    command.env_clear().arg("check").arg("--config").arg(main_file).args(more).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_shipped_configuration_is_right_and_needs_no_password_to_say_so() {
    let output = check(&Path::new(SHIPPED).join("penghubung.toml"), &["--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let said = json(&output);
    assert_eq!(said["ok"], true);
    assert_eq!(said["problems"], serde_json::json!([]));
    let office = &said["offices"][0];
    assert_eq!(office["id"], "batang");
    assert!(office["tests"].as_u64().unwrap() > 0 && office["rules"].as_u64().unwrap() > 0, "{office}");
    assert_eq!(said["mode"], "hold");
    let warnings = said["warnings"].as_array().unwrap();
    for warning in ["nothing leaves", "no mailbox reads the intake address"] {
        assert!(warnings.iter().any(|w| w.as_str().unwrap().contains(warning)), "{warning}: {warnings:?}");
    }
}

#[test]
fn all_faults_of_all_files_are_told_at_once_with_file_line_and_what_would_be_right() {
    let dir = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(Path::new(SHIPPED).join("penghubung.toml")).unwrap();
    let text =
        text.replace("mode = \"hold\"", "mode = \"holt\"").replace("offices = [\"batang\"]", "offices = [\"batan\"]");
    let text = format!("offices_dir = \"{SHIPPED}/offices\"\nletters_dir = \"{SHIPPED}/letters\"\n{text}");
    let main_file = dir.path().join("penghubung.toml");
    fs::write(&main_file, text).unwrap();
    let output = check(&main_file, &[]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(78), "{told}");
    assert!(output.stdout.is_empty());
    for piece in ["holt", "batan", "penghubung.toml:", "penghubung: the configuration is wrong"] {
        assert!(told.contains(piece), "{piece}\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "no colour into a pipe");
    let output = check(&main_file, &["--json"]);
    assert_eq!(output.status.code(), Some(78));
    let said = json(&output);
    assert_eq!(said["ok"], false);
    let problems = said["problems"].as_array().unwrap();
    assert!(problems.len() >= 2, "{problems:?}");
    assert!(problems.iter().all(|p| p["file"].is_string() && p["line"].is_u64() && p["what"].is_string()));
}

#[test]
fn what_is_allowed_and_will_not_work_is_a_warning() {
    let dir = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(Path::new(SHIPPED).join("penghubung.toml")).unwrap();
    let places = format!("offices_dir = \"{SHIPPED}/offices\"\nletters_dir = \"{SHIPPED}/letters\"\n");
    let places = format!("{places}holidays_dir = \"{SHIPPED}/holidays\"\nlexicon_dir = \"{SHIPPED}/lexicon\"\n");
    assert!(text.contains("\n[[relay]]\n"));
    let relay = "[[relay]]\nport = 587\n";
    let main_file = dir.path().join("penghubung.toml");
    fs::write(&main_file, format!("{places}{}", text.replacen("[[relay]]\n", relay, 1))).unwrap();
    let output = check(&main_file, &[]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}{}", String::from_utf8_lossy(&output.stderr));
    for warning in ["port 587 usually speaks STARTTLS", "cannot be read"] {
        assert!(said.contains(warning), "{warning}\n{said}");
    }
    let deaf =
        fs::read_to_string(&main_file).unwrap().replace("offices = [\"batang\"]", "offices = [\"batang\", \"ntt\"]");
    fs::write(&main_file, deaf).unwrap();
    let refused = check(&main_file, &[]);
    assert_eq!(refused.status.code(), Some(78));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("office \"ntt\" has no mailbox"), "{told}");
}

#[test]
fn a_routing_test_that_fails_is_a_fault_at_its_line() {
    let dir = tempfile::tempdir().unwrap();
    for part in ["offices/batang", "letters", "holidays", "lexicon"] {
        let (from, to) = (Path::new(SHIPPED).join(part), dir.path().join(part));
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
    let main_file = dir.path().join("penghubung.toml");
    fs::copy(Path::new(SHIPPED).join("penghubung.toml"), &main_file).unwrap();
    assert_eq!(check(&main_file, &[]).status.code(), Some(0), "the copy itself is right");
    let rules = dir.path().join("offices/batang/rules.toml");
    let wrong = "\n[[test]]\ntext = \"Antrean di Puskesmas Bandar I lama\"\nunit = \"btg.pkm.bandar2\"\n";
    fs::write(&rules, fs::read_to_string(&rules).unwrap() + wrong).unwrap();
    let output = check(&main_file, &["--json"]);
    assert_eq!(output.status.code(), Some(78));
    let problem = &json(&output)["problems"][0];
    assert!(problem["file"].as_str().unwrap().ends_with("rules.toml"), "{problem}");
    assert!(problem["what"].as_str().unwrap().contains("btg.pkm.bandar1, not btg.pkm.bandar2"), "{problem}");
}

#[test]
fn online_every_mailbox_and_relay_is_tried_and_the_first_run_foretold() {
    let address = "pengaduan@cek-batang.example";
    let world = MailWorld::shared(&[address, "warga@warga.example"]);
    world.deliver("warga@warga.example", address, b"From: warga@warga.example\r\nSubject: a\r\n\r\nHalo\r\n");
    world.wait_for(address, support::wait::PATIENCE, |mails| mails.len() == 1);
    let folder = OfficeFolder::new(&world, &[Kotak { address, office: "batang", unit: None }], "hold", "");
    let output = check(&folder.main_file(), &["--online", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let found = json(&output)["online"].clone();
    assert_eq!(found["mailboxes"][0]["mails"], 1, "{found}");
    assert_eq!(found["relays"][0]["ok"], true, "{found}");
    assert_eq!((&found["database"]["ok"], &found["database"]["missing"]), (&true.into(), &true.into()), "{found}");
    let shown = String::from_utf8(check(&folder.main_file(), &["--online"]).stdout).unwrap();
    assert!(shown.contains("the first run reads 1 mails") && shown.contains("relay relai: takes us"), "{shown}");
    assert!(world.stored(address, "INBOX").iter().all(|mail| !mail.flags.iter().any(|flag| flag == "\\Seen")));

    fs::write(folder.path().join("secrets/0"), "wrong").unwrap();
    let output = check(&folder.main_file(), &["--online", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let found = json(&output);
    assert_eq!(found["ok"], false);
    assert_eq!(found["online"]["mailboxes"][0]["ok"], false);
    assert_eq!(found["online"]["relays"][0]["ok"], true, "one fault does not hide the rest");
}

//! The offices that ship in `config/` are without fault, their own test cases included; a faulty office is told all its
//! faults at once, with file and line.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use std::path::Path;

use penghubung::config::lexicon::load_lexicon;
use penghubung::config::office::load_office;

#[test]
fn every_office_in_the_box_is_without_fault() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut problems = Vec::new();
    let lexicon = load_lexicon(&config.join("lexicon"), &mut problems);
    for office in ["batang", "kademangan", "ntt", "buleleng", "ttu"] {
        let dir = config.join("offices").join(office);
        if dir.join("rules.toml").exists() {
            assert!(load_office(&dir, &lexicon, &mut problems).is_some() || !problems.is_empty());
        }
    }
    for problem in &problems {
        println!("{problem}");
    }
    assert!(problems.is_empty(), "{} faults", problems.len());
}

/// The faults of an office with these rules and units, and the word lists of the box.
fn faults(units: &str, rules: &str, desk: &str) -> Vec<String> {
    let lists = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/lexicon");
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("desa");
    std::fs::create_dir(&dir).unwrap();
    let office = format!(
        r#"name = "Dinas"
short = "Dinas"
prefix = "DNS"
zone = "Asia/Jakarta"
zone_name = "WIB"
area_code = "0285"
address = "Jl. Contoh 1"
phone = "(0285) 5550001"
site = "dinas.example"
signed_by = "Petugas"
intake = ["a@b.example"]
desk = "{desk}"
head = "d.kepala"
[emergency]
duty = []
"#
    );
    std::fs::write(dir.join("office.toml"), office).unwrap();
    std::fs::write(dir.join("units.toml"), units).unwrap();
    std::fs::write(dir.join("rules.toml"), rules).unwrap();
    let mut problems = Vec::new();
    let lexicon = load_lexicon(&lists, &mut problems);
    let _ = load_office(&dir, &lexicon, &mut problems);
    let prefix = format!("{}/", dir.display());
    problems.iter().map(|problem| problem.to_string().replace(&prefix, "")).collect()
}

const UNITS: &str = r#"[[unit]]
id = "d.kepala"
name = "Kepala"
kind = "head"
addressee = "Kepala"
mailboxes = ["kepala@b.example"]
[[unit]]
id = "d.meja"
name = "Meja"
kind = "desk"
addressee = "Meja"
mailboxes = []
"#;

#[test]
fn every_fault_of_the_rules_is_told_at_once_with_its_line() {
    let rules = r#"[[rule]]
id = "a"
when = { any_word = ["@tiada", ".. obat"] }
to = "d.entah"
[[rule]]
id = "a"
to = "desk"
[[rule]]
id = "c"
to = "d.kepala"
"#;
    let faults = faults(UNITS, rules, "d.kepala");
    for wanted in [
        "rules.toml:4: rule.to: there is no unit \"d.entah\"",
        "rules.toml:3: rule.when.any_word: there is no word list \"@tiada\"",
        "rules.toml:3: rule.when.any_word: \".. obat\" is no phrase",
        "rules.toml:6: rule.id: the rule \"a\" stands here twice",
        "rules.toml:9: rule: the rule \"c\" can never fit",
    ] {
        assert!(faults.iter().any(|fault| fault.starts_with(wanted)), "{wanted}\n{faults:#?}");
    }
}

#[test]
fn a_desk_without_a_mailbox_and_an_unknown_key_are_faults() {
    let told = faults(UNITS, "rule = []\n", "d.meja");
    assert!(
        told.iter().any(|fault| fault.starts_with("office.toml:12: desk: the desk d.meja has no mailbox")),
        "{told:#?}"
    );
    let told = faults(UNITS, "rule = []\nrules = 1\n", "d.kepala");
    assert!(told.iter().any(|fault| fault.starts_with("rules.toml:2: rules: unknown key")), "{told:#?}");
}

#[test]
fn a_test_case_that_fails_is_a_fault_at_its_line() {
    let rules = "rule = []\n[[test]]\ntext = \"selamat pagi\"\nunit = \"d.meja\"\n";
    let told = faults(UNITS, rules, "d.kepala");
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told.iter().all(|fault| fault.starts_with("rules.toml:3: test: unit is d.kepala, not d.meja")),
        "{told:#?}"
    );
}

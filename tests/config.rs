//! What a sysadmin gets for a wrong configuration: every fault at once, with its place and the remedy; never a secret.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "config/offices.rs"]
mod offices;
#[path = "config/pages.rs"]
mod pages;
#[path = "config/reload.rs"]
mod reload;
#[path = "config/secrets.rs"]
mod secrets;
#[path = "config/slips.rs"]
mod slips;
#[path = "config/telephones.rs"]
mod telephones;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use penghubung::config::{Config, Database, Mode, Places, Problem, Secrets, diagnostics, directory};
use proptest::prelude::*;
use secrecy::ExposeSecret as _;

/// The shipped example.
const EXAMPLE: &str = include_str!("../config/penghubung.toml");
/// A password that must never be seen again.
const PASSWORD: &str = "Rahasia-Sekali-77";

/// A folder with the shipped offices and a main file that may be changed.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn with(main: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("penghubung.toml"), point_at_shipped(main)).unwrap();
        let desk = Self { dir };
        desk.secret("pengaduan", 0o600);
        desk
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("penghubung.toml")
    }

    fn secret(&self, name: &str, mode: u32) -> PathBuf {
        let path = self.dir.path().join("secrets").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, format!("{PASSWORD}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    fn load(&self, want: Secrets) -> Result<Config, Vec<Problem>> {
        Config::load_with(&self.file(), want, None)
    }

    fn faults(&self, want: Secrets) -> Vec<Problem> {
        self.load(want).expect_err("this configuration is wrong")
    }
}

/// The offices of the repository, wherever the main file lies.
fn point_at_shipped(main: &str) -> String {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    ["offices", "letters", "holidays", "lexicon"].iter().fold(main.to_owned(), |text, what| {
        let at = text.find(&format!("#{what}_dir")).map(|start| start..start + text[start..].find('\n').unwrap());
        match at {
            Some(line) => {
                let mut text = text;
                text.replace_range(line, &format!("{what}_dir = {:?}", shipped.join(what)));
                text
            }
            None => text,
        }
    })
}

fn line_of(main: &str, needle: &str) -> usize {
    main.lines().position(|line| line.starts_with(needle)).unwrap_or_else(|| panic!("no line {needle}")) + 1
}

fn places(problems: &[Problem]) -> Vec<(usize, &str)> {
    problems.iter().map(|problem| (problem.line, problem.key.as_str())).collect()
}

#[test]
fn the_shipped_example_is_sound_and_sends_nothing() {
    let config = Desk::with(EXAMPLE).load(Secrets::Needed).unwrap();
    assert_eq!(config.installation.mode, Mode::Hold);
    assert_eq!((config.mailboxes.len(), config.relays.len()), (1, 1));
    assert_eq!(config.books.digest.len(), 16);
}

/// The example with one of its commented keys switched on (`#key = value`, without a blank after the sign), and the
/// table it stands in, where that is commented too.
fn switched_on(main: &str, key: &str, nth: usize) -> String {
    let mut lines: Vec<&str> = main.lines().collect();
    let is_key = |line: &&str| {
        line.strip_prefix('#').is_some_and(|rest| rest.split(['=', ' ']).next() == Some(key) && rest.contains('='))
    };
    let place = lines.iter().enumerate().filter(|(_, line)| is_key(line)).nth(nth).unwrap().0;
    let table = lines[..place].iter().rposition(|line| line.trim_start_matches('#').starts_with('['));
    for switched in table.into_iter().chain([place]) {
        lines[switched] = lines[switched].trim_start_matches('#');
    }
    lines.join("\n")
}

#[test]
fn every_commented_key_of_the_example_is_known_when_switched_on() {
    let keys: Vec<String> = EXAMPLE
        .lines()
        .filter_map(|line| line.strip_prefix('#'))
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()) && rest.contains('='))
        .map(|rest| rest.split(['=', ' ']).next().unwrap().to_owned())
        .collect();
    assert!(keys.len() > 30, "{keys:?}");
    for (n, key) in keys.iter().enumerate() {
        let nth = keys[..n].iter().filter(|before| *before == key).count();
        let desk = Desk::with(&switched_on(EXAMPLE, key, nth));
        let problems = desk.load(Secrets::NotNeeded).err().unwrap_or_default();
        let unknown: Vec<_> = problems.iter().filter(|p| p.what.starts_with("unknown")).collect();
        assert!(unknown.is_empty(), "{key}: {unknown:?}");
    }
}

#[test]
fn a_file_with_many_different_faults_gives_each_with_its_line() {
    let main = EXAMPLE
        .replace("mode = \"hold\"", "mode = \"holt\"")
        .replace("host = \"imap.dinkes.example\"", "hots = \"imap.dinkes.example\"")
        .replace("#schedule = \"1m\"", "schedule = \"61 * * * *\"")
        .replace("#max_message = \"35MB\"", "max_message = 35")
        .replace("office = \"batang\"", "office = \"batamg\"")
        .replace("#connections = 2", "connections = 200")
        .replace("own_domain = \"pengaduan.dinkes.example\"", "own_domain = \"dinkes example\"");
    let desk = Desk::with(&main);
    let faults = desk.faults(Secrets::NotNeeded);
    let expected = [
        (line_of(&main, "mode ="), "installation.mode"),
        (line_of(&main, "office = "), "mailbox[0].office"),
        (line_of(&main, "hots ="), "mailbox[0].hots"),
        (line_of(&main, "schedule ="), "mailbox[0].schedule"),
        (line_of(&main, "max_message ="), "mailbox[0].max_message"),
        (line_of(&main, "connections ="), "relay[0].connections"),
        (line_of(&main, "own_domain ="), "letters.own_domain"),
    ];
    assert_eq!(places(&faults), expected, "{}", diagnostics::render(&faults, false));
    let shown = diagnostics::render(&faults, false);
    for remedy in ["did you mean \"hold\"?", "did you mean \"batang\"?", "did you mean \"host\"?", "7 faults"] {
        assert!(shown.contains(remedy), "{remedy} in\n{shown}");
    }
}

#[test]
fn a_syntax_error_does_not_hide_the_other_faults() {
    let main = EXAMPLE.replace("id = \"dinkes-1\"", "id = \"dinkes-1").replace("host = \"smtp", "hots = \"smtp");
    let faults = Desk::with(&main).faults(Secrets::NotNeeded);
    let expected = [(line_of(&main, "id ="), ""), (line_of(&main, "hots"), "relay[0].hots")];
    assert_eq!(places(&faults), expected);
}

#[test]
fn plain_text_is_only_for_this_machine() {
    let main = EXAMPLE.replace("#security = \"tls\"", "security = \"plain-loopback\"");
    let faults = Desk::with(&main).faults(Secrets::NotNeeded);
    let keys: Vec<&str> = faults.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(keys, ["mailbox[0].security", "relay[0].security"]);
    let near = main.replace("imap.dinkes.example", "127.0.0.1").replace("smtp.dinkes.example", "localhost");
    let config = Desk::with(&near).load(Secrets::NotNeeded).unwrap();
    assert_eq!((config.mailboxes[0].server.port, config.relays[0].server.port), (143, 25));
}

#[test]
fn two_mailboxes_may_share_neither_a_name_nor_a_folder() {
    let start = EXAMPLE.find("[[mailbox]]").unwrap();
    let end = EXAMPLE.find("# ---- Relays").unwrap();
    let twice =
        format!("{}{}", EXAMPLE, EXAMPLE[start..end].replace("#folders = [\"INBOX\"]", "folders = [\"inbox\"]"));
    let faults = Desk::with(&twice).faults(Secrets::NotNeeded);
    let keys: Vec<&str> = faults.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(keys, ["mailbox[1].name", "mailbox[1].folders"]);
}

#[test]
fn a_unit_that_the_office_does_not_have_proposes_one_that_it_has() {
    let main = EXAMPLE.replace("#unit = \"btg.pkm.bandar1\"", "unit = \"btg.pkm.bandarl\"");
    let faults = Desk::with(&main).faults(Secrets::NotNeeded);
    assert_eq!(places(&faults), [(line_of(&main, "unit ="), "mailbox[0].unit")]);
    assert!(faults[0].right.contains("btg.pkm.bandar1"), "{faults:?}");
}

#[test]
fn an_office_that_has_no_folder_is_one_fault() {
    let main = EXAMPLE.replace("\"batang\"", "\"atlantis\"");
    let faults = Desk::with(&main).faults(Secrets::NotNeeded);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].file.ends_with("offices/atlantis"));
}

#[test]
fn an_office_without_a_relay_is_told_before_its_first_answer_is_stuck() {
    let main = EXAMPLE.replace("offices = [\"batang\"]\n\n#off", "offices = [\"batang\", \"ttu\"]\n\n#off");
    let main = main.replacen("#offices = [\"batang\"]", "offices = [\"batang\"]", 1);
    let desk = Desk::with(&main);
    let mut faults = desk.faults(Secrets::NotNeeded);
    faults.retain(|p| p.file == desk.file());
    let line = line_of(&main, "offices =");
    assert_eq!(places(&faults), [(line, "mailbox"), (line, "relay")]);
    assert!(faults.iter().all(|fault| fault.what.contains("\"ttu\"")));
}

#[test]
fn explain_and_due_need_only_the_shipped_folder() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let books = Config::load_offices_only(&shipped, &Places::below(&shipped))
        .unwrap_or_else(|p| panic!("{}", diagnostics::render(&p, false)));
    let ids: Vec<&str> = books.offices.iter().map(|book| book.office.id.0.as_str()).collect();
    assert_eq!(ids, ["batang", "buleleng", "kademangan", "ntt", "ttu"]);
    assert!(books.offices.iter().all(|book| !book.standards.is_empty() && !book.calendar.week.is_empty()));
    assert_eq!(books.office("batang").unwrap().office.prefix, "BTG");
}

#[test]
fn a_faulty_letter_is_told_with_its_line_and_does_not_hide_the_main_files_faults() {
    let main = EXAMPLE.replace("#connections = 2", "connections = 200");
    let desk = Desk::with(&main);
    let letters = desk.dir.path().join("letters");
    fs::create_dir(&letters).unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("config/letters")).unwrap().flatten() {
        fs::copy(entry.path(), letters.join(entry.file_name())).unwrap();
    }
    let receipt = letters.join("receipt.txt");
    let text = fs::read_to_string(&receipt).unwrap();
    fs::write(&receipt, format!("{text}\n{{{{ tidak_ada }}}}\n")).unwrap();
    fs::write(letters.join("receipt.batamg.txt"), &text).unwrap();
    let text = fs::read_to_string(desk.file()).unwrap();
    let lines = text.lines().map(|l| if l.starts_with("letters_dir") { "letters_dir = \"letters\"" } else { l });
    fs::write(desk.file(), lines.collect::<Vec<_>>().join("\n")).unwrap();
    let faults = desk.faults(Secrets::NotNeeded);
    assert!(faults.iter().any(|p| p.file == receipt && p.line > 3), "{faults:?}");
    assert!(faults.iter().any(|p| p.file.ends_with("receipt.batamg.txt")), "{faults:?}");
    assert!(faults.iter().any(|p| p.key == "relay[0].connections"), "{faults:?}");
}

#[test]
fn the_folder_of_the_configuration_is_found_in_this_order() {
    let flag = Path::new("/srv/p/penghubung.toml");
    assert_eq!(directory(Some(flag), Some("/env".as_ref())), Path::new("/srv/p"));
    assert_eq!(directory(Some(Path::new("penghubung.toml")), None), Path::new("."));
    assert_eq!(directory(None, Some("/env".as_ref())), Path::new("/env"));
}

#[test]
fn a_missing_main_file_is_one_fault_that_names_it() {
    let faults = Config::load_with(Path::new("nowhere/penghubung.toml"), Secrets::NotNeeded, None).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert!(faults[0].to_string().starts_with("nowhere/penghubung.toml: cannot be read"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Cut, overwrite, double: whatever an editor or a full disk does to the file.
    #[test]
    fn no_mutation_of_the_example_makes_the_reader_panic_or_fail_without_a_reason(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), "[\\[\\]\"'={}#,.a-z0-9\n é]{0,6}"), 1..6),
    ) {
        let mut text: Vec<char> = EXAMPLE.chars().collect();
        for (from, length, insert) in edits {
            let start = from.index(text.len());
            let end = (start + length.index(40)).min(text.len());
            text.splice(start..end, insert.chars());
        }
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("penghubung.toml");
        fs::write(&file, text.iter().collect::<String>()).unwrap();
        match Config::load_with(&file, Secrets::NotNeeded, None) {
            Ok(_) => {}
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                prop_assert!(diagnostics::render(&faults, false).contains("fault"));
            }
        }
    }
}

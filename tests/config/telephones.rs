//! Sections for telephones: every one sound when switched on, every fault named, no secret in the open.

use super::*;

/// A section of the example that is switched off whole: its lines stand behind `#` and three blanks.
fn sections_switched_off() -> Vec<String> {
    let mut sections: Vec<String> = Vec::new();
    for line in EXAMPLE.lines().filter_map(|line| line.strip_prefix("#   ")) {
        if line.starts_with('[') {
            sections.push(String::new());
        }
        if let Some(section) = sections.last_mut() {
            section.push_str(line);
            section.push('\n');
        }
    }
    sections
}

/// The example with sections, the description files and their secrets beside it.
fn with_telephones(sections: &[&str]) -> Desk {
    let desk = Desk::with(&format!("{EXAMPLE}\n{}", sections.join("\n")));
    let gateways = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/gateways");
    std::os::unix::fs::symlink(gateways, desk.dir.path().join("gateways")).unwrap();
    for name in ["kannel", "kannel-hook", "zenziva-userkey", "zenziva-passkey", "wa-token", "wa-app", "wa-verify"] {
        desk.secret(name, 0o600);
    }
    desk
}

#[test]
fn every_section_for_telephones_is_sound_when_switched_on() {
    let sections = sections_switched_off();
    let phones: Vec<&String> =
        sections.iter().filter(|text| text.starts_with("[[sms]]") || text.starts_with("[[whatsapp]]")).collect();
    assert_eq!(phones.len(), 4, "{phones:?}");
    let listener = sections.iter().find(|text| text.starts_with("[listener]")).unwrap();
    for section in phones {
        let desk = with_telephones(&[listener, section]);
        let config = desk.load(Secrets::Needed).unwrap_or_else(|problems| panic!("{section}{problems:#?}"));
        assert_eq!(config.gateways.len(), 1);
        assert!(config.listener.unwrap().address.ip().is_loopback());
    }
}

#[test]
fn every_fault_of_a_telephone_section_is_named_with_its_remedy() {
    let section = |more: &str| format!("[[sms]]\nname = \"modem\"\noffice = \"batang\"\n{more}");
    for (text, key, what) in [
        (section("gateway = \"gamu\"\n"), "sms[0].gateway", "No such file"),
        (section("gateway = \"cloud\"\n"), "sms[0].gateway", "does not carry sms"),
        (
            section("gateway = \"fonnte\"\nsecrets = { token = \"secrets/kannel\" }\n"),
            "sms[0].gateway",
            "carries whatsapp",
        ),
        (section("gateway = \"gammu\"\n"), "sms[0].database", "nothing, or two places"),
        (
            section("gateway = \"gammu\"\ndatabase = \"mysql://x\"\n"),
            "sms[0].database",
            "neither SQLite nor PostgreSQL",
        ),
        (section("gateway = \"kannel\"\nuser = \"a\"\n"), "sms[0].url", "needs url"),
        (section("gateway = \"medan-sms\"\nvalues = { email = \"a\" }\n"), "sms[0].secrets.passkey", "needs passkey"),
        (
            section("gateway = \"medan-sms\"\nvalues = { email = \"a\", passkey = \"b\", kunci = \"c\" }\n"),
            "sms[0].values.kunci",
            "needs no such value",
        ),
        (
            section("gateway = \"medan-sms\"\nvalues = { email = \"a\", passkey = \"b\" }\npath = \"/x\"\n"),
            "sms[0].path",
            "no listener",
        ),
        (
            section("gateway = \"gammu\"\ndatabase = \"sqlite:///x\"\nmax_segments = 0\n"),
            "sms[0].max_segments",
            "0 segments",
        ),
        (
            section("gateway = \"gammu\"\ndatabase = \"sqlite:///x\"\nrate = \"cepat\"\n"),
            "sms[0].rate",
            "not understood",
        ),
        (
            "[listener]\naddress = \"0.0.0.0:8094\"\n".to_owned(),
            "listener.address",
            "others than this machine could reach it",
        ),
    ] {
        let problems = with_telephones(&[&text]).faults(Secrets::NotNeeded);
        let found = problems.iter().find(|problem| problem.key == key);
        let found = found.unwrap_or_else(|| panic!("{text}{problems:#?}"));
        assert!(found.what.contains(what) && !found.right.is_empty() && found.line > 0, "{found:#?}");
    }
    let twice = format!("{0}{0}", section("gateway = \"gammu\"\ndatabase = \"sqlite:///x\"\n"));
    let problems = with_telephones(&[&twice]).faults(Secrets::NotNeeded);
    assert!(problems.iter().any(|problem| problem.what.contains("serves batang by sms already")), "{problems:#?}");
}

#[test]
fn no_secret_of_a_gateway_stands_or_travels_in_the_open() {
    let medan = "[[sms]]\nname = \"modem\"\noffice = \"batang\"\ngateway = \"medan-sms\"\nvalues = { email = \"a\", \
                 passkey = \"b\" }\n";
    let cloud = "[[whatsapp]]\nname = \"wa\"\noffice = \"batang\"\ngateway = \"cloud\"\nphone_number_id = \"1\"\nsecrets = { \
                 token = \"secrets/wa-token\", app_secret = \"secrets/wa-app\", verify_token = \"secrets/wa-verify\" }\n";
    let abroad = format!("{cloud}url = \"http://graph.example/v23.0/\"\n");
    for (text, key, what) in [
        (medan, "sms[0].values.passkey", "a secret and stands in the open"),
        (abroad.as_str(), "whatsapp[0].url", "the token would travel in the open"),
    ] {
        let problems = with_telephones(&[text]).faults(Secrets::NotNeeded);
        let found = problems.iter().find(|problem| problem.key == key).unwrap_or_else(|| panic!("{problems:#?}"));
        assert!(found.what.contains(what) && !found.right.is_empty() && found.line > 0, "{found:#?}");
    }
    for here in ["http://127.0.0.1:8080/v23.0/", "https://graph.example/v23.0/"] {
        let text = format!("{cloud}url = \"{here}\"\n");
        assert!(with_telephones(&[&text]).load(Secrets::NotNeeded).is_ok(), "{here}");
    }
}

//! Passwords: where they may be, who needs them, and that none is ever seen again.

use super::*;

#[test]
fn an_inline_password_is_refused_with_the_remedy_and_not_repeated() {
    let main = EXAMPLE.replace("#credential = \"pengaduan\"", &format!("password = \"{PASSWORD}\""));
    let faults = Desk::with(&main).faults(Secrets::NotNeeded);
    assert_eq!(faults.len(), 2, "one in the mailbox, one in the relay: {faults:?}");
    assert!(faults.iter().all(|p| p.right.contains("password_file") && p.right.contains("LoadCredential")));
    let shown = diagnostics::render(&faults, false) + &format!("{faults:?}") + &diagnostics::lines(&faults).concat();
    assert!(!shown.contains(PASSWORD), "{shown}");
}

#[test]
fn a_password_in_the_database_url_is_refused_and_not_repeated() {
    let url = format!("url = \"postgres://u:{PASSWORD}@db.dinkes.example/p\"");
    let main = EXAMPLE.replace("url = \"sqlite:///var/lib/penghubung/penghubung.db\"", &url);
    let faults = Desk::with(&main).faults(Secrets::NotNeeded);
    assert_eq!(places(&faults), [(line_of(&main, "url ="), "database.url")]);
    assert!(!(diagnostics::render(&faults, false) + &format!("{faults:?}")).contains(PASSWORD));
}

#[test]
fn a_secret_is_read_without_its_line_end_and_never_shown() {
    let config = Desk::with(EXAMPLE).load(Secrets::Needed).unwrap();
    let password = config.mailboxes[0].password.as_ref().unwrap();
    assert_eq!(password.expose_secret(), PASSWORD);
    assert!(!format!("{config:?}").contains(PASSWORD));
}

#[test]
fn who_needs_no_secret_needs_no_secret_file() {
    let desk = Desk::with(EXAMPLE);
    fs::remove_dir_all(desk.dir.path().join("secrets")).unwrap();
    for want in [Secrets::NotNeeded, Secrets::DatabaseOnly] {
        assert!(desk.load(want).unwrap().mailboxes[0].password.is_none());
    }
    let faults = desk.faults(Secrets::Needed);
    let keys: Vec<&str> = faults.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(keys, ["mailbox[0].password_file", "relay[0].password_file"]);
}

#[test]
fn a_secret_file_that_everybody_may_read_is_a_fault() {
    let desk = Desk::with(EXAMPLE);
    desk.secret("pengaduan", 0o644);
    let faults = desk.faults(Secrets::Needed);
    assert!(faults.iter().all(|p| p.what.contains("may be read by everybody") && p.right.contains("chmod 600")));
    assert_eq!(faults.len(), 2);
    desk.secret("pengaduan", 0o640);
    assert!(desk.load(Secrets::Needed).is_ok());
}

#[test]
fn credentials_come_from_the_directory_that_systemd_gives_and_from_nowhere_else() {
    let main = EXAMPLE.replace("password_file = \"secrets/pengaduan\"", "credential = \"pengaduan\"");
    let desk = Desk::with(&main);
    let given = desk.dir.path().join("secrets");
    let config = Config::load_with(&desk.file(), Secrets::Needed, Some(&given)).unwrap();
    assert_eq!(config.mailboxes[0].password.as_ref().unwrap().expose_secret(), PASSWORD);
    assert!(desk.faults(Secrets::Needed)[0].what.contains("CREDENTIALS_DIRECTORY"));
    let outside = Desk::with(&main.replace("credential = \"pengaduan\"", "credential = \"../pengaduan\""));
    let faults = Config::load_with(&outside.file(), Secrets::Needed, Some(&given)).unwrap_err();
    assert!(faults[0].what.contains("not a plain name"), "{faults:?}");
}

#[test]
fn a_postgres_server_gets_its_password_from_a_file() {
    let main = EXAMPLE
        .replacen("url = \"sqlite:///var/lib/penghubung/penghubung.db\"", "url = \"postgres://p@db.example/p\"", 1)
        .replacen("#password_file = \"secrets/database\"", "password_file = \"secrets/database\"", 1);
    let desk = Desk::with(&main);
    desk.secret("database", 0o600);
    let config = desk.load(Secrets::DatabaseOnly).unwrap();
    let Database::Postgres { url, password: Some(password) } = config.database else { panic!("not PostgreSQL") };
    assert_eq!((url.as_str(), password.expose_secret()), ("postgres://p@db.example/p", PASSWORD));
}

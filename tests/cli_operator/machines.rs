//! What programs read: every command that says a fact says it as JSON too, and numbers are found as people type them.

use std::time::{Duration, Instant};

use crate::desk::{Desk, command};

fn registered(desk: &Desk, text: &'static str) -> String {
    let arguments =
        ["register", "--office", "batang", "--channel", "telepon", "--email", "siti@warga.example", "--text"];
    let mut all: Vec<&str> = arguments.to_vec();
    all.extend([text, "--json"]);
    let done = command(&desk.dir, []).args(all).output().unwrap();
    let said: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert!(said["decision"]["unit"].is_string(), "what was decided is told: {said}");
    said["number"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_number_is_found_as_it_is_typed_and_a_wrong_one_is_told_what_is_right() {
    let desk = Desk::new().await;
    assert_eq!(registered(&desk, "Loket Puskesmas Bandar I tutup."), "BTG-26-0001".replace("26", &year()));
    for typed in [format!("btg-{}-1", year()), format!("BTG {} 0001", year()), format!("btg/{}/1", year())] {
        assert_eq!(desk.run(["complaint", "show", &typed, "--json"]).code, 0, "{typed}");
    }
    let wrong = desk.run(["why", "1"]);
    assert!(wrong.code == 65 && wrong.err.contains("prefix, year and count"), "{wrong:?}");
}

fn year() -> String {
    use penghubung::clock::Clock as _;
    penghubung::clock::SystemClock.now().with_timezone(&chrono_tz::Asia::Jakarta).format("%y").to_string()
}

#[tokio::test]
async fn ending_joining_and_holding_say_as_json_what_was_done_and_what_only_would_be() {
    let desk = Desk::new().await;
    let (a, b) = (
        registered(&desk, "Loket Puskesmas Bandar I tutup."),
        registered(&desk, "Obat di Puskesmas Subah habis dua pekan."),
    );
    let close = |more: &'static str| ["complaint", "close", "--reason", "selesai di loket", "--json", more];
    let would = command(&desk.dir, close("--dry-run")).arg(&a).output().unwrap();
    let would: serde_json::Value = serde_json::from_slice(&would.stdout).unwrap();
    assert_eq!((&would["dry_run"], &would["closed_how"]), (&true.into(), &"ditutup_petugas".into()), "{would}");
    assert_eq!(desk.run(["complaint", "show", &a, "--json"]).json()[0]["status"], "open");
    let joined = desk.run(["complaint", "link", &a, &b, "--json"]).json().remove(0);
    assert_eq!((&joined["joined"], &joined["changed"]), (&true.into(), &true.into()), "{joined}");
    let held = desk.run(["queue", "hold", "--all", "--json"]).json();
    assert!(!held.is_empty() && held.iter().all(|letter| letter["settled"] == false), "{held:?}");
    let held = desk.run(["queue", "hold", "--all", "--yes", "--json", "--reason", "tunggu kepala"]).json();
    assert!(held.iter().all(|letter| letter["settled"] == true && letter["fault"] == "tunggu kepala"), "{held:?}");
    let free = desk.run(["queue", "release", "--all", "--yes", "--json"]).json();
    assert!(free.iter().all(|letter| letter["fault"].is_null()), "why it stood says nothing any more: {free:?}");
    let counted = desk.run(["due", "recompute", "--office", "batang", "--json"]).json();
    assert_eq!(counted, [serde_json::json!({ "clocks": 0, "applied": false })]);
}

#[tokio::test]
async fn lists_are_of_one_office_or_one_status_where_that_is_asked() {
    let desk = Desk::new().await;
    let number = registered(&desk, "Loket Puskesmas Bandar I tutup.");
    let closed = desk.run(["complaint", "close", &number, "--reason", "selesai di loket"]);
    assert_eq!(closed.code, 0, "{closed:?}");
    registered(&desk, "Obat di Puskesmas Subah habis dua pekan.");
    let listed = |status: &'static str| desk.run(["complaint", "list", "--status", status, "--json"]).json().len();
    assert_eq!((listed("open"), listed("closed"), listed("answered")), (1, 1, 0));
    assert!(!desk.run(["queue", "list", "--office", "batang", "--json"]).json().is_empty());
    assert_eq!(desk.run(["queue", "list", "--office", "ntt"]).code, 64, "no such office is configured");
    assert_eq!(desk.run(["pen", "list", "--office", "batang"]).code, 0);
    assert_eq!(desk.run(["complaint", "list", "--status", "selesai"]).code, 64);
}

#[tokio::test]
async fn a_database_server_that_nobody_answers_at_is_told_soon_with_its_place_and_no_password() {
    let desk = Desk::new().await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let file = desk.dir.join("penghubung.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let line = text.lines().find(|line| line.starts_with("url = \"sqlite")).unwrap().to_owned();
    let server = format!("url = \"postgres://peng@127.0.0.1:{port}/antrean\"\npassword_file = \"secrets/pengaduan\"");
    std::fs::write(&file, text.replace(&line, &server)).unwrap();
    let begun = Instant::now();
    let done = desk.run(["status"]);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert_eq!(done.code, 69, "{done:?}");
    assert!(done.err.contains(&format!("127.0.0.1:{port}/antrean")), "{}", done.err);
    assert!(!done.err.contains("rahasia") && !done.err.contains("%72"), "{}", done.err);
}

#[test]
fn a_configuration_that_is_not_there_is_told_with_the_option_that_names_one() {
    let dir = tempfile::tempdir().unwrap();
    let done = command(dir.path(), ["status"]).output().unwrap();
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(78));
    assert!(told.contains("--config"), "{told}");
}

#[tokio::test]
async fn init_without_a_folder_for_the_key_says_how_to_make_it() {
    let desk = Desk::new().await;
    let file = desk.dir.join("penghubung.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let line = text.lines().find(|line| line.starts_with("key_file")).unwrap().to_owned();
    let text = text.replace(&line, "key_file = \"tiada/kunci\"").replace("antrean.db", "lain.db");
    std::fs::write(&file, text).unwrap();
    let done = desk.run(["init"]);
    assert!(done.code == 78 && done.err.contains("install -d -m 700"), "{done:?}");
}

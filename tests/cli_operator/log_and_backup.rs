//! The log proves itself; a backup is whole; a restored database sends nothing by itself.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use penghubung::store::Store;

use crate::bench::Draft;
use crate::desk::{Desk, command};

#[tokio::test]
async fn a_log_that_nobody_touched_verifies_and_one_changed_line_is_found() {
    let desk = Desk::new().await;
    desk.bench.queue(Draft::default()).await;
    let intact = desk.run(["log", "verify", "--json"]);
    assert_eq!(intact.code, 0, "{intact:?}");
    let report = intact.json().remove(0);
    assert_eq!((report["intact"].as_bool(), report["lines"].as_i64()), (Some(true), Some(2)));
    assert_eq!(report["unsealed_tail"], 1);
    sqlx::query("UPDATE sync_log SET line = replace(line, 'operator', 'operatur') WHERE n = 0")
        .execute(&desk.bench.past_the_store().await)
        .await
        .unwrap();
    let altered = desk.run(["log", "verify"]);
    assert_eq!(altered.code, 1);
    assert!(altered.out.contains("hasil: BERUBAH"), "{}", altered.out);
}

#[tokio::test]
async fn an_auditor_s_own_program_reads_the_export() {
    let desk = Desk::new().await;
    desk.bench.queue(Draft::default()).await;
    let folder = desk.path("ekspor");
    assert_eq!(desk.run(["log", "export", &folder]).code, 0);
    let verifier = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/verify_log.py");
    let verified = Command::new("python3").args([verifier, &folder]).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let keys = format!("{folder}/keys.txt");
    assert_eq!(desk.run(["log", "verify", "--keys", &keys]).code, 0, "the exported key is the log's");
    assert_eq!(desk.deeds().await.pop().unwrap(), ("EKSPOR".into(), "petugas-uji".into()));
}

#[tokio::test]
async fn the_end_of_the_log_is_its_last_lines_as_they_stand() {
    let desk = Desk::new().await;
    desk.bench.queue(Draft::default()).await;
    desk.bench.queue(Draft { key: "b", ..Draft::default() }).await;
    let tail = desk.run(["log", "tail", "-n", "2"]);
    assert_eq!(tail.out, desk.bench.store.log_text(1, 2).await.unwrap());
    assert_eq!(desk.run(["log", "tail"]).out.lines().count(), 3);
}

#[tokio::test]
async fn who_follows_the_log_sees_a_line_when_it_is_written() {
    let desk = Desk::new().await;
    let mut following =
        command(&desk.dir, ["log", "tail", "-n", "1", "--follow"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(following.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().starts_with("{\"n\":0,"));
    desk.bench.queue(Draft::default()).await;
    assert!(lines.next().unwrap().unwrap().contains("\"ev\":\"NIAT\""));
    following.kill().unwrap();
    following.wait().unwrap();
}

#[tokio::test]
async fn a_restored_backup_holds_everything_until_a_person_says_that_it_is_the_real_one() {
    let desk = Desk::new().await;
    let ready = desk.bench.queue(Draft { key: "a", ..Draft::default() }).await;
    let sending = desk.bench.sending(Draft { key: "b", recipient: "lain@office.example", ..Draft::default() }).await.id;
    let backup = desk.path("cadangan.db");
    assert_eq!(desk.run(["backup", &backup]).code, 0);
    assert_eq!(desk.run(["backup", &backup]).code, 73, "never over another file");
    assert_eq!(desk.run(["restore", &backup]).code, 73, "never over a database");
    assert_eq!(desk.run(["restore", "--here"]).code, 0, "at home already");
    assert_eq!(desk.deeds().await.pop().unwrap().0, "EKSPOR", "and so nothing was done");
    desk.bench.store.close().await;
    for file in ["antrean.db", "antrean.db-wal", "antrean.db-shm"] {
        drop(std::fs::remove_file(desk.path(file)));
    }
    let none = desk.run(["restore", &desk.path("penghubung.toml")]);
    assert_eq!(none.code, 65, "{none:?}");
    assert!(!desk.dir.join("antrean.db").exists(), "what is no backup takes no place");
    let restored = desk.run(["restore", &backup, "--json"]);
    assert_eq!(restored.code, 0, "{restored:?}");
    assert_eq!(restored.json()[0]["held"], 2);
    let free = &restored.json()[0]["left_free"];
    assert_eq!((&free[0]["office"], &free[0]["last"], &free[0]["free_to"]), (&"batang".into(), &0.into(), &100.into()));
    let store = Store::open(&desk.bench.url).await.unwrap();
    for id in [ready, sending] {
        assert_eq!(store.letter(id).await.unwrap().unwrap().phase, "held");
    }
    assert!(store.log_text(0, 99).await.unwrap().contains("\"ev\":\"PULIH\",\"aktor\":\"petugas-uji\""));
    let status = desk.run(["status", "--json"]);
    assert_eq!(status.code, 1);
    assert!(status.json()[0]["copy"].is_string());
    assert_eq!(desk.run(["log", "verify"]).code, 0);
    assert_eq!(desk.run(["restore", "--here"]).code, 0);
    assert!(desk.run(["status", "--json"]).json()[0]["copy"].is_null());
    assert_eq!(store.letter(ready).await.unwrap().unwrap().phase, "held", "each is still a person's decision");
}

#[tokio::test]
async fn no_number_is_given_twice_after_a_restore_and_the_command_says_which_are_left_free() {
    let desk = Desk::new().await;
    let text = |n: u32| format!("Antrean {n} jam di loket Puskesmas Bandar I.");
    let register = |n: u32| desk.run(["register", "--office", "batang", "--channel", "telepon", "--text", &text(n)]);
    assert!(register(1).out.contains("-0001"));
    let backup = desk.path("cadangan.db");
    assert_eq!(desk.run(["backup", &backup]).code, 0);
    assert!(register(2).out.contains("-0002"), "in a citizen's hands");
    desk.bench.store.close().await;
    for file in ["antrean.db", "antrean.db-wal", "antrean.db-shm"] {
        drop(std::fs::remove_file(desk.path(file)));
    }
    let restored = desk.run(["restore", &backup]);
    assert!(restored.out.contains("-0002 to ") && restored.out.contains("are left free; the next is "), "{restored:?}");
    let third = register(3);
    assert!(third.out.contains("-0201") && !third.out.contains("-0002"), "{third:?}");
    assert_eq!(desk.run(["restore", "--here"]).code, 0);
    assert!(register(4).out.contains("-0202"), "one gap for one restoring");
}

#[tokio::test]
async fn on_postgresql_a_restored_database_leaves_its_gap_with_the_first_number_or_with_here() {
    let desk = Desk::on_postgres().await;
    assert_eq!(desk.run(["restore", "--here", "--json"]).json()[0]["left_free"].as_array().unwrap().len(), 0);
    desk.move_to_a_copy().await;
    let text = "Antrean 3 jam di loket Puskesmas Bandar I.";
    let first = desk.run(["register", "--office", "batang", "--channel", "telepon", "--text", text]);
    assert!(first.out.contains("-0101"), "{first:?}");
    let here = desk.run(["restore", "--here", "--json"]);
    assert_eq!((here.code, here.json()[0]["left_free"].as_array().unwrap().len()), (0, 0), "it is left already");
    desk.move_to_a_copy().await;
    let here = desk.run(["restore", "--here"]);
    assert!(here.out.contains("-0102 to ") && here.out.contains("the real database now"), "{here:?}");
    desk.move_to_a_copy().await;
    let moved = desk.run(["restore", "--here", "--gap", "0", "--json"]);
    assert!(moved.json()[0]["was_copy"].is_string(), "{moved:?}");
    assert_eq!(moved.json()[0]["left_free"].as_array().unwrap().len(), 0, "nothing was lost");
}

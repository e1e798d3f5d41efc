//! Who a reporter is: shown to a person only with a line in the log, kept out of reasons, erased on demand.

use penghubung::domain::{Channel, Privacy};
use penghubung::store::change::Changes;
use penghubung::store::write::Table;

use crate::bench::{Draft, at, complaint};
use crate::desk::Desk;

on_both!(
    unmasking_is_shown_once_it_is_logged_and_a_dry_run_shows_and_logs_nothing,
    erasure_says_first_what_would_go_and_the_log_is_still_proven_afterwards,
    a_held_letter_about_others_too_is_given_up_where_that_is_said
);

/// A complaint of a protected reporter.
async fn protected() -> Desk {
    of_protected(Desk::new().await).await
}

async fn of_protected(desk: Desk) -> Desk {
    let mut tx = desk.bench.store.write(at(2)).await.unwrap();
    let id = tx.next_id(Table::Complaints).await.unwrap();
    let mut fresh = complaint(id, "BTG-26-0001");
    fresh.pelapor_name = Some("Melati Wulandari".to_owned());
    fresh.names = Some("bagas".to_owned());
    fresh.decision.privacy = Privacy { anonymous: true, ..Privacy::default() };
    let contacts = vec![(id, Channel::Sms, "+6281200000123".to_owned())];
    tx.apply(Changes { complaints: vec![fresh], contacts, ..Changes::default() }).await.unwrap();
    tx.commit().await.unwrap();
    desk
}

async fn log(desk: &Desk) -> String {
    desk.bench.store.log_text(0, 1_000_000).await.unwrap()
}

async fn unmasking_is_shown_once_it_is_logged_and_a_dry_run_shows_and_logs_nothing(desk: Desk) {
    let desk = of_protected(desk).await;
    let asks = |more: &'static str| {
        ["complaint", "reveal", "BTG-26-0001", "--by", "Inspektorat", "--reason", "pemeriksaan khusus", more]
    };
    let dry = desk.run(asks("--dry-run"));
    assert_eq!(dry.code, 0, "{dry:?}");
    assert!(
        dry.out.contains("nama, kontak") && !dry.out.contains("Melati") && !dry.out.contains("0123"),
        "{}",
        dry.out
    );
    assert!(desk.deeds().await.is_empty(), "nothing was shown");
    let shown = desk.run(asks("--json"));
    let fact = shown.json().remove(0);
    assert_eq!((fact["name"].as_str(), fact["protected"].as_bool()), (Some("Melati Wulandari"), Some(true)));
    assert_eq!(fact["ways"], serde_json::json!(["surel warga@mail.example", "SMS +6281200000123"]));
    assert_eq!(desk.deeds().await, [("UNGKAP".to_owned(), "petugas-uji".to_owned())]);
    let log = log(&desk).await;
    assert!(log.contains("Inspektorat") && log.contains("nama, kontak"), "{log}");
    for canary in ["Melati", "warga@mail", "0000123", "pemeriksaan khusus"] {
        assert!(!log.contains(canary), "{canary} in {log}");
    }
    let kept = desk.run(["complaint", "show", "BTG-26-0001", "--json"]).json().remove(0);
    assert_eq!(kept["orders"][0]["text"], "pemeriksaan khusus", "the register knows why");
    assert!(kept["pelapor_name"].is_null());
}

#[tokio::test]
async fn without_a_reason_and_for_nobody_nothing_is_shown() {
    let desk = protected().await;
    for arguments in [
        ["complaint", "reveal", "BTG-26-0001", "--by", "Inspektorat", "--reason", ""],
        ["complaint", "reveal", "BTG-26-0001", "--by", " ", "--reason", "pemeriksaan"],
        ["complaint", "close", "BTG-26-0001", "--no-letter", "--dry-run", "--reason", " - "],
    ] {
        let refused = desk.run(arguments);
        assert_eq!(refused.code, 64, "{refused:?}");
        let told = if arguments.contains(&"--by") && arguments.contains(&" ") { "say who" } else { "say why" };
        assert!(refused.err.contains(told), "{}", refused.err);
    }
    assert_eq!(desk.run(["complaint", "reveal", "BTG-26-0001", "--reason", "pemeriksaan"]).code, 64);
}

#[tokio::test]
async fn a_reason_names_no_reporter_in_the_log() {
    let desk = protected().await;
    let close = ["complaint", "close", "BTG-26-0001", "--reason", "Melati dan bagas sudah ditemui, hp 081200000123"];
    assert_eq!(desk.run(close).code, 0);
    assert_eq!(desk.run(["complaint", "reopen", "BTG-26-0001", "--reason", "Ibu Melati datang lagi"]).code, 0);
    let log = log(&desk).await.to_lowercase();
    for canary in ["melati", "bagas", "0123", "datang lagi"] {
        assert!(!log.contains(canary), "{canary} in {log}");
    }
    let kept = desk.run(["complaint", "show", "BTG-26-0001", "--json"]).json().remove(0)["orders"].to_string();
    assert!(kept.contains("sudah ditemui") && kept.contains("datang lagi") && !kept.contains("Melati"), "{kept}");
}

/// A letter about it and others that a person holds never leaves by itself: to wait for it is no way out.
async fn a_held_letter_about_others_too_is_given_up_where_that_is_said(desk: Desk) {
    let desk = of_protected(desk).await;
    let mut tx = desk.bench.store.write(at(3)).await.unwrap();
    let id = tx.next_id(Table::Letters).await.unwrap();
    let list = Draft { key: "daftar", held: Some("ditahan petugas"), ..Draft::default() };
    let mut list = list.letter(id);
    list.body = "1. BTG-26-0001 kursi\n2. BTG-26-0002 loket".to_owned();
    tx.apply(Changes { letters: vec![list], ..Changes::default() }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.run(["complaint", "close", "BTG-26-0001", "--no-letter", "--reason", "selesai"]).code, 0);
    let refused = desk.run(["erase", "BTG-26-0001", "--reason", "permintaan pelapor", "--apply"]);
    assert_eq!(refused.code, 75, "{refused:?}");
    assert!(refused.err.contains("--give-up-held") && refused.err.contains("queue release 1"), "{}", refused.err);
    let done = desk.run(["erase", "BTG-26-0001", "--reason", "permintaan pelapor", "--give-up-held", "--apply"]);
    assert_eq!(done.code, 0, "{done:?}");
    let letter = desk.bench.letter(1).await;
    assert!(letter.phase == "refused" && !letter.body.contains("kursi"), "{letter:?}");
    assert_eq!(desk.run(["rehearse", "--json"]).json()[0]["tried"], 0, "of what is erased no rule can say anything");
}

#[tokio::test]
async fn what_is_to_be_erased_is_asked_for_by_number_or_by_time() {
    let desk = Desk::new().await;
    let refused = desk.run(["erase", "--reason", "permintaan pelapor"]);
    assert!(refused.code == 64 && refused.err.contains("--due"), "{refused:?}");
}

async fn erasure_says_first_what_would_go_and_the_log_is_still_proven_afterwards(desk: Desk) {
    let desk = of_protected(desk).await;
    let erase = |more: &'static str| ["erase", "BTG-26-0001", "--reason", "permintaan pelapor", more];
    let open = desk.run(erase("--json"));
    assert_eq!(open.code, 65, "{open:?}");
    assert!(open.err.contains("complaint close"), "{}", open.err);
    let complaint = Some((1, "BTG-26-0001"));
    // One that closing does not take back.
    let kind = penghubung::domain::LetterKind::Receipt;
    desk.bench.queue(Draft { complaint, kind, recipient: "warga@mail.example", ..Draft::default() }).await;
    assert_eq!(desk.run(["complaint", "close", "BTG-26-0001", "--no-letter", "--reason", "selesai"]).code, 0);
    assert_eq!(desk.run(erase("--apply")).code, 75, "a letter is under way");
    assert_eq!(desk.run(["queue", "hold", "1"]).code, 0);
    let dry = desk.run(erase("--json"));
    assert_eq!(dry.code, 0, "{dry:?}");
    let would = dry.json().remove(0);
    assert_eq!(
        (would["applied"].as_bool(), would["ways"].as_i64(), would["letters"].as_i64()),
        (Some(false), Some(2), Some(1))
    );
    assert!(desk.bench.store.complaint("BTG-26-0001").await.unwrap().unwrap().pelapor_name.is_some());
    let done = desk.run(erase("--apply"));
    assert_eq!(done.code, 0, "{done:?}");
    assert!(done.out.contains("BTG-26-0001: erased: name, 2 ways"), "{}", done.out);
    let left = desk.bench.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert!(left.pelapor.is_none() && left.pelapor_name.is_none() && left.names.is_none());
    assert_eq!(desk.bench.letter(1).await.phase, "refused", "what was held leaves no more");
    let raw: Vec<u8> = std::fs::read_dir(&desk.dir)
        .unwrap()
        .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap_or_default())
        .collect();
    let has = |word: &str| raw.windows(word.len()).any(|window| window == word.as_bytes());
    assert!(!has("Melati Wulandari") && !has("+6281200000123"), "overwritten on the disk");
    assert!(desk.deeds().await.iter().any(|(event, _)| event == "HAPUS"));
    assert_eq!(desk.run(["log", "verify"]).code, 0);
    assert_eq!(desk.run(erase("--json")).json()[0]["before"], true);
    let again = desk.run(erase("--apply"));
    assert!(again.code == 0 && again.out.contains("BTG-26-0001: already erased on 20"), "{again:?}");
    let erasures = desk.deeds().await.into_iter().filter(|(event, _)| event == "HAPUS").count();
    assert_eq!(erasures, 1, "what is gone goes no second time");
    // There is nothing left to answer, and nothing to send.
    assert_eq!(desk.run(["complaint", "reopen", "BTG-26-0001", "--reason", "lagi"]).code, 65);
    assert_eq!(desk.run(["queue", "retry", "1"]).code, 65);
    let all = desk.run(["queue", "retry", "--all", "--yes"]);
    assert_eq!((all.code, desk.bench.letter(1).await.phase.as_str()), (0, "refused"), "{all:?}");
}

#[tokio::test]
async fn nothing_of_what_was_erased_is_left_in_free_pages_of_the_file() {
    let desk = protected().await;
    // A page that once held a row of his and was left, as where a page is split.
    let past = desk.bench.past_the_store().await;
    for text in [
        "CREATE TABLE once (text TEXT)",
        "INSERT INTO once SELECT pelapor_name || hex(zeroblob(9000)) FROM complaints",
        "DELETE FROM once",
        "DROP TABLE once",
    ] {
        sqlx::query(text).execute(&past).await.unwrap();
    }
    past.close().await;
    assert_eq!(desk.run(["complaint", "close", "BTG-26-0001", "--no-letter", "--reason", "selesai"]).code, 0);
    let left = || {
        let files = std::fs::read_dir(&desk.dir).unwrap();
        let raw: Vec<u8> = files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap_or_default()).collect();
        raw.windows(6).filter(|window| *window == b"Melati").count()
    };
    let quick = desk.run(["erase", "BTG-26-0001", "--reason", "permintaan pelapor", "--apply", "--no-rewrite"]);
    assert!(quick.code == 0 && quick.out.contains("free pages"), "{quick:?}");
    assert!(left() > 0, "which is why it is written anew");
    let done = desk.run(["erase", "BTG-26-0001", "--reason", "permintaan pelapor", "--apply"]);
    assert_eq!((done.code, left()), (0, 0), "{done:?}");
}

//! Status, the register, the story of a complaint, a rehearsal.

use penghubung::domain::{LetterKind, UnitId};
use penghubung::store::change::Changes;
use penghubung::store::letters::LetterStep;

use crate::bench::{Draft, at};
use crate::desk::Desk;

#[tokio::test]
async fn where_all_is_well_status_says_so() {
    let desk = Desk::new().await;
    let status = desk.run(["status", "--json"]);
    assert_eq!(status.code, 0, "{status:?}");
    let status = status.json().remove(0);
    assert_eq!(status["sources"][0]["name"], "pengaduan");
    assert_eq!(status["sources"][0]["silent"], false);
    assert!(status["sources"][0]["lag_seconds"].as_i64().unwrap() < 60);
    assert_eq!((status["log"]["size"].as_i64(), status["log"]["sealed"].as_i64()), (Some(1), Some(1)));
    assert_eq!(status["wrong"], serde_json::json!([]));
    let text = desk.run(["status"]);
    assert!(text.out.contains("mailbox\tpengaduan\tbatang\t"), "{}", text.out);
}

#[tokio::test]
async fn status_names_what_is_wrong_and_ends_with_a_finding() {
    let desk = Desk::new().await;
    desk.bench.open("BTG-26-0001").await;
    let letter = desk.bench.sending(Draft { key: "a", ..Draft::default() }).await;
    desk.bench.step(&letter, LetterStep::Refused { fault: "550".into() }, at(12)).await.unwrap();
    desk.bench.queue(Draft { key: "b", held: Some("hasil belum pasti"), ..Draft::default() }).await;
    let mut tx = desk.bench.store.write(at(20)).await.unwrap();
    tx.source_failed("pengaduan", "login refused", true).await.unwrap();
    tx.commit().await.unwrap();
    let status = desk.run(["--json", "status"]);
    assert_eq!(status.code, 1, "{status:?}");
    let status = status.json().remove(0);
    let wrong = status["wrong"].to_string();
    for expected in ["login refused", "1 letters are held", "1 letters were refused", "6 deadlines are missed"] {
        assert!(wrong.contains(expected), "{expected}: {wrong}");
    }
    assert_eq!(status["deadlines"]["missed"][0]["number"], "BTG-26-0001");
    assert_eq!(status["trays"]["letters"]["held"], 1);
}

#[tokio::test]
async fn the_register_shows_complaints_and_notes_who_looked() {
    let desk = Desk::new().await;
    desk.bench.open("BTG-26-0001").await;
    desk.bench.open("BTG-26-0002").await;
    let list = desk.run(["complaint", "list", "--json"]).json();
    assert_eq!(list.iter().map(|c| c["number"].as_str().unwrap()).collect::<Vec<_>>(), ["BTG-26-0002", "BTG-26-0001"]);
    assert_eq!(desk.run(["complaint", "list", "-n", "1"]).out.lines().count(), 1);
    let shown = desk.run(["complaint", "show", "BTG-26-0001"]);
    assert!(shown.out.contains("Antrean loket terlalu lama") && shown.out.contains("warga@mail.example"), "{shown:?}");
    assert_eq!(desk.deeds().await, [("AKSES".to_owned(), "petugas-uji".to_owned())]);
    let missing = desk.run(["complaint", "show", "BTG-26-0009"]);
    assert_eq!(missing.code, 65);
    assert!(missing.err.contains("BTG-26-0009"), "{}", missing.err);
    assert_eq!(desk.run(["complaint", "list", "--office", "batangg"]).code, 64);
}

#[tokio::test]
async fn the_register_names_the_unit_that_has_it_now_not_the_first() {
    let desk = Desk::new().await;
    let id = desk.bench.open("BTG-26-0001").await;
    let moved = vec![(id, UnitId("btg.bid.p2p".to_owned()))];
    desk.bench.apply(Changes { moved, ..Changes::default() }, at(20)).await;
    let shown = desk.run(["complaint", "show", "BTG-26-0001"]);
    let unit = shown.out.lines().find(|line| line.starts_with("unit ")).unwrap();
    assert!(unit.contains("Pencegahan") && unit.ends_with("(btg.bid.p2p)"), "{unit}");
}

#[tokio::test]
async fn the_story_of_a_complaint_tells_where_it_came_from_and_whom_it_waits_for() {
    let desk = Desk::new().await;
    desk.bench.collect("pengaduan", &[("1:1", b"satu")]).await;
    let id = desk.bench.open("BTG-26-0001").await;
    let case = Some((id, "BTG-26-0001"));
    let receipt = Draft { key: "a", complaint: case, kind: LetterKind::Receipt, ..Draft::default() };
    let letter = desk.bench.sending(receipt).await;
    desk.bench.step(&letter, LetterStep::Accepted { remote_id: None, proof_at: None }, at(12)).await.unwrap();
    desk.bench.queue(Draft { key: "b", complaint: case, ..Draft::default() }).await;
    let story = desk.run(["why", "BTG-26-0001"]);
    assert_eq!(story.code, 0, "{story:?}");
    for expected in [
        "Pengaduan BTG-26-0001, belum dijawab",
        "Asal: diterima lewat surel di kotak surat \"pengaduan\" pada",
        "menurut aturan \"antrean\" karena memuat kata \"antrean\" (keyakinan 90 persen)",
        "Tanggapan awal (btg.receipt) paling lambat",
        "5 hari kerja sejak",
        "terpenuhi pada",
        "terlewati (terlambat",
        "Tanda terima kepada pelapor dibuat pada",
        "diterima server tujuan pada",
        "- pengiriman disposisi (surat 2).",
        "- jawaban dari",
        "niat mengirim, oleh sistem (jenis tanda terima; kepada pelapor; surat 1).",
    ] {
        assert!(story.out.contains(expected), "{expected}:\n{}", story.out);
    }
    assert!(!story.out.contains("warga@mail.example"), "the reporter is nobody's business here");
    let facts = desk.run(["why", "BTG-26-0001", "--json"]).json().remove(0);
    assert_eq!(facts["decision"]["matched"][0], "antrean");
    assert_eq!(facts["log"].as_array().unwrap().len(), 4);
    assert_eq!(desk.run(["why", "BTG-26-0002"]).code, 65);
}

#[tokio::test]
async fn a_rehearsal_names_what_would_move_and_changes_nothing() {
    let desk = Desk::new().await;
    desk.bench.open("BTG-26-0001").await;
    let lines = desk.bench.lines().await.len();
    let found = desk.run(["rehearse", "--json"]);
    assert_eq!(found.code, 0, "{found:?}");
    let found = found.json().remove(0);
    assert_eq!(found["tried"], 1);
    assert_eq!(found["moved"][0]["number"], "BTG-26-0001", "the bench's unit is not one that a rule would choose");
    assert!(!found["never_hit"].as_array().unwrap().is_empty());
    assert_eq!(desk.run(["rehearse", "--since", "2999-01-01", "--json"]).code, 64, "that day is yet to come");
    for day in ["kemarin", "7 days", "01-11-2026", "2 minggu"] {
        assert_eq!(desk.run(["rehearse", "--since", day, "--json"]).code, 0, "{day}");
    }
    assert_eq!(desk.run(["rehearse", "--since", "nanti"]).code, 64);
    assert_eq!(desk.bench.lines().await.len(), lines);
}

#[tokio::test]
async fn the_story_waits_for_no_letter_that_was_withdrawn_and_names_parties_in_words() {
    let desk = Desk::new().await;
    let id = desk.bench.open("BTG-26-0001").await;
    let case = Some((id, "BTG-26-0001"));
    desk.bench.queue(Draft { key: "b", complaint: case, kind: LetterKind::Disposisi, ..Draft::default() }).await;
    let mut tx = desk.bench.store.write(at(3)).await.unwrap();
    let letter = tx.next_id(penghubung::store::write::Table::Letters).await.unwrap();
    let about_task = Draft { key: "c", complaint: case, kind: LetterKind::TaskRequest, ..Draft::default() };
    let mut about_task = about_task.letter(letter);
    about_task.audience = "rutin#36".to_owned();
    let changes = penghubung::store::change::Changes { letters: vec![about_task], ..Default::default() };
    tx.apply(changes).await.unwrap();
    tx.commit().await.unwrap();
    let before = desk.run(["why", "BTG-26-0001"]);
    assert!(before.out.contains("petugas tugas rutin (tugas 36)") && !before.out.contains("rutin#"), "{}", before.out);
    assert_eq!(desk.run(["complaint", "close", "BTG-26-0001", "--no-letter", "--reason", "selesai"]).code, 0);
    let story = desk.run(["why", "BTG-26-0001"]);
    assert!(story.out.contains("tidak jadi dikirim") && !story.out.contains("ditolak"), "{}", story.out);
}

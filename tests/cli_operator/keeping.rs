//! What an office has kept long enough goes on a person's word, and what is disputed stays.

use std::fs;

use penghubung::domain::ClosedHow;
use penghubung::store::change::Closed;

use crate::bench::at;
use crate::desk::Desk;

/// An office that keeps for a time, with a configuration of its own.
async fn keeping(desk: Desk, within: &str) -> Desk {
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config/offices/batang");
    let own = desk.dir.join("offices/batang");
    fs::create_dir_all(&own).unwrap();
    for entry in fs::read_dir(shipped).unwrap().map(Result::unwrap) {
        let text = fs::read_to_string(entry.path()).unwrap();
        let text = text.replace("#keep_closed = \"60 bulan\"", &format!("keep_closed = \"{within}\""));
        let text = text.replace("reopen_within = \"30 hari\"", "reopen_within = \"3 hari\"");
        fs::write(own.join(entry.file_name()), text).unwrap();
    }
    let file = desk.dir.join("penghubung.toml");
    let text = fs::read_to_string(&file).unwrap();
    let line = text.lines().find(|line| line.starts_with("offices_dir")).unwrap().to_owned();
    fs::write(&file, text.replace(&line, "offices_dir = \"offices\"")).unwrap();
    desk
}

async fn closed(desk: &Desk, number: &str) -> i64 {
    let complaint = desk.bench.open(number).await;
    let mut tx = desk.bench.store.write(at(60)).await.unwrap();
    let (how, why, by) = (ClosedHow::DitutupPetugas, "selesai".to_owned(), "petugas".to_owned());
    tx.close(&Closed { complaint, how, why, by }).await.unwrap();
    tx.commit().await.unwrap();
    complaint
}

on_both!(what_was_kept_long_enough_is_listed_first_and_erased_with_apply_but_for_what_is_disputed);

async fn what_was_kept_long_enough_is_listed_first_and_erased_with_apply_but_for_what_is_disputed(desk: Desk) {
    let desk = keeping(desk, "5 hari").await;
    closed(&desk, "BTG-26-0001").await;
    closed(&desk, "BTG-26-0002").await;
    let held = desk.run(["complaint", "preserve", "btg-26-2", "--reason", "gugatan berjalan", "--json"]);
    assert_eq!(held.json()[0]["preserved"], true, "{held:?}");
    let shown = desk.run(["complaint", "show", "BTG-26-0002"]);
    assert!(shown.out.contains("preserved since"), "{shown:?}");
    let refused = desk.run(["erase", "BTG-26-0002", "--reason", "permintaan pelapor"]);
    assert!(refused.code == 65 && refused.err.contains("legal hold"), "{refused:?}");
    let list = desk.run(["erase", "--due", "--json"]).json();
    assert_eq!(list.len(), 1, "{list:?}");
    assert_eq!((&list[0]["number"], &list[0]["applied"]), (&"BTG-26-0001".into(), &false.into()));
    let done = desk.run(["erase", "--due", "--office", "batang", "--apply"]);
    assert!(done.code == 0 && done.out.contains("BTG-26-0001: erased"), "{done:?}");
    assert_eq!(desk.run(["erase", "--due", "--json"]).json(), [] as [serde_json::Value; 0], "nothing is left");
    let again = desk.run(["erase", "--due", "--apply"]);
    assert!(again.code == 0 && again.out.starts_with("nothing to erase"), "{again:?}");
    let line = desk.bench.lines().await.into_iter().rfind(|line| line["ev"] == "HAPUS").unwrap();
    assert_eq!(line["d"]["alasan"], "masa simpan berakhir");
    let free = desk.run(["complaint", "preserve", "BTG-26-0002", "--undo", "--reason", "putusan inkrah"]);
    assert_eq!(free.code, 0, "{free:?}");
    assert_eq!(desk.run(["erase", "--due", "--json"]).json().len(), 1);
}

#[tokio::test]
async fn an_office_that_names_no_time_erases_nothing_by_time_and_is_told_the_key() {
    let desk = Desk::new().await;
    closed(&desk, "BTG-26-0001").await;
    let done = desk.run(["erase", "--due"]);
    assert!(done.code == 64 && done.err.contains("keep_closed"), "{done:?}");
    assert_eq!(desk.run(["erase", "BTG-26-0001"]).code, 64, "a person says why");
}

#[tokio::test]
async fn what_is_kept_goes_not_before_it_can_be_opened_again() {
    let desk = keeping(Desk::new().await, "2 hari").await;
    let done = desk.run(["check"]);
    assert!(done.code == 78 && done.err.contains("keep_closed"), "{done:?}");
}

#[tokio::test]
async fn status_shows_what_was_kept_too_long_and_how_each_page_is() {
    let desk = keeping(Desk::new().await, "5 hari").await;
    closed(&desk, "BTG-26-0001").await;
    let file = desk.dir.join("penghubung.toml");
    let page = "\n[[page]]\noffice = \"batang\"\nposting = \"konlaporbae\"\nurl = \"https://laman.example/teks\"\n";
    fs::write(&file, fs::read_to_string(&file).unwrap() + page).unwrap();
    let mut tx = desk.bench.store.write(at(70)).await.unwrap();
    tx.meet_source("laman batang/konlaporbae").await.unwrap();
    tx.source_failed("laman batang/konlaporbae", "the page answered 500", false).await.unwrap();
    tx.commit().await.unwrap();
    let told = desk.run(["status"]);
    for needed in ["batang kept longer than 5 hari", "the page answered 500, since ", "; 0 wait"] {
        assert!(told.out.contains(needed), "{needed}: {}", told.out);
    }
    let facts = desk.run(["status", "--json"]).json().remove(0);
    assert_eq!((&facts["kept"][0]["count"], &facts["kept"][0]["keep"]), (&1.into(), &"5 hari".into()), "{facts}");
    let sources = facts["sources"].as_array().unwrap();
    let page = sources.iter().find(|source| source["kind"] == "page").unwrap();
    assert!(page["fault_since"].is_string() && page["waiting"] == 0, "{page}");
}

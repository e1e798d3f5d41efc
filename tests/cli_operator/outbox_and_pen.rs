//! A person settles what the machine could not.

use penghubung::domain::LetterKind;
use penghubung::store::change::{ArrivalOutcome, Changes, Handled, NewAnswer, NewPenItem};
use penghubung::store::letters::LetterStep;

use crate::bench::{Draft, at};
use crate::desk::Desk;

fn by_the_operator(words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| ((*word).to_owned(), "petugas-uji".to_owned())).collect()
}

#[tokio::test]
async fn acting_on_all_letters_shows_them_first() {
    let desk = Desk::new().await;
    for key in ["a", "b"] {
        desk.bench.queue(Draft { key, held: Some("hasil belum pasti"), ..Draft::default() }).await;
    }
    let before = desk.deeds().await.len();
    let shown = desk.run(["queue", "release", "--all"]);
    assert_eq!((shown.code, shown.out.lines().count()), (0, 2), "{shown:?}");
    assert_eq!(desk.deeds().await.len(), before);
    let done = desk.run(["queue", "release", "--all", "--yes", "--reason", "sudah diperiksa", "--json"]);
    assert!(done.json().iter().all(|letter| letter["phase"] == "ready"), "{done:?}");
    assert_eq!(desk.deeds().await[before..], by_the_operator(&["NIAT", "NIAT"]));
    let line = desk.bench.lines().await.pop().unwrap();
    assert_eq!(line["d"]["alasan"], "sudah diperiksa");
}

#[tokio::test]
async fn a_refused_letter_is_sent_again_and_a_ready_one_is_held() {
    let desk = Desk::new().await;
    let letter = desk.bench.sending(Draft::default()).await;
    desk.bench.step(&letter, LetterStep::Refused { fault: "550 no such user".into() }, at(12)).await.unwrap();
    let id = letter.id.to_string();
    let listed = desk.run(["queue", "list", "--phase", "refused"]);
    assert!(listed.out.contains("550 no such user"), "{listed:?}");
    assert_eq!(desk.run(["queue", "release", &id]).code, 65, "it is refused, not held");
    assert_eq!(desk.run(["queue", "retry", &id]).code, 0);
    assert_eq!(desk.bench.letter(letter.id).await.phase, "ready");
    assert_eq!(desk.run(["queue", "hold", &id]).code, 0);
    assert_eq!(desk.bench.letter(letter.id).await.phase, "held");
    assert_eq!(desk.run(["queue", "release", "--as-repeat", &id]).code, 0);
    assert_eq!(desk.bench.letter(letter.id).await.repeats, 1);
    let shown = desk.run(["queue", "show", &id]);
    assert!(shown.out.contains("Subject: Antrean loket") && shown.out.contains("Mohon ditindaklanjuti."));
    assert_eq!(desk.run(["queue", "show", "99"]).code, 65);
    assert_eq!(desk.run(["queue", "retry"]).code, 64);
    assert_eq!(desk.run(["queue", "retry", "--all", &id]).code, 64);
}

#[tokio::test]
async fn an_answer_that_waits_for_its_approver_is_not_let_go_by_the_way() {
    let desk = Desk::new().await;
    let complaint = desk.bench.open("BTG-26-0001").await;
    let draft = Draft { key: "j", kind: LetterKind::Answer, held: Some("menunggu persetujuan"), ..Draft::default() };
    let letter = desk.bench.queue(draft).await;
    let answer = NewAnswer {
        id: 1,
        complaint,
        unit: "btg.desk".into(),
        officer: "loket@office.example".into(),
        arrival: 1,
        text: "Loket kedua sudah dibuka.".into(),
        text_hash: "x".into(),
        letter: Some(letter),
        confirm: false,
    };
    desk.bench.apply(Changes { answers: vec![answer], ..Changes::default() }, at(5)).await;
    assert_eq!(desk.run(["status", "--json"]).json()[0]["trays"]["awaiting_approval"], 1);
    let refused = desk.run(["queue", "release", &letter.to_string()]);
    assert_eq!(refused.code, 65);
    assert!(refused.err.contains("--without-approval"), "{}", refused.err);
    assert_eq!(desk.run(["queue", "release", "--all", "--yes"]).out, "");
    assert_eq!(desk.bench.letter(letter).await.phase, "held");
    assert_eq!(desk.run(["queue", "release", "--without-approval", &letter.to_string()]).code, 0);
    assert_eq!(desk.bench.letter(letter).await.phase, "ready");
}

async fn in_the_pen(desk: &Desk, name: &str) -> i64 {
    let raw = format!("From: warga@mail.example\r\nSubject: Tambahan\r\n\r\nIsi {name}\r\n");
    desk.bench.collect("pengaduan", &[(name, raw.as_bytes())]).await;
    let arrival = desk.bench.store.unhandled(1).await.unwrap()[0].id;
    let pen = NewPenItem {
        arrival,
        office: "batang".into(),
        reason: "the sender does not fit".into(),
        guesses: vec![("BTG-26-0001".into(), "it is named".into())],
    };
    let handled = Handled {
        arrival,
        outcome: ArrivalOutcome::Pen,
        complaint: None,
        message_id: None,
        fingerprint: None,
        reason: "the sender does not fit".into(),
    };
    desk.bench.apply(Changes { pen: vec![pen], handled: vec![handled], ..Changes::default() }, at(5)).await;
    arrival
}

#[tokio::test]
async fn what_a_person_says_of_an_item_brings_it_back_to_the_triage_desk() {
    let desk = Desk::new().await;
    desk.bench.open("BTG-26-0001").await;
    let [one, two, three] = [in_the_pen(&desk, "1").await, in_the_pen(&desk, "2").await, in_the_pen(&desk, "3").await]
        .map(|id| id.to_string());
    let listed = desk.run(["pen", "list"]);
    assert_eq!(listed.out.lines().count(), 3);
    assert!(listed.out.contains("the sender does not fit\tBTG-26-0001"), "{}", listed.out);
    assert!(desk.run(["pen", "show", &one]).out.contains("Isi 1"));
    assert_eq!(desk.run(["pen", "accept", &one]).code, 64, "as what?");
    assert_eq!(desk.run(["pen", "accept", &one, "--as", "BTG-26-0099"]).code, 65);
    assert_eq!(desk.run(["pen", "accept", &one, "--as", "BTG-26-0001"]).code, 0);
    assert_eq!(desk.run(["pen", "accept", &one, "--new"]).code, 65, "it is settled");
    assert_eq!(desk.run(["pen", "accept", &two, "--new"]).code, 0);
    assert_eq!(desk.run(["pen", "reject", &three]).code, 0);
    assert_eq!(desk.deeds().await, by_the_operator(&["AKSES", "TERIMA", "TERIMA", "TERIMA"]));
    let back: Vec<String> = desk.bench.store.unhandled(9).await.unwrap().iter().map(|row| row.id.to_string()).collect();
    assert_eq!(back, [one, two]);
    assert_eq!(desk.run(["pen", "list"]).out, "");
    let verdicts: Vec<_> =
        desk.bench.lines().await.iter().filter_map(|line| Some(line["d"]["putusan"].as_str()?.to_owned())).collect();
    assert_eq!(verdicts, ["bagian dari BTG-26-0001", "laporan baru", "disisihkan"]);
}

//! What operators ask about the whole, and a restored outbox that sends nothing.

use penghubung::domain::LetterKind;
use penghubung::store::StoreFault;
use penghubung::store::change::{Changes, NewAnswer};
use penghubung::store::letters::LetterStep;

use crate::bench::{Bench, Draft, Home, at};

on_both!(
    the_outbox_at_a_glance_tells_what_waits_and_since_when,
    a_held_answer_awaits_its_approver_until_it_is_let_go,
    the_lines_about_a_complaint_are_those_of_its_number_only,
    past_complaints_come_in_order_and_in_pieces,
    a_frozen_outbox_sends_nothing_and_a_late_worker_cannot_thaw_it,
    a_copy_is_whole_and_never_written_over_another_file,
);

async fn the_outbox_at_a_glance_tells_what_waits_and_since_when(bench: Bench) {
    let outbox = bench.store.outbox().await.unwrap();
    assert_eq!((outbox.phases.len(), outbox.untold, outbox.oldest), (0, 0, None));
    let refused = bench.sending(Draft { key: "a", ..Draft::default() }).await;
    bench.step(&refused, LetterStep::Refused { fault: "550".into() }, at(12)).await.unwrap();
    bench.queue(Draft { key: "b", ..Draft::default() }).await;
    bench.queue(Draft { key: "c", held: Some("hasil belum pasti"), ..Draft::default() }).await;
    let mut outbox = bench.store.outbox().await.unwrap();
    outbox.phases.sort();
    assert_eq!(outbox.phases, [("held".to_owned(), 1), ("ready".to_owned(), 1)]);
    assert_eq!((outbox.untold, outbox.awaiting_approval, outbox.oldest), (1, 0, Some(at(3))));
    assert_eq!(bench.store.pen_count().await.unwrap(), (0, None));
}

async fn a_held_answer_awaits_its_approver_until_it_is_let_go(bench: Bench) {
    let complaint = bench.open("BTG-26-0001").await;
    let draft = Draft { kind: LetterKind::Answer, held: Some("menunggu persetujuan"), ..Draft::default() };
    let letter = bench.queue(draft).await;
    let answer = NewAnswer {
        id: 1,
        complaint,
        unit: "btg.desk".into(),
        officer: "loket@office.example".into(),
        arrival: 1,
        text: "Sudah.".into(),
        text_hash: "x".into(),
        letter: Some(letter),
        confirm: false,
    };
    bench.apply(Changes { answers: vec![answer], ..Changes::default() }, at(5)).await;
    assert!(bench.store.awaits_approval(letter).await.unwrap());
    assert_eq!(bench.store.outbox().await.unwrap().awaiting_approval, 1);
}

async fn the_lines_about_a_complaint_are_those_of_its_number_only(bench: Bench) {
    for (number, key) in [("BTG-26-0001", "a"), ("BTG-26-00011", "b"), ("BTG-26-0001", "c")] {
        bench.queue(Draft { key, complaint: Some((1, number)), ..Draft::default() }).await;
    }
    let lines = bench.store.lines_about("BTG-26-0001").await.unwrap();
    assert!(lines.len() == 2 && lines[0].starts_with("{\"n\":0,") && lines[1].starts_with("{\"n\":2,"), "{lines:?}");
    assert!(bench.store.lines_about("BTG-26-0009").await.unwrap().is_empty());
}

async fn past_complaints_come_in_order_and_in_pieces(bench: Bench) {
    for number in ["BTG-26-0001", "BTG-26-0002", "BTG-26-0003"] {
        bench.open(number).await;
    }
    let numbers = |found: Vec<penghubung::store::complaints::Complaint>| {
        found.into_iter().map(|c| (c.id, c.number)).collect::<Vec<_>>()
    };
    let first = numbers(bench.store.complaints_after(0, at(0), 2).await.unwrap());
    assert_eq!(first, [(1, "BTG-26-0001".into()), (2, "BTG-26-0002".into())]);
    assert_eq!(numbers(bench.store.complaints_after(2, at(0), 2).await.unwrap()), [(3, "BTG-26-0003".into())]);
    assert!(bench.store.complaints_after(0, at(1), 2).await.unwrap().is_empty());
}

async fn a_frozen_outbox_sends_nothing_and_a_late_worker_cannot_thaw_it(bench: Bench) {
    let sending = bench.sending(Draft { key: "a", ..Draft::default() }).await;
    let ready = bench.queue(Draft { key: "b", recipient: "lain@office.example", ..Draft::default() }).await;
    let mut tx = bench.store.write(at(20)).await.unwrap();
    assert_eq!(tx.freeze_letters("petugas", "dipulihkan").await.unwrap(), 2);
    tx.commit().await.unwrap();
    assert!(bench.claim("node-a", at(9000), 10).await.is_empty());
    let late = bench.step(&sending, LetterStep::Accepted { remote_id: None, proof_at: None }, at(21)).await;
    assert!(matches!(late, Err(StoreFault::LeaseLost)));
    for id in [sending.id, ready] {
        let letter = bench.letter(id).await;
        assert_eq!((letter.phase.as_str(), letter.last_fault.as_deref()), ("held", Some("dipulihkan")));
    }
    let line = bench.lines().await.pop().unwrap();
    assert_eq!((line["ev"].as_str(), line["d"]["ditahan"].as_i64()), (Some("PULIH"), Some(2)));
}

async fn a_copy_is_whole_and_never_written_over_another_file(bench: Bench) {
    bench.queue(Draft::default()).await;
    let folder = tempfile::tempdir().unwrap();
    let (copy, other) = (folder.path().join("salinan.db"), folder.path().join("lain"));
    std::fs::write(&other, "isi").unwrap();
    let made = bench.store.copy_to(&copy).await.unwrap();
    match &bench.home {
        Home::Cluster(_) => assert!(!made && !copy.exists(), "PostgreSQL makes its own backups"),
        Home::Folder(_) => {
            assert!(matches!(bench.store.copy_to(&other).await, Err(StoreFault::File { .. })));
            let store = penghubung::store::Store::open(&format!("sqlite:{}", copy.display())).await.unwrap();
            assert_eq!(store.letters(None, 9).await.unwrap().len(), 1);
            assert!(store.is_copy().await.unwrap().is_some());
        }
    }
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "isi");
}

//! A letter waits its turn, is leased, and takes its steps under the fence of its lease.

use chrono::TimeDelta;
use penghubung::store::StoreFault;
use penghubung::store::change::Changes;
use penghubung::store::letters::LetterStep;
use penghubung::store::write::Table;

use crate::bench::{Bench, Draft, at};

on_both!(
    the_same_letter_is_queued_once,
    what_is_in_danger_goes_first_and_then_what_waited_longest,
    a_letter_that_is_not_due_or_held_is_not_claimed,
    letters_of_one_complaint_to_one_recipient_keep_their_order,
    a_claim_takes_no_more_than_asked_and_nobody_gets_a_letter_twice,
    a_late_writer_changes_nothing,
    what_a_dead_worker_left_is_freed_or_unclear,
    a_worker_frees_its_own_leases_when_it_begins_again,
    a_letter_comes_back_as_it_was_queued,
);

async fn the_same_letter_is_queued_once(bench: Bench) {
    bench.queue(Draft::default()).await;
    let mut tx = bench.store.write(at(4)).await.unwrap();
    let (second, other) = (tx.next_id(Table::Letters).await.unwrap(), tx.next_id(Table::Letters).await.unwrap());
    let letters = vec![Draft::default().letter(second), Draft { key: "lain", ..Draft::default() }.letter(other)];
    tx.apply(Changes { letters, ..Changes::default() }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bench.store.letters(None, 10).await.unwrap().len(), 2);
    assert_eq!(bench.events().await, ["NIAT", "NIAT"]);
    let mut tx = bench.store.write(at(5)).await.unwrap();
    let (one, two) = (tx.next_id(Table::Letters).await.unwrap(), tx.next_id(Table::Letters).await.unwrap());
    let twins = [one, two].map(|id| Draft { key: "kembar", ..Draft::default() }.letter(id)).to_vec();
    tx.apply(Changes { letters: twins, ..Changes::default() }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bench.store.letters(None, 10).await.unwrap().len(), 3, "twins in one batch are one letter");
    assert_eq!(bench.events().await, ["NIAT", "NIAT", "NIAT"]);
}

async fn what_is_in_danger_goes_first_and_then_what_waited_longest(bench: Bench) {
    let mut expected = Vec::new();
    for (key, urgency, due, place) in [("a", 2, 1, 4), ("b", 1, 9, 3), ("c", 0, 9, 1), ("d", 0, 4, 0), ("e", 1, 2, 2)] {
        let draft = Draft { key, recipient: key, urgency, not_before: at(due), ..Draft::default() };
        expected.push((place, bench.queue(draft).await));
    }
    expected.sort_unstable();
    let claimed: Vec<_> = bench.claim("node-a", at(10), 10).await.iter().map(|l| l.id).collect();
    assert_eq!(claimed, expected.iter().map(|(_, id)| *id).collect::<Vec<_>>());
}

async fn a_letter_that_is_not_due_or_held_is_not_claimed(bench: Bench) {
    let later = bench.queue(Draft { key: "nanti", not_before: at(60), ..Draft::default() }).await;
    bench.queue(Draft { key: "tahan", held: Some("menunggu persetujuan"), ..Draft::default() }).await;
    assert!(bench.claim("node-a", at(59), 10).await.is_empty());
    assert_eq!(bench.store.letter_tray().await.unwrap().next(), Some(at(60)));
    assert_eq!(bench.claim("node-a", at(60), 10).await.iter().map(|l| l.id).collect::<Vec<_>>(), [later]);
    assert_eq!(bench.store.letter_tray().await.unwrap().next(), None);
    let mut counts = bench.store.letter_counts().await.unwrap();
    counts.sort();
    assert_eq!(counts, [("held".to_owned(), 1), ("intended".to_owned(), 1)]);
}

async fn letters_of_one_complaint_to_one_recipient_keep_their_order(bench: Bench) {
    let case = Some((bench.open("BTG-26-0001").await, "BTG-26-0001"));
    let first = bench.queue(Draft { key: "1", complaint: case, urgency: 2, ..Draft::default() }).await;
    let second = bench.queue(Draft { key: "2", complaint: case, urgency: 1, ..Draft::default() }).await;
    let other =
        bench.queue(Draft { key: "3", complaint: case, recipient: "lain@office.example", ..Draft::default() }).await;
    let claimed = bench.claim("node-a", at(10), 10).await;
    assert_eq!(claimed.iter().map(|l| l.id).collect::<Vec<_>>(), [other, first]);
    assert!(bench.claim("node-b", at(11), 10).await.is_empty(), "the first is under way");
    let first = claimed.into_iter().find(|l| l.id == first).unwrap();
    bench.step(&first, LetterStep::Sending, at(12)).await.unwrap();
    bench.step(&first, LetterStep::Accepted { remote_id: None, proof_at: None }, at(13)).await.unwrap();
    assert_eq!(bench.claim("node-b", at(14), 10).await.iter().map(|l| l.id).collect::<Vec<_>>(), [second]);
    // Danger waits for nothing, least of all for what is to leave in the morning.
    bench.queue(Draft { key: "4", complaint: case, not_before: at(600), ..Draft::default() }).await;
    let danger = bench.queue(Draft { key: "5", complaint: case, urgency: 0, ..Draft::default() }).await;
    assert_eq!(bench.claim("node-b", at(15), 10).await.iter().map(|l| l.id).collect::<Vec<_>>(), [danger]);
}

async fn a_claim_takes_no_more_than_asked_and_nobody_gets_a_letter_twice(bench: Bench) {
    for key in ["a", "b", "c", "d", "e"] {
        bench.queue(Draft { key, urgency: i64::from(key > "b"), ..Draft::default() }).await;
    }
    let first = bench.claim("node-a", at(10), 3).await;
    let second = bench.claim("node-b", at(10), 3).await;
    assert_eq!((first.len(), second.len()), (3, 2));
    let mut all: Vec<_> = first.iter().chain(&second).map(|l| l.id).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 5);
    assert!(first.iter().all(|l| l.phase == "intended" && l.epoch == 1 && l.attempts == 1));
}

async fn a_late_writer_changes_nothing(bench: Bench) {
    let id = bench.queue(Draft::default()).await;
    let late = bench.claim("node-a", at(10), 1).await.remove(0);
    let mut tx = bench.store.write(at(10 + 16 * 60)).await.unwrap();
    assert_eq!(tx.rescue_letters(None).await.unwrap(), (1, 0));
    tx.commit().await.unwrap();
    let lines = bench.lines().await.len();
    for step in [LetterStep::Sending, LetterStep::Refused { fault: "terlambat".into() }] {
        assert!(matches!(bench.step(&late, step, at(2000)).await, Err(StoreFault::LeaseLost)));
    }
    let present = bench.claim("node-b", at(2001), 1).await.remove(0);
    assert_eq!((present.id, present.epoch, present.attempts), (id, 2, 2));
    bench.step(&present, LetterStep::Sending, at(2002)).await.unwrap();
    let accepted = LetterStep::Accepted { remote_id: None, proof_at: None };
    for step in [accepted.clone(), LetterStep::Held { fault: "terlambat".into() }] {
        assert!(matches!(bench.step(&late, step, at(2003)).await, Err(StoreFault::LeaseLost)));
    }
    bench.step(&present, accepted, at(2004)).await.unwrap();
    assert_eq!(bench.letter(id).await.phase, "accepted");
    assert_eq!(bench.events().await[lines..], ["KIRIM", "DITERIMA"]);
}

async fn what_a_dead_worker_left_is_freed_or_unclear(bench: Bench) {
    let intended = bench.queue(Draft { key: "a", ..Draft::default() }).await;
    let sending = bench.sending(Draft { key: "b", ..Draft::default() }).await.id;
    let mut tx = bench.store.write(at(10) + TimeDelta::minutes(15)).await.unwrap();
    assert_eq!(tx.rescue_letters(None).await.unwrap(), (0, 0), "the lease still runs");
    assert_eq!(tx.rescue_letters(Some("node-b")).await.unwrap(), (0, 0), "and is not node-b's");
    drop(tx);
    let mut tx = bench.store.write(at(11) + TimeDelta::minutes(15)).await.unwrap();
    assert_eq!(tx.rescue_letters(None).await.unwrap(), (1, 1));
    let unclear = tx.unclear_letters(10).await.unwrap();
    assert_eq!(unclear.iter().map(|l| l.id).collect::<Vec<_>>(), [sending]);
    tx.commit().await.unwrap();
    assert_eq!(bench.letter(intended).await.phase, "ready");
    assert_eq!(bench.letter(sending).await.phase, "unclear");
    assert_eq!(bench.events().await, ["NIAT", "NIAT", "KIRIM", "RAGU"]);
}

async fn a_worker_frees_its_own_leases_when_it_begins_again(bench: Bench) {
    bench.sending(Draft::default()).await;
    let mut tx = bench.store.write(at(12)).await.unwrap();
    assert_eq!(tx.rescue_letters(Some("node-a")).await.unwrap(), (0, 1));
    tx.commit().await.unwrap();
}

async fn a_letter_comes_back_as_it_was_queued(bench: Bench) {
    let case = bench.open("BTG-26-0001").await;
    let id = bench.queue(Draft { complaint: Some((case, "BTG-26-0001")), ..Draft::default() }).await;
    let letter = bench.letter(id).await;
    assert_eq!((letter.number.as_deref(), letter.complaint), (Some("BTG-26-0001"), Some(case)));
    assert_eq!(letter.thread, ["one@mail.example", "two@mail.example"]);
    assert_eq!((letter.created, letter.next, letter.done), (at(3), at(3), None));
    assert!(!letter.to_pelapor());
    assert_eq!(bench.store.letters_of(case).await.unwrap().len(), 1);
    assert!(bench.store.letter(id + 1).await.unwrap().is_none());
    let line = &bench.lines().await[0];
    assert_eq!(line["kasus"], "BTG-26-0001");
    assert_eq!(line["d"]["surat"], id);
}

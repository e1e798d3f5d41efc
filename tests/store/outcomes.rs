//! How a letter ends, and what its end means for the complaint.

use penghubung::domain::LetterKind;
use penghubung::store::StoreFault;
use penghubung::store::change::{Approval, Changes, NewAnswer};
use penghubung::store::letters::{LetterStep, Settlement};
use penghubung::store::vigils::NewVigil;
use penghubung::store::write::Table;

use crate::bench::{Bench, Draft, at};

on_both!(
    a_letter_that_failed_is_tried_again_at_its_time,
    a_refused_letter_is_told_to_the_desk_once_for_each_refusal,
    a_letter_that_must_be_decided_is_held_until_it_is_released,
    nobody_releases_a_letter_that_is_under_way,
    a_decision_about_an_earlier_attempt_comes_too_late,
    the_accepted_receipt_ends_the_clock_of_the_receipt_only,
    the_accepted_answer_ends_its_clocks_and_the_complaint_is_answered,
    an_accepted_letter_that_bounces_is_refused_after_all,
    an_answer_that_bounces_was_no_answer,
    who_cannot_be_told_to_call_119_is_out_of_reach_and_keeps_the_telephones_in_his_words,
    an_approved_answer_is_let_go_and_a_refused_one_dies_quietly,
);

async fn a_letter_that_failed_is_tried_again_at_its_time(bench: Bench) {
    let letter = bench.sending(Draft::default()).await;
    let retry = LetterStep::Retry { at: at(70), fault: "421 too busy".into() };
    bench.step(&letter, retry, at(12)).await.unwrap();
    assert!(bench.claim("node-a", at(69), 1).await.is_empty());
    let again = bench.claim("node-a", at(70), 1).await.remove(0);
    assert_eq!((again.attempts, again.last_fault.as_deref()), (2, Some("421 too busy")));
    assert_eq!(bench.events().await, ["NIAT", "KIRIM", "GAGAL"]);
}

async fn a_refused_letter_is_told_to_the_desk_once_for_each_refusal(bench: Bench) {
    let letter = bench.sending(Draft::default()).await;
    let refused = || LetterStep::Refused { fault: "550 no such user".into() };
    bench.step(&letter, refused(), at(12)).await.unwrap();
    assert_eq!(untold_then_told(&bench).await, 1);
    assert_eq!(untold_then_told(&bench).await, 0);
    let letter = bench.letter(letter.id).await;
    assert_eq!((letter.phase.as_str(), letter.done), ("refused", Some(at(12))));
    settle(&bench, &letter, Settlement::Release).await.unwrap();
    let again = bench.claim("node-a", at(40), 1).await.remove(0);
    bench.step(&again, refused(), at(41)).await.unwrap();
    assert_eq!(untold_then_told(&bench).await, 1, "the second refusal is news again");
}

async fn untold_then_told(bench: &Bench) -> usize {
    let mut tx = bench.store.write(at(30)).await.unwrap();
    let untold = tx.untold_letters(10).await.unwrap();
    for letter in &untold {
        tx.mark_told(letter.id).await.unwrap();
    }
    tx.commit().await.unwrap();
    untold.len()
}

async fn settle(bench: &Bench, letter: &penghubung::store::letters::Letter, to: Settlement) -> Result<(), StoreFault> {
    let mut tx = bench.store.write(at(30)).await.unwrap();
    tx.settle_letter(letter, to, "petugas", "sudah diperiksa").await?;
    tx.commit().await
}

async fn a_letter_that_must_be_decided_is_held_until_it_is_released(bench: Bench) {
    let letter = bench.sending(Draft::default()).await;
    bench.step(&letter, LetterStep::Unclear { fault: "no reply after the dot".into() }, at(12)).await.unwrap();
    let unclear = bench.letter(letter.id).await;
    settle(&bench, &unclear, Settlement::Hold).await.unwrap();
    assert!(bench.claim("node-a", at(9000), 1).await.is_empty());
    assert!(matches!(settle(&bench, &unclear, Settlement::SendAgain).await, Err(StoreFault::LeaseLost)));
    settle(&bench, &bench.letter(letter.id).await, Settlement::SendAgain).await.unwrap();
    let again = bench.claim("node-a", at(31), 1).await.remove(0);
    assert_eq!((again.repeats, again.message_id == unclear.message_id), (1, true));
    assert_eq!(bench.events().await, ["NIAT", "KIRIM", "RAGU", "DITAHAN", "NIAT"]);
    let line = bench.lines().await.remove(4);
    assert_eq!((line["aktor"].as_str(), line["d"]["alasan"].as_str()), (Some("petugas"), Some("sudah diperiksa")));
}

async fn nobody_releases_a_letter_that_is_under_way(bench: Bench) {
    let letter = bench.sending(Draft::default()).await;
    let before = bench.lines().await.len();
    let present = bench.letter(letter.id).await;
    assert!(matches!(settle(&bench, &present, Settlement::Release).await, Err(StoreFault::LeaseLost)));
    assert_eq!(bench.letter(letter.id).await.phase, "sending");
    assert_eq!(bench.lines().await.len(), before);
}

async fn a_decision_about_an_earlier_attempt_comes_too_late(bench: Bench) {
    let unclear = || LetterStep::Unclear { fault: "no reply".into() };
    let letter = bench.sending(Draft::default()).await;
    bench.step(&letter, unclear(), at(12)).await.unwrap();
    let stale = bench.letter(letter.id).await;
    settle(&bench, &stale, Settlement::SendAgain).await.unwrap();
    let again = bench.claim("node-b", at(31), 1).await.remove(0);
    bench.step(&again, LetterStep::Sending, at(32)).await.unwrap();
    bench.step(&again, unclear(), at(33)).await.unwrap();
    assert!(matches!(settle(&bench, &stale, Settlement::SendAgain).await, Err(StoreFault::LeaseLost)));
    assert_eq!(bench.letter(letter.id).await.repeats, 1);
}

/// The words of the clocks that are met.
async fn met(bench: &Bench, complaint: i64) -> Vec<String> {
    let clocks = bench.store.clocks_of(complaint).await.unwrap();
    assert_eq!(clocks.len(), penghubung::domain::deadline::StopsAt::ALL.len());
    let mut met: Vec<_> = clocks.into_iter().filter(|c| c.met.is_some()).map(|c| c.stops_at).collect();
    met.sort();
    met
}

async fn accept(bench: &Bench, kind: LetterKind, complaint: i64) -> i64 {
    let draft = Draft { key: kind.word(), kind, complaint: Some((complaint, "BTG-26-0001")), ..Draft::default() };
    let letter = bench.sending(draft).await;
    assert!(met(bench, complaint).await.is_empty(), "nothing is kept before the other side took it");
    bench.step(&letter, LetterStep::Accepted { remote_id: Some("q1".into()), proof_at: None }, at(12)).await.unwrap();
    letter.id
}

async fn the_accepted_receipt_ends_the_clock_of_the_receipt_only(bench: Bench) {
    let id = bench.open("BTG-26-0001").await;
    accept(&bench, LetterKind::Receipt, id).await;
    assert_eq!(met(&bench, id).await, ["receipt"]);
    assert_eq!(bench.store.complaint("BTG-26-0001").await.unwrap().unwrap().status, "open");
    assert_eq!(bench.store.near_deadlines(at(86_400 * 6), 10).await.unwrap().len(), 5);
}

async fn the_accepted_answer_ends_its_clocks_and_the_complaint_is_answered(bench: Bench) {
    let id = bench.open("BTG-26-0001").await;
    accept(&bench, LetterKind::Answer, id).await;
    let rest = ["answer", "closing", "confirmation", "disposisi", "plan", "receipt"];
    assert_eq!(met(&bench, id).await, rest, "while he considers it, all rest");
    let complaint = bench.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert_eq!((complaint.status.as_str(), complaint.answered), ("answered", Some(at(12))));
    assert_eq!(bench.store.complaint_counts().await.unwrap(), [("batang".into(), "answered".into(), 1)]);
}

async fn an_accepted_letter_that_bounces_is_refused_after_all(bench: Bench) {
    let id = bench.open("BTG-26-0001").await;
    let letter = accept(&bench, LetterKind::Receipt, id).await;
    let bounced = vec![(letter, "5.1.1 user unknown".to_owned())];
    bench.apply(Changes { bounced, ..Changes::default() }, at(40)).await;
    let stands = bench.letter(letter).await;
    assert_eq!((stands.phase.as_str(), stands.done), ("refused", Some(at(40))));
    assert_eq!(untold_then_told(&bench).await, 1);
}

async fn who_cannot_be_told_to_call_119_is_out_of_reach_and_keeps_the_telephones_in_his_words(bench: Bench) {
    let id = bench.open("BTG-26-0001").await;
    let vigils = vec![NewVigil { complaint: id, next: at(600), phones: vec!["081234567890".into(), "0813".into()] }];
    bench.apply(Changes { vigils, ..Changes::default() }, at(4)).await;
    let out_of_reach = async || {
        let mut tx = bench.store.write(at(50)).await.unwrap();
        (tx.is_out_of_reach(id).await.unwrap(), tx.phones_in_danger(id).await.unwrap().len())
    };
    assert_eq!(out_of_reach().await, (false, 2), "nothing was written to him yet");
    let letter = accept(&bench, LetterKind::EmergencyAnswer, id).await;
    assert_eq!(out_of_reach().await, (false, 2));
    let bounced = vec![(letter, "5.1.1 user unknown".to_owned())];
    bench.apply(Changes { bounced, ..Changes::default() }, at(40)).await;
    assert_eq!(out_of_reach().await, (true, 2));
}

async fn an_answer_that_bounces_was_no_answer(bench: Bench) {
    let id = bench.open("BTG-26-0001").await;
    let letter = accept(&bench, LetterKind::Answer, id).await;
    let bounced = vec![(letter, "5.1.1 user unknown".to_owned())];
    bench.apply(Changes { bounced, ..Changes::default() }, at(40)).await;
    let complaint = bench.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert_eq!((complaint.status.as_str(), complaint.answered), ("open", None));
    assert!(!met(&bench, id).await.contains(&"answer".to_owned()), "its clock runs again");
}

async fn an_approved_answer_is_let_go_and_a_refused_one_dies_quietly(bench: Bench) {
    let complaint = bench.open("BTG-26-0001").await;
    let mut answers = Vec::new();
    for key in ["satu", "dua"] {
        let letter =
            bench.queue(Draft { key, kind: LetterKind::Answer, held: Some("persetujuan"), ..Draft::default() }).await;
        let mut tx = bench.store.write(at(5)).await.unwrap();
        let id = tx.next_id(Table::Answers).await.unwrap();
        let answer = NewAnswer {
            id,
            complaint,
            unit: "btg.desk".into(),
            officer: "loket@office.example".into(),
            arrival: 1,
            text: key.into(),
            text_hash: key.into(),
            letter: Some(letter),
            confirm: false,
        };
        tx.apply(Changes { answers: vec![answer], ..Changes::default() }).await.unwrap();
        tx.commit().await.unwrap();
        answers.push((id, letter));
    }
    let word = |approved, release, n: usize| {
        let approvals = vec![Approval { answer: answers[n].0, approved, release }];
        Changes { approvals, ..Changes::default() }
    };
    bench.apply(word(Some(1), false, 0), at(6)).await;
    assert_eq!(bench.letter(answers[0].1).await.phase, "held", "the next of the chain has not spoken");
    bench.apply(word(Some(2), true, 0), at(7)).await;
    bench.apply(word(None, false, 1), at(7)).await;
    bench.apply(word(Some(2), true, 1), at(8)).await;
    assert_eq!(bench.letter(answers[0].1).await.phase, "ready");
    assert_eq!(bench.letter(answers[1].1).await.phase, "refused", "the first word counts");
    assert_eq!(untold_then_told(&bench).await, 0, "a person's no is not a failed delivery");
    let mut tx = bench.store.write(at(9)).await.unwrap();
    assert_eq!(tx.draft(answers[0].0).await.unwrap().unwrap().approved, 2);
    let live = tx.answer_hashes(&[complaint]).await.unwrap();
    assert_eq!(live, [(complaint, "satu".to_owned())], "what was refused may be given again");
}

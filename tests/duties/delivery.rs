//! The delivering desk: order, patience, refusals, limits.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use connectors::scripted::Answer;
use connectors::{Fault, FaultKind, Outcome, Reach};
use penghubung::duties::deliver::{Route, WhenUnclear};

use super::desk::{BATANG, Desk};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, complaint, surat};

fn later_please() -> Answer {
    let fault = Fault::not_sent(Reach::Message, FaultKind::Recipient, "mailbox busy").with_code("450 4.2.1");
    Answer::Fail(fault)
}

fn for_good() -> Answer {
    let fault = Fault::not_sent(Reach::Message, FaultKind::Recipient, "no such user").with_code("550 5.1.1");
    Answer::Fail(fault.with_outcome(Outcome::Refused))
}

#[tokio::test]
async fn letters_of_one_complaint_to_one_recipient_keep_their_order() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.sink.then(SITI_ADDRESS, later_please());
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: Loket kami tambah mulai Senin.")).await;
    assert!(desk.sent_to(SITI_ADDRESS).is_empty(), "the answer waits for the receipt");
    desk.later(TimeDelta::minutes(1));
    desk.work().await;
    let letters = desk.sent_to(SITI_ADDRESS);
    assert_eq!(letters.len(), 2);
    assert!(letters[1].shows("Loket kami tambah") && !letters[0].shows("Loket kami tambah"));
    let waited = "AMBIL TERIMA RUTE NIAT NIAT GAGAL KIRIM DITERIMA AMBIL BALAS NIAT";
    assert_eq!(desk.events().await, format!("{waited} KIRIM DITERIMA KIRIM DITERIMA"));
}

#[tokio::test]
async fn a_bad_recipient_blocks_nobody_else() {
    let mut desk = Desk::of(&[BATANG]).await;
    for _ in 0..30 {
        desk.sink.then(SITI_ADDRESS, later_please());
    }
    let others =
        (0..30).map(|n| surat(&format!("warga{n}@warga.example")).says("Loket Puskesmas Bandar I lama.").raw());
    let mails: Vec<Vec<u8>> = (0..30).map(|_| complaint().raw()).chain(others).collect();
    desk.come(BATANG.0, &mails).await;
    desk.work().await;
    assert_eq!(desk.recipients().len(), 31, "thirty citizens and the officer");
    assert!(desk.sent_to(SITI_ADDRESS).is_empty());
    let events = desk.events().await;
    assert_eq!(events.matches("GAGAL").count(), 20, "one try for each receipt of the ration: {events}");
}

#[tokio::test]
async fn a_temporary_refusal_is_tried_again_until_the_deadline_and_late_after_it() {
    let mut desk = Desk::of(&[BATANG]).await;
    for _ in 0..2000 {
        desk.sink.then(PUSKESMAS, later_please());
    }
    desk.post(&complaint()).await;
    let mut waits = Vec::new();
    while let Some(next) = desk.deliver.next_at().await.unwrap() {
        waits.push(next - desk.clock_now());
        desk.clock.set(next);
        desk.work().await;
    }
    assert!(waits[0] >= TimeDelta::seconds(24) && waits[0] <= TimeDelta::seconds(36), "{}", waits[0]);
    assert!(waits.iter().all(|wait| *wait <= TimeDelta::minutes(18)));
    let refused = desk.store.letters(Some("refused"), 10).await.unwrap().remove(0);
    assert!(refused.done.unwrap() >= refused.deadline.unwrap(), "not given up before the deadline");
    assert_eq!(desk.sent_to(DESK).len(), 1, "the desk hears of it");
    let events = desk.events().await;
    assert!(events.ends_with("GAGAL DITOLAK NIAT KIRIM DITERIMA"), "…{}", &events[events.len() - 80..]);
}

#[tokio::test]
async fn a_refusal_is_told_to_the_desk_once_and_a_broken_desk_makes_no_loop() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.sink.then(SITI_ADDRESS, for_good());
    desk.post(&complaint()).await;
    desk.work().await;
    assert!(desk.the_letter(DESK, "550 5.1.1").shows("BTG-26-0001"));
    let refused = "AMBIL TERIMA RUTE NIAT NIAT DITOLAK KIRIM DITERIMA NIAT KIRIM DITERIMA";
    assert_eq!(desk.events().await, refused);
    desk.sink.then(SITI_ADDRESS, for_good());
    desk.sink.then(DESK, for_good());
    desk.post(&complaint()).await;
    desk.later(TimeDelta::days(1));
    desk.work().await;
    assert_eq!(desk.sent_to(DESK).len(), 1);
    assert_eq!(desk.events().await, "AMBIL TERIMA RUTE NIAT NIAT DITOLAK KIRIM DITERIMA NIAT DITOLAK");
}

#[tokio::test]
async fn in_hold_mode_nothing_leaves() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.deliver = desk.other_deliverer("simpul-a", true);
    desk.post(&complaint()).await;
    assert!(desk.sink.offered().is_empty());
    assert_eq!(desk.store.letters(Some("held"), 10).await.unwrap().len(), 2);
    assert_eq!(desk.events().await, "AMBIL TERIMA RUTE NIAT NIAT DITAHAN DITAHAN");
}

#[tokio::test]
async fn no_more_leaves_in_a_minute_than_the_relay_allows() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &[complaint().raw(), complaint().raw()]).await;
    desk.triage_all().await;
    let slow = Route::new(
        Arc::new(desk.sink.clone()),
        NonZeroU32::new(3).map(|n| (n, Duration::from_secs(60))),
        WhenUnclear::Resend,
    );
    let slow = desk.deliverer_by("simpul-a", slow);
    // The fourth has to wait twenty seconds; half a second is plenty for the three and far too short for it.
    let passes = async {
        loop {
            slow.pass().await.unwrap();
        }
    };
    assert!(tokio::time::timeout(Duration::from_millis(500), passes).await.is_err());
    assert_eq!(desk.sent().len(), 3);
    let opened = "AMBIL TERIMA RUTE TERIMA RUTE NIAT NIAT NIAT NIAT";
    assert_eq!(desk.events().await, format!("{opened} KIRIM DITERIMA KIRIM DITERIMA KIRIM DITERIMA"));
}

#[tokio::test]
async fn who_is_in_danger_comes_first() {
    let mut desk = Desk::of(&[BATANG]).await;
    let mut mails: Vec<Vec<u8>> = (0..15).map(|_| complaint().raw()).collect();
    mails.push(surat(SITI).says("Tolong, ibu saya pingsan dan sesak napas, napasnya hampir berhenti!").raw());
    desk.come(BATANG.0, &mails).await;
    desk.triage_all().await;
    desk.deliver.pass().await.unwrap();
    let first: Vec<String> = desk.sent().into_iter().take(3).map(|sent| sent.to).collect();
    assert_eq!(first, [SITI_ADDRESS, "piket.psc119@dinkes-batang.example", "piket.p2p@dinkes-batang.example"]);
    let events = desk.events().await;
    assert_eq!(events.matches("RUTE").count(), 16, "{events}");
}

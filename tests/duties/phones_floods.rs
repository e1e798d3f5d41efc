//! Bad input from telephones: floods, nonsense, lengths. All of it is in the register or before a person.

use std::sync::Arc;

use chrono::TimeDelta;
use connectors::incoming::{Incoming, Text};
use connectors::{Arrival, Batch, Cursor, RemoteRef};
use penghubung::clock::Clock;
use penghubung::duties::digest::Digest;

use super::phones::{OTHER, Office, PHONE, QUEUE, says};

#[tokio::test]
async fn a_flood_from_one_number_is_all_kept_and_answered_once() {
    let mut office = Office::open().await;
    let flood: Vec<Incoming> = (0..600).map(|n| says(PHONE, &format!("{QUEUE} nomor {n}"))).collect();
    for batch in flood.chunks(150) {
        office.arrive(batch.to_vec()).await;
    }
    assert_eq!(office.desk.complaints("batang").await, 1);
    assert_eq!(office.texts(PHONE).len(), 1);
    let before = office.officers().len();
    assert!(before <= 12, "{before} letters to the officer");
    // An hour later he reads the rest: every one of them, in two letters.
    let clock: Arc<dyn Clock> = office.desk.clock.clone();
    let digest = Digest::new(office.desk.store.clone(), clock, Arc::clone(&office.desk.practice));
    assert_eq!(digest.pass().await.unwrap().done, 0, "not before its time");
    office.desk.later(TimeDelta::hours(1));
    while digest.pass().await.unwrap().more {}
    office.desk.work().await;
    let letters = office.officers();
    assert_eq!(letters.len() - before, 2);
    for n in 0..600 {
        let sign = format!("nomor {n}");
        let is_in = |letter: &super::letters::Sent| letter.body.lines().any(|line| line.trim_end().ends_with(&sign));
        assert!(letters.iter().any(is_in), "{sign} was told to nobody");
    }
    assert_eq!(digest.pass().await.unwrap().done, 0, "and once");
    let (waiting, _) = office.desk.store.unhandled_count().await.unwrap();
    assert_eq!(waiting, 0);
    office.hear(OTHER, QUEUE).await;
    assert_eq!(office.texts(OTHER).len(), 1, "another citizen is not made to wait");
}

#[tokio::test]
async fn whatever_comes_in_is_in_the_register_or_before_a_person() {
    let mut office = Office::open().await;
    office.hear(PHONE, "").await;
    assert_eq!(office.desk.pen().await.len(), 1);
    office.hear(PHONE, "\0\u{1}antre\0an lama di Puskesmas Bandar I 😡").await;
    office.hear(OTHER, &"panjang sekali ".repeat(4_700)).await;
    office.hear("TELKOMSEL", "Selamat! Anda mendapat kuota").await;
    office
        .arrive(vec![Incoming::Text(Text {
            missing: vec![2],
            parts: 3,
            ..match says("+6289612345678", "bagian satu bagian tiga") {
                Incoming::Text(text) => text,
                Incoming::Report(_) => unreachable!(),
            }
        })])
        .await;
    assert_eq!(office.desk.complaints("batang").await, 3);
    assert!(office.desk.sent().iter().any(|sent| sent.shows("(bagian 2 dari 3 tidak sampai)")));
    assert_eq!(office.texts("TELKOMSEL").len(), 0);
    let strange = Batch {
        arrivals: vec![Arrival {
            remote_ref: RemoteRef("inbox/x".into()),
            received_at: office.desk.clock_now(),
            raw: b"\xff\xfe not of a gateway".to_vec(),
            announced_bytes: 20,
        }],
        cursor: Cursor("x".into()),
        gone: vec![],
        unreadable: vec![],
        more: false,
        renumbered: false,
    };
    office.modem.then(Ok(strange));
    office.collects[0].pass().await.unwrap();
    office.desk.work().await;
    let (waiting, _) = office.desk.store.unhandled_count().await.unwrap();
    assert_eq!(waiting, 0);
}

#[tokio::test]
async fn equal_texts_of_a_flood_stand_once_in_the_digest_with_their_count_and_personal_data_is_masked() {
    let mut office = Office::open().await;
    for _ in 0..11 {
        office.hear(PHONE, QUEUE).await;
    }
    let flood = (0..30).map(|_| says(PHONE, "Cepat dibalas, NIK saya 3325010203040005")).collect();
    office.arrive(flood).await;
    let before = office.officers().len();
    let clock: Arc<dyn Clock> = office.desk.clock.clone();
    let digest = Digest::new(office.desk.store.clone(), clock, Arc::clone(&office.desk.practice));
    office.desk.later(TimeDelta::hours(1));
    digest.pass().await.unwrap();
    office.desk.work().await;
    let letters = office.officers();
    assert_eq!(letters.len(), before + 1);
    assert!(
        letters[before].shows("(30 kali)") && !letters[before].shows("3325010203040005"),
        "{}",
        letters[before].body
    );
}

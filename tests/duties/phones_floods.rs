//! Bad input from telephones: floods, nonsense, lengths. All of it is in the register or before a person.

use connectors::incoming::{Incoming, Text};
use connectors::{Arrival, Batch, Cursor, RemoteRef};

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
    let letters = office.officers();
    assert!(letters.len() <= 16, "{} letters to the officer", letters.len());
    assert!(letters.iter().any(|letter| letter.shows("pesan ke-500 dari nomor ini hari ini")));
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

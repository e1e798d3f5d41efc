//! The desk answers the notice about a mail that waits in the holding pen: what it says of it is done, and nothing that
//! another writes.

use super::desk::{BATANG, Desk};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, Sent, complaint, surat};

const STRANGER: &str = "tetangga@lain.example";
const SAYS: &str = "Kursi roda di Puskesmas Bandar I sekarang juga rusak, mohon diperbaiki.";

/// A complaint, and a mail about it from an address that nobody knows, which waits.
async fn waiting() -> (Desk, Sent) {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    desk.post(&surat(STRANGER).subject("Re: [BTG-26-0001] Laporan").says(SAYS)).await;
    let notice = desk.the_letter(DESK, "Surel ditahan");
    assert!(notice.shows("BAGIAN BTG-26-0001") && notice.shows("BARU") && notice.shows("ABAIKAN"), "{}", notice.body);
    (desk, notice)
}

async fn waits(desk: &Desk) -> usize {
    desk.store.pen(10).await.unwrap().len()
}

#[tokio::test]
async fn what_the_desk_calls_new_is_a_complaint_of_its_own_and_its_sender_hears_so() {
    let (mut desk, notice) = waiting().await;
    desk.post(&notice.answered_by(DESK, "BARU\n\nTerima kasih.")).await;
    desk.the_letter(DESK, "dicatat, laporan baru");
    desk.the_letter(STRANGER, "BTG-26-0002");
    assert!(desk.the_letter(PUSKESMAS, "BTG-26-0002").shows("Kursi roda"));
    assert_eq!(waits(&desk).await, 0);
}

#[tokio::test]
async fn what_the_desk_gives_to_a_complaint_reaches_whoever_handles_it() {
    let (mut desk, notice) = waiting().await;
    desk.post(&notice.answered_by(DESK, "Bagian dari BTG-26-0001")).await;
    desk.the_letter(DESK, "dicatat, bagian dari BTG-26-0001");
    desk.the_letter(PUSKESMAS, "Kursi roda");
    assert_eq!((desk.complaints("batang").await, waits(&desk).await), (1, 0));
}

#[tokio::test]
async fn what_the_desk_sets_aside_goes_to_nobody_and_a_second_word_changes_nothing() {
    let (mut desk, notice) = waiting().await;
    desk.post(&notice.answered_by(DESK, "abaikan")).await;
    desk.the_letter(DESK, "dicatat, disisihkan");
    desk.post(&notice.answered_by(DESK, "BARU")).await;
    desk.the_letter(DESK, "sudah diputus sebelumnya");
    assert_eq!((desk.complaints("batang").await, waits(&desk).await), (1, 0));
    assert!(desk.sent_to(STRANGER).is_empty() && desk.sent_to(PUSKESMAS).iter().all(|sent| !sent.shows("Kursi roda")));
}

#[tokio::test]
async fn what_is_no_word_is_asked_back_with_what_may_be_said_and_only_the_desk_may_say_it() {
    let (mut desk, notice) = waiting().await;
    desk.post(&notice.answered_by(DESK, "Siapa pengirimnya ini?")).await;
    let asked = desk.the_letter(DESK, "belum dapat dijalankan");
    assert!(
        asked.shows("BAGIAN BTG-26-0001") && asked.shows("ABAIKAN") && !asked.shows("Kursi roda"),
        "{}",
        asked.body
    );
    for stranger in [PUSKESMAS, SITI, STRANGER] {
        desk.post(&notice.answered_by(stranger, "BARU")).await;
    }
    assert!(desk.sent_to(STRANGER).iter().all(|sent| !sent.shows("BTG-26-0002")));
    assert!(desk.store.pen(10).await.unwrap().iter().any(|item| item.guesses.len() == 1), "the mail waits still");
    desk.post(&asked.answered_by(DESK, "BAGIAN BTG-26-9999")).await;
    desk.the_letter(DESK, "nomor BTG-26-9999 tidak dikenal");
    desk.post(&asked.answered_by(DESK, "BAGIAN 1")).await;
    desk.the_letter(PUSKESMAS, "Kursi roda");
    assert!(desk.sent_to(SITI_ADDRESS).iter().all(|sent| !sent.shows("Kursi roda")));
}

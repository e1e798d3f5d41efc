//! What a person ends or takes up again at the keyboard, and what the citizen and the unit hear of it.

use penghubung::domain::{ClosedHow, Verdict};
use penghubung::store::change::{Closed, NewWord};

use super::desk::{BATANG, Desk};
use super::letters::{PUSKESMAS, SITI, SITI_ADDRESS, complaint};

async fn say(desk: &Desk, word: Verdict) {
    let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
    if word == Verdict::Ditutup {
        let why = "diselesaikan di loket".to_owned();
        tx.close(&Closed { complaint: 1, how: ClosedHow::DitutupPetugas, why, by: "petugas".into() }).await.unwrap();
    } else {
        tx.take_up(1, "ternyata belum", "petugas").await.unwrap();
    }
    tx.keep_words(vec![NewWord { complaint: 1, word, by: "petugas".into(), arrival: None }]).await.unwrap();
    tx.commit().await.unwrap();
    desk.work().await;
}

#[tokio::test]
async fn who_was_told_that_it_is_over_hears_that_it_was_taken_up_again() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let before = desk.sent_to(SITI_ADDRESS).len();
    say(&desk, Verdict::Ditutup).await;
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), before + 1, "the closing letter");
    say(&desk, Verdict::Dibuka).await;
    let told = desk.the_letter(SITI_ADDRESS, "kami buka kembali dan ditangani lagi oleh Puskesmas Bandar I");
    assert!(told.shows("Batas waktunya"), "{}", told.body);
    desk.the_letter(PUSKESMAS, "laporan dibuka kembali");
}

#[tokio::test]
async fn thanks_after_the_end_open_nothing_and_a_new_matter_does() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    say(&desk, Verdict::Ditutup).await;
    let closing = desk.the_letter(SITI_ADDRESS, "kami nyatakan selesai");
    for thanks in ["Terima kasih banyak, Bu.", "Matur nuwun", "Baik, terima kasih"] {
        desk.post(&closing.answered_by(SITI, thanks)).await;
        assert_eq!(desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().status, "closed", "{thanks}");
    }
    let again = "Loketnya tutup lagi sejak kemarin, padahal katanya sudah dibuka tiga. Kami antre dari subuh.";
    desk.post(&closing.answered_by(SITI, again)).await;
    assert_eq!(desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().status, "open");
}

//! What is erased of a complaint goes from the mails about its tasks, from the notices of the holding pen and from what
//! was written about these, too.

use penghubung::domain::ClosedHow;
use penghubung::store::change::Closed;

use super::desk::{BATANG, Desk};
use super::letters::{DESK, complaint, surat};
use super::routines::{KONLAPORBAE, with_a_page};

#[tokio::test]
async fn a_mail_that_confirms_a_posting_goes_with_the_complaint_that_it_quotes() {
    let (mut desk, asked) = with_a_page().await;
    let mail = asked.answered_by(KONLAPORBAE, "SUDAH\n\n> Saya antre di Puskesmas Bandar I dari jam 7");
    desk.post(&mail).await;
    desk.the_letter(KONLAPORBAE, "Dicatat: SUDAH");
    let complaint = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
    let (how, why, by) = (ClosedHow::DitutupPetugas, "selesai".to_owned(), "petugas".to_owned());
    tx.close(&Closed { complaint: complaint.id, how, why, by }).await.unwrap();
    let erased = tx.erase(&complaint).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((erased.confirmations, erased.originals), (1, 2), "{erased:?}");
    assert!(erased.sheets >= 1, "{erased:?}");
}

const STRANGER: &str = "tetangga@lain.example";

/// Whether the words stand in any letter that is kept, or in any raw mail.
async fn is_kept(desk: &Desk, words: &str) -> bool {
    let letters = desk.store.letters(None, 100).await.unwrap();
    let mut kept = letters.iter().any(|letter| letter.body.contains(words) || letter.subject.contains(words));
    for blob in 1..20 {
        let raw = desk.store.raw(blob).await.unwrap_or_default();
        kept |= String::from_utf8_lossy(&raw).contains(words);
    }
    kept
}

#[tokio::test]
async fn what_waited_in_the_pen_goes_with_its_complaint_with_the_notice_and_the_word_that_quotes_it() {
    for word in ["BAGIAN BTG-26-0001", "ABAIKAN"] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.post(&complaint()).await;
        let says = "Kursi roda kenari di Puskesmas Bandar I rusak, mohon diperbaiki.";
        desk.post(&surat(STRANGER).subject("Re: [BTG-26-0001] Laporan").says(says)).await;
        let notice = desk.the_letter(DESK, "Surel ditahan");
        assert!(notice.shows("kenari"), "{}", notice.body);
        desk.post(&notice.answered_by(DESK, &format!("{word}\n\n> {says}"))).await;
        assert!(is_kept(&desk, "kenari").await);
        let complaint = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
        let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
        let (how, why, by) = (ClosedHow::DitutupPetugas, "selesai".to_owned(), "petugas".to_owned());
        tx.close(&Closed { complaint: complaint.id, how, why, by }).await.unwrap();
        tx.erase(&complaint).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!is_kept(&desk, "kenari").await, "{word}");
    }
}

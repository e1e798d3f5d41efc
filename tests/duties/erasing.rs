//! What is erased of a complaint goes from the mails about its tasks, too.

use penghubung::domain::ClosedHow;
use penghubung::store::change::Closed;

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

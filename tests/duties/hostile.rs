//! What a hostile world and careless people send must neither stop the office nor lose anybody's word.

use penghubung::store::pen::PenVerdict;

use super::desk::{BATANG, Desk, NTT};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, complaint, surat};

#[tokio::test]
async fn an_officer_may_ask_the_citizen_the_same_thing_twice() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    for _ in 0..2 {
        desk.post(&letter.answered_by(PUSKESMAS, "MINTA DATA: Pada loket mana Anda antre?")).await;
    }
    let asked = desk.sent_to(SITI_ADDRESS).into_iter().filter(|sent| sent.body.contains("Pada loket mana")).count();
    assert_eq!(asked, 2, "a week may lie between the two: {:#?}", desk.sent());
}

/// A mail that ends every reading, or cannot be acted on at all, as the desk sees it.
async fn given_up(desk: &Desk) {
    for _ in 0..5 {
        desk.triage.recover().await.unwrap();
        let row = desk.store.unhandled(1).await.unwrap().remove(0);
        let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
        tx.count_parse_tries(&[row.id]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_mail_that_comes_to_the_pen_twice_does_not_stop_the_desk() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &[complaint().raw()]).await;
    given_up(&desk).await;
    desk.work().await;
    let item = desk.pen().await.remove(0).arrival;
    let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
    assert!(tx.settle_pen(item, &PenVerdict::New).await.unwrap());
    tx.unhandle(item).await.unwrap();
    tx.commit().await.unwrap();
    desk.later(chrono::TimeDelta::minutes(1));
    given_up(&desk).await;
    desk.come(BATANG.0, &[surat(SITI).subject("Obat").says("Obat di Puskesmas Bandar I kosong.").raw()]).await;
    desk.work().await;
    assert_eq!(desk.pen().await.len(), 1);
    assert_eq!(desk.sent_to(DESK).len(), 2, "the desk is told each time");
    assert_eq!(desk.complaints("batang").await, 1, "the mail behind it is dealt with");
}

#[tokio::test]
async fn an_office_that_was_away_from_the_configuration_reminds_again_when_it_is_back() {
    let mut desk = Desk::of(&[BATANG, NTT]).await;
    desk.post(&complaint()).await;
    let books = desk.practice.load().books.clone();
    desk.reconfigure(|practice| drop(practice.books.remove("batang")));
    while let Some(next) =
        desk.remind.next_at().await.unwrap().filter(|next| *next <= super::desk::at("2026-11-26T03:00:00Z"))
    {
        desk.clock.set(next.max(desk.clock_now()));
        desk.remind().await;
    }
    desk.reconfigure(|practice| practice.books = books);
    desk.clock.set(super::desk::at("2026-12-15T03:00:00Z"));
    desk.remind().await;
    let reminders = desk.sent_to(PUSKESMAS).len() - 1;
    assert_eq!(reminders, 1, "{:#?}", desk.sent());
}

#[tokio::test]
async fn an_answer_goes_to_the_citizen_though_his_mail_asks_for_answers_to_our_own_mailbox() {
    for own in [BATANG.0, "pengaduan+abcdef@dinkes-batang.example"] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.post(&complaint().header(&format!("Reply-To: {own}"))).await;
        let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
        desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: Mulai Senin loket kami buka tiga.")).await;
        assert!(desk.the_letter(SITI_ADDRESS, "loket kami buka tiga").subject.contains("BTG-26-0001"));
        assert!(!desk.recipients().iter().any(|to| to == own), "{:?}", desk.recipients());
    }
}

#[tokio::test]
async fn the_desk_hears_of_a_citizens_address_to_which_no_letter_can_be_written() {
    let mut desk = Desk::of(&[BATANG]).await;
    let mut odd = surat("Siti <siti..a.@warga.example>").subject("Antrean");
    odd = odd.says("Saya antre lama di Puskesmas Bandar I.");
    desk.post(&odd).await;
    assert_eq!(desk.complaints("batang").await, 1);
    desk.the_letter(DESK, "GAGAL KIRIM");
}

#[tokio::test]
async fn a_mail_whose_server_gives_an_impossible_time_is_answered_as_one_of_today() {
    for time in ["1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z"] {
        let mut desk = Desk::of(&[BATANG]).await;
        let mut batch = desk.batch(&[complaint().raw()]);
        batch.arrivals[0].received_at = super::desk::at(time);
        desk.source(BATANG.0).then(Ok(batch));
        desk.collect(BATANG.0).await;
        desk.work().await;
        assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1, "{time}");
        let due = desk.remind.next_at().await.unwrap().expect("its clock runs");
        assert!(due < super::desk::at("2027-01-01T00:00:00Z"), "{time}: {due}");
    }
}

#[tokio::test]
async fn large_photographs_do_not_keep_the_letter_from_the_officer() {
    let mut desk = Desk::of(&[BATANG]).await;
    let photo = "QUFB".repeat(19) + "\n";
    let photo = photo.repeat(8 * 1024 * 1024 / 77);
    let with_photo = |words: &str| {
        let parts = format!(
            "--b\n\n{words}\n--b\nContent-Type: image/jpeg; name=foto.jpg\nContent-Transfer-Encoding: base64\n\n"
        );
        complaint()
            .header("MIME-Version: 1.0")
            .header("Content-Type: multipart/mixed; boundary=b")
            .says(&format!("{parts}{photo}--b--"))
    };
    desk.post(&with_photo("Saya antre lama di Puskesmas Bandar I.")).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    assert!(letter.raw.len() < 100_000 && letter.body.contains("terlalu besar untuk dilampirkan"), "{}", letter.body);
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.post(&with_photo("Ini foto loketnya.").subject(&format!("Re: {}", receipt.subject))).await;
    let further = desk.the_letter(PUSKESMAS, "Ini foto loketnya");
    assert!(
        further.raw.len() < 100_000 && further.body.contains("terlalu besar untuk dilampirkan"),
        "{}",
        further.body
    );
}

#[tokio::test]
async fn a_clock_that_goes_back_a_day_loses_and_repeats_nothing() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    let since = Some(super::desk::at("2026-01-01T00:00:00Z"));
    desk.reconfigure(|practice| practice.mailboxes.values_mut().for_each(|mailbox| mailbox.answer_since = since));
    desk.clock.set(desk.clock_now() - chrono::TimeDelta::days(1));
    desk.remind().await;
    desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: Mulai Senin loket kami buka tiga.")).await;
    desk.post(&surat(SITI).subject("Obat").says("Obat di Puskesmas Bandar I kosong.")).await;
    desk.the_letter(SITI_ADDRESS, "loket kami buka tiga");
    desk.the_letter(PUSKESMAS, "BTG-26-0002");
    let sent = desk.sent().len();
    desk.clock.set(super::desk::at(super::desk::FRIDAY));
    desk.remind().await;
    assert_eq!(desk.sent().len(), sent, "{:#?}", desk.sent());
}

//! What an officer writes for somebody inside never reaches the citizen: he is asked, with what each number would do.

use penghubung::duties::ProseAnswers;

use super::desk::{BATANG, Desk, KADEMANGAN};
use super::letters::{PUSKESMAS, SITI, SITI_ADDRESS, Sent, complaint, surat};

async fn with_disposisi() -> (Desk, Sent) {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.reconfigure(|practice| practice.prose = ProseAnswers::Send);
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    (desk, letter)
}

fn to_citizen(desk: &Desk) -> usize {
    desk.sent_to(SITI_ADDRESS).len() - 1
}

#[tokio::test]
async fn a_note_to_the_office_below_an_answer_is_asked_about_and_the_answer_alone_can_be_sent() {
    let (mut desk, letter) = with_disposisi().await;
    let text = "JAWAB: Loket kami tambah menjadi tiga.\n\nCatatan untuk Dinas: petugas loket sedang cuti tanpa izin.";
    desk.post(&letter.answered_by(PUSKESMAS, text)).await;
    assert_eq!(to_citizen(&desk), 0);
    let asks = desk.the_letter(PUSKESMAS, "Mohon kejelasan");
    assert!(asks.shows("1. kirim sebagai jawaban hanya \"Loket kami tambah menjadi tiga.\""), "{asks:#?}");
    assert!(asks.shows("5. kirim SELURUH tulisan"), "{asks:#?}");
    desk.post(&asks.answered_by(PUSKESMAS, "1")).await;
    let answer = desk.the_letter(SITI_ADDRESS, "menjadi tiga");
    assert!(!answer.shows("tanpa izin"), "{answer:#?}");
}

#[tokio::test]
async fn prose_that_speaks_to_those_who_send_it_is_asked_about_and_plain_prose_goes() {
    let (mut desk, letter) = with_disposisi().await;
    let text = "Yth. Bapak/Ibu, kursi tunggu di loket sudah kami tambah dua puluh buah. Terima kasih.";
    desk.post(&letter.answered_by(PUSKESMAS, &format!("{text}\n(mohon koreksi sebelum dikirim ya mbak Humas)"))).await;
    assert_eq!(to_citizen(&desk), 0);
    desk.post(&letter.answered_by(PUSKESMAS, "Terlampir jawaban kami. Terima kasih.")).await;
    assert_eq!(to_citizen(&desk), 0);
    desk.post(&letter.answered_by(PUSKESMAS, text)).await;
    assert_eq!(to_citizen(&desk), 1);
}

#[tokio::test]
async fn a_second_command_within_an_answer_is_offered_by_itself() {
    let (mut desk, letter) = with_disposisi().await;
    let text = "jawab : Loket sudah kami tambah pak/bu. TERUSKAN ke Bidang SDK utk tambah petugas ya";
    desk.post(&letter.answered_by(PUSKESMAS, text)).await;
    assert_eq!(to_citizen(&desk), 0);
    let asks = desk.the_letter(PUSKESMAS, "Mohon kejelasan");
    assert!(
        asks.shows("1. jalankan hanya \"JAWAB: Loket sudah") && asks.shows("2. jalankan hanya \"TERUSKAN"),
        "{asks:#?}"
    );
    desk.post(&asks.answered_by(PUSKESMAS, "1")).await;
    assert!(!desk.the_letter(SITI_ADDRESS, "kami tambah pak/bu").shows("TERUSKAN"));
}

#[tokio::test]
async fn templates_references_and_words_below_an_answer_are_no_answers() {
    let (mut desk, letter) = with_disposisi().await;
    for text in ["JAWAB: <isi jawaban>", "JAWAB: idem dengan yang tadi", "JAWAB: Loket kami tambah.\nSELESAI"] {
        desk.post(&letter.answered_by(PUSKESMAS, text)).await;
        assert_eq!(to_citizen(&desk), 0, "{text}");
    }
    assert_eq!(desk.sent_to(PUSKESMAS).iter().filter(|sent| sent.subject.contains("Mohon kejelasan")).count(), 3);
}

#[tokio::test]
async fn who_has_a_copy_confirms_and_does_not_answer() {
    let mut desk = Desk::of(&[KADEMANGAN]).await;
    desk.reconfigure(|practice| practice.prose = ProseAnswers::Send);
    desk.post_to(KADEMANGAN.0, &surat(SITI).to(KADEMANGAN.0).says("Loket pendaftaran lama sekali, mohon ditambah."))
        .await;
    let unit = desk.store.complaints(Some("kademangan"), 1).await.unwrap().remove(0).unit;
    let copies = desk.sent().into_iter().filter(|sent| sent.shows("tembusan"));
    for copy in copies.collect::<Vec<_>>() {
        let says = |text: &str| copy.answered_by(&copy.to, text).to(copy.reply_to.as_deref().unwrap());
        desk.post_to(KADEMANGAN.0, &says("SUDAH KONFIRMASI, lewat telp jam 8")).await;
        desk.post_to(KADEMANGAN.0, &says("Loket pendaftaran akan ditambah satu mulai bulan depan, terima kasih."))
            .await;
        assert!(!desk.sent_to(&copy.to).is_empty(), "{unit}");
    }
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1);
}

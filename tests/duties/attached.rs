//! What a citizen passes on or quotes in a new complaint is a part of it: mails that hang on his, lines behind `>`.

use super::desk::{BATANG, Desk};
use super::letters::{PUSKESMAS, SITI, SITI_ADDRESS, Surat, complaint, surat};

const PSC: &str = "piket.psc119@dinkes-batang.example";

/// A mail of Siti's with another hanging on it whole.
fn with(own: &str, inner: &str) -> Surat {
    let parts = format!("--x\nContent-Type: text/plain\n\n{own}\n--x\nContent-Type: message/rfc822\n\n{inner}\n--x--");
    surat(SITI).says(&parts).header("Content-Type: multipart/mixed; boundary=x")
}

#[tokio::test]
async fn a_mail_that_hangs_on_a_complaint_is_read_with_it_and_decides_where_it_goes() {
    let mut desk = Desk::of(&[BATANG]).await;
    let inner = "From: Klinik Contoh <klinik@contoh.example>\nTo: siti@warga.example\nSubject: Rujukan\n\n\
                 Pasien ditolak di loket Puskesmas Bandar I karena antrean penuh.";
    desk.post(&with("Mohon ditindaklanjuti surat berikut.", inner).subject("Mohon bantuan")).await;
    let letter = desk.the_letter(PUSKESMAS, "ditolak di loket Puskesmas Bandar I");
    assert!(
        letter.shows("[Surat terlampir; dari: Klinik Contoh") && letter.shows("perihal: Rujukan]"),
        "{}",
        letter.body
    );
    assert!(letter.shows("Mohon ditindaklanjuti surat berikut."), "{}", letter.body);
}

#[tokio::test]
async fn danger_in_a_mail_that_hangs_on_another_wakes_the_duty_list() {
    for own in ["Tolong dibaca.", ""] {
        let mut desk = Desk::of(&[BATANG]).await;
        let inner = "From: Budi <budi@warga.example>\nSubject: tolong\n\n\
                     Tolong sekarang, ibu saya di Desa Bandar tidak sadar dan kejang, HP 0812-0000-1234.";
        desk.post(&with(own, inner)).await;
        let alert = desk.the_letter(PSC, "tanda-tanda keadaan darurat");
        assert!(alert.shows("tidak sadar dan kejang") && alert.shows("0812-0000-1234"), "{}", alert.body);
    }
}

#[tokio::test]
async fn a_mail_that_hangs_on_a_further_message_reaches_the_officer() {
    let mut desk = Desk::of(&[BATANG]).await;
    let first = complaint();
    desk.post(&first).await;
    let inner = "From: Klinik Contoh <klinik@contoh.example>\nSubject: Jadwal\n\nDokter gigi baru ada bulan depan.";
    let more = with("Tambahan, lihat surat klinik.", inner);
    desk.post(&more.header(&format!("In-Reply-To: <{}>", first.message_id()))).await;
    let news = desk.the_letter(PUSKESMAS, "lihat surat klinik");
    assert!(news.shows("Dokter gigi baru ada bulan depan."), "{}", news.body);
}

#[tokio::test]
async fn what_a_new_complaint_quotes_stays_in_it_and_counts() {
    let mut desk = Desk::of(&[BATANG]).await;
    let text = "Begini jawaban yang saya terima:\n\nPada Jum, 20 Nov 2026 pukul 09.41 Klinik <klinik@contoh.example> menulis:\n\
                > Anak itu tidak sadar dan kejang sekarang.\n> Silakan ke Puskesmas Bandar I.\n\nTidak ada yang menolong.\n\n-- \nSiti";
    desk.post(&surat(SITI).subject("Keluhan").says(text)).await;
    let letter = desk.the_letter("psc119@dinkes-batang.example", "Begini jawaban yang saya terima");
    for words in
        ["Klinik", "tidak sadar dan kejang sekarang", "Silakan ke Puskesmas Bandar I", "Tidak ada yang menolong"]
    {
        assert!(letter.shows(words), "{words}: {}", letter.body);
    }
    desk.the_letter(PSC, "tanda-tanda keadaan darurat");
}

#[tokio::test]
async fn what_a_reply_to_our_letter_quotes_is_not_said_again() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.post(&receipt.answered_by(SITI_ADDRESS, "Tambahan: loketnya tutup pukul 11.")).await;
    let news = desk.the_letter(PUSKESMAS, "loketnya tutup pukul 11");
    assert!(!news.shows("Tulis jawaban di atas baris ini -##\n>"), "{}", news.body);
    assert_eq!(desk.complaints("batang").await, 1);
}

#[tokio::test]
async fn of_two_puskesmas_that_are_named_the_desk_sees_whether_the_second_is_concerned() {
    let mut desk = Desk::of(&[BATANG]).await;
    let text = "Saya ditolak di loket Puskesmas Bandar I, lalu di Puskesmas Kandeman antrean juga tidak dilayani.";
    desk.post(&surat(SITI).says(text)).await;
    let first = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    assert!(first.shows("juga menyebut Puskesmas Kandeman"), "{}", first.body);
    let copy = desk.the_letter("sekretariat@dinkes-batang.example", "Mohon tindak lanjut");
    assert!(copy.shows("laporan juga menyebut Puskesmas Kandeman"), "{}", copy.body);
    let decision = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().decision;
    assert_eq!(decision.names_too.len(), 1);
}

/// A mail of Siti's with a photo on it.
fn with_photo(name: &str, own: &str) -> Surat {
    let parts = format!(
        "--x\nContent-Type: text/plain\n\n{own}\n--x\nContent-Type: image/jpeg; name={name}\n\
         Content-Disposition: attachment; filename={name}\n\nfoto\n--x--"
    );
    surat(SITI).subject("Toilet").says(&parts).header("Content-Type: multipart/mixed; boundary=x")
}

const SECRETARY: &str = "sekretariat@dinkes-batang.example";

#[tokio::test]
async fn a_photo_travels_though_the_text_beside_it_holds_a_number() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&with_photo("IMG_2026.jpg", "Toilet Puskesmas Bandar I rusak, foto terlampir. Siti, HP 0812-0000-1234."))
        .await;
    let letter = desk.the_letter(PUSKESMAS, "Toilet Puskesmas Bandar I rusak");
    assert!(letter.shows_file("IMG_2026.jpg") && !letter.shows_file("laporan-asli.eml"), "{}", letter.body);
    assert!(!letter.shows("0812-0000-1234") && !letter.shows("aslinya ada pada meja"), "{}", letter.body);
}

#[tokio::test]
async fn what_the_unit_reads_is_at_the_desk_has_come_to_the_desk() {
    let mut desk = Desk::of(&[BATANG]).await;
    let scan = with_photo("KTP.jpg", "Toilet Puskesmas Bandar I rusak sejak Senin.");
    desk.post(&scan).await;
    let letter = desk.the_letter(PUSKESMAS, "Toilet Puskesmas Bandar I rusak");
    assert!(letter.shows("aslinya ada pada meja pengaduan") && !letter.shows_file("KTP.jpg"), "{}", letter.body);
    let kept = desk.the_letter(SECRETARY, "Toilet Puskesmas Bandar I rusak");
    assert!(kept.shows_file("KTP.jpg") && kept.shows("untuk disimpan"), "{}", kept.body);
    // Whoever has it next is told the same, and gets no more.
    desk.post(&letter.answered_by(PUSKESMAS, "TERUSKAN: Bidang Yankes; terkait sarana")).await;
    let next = desk.the_letter("yankes@dinkes-batang.example", "Mohon tindak lanjut");
    assert!(next.shows("aslinya ada pada meja pengaduan") && !next.shows_file("KTP.jpg"), "{}", next.body);
}

#[tokio::test]
async fn whoever_gets_a_complaint_that_is_passed_on_gets_its_photo_and_whoever_passed_it_on_hears_so() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&with_photo("IMG_2026.jpg", "Toilet Puskesmas Bandar I rusak, foto terlampir.")).await;
    let letter = desk.the_letter(PUSKESMAS, "Toilet Puskesmas Bandar I rusak");
    desk.post(&letter.answered_by(PUSKESMAS, "TERUSKAN: Bidang Yankes; terkait sarana")).await;
    let next = desk.the_letter("yankes@dinkes-batang.example", "Mohon tindak lanjut");
    assert!(next.shows_file("IMG_2026.jpg") && next.shows("berkas dari pelapor terlampir"), "{}", next.body);
    desk.the_letter(PUSKESMAS, "diteruskan kepada");
}

//! Words as they are really typed: in the subject, two in one mail, a length of time, an hour that no day has. Each is
//! understood, or asked back with numbers; nothing of it reaches a citizen by mistake.

use super::office::{BATANG, BULELENG, Office, WARGA, WARGA_ADDRESS};

const PUSKESMAS: &str = "pkm.bandar1@batang.example";
const PETUGAS: &str = "sekretariat@dinkes-batang.example";
const BANDAR: &str = "Antrean loket Puskesmas Bandar I lama sekali, hanya satu loket yang buka.";
const ANSWER: &str = "mulai Senin loket kami buka tiga, silakan datang pukul 07.30.";

/// An office with one complaint, and the disposisi of it.
async fn with_disposisi() -> (Office, super::letters::Sent) {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, BANDAR).await;
    let letter = office.letter(PUSKESMAS, "Mohon tindak lanjut");
    (office, letter)
}

/// Letters to the citizen beside the receipt.
fn to_citizen(office: &Office) -> usize {
    office.desk.sent_to(WARGA_ADDRESS).len() - 1
}

#[tokio::test]
async fn btg_08_a_word_in_a_subject_of_his_own_is_a_word() {
    let (mut office, letter) = with_disposisi().await;
    office.post(&letter.answered_by(PUSKESMAS, "dr. Budi Contoh").subject(&format!("JAWAB: {ANSWER}"))).await;
    assert!(office.letter(WARGA_ADDRESS, "loket kami buka tiga").body.contains("07.30"));
}

#[tokio::test]
async fn btg_08_two_words_in_one_mail_are_offered_one_by_one() {
    let (mut office, letter) = with_disposisi().await;
    office.reply(&letter, PUSKESMAS, &format!("JAWAB: {ANSWER}\nTERUSKAN: p2p; untuk diketahui")).await;
    assert_eq!(to_citizen(&office), 0, "half of it might be meant for us alone");
    let asked = office.letter(PUSKESMAS, "masih ada tulisan lain");
    for option in ["1. jalankan hanya \"JAWAB:", "2. jalankan hanya \"TERUSKAN: p2p", "3. abaikan"] {
        assert!(asked.body.contains(option), "{option}: {}", asked.body);
    }
    office.reply(&asked, PUSKESMAS, "1").await;
    let answer = office.letter(WARGA_ADDRESS, "loket kami buka tiga");
    assert!(!answer.body.contains("TERUSKAN") && !answer.body.contains("p2p"), "{}", answer.body);
}

#[tokio::test]
async fn btg_08_what_is_nearly_jawab_is_shown_before_it_leaves() {
    let (mut office, letter) = with_disposisi().await;
    office.reply(&letter, PUSKESMAS, &format!("jawb {ANSWER}")).await;
    assert_eq!(to_citizen(&office), 0);
    let asked = office.letter(PUSKESMAS, "menyerupai JAWAB");
    office.reply(&asked, PUSKESMAS, "1").await;
    let answer = office.letter(WARGA_ADDRESS, "loket kami buka tiga");
    assert!(!answer.body.contains("jawb"), "{}", answer.body);
}

#[tokio::test]
async fn btg_08_what_officers_say_to_one_another_reaches_no_citizen() {
    let (mut office, letter) = with_disposisi().await;
    office.desk.reconfigure(|practice| practice.prose = penghubung::duties::ProseAnswers::Send);
    for talk in [
        "siap",
        "ok pak",
        "mohon petunjuk pimpinan",
        "Baik bu, sdh sy sampaikan ke ybs",
        "pelapor sudah kami telepon tapi orangnya marah-marah terus",
        "gradenya kuning aja",
        "Apakah gudang sudah menjawab surat kita kemarin?",
        "Minta perpanjangan 3 hari karena petugas loket sakit",
        "Balasan otomatis: saya sedang cuti sampai 5 Desember 2026",
    ] {
        office.reply(&letter, PUSKESMAS, talk).await;
        assert_eq!(to_citizen(&office), 0, "{talk}");
    }
}

#[tokio::test]
async fn rsb_23_an_extension_by_so_many_days_is_shown_as_dates_and_one_is_chosen() {
    let ppid = "ppid@rsud-buleleng.example";
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, "Dengan ini saya mengajukan permohonan informasi publik: laporan kinerja tahun 2025.").await;
    assert_eq!(office.due().await, ["rsb.info 2026-12-04 16.30"]);
    let letter = office.letter(ppid, "Mohon tindak lanjut");
    office.reply(&letter, ppid, "TUNDA 3 hari krn data dari dua instalasi belum lengkap").await;
    let asked = office.letter(ppid, "sampai tanggal berapa");
    assert!(asked.body.contains("sejak hari ini: sampai 23-11-2026"), "{}", asked.body);
    assert!(asked.body.contains("sesudah batas sekarang: sampai 07-12-2026"), "{}", asked.body);
    assert_eq!(office.due().await, ["rsb.info 2026-12-04 16.30"], "nothing is guessed");
    office.reply(&asked, ppid, "2").await;
    assert!(office.letter(WARGA_ADDRESS, "perpanjangan").body.contains("dua instalasi"));
    assert!(office.due().await.contains(&"rsb.info 2026-12-07 16.00".to_owned()), "{:?}", office.due().await);
}

#[tokio::test]
async fn btg_11_a_handover_at_an_hour_that_no_day_has_is_asked_back_and_its_items_are_kept() {
    let mut office = Office::open(BATANG).await;
    let mail = |subject: &str, text: &str| super::letters::surat(PETUGAS).subject(subject).says(text).to(BATANG.0);
    office.post(&mail("[SERAH TERIMA] 99.00", "Kanal: IG\nIsi: Antre lama di Puskesmas Bandar I")).await;
    let told = office.letter(PETUGAS, "\"99.00\" tidak ada");
    assert!(told.body.contains("BTG-26-0001"), "{}", told.body);
    assert_eq!(office.desk.complaints("batang").await, 1);
    assert!(office.lines("SERAH").await.is_empty(), "no handover is noted of which nobody knows which it is");
    office.post(&mail("[SERAH TERIMA] 26:00", "NIHIL")).await;
    office.letter(PETUGAS, "\"26:00\" tidak ada");
    assert!(office.lines("SERAH").await.is_empty());
}

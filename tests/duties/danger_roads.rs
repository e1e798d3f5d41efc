//! By whatever road words of danger come: the duty list hears them at once, whoever may be written to is told of 119, and an
//! officer's ordinary words alarm nobody.

use super::danger::PSC;
use super::desk::{BATANG, Desk, KADEMANGAN};
use super::letters::{PUSKESMAS, SITI, SITI_ADDRESS, complaint, surat};

const SOSMED: &str = "admin.sosmed@dinkes-batang.example";
const BLEEDS: &str =
    "Istri saya pendarahan hebat habis melahirkan di rumah, tolong ambulans, kami di Desa Bandar sekarang";

fn alerts(desk: &Desk) -> usize {
    desk.sent_to(PSC).iter().filter(|letter| letter.shows("tanda-tanda keadaan darurat")).count()
}

#[tokio::test]
async fn a_citizen_who_answers_from_his_second_address_is_heard_at_once() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.post(&receipt.answered_by("Siti <siti.kedua@warga.example>", BLEEDS)).await;
    assert!(desk.the_letter(PSC, "tanda-tanda keadaan darurat").shows("siti.kedua@warga.example"));
    desk.the_letter("siti.kedua@warga.example", "telepon 119 sekarang");
    assert_eq!(desk.store.open_vigils().await.unwrap(), 1, "and again until somebody says that he has it");
}

#[tokio::test]
async fn marks_of_lists_and_of_spam_silence_nobody_in_danger_and_mass_mail_alarms_nobody() {
    for header in ["Precedence: list", "List-Id: <warga.example>", "X-Spam-Flag: YES"] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.post(&surat(SITI).header(header).says("kakek sesak napas tidak bisa bicara, bidan tidak ada")).await;
        assert_eq!(alerts(&desk), 1, "{header}");
        desk.post(&surat("info@obat.example").header(header).subject("Promo").says(
            "Diskon! Kenali tanda serangan jantung dan kejang sekarang juga. Unsubscribe: https://obat.example/u",
        ))
        .await;
        assert_eq!(alerts(&desk), 1, "{header}");
    }
}

#[tokio::test]
async fn an_officers_new_mail_that_tells_of_danger_alerts_the_list_with_him_as_the_caller() {
    let mut desk = Desk::of(&[BATANG]).await;
    let mail = surat(PUSKESMAS)
        .subject("mohon bantuan")
        .says("Pasien kami kejang tidak sadar di Bandar, ambulans PSC tidak angkat telepon. Mohon segera.");
    desk.post(&mail).await;
    let alert = desk.the_letter(PSC, "tanda-tanda keadaan darurat");
    assert!(alert.shows("petugas Puskesmas Bandar I") && alert.shows(PUSKESMAS), "{}", alert.body);
    let told = desk.the_letter(PUSKESMAS, "petugas piket");
    assert!(told.shows("sudah diberi tahu"), "{}", told.body);
    assert!(desk.sent_to(PUSKESMAS).iter().all(|letter| !letter.shows("telepon 119 sekarang")), "he is no citizen");
}

#[tokio::test]
async fn an_officer_who_answers_with_a_cry_for_help_is_heard_and_one_who_tells_how_it_went_is_not() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let asked = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    for words in [
        "JAWAB: Pasien yang pingsan sudah dirujuk ke RSUD dan kini sehat. Terima kasih atas laporan Bapak/Ibu.",
        "pasien pingsan kemarin sudah dirujuk ke RSUD",
        "Mohon arahan, pasien pingsan minggu lalu sudah kami rujuk, keluarga sudah dihubungi",
    ] {
        desk.post(&asked.answered_by(PUSKESMAS, words)).await;
        assert_eq!(alerts(&desk), 0, "{words}");
    }
    let cry = "Pelapor barusan pingsan tidak sadar di loket, mohon ambulans PSC segera!";
    desk.post(&asked.answered_by(PUSKESMAS, cry)).await;
    assert!(desk.the_letter(PSC, "tanda-tanda keadaan darurat").shows("ditulis petugas Puskesmas Bandar I"));
    desk.the_letter(PUSKESMAS, "petugas piket sudah diberi tahu");
    assert_eq!(desk.store.open_vigils().await.unwrap(), 1);
}

#[tokio::test]
async fn a_chat_passed_on_without_a_word_of_registration_is_read() {
    let mut desk = Desk::of(&[KADEMANGAN]).await;
    let chat =
        "28/11/26 07.50 - +62 813-5555-1313: min tolong, suami saya tidak sadar habis minum racun di Desa Selopampang";
    let body = format!(
        "--z\nContent-Type: text/plain; charset=utf-8\n\nMohon didaftarkan ya.\n--z\n\
         Content-Type: text/plain; charset=utf-8; name=\"Chat WhatsApp dengan +62 813-5555-1313.txt\"\n\
         Content-Disposition: attachment; filename=\"Chat WhatsApp dengan +62 813-5555-1313.txt\"\n\n{chat}\n--z--\n"
    );
    let from = "tim.pengaduan@pkm-kademangan.example";
    let mail = surat(from).to(KADEMANGAN.0).subject("chat WA masuk").says(&body);
    desk.post_to(KADEMANGAN.0, &mail.header("Content-Type: multipart/mixed; boundary=z")).await;
    assert_eq!(desk.store.open_vigils().await.unwrap(), 1);
    desk.the_letter(from, "petugas piket Puskesmas Kademangan sudah diberi tahu");
}

#[tokio::test]
async fn what_the_social_media_desk_hands_over_is_registered_and_only_then_is_the_slot_kept() {
    let mut desk = Desk::of(&[BATANG]).await;
    let batch = "1) IG warga.tulis: antre lama di Puskesmas Tulis sejak pagi\n---\n2) FB Pak Slamet: ibu saya pingsan tidak \
                 sadar di Gringsing sekarang, ambulan tidak datang, tolong!!\n---\n3) IG: bagaimana cara mengurus BPJS?";
    desk.post(&surat(SOSMED).subject("[SERAH TERIMA] 08.00").says(batch)).await;
    let told = desk.the_letter(SOSMED, "Terdaftar BTG-26-0001 BTG-26-0002 BTG-26-0003");
    assert!(told.shows("DARURAT"), "{}", told.body);
    assert_eq!(alerts(&desk), 1);
    assert!(desk.events().await.contains("SERAH"));
}

#[tokio::test]
async fn danger_in_a_later_message_is_told_to_the_unit_the_desk_and_the_head() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.post(&receipt.answered_by(SITI, "Sekarang ibu saya kejang dan tidak sadar di ruang tunggu, tolong!")).await;
    for to in [PUSKESMAS, "sekretariat@dinkes-batang.example", "kadis@dinkes-batang.example"] {
        let news = desk.the_letter(to, "DARURAT?");
        assert!(news.shows("keadaan DARURAT") && news.shows("kejang"), "{to}: {}", news.body);
    }
    assert!(desk.the_letter(PSC, "tanda-tanda keadaan darurat").shows(SITI_ADDRESS), "she left no telephone");
}

#[tokio::test]
async fn the_address_of_whoever_asked_to_stay_unknown_stands_in_no_alert() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&surat(SITI).says(&format!("{BLEEDS}. Mohon nama saya dirahasiakan."))).await;
    assert!(!desk.the_letter(PSC, "tanda-tanda keadaan darurat").shows(SITI_ADDRESS));
}

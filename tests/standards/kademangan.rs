//! Puskesmas Kademangan, KDM-01 to KDM-23.

use chrono::TimeDelta;
use penghubung::domain::{Channel, Class};

use super::desk::at;
use super::office::{KADEMANGAN, Office, PHONE, WARGA, WARGA_ADDRESS};

const FARMASI: &str = "farmasi@pkm-kademangan.example";
const TEAM: &str = "tim.pengaduan@pkm-kademangan.example";
const HEAD: &str = "kapus@pkm-kademangan.example";
const EMPTY: &str = "Obat di ruang farmasi sering kosong, saya harus beli di luar.";

#[tokio::test]
async fn kdm_01_a_complaint_exists_whichever_published_way_it_came() {
    let mut office = Office::open(KADEMANGAN).await;
    office.mail(WARGA, EMPTY).await;
    assert_eq!(office.complaint().await.channel, Channel::Email);
    office.sms(PHONE, EMPTY).await;
    assert_eq!(office.complaint().await.channel, Channel::Sms);
    office.whatsapp("+6285712345678", EMPTY).await;
    assert_eq!(office.complaint().await.channel, Channel::Whatsapp);
    assert_eq!(office.desk.complaints("kademangan").await, 3);
    let channels: Vec<String> =
        office.lines("TERIMA").await.iter().map(|line| line["d"]["kanal"].as_str().unwrap().to_owned()).collect();
    assert_eq!(channels, ["email", "sms", "whatsapp"]);
}

#[tokio::test]
async fn kdm_09_a_mail_is_received_answered_and_routed() {
    let mut office = Office::open(KADEMANGAN).await;
    office.mail(WARGA, EMPTY).await;
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima");
    assert!(receipt.subject.contains("KDM-26-0001") && receipt.body.contains("WIB"), "{}", receipt.body);
    office.letter(FARMASI, "Mohon tindak lanjut");
}

#[tokio::test]
async fn kdm_10_the_telephone_of_the_letterhead_is_printed_but_is_nobodys_way_in_or_back() {
    let mut office = Office::open(KADEMANGAN).await;
    office.mail(WARGA, &format!("{EMPTY} Saya telp: (0332) 5550001 tidak diangkat.")).await;
    assert!(office.letter(WARGA_ADDRESS, "Tanda terima").body.contains("(0332) 5550001"));
    assert!(office.letter(FARMASI, "Mohon tindak lanjut").body.contains("(0332) 5550001"), "no citizen's number");
    assert!(office.desk.practice.load().sources().all(|name| !name.contains("5550001")));
}

/// What a citizen writes, and whose mailbox it must reach.
const ROUTES: [(&str, &str); 8] = [
    ("Antrean loket pendaftaran dari jam enam baru dipanggil jam sepuluh.", "pendaftaran@pkm-kademangan.example"),
    (EMPTY, FARMASI),
    ("Hasil laboratorium darah saya tertukar dengan orang lain.", "lab@pkm-kademangan.example"),
    ("Sakit gigi, tapi dokter gigi tidak pernah ada di poli gigi.", "poli.gigi@pkm-kademangan.example"),
    ("Imunisasi anak saya ditunda terus di KIA.", "kia.kb@pkm-kademangan.example"),
    ("Toilet puskesmas kotor dan air tidak mengalir.", "tata.usaha@pkm-kademangan.example"),
    ("Posyandu di dusun kami dua bulan tidak ada petugas.", "ukm@pkm-kademangan.example"),
    ("Infus pasien rawat inap habis dan lama tidak diganti.", "ugd.ranap@pkm-kademangan.example"),
];

#[tokio::test]
async fn kdm_12_each_unit_is_told_of_what_concerns_it() {
    for (text, mailbox) in ROUTES {
        let mut office = Office::open(KADEMANGAN).await;
        office.mail(WARGA, text).await;
        let letter = office.letter(mailbox, "Mohon tindak lanjut");
        assert!(letter.body.contains("KDM-26-0001"), "{text}");
        assert_eq!(office.lines("RUTE").await.len(), 1);
    }
}

#[tokio::test]
async fn kdm_13_the_receipt_says_within_the_day_that_it_is_in_process_and_repeats_the_matter() {
    let mut office = Office::open(KADEMANGAN).await;
    office.mail(WARGA, EMPTY).await;
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima").body;
    assert!(
        receipt.contains("sedang ditangani") && receipt.contains("Obat di ruang farmasi sering kosong"),
        "{receipt}"
    );
    let clocks = office.clocks().await;
    assert_eq!(clocks[0].deadline.standard, "kdm.respon");
    assert!(clocks[0].met.is_some() && clocks[1].met.is_none());
}

#[tokio::test]
async fn kdm_20_completion_has_fourteen_working_days_of_a_six_day_week_and_is_chased_to_the_head() {
    let mut office = Office::open(KADEMANGAN).await;
    office.mail(WARGA, EMPTY).await;
    assert_eq!(office.due().await.last().unwrap(), "kdm.selesai 2026-12-07 14.00");
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima").body;
    assert!(receipt.contains("Senin, 7 Desember 2026 pukul 14.00 WIB (14 hari kerja)"), "{receipt}");
    let letter = office.letter(FARMASI, "Mohon tindak lanjut");
    office.reply(&letter, FARMASI, "RENCANA: menambah stok obat pekan depan").await;
    office.live_until(at("2026-12-07T07:30:00Z")).await;
    let escalation = office.letter(HEAD, "ESKALASI");
    assert!(escalation.body.contains("belum memperoleh penyelesaian"), "{}", escalation.body);
    assert!(office.desk.sent_to(FARMASI).iter().any(|letter| letter.subject.contains("PENGINGAT")));
}

#[tokio::test]
async fn kdm_21_whoever_wrote_by_mail_sms_or_whatsapp_is_answered_there() {
    let mut office = Office::open(KADEMANGAN).await;
    office.mail(WARGA, EMPTY).await;
    let by_mail = office.letter(FARMASI, "KDM-26-0001");
    office.sms(PHONE, "Obat darah tinggi di farmasi kosong lagi").await;
    let by_sms = office.letter(FARMASI, "KDM-26-0002");
    office.whatsapp("+6285712345678", "Obat batuk anak di farmasi kosong").await;
    let by_whatsapp = office.letter(FARMASI, "KDM-26-0003");
    for letter in [by_mail, by_sms, by_whatsapp] {
        office.reply(&letter, FARMASI, "JAWAB: Obat tersedia lagi mulai Senin pagi.").await;
    }
    office.letter(WARGA_ADDRESS, "tersedia lagi");
    for channel in [Channel::Sms, Channel::Whatsapp] {
        let texts = office.texts(channel);
        assert_eq!(texts.iter().filter(|(_, text)| text.contains("tersedia lagi")).count(), 1, "{channel:?} {texts:?}");
    }
}

#[tokio::test]
async fn kdm_22_each_role_is_an_address_with_a_voice_of_its_own_and_nobody_else_has_one() {
    let mut office = Office::open(KADEMANGAN).await;
    office.mail(WARGA, "Saya kecewa, mohon diperhatikan.").await;
    let undecided = office.letter(TEAM, "Mohon tindak lanjut");
    office.reply(&undecided, TEAM, "TERUSKAN: farmasi").await;
    let letter = office.letter(FARMASI, "Mohon tindak lanjut");
    office.reply(&letter, "iseng@warga.example", "JAWAB: Obat habis selamanya.").await;
    assert!(office.desk.sent_to(WARGA_ADDRESS).iter().all(|letter| !letter.body.contains("selamanya")));
    office.reply(&letter, FARMASI, "JAWAB: Obat tersedia lagi mulai Senin pagi.").await;
    office.letter(WARGA_ADDRESS, "tersedia lagi");
    let practice = office.desk.practice.load();
    let quality = practice.books["kademangan"].office.unit_of_officer("tim.mutu@pkm-kademangan.example");
    assert!(quality.is_some_and(|unit| unit.name == "Tim manajemen mutu"));
}

#[tokio::test]
async fn kdm_23_feedback_is_accepted_as_what_it_is() {
    let mut office = Office::open(KADEMANGAN).await;
    office.mail(WARGA, "Terima kasih, pelayanan KIA ramah. Usul saya, ruang tunggu diberi kipas angin.").await;
    assert_eq!(office.complaint().await.decision.class, Class::Aspirasi);
    office.letter(WARGA_ADDRESS, "Tanda terima aspirasi");
    office.mail(WARGA, EMPTY).await;
    assert_eq!(office.complaint().await.decision.class, Class::Pengaduan);
    office.live(TimeDelta::hours(1)).await;
}

//! Dinas Kesehatan Kabupaten Batang, BTG-01 to BTG-16.

use chrono::TimeDelta;
use penghubung::domain::Channel;

use super::office::{BATANG, Office, PHONE, WARGA, WARGA_ADDRESS};

const PSC: &str = "psc119@dinkes-batang.example";
const DUTY: [&str; 2] = ["piket.psc119@dinkes-batang.example", "piket.p2p@dinkes-batang.example"];
const DESK: &str = "sekretariat@dinkes-batang.example";
const DANGER: &str = "Tolong, bapak saya tidak sadar dan sesak napas di Desa Tombo, ambulans belum datang!";

#[tokio::test]
async fn btg_01_danger_is_answered_with_119_on_every_channel_and_the_duty_list_is_alerted() {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, DANGER).await;
    assert!(office.letter(WARGA_ADDRESS, "telepon 119 sekarang").body.contains("(0285) 5550119"));
    office.sms(PHONE, DANGER).await;
    office.whatsapp("+6285712345678", DANGER).await;
    office.lapor("9000001", "Tolong", DANGER).await;
    for channel in [Channel::Sms, Channel::Whatsapp, Channel::Lapor] {
        let texts = office.texts(channel);
        assert!(
            texts.iter().any(|(_, text)| text.contains("119") && text.contains("darurat")),
            "{channel:?}: {texts:?}"
        );
    }
    for officer in DUTY {
        assert_eq!(office.desk.sent_to(officer).len(), 4, "one alert for each");
    }
}

#[tokio::test]
async fn btg_01_the_duty_list_is_told_where_a_report_of_lapor_stands_each_time() {
    let mut office = Office::open(BATANG).await;
    office.lapor("9000001", "Tolong", DANGER).await;
    office.live(TimeDelta::hours(1)).await;
    let alerts = office.desk.sent_to(DUTY[0]);
    assert!(alerts.len() > 1, "nobody has taken it");
    for alert in alerts {
        assert!(alert.shows("Di LAPOR! : nomor 9000001, http"), "{}", alert.body);
    }
}

#[tokio::test]
async fn btg_15_that_a_report_can_be_handed_to_an_institution_is_said_of_one_at_lapor_only() {
    let mut office = Office::open(BATANG).await;
    office.lapor("9000002", "Antrean", "Antrean di Puskesmas Bandar I lama sekali.").await;
    office.mail(WARGA, "Loket Puskesmas Bandar I hanya satu.").await;
    let (at_lapor, by_mail): (Vec<_>, Vec<_>) = office
        .desk
        .sent_to("pkm.bandar1@batang.example")
        .into_iter()
        .filter(|letter| letter.subject.contains("Mohon tindak lanjut"))
        .partition(|letter| letter.shows("9000002"));
    assert_eq!((at_lapor.len(), by_mail.len()), (1, 1));
    assert!(at_lapor[0].shows("BUKAN WEWENANG: instansi; alasan"), "{}", at_lapor[0].body);
    assert!(by_mail[0].shows("BUKAN WEWENANG: unit; alasan") && !by_mail[0].shows("instansi; alasan"));
}

#[tokio::test]
async fn btg_01_a_complaint_about_psc_119_goes_to_it_with_seven_days_and_no_clock_of_24_hours() {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, "Petugas PSC 119 Si Slamet kurang ramah waktu mengantar rujukan hari Selasa lalu.").await;
    let letter = office.letter(PSC, "Mohon tindak lanjut");
    assert!(letter.body.contains("Koordinator PSC 119 Si Slamet"));
    assert_eq!(office.due().await, ["btg.sosmed 2026-11-27 23.59"]);
}

#[tokio::test]
async fn btg_15_what_names_a_bidang_or_puskesmas_goes_there_and_the_rest_to_a_person_who_chooses() {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, "Banyak kasus demam berdarah di kampung kami, mohon fogging.").await;
    office.letter("p2p@dinkes-batang.example", "Mohon tindak lanjut");
    office.mail(WARGA, "Antrean di Puskesmas Warungasem lama sekali, loket hanya satu.").await;
    office.letter("pkm.warungasem@batang.example", "Mohon tindak lanjut");
    office.mail(WARGA, "Saya kecewa sekali, mohon diperhatikan.").await;
    let undecided = office.letter(DESK, "belum yakin");
    office.reply(&undecided, DESK, "TERUSKAN: Puskesmas Subah").await;
    assert!(office.letter("pkm.subah@batang.example", "Mohon tindak lanjut").body.contains("kecewa sekali"));
    assert_eq!(office.complaint().await.unit, "btg.pkm.subah");
    let moved = office.lines("RUTE").await;
    assert_eq!(moved.last().unwrap()["d"]["unit"], "btg.pkm.subah");
}

#[tokio::test]
async fn btg_04_the_desk_gets_what_is_routed_to_it_and_is_reminded_in_office_hours() {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, "Saya kecewa sekali, mohon diperhatikan.").await;
    office.letter(DESK, "Mohon tindak lanjut");
    office.live(TimeDelta::days(11)).await;
    let reminders = office.desk.sent_to(DESK).iter().filter(|l| l.subject.contains("PENGINGAT")).count();
    assert_eq!(reminders, 2);
    office.letter("kadis@dinkes-batang.example", "ESKALASI");
    assert_eq!((office.lines("INGAT").await.len(), office.lines("TENGGAT").await.len()), (2, 1));
}

#[tokio::test]
async fn btg_10_whatever_the_reporter_gets_says_where_to_follow_his_report_and_by_which_number() {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, "Antrean di Puskesmas Warungasem lama sekali, loket hanya satu.").await;
    let letter = office.letter("pkm.warungasem@batang.example", "Mohon tindak lanjut");
    office.reply(&letter, &letter.to, "JAWAB: Mulai Senin loket pendaftaran dibuka dua.").await;
    for words in ["Tanda terima", "dibuka dua"] {
        let body = office.letter(WARGA_ADDRESS, words).body;
        assert!(body.contains("konlaporbae.dinkes-batang.example") && body.contains("BTG-26-0001"), "{body}");
    }
    office.sms(PHONE, "Antrean di Puskesmas Subah lama sekali, loket hanya satu.").await;
    let letter = office.letter("pkm.subah@batang.example", "Mohon tindak lanjut");
    office.reply(&letter, &letter.to, "JAWAB: Loket kedua dibuka mulai besok.").await;
    let texts = office.texts(Channel::Sms);
    assert_eq!(texts.len(), 2, "{texts:?}");
    for (_, text) in texts {
        assert!(text.contains("konlaporbae.dinkes-batang.example") && text.contains("BTG-26-0002"), "{text}");
        assert!(text.len() <= 2 * 153, "{text}");
    }
}

#[tokio::test]
async fn btg_12_the_receipt_names_navigasi_puskesmas_and_what_reaches_a_puskesmas_is_its_own() {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, "Mohon info jadwal imunisasi.").await;
    assert!(office.letter(WARGA_ADDRESS, "Tanda terima").body.contains("Navigasi Puskesmas"));
    let mut puskesmas = super::desk::Desk::of(&[BATANG, super::desk::BANDAR]).await;
    let mail =
        super::letters::surat(WARGA).to(super::desk::BANDAR.0).says("Loketnya lama sekali, hanya satu yang buka.");
    puskesmas.post_to(super::desk::BANDAR.0, &mail).await;
    let letter = puskesmas.the_letter(super::letters::PUSKESMAS, "Mohon tindak lanjut");
    assert!(letter.body.contains("Kepala Puskesmas Bandar I"));
}

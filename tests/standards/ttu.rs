//! Dinas Kesehatan Kabupaten Timor Tengah Utara, TTU-01 to TTU-19.

use chrono::TimeDelta;
use penghubung::domain::Channel;

use super::letters::surat;
use super::office::{Office, PHONE, TTU, WARGA, WARGA_ADDRESS};

const WINI: &str = "pkm.wini@dinkes-ttu.example";
const SEKRETARIAT: &str = "sekretariat@dinkes-ttu.example";
const KADIS: &str = "kadis@dinkes-ttu.example";
const ORDINARY: &str = "Obat malaria di Puskesmas Wini kosong dua minggu.";
const WRONG: &str = "Kepala Puskesmas Wini memotong uang insentif kader dan meminta setoran setiap bulan.";

#[tokio::test]
async fn ttu_16_the_three_words_of_1708_are_taken_off_in_any_case_and_the_short_form_too() {
    let mut office = Office::open(TTU).await;
    for (n, keyword) in
        ["TIMOR TENGAH UTARA", "timor tengah utara", "Timor  Tengah Utara:", "TTU", "ttu"].iter().enumerate()
    {
        office.lapor(&format!("910000{n}"), "Aduan SMS", &format!("{keyword} obat di puskesmas Wini kosong")).await;
        let complaint = office.complaint().await;
        assert!(complaint.text.starts_with("obat di puskesmas"), "{keyword}: {}", complaint.text);
        assert_eq!(complaint.unit, "ttu.pkm.wini");
    }
    office.sms(PHONE, "TTU obat di puskesmas Wini kosong lagi").await;
    assert!(office.complaint().await.text.starts_with("obat"));
}

#[tokio::test]
async fn ttu_04_what_alleges_wrongdoing_is_one_category_and_the_rest_the_other() {
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, ORDINARY).await;
    assert!(!office.complaint().await.decision.supervision);
    let letter = office.letter(WINI, "Mohon tindak lanjut");
    assert!(letter.body.contains("pengaduan, tidak berkadar pengawasan"), "{}", letter.body);
    office.mail(WARGA, WRONG).await;
    let complaint = office.complaint().await;
    assert!(complaint.decision.supervision);
    assert_eq!(complaint.unit, "ttu.sekretariat", "never to those it is about");
    let letter = office.desk.sent_to(SEKRETARIAT).remove(0);
    assert!(letter.body.contains("pengaduan, berkadar pengawasan"), "{}", letter.body);
    assert_eq!(office.desk.sent_to(WINI).len(), 1);
}

#[tokio::test]
async fn ttu_06_no_clock_of_the_office_itself_runs_longer_than_two_months() {
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, WRONG).await;
    let clocks = office.clocks().await;
    let own = clocks.iter().find(|clock| clock.deadline.standard == "ttu.berkadar").unwrap();
    let two_months = own.deadline.from.date_naive() + chrono::Months::new(2);
    assert!(own.deadline.due.date_naive() <= two_months, "{own:?}");
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima").body;
    assert!(receipt.contains("Selasa, 19 Januari 2027 pukul 23.59 WITA (60 hari kalender)"), "{receipt}");
    assert!(receipt.contains("masih sementara"), "{receipt}");
}

#[tokio::test]
async fn ttu_08_ttu_17_a_report_of_lapor_has_five_days_and_the_clock_of_lapor_beside_it() {
    let mut office = Office::open(TTU).await;
    office.lapor("9000020", "Obat", ORDINARY).await;
    assert_eq!(
        office.due().await,
        [
            "ttu.lapor 2026-11-25 23.59",
            "ttu.lapor.nasional 2026-11-27 16.30",
            "ttu.biasa 2026-12-04 23.59",
            "ttu.ombudsman 2027-02-18 16.00"
        ]
    );
    let letter = office.letter(WINI, "Mohon tindak lanjut");
    assert!(letter.body.contains("Rabu, 25 November 2026 pukul 23.59 WITA"), "{}", letter.body);
    office.reply(&letter, WINI, "JAWAB: Obat malaria sudah kami terima dan tersedia hari ini.").await;
    let posted = office.texts(Channel::Lapor);
    assert!(posted.iter().any(|(to, text)| to == "9000020" && text.contains("tersedia hari ini")), "{posted:?}");
}

#[tokio::test]
async fn ttu_08_limits_that_end_in_one_moment_are_named_once() {
    let mut office = Office::open(TTU).await;
    office.lapor("9000021", "Potongan", "Kepala Puskesmas Oelolok memotong uang lelah petugas posyandu.").await;
    let letter = office.letter("sekretariat@dinkes-ttu.example", "Mohon tindak lanjut");
    let limits: Vec<&str> = letter.body.lines().map(str::trim).filter(|line| line.starts_with("Juga")).collect();
    let distinct: std::collections::HashSet<&&str> = limits.iter().collect();
    assert!(limits.len() > 1 && distinct.len() == limits.len(), "{limits:?}");
}

#[tokio::test]
async fn ttu_09_without_supervision_it_has_fourteen_calendar_days() {
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, ORDINARY).await;
    assert_eq!(office.due().await, ["ttu.biasa 2026-12-04 23.59", "ttu.ombudsman 2027-02-18 16.00"]);
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima").body;
    assert!(receipt.contains("Jumat, 4 Desember 2026 pukul 23.59 WITA (14 hari kalender)"), "{receipt}");
}

#[tokio::test]
async fn ttu_10_supervision_has_sixty_calendar_days_and_is_reminded_on_the_way() {
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, WRONG).await;
    assert_eq!(office.due().await, ["ttu.berkadar 2027-01-19 23.59", "ttu.ombudsman 2027-02-18 16.00"]);
    office.live(TimeDelta::days(50)).await;
    let reminders = office.desk.sent_to(SEKRETARIAT).iter().filter(|l| l.subject.contains("PENGINGAT")).count();
    assert!(reminders >= 3, "{reminders}");
}

#[tokio::test]
async fn ttu_11_the_head_is_told_about_the_45th_working_day_that_the_way_to_the_ombudsman_opens() {
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, WRONG).await;
    let sixty = office.clocks().await.into_iter().find(|c| c.deadline.standard == "ttu.ombudsman").unwrap();
    assert_eq!(sixty.deadline.within, "60 hari kerja");
    office.live_until(sixty.deadline.due.to_utc() - TimeDelta::days(20)).await;
    let told: Vec<_> = office.desk.sent_to(KADIS).into_iter().filter(|l| l.subject.contains("PENGINGAT")).collect();
    assert!(!told.is_empty());
}

#[tokio::test]
async fn ttu_14_a_mail_is_received_answered_and_routed() {
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, ORDINARY).await;
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima");
    assert!(receipt.subject.contains("TTU-26-0001") && receipt.body.contains("WITA"), "{}", receipt.body);
    office.letter(WINI, "Mohon tindak lanjut");
}

#[tokio::test]
async fn ttu_15_a_whatsapp_message_is_received_and_answered_where_the_number_has_an_interface() {
    let mut office = Office::open(TTU).await;
    office.whatsapp(PHONE, ORDINARY).await;
    assert_eq!(office.complaint().await.channel, Channel::Whatsapp);
    let letter = office.letter(WINI, "Mohon tindak lanjut");
    office.reply(&letter, WINI, "JAWAB: Obat malaria tersedia hari ini.").await;
    let texts = office.texts(Channel::Whatsapp);
    assert!(texts.iter().any(|(to, text)| to == PHONE && text.contains("tersedia hari ini")), "{texts:?}");
}

#[tokio::test]
async fn ttu_18_the_office_telephone_is_printed_and_never_taken_for_a_citizens() {
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, &format!("{ORDINARY} Telp: (0388) 5550051 tidak diangkat.")).await;
    assert!(office.letter(WARGA_ADDRESS, "Tanda terima").body.contains("(0388) 5550051"));
    assert!(office.letter(WINI, "Mohon tindak lanjut").body.contains("(0388) 5550051"), "masked like a citizen's");
    let letter = office.letter(WINI, "Mohon tindak lanjut");
    office.reply(&letter, WINI, "JAWAB: Obat malaria tersedia hari ini.").await;
    assert!(office.texts(Channel::Sms).is_empty(), "nobody calls the office by text");
}

#[tokio::test]
async fn ttu_19_each_role_is_an_address_and_has_its_own_part() {
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, "Saya kecewa sekali, mohon diperhatikan.").await;
    let undecided = office.letter(SEKRETARIAT, "belum yakin");
    office.reply(&undecided, SEKRETARIAT, "TERUSKAN: Puskesmas Wini").await;
    let letter = office.letter(WINI, "Mohon tindak lanjut");
    office.reply(&letter, WINI, "JAWAB: Mohon maaf, sudah kami perbaiki.").await;
    office.letter(WARGA_ADDRESS, "sudah kami perbaiki");
    office.mail(WARGA, WRONG).await;
    office.letter(KADIS, "Mohon tindak lanjut");
}

#[tokio::test]
async fn ttu_01_name_number_place_and_time_are_asked_for_once_and_evidence_is_kept_with_its_hash() {
    let mut office = Office::open(TTU).await;
    let body = "--b\nContent-Type: text/plain\n\nObat malaria selalu kosong.\n--b\nContent-Type: image/jpeg; name=\"bukti.jpg\"\n\
                Content-Disposition: attachment; filename=\"bukti.jpg\"\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--";
    let mail = surat(WARGA_ADDRESS).to(TTU.0).header("Content-Type: multipart/mixed; boundary=b").says(body);
    office.post(&mail).await;
    let question = office.letter(WARGA_ADDRESS, "Mohon keterangan tambahan");
    assert!(question.body.contains("nama, nomor telepon, dan tempat kejadian"), "{}", question.body);
    let letter = office.desk.sent().into_iter().find(|letter| letter.subject.contains("Mohon tindak lanjut")).unwrap();
    assert!(letter.body.contains("bukti.jpg"), "{}", letter.body);
    office.sms(PHONE, "Obat malaria di Puskesmas Wini kosong dua minggu").await;
    let texts = office.texts(Channel::Sms);
    assert!(texts.iter().any(|(_, text)| text.contains("Mohon sebutkan nama.")), "{texts:?}");
}

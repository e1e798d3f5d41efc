//! RSUD Kabupaten Buleleng, RSB-01 to RSB-25.

use chrono::TimeDelta;
use penghubung::domain::office::ConfirmAnswers;
use penghubung::domain::{Channel, Class, Grade};

use super::desk::at;
use super::office::{BULELENG, Office, WARGA, WARGA_ADDRESS};
use super::registration::daftar;

const FARMASI: &str = "farmasi@rsud-buleleng.example";
const HUMAS: &str = "humas@rsud-buleleng.example";
const DIREKSI: &str = "direksi@rsud-buleleng.example";
const QUEUE: &str = "Antrean obat di farmasi rumah sakit sampai tiga jam, petugasnya hanya satu.";
const RED: &str = "Ayah saya meninggal karena salah obat di rawat inap, keluarga akan menggugat lewat kuasa hukum.";
const YELLOW: &str = "Saya dibentak perawat rawat inap di depan orang banyak, videonya sudah viral di media.";

#[tokio::test]
async fn rsb_09_a_mail_is_received_answered_and_routed() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, QUEUE).await;
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima");
    assert!(receipt.subject.contains("RSB-26-0001") && receipt.body.contains("WITA"), "{}", receipt.body);
    office.letter(FARMASI, "Mohon tindak lanjut");
}

#[tokio::test]
async fn rsb_11_a_report_of_lapor_goes_to_the_unit_and_the_answer_back_there() {
    let mut office = Office::open(BULELENG).await;
    office.lapor("9000010", "Antrean", QUEUE).await;
    assert_eq!(office.due().await, ["rsb.hijau 2026-11-27 16.30"]);
    let letter = office.letter(FARMASI, "Mohon tindak lanjut");
    office.reply(&letter, FARMASI, "JAWAB: Petugas farmasi ditambah dua orang.").await;
    let posted = office.texts(Channel::Lapor);
    assert!(posted.iter().any(|(to, text)| to == "9000010" && text.contains("ditambah dua orang")), "{posted:?}");
}

#[tokio::test]
async fn rsb_15_the_unit_of_the_root_cause_gets_it_and_humas_a_copy_to_follow_it() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, QUEUE).await;
    let letter = office.letter(FARMASI, "Mohon tindak lanjut");
    assert!(letter.body.contains("Tembusan   : Humas dan Pemasaran"), "{}", letter.body);
    let copy = office.letter(HUMAS, "Mohon tindak lanjut");
    assert!(copy.body.contains("tembusan untuk diketahui; yang menangani Instalasi farmasi"), "{}", copy.body);
    office.reply(&letter, FARMASI, "RENCANA: menambah dua petugas mulai Senin").await;
    office.reply(&letter, FARMASI, "JAWAB: Petugas farmasi ditambah dua orang.").await;
    office.letter(WARGA_ADDRESS, "ditambah dua orang");
}

#[tokio::test]
async fn rsb_15_danger_by_a_medicine_is_told_to_whoever_gave_it_too() {
    let mut office = Office::open(BULELENG).await;
    let wrong = "Salah obat di farmasi RSUD, diberi obat pasien lain, anak saya kejang dan tidak sadar sekarang!";
    office.mail(WARGA, wrong).await;
    assert_eq!(office.complaint().await.unit, "rsb.igd");
    assert!(office.letter(FARMASI, "Mohon tindak lanjut").shows("tembusan"));
}

#[tokio::test]
async fn rsb_15_humas_who_follows_everything_reads_what_the_reporter_writes_later_too() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, QUEUE).await;
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima");
    office.reply(&receipt, WARGA, "Tambahan: tadi pagi loket kedua tetap tutup sampai siang.").await;
    for reader in [FARMASI, HUMAS] {
        let told = office.desk.sent_to(reader).into_iter().filter(|letter| letter.shows("loket kedua tetap tutup"));
        assert_eq!(told.count(), 1, "{reader}");
    }
}

#[tokio::test]
async fn rsb_15_whoever_writes_an_answer_hears_once_that_it_has_left_unless_the_office_wants_no_such_letter() {
    for (how, letters) in [(ConfirmAnswers::Always, 1), (ConfirmAnswers::Approved, 0), (ConfirmAnswers::Never, 0)] {
        let mut office = Office::open(BULELENG).await;
        office.book(|book| book.office.confirm_answers = how);
        office.mail(WARGA, QUEUE).await;
        let letter = office.letter(FARMASI, "Mohon tindak lanjut");
        office.reply(&letter, FARMASI, "JAWAB: Petugas farmasi ditambah dua orang.").await;
        office.letter(WARGA_ADDRESS, "ditambah dua orang");
        office.live(TimeDelta::hours(5)).await;
        let sent = office.desk.sent_to(FARMASI);
        let told = sent.iter().filter(|letter| letter.shows("telah dikirim kepada pelapor melalui surel"));
        assert_eq!(told.count(), letters, "{how:?}");
    }
}

#[tokio::test]
async fn rsb_16_a_grade_that_humas_gives_is_shown_as_given_and_not_as_proposed() {
    let mut office = Office::open(BULELENG).await;
    let form = format!("Kanal: tatap muka\nNama: Warga Contoh\nGrade: kuning\nIsi: {QUEUE}");
    office.register(daftar(HUMAS, &form)).await;
    let letter = office.letter(FARMASI, "Mohon tindak lanjut");
    assert!(letter.shows("KUNING (ditetapkan Humas dan Pemasaran)"), "{}", letter.body);
}

#[tokio::test]
async fn rsb_19_what_goes_up_before_the_limit_does_not_say_that_it_has_passed() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, RED).await;
    office.live(TimeDelta::hours(16)).await;
    let up: Vec<_> = office.desk.sent().into_iter().filter(|letter| letter.subject.contains("ESKALASI")).collect();
    assert!(!up.is_empty());
    for letter in up {
        assert!(letter.subject.contains("mendekati tenggat") && letter.shows("sisa waktu"), "{}", letter.body);
        assert!(!letter.shows("telah melewati tenggat"), "{}", letter.body);
    }
}

#[tokio::test]
async fn rsb_16_death_and_lawsuit_are_proposed_as_merah_with_the_words_that_say_so() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, RED).await;
    let complaint = office.complaint().await;
    assert_eq!(complaint.decision.grade, Some(Grade::Merah));
    let letter = office.letter("direksi@rsud-buleleng.example", "Mohon tindak lanjut");
    assert!(letter.subject.contains("MERAH") && letter.body.contains("MERAH (usulan sistem)"), "{}", letter.body);
}

#[tokio::test]
async fn rsb_17_media_and_humiliation_are_proposed_as_kuning() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, YELLOW).await;
    assert_eq!(office.complaint().await.decision.grade, Some(Grade::Kuning));
    assert!(office.letter(HUMAS, "Mohon tindak lanjut").body.contains("KUNING (usulan sistem)"));
}

#[tokio::test]
async fn rsb_18_without_any_such_word_hijau_is_proposed_to_a_person() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, QUEUE).await;
    assert_eq!(office.complaint().await.decision.grade, Some(Grade::Hijau));
    assert!(office.letter(HUMAS, "Mohon tindak lanjut").body.contains("HIJAU (usulan sistem)"));
}

#[tokio::test]
async fn rsb_19_merah_has_a_day_and_a_night_and_the_directors_know_at_once_and_are_told_again() {
    let mut office = Office::open(BULELENG).await;
    // Saturday evening.
    office.desk.clock.set(at("2026-11-21T13:00:00Z"));
    office.mail(WARGA, RED).await;
    assert_eq!(office.due().await, ["rsb.merah 2026-11-22 21.00"]);
    let at_once: Vec<_> = office.desk.sent_to(DIREKSI);
    assert!(at_once.iter().any(|letter| letter.subject.contains("MERAH")), "{at_once:#?}");
    assert!(office.desk.sent_to(HUMAS).iter().any(|letter| letter.subject.contains("MERAH")));
    office.live(TimeDelta::hours(23)).await;
    let reminded = office.lines("INGAT").await;
    assert!(reminded.len() >= 7, "{reminded:#?}");
}

#[tokio::test]
async fn rsb_20_kuning_has_three_working_days_from_receipt() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, YELLOW).await;
    assert_eq!(office.due().await, ["rsb.kuning 2026-11-25 16.00"]);
}

#[tokio::test]
async fn rsb_21_hijau_has_five_working_days_from_receipt() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, QUEUE).await;
    assert_eq!(office.due().await, ["rsb.hijau 2026-11-27 16.30"]);
    let receipt = office.letter(WARGA_ADDRESS, "Tanda terima").body;
    assert!(receipt.contains("Jumat, 27 November 2026 pukul 16.30 WITA (5 hari kerja)"), "{receipt}");
}

#[tokio::test]
async fn rsb_24_a_complaint_and_a_request_for_information_are_two_classes() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, QUEUE).await;
    assert_eq!(office.complaint().await.decision.class, Class::Pengaduan);
    let request =
        "Dengan ini saya mengajukan permohonan informasi publik: salinan laporan kinerja rumah sakit tahun 2025.";
    office.mail(WARGA, request).await;
    assert_eq!(office.complaint().await.decision.class, Class::PermintaanInformasi);
    assert_eq!(office.due().await, ["rsb.info 2026-12-04 16.30"]);
    office.letter("ppid@rsud-buleleng.example", "Mohon tindak lanjut");
    office.letter(WARGA_ADDRESS, "Tanda terima permintaan informasi");
}

#[tokio::test]
async fn rsb_25_each_role_is_an_address_and_has_its_own_part() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, "Saya kecewa sekali, mohon diperhatikan.").await;
    let undecided = office.letter(HUMAS, "belum yakin");
    office.reply(&undecided, HUMAS, "TERUSKAN: radiologi").await;
    let letter = office.letter("radiologi@rsud-buleleng.example", "Mohon tindak lanjut");
    assert!(letter.body.contains("Yth. Kepala Instalasi Radiologi"), "{}", letter.body);
    office.reply(&letter, "radiologi@rsud-buleleng.example", "JAWAB: Jadwal radiologi sudah kami perbaiki.").await;
    office.letter(WARGA_ADDRESS, "sudah kami perbaiki");
}

#[tokio::test]
async fn rsb_01_place_and_time_are_asked_for_once_and_the_clock_keeps_running() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, "Perawatnya kasar sekali kepada ibu saya, tolong ditegur.").await;
    let due = office.due().await;
    let question = office.letter(WARGA_ADDRESS, "Mohon keterangan tambahan");
    assert!(question.body.contains("tempat kejadian dan waktu kejadian"), "{}", question.body);
    office.reply(&question, WARGA, "Di ruang Sandat, Rabu malam.").await;
    let passed_on = |l: &&super::letters::Sent| l.subject.contains("Keterangan tambahan dari pelapor");
    let told = office.desk.sent();
    assert!(told.iter().find(passed_on).unwrap().body.contains("ruang Sandat, Rabu malam"));
    office.reply(&question, WARGA, "Terima kasih.").await;
    office.letter(WARGA_ADDRESS, "Mohon keterangan tambahan");
    assert_eq!(office.due().await, due);
    assert!(office.clocks().await.iter().all(|clock| clock.met.is_none()));
}

#[tokio::test]
async fn rsb_01_who_has_said_where_and_when_or_is_in_danger_is_asked_nothing() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, "Senin malam perawat di ruang Sandat kasar sekali kepada ibu saya.").await;
    office.mail("Budi <budi@warga.example>", "Tolong, bapak saya tidak sadar dan sesak napas sekarang!").await;
    for who in [WARGA_ADDRESS, "budi@warga.example"] {
        assert!(office.desk.sent_to(who).iter().all(|letter| !letter.subject.contains("keterangan tambahan")), "{who}");
    }
}

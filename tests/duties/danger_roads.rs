//! By whatever road words of danger come: the duty list hears them at once, whoever may be written to is told of 119,
//! and an officer's ordinary words alarm nobody.

use super::danger::PSC;
use super::desk::{BATANG, Desk, KADEMANGAN};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, complaint, surat};
use penghubung::duties::ProseAnswers;

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
    assert!(told.shows("DARURAT") && told.shows("sampaikan kepadanya agar menelepon 119"), "{}", told.body);
    let alert = desk.the_letter(PSC, "tanda-tanda keadaan darurat");
    assert!(alert.shows(&format!("Didaftarkan oleh petugas: {SOSMED}")) && !alert.shows("Surel"), "{}", alert.body);
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

/// What the citizen has been written since, subjects.
fn answers(desk: &Desk) -> Vec<String> {
    let answers = desk.sent_to(SITI_ADDRESS).into_iter().filter(|letter| letter.subject.contains("Jawaban"));
    answers.map(|letter| letter.body).collect()
}

const CRY: &str = "Pelapor pingsan tidak sadar di puskesmas sekarang, ambulans kami rusak, mohon bantuan segera";

#[tokio::test]
async fn an_officers_cry_for_help_alarms_by_every_road_and_reaches_no_citizen_unless_he_chooses_so() {
    for prose in [ProseAnswers::Send, ProseAnswers::AskBack] {
        for (answered, quoted, begins) in [
            (false, true, "JAWAB: "),
            (false, true, ""),
            (false, false, "JAWAB:\n"),
            (false, false, ""),
            (true, true, "JAWAB: "),
            (true, true, ""),
            (true, false, ""),
        ] {
            let mut desk = Desk::of(&[BATANG]).await;
            desk.reconfigure(|practice| practice.prose = prose);
            desk.post(&complaint()).await;
            let asked = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
            if answered {
                desk.post(&asked.answered_by(PUSKESMAS, "JAWAB: Loket kini dua. Terima kasih.")).await;
            }
            let before = answers(&desk).len();
            let words = format!("{begins}{CRY}");
            let mail = match quoted {
                true => {
                    let quoted: Vec<String> = asked.body.lines().map(|line| format!("> {line}")).collect();
                    let text = format!("{words}\n\nPada Jum, 20 Nov 2026, Dinas menulis:\n{}", quoted.join("\n"));
                    asked.answered_by(PUSKESMAS, &text)
                }
                false => surat(PUSKESMAS).subject(&format!("Re: {}", asked.subject)).says(&words),
            };
            desk.post(&mail).await;
            let road = format!("{prose:?} {answered} {quoted} {begins:?}");
            assert!(desk.the_letter(PSC, "tanda-tanda keadaan darurat").shows("ambulans kami rusak"), "{road}");
            assert_eq!(answers(&desk).len(), before, "{road}");
            assert_eq!(desk.store.open_vigils().await.unwrap(), 1, "{road}");
            let asks = desk.the_letter(PUSKESMAS, "tampak meminta pertolongan");
            assert!(asks.shows("1. kirim sebagai jawaban kepada pelapor"), "{road}: {}", asks.body);
            desk.post(&asks.answered_by(PUSKESMAS, "1")).await;
            assert_eq!(answers(&desk).len(), before + 1, "{road}: he has chosen");
        }
    }
}

#[tokio::test]
async fn a_plan_or_a_reason_that_calls_for_help_alarms_and_is_carried_out_all_the_same() {
    for words in [
        "TERUSKAN: Bidang P2P; pasien digigit ular tidak sadar sekarang, mohon bantuan segera",
        "RENCANA: rujuk ke RSUD, pasien kejang terus, ambulans belum datang",
    ] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.post(&complaint()).await;
        let asked = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
        desk.post(&asked.answered_by(PUSKESMAS, words)).await;
        assert_eq!(alerts(&desk), 1, "{words}");
        assert!(desk.sent_to(PUSKESMAS).iter().all(|letter| !letter.subject.contains("kejelasan")), "{words}");
    }
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let asked = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    let plan = "RENCANA: rapat dengan tim gawat darurat, simulasi pasien henti jantung hari Rabu";
    desk.post(&asked.answered_by(PUSKESMAS, plan)).await;
    assert_eq!(alerts(&desk), 0);
}

#[tokio::test]
async fn an_answer_that_advises_or_tells_how_it_went_goes_out_and_alarms_nobody() {
    for words in [
        "Terima kasih atas laporannya. Bila sesak segera ke IGD atau telepon 119.",
        "Pasien sudah kami rujuk dan stabil. Terima kasih.",
        "Antrean lama karena hari itu ada pasien tidak sadar yang harus didahulukan; pasien sudah dirujuk. Mohon maaf.",
        "Ambulans kami saat ini rusak, sehingga pasien sesak dirujuk dengan mobil siaga. Mohon dimaklumi.",
        "Ambulans PSC sudah menjemput pasien kejang pukul 09.50 dan pasien dirawat di RSUD.",
    ] {
        for begins in ["JAWAB: ", ""] {
            let mut desk = Desk::of(&[BATANG]).await;
            desk.reconfigure(|practice| practice.prose = ProseAnswers::Send);
            desk.post(&complaint()).await;
            let asked = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
            desk.post(&asked.answered_by(PUSKESMAS, &format!("{begins}{words}"))).await;
            assert_eq!((alerts(&desk), answers(&desk).len()), (0, 1), "{begins}{words}");
        }
    }
}

#[tokio::test]
async fn officers_reports_drills_invitations_and_orders_alarm_nobody_and_the_desk_sees_them() {
    for (subject, words) in [
        ("Laporan DBD", "laporan mingguan DBD 3 kasus, 1 meninggal"),
        ("Undangan BHD", "Mengundang petugas pada pelatihan penanganan korban tidak sadarkan diri, Senin di aula."),
        ("Rekap PSC November", "Kecelakaan 14, pasien tidak sadar 5, sesak napas 9. Semua tertangani."),
        ("Nota dinas simulasi", "Simulasi gempa 2 Desember, korban luka berat dan pingsan diperankan kader."),
        ("Permintaan obat emergensi", "Mohon dikirim diazepam untuk kejang, stok trolley emergensi habis."),
        ("Info", "Pasien kejang sudah kami jemput dan rawat di puskesmas, mohon dicek datanya"),
        ("Laporan bulanan", "pasien keracunan makanan nihil"),
    ] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.post(&surat(PUSKESMAS).subject(subject).says(words)).await;
        assert_eq!((alerts(&desk), desk.pen().await.len()), (0, 1), "{subject}");
        assert!(desk.the_letter(DESK, "Surel ditahan").shows(PUSKESMAS), "{subject}");
    }
}

#[tokio::test]
async fn what_machines_send_alarms_nobody_and_nothing_is_written_to_them() {
    for (from, header, subject, words) in [
        ("noreply@promo.example", "X-A: b", "Kode OTP", "Kode OTP Anda 123456. Waspada penipuan darurat."),
        (
            "info@bmkg.example",
            "Precedence: bulk",
            "Peringatan Dini Cuaca",
            "BMKG: potensi hujan lebat dan banjir di Batang. Waspada korban jiwa, warga terjebak dan luka.",
        ),
        (
            "redaksi@berita.example",
            "X-A: b",
            "Berita hari ini",
            "Kecelakaan bus di tol Batang: 3 orang meninggal, 10 luka berat dan tidak sadar. Unsubscribe.",
        ),
        (
            "no-reply@bank.example",
            "X-A: b",
            "Notifikasi",
            "Transaksi gagal. Bila keadaan darurat, sekarang hubungi kami.",
        ),
        ("notifikasi@rs.example", "X-A: b", "Info IGD", "IGD penuh: 3 pasien tidak sadar, 2 kejang, antrean 12."),
        (
            "noreply@news.example",
            "List-Unsubscribe: <mailto:u@news.example>",
            "Buletin",
            "Ibu hamil meninggal perdarahan di Desa Sendang, RT 2. Baca selengkapnya di https://news.example/1",
        ),
    ] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.post(&surat(from).subject(subject).header(header).says(words)).await;
        assert_eq!((alerts(&desk), desk.sent_to(from).len()), (0, 0), "{subject}");
    }
}

#[tokio::test]
async fn a_cry_that_a_website_passes_on_alarms_and_its_writer_is_answered_not_the_program() {
    let cry = "ibu saya kejang tidak sadar di Desa Tulis RT 3, tolong ambulans";
    let form = format!("Nama: Siti\nPesan: {cry}\n\nPesan ini dikirim otomatis dari formulir kontak.");
    for (header, words, to) in [
        ("Reply-To: siti@warga.example", cry.to_owned(), SITI_ADDRESS),
        ("Reply-To: siti@warga.example", form.clone(), SITI_ADDRESS),
        ("Auto-Submitted: auto-generated", form.clone(), ""),
        ("Auto-Submitted: auto-generated", format!("{form}\nEmail: siti@warga.example"), SITI_ADDRESS),
        (
            "X-A: b",
            "Pesan baru: tetangga pingsan di depan masjid Desa Kenconorejo, belum ada yang menolong".to_owned(),
            "",
        ),
        ("X-A: b", "Tombol panik ditekan: lansia jatuh tidak sadar, Jalan Merdeka 3".to_owned(), ""),
        ("Precedence: bulk", "tolong, warga keracunan, banyak yang tidak sadar, mohon bantuan segera".to_owned(), ""),
    ] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.post(&surat("Situs <no-reply@situs.example>").subject("Formulir kontak").header(header).says(&words))
            .await;
        assert_eq!(alerts(&desk), 1, "{header} {words}");
        assert_eq!(desk.sent_to("no-reply@situs.example").len(), 0, "{header} {words}");
        if !to.is_empty() {
            assert!(desk.sent_to(to).iter().any(|letter| letter.shows("telepon 119")), "{header} {words}");
        }
    }
}

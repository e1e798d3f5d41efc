//! What no program hears, written down by officers as forms.

use chrono::TimeDelta;
use penghubung::domain::Channel;

use super::desk::at;
use super::letters::{Surat, surat};
use super::office::{BATANG, BULELENG, KADEMANGAN, NTT, Office, PHONE, TTU, WARGA};

const PETUGAS: &str = "sekretariat@dinkes-batang.example";
const TIM: &str = "tim.pengaduan@pkm-kademangan.example";
const SEKRETARIS: &str = "sekretariat@dinkes-ntt.example";
const HUMAS: &str = "humas@rsud-buleleng.example";
const TTU_DESK: &str = "sekretariat@dinkes-ttu.example";

pub fn daftar(from: &str, body: &str) -> Surat {
    form(from, "[DAFTAR] laporan", body)
}

pub fn form(from: &str, subject: &str, body: &str) -> Surat {
    surat(from).subject(subject).says(body)
}

impl Office {
    pub async fn register(&mut self, mail: Surat) {
        let mail = mail.to(self.intake());
        self.post(&mail).await;
    }
}

/// The same form by every way that an office publishes: each is a complaint of that channel, answered with its number.
async fn each_way_is_registered(kotak: super::desk::Kotak, officer: &str, ways: &[(&str, Channel)]) {
    let mut office = Office::open(kotak).await;
    for (said, channel) in ways {
        let text = format!("Kanal: {said}\nNama: Warga Contoh\nIsi: Loket pendaftaran tutup, kami menunggu dua jam.");
        office.register(daftar(officer, &text)).await;
        let complaint = office.complaint().await;
        assert_eq!(complaint.channel, *channel, "{said}");
        assert_eq!(complaint.pelapor_name.as_deref(), Some("Warga Contoh"));
        let told = office.letter(officer, &format!("[{}] Terdaftar", complaint.number));
        assert!(told.body.contains("Kanal:") && told.body.contains("Nama: Warga Contoh"), "{}", told.body);
        let registration = office.desk.store.registration(complaint.id).await.unwrap().unwrap();
        assert_eq!(registration.registrar, officer);
    }
    assert!(office.desk.pen().await.is_empty());
}

#[tokio::test]
async fn btg_02_a_visitor_at_the_desk_is_registered_by_its_officer() {
    let mut office = Office::open(BATANG).await;
    let text = "kanal : tatap muka\nNAMA: Warga Contoh\nNo. HP : 0812-3456-7890\nTempat: Puskesmas Bandar I\n\
                Mohon segera\nIsi: Antre dari jam 7 sampai jam 12, loket hanya satu.\nSudah tiga kali begini.";
    office.register(daftar(PETUGAS, text)).await;
    let complaint = office.complaint().await;
    assert_eq!((complaint.channel, complaint.unit.as_str()), (Channel::TatapMuka, "btg.pkm.bandar1"));
    assert!(complaint.text.contains("Sudah tiga kali begini."), "the text is the rest of the mail");
    let told = office.letter(PETUGAS, "Terdaftar BTG-26-0001");
    assert!(told.body.contains("> Mohon segera"), "an unread line is said back: {}", told.body);
    assert!(!told.body.contains("3456"), "the number is masked: {}", told.body);
    assert!(office.letter("pkm.bandar1@batang.example", "loket hanya satu").reply_to.is_some());
    let receipt = office.texts(Channel::Sms);
    assert_eq!(receipt.len(), 1, "the citizen has his number on the telephone: {receipt:?}");
    assert_eq!(receipt[0].0, PHONE);
}

#[tokio::test]
async fn btg_02_a_form_without_a_text_is_asked_for_and_never_dropped() {
    let mut office = Office::open(BATANG).await;
    office.register(daftar(PETUGAS, "Nama: Warga Contoh\nKanal: merpati\nAntre lama di loket")).await;
    assert_eq!(office.desk.complaints("batang").await, 0);
    let asked = office.letter(PETUGAS, "[DAFTAR] Belum dapat didaftarkan");
    for words in ["> Antre lama di loket", "merpati", "Isi:"] {
        assert!(asked.body.contains(words), "{words}: {}", asked.body);
    }
    assert_eq!(office.desk.pen().await.len(), 1, "it waits for a person as well");
    office.reply(&asked, PETUGAS, "Kanal: telepon\nNama: Warga Contoh\nIsi: Antre lama di loket.").await;
    let complaint = office.complaint().await;
    assert_eq!((complaint.channel, complaint.text.as_str()), (Channel::Telepon, "Antre lama di loket."));
}

#[tokio::test]
async fn btg_02_only_officers_register_and_only_where_the_server_vouches_for_them() {
    let mut office = Office::open(BATANG).await;
    let text = "Kanal: surat\nIsi: Obat habis.";
    office.register(daftar(WARGA, text)).await;
    office.desk.reconfigure(|practice| {
        for mailbox in practice.mailboxes.values_mut() {
            mailbox.authserv_id = Some("mx.dinkes.example".to_owned());
        }
    });
    office.register(daftar(PETUGAS, text)).await;
    assert_eq!(office.desk.complaints("batang").await, 0);
    assert_eq!(office.desk.pen().await.len(), 2);
    let vouched = daftar(PETUGAS, text).header("Authentication-Results: mx.dinkes.example; auth=pass");
    // A new header stands above the others.
    office.register(vouched).await;
    assert_eq!(office.desk.complaints("batang").await, 1);
}

#[tokio::test]
async fn btg_02_the_unit_that_the_officer_chose_wins_but_not_over_a_supervision_complaint() {
    let mut office = Office::open(BATANG).await;
    office.register(daftar(PETUGAS, "Unit: pkm bandar 1\nIsi: Kasus DBD banyak di RT kami, mohon fogging.")).await;
    let complaint = office.complaint().await;
    assert_eq!((complaint.unit.as_str(), complaint.decision.rule.as_str()), ("btg.pkm.bandar1", "pilihan petugas"));
    let bribe = "Unit: pkm bandar 1\nIsi: Petugas Puskesmas Bandar I minta uang pungli 50 ribu supaya didahulukan.";
    office.register(daftar(PETUGAS, bribe)).await;
    let complaint = office.complaint().await;
    assert!(complaint.decision.supervision, "{:?}", complaint.decision);
    assert_ne!(complaint.unit, "btg.pkm.bandar1");
    let told = office.letter(PETUGAS, &format!("[{}] Terdaftar", complaint.number));
    assert!(told.body.contains("tidak dikirim ke unit pilihan petugas"), "{}", told.body);
    office.register(daftar(PETUGAS, "Unit: Dinas Kelautan\nIsi: Loket pendaftaran tutup.")).await;
    assert!(office.letter(PETUGAS, "\"Dinas Kelautan\" tidak dikenali").body.contains("BTG-26-0003"));
}

#[tokio::test]
async fn btg_02_a_protected_reporter_stays_unknown_and_an_emergency_is_alerted_whoever_writes_it_down() {
    let mut office = Office::open(BATANG).await;
    let text = "Kanal: telepon\nNama: Kinanti Wulandari\nHP: 081234567890\nRahasia: ya\n\
                Isi: Saya Kinanti, antre loket di Puskesmas Bandar I lama sekali.";
    office.register(daftar(PETUGAS, text)).await;
    for letter in office.desk.sent() {
        assert!(!letter.shows("Kinanti") && !letter.shows("4567890"), "{letter:?}");
    }
    let danger = "Kanal: telepon\nIsi: Tolong, ibu saya tidak sadar dan sesak berat sekarang, butuh ambulans!";
    office.register(daftar(PETUGAS, danger)).await;
    assert!(office.complaint().await.decision.emergency);
    let duty = office.desk.practice.load().books["batang"].office.emergency.duty.clone();
    assert!(duty.iter().all(|address| office.desk.sent_to(address).iter().any(|letter| letter.shows("tidak sadar"))));
}

#[tokio::test]
async fn btg_07_what_was_settled_on_the_spot_is_opened_and_closed_in_one_step() {
    let mut office = Office::open(BATANG).await;
    let text = "Kanal: tatap muka\nHP: 081234567890\nIsi: Loket tidak mau menerima berkas.\n\
                Status: selesai di tempat\nJawaban: Berkas diterima di loket 2 dan pelapor sudah dilayani.";
    office.register(daftar(PETUGAS, text)).await;
    let complaint = office.complaint().await;
    assert_eq!(complaint.status, "closed");
    assert!(complaint.answered.is_some() && complaint.closed.is_some());
    assert!(office.clocks().await.iter().all(|clock| clock.met.is_some()));
    let answers = office.desk.store.answers(complaint.id).await.unwrap();
    assert!(answers[0].2.contains("loket 2"));
    assert_eq!(office.desk.sent().len(), 1, "only the officer is written to");
    assert!(office.letter(PETUGAS, "selesai di tempat, ditutup").body.contains("BTG-26-0001"));
    assert!(office.texts(Channel::Sms).is_empty());
    assert_eq!(office.lines("TUTUP").await[0]["d"]["sebab"], "selesai di tempat");
    let counts = office.desk.store.complaint_counts().await.unwrap();
    assert_eq!(counts, [("batang".to_owned(), "closed".to_owned(), 1)]);
}

#[tokio::test]
async fn btg_12_a_puskesmas_registers_what_reaches_it_by_telephone() {
    each_way_is_registered(
        BATANG,
        "pkm.bandar1@batang.example",
        &[("Telepon", Channel::Telepon), ("WA", Channel::Whatsapp)],
    )
    .await;
}

#[tokio::test]
async fn kdm_01_kdm_04_kdm_05_kdm_08_every_published_way_can_be_registered() {
    let ways = [
        ("surat", Channel::Surat),
        ("kotak saran", Channel::KotakSaran),
        ("telp", Channel::Telepon),
        ("sms hotline", Channel::Sms),
        ("WA center", Channel::Whatsapp),
        ("email", Channel::Email),
    ];
    each_way_is_registered(KADEMANGAN, TIM, &ways).await;
}

#[tokio::test]
async fn kdm_11_all_fields_but_the_text_may_be_missing() {
    let mut office = Office::open(KADEMANGAN).await;
    office.register(daftar(TIM, "Isi: Toilet kotor.")).await;
    let complaint = office.complaint().await;
    assert_eq!((complaint.pelapor.as_deref(), complaint.pelapor_name.as_deref()), (None, None));
    office.register(daftar(TIM, "Nomor asal: 7\nKanal: kotak saran\nIsi: Toilet kotor.")).await;
    office.register(daftar(TIM, "No asal: 7\nKanal: kotak saran\nIsi: Toilet kotor!")).await;
    assert_eq!(office.desk.complaints("kademangan").await, 2, "a number of the book is one complaint");
    assert!(office.letter(TIM, "sudah terdaftar sebelumnya").body.contains("KDM-26-0002"));
}

#[tokio::test]
async fn ntt_01_a_konsultasi_is_counted_as_one() {
    let mut office = Office::open(NTT).await;
    let text = "Jenis: konsultasi\nKanal: tatap muka\nLama: 15 menit\nStatus: selesai\nJawaban: Dijelaskan syarat izin.\nIsi: Bertanya syarat izin klinik.";
    office.register(daftar(SEKRETARIS, text)).await;
    let complaint = office.complaint().await;
    assert_eq!((complaint.decision.class.word(), complaint.status.as_str()), ("konsultasi", "closed"));
}

#[tokio::test]
async fn ntt_02_ttu_07_an_answer_at_the_desk_opens_and_closes() {
    for (kotak, officer, lama) in [(NTT, SEKRETARIS, "15 menit"), (TTU, TTU_DESK, "30 menit")] {
        let mut office = Office::open(kotak).await;
        let text = format!(
            "Kanal: tatap muka\nLama: {lama}\nIsi: Surat rujukan ditolak.\nStatus: selesai di tempat\nJawaban: Rujukan sudah diperbaiki."
        );
        office.register(daftar(officer, &text)).await;
        let complaint = office.complaint().await;
        assert_eq!(complaint.status, "closed");
        let kept = office.desk.store.registration(complaint.id).await.unwrap().unwrap();
        assert_eq!(kept.duration.as_deref(), Some(lama));
    }
}

#[tokio::test]
async fn ntt_03_the_clock_starts_at_the_stamp_and_late_entry_is_seen() {
    let mut office = Office::open(NTT).await;
    let text = "Kanal: kotak saran\nDiterima: 16-11-2026 10.00\nNama: Warga Contoh\nAlamat: Jl. Contoh 1\nIsi: Kasus DBD banyak, mohon fogging.";
    office.register(daftar(SEKRETARIS, text)).await;
    let complaint = office.complaint().await;
    assert_eq!(complaint.received, at("2026-11-16T02:00:00Z"));
    assert_eq!(complaint.registered, at(super::desk::FRIDAY), "both times are kept");
    assert!(office.due().await.contains(&"ntt.kotak 2026-11-23 23.59".to_owned()), "{:?}", office.due().await);
    assert!(office.desk.store.registration(complaint.id).await.unwrap().unwrap().late);
    let line = office.lines("TERIMA").await.remove(0);
    assert_eq!(line["d"]["terlambat_daftar"], true, "{line}");
    assert!(office.letter(SEKRETARIS, "lebih dari 1 hari kerja").body.contains(&complaint.number));
    office.register(daftar(SEKRETARIS, "Kanal: kotak saran\nDiterima: 19-11-2026 10.00\nIsi: Lampu mati.")).await;
    assert_eq!(office.lines("TERIMA").await.pop().unwrap()["d"]["terlambat_daftar"], false);
}

#[tokio::test]
async fn rsb_02_rsb_03_rsb_05_rsb_06_rsb_07_rsb_08_rsb_12_every_way_in_is_registered() {
    let ways = [
        ("Admisi", Channel::TatapMuka),
        ("unit pengaduan", Channel::TatapMuka),
        ("HP Humas", Channel::Telepon),
        ("telp", Channel::Telepon),
        ("kotak pengaduan", Channel::KotakSaran),
        ("sms pengaduan", Channel::Sms),
        ("medsos", Channel::Sosmed),
        ("angket", Channel::Angket),
    ];
    each_way_is_registered(BULELENG, HUMAS, &ways).await;
}

#[tokio::test]
async fn rsb_04_any_unit_registers_from_its_own_address() {
    each_way_is_registered(BULELENG, "rawat.inap@rsud-buleleng.example", &[("unit pelayanan", Channel::TatapMuka)])
        .await;
}

#[tokio::test]
async fn rsb_14_the_nota_komplain_is_signed_by_both() {
    let mut office = Office::open(BULELENG).await;
    office.register(daftar(HUMAS, "Kanal: langsung\nTanda tangan: ada\nPetugas: perawat jaga\nGrade: kuning\nIsi: Perawat membentak ibu saya.")).await;
    let complaint = office.complaint().await;
    let kept = office.desk.store.registration(complaint.id).await.unwrap().unwrap();
    assert_eq!((kept.signed.as_deref(), kept.about.as_deref()), (Some("ada"), Some("perawat jaga")));
    assert_eq!(complaint.decision.grade.map(|grade| grade.word()), Some("kuning"));
}

#[tokio::test]
async fn ttu_02_ttu_12_ttu_13_ttu_15_every_way_in_is_registered() {
    let ways = [
        ("tatap muka", Channel::TatapMuka),
        ("kotak saran", Channel::KotakSaran),
        ("surat", Channel::Surat),
        ("WA", Channel::Whatsapp),
    ];
    each_way_is_registered(TTU, TTU_DESK, &ways).await;
}

#[tokio::test]
async fn rsb_15_the_follow_up_is_agreed_with_the_unit_and_the_application_is_the_register() {
    let mut office = Office::open(BULELENG).await;
    office.live(TimeDelta::minutes(1)).await;
    office.register(daftar(HUMAS, "Kanal: medsos\nUnit: rsb.admisi\nIsi: Antre pendaftaran rawat jalan lama.")).await;
    let complaint = office.complaint().await;
    assert_eq!(complaint.unit, "rsb.admisi");
    let disposisi = office.letter("admisi@rsud-buleleng.example", "Mohon tindak lanjut");
    office
        .reply(
            &disposisi,
            "admisi@rsud-buleleng.example",
            "JAWAB: Loket pendaftaran rawat jalan kami tambah dua mulai Senin depan.",
        )
        .await;
    office.live(TimeDelta::minutes(1)).await;
    assert!(office.letter(HUMAS, "jawaban untuk pelapor di media sosial").body.contains("tambah dua"));
}

//! What officers pass on or carry by hand: handovers, mails and chats of citizens, answers that no connector brings.

use chrono::TimeDelta;
use penghubung::domain::Channel;

use super::desk::at;
use super::office::{BATANG, BULELENG, KADEMANGAN, NTT, Office, PHONE, WARGA_ADDRESS};
use super::registration::{daftar, form};

const PETUGAS: &str = "sekretariat@dinkes-batang.example";
const TIM: &str = "tim.pengaduan@pkm-kademangan.example";
const SEKRETARIS: &str = "sekretariat@dinkes-ntt.example";
const KADIS: &str = "kadis@dinkes-ntt.example";
const HUMAS: &str = "humas@rsud-buleleng.example";

#[tokio::test]
async fn btg_11_the_social_media_are_handed_over_in_one_mail() {
    let mut office = Office::open(BATANG).await;
    let batch = "Selamat siang\n---\nKanal: IG @dinkesbatang\nNama: akun.contoh\nIsi: Loket Puskesmas Bandar I tutup.\n---\n\
                 Air keran di Puskesmas Tulis mati tiga hari.\n---\nNama: akun lain\nHP: 081234567890\n";
    let mail = form(PETUGAS, "[SERAH TERIMA] 14.00", batch);
    office.register(mail.clone()).await;
    let complaints = office.desk.store.complaints(Some("batang"), 10).await.unwrap();
    let told = office.letter(PETUGAS, "[SERAH TERIMA] 14.00");
    assert_eq!(complaints.iter().filter(|c| c.channel == Channel::Sosmed).count(), complaints.len());
    assert_eq!(complaints.len(), 2, "{}", told.body);
    assert!(told.body.contains("> Selamat siang"), "what stands around the items is none, and is told: {}", told.body);
    for complaint in &complaints {
        assert!(told.body.contains(&complaint.number), "{}", told.body);
    }
    assert!(told.body.contains("BELUM DIDAFTARKAN"), "the item without a text is asked for: {}", told.body);
    office.register(mail).await;
    assert_eq!(office.desk.complaints("batang").await, 2, "the same mail twice is one handover");
    let handed = office.desk.store.handovers("batang", "2026-11-20").await.unwrap();
    assert_eq!(handed.iter().map(|h| (h.slot.as_str(), h.items)).collect::<Vec<_>>(), [("14.00", 2)]);
    assert_eq!(office.lines("SERAH").await.len(), 1);
}

#[tokio::test]
async fn btg_11_btg_16_the_answer_goes_to_the_admin_who_puts_it_there() {
    let mut office = Office::open(BATANG).await;
    office.live(TimeDelta::minutes(1)).await;
    let text = "Kanal: IG @dinkesbatang\nUnit: pkm bandar 1\nIsi: Loket tutup.";
    office.register(form(PETUGAS, "[SERAH TERIMA] 08.00", text)).await;
    let disposisi = office.letter("pkm.bandar1@batang.example", "Mohon tindak lanjut");
    let answer = "JAWAB: Mulai Senin loket pendaftaran kami buka sejak pukul 06.30 dan tidak tutup saat istirahat.";
    office.reply(&disposisi, "pkm.bandar1@batang.example", answer).await;
    office.live(TimeDelta::minutes(1)).await;
    let admin = "admin.sosmed@dinkes-batang.example";
    let task = office.letter(admin, "SIAP TEMPEL");
    assert!(task.body.contains("tidak tutup saat istirahat"));
    assert_eq!(office.complaint().await.status, "open", "only his word that it is done counts");
    office.live(TimeDelta::days(1)).await;
    let late = office.desk.sent_to(admin).into_iter().rfind(|letter| letter.shows("BTG-26-0001"));
    assert!(late.is_some_and(|letter| letter.message_id != task.message_id), "he is reminded");
    office.live_until(at("2026-11-27T17:30:00Z")).await;
    let chases = |to: &str| {
        let of = office.desk.sent_to(to).into_iter();
        of.filter(|l| l.subject.contains("PENGINGAT") && l.subject.contains("sisa waktu")).collect::<Vec<_>>()
    };
    assert!(chases("pkm.bandar1@batang.example").is_empty(), "who has answered is not reminded of it");
    let seen = chases(PETUGAS);
    assert!(!seen.is_empty() && seen[0].shows("petugas yang menyampaikannya belum mengonfirmasi"), "{seen:#?}");
    office.reply(&task, admin, "TERKIRIM").await;
    assert_eq!(office.complaint().await.status, "answered");
    assert!(office.clocks().await.iter().filter(|clock| clock.stops_at == "answer").all(|clock| clock.met.is_some()));
}

#[tokio::test]
async fn btg_16_what_is_done_without_an_answer_is_told_by_the_admin_too() {
    let mut office = Office::open(BATANG).await;
    office.live(TimeDelta::minutes(1)).await;
    let text = "Kanal: IG @dinkesbatang\nUnit: pkm bandar 1\nIsi: Loket tutup.";
    office.register(form(PETUGAS, "[SERAH TERIMA] 08.00", text)).await;
    let disposisi = office.letter("pkm.bandar1@batang.example", "Mohon tindak lanjut");
    let done = "SELESAI: loket pendaftaran sudah kami buka lagi sejak pukul 06.30 hari ini.";
    office.reply(&disposisi, "pkm.bandar1@batang.example", done).await;
    office.live(TimeDelta::minutes(1)).await;
    let admin = "admin.sosmed@dinkes-batang.example";
    let task = office.letter(admin, "SIAP TEMPEL");
    assert!(task.body.contains("buka lagi sejak pukul 06.30"), "{}", task.body);
    assert_eq!(office.complaint().await.status, "open");
    office.reply(&task, admin, "TERKIRIM").await;
    assert_eq!(office.complaint().await.status, "answered");
}

#[tokio::test]
async fn kdm_18_the_answer_to_a_slip_without_name_may_hang_on_the_board() {
    let mut office = Office::open(KADEMANGAN).await;
    office.register(daftar(TIM, "Kanal: Kotak saran\nIsi: Air minum di ruang tunggu habis.")).await;
    let disposisi = office.desk.sent().into_iter().find(|letter| letter.shows("Mohon tindak lanjut")).unwrap();
    let unit = disposisi.to.clone();
    office.reply(&disposisi, &unit, "JAWAB: Air minum di ruang tunggu kami isi dua kali sehari mulai hari ini.").await;
    let task = office.letter(TIM, "umumkan tanpa identitas pada papan pengumuman");
    assert!(task.shows("SUDAH DITEMPEL"), "{}", task.body);
    office.reply(&task, TIM, "SUDAH DITEMPEL").await;
    let noted = office.letter(TIM, "sudah diumumkan pada papan pengumuman");
    assert!(!noted.shows("Tenggat berikutnya"), "{}", noted.body);
    assert_eq!(office.complaint().await.status, "answered");
}

#[tokio::test]
async fn kdm_18_what_is_closed_for_nobody_has_no_next_limit() {
    let mut office = Office::open(KADEMANGAN).await;
    office.register(daftar(TIM, "Kanal: Kotak saran\nIsi: Air minum di ruang tunggu habis.")).await;
    let disposisi = office.desk.sent().into_iter().find(|letter| letter.shows("Mohon tindak lanjut")).unwrap();
    let unit = disposisi.to.clone();
    office.reply(&disposisi, &unit, "SELESAI: air minum sudah diisi.").await;
    let noted = office.letter(&unit, "laporan ditutup");
    assert!(!noted.shows("Tenggat berikutnya"), "{}", noted.body);
}

#[tokio::test]
async fn kdm_02_a_letter_comes_with_its_scan() {
    let mut office = Office::open(KADEMANGAN).await;
    let parts = "--x\nContent-Type: text/plain; charset=utf-8\n\nKanal: Surat\nAlamat: Jl. Melati 3\nNomor surat: 12/RT/2026\n\
                 Tanggal surat: 16-11-2026\nIsi: Mohon loket ditambah.\n--x\nContent-Type: image/jpeg; name=scan.jpg\n\
                 Content-Disposition: attachment; filename=scan.jpg\nContent-Transfer-Encoding: base64\n\n/9j/4AAQ\n--x--";
    office.register(daftar(TIM, parts).header("Content-Type: multipart/mixed; boundary=x")).await;
    let complaint = office.complaint().await;
    assert_eq!((complaint.channel, complaint.text.as_str()), (Channel::Surat, "Mohon loket ditambah."));
    let kept = office.desk.store.registration(complaint.id).await.unwrap().unwrap();
    assert_eq!((kept.letter_number.as_deref(), kept.letter_date.as_deref()), (Some("12/RT/2026"), Some("16-11-2026")));
    assert!(
        office
            .desk
            .sent()
            .iter()
            .any(|letter| letter.subject.contains("Mohon tindak lanjut") && letter.shows("scan.jpg"))
    );
}

#[tokio::test]
async fn kdm_03_an_empty_box_is_a_fact() {
    let mut office = Office::open(KADEMANGAN).await;
    office.register(form(TIM, "[SERAH TERIMA] Kotak saran", "Selamat siang,\n\nNIHIL\n\nTerima kasih")).await;
    assert_eq!(office.desk.complaints("kademangan").await, 0);
    let handed = office.desk.store.handovers("kademangan", "2026-11-20").await.unwrap();
    assert_eq!((handed[0].slot.as_str(), handed[0].items, handed[0].officer.as_str()), ("kotak saran", 0, TIM));
    assert!(office.letter(TIM, "NIHIL").subject.contains("Nihil, tercatat"));
    assert_eq!(office.lines("SERAH").await[0]["d"]["jumlah"], 0);
    office.register(form(TIM, "[SERAH TERIMA] Kotak saran", "Air minum di ruang tunggu habis.")).await;
    assert_eq!(office.complaint().await.channel, Channel::KotakSaran);
}

#[tokio::test]
async fn kdm_06_kdm_07_a_chat_on_an_officers_telephone_is_passed_on_as_its_export() {
    let mut office = Office::open(KADEMANGAN).await;
    let parts = "--x\nContent-Type: text/plain; charset=utf-8\n\nMohon didaftarkan.\n--x\nContent-Type: text/plain; charset=utf-8; name=\"_chat.txt\"\n\
                 Content-Disposition: attachment; filename=\"_chat.txt\"\n\n[19/11/26 09.40.00] +62 812-3456-7890: Selamat pagi, loket tutup\n\
                 terus padahal masih jam 9\n[19/11/26 09.43.12] Petugas: Baik, kami catat\n--x--";
    office.register(daftar(TIM, parts).header("Content-Type: multipart/mixed; boundary=x")).await;
    let complaint = office.complaint().await;
    assert_eq!(complaint.channel, Channel::Whatsapp);
    assert_eq!(complaint.way_back(), Some((Channel::Whatsapp, PHONE.to_owned())));
    assert_eq!(complaint.text, "Selamat pagi, loket tutup\nterus padahal masih jam 9");
    assert_eq!(complaint.received, at("2026-11-19T02:40:00Z"));
}

#[tokio::test]
async fn kdm_17_whoever_has_no_telephone_of_ours_is_called_by_an_officer() {
    let mut office = Office::open(KADEMANGAN).await;
    office
        .register(daftar(
            TIM,
            "Kanal: telepon\nNama: Warga Contoh\nTelp: (0332) 421000\nIsi: Loket pendaftaran lama sekali.",
        ))
        .await;
    let complaint = office.complaint().await;
    let unit = office.desk.practice.load().books["kademangan"]
        .office
        .mailbox_for(&complaint.decision.unit)
        .unwrap()
        .to_owned();
    let disposisi = office.letter(&unit, "Mohon tindak lanjut");
    let answer = "JAWAB: Loket pendaftaran kami tambah satu lagi mulai hari Senin pukul 07.00.";
    office.reply(&disposisi, &unit, answer).await;
    let task = office.letter(TIM, "hubungi lewat telepon");
    assert!(task.body.contains("421000") && task.body.contains("tambah satu lagi"), "{}", task.body);
}

#[tokio::test]
async fn ntt_07_ntt_09_a_letter_is_answered_by_post_after_the_chain_has_agreed() {
    let mut office = Office::open(NTT).await;
    let text = "Kanal: surat\nDiterima: 19-11-2026\nNama: Warga Contoh\nNIK: 5371015203900001\nAlamat: Jl. Contoh 1, Kupang\n\
                Nomor surat: 01/WK/XI/2026\nUnit: p2p\nIsi: Kasus DBD banyak, mohon fogging.";
    office.register(daftar(SEKRETARIS, text)).await;
    let complaint = office.complaint().await;
    let kept = office.desk.store.registration(complaint.id).await.unwrap().unwrap();
    assert_eq!(kept.nik.as_deref(), Some("[NIK …0001]"));
    assert!(office.desk.sent().iter().all(|letter| !letter.shows("537101")), "the identity number travels nowhere");
    office.disposed(KADIS).await;
    let disposisi = office.letter("p2p@dinkes-ntt.example", "Mohon tindak lanjut");
    office
        .reply(&disposisi, "p2p@dinkes-ntt.example", "JAWAB: Fogging kami laksanakan hari Rabu di tiga kelurahan.")
        .await;
    let posted =
        |office: &Office| office.desk.sent().iter().filter(|letter| letter.subject.contains("kirim lewat pos")).count();
    assert_eq!(posted(&office), 0, "nothing leaves before it is approved");
    let request = office.letter(SEKRETARIS, "Fogging kami laksanakan");
    office.reply(&request, SEKRETARIS, "SETUJU").await;
    let second = office.letter(KADIS, "Fogging kami laksanakan");
    office.reply(&second, KADIS, "SETUJU").await;
    let task = office.letter(SEKRETARIS, "kirim lewat pos");
    assert!(task.body.contains("Jl. Contoh 1, Kupang") && task.body.contains("tiga kelurahan"), "{}", task.body);
    office.reply(&task, SEKRETARIS, "Nanti siang kami antar ke pos").await;
    assert_eq!(office.complaint().await.status, "open", "that is still to be done");
    let asked = office.letter(SEKRETARIS, "belum tercatat sebagai sudah disampaikan");
    assert!(
        asked.shows("SUDAH") && !asked.shows("JAWAB: "),
        "his words are listed, not those of a unit: {}",
        asked.body
    );
    office.reply(&asked, SEKRETARIS, "Sudah dikirim lewat pos tadi pagi, Bu").await;
    assert_eq!(office.complaint().await.status, "answered");
}

#[tokio::test]
async fn rsb_10_an_officer_passes_on_a_mail_and_the_citizen_is_answered_as_its_writer() {
    let mut office = Office::open(BULELENG).await;
    let text = "Mohon didaftarkan.\n\n---------- Forwarded message ---------\nDari: Warga Contoh <warga@warga.example>\n\
                Date: Kam, 19 Nov 2026 pukul 10.15\nSubject: Keluhan rawat inap\nTo: <humas@rsud-buleleng.example>\n\n\
                AC kamar rawat inap mati tiga hari.";
    office.register(form(HUMAS, "Fwd: Keluhan rawat inap", text)).await;
    let complaint = office.complaint().await;
    assert_eq!(complaint.way_back(), Some((Channel::Email, WARGA_ADDRESS.to_owned())));
    assert_eq!(complaint.received, at("2026-11-19T02:15:00Z"));
    assert_eq!(complaint.text, "AC kamar rawat inap mati tiga hari.");
    let kept = office.desk.store.registration(complaint.id).await.unwrap().unwrap();
    assert_eq!((kept.registrar.as_str(), kept.registrar_unit.as_deref()), (HUMAS, Some("rsb.humas")));
    assert!(office.letter(WARGA_ADDRESS, &complaint.number).body.contains("Warga Contoh"));
    assert!(office.letter(HUMAS, "> Mohon didaftarkan.").subject.contains("Terdaftar"));
}

#[tokio::test]
async fn rsb_10_a_mail_attached_whole_is_the_citizens_and_known_by_its_id() {
    let mut office = Office::open(BULELENG).await;
    let inner = "From: Warga Contoh <warga@warga.example>\nTo: humas@rsud-buleleng.example\nSubject: Keluhan\n\
                 Message-ID: <asli-1@warga.example>\nDate: Thu, 19 Nov 2026 10:15:00 +0800\n\nAC kamar rawat inap mati tiga hari.";
    let parts =
        format!("--x\nContent-Type: text/plain\n\nTerlampir.\n--x\nContent-Type: message/rfc822\n\n{inner}\n--x--");
    let mail = |subject| form(HUMAS, subject, &parts).header("Content-Type: multipart/mixed; boundary=x");
    office.register(mail("Fwd: Keluhan")).await;
    let complaint = office.complaint().await;
    assert_eq!(
        (complaint.received, complaint.message_id.as_deref()),
        (at("2026-11-19T02:15:00Z"), Some("asli-1@warga.example"))
    );
    office.register(mail("Fwd: Keluhan, mohon lagi")).await;
    assert_eq!(office.desk.complaints("buleleng").await, 1);
    let colleague = "---------- Forwarded message ---------\nDari: IGD <igd@rsud-buleleng.example>\nTanggal: 19 Nov 2026\n\nRapat besok.";
    office.register(form(HUMAS, "Fwd: rapat", colleague)).await;
    assert_eq!(office.desk.pen().await.len(), 1, "a colleague's mail is no complaint");
}

#[tokio::test]
async fn rsb_10_the_form_of_the_website_is_the_citizens_who_filled_it_in() {
    let mut office = Office::open(BULELENG).await;
    let text = "Nama Anda: Warga Contoh\nAlamat Surel: warga@warga.example\nNo HP: 0812 3456 7890\nTempat: Rawat inap\n\
                Isi Pengaduan Anda: AC kamar mati tiga hari.";
    let mail = form("Formulir <formulir@rsud-buleleng.example>", "Pengaduan dari situs", text);
    office.register(mail.clone().header("Auto-Submitted: auto-generated")).await;
    let complaint = office.complaint().await;
    assert_eq!(
        (complaint.channel, complaint.way_back()),
        (Channel::Email, Some((Channel::Email, WARGA_ADDRESS.to_owned())))
    );
    assert!(complaint.text.starts_with("AC kamar mati tiga hari."), "{}", complaint.text);
    assert_eq!(complaint.pelapor_name.as_deref(), Some("Warga Contoh"));
    assert!(office.letter(WARGA_ADDRESS, &complaint.number).body.contains("Warga Contoh"));
    let replies = form("Formulir <formulir@rsud-buleleng.example>", "Pengaduan", "Isi Pengaduan Anda: Parkir penuh.");
    office.register(replies.header("Reply-To: lain@warga.example")).await;
    assert_eq!(office.complaint().await.pelapor.as_deref(), Some("lain@warga.example"));
}

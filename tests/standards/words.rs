//! What officers write by mail, row by row: grade and category, estimate, extension, plan, disposisi, choices by
//! number.

use chrono::TimeDelta;
use penghubung::domain::Grade;

use super::desk::at;
use super::office::{BATANG, BULELENG, KADEMANGAN, NTT, Office, TTU, WARGA, WARGA_ADDRESS};

const HUMAS: &str = "humas@rsud-buleleng.example";
const DIREKSI: &str = "direksi@rsud-buleleng.example";
const FARMASI: &str = "farmasi@rsud-buleleng.example";
const QUEUE: &str = "Antrean obat di farmasi rumah sakit sampai tiga jam, petugasnya hanya satu.";
const PUSKESMAS: &str = "pkm.bandar1@batang.example";
const BANDAR: &str = "Saya antre di Puskesmas Bandar I dari jam 7 sampai jam 12, loket hanya satu.";

/// Clocks that run, and those that another has replaced, in words.
async fn running_and_replaced(office: &Office) -> (Vec<String>, Vec<String>) {
    let word = |c: &penghubung::store::deadlines::Clock| {
        format!("{} {}", c.deadline.standard, c.deadline.due.format("%Y-%m-%d %H.%M"))
    };
    let (replaced, running): (Vec<_>, Vec<_>) =
        office.clocks().await.into_iter().partition(|clock| clock.replaced.is_some());
    (running.iter().map(word).collect(), replaced.iter().map(word).collect())
}

#[tokio::test]
async fn rsb_22_a_regrade_counts_from_the_original_receipt_and_keeps_the_old_clock() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, QUEUE).await;
    let letter = office.letter(FARMASI, "Mohon tindak lanjut");
    office.live(TimeDelta::hours(5)).await;
    office.reply(&letter, FARMASI, "GRADE merah").await;
    let (running, replaced) = running_and_replaced(&office).await;
    assert_eq!(running, ["rsb.merah 2026-11-21 10.41"], "24 hours from receipt, not from the word");
    assert_eq!(replaced, ["rsb.hijau 2026-11-27 16.30"]);
    let complaint = office.complaint().await;
    assert_eq!(complaint.decision.grade, Some(Grade::Merah));
    assert_eq!(complaint.sorted_by.as_deref(), Some("rsb.farmasi"));
    let orders = office.desk.store.orders(complaint.id).await.unwrap();
    assert_eq!((orders[0].word.as_str(), orders[0].text.as_str()), ("GRADE", "merah"));
    let lines = office.lines("TENGGAT").await;
    assert!(lines[0]["d"]["hitungan"].as_str().unwrap().starts_with("5 hari kerja sejak Jumat"), "{lines:#?}");
    assert!(lines[1]["d"]["hitungan"].as_str().unwrap().starts_with("1 x 24 jam sejak Jumat"), "{lines:#?}");
    assert!(office.letter(FARMASI, "semula HIJAU").body.contains("1 x 24 jam"));
    // RSB-19: the directors and Humas hear of it at once.
    office.letter(DIREKSI, "Mohon perhatian segera");
    office.letter(HUMAS, "Mohon perhatian segera");
}

#[tokio::test]
async fn rsb_19_from_the_eighteenth_hour_the_directors_and_humas_are_told_every_hour() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, QUEUE).await;
    let letter = office.letter(FARMASI, "Mohon tindak lanjut");
    office.reply(&letter, FARMASI, "GRADE merah").await;
    let hours = |office: &Office, to: &str| {
        office.desk.sent_to(to).iter().filter(|letter| letter.subject.contains("PENGINGAT")).count()
    };
    office.live(TimeDelta::hours(17)).await;
    assert_eq!((hours(&office, DIREKSI), hours(&office, FARMASI)), (0, 2));
    office.live(TimeDelta::minutes(6 * 60 + 50)).await;
    assert_eq!((hours(&office, DIREKSI), hours(&office, HUMAS)), (6, 6), "18, 19, 20, 21, 22, 23");
}

#[tokio::test]
async fn rsb_16_merah_is_lowered_by_a_person_only_and_the_desk_hears_of_it() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, "Ayah saya meninggal karena salah obat di rawat inap, kami lewat kuasa hukum.").await;
    assert_eq!(office.complaint().await.decision.grade, Some(Grade::Merah));
    let letter = office.letter(DIREKSI, "Mohon tindak lanjut");
    office.reply(&letter, DIREKSI, "GRADE kuning").await;
    assert_eq!(office.complaint().await.decision.grade, Some(Grade::Kuning));
    assert!(office.letter(HUMAS, "grade diturunkan").body.contains("oleh Direktur"));
    let told = office.lines("NILAI").await;
    assert_eq!(told[0]["d"]["diturunkan"], true, "{told:?}");
}

#[tokio::test]
async fn ttu_04_the_officer_confirms_the_category_and_the_clock_follows_it() {
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, "Obat malaria di Puskesmas Wini kosong dua minggu.").await;
    let letter = office.letter("pkm.wini@dinkes-ttu.example", "Mohon tindak lanjut");
    office.reply(&letter, "pkm.wini@dinkes-ttu.example", "KATEGORI berkadar pengawasan").await;
    let (running, replaced) = running_and_replaced(&office).await;
    assert_eq!(running, ["ttu.berkadar 2027-01-19 23.59", "ttu.ombudsman 2027-02-18 16.00"]);
    assert_eq!(replaced, ["ttu.biasa 2026-12-04 23.59"]);
    // The unit that is complained about is never the only one that has it.
    office.letter("sekretariat@dinkes-ttu.example", "berkadar pengawasan");
}

#[tokio::test]
async fn btg_08_an_estimate_is_an_earlier_clock_of_its_own_told_to_the_citizen_and_never_later_than_the_promise() {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, BANDAR).await;
    let letter = office.letter(PUSKESMAS, "Mohon tindak lanjut");
    office.reply(&letter, PUSKESMAS, "ESTIMASI: 3 hari").await;
    let (running, _) = running_and_replaced(&office).await;
    assert_eq!(running, ["estimasi 2026-11-23 23.59", "btg.sosmed 2026-11-27 23.59"]);
    let told = office.letter(WARGA_ADDRESS, "Perkiraan penyelesaian").body;
    assert!(told.contains("Senin, 23 November 2026") && told.contains("Jumat, 27 November 2026"), "{told}");
    office.reply(&letter, PUSKESMAS, "ESTIMASI: 2 hari").await;
    let (running, replaced) = running_and_replaced(&office).await;
    assert_eq!((running[0].as_str(), replaced.len()), ("estimasi 2026-11-22 23.59", 1));
    office.reply(&letter, PUSKESMAS, "Estimasi penyelesaian: Selasa 24 November").await;
    let (running, _) = running_and_replaced(&office).await;
    assert_eq!(running[0], "estimasi 2026-11-24 23.59", "a day is an estimate too");
    office.reply(&letter, PUSKESMAS, "ESTIMASI: Senin 16 November").await;
    office.letter(PUSKESMAS, "hari perkiraan sudah lewat");
    office.reply(&letter, PUSKESMAS, "ESTIMASI: 10 hari").await;
    assert!(office.letter(PUSKESMAS, "lebih lambat daripada batas standar").body.contains("27 November"));
    office.live_until(at("2026-11-23T03:00:00Z")).await;
    assert!(office.desk.sent_to(PUSKESMAS).iter().any(|letter| letter.subject.contains("PENGINGAT")), "it reminds");
}

#[tokio::test]
async fn rsb_23_an_extension_needs_a_reason_reaches_the_applicant_and_comes_before_the_first_limit() {
    let ppid = "ppid@rsud-buleleng.example";
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, "Dengan ini saya mengajukan permohonan informasi publik: laporan kinerja tahun 2025.").await;
    assert_eq!(office.due().await, ["rsb.info 2026-12-04 16.30"]);
    let letter = office.letter(ppid, "Mohon tindak lanjut");
    office.reply(&letter, ppid, "TUNDA s.d. 15-12-2026").await;
    office.letter(ppid, "penundaan perlu alasan");
    office.reply(&letter, ppid, "TUNDA s.d. 30-12-2026: data dari dua instalasi").await;
    assert!(office.letter(ppid, "paling lama 7 hari kerja").body.contains("15-12-2026"));
    assert_eq!(office.desk.sent_to(WARGA_ADDRESS).len(), 1, "so far the receipt only");
    office.reply(&letter, ppid, "TUNDA s.d. 15-12-2026: data masih dikumpulkan dari dua instalasi").await;
    let told = office.letter(WARGA_ADDRESS, "perpanjangan").body;
    assert!(told.contains("dua instalasi") && told.contains("4 Desember 2026"), "{told}");
    let (running, replaced) = running_and_replaced(&office).await;
    assert_eq!(
        (running, replaced),
        (vec!["rsb.info 2026-12-15 16.00".to_owned()], vec!["rsb.info 2026-12-04 16.30".to_owned()])
    );
    office.reply(&letter, ppid, "TUNDA s.d. 16-12-2026: masih kurang").await;
    office.letter(ppid, "sudah pernah diperpanjang");
}

#[tokio::test]
async fn rsb_23_who_asks_for_more_time_in_other_words_is_shown_how_and_a_request_has_no_grade() {
    let ppid = "ppid@rsud-buleleng.example";
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, "Dengan ini saya mengajukan permohonan informasi publik: laporan kinerja tahun 2025.").await;
    let letter = office.letter(ppid, "Mohon tindak lanjut");
    assert!(!letter.subject.contains("HIJAU"), "{}", letter.subject);
    office.reply(&letter, ppid, "Mohon perpanjangan waktu karena dokumennya masih dicari?").await;
    let asked = office.letter(ppid, "Mohon kejelasan");
    assert!(asked.shows("TUNDA s.d. tanggal: alasan") && asked.shows("7 hari kerja"), "{}", asked.body);
}

#[tokio::test]
async fn rsb_23_after_the_first_limit_an_extension_is_refused() {
    let ppid = "ppid@rsud-buleleng.example";
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, "Dengan ini saya mengajukan permohonan informasi publik: laporan kinerja tahun 2025.").await;
    let letter = office.letter(ppid, "Mohon tindak lanjut");
    office.live_until(at("2026-12-05T03:00:00Z")).await;
    office.reply(&letter, ppid, "TUNDA s.d. 14-12-2026: data belum lengkap").await;
    office.letter(ppid, "sebelum tenggat pertama");
    assert_eq!(running_and_replaced(&office).await.1, Vec::<String>::new());
}

#[tokio::test]
async fn btg_08_where_no_standard_allows_an_extension_the_superior_hears_of_the_wish_and_the_promise_stands() {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, BANDAR).await;
    let letter = office.letter(PUSKESMAS, "Mohon tindak lanjut");
    office.reply(&letter, PUSKESMAS, "TUNDA s.d. 10-12-2026: petugas loket cuti").await;
    office.letter("yankes@dinkes-batang.example", "petugas loket cuti");
    office.letter(PUSKESMAS, "tidak membuka perpanjangan");
    assert_eq!(office.due().await, ["btg.sosmed 2026-11-27 23.59"]);
}

#[tokio::test]
async fn kdm_13_the_officer_is_reminded_at_twelve_and_twenty_hours_to_confirm_the_matter_until_he_says_so() {
    let farmasi = "farmasi@pkm-kademangan.example";
    let mut office = Office::open(KADEMANGAN).await;
    office.mail(WARGA, "Obat di ruang farmasi sering kosong.").await;
    let letter = office.letter(farmasi, "Mohon tindak lanjut");
    office.live(TimeDelta::minutes(12 * 60 + 1)).await;
    let reminder = office.letter(farmasi, "konfirmasi materi kepada pelapor");
    assert!(reminder.subject.contains("PENGINGAT 1"));
    assert!(reminder.shows("dibalas dengan SUDAH KONFIRMASI"), "it names the word that meets it: {}", reminder.body);
    let team = office.letter("tim.pengaduan@pkm-kademangan.example", "konfirmasi materi kepada pelapor");
    assert!(team.reply_to.is_some(), "the team confirms too, and is reminded as well");
    office.reply(&letter, farmasi, "SUDAH KONFIRMASI").await;
    office.live(TimeDelta::hours(10)).await;
    office.letter(farmasi, "belum memperoleh konfirmasi materi");
    let met: Vec<_> = office.clocks().await.into_iter().filter(|c| c.met.is_some()).map(|c| c.stops_at).collect();
    assert_eq!(met, ["receipt", "confirmation"], "the plan is still missing");
}

#[tokio::test]
async fn kdm_14_kdm_15_a_plan_is_kept_reminded_of_and_put_before_head_quality_team_and_unit() {
    let farmasi = "farmasi@pkm-kademangan.example";
    let mut office = Office::open(KADEMANGAN).await;
    office.mail(WARGA, "Obat di ruang farmasi sering kosong.").await;
    assert!(office.due().await.contains(&"kdm.rencana 2026-11-23 09.41".to_owned()));
    let letter = office.letter(farmasi, "Mohon tindak lanjut");
    office.live(TimeDelta::minutes(67 * 60)).await;
    let plan = |l: &super::letters::Sent| l.body.contains("belum memperoleh rencana tindak lanjut");
    assert_eq!(office.desk.sent_to(farmasi).iter().filter(|l| plan(l)).count(), 3, "24, 48 and 66 hours");
    office.reply(&letter, farmasi, "RENCANA: menambah stok amlodipin pekan depan").await;
    let team = "tim.pengaduan@pkm-kademangan.example";
    for role in ["kapus@pkm-kademangan.example", "tim.mutu@pkm-kademangan.example", team, farmasi] {
        let proposal = office.letter(role, "Usul pembahasan");
        assert!(proposal.body.contains("stok amlodipin") && proposal.reply_to.is_some(), "{}", proposal.body);
    }
    let complaint = office.complaint().await;
    let orders = office.desk.store.orders(complaint.id).await.unwrap();
    assert_eq!((orders[0].word.as_str(), orders[0].text.as_str()), ("RENCANA", "menambah stok amlodipin pekan depan"));
    assert_eq!(office.desk.sent_to(WARGA_ADDRESS).len(), 1, "a plan is not told to the citizen");
}

const P2P: &str = "p2p@dinkes-ntt.example";
const KADIS: &str = "kadis@dinkes-ntt.example";
const SEKRETARIS: &str = "sekretariat@dinkes-ntt.example";
const FOGGING: &str = "Kasus DBD banyak di kota, mohon fogging oleh provinsi.";

#[tokio::test]
async fn ntt_04_ntt_05_the_head_gets_the_proposal_first_and_his_word_sends_it_on() {
    let mut office = Office::open(NTT).await;
    office.mail(WARGA, FOGGING).await;
    assert!(office.desk.sent_to(P2P).is_empty(), "nobody has it before the head");
    let proposal = office.letter(KADIS, "Mohon disposisi");
    assert!(proposal.body.contains("Bidang") && proposal.body.contains("SETUJU"), "{}", proposal.body);
    office.live_until(at("2026-11-23T02:00:00Z")).await;
    assert!(office.letter(KADIS, "belum memperoleh disposisi pimpinan").subject.contains("PENGINGAT"));
    office.reply(&proposal, P2P, "SETUJU").await;
    assert!(office.desk.sent_to(P2P).is_empty(), "the head's word is the head's");
    office.reply(&proposal, KADIS, "DISPOSISI: p2p mohon segera ditinjau").await;
    let letter = office.letter(P2P, "Mohon tindak lanjut");
    assert!(letter.body.contains("disposisi Kepala Dinas Kesehatan Provinsi NTT"), "{}", letter.body);
    assert_eq!(office.complaint().await.unit, "ntt.bid.p2p");
    let met = office.clocks().await.into_iter().find(|c| c.stops_at == "disposisi").unwrap().met;
    assert!(met.is_some());
}

#[tokio::test]
async fn ntt_05_who_acts_for_the_head_disposes_within_his_dates_and_nobody_else() {
    let mut office = Office::open(NTT).await;
    let substitute = |from: &str, until: &str| penghubung::domain::office::Substitute {
        absent: penghubung::domain::UnitId("ntt.kadis".into()),
        by: penghubung::domain::UnitId("ntt.bid.p2p".into()),
        title: "Plh. Kepala Dinas".into(),
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
    };
    office.book(|book| book.office.substitutes = vec![substitute("2026-11-10", "2026-11-19")]);
    office.mail(WARGA, FOGGING).await;
    let proposal = office.letter(KADIS, "Mohon disposisi");
    office.reply(&proposal, P2P, "SETUJU").await;
    assert_eq!(office.complaint().await.unit, "ntt.kadis", "his days were over yesterday");
    office.book(|book| book.office.substitutes = vec![substitute("2026-11-20", "2026-11-25")]);
    office.reply(&proposal, P2P, "DISPOSISI: p2p").await;
    assert_eq!(office.complaint().await.unit, "ntt.bid.p2p");
    assert!(office.letter(P2P, "Mohon tindak lanjut").body.contains("disposisi Plh. Kepala Dinas"));
}

#[tokio::test]
async fn ntt_04_danger_never_waits_for_the_head() {
    let mut office = Office::open(NTT).await;
    office.mail(WARGA, "Tolong, anak saya kejang dan tidak sadar, ambulans tidak datang-datang!").await;
    assert!(office.complaint().await.decision.emergency);
    assert!(office.desk.sent_to(KADIS).iter().all(|letter| !letter.subject.contains("Mohon disposisi")));
    assert_ne!(office.complaint().await.unit, "ntt.kadis");
}

#[tokio::test]
async fn ttu_03_where_the_office_wants_it_the_head_disposes_there_too() {
    let mut office = Office::open(TTU).await;
    office.book(|book| book.office.disposisi_by_head = true);
    office.mail(WARGA, "Obat malaria di Puskesmas Wini kosong dua minggu.").await;
    let proposal = office.letter("kadis@dinkes-ttu.example", "Mohon disposisi");
    office.reply(&proposal, "kadis@dinkes-ttu.example", "SETUJU").await;
    office.letter("pkm.wini@dinkes-ttu.example", "Mohon tindak lanjut");
}

#[tokio::test]
async fn ntt_08_ntt_14_the_ladder_names_on_whose_desk_a_draft_lies_and_the_substitute_approves_in_his_dates() {
    let mut office = Office::open(NTT).await;
    office.mail(WARGA, FOGGING).await;
    office.disposed(KADIS).await;
    let letter = office.letter(P2P, "Mohon tindak lanjut");
    office.reply(&letter, P2P, "JAWAB: Fogging dilaksanakan hari Rabu.").await;
    office.live_until(at("2026-11-26T02:00:00Z")).await;
    let reminder = office.letter(SEKRETARIS, "PENGINGAT 1");
    assert!(reminder.body.contains("belum memperoleh persetujuan atas konsep jawaban"), "{}", reminder.body);
    assert!(office.desk.sent_to(P2P).iter().all(|l| !l.subject.contains("PENGINGAT")), "it does not lie there");
    let request = office.letter(SEKRETARIS, "PERSETUJUAN");
    office.reply(&request, SEKRETARIS, "SETUJU").await;
    office.book(|book| {
        book.office.substitutes = vec![penghubung::domain::office::Substitute {
            absent: penghubung::domain::UnitId("ntt.kadis".into()),
            by: penghubung::domain::UnitId("ntt.bid.p2p".into()),
            title: "Plh. Kepala Dinas".into(),
            from: "2026-11-26".parse().unwrap(),
            until: "2026-11-26".parse().unwrap(),
        }];
    });
    let second = office.letter(KADIS, "PERSETUJUAN");
    office.reply(&second, P2P, "SETUJU").await;
    office.letter(WARGA_ADDRESS, "hari Rabu");
    let approved = office.lines("SETUJU").await;
    assert_eq!(approved[1]["d"]["oleh"], "ntt.bid.p2p");
    // It was his own draft, which the log says.
    assert_eq!(
        [&approved[0]["d"]["konsep_sendiri"], &approved[1]["d"]["konsep_sendiri"]],
        [&serde_json::Value::Null, &serde_json::Value::Bool(true)]
    );
}

#[tokio::test]
async fn ttu_10_the_citizen_hears_every_fourteen_days_while_supervision_takes_its_time() {
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, "Kepala Puskesmas Wini memotong uang insentif kader dan meminta setoran setiap bulan.").await;
    office.live(TimeDelta::days(45)).await;
    let news = office.desk.sent_to(WARGA_ADDRESS);
    let news = news.iter().filter(|letter| letter.subject.contains("Kabar perkembangan")).count();
    assert_eq!(news, 3, "after 14, 28 and 42 days");
}

#[tokio::test]
async fn ttu_11_the_head_is_told_at_45_and_55_working_days_and_the_citizen_on_the_day_once_the_head_agrees() {
    let kadis = "kadis@dinkes-ttu.example";
    let mut office = Office::open(TTU).await;
    office.mail(WARGA, "Kepala Puskesmas Wini memotong uang insentif kader dan meminta setoran setiap bulan.").await;
    office.live_until(at("2027-02-18T12:00:00Z")).await;
    let of_sixty = |l: &super::letters::Sent| l.subject.contains("PENGINGAT") && l.subject.contains("18-02-2027");
    assert_eq!(office.desk.sent_to(kadis).iter().filter(|l| of_sixty(l)).count(), 2);
    let told =
        |office: &Office| office.desk.sent_to(WARGA_ADDRESS).iter().filter(|l| l.subject.contains("Ombudsman")).count();
    let request = office.letter(kadis, "PERSETUJUAN");
    assert!(request.body.contains("137") && !request.body.contains("Warga Contoh"), "{}", request.body);
    assert_eq!(told(&office), 0);
    office.reply(&request, kadis, "SETUJU").await;
    assert_eq!(told(&office), 1);
    assert!(office.letter(WARGA_ADDRESS, "Ombudsman RI").body.contains("Nusa Tenggara Timur"));
}

#[tokio::test]
async fn btg_05_help_is_a_letter_of_its_own_and_a_doubtful_reply_is_settled_by_a_number() {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, BANDAR).await;
    let letter = office.letter(PUSKESMAS, "Mohon tindak lanjut");
    office.reply(&letter, PUSKESMAS, "bantuan").await;
    assert!(office.letter(PUSKESMAS, "Daftar perintah").body.contains("TUNDA s.d."));
    office.reply(&letter, PUSKESMAS, "JAWAB: mohon arahan Bu Kadis, loket ditambah Senin").await;
    let asked = office.letter(PUSKESMAS, "SATU ANGKA");
    assert!(asked.body.contains("1. kirim sebagai jawaban kepada pelapor"), "{}", asked.body);
    let sent = |office: &Office| office.desk.sent_to(WARGA_ADDRESS).len();
    assert_eq!(sent(&office), 1, "the receipt only");
    office.reply(&asked, PUSKESMAS, "9").await;
    office.letter(PUSKESMAS, "tidak ada dalam pilihan");
    assert_eq!(sent(&office), 1, "no such choice");
    office.reply(&asked, PUSKESMAS, "1").await;
    assert!(office.letter(WARGA_ADDRESS, "loket ditambah Senin").reply_to.is_some());
}

#[tokio::test]
async fn btg_15_an_unknown_unit_is_asked_back_with_the_likely_ones_by_number() {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, BANDAR).await;
    let letter = office.letter(PUSKESMAS, "Mohon tindak lanjut");
    office.reply(&letter, PUSKESMAS, "TERUSKAN: Bandar; bukan wilayah kami").await;
    let asked = office.letter(PUSKESMAS, "tidak dikenali");
    let at = asked.body.lines().position(|line| line.contains("Puskesmas Bandar II")).unwrap();
    let number = asked.body.lines().nth(at).unwrap().trim().split('.').next().unwrap().to_owned();
    office.reply(&asked, PUSKESMAS, &number).await;
    assert_eq!(office.complaint().await.unit, "btg.pkm.bandar2");
}

#[tokio::test]
async fn btg_07_done_without_a_written_answer_tells_the_citizen_and_ends_the_clock() {
    let mut office = Office::open(BATANG).await;
    office.mail(WARGA, BANDAR).await;
    let letter = office.letter(PUSKESMAS, "Mohon tindak lanjut");
    office.reply(&letter, PUSKESMAS, "SELESAI: loket kedua sudah dibuka.").await;
    assert!(office.letter(WARGA_ADDRESS, "loket kedua sudah dibuka").body.contains("telah selesai ditangani"));
    assert_eq!(office.complaint().await.status, "answered");
    assert!(office.clocks().await.iter().all(|clock| clock.met.is_some()));
}

#[tokio::test]
async fn rsb_22_whoever_handles_it_and_the_citizen_hear_that_the_limit_has_moved() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, QUEUE).await;
    let copy = office.letter(HUMAS, "tembusan");
    office.reply(&copy, HUMAS, "GRADE kuning").await;
    let told = office.letter(FARMASI, "tenggat berubah");
    assert!(told.shows("Tenggat berikutnya: Rabu, 25 November 2026"), "{}", told.body);
    let promised = office.letter(WARGA_ADDRESS, "kami sesuaikan");
    assert!(promised.shows("paling lambat Rabu, 25 November 2026"), "{}", promised.body);
    office.reply(&copy, HUMAS, "GRADE kuning").await;
    office.letter(WARGA_ADDRESS, "kami sesuaikan");
}

#[tokio::test]
async fn rsb_19_whoever_was_told_of_merah_hears_what_was_answered() {
    let mut office = Office::open(BULELENG).await;
    office.mail(WARGA, QUEUE).await;
    let letter = office.letter(FARMASI, "Mohon tindak lanjut");
    office.reply(&letter, FARMASI, "GRADE merah").await;
    office.reply(&letter, FARMASI, "JAWAB: Mulai besok kami menambah dua petugas di loket obat rawat jalan.").await;
    for to in [DIREKSI, HUMAS] {
        let told = office.letter(to, "dijawab oleh");
        assert!(told.shows("menambah dua petugas"), "{to}: {}", told.body);
    }
}

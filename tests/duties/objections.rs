//! A reporter is not content: whoever stands above has the matter from then on, knows everything and can order.

use chrono::TimeDelta;

use super::desk::{BATANG, Desk, NTT};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, Sent, complaint, surat};

const YANKES: &str = "yankes@dinkes-batang.example";
const HEAD: &str = "kadis@dinkes-batang.example";
const KADIS: &str = "kadis@dinkes-ntt.example";
const P2P: &str = "p2p@dinkes-ntt.example";
const ANSWER: &str = "JAWAB: Mulai Senin loket pendaftaran kami buka tiga, antrean dapat diambil sejak pukul 06.30.";
const WORDS: &str = "Belum puas, antreannya masih sama saja.";

/// Batang's desks with a complaint that the Puskesmas has answered and to which Siti objects.
async fn objected() -> Desk {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    desk.post(&desk.the_letter(PUSKESMAS, "Mohon tindak lanjut").answered_by(PUSKESMAS, ANSWER)).await;
    let answer = desk.the_letter(SITI_ADDRESS, "loket pendaftaran kami buka tiga");
    desk.post(&answer.answered_by(SITI, WORDS)).await;
    desk
}

async fn unit(desk: &Desk, number: &str) -> String {
    desk.store.complaint(number).await.unwrap().unwrap().unit
}

fn chasing(desk: &Desk, to: &str) -> Vec<Sent> {
    let chases = |sent: &Sent| sent.subject.contains("PENGINGAT") || sent.subject.contains("ESKALASI");
    desk.sent_to(to).into_iter().filter(chases).collect()
}

#[tokio::test]
async fn whoever_the_reporter_was_told_of_is_reminded_and_not_the_unit_that_he_objected_to() {
    let desk = objected().await;
    assert_eq!(unit(&desk, "BTG-26-0001").await, "btg.bid.yankes");
    for _ in 0..15 {
        desk.later(TimeDelta::days(1));
        desk.remind().await;
    }
    assert!(chasing(&desk, PUSKESMAS).is_empty(), "{:#?}", chasing(&desk, PUSKESMAS));
    let reminders = chasing(&desk, YANKES);
    assert!(reminders.iter().any(|letter| letter.subject.contains("PENGINGAT")), "{reminders:#?}");
    let escalations = chasing(&desk, HEAD);
    assert!(escalations.iter().any(|letter| letter.shows("Bidang Pelayanan Kesehatan")), "{escalations:#?}");
    assert!(!escalations.iter().any(|letter| letter.shows("Ditangani oleh Puskesmas")), "{escalations:#?}");
}

#[tokio::test]
async fn the_unit_that_is_objected_to_reads_the_words_once_and_that_nothing_is_asked_of_it() {
    let desk = objected().await;
    let told = desk.sent_to(PUSKESMAS).into_iter().filter(|l| l.shows("masih sama saja") || l.shows("belum puas"));
    let told: Vec<Sent> = told.collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    let told = told.first().unwrap();
    assert!(told.subject.contains("KEBERATAN pelapor") && told.shows("sekarang ditangani Bidang"), "{}", told.body);
    assert!(!told.shows("awali dengan JAWAB"), "{}", told.body);
}

#[tokio::test]
async fn whoever_has_an_objection_can_give_it_back_with_an_order_to_the_unit_that_it_was_about() {
    let mut desk = objected().await;
    let dossier = desk.the_letter(YANKES, "KEBERATAN pelapor");
    desk.post(&dossier.answered_by(YANKES, "TERUSKAN: Puskesmas Bandar I; segera tambah loket")).await;
    assert_eq!(unit(&desk, "BTG-26-0001").await, "btg.pkm.bandar1");
    let order = desk.the_letter(PUSKESMAS, "segera tambah loket");
    assert!(order.shows("tenggat di atas ialah untuk tanggapan atas keberatan pelapor"), "{}", order.body);
    let limit = |letter: &Sent, before: &str| {
        let line = letter.body.lines().find(|line| line.contains(before)).unwrap().to_owned();
        line.split_once(": ").unwrap().1.split(" WIB").next().unwrap().to_owned()
    };
    assert_eq!(limit(&order, "Tenggat    : "), limit(&dossier, "Tenggat"), "what the reporter was promised");
    assert!(!order.body.contains("Juga       : "), "no limit that is over: {}", order.body);
    desk.post(&order.answered_by(PUSKESMAS, "JAWAB: Loket keempat kami buka mulai hari ini sampai sore.")).await;
    assert!(desk.the_letter(SITI_ADDRESS, "Loket keempat").shows("PUAS atau TIDAK PUAS"));
}

#[tokio::test]
async fn a_second_objection_goes_one_step_higher() {
    let mut desk = objected().await;
    let dossier = desk.the_letter(YANKES, "KEBERATAN pelapor");
    desk.post(&dossier.answered_by(YANKES, "JAWAB: Antrean daring dibuka mulai pekan depan untuk semua poli.")).await;
    let second = desk.the_letter(SITI_ADDRESS, "Antrean daring");
    desk.post(&second.answered_by(SITI, "Masih belum puas.")).await;
    assert_eq!(unit(&desk, "BTG-26-0001").await, "btg.kadis");
    assert!(desk.the_letter(HEAD, "KEBERATAN pelapor").shows("Antrean daring"));
}

#[tokio::test]
async fn the_dossier_does_not_call_kept_what_the_objection_has_opened_again() {
    let mut desk = Desk::of(&[("pengaduan@dinkes-ttu.example", "ttu", None)]).await;
    let kotak = "pengaduan@dinkes-ttu.example";
    let text = "Saya antre di loket pendaftaran dari jam 7 sampai jam 12, loket hanya satu.";
    desk.post_to(kotak, &surat(SITI).to(kotak).subject("Antrean lama").says(text)).await;
    let disposisi = desk.sent().into_iter().find(|l| l.to != SITI_ADDRESS).unwrap();
    desk.post_to(kotak, &disposisi.answered_by(&disposisi.to.clone(), ANSWER)).await;
    let answer = desk.the_letter(SITI_ADDRESS, "loket pendaftaran kami buka tiga");
    desk.post_to(kotak, &answer.answered_by(SITI, WORDS)).await;
    let dossier = desk.sent().into_iter().find(|l| l.shows("BERKAS LAPORAN")).unwrap();
    let open_again = dossier.body.lines().filter(|line| line.contains("berjalan lagi")).count();
    assert!(open_again >= 2, "the closing and the right to the Ombudsman: {}", dossier.body);
}

#[tokio::test]
async fn the_head_orders_a_unit_once_more_that_was_asked_for_its_account_before() {
    let mut desk = Desk::of(&[NTT]).await;
    let mail =
        surat(SITI).to(NTT.0).subject("Fogging").says("Petugas bidang P2P minta uang pungli supaya fogging jalan.");
    desk.post_to(NTT.0, &mail).await;
    let letter = desk.sent().into_iter().find(|l| l.to != SITI_ADDRESS && l.reply_to.is_some()).unwrap();
    desk.post_to(NTT.0, &letter.answered_by(KADIS, "TERUSKAN: P2P; mohon dijelaskan")).await;
    let asked = desk.the_letter(P2P, "mohon dijelaskan");
    desk.post_to(NTT.0, &asked.answered_by(P2P, "Petugas kami tidak pernah meminta uang.")).await;
    let holder = unit(&desk, "NTT-26-0001").await;
    desk.post_to(NTT.0, &letter.answered_by(KADIS, "TERUSKAN: P2P; segera fogging hari Senin")).await;
    let order = desk.the_letter(P2P, "segera fogging hari Senin");
    assert!(!order.shows("Siti"), "{}", order.body);
    assert_eq!(unit(&desk, "NTT-26-0001").await, holder);
    desk.post_to(NTT.0, &letter.answered_by(KADIS, "TERUSKAN: P2P")).await;
    desk.the_letter(KADIS, "tulis juga arahan baru");
    assert_eq!(desk.sent_to(DESK).len(), 0);
}

#[tokio::test]
async fn the_head_who_only_agrees_with_an_objection_is_asked_what_is_to_be_done() {
    let mut desk = Desk::of(&[NTT]).await;
    desk.post_to(NTT.0, &surat(SITI).to(NTT.0).says("Obat di gudang farmasi provinsi kosong.")).await;
    let proposal = desk.the_letter(KADIS, "Mohon disposisi");
    desk.post_to(NTT.0, &proposal.answered_by(KADIS, "DISPOSISI: P2P")).await;
    let disposisi = desk.the_letter(P2P, "Mohon tindak lanjut");
    desk.post_to(NTT.0, &disposisi.answered_by(P2P, "JAWAB: Obat sudah kami kirim ke RSUD kemarin sore.")).await;
    for approver in ["sekretariat@dinkes-ntt.example", KADIS] {
        let request = desk.sent_to(approver).into_iter().find(|l| l.shows("PERSETUJUAN")).unwrap();
        desk.post_to(NTT.0, &request.answered_by(approver, "SETUJU")).await;
    }
    let answer = desk.the_letter(SITI_ADDRESS, "kami kirim ke RSUD");
    desk.post_to(NTT.0, &answer.answered_by(SITI, "Belum puas, obatnya tetap kosong.")).await;
    assert_eq!(unit(&desk, "NTT-26-0001").await, "ntt.kadis");
    let dossier = desk.the_letter(KADIS, "KEBERATAN pelapor");
    desk.post_to(NTT.0, &dossier.answered_by(KADIS, "SETUJU")).await;
    desk.the_letter(KADIS, "pelapor berkeberatan atas penanganan sebelumnya");
    assert_eq!(unit(&desk, "NTT-26-0001").await, "ntt.kadis");
    desk.post_to(NTT.0, &dossier.answered_by(KADIS, "TERUSKAN: Kesmas; segera dibuka")).await;
    assert_eq!(unit(&desk, "NTT-26-0001").await, "ntt.bid.kesmas");
    desk.the_letter("kesmas@dinkes-ntt.example", "segera dibuka");
}

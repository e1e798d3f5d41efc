//! A complaint that alleges wrongdoing: no unit that it may be about has it alone, whatever road it takes.

use penghubung::domain::Channel;

use super::desk::{BATANG, Desk, NTT};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, Sent, complaint, surat};

const HEAD: &str = "kadis@dinkes-batang.example";
const P2P: &str = "p2p@dinkes-batang.example";
const BRIBE: &str = "Petugas Puskesmas Bandar I minta uang pungli 50 ribu supaya didahulukan.";

async fn unit(desk: &Desk, number: &str) -> String {
    desk.store.complaint(number).await.unwrap().unwrap().unit
}

async fn is_supervision(desk: &Desk, number: &str) -> bool {
    desk.store.complaint(number).await.unwrap().unwrap().decision.supervision
}

/// An accusation on Batang's desk.
async fn accusation() -> (Desk, Sent) {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&surat(SITI).subject("Pungutan").says(BRIBE)).await;
    assert!(is_supervision(&desk, "BTG-26-0001").await);
    let letters: Vec<Sent> = desk.sent().into_iter().filter(|sent| sent.to != SITI_ADDRESS).collect();
    assert!(letters.iter().all(|sent| sent.to == DESK || sent.to == HEAD), "{letters:#?}");
    let letter = letters.into_iter().find(|sent| sent.subject.contains("Mohon tindak lanjut")).unwrap();
    (desk, letter)
}

/// What only may be an accusation goes to its unit without the reporter's name, and with it to the desk.
#[tokio::test]
async fn where_somebody_of_the_unit_may_be_meant_the_unit_does_not_read_who_complained_and_the_desk_does() {
    let mut desk = Desk::of(&[BATANG]).await;
    let hint = "Bidan Puskesmas Bandar I menyimpan kardus vitamin di warungnya. Saya Siti dari RT 2 melihatnya.";
    desk.post(&surat(SITI).subject("Vitamin").says(hint)).await;
    if is_supervision(&desk, "BTG-26-0001").await {
        panic!("the text is to be one that the words for wrongdoing do not know");
    }
    let unit = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    assert!(
        !unit.shows("Siti") && unit.shows("identitas pelapor dan surat aslinya ada pada meja pengaduan"),
        "{}",
        unit.body
    );
    let copy = desk.the_letter(DESK, "Mohon tindak lanjut");
    assert!(
        copy.shows("Siti") && copy.shows("karena laporan ini mungkin menyangkut petugas unit itu"),
        "{}",
        copy.body
    );
}

#[tokio::test]
async fn an_accusation_that_the_desk_passes_on_to_the_reported_stays_with_whoever_handles_it() {
    let (mut desk, letter) = accusation().await;
    let handles = unit(&desk, "BTG-26-0001").await;
    desk.post(&letter.answered_by(&letter.to, "TERUSKAN: Puskesmas Bandar I; mohon klarifikasi")).await;
    assert_eq!(unit(&desk, "BTG-26-0001").await, handles, "the reported unit handles nothing");
    let asked = desk.the_letter(PUSKESMAS, "dimintai keterangan");
    assert!(!asked.shows("Siti") && asked.shows("dirahasiakan"), "who complained is not told: {}", asked.body);
    desk.the_letter(&letter.to, "tanpa identitas pelapor");
    // Whatever the citizen says next, and every reminder, comes to whoever handles it.
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.post(&receipt.answered_by(SITI, "Kejadiannya Senin pagi di loket dua.")).await;
    desk.the_letter(&letter.to, "Senin pagi di loket dua");
    assert_eq!(desk.sent_to(PUSKESMAS).len(), 1);
    desk.later(chrono::TimeDelta::days(12));
    desk.remind().await;
    assert_eq!(desk.sent_to(PUSKESMAS).len(), 1, "it is neither reminded nor told anything more");
}

#[tokio::test]
async fn what_the_reported_write_is_an_account_and_never_an_answer_or_a_decision() {
    let (mut desk, letter) = accusation().await;
    desk.post(&letter.answered_by(&letter.to, "TERUSKAN: Puskesmas Bandar I; mohon klarifikasi")).await;
    let asked = desk.the_letter(PUSKESMAS, "dimintai keterangan");
    for words in [
        "JAWAB: Tidak pernah ada pungutan di puskesmas kami, mohon tidak memfitnah petugas kami lagi.",
        "KATEGORI tidak berkadar pengawasan",
        "TERUSKAN: P2P; bukan urusan kami",
        "SELESAI: sudah dibicarakan baik-baik dengan semua pihak",
        "MINTA DATA: siapa nama Bapak/Ibu dan siapa yang menyuruh?",
    ] {
        desk.post(&asked.answered_by(PUSKESMAS, words)).await;
    }
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1, "the receipt and nothing else");
    assert!(desk.sent_to(P2P).is_empty());
    assert!(is_supervision(&desk, "BTG-26-0001").await);
    let complaint = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert_eq!(
        (complaint.status.as_str(), complaint.unit.as_str()),
        ("open", unit(&desk, "BTG-26-0001").await.as_str())
    );
    assert!(desk.the_letter(&letter.to, "Tidak pernah ada pungutan").shows("keterangan Puskesmas Bandar I"));
    let told = desk.sent_to(PUSKESMAS);
    assert!(told.iter().all(|sent| !sent.shows("Siti")), "{told:#?}");
}

#[tokio::test]
async fn a_unit_that_calls_its_own_complaint_an_accusation_loses_it_to_the_desk() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    desk.post(&letter.answered_by(PUSKESMAS, "KATEGORI berkadar pengawasan")).await;
    assert_eq!(unit(&desk, "BTG-26-0001").await, "btg.sekretariat");
    desk.the_letter(DESK, "menilai laporan ini berkadar pengawasan");
    desk.the_letter(PUSKESMAS, "mohon tidak ditindaklanjuti lagi");
    // Its old token is dead: it cannot take that back, nor answer.
    desk.post(&letter.answered_by(PUSKESMAS, "KATEGORI tidak berkadar pengawasan")).await;
    assert!(is_supervision(&desk, "BTG-26-0001").await);
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.post(&receipt.answered_by(SITI, "Tambahan: kejadiannya hari Selasa siang.")).await;
    desk.the_letter(DESK, "Selasa siang");
    assert!(desk.sent_to(PUSKESMAS).iter().all(|sent| !sent.shows("Selasa siang")));
}

#[tokio::test]
async fn a_further_message_that_accuses_takes_the_complaint_from_the_unit_before_it_reads_it() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.events().await;
    desk.post(&receipt.answered_by(SITI, "Ternyata petugas loketnya minta uang pungli 20 ribu supaya cepat.")).await;
    assert!(is_supervision(&desk, "BTG-26-0001").await);
    assert_ne!(unit(&desk, "BTG-26-0001").await, "btg.pkm.bandar1");
    let told = desk.sent_to(PUSKESMAS);
    assert!(told.iter().all(|sent| !sent.shows("pungli") && !sent.shows("minta uang")), "{told:#?}");
    assert!(told.iter().any(|sent| sent.shows("mohon tidak ditindaklanjuti lagi")));
    let knows: Vec<Sent> = desk.sent().into_iter().filter(|sent| sent.shows("pungli 20 ribu")).collect();
    assert!(!knows.is_empty() && knows.iter().all(|sent| sent.to == DESK || sent.to == HEAD), "{knows:#?}");
    let events = desk.events().await;
    assert!(events.contains("NILAI") && events.contains("RUTE"), "{events}");
}

#[tokio::test]
async fn what_the_accused_has_drafted_leaves_by_no_approval_any_more() {
    const SEKRETARIS: &str = "sekretariat@dinkes-ntt.example";
    let mut desk = Desk::of(&[NTT]).await;
    let mail = surat(SITI).to(NTT.0).subject("Fogging").says("Kasus DBD banyak di kota, mohon fogging oleh provinsi.");
    desk.post_to(NTT.0, &mail).await;
    let proposal = desk.the_letter("kadis@dinkes-ntt.example", "Mohon disposisi");
    desk.post_to(NTT.0, &proposal.answered_by(&proposal.to, "SETUJU")).await;
    let disposisi = desk.the_letter("p2p@dinkes-ntt.example", "Mohon tindak lanjut");
    desk.post_to(NTT.0, &disposisi.answered_by(&disposisi.to, "JAWAB: Fogging kami laksanakan hari Rabu.")).await;
    let request = desk.the_letter(SEKRETARIS, "hari Rabu");
    let receipt = desk.the_letter(SITI_ADDRESS, "Tanda terima");
    let accuses = "Ternyata petugas foggingnya minta uang pungli 20 ribu tiap rumah.";
    desk.post_to(NTT.0, &receipt.answered_by(SITI, accuses)).await;
    assert!(is_supervision(&desk, "NTT-26-0001").await);
    let held = desk.store.letters(Some("held"), 10).await.unwrap();
    assert!(held.is_empty(), "its draft waits for nobody: {held:?}");
    desk.post_to(NTT.0, &request.answered_by(SEKRETARIS, "SETUJU")).await;
    let asked = |letter: &Sent| letter.subject.contains("PERSETUJUAN") && letter.to.starts_with("kadis");
    assert!(!desk.sent().iter().any(asked), "nobody is asked to approve it further");
    assert!(desk.sent_to(SITI_ADDRESS).iter().all(|letter| !letter.shows("hari Rabu")));
}

#[tokio::test]
async fn an_accusation_in_words_of_an_objection_is_not_taken_for_one_about_the_board() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.post(&receipt.answered_by(SITI, "KEBERATAN, petugas itu minta uang pungli lagi kepada saya.")).await;
    assert_ne!(unit(&desk, "BTG-26-0001").await, "btg.pkm.bandar1");
}

#[tokio::test]
async fn only_desk_or_head_say_that_an_accusation_is_none() {
    let mut desk = Desk::of(&[BATANG]).await;
    let danger = "Tolong! Anak saya kejang dan sesak berat sekarang di Puskesmas Bandar I, petugas minta uang pungli dulu baru \
                  mau menolong.";
    desk.post(&surat(SITI).subject("Tolong").says(danger)).await;
    let complaint = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert!(complaint.decision.emergency && complaint.decision.supervision, "{:?}", complaint.decision);
    let holder = desk.sent().into_iter().find(|sent| sent.subject.contains("Mohon tindak lanjut")).unwrap();
    assert!(desk.sent_to(HEAD).iter().any(|sent| sent.subject.contains("Mohon tindak lanjut")), "never it alone");
    if penghubung::decide::supervision::may_be_reported(
        &desk.practice.load().books["batang"].office,
        &penghubung::domain::UnitId(complaint.unit.clone()),
    ) {
        desk.post(&holder.answered_by(&holder.to, "KATEGORI tidak berkadar pengawasan")).await;
        desk.the_letter(&holder.to, "hanya meja pengaduan atau pimpinan");
        let receipt = desk.sent_to(SITI_ADDRESS).remove(0);
        desk.post(&receipt.answered_by(SITI, "Sekarang kami di depan loket.")).await;
        desk.the_letter(DESK, "di depan loket");
        desk.later(chrono::TimeDelta::days(12));
        desk.remind().await;
        let reminded = |to: &str| desk.sent_to(to).iter().filter(|sent| sent.subject.contains("Pengingat")).count();
        assert_eq!(reminded(DESK) > 0, reminded(&holder.to) > 0, "{:#?}", desk.sent());
    }
    assert!(is_supervision(&desk, "BTG-26-0001").await);
}

#[tokio::test]
async fn what_a_reported_unit_says_that_it_settled_on_the_spot_the_desk_sees_all_the_same() {
    let mut desk = Desk::of(&[BATANG]).await;
    let form = format!(
        "Kanal: tatap muka\nIsi: {BRIBE}\nStatus: selesai di tempat\nJawaban: Sudah kami jelaskan, pelapor menerima."
    );
    desk.post(&surat(PUSKESMAS).subject("[DAFTAR] laporan").says(&form)).await;
    let complaint = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert_eq!((complaint.channel, complaint.status.as_str()), (Channel::TatapMuka, "open"));
    assert_ne!(complaint.unit, "btg.pkm.bandar1");
    assert!(desk.sent().iter().any(|sent| (sent.to == DESK || sent.to == HEAD) && sent.shows("Mohon tindak lanjut")));
}

#[tokio::test]
async fn a_head_who_disposes_an_accusation_to_the_reported_leaves_it_with_the_desk() {
    const KADIS: &str = "kadis@dinkes-ntt.example";
    const SEKRETARIS: &str = "sekretariat@dinkes-ntt.example";
    const P2P: &str = "p2p@dinkes-ntt.example";
    let mut desk = Desk::of(&[NTT]).await;
    let mail = surat(SITI).to(NTT.0).subject("Fogging").says("Kasus DBD banyak di kota, mohon fogging oleh provinsi.");
    desk.post_to(NTT.0, &mail).await;
    let receipt = desk.the_letter(SITI_ADDRESS, "NTT-26-0001");
    let accuses = receipt
        .answered_by(SITI, "Petugas bidang P2P minta uang pungli supaya fogging jalan.")
        .to(receipt.reply_to.as_deref().unwrap());
    desk.post_to(NTT.0, &accuses).await;
    assert!(is_supervision(&desk, "NTT-26-0001").await);
    let proposal = desk.the_letter(KADIS, "Mohon disposisi");
    desk.post_to(NTT.0, &proposal.answered_by(KADIS, "DISPOSISI: P2P; mohon dijelaskan")).await;
    assert_eq!(unit(&desk, "NTT-26-0001").await, "ntt.sekretariat");
    desk.the_letter(SEKRETARIS, "disposisi");
    let asked = desk.the_letter(P2P, "dimintai keterangan");
    assert!(!asked.shows("Siti"), "{}", asked.body);
    desk.post_to(NTT.0, &asked.answered_by(P2P, "JAWAB: Tidak benar, petugas kami tidak pernah meminta uang.")).await;
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1);
    desk.the_letter(SEKRETARIS, "keterangan Bidang");
}

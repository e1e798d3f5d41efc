//! Dinas Kesehatan Provinsi NTT, NTT-01 to NTT-16.

use chrono::TimeDelta;
use connectors::scripted::Answer;
use connectors::{Fault, FaultKind, Outcome, Reach};
use penghubung::domain::Channel;

use super::office::{NTT, Office, PHONE, WARGA, WARGA_ADDRESS};

const P2P: &str = "p2p@dinkes-ntt.example";
const SEKRETARIS: &str = "sekretariat@dinkes-ntt.example";
const KADIS: &str = "kadis@dinkes-ntt.example";

#[tokio::test]
async fn ntt_11_the_keyword_of_1708_is_taken_off_at_lapor_and_on_a_modem_of_the_office() {
    let mut office = Office::open(NTT).await;
    office.lapor("9000002", "Aduan SMS", "NTT stok vaksin campak di gudang provinsi kosong").await;
    assert!(office.complaint().await.text.starts_with("stok vaksin"), "{}", office.complaint().await.text);
    office.sms(PHONE, "ntt stok vaksin polio di gudang provinsi kosong").await;
    assert!(office.complaint().await.text.starts_with("stok vaksin polio"), "{}", office.complaint().await.text);
}

#[tokio::test]
async fn ntt_10_ntt_12_a_report_of_lapor_has_both_clocks_and_its_answer_stands_there_after_approval() {
    let mut office = Office::open(NTT).await;
    office.lapor("9000003", "Vaksin", "Stok vaksin campak di gudang provinsi kosong dua minggu.").await;
    assert_eq!(office.due().await, ["ntt.lapor.nasional 2026-11-27 16.30", "ntt.lapor 2026-11-28 23.59"]);
    let complaint = office.complaint().await;
    let letter = office.desk.sent_to(P2P).remove(0);
    assert!(letter.body.contains("SP4N-LAPOR! 9000003"), "{}", letter.body);
    office.reply(&letter, P2P, "JAWAB: Vaksin dikirim dari Kupang hari Rabu.").await;
    assert!(office.texts(Channel::Lapor).is_empty(), "nothing leaves without approval");
    approve(&mut office, "hari Rabu").await;
    let posted = office.texts(Channel::Lapor);
    assert_eq!(posted.len(), 1);
    assert!(
        posted[0].1.contains("Vaksin dikirim dari Kupang") && posted[0].1.contains(&complaint.number),
        "{posted:?}"
    );
}

#[tokio::test]
async fn ntt_13_pejabat_penghubung_gets_what_is_undecided_and_what_could_not_be_delivered() {
    let mut office = Office::open(NTT).await;
    office.mail(WARGA, "Saya kecewa sekali, mohon diperhatikan.").await;
    let letter = office.letter(SEKRETARIS, "belum yakin");
    let refused = Fault::not_sent(Reach::Message, FaultKind::Recipient, "unknown user").with_outcome(Outcome::Refused);
    office.desk.sink.then(P2P, Answer::Fail(refused.with_code("550 5.1.1")));
    office.reply(&letter, SEKRETARIS, "TERUSKAN: P2P").await;
    let failed = office.letter(SEKRETARIS, "GAGAL KIRIM");
    assert!(failed.body.contains("BELUM"), "{}", failed.body);
    assert_eq!(office.lines("DITOLAK").await.len(), 1);
}

#[tokio::test]
async fn ntt_14_a_draft_is_verified_then_approved_and_each_word_is_in_the_log() {
    let mut office = Office::open(NTT).await;
    office.mail(WARGA, "Kasus DBD banyak di kota, mohon fogging oleh provinsi.").await;
    let letter = office.letter(P2P, "Mohon tindak lanjut");
    office.reply(&letter, P2P, "JAWAB: Fogging dilaksanakan hari Rabu.").await;
    let verify = office.letter(SEKRETARIS, "hari Rabu");
    assert!(verify.body.contains("Tanpa balasan, Bapak/Ibu tidak dianggap setuju"), "{}", verify.body);
    office.live(TimeDelta::days(5)).await;
    assert!(office.desk.sent_to(WARGA_ADDRESS).iter().all(|l| !l.body.contains("hari Rabu")), "silence is no consent");
    approve(&mut office, "hari Rabu").await;
    office.letter(WARGA_ADDRESS, "hari Rabu");
    let words = office.lines("SETUJU").await;
    assert_eq!(words.len(), 2, "{words:?}");
    assert_ne!(words[0]["aktor"], words[1]["aktor"]);
}

#[tokio::test]
async fn ntt_15_the_approved_answer_reaches_a_telephone_by_sms_and_a_mail_address_by_mail() {
    let mut office = Office::open(NTT).await;
    office.sms(PHONE, "NTT kasus DBD banyak di kota, mohon fogging oleh provinsi").await;
    let letter = office.letter(P2P, "Mohon tindak lanjut");
    office.reply(&letter, P2P, "JAWAB: Fogging dilaksanakan hari Rabu.").await;
    assert_eq!(office.texts(Channel::Sms).len(), 1, "the receipt");
    approve(&mut office, "hari Rabu").await;
    let texts = office.texts(Channel::Sms);
    assert!(texts.len() == 2 && texts[1].1.contains("hari Rabu") && texts[1].1.contains("NTT-26-0001"), "{texts:?}");
    assert!(office.clocks().await.iter().all(|clock| clock.met.is_some()));
}

#[tokio::test]
async fn ntt_16_each_role_is_an_address_and_has_its_own_part() {
    let mut office = Office::open(NTT).await;
    office.mail(WARGA, "Kasus DBD banyak di kota, mohon fogging oleh provinsi.").await;
    let letter = office.letter(P2P, "Mohon tindak lanjut");
    assert!(letter.body.contains("Kepala Bidang P2P"));
    office.reply(&letter, P2P, "JAWAB: Fogging dilaksanakan hari Rabu.").await;
    let verify = office.letter(SEKRETARIS, "hari Rabu");
    office.reply(&verify, P2P, "SETUJU").await;
    assert!(
        office.desk.sent_to(KADIS).iter().all(|l| !l.subject.contains("PERSETUJUAN")),
        "the drafter does not verify"
    );
    approve(&mut office, "hari Rabu").await;
    office.letter(WARGA_ADDRESS, "hari Rabu");
}

/// Secretary and head agree to the draft with these words.
async fn approve(office: &mut Office, words: &str) {
    for who in [SEKRETARIS, KADIS] {
        let asked: Vec<_> = office.desk.sent_to(who);
        let request = asked.into_iter().rfind(|l| l.subject.contains("PERSETUJUAN") && l.body.contains(words)).unwrap();
        office.reply(&request, who, "SETUJU").await;
    }
}

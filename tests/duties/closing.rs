//! How complaints end: the question, the words on it, silence, objections, and coming back.

use chrono::TimeDelta;

use super::desk::{BATANG, Desk, KADEMANGAN, NTT, at};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, Sent, complaint, surat};

const TTU: super::desk::Kotak = ("pengaduan@dinkes-ttu.example", "ttu", None);
const DINKES: &str = "pengaduan@dinkes-bondowoso.example";
const YANKES: &str = "yankes@dinkes-batang.example";
const ANSWER: &str = "JAWAB: Mulai Senin loket pendaftaran kami buka tiga, antrean dapat diambil sejak pukul 06.30.";

/// An office with one complaint of Siti's, answered.
async fn answered(kotak: super::desk::Kotak) -> Desk {
    let mut desk = Desk::of(&[kotak]).await;
    let text = "Saya antre di loket pendaftaran dari jam 7 sampai jam 12, loket hanya satu.";
    let text = if kotak == BATANG { "Saya antre di Puskesmas Bandar I dari jam 7 sampai jam 12." } else { text };
    desk.post_to(kotak.0, &surat(SITI).to(kotak.0).subject("Antrean lama").says(text)).await;
    let disposisi = desk.sent().into_iter().find(|l| l.to != SITI_ADDRESS).unwrap();
    let officer = disposisi.to.clone();
    desk.post_to(kotak.0, &disposisi.answered_by(&officer, ANSWER)).await;
    desk.events().await;
    desk
}

fn answer(desk: &Desk) -> Sent {
    desk.the_letter(SITI_ADDRESS, "loket pendaftaran kami buka tiga")
}

/// Siti answers the answer.
async fn siti_says(desk: &mut Desk, kotak: super::desk::Kotak, words: &str) {
    let mail = answer(desk).answered_by(SITI, words);
    desk.post_to(kotak.0, &mail).await;
}

/// Status and how it was closed.
async fn state(desk: &Desk, number: &str) -> (String, Option<&'static str>) {
    let complaint = desk.store.complaint(number).await.unwrap().unwrap();
    (complaint.status, complaint.closed_how.map(|how| how.word()))
}

/// Time passes, and whatever wants to be looked at is.
async fn live_until(desk: &Desk, end: &str) {
    while let Some(next) = desk.conclude.next_at().await.unwrap().filter(|next| *next <= at(end)) {
        desk.clock.set(next.max(desk.clock_now()));
        desk.work().await;
    }
    desk.clock.set(at(end));
    desk.work().await;
}

#[tokio::test]
async fn kdm_17_the_answer_asks_whether_the_reporter_is_content_and_says_until_when() {
    let desk = answered(KADEMANGAN).await;
    let letter = answer(&desk);
    assert!(letter.shows("PUAS atau TIDAK PUAS") && letter.shows("paling lambat Rabu, 2 Desember 2026"), "{letter:#?}");
    assert!(letter.shows("Dinas Kesehatan") && letter.shows("Ombudsman"), "{}", letter.body);
    let ending = desk.store.ending_of(1).await.unwrap().unwrap();
    let silence = ending.silence.expect("the wait is reckoned when the letter was taken");
    assert_eq!((silence.standard.as_str(), silence.within.as_str()), ("kdm.puas", "10 hari kerja"));
    assert!(!silence.skipped.is_empty(), "with its arithmetic: {silence:?}");
}

#[tokio::test]
async fn kdm_18_who_is_content_ends_it_and_hears_of_the_board_once() {
    let mut desk = answered(KADEMANGAN).await;
    siti_says(&mut desk, KADEMANGAN, "Puas, matur nuwun.").await;
    assert_eq!(state(&desk, "KDM-26-0001").await, ("closed".to_owned(), Some("selesai")));
    let closing = desk.the_letter(SITI_ADDRESS, "kami nyatakan SELESAI karena Bapak/Ibu menyatakan puas");
    assert!(closing.shows("papan pengumuman") && closing.shows("20 Desember 2026"), "{}", closing.body);
    assert_eq!(desk.events().await, "AMBIL TANGGAP TERIMA TUTUP NIAT NIAT KIRIM KIRIM DITERIMA DITERIMA");
    // He would rather not have it on the board; that opens nothing.
    desk.post_to(KADEMANGAN.0, &closing.answered_by(SITI, "KEBERATAN")).await;
    assert_eq!(state(&desk, "KDM-26-0001").await.0, "closed");
    assert!(desk.events().await.starts_with("AMBIL"));
}

#[tokio::test]
async fn kdm_18_silence_ends_it_after_ten_working_days_and_not_a_second_before() {
    let mut desk = answered(KADEMANGAN).await;
    let until = desk.store.ending_of(1).await.unwrap().unwrap().silence.unwrap().due.to_utc();
    desk.clock.set(until);
    desk.work().await;
    assert_eq!(state(&desk, "KDM-26-0001").await.0, "answered", "the last second is the citizen's");
    desk.later(TimeDelta::seconds(1));
    desk.work().await;
    assert_eq!(state(&desk, "KDM-26-0001").await, ("closed".to_owned(), Some("selesai_tanpa_tanggapan")));
    assert!(desk.the_letter(SITI_ADDRESS, "belum ada tanggapan").shows("SELESAI"));
    assert_eq!(desk.events().await, "TUTUP NIAT KIRIM DITERIMA");
}

#[tokio::test]
async fn kdm_19_who_is_not_content_is_referred_to_dinas_kesehatan_with_the_whole_dossier() {
    let mut desk = answered(KADEMANGAN).await;
    let before = desk.store.complaint("KDM-26-0001").await.unwrap().unwrap().unit;
    siti_says(&mut desk, KADEMANGAN, "Dereng puas, loket tetap satu. HP saya 081234567890.").await;
    let letter = desk.the_letter(DINKES, "KEBERATAN pelapor");
    for part in [
        "loket hanya satu",
        "buka tiga",
        "loket tetap satu",
        "Kronologi",
        "jawaban dikirim kepada pelapor",
        "14 hari kerja",
    ] {
        assert!(letter.shows(part), "{part}: {}", letter.body);
    }
    assert!(!letter.shows("081234567890"), "{}", letter.body);
    let told = desk.the_letter(SITI_ADDRESS, "kami teruskan beserta seluruh riwayatnya");
    assert!(told.shows("Dinas Kesehatan") && told.shows("Ombudsman"), "{}", told.body);
    let complaint = desk.store.complaint("KDM-26-0001").await.unwrap().unwrap();
    assert_eq!((complaint.status.as_str(), complaint.unit.as_str()), ("open", "bws.dinkes"));
    assert_ne!(before, complaint.unit);
    let clocks = desk.store.clocks_of(complaint.id).await.unwrap();
    assert!(
        clocks.iter().any(|clock| clock.deadline.standard == "kdm.keberatan" && clock.met.is_none()),
        "{clocks:#?}"
    );
    let events = desk.events().await;
    assert!(events.starts_with("AMBIL TANGGAP TERIMA") && events.contains("BUKA RUTE ESKALASI"), "{events}");
    // The Dinas answers; that asks again, and silence is awaited anew.
    desk.post_to(KADEMANGAN.0, &letter.answered_by(DINKES, "JAWAB: Kami menambah dua petugas loket mulai besok."))
        .await;
    assert!(desk.the_letter(SITI_ADDRESS, "dua petugas loket").shows("PUAS atau TIDAK PUAS"));
    assert_eq!(state(&desk, "KDM-26-0001").await.0, "answered");
    assert_eq!(desk.store.ending_of(complaint.id).await.unwrap().unwrap().objections, 1);
}

#[tokio::test]
async fn kdm_19_an_objection_to_the_answer_of_the_dinas_goes_there_again_with_a_new_clock() {
    let mut desk = answered(KADEMANGAN).await;
    siti_says(&mut desk, KADEMANGAN, "Tidak puas.").await;
    let letter = desk.the_letter(DINKES, "KEBERATAN pelapor");
    desk.post_to(KADEMANGAN.0, &letter.answered_by(DINKES, "JAWAB: Kami menambah dua petugas loket mulai besok."))
        .await;
    let second = desk.the_letter(SITI_ADDRESS, "dua petugas loket");
    desk.later(TimeDelta::days(1));
    desk.post_to(KADEMANGAN.0, &second.answered_by(SITI, "Masih belum puas")).await;
    assert_eq!(desk.sent_to(DINKES).iter().filter(|l| l.subject.contains("KEBERATAN")).count(), 2);
    assert_eq!(desk.store.ending_of(1).await.unwrap().unwrap().objections, 2);
    let clocks = desk.store.clocks_of(1).await.unwrap();
    let clock = clocks.iter().find(|clock| clock.deadline.standard == "kdm.keberatan").unwrap();
    assert!(clock.met.is_none() && clock.deadline.from.to_utc() > at("2026-11-21T00:00:00Z"), "{clock:?}");
}

#[tokio::test]
async fn ttu_05_elsewhere_an_objection_goes_to_whoever_stands_above_who_has_it_from_then_on() {
    let mut desk = answered(BATANG).await;
    siti_says(&mut desk, BATANG, "gak puas, antrenya masih sama saja").await;
    let complaint = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert_eq!((complaint.status.as_str(), complaint.unit.as_str()), ("open", "btg.bid.yankes"));
    let letter = desk.the_letter(YANKES, "KEBERATAN pelapor");
    assert!(desk.the_letter(PUSKESMAS, "antrenya masih sama saja").shows("untuk diketahui"));
    desk.post(&letter.answered_by(YANKES, "JAWAB: Antrean daring dibuka mulai pekan depan.")).await;
    assert!(desk.the_letter(SITI_ADDRESS, "Antrean daring").reply_to.is_some());
    let clocks = desk.store.clocks_of(complaint.id).await.unwrap();
    assert!(clocks.iter().all(|clock| clock.met.is_some()), "{clocks:#?}");
}

#[tokio::test]
async fn ttu_05_the_reporter_hears_of_the_end_and_the_clock_of_the_closing_rests_while_he_considers_the_answer() {
    let mut desk = answered(TTU).await;
    let clocks = desk.store.clocks_of(1).await.unwrap();
    assert!(clocks.iter().all(|clock| clock.met.is_some()), "{clocks:#?}");
    siti_says(&mut desk, TTU, "sonde puas").await;
    let clocks = desk.store.clocks_of(1).await.unwrap();
    let running = |id: &str| clocks.iter().any(|clock| clock.deadline.standard == id && clock.met.is_none());
    assert!(running("ttu.biasa") && running("ttu.ombudsman") && running("ttu.keberatan"), "{clocks:#?}");
    let told = desk.the_letter(SITI_ADDRESS, "kami teruskan beserta");
    assert!(told.shows("Ombudsman Republik Indonesia"), "{}", told.body);
}

#[tokio::test]
async fn thanks_for_a_receipt_and_a_puas_before_any_answer_end_nothing() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let receipt = desk.the_letter(SITI_ADDRESS, "Tanda terima");
    for words in ["Terima kasih.", "Puas, terima kasih atas respon cepatnya"] {
        desk.post(&receipt.answered_by(SITI, words)).await;
        assert_eq!(state(&desk, "BTG-26-0001").await.0, "open", "{words}");
    }
    // Sent before the answer was there, it is no word on the answer either.
    let early = desk.batch(&[receipt.answered_by(SITI, "Puas, terima kasih").raw()]);
    desk.later(TimeDelta::hours(1));
    desk.post(&desk.the_letter(PUSKESMAS, "Mohon tindak lanjut").answered_by(PUSKESMAS, ANSWER)).await;
    desk.source(BATANG.0).then(Ok(early));
    desk.collect(BATANG.0).await;
    desk.work().await;
    assert_eq!(state(&desk, "BTG-26-0001").await.0, "answered");
}

#[tokio::test]
async fn thanks_for_an_answer_leave_the_wait_as_it_is() {
    let mut desk = answered(BATANG).await;
    siti_says(&mut desk, BATANG, "Baik, terima kasih banyak pak.").await;
    assert_eq!(state(&desk, "BTG-26-0001").await.0, "answered");
    assert_eq!(desk.events().await, "AMBIL TANGGAP TERIMA", "and nobody needs a letter about it");
    live_until(&desk, "2026-12-20T03:00:00Z").await;
    assert_eq!(state(&desk, "BTG-26-0001").await.1, Some("selesai_tanpa_tanggapan"));
}

#[tokio::test]
async fn quoted_words_of_ours_are_not_his() {
    let mut desk = answered(BATANG).await;
    let quoted = "Saya cek dulu ke puskesmas.\n\nPada Jum, 20 Nov 2026 pukul 10.00 Layanan Pengaduan \
                  <pengaduan@dinkes-batang.example> menulis:\n> Mohon balas surel ini dengan kata PUAS atau TIDAK PUAS";
    siti_says(&mut desk, BATANG, quoted).await;
    assert_eq!(state(&desk, "BTG-26-0001").await.0, "answered");
    assert!(desk.the_letter(DESK, "tidak dapat memastikan").shows("Saya cek dulu"));
}

#[tokio::test]
async fn what_is_mixed_goes_to_a_person_whose_word_decides_and_silence_closes_nothing_meanwhile() {
    let mut desk = answered(BATANG).await;
    siti_says(&mut desk, BATANG, "Puas sekali menunggu 5 jam hari ini").await;
    let question = desk.the_letter(DESK, "tidak dapat memastikan");
    assert!(question.shows("Puas sekali menunggu 5 jam") && question.shows("buka tiga"), "{}", question.body);
    live_until(&desk, "2027-01-20T03:00:00Z").await;
    assert_eq!(state(&desk, "BTG-26-0001").await.0, "answered", "he was not silent");
    let asked = desk.sent_to(DESK).iter().filter(|l| l.shows("tidak dapat memastikan")).count();
    assert_eq!(asked, 5, "the desk is asked a few times, then it stands in the register");
    desk.post(&question.answered_by(DESK, "entahlah")).await;
    assert_eq!(state(&desk, "BTG-26-0001").await.0, "answered");
    assert!(desk.the_letter(DESK, "PUAS atau TIDAK").shows("BELUM dikirim"));
    desk.post(&question.answered_by(DESK, "TIDAK")).await;
    assert_eq!(state(&desk, "BTG-26-0001").await.0, "open");
    assert!(desk.the_letter(YANKES, "KEBERATAN pelapor").shows("menunggu 5 jam"));
    desk.post(&question.answered_by(DESK, "PUAS")).await;
    assert_eq!(state(&desk, "BTG-26-0001").await.0, "open", "what was decided is decided");
}

#[tokio::test]
async fn within_thirty_days_a_new_message_opens_it_again_and_later_ones_open_another_that_is_joined_to_it() {
    let mut desk = answered(BATANG).await;
    siti_says(&mut desk, BATANG, "Sudah puas, terima kasih").await;
    let closing = desk.the_letter(SITI_ADDRESS, "kami nyatakan SELESAI");
    desk.later(TimeDelta::days(20));
    desk.post(&closing.answered_by(SITI, "Ternyata hari ini loketnya hanya satu lagi.")).await;
    assert_eq!(state(&desk, "BTG-26-0001").await, ("open".to_owned(), None));
    assert!(desk.the_letter(PUSKESMAS, "hanya satu lagi").shows("Keterangan tambahan"));
    assert!(desk.the_letter(PUSKESMAS, "laporan dibuka kembali").shows("Tenggat"));
    desk.post(
        &desk
            .the_letter(PUSKESMAS, "Mohon tindak lanjut")
            .answered_by(PUSKESMAS, "JAWAB: Petugas sakit, kini sudah dua loket."),
    )
    .await;
    live_until(&desk, "2027-03-20T03:00:00Z").await;
    assert_eq!(state(&desk, "BTG-26-0001").await.1, Some("selesai_tanpa_tanggapan"));
    desk.post(&closing.answered_by(SITI, "Antrean di Puskesmas Bandar I lama lagi, dari jam 7 sampai jam 12.")).await;
    assert_eq!(state(&desk, "BTG-26-0001").await.0, "closed");
    let opened = desk.store.complaints(Some("batang"), 1).await.unwrap().remove(0);
    assert_ne!(opened.number, "BTG-26-0001");
    assert_eq!(desk.store.linked(opened.id).await.unwrap(), ["BTG-26-0001"]);
    // A late thank-you opens nothing.
    desk.post(&closing.answered_by(SITI, "terima kasih ya")).await;
    assert_eq!(desk.complaints("batang").await, 2);
}

#[tokio::test]
async fn where_silence_never_closes_it_stays_answered() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.reconfigure(|practice| {
        let mut book = practice.books["batang"].as_ref().clone();
        book.citizen.question = None;
        practice.books.insert("batang".to_owned(), std::sync::Arc::new(book));
    });
    desk.post(&complaint()).await;
    desk.post(&desk.the_letter(PUSKESMAS, "Mohon tindak lanjut").answered_by(PUSKESMAS, ANSWER)).await;
    assert!(!answer(&desk).shows("nyatakan selesai"), "{}", answer(&desk).body);
    live_until(&desk, "2027-12-20T03:00:00Z").await;
    assert_eq!(state(&desk, "BTG-26-0001").await.0, "answered");
    siti_says(&mut desk, BATANG, "puas").await;
    assert_eq!(state(&desk, "BTG-26-0001").await.1, Some("selesai"));
}

#[tokio::test]
async fn done_without_a_written_answer_tells_the_citizen_and_ends_by_the_same_rules() {
    for (words, told) in
        [("SELESAI: loket kedua sudah dibuka", "loket kedua sudah dibuka"), ("SELESAI", "telah selesai ditangani")]
    {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.post(&complaint()).await;
        desk.post(&desk.the_letter(PUSKESMAS, "Mohon tindak lanjut").answered_by(PUSKESMAS, words)).await;
        assert!(desk.the_letter(SITI_ADDRESS, told).shows("PUAS atau TIDAK PUAS"), "{words}");
        assert_eq!(state(&desk, "BTG-26-0001").await.0, "answered");
        live_until(&desk, "2026-12-20T03:00:00Z").await;
        assert_eq!(state(&desk, "BTG-26-0001").await.1, Some("selesai_tanpa_tanggapan"));
    }
}

#[tokio::test]
async fn ntt_06_done_without_a_written_answer_waits_for_the_approvers_as_an_answer_does() {
    let mut desk = Desk::of(&[NTT]).await;
    desk.post_to(NTT.0, &surat(SITI).to(NTT.0).says("Obat di gudang farmasi provinsi kosong.")).await;
    let proposal = desk.the_letter("kadis@dinkes-ntt.example", "Mohon disposisi");
    desk.post_to(NTT.0, &proposal.answered_by("kadis@dinkes-ntt.example", "DISPOSISI: P2P")).await;
    let disposisi = desk.the_letter("p2p@dinkes-ntt.example", "Mohon tindak lanjut");
    desk.post_to(NTT.0, &disposisi.answered_by(&disposisi.to, "SELESAI: obat sudah dikirim ke RSUD")).await;
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1, "the receipt, and nothing before the approval");
    for approver in ["sekretariat@dinkes-ntt.example", "kadis@dinkes-ntt.example"] {
        let request = desk.sent_to(approver).into_iter().find(|l| l.shows("PERSETUJUAN")).unwrap();
        assert!(request.shows("obat sudah dikirim ke RSUD"), "{}", request.body);
        desk.post_to(NTT.0, &request.answered_by(approver, "SETUJU")).await;
    }
    let written = desk.the_letter(SITI_ADDRESS, "obat sudah dikirim ke RSUD");
    assert!(
        written.shows("dalam 10 hari kerja sejak surel ini"),
        "nobody knew the day when it was written: {}",
        written.body
    );
}

#[tokio::test]
async fn an_answer_that_bounces_awaits_no_silence() {
    let mut desk = answered(BATANG).await;
    let letter = answer(&desk);
    let bounce = surat("MAILER-DAEMON@relay.example")
        .subject("Undelivered Mail Returned to Sender")
        .header("Content-Type: multipart/report; report-type=delivery-status; boundary=b")
        .says(&format!(
            "--b\nContent-Type: text/plain\n\ngagal\n--b\nContent-Type: message/delivery-status\n\n\
             Reporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; {SITI_ADDRESS}\nAction: failed\n\
             Status: 5.1.1\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <{}>\nSubject: x\n\nx\n--b--",
            letter.message_id
        ));
    desk.post(&bounce).await;
    assert_eq!(state(&desk, "BTG-26-0001").await.0, "open");
    live_until(&desk, "2027-01-20T03:00:00Z").await;
    assert_eq!(state(&desk, "BTG-26-0001").await.0, "open");
}

#[tokio::test]
async fn a_protected_reporter_stays_hidden_in_the_dossier_too() {
    let mut desk = Desk::of(&[BATANG]).await;
    let from = "Melati Wulandari <melati@warga.example>";
    let mail =
        surat(from).says("Petugas loket Puskesmas Bandar I kasar. Mohon nama saya dirahasiakan. Melati Wulandari");
    desk.post(&mail).await;
    let letter = desk.sent_to(PUSKESMAS).remove(0);
    desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: Petugas sudah kami tegur.")).await;
    let answer = desk.the_letter("melati@warga.example", "sudah kami tegur");
    desk.post(&answer.answered_by(from, "Saya, Melati, tidak puas.")).await;
    let dossier = desk.the_letter(YANKES, "KEBERATAN pelapor");
    assert!(dossier.shows("tidak puas") && dossier.shows("dirahasiakan"), "{}", dossier.body);
    for sent in desk.sent().iter().filter(|sent| sent.to != "melati@warga.example") {
        let raw = format!("{} {}", sent.subject, String::from_utf8_lossy(&sent.raw)).to_lowercase();
        assert!(!raw.contains("melati") && !raw.contains("wulandari"), "{sent:#?}");
    }
}

#[tokio::test]
async fn who_takes_a_complaint_back_before_it_is_answered_is_heard_and_the_desk_decides() {
    for (word, status) in [
        ("CABUT", "closed"),
        ("TIDAK", "open"),
        ("cabut ya, sdh kami telp ybs", "closed"),
        ("Tidak, masih ingin diproses kata beliau", "open"),
    ] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.post(&complaint()).await;
        let wish = "Saya ingin mencabut laporan saya BTG-26-0001 karena loket sudah dibuka.";
        desk.post(&surat(SITI).subject("cabut").says(wish)).await;
        assert!(desk.the_letter(SITI_ADDRESS, "Permintaan Bapak/Ibu untuk mencabut").shows("sedang dipastikan"));
        desk.the_letter(PUSKESMAS, "loket sudah dibuka");
        let asked = desk.the_letter(DESK, "pelapor mencabut laporan?");
        assert!(asked.shows("loket sudah dibuka") && !asked.shows("PUAS"), "{}", asked.body);
        desk.post(&asked.answered_by(DESK, word)).await;
        desk.work().await;
        assert_eq!(desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().status, status, "{word}");
        assert!(!desk.sent_to(DESK).iter().any(|sent| sent.shows("satu kata saja")), "{word}");
        if status == "closed" {
            desk.the_letter(PUSKESMAS, "tidak perlu ditindaklanjuti lagi");
            desk.the_letter(SITI_ADDRESS, "DICABUT");
        }
    }
}

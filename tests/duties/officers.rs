//! What officers and approvers write, and what of it reaches the citizen.

use super::desk::{BATANG, Desk, KADEMANGAN, NTT};
use super::letters::{PUSKESMAS, SITI, SITI_ADDRESS, Sent, complaint, surat};

const ANSWER: &str = "JAWAB: Mulai Senin loket pendaftaran kami buka tiga, antrean dapat diambil sejak pukul 06.30.";
const ASKED: &str = "AMBIL BALAS NIAT KIRIM DITERIMA";

/// A complaint on Batang's desk and its disposisi; the log so far is read.
async fn with_disposisi() -> (Desk, Sent) {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    desk.events().await;
    (desk, letter)
}

/// How many letters the citizen has beside the receipt.
fn to_citizen(desk: &Desk) -> usize {
    desk.sent_to(SITI_ADDRESS).len() - 1
}

#[tokio::test]
async fn an_answer_goes_to_the_citizen_once_and_ends_the_clock() {
    let (mut desk, letter) = with_disposisi().await;
    desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    assert!(desk.the_letter(SITI_ADDRESS, "buka tiga").reply_to.is_some());
    let complaint = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert_eq!(complaint.status, "answered");
    assert!(desk.store.clocks_of(complaint.id).await.unwrap().iter().all(|clock| clock.met.is_some()));
    assert_eq!(desk.events().await, ASKED);
}

#[tokio::test]
async fn the_same_answer_twice_is_mirrored_once_even_in_one_batch() {
    let (mut desk, letter) = with_disposisi().await;
    let twice = [letter.answered_by(PUSKESMAS, ANSWER), letter.answered_by(PUSKESMAS, &ANSWER.replace(' ', "  "))];
    desk.come(BATANG.0, &twice.map(|mail| mail.raw())).await;
    desk.work().await;
    desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    assert_eq!(to_citizen(&desk), 1);
    assert_eq!(desk.sent_to(PUSKESMAS).len(), 3, "the disposisi and two notes that it was there already");
    assert!(desk.events().await.starts_with("AMBIL BALAS NIAT KIRIM DITERIMA BALAS NIAT KIRIM DITERIMA AMBIL BALAS"));
}

#[tokio::test]
async fn prose_after_an_answer_is_asked_back() {
    let (mut desk, letter) = with_disposisi().await;
    desk.reconfigure(|practice| practice.prose = penghubung::duties::ProseAnswers::Send);
    desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    let prose =
        "Yth. Bapak/Ibu Pelapor, kursi tunggu di loket sudah kami tambah dua puluh buah sejak kemarin. Terima kasih.";
    desk.post(&letter.answered_by(PUSKESMAS, prose)).await;
    assert_eq!(to_citizen(&desk), 1);
    assert!(desk.the_letter(PUSKESMAS, "sudah pernah dijawab").shows("kursi tunggu"));
    assert_eq!(desk.events().await, format!("{ASKED} {ASKED}"));
}

#[tokio::test]
async fn siap_and_an_absent_officer_reach_nobody() {
    let (mut desk, letter) = with_disposisi().await;
    desk.post(&letter.answered_by(PUSKESMAS, "siap")).await;
    assert_eq!(desk.events().await, "AMBIL BALAS");
    let away = letter.answered_by(PUSKESMAS, "Saya sedang cuti sampai 30 November.");
    desk.post(&away.header("Auto-Submitted: auto-replied")).await;
    assert_eq!(desk.events().await, "AMBIL TERIMA");
    assert_eq!(desk.sent().len(), 2);
}

#[tokio::test]
async fn a_disposisi_that_moves_takes_the_old_units_voice_with_it() {
    let (mut desk, letter) = with_disposisi().await;
    let teruskan = letter.answered_by(PUSKESMAS, "TERUSKAN: P2P, bukan kewenangan kami");
    let again = letter.answered_by(PUSKESMAS, "TERUSKAN: p2p");
    desk.come(BATANG.0, &[teruskan.raw(), again.raw()]).await;
    desk.work().await;
    let new = desk.the_letter("p2p@dinkes-batang.example", "diteruskan oleh");
    assert_ne!(new.reply_to, letter.reply_to);
    desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    assert_eq!(to_citizen(&desk), 0, "the old token is dead, and so is the old letter");
    desk.post(&new.answered_by("p2p@dinkes-batang.example", ANSWER)).await;
    assert_eq!(to_citizen(&desk), 1);
    // He hears that it moved; the desk hears of what waits in the pen, and its writer that it does.
    let both = "NIAT NIAT KIRIM KIRIM DITERIMA DITERIMA";
    let moved = format!("AMBIL BALAS RUTE {both} KARANTINA {both}");
    assert_eq!(desk.events().await, format!("{moved} AMBIL KARANTINA {both} {ASKED}"));
}

#[tokio::test]
async fn an_unknown_unit_is_asked_back() {
    let (mut desk, letter) = with_disposisi().await;
    desk.post(&letter.answered_by(PUSKESMAS, "TERUSKAN: Dinas Perhubungan Laut")).await;
    assert!(desk.the_letter(PUSKESMAS, "tidak dikenali").reply_to.is_some());
    assert_eq!(desk.events().await, ASKED);
}

#[tokio::test]
async fn a_question_goes_to_the_citizen_and_the_clock_goes_on() {
    let (mut desk, letter) = with_disposisi().await;
    desk.post(&letter.answered_by(PUSKESMAS, "MINTA DATA: Hari dan jam berapa kejadiannya?")).await;
    let question = desk.the_letter(SITI_ADDRESS, "jam berapa kejadiannya");
    desk.post(&question.answered_by(SITI, "Jumat jam 7 pagi.")).await;
    assert!(desk.the_letter(PUSKESMAS, "Jumat jam 7 pagi").reply_to.is_some());
    let complaint = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert!(desk.store.clocks_of(complaint.id).await.unwrap().iter().all(|clock| clock.met.is_none()));
    assert_eq!(desk.events().await, format!("{ASKED} AMBIL TERIMA NIAT KIRIM DITERIMA"));
}

#[tokio::test]
async fn a_plan_meets_the_plan_clock_and_not_the_one_behind_it() {
    let mut desk = Desk::of(&[KADEMANGAN]).await;
    desk.post_to(KADEMANGAN.0, &surat(SITI).to(KADEMANGAN.0).says("Loket pendaftaran lama sekali, mohon ditambah."))
        .await;
    let disposisi = desk.sent().into_iter().find(|l| l.to != SITI_ADDRESS).unwrap();
    desk.events().await;
    let plan = disposisi.answered_by(&disposisi.to, "RENCANA: menambah satu loket pekan depan");
    desk.post_to(KADEMANGAN.0, &plan.to(disposisi.reply_to.as_deref().unwrap())).await;
    let complaint = desk.store.complaints(Some("kademangan"), 1).await.unwrap().remove(0);
    let clocks = desk.store.clocks_of(complaint.id).await.unwrap();
    let met = |stop: &str| clocks.iter().filter(|c| c.stops_at == stop).all(|c| c.met.is_some());
    assert!(clocks.len() >= 3 && met("receipt") && met("plan") && !met("closing"), "{clocks:#?}");
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1, "a plan is not told to the citizen");
    let events = desk.events().await;
    assert!(events.starts_with("AMBIL BALAS NIAT NIAT NIAT NIAT"), "a note, and the three roles of KDM-14: {events}");
}

const SEKRETARIS: &str = "sekretariat@dinkes-ntt.example";
const KADIS: &str = "kadis@dinkes-ntt.example";
const P2P: &str = "p2p@dinkes-ntt.example";

/// A complaint in NTT, answered by P2P: the answer waits for the secretary, then the head.
async fn with_draft() -> (Desk, Sent, Sent) {
    let mut desk = Desk::of(&[NTT]).await;
    let mail = surat(SITI).to(NTT.0).subject("Fogging").says("Kasus DBD banyak di kota, mohon fogging oleh provinsi.");
    desk.post_to(NTT.0, &mail).await;
    let proposal = desk.the_letter(KADIS, "Mohon disposisi");
    ntt(&mut desk, &proposal, KADIS, "SETUJU").await;
    let disposisi = desk.the_letter(P2P, "Mohon tindak lanjut");
    ntt(&mut desk, &disposisi, P2P, "JAWAB: Fogging kami laksanakan hari Rabu di tiga kelurahan.").await;
    let request = desk.the_letter(SEKRETARIS, "hari Rabu");
    desk.events().await;
    (desk, disposisi, request)
}

/// How often the head was asked to approve.
fn asked_to_approve(desk: &Desk) -> usize {
    desk.sent_to(KADIS).iter().filter(|letter| letter.subject.contains("PERSETUJUAN")).count()
}

async fn ntt(desk: &mut Desk, letter: &Sent, from: &str, text: &str) {
    desk.post_to(NTT.0, &letter.answered_by(from, text)).await;
}

#[tokio::test]
async fn nothing_leaves_before_the_last_approver_has_agreed() {
    let (mut desk, _, request) = with_draft().await;
    assert_eq!(to_citizen(&desk), 0);
    ntt(&mut desk, &request, SEKRETARIS, "SETUJU").await;
    assert_eq!(to_citizen(&desk), 0);
    let second = desk.the_letter(KADIS, "hari Rabu");
    ntt(&mut desk, &second, SEKRETARIS, "SETUJU").await;
    assert_eq!(to_citizen(&desk), 0, "the head's word is the head's");
    ntt(&mut desk, &second, KADIS, "Setuju").await;
    assert!(desk.the_letter(SITI_ADDRESS, "hari Rabu").reply_to.is_some());
    let first = "AMBIL BALAS SETUJU NIAT KIRIM DITERIMA";
    // And whoever drafted it hears that it has left.
    let last = "AMBIL BALAS SETUJU KIRIM DITERIMA NIAT KIRIM DITERIMA";
    assert_eq!(desk.events().await, format!("{first} AMBIL KARANTINA NIAT KIRIM DITERIMA {last}"));
}

#[tokio::test]
async fn a_draft_that_is_sent_back_is_dead() {
    let (mut desk, disposisi, request) = with_draft().await;
    ntt(&mut desk, &request, SEKRETARIS, "PERBAIKI: sebut nama kelurahannya").await;
    assert!(desk.the_letter(P2P, "sebut nama kelurahannya").reply_to.is_some());
    ntt(&mut desk, &request, SEKRETARIS, "SETUJU").await;
    assert_eq!(asked_to_approve(&desk), 0, "nobody is asked about a dead draft");
    ntt(&mut desk, &disposisi, P2P, "JAWAB: Fogging hari Rabu di Oesapa, Lasiana dan Liliba.").await;
    let fresh = desk.the_letter(SEKRETARIS, "Lasiana");
    ntt(&mut desk, &fresh, SEKRETARIS, "SETUJU").await;
    let second = desk.the_letter(KADIS, "Lasiana");
    ntt(&mut desk, &second, KADIS, "SETUJU").await;
    assert_eq!(to_citizen(&desk), 1);
    assert!(desk.the_letter(SITI_ADDRESS, "Lasiana").reply_to.is_some());
    let events = desk.events().await;
    assert!(events.starts_with("AMBIL BALAS TOLAK NIAT KIRIM DITERIMA AMBIL BALAS NIAT KIRIM DITERIMA"), "{events}");
    assert!(events.ends_with("AMBIL BALAS SETUJU KIRIM DITERIMA NIAT KIRIM DITERIMA"), "{events}");
    assert_eq!(desk.sent_to(P2P).iter().filter(|letter| letter.shows("telah dikirim kepada pelapor")).count(), 1);
}

#[tokio::test]
async fn an_approval_is_for_its_own_draft_and_an_older_draft_gives_way_to_a_newer() {
    let (mut desk, disposisi, old) = with_draft().await;
    ntt(&mut desk, &disposisi, P2P, "JAWAB: Ralat, fogging kami laksanakan hari Kamis.").await;
    let new = desk.the_letter(SEKRETARIS, "hari Kamis");
    ntt(&mut desk, &old, SEKRETARIS, "SETUJU").await;
    assert_eq!((to_citizen(&desk), asked_to_approve(&desk)), (0, 0));
    ntt(&mut desk, &new, SEKRETARIS, "SETUJU").await;
    let second = desk.the_letter(KADIS, "hari Kamis");
    ntt(&mut desk, &second, KADIS, "SETUJU").await;
    assert_eq!(to_citizen(&desk), 1);
    assert!(desk.the_letter(SITI_ADDRESS, "hari Kamis").reply_to.is_some());
    let events = desk.events().await;
    assert_eq!(events.matches("SETUJU").count(), 2, "{events}");
}

#[tokio::test]
async fn an_approvers_machine_that_quotes_his_word_has_not_agreed() {
    let (mut desk, _, request) = with_draft().await;
    let away = request.answered_by(SEKRETARIS, "SETUJU").header("Auto-Submitted: auto-replied");
    desk.post_to(NTT.0, &away).await;
    ntt(&mut desk, &request, SEKRETARIS, "SETUJU tapi tolong dicek lagi alamatnya").await;
    assert_eq!((to_citizen(&desk), asked_to_approve(&desk)), (0, 0));
    for _ in 0..3 {
        desk.later(chrono::TimeDelta::days(1));
        desk.work().await;
    }
    assert_eq!(to_citizen(&desk), 0, "silence is no consent, and a held letter is not sent");
    assert_eq!(desk.events().await, format!("AMBIL TERIMA {ASKED}"));
}

#[tokio::test]
async fn a_unit_that_gets_a_copy_of_everything_gets_it_of_every_disposisi_and_handles_nothing() {
    const YANKES: &str = "yankes@dinkes-batang.example";
    let mut desk = Desk::of(&[BATANG]).await;
    desk.reconfigure(|practice| {
        let mut book = practice.books["batang"].as_ref().clone();
        book.office.copies = vec![penghubung::domain::UnitId("btg.bid.yankes".to_owned())];
        practice.books.insert("batang".to_owned(), std::sync::Arc::new(book));
    });
    desk.post(&complaint()).await;
    let copy = desk.the_letter(YANKES, "Mohon tindak lanjut");
    assert!(copy.shows("tembusan untuk diketahui") && copy.shows("yang menangani"), "{}", copy.body);
    desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    assert_eq!(desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().unit, "btg.pkm.bandar1");
}

#[tokio::test]
async fn an_approver_who_says_more_than_setuju_is_asked_for_a_decision_and_may_give_it_to_the_question() {
    let (mut desk, _, request) = with_draft().await;
    ntt(&mut desk, &request, SEKRETARIS, "Setuju, tapi tolong dicek lagi alamatnya").await;
    let asks = desk.the_letter(SEKRETARIS, "Mohon kejelasan");
    assert!(
        asks.shows("Yth. Sekretaris") && asks.shows("dicek lagi alamatnya") && asks.shows("TOLAK: ..."),
        "{asks:#?}"
    );
    assert!(!asks.shows("RENCANA") && !asks.shows("bukan keputusan"), "{asks:#?}");
    ntt(&mut desk, &asks, SEKRETARIS, "SETUJU").await;
    assert_eq!(asked_to_approve(&desk), 1);
}

#[tokio::test]
async fn a_refusal_says_so_to_the_drafter_by_name_and_to_who_had_agreed() {
    let (mut desk, _, request) = with_draft().await;
    ntt(&mut desk, &request, SEKRETARIS, "SETUJU").await;
    let second = desk.the_letter(KADIS, "hari Rabu");
    ntt(&mut desk, &second, KADIS, "TOLAK: belum ada anggarannya").await;
    let told = desk.the_letter(P2P, "DITOLAK");
    assert!(told.shows("belum ada anggarannya") && told.shows("jawaban baru") && !told.shows("ntt.kadis"), "{told:#?}");
    assert!(desk.the_letter(SEKRETARIS, "DITOLAK").shows("belum ada anggarannya"));
}

#[tokio::test]
async fn a_head_who_agrees_with_more_words_may_agree_by_number() {
    let mut desk = Desk::of(&[NTT]).await;
    let mail = surat(SITI).to(NTT.0).subject("Fogging").says("Kasus DBD banyak di kota, mohon fogging oleh provinsi.");
    desk.post_to(NTT.0, &mail).await;
    let proposal = desk.the_letter(KADIS, "Mohon disposisi");
    ntt(&mut desk, &proposal, KADIS, "Setuju, tapi laporkan hasilnya ke saya").await;
    let asks = desk.the_letter(KADIS, "Mohon kejelasan");
    assert!(asks.shows("1. setuju dengan usul") && asks.shows("DISPOSISI: unit"), "{asks:#?}");
    assert!(desk.sent_to(P2P).is_empty() && !asks.shows("RENCANA"), "{asks:#?}");
    ntt(&mut desk, &asks, KADIS, "1").await;
    desk.the_letter(P2P, "Mohon tindak lanjut");
}

#[tokio::test]
async fn what_stands_behind_an_estimate_is_not_lost_unsaid_and_names_are_names() {
    let (mut desk, letter) = with_disposisi().await;
    desk.post(&letter.answered_by(PUSKESMAS, "ESTIMASI: 3 hari. Sopir baru sedang direkrut.")).await;
    assert!(desk.the_letter(PUSKESMAS, "perkiraan selesai").shows("tidak dikirim"));
    desk.post(&letter.answered_by(PUSKESMAS, "TUNDA 3 hari: sopir cuti")).await;
    assert!(desk.the_letter(PUSKESMAS, "tidak membuka perpanjangan").shows("tenggat tetap"));
    desk.post(&letter.answered_by(PUSKESMAS, "TERUSKAN: P2P, bukan kewenangan kami")).await;
    let new = desk.the_letter("p2p@dinkes-batang.example", "diteruskan oleh");
    assert!(new.shows("Puskesmas Bandar I") && !new.shows("btg.pkm"), "{new:#?}");
    assert!(!letter.shows("GRADE"), "Batang does not grade");
}

#[tokio::test]
async fn what_stands_below_a_short_command_is_kept_as_a_note_and_he_is_told_so() {
    for (text, word) in [
        ("ESTIMASI: 3 hari\nSopir baru sedang direkrut bagian umum.", "CATATAN"),
        ("KATEGORI aspirasi\nSopir baru sedang direkrut bagian umum.", "CATATAN"),
        ("RENCANA: menambah loket\nSopir baru sedang direkrut bagian umum.", "RENCANA"),
        ("SELESAI: loket ditambah\nSopir baru sedang direkrut bagian umum.", "SELESAI"),
    ] {
        let (mut desk, letter) = with_disposisi().await;
        desk.post(&letter.answered_by(PUSKESMAS, text)).await;
        let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
        let orders = tx.orders(1).await.unwrap();
        let kept = orders.iter().any(|order| order.word == word && order.text.contains("Sopir baru sedang direkrut"));
        assert!(kept, "{text}: {orders:?}");
        if word == "CATATAN" {
            desk.the_letter(PUSKESMAS, "disimpan sebagai catatan internal");
            assert!(desk.sent_to(SITI_ADDRESS).iter().all(|letter| !letter.shows("Sopir")));
        }
    }
}

/// His answer with a document hanging on it.
fn with_document(letter: &Sent, from: &str, words: &str) -> super::letters::Surat {
    let parts = format!(
        "--b\r\nContent-Type: text/plain\r\n\r\n{words}\r\n--b\r\nContent-Type: application/pdf; name=jadwal.pdf\r\n\
         Content-Disposition: attachment; filename=jadwal.pdf\r\n\r\n%PDF jadwal\r\n--b--\r\n"
    );
    letter.answered_by(from, "").header("Content-Type: multipart/mixed; boundary=b").says(&parts)
}

#[tokio::test]
async fn a_document_on_an_answer_goes_with_it_once_those_who_approve_have_seen_it() {
    let (mut desk, disposisi, _) = with_draft().await;
    let mail = with_document(&disposisi, P2P, "JAWAB: Ralat, jadwal fogging kami lampirkan.");
    desk.post_to(NTT.0, &mail.to(disposisi.reply_to.as_deref().unwrap())).await;
    for approver in [SEKRETARIS, KADIS] {
        let request = desk.the_letter(approver, "kami lampirkan");
        assert!(request.shows("ikut dikirim") && request.shows_file("jadwal.pdf"), "{}", request.body);
        ntt(&mut desk, &request, approver, "SETUJU").await;
    }
    let answer = desk.the_letter(SITI_ADDRESS, "kami lampirkan");
    assert!(answer.shows("Berkas terlampir: jadwal.pdf") && answer.shows_file("jadwal.pdf"), "{}", answer.body);
    assert_eq!(connectors::mime::files(&answer.raw).len(), 1, "the document, and nothing of the mail it hung on");
}

#[tokio::test]
async fn where_nobody_approves_a_document_stays_and_the_officer_is_told() {
    let (mut desk, letter) = with_disposisi().await;
    desk.post(&with_document(&letter, PUSKESMAS, ANSWER)).await;
    let answer = desk.the_letter(SITI_ADDRESS, "buka tiga");
    assert!(connectors::mime::files(&answer.raw).is_empty() && !answer.shows("Berkas"));
    desk.the_letter(PUSKESMAS, "jadwal.pdf TIDAK disertakan");
}

#[tokio::test]
async fn what_the_head_writes_on_his_copy_is_a_note_to_whoever_handles_it_and_never_an_answer() {
    const HEAD: &str = "kadis@dinkes-batang.example";
    for text in [
        "Tolong segera diselesaikan, laporkan hasilnya ke saya.",
        "Loket baru dibuka minggu depan sesuai rapat kemarin.",
    ] {
        let mut desk = Desk::of(&[BATANG]).await;
        desk.reconfigure(|practice| {
            practice.prose = penghubung::duties::ProseAnswers::Send;
            let mut book = practice.books["batang"].as_ref().clone();
            book.office.copies = vec![penghubung::domain::UnitId("btg.kadis".to_owned())];
            practice.books.insert("batang".to_owned(), std::sync::Arc::new(book));
        });
        desk.post(&complaint()).await;
        let copy = desk.the_letter(HEAD, "Mohon tindak lanjut");
        desk.post(&copy.answered_by(HEAD, text)).await;
        assert_eq!(to_citizen(&desk), 0, "{text}");
        assert!(desk.the_letter(PUSKESMAS, "catatan").shows(text), "{text}");
        assert!(desk.the_letter(HEAD, "catatan disampaikan").shows("DISPOSISI"));
        desk.post(&copy.answered_by(HEAD, "JAWAB: Loket kami tambah mulai Senin.")).await;
        assert_eq!(to_citizen(&desk), 1, "a command is a command");
    }
}

#[tokio::test]
async fn a_complaint_proposed_anew_takes_no_copies_of_the_first_proposal_along() {
    const YANKES: &str = "yankes@dinkes-ntt.example";
    let mut desk = Desk::of(&[NTT]).await;
    desk.reconfigure(|practice| {
        let mut book = practice.books["ntt"].as_ref().clone();
        for rule in &mut book.rules.rules {
            rule.also = vec![penghubung::domain::UnitId("ntt.bid.yankes".to_owned())];
        }
        practice.books.insert("ntt".to_owned(), std::sync::Arc::new(book));
    });
    let mail = surat(SITI).to(NTT.0).subject("Fogging").says("Kasus DBD banyak di kota, mohon fogging oleh provinsi.");
    desk.post_to(NTT.0, &mail).await;
    let proposal = desk.the_letter(KADIS, "Mohon disposisi");
    ntt(&mut desk, &proposal, SEKRETARIS, "TERUSKAN: Bidang Kesehatan Masyarakat").await;
    let anew = desk.sent_to(KADIS).into_iter().rfind(|letter| letter.subject.contains("isposisi")).unwrap();
    assert!(anew.shows("Kesehatan Masyarakat"), "{}", anew.body);
    ntt(&mut desk, &anew, KADIS, "SETUJU").await;
    assert!(desk.sent_to(YANKES).is_empty(), "{:#?}", desk.sent_to(YANKES));
    assert_eq!(desk.store.complaint("NTT-26-0001").await.unwrap().unwrap().unit, "ntt.bid.kesmas");
}

//! Who approves whose words, who hears what became of a draft, and what a late word still does.

use super::desk::{BATANG, Desk, KADEMANGAN, NTT};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, Sent, complaint, surat};

const SEKRETARIS: &str = "sekretariat@dinkes-ntt.example";
const KADIS: &str = "kadis@dinkes-ntt.example";
const P2P: &str = "p2p@dinkes-ntt.example";

async fn ntt(desk: &mut Desk, letter: &Sent, from: &str, text: &str) {
    desk.post_to(NTT.0, &letter.answered_by(from, text)).await;
}

/// A complaint in NTT before the head.
async fn proposed() -> (Desk, Sent) {
    let mut desk = Desk::of(&[NTT]).await;
    let mail = surat(SITI).to(NTT.0).subject("Fogging").says("Kasus DBD banyak di kota, mohon fogging oleh provinsi.");
    desk.post_to(NTT.0, &mail).await;
    let proposal = desk.the_letter(KADIS, "Mohon disposisi");
    (desk, proposal)
}

/// One that P2P has answered: the draft lies before the secretary.
async fn drafted() -> (Desk, Sent, Sent) {
    let (mut desk, proposal) = proposed().await;
    ntt(&mut desk, &proposal, KADIS, "SETUJU").await;
    let disposisi = desk.the_letter(P2P, "Mohon tindak lanjut");
    ntt(&mut desk, &disposisi, P2P, "JAWAB: Fogging kami laksanakan hari Rabu di tiga kelurahan.").await;
    let request = desk.the_letter(SEKRETARIS, "hari Rabu");
    (desk, disposisi, request)
}

/// The letter below a reply, as a program quotes it that marks only the first of the lines into which it breaks one.
fn quoted_badly(letter: &Sent) -> String {
    let mut quoted = "Pada Sab, 28 Nov 2026 10.40, Dinas <pengaduan@dinkes-ntt.example> menulis:\n".to_owned();
    for line in letter.body.lines() {
        let (mut row, mut first) = (String::from("> "), true);
        for word in line.split_whitespace() {
            if row.chars().count() + word.chars().count() > 66 {
                quoted.push_str(row.trim_end());
                quoted.push('\n');
                row.clear();
                first = false;
            }
            row.push_str(word);
            row.push(' ');
        }
        quoted.push_str(if first && row.len() == 2 { ">" } else { row.trim_end() });
        quoted.push('\n');
    }
    quoted
}

#[tokio::test]
async fn a_consent_is_a_consent_however_the_letter_comes_back_below_it() {
    let (mut desk, _, request) = drafted().await;
    let forwarded = |letter: &Sent| {
        format!(
            "---------- Forwarded message ---------\nDari: Dinas <pengaduan@dinkes-ntt.example>\nDate: Sab, 28 Nov 2026 10.40\n\
             Subject: {}\nTo: <sekretariat@dinkes-ntt.example>\n\n{}",
            letter.subject, letter.body
        )
    };
    ntt(&mut desk, &request, SEKRETARIS, &format!("Setuju\n\n{}", quoted_badly(&request))).await;
    let second = desk.the_letter(KADIS, "PERSETUJUAN");
    let changed = forwarded(&second).replace("hari Rabu", "hari Kamis");
    ntt(&mut desk, &second, KADIS, &format!("Saya setuju, kirim saja. Terima kasih\n\n{changed}")).await;
    assert!(desk.the_letter(KADIS, "Mohon kejelasan").shows("Kamis"), "what he changed below is no consent");
    let agreed = format!("Saya setuju, kirim saja. Terima kasih\n\n{}", forwarded(&second));
    let passed_on = second.answered_by(KADIS, &agreed).subject(&format!("Fwd: {}", second.subject));
    desk.post_to(NTT.0, &passed_on).await;
    desk.the_letter(SITI_ADDRESS, "hari Rabu");
}

#[tokio::test]
async fn what_an_approver_wants_done_beside_the_text_reaches_whom_it_names_or_the_writer_and_the_desk() {
    const YANKES: &str = "yankes@dinkes-ntt.example";
    let (mut desk, _, request) = drafted().await;
    ntt(&mut desk, &request, SEKRETARIS, "SETUJU. Yankes agar koordinasi dengan Puskesmas").await;
    let told = desk.the_letter(YANKES, "Yankes agar koordinasi dengan Puskesmas");
    assert!(told.shows("catatan pada persetujuan Sekretariat") && told.shows("yang menangani Bidang P2P"), "{told:#?}");
    assert!(desk.the_letter(SEKRETARIS, "persetujuan; catatan").shows("disampaikan kepada Bidang Pelayanan"));
    let second = desk.the_letter(KADIS, "PERSETUJUAN");
    ntt(&mut desk, &second, KADIS, "Setuju, tolong dikawal dan dilaporkan ke saya").await;
    for reader in [P2P, SEKRETARIS] {
        desk.the_letter(reader, "tolong dikawal dan dilaporkan");
    }
    let answer = desk.the_letter(SITI_ADDRESS, "hari Rabu");
    assert!(!answer.shows("dikawal"), "{answer:#?}");
    let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
    let notes = tx.orders(1).await.unwrap().into_iter().filter(|order| order.word == "CATATAN").count();
    assert_eq!(notes, 2, "both are kept");
}

#[tokio::test]
async fn a_consent_with_a_condition_is_asked_back_and_nothing_is_approved() {
    let (mut desk, _, request) = drafted().await;
    ntt(&mut desk, &request, SEKRETARIS, "setuju asal nomor dihapus").await;
    let asks = desk.the_letter(SEKRETARIS, "Mohon kejelasan");
    assert!(asks.shows("belum dianggap setuju") && asks.shows("asal nomor dihapus"), "{asks:#?}");
    ntt(&mut desk, &request, SEKRETARIS, "ok").await;
    assert!(desk.sent_to(KADIS).iter().all(|letter| !letter.subject.contains("PERSETUJUAN")));
    ntt(&mut desk, &request, SEKRETARIS, "Mohon diperbaiki, jadwalnya hari Kamis").await;
    assert!(desk.the_letter(P2P, "dikembalikan untuk diperbaiki").shows("jadwalnya hari Kamis"));
}

#[tokio::test]
async fn the_drafter_hears_that_his_draft_waits_and_the_head_who_has_verified_it() {
    let (mut desk, _, request) = drafted().await;
    assert!(desk.the_letter(P2P, "menunggu persetujuan").shows("konsep jawaban"));
    ntt(&mut desk, &request, SEKRETARIS, "SETUJU").await;
    let second = desk.the_letter(KADIS, "PERSETUJUAN");
    assert!(second.shows("diverifikasi oleh Sekretariat") && second.shows("WITA"), "{second:#?}");
    assert!(!request.shows("diverifikasi"), "{request:#?}");
}

#[tokio::test]
async fn the_heads_own_answer_needs_nobody_below_him_and_the_secretarys_only_the_head() {
    let (mut desk, proposal) = proposed().await;
    ntt(&mut desk, &proposal, KADIS, "JAWAB: Fogging kami laksanakan hari Rabu.").await;
    desk.the_letter(SITI_ADDRESS, "hari Rabu");
    assert!(desk.the_letter(KADIS, "Tercatat").shows("ditulis pimpinan"));
    assert!(desk.sent_to(SEKRETARIS).is_empty(), "{:#?}", desk.sent_to(SEKRETARIS));
    let (mut desk, proposal) = proposed().await;
    ntt(&mut desk, &proposal, KADIS, "DISPOSISI: sekretariat").await;
    let disposisi = desk.the_letter(SEKRETARIS, "Mohon tindak lanjut");
    ntt(&mut desk, &disposisi, SEKRETARIS, "JAWAB: Fogging kami laksanakan hari Kamis.").await;
    let request = desk.the_letter(KADIS, "PERSETUJUAN");
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1);
    ntt(&mut desk, &request, KADIS, "SETUJU").await;
    desk.the_letter(SITI_ADDRESS, "hari Kamis");
}

#[tokio::test]
async fn a_correction_that_comes_after_the_answer_goes_to_whoever_wrote_it() {
    let (mut desk, _, request) = drafted().await;
    ntt(&mut desk, &request, SEKRETARIS, "SETUJU").await;
    let second = desk.the_letter(KADIS, "PERSETUJUAN");
    ntt(&mut desk, &second, KADIS, "SETUJU").await;
    ntt(&mut desk, &second, KADIS, "PERBAIKI: tanggalnya salah, seharusnya 7 Desember").await;
    let told = desk.the_letter(KADIS, "DIKIRIM kepada pelapor");
    assert!(told.shows("disetujui Kepala Dinas") && told.shows("diteruskan kepada"), "{told:#?}");
    assert!(desk.the_letter(P2P, "seharusnya 7 Desember").shows("ralat"));
}

#[tokio::test]
async fn a_word_on_a_draft_that_was_replaced_is_told_which_replaced_it() {
    let (mut desk, disposisi, old) = drafted().await;
    ntt(&mut desk, &disposisi, P2P, "JAWAB: Ralat, fogging kami laksanakan hari Kamis.").await;
    ntt(&mut desk, &old, SEKRETARIS, "SETUJU").await;
    let told = desk.the_letter(SEKRETARIS, "DIGANTIKAN");
    let newer = desk.the_letter(SEKRETARIS, "hari Kamis");
    let digest = newer.subject.split("sidik ").nth(1).unwrap().split(')').next().unwrap().to_owned();
    assert!(told.shows(&digest) && told.shows("menunggu persetujuan Sekretariat"), "{told:#?}");
}

#[tokio::test]
async fn a_consent_with_a_slip_is_offered_as_consent() {
    let (mut desk, proposal) = proposed().await;
    ntt(&mut desk, &proposal, KADIS, "STUJU").await;
    let asks = desk.the_letter(KADIS, "Mohon kejelasan");
    assert!(asks.shows("1. setuju dengan usul"), "{asks:#?}");
    ntt(&mut desk, &asks, KADIS, "1").await;
    desk.the_letter(P2P, "Mohon tindak lanjut");
}

#[tokio::test]
async fn who_answers_for_a_unit_that_lost_it_hears_so_and_the_desk_reads_his_words() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    desk.post(&letter.answered_by(PUSKESMAS, "TERUSKAN: P2P, bukan kewenangan kami")).await;
    desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: Loket kami tambah menjadi tiga.")).await;
    let told = desk.the_letter(PUSKESMAS, "BELUM dikirim kepada pelapor");
    assert!(told.shows("kini ditangani"), "{told:#?}");
    let pen = desk.the_letter(DESK, "Surel ditahan");
    assert!(pen.shows("Puskesmas Bandar I") && pen.shows(PUSKESMAS) && pen.shows("menjadi tiga"), "{pen:#?}");
    assert_eq!(desk.sent_to(SITI_ADDRESS).len(), 1);
}

#[tokio::test]
async fn the_desk_says_in_one_word_what_the_reporter_meant_and_may_say_that_he_took_it_back() {
    let mut desk = Desk::of(&[KADEMANGAN]).await;
    desk.post_to(KADEMANGAN.0, &surat(SITI).to(KADEMANGAN.0).says("Loket pendaftaran lama sekali, mohon ditambah."))
        .await;
    let disposisi = desk.sent().into_iter().find(|l| l.shows("Mohon tindak lanjut")).unwrap();
    let answer = disposisi.answered_by(&disposisi.to, "JAWAB: Loket kami tambah satu mulai Senin.");
    desk.post_to(KADEMANGAN.0, &answer.to(disposisi.reply_to.as_deref().unwrap())).await;
    let answer = desk.the_letter(SITI_ADDRESS, "mulai Senin");
    let taken_back = answer.answered_by(SITI, "Saya cabut laporan saya, ternyata saya salah loket.");
    desk.post_to(KADEMANGAN.0, &taken_back.to(answer.reply_to.as_deref().unwrap())).await;
    let asks = desk.sent().into_iter().find(|l| l.shows("CABUT ")).unwrap();
    let says = |text: &str| asks.answered_by(&asks.to, text).to(asks.reply_to.as_deref().unwrap());
    let status = async |desk: &Desk| desk.store.complaints(Some("kademangan"), 1).await.unwrap().remove(0).status;
    desk.post_to(KADEMANGAN.0, &says("maaf salah kirim, mohon abaikan jawaban itu. TIDAK")).await;
    assert_eq!(status(&desk).await, "answered", "nothing follows from half a sentence");
    desk.post_to(KADEMANGAN.0, &says("CABUT")).await;
    assert_eq!(status(&desk).await, "closed");
    let told = desk.the_letter(SITI_ADDRESS, "kami catat DICABUT");
    assert!(
        told.shows("Sesuai permintaan Bapak/Ibu") && !told.shows("SELESAI") && !told.shows("papan"),
        "{}",
        told.body
    );
    let kept = desk.store.complaints(Some("kademangan"), 1).await.unwrap().remove(0);
    assert_eq!(kept.closed_how.map(|how| how.word()), Some("dicabut_pelapor"));
}

#[tokio::test]
async fn a_head_who_says_who_is_to_have_it_and_who_not_is_offered_that_unit_first() {
    let (mut desk, proposal) = proposed().await;
    ntt(&mut desk, &proposal, KADIS, "Sekretariat saja yg tangani, jangan SDK").await;
    let asks = desk.the_letter(KADIS, "1. teruskan kepada Sekretariat");
    ntt(&mut desk, &asks, KADIS, "1").await;
    assert_eq!(desk.store.complaint("NTT-26-0001").await.unwrap().unwrap().unit, "ntt.sekretariat");
}

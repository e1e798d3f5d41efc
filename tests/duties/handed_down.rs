//! Who gets a complaint that others had before reads all that its reporter has written since, and has his files.

use super::desk::{BATANG, Desk, NTT};
use super::letters::{PUSKESMAS, SITI, SITI_ADDRESS, Sent, Surat, complaint, surat};

const YANKES: &str = "yankes@dinkes-batang.example";
const HEAD: &str = "kadis@dinkes-batang.example";
const KADIS: &str = "kadis@dinkes-ntt.example";
const P2P: &str = "p2p@dinkes-ntt.example";
const NEW_MAIL: &str = "Masih soal laporan saya BTG-26-0001.";

/// The same mail with a picture of that name.
fn with_picture(mail: Surat, says: &str, name: &str) -> Surat {
    let body = format!(
        "--b\nContent-Type: text/plain\n\n{says}\n--b\nContent-Type: image/jpeg; name=\"{name}\"\n\
         Content-Transfer-Encoding: base64\n\n/9j/4AAQSkZJRg==\n--b--"
    );
    mail.header("MIME-Version: 1.0").header("Content-Type: multipart/mixed; boundary=b").says(&body)
}

fn files_of(letters: &[Sent], name: &str) -> usize {
    letters.iter().filter(|letter| letter.shows_file(name)).count()
}

#[tokio::test]
async fn the_unit_that_it_is_passed_on_to_reads_what_was_written_later_and_has_every_file() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&with_picture(complaint(), "Loket pendaftaran Puskesmas Bandar I tutup sejak pagi.", "loket.jpg")).await;
    let more = with_picture(surat(SITI), &format!("{NEW_MAIL} Antreannya sampai ke jalan."), "antrean.jpg");
    desk.post(&more).await;
    desk.post(&surat(SITI).says(&format!(
        "{NEW_MAIL} Barusan ibu saya pingsan di antrean, badannya biru dan tidak bisa bernapas, tolong!"
    )))
    .await;
    let disposisi = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    desk.post(&disposisi.answered_by(PUSKESMAS, "TERUSKAN: Bidang Yankes; mohon ditangani")).await;
    let handed = desk.the_letter(YANKES, "diteruskan oleh");
    assert!(handed.subject.contains("DARURAT?") && handed.shows("PERHATIAN"), "{}", handed.body);
    let (danger, later) = (handed.body.find("tidak bisa bernapas"), handed.body.find("sampai ke jalan"));
    assert!(danger.is_some() && later.is_some() && danger < later, "danger first: {}", handed.body);
    assert!(handed.shows_file("loket.jpg"), "{}", handed.body);
    let all = desk.sent_to(YANKES);
    assert_eq!(files_of(&all, "antrean.jpg"), 1, "{all:#?}");
    let bringing = all.iter().find(|letter| letter.shows_file("antrean.jpg")).unwrap();
    assert!(bringing.shows("Antreannya sampai ke jalan") && bringing.reply_to.is_some(), "{}", bringing.body);
}

#[tokio::test]
async fn the_head_who_disposes_hands_on_what_came_after_the_proposal_and_no_word_that_it_is_not_ours() {
    let mut desk = Desk::of(&[NTT]).await;
    let says = "Kasus DBD banyak di kota Kupang, mohon fogging. Jalan di depan rumah juga rusak.";
    desk.post_to(NTT.0, &surat(SITI).to(NTT.0).subject("Fogging").says(says)).await;
    let more = with_picture(surat(SITI).to(NTT.0), "Soal NTT-26-0001, ini foto jentiknya.", "jentik.jpg");
    desk.post_to(NTT.0, &more).await;
    let proposal = desk.the_letter(KADIS, "Mohon disposisi");
    desk.post_to(NTT.0, &proposal.answered_by(KADIS, "DISPOSISI: P2P; segera ke lokasi")).await;
    let letter = desk.the_letter(P2P, "segera ke lokasi");
    assert!(letter.shows("ini foto jentiknya"), "{}", letter.body);
    assert!(!letter.shows("di luar kewenangan"), "{}", letter.body);
    assert_eq!(files_of(&desk.sent_to(P2P), "jentik.jpg"), 1);
}

/// An objection about a complaint whose two pictures only the Puskesmas has seen.
async fn objected() -> Desk {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&with_picture(complaint(), "Loket pendaftaran Puskesmas Bandar I tutup sejak pagi.", "loket.jpg")).await;
    desk.post(&with_picture(surat(SITI), &format!("{NEW_MAIL} Ini lagi."), "sore.jpg")).await;
    let disposisi = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    desk.post(&disposisi.answered_by(PUSKESMAS, "JAWAB: Loket sudah kami buka lagi mulai pukul tujuh pagi.")).await;
    let answer = desk.the_letter(SITI_ADDRESS, "kami buka lagi");
    desk.post(&answer.answered_by(SITI, "Belum puas, loket masih tutup sampai siang.")).await;
    desk
}

#[tokio::test]
async fn whoever_decides_about_an_objection_has_the_evidence_and_so_has_the_unit_that_he_gives_it_to() {
    let mut desk = objected().await;
    let dossier = desk.the_letter(YANKES, "KEBERATAN pelapor - mohon penanganan");
    assert!(dossier.shows_file("loket.jpg") && dossier.shows("berkas dari pelapor terlampir"), "{}", dossier.body);
    assert_eq!(files_of(&desk.sent_to(YANKES), "sore.jpg"), 1);
    desk.post(&dossier.answered_by(YANKES, "TERUSKAN: Puskesmas Bandar II; mohon loketnya dibantu")).await;
    let order = desk.the_letter("pkm.bandar2@batang.example", "mohon loketnya dibantu");
    for words in ["BELUM PUAS", "loket masih tutup sampai siang", "kami buka lagi mulai pukul tujuh"] {
        assert!(order.shows(words), "{words}: {}", order.body);
    }
    assert!(order.shows_file("loket.jpg"));
    assert_eq!(files_of(&desk.sent_to("pkm.bandar2@batang.example"), "sore.jpg"), 1);
}

#[tokio::test]
async fn a_second_objection_goes_above_the_highest_who_had_it_though_he_handed_it_down() {
    let mut desk = objected().await;
    let dossier = desk.the_letter(YANKES, "KEBERATAN pelapor - mohon penanganan");
    desk.post(&dossier.answered_by(YANKES, "TERUSKAN: Puskesmas Bandar I; segera dibuka")).await;
    let order = desk.the_letter(PUSKESMAS, "segera dibuka");
    desk.post(&order.answered_by(PUSKESMAS, "JAWAB: Loket kedua kami buka mulai besok pagi untuk semua warga.")).await;
    let second = desk.the_letter(SITI_ADDRESS, "Loket kedua kami buka");
    desk.post(&second.answered_by(SITI, "Tetap tidak puas, saya mau ke Bupati.")).await;
    let told = desk.the_letter(HEAD, "KEBERATAN pelapor - mohon penanganan");
    assert!(told.shows("Loket kedua kami buka"), "{}", told.body);
}

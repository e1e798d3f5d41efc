//! What a reporter writes later comes to a unit that is or may be accused as his first words did: without him.

use std::sync::Arc;

use penghubung::clock::Clock;
use penghubung::duties::digest::Digest;

use super::desk::{BATANG, Desk};
use super::letters::{DESK, PUSKESMAS, SITI, SITI_ADDRESS, Sent, Surat, complaint, surat};
use super::phones::{Office as WithPhones, PHONE};

const YANKES: &str = "yankes@dinkes-batang.example";
const HINT: &str = "Bidan Puskesmas Bandar I menyimpan kardus vitamin di warungnya. Saya Siti dari RT 2 melihatnya.";
const ANSWER: &str =
    "JAWAB: Vitamin sudah kami hitung ulang bersama dan tidak ada yang kurang dari catatan gudang kami.";

/// With a picture.
fn with_picture(mail: Surat, says: &str) -> Surat {
    let body = format!(
        "--b\nContent-Type: text/plain\n\n{says}\n--b\nContent-Type: image/jpeg; name=\"warung.jpg\"\n\
         Content-Disposition: attachment; filename=\"warung.jpg\"\nContent-Transfer-Encoding: base64\n\nQUJDREVGR0g=\n--b--"
    );
    mail.header("Content-Type: multipart/mixed; boundary=b").says(&body)
}

fn has_picture(sent: &Sent) -> bool {
    String::from_utf8_lossy(&sent.raw).contains("QUJDREVGR0g")
}

fn names(sent: &Sent) -> bool {
    sent.shows("Siti") || sent.shows("Kinanti") || sent.shows("siti@warga")
}

/// A complaint that may be about somebody of the unit, and what the unit has got.
async fn doubted() -> (Desk, Sent) {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&surat(SITI).subject("Vitamin").says(HINT)).await;
    let complaint = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert!(complaint.decision.doubted && !complaint.decision.supervision, "{:?}", complaint.decision);
    let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    (desk, letter)
}

/// No unit that may be meant reads who complained, in any letter so far.
fn no_unit_reads_her_name(desk: &Desk) {
    for sent in desk.sent() {
        let may_know = [SITI_ADDRESS, DESK, "kadis@dinkes-batang.example"].contains(&sent.to.as_str());
        assert!(may_know || !names(&sent), "{sent:#?}");
    }
}

#[tokio::test]
async fn an_answer_to_a_question_reaches_a_unit_in_doubt_without_name_or_picture_and_the_desk_with_both() {
    let (mut desk, letter) = doubted().await;
    desk.post(&letter.answered_by(PUSKESMAS, "MINTA DATA: Kapan Ibu melihatnya?")).await;
    let question = desk.the_letter(SITI_ADDRESS, "Kapan Ibu melihatnya?");
    let says = "Saya Siti Kinanti, saya melihatnya Senin pagi.";
    desk.post(&with_picture(question.answered_by(SITI, ""), says)).await;
    let told = desk.the_letter(PUSKESMAS, "Senin pagi");
    assert!(!has_picture(&told) && !told.shows("warung.jpg") && told.shows("tidak dilampirkan"), "{}", told.body);
    no_unit_reads_her_name(&desk);
    let copy = desk.the_letter(DESK, "Senin pagi");
    assert!(names(&copy) && has_picture(&copy) && copy.shows("warung.jpg"), "{}", copy.body);
}

#[tokio::test]
async fn an_objection_and_what_opens_again_name_nobody_to_a_unit_in_doubt_nor_does_a_reminder() {
    let (mut desk, letter) = doubted().await;
    desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    let answer = desk.the_letter(SITI_ADDRESS, "catatan gudang");
    desk.post(&answer.answered_by(SITI, "Belum puas. Nama saya Siti Kinanti dan saya melihat sendiri.")).await;
    desk.the_letter(PUSKESMAS, "melihat sendiri");
    let unit = |desk: &Desk| desk.sent_to(PUSKESMAS).iter().any(names);
    assert!(!unit(&desk), "{:#?}", desk.sent_to(PUSKESMAS));
    assert!(names(&desk.the_letter(YANKES, "KEBERATAN")), "who decides about it is not meant");
    desk.later(chrono::TimeDelta::days(12));
    desk.remind().await;
    assert!(desk.sent().iter().any(|sent| sent.subject.contains("PENGINGAT")));
    assert!(!unit(&desk), "{:#?}", desk.sent_to(PUSKESMAS));

    let (mut desk, letter) = doubted().await;
    desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    let answer = desk.the_letter(SITI_ADDRESS, "catatan gudang");
    desk.post(&answer.answered_by(SITI, "Puas, terima kasih.")).await;
    desk.later(chrono::TimeDelta::days(2));
    desk.post(&answer.answered_by(SITI, "Ini Siti Kinanti lagi, kardusnya masih ada di warung itu.")).await;
    desk.the_letter(PUSKESMAS, "masih ada di warung");
    assert_eq!(desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().status, "open");
    no_unit_reads_her_name(&desk);
}

#[tokio::test]
async fn a_later_message_that_raises_the_doubt_shields_its_reporter_from_then_on_and_the_desk_hears_of_all() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    assert!(desk.the_letter(PUSKESMAS, "Mohon tindak lanjut").shows("Siti"), "nothing was in doubt then");
    let receipt = desk.the_letter(SITI_ADDRESS, "BTG-26-0001");
    desk.events().await;
    let says = "Ternyata bidannya menyimpan kardus vitamin di warungnya. Saya Siti Kinanti melihatnya.";
    desk.post(&with_picture(receipt.answered_by(SITI, ""), says)).await;
    let kept = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert!(kept.decision.doubted && kept.unit == "btg.pkm.bandar1", "{:?}", kept.decision);
    let told = desk.the_letter(PUSKESMAS, "kardus vitamin");
    assert!(!names(&told) && !has_picture(&told) && told.shows("ada pada meja pengaduan"), "{}", told.body);
    let copy = desk.the_letter(DESK, "Mohon tindak lanjut");
    assert!(copy.shows("Siti") && copy.shows("mungkin menyangkut petugas"), "{}", copy.body);
    let message = desk.the_letter(DESK, "kardus vitamin");
    assert!(names(&message) && has_picture(&message), "{}", message.body);
    assert!(desk.events().await.starts_with("AMBIL NILAI RUTE TERIMA"));
    desk.post(&receipt.answered_by(SITI, "Saya Siti, kardusnya merah.")).await;
    assert!(!names(&desk.the_letter(PUSKESMAS, "kardusnya merah")));
    assert!(names(&desk.the_letter(DESK, "kardusnya merah")));
    desk.later(chrono::TimeDelta::days(12));
    desk.remind().await;
    assert!(desk.sent_to(PUSKESMAS).iter().skip(1).all(|sent| !names(sent)), "{:#?}", desk.sent_to(PUSKESMAS));
}

#[tokio::test]
async fn letters_that_wait_while_a_doubt_is_raised_leave_without_the_reporters_name() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.come(BATANG.0, &[complaint().id("antre@warga.example").raw()]).await;
    desk.triage_all().await;
    let later = surat(SITI)
        .subject("Re: Antrean lama")
        .header("In-Reply-To: <antre@warga.example>")
        .says("Ternyata bidannya menyimpan kardus vitamin di warungnya.");
    desk.come(BATANG.0, &[later.raw()]).await;
    desk.work().await;
    assert_eq!(desk.complaints("batang").await, 1);
    let told = desk.sent_to(PUSKESMAS);
    assert!(told.len() == 2 && told.iter().all(|sent| !names(sent)), "{told:#?}");
}

#[tokio::test]
async fn a_text_in_doubt_and_the_texts_after_it_name_nobody_to_the_unit() {
    let mut office = WithPhones::open().await;
    office.hear(PHONE, "Bidan Puskesmas Bandar I menyimpan kardus vitamin di warungnya. Nama saya Siti Kinanti").await;
    office.hear(PHONE, "Nama saya Siti Kinanti, kardusnya merah").await;
    let told = office.desk.the_letter(PUSKESMAS, "kardusnya merah");
    assert!(told.shows("ada pada meja pengaduan"), "{}", told.body);
    no_unit_reads_her_name(&office.desk);
    assert!(names(&office.desk.the_letter(DESK, "kardusnya merah")));
    for n in 0..12 {
        office.hear(PHONE, &format!("Nama saya Siti Kinanti, kardus ke-{n}")).await;
    }
    office.desk.later(chrono::TimeDelta::hours(2));
    let clock: Arc<dyn Clock> = office.desk.clock.clone();
    let digest = Digest::new(office.desk.store.clone(), clock, Arc::clone(&office.desk.practice));
    assert_eq!(digest.pass().await.unwrap().done, 1, "the rest stands in a digest");
    office.desk.work().await;
    no_unit_reads_her_name(&office.desk);
}

#[tokio::test]
async fn files_of_an_accused_units_account_reach_whoever_handles_the_complaint() {
    let mut desk = Desk::of(&[BATANG]).await;
    let bribe = "Petugas Puskesmas Bandar I minta uang pungli 50 ribu supaya didahulukan.";
    desk.post(&surat(SITI).subject("Pungli").says(bribe)).await;
    let letter = desk.sent().into_iter().find(|sent| sent.subject.contains("Mohon tindak lanjut")).unwrap();
    desk.post(&letter.answered_by(&letter.to, "TERUSKAN: Puskesmas Bandar I; mohon klarifikasi")).await;
    let asked = desk.the_letter(PUSKESMAS, "dimintai keterangan");
    desk.post(&with_picture(asked.answered_by(PUSKESMAS, ""), "Siap.")).await;
    let account = desk.the_letter(&letter.to, "keterangan Puskesmas Bandar I");
    assert!(account.shows("warung.jpg") && has_picture(&account), "{}", account.body);
}

#[tokio::test]
async fn whoever_decides_about_an_objection_that_raises_a_doubt_about_the_unit_gets_name_and_files() {
    for says in [
        "Saya tidak puas. Obat yang dikasih ganti sama juga tanggalnya. Foto lagi",
        "Saya tidak puas, sama juga tanggalnya. Ternyata bidannya menyimpan kardus vitamin di warungnya.",
    ] {
        let mut desk = Desk::of(&[BATANG]).await;
        let first = "Obat batuk dari Puskesmas Bandar I sudah kedaluwarsa. Saya Siti Kinanti, kejadian kemarin pagi.";
        desk.post(&surat(SITI).subject("Obat kedaluwarsa").says(first)).await;
        let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
        assert!(names(&letter), "nothing was in doubt then: {}", letter.body);
        desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: Obat sudah kami tarik dan diganti, silakan diambil.")).await;
        let answer = desk.the_letter(SITI_ADDRESS, "sudah kami tarik");
        desk.post(&with_picture(answer.answered_by(SITI, ""), says)).await;
        let decision = desk.store.complaint("BTG-26-0001").await.unwrap().unwrap().decision;
        assert!(decision.doubted && !decision.supervision, "{says}: {decision:?}");
        let dossier = desk.the_letter(YANKES, "KEBERATAN pelapor");
        assert!(names(&dossier) && !dossier.shows("[nama]") && !dossier.shows("dirahasiakan"), "{}", dossier.body);
        let to_him = desk.sent_to(YANKES);
        assert!(to_him.iter().any(has_picture), "{to_him:#?}");
        assert!(to_him.iter().all(|sent| !sent.shows("untuk diketahui")), "it is his to decide: {to_him:#?}");
        let told = desk.sent_to(PUSKESMAS).into_iter().find(|sent| sent.shows("sama juga tanggalnya")).unwrap();
        assert!(!names(&told) && !has_picture(&told), "{}", told.body);
    }
}

#[tokio::test]
async fn whoever_decides_about_an_objection_and_is_named_himself_or_must_not_know_reads_no_name() {
    for says in [
        "Saya tidak puas. Bidannya masih menjual vitamin di warungnya. Tolong rahasiakan nama saya.",
        "Saya tidak puas. Petugas Bidang Pelayanan Kesehatan Dinas minta uang 500 ribu kepada saya.",
    ] {
        let (mut desk, letter) = doubted().await;
        desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
        let answer = desk.the_letter(SITI_ADDRESS, "catatan gudang");
        desk.post(&answer.answered_by(SITI, says)).await;
        no_unit_reads_her_name(&desk);
    }
}

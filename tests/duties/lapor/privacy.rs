//! What must be hidden of a report, from the beginning or from the day on which that is asked.

use penghubung::duties::deliver::Write;
use penghubung::store::letters::Settlement;
use serde_json::json;

use super::super::letters::{DESK, PUSKESMAS};
use super::{ANSWER, Office};

#[tokio::test]
async fn a_secret_report_by_an_unnamed_reporter_stays_both_to_the_very_end() {
    let mut office = Office::open().await;
    let report = json!({"content": "Antrean loket Puskesmas Bandar I lama. Saya Ratna Contoh.", "user_name": "Ratna Contoh", "is_anonymous": true, "is_secret": true});
    let number = office.lapor.report(report);
    office.fetch().await;
    let letter = office.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    assert!(letter.shows("RAHASIA") && !letter.shows("Ratna"), "{}", letter.body);
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    assert_eq!(office.lapor.followups()[0]["is_secret"], "1");
    assert_eq!(office.lapor.answers(&number).len(), 1);
    assert!(!office.desk.log_bytes().await.contains("Ratna"));
}

#[tokio::test]
async fn a_report_that_turns_secret_and_anonymous_is_hidden_from_then_on_and_answered_in_secret() {
    let mut office = Office::writing(Write::Confirm).await;
    let report = json!({"content": "Antrean loket Puskesmas Bandar I lama. Saya Ratna Contoh.", "user_name": "Ratna Contoh",
        "location_name": "Desa Wonokerso, Kecamatan Bandar"});
    let number = office.lapor.report(report);
    office.fetch().await;
    let letter = office.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    assert!(letter.shows("Ratna") && letter.shows("Wonokerso"), "nothing was hidden then: {}", letter.body);
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    assert_eq!(office.phases().await[0].0, "held");
    let hidden = json!({"is_anonymous": true, "is_secret": true, "user_name": "Anonim", "content_final": "Saya Ratna Contoh, antrean lama."});
    office.lapor.change(&number, &hidden);
    office.later(1000).await;
    office.fetch().await;
    let told = office.desk.the_letter(PUSKESMAS, "kini ANONIM dan RAHASIA");
    assert!(!told.shows("Ratna") && told.shows("antrean lama"), "{}", told.body);
    let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    let privacy = &complaint.decision.privacy;
    assert!(privacy.anonymous && privacy.secret && !complaint.text.contains("Ratna"), "{}", complaint.text);
    let line = office.desk.log().await.into_iter().find(|line| line["ev"] == "LINDUNG").unwrap();
    assert_eq!((line["d"]["anonim"].as_bool(), line["d"]["rahasia"].as_bool()), (Some(true), Some(true)));
    office.release().await;
    assert_eq!(office.lapor.followups()[0]["is_secret"], "1", "the answer was written before");
    // Shown again there, it stays hidden here; and what is left out on a bad day changes nothing either way.
    office.lapor.change(&number, &json!({"is_anonymous": false, "is_secret": false}));
    office.later(1000).await;
    office.fetch().await;
    office.lapor.write_all(&number, json!({"content": "Saya Ratna, masih antre.", "user_name": "Sari Lain"}));
    office.later(1000).await;
    office.fetch().await;
    let told = office.desk.the_letter(PUSKESMAS, "masih antre");
    assert!(!told.shows("Ratna") && !told.shows("Sari"), "{}", told.body);
}

#[tokio::test]
async fn a_report_that_turns_secret_between_two_looks_is_answered_in_secret() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    office.lapor.change(&number, &json!({"is_secret": true}));
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    assert_eq!(office.lapor.followups()[0]["is_secret"], "1");
}

#[tokio::test]
async fn fields_that_are_missing_for_a_day_hide_nothing_that_was_open() {
    let mut office = Office::open().await;
    office.report().await;
    office.lapor.shapes(&["missing_fields"]);
    office.later(1000).await;
    office.fetch().await;
    let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert!(!complaint.decision.privacy.hides_identity());
}

#[tokio::test]
async fn letters_that_wait_lose_the_name_and_the_place_of_a_reporter_who_turns_anonymous() {
    let mut office = Office::open().await;
    office.desk.deliver = office.desk.other_deliverer("simpul-a", true);
    let number =
        office.lapor.report(json!({"content": "Antrean loket Puskesmas Bandar I lama.", "user_name": "Ratna Contoh",
        "location_name": "Desa Wonokerso, Kecamatan Bandar", "attachments": ["loket.jpg"]}));
    office.fetch().await;
    office.lapor.change(&number, &json!({"is_anonymous": true}));
    office.later(1000).await;
    office.fetch().await;
    let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    let letters = office.desk.store.letters_of(complaint.id).await.unwrap();
    assert!(letters.len() >= 2, "the disposisi and the news: {letters:#?}");
    for letter in letters {
        assert!(
            letter.attach.is_none() && !letter.body.contains("Ratna") && !letter.body.contains("Wonokerso"),
            "{}",
            letter.body
        );
    }
}

#[tokio::test]
async fn an_answer_that_calls_a_protected_reporter_by_name_does_not_get_there() {
    let mut office = Office::writing(Write::Confirm).await;
    let number =
        office.lapor.report(json!({"content": "Antrean loket Puskesmas Bandar I lama.", "user_name": "Ratna Contoh"}));
    office.fetch().await;
    let letter = office.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    let named = "JAWAB: Yth. Ibu Ratna, mulai Senin loket pendaftaran kami buka tiga.";
    office.desk.post(&letter.answered_by(PUSKESMAS, named)).await;
    office.lapor.change(&number, &json!({"is_anonymous": true}));
    office.later(1000).await;
    office.fetch().await;
    // Released before anybody saw the change: by an approver, not by a person at the queue.
    let held = office.desk.store.letters(Some("held"), 9).await.unwrap().remove(0);
    let mut tx = office.desk.store.write(office.desk.clock_now()).await.unwrap();
    tx.settle_letter(&held, Settlement::Release, "sistem", "disetujui").await.unwrap();
    tx.commit().await.unwrap();
    office.later(10).await;
    assert!(office.lapor.answers(&number).is_empty());
    office.desk.post(&letter.answered_by(PUSKESMAS, &format!("{named} Terima kasih."))).await;
    office.desk.the_letter(PUSKESMAS, "mohon ditulis tanpa nama");
}

#[tokio::test]
async fn of_a_protected_reporters_place_officers_see_no_more_than_the_kecamatan() {
    let mut office = Office::open().await;
    office.lapor.report(json!({"content": "Antrean loket Puskesmas Bandar I lama.", "is_anonymous": true,
        "location_name": "Dusun Krajan, Desa Wonokerso, Kecamatan Bandar, Kabupaten Batang"}));
    office.fetch().await;
    let letter = office.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    assert!(letter.shows("Kecamatan Bandar, Kabupaten Batang"), "{}", letter.body);
    assert!(!letter.shows("Wonokerso") && !letter.shows("Krajan"), "{}", letter.body);
}

#[tokio::test]
async fn what_a_reporter_writes_at_lapor_names_him_to_no_unit_in_doubt_and_may_raise_the_doubt() {
    let mut office = Office::open().await;
    let report = json!({"content": "Antrean loket Puskesmas Bandar I lama.", "user_name": "Siti Kinanti"});
    let number = office.lapor.report(report);
    office.fetch().await;
    assert!(office.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut").shows("Siti"));
    office.later(1000).await;
    let says = "Bidannya menyimpan kardus vitamin di warungnya. Saya Siti Kinanti melihatnya.";
    office.lapor.write_all(&number, json!({"content": says, "user_name": "Siti Kinanti"}));
    office.fetch().await;
    let told = office.desk.the_letter(PUSKESMAS, "kardus vitamin");
    assert!(!told.shows("Siti"), "{}", told.body);
    assert!(office.desk.the_letter(DESK, "kardus vitamin").shows("Siti"));
    office.later(1000).await;
    office.lapor.write_all(&number, json!({"content": "Saya Siti, kardusnya merah.", "user_name": "Siti Kinanti"}));
    office.fetch().await;
    assert!(!office.desk.the_letter(PUSKESMAS, "kardusnya merah").shows("Siti"));
}

#[tokio::test]
async fn an_answer_that_calls_an_unnamed_reporter_as_he_called_himself_is_asked_back() {
    let mut office = Office::open().await;
    let text = "Antrean loket Puskesmas Bandar I lama. Nama saya Ester Contoh.";
    let number =
        office.lapor.report(json!({"content": text, "user_name": "Anonim", "is_anonymous": true, "is_secret": true}));
    office.fetch().await;
    let letter = office.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    let answer = "JAWAB: Saudari Ester Contoh yang terhormat, mulai Senin loket pendaftaran kami buka pukul 06.30.";
    office.desk.post(&letter.answered_by(PUSKESMAS, answer)).await;
    office.desk.the_letter(PUSKESMAS, "menyebut nama pelapor yang dilindungi");
    assert!(office.lapor.answers(&number).is_empty());
}

//! Danger by telephone: the duty list is woken by SMS and WhatsApp too and answers by them, and a later message that
//! tells of danger sets off the alarm like a first one.

use std::sync::Arc;

use chrono::TimeDelta;
use connectors::scripted::Answer;
use connectors::whatsapp::Note;
use penghubung::decide::OfficeBook;

use super::letters::{SITI, SITI_ADDRESS, complaint, surat};
use super::phones::{OTHER, Office, PHONE, QUEUE};

const PSC: &str = "piket.psc119@dinkes-batang.example";
const DUTY: &str = "+6281300000119";
const DUTY_WA: &str = "+6281300000120";
const HELP: &str =
    "Tolong sekarang, ibu saya di Desa Bandar tidak sadar dan kejang, ambulans puskesmas tidak bisa dihubungi.";

/// Batang with telephones on its duty list, at 23.10.
async fn at_night() -> Office {
    let office = Office::open().await;
    office.desk.reconfigure(|practice| {
        let mut book: OfficeBook = practice.books["batang"].as_ref().clone();
        book.office.emergency.duty_sms = vec![DUTY.to_owned()];
        book.office.emergency.duty_whatsapp = vec![DUTY_WA.to_owned()];
        practice.books.insert("batang".to_owned(), Arc::new(book));
    });
    office.desk.clock.set("2026-11-20T16:10:00Z".parse().unwrap());
    office
}

async fn ten_minutes(office: &Office) {
    office.desk.later(TimeDelta::minutes(10));
    while office.desk.vigil.pass().await.unwrap().done > 0 {}
    office.desk.work().await;
}

fn alerts_by_whatsapp(office: &Office) -> usize {
    let notes = office.whatsapp.taken().into_iter().filter(|parcel| parcel.recipient == DUTY_WA);
    notes.filter(|parcel| serde_json::from_slice::<Note>(&parcel.content).unwrap().text.contains("DARURAT")).count()
}

#[tokio::test]
async fn telephones_of_the_duty_list_ring_at_night_until_one_of_them_answers_terima_by_sms() {
    let mut office = at_night().await;
    office.hear(PHONE, HELP).await;
    let alert = office.texts(DUTY);
    assert_eq!((alert.len(), alerts_by_whatsapp(&office)), (1, 1));
    assert!(alert[0].contains("DARURAT?") && alert[0].contains("TERIMA BTG-26-0001"), "{}", alert[0]);
    assert!(office.texts(PHONE)[0].contains("telp 119"), "the citizen is answered at once, at night");
    ten_minutes(&office).await;
    ten_minutes(&office).await;
    assert_eq!((office.texts(DUTY).len(), alerts_by_whatsapp(&office), office.desk.sent_to(PSC).len()), (3, 3, 3));
    office.hear(DUTY, "Terima").await;
    assert_eq!(office.desk.store.open_vigils().await.unwrap(), 0);
    assert_eq!(office.desk.complaints("batang").await, 1, "his word is no new complaint");
    office.desk.later(TimeDelta::hours(10));
    office.desk.work().await;
    let noted = office.texts(DUTY).pop().unwrap();
    assert!(noted.contains("BTG-26-0001") && noted.contains("tercatat"), "{noted}");
    ten_minutes(&office).await;
    assert_eq!(office.desk.sent_to(PSC).len(), 4, "three alerts, and that somebody has it");
}

#[tokio::test]
async fn a_number_in_the_word_says_which_and_other_words_and_other_people_end_nothing() {
    let mut office = at_night().await;
    office.hear(PHONE, HELP).await;
    office.hear(OTHER, HELP).await;
    office.hear("+6285200000000", "TERIMA BTG-26-0001").await;
    assert_eq!(office.desk.store.open_vigils().await.unwrap(), 2);
    office.hear(DUTY, "btg-26-0001 alamatnya di mana persisnya ya").await;
    assert_eq!(office.desk.store.open_vigils().await.unwrap(), 2);
    office.hear(DUTY_WA, "terima btg 26 0001").await;
    assert_eq!(office.desk.store.open_vigils().await.unwrap(), 1);
    // The bare word takes the one that is left.
    office.hear(DUTY, "TERIMA").await;
    assert_eq!(office.desk.store.open_vigils().await.unwrap(), 0);
}

#[tokio::test]
async fn one_on_duty_who_reports_an_accident_himself_is_heard_as_anybody() {
    let mut office = at_night().await;
    office.hear(PHONE, HELP).await;
    office.hear(DUTY, "Tolong, ada kecelakaan sekarang di depan Puskesmas Limpung, korban tidak sadar").await;
    assert_eq!(office.desk.complaints("batang").await, 2);
    assert_eq!(office.desk.store.open_vigils().await.unwrap(), 2);
}

#[tokio::test]
async fn a_later_sms_that_tells_of_danger_sets_off_the_alarm_like_a_first_one() {
    let mut office = at_night().await;
    office.hear(PHONE, QUEUE).await;
    assert_eq!((office.texts(DUTY).len(), office.desk.store.open_vigils().await.unwrap()), (0, 0));
    office.desk.later(TimeDelta::minutes(30));
    office.hear(PHONE, HELP).await;
    assert_eq!(office.desk.complaints("batang").await, 1);
    let alert = office.desk.the_letter(PSC, "tanda-tanda keadaan darurat");
    assert!(alert.shows("tidak sadar dan kejang") && alert.subject.contains("BTG-26-0001"), "{}", alert.body);
    assert_eq!(office.texts(DUTY).len(), 1);
    let told = office.texts(PHONE).into_iter().filter(|text| text.contains("SEGERA telp 119")).count();
    assert_eq!(told, 1);
    ten_minutes(&office).await;
    assert!(office.desk.sent_to(PSC)[1].shows("tidak sadar dan kejang"));
    // He goes on writing: the list is woken by its rounds, not by each of his words.
    office.hear(PHONE, "tolong cepat, dia kejang lagi sekarang").await;
    assert_eq!((office.texts(DUTY).len(), office.desk.sent_to(PSC).len()), (2, 2));
    office.hear(DUTY, "TERIMA BTG-26-0001").await;
    assert_eq!(office.desk.store.open_vigils().await.unwrap(), 0);
    // Danger after that is danger again.
    office.desk.later(TimeDelta::hours(2));
    office.hear(PHONE, "sekarang bapak saya juga tidak sadar, tolong").await;
    assert_eq!((office.texts(DUTY).len() >= 3, office.desk.store.open_vigils().await.unwrap()), (true, 1));
}

#[tokio::test]
async fn a_later_mail_does_so_too_even_about_an_answered_complaint() {
    let mut office = at_night().await;
    office.desk.post(&complaint()).await;
    office.answer().await;
    assert_eq!(office.status().await, "answered");
    office.desk.later(TimeDelta::days(2));
    let receipt = office.desk.sent_to(SITI_ADDRESS).remove(0);
    office.desk.post(&receipt.answered_by(SITI, HELP)).await;
    let alert = office.desk.the_letter(PSC, "tanda-tanda keadaan darurat");
    assert!(alert.shows("tidak sadar dan kejang"));
    let now = office.desk.clock_now().with_timezone(&chrono_tz::Asia::Jakarta).format("%H.%M").to_string();
    assert!(alert.shows(&now), "the moment of the cry for help: {alert:#?}");
    assert!(office.desk.the_letter(SITI_ADDRESS, "bila gawat darurat, telepon 119").subject.contains("BTG-26-0001"));
    ten_minutes(&office).await;
    assert_eq!((office.desk.sent_to(PSC).len(), office.texts(DUTY).len()), (2, 2));
}

#[tokio::test]
async fn what_is_quoted_or_past_sets_off_nothing() {
    let mut office = at_night().await;
    office.desk.post(&surat(SITI).says(QUEUE)).await;
    let receipt = office.desk.sent_to(SITI_ADDRESS).remove(0);
    office.desk.post(&receipt.answered_by(SITI, "Terima kasih, saya tunggu jawabannya.")).await;
    assert_eq!(office.desk.store.open_vigils().await.unwrap(), 0);
}

#[tokio::test]
async fn whose_mail_box_refuses_what_tells_him_to_call_119_gets_it_at_the_telephone_in_his_words() {
    let mut office = at_night().await;
    office.desk.sink.then(SITI_ADDRESS, Answer::Refuse);
    let text = format!("{HELP} Telepon tetangga saya saja 081234567890");
    office.desk.post(&surat(SITI).subject("tolong").says(&text)).await;
    let texts = office.texts(PHONE);
    assert!(texts.len() == 1 && texts[0].contains("telp 119"), "{texts:?}");
    assert!(office.desk.sent_to(PSC).iter().all(|alert| !alert.shows("TIDAK SAMPAI")), "he was told");
}

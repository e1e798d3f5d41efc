//! Reports on their way in: what opens a complaint, and what the officer sees of it.

use penghubung::decide::lapor::Notices;
use penghubung::domain::Channel;
use penghubung::duties::deliver::Write;
use serde_json::json;

use super::super::desk::{BATANG, Desk};
use super::super::letters::{DESK, PUSKESMAS, surat};
use super::super::support::PgCluster;
use super::{ANSWER, Office};

#[tokio::test]
async fn a_report_becomes_a_complaint_and_its_answer_stands_under_it_proven() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    assert!(letter.shows("SP4N-LAPOR!") && letter.shows(&number) && !letter.shows("BATANG Antrean"), "{}", letter.body);
    let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert_eq!((complaint.channel, complaint.pelapor.as_deref()), (Channel::Lapor, Some(number.as_str())));
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    let answers = office.lapor.answers(&number);
    assert_eq!(answers.len(), 1);
    assert!(
        answers[0].contains("buka tiga") && answers[0].contains("BTG-26-0001") && answers[0].contains("[PGH-"),
        "{}",
        answers[0]
    );
    assert_eq!(
        (office.phases().await[0].0.as_str(), office.status().await.as_str()),
        ("accepted", "open"),
        "a 200 proves nothing"
    );
    office.later(5).await;
    assert_eq!((office.phases().await[0].0.as_str(), office.status().await.as_str()), ("proven", "answered"));
    office.fetch().await;
    let events = office.desk.events().await;
    assert!(events.ends_with("AMBIL BALAS NIAT KIRIM DITERIMA TERBUKTI AMBIL TERIMA"), "{events}");
}

#[tokio::test]
async fn the_same_happens_on_postgresql() {
    let cluster = PgCluster::shared();
    let desk = Desk::over(tempfile::tempdir().unwrap(), &cluster.database(), &[BATANG]).await;
    let mut office = Office::on(desk, Write::Live);
    let (number, letter) = office.report().await;
    office.lapor.bad_day("add_followup", "accept_cut", 1);
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    office.later(61).await;
    assert_eq!((office.lapor.answers(&number).len(), office.phases().await[0].0.as_str()), (1, "proven"));
    office.lapor.write(&number, None, "Masih antre.");
    office.later(1000).await;
    office.fetch().await;
    office.desk.the_letter(PUSKESMAS, "Masih antre");
    let reports = office.desk.store.reports(Some("lapor")).await.unwrap();
    assert_eq!(reports[0].ours.as_ref().map(|(_, status)| status.as_str()), Some("open"));
    let a = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    office.desk.post(&surat("warga@warga.example").says("Antrean loket Puskesmas Bandar I lama.")).await;
    let b = office.desk.store.complaint("BTG-26-0002").await.unwrap().unwrap();
    let mut tx = office.desk.store.write(office.desk.clock_now()).await.unwrap();
    assert!(tx.link((b.id, &b.number), (a.id, &a.number), "batang", "budi").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(office.desk.store.linked(a.id).await.unwrap(), ["BTG-26-0002"]);
    assert_eq!(office.desk.store.open_report_ids("lapor").await.unwrap(), [number]);
}

#[tokio::test]
async fn reports_that_are_over_or_with_others_open_no_complaint() {
    let mut office = Office::open().await;
    office.lapor.report(json!({"content": "Selesai sudah", "status_name": "Selesai"}));
    office.lapor.report(json!({"content": "Bukan kami", "disposition_id": 777}));
    office.fetch().await;
    assert_eq!(office.desk.complaints("batang").await, 0);
    assert_eq!(office.desk.store.reports(None).await.unwrap().len(), 2, "both are known all the same");
}

#[tokio::test]
async fn unknown_words_are_shown_as_they_are() {
    let mut office = Office::open().await;
    let number = office.lapor.report(json!({"content": "Antrean loket Puskesmas Bandar I lama.", "classification_name": "Curhat", "status_name": "Menunggu Telaah"}));
    office.fetch().await;
    let letter = office.desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    assert!(letter.shows("Curhat") && letter.shows("Menunggu Telaah") && letter.shows(&number), "{}", letter.body);
}

#[tokio::test]
async fn a_report_that_alleges_wrongdoing_never_goes_to_those_it_may_be_about() {
    let mut office = Office::open().await;
    office.lapor.report(json!({"content": "Petugas loket Puskesmas Bandar I tidak ramah.", "classification_name": "Pengaduan Berkadar Pengawasan"}));
    office.fetch().await;
    assert!(office.desk.sent_to(PUSKESMAS).is_empty());
    office.desk.the_letter(DESK, "Mohon tindak lanjut");
}

#[tokio::test]
async fn a_notification_mail_names_a_report_that_is_then_asked_for() {
    let mut office = Office::open().await;
    office.fetch().await;
    let number = office.lapor.report(json!({"content": "Antrean loket Puskesmas Bandar I lama."}));
    office.lapor.shapes(&["loop"]);
    let notices = Notices {
        senders: vec!["@lapor.example".to_owned()],
        authserv_id: None,
        patterns: vec![regex::Regex::new("nomor (?P<number>[0-9]{5,10})").unwrap()],
    };
    office.desk.reconfigure(|practice| practice.lapor.get_mut("batang").unwrap().notices = Some(notices));
    let words = format!("Ada laporan baru dengan nomor {number} yang didisposisikan.");
    office.desk.post(&surat("no-reply@lapor.example").says(&words)).await;
    assert_eq!(office.desk.complaints("batang").await, 0, "the mail itself is no complaint");
    let known = office.desk.store.open_report_ids("lapor").await.unwrap();
    assert_eq!(known, [number]);
    office.desk.post(&surat("warga@warga.example").says(&words)).await;
    assert_eq!(office.desk.complaints("batang").await, 1, "from anybody else it is one");
}

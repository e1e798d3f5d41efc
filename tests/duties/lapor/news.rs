//! What happens to a report after it was first seen, and the clocks that it starts and stops.

use std::sync::Arc;

use serde_json::json;

use super::super::letters::PUSKESMAS;
use super::{ANSWER, Office};

#[tokio::test]
async fn what_the_reporter_adds_reaches_the_officer_and_opens_an_answered_report_again() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    office.later(60).await;
    assert_eq!(office.status().await, "answered");
    office.lapor.write(&number, None, "Masih antre dua jam. Telepon saya 0812 5550 7890.");
    office.later(1000).await;
    office.fetch().await;
    let told = office.desk.the_letter(PUSKESMAS, "Masih antre dua jam");
    assert!(!told.shows("5550 7890") && told.shows("Pelapor menulis"));
    assert_eq!(office.status().await, "open");
    office.fetch().await;
    office.desk.the_letter(PUSKESMAS, "Masih antre dua jam");
}

#[tokio::test]
async fn a_report_that_is_closed_there_is_closed_here_and_its_clocks_stop() {
    let mut office = Office::open().await;
    let (number, _) = office.report().await;
    office.lapor.change(&number, &json!({"status_name": "Ditutup oleh Admin"}));
    office.later(1000).await;
    office.fetch().await;
    assert_eq!(office.status().await, "closed");
    let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    assert!(
        office
            .desk
            .store
            .clocks_of(complaint.id)
            .await
            .unwrap()
            .iter()
            .all(|clock| clock.met.is_some() || clock.replaced.is_some())
    );
    office.desk.the_letter(PUSKESMAS, "Ditutup oleh Admin");
}

#[tokio::test]
async fn a_report_has_two_clocks_and_the_earlier_one_leads() {
    let mut office = Office::open().await;
    let clocks = penghubung::config::lapor::clocks_of(std::path::Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/config/lapor/clocks.toml"
    )));
    office.desk.reconfigure(|practice| {
        let book = practice.books.get_mut("batang").unwrap();
        Arc::make_mut(book).standards.extend(clocks.unwrap());
    });
    let (_, letter) = office.report().await;
    let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    let clocks = office.desk.store.clocks_of(complaint.id).await.unwrap();
    let ids: Vec<&str> = clocks.iter().map(|clock| clock.deadline.standard.as_str()).collect();
    assert_eq!(ids, ["lapor.tindak_lanjut", "btg.sosmed"]);
    assert!(letter.shows("5 hari kerja") && letter.shows("7 hari kalender"), "{}", letter.body);
}

#[tokio::test]
async fn a_state_that_comes_back_is_told_again() {
    let mut office = Office::open().await;
    office.lapor.shapes(&["no_times"]);
    let (number, _) = office.report().await;
    let told = |office: &Office| {
        let letters = office.desk.sent_to(PUSKESMAS).into_iter();
        letters.filter(|letter| letter.body.contains("Menunggu Telaah")).count()
    };
    for (status, times) in
        [("Menunggu Telaah", 1), ("Terverifikasi", 1), ("Menunggu Telaah", 2), ("Menunggu Telaah", 2)]
    {
        office.changes(&number, json!({"status_name": status})).await;
        assert_eq!(told(&office), times, "{status}");
    }
    office.later(90_000).await;
    office.fetch().await;
    assert_eq!(told(&office), 2, "a full sweep over what is known is no news");
}

#[tokio::test]
async fn a_report_that_is_taken_up_again_there_is_told() {
    let mut office = Office::open().await;
    let (number, _) = office.report().await;
    office.changes(&number, json!({"status_name": "Selesai"})).await;
    office.changes(&number, json!({"status_name": "Dalam Proses"})).await;
    // It is no longer followed by its number: the listing names it, in the pass after the one over known numbers.
    office.fetch().await;
    office.desk.the_letter(PUSKESMAS, "kini: Dalam Proses");
}

#[tokio::test]
async fn whoever_decides_about_an_objection_at_lapor_reads_its_words_in_the_dossier() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    office.later(60).await;
    office.later(86_400).await;
    office.lapor.write(&number, None, "Loketnya tetap satu. Saya kecewa dan tidak puas.");
    office.later(1000).await;
    office.fetch().await;
    let dossier = office.desk.the_letter("yankes@dinkes-batang.example", "BERKAS LAPORAN");
    assert!(dossier.shows("Loketnya tetap satu") && dossier.shows("pelapor di SP4N-LAPOR!"), "{}", dossier.body);
    let told = office.desk.the_letter(PUSKESMAS, "Loketnya tetap satu");
    assert!(told.shows("sekarang ditangani Bidang") && !told.shows("awali dengan JAWAB"), "{}", told.body);
}

#[tokio::test]
async fn a_reporter_who_comes_back_after_an_answer_starts_the_clock_of_lapor_anew() {
    let mut office = Office::open().await;
    let clocks = penghubung::config::lapor::clocks_of(std::path::Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/config/lapor/clocks.toml"
    )));
    office.desk.reconfigure(|practice| {
        let book = practice.books.get_mut("batang").unwrap();
        Arc::make_mut(book).standards.extend(clocks.unwrap());
    });
    let (number, letter) = office.report().await;
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    office.later(60).await;
    let complaint = office.desk.store.complaint("BTG-26-0001").await.unwrap().unwrap();
    let of_lapor = |clocks: Vec<penghubung::store::deadlines::Clock>| {
        clocks.into_iter().find(|clock| clock.deadline.standard == "lapor.tindak_lanjut").unwrap()
    };
    let first = of_lapor(office.desk.store.clocks_of(complaint.id).await.unwrap());
    assert!(first.met.is_some());
    // A week later: Friday, 27 November.
    office.later(7 * 86_400).await;
    office.lapor.write(&number, None, "Masih antre.");
    office.later(1000).await;
    office.fetch().await;
    let second = of_lapor(office.desk.store.clocks_of(complaint.id).await.unwrap());
    assert!(
        second.met.is_none() && second.deadline.due - first.deadline.due == chrono::TimeDelta::days(7),
        "{second:?}"
    );
    let told = office.desk.the_letter("yankes@dinkes-batang.example", "Masih antre");
    assert!(told.shows("04-12-2026"), "{}", told.body);
    office.desk.post(&told.answered_by(&told.to.clone(), "JAWAB: Loket keempat kami buka mulai hari ini.")).await;
    office.later(60).await;
    assert!(of_lapor(office.desk.store.clocks_of(complaint.id).await.unwrap()).met.is_some());
}

//! Answers and hand-ons on their way to LAPOR!, however they are lost.

use std::sync::Arc;
use std::time::Duration;

use penghubung::duties::deliver::Write;

use super::super::desk::BATANG;
use super::super::letters::PUSKESMAS;
use super::{ANSWER, HEAD, Office};

#[tokio::test]
async fn however_an_answer_is_lost_there_is_one_or_it_is_held_with_the_reason() {
    for kind in
        ["accept_silence", "accept_server_error", "accept_cut", "accept_error_in200", "silence", "server_error", "cut"]
    {
        for delay in [0, 30, 120, 600] {
            let mut office = Office::open().await;
            let (number, letter) = office.report().await;
            office.lapor.visible_after(delay);
            office.lapor.bad_day("add_followup", kind, 1);
            office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
            assert!(office.lapor.answers(&number).len() <= 1, "{kind} {delay}");
            for _ in 0..30 {
                office.later(180).await;
            }
            let (phase, fault) = office.phases().await.remove(0);
            if kind.starts_with("accept") {
                assert_eq!((office.lapor.answers(&number).len(), phase.as_str()), (1, "proven"), "{kind} {delay}");
            } else {
                assert_eq!((office.lapor.answers(&number).len(), phase.as_str()), (0, "held"), "{kind} {delay}");
                assert!(fault.is_some());
            }
        }
    }
}

#[tokio::test]
async fn a_daemon_that_dies_after_posting_posts_nothing_twice() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    office.lapor.bad_day("add_followup", "accept_silence", 1);
    office.desk.come(BATANG.0, &[letter.answered_by(PUSKESMAS, ANSWER).raw()]).await;
    office.desk.triage_all().await;
    // The process ends while it waits for the answer: nothing of the outcome is written down.
    let ended = tokio::time::timeout(Duration::from_millis(500), office.desk.deliver.pass()).await;
    assert!(ended.is_err());
    assert_eq!(office.phases().await[0].0, "sending");
    office.desk.deliver.recover().await.unwrap();
    office.later(60).await;
    assert_eq!((office.lapor.answers(&number).len(), office.phases().await[0].0.as_str()), (1, "proven"));
}

#[tokio::test]
async fn an_account_that_is_held_off_or_asks_for_a_word_posts_nothing_by_itself() {
    for (write, phase) in [(Write::Hold, "held"), (Write::Confirm, "held")] {
        let mut office = Office::writing(write).await;
        let (number, letter) = office.report().await;
        office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
        assert_eq!((office.phases().await[0].0.as_str(), office.lapor.answers(&number).len()), (phase, 0));
        office.release().await;
        let posted = usize::from(write == Write::Confirm);
        assert_eq!(office.lapor.answers(&number).len(), posted, "{write:?}");
    }
    let mut office = Office::writing(Write::Off).await;
    let (number, letter) = office.report().await;
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    assert!(office.phases().await.is_empty() && office.lapor.answers(&number).is_empty());
    office.desk.the_letter(PUSKESMAS, "hanya dibaca");
}

#[tokio::test]
async fn an_answer_typed_into_the_web_form_cancels_an_equal_one_and_holds_another() {
    for (typed, phase) in [(ANSWER.trim_start_matches("JAWAB: "), "proven"), ("Silakan datang besok.", "held")] {
        let mut office = Office::writing(Write::Confirm).await;
        let (number, letter) = office.report().await;
        office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
        office.lapor.write(&number, Some("Dinas Kesehatan"), typed);
        office.later(1000).await;
        office.fetch().await;
        assert_eq!(office.phases().await[0].0, phase, "{typed}");
        assert_eq!((office.lapor.answers(&number).len(), office.status().await.as_str()), (1, "answered"));
        office.desk.the_letter(PUSKESMAS, "langsung di SP4N-LAPOR!");
    }
}

#[tokio::test]
async fn a_report_outside_our_power_is_handed_on_to_the_institution_the_officer_names() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    office
        .desk
        .post(&letter.answered_by(PUSKESMAS, "BUKAN WEWENANG: Dinas Pekerjaan Umum; jalan depan puskesmas milik PU"))
        .await;
    assert_eq!(office.lapor.calls("reject"), 1);
    office.later(10).await;
    assert_eq!((office.phases().await[0].0.as_str(), office.status().await.as_str()), ("proven", "closed"));
    assert!(office.lapor.answers(&number).is_empty());
    office.desk.post(&letter.answered_by(PUSKESMAS, "TERUSKAN: Dinas Antah Berantah; entahlah")).await;
    assert_eq!(office.lapor.calls("reject"), 1);
}

#[tokio::test]
async fn handing_on_waits_for_approval_where_the_office_requires_it() {
    let mut office = Office::open().await;
    let approver = penghubung::domain::UnitId("btg.kadis".to_owned());
    office.desk.reconfigure(|practice| {
        let book = practice.books.get_mut("batang").unwrap();
        Arc::make_mut(book).office.approval = vec![approver];
    });
    let (_, letter) = office.report().await;
    let words = "TERUSKAN: Dinas Pekerjaan Umum; jalan depan puskesmas milik PU";
    office.desk.post(&letter.answered_by(PUSKESMAS, words)).await;
    assert_eq!(office.lapor.calls("reject"), 0);
    let request = office.desk.the_letter(HEAD, "PERSETUJUAN");
    office.desk.post(&request.answered_by(HEAD, "SETUJU")).await;
    assert_eq!(office.lapor.calls("reject"), 1);
}

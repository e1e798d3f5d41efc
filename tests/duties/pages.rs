//! A page that takes texts by itself; people are asked only for what it does not take.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use connectors::page::{Page, PageText};
use connectors::{Fault, FaultKind, Outcome, Reach};
use penghubung::duties::alarm::Alarm;
use penghubung::duties::publish::{Publish, Published};

use super::desk::{BATANG, Desk};
use super::letters::{PUSKESMAS, Sent, complaint, surat};
use super::routines::{KONLAPORBAE, begun, slots};

/// A page that answers as told, and otherwise takes what comes.
#[derive(Default)]
struct Scripted {
    faults: Mutex<VecDeque<Outcome>>,
    asked: Mutex<Vec<PageText>>,
}

impl Scripted {
    fn will_say(&self, outcomes: &[Outcome]) {
        self.faults.lock().unwrap().extend(outcomes);
    }

    fn asked(&self) -> Vec<PageText> {
        self.asked.lock().unwrap().clone()
    }
}

#[async_trait::async_trait]
impl Page for Scripted {
    async fn put(&self, text: &PageText) -> Result<(), Fault> {
        self.asked.lock().unwrap().push(text.clone());
        match self.faults.lock().unwrap().pop_front() {
            None => Ok(()),
            Some(outcome) => {
                Err(Fault::not_sent(Reach::Account, FaultKind::Protocol, "the page answered 500").with_outcome(outcome))
            }
        }
    }
}

/// Batang at ten on a Friday with a page of its own for KONLAPORBAE, and a complaint of Siti's that must stand there.
async fn with_a_page() -> (Desk, Arc<Scripted>, Publish) {
    let mut desk = begun(BATANG, "2026-11-20T03:00:00Z").await;
    desk.reconfigure(|practice| {
        practice.pages.insert(("batang".to_owned(), "konlaporbae".to_owned()));
    });
    let page = Arc::<Scripted>::default();
    let publish = over(&desk, &page);
    desk.post(&complaint()).await;
    desk.keep().await;
    (desk, page, publish)
}

fn over(desk: &Desk, page: &Arc<Scripted>) -> Publish {
    let published = Published { office: "batang".into(), posting: "konlaporbae".into(), page: page.clone() };
    Publish::new(desk.store.clone(), desk.clock.clone(), Arc::clone(&desk.practice), vec![published])
}

#[tokio::test]
async fn btg_09_a_page_that_takes_texts_is_told_and_nobody_is_asked() {
    let (mut desk, page, publish) = with_a_page().await;
    assert_eq!(publish.pass().await.unwrap().done, 1);
    let put = page.asked().remove(0);
    assert_eq!((put.office.as_str(), put.number.as_deref()), ("batang", Some("BTG-26-0001")));
    assert!(put.text.contains("Status        : Sedang ditangani") && !put.text.contains("Kinanti"), "{}", put.text);
    let disposisi = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    desk.post(&disposisi.answered_by(PUSKESMAS, "JAWAB: Loket kedua kami buka mulai Senin, 23 November 2026.")).await;
    desk.keep().await;
    publish.pass().await.unwrap();
    publish.pass().await.unwrap();
    let [first, second] = page.asked().try_into().unwrap();
    assert!(second.text.contains("Loket kedua kami buka") && second.id > first.id && second.key != first.key);
    desk.later(TimeDelta::hours(12));
    desk.keep().await;
    let about_it = |letter: &Sent| letter.subject.contains("[KONLAPORBAE]");
    assert!(!desk.sent_to(KONLAPORBAE).iter().any(about_it), "it stands there");
    assert_eq!(slots(&desk).await.iter().filter(|slot| slot.ends_with("ditepati")).count(), 2);
}

#[tokio::test]
async fn btg_09_a_page_that_is_down_is_tried_again_under_the_same_key_and_then_people_are_asked() {
    let (mut desk, page, publish) = with_a_page().await;
    page.will_say(&[Outcome::NotSent, Outcome::Unknown, Outcome::NotSent, Outcome::NotSent]);
    for minutes in [0, 0, 1, 0, 2, 4] {
        desk.later(TimeDelta::minutes(minutes));
        publish.pass().await.unwrap();
    }
    let tried = page.asked();
    assert_eq!(tried.len(), 4, "after 0, 1, 3 and 7 minutes");
    assert!(tried.iter().all(|text| text.key == tried[0].key));
    assert_eq!(desk.sent_to(KONLAPORBAE).len(), 0);
    desk.later(TimeDelta::minutes(8));
    desk.keep().await;
    let block = desk.the_letter(KONLAPORBAE, "BTG-26-0001: Sedang ditangani");
    assert!(block.body.contains("Nomor laporan : BTG-26-0001"), "{}", block.body);
    publish.pass().await.unwrap();
    assert_eq!(page.asked().len(), 4, "now it is theirs");
    desk.post(&block.answered_by(KONLAPORBAE, "SUDAH")).await;
    desk.later(TimeDelta::hours(12));
    desk.keep().await;
    assert!(desk.sent_to(KONLAPORBAE).iter().all(|letter| !letter.subject.contains("[KONLAPORBAE] TERLEWAT")));
}

#[tokio::test]
async fn btg_09_an_answer_that_tells_of_somebody_is_not_put_up_unread() {
    let (mut desk, page, publish) = with_a_page().await;
    let disposisi = desk.the_letter(PUSKESMAS, "BTG-26-0001");
    let answer =
        "JAWAB: Ibu Kinanti sudah kami periksa, hasil dahak Ibu positif TBC; suaminya diperiksa besok di rumah.";
    desk.post(&disposisi.answered_by(PUSKESMAS, answer)).await;
    desk.keep().await;
    publish.pass().await.unwrap();
    let put = page.asked().pop().unwrap().text;
    assert!(put.contains("Sudah dijawab") && put.contains("Telah ditindaklanjuti oleh Puskesmas Bandar I"), "{put}");
    assert!(!put.contains("TBC") && !put.contains("Kinanti"), "{put}");
}

#[tokio::test]
async fn btg_09_of_a_complaint_that_may_accuse_somebody_the_page_shows_its_state_alone() {
    let (mut desk, page, publish) = with_a_page().await;
    let text = "Petugas loket Puskesmas Bandar I minta uang rokok dua puluh ribu ke saya, katanya biar cepat.";
    desk.post(&surat("Budi <budi@warga.example>").subject("Loket").says(text)).await;
    desk.keep().await;
    publish.pass().await.unwrap();
    let put = page.asked().into_iter().find(|put| put.number.as_deref() == Some("BTG-26-0002")).unwrap().text;
    assert!(put.contains("laporan dilindungi") && !put.contains("Bandar") && !put.contains("rokok"), "{put}");
}

#[tokio::test]
async fn btg_09_what_a_page_refuses_is_asked_of_people_at_once() {
    let (desk, page, publish) = with_a_page().await;
    page.will_say(&[Outcome::Refused]);
    publish.pass().await.unwrap();
    desk.keep().await;
    desk.the_letter(KONLAPORBAE, "BTG-26-0001: Sedang ditangani");
    let became: Vec<String> =
        slots(&desk).await.iter().filter_map(|slot| slot.rsplit_once(' ')).map(|s| s.1.into()).collect();
    assert_eq!(became, ["laman", "diminta"], "{:?}", slots(&desk).await);
}

#[tokio::test]
async fn a_crash_after_the_page_answered_puts_the_text_there_again_under_its_key() {
    let (desk, page, publish) = with_a_page().await;
    // The page takes it, and the answer is lost with the process.
    page.will_say(&[Outcome::Unknown]);
    publish.pass().await.unwrap();
    over(&desk, &page).pass().await.unwrap();
    let [first, second] = page.asked().try_into().unwrap();
    assert_eq!(first, second);
    desk.later(TimeDelta::hours(1));
    desk.keep().await;
    assert_eq!(desk.sent_to(KONLAPORBAE).len(), 0);
}

#[tokio::test]
async fn a_page_that_is_down_for_long_is_told_once_by_mail_and_again_when_it_is_back() {
    const ADMIN: &str = "admin@dinkes.example";
    let (mut desk, page, publish) = with_a_page().await;
    desk.reconfigure(|practice| practice.alarm_to = vec![ADMIN.to_owned()]);
    let alarm = Alarm::new(desk.store.clone(), desk.clock.clone(), Arc::clone(&desk.practice));
    page.will_say(&[Outcome::NotSent; 4]);
    for _ in 0..14 {
        publish.pass().await.unwrap();
        alarm.pass().await.unwrap();
        desk.later(TimeDelta::minutes(1));
    }
    desk.work().await;
    assert!(desk.sent_to(ADMIN).is_empty(), "it may come back before people are asked");
    desk.later(TimeDelta::minutes(2));
    for _ in 0..3 {
        alarm.pass().await.unwrap();
        desk.keep().await;
        desk.later(TimeDelta::hours(30));
    }
    let told = desk.the_letter(ADMIN, "PERINGATAN");
    assert!(told.shows("laman konlaporbae") && told.shows("petugas diminta menayangkannya"), "{}", told.body);
    let known = desk.store.source("laman batang/konlaporbae").await.unwrap().unwrap();
    assert!(known.fault.is_some() && known.completed_at.is_none(), "{known:?}");
    desk.post(&surat("Budi <budi@warga.example>").says("Obat di Puskesmas Bandar I kosong sudah dua minggu.")).await;
    desk.keep().await;
    assert_eq!(publish.pass().await.unwrap().done, 1);
    for _ in 0..2 {
        alarm.pass().await.unwrap();
        desk.work().await;
    }
    let back = desk.the_letter(ADMIN, "PULIH");
    assert!(back.shows("berfungsi kembali") && back.shows("laman konlaporbae"), "{}", back.body);
    assert_eq!(desk.sent_to(ADMIN).len(), 2);
}

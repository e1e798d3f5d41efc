//! Running clocks: who is reminded, who is told, what is written down, and when nobody is disturbed.

use chrono::{TimeDelta, Timelike};

use super::desk::{BATANG, Desk, KADEMANGAN, at};
use super::letters::{PUSKESMAS, SITI, SITI_ADDRESS, complaint, surat};

const YANKES: &str = "yankes@dinkes-batang.example";

/// Lets a time pass, waking whenever a clock wants to be looked at.
async fn live_until(desk: &Desk, end: &str) {
    while let Some(next) = desk.remind.next_at().await.unwrap().filter(|next| *next <= at(end)) {
        desk.clock.set(next.max(desk.clock_now()));
        desk.remind().await;
    }
    desk.clock.set(at(end));
    desk.remind().await;
}

#[tokio::test]
async fn an_officer_is_reminded_twice_and_his_superior_told_once_in_office_hours() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    desk.events().await;
    live_until(&desk, "2026-12-15T03:00:00Z").await;
    let letters = desk.sent_to(PUSKESMAS);
    assert_eq!(letters.len(), 3, "a disposisi and two reminders: {letters:#?}");
    assert_eq!(desk.sent_to(YANKES).len(), 1);
    let times: Vec<u32> = desk
        .log()
        .await
        .iter()
        .filter(|line| line["ev"] == "INGAT" || line["ev"] == "ESKALASI")
        .map(|line| {
            (chrono::DateTime::from_timestamp(line["t"].as_i64().unwrap(), 0).unwrap() + TimeDelta::hours(7)).hour()
        })
        .collect();
    assert!(times.iter().all(|hour| (8..17).contains(hour)), "{times:?}");
    let told = "INGAT NIAT KIRIM DITERIMA";
    assert_eq!(desk.events().await, format!("{told} {told} TENGGAT ESKALASI NIAT KIRIM DITERIMA"));
}

#[tokio::test]
async fn after_an_outage_there_is_one_reminder_and_one_escalation() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    desk.events().await;
    // The daemon comes back at night, long after the limit: it waits for the morning and then speaks once.
    desk.clock.set(at("2026-12-03T16:00:00Z"));
    desk.remind().await;
    assert_eq!(desk.events().await, "TENGGAT");
    assert_eq!(desk.remind.next_at().await.unwrap(), Some(at("2026-12-04T01:00:00Z")));
    live_until(&desk, "2026-12-20T03:00:00Z").await;
    assert_eq!(desk.sent_to(PUSKESMAS).len(), 2);
    assert_eq!(desk.sent_to(YANKES).len(), 1);
    assert_eq!(desk.events().await, "INGAT ESKALASI NIAT NIAT KIRIM KIRIM DITERIMA DITERIMA");
}

#[tokio::test]
async fn a_complaint_that_is_late_when_it_is_read_is_chased_too() {
    let mut desk = Desk::of(&[BATANG]).await;
    let batch = desk.batch(&[complaint().raw()]);
    desk.clock.set(at("2026-12-03T03:00:00Z"));
    desk.source(BATANG.0).then(Ok(batch));
    desk.collect(BATANG.0).await;
    desk.work().await;
    desk.events().await;
    live_until(&desk, "2026-12-20T03:00:00Z").await;
    assert_eq!((desk.sent_to(PUSKESMAS).len(), desk.sent_to(YANKES).len()), (1, 1));
    assert!(desk.the_letter(PUSKESMAS, "Mohon tindak lanjut").shows("(terlambat 5 hari"), "the one letter says so");
    assert_eq!(desk.events().await, "INGAT ESKALASI TENGGAT NIAT KIRIM DITERIMA");
}

#[tokio::test]
async fn of_a_complaint_with_several_clocks_registered_late_each_hears_once_and_the_steps_have_lines() {
    let team = "tim.pengaduan@pkm-kademangan.example";
    let mut desk = Desk::of(&[KADEMANGAN]).await;
    let form =
        "Kanal: kotak saran\nDiterima: 02-11-2026\nNama: Bu Rini\nIsi: Antrean poli umum lama sekali, kursi kurang.";
    desk.post_to(KADEMANGAN.0, &surat(team).to(KADEMANGAN.0).subject("[DAFTAR]").says(form)).await;
    desk.remind().await;
    let of = |words: &str| desk.sent().into_iter().filter(|letter| letter.subject.contains(words)).collect::<Vec<_>>();
    assert_eq!(of("PENGINGAT").len(), 0, "{:#?}", of("PENGINGAT"));
    let mut told: Vec<String> = of("ESKALASI").into_iter().map(|letter| letter.to).collect();
    let all = told.len();
    told.dedup();
    assert!(all >= 1 && all == told.len(), "{told:?}");
    let log = desk.log().await;
    let lines = |event: &str| log.iter().filter(|line| line["ev"] == event).cloned().collect::<Vec<_>>();
    assert!(lines("ESKALASI").len() > all, "{:#?}", lines("ESKALASI"));
    assert!(lines("ESKALASI").iter().any(|line| line["d"]["tercakup"] == "eskalasi tenggat lain"));
    assert!(lines("INGAT").iter().any(|line| line["d"]["tercakup"] == "disposisi"));
}

#[tokio::test]
async fn a_superior_who_answers_an_escalation_is_heard() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    live_until(&desk, "2026-12-01T03:00:00Z").await;
    let escalation = desk.sent_to(YANKES).remove(0);
    desk.events().await;
    desk.post(&escalation.answered_by(YANKES, "JAWAB: Loket pendaftaran ditambah mulai Senin.")).await;
    assert!(desk.the_letter(SITI_ADDRESS, "ditambah mulai Senin").reply_to.is_some());
    assert_eq!(desk.events().await, "AMBIL BALAS NIAT KIRIM DITERIMA");
}

#[tokio::test]
async fn an_answered_complaint_is_chased_no_more() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    desk.post(&letter.answered_by(PUSKESMAS, "JAWAB: Loket pendaftaran ditambah mulai Senin.")).await;
    desk.events().await;
    live_until(&desk, "2026-12-20T03:00:00Z").await;
    assert_eq!(desk.events().await, "TUTUP NIAT KIRIM DITERIMA", "his silence closes it, and no officer is disturbed");
}

#[tokio::test]
async fn the_promise_of_a_receipt_is_kept_when_the_receipt_was_taken_not_before() {
    let mut desk = Desk::of(&[KADEMANGAN]).await;
    let busy = connectors::Fault::not_sent(connectors::Reach::Message, connectors::FaultKind::Recipient, "busy");
    desk.sink.then(SITI_ADDRESS, connectors::scripted::Answer::Fail(busy));
    desk.post_to(KADEMANGAN.0, &surat(SITI).to(KADEMANGAN.0).says("Loket pendaftaran lama sekali.")).await;
    let complaint = desk.store.complaints(Some("kademangan"), 1).await.unwrap().remove(0);
    let receipt_met = async || {
        let clocks = desk.store.clocks_of(complaint.id).await.unwrap();
        clocks.iter().find(|clock| clock.stops_at == "receipt").unwrap().met.is_some()
    };
    assert!(!receipt_met().await);
    desk.later(TimeDelta::minutes(1));
    desk.work().await;
    assert!(receipt_met().await);
    assert_eq!(
        desk.events().await,
        "AMBIL TERIMA RUTE NIAT NIAT NIAT GAGAL KIRIM KIRIM DITERIMA DITERIMA KIRIM DITERIMA"
    );
}

//! Running clocks: who is reminded, who is told, what is written down, and when nobody is disturbed.

use chrono::{TimeDelta, Timelike};

use super::desk::{BATANG, BULELENG, Desk, KADEMANGAN, at};
use super::letters::{PUSKESMAS, SITI, SITI_ADDRESS, complaint, surat};

const YANKES: &str = "yankes@dinkes-batang.example";
const HUMAS: &str = "humas@rsud-buleleng.example";
const DIREKSI: &str = "direksi@rsud-buleleng.example";

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
    assert_eq!((desk.sent_to(PUSKESMAS).len(), desk.sent_to(YANKES).len()), (2, 1));
    assert!(desk.the_letter(PUSKESMAS, "Mohon tindak lanjut").shows("(terlambat"), "the first letter says so");
    let told = "NIAT KIRIM DITERIMA";
    assert_eq!(
        desk.events().await,
        format!("INGAT TENGGAT {told} ESKALASI {told}"),
        "one after the other, on two mornings"
    );
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
    assert!(of("PENGINGAT").is_empty() && of("ESKALASI").is_empty(), "nothing in the minute of the first letter");
    live_until(&desk, "2026-11-20T08:00:00Z").await;
    for words in ["PENGINGAT", "ESKALASI"] {
        let mut told: Vec<String> = of(words).into_iter().map(|letter| letter.to).collect();
        let all = told.len();
        told.sort();
        told.dedup();
        assert!(all >= 1 && all == told.len(), "{words} {told:?}");
    }
    let log = desk.log().await;
    let lines = |event: &str| log.iter().filter(|line| line["ev"] == event).cloned().collect::<Vec<_>>();
    assert!(lines("ESKALASI").iter().any(|line| line["d"]["tercakup"] == "eskalasi tenggat lain"));
    assert!(lines("INGAT").iter().any(|line| line["d"]["tercakup"] == "pengingat tenggat lain"));
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

#[tokio::test]
async fn an_old_slip_is_not_chased_in_the_minute_in_which_it_is_entered() {
    let mut desk = Desk::of(&[BULELENG]).await;
    let old = "Kanal: kotak saran\nDiterima: 05-11-2026\nUnit: farmasi\nIsi: Antre obat lama sekali.";
    desk.post_to(BULELENG.0, &surat(HUMAS).to(BULELENG.0).subject("[DAFTAR] slip").says(old)).await;
    desk.remind().await;
    let chased = |desk: &Desk| {
        let all = desk.sent().into_iter().filter(|l| l.subject.contains("PENGINGAT") || l.subject.contains("ESKALASI"));
        all.map(|letter| (letter.to, letter.subject)).collect::<Vec<_>>()
    };
    assert_eq!(chased(&desk), [], "the first letter says itself how late it is");
    live_until(&desk, "2026-11-23T08:00:00Z").await;
    assert_eq!(chased(&desk).len(), 1, "on the next working day he is reminded: {:?}", chased(&desk));
    live_until(&desk, "2026-11-24T08:00:00Z").await;
    let all = chased(&desk);
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!(all[1].0, DIREKSI, "and then his superior hears");
    assert!(!desk.the_letter(DIREKSI, "ESKALASI").shows("diingatkan 0 kali"));
}

#[tokio::test]
async fn what_lies_with_the_head_is_no_question_to_the_desk_below_him() {
    let mut desk = Desk::of(&[BULELENG]).await;
    let accuses = "Kanal: kotak saran\nIsi: Perawat ruang Melati minta uang 100 ribu untuk kasur.";
    desk.post_to(BULELENG.0, &surat(HUMAS).to(BULELENG.0).subject("[DAFTAR] slip").says(accuses)).await;
    let complaint = desk.store.complaints(Some("buleleng"), 1).await.unwrap().remove(0);
    assert_eq!(complaint.unit, "rsb.direksi");
    live_until(&desk, "2026-12-20T03:00:00Z").await;
    let told = desk.the_letter(HUMAS, "ESKALASI");
    assert!(told.subject.contains("mohon diingatkan") && told.shows("tidak meminta keputusan"), "{told:?}");
    assert!(!told.shows("DISPOSISI:") && !told.shows("Mohon arahan"), "{}", told.body);
}

#[tokio::test]
async fn one_letter_stands_for_clocks_that_speak_in_the_same_moment() {
    let mut desk = Desk::of(&[KADEMANGAN]).await;
    desk.reconfigure(|practice| {
        let book = std::sync::Arc::make_mut(practice.books.get_mut("kademangan").unwrap());
        let twin = book.standards.iter().find(|standard| standard.id == "kdm.rencana").cloned().unwrap();
        book.standards.push(penghubung::domain::Standard { id: "kdm.rencana.lagi".to_owned(), ..twin });
    });
    desk.post_to(KADEMANGAN.0, &surat(SITI).to(KADEMANGAN.0).says("Loket pendaftaran lama sekali.")).await;
    live_until(&desk, "2026-11-26T03:00:00Z").await;
    let sent = desk.sent();
    let mut seen = std::collections::HashMap::new();
    for letter in sent.iter().filter(|l| l.subject.contains("PENGINGAT") || l.subject.contains("ESKALASI")) {
        *seen.entry((letter.to.clone(), letter.body.clone())).or_insert(0) += 1;
    }
    assert!(!seen.is_empty() && seen.values().all(|times| *times == 1), "{seen:#?}");
}

#[tokio::test]
async fn whose_own_estimate_is_over_is_told_to_the_superior_as_that() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.post(&complaint()).await;
    let letter = desk.the_letter(PUSKESMAS, "Mohon tindak lanjut");
    desk.post(&letter.answered_by(PUSKESMAS, "ESTIMASI: 2 hari")).await;
    live_until(&desk, "2026-11-25T09:00:00Z").await;
    let told = desk.the_letter(YANKES, "ESKALASI");
    assert!(told.subject.contains("perkiraan unit sendiri"), "{told:?}");
    assert!(told.shows("Batas standar : Jumat, 27 November 2026") && told.shows("belum lewat"), "{}", told.body);
    assert!(told.shows("laporan diterima") && told.shows("ESTIMASI"), "the steps so far: {}", told.body);
}

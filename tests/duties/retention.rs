//! How long what is closed is kept: who hears that it was long enough, and what may not go all the same.

use std::sync::Arc;

use chrono::TimeDelta;
use penghubung::domain::{ClosedHow, Within};
use penghubung::duties::retention::Retention;
use penghubung::store::change::Closed;

use super::desk::{BATANG, Desk, at};
use super::letters::{DESK, SITI, surat};

const ADMIN: &str = "admin@dinkes.example";

/// Closes the n-th complaint of Batang now.
async fn close(desk: &Desk, nth: usize) -> i64 {
    let complaints = desk.store.complaints(Some("batang"), 10).await.unwrap();
    let complaint = complaints.iter().rev().nth(nth).unwrap().id;
    let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
    let (how, why, by) = (ClosedHow::DitutupPetugas, "selesai".to_owned(), "petugas".to_owned());
    tx.close(&Closed { complaint, how, why, by }).await.unwrap();
    tx.commit().await.unwrap();
    complaint
}

#[tokio::test]
async fn desk_and_sysadmin_hear_once_a_month_of_what_was_kept_long_enough_and_nothing_goes_by_itself() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.reconfigure(|practice| {
        practice.alarm_to = vec![ADMIN.to_owned()];
        let mut book = practice.books["batang"].as_ref().clone();
        book.citizen.keep = Some((Within::Months(2), "2 bulan".to_owned()));
        practice.books.insert("batang".to_owned(), Arc::new(book));
    });
    let retention = Retention::new(desk.store.clone(), desk.clock.clone(), Arc::clone(&desk.practice));
    desk.post(&surat(SITI).says("Antrean loket di Puskesmas Bandar I lama sekali, dua jam tidak dipanggil.")).await;
    desk.post(&surat(SITI).says("Kursi tunggu di Puskesmas Subah rusak semua, mohon diperbaiki.")).await;
    desk.clock.set(at("2026-12-01T02:00:00Z"));
    let (first, second) = (close(&desk, 0).await, close(&desk, 1).await);
    let mut tx = desk.store.write(desk.clock_now()).await.unwrap();
    assert!(tx.put_legal_hold(second).await.unwrap(), "the second is disputed");
    tx.commit().await.unwrap();
    desk.clock.set(at("2027-01-29T02:00:00Z"));
    assert_eq!(retention.pass().await.unwrap().done, 0, "not two months yet");
    desk.clock.set(at("2027-02-03T02:00:00Z"));
    for _ in 0..3 {
        retention.pass().await.unwrap();
        desk.work().await;
        desk.later(TimeDelta::days(1));
    }
    let told = desk.sent_to(ADMIN);
    assert_eq!(told.iter().filter(|letter| letter.subject.contains("Masa simpan")).count(), 1, "once: {told:#?}");
    let letter = desk.the_letter(DESK, "erase --due --office batang");
    assert!(letter.subject.contains("1 laporan") && letter.shows("2 bulan"), "{}", letter.subject);
    let kept = desk.store.complaints(Some("batang"), 10).await.unwrap();
    assert!(kept.iter().any(|complaint| complaint.id == first && complaint.text.contains("Antrean")), "{kept:#?}");
    let line = desk.log().await.into_iter().rfind(|line| line["ev"] == "SIMPAN").unwrap();
    assert_eq!(line["d"]["lewat_masa_simpan"], 1, "{line}");
    desk.clock.set(at("2027-04-07T02:00:00Z"));
    assert_eq!(retention.pass().await.unwrap().done, 1, "and again a month later");
}

#[tokio::test]
async fn an_office_without_a_mailbox_counts_as_told_only_once_it_has_one() {
    let mut desk = Desk::of(&[BATANG]).await;
    desk.reconfigure(|practice| {
        let mut book = practice.books["batang"].as_ref().clone();
        book.citizen.keep = Some((Within::Months(2), "2 bulan".to_owned()));
        practice.books.insert("batang".to_owned(), Arc::new(book));
    });
    let retention = Retention::new(desk.store.clone(), desk.clock.clone(), Arc::clone(&desk.practice));
    desk.post(&surat(SITI).says("Antrean loket di Puskesmas Bandar I lama sekali, dua jam tidak dipanggil.")).await;
    desk.clock.set(at("2026-12-01T02:00:00Z"));
    close(&desk, 0).await;
    desk.clock.set(at("2027-02-03T02:00:00Z"));
    let mailboxes = desk.practice.load().mailboxes.clone();
    desk.reconfigure(|practice| practice.mailboxes.clear());
    assert_eq!(retention.pass().await.unwrap().done, 0, "there is no way to write to anybody");
    desk.reconfigure(|practice| practice.mailboxes = mailboxes);
    assert_eq!(retention.pass().await.unwrap().done, 1);
}

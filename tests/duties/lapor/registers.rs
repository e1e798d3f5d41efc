//! The two registers side by side, and an account that is ill.

use std::sync::Arc;

use penghubung::clock::Clock;
use penghubung::duties::alarm::Alarm;
use serde_json::json;

use super::super::letters::{PUSKESMAS, surat};
use super::{ANSWER, Office};

#[tokio::test]
async fn every_day_the_two_registers_are_compared_and_one_sweep_proves_no_absence() {
    let mut office = Office::open().await;
    let (number, letter) = office.report().await;
    office.desk.post(&letter.answered_by(PUSKESMAS, ANSWER)).await;
    office.later(60).await;
    let compared = |log: Vec<serde_json::Value>| {
        log.into_iter()
            .filter(|line| line["ev"] == "COCOK")
            .map(|line| line["d"]["berbeda"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(compared(office.desk.log().await), [0]);
    office.lapor.change(&number, &json!({"status_name": "Selesai", "gone": false}));
    office.later(25 * 3600).await;
    office.fetch().await;
    office.lapor.change(&number, &json!({"gone": true}));
    for _ in 0..2 {
        office.later(25 * 3600).await;
        while office.collect.pass().await.is_ok_and(|report| report.more) {}
        office.desk.work().await;
    }
    let all = compared(office.desk.log().await);
    assert_eq!(all.last(), Some(&1), "two sweeps without it: {all:?}");
}

#[tokio::test]
async fn dead_keys_stop_neither_mail_nor_officers() {
    let mut office = Office::open().await;
    office.lapor.change_keys();
    assert!(office.collect.pass().await.is_err());
    office.desk.post(&surat("warga@warga.example").says("Antrean loket Puskesmas Bandar I lama.")).await;
    assert_eq!(office.desk.complaints("batang").await, 1);
    office.desk.reconfigure(|practice| practice.alarm_to = vec!["admin@dinkes.example".to_owned()]);
    let clock: Arc<dyn Clock> = office.desk.clock.clone();
    let alarm = Alarm::new(office.desk.store.clone(), clock, Arc::clone(&office.desk.practice));
    assert_eq!(alarm.pass().await.unwrap().done, 0, "a moment may pass");
    for minutes in [2, 60, 600] {
        office.later(minutes * 60).await;
        assert!(office.collect.pass().await.is_err());
        alarm.pass().await.unwrap();
    }
    office.desk.work().await;
    let letter = office.desk.the_letter("admin@dinkes.example", "kanal SP4N-LAPOR!");
    assert!(letter.shows("secret files"), "once a day, and what to do: {}", letter.body);
    let state = office.desk.store.source("lapor").await.unwrap().unwrap();
    assert!(state.fault.unwrap().0.contains("secret files"), "an operator can act on it");
}

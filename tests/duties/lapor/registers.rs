//! The two registers side by side, and an account that is ill.

use std::sync::Arc;

use penghubung::clock::Clock;
use penghubung::duties::alarm::Alarm;
use penghubung::duties::ledger::{Kept, Ledger};
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

#[tokio::test]
async fn every_day_the_table_of_both_registers_is_written_for_a_spreadsheet() {
    let mut office = Office::open().await;
    let folder = tempfile::tempdir().unwrap();
    let kept = |swept| Kept {
        account: "lapor".to_owned(),
        office: "batang".to_owned(),
        folder: Some(folder.path().join("cocok")),
        swept,
    };
    let clock: Arc<dyn Clock> = office.desk.clock.clone();
    let ledger =
        Ledger::new(office.desk.store.clone(), Arc::clone(&clock), Arc::clone(&office.desk.practice), vec![kept(true)]);
    assert_eq!(ledger.pass().await.unwrap().done, 0, "there is no report yet");
    let (number, _) = office.report().await;
    office.changes(&number, json!({"status_name": "Ditindaklanjuti oleh Instansi"})).await;
    let lines = office.desk.log().await.len();
    assert_eq!((ledger.pass().await.unwrap().done, ledger.pass().await.unwrap().done), (1, 0), "once a day");
    let table = std::fs::read_to_string(folder.path().join("cocok/lapor-2026-11-20.csv")).unwrap();
    let row = format!("lapor,{number},BTG-26-0001,open,Ditindaklanjuti oleh Instansi,");
    assert!(
        table.starts_with("account,lapor,complaint,ours,theirs,seen,difference\n") && table.contains(&row),
        "{table}"
    );
    assert!(table.contains("di SP4N-LAPOR! ditindaklanjuti"), "{table}");
    assert_eq!(office.desk.log().await.len(), lines, "where the service lists its reports, the sweep is the line");
    // Without a listing there is no sweep, so the day's comparison is a line of the log itself.
    office.later(86_400).await;
    let ledger = Ledger::new(office.desk.store.clone(), clock, Arc::clone(&office.desk.practice), vec![kept(false)]);
    ledger.pass().await.unwrap();
    assert!(folder.path().join("cocok/lapor-2026-11-21.csv").exists());
    let log = office.desk.log().await;
    let line = log.iter().rev().find(|line| line["ev"] == "COCOK").unwrap();
    assert!(line["d"]["rincian"][0].as_str().unwrap().starts_with(&format!("{number} | open | ")), "{line}");
}

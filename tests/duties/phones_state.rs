//! How gateways are: balance and modem in `status`, trouble told by mail.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::TimeDelta;
use connectors::{Balance, Fault, Gate, Gauge, Parcel, Receipt, Sink};
use penghubung::clock::Clock;
use penghubung::duties::alarm::Alarm;
use penghubung::duties::space::Space;
use penghubung::duties::watch::{Gauged, Watch, state_name};
use penghubung::store::room::Room;

use super::phones::Office;

/// A gateway of which only the balance matters.
struct Purse(std::sync::Mutex<f64>);

#[async_trait::async_trait]
impl Sink for Purse {
    async fn send(&self, _: &Parcel, _: &dyn Gate) -> Result<Receipt, Fault> {
        Ok(Receipt { remote_id: None, text: String::new() })
    }

    async fn already_sent(&self, _: &Parcel) -> Result<connectors::Sent, Fault> {
        Ok(connectors::Sent::CannotTell)
    }

    async fn gauge(&self) -> Result<Gauge, Fault> {
        let amount = *self.0.lock().unwrap();
        Ok(Gauge { balance: Some(Balance { amount, unit: "pesan".to_owned() }), modems: Vec::new() })
    }
}

#[tokio::test]
async fn a_low_balance_stands_in_status_and_is_told_by_mail_once_a_day() {
    let office = Office::open().await;
    let desk = &office.desk;
    desk.reconfigure(|practice| {
        practice.alarm_to = vec!["admin@dinkes.example".to_owned()];
        let facts = practice.channels["modem"].clone();
        practice.channels.insert(state_name("modem"), facts);
    });
    let purse = Arc::new(Purse(std::sync::Mutex::new(900.0)));
    let clock: Arc<dyn Clock> = desk.clock.clone();
    let gauged = Gauged {
        name: "modem".to_owned(),
        office: "batang".to_owned(),
        sink: purse.clone(),
        low_balance: Some(100.0),
        every: std::time::Duration::from_secs(60),
    };
    let watch = Watch::new(desk.store.clone(), Arc::clone(&clock), vec![gauged]);
    let alarm = Alarm::new(desk.store.clone(), clock, Arc::clone(&desk.practice));
    let state = async || desk.store.source(&state_name("modem")).await.unwrap().unwrap();
    assert_eq!(watch.pass().await.unwrap().done, 1);
    assert_eq!(state().await.state.as_deref(), Some("saldo 900 pesan"));
    assert_eq!(watch.pass().await.unwrap().done, 0, "not asked again before its time");
    *purse.0.lock().unwrap() = 42.0;
    for _ in 0..12 {
        desk.later(TimeDelta::minutes(1));
        watch.pass().await.unwrap();
        alarm.pass().await.unwrap();
        desk.work().await;
    }
    let letter = desk.the_letter("admin@dinkes.example", "saldo tinggal 42 pesan, di bawah batas 100");
    assert!(letter.shows("modem (keadaan)"), "{}", letter.body);
    *purse.0.lock().unwrap() = 5000.0;
    desk.later(TimeDelta::minutes(1));
    watch.pass().await.unwrap();
    assert_eq!(state().await.fault, None);
}

#[tokio::test]
async fn a_disk_that_fills_up_is_told_by_mail_while_there_is_room_for_it_and_so_is_its_end() {
    const ADMIN: &str = "admin@dinkes.example";
    const MIB: u64 = 1024 * 1024;
    let office = Office::open().await;
    let desk = &office.desk;
    desk.reconfigure(|practice| practice.alarm_to = vec![ADMIN.to_owned()]);
    let free = Arc::new(AtomicU64::new(4000 * MIB));
    let clock: Arc<dyn Clock> = desk.clock.clone();
    let left = Arc::clone(&free);
    let measure = move || Some(Room { free: left.load(Ordering::Relaxed), total: 8000 * MIB });
    let space = Space::measuring(desk.store.clone(), Arc::clone(&clock), Box::new(measure));
    let alarm = Alarm::new(desk.store.clone(), clock, Arc::clone(&desk.practice));
    assert_eq!(space.pass().await.unwrap().done, 0, "nothing is written where all is well");
    free.store(300 * MIB, Ordering::Relaxed);
    for _ in 0..12 {
        desk.later(TimeDelta::minutes(1));
        space.pass().await.unwrap();
        alarm.pass().await.unwrap();
        desk.work().await;
    }
    let letter = desk.the_letter(ADMIN, "hanya 300 MiB yang tersisa");
    assert!(
        letter.shows("ruang simpan basis data") && letter.shows("surel baru tidak dapat diambil"),
        "{}",
        letter.body
    );
    assert_eq!(desk.sent_to(ADMIN).len(), 1, "once a day");
    free.store(5000 * MIB, Ordering::Relaxed);
    space.pass().await.unwrap();
    alarm.pass().await.unwrap();
    desk.work().await;
    assert!(desk.the_letter(ADMIN, "berfungsi kembali").shows("ruang simpan basis data"));
}

//! How gateways are: balance, modem, linked phone.
//!
//! In: the gauges of the configured gateways. Out: one line each for `status`, and a fault where a person must act,
//! which the alarm duty tells by mail. The state of a gateway is kept as a source of its own, beside the one it brings
//! texts by.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::{Gauge, Modem, Sink};

use super::{DutyFault, Report};
use crate::clock::Clock;
use crate::store::Store;
use crate::sync_log::{Entry, Event};

/// One gateway's gauge.
pub struct Gauged {
    /// The gateway.
    pub name: String,
    /// Whose.
    pub office: String,
    /// What is asked.
    pub sink: Arc<dyn Sink>,
    /// Below this balance somebody is told.
    pub low_balance: Option<f64>,
    /// How often it is asked.
    pub every: Duration,
}

/// The name under which the state of a gateway is kept.
#[must_use]
pub fn state_name(gateway: &str) -> String {
    format!("{gateway} (keadaan)")
}

/// The one who looks.
pub struct Watch {
    store: Store,
    clock: Arc<dyn Clock>,
    gauges: Vec<(Gauged, Mutex<Option<DateTime<Utc>>>)>,
}

impl Watch {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, gauges: Vec<Gauged>) -> Self {
        Self { store, clock, gauges: gauges.into_iter().map(|gauge| (gauge, Mutex::default())).collect() }
    }

    /// Looks at each gateway whose time has come.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let now = self.clock.now();
        let mut done = 0;
        for (gauged, looked) in &self.gauges {
            let every = TimeDelta::from_std(gauged.every).unwrap_or(TimeDelta::MAX);
            let last = *looked.lock().unwrap_or_else(PoisonError::into_inner);
            if last.is_some_and(|at| now - at < every) {
                continue;
            }
            self.look(gauged).await?;
            *looked.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
            done += 1;
        }
        Ok(Report { done, more: false })
    }

    async fn look(&self, gauged: &Gauged) -> Result<(), DutyFault> {
        let read = gauged.sink.gauge().await;
        let (state, fault) = match &read {
            Ok(gauge) => (Some(state(gauge)), trouble(gauge, gauged.low_balance)),
            Err(fault) => (None, Some(format!("keadaan tidak terbaca: {fault}"))),
        };
        let name = state_name(&gauged.name);
        let mut tx = self.store.write(self.clock.now()).await?;
        tx.meet_source(&name).await?;
        if let Some(state) = &state {
            tx.source_state(&name, state).await?;
        }
        match fault {
            None => tx.source_completed(&name).await?,
            Some(fault) => {
                if tx.source_failed(&name, &fault, false).await? {
                    tx.note(
                        Entry::new(Event::Gagal, "sistem")
                            .office(&gauged.office)
                            .fact("sumber", name.as_str())
                            .fact("sebab", fault),
                    );
                }
            }
        }
        // True now: status tells this state. A crash just before leaves the last one, with its time.
        tx.commit().await?;
        Ok(())
    }
}

/// One line for people.
#[must_use]
pub fn state(gauge: &Gauge) -> String {
    let balance = gauge.balance.iter().map(|balance| format!("saldo {} {}", balance.amount, balance.unit));
    let modems = gauge.modems.iter().map(|modem| {
        let life = match modem.alive {
            Some(true) => "hidup",
            Some(false) => "MATI",
            None => "baru diamati",
        };
        let signal = modem.signal.map(|signal| format!(", sinyal {signal}%")).unwrap_or_default();
        let network = modem.network.as_ref().map(|network| format!(", {network}")).unwrap_or_default();
        format!("{} {life}{signal}{network}", modem.name)
    });
    let parts: Vec<String> = balance.chain(modems).collect();
    if parts.is_empty() { "tidak memberi keterangan".to_owned() } else { parts.join("; ") }
}

/// What a person must act on.
fn trouble(gauge: &Gauge, low: Option<f64>) -> Option<String> {
    let dead: Vec<&Modem> = gauge.modems.iter().filter(|modem| modem.alive == Some(false)).collect();
    if let Some(modem) = dead.first().filter(|_| dead.len() == gauge.modems.len()) {
        return Some(format!("modem atau perangkat {} mati atau terputus", modem.name));
    }
    let balance = gauge.balance.as_ref()?;
    let low = low.filter(|low| balance.amount < *low)?;
    Some(format!("saldo tinggal {} {}, di bawah batas {low}", balance.amount, balance.unit))
}

#[cfg(test)]
mod tests {
    use connectors::Balance;

    use super::*;

    #[test]
    fn a_low_balance_and_a_dead_modem_are_troubles_and_a_fresh_one_is_not() {
        let balance = |amount| Gauge { balance: Some(Balance { amount, unit: "pesan".into() }), modems: vec![] };
        assert_eq!(trouble(&balance(87.0), Some(50.0)), None);
        assert_eq!(trouble(&balance(49.0), Some(50.0)).unwrap(), "saldo tinggal 49 pesan, di bawah batas 50");
        assert_eq!(trouble(&balance(0.0), None), None);
        let modem = |alive| Modem { name: "m1".into(), alive, signal: Some(42), network: None };
        let with = |modems| Gauge { balance: None, modems };
        assert_eq!(trouble(&with(vec![modem(None)]), None), None);
        assert!(trouble(&with(vec![modem(Some(false))]), None).unwrap().contains("m1 mati"));
        assert_eq!(trouble(&with(vec![modem(Some(false)), modem(Some(true))]), None), None);
        assert_eq!(state(&with(vec![modem(Some(true))])), "m1 hidup, sinyal 42%");
        assert_eq!(state(&Gauge::default()), "tidak memberi keterangan");
    }
}

//! The gateways: a real Gammu SMSD, a real Kannel, every preset against a server that answers as its provider
//! documents, and the listener against clients that misbehave.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stderr)]

mod gammu;
mod gammu_box;
mod hooks;
mod kannel;
mod kannel_box;
mod media;
mod page;
mod postgres_box;
mod presets;
mod process;
mod pushed;
mod renewal;
mod spool;
mod stage;
mod whatsapp;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use connectors::incoming::{Incoming, Report, Text};
use connectors::webhook::Listener;
use connectors::{Arrival, Gate, GateClosed, Parcel};

/// A socket on a free port of this machine.
pub(crate) fn loopback() -> std::net::TcpListener {
    Listener::bind("127.0.0.1:0".parse().unwrap(), false).unwrap()
}

/// A gate that is open and counts.
#[derive(Default)]
pub(crate) struct Open(AtomicUsize);

impl Open {
    pub(crate) fn passed(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

#[async_trait::async_trait]
impl Gate for Open {
    async fn pass(&self) -> Result<(), GateClosed> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

/// A gate that stays shut.
pub(crate) struct Shut;

#[async_trait::async_trait]
impl Gate for Shut {
    async fn pass(&self) -> Result<(), GateClosed> {
        Err(GateClosed("the test says so".into()))
    }
}

pub(crate) fn parcel(reference: &str, recipient: &str, text: &str) -> Parcel {
    let (reference, recipient) = (reference.to_owned(), recipient.to_owned());
    Parcel { reference, sender: String::new(), recipient, content: text.as_bytes().to_vec() }
}

pub(crate) fn texts(arrivals: &[Arrival]) -> Vec<Text> {
    read(arrivals).filter_map(|incoming| if let Incoming::Text(text) = incoming { Some(text) } else { None }).collect()
}

pub(crate) fn reports(arrivals: &[Arrival]) -> Vec<Report> {
    read(arrivals)
        .filter_map(|incoming| if let Incoming::Report(report) = incoming { Some(report) } else { None })
        .collect()
}

fn read(arrivals: &[Arrival]) -> impl Iterator<Item = Incoming> {
    arrivals.iter().map(|arrival| Incoming::from_raw(&arrival.raw).unwrap())
}

/// Asks again and again until there is an answer; a healthy machine needs a second or two.
pub(crate) async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut question: impl FnMut() -> F) -> T {
    for _ in 0..1_200 {
        if let Some(answer) = question().await {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("waited for a minute: {what}");
}

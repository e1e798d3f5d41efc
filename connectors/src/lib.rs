//! The outside world, and nothing else.
//!
//! In: a mailbox, a relay or a gateway described by plain values. Out: [`Arrival`]s with their raw bytes, [`Receipt`]s,
//! [`Fault`]s.
//! This crate does not know what a complaint, a route or a deadline is; the compiler sees to it.
//!
//! Every remote id and cursor is opaque outside the connector that made it.

pub mod arrival;
pub mod compose;
pub mod fault;
pub mod gauge;
pub mod imap;
pub mod incoming;
pub mod lapor;
pub mod mime;
pub mod page;
pub mod parcel;
pub mod scripted;
pub mod sms;
pub mod smtp;
pub mod table;
pub mod tls;
pub mod webhook;
pub mod whatsapp;
pub mod workbook;

pub use arrival::{Arrival, Batch, Census, Cursor, RemoteRef, Woken};
pub use fault::{Fault, FaultKind, Outcome, Reach};
pub use gauge::{Balance, Gauge, Modem};
pub use parcel::{Gate, GateClosed, Parcel, Receipt, Sent};
/// Addresses of gateways.
pub use reqwest::Url;

use std::time::Duration;

/// Where something comes from: a folder of a mailbox, a LAPOR! account, a modem.
///
/// None of the methods changes anything out there except [`Source::settle`], and every await in them has a limit.
#[async_trait::async_trait]
pub trait Source: Send {
    /// The name the operator gave it, as it stands in logs and `status`.
    fn name(&self) -> &str;

    /// Reads what is new after `since` (`None`: from the start), at most one batch. Blocks no longer than the
    /// configured limits; may be repeated with the same cursor and then returns the same arrivals again.
    async fn poll(&mut self, since: Option<&Cursor>) -> Result<Batch, Fault>;

    /// Tells the server that these arrivals are committed here: flags or moves them, as configured.
    /// May be repeated. Called only after our own commit.
    async fn settle(&mut self, kept: &[RemoteRef]) -> Result<(), Fault>;

    /// Waits until something may be new, `at_most` at the longest (IMAP: IDLE where the server has it).
    /// A source without such a thing sleeps.
    async fn wait(&mut self, at_most: Duration) -> Result<Woken, Fault> {
        tokio::time::sleep(at_most).await;
        Ok(Woken::Elapsed)
    }

    /// Everything the server holds right now, for the gap proof; `None` where the source cannot tell.
    async fn census(&mut self) -> Result<Option<Census>, Fault> {
        Ok(None)
    }
}

/// Where something goes: a relay, a gateway.
#[async_trait::async_trait]
pub trait Sink: Send + Sync {
    /// Hands one parcel over. Calls `gate.pass()` exactly once, immediately before the step after which the other
    /// side may have taken it; without that call nothing was sent. Blocks no longer than the configured limits.
    async fn send(&self, parcel: &Parcel, gate: &dyn Gate) -> Result<Receipt, Fault>;

    /// Looks for evidence that the parcel was taken before.
    async fn already_sent(&self, parcel: &Parcel) -> Result<Sent, Fault>;

    /// How far a parcel got that was taken as `remote_id` ([`Receipt::remote_id`]). `None`: the other side does not
    /// say, which is neither failure nor proof.
    async fn progress(&self, _remote_id: &str) -> Result<Option<incoming::Progress>, Fault> {
        Ok(None)
    }

    /// What the other side tells of its own state: balance, modem. Empty where there is no such thing.
    async fn gauge(&self) -> Result<Gauge, Fault> {
        Ok(Gauge::default())
    }
}

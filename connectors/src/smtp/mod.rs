//! A relay as a [`Sink`]: letters out by SMTP, one recipient a transaction, connections kept and shared.
//!
//! In: parcels. Out: receipts and faults that say whether the letter may have been taken. Does not know what a letter
//! is about, and does not retry: that is the outbox's work. The one exception: a kept connection that the server closed
//! meanwhile is replaced once, before the gate, when certainly nothing was sent.

mod body;
mod classify;
mod envelope;
mod relay;
mod reply;
mod session;
mod wire;

#[cfg(test)]
mod speed;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::ClientConfig;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Duration, timeout};

pub use relay::{Limits, Relay, Security};

use crate::{Fault, FaultKind, Gate, Parcel, Reach, Receipt, Sent, Sink, tls};
use envelope::Envelope;
use session::Session;

/// For each connection so many letters may have their sender's word before it is free. A crash of the machine leaves as
/// many more of whose fate nobody knows; of the program alone it does not, since [`Gate::begin`] is told when each is
/// begun.
const AHEAD: usize = 7;
/// A letter that has the word and gets no connection within this time is given back unbegun: its lease goes on.
const LONGEST_AHEAD: Duration = Duration::from_secs(60);
/// More connections than any relay allows.
const MOST_CONNECTIONS: usize = 1_000;

/// Sends by one relay.
pub struct SmtpSink {
    relay: Relay,
    tls: Option<Arc<ClientConfig>>,
    /// One permit for each connection that may be in use.
    room: Semaphore,
    /// One for each letter that may have its word before it has a connection.
    ahead: Semaphore,
    /// The relay took the last letter.
    is_well: AtomicBool,
    /// Connections at rest, the one used last at the end.
    resting: Mutex<Vec<Session>>,
}

impl SmtpSink {
    /// A sink for `relay`. Nothing is connected yet.
    ///
    /// # Errors
    /// [`FaultKind::Setup`] if the CA file cannot be used or `hello_name` is no host name.
    pub fn new(relay: Relay) -> Result<Self, Fault> {
        let tls = tls_for(&relay)?;
        let connections = relay.max_connections.clamp(1, MOST_CONNECTIONS);
        let (room, ahead) = (Semaphore::new(connections), Semaphore::new(connections * AHEAD));
        Ok(Self { relay, tls, room, ahead, is_well: AtomicBool::new(false), resting: Mutex::default() })
    }

    /// Says good-bye on every connection at rest. For a graceful stop.
    pub async fn close(&self) {
        let resting = std::mem::take(&mut *self.resting());
        for session in resting {
            session.quit().await;
        }
    }

    /// A connection on which the server waits for this letter.
    async fn announced(&self, envelope: &Envelope) -> Result<Session, Fault> {
        if let Some(mut kept) = self.take_rested() {
            match kept.announce(envelope).await {
                Ok(()) => return Ok(kept),
                Err(_) if kept.is_lost() => {}
                Err(fault) => {
                    self.rest(kept);
                    return Err(fault);
                }
            }
        }
        let mut fresh = Session::open(&self.relay, self.tls.as_ref()).await?;
        match fresh.announce(envelope).await {
            Ok(()) => Ok(fresh),
            Err(fault) => {
                self.rest(fresh);
                Err(fault)
            }
        }
    }

    /// A place among the connections, and whether the caller's word was asked for while there was none.
    ///
    /// The word is a commit. Under load each connection would rest while it waits for it; so while all are busy with a
    /// relay that takes letters, those that are next ask for theirs together, and then go without another halt.
    async fn place(&self, gate: &dyn Gate) -> Result<(SemaphorePermit<'_>, bool), Fault> {
        let closed = |_| stopped("the relay is being closed");
        if let Ok(room) = self.room.try_acquire() {
            return Ok((room, false));
        }
        let _ahead = self.ahead.acquire().await.map_err(closed)?;
        if !self.is_well.load(Ordering::Relaxed) {
            return Ok((self.room.acquire().await.map_err(closed)?, false));
        }
        if let Ok(room) = self.room.try_acquire() {
            return Ok((room, false));
        }
        gate.ask().await.map_err(|closed| stopped(&closed.to_string()))?;
        match timeout(LONGEST_AHEAD, self.room.acquire()).await {
            Ok(room) => Ok((room.map_err(closed)?, true)),
            Err(_) => {
                let text = "the relay has become too slow; this letter was not begun";
                Err(Fault::not_sent(Reach::Message, FaultKind::Timeout, text))
            }
        }
    }

    fn take_rested(&self) -> Option<Session> {
        let mut resting = self.resting();
        resting.retain(|session| session.rested_since().elapsed() < self.relay.idle_close);
        resting.pop()
    }

    /// Keeps a connection if it can be used again, drops it otherwise.
    fn rest(&self, session: Session) {
        if session.is_usable() {
            self.resting().push(session);
        }
    }

    fn resting(&self) -> MutexGuard<'_, Vec<Session>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait::async_trait]
impl Sink for SmtpSink {
    async fn send(&self, parcel: &Parcel, gate: &dyn Gate) -> Result<Receipt, Fault> {
        let letter = body::on_the_wire(&parcel.content);
        let envelope = Envelope::of(parcel, &letter, self.relay.dsn)?;
        let (_room, has_word) = self.place(gate).await?;
        let announced = self.announced(&envelope).await;
        let mut session = announced.inspect_err(|_| self.is_well.store(false, Ordering::Relaxed))?;
        // The server waits for the letter. Without the caller's word the connection is dropped, and with it the
        // transaction: no final dot, no letter (RFC 5321 §4.1.1.4).
        let word = if has_word { gate.begin() } else { gate.pass().await };
        word.map_err(|closed| stopped(&closed.to_string()))?;
        let reply = session.letter(&letter).await;
        self.is_well.store(reply.is_ok(), Ordering::Relaxed);
        let receipt = reply
            .map(|reply| Receipt { remote_id: reply.queue_id(), text: format!("{} {}", reply.code, reply.text()) });
        if let Ok(receipt) = &receipt {
            gate.taken(receipt);
        }
        self.rest(session);
        receipt
    }

    /// SMTP has no way to ask.
    async fn already_sent(&self, _parcel: &Parcel) -> Result<Sent, Fault> {
        Ok(Sent::CannotTell)
    }
}

/// Connects, greets, logs in and says good-bye, for `check --online`. Sends nothing.
pub async fn probe(relay: &Relay) -> Result<(), Fault> {
    let tls = tls_for(relay)?;
    Session::open(relay, tls.as_ref()).await?.quit().await;
    Ok(())
}

/// What the relay needs for TLS, after a look at what goes into commands unchecked by anybody else.
fn tls_for(relay: &Relay) -> Result<Option<Arc<ClientConfig>>, Fault> {
    if relay.hello_name.is_empty() || !relay.hello_name.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Fault::not_sent(Reach::Account, FaultKind::Setup, "hello_name must be a host name"));
    }
    match relay.security {
        Security::PlainLoopback => Ok(None),
        Security::ImplicitTls | Security::StartTls => {
            tls::client_config(relay.ca_file.as_deref(), relay.ca_only).map(Some)
        }
    }
}

fn stopped(why: &str) -> Fault {
    Fault::not_sent(Reach::Message, FaultKind::Stopped, why)
}

//! One folder of an IMAP mailbox as a [`crate::Source`].
//!
//! In: an [`ImapAccount`]. Out: batches, and the server told what was kept. It does not know what becomes of a message.
//!
//! Layers, each a file: `sluice` (socket) < `wire`, `literal` (lines and bodies) < `line`, `failure` (one checked
//! command) < `dial` (login) < `folder` (listing) < `bodies`, `sheaf`, `suspects`, `reading` (batches) < this file
//! (the session and the contract), with `settling`, `idling` and `probe` beside it.
//!
//! The session is taken out of the source for each call and put back when it ends well. A call that fails, or is
//! dropped half-way, leaves none, and the next one dials anew.

mod account;
mod bodies;
mod dial;
mod failure;
mod folder;
mod idling;
mod line;
mod literal;
mod login;
mod names;
mod place;
mod probe;
mod reading;
mod settling;
mod sheaf;
mod sluice;
mod suspects;
mod wire;

pub use account::{ImapAccount, Limits, PasswordFrom, Security, Settle};
pub use login::Refusals;
pub use probe::{Probe, probe};

use std::time::Duration;

use failure::Failure;
use folder::{Folder, Opened};
use idling::Lately;
use place::Place;
use reading::Reading;
use sheaf::Sheaf;
use suspects::Suspects;

use crate::arrival::{Batch, Census, Cursor, RemoteRef, Woken};
use crate::fault::{Fault, FaultKind, Reach};

/// One folder of an IMAP mailbox.
#[derive(Debug)]
pub struct ImapSource {
    account: ImapAccount,
    suspects: Suspects,
    session: Option<Box<Session>>,
}

/// An opened folder, how far it was read, and when something came.
#[derive(Debug)]
struct Session {
    folder: Folder,
    reading: Reading,
    lately: Lately,
}

impl ImapSource {
    /// A source for this account. Nothing is dialled before the first call.
    #[must_use]
    pub fn new(account: ImapAccount) -> Self {
        Self { account, suspects: Suspects::default(), session: None }
    }

    /// Takes the session out, or dials.
    async fn session(&mut self) -> Result<Box<Session>, Fault> {
        match self.session.take() {
            Some(session) => Ok(session),
            None => self.fresh_session().await,
        }
    }

    async fn fresh_session(&mut self) -> Result<Box<Session>, Fault> {
        let line = self.account.refusals.enter(&self.account).await?;
        let opened = match self.account.settle {
            Settle::Nothing => Opened::ReadOnly,
            Settle::Flag(_) | Settle::MoveTo(_) => Opened::ReadWrite,
        };
        let folder = Folder::open(line, &self.account.folder, opened).await?;
        Ok(Box::new(Session { folder, reading: Reading::default(), lately: Lately::default() }))
    }

    /// A session that stands at the cursor and knows what is new. A kept one that died at rest is replaced silently.
    async fn session_at(&mut self, since: Option<Place>) -> Result<Box<Session>, Fault> {
        if let Some(mut kept) = self.session.take()
            && kept.stand_at(since).await.is_ok()
        {
            return Ok(kept);
        }
        let mut fresh = self.fresh_session().await?;
        let stands = fresh.stand_at(since).await;
        stands.map_err(|failure| failed(failure, "looking for new messages"))?;
        Ok(fresh)
    }
}

impl Session {
    /// Moves to where the cursor stands (the beginning, if its numbering is not this one) and looks for what is new.
    async fn stand_at(&mut self, since: Option<Place>) -> Result<(), Failure> {
        let after = since.filter(|place| place.validity == self.folder.validity).map_or(0, |place| place.uid);
        if self.reading.is_under_way(after) {
            return Ok(());
        }
        self.reading.resume(&mut self.folder, after).await;
        self.reading.look(&mut self.folder).await
    }
}

fn failed(failure: Failure, doing: &str) -> Fault {
    failure.into_fault(Reach::Mailbox, FaultKind::Protocol, doing)
}

#[async_trait::async_trait]
impl crate::Source for ImapSource {
    fn name(&self) -> &str {
        &self.account.name
    }

    async fn poll(&mut self, since: Option<&Cursor>) -> Result<Batch, Fault> {
        let since = since.map(Place::from_cursor).transpose()?;
        let mut session = self.session_at(since).await?;
        let Session { folder, reading, .. } = &mut *session;
        let renumbered = since.is_some_and(|place| place.validity != folder.validity);
        let sheaf = Sheaf::new(folder.validity, renumbered);
        let read = reading.batch(folder, &self.account, &mut self.suspects, sheaf).await;
        let usable = match &read {
            Ok((_, usable)) => *usable,
            Err(failure) => !failure.is_broken(),
        };
        if usable {
            self.session = Some(session);
        }
        read.map(|(batch, _)| batch).map_err(|failure| failed(failure, "fetching messages"))
    }

    async fn settle(&mut self, kept: &[RemoteRef]) -> Result<(), Fault> {
        if kept.is_empty() || self.account.settle == Settle::Nothing {
            return Ok(());
        }
        let mut session = self.session().await?;
        let Session { folder, reading, .. } = &mut *session;
        reading.land(folder).await;
        let settled = settling::settle(folder, &self.account.settle, kept).await;
        if settled.is_ok() {
            self.session = Some(session);
        }
        settled
    }

    async fn wait(&mut self, at_most: Duration) -> Result<Woken, Fault> {
        let mut session = self.session().await?;
        let Session { folder, reading, lately } = &mut *session;
        let woken = if reading.has_more() { Ok(Woken::News) } else { idling::wait(folder, lately, at_most).await };
        if woken.is_ok() {
            self.session = Some(session);
        }
        woken.map_err(|failure| failed(failure, "waiting for news"))
    }

    async fn census(&mut self) -> Result<Option<Census>, Fault> {
        // A new session: a server that lost sight of something in an old one gets no second chance.
        self.session = None;
        let mut session = self.fresh_session().await?;
        let uids = session.folder.all_uids().await.map_err(|failure| failed(failure, "counting messages"))?;
        let validity = session.folder.validity;
        self.session = Some(session);
        Ok(Some(Census { held: uids.into_iter().map(|uid| Place::new(validity, uid).to_ref()).collect() }))
    }
}

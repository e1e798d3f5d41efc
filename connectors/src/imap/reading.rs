//! Reading on: which messages come next, what is asked ahead, which are under suspicion.
//!
//! In: an opened folder and a cursor. Out: one [`Batch`]. Tells the server nothing.
//!
//! The cursor passes a message only when it is in the batch: as an arrival, as gone, or as unreadable.

use std::collections::VecDeque;

use super::account::ImapAccount;
use super::bodies::{Asked, Given, Taken, Wanted};
use super::failure::Failure;
use super::folder::{Folder, Listed};
use super::sheaf::Sheaf;
use super::suspects::Suspects;
use crate::arrival::Batch;

/// How far a session has come.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The UID up to which batches were handed out.
    position: u32,
    /// Listed and not yet handed out; what is asked ahead stands here too, in front.
    listed: VecDeque<Listed>,
    /// The UID up to which everything is listed.
    listed_to: u32,
    /// The highest UID at the last look.
    last: u32,
    ahead: Option<Ahead>,
}

/// The next messages, asked for before the caller wants it, so that the server works while the caller commits.
#[derive(Debug)]
enum Ahead {
    OnItsWay(Asked),
    Here(Taken),
}

impl Reading {
    /// True if there is something to hand out without asking the server what is new.
    pub(super) fn is_under_way(&self, after: u32) -> bool {
        self.position == after && self.has_more()
    }

    /// True if something is on its way that only the next batch can take.
    pub(super) fn has_more(&self) -> bool {
        !self.listed.is_empty() || self.listed_to < self.last
    }

    /// Starts again after `uid`, if that is not where it stands.
    pub(super) async fn resume(&mut self, folder: &mut Folder, after: u32) {
        if self.position != after {
            self.land(folder).await;
            *self = Self { position: after, listed_to: after, ..Self::default() };
        }
    }

    /// Asks the server what there is.
    pub(super) async fn look(&mut self, folder: &mut Folder) -> Result<(), Failure> {
        self.land(folder).await;
        self.last = folder.last_uid().await?;
        Ok(())
    }

    /// Takes what is on its way into memory, so that another command can be given.
    pub(super) async fn land(&mut self, folder: &mut Folder) {
        self.ahead = match self.ahead.take() {
            Some(Ahead::OnItsWay(asked)) => Some(Ahead::Here(asked.read(&mut folder.line).await)),
            here @ (Some(Ahead::Here(_)) | None) => here,
        };
    }

    /// The next batch, after a look or while under way, and whether the session is still of use.
    pub(super) async fn batch(
        &mut self,
        folder: &mut Folder,
        account: &ImapAccount,
        suspects: &mut Suspects,
        mut sheaf: Sheaf,
    ) -> Result<(Batch, bool), Failure> {
        suspects.start(folder.validity);
        let filled = self.fill(folder, account, suspects, &mut sheaf).await;
        suspects.forget_up_to(self.position);
        match filled {
            Err(failure) if sheaf.is_empty() => Err(failure),
            Err(failure) => {
                let usable = !failure.is_broken();
                tracing::info!(
                    source = account.name,
                    ?failure,
                    "a batch came only in part; the rest is asked for again"
                );
                Ok((sheaf.bind(self.position, true), usable))
            }
            Ok(()) => {
                let more = self.has_more();
                let usable = self.ask_ahead(folder, account, suspects).await.is_ok();
                folder.line.widen(self.ahead.is_some());
                Ok((sheaf.bind(self.position, more), usable))
            }
        }
    }

    async fn fill(
        &mut self,
        folder: &mut Folder,
        account: &ImapAccount,
        suspects: &mut Suspects,
        sheaf: &mut Sheaf,
    ) -> Result<(), Failure> {
        let taken = match self.ahead.take() {
            Some(Ahead::Here(taken)) => taken,
            Some(Ahead::OnItsWay(asked)) => asked.read(&mut folder.line).await,
            None => {
                self.list_on(folder).await?;
                while let Some(next) = self.listed.front()
                    && let Some(why) = suspects.given_up(next.uid)
                {
                    let uid = next.uid;
                    sheaf.unreadable(uid, why);
                    self.hand_out(uid);
                }
                let Some(wanted) = self.plan(account, suspects) else { return Ok(()) };
                wanted.send(&mut folder.line).await?.read(&mut folder.line).await
            }
        };
        self.sort(folder, account, suspects, sheaf, taken).await
    }

    async fn ask_ahead(
        &mut self,
        folder: &mut Folder,
        account: &ImapAccount,
        suspects: &Suspects,
    ) -> Result<(), Failure> {
        self.list_on(folder).await?;
        if let Some(wanted) = self.plan(account, suspects) {
            self.ahead = Some(Ahead::OnItsWay(wanted.send(&mut folder.line).await?));
        }
        Ok(())
    }

    async fn list_on(&mut self, folder: &mut Folder) -> Result<(), Failure> {
        if self.listed.is_empty() && self.listed_to < self.last {
            let (found, to) = folder.list(self.listed_to, self.last).await?;
            self.listed.extend(found);
            self.listed_to = to;
        }
        Ok(())
    }

    /// What to ask for next; nothing where the next message is given up.
    fn plan(&self, account: &ImapAccount, suspects: &Suspects) -> Option<Wanted> {
        let next = self.listed.front().filter(|next| suspects.given_up(next.uid).is_none())?;
        if next.uid <= suspects.alone_to() {
            return Some(Wanted::alone(*next, account));
        }
        Some(Wanted::first_of(&self.listed, account))
    }

    /// Puts what was taken into the sheaf, in order, up to the first message that did not come.
    async fn sort(
        &mut self,
        folder: &mut Folder,
        account: &ImapAccount,
        suspects: &mut Suspects,
        sheaf: &mut Sheaf,
        taken: Taken,
    ) -> Result<(), Failure> {
        let Taken { wanted, mut given, ended } = taken;
        for message in &wanted.messages {
            match (given.remove(&message.uid), &ended) {
                (Some(Given::Body { received_at, body }), _) => sheaf.arrival(message.uid, received_at, body),
                (Some(Given::LeftOut { size }), _) => {
                    if let Some(next) = self.listed.front_mut() {
                        next.size = size;
                    }
                    return Ok(());
                }
                (Some(Given::Nil) | None, Ok(())) => {
                    let again = Wanted::alone(*message, account);
                    let taken = again.send(&mut folder.line).await?.read(&mut folder.line).await;
                    sort_again(*message, taken, suspects, sheaf)?;
                }
                (Some(Given::Nil) | None, Err(failure)) => {
                    suspects.note(&wanted.messages, failure);
                    return Err(failure.clone());
                }
            }
            self.hand_out(message.uid);
        }
        Ok(())
    }

    fn hand_out(&mut self, uid: u32) {
        self.position = uid;
        if self.listed.front().is_some_and(|next| next.uid == uid) {
            self.listed.pop_front();
        }
    }
}

/// What came when a message was asked for a second time, alone.
fn sort_again(message: Listed, taken: Taken, suspects: &mut Suspects, sheaf: &mut Sheaf) -> Result<(), Failure> {
    let Taken { mut given, ended, .. } = taken;
    match (given.remove(&message.uid), ended) {
        (Some(Given::Body { received_at, body }), _) => sheaf.arrival(message.uid, received_at, body),
        (_, Err(failure)) => {
            suspects.note(&[message], &failure);
            return Err(failure);
        }
        (Some(Given::Nil), Ok(())) => sheaf.unreadable(message.uid, "the server gives no body for it"),
        (Some(Given::LeftOut { .. }) | None, Ok(())) => sheaf.gone(message.uid),
    }
    Ok(())
}

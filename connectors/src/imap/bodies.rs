//! Bodies by UID: one command for a batch, and what came of it.
//!
//! In: messages that were listed. Out: their bytes, as far as the server gave them. Decides nothing about the rest.

use std::collections::BTreeMap;

use async_imap::imap_proto::{AttributeValue, Response};
use chrono::{DateTime, Utc};

use super::account::ImapAccount;
use super::failure::Failure;
use super::folder::Listed;
use super::line::{Line, Tag};
use super::literal::Body;
use super::place::uid_set;
use super::wire::Wire;

/// Of a message above the cap so much is fetched: its header and the beginning.
const BEGINNING: u64 = 256 * 1024;

/// How much of the messages is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    Whole,
    Beginning,
}

/// A command for bodies, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// What it asks for, in the order of the UIDs.
    pub messages: Vec<Listed>,
    extent: Extent,
    batch_bytes: u64,
}

impl Wanted {
    /// As many of the first messages as fit one batch, at least one; all whole or all cut.
    pub(super) fn first_of<'a>(listed: impl IntoIterator<Item = &'a Listed>, account: &ImapAccount) -> Self {
        let most = account.batch_messages.clamp(1, ImapAccount::MOST_BATCH_MESSAGES);
        Self::pack(listed.into_iter().take(most), account)
    }

    /// One message alone.
    pub(super) fn alone(message: Listed, account: &ImapAccount) -> Self {
        Self::pack([&message], account)
    }

    fn pack<'a>(listed: impl IntoIterator<Item = &'a Listed>, account: &ImapAccount) -> Self {
        let extent_of = |message: &Listed| match message.size > account.max_message_bytes {
            true => (Extent::Beginning, BEGINNING),
            false => (Extent::Whole, message.size),
        };
        let mut wanted = Self { messages: Vec::new(), extent: Extent::Whole, batch_bytes: account.batch_bytes };
        let mut bytes = 0u64;
        for message in listed {
            let (extent, expected) = extent_of(message);
            bytes = bytes.saturating_add(expected);
            let is_first = wanted.messages.is_empty();
            if !is_first && (extent != wanted.extent || bytes > account.batch_bytes) {
                break;
            }
            wanted.extent = extent;
            wanted.messages.push(*message);
        }
        wanted
    }

    fn command(&self) -> String {
        let uids = uid_set(self.messages.iter().map(|message| message.uid));
        match self.extent {
            Extent::Whole => format!("UID FETCH {uids} (UID INTERNALDATE BODY.PEEK[])"),
            Extent::Beginning => format!("UID FETCH {uids} (UID INTERNALDATE BODY.PEEK[]<0.{BEGINNING}>)"),
        }
    }

    /// Sends the command and does not wait for the answer.
    pub(super) async fn send(self, line: &mut Line) -> Result<Asked, Failure> {
        line.widen(true);
        let tag = line.send(&self.command()).await?;
        Ok(Asked { wanted: self, tag })
    }
}

/// A command for bodies, on its way.
#[derive(Debug)]
pub(super) struct Asked {
    wanted: Wanted,
    tag: Tag,
}

impl Asked {
    /// Reads the whole answer. What came before a failure is kept.
    pub(super) async fn read(self, line: &mut Line) -> Taken {
        let Self { wanted, tag } = self;
        let mut given: BTreeMap<u32, Given> = BTreeMap::new();
        let mut bytes = 0u64;
        let ended = line
            .finish(&tag, &mut |response, wire| {
                let Some((uid, fresh)) = body_of(response, wire) else { return };
                let Some(message) = wanted.messages.iter().find(|message| message.uid == uid) else { return };
                // A server that announced too small sizes: what goes beyond the bound is asked for again.
                let over = bytes > 0 && bytes.saturating_add(fresh.held()) > 2 * wanted.batch_bytes;
                let fresh = if over { Given::LeftOut { size: fresh.held() } } else { fresh };
                bytes = bytes.saturating_add(fresh.held());
                given.insert(uid, fresh.seen_as(wanted.extent, message));
            })
            .await;
        let ended = match ended {
            Err(Failure::No(answer)) if answer.is_expunged() => Ok(()),
            other => other,
        };
        Taken { wanted, given, ended }
    }
}

/// What a command for bodies brought.
#[derive(Debug)]
pub(super) struct Taken {
    pub wanted: Wanted,
    /// By UID; what the server did not give is absent.
    pub given: BTreeMap<u32, Given>,
    /// How the command ended.
    pub ended: Result<(), Failure>,
}

/// What the server gave for one message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// Its bytes.
    Body { received_at: DateTime<Utc>, body: Body },
    /// Its line, but NIL for the body.
    Nil,
    /// Bytes that went beyond the bound of the batch and were not kept.
    LeftOut { size: u64 },
}

impl Given {
    fn held(&self) -> u64 {
        match self {
            Self::Body { body, .. } => body.kept.len() as u64,
            Self::Nil | Self::LeftOut { .. } => 0,
        }
    }

    /// Of a message that was asked for in part, the announced size is that of the whole.
    fn seen_as(mut self, extent: Extent, message: &Listed) -> Self {
        if let Self::Body { body, .. } = &mut self {
            let is_full = body.announced >= BEGINNING;
            if extent == Extent::Beginning && is_full {
                body.announced = body.announced.max(message.size);
            }
        }
        self
    }
}

/// UID and body of a FETCH response that has both.
fn body_of(response: &Response<'_>, wire: &mut Wire) -> Option<(u32, Given)> {
    let Response::Fetch(_, attributes) = response else { return None };
    let (mut uid, mut date, mut found) = (None, None, None);
    for attribute in attributes {
        if let AttributeValue::Uid(n) = attribute {
            uid = Some(*n);
        } else if let AttributeValue::InternalDate(text) = attribute {
            date = internal_date(text);
        } else if let AttributeValue::BodySection { section: None, data, .. } = attribute {
            found = Some(data.as_deref().map(|token| wire.take_body(token)));
        }
    }
    let given = match found? {
        Some(body) => Given::Body { received_at: date.unwrap_or(DateTime::UNIX_EPOCH), body },
        None => Given::Nil,
    };
    Some((uid?, given))
}

/// ` 7-Nov-2026 09:15:00 +0700`.
pub(super) fn internal_date(text: &str) -> Option<DateTime<Utc>> {
    let read = DateTime::parse_from_str(text.trim_start(), "%d-%b-%Y %H:%M:%S %z").ok()?;
    Some(read.with_timezone(&Utc))
}

//! An opened folder: what stands in it, listed in small windows.
//!
//! In: a logged-in line. Out: UIDs and sizes. Knows no message body and no cursor.
//!
//! Nothing here trusts UIDNEXT or the order of an answer: the end is asked for with `UID FETCH *`, every window is
//! filtered (`UID n:*` gives the last message even if it stands before `n`), and one response line is one message, so
//! that no line grows with the folder.

use std::collections::BTreeMap;

use async_imap::imap_proto::{AttributeValue, Response};

use super::failure::{Break, Failure};
use super::line::Line;
use super::names;
use super::wire::Wire;
use crate::fault::{Fault, FaultKind, Reach};

/// The first width of a window, in UIDs.
const WINDOW: u32 = 500;
/// A window that turns out fuller than this is cut; the rest is listed again.
const FULLEST: usize = 2_000;
/// An empty window makes the next one so many times wider.
const WIDER: u32 = 4;

/// A message that the server lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Listed {
    pub uid: u32,
    /// RFC822.SIZE; a server that gives none is assumed to hide something huge.
    pub size: u64,
}

/// A line with a folder opened on it.
#[derive(Debug)]
pub(super) struct Folder {
    pub line: Line,
    pub validity: u32,
}

/// How a folder is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    /// EXAMINE: nothing can be changed.
    ReadOnly,
    /// SELECT.
    ReadWrite,
}

impl Folder {
    pub(super) async fn open(mut line: Line, name: &str, opened: Opened) -> Result<Self, Fault> {
        let written = names::folder(name).ok_or_else(|| {
            Fault::not_sent(Reach::Mailbox, FaultKind::Setup, format!("\"{name}\" is not a folder name"))
        })?;
        let verb = match opened {
            Opened::ReadOnly => "EXAMINE",
            Opened::ReadWrite => "SELECT",
        };
        let doing = format!("opening the folder {name}");
        let failed = |f: Failure| f.into_fault(Reach::Mailbox, FaultKind::Setup, &doing);
        line.heard.uid_validity = None;
        line.command(&format!("{verb} {written}")).await.map_err(failed)?;
        line.heard.news = false;
        let Some(validity) = line.heard.uid_validity else {
            return Err(failed(Break::Garbled("the server gives no UIDVALIDITY").into()));
        };
        Ok(Self { line, validity })
    }

    /// The highest UID right now; 0 if the folder is empty. Two round trips, whatever the folder holds.
    ///
    /// NOOP makes the server look for what is new before the second command is answered. News said after that is
    /// perhaps not in the second answer, so it stays news. The two are not sent together: Dovecot answers a NOOP that
    /// is followed by a FETCH after that FETCH.
    pub(super) async fn last_uid(&mut self) -> Result<u32, Failure> {
        self.line.command("NOOP").await?;
        self.line.heard.news = false;
        let mut uid = 0;
        let mut hear = |response: &Response<'_>, _: &mut Wire| {
            if let Some((Some(found), _)) = facts(response) {
                uid = uid.max(found);
            }
        };
        let answer = self.line.listen("UID FETCH * (UID)", &mut hear).await;
        match answer {
            // Some servers refuse `*` in an empty folder.
            Err(Failure::No(_) | Failure::Bad(_)) if self.line.heard.exists.unwrap_or(0) == 0 => Ok(0),
            Err(failure) => Err(failure),
            Ok(()) if self.line.heard.uid_validity == Some(self.validity) => Ok(uid),
            Ok(()) => Err(Break::Garbled("the numbering changed in the middle of a session").into()),
        }
    }

    /// Lists the first messages with `after < uid <= last`: at least one if there is any. Returns them in order, and
    /// the UID up to which nothing else exists.
    pub(super) async fn list(&mut self, after: u32, last: u32) -> Result<(Vec<Listed>, u32), Failure> {
        self.list_items(after, last, "UID RFC822.SIZE").await
    }

    async fn list_items(&mut self, after: u32, last: u32, items: &str) -> Result<(Vec<Listed>, u32), Failure> {
        let mut from = after.saturating_add(1);
        let mut width = WINDOW;
        while from <= last {
            let to = last.min(from.saturating_add(width - 1));
            let found = self.window(from, to, items).await?;
            let full = found.len() >= FULLEST;
            match found.last().map(|listed| listed.uid) {
                Some(highest) => return Ok((found, if full { highest } else { to })),
                None if to == u32::MAX => break,
                None => from = to + 1,
            }
            width = width.saturating_mul(WIDER);
        }
        Ok((Vec::new(), last.max(after)))
    }

    /// Every UID of the folder.
    pub(super) async fn all_uids(&mut self) -> Result<Vec<u32>, Failure> {
        let last = self.last_uid().await?;
        let (mut uids, mut after) = (Vec::new(), 0);
        while after < last {
            let (found, to) = self.list_items(after, last, "UID").await?;
            uids.extend(found.into_iter().map(|listed| listed.uid));
            after = to;
        }
        Ok(uids)
    }

    async fn window(&mut self, from: u32, to: u32, items: &str) -> Result<Vec<Listed>, Failure> {
        let mut found: BTreeMap<u32, u64> = BTreeMap::new();
        let command = format!("UID FETCH {from}:{to} ({items})");
        let mut hear = |response: &Response<'_>, _: &mut Wire| {
            let Some((Some(uid), size)) = facts(response) else { return };
            if (from..=to).contains(&uid) {
                // An unasked FETCH (a changed flag) has no size and must not hide the asked one's.
                let known = found.entry(uid).or_insert(u64::MAX);
                *known = size.unwrap_or(*known);
                if found.len() > FULLEST {
                    found.pop_last();
                }
            }
        };
        self.line.listen(&command, &mut hear).await?;
        Ok(found.into_iter().map(|(uid, size)| Listed { uid, size }).collect())
    }
}

/// UID and size of a FETCH response, if it is one.
fn facts(response: &Response<'_>) -> Option<(Option<u32>, Option<u64>)> {
    let Response::Fetch(_, attributes) = response else { return None };
    let (mut uid, mut size) = (None, None);
    for attribute in attributes {
        if let AttributeValue::Uid(n) = attribute {
            uid = Some(*n);
        } else if let AttributeValue::Rfc822Size(n) = attribute {
            size = Some(u64::from(*n));
        }
    }
    Some((uid, size))
}

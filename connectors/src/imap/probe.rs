//! A look at a mailbox that changes nothing, for `check --online` and the first day.
//!
//! In: an account. Out: what is there and what the server can. The folder is opened read-only.

use async_imap::imap_proto::{AttributeValue, Response};
use chrono::{DateTime, Utc};

use super::account::{ImapAccount, Settle};
use super::bodies::internal_date;
use super::failed;
use super::folder::{Folder, Opened};
use super::settling::keeps;
use super::wire::Wire;
use crate::fault::Fault;

/// What a look found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// What the server can, in capitals, as it spells it.
    pub capabilities: Vec<String>,
    /// Messages in the folder.
    pub exists: u32,
    /// The numbering of the folder.
    pub uid_validity: u32,
    /// The highest UID; 0 if the folder is empty.
    pub last_uid: u32,
    /// When the oldest message came.
    pub oldest: Option<DateTime<Utc>>,
    /// When the oldest message came that nobody has seen.
    pub oldest_unseen: Option<DateTime<Utc>>,
    /// The server announces new messages (IDLE).
    pub announces: bool,
    /// What is configured under `settle` will work, as far as the server tells.
    pub can_settle: bool,
}

/// Logs in and looks. Changes nothing, not even \Recent.
///
/// # Errors
/// As [`crate::Source::poll`].
pub async fn probe(account: &ImapAccount) -> Result<Probe, Fault> {
    let line = account.refusals.enter(account).await?;
    let mut folder = Folder::open(line, &account.folder, Opened::ReadOnly).await?;
    let first_unseen = folder.line.heard.first_unseen;
    let look = |failure| failed(failure, "looking at the folder");
    let last_uid = folder.last_uid().await.map_err(look)?;
    let exists = folder.line.heard.exists.unwrap_or(0);
    let oldest = if exists > 0 { arrived(&mut folder, 1).await? } else { None };
    let oldest_unseen = match first_unseen {
        Some(number) if number <= exists => arrived(&mut folder, number).await?,
        Some(_) | None => None,
    };
    let heard = &folder.line.heard;
    Ok(Probe {
        capabilities: heard.capabilities.clone().unwrap_or_default(),
        exists,
        uid_validity: folder.validity,
        last_uid,
        oldest,
        oldest_unseen,
        announces: heard.can("IDLE"),
        can_settle: match &account.settle {
            Settle::Nothing => true,
            // A folder opened read-only may name no permanent flags at all.
            Settle::Flag(flag) => keeps(heard.permanent_flags.as_deref().filter(|flags| !flags.is_empty()), flag),
            Settle::MoveTo(_) => heard.can("MOVE") || heard.can("UIDPLUS"),
        },
    })
}

async fn arrived(folder: &mut Folder, sequence_number: u32) -> Result<Option<DateTime<Utc>>, Fault> {
    let mut found = None;
    let command = format!("FETCH {sequence_number} (INTERNALDATE)");
    let mut hear = |response: &Response<'_>, _: &mut Wire| {
        let Response::Fetch(number, attributes) = response else { return };
        for attribute in attributes.iter().filter(|_| *number == sequence_number) {
            if let AttributeValue::InternalDate(text) = attribute {
                found = internal_date(text);
            }
        }
    };
    folder.line.listen(&command, &mut hear).await.map_err(|failure| failed(failure, "looking at the folder"))?;
    Ok(found)
}

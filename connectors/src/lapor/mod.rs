//! SP4N-LAPOR! as a [`Source`](crate::Source) of reports and a [`Sink`](crate::Sink) for what is put under them.
//!
//! In: an account and a [`Profile`], which says all that is known of the interface. Out: documents that hold the
//! service's own texts, receipts, faults. Knows neither complaints nor offices.
//!
//! ```text
//!  profile (TOML) ─┬─▶ source ─▶ document ─▶ report        client: pace, breaker, envelope, bounds
//!                  └─▶ sink: read back ─▶ post ─▶ read back      files: fetched under guard
//! ```

mod account;
mod breaker;
mod client;
mod document;
mod entries;
mod envelope;
pub mod export;
mod export_date;
mod files;
mod folder;
mod pages;
mod place;
mod pointer;
mod position;
mod posting;
pub mod profile;
mod read_back;
mod report;
mod sink;
mod source;

use std::sync::Arc;

pub use account::{Account, FileHost, Header, Now};
pub use document::{Content, Document, Fetched};
pub use folder::{FolderSource, arrivals};
pub use posting::{Act, PostedFile, Posting, bears, same_words};
pub use profile::Profile;
pub use report::{Entry, File, Report, Word};
pub use sink::LaporSink;
pub use source::{Known, LaporSource};

use crate::Fault;
use client::Client;

/// The line to one account: shared by its source and its sink, so that both keep one pace and heed one breaker.
#[derive(Clone)]
pub struct Line(Arc<Client>);

impl Line {
    /// Sets it up; connects to nothing.
    ///
    /// # Errors
    /// [`crate::FaultKind::Setup`] where a header, the proxy or the CA file cannot be used.
    pub fn new(account: Account) -> Result<Self, Fault> {
        Ok(Self(Arc::new(Client::new(account)?)))
    }
}

/// What a look at an account found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// Reports on the first page of the listing; `None`: the profile has no listing.
    pub listed: Option<usize>,
    /// Institutions that the service knows; `None`: the profile cannot ask.
    pub institutions: Option<usize>,
}

/// Tries the keys, for `check --online`. Changes nothing.
///
/// # Errors
/// Why the service does not take us.
pub async fn probe(line: &Line) -> Result<Probe, Fault> {
    let profile = &line.0.account.profile;
    let mut found = Probe { listed: None, institutions: None };
    if let Some(institutions) = &profile.institutions {
        let answer = line.0.get(&institutions.path).await?;
        found.institutions = Some(pointer::items(&answer.value, &institutions.items).map_or(0, |items| items.len()));
    }
    if let Some(list) = &profile.list {
        let answer = line.0.get(&pages::first_page(list)?).await?;
        found.listed = Some(pointer::items(&answer.value, &list.items).map_or(0, |items| items.len()));
    }
    Ok(found)
}

/// The id of the institution with this name (without case), or itself where it is an id already.
///
/// # Errors
/// Where the service cannot be asked.
pub async fn institutions(line: &Line) -> Result<Vec<(String, String)>, Fault> {
    let Some(institutions) = &line.0.account.profile.institutions else { return Ok(Vec::new()) };
    let answer = line.0.get(&institutions.path).await?;
    let items = pointer::items(&answer.value, &institutions.items).unwrap_or_default();
    let named = |item: &serde_json::Value| {
        Some((pointer::text(item, &["/id".to_owned()])?, pointer::text(item, &["/name".to_owned()])?))
    };
    Ok(items.into_iter().filter_map(named).collect())
}

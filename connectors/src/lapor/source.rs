//! An account as a [`Source`]: page by page through listings, report by report through known ids.
//!
//! In: a cursor. Out: one page's reports that are new or changed, each a [`Document`]; after a full sweep one more,
//! which names every report seen. Pages may repeat, shift and lie: a report is known by its number and by the digest of
//! what is read in it, so the same state is the same arrival however often it is listed, and nothing follows from an
//! absence here.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::client::Client;
use super::document::{Content, Document, Fetched};
use super::files;
use super::naming::name_of;
use super::pages::Item;
use super::position::{Ground, Position, Walk};
use super::read_back::{detail, followup_pages};
use super::report::Report;
use crate::{Arrival, Batch, Cursor, Fault, FaultKind, Reach, RemoteRef, Source};

/// Known open reports are gone through this often, listing or not.
const REFRESH_EVERY: TimeDelta = TimeDelta::minutes(15);

/// Tells which reports are followed though no listing may name them.
#[async_trait::async_trait]
pub trait Known: Send + Sync {
    /// Their ids at the service, in a steady order.
    async fn ids(&self) -> Result<Vec<String>, Fault>;

    /// The state of a report that was dealt with last, by the name under which it was kept: then it need not be handed
    /// over again (after a restart, in a sweep).
    async fn last(&self, _number: &str) -> Result<Option<RemoteRef>, Fault> {
        Ok(None)
    }

    /// True if something is kept under this name.
    async fn holds(&self, _name: &RemoteRef) -> Result<bool, Fault> {
        Ok(false)
    }
}

/// Reads an account.
pub struct LaporSource {
    pub(super) client: Arc<Client>,
    pub(super) known: Arc<dyn Known>,
    /// Digest of the item by which each report was last listed: what has not changed is not asked for again.
    listed: HashMap<String, String>,
    /// The state of each report that was handed out last, in this run.
    given: HashMap<String, RemoteRef>,
    /// The same for the batch handed out last; it counts once that is committed.
    pending: Pending,
    /// Digests of the pages of the present walk, and which page it was.
    pub(super) pages: HashMap<String, u32>,
    /// What the present full walk has named.
    swept: BTreeMap<String, Option<String>>,
    /// What the present walk goes over in `Known`.
    pub(super) ids: Vec<String>,
    /// False once the present walk broke off or repeated itself.
    pub(super) whole: bool,
    walking: bool,
}

#[derive(Default)]
struct Pending {
    cursor: Option<Cursor>,
    listed: HashMap<String, String>,
    given: HashMap<String, RemoteRef>,
}

/// What a look at a report came to.
enum Seen {
    /// It was listed as it was before, and not looked at.
    Unchanged,
    /// Its state is kept already.
    Kept(Report),
    /// It is new, or has changed.
    New(Arrival, Report),
}

impl LaporSource {
    /// Over the line of an account.
    #[must_use]
    pub fn new(line: &super::Line, known: Arc<dyn Known>) -> Self {
        Self {
            client: Arc::clone(&line.0),
            known,
            listed: HashMap::new(),
            given: HashMap::new(),
            pending: Pending::default(),
            pages: HashMap::new(),
            swept: BTreeMap::new(),
            ids: Vec::new(),
            whole: true,
            walking: false,
        }
    }

    /// Goes on with the walk, or begins the one that is due; `None`: none is.
    fn walk(&mut self, position: &Position) -> Option<Walk> {
        if let Some(walk) = position.walk.clone().filter(|_| self.walking) {
            return Some(walk);
        }
        let ground = match &position.walk {
            // What an earlier run had gathered on its way is gone with it.
            Some(walk) => walk.ground,
            None => self.ground_due(position)?,
        };
        self.pages.clear();
        self.swept.clear();
        self.ids.clear();
        (self.whole, self.walking) = (true, true);
        Some(Walk::over(ground, position.newest))
    }

    fn ground_due(&self, position: &Position) -> Option<Ground> {
        let (account, now) = (&self.client.account, (self.client.account.now)());
        let since = |at: Option<DateTime<Utc>>| at.map(|at| now - at);
        let Some(list) = &account.profile.list else {
            return since(position.refreshed).is_none_or(|ago| ago >= TimeDelta::zero()).then_some(Ground::Known);
        };
        let sweep_every = TimeDelta::from_std(account.sweep_every).unwrap_or(TimeDelta::days(1));
        if since(position.swept).is_none_or(|ago| ago >= sweep_every) {
            return Some(Ground::Full);
        }
        if since(position.refreshed).is_none_or(|ago| ago >= REFRESH_EVERY) {
            return Some(Ground::Known);
        }
        Some(if list.path_since.is_some() { Ground::Recent } else { Ground::Full })
    }

    /// A report as it stands now.
    async fn arrival(&mut self, item: &Item, ground: Ground) -> Result<Seen, Fault> {
        let profile = Arc::clone(&self.client.account.profile);
        let listed = item.raw.as_ref().map(|raw| digest(raw.get().as_bytes()));
        if let Some(listed) = &listed {
            if ground == Ground::Recent && self.listed.get(&item.id) == Some(listed) {
                return Ok(Seen::Unchanged);
            }
            self.pending.listed.insert(item.id.clone(), listed.clone());
        }
        let whole = item.raw.is_some() && profile.list.as_ref().is_some_and(|list| list.whole);
        let (mut detailed, mut pages) = (None, Vec::new());
        if !whole {
            if profile.detail.is_some() {
                detailed = Some(raw(detail(&self.client, &item.id).await?)?);
            }
            if profile.followups.is_some() {
                pages = followup_pages(&self.client, &item.id).await?.into_iter().map(raw).collect::<Result<_, _>>()?;
            }
        }
        let content = Content::Api {
            id: item.id.clone(),
            item: item.raw.clone(),
            detail: detailed,
            followups: pages,
            files: Vec::new(),
        };
        let mut document = Document::new(&profile.name, content);
        let report = Report::read(&document, &profile).unwrap_or_default();
        let last = self.pending.given.get(&report.number).or_else(|| self.given.get(&report.number));
        let Some(remote_ref) = name_of(self.known.as_ref(), &report.number, &report.state(), last).await? else {
            return Ok(Seen::Kept(report));
        };
        self.pending.given.insert(report.number.clone(), remote_ref.clone());
        let fetched = self.fetched(&report).await;
        if let Content::Api { files, .. } = &mut document.content {
            *files = fetched;
        }
        let bytes = document.bytes();
        let received_at = report.created.unwrap_or_else(self.client.account.now.as_ref());
        let announced_bytes = bytes.len() as u64;
        Ok(Seen::New(Arrival { remote_ref, received_at, raw: bytes, announced_bytes }, report))
    }

    async fn fetched(&self, report: &Report) -> Vec<Fetched> {
        if report.files.is_empty() { Vec::new() } else { files::fetch_all(&self.client.account, &report.files).await }
    }

    /// What a full sweep has seen, as an arrival of its own.
    fn sweep(&mut self, now: DateTime<Utc>) -> Arrival {
        let reports = std::mem::take(&mut self.swept).into_iter().collect();
        let content = Content::Sweep { complete: self.whole, reports };
        let raw = Document::new(&self.client.account.profile.name, content).bytes();
        let remote_ref = RemoteRef(format!("sapuan/{}", now.timestamp_micros()));
        Arrival { remote_ref, received_at: now, announced_bytes: raw.len() as u64, raw }
    }

    async fn read_page(&mut self, walk: &Walk, position: &mut Position) -> Result<Batch, Fault> {
        let page = self.page(walk).await?;
        let mut batch = Batch {
            arrivals: Vec::new(),
            cursor: Cursor(String::new()),
            gone: Vec::new(),
            unreadable: Vec::new(),
            more: page.next.is_some(),
            renumbered: false,
        };
        for item in &page.items {
            match self.arrival(item, walk.ground).await {
                Ok(Seen::New(arrival, report)) => {
                    batch.arrivals.push(arrival);
                    self.saw(walk.ground, report, position);
                }
                Ok(Seen::Kept(report)) => self.saw(walk.ground, report, position),
                Ok(Seen::Unchanged) => {}
                // This one cannot be read; the others can.
                Err(fault) if fault.reach == Reach::Message => {
                    let mark = item.raw.as_ref().map_or_else(|| "tetap".to_owned(), |raw| digest(raw.get().as_bytes()));
                    let name = RemoteRef(format!("{}/gagal-{mark}", plain(&item.id)));
                    batch.unreadable.push((name, fault.to_string()));
                    self.whole = false;
                }
                Err(fault) => return Err(fault),
            }
        }
        if page.next.is_none() {
            self.end(walk.ground, position, &mut batch);
        }
        position.walk = page.next;
        Ok(batch)
    }

    /// Remembers that a report was named, and how new it is.
    fn saw(&mut self, ground: Ground, report: Report, position: &mut Position) {
        position.newest = position.newest.max(report.updated.or(report.created));
        if ground == Ground::Full {
            self.swept.insert(report.number, report.status.map(|word| word.raw));
        }
    }

    /// A walk is over.
    fn end(&mut self, ground: Ground, position: &mut Position, batch: &mut Batch) {
        let now = (self.client.account.now)();
        self.walking = false;
        match ground {
            Ground::Recent => {}
            Ground::Known => position.refreshed = Some(now),
            Ground::Full => {
                position.swept = Some(now);
                batch.arrivals.push(self.sweep(now));
            }
        }
    }
}

#[async_trait::async_trait]
impl Source for LaporSource {
    fn name(&self) -> &str {
        &self.client.account.name
    }

    async fn poll(&mut self, since: Option<&Cursor>) -> Result<Batch, Fault> {
        let pending = std::mem::take(&mut self.pending);
        if pending.cursor.is_some() && pending.cursor.as_ref() == since {
            self.listed.extend(pending.listed);
            self.given.extend(pending.given);
        }
        let mut position = Position::of(since);
        let Some(walk) = self.walk(&position) else {
            return Ok(nothing(position.cursor()));
        };
        // A page that fails is asked for again: the walk stands where the cursor says.
        let mut batch = self.read_page(&walk, &mut position).await?;
        position.step = position.step.wrapping_add(1);
        batch.cursor = position.cursor();
        self.pending.cursor = Some(batch.cursor.clone());
        Ok(batch)
    }

    /// The service is told nothing of what is kept here.
    async fn settle(&mut self, _kept: &[RemoteRef]) -> Result<(), Fault> {
        Ok(())
    }
}

fn nothing(cursor: Cursor) -> Batch {
    Batch { arrivals: Vec::new(), cursor, gone: Vec::new(), unreadable: Vec::new(), more: false, renumbered: false }
}

pub(super) fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes)).get(..12).unwrap_or_default().to_owned()
}

fn plain(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).take(40).collect()
}

fn raw(text: String) -> Result<Box<RawValue>, Fault> {
    RawValue::from_string(text).map_err(|_| strange("the service's answer is no JSON"))
}

pub(super) fn strange(text: &str) -> Fault {
    Fault::not_sent(Reach::Account, FaultKind::Protocol, text)
}

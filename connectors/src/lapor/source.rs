//! An account as a [`Source`]: page by page through listings, report by report through known ids.
//!
//! In: a cursor. Out: one page's reports that are new or changed, each a [`Document`]; after a full sweep one more, which
//! names every report seen. Pages may repeat, shift and lie: a report is known by its number and by the digest of what is
//! read in it, so the same state is the same arrival however often it is listed, and nothing follows from an absence here.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::client::{Answer, Client};
use super::document::{Content, Document, Fetched};
use super::position::{Ground, Position, Walk};
use super::profile::{List, Paging};
use super::read_back::{detail, fill, followup_pages};
use super::report::Report;
use super::{files, pointer};
use crate::{Arrival, Batch, Cursor, Fault, FaultKind, Reach, RemoteRef, Source};

/// Known reports that are asked for in one poll.
const KNOWN_AT_ONCE: usize = 25;
/// Known open reports are gone through this often, listing or not.
const REFRESH_EVERY: TimeDelta = TimeDelta::minutes(15);

/// Tells which reports are followed though no listing may name them.
#[async_trait::async_trait]
pub trait Known: Send + Sync {
    /// Their ids at the service, in a steady order.
    async fn ids(&self) -> Result<Vec<String>, Fault>;
}

/// Reads an account.
pub struct LaporSource {
    client: Arc<Client>,
    known: Arc<dyn Known>,
    /// Digest of the item by which each report was last listed: what has not changed is not asked for again.
    listed: HashMap<String, String>,
    /// The same for the batch handed out last; it counts once that is committed.
    pending: Pending,
    /// Digests of the pages of the present walk, and which page it was.
    pages: HashMap<String, u32>,
    /// What the present full walk has named.
    swept: BTreeMap<String, Option<String>>,
    /// What the present walk goes over in `Known`.
    ids: Vec<String>,
    /// False once the present walk broke off or repeated itself.
    whole: bool,
    walking: bool,
}

#[derive(Default)]
struct Pending {
    cursor: Option<Cursor>,
    listed: HashMap<String, String>,
}

/// One page of whatever is walked over.
struct Page {
    items: Vec<Item>,
    /// How the walk goes on; `None`: this was the last.
    next: Option<Walk>,
}

/// A report to look at.
struct Item {
    id: String,
    raw: Option<Box<RawValue>>,
}

impl LaporSource {
    /// Over the line of an account.
    #[must_use]
    pub fn new(line: &super::Line, known: Arc<dyn Known>) -> Self {
        Self {
            client: Arc::clone(&line.0),
            known,
            listed: HashMap::new(),
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

    async fn page(&mut self, walk: &Walk) -> Result<Page, Fault> {
        match (walk.ground, &self.client.account.profile.list) {
            (Ground::Known, _) | (Ground::Recent | Ground::Full, None) => self.known_page(walk).await,
            (Ground::Recent | Ground::Full, Some(list)) => {
                let path = self.page_path(list, walk)?;
                let answer = self.client.get(&path).await?;
                let list = self.client.account.profile.list.clone();
                list.map_or_else(|| Err(strange("no listing")), |list| self.listed_page(&list, walk, &answer))
            }
        }
    }

    async fn known_page(&mut self, walk: &Walk) -> Result<Page, Fault> {
        if walk.page == 1 {
            self.ids = self.known.ids().await?;
        }
        let begin = usize::try_from(walk.offset).unwrap_or(usize::MAX);
        let here = self.ids.iter().skip(begin).take(KNOWN_AT_ONCE);
        let items: Vec<Item> = here.map(|id| Item { id: id.clone(), raw: None }).collect();
        let end = begin.saturating_add(items.len());
        let next = (end < self.ids.len()).then(|| Walk { page: walk.page + 1, offset: end as u64, ..walk.clone() });
        Ok(Page { items, next })
    }

    fn page_path(&self, list: &List, walk: &Walk) -> Result<String, Fault> {
        if let (Paging::Link, Some(next)) = (list.paging, &walk.next) {
            return Ok(next.clone());
        }
        let account = &self.client.account;
        let overlap = TimeDelta::from_std(account.overlap).unwrap_or(TimeDelta::hours(48));
        let since = walk.bound.filter(|_| walk.ground == Ground::Recent).map(|newest| newest - overlap);
        let since = since.map(|at| at.with_timezone(&account.profile.zone).format(&list.since_format).to_string());
        let path = match (&since, &list.path_since) {
            (Some(_), Some(path)) => path,
            (None, _) | (_, None) => &list.path,
        };
        list_path(path, list, walk, since.as_deref().unwrap_or_default())
    }

    /// The items of a page and how it goes on. A page that was seen before in this walk ends it: the service goes in circles.
    fn listed_page(&mut self, list: &List, walk: &Walk, answer: &Answer) -> Result<Page, Fault> {
        let found = pointer::raw_items(&answer.text, &list.items)
            .ok_or_else(|| strange("the listing has no items where the profile says they are"))?;
        let fields = &self.client.account.profile.fields;
        let mut items = Vec::with_capacity(found.len());
        let count = found.len();
        for raw in found {
            let item: Value = serde_json::from_str(raw.get()).unwrap_or(Value::Null);
            match pointer::text(&item, &fields.id) {
                Some(id) => items.push(Item { id, raw: Some(raw) }),
                None => self.whole = false,
            }
        }
        let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
        let first = *self.pages.entry(digest(ids.join("\n").as_bytes())).or_insert(walk.page);
        let circling = first != walk.page && !items.is_empty();
        let named = pointer::text(&answer.value, &list.next);
        let ends = list.paging == Paging::Single || count == 0 || (!list.next.is_empty() && named.is_none());
        if circling || (count == 0 && named.is_some()) {
            self.whole = false;
        }
        let beyond = walk.page >= self.client.account.profile.limits.pages;
        self.whole &= ends || !beyond;
        let more = !ends && !circling && !beyond;
        let offset = walk.offset + count as u64;
        Ok(Page { items, next: more.then(|| Walk { page: walk.page + 1, offset, next: named, ..walk.clone() }) })
    }

    /// A report as it stands now; `None`: nothing changed since it was last listed.
    async fn arrival(&mut self, item: &Item, ground: Ground) -> Result<Option<(Arrival, Report)>, Fault> {
        let profile = Arc::clone(&self.client.account.profile);
        let listed = item.raw.as_ref().map(|raw| digest(raw.get().as_bytes()));
        if let Some(listed) = &listed {
            if ground == Ground::Recent && self.listed.get(&item.id) == Some(listed) {
                return Ok(None);
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
        let remote_ref = RemoteRef(format!("{}/{}", report.number, report.state()));
        let fetched = self.fetched(&report).await;
        if let Content::Api { files, .. } = &mut document.content {
            *files = fetched;
        }
        let bytes = document.bytes();
        let received_at = report.created.unwrap_or_else(self.client.account.now.as_ref());
        let announced_bytes = bytes.len() as u64;
        Ok(Some((Arrival { remote_ref, received_at, raw: bytes, announced_bytes }, report)))
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
                Ok(Some((arrival, report))) => {
                    position.newest = position.newest.max(report.updated.or(report.created));
                    if walk.ground == Ground::Full {
                        self.swept.insert(report.number.clone(), report.status.map(|word| word.raw));
                    }
                    batch.arrivals.push(arrival);
                }
                Ok(None) => {}
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

/// The first page of a full listing.
pub(super) fn first_page(list: &List) -> Result<String, Fault> {
    list_path(&list.path, list, &Walk::over(Ground::Full, None), "")
}

fn list_path(path: &str, list: &List, walk: &Walk, since: &str) -> Result<String, Fault> {
    let (page, offset, size) = (walk.page.to_string(), walk.offset.to_string(), list.size.to_string());
    let cursor = walk.next.clone().unwrap_or_default();
    fill(path, &[("page", &page), ("offset", &offset), ("size", &size), ("cursor", &cursor), ("since", since)])
}

fn nothing(cursor: Cursor) -> Batch {
    Batch { arrivals: Vec::new(), cursor, gone: Vec::new(), unreadable: Vec::new(), more: false, renumbered: false }
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes)).get(..12).unwrap_or_default().to_owned()
}

fn plain(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).take(40).collect()
}

fn raw(text: String) -> Result<Box<RawValue>, Fault> {
    RawValue::from_string(text).map_err(|_| strange("the service's answer is no JSON"))
}

fn strange(text: &str) -> Fault {
    Fault::not_sent(Reach::Account, FaultKind::Protocol, text)
}

//! Pages of a walk: of a listing in any style the profile describes, or of known ids.
//!
//! In: where the walk stands. Out: the reports to look at, and where it goes on. Pages may repeat, shift and go in
//! circles.

use serde_json::Value;
use serde_json::value::RawValue;

use super::client::Answer;
use super::pointer;
use super::position::{Ground, Walk};
use super::profile::{List, Paging};
use super::read_back::fill;
use super::source::{LaporSource, digest, strange};
use crate::Fault;
use chrono::TimeDelta;

/// Known reports that are asked for in one poll.
const KNOWN_AT_ONCE: usize = 25;

/// One page of whatever is walked over.
pub(super) struct Page {
    pub(super) items: Vec<Item>,
    /// How the walk goes on; `None`: this was the last.
    pub(super) next: Option<Walk>,
}

/// A report to look at.
pub(super) struct Item {
    pub(super) id: String,
    pub(super) raw: Option<Box<RawValue>>,
}

impl LaporSource {
    pub(super) async fn page(&mut self, walk: &Walk) -> Result<Page, Fault> {
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

    /// The items of a page and how it goes on. A page that was seen before in this walk ends it: the service goes in
    /// circles.
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

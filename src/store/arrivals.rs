//! The inbox: what arrived, byte for byte, and what became of it.

mod blobs;
mod tries;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use connectors::RemoteRef;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::change::NewPenItem;
use super::sql::{Value, insert, insert_heavy, row, select_in, update_from};
use super::write::Table;
use super::{Store, StoreFault, WriteTx, instant, micros};
use crate::domain::Channel;

pub use blobs::{Packed, PackedRaw, Packer};

/// One thing to put into the inbox.
#[derive(Debug, Clone)]
pub struct NewArrival {
    /// The server's name for it.
    pub remote_ref: RemoteRef,
    /// When the server took it in.
    pub received_at: DateTime<Utc>,
    /// Its bytes, or why there are none.
    pub content: Content,
    /// Bytes the server announced.
    pub announced: u64,
}

/// What the server gave us of an arrival.
#[derive(Debug, Clone)]
pub enum Content {
    /// Its bytes, packed.
    Raw(PackedRaw),
    /// It was listed but gone before it could be fetched: recorded, nothing more can be done.
    Gone,
    /// It could not be fetched, with the reason: a person must look at the server's copy.
    Unreadable(String),
}

impl NewArrival {
    fn raw(&self) -> Option<&PackedRaw> {
        match &self.content {
            Content::Raw(raw) => Some(raw),
            Content::Gone | Content::Unreadable(_) => None,
        }
    }
}

/// A row of the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivalRow {
    /// Our id.
    pub id: i64,
    /// Which source it came from.
    pub source: String,
    /// The server's name for it.
    pub remote_ref: RemoteRef,
    /// Whose it is.
    pub office: String,
    /// How it came.
    pub channel: Channel,
    /// When the server took it in.
    pub received_at: DateTime<Utc>,
    /// Which blob holds its bytes.
    pub blob: Option<i64>,
    /// SHA-256 of its bytes, hex; `None` where there are none.
    pub sha256: Option<String>,
    /// Bytes the server announced.
    pub announced: u64,
    /// How often reading it was begun.
    pub parse_tries: i64,
}

const COLUMNS: &str = "SELECT a.id, a.source, a.remote_ref, a.office, a.channel, a.received_at, a.blob, a.announced, \
    a.parse_tries, b.sha256 FROM arrivals a LEFT JOIN blobs b ON b.id = a.blob";

fn read(row: &AnyRow) -> Result<ArrivalRow, StoreFault> {
    let channel: String = row.try_get(4)?;
    Ok(ArrivalRow {
        id: row.try_get(0)?,
        source: row.try_get(1)?,
        remote_ref: RemoteRef(row.try_get(2)?),
        office: row.try_get(3)?,
        channel: Channel::from_word(&channel)
            .ok_or_else(|| StoreFault::Broken(format!("channel `{channel}` in table arrivals")))?,
        received_at: instant(row.try_get(5)?),
        blob: row.try_get(6)?,
        announced: u64::try_from(row.try_get::<i64, _>(7)?).unwrap_or_default(),
        parse_tries: row.try_get(8)?,
        sha256: row.try_get(9)?,
    })
}

impl WriteTx {
    /// Puts arrivals into the inbox. What is there already (same source, same remote name) is left alone.
    /// `settled`: the server need not be told. Returns how many were new.
    pub async fn add_arrivals(
        &mut self,
        source: &str,
        office: &str,
        channel: Channel,
        mut arrivals: Vec<NewArrival>,
        settled: bool,
    ) -> Result<u64, StoreFault> {
        let blobs = self.add_blobs(&mut arrivals).await?;
        let now = micros(self.now());
        let mut rows = Vec::with_capacity(arrivals.len());
        let mut pen = Vec::new();
        for arrival in arrivals {
            let id = self.next_id(Table::Arrivals).await?;
            let blob = arrival.raw().and_then(|raw| blobs.get(&raw.sha256).copied());
            let (outcome, reason) = match arrival.content {
                Content::Raw(_) => (None, None),
                Content::Gone => (Some("gone"), Some("listed, but gone before it could be fetched".to_owned())),
                Content::Unreadable(why) => {
                    let (office, guesses) = (office.to_owned(), Vec::new());
                    pen.push(NewPenItem { arrival: id, office, reason: why.clone(), guesses });
                    (Some("pen"), Some(why))
                }
            };
            rows.push(row![
                id,
                source,
                arrival.remote_ref.0,
                office,
                channel.word(),
                micros(arrival.received_at),
                now,
                blob,
                i64::try_from(arrival.announced).unwrap_or(i64::MAX),
                settled.then_some(now),
                outcome.map(|_| now),
                outcome.map(str::to_owned),
                reason,
            ]);
        }
        let head = "INSERT INTO arrivals (id, source, remote_ref, office, channel, received_at, collected_at, blob, announced, \
                    settled_at, handled_at, outcome, reason)";
        let new = insert(self.conn(), head, "ON CONFLICT (source, remote_ref) DO NOTHING", rows).await?;
        self.put_new_in_pen(pen).await?;
        Ok(new)
    }

    /// Of what was found unreadable only the arrivals that were new: the id of one seen before was not used, and will
    /// be that of another mail.
    async fn put_new_in_pen(&mut self, mut items: Vec<NewPenItem>) -> Result<(), StoreFault> {
        let ids = items.iter().map(|item| Value::from(item.arrival)).collect();
        let rows = select_in(self.conn(), "SELECT id FROM arrivals WHERE id IN", "", ids).await?;
        let new = rows.iter().map(|row| row.try_get(0)).collect::<Result<Vec<i64>, _>>()?;
        items.retain(|item| new.contains(&item.arrival));
        self.put_in_pen(items).await
    }

    /// Stores the bytes that are not there yet, taking them out of the arrivals; returns the id of each hash.
    async fn add_blobs(&mut self, arrivals: &mut [NewArrival]) -> Result<HashMap<String, i64>, StoreFault> {
        let hashes = arrivals.iter().filter_map(NewArrival::raw).map(|raw| Value::from(&raw.sha256)).collect();
        let mut ids = HashMap::new();
        for row in select_in(self.conn(), "SELECT sha256, id FROM blobs WHERE sha256 IN", "", hashes).await? {
            ids.insert(row.try_get::<String, _>(0)?, row.try_get::<i64, _>(1)?);
        }
        let mut rows = Vec::new();
        for arrival in arrivals {
            let Content::Raw(raw) = &mut arrival.content else { continue };
            if !ids.contains_key(&raw.sha256) {
                let id = self.next_id(Table::Blobs).await?;
                ids.insert(raw.sha256.clone(), id);
                rows.push(row![
                    id,
                    &raw.sha256,
                    i64::try_from(raw.size).unwrap_or(i64::MAX),
                    std::mem::take(&mut raw.packed)
                ]);
            }
        }
        insert_heavy(self.conn(), "INSERT INTO blobs (id, sha256, size, bytes)", rows).await?;
        Ok(ids)
    }

    /// Says that the server has been told of these.
    pub async fn mark_settled(&mut self, source: &str, refs: &[RemoteRef]) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let rows = refs.iter().map(|r| row![source, &r.0, now]).collect();
        update_from(
            self.conn(),
            "UPDATE arrivals SET settled_at = v.at FROM (SELECT column1 AS source, column2 AS ref, column3 AS at FROM",
            "AS t) AS v WHERE arrivals.source = v.source AND arrivals.remote_ref = v.ref",
            rows,
        )
        .await?;
        Ok(())
    }
}

impl Store {
    /// The oldest arrivals of these offices that nobody has handled yet. Those of an office that was taken out of the
    /// configuration wait for it.
    pub async fn unhandled_of(&self, offices: &[&str], at_most: i64) -> Result<Vec<ArrivalRow>, StoreFault> {
        let places: Vec<String> = (2..offices.len() + 2).map(|n| format!("${n}")).collect();
        let text = format!(
            "{COLUMNS} WHERE a.handled_at IS NULL AND a.office IN ({}) ORDER BY a.id LIMIT $1",
            places.join(", ")
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(text)).bind(at_most);
        let query = offices.iter().fold(query, |query, office| query.bind((*office).to_owned()));
        query.fetch_all(&self.reader).await?.iter().map(read).collect()
    }

    /// The oldest arrivals nobody has handled yet.
    pub async fn unhandled(&self, at_most: i64) -> Result<Vec<ArrivalRow>, StoreFault> {
        let text = format!("{COLUMNS} WHERE a.handled_at IS NULL ORDER BY a.id LIMIT $1");
        let rows = sqlx::query(sqlx::AssertSqlSafe(text)).bind(at_most).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// One arrival.
    pub async fn arrival(&self, id: i64) -> Result<Option<ArrivalRow>, StoreFault> {
        let text = format!("{COLUMNS} WHERE a.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(text)).bind(id).fetch_optional(&self.reader).await?;
        row.as_ref().map(read).transpose()
    }

    /// Arrivals of a source that are committed here but of which the server has not been told.
    pub async fn unsettled(&self, source: &str, at_most: i64) -> Result<Vec<RemoteRef>, StoreFault> {
        let rows = sqlx::query(
            "SELECT remote_ref FROM arrivals WHERE source = $1 AND settled_at IS NULL ORDER BY id LIMIT $2",
        )
        .bind(source)
        .bind(at_most)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| Ok(RemoteRef(row.try_get(0)?))).collect()
    }

    /// How many arrivals wait to be handled, and since when the oldest.
    pub async fn unhandled_count(&self) -> Result<(i64, Option<DateTime<Utc>>), StoreFault> {
        let row = sqlx::query("SELECT COUNT(*), MIN(collected_at) FROM arrivals WHERE handled_at IS NULL")
            .fetch_one(&self.reader)
            .await?;
        Ok((row.try_get(0)?, row.try_get::<Option<i64>, _>(1)?.map(instant)))
    }

    /// True if this name of a source is in the inbox.
    pub async fn has_arrival(&self, source: &str, name: &RemoteRef) -> Result<bool, StoreFault> {
        let row = sqlx::query("SELECT id FROM arrivals WHERE source = $1 AND remote_ref = $2")
            .bind(source)
            .bind(&name.0)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.is_some())
    }

    /// Every remote name a source ever showed us; for the gap proof.
    pub async fn held_refs(&self, source: &str) -> Result<Vec<RemoteRef>, StoreFault> {
        let rows = sqlx::query("SELECT remote_ref FROM arrivals WHERE source = $1")
            .bind(source)
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(|row| Ok(RemoteRef(row.try_get(0)?))).collect()
    }
}

//! SMSD's `inbox` and `sentitems` as a [`Source`]: texts of people, and what became of ours.
//!
//! In: rows. Out: arrivals. The cursor holds the highest row read and what it said, the rows whose text still misses
//! parts, and below which row of `sentitems` everything is final. A text is named by its rows and by what they say,
//! because ids begin again in a database that was made anew. `Processed` is set after our commit and never read: people
//! may set it too.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use chrono_tz::Tz;
use tokio::time::Instant;

use super::parts::{Joined, Part, Row, join};
use super::renewal::is_another;
use super::sent::SentItems;
use super::sql::{Dialect, Gateway, Line, number_at, rows, run, text_at};
use crate::incoming::{Incoming, Medium, Text};
use crate::sms::number;
use crate::{Arrival, Batch, Cursor, Fault, FaultKind, Reach, RemoteRef, Source, Woken};

/// When a row came, in the database's own words.
pub(super) const STAMP: &str = r#"CAST("ReceivingDateTime" AS TEXT)"#;
/// Rows of the inbox read in one go.
const AT_ONCE: usize = 200;

/// Texts from SMSD's database.
pub struct GammuInbox {
    gateway: Arc<Gateway>,
    sent: SentItems,
    /// Since when a text has been waiting for its parts, by its first row.
    waiting: HashMap<i64, Instant>,
}

impl GammuInbox {
    pub(super) fn new(gateway: Arc<Gateway>) -> Self {
        Self { gateway, sent: SentItems::default(), waiting: HashMap::new() }
    }

    async fn read(&mut self, line: &mut Line, mut since: Place) -> Result<Batch, Fault> {
        let renumbered = is_another(line, &since).await?;
        if renumbered {
            let gateway = &self.gateway.database.name;
            tracing::warn!(gateway, "SMSD's database was made anew; it is read from its beginning");
            since = Place::default();
            (self.sent, self.waiting) = (SentItems::default(), HashMap::new());
        }
        let rows = inbox_rows(line, &since).await?;
        let more = rows.len() >= AT_ONCE;
        let mut place = Place { inbox: since.inbox, mark: since.mark, ..Place::default() };
        if let Some(newest) = rows.iter().filter(|row| row.id > place.inbox).max_by_key(|row| row.id) {
            (place.inbox, place.mark) = (newest.id, newest.mark());
        }
        let mut arrivals = Vec::new();
        for text in join(rows) {
            if self.is_awaited(&text) {
                place.open.extend(text.ids());
            } else {
                arrivals.push(arrival(&text, line.dialect, self.gateway.database.zone));
            }
        }
        self.waiting.retain(|first, _| place.open.contains(first));
        let (reports, floor) = self.sent.read(line, since.sent).await?;
        place.sent = floor;
        arrivals.extend(reports);
        let cursor = place.cursor();
        Ok(Batch { arrivals, cursor, gone: Vec::new(), unreadable: Vec::new(), more, renumbered })
    }

    /// True while parts may still come.
    fn is_awaited(&mut self, text: &Joined) -> bool {
        if text.missing().is_empty() {
            return false;
        }
        let Some(first) = text.ids().first().copied() else { return false };
        let since = *self.waiting.entry(first).or_insert_with(Instant::now);
        since.elapsed() < self.gateway.database.parts_wait
    }
}

#[async_trait::async_trait]
impl Source for GammuInbox {
    fn name(&self) -> &str {
        &self.gateway.database.name
    }

    async fn poll(&mut self, since: Option<&Cursor>) -> Result<Batch, Fault> {
        let place = since.map(Place::read).transpose()?.unwrap_or_default();
        let gateway = Arc::clone(&self.gateway);
        let mut line = gateway.line().await?;
        let batch = gateway.within(self.read(&mut line, place)).await?;
        gateway.rest(line).await;
        Ok(batch)
    }

    async fn settle(&mut self, kept: &[RemoteRef]) -> Result<(), Fault> {
        let ids: Vec<i64> = kept.iter().filter_map(|kept| ids_of(&kept.0)).flatten().collect();
        if ids.is_empty() {
            return Ok(());
        }
        let mut line = self.gateway.line().await?;
        self.gateway
            .within(async {
                run(&mut line.sql, line.dialect.begin()).await?;
                let list = list(ids);
                let statement = format!(r#"UPDATE inbox SET "Processed" = 'true' WHERE "ID" IN ({list})"#);
                rows(&mut line.sql, statement).await?;
                run(&mut line.sql, "COMMIT").await
            })
            .await?;
        self.gateway.rest(line).await;
        Ok(())
    }

    async fn wait(&mut self, at_most: Duration) -> Result<Woken, Fault> {
        tokio::time::sleep(at_most.min(self.gateway.database.look_every)).await;
        Ok(Woken::Elapsed)
    }
}

async fn inbox_rows(line: &mut Line, since: &Place) -> Result<Vec<Row>, Fault> {
    let received = line.dialect.received();
    let parts = if line.version >= 18 {
        r#"CAST("MessageID" AS BIGINT), CAST("PartCount" AS BIGINT), CAST("SequencePosition" AS BIGINT)"#
    } else {
        "0, 1, 1"
    };
    let open =
        if since.open.is_empty() { String::new() } else { format!(r#" OR "ID" IN ({})"#, list(since.open.iter())) };
    let statement = format!(
        r#"SELECT CAST("ID" AS BIGINT), "SenderNumber", {received}, "TextDecoded", "UDH", {parts}, {STAMP}
           FROM inbox WHERE "ID" > {}{open} ORDER BY "ID" LIMIT {}"#,
        since.inbox,
        AT_ONCE + since.open.len(),
    );
    let found = rows(&mut line.sql, statement).await?;
    found
        .iter()
        .map(|row| {
            let by_columns = || {
                let small = |at| number_at(row, at).ok().and_then(|value| u8::try_from(value).ok());
                Part::new(number_at(row, 5).ok()?, small(6)?, small(7)?)
            };
            Ok(Row {
                id: number_at(row, 0)?,
                sender: text_at(row, 1)?,
                received: number_at(row, 2)?,
                text: text_at(row, 3)?,
                stamp: text_at(row, 8)?,
                part: by_columns().or(Part::of_header(&text_at(row, 4)?)),
            })
        })
        .collect()
}

fn list(ids: impl IntoIterator<Item = impl std::borrow::Borrow<i64>>) -> String {
    ids.into_iter().map(|id| id.borrow().to_string()).collect::<Vec<_>>().join(",")
}

fn arrival(text: &Joined, dialect: Dialect, zone: Tz) -> Arrival {
    let remote_id = format!("inbox/{}#{}", list(text.ids()), text.mark());
    let received = text.rows.iter().map(|row| row.received).min().unwrap_or_default();
    let received_at = dialect.read_clock(received, zone);
    let sender = text.rows.first().map(|row| row.sender.clone()).unwrap_or_default();
    let incoming = Incoming::Text(Text {
        medium: Medium::Sms,
        remote_id: remote_id.clone(),
        from: number::read(&sender, None).e164().map_or_else(|| sender.clone(), str::to_owned),
        to: None,
        at: received_at,
        text: text.text(),
        parts: text.count,
        missing: text.missing(),
        enclosed: Vec::new(),
        files: Vec::new(),
    });
    let raw = incoming.to_raw();
    Arrival { remote_ref: RemoteRef(remote_id), received_at, announced_bytes: raw.len() as u64, raw }
}

/// Row ids in the name of a text; `None` for a report.
fn ids_of(remote_ref: &str) -> Option<Vec<i64>> {
    let (ids, _) = remote_ref.strip_prefix("inbox/")?.split_once('#')?;
    ids.split(',').map(|id| id.parse().ok()).collect()
}

/// How far the tables have been read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The highest row of the inbox.
    pub inbox: i64,
    /// What it said.
    pub mark: String,
    open: BTreeSet<i64>,
    /// Below it everything in `sentitems` is final.
    pub sent: i64,
}

impl Place {
    fn cursor(&self) -> Cursor {
        Cursor(format!("{}/{}/{}/{}", self.inbox, self.sent, list(self.open.iter()), self.mark))
    }

    fn read(cursor: &Cursor) -> Result<Self, Fault> {
        let parse = || {
            let mut fields = cursor.0.splitn(4, '/');
            let inbox = fields.next()?.parse().ok()?;
            let sent = fields.next()?.parse().ok()?;
            let open = fields.next()?.split(',').filter(|id| !id.is_empty()).map(|id| id.parse().ok());
            let open = open.collect::<Option<_>>()?;
            Some(Self { inbox, sent, open, mark: fields.next()?.to_owned() })
        };
        parse().ok_or_else(|| Fault::not_sent(Reach::Account, FaultKind::Setup, "this is no cursor of an SMSD inbox"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_a_stranger_is_refused() {
        let place = Place { inbox: 12, mark: "ab12".into(), open: BTreeSet::from([7, 9]), sent: 3 };
        assert_eq!(Place::read(&place.cursor()), Ok(place));
        assert_eq!(Place::read(&Cursor("0/0//".into())), Ok(Place::default()));
        assert_eq!(Place::read(&Cursor("17/33".into())).unwrap_err().kind, FaultKind::Setup);
    }

    #[test]
    fn only_texts_are_settled() {
        assert_eq!(ids_of("inbox/3,4#ab"), Some(vec![3, 4]));
        assert_eq!(ids_of("sent/3/delivered/a@b"), None);
    }
}

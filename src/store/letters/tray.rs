//! What lies in the outbox: which ways out have letters ready, and when the next of each urgency is due.
//!
//! In: nothing but the time. Out: dates. Reading is free of the writer, so looking costs those nothing who write.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::DANGER;
use crate::domain::Channel;
use crate::store::{Store, StoreFault, instant};

/// The way out of an office's letters by a channel, as the schema writes it.
#[must_use]
pub fn way(office: &str, channel: Channel) -> String {
    format!("{office}/{}", channel.word())
}

impl Store {
    /// What lies in the outbox, in one look. It jumps from way to way in the index: how many letters wait costs
    /// nothing.
    pub async fn letter_tray(&self) -> Result<LetterTray, StoreFault> {
        let rows = sqlx::query(
            "WITH RECURSIVE ways (way) AS (SELECT MIN(way) FROM letters WHERE phase = 'ready' UNION ALL \
             SELECT (SELECT MIN(l.way) FROM letters l WHERE l.phase = 'ready' AND l.way > ways.way) FROM ways \
             WHERE ways.way IS NOT NULL) SELECT way, \
             (SELECT MIN(next_at) FROM letters l WHERE l.phase = 'ready' AND l.way = ways.way AND l.urgency = 0), \
             (SELECT MIN(next_at) FROM letters l WHERE l.phase = 'ready' AND l.way = ways.way AND l.urgency = 1), \
             (SELECT MIN(next_at) FROM letters l WHERE l.phase = 'ready' AND l.way = ways.way AND l.urgency = 2) \
             FROM ways WHERE way IS NOT NULL",
        )
        .fetch_all(&self.reader)
        .await?;
        let ways = rows.iter().map(|row| {
            let due = |column| Ok::<_, StoreFault>(row.try_get::<Option<i64>, _>(column)?.map(instant));
            Ok((row.try_get(0)?, [due(1)?, due(2)?, due(3)?]))
        });
        Ok(LetterTray(ways.collect::<Result<_, StoreFault>>()?))
    }

    /// When the next letter must be settled: its outcome is unclear, or not proven yet, or its lease ends without one.
    pub async fn next_unsettled_at(&self) -> Result<Option<DateTime<Utc>>, StoreFault> {
        let row = sqlx::query(
            "SELECT (SELECT MIN(next_at) FROM letters WHERE phase = 'unclear'), \
             (SELECT MIN(proof_at) FROM letters WHERE proof_at IS NOT NULL), \
             (SELECT MIN(lease_until) FROM letters WHERE phase IN ('intended', 'sending'))",
        )
        .fetch_one(&self.reader)
        .await?;
        let at = |column| Ok::<_, StoreFault>(row.try_get::<Option<i64>, _>(column)?.map(instant));
        Ok([at(0)?, at(1)?, at(2)?].into_iter().flatten().min())
    }
}

/// What lies in the outbox: of each way out when the next letter of each urgency is due.
#[derive(Debug, Clone)]
pub struct LetterTray(Vec<(String, [Option<DateTime<Utc>>; 3])>);

impl LetterTray {
    /// The same of the ways that are among these.
    #[must_use]
    pub fn of(mut self, among: impl Fn(&str) -> bool) -> Self {
        self.0.retain(|(way, _)| among(way));
        self
    }

    /// When the next letter of any urgency is due.
    #[must_use]
    pub fn next(&self) -> Option<DateTime<Utc>> {
        self.0.iter().flat_map(|(_, next)| next).flatten().min().copied()
    }

    /// Of which urgency and way something is due, no less urgent than `least`: the most urgent first, then who waits
    /// longest.
    #[must_use]
    pub fn due(&self, now: DateTime<Utc>, least: i64) -> Vec<(i64, &str)> {
        let all =
            self.0.iter().flat_map(|(way, next)| (DANGER..=least).zip(next).map(move |(u, at)| (u, *at, way.as_str())));
        let mut due: Vec<_> =
            all.filter_map(|(urgency, at, way)| Some((urgency, at.filter(|at| *at <= now)?, way))).collect();
        due.sort_unstable();
        due.into_iter().map(|(urgency, _, way)| (urgency, way)).collect()
    }
}

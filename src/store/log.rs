//! Reading the sync log and keeping its checkpoints. Lines are only ever written by [`super::WriteTx::commit`].

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{Backend, Store, StoreFault, WriteTx, instant, micros};
use crate::sync_log::CompactRange;

/// Where the log ends.
#[derive(Debug, Clone)]
pub struct LogHead {
    /// Number of lines.
    pub size: u64,
    /// Unix seconds of the last.
    pub time: i64,
    /// The tree's frontier.
    pub range: CompactRange,
}

impl Store {
    /// The present head.
    pub async fn log_head(&self) -> Result<LogHead, StoreFault> {
        let row =
            sqlx::query("SELECT size, time, range FROM sync_log_head WHERE id = 1").fetch_one(&self.reader).await?;
        read_head(&row)
    }

    /// Up to `at_most` lines from index `from`, in order, joined by newlines with one after the last; empty at the end.
    /// The database joins them, because a row costs more than a line.
    pub async fn log_text(&self, from: u64, at_most: u64) -> Result<String, StoreFault> {
        let text = match self.backend {
            Backend::Sqlite => {
                "SELECT COALESCE(group_concat(line, char(10)), '') FROM (SELECT line FROM sync_log WHERE n >= $1 AND n < $2 ORDER BY n)"
            }
            Backend::Postgres => {
                "SELECT COALESCE(string_agg(line, chr(10) ORDER BY n), '') FROM sync_log WHERE n >= $1 AND n < $2"
            }
        };
        let from = i64::try_from(from).unwrap_or(i64::MAX);
        let to = from.saturating_add(i64::try_from(at_most).unwrap_or(i64::MAX));
        let mut lines: String = sqlx::query(text).bind(from).bind(to).fetch_one(&self.reader).await?.try_get(0)?;
        if !lines.is_empty() {
            lines.push('\n');
        }
        Ok(lines)
    }

    /// Every checkpoint, the oldest first: size and signed note.
    pub async fn checkpoints(&self) -> Result<Vec<(u64, String)>, StoreFault> {
        let rows = sqlx::query("SELECT size, note FROM checkpoints ORDER BY size").fetch_all(&self.reader).await?;
        rows.iter()
            .map(|row| Ok((u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or_default(), row.try_get(1)?)))
            .collect()
    }

    /// Size and time of the newest checkpoint.
    pub async fn last_checkpoint(&self) -> Result<Option<(u64, DateTime<Utc>)>, StoreFault> {
        let row = sqlx::query("SELECT size, created_at FROM checkpoints ORDER BY size DESC LIMIT 1")
            .fetch_optional(&self.reader)
            .await?;
        row.map(|row| Ok((u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or_default(), instant(row.try_get(1)?))))
            .transpose()
    }
}

impl WriteTx {
    /// The head as this transaction sees it (lines noted in it are not in yet).
    pub async fn log_head(&mut self) -> Result<LogHead, StoreFault> {
        let row =
            sqlx::query("SELECT size, time, range FROM sync_log_head WHERE id = 1").fetch_one(self.conn()).await?;
        read_head(&row)
    }

    /// Keeps a signed checkpoint.
    pub async fn keep_checkpoint(&mut self, size: u64, note: &str) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "INSERT INTO checkpoints (size, note, created_at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING",
        )
        .bind(i64::try_from(size).unwrap_or(i64::MAX))
        .bind(note)
        .bind(now)
        .execute(self.conn())
        .await?;
        Ok(())
    }
}

fn read_head(row: &sqlx::any::AnyRow) -> Result<LogHead, StoreFault> {
    Ok(LogHead {
        size: u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or_default(),
        time: row.try_get(1)?,
        range: read_range(&row.try_get::<String, _>(2)?)?,
    })
}

/// The frontier from its hex form.
pub(super) fn read_range(text: &str) -> Result<CompactRange, StoreFault> {
    hex::decode(text)
        .ok()
        .and_then(|bytes| CompactRange::from_bytes(&bytes))
        .ok_or_else(|| StoreFault::Broken("the frontier of the log cannot be read".into()))
}

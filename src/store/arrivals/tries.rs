//! What is known of tries to read arrivals: how often reading one was begun, and which are dealt with.

use std::collections::HashSet;

use sqlx::Row;

use crate::store::sql::{Value, row, select_in, update_from};
use crate::store::{StoreFault, WriteTx};

impl WriteTx {
    /// Counts a try to read these before it is made, so that one that kills us is known next time.
    pub async fn count_parse_tries(&mut self, ids: &[i64]) -> Result<(), StoreFault> {
        let rows = ids.iter().map(|id| row![*id]).collect();
        update_from(
            self.conn(),
            "UPDATE arrivals SET parse_tries = parse_tries + 1 WHERE id IN (SELECT column1 FROM",
            "AS t)",
            rows,
        )
        .await?;
        Ok(())
    }

    /// Marks the oldest `at_most` unhandled arrivals, which an earlier run may have been reading when it ended.
    /// Returns how many were not marked yet.
    pub async fn suspect_unhandled(&mut self, at_most: i64) -> Result<u64, StoreFault> {
        let changed = sqlx::query(
            "UPDATE arrivals SET parse_tries = 1 WHERE parse_tries = 0 AND id IN \
             (SELECT id FROM arrivals WHERE handled_at IS NULL ORDER BY id LIMIT $1)",
        )
        .bind(at_most)
        .execute(self.conn())
        .await?;
        Ok(changed.rows_affected())
    }

    /// Those of these arrivals that somebody has handled: usually none, and then no row is waited for.
    pub async fn handled_meanwhile(&mut self, ids: &[i64]) -> Result<HashSet<i64>, StoreFault> {
        let values = ids.iter().map(|id| Value::from(*id)).collect();
        let text = "SELECT id FROM arrivals WHERE handled_at IS NOT NULL AND id IN";
        let rows = select_in(self.conn(), text, "", values).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}

//! What routines look for in the register and the outbox: what must be posted, carried by hand, copied or told at a
//! meeting.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Row};

use super::complaints::{self, Complaint};
use super::sql::{Value, row, select_in, update_from};
use super::{Store, StoreFault, WriteTx, instant, micros};

/// Asked at every turn: its first words are those of an index that holds only such letters, or every letter is looked
/// at.
const UNCARRIED: &str = "SELECT l.id FROM letters l WHERE l.kind = 'answer' AND l.phase IN ('ready', 'held') \
     AND l.awaits IS NULL AND l.office = $1 AND l.channel = $3 AND NOT EXISTS \
     (SELECT 1 FROM tasks t WHERE t.office = l.office AND t.routine = $2 AND t.letter = l.id) ORDER BY l.id LIMIT 50";

impl Store {
    /// Complaints of an office that its page does not show as they are, the oldest first.
    pub async fn unposted(&self, office: &str, since: DateTime<Utc>, at_most: i64) -> Result<Vec<i64>, StoreFault> {
        let rows = sqlx::query(
            "SELECT id FROM complaints WHERE office = $1 AND COALESCE(posted, '') <> status || ' ' || unit \
             AND registered_at >= $2 ORDER BY id LIMIT $3",
        )
        .bind(office)
        .bind(micros(since))
        .bind(at_most)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Letters of an office that wait for a person to carry them by one of these channels, and have no task of
    /// `routine`.
    pub async fn uncarried(&self, office: &str, routine: &str, channel: &str) -> Result<Vec<i64>, StoreFault> {
        let query = sqlx::query(UNCARRIED).bind(office).bind(routine).bind(channel);
        let rows = query.fetch_all(&self.reader).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Complaints of an office closed since `since` that have no task of `routine`.
    pub async fn closed_without_task(
        &self,
        office: &str,
        routine: &str,
        since: DateTime<Utc>,
    ) -> Result<Vec<i64>, StoreFault> {
        let rows = sqlx::query(
            "SELECT c.id FROM complaints c WHERE c.office = $1 AND c.status = 'closed' AND c.closed_at >= $3 AND NOT EXISTS \
             (SELECT 1 FROM tasks t WHERE t.office = c.office AND t.routine = $2 AND t.complaint = c.id) \
             ORDER BY c.id LIMIT 50",
        )
        .bind(office)
        .bind(routine)
        .bind(micros(since))
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}

impl WriteTx {
    /// The page of these complaints has been asked to show them as they stand now.
    pub async fn mark_posted(&mut self, complaints: &[i64]) -> Result<(), StoreFault> {
        let rows = complaints.iter().map(|id| row![*id]).collect();
        let text = "UPDATE complaints SET posted = status || ' ' || unit WHERE id IN (SELECT column1 FROM";
        update_from(self.conn(), text, "AS t)", rows).await?;
        Ok(())
    }

    /// The last answer to each of these complaints that has left.
    pub async fn sent_answers(&mut self, complaints: &[i64]) -> Result<HashMap<i64, String>, StoreFault> {
        let values = complaints.iter().map(|id| Value::from(*id)).collect();
        let text = "SELECT a.complaint, a.text FROM answers a JOIN letters l ON l.id = a.letter \
                    WHERE l.phase IN ('accepted', 'proven') AND a.complaint IN";
        let rows = select_in(self.conn(), text, "ORDER BY a.id", values).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// The answer that a letter carries: complaint, exact text.
    pub async fn carried_answer(&mut self, letter: i64) -> Result<Option<(i64, String)>, StoreFault> {
        let row = sqlx::query("SELECT complaint, text FROM answers WHERE letter = $1 ORDER BY id DESC LIMIT 1")
            .bind(letter)
            .fetch_optional(self.conn())
            .await?;
        row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
    }

    /// Complaints of an office that are open, or were answered or closed since `since`, the oldest first.
    pub async fn live_complaints(&mut self, office: &str, since: DateTime<Utc>) -> Result<Vec<Complaint>, StoreFault> {
        let text = format!(
            "{} WHERE office = $1 AND (status = 'open' OR answered_at >= $2 OR closed_at >= $2) ORDER BY id LIMIT 1000",
            complaints::COLUMNS
        );
        let rows = sqlx::query(AssertSqlSafe(text)).bind(office).bind(micros(since)).fetch_all(self.conn()).await?;
        rows.iter().map(complaints::read).collect()
    }

    /// Open clocks of one standard of an office that end before `until`: complaint number, when.
    pub async fn coming_near(
        &mut self,
        office: &str,
        standard: &str,
        until: DateTime<Utc>,
    ) -> Result<Vec<(String, DateTime<Utc>)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT c.number, d.due_at FROM deadlines d JOIN complaints c ON c.id = d.complaint \
             WHERE c.office = $1 AND d.standard = $2 AND d.met_at IS NULL AND d.due_at <= $3 AND c.status <> 'closed' \
             ORDER BY d.due_at LIMIT 500",
        )
        .bind(office)
        .bind(standard)
        .bind(micros(until))
        .fetch_all(self.conn())
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, instant(row.try_get(1)?)))).collect()
    }

    /// Numbers of complaints that came by a channel and were registered in a span of time.
    pub async fn registered_by(
        &mut self,
        office: &str,
        channel: &str,
        from: DateTime<Utc>,
    ) -> Result<Vec<String>, StoreFault> {
        let rows = sqlx::query(
            "SELECT number FROM complaints WHERE office = $1 AND channel = $2 AND registered_at >= $3 ORDER BY id LIMIT 50",
        )
        .bind(office)
        .bind(channel)
        .bind(micros(from))
        .fetch_all(self.conn())
        .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use sqlx::{AssertSqlSafe, Row};

    use super::{Store, UNCARRIED};

    #[tokio::test]
    async fn what_a_person_must_carry_is_found_without_looking_at_every_letter() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("uji.db").display());
        let store = Store::init(&url, DateTime::UNIX_EPOCH).await.unwrap();
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {UNCARRIED}"))).bind("a").bind("b").bind("c");
        let plan: Vec<String> =
            plan.fetch_all(&store.reader).await.unwrap().iter().map(|row| row.try_get(3).unwrap()).collect();
        assert!(plan.iter().any(|step| step.starts_with("SEARCH l USING INDEX letters_uncarried")), "{plan:?}");
    }
}

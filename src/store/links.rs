//! Complaints about the same matter that came by different ways, joined by a person, never by a guess.

use sqlx::Row;

use super::{Store, StoreFault, WriteTx, micros};
use crate::sync_log::{Entry, Event};

impl WriteTx {
    /// Joins two complaints of one office; false if they were joined already.
    pub async fn link(
        &mut self,
        a: (i64, &str),
        b: (i64, &str),
        office: &str,
        actor: &str,
    ) -> Result<bool, StoreFault> {
        let now = micros(self.now());
        let (first, second) = if a.0 < b.0 { (a, b) } else { (b, a) };
        let new = sqlx::query(
            "INSERT INTO links (first, second, linked_at, actor) VALUES ($1, $2, $3, $4) ON CONFLICT (first, second) DO NOTHING",
        )
        .bind(first.0)
        .bind(second.0)
        .bind(now)
        .bind(actor)
        .execute(self.conn())
        .await?
        .rows_affected();
        if new > 0 {
            self.note(Entry::new(Event::Kait, actor).office(office).case(first.1).fact("dengan", second.1));
        }
        Ok(new > 0)
    }

    /// Parts them again; false if they were not joined.
    pub async fn unlink(
        &mut self,
        a: (i64, &str),
        b: (i64, &str),
        office: &str,
        actor: &str,
    ) -> Result<bool, StoreFault> {
        let (first, second) = if a.0 < b.0 { (a, b) } else { (b, a) };
        let gone = sqlx::query("DELETE FROM links WHERE first = $1 AND second = $2")
            .bind(first.0)
            .bind(second.0)
            .execute(self.conn())
            .await?
            .rows_affected();
        if gone > 0 {
            let entry = Entry::new(Event::Kait, actor).office(office).case(first.1);
            self.note(entry.fact("dengan", second.1).fact("lepas", true));
        }
        Ok(gone > 0)
    }
}

impl Store {
    /// Numbers of the complaints joined to this one.
    pub async fn linked(&self, complaint: i64) -> Result<Vec<String>, StoreFault> {
        let rows = sqlx::query(
            "SELECT c.number FROM links l JOIN complaints c ON c.id = l.first + l.second - $1 \
             WHERE l.first = $1 OR l.second = $1 ORDER BY c.number",
        )
        .bind(complaint)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }
}

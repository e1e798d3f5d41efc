//! What speaks of a complaint among others: letters that belong to several complaints or to none (lists, sheets, echoes of a
//! registration, notices of the pen), and the mails in which officers confirmed a task about it.
//!
//! In: a complaint. Out: such letters, and how many went. A letter goes whole: where a sentence of one ends and that of the
//! next begins nobody can tell any more.

use sqlx::{AssertSqlSafe, Row};

use super::ERASED;
use crate::store::complaints::Complaint;
use crate::store::{StoreFault, WriteTx, micros};

/// Letters that may speak of it: those about its tasks ($4), about mails of its in the pen, and those that name its number.
const MENTIONS: &str = "SELECT l.id, l.phase, CAST(CASE WHEN l.kind = 'pen_notice' OR l.audience IN (SELECT 'rutin#' || CAST(id AS TEXT) FROM tasks \
     WHERE complaint = $4 UNION SELECT 'rutin#' || CAST(together AS TEXT) FROM tasks WHERE complaint = $4) THEN 1 ELSE 0 END AS BIGINT), l.subject || ' ' || t.body \
     FROM letters l JOIN letter_texts t ON t.letter = l.id WHERE l.complaint IS NULL AND l.office = $1 AND t.body <> $5 AND ( \
     l.created_at >= $2 AND (l.subject LIKE $3 OR t.body LIKE $3) \
     OR l.audience IN (SELECT 'rutin#' || CAST(id AS TEXT) FROM tasks WHERE complaint = $4 UNION SELECT 'rutin#' || CAST(together AS TEXT) FROM tasks WHERE complaint = $4) \
     OR l.kind = 'pen_notice' AND EXISTS (SELECT 1 FROM arrivals a WHERE (a.complaint = $4 OR a.id = $6) AND l.key LIKE '%/' || CAST(a.id AS TEXT) || '/%')) \
     ORDER BY l.id";
/// Mails in which somebody answered about its tasks.
const CONFIRMING: &str = "SELECT m.arrival FROM task_mails m JOIN arrivals a ON a.id = m.arrival WHERE a.complaint IS NULL AND m.task IN \
     (SELECT id FROM tasks WHERE complaint = $1 UNION SELECT together FROM tasks WHERE complaint = $1)";
/// Raw mails of those to which nothing else points.
const THEIR_ORIGINALS: &str = "DELETE FROM blobs WHERE id IN (SELECT blob FROM arrivals WHERE blob IS NOT NULL AND id IN ({mails})) \
     AND NOT EXISTS (SELECT 1 FROM arrivals o WHERE o.blob = blobs.id AND o.id NOT IN ({mails})) \
     AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.attach = blobs.id)";

/// Letters that speak of a complaint beside others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Ids of those that have left, or never will.
    pub left: Vec<i64>,
    /// Ids of those that a person holds.
    pub held: Vec<i64>,
    /// Ids of those that are yet to leave.
    pub waiting: Vec<i64>,
}

impl WriteTx {
    /// Letters about several complaints, or about none, that speak of this one.
    pub async fn mentions_of(&mut self, complaint: &Complaint) -> Result<Mentions, StoreFault> {
        let rows = sqlx::query(MENTIONS)
            .bind(&complaint.office)
            .bind(micros(complaint.registered))
            .bind(format!("%{}%", complaint.number))
            .bind(complaint.id)
            .bind(ERASED)
            .bind(complaint.arrival)
            .fetch_all(self.conn())
            .await?;
        let mut mentions = Mentions::default();
        for row in &rows {
            let (id, phase, text): (i64, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(3)?);
            if row.try_get::<i64, _>(2)? != 0 || names(&text, &complaint.number) {
                match phase.as_str() {
                    "accepted" | "proven" | "refused" => mentions.left.push(id),
                    "held" => mentions.held.push(id),
                    _ => mentions.waiting.push(id),
                }
            }
        }
        Ok(mentions)
    }

    /// Held letters never leave: what they say may be erased.
    pub async fn give_up(&mut self, held: &[i64]) -> Result<(), StoreFault> {
        let now = micros(self.now());
        for letter in held {
            sqlx::query(
                "UPDATE letters SET phase = 'refused', done_at = $2, told_at = $2 WHERE id = $1 AND phase = 'held'",
            )
            .bind(letter)
            .bind(now)
            .execute(self.conn())
            .await?;
        }
        Ok(())
    }

    /// Erases what those that have left say. Returns how many.
    pub(super) async fn erase_mentions(&mut self, mentions: &Mentions) -> Result<u64, StoreFault> {
        for letter in &mentions.left {
            sqlx::query("UPDATE letters SET subject = $2, attach = NULL, last_fault = NULL WHERE id = $1")
                .bind(letter)
                .bind(ERASED)
                .execute(self.conn())
                .await?;
            sqlx::query("UPDATE letter_texts SET body = $2 WHERE letter = $1")
                .bind(letter)
                .bind(ERASED)
                .execute(self.conn())
                .await?;
        }
        Ok(mentions.left.len() as u64)
    }

    /// Erases the mails in which somebody answered about its tasks: they quote what was asked. Returns how many, and how many
    /// raw ones went.
    pub(super) async fn erase_confirmations(&mut self, complaint: i64) -> Result<(u64, u64), StoreFault> {
        let originals = THEIR_ORIGINALS.replace("{mails}", CONFIRMING);
        let originals = sqlx::query(AssertSqlSafe(originals)).bind(complaint).execute(self.conn()).await?;
        let text = format!(
            "UPDATE arrivals SET blob = NULL, message_id = NULL WHERE (blob IS NOT NULL OR message_id IS NOT NULL) AND id IN ({CONFIRMING})"
        );
        let mails = sqlx::query(AssertSqlSafe(text)).bind(complaint).execute(self.conn()).await?;
        Ok((mails.rows_affected(), originals.rows_affected()))
    }
}

/// True if the text names this number, and not only a longer one that begins like it.
fn names(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(at, found)| {
        let behind = text.get(at + found.len()..).and_then(|rest| rest.chars().next());
        behind.is_none_or(|next| !next.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_longer_number_is_another_one() {
        assert!(names("1. BTG-26-1000: antrean", "BTG-26-1000") && names("[BTG-26-1000]", "BTG-26-1000"));
        assert!(!names("1. BTG-26-10001: antrean", "BTG-26-1000"));
    }
}

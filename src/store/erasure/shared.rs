//! What speaks of a complaint among others: letters that belong to several complaints or to none (lists, sheets, echoes
//! of a registration, notices of the pen), and the mails in which officers confirmed a task about it.
//!
//! In: a complaint. Out: such letters, and how many went. A letter goes whole: where a sentence of one ends and that of
//! the next begins nobody can tell any more.

use sqlx::{AssertSqlSafe, Row};

use super::ERASED;
use crate::store::complaints::Complaint;
use crate::store::{StoreFault, WriteTx, micros};

/// Letters that may speak of it: those about its tasks ($4), and those that name its number.
const MENTIONS: &str = "SELECT l.id, l.phase, CAST(CASE WHEN l.audience IN (SELECT 'rutin#' || CAST(id AS TEXT) FROM tasks \
     WHERE complaint = $4 UNION SELECT 'rutin#' || CAST(together AS TEXT) FROM tasks WHERE complaint = $4) THEN 1 ELSE 0 END AS BIGINT), l.subject || ' ' || t.body \
     FROM letters l JOIN letter_texts t ON t.letter = l.id WHERE l.complaint IS NULL AND l.office = $1 AND t.body <> $5 AND ( \
     l.created_at >= $2 AND (l.subject LIKE $3 OR t.body LIKE $3) \
     OR l.audience IN (SELECT 'rutin#' || CAST(id AS TEXT) FROM tasks WHERE complaint = $4 UNION SELECT 'rutin#' || CAST(together AS TEXT) FROM tasks WHERE complaint = $4) \
     ) ORDER BY l.id";
/// Mails of its that were in the pen; and those put aside there that may have belonged to it ($3) or are the same mail
/// ($4).
const PENNED: &str = "SELECT p.arrival, CAST(CASE WHEN a.complaint = $1 OR a.id = $2 THEN 1 ELSE 0 END AS BIGINT) FROM pen p \
     JOIN arrivals a ON a.id = p.arrival WHERE a.complaint = $1 OR a.id = $2 \
     OR p.verdict = 'reject' AND p.office = $5 AND a.complaint IS NULL AND (p.guesses LIKE $3 OR a.message_id = $4)";
/// The notices about them.
const NOTICES: &str = "SELECT l.id, l.phase FROM letters l JOIN letter_texts t ON t.letter = l.id \
     WHERE l.kind = 'pen_notice' AND l.audience = $1 AND t.body <> $2 ORDER BY l.id";
/// A raw mail to which nothing else points.
const ORIGINAL: &str = "DELETE FROM blobs WHERE id = (SELECT blob FROM arrivals WHERE id = $1) \
     AND NOT EXISTS (SELECT 1 FROM arrivals o WHERE o.blob = blobs.id AND o.id <> $1) \
     AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.attach = blobs.id)";
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

impl Mentions {
    fn add(&mut self, letter: i64, phase: &str) {
        let known = self.left.iter().chain(&self.held).chain(&self.waiting).any(|known| *known == letter);
        match phase {
            _ if known => {}
            "accepted" | "proven" | "refused" => self.left.push(letter),
            "held" => self.held.push(letter),
            _ => self.waiting.push(letter),
        }
    }
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
            .fetch_all(self.conn())
            .await?;
        let mut mentions = Mentions::default();
        for row in &rows {
            let (id, phase, text): (i64, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(3)?);
            if row.try_get::<i64, _>(2)? != 0 || names(&text, &complaint.number) {
                mentions.add(id, &phase);
            }
        }
        for (item, _) in self.penned(complaint).await? {
            let notices = sqlx::query(NOTICES).bind(format!("tahan#{item}")).bind(ERASED);
            for row in notices.fetch_all(self.conn()).await? {
                mentions.add(row.try_get(0)?, row.try_get::<&str, _>(1)?);
            }
        }
        Ok(mentions)
    }

    /// Mails in the pen that are or may have been its, and whether they are in its register.
    async fn penned(&mut self, complaint: &Complaint) -> Result<Vec<(i64, bool)>, StoreFault> {
        let rows = sqlx::query(PENNED)
            .bind(complaint.id)
            .bind(complaint.arrival)
            .bind(format!("%\"{}\"%", complaint.number))
            .bind(complaint.message_id.clone().unwrap_or_default())
            .bind(&complaint.office)
            .fetch_all(self.conn())
            .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get::<i64, _>(1)? != 0))).collect()
    }

    /// Erases the mails that were put aside, and those in which the desk wrote of a mail in the pen: they quote it.
    /// Returns how many, and how many raw ones went.
    pub(super) async fn erase_penned(&mut self, complaint: &Complaint) -> Result<(u64, u64), StoreFault> {
        let (mut mails, mut originals) = (0, 0);
        for (item, its_own) in self.penned(complaint).await? {
            let words = sqlx::query("SELECT arrival FROM pen_words WHERE item = $1").bind(item);
            let words = words.fetch_all(self.conn()).await?;
            let words = words.iter().map(|row| row.try_get::<i64, _>(0)).collect::<Result<Vec<_>, _>>()?;
            // Its own went with the others of its arrivals.
            for mail in words.into_iter().chain((!its_own).then_some(item)) {
                originals += sqlx::query(ORIGINAL).bind(mail).execute(self.conn()).await?.rows_affected();
                let text = "UPDATE arrivals SET blob = NULL, message_id = NULL WHERE id = $1 AND (blob IS NOT NULL OR message_id IS NOT NULL)";
                mails += sqlx::query(text).bind(mail).execute(self.conn()).await?.rows_affected();
            }
        }
        Ok((mails, originals))
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

    /// Erases the mails in which somebody answered about its tasks: they quote what was asked. Returns how many, and
    /// how many raw ones went.
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

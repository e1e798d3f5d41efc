//! Erasure (UU 27/2022): what tells of a person goes from every row of a complaint, and the raw mails with it. The rows
//! themselves, their numbers and moments stay, and so does every line of the log: none of them holds a citizen's words.
//! Letters about several complaints at once, and mails in which officers confirmed a task, are found in `shared`.
//!
//! In: a complaint. Out: how much went. Nothing is gone before the commit, so a dry run counts and lets go.

mod shared;

use chrono::{DateTime, Utc};
use sqlx::Row;

pub use self::shared::Mentions;

use super::complaints::Complaint;
use super::{Backend, Store, StoreFault, WriteTx, instant, micros};
use crate::domain::Decision;

/// What stands where words were.
pub const ERASED: &str = "[data pribadi dihapus]";

/// How much was erased, or would be.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Erased {
    /// The reporter's name was known.
    pub name: bool,
    /// Ways to reach him.
    pub ways: u64,
    /// Arrivals of which nothing but source, moment and outcome stays.
    pub arrivals: u64,
    /// Raw mails, with all that hung on them.
    pub originals: u64,
    /// Arrivals whose raw mail stays, because other complaints came in it.
    pub shared: u64,
    /// Letters without recipient and text.
    pub letters: u64,
    /// Answers without text.
    pub answers: u64,
    /// Further messages without text.
    pub messages: u64,
    /// Officers' words, tasks, entries of LAPOR! and what a register form held.
    pub notes: u64,
    /// Letters about several complaints, this one among them, without text.
    pub sheets: u64,
    /// Mails in which officers confirmed a task about it, of which nothing but source, moment and outcome stays.
    pub confirmations: u64,
}

impl Erased {
    /// True if nothing was there to erase. What stays for the sake of others does not count.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self { shared: self.shared, ..Self::default() }
    }
}

/// Arrivals of the complaint ($1, opened by $2) in which no other complaint came that is not erased (see [`ERASED`]).
const ITS_OWN: &str = "(complaint = $1 OR id = $2) AND NOT EXISTS (SELECT 1 FROM complaints c \
     WHERE c.arrival = arrivals.id AND c.id <> $1 AND c.text <> '[data pribadi dihapus]')";
/// Raw mails of those to which nothing else points.
const ORIGINALS: &str = "DELETE FROM blobs WHERE id IN (SELECT blob FROM arrivals WHERE blob IS NOT NULL AND {own}) \
     AND NOT EXISTS (SELECT 1 FROM arrivals o WHERE o.blob = blobs.id AND o.id <> $2 AND (o.complaint IS NULL OR o.complaint <> $1)) \
     AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.attach = blobs.id AND (l.complaint IS NULL OR l.complaint <> $1))";
const LETTERS: &str = "UPDATE letters SET key = 'dihapus/' || CAST(id AS TEXT), subject = $2, thread = '', reply_to = NULL, \
     attach = NULL, last_fault = NULL, recipient = CASE WHEN audience = 'pelapor' OR channel = 'lapor' THEN $2 ELSE recipient END \
     WHERE complaint = $1 AND (subject <> $2 OR EXISTS (SELECT 1 FROM letter_texts t WHERE t.letter = letters.id AND t.body <> $2))";
const LETTER_TEXTS: &str =
    "UPDATE letter_texts SET body = $2 WHERE letter IN (SELECT id FROM letters WHERE complaint = $1)";
/// Answers, messages, and what others wrote down, each with what is set.
const WORDS: &[&str] = &[
    // Why it was erased before holds nothing of him.
    "UPDATE orders SET text = $2 WHERE complaint = $1 AND text <> $2 AND word <> 'HAPUS'",
    "UPDATE tasks SET text = $2, word = CASE WHEN word LIKE '%(%' THEN $2 ELSE word END WHERE complaint = $1 AND (text <> $2 OR word LIKE '%(%')",
    "UPDATE vigils SET said = CASE WHEN said IS NULL THEN NULL ELSE $2 END, phones = NULL WHERE complaint = $1 \
     AND (said <> $2 OR phones IS NOT NULL)",
    "UPDATE report_entries SET text = $2 WHERE text <> $2 AND EXISTS (SELECT 1 FROM reports r WHERE r.complaint = $1 \
     AND r.account = report_entries.account AND r.number = report_entries.number)",
];
const REGISTERED: &str = "UPDATE registrations SET phone = NULL, address = NULL, nik = NULL, place = NULL, event_time = NULL, about = NULL, \
     signed = NULL, letter_number = NULL, sub_channel = NULL WHERE complaint = $1 \
     AND COALESCE(phone, address, nik, place, event_time, about, signed, letter_number, sub_channel) IS NOT NULL";
const GONE: &[&str] = &[
    "DELETE FROM choices WHERE complaint = $1",
    "DELETE FROM untold WHERE complaint = $1",
    "DELETE FROM correspondents WHERE address IN (SELECT pelapor FROM complaints WHERE id = $1 UNION SELECT address FROM contacts WHERE complaint = $1)",
    "DELETE FROM correspondents WHERE address IN (SELECT 'pesan:' || pelapor FROM complaints WHERE id = $1 \
     UNION SELECT 'pesan:' || address FROM contacts WHERE complaint = $1)",
];

impl Store {
    /// What is erased is overwritten, not only forgotten. Call before; PostgreSQL needs a VACUUM of its own.
    pub async fn overwrite_what_goes(&self) -> Result<(), StoreFault> {
        if self.backend == Backend::Sqlite {
            sqlx::query("PRAGMA secure_delete = ON").fetch_all(&self.writer).await?;
        }
        Ok(())
    }

    /// The file of a SQLite database is written anew, since pages that were split once keep a copy of what stood on
    /// them; and the journal beside it is emptied. Nobody else writes meanwhile, and it takes as much room again as the
    /// file. Call after the commit. False where a reader was in the way of the journal.
    pub async fn overwrite_what_went(&self) -> Result<bool, StoreFault> {
        if self.backend == Backend::Postgres {
            return Ok(true);
        }
        let mut writer = self.writer.acquire().await?;
        // As large as the database: not in memory.
        sqlx::query("PRAGMA temp_store = FILE").execute(&mut *writer).await?;
        let written = sqlx::query("VACUUM").execute(&mut *writer).await;
        sqlx::query("PRAGMA temp_store = MEMORY").execute(&mut *writer).await?;
        written?;
        drop(writer);
        self.shorten_the_journal().await
    }

    /// The journal beside the database no longer holds what was erased. False where a reader is in the way: the next
    /// checkpoint does it.
    pub async fn shorten_the_journal(&self) -> Result<bool, StoreFault> {
        if self.backend == Backend::Postgres {
            return Ok(true);
        }
        let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.writer).await?;
        Ok(row.try_get::<i64, _>(0)? == 0)
    }

    /// In which sources the arrivals of a complaint lay, and how many: what lies there still is not ours to erase.
    pub async fn sources_of(&self, complaint: &Complaint) -> Result<Vec<(String, i64)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT source, COUNT(*) FROM arrivals WHERE complaint = $1 OR id = $2 GROUP BY source ORDER BY source",
        )
        .bind(complaint.id)
        .bind(complaint.arrival)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }
}

impl WriteTx {
    /// When a complaint was erased first.
    pub async fn erased_at(&mut self, complaint: i64) -> Result<Option<DateTime<Utc>>, StoreFault> {
        let row = sqlx::query("SELECT at FROM erasures WHERE complaint = $1")
            .bind(complaint)
            .fetch_optional(self.conn())
            .await?;
        Ok(row.map(|row| row.try_get::<i64, _>(0)).transpose()?.map(instant))
    }

    /// Letters about a complaint that may still leave by themselves.
    pub async fn letters_under_way(&mut self, complaint: i64) -> Result<i64, StoreFault> {
        let row = sqlx::query(
            "SELECT COUNT(*) FROM letters WHERE complaint = $1 AND phase IN ('ready', 'intended', 'sending', 'unclear')",
        )
        .bind(complaint)
        .fetch_one(self.conn())
        .await?;
        Ok(row.try_get(0)?)
    }

    /// True if a complaint is closed, nothing of its end is still to be told, and no legal hold lies on it.
    pub async fn may_be_erased(&mut self, complaint: i64) -> Result<bool, StoreFault> {
        let now = micros(self.now());
        let row = sqlx::query(
            "SELECT 1 FROM complaints c WHERE c.id = $1 AND c.status = 'closed' \
             AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.complaint = c.id) \
             AND NOT EXISTS (SELECT 1 FROM endings e WHERE e.complaint = c.id AND e.next_at <= $2)",
        )
        .bind(complaint)
        .bind(now)
        .fetch_optional(self.conn())
        .await?;
        Ok(row.is_some())
    }

    /// Where people or pages were given texts about a complaint: ids of postings.
    pub async fn posted_at(&mut self, complaint: i64) -> Result<Vec<String>, StoreFault> {
        let rows = sqlx::query(
            "SELECT DISTINCT routine FROM tasks WHERE complaint = $1 AND confirmed_at IS NOT NULL AND word <> 'DIGANTI' \
             AND word NOT LIKE 'TIDAK DITAMPILKAN%' ORDER BY routine",
        )
        .bind(complaint)
        .fetch_all(self.conn())
        .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// Erases what tells of a person. Letters that a person held will not be sent.
    pub async fn erase(&mut self, complaint: &Complaint) -> Result<Erased, StoreFault> {
        let id = complaint.id;
        let penned = self.erase_penned(complaint).await?;
        let mut erased = self.erase_arrivals(complaint).await?;
        (erased.arrivals, erased.originals) = (erased.arrivals + penned.0, erased.originals + penned.1);
        self.give_up_held(id).await?;
        erased.letters = self.set(LETTERS, id, ERASED).await?;
        self.set(LETTER_TEXTS, id, ERASED).await?;
        let mentions = self.mentions_of(complaint).await?;
        erased.sheets = self.erase_mentions(&mentions).await?;
        let (mails, originals) = self.erase_confirmations(id).await?;
        (erased.confirmations, erased.originals) = (mails, erased.originals + originals);
        let text = "UPDATE answers SET text = $2 WHERE complaint = $1 AND text <> $2";
        erased.answers = self.set(text, id, ERASED).await?;
        let text = "UPDATE messages SET text = $2 WHERE complaint = $1 AND text <> $2";
        erased.messages = self.set(text, id, ERASED).await?;
        for text in WORDS.iter().copied() {
            erased.notes += self.set(text, id, ERASED).await?;
        }
        let phones = sqlx::query(
            "SELECT COUNT(*) FROM registrations WHERE complaint = $1 AND COALESCE(phone, address) IS NOT NULL",
        )
        .bind(id)
        .fetch_one(self.conn())
        .await?;
        let written_down = u64::try_from(phones.try_get::<i64, _>(0)?).unwrap_or_default();
        erased.notes += sqlx::query(REGISTERED).bind(id).execute(self.conn()).await?.rows_affected();
        for text in GONE.iter().copied() {
            sqlx::query(text).bind(id).execute(self.conn()).await?;
        }
        let others = sqlx::query("DELETE FROM contacts WHERE complaint = $1").bind(id).execute(self.conn()).await?;
        // A telephone or house address that stands only in the register is a way to him, too.
        erased.ways = others.rows_affected() + u64::from(complaint.pelapor.is_some()) + written_down;
        erased.name = complaint.pelapor_name.is_some();
        self.erase_complaint(complaint).await?;
        Ok(erased)
    }

    async fn erase_arrivals(&mut self, complaint: &Complaint) -> Result<Erased, StoreFault> {
        let (id, opened_by) = (complaint.id, complaint.arrival);
        // Letters let go of it first.
        sqlx::query("UPDATE letters SET attach = NULL WHERE complaint = $1").bind(id).execute(self.conn()).await?;
        let originals = ORIGINALS.replace("{own}", ITS_OWN);
        let originals =
            sqlx::query(sqlx::AssertSqlSafe(originals)).bind(id).bind(opened_by).execute(self.conn()).await?;
        let text = format!(
            "UPDATE arrivals SET blob = NULL, message_id = NULL WHERE (blob IS NOT NULL OR message_id IS NOT NULL) AND {ITS_OWN}"
        );
        let own = sqlx::query(sqlx::AssertSqlSafe(text)).bind(id).bind(opened_by).execute(self.conn()).await?;
        let text = format!("SELECT COUNT(*) FROM arrivals WHERE (complaint = $1 OR id = $2) AND NOT ({ITS_OWN})");
        let row = sqlx::query(sqlx::AssertSqlSafe(text)).bind(id).bind(opened_by).fetch_one(self.conn()).await?;
        let shared = u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or_default();
        let arrivals = own.rows_affected();
        Ok(Erased { arrivals, originals: originals.rows_affected(), shared, ..Erased::default() })
    }

    async fn give_up_held(&mut self, complaint: i64) -> Result<(), StoreFault> {
        let now = micros(self.now());
        sqlx::query(
            "UPDATE letters SET phase = 'refused', done_at = $2, told_at = $2 WHERE complaint = $1 AND phase = 'held'",
        )
        .bind(complaint)
        .bind(now)
        .execute(self.conn())
        .await?;
        sqlx::query("UPDATE threads SET ended_at = $2 WHERE complaint = $1 AND ended_at IS NULL")
            .bind(complaint)
            .bind(now)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn erase_complaint(&mut self, complaint: &Complaint) -> Result<(), StoreFault> {
        let decision = Decision { matched: Vec::new(), ..complaint.decision.clone() };
        let decision = serde_json::to_string(&decision)
            .map_err(|error| StoreFault::Broken(format!("decision of complaint {}: {error}", complaint.number)))?;
        sqlx::query(
            "UPDATE complaints SET subject = $2, summary = $2, text = $2, pelapor = NULL, reply_by = NULL, pelapor_name = NULL, \
             names = NULL, message_id = NULL, decision = $3 WHERE id = $1",
        )
        .bind(complaint.id)
        .bind(ERASED)
        .bind(decision)
        .execute(self.conn())
        .await?;
        let now = micros(self.now());
        sqlx::query("INSERT INTO erasures (complaint, at) VALUES ($1, $2) ON CONFLICT (complaint) DO NOTHING")
            .bind(complaint.id)
            .bind(now)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    async fn set(&mut self, text: &'static str, complaint: i64, to: &str) -> Result<u64, StoreFault> {
        Ok(sqlx::query(text).bind(complaint).bind(to).execute(self.conn()).await?.rows_affected())
    }
}

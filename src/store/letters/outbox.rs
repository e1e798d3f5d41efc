//! Into the outbox, and out of it under a lease.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{COLUMNS, Letter, about, read};
use crate::domain::{Channel, LetterKind};
use crate::store::change::{NewLetter, Reworded};
use crate::store::sql::{Value, insert, row, select_in};
use crate::store::{StoreFault, WriteTx, micros};
use crate::sync_log::Event;

impl WriteTx {
    /// Queues letters; one that is there already (same key) is left alone. Notes the intent of each new one.
    pub(in crate::store) async fn queue_letters(&mut self, letters: Vec<NewLetter>) -> Result<(), StoreFault> {
        let keys = letters.iter().map(|l| Value::from(&l.key)).collect();
        let known = select_in(self.conn(), "SELECT key FROM letters WHERE key IN", "", keys).await?;
        let mut known: HashSet<String> = known.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        let now = micros(self.now());
        let mut rows = Vec::with_capacity(letters.len());
        let mut texts = Vec::with_capacity(letters.len());
        for l in letters {
            if !known.insert(l.key.clone()) {
                continue;
            }
            self.note(
                about(Event::Niat, "sistem", &l.office, l.number.as_deref())
                    .fact("surat", l.id)
                    .fact("jenis", l.kind.label())
                    .fact("kepada", l.audience.as_str()),
            );
            texts.push(row![l.id, l.body]);
            rows.push(row![
                l.id,
                l.key,
                l.complaint,
                l.office,
                l.channel.word(),
                l.kind.word(),
                l.audience,
                l.recipient,
                l.sender,
                l.reply_to,
                l.message_id,
                l.thread.join(" "),
                l.subject,
                l.attach,
                l.urgency,
                if l.held.is_some() { "held" } else { "ready" },
                now,
                micros(l.not_before),
                l.deadline.map(micros),
                l.held,
                l.awaits,
            ]);
        }
        let head = "INSERT INTO letters (id, key, complaint, office, channel, kind, audience, recipient, sender, reply_to, message_id, \
                    thread, subject, attach, urgency, phase, created_at, next_at, deadline_at, last_fault, awaits)";
        insert(self.conn(), head, "", rows).await?;
        insert(self.conn(), "INSERT INTO letter_texts (letter, body)", "", texts).await?;
        Ok(())
    }

    /// Leases up to `at_most` letters that are due, in the order of `due`: of an urgency and a way out each. One
    /// complaint's letters to one recipient go in the order they were queued: a later one waits for the earlier. One
    /// about danger waits for none: the earlier may be waiting for the morning.
    pub async fn claim_letters(
        &mut self,
        owner: &str,
        until: DateTime<Utc>,
        due: &[(i64, &str)],
        at_most: i64,
    ) -> Result<Vec<Letter>, StoreFault> {
        let now = micros(self.now());
        let mut ids = Vec::new();
        for (urgency, way) in due {
            let left = at_most - i64::try_from(ids.len()).unwrap_or(at_most);
            if left <= 0 {
                break;
            }
            let rows = sqlx::query(
                "UPDATE letters SET phase = 'intended', epoch = epoch + 1, attempts = attempts + 1, lease_owner = $1, \
                 lease_until = $2 WHERE id IN (SELECT l.id FROM letters l WHERE l.phase = 'ready' AND l.way = $6 AND l.urgency = $3 \
                 AND l.next_at <= $4 AND ($3 = 0 OR NOT EXISTS (SELECT 1 FROM letters e WHERE e.complaint = l.complaint \
                 AND e.recipient = l.recipient AND e.id < l.id AND e.phase IN ('ready', 'intended', 'sending', 'unclear'))) \
                 ORDER BY l.next_at, l.id LIMIT $5) RETURNING id",
            )
            .bind(owner)
            .bind(micros(until))
            .bind(*urgency)
            .bind(now)
            .bind(left)
            .bind(*way)
            .fetch_all(self.conn())
            .await?;
            for row in rows {
                ids.push(row.try_get::<i64, _>(0)?);
            }
        }
        let wanted = ids.iter().map(|id| Value::from(*id)).collect();
        let rows = select_in(self.conn(), &format!("SELECT {COLUMNS} WHERE l.id IN"), "", wanted).await?;
        let mut letters = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        letters.sort_by_key(|l| (l.urgency, l.next, l.id));
        Ok(letters)
    }

    /// Holds up to `at_most` letters that are due, in the order of `due`, without a try, each with its line of the log.
    /// Returns how many.
    pub async fn hold_due_letters(
        &mut self,
        due: &[(i64, &str)],
        at_most: i64,
        why: &str,
    ) -> Result<usize, StoreFault> {
        let now = micros(self.now());
        let mut held = Vec::new();
        for (urgency, way) in due {
            let left = at_most - i64::try_from(held.len()).unwrap_or(at_most);
            if left <= 0 {
                break;
            }
            let rows = sqlx::query(
                "UPDATE letters SET phase = 'held', last_fault = $1 WHERE id IN (SELECT l.id FROM letters l \
                 WHERE l.phase = 'ready' AND l.way = $5 AND l.urgency = $2 AND l.next_at <= $3 ORDER BY l.next_at, l.id LIMIT $4) \
                 RETURNING id, office, kind, audience, (SELECT c.number FROM complaints c WHERE c.id = letters.complaint)",
            )
            .bind(why)
            .bind(*urgency)
            .bind(now)
            .bind(left)
            .bind(*way)
            .fetch_all(self.conn())
            .await?;
            held.extend(rows);
        }
        for row in &held {
            let (office, number): (String, Option<String>) = (row.try_get(1)?, row.try_get(4)?);
            self.note(
                about(Event::Ditahan, "sistem", &office, number.as_deref())
                    .fact("surat", row.try_get::<i64, _>(0)?)
                    .fact("jenis", super::label_of(&row.try_get::<String, _>(2)?))
                    .fact("kepada", row.try_get::<String, _>(3)?)
                    .fact("sebab", why),
            );
        }
        Ok(held.len())
    }

    /// Gives a claimed letter back unbegun: it is ready as before, and the try does not count.
    pub async fn unclaim_letter(&mut self, letter: &Letter) -> Result<(), StoreFault> {
        sqlx::query(
            "UPDATE letters SET phase = 'ready', lease_owner = NULL, lease_until = NULL, attempts = attempts - 1 \
             WHERE id = $1 AND epoch = $2 AND phase = 'intended'",
        )
        .bind(letter.id)
        .bind(letter.epoch)
        .execute(self.conn())
        .await?;
        Ok(())
    }

    /// A complaint's letters of one channel, oldest first.
    pub async fn channel_letters(&mut self, complaint: i64, channel: Channel) -> Result<Vec<Letter>, StoreFault> {
        let text = format!("SELECT {COLUMNS} WHERE l.complaint = $1 AND l.channel = $2 ORDER BY l.id");
        let rows =
            sqlx::query(sqlx::AssertSqlSafe(text)).bind(complaint).bind(channel.word()).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// A complaint's letters to others than the citizen that have not left.
    pub async fn unsent_to_officers(&mut self, complaint: i64) -> Result<Vec<Letter>, StoreFault> {
        let text = format!(
            "SELECT {COLUMNS} WHERE l.complaint = $1 AND l.audience <> 'pelapor' AND l.phase IN ('ready', 'held', 'unclear') \
             AND l.channel = 'email' ORDER BY l.id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(text)).bind(complaint).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// A letter that has not left says this instead, and nothing hangs on it.
    pub(in crate::store) async fn reword_letter(&mut self, reworded: Reworded) -> Result<(), StoreFault> {
        let changed = sqlx::query(
            "UPDATE letters SET subject = $2, attach = NULL WHERE id = $1 AND phase IN ('ready', 'held', 'unclear')",
        )
        .bind(reworded.letter)
        .bind(reworded.subject)
        .execute(self.conn())
        .await?;
        if changed.rows_affected() > 0 {
            sqlx::query("UPDATE letter_texts SET body = $2 WHERE letter = $1")
                .bind(reworded.letter)
                .bind(reworded.body)
                .execute(self.conn())
                .await?;
        }
        Ok(())
    }

    /// Message-ID of the newest letter of a kind to an audience of a complaint, for threading.
    pub async fn message_id_of(
        &mut self,
        complaint: i64,
        kind: LetterKind,
        audience: &str,
    ) -> Result<Option<String>, StoreFault> {
        let row = sqlx::query(
            "SELECT message_id FROM letters WHERE complaint = $1 AND kind = $2 AND audience = $3 ORDER BY id DESC LIMIT 1",
        )
        .bind(complaint)
        .bind(kind.word())
        .bind(audience)
        .fetch_optional(self.conn())
        .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }
}

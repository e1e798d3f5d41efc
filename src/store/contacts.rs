//! Ways to reach the citizen of a complaint, beside the one he came by.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::sql::{insert, row};
use super::{Store, StoreFault, WriteTx, instant, micros};
use crate::domain::Channel;

impl Store {
    /// When a citizen last wrote about a complaint by this channel.
    pub async fn last_heard(&self, complaint: i64, channel: Channel) -> Result<Option<DateTime<Utc>>, StoreFault> {
        let text = "SELECT MAX(received_at) FROM arrivals WHERE complaint = $1 AND channel = $2 \
                    AND outcome IN ('complaint', 'further')";
        let row = sqlx::query(text).bind(complaint).bind(channel.word()).fetch_one(&self.reader).await?;
        Ok(row.try_get::<Option<i64>, _>(0)?.map(instant))
    }
}

impl WriteTx {
    /// Keeps them; one that is known is left alone.
    pub(super) async fn keep_contacts(&mut self, contacts: Vec<(i64, Channel, String)>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let rows = contacts
            .into_iter()
            .map(|(complaint, channel, address)| row![complaint, channel.word(), address, now])
            .collect();
        let head = "INSERT INTO contacts (complaint, channel, address, since)";
        insert(self.conn(), head, "ON CONFLICT (complaint, channel, address) DO NOTHING", rows).await?;
        Ok(())
    }

    /// The other ways to reach the citizen of a complaint, in the order in which they became known.
    pub async fn contacts_of(&mut self, complaint: i64) -> Result<Vec<(Channel, String)>, StoreFault> {
        let rows = sqlx::query("SELECT channel, address FROM contacts WHERE complaint = $1 ORDER BY since, channel")
            .bind(complaint)
            .fetch_all(self.conn())
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let (channel, address): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            let unknown = || StoreFault::Broken(format!("channel {channel:?} of a contact"));
            found.push((Channel::from_word(&channel).ok_or_else(unknown)?, address));
        }
        Ok(found)
    }

    /// To whom letters of this kind and complaint went already, with their channel: another way is one that is not there.
    pub async fn tried_for(&mut self, complaint: i64, kind: &str) -> Result<Vec<(String, String)>, StoreFault> {
        let rows = sqlx::query("SELECT channel, recipient FROM letters WHERE complaint = $1 AND kind = $2")
            .bind(complaint)
            .bind(kind)
            .fetch_all(self.conn())
            .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// The text of the answer that a letter carries, if it carries one.
    pub async fn answer_in(&mut self, letter: i64) -> Result<Option<String>, StoreFault> {
        let row =
            sqlx::query("SELECT text FROM answers WHERE letter = $1").bind(letter).fetch_optional(self.conn()).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// The answer is carried by another letter from now on.
    pub async fn hand_answer_on(&mut self, from: i64, to: i64) -> Result<(), StoreFault> {
        sqlx::query("UPDATE answers SET letter = $2 WHERE letter = $1")
            .bind(from)
            .bind(to)
            .execute(self.conn())
            .await?;
        Ok(())
    }
}

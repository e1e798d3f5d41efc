//! Ways to reach the citizen of a complaint, beside the one he came by.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::sql::{insert, row};
use super::{Store, StoreFault, WriteTx, instant, micros};
use crate::domain::Channel;

/// A way to reach somebody, as it stands in a row.
fn way(row: &sqlx::any::AnyRow) -> Result<(Channel, String), StoreFault> {
    let (channel, address): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    let unknown = || StoreFault::Broken(format!("channel {channel:?} of a contact"));
    Ok((Channel::from_word(&channel).ok_or_else(unknown)?, address))
}

const WAYS: &str = "SELECT channel, address FROM contacts WHERE complaint = $1 ORDER BY since, channel";

impl Store {
    /// The other ways to reach the citizen of a complaint, in the order in which they became known.
    pub async fn ways_of(&self, complaint: i64) -> Result<Vec<(Channel, String)>, StoreFault> {
        sqlx::query(WAYS).bind(complaint).fetch_all(&self.reader).await?.iter().map(way).collect()
    }

    /// Numbers of an office's complaints that share a way to their citizen with this one: a mail and an SMS of one
    /// person.
    pub async fn of_the_same_person(&self, complaint: i64, office: &str) -> Result<Vec<String>, StoreFault> {
        let text = "WITH ways AS (SELECT pelapor AS address FROM complaints WHERE id = $1 AND pelapor IS NOT NULL \
                    UNION SELECT address FROM contacts WHERE complaint = $1) \
                    SELECT number FROM complaints WHERE office = $2 AND id <> $1 AND (pelapor IN (SELECT address FROM ways) \
                    OR id IN (SELECT complaint FROM contacts WHERE address IN (SELECT address FROM ways))) ORDER BY id";
        let rows = sqlx::query(text).bind(complaint).bind(office).fetch_all(&self.reader).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

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
        sqlx::query(WAYS).bind(complaint).fetch_all(self.conn()).await?.iter().map(way).collect()
    }

    /// To whom letters of this kind and complaint went already, with their channel: another way is one that is not
    /// there.
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

//! What officers say beside their answers: orders as they were understood, what they were asked back, and how a
//! complaint is sorted anew.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::change::{NewChoice, NewOrder, Sorted};
use super::sql::{insert, row};
use super::{Store, StoreFault, WriteTx, instant, micros};
use crate::domain::LetterKind;

/// An order as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// When it was heard.
    pub at: DateTime<Utc>,
    /// For which unit.
    pub unit: String,
    /// The command's word.
    pub word: String,
    /// What followed it.
    pub text: String,
}

/// What an officer was asked back last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Message-ID of the letter that asked.
    pub message_id: String,
    /// The mail that each number stands for, from 1.
    pub options: Vec<String>,
}

fn read(row: &sqlx::any::AnyRow) -> Result<Order, StoreFault> {
    let at = instant(row.try_get(0)?);
    Ok(Order { at, unit: row.try_get(1)?, word: row.try_get(2)?, text: row.try_get(3)? })
}

const ORDERS: &str = "SELECT at, unit, word, text FROM orders WHERE complaint = $1 ORDER BY at, arrival";

impl Store {
    /// What officers have said about a complaint, oldest first.
    pub async fn orders(&self, complaint: i64) -> Result<Vec<Order>, StoreFault> {
        let rows = sqlx::query(ORDERS).bind(complaint).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }
}

impl WriteTx {
    /// What officers have said about a complaint, oldest first.
    pub async fn orders(&mut self, complaint: i64) -> Result<Vec<Order>, StoreFault> {
        let rows = sqlx::query(ORDERS).bind(complaint).fetch_all(self.conn()).await?;
        rows.iter().map(read).collect()
    }

    /// The original that hangs on the first letters about a complaint, where one does, and whether it went only by
    /// letters whose name ends as `only` says.
    pub async fn original_of(&mut self, complaint: i64, only: &str) -> Result<Option<(i64, bool)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT attach, key FROM letters WHERE complaint = $1 AND kind IN ($2, $3) AND attach IS NOT NULL ORDER BY id",
        )
        .bind(complaint)
        .bind(LetterKind::DisposisiProposal.word())
        .bind(LetterKind::Disposisi.word())
        .fetch_all(self.conn())
        .await?;
        let read = |row: &sqlx::any::AnyRow| Ok((row.try_get(0)?, row.try_get::<String, _>(1)?.ends_with(only)));
        let found = rows.iter().map(read).collect::<Result<Vec<(i64, bool)>, StoreFault>>()?;
        Ok(found.iter().find(|(_, only)| !only).or(found.first()).copied())
    }

    /// What a party was asked back last about a complaint.
    pub async fn choice(&mut self, complaint: i64, party: &str) -> Result<Option<Choice>, StoreFault> {
        let row = sqlx::query("SELECT message_id, options FROM choices WHERE complaint = $1 AND party = $2")
            .bind(complaint)
            .bind(party)
            .fetch_optional(self.conn())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let options: String = row.try_get(1)?;
        let options = serde_json::from_str(&options)
            .map_err(|error| StoreFault::Broken(format!("choices of complaint {complaint}: {error}")))?;
        Ok(Some(Choice { message_id: row.try_get(0)?, options }))
    }

    /// The decision as a person has changed or confirmed it.
    pub(super) async fn sort_anew(&mut self, sorted: Vec<Sorted>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        for Sorted { complaint, decision, by } in sorted {
            let json = serde_json::to_string(&decision)
                .map_err(|error| StoreFault::Broken(format!("decision of complaint {complaint}: {error}")))?;
            sqlx::query(
                "UPDATE complaints SET decision = $2, class = $3, grade = $4, sorted_by = COALESCE($5, sorted_by), \
                 sorted_at = CASE WHEN $5 IS NULL THEN sorted_at ELSE $6 END WHERE id = $1",
            )
            .bind(complaint)
            .bind(json)
            .bind(decision.class.word())
            .bind(decision.grade.map(|grade| grade.word()))
            .bind(by.map(|unit| unit.0))
            .bind(now)
            .execute(self.conn())
            .await?;
        }
        Ok(())
    }

    /// What a person at the command line said about a complaint. No mail stands for it: these count down from zero.
    pub async fn keep_operators_word(&mut self, order: NewOrder) -> Result<(), StoreFault> {
        let row = sqlx::query("SELECT COALESCE(MIN(arrival), 0) FROM orders WHERE complaint = $1 AND arrival <= 0")
            .bind(order.complaint)
            .fetch_one(self.conn())
            .await?;
        let arrival = row.try_get::<i64, _>(0)? - 1;
        self.keep_orders(vec![NewOrder { arrival, ..order }]).await
    }

    pub(super) async fn keep_orders(&mut self, orders: Vec<NewOrder>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let rows = orders.into_iter().map(|o| row![o.complaint, o.arrival, now, o.unit, o.officer, o.word, o.text]);
        let head = "INSERT INTO orders (complaint, arrival, at, unit, officer, word, text)";
        insert(self.conn(), head, "ON CONFLICT (complaint, arrival, word) DO NOTHING", rows.collect()).await?;
        Ok(())
    }

    pub(super) async fn keep_choices(&mut self, choices: Vec<NewChoice>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        for choice in choices {
            let options = serde_json::to_string(&choice.options)
                .map_err(|error| StoreFault::Broken(format!("choices of complaint {}: {error}", choice.complaint)))?;
            let rows = vec![row![choice.complaint, choice.party, choice.message_id, options, now]];
            let tail = "ON CONFLICT (complaint, party) DO UPDATE SET message_id = excluded.message_id, \
                        options = excluded.options, asked_at = excluded.asked_at";
            let head = "INSERT INTO choices (complaint, party, message_id, options, asked_at)";
            insert(self.conn(), head, tail, rows).await?;
        }
        Ok(())
    }
}

//! Complaint numbers, counted by office and year. In: an office, a year. Out: the next number: without gaps, except where
//! a restored database leaves free what may have been given before ([`super::gap`]), and what mails name.

use std::collections::{BTreeSet, HashMap};

use sqlx::{AnyConnection, Row};

use super::sql::{insert, row};
use super::{StoreFault, WriteTx};

/// An office and a year.
type Key = (String, i32);

/// What a transaction knows of the counters.
#[derive(Debug, Default)]
pub(super) struct Numbers(HashMap<Key, Counter>);

#[derive(Debug, Default)]
struct Counter {
    last: i64,
    /// Later numbers that are somebody's already.
    named: BTreeSet<i64>,
}

impl Numbers {
    /// Writes down how far it counted.
    pub(super) async fn keep(self, conn: &mut AnyConnection) -> Result<(), StoreFault> {
        let rows = self.0.into_iter().map(|((office, year), of)| row![office, i64::from(year), of.last]).collect();
        let tail = "ON CONFLICT (office, year) DO UPDATE SET last = excluded.last";
        insert(conn, "INSERT INTO counters (office, year, last)", tail, rows).await?;
        Ok(())
    }
}

impl WriteTx {
    /// The next number of an office in a year, counting from 1.
    pub async fn next_number(&mut self, office: &str, year: i32) -> Result<i64, StoreFault> {
        let counter = self.counter(office, year).await?;
        counter.last += 1;
        while counter.named.contains(&counter.last) {
            counter.last += 1;
        }
        Ok(counter.last)
    }

    /// The last number that was given.
    pub(super) async fn last_number(&mut self, office: &str, year: i32) -> Result<i64, StoreFault> {
        Ok(self.counter(office, year).await?.last)
    }

    /// Goes on counting from there.
    pub(super) async fn count_from(&mut self, office: &str, year: i32, last: i64) -> Result<(), StoreFault> {
        self.counter(office, year).await?.last = last;
        Ok(())
    }

    /// A number that was not given here, and that a mail names, is somebody's: it is given to nobody else. True if that
    /// is new.
    pub async fn name_number(&mut self, office: &str, year: i32, number: i64) -> Result<bool, StoreFault> {
        let counter = self.counter(office, year).await?;
        if number <= counter.last || !counter.named.insert(number) {
            return Ok(false);
        }
        let rows = vec![row![office, i64::from(year), number]];
        insert(self.conn(), "INSERT INTO named_numbers (office, year, number)", "", rows).await?;
        Ok(true)
    }

    async fn counter(&mut self, office: &str, year: i32) -> Result<&mut Counter, StoreFault> {
        let key = (office.to_owned(), year);
        if !self.numbers.0.contains_key(&key) {
            let last = "SELECT last FROM counters WHERE office = $1 AND year = $2";
            let found = sqlx::query(last).bind(office).bind(i64::from(year)).fetch_optional(self.conn()).await?;
            let last: i64 = found.map(|row| row.try_get(0)).transpose()?.unwrap_or_default();
            let named = "SELECT number FROM named_numbers WHERE office = $1 AND year = $2 AND number > $3";
            let named = sqlx::query(named).bind(office).bind(i64::from(year)).bind(last);
            let named = named.fetch_all(self.conn()).await?;
            let named = named.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
            self.numbers.0.insert(key.clone(), Counter { last, named });
        }
        Ok(self.numbers.0.entry(key).or_default())
    }
}

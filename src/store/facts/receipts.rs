//! How many receipts an address has been sent today: who writes in a flood gets no more. In: addresses. Out: a number
//! each, which begins anew with the day. Does not know how many are too many.

use std::collections::HashMap;

use sqlx::Row;

use crate::store::sql::{Value, insert, row, select_in};
use crate::store::{StoreFault, WriteTx, micros};

const SECONDS_A_DAY: i64 = 86_400;

impl WriteTx {
    /// How many receipts each of these addresses was sent today.
    pub async fn receipts_today(&mut self, addresses: &[String]) -> Result<HashMap<String, i64>, StoreFault> {
        let today = self.now().timestamp() / SECONDS_A_DAY;
        let values = addresses.iter().map(Value::from).collect();
        let rows = select_in(self.conn(), "SELECT address, day, sent FROM correspondents WHERE address IN", "", values)
            .await?;
        let mut found = HashMap::new();
        for row in rows {
            if row.try_get::<i64, _>(1)? == today {
                found.insert(row.try_get(0)?, row.try_get(2)?);
            }
        }
        Ok(found)
    }

    /// Counts a receipt to each of these addresses.
    pub(in crate::store) async fn count_receipts(&mut self, mut addresses: Vec<String>) -> Result<(), StoreFault> {
        let (now, today) = (micros(self.now()), self.now().timestamp() / SECONDS_A_DAY);
        addresses.sort();
        let mut counted: Vec<(String, i64)> = Vec::new();
        for address in addresses {
            match counted.last_mut() {
                Some((last, n)) if *last == address => *n += 1,
                _ => counted.push((address, 1)),
            }
        }
        let rows = counted.into_iter().map(|(address, n)| row![address, today, n, now]).collect();
        insert(
            self.conn(),
            "INSERT INTO correspondents (address, day, sent, last_at)",
            "ON CONFLICT (address) DO UPDATE SET sent = CASE WHEN correspondents.day = excluded.day \
             THEN correspondents.sent + excluded.sent ELSE excluded.sent END, day = excluded.day, last_at = excluded.last_at",
            rows,
        )
        .await?;
        Ok(())
    }
}

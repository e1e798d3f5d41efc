//! Whether a modem lives.
//!
//! In: rows of `phones`. Out: [`Modem`]s. SMSD writes the row of its modem again and again; a row that stays the same
//! for too long belongs to a dead modem or a dead daemon. That is measured by our own monotonic clock and not by the
//! times in the row, because SMSD writes those in a time zone that nobody tells us.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use super::sql::{Line, number_at, rows, text_at};
use crate::{Fault, Modem};

/// What was seen of each modem, and since when it is the same.
#[derive(Debug, Default)]
pub(super) struct Heartbeat {
    seen: HashMap<String, (String, Instant)>,
}

impl Heartbeat {
    /// Looks once. `alive` stays open until a modem was seen to change or was silent for `silent_after`.
    pub async fn look(&mut self, line: &mut Line, silent_after: Duration) -> Result<Vec<Modem>, Fault> {
        let statement = r#"SELECT "ID", "IMEI", CAST("UpdatedInDB" AS TEXT) || ' ' || CAST("TimeOut" AS TEXT),
                           CAST("Signal" AS BIGINT), "NetName" FROM phones ORDER BY "ID", "IMEI""#;
        let mut modems = Vec::new();
        for row in rows(&mut line.sql, statement).await? {
            let (id, imei, stamp) = (text_at(&row, 0)?, text_at(&row, 1)?, text_at(&row, 2)?);
            let network = text_at(&row, 4)?;
            let known = |text: &str| !text.is_empty() && text != "ERROR";
            modems.push(Modem {
                alive: self.alive(&imei, stamp, silent_after),
                name: if id.is_empty() { imei } else { id },
                signal: u8::try_from(number_at(&row, 3)?).ok().filter(|signal| *signal <= 100),
                network: known(&network).then_some(network),
            });
        }
        Ok(modems)
    }

    fn alive(&mut self, imei: &str, stamp: String, silent_after: Duration) -> Option<bool> {
        let now = Instant::now();
        match self.seen.get_mut(imei) {
            None => {
                self.seen.insert(imei.to_owned(), (stamp, now));
                None
            }
            Some((last, since)) if *last != stamp => {
                (*last, *since) = (stamp, now);
                Some(true)
            }
            Some((_, since)) => Some(now - *since <= silent_after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_modem_that_writes_nothing_for_long_is_dead_until_it_writes_again() {
        let mut heartbeat = Heartbeat::default();
        let limit = Duration::from_secs(180);
        assert_eq!(heartbeat.alive("1", "10:00".into(), limit), None);
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(heartbeat.alive("1", "10:01".into(), limit), Some(true));
        tokio::time::advance(Duration::from_secs(180)).await;
        assert_eq!(heartbeat.alive("1", "10:01".into(), limit), Some(true));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(heartbeat.alive("1", "10:01".into(), limit), Some(false));
        assert_eq!(heartbeat.alive("1", "10:07".into(), limit), Some(true));
    }
}

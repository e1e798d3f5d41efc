//! SMSD's `outbox` as a [`Sink`].
//!
//! In: parcels. Out: rows, several parts of a text with the header that joins them (TS 23.040 §9.2.3.24.1), marked with
//! our reference in `CreatorID`, which SMSD copies to `sentitems`. So a text is put in at most once whatever happens,
//! and whether it was put in can always be asked.

use std::sync::Arc;

use sqlx::Row as _;
use tokio::sync::Mutex;

use super::MARK;
use super::heartbeat::Heartbeat;
use super::sql::{Gateway, Line, fault, run};
use crate::sms::text::{Alphabet, Plan};
use crate::sms::{Ready, make_ready};
use crate::{Fault, FaultKind, Gate, Gauge, Outcome, Parcel, Reach, Receipt, Sent, Sink};

/// SMSD copies no more than that of `CreatorID`.
const LONGEST_CREATOR: usize = 190;

/// Texts into SMSD's database.
pub struct GammuOutbox {
    gateway: Arc<Gateway>,
    heartbeat: Mutex<Heartbeat>,
}

impl GammuOutbox {
    pub(super) fn new(gateway: Arc<Gateway>) -> Self {
        Self { gateway, heartbeat: Mutex::default() }
    }

    /// Puts the text in, unless it is there. Until COMMIT is asked for nothing has happened.
    async fn put(&self, line: &mut Line, creator: &str, ready: &Ready) -> Result<String, Fault> {
        run(&mut line.sql, line.dialect.begin()).await?;
        if let Some(id) = known(line, creator).await? {
            run(&mut line.sql, "ROLLBACK").await?;
            return Ok(id);
        }
        let id = self.insert_first(line, creator, ready).await?;
        for (number, segment) in ready.plan.segments.iter().enumerate().skip(1) {
            let number = number + 1;
            sqlx::query(
                r#"INSERT INTO outbox_multipart ("ID", "SequencePosition", "TextDecoded", "Coding", "UDH", "Class")
                   VALUES ($1, $2, $3, $4, $5, -1)"#,
            )
            .bind(id)
            .bind(i64::try_from(number).unwrap_or(i64::MAX))
            .bind(segment.as_str())
            .bind(coding(&ready.plan))
            .bind(header(creator, ready.plan.segments.len(), number))
            .execute(&mut line.sql)
            .await
            .map_err(|error| fault(&error))?;
        }
        // A COMMIT whose answer is lost may have happened: that is asked about later.
        run(&mut line.sql, "COMMIT").await.map_err(|fault| fault.with_outcome(Outcome::Unknown))?;
        Ok(format!("outbox/{id}"))
    }

    async fn insert_first(&self, line: &mut Line, creator: &str, ready: &Ready) -> Result<i64, Fault> {
        let database = &self.gateway.database;
        let segments = &ready.plan.segments;
        let several = segments.len() > 1;
        let statement = if several {
            r#"INSERT INTO outbox ("DestinationNumber", "TextDecoded", "Coding", "UDH", "CreatorID", "SenderID",
               "DeliveryReport", "Class", "MultiPart") VALUES ($1, $2, $3, $4, $5, $6, $7, -1, 'true')
               RETURNING CAST("ID" AS BIGINT)"#
        } else {
            r#"INSERT INTO outbox ("DestinationNumber", "TextDecoded", "Coding", "UDH", "CreatorID", "SenderID",
               "DeliveryReport", "Class", "MultiPart") VALUES ($1, $2, $3, $4, $5, $6, $7, -1, 'false')
               RETURNING CAST("ID" AS BIGINT)"#
        };
        let row = sqlx::query(statement)
            .bind(ready.number.as_str())
            .bind(segments.first().map_or("", String::as_str))
            .bind(coding(&ready.plan))
            .bind(if several { header(creator, segments.len(), 1) } else { String::new() })
            .bind(creator)
            .bind(database.modem.clone())
            .bind(if database.reports { "yes" } else { "no" })
            .fetch_one(&mut line.sql)
            .await
            .map_err(|error| fault(&error))?;
        row.try_get(0).map_err(|error| fault(&error))
    }
}

#[async_trait::async_trait]
impl Sink for GammuOutbox {
    async fn send(&self, parcel: &Parcel, gate: &dyn Gate) -> Result<Receipt, Fault> {
        let ready = make_ready(parcel, self.gateway.database.manner)?;
        let creator = creator(parcel)?;
        let mut line = self.gateway.line().await?;
        gate.pass().await.map_err(|closed| Fault::not_sent(Reach::Message, FaultKind::Stopped, closed.to_string()))?;
        let put = self.put(&mut line, &creator, &ready);
        // Out of time may be in the middle of COMMIT.
        let late = |fault: Fault| {
            if fault.kind == FaultKind::Timeout { fault.with_outcome(Outcome::Unknown) } else { fault }
        };
        let id = self.gateway.within(put).await.map_err(late)?;
        self.gateway.rest(line).await;
        let text = format!("{} segment(s) in SMSD's outbox", ready.plan.segments.len());
        Ok(Receipt { remote_id: Some(id), text })
    }

    async fn already_sent(&self, parcel: &Parcel) -> Result<Sent, Fault> {
        let creator = creator(parcel)?;
        let mut line = self.gateway.line().await?;
        let found = self.gateway.within(known(&mut line, &creator)).await?;
        self.gateway.rest(line).await;
        Ok(match found {
            Some(id) => Sent::Yes(Receipt { remote_id: Some(id), text: "found in SMSD's database".into() }),
            None => Sent::No,
        })
    }

    async fn gauge(&self) -> Result<Gauge, Fault> {
        let mut heartbeat = self.heartbeat.lock().await;
        let mut line = self.gateway.line().await?;
        let silent_after = self.gateway.database.silent_after;
        let modems = self.gateway.within(heartbeat.look(&mut line, silent_after)).await?;
        self.gateway.rest(line).await;
        Ok(Gauge { balance: None, modems })
    }
}

/// The name under which SMSD has the text, waiting or tried.
async fn known(line: &mut Line, creator: &str) -> Result<Option<String>, Fault> {
    let row = sqlx::query(
        r#"SELECT CAST("ID" AS BIGINT) FROM outbox WHERE "CreatorID" = $1
           UNION SELECT CAST("ID" AS BIGINT) FROM sentitems WHERE "CreatorID" = $1"#,
    )
    .bind(creator)
    .fetch_optional(&mut line.sql)
    .await
    .map_err(|error| fault(&error))?;
    let id = row.map(|row| row.try_get::<i64, _>(0)).transpose().map_err(|error| fault(&error))?;
    Ok(id.map(|id| format!("outbox/{id}")))
}

fn creator(parcel: &Parcel) -> Result<String, Fault> {
    let creator = format!("{MARK}{}", parcel.reference);
    if creator.len() > LONGEST_CREATOR || !creator.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Fault::not_sent(Reach::Message, FaultKind::Setup, "the reference does not fit into CreatorID"));
    }
    Ok(creator)
}

fn coding(plan: &Plan) -> &'static str {
    match plan.alphabet {
        Alphabet::Gsm7 => "Default_No_Compression",
        Alphabet::Ucs2 => "Unicode_No_Compression",
    }
}

/// `050003RRTTSS` in hex: the reference from ours, so that it is the same on every attempt.
fn header(creator: &str, count: usize, number: usize) -> String {
    let reference = creator.bytes().fold(0u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
    format!("050003{reference:02X}{count:02X}{number:02X}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sms::gammu::parts::Part;

    #[test]
    fn the_header_of_a_part_is_the_one_that_is_read() {
        let part = Part::of_header(&header("penghubung:a@b", 3, 2)).unwrap();
        assert_eq!((part.count, part.number), (3, 2));
        assert_eq!(header("penghubung:a@b", 3, 2)[..8], header("penghubung:a@b", 3, 1)[..8]);
    }
}

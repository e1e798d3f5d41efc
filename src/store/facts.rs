//! What triage must know of the past before it can decide what an arrival means. One query a question for a whole
//! batch.

mod receipts;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::complaints::{COLUMNS, Complaint, read};
use super::sql::{Value, select_in};
use super::{StoreFault, WriteTx, instant};
use crate::domain::LetterKind;

/// What a token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadFact {
    /// Which complaint.
    pub complaint: i64,
    /// `pelapor` or a unit id.
    pub party: String,
    /// False once the disposisi moved on.
    pub open: bool,
}

/// A letter of ours that an arrival refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFact {
    /// Which letter.
    pub id: i64,
    /// Whose letter.
    pub office: String,
    /// Which complaint.
    pub complaint: Option<i64>,
    /// `pelapor`, `duty` or a unit id.
    pub audience: String,
    /// To whom it went.
    pub recipient: String,
    /// Its phase.
    pub phase: String,
    /// What kind.
    pub kind: Option<LetterKind>,
    /// When the other side took it.
    pub done: Option<DateTime<Utc>>,
}

/// An earlier arrival of the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwinFact {
    /// Its id.
    pub id: i64,
    /// Where it came from.
    pub source: String,
    /// Whose it was.
    pub office: String,
    /// The complaint it belongs to.
    pub complaint: Option<i64>,
}

/// A letter's row: whatever names it first, then what is known of it.
fn letter_fact(row: &sqlx::any::AnyRow) -> Result<LetterFact, StoreFault> {
    Ok(LetterFact {
        id: row.try_get(1)?,
        complaint: row.try_get(2)?,
        audience: row.try_get(3)?,
        recipient: row.try_get(4)?,
        phase: row.try_get(5)?,
        office: row.try_get(6)?,
        kind: LetterKind::from_word(&row.try_get::<String, _>(7)?),
        done: row.try_get::<Option<i64>, _>(8)?.map(instant),
    })
}

impl WriteTx {
    /// The kind of the letter that a party was written last about a complaint.
    pub async fn last_letter_to(&mut self, complaint: i64, audience: &str) -> Result<Option<LetterKind>, StoreFault> {
        let row =
            sqlx::query("SELECT kind FROM letters WHERE complaint = $1 AND audience = $2 ORDER BY id DESC LIMIT 1")
                .bind(complaint)
                .bind(audience)
                .fetch_optional(self.conn())
                .await?;
        let kind: Option<String> = row.map(|row| row.try_get(0)).transpose()?;
        Ok(kind.as_deref().and_then(LetterKind::from_word))
    }

    /// What these tokens stand for.
    pub async fn threads(&mut self, tokens: &[String]) -> Result<HashMap<String, ThreadFact>, StoreFault> {
        let values = tokens.iter().map(Value::from).collect();
        let rows =
            select_in(self.conn(), "SELECT token, complaint, party, ended_at FROM threads WHERE token IN", "", values)
                .await?;
        let mut found = HashMap::new();
        for row in rows {
            let open = row.try_get::<Option<i64>, _>(3)?.is_none();
            found.insert(row.try_get(0)?, ThreadFact { complaint: row.try_get(1)?, party: row.try_get(2)?, open });
        }
        Ok(found)
    }

    /// The open token of each party of these complaints.
    pub async fn tokens_of(&mut self, complaints: &[i64]) -> Result<HashMap<(i64, String), String>, StoreFault> {
        let values = complaints.iter().map(|id| Value::from(*id)).collect();
        let rows = select_in(
            self.conn(),
            "SELECT complaint, party, token FROM threads WHERE ended_at IS NULL AND complaint IN",
            "",
            values,
        )
        .await?;
        let mut found = HashMap::new();
        for row in rows {
            found.insert((row.try_get(0)?, row.try_get(1)?), row.try_get(2)?);
        }
        Ok(found)
    }

    /// Letters of ours with these Message-IDs.
    pub async fn letters_by_message_id(&mut self, ids: &[String]) -> Result<HashMap<String, LetterFact>, StoreFault> {
        let values = ids.iter().map(Value::from).collect();
        let rows = select_in(
            self.conn(),
            "SELECT message_id, id, complaint, audience, recipient, phase, office, kind, done_at FROM letters WHERE message_id IN",
            "",
            values,
        )
        .await?;
        let mut found = HashMap::new();
        for row in rows {
            found.insert(row.try_get(0)?, letter_fact(&row)?);
        }
        Ok(found)
    }

    /// Letters of ours that other sides took under these ids.
    pub async fn letters_by_remote_id(&mut self, ids: &[String]) -> Result<HashMap<String, LetterFact>, StoreFault> {
        let values = ids.iter().map(Value::from).collect();
        let rows = select_in(
            self.conn(),
            "SELECT remote_id, id, complaint, audience, recipient, phase, office, kind, done_at FROM letters WHERE remote_id IN",
            "AND channel IN ('sms', 'whatsapp') ORDER BY id",
            values,
        )
        .await?;
        let mut found = HashMap::new();
        for row in rows {
            found.insert(row.try_get(0)?, letter_fact(&row)?);
        }
        Ok(found)
    }

    /// The last complaint of each of these telephones.
    /// `status`: only one that stands so; `None`: whatever it is. A complaint of which the telephone was named as
    /// another way counts too.
    pub async fn last_complaint_of(
        &mut self,
        phones: &[String],
        status: Option<&'static str>,
    ) -> Result<HashMap<String, i64>, StoreFault> {
        let (own, named) = match status {
            None => ("", ""),
            Some("answered") => ("AND status = 'answered'", "AND c.status = 'answered'"),
            Some("closed") => ("AND status = 'closed'", "AND c.status = 'closed'"),
            Some(other) => return Err(StoreFault::Broken(format!("nobody asks for {other} complaints of telephones"))),
        };
        let values = || phones.iter().map(Value::from).collect();
        let head = format!(
            "SELECT pelapor, MAX(id) FROM complaints WHERE reply_by IN ('sms', 'whatsapp') {own} AND pelapor IN"
        );
        let mut rows = select_in(self.conn(), &head, "GROUP BY pelapor", values()).await?;
        let head = format!(
            "SELECT w.address, MAX(c.id) FROM contacts w JOIN complaints c ON c.id = w.complaint \
             WHERE w.channel IN ('sms', 'whatsapp') {named} AND w.address IN"
        );
        rows.extend(select_in(self.conn(), &head, "GROUP BY w.address", values()).await?);
        let mut last: HashMap<String, i64> = HashMap::new();
        for row in &rows {
            let newest = last.entry(row.try_get(0)?).or_default();
            *newest = (*newest).max(row.try_get(1)?);
        }
        Ok(last)
    }

    /// Other addresses and numbers that the citizens of complaints have named.
    pub async fn addresses_of(&mut self, complaints: &[i64]) -> Result<HashMap<i64, Vec<String>>, StoreFault> {
        let values = complaints.iter().map(|id| Value::from(*id)).collect();
        let rows =
            select_in(self.conn(), "SELECT complaint, address FROM contacts WHERE complaint IN", "", values).await?;
        let mut found: HashMap<i64, Vec<String>> = HashMap::new();
        for row in &rows {
            found.entry(row.try_get(0)?).or_default().push(row.try_get(1)?);
        }
        Ok(found)
    }

    /// Complaints to which citizens' mails with these Message-IDs belong.
    pub async fn complaints_by_message_id(&mut self, ids: &[String]) -> Result<HashMap<String, i64>, StoreFault> {
        let values = ids.iter().map(Value::from).collect();
        let rows = select_in(
            self.conn(),
            "SELECT message_id, complaint FROM arrivals WHERE complaint IS NOT NULL AND message_id IN",
            "ORDER BY id DESC",
            values,
        )
        .await?;
        let mut found = HashMap::new();
        for row in rows {
            found.insert(row.try_get(0)?, row.try_get(1)?);
        }
        Ok(found)
    }

    /// Complaints by number.
    pub async fn complaints_by_number(&mut self, numbers: &[String]) -> Result<HashMap<String, Complaint>, StoreFault> {
        let values = numbers.iter().map(Value::from).collect();
        let rows = select_in(self.conn(), &format!("{COLUMNS} WHERE number IN"), "", values).await?;
        let complaints = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(complaints.into_iter().map(|c| (c.number.clone(), c)).collect())
    }

    /// Complaints by id.
    pub async fn complaints_by_id(&mut self, ids: &[i64]) -> Result<HashMap<i64, Complaint>, StoreFault> {
        let values = ids.iter().map(|id| Value::from(*id)).collect();
        let rows = select_in(self.conn(), &format!("{COLUMNS} WHERE id IN"), "", values).await?;
        let complaints = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(complaints.into_iter().map(|c| (c.id, c)).collect())
    }

    /// For each office and each of these fingerprints, the first arrival that had it.
    pub async fn first_of_fingerprint(
        &mut self,
        prints: &[String],
    ) -> Result<HashMap<(String, String), TwinFact>, StoreFault> {
        let values = prints.iter().map(Value::from).collect();
        let rows = select_in(
            self.conn(),
            "SELECT fingerprint, id, source, office, complaint FROM arrivals WHERE handled_at IS NOT NULL \
             AND outcome <> 'duplicate' AND fingerprint IN",
            "ORDER BY id DESC",
            values,
        )
        .await?;
        let mut found = HashMap::new();
        for row in rows {
            let twin = TwinFact {
                id: row.try_get(1)?,
                source: row.try_get(2)?,
                office: row.try_get(3)?,
                complaint: row.try_get(4)?,
            };
            found.insert((twin.office.clone(), row.try_get(0)?), twin);
        }
        Ok(found)
    }

    /// Hashes of the answers these complaints have: those that went out or may still. One that was refused or bounced
    /// may be given again.
    pub async fn answer_hashes(&mut self, complaints: &[i64]) -> Result<Vec<(i64, String)>, StoreFault> {
        let values = complaints.iter().map(|id| Value::from(*id)).collect();
        let rows = select_in(self.conn(), LIVE_ANSWERS, "", values).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// When this installation first looked at each of these sources.
    pub async fn first_seen(
        &mut self,
        sources: impl Iterator<Item = &String>,
    ) -> Result<HashMap<String, DateTime<Utc>>, StoreFault> {
        let values = sources.map(Value::from).collect();
        let rows = select_in(self.conn(), "SELECT name, first_seen_at FROM sources WHERE name IN", "", values).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, instant(row.try_get(1)?)))).collect()
    }
}

const LIVE_ANSWERS: &str = "SELECT a.complaint, a.text_hash FROM answers a LEFT JOIN letters l ON l.id = a.letter \
     WHERE (l.phase IS NULL OR l.phase <> 'refused') AND a.complaint IN";

//! The register: complaints and the answers to them.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::change::{NewComplaint, Redecided};
use super::deadlines::{CLOCK_HEAD, clock_row};
use super::sql::{insert, row};
use super::write::Table;
use super::{Store, StoreFault, WriteTx, instant, micros};
use crate::domain::{Channel, ClosedHow, Decision};

/// A complaint as it stands.
#[derive(Debug, Clone)]
pub struct Complaint {
    /// Our id.
    pub id: i64,
    /// Whose.
    pub office: String,
    /// `BTG-26-0123`.
    pub number: String,
    /// How it came.
    pub channel: Channel,
    /// `open`, `answered`, `closed`.
    pub status: String,
    /// Unit that has the disposisi.
    pub unit: String,
    /// When the office got it.
    pub received: DateTime<Utc>,
    /// When we registered it.
    pub registered: DateTime<Utc>,
    /// Subject, masked.
    pub subject: String,
    /// One line, masked.
    pub summary: String,
    /// The text, masked.
    pub text: String,
    /// Address for the answer.
    pub pelapor: Option<String>,
    /// Channel by which the answer goes to it.
    pub reply_by: Option<Channel>,
    /// Name as given.
    pub pelapor_name: Option<String>,
    /// Words of names that he gave away in his texts.
    pub names: Option<String>,
    /// The arrival that opened it.
    pub arrival: i64,
    /// Message-ID of the citizen's mail.
    pub message_id: Option<String>,
    /// Mailbox address to which citizens and officers answer.
    pub intake: String,
    /// What was decided.
    pub decision: Decision,
    /// Digest of the configuration that decided.
    pub config: String,
    /// When the answer was queued.
    pub answered: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed: Option<DateTime<Utc>>,
    /// The unit whose officer has confirmed or changed its class, grade or category.
    pub sorted_by: Option<String>,
    /// How it ended.
    pub closed_how: Option<ClosedHow>,
}

impl Complaint {
    /// Every word that tells by name who he is, as far as it is known.
    #[must_use]
    pub fn all_names(&self) -> String {
        [&self.pelapor_name, &self.names].map(|name| name.as_deref().unwrap_or_default()).join(" ")
    }

    /// Channel and address by which the citizen is answered.
    #[must_use]
    pub fn way_back(&self) -> Option<(Channel, String)> {
        self.reply_by.zip(self.pelapor.clone())
    }
}

pub(super) const COLUMNS: &str = "SELECT id, office, number, channel, status, unit, received_at, registered_at, subject, summary, \
     text, pelapor, pelapor_name, arrival, message_id, intake, decision, config, answered_at, closed_at, reply_by, sorted_by, closed_how, names FROM complaints";

pub(super) fn read(row: &AnyRow) -> Result<Complaint, StoreFault> {
    let number: String = row.try_get(2)?;
    let channel: String = row.try_get(3)?;
    let decision: String = row.try_get(16)?;
    let reply_by: Option<String> = row.try_get(20)?;
    let closed_how: Option<String> = row.try_get(22)?;
    Ok(Complaint {
        id: row.try_get(0)?,
        office: row.try_get(1)?,
        channel: Channel::from_word(&channel)
            .ok_or_else(|| StoreFault::Broken(format!("channel `{channel}` of complaint {number}")))?,
        status: row.try_get(4)?,
        unit: row.try_get(5)?,
        received: instant(row.try_get(6)?),
        registered: instant(row.try_get(7)?),
        subject: row.try_get(8)?,
        summary: row.try_get(9)?,
        text: row.try_get(10)?,
        pelapor: row.try_get(11)?,
        reply_by: reply_by.as_deref().and_then(Channel::from_word),
        pelapor_name: row.try_get(12)?,
        arrival: row.try_get(13)?,
        message_id: row.try_get(14)?,
        intake: row.try_get(15)?,
        decision: serde_json::from_str(&decision)
            .map_err(|error| StoreFault::Broken(format!("decision of complaint {number}: {error}")))?,
        config: row.try_get(17)?,
        answered: row.try_get::<Option<i64>, _>(18)?.map(instant),
        closed: row.try_get::<Option<i64>, _>(19)?.map(instant),
        sorted_by: row.try_get(21)?,
        closed_how: closed_how.as_deref().and_then(ClosedHow::from_word),
        names: row.try_get(23)?,
        number,
    })
}

impl Store {
    /// The complaint with this number.
    pub async fn complaint(&self, number: &str) -> Result<Option<Complaint>, StoreFault> {
        let text = format!("{COLUMNS} WHERE number = $1");
        let row = sqlx::query(AssertSqlSafe(text)).bind(number).fetch_optional(&self.reader).await?;
        row.as_ref().map(read).transpose()
    }

    /// The newest complaints, of one office or of all.
    pub async fn complaints(&self, office: Option<&str>, at_most: i64) -> Result<Vec<Complaint>, StoreFault> {
        self.complaints_in(office, None, at_most).await
    }

    /// The same, in one status or in any.
    pub async fn complaints_in(
        &self,
        office: Option<&str>,
        status: Option<&str>,
        at_most: i64,
    ) -> Result<Vec<Complaint>, StoreFault> {
        let text =
            format!("{COLUMNS} WHERE ($1 = '' OR office = $1) AND ($3 = '' OR status = $3) ORDER BY id DESC LIMIT $2");
        let rows = sqlx::query(AssertSqlSafe(text))
            .bind(office.unwrap_or_default())
            .bind(at_most)
            .bind(status.unwrap_or_default())
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(read).collect()
    }

    /// How many complaints there are by office and status.
    pub async fn complaint_counts(&self) -> Result<Vec<(String, String, i64)>, StoreFault> {
        let rows = sqlx::query(
            "SELECT office, status, COUNT(*) FROM complaints GROUP BY office, status ORDER BY office, status",
        )
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
    }

    /// Answers given to a complaint: unit, when, text.
    pub async fn answers(&self, complaint: i64) -> Result<Vec<(String, DateTime<Utc>, String)>, StoreFault> {
        let rows = sqlx::query("SELECT unit, created_at, text FROM answers WHERE complaint = $1 ORDER BY id")
            .bind(complaint)
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, instant(row.try_get(1)?), row.try_get(2)?))).collect()
    }
}

impl WriteTx {
    pub(super) async fn open_complaints(&mut self, complaints: Vec<NewComplaint>) -> Result<(), StoreFault> {
        let now = micros(self.now());
        let mut rows = Vec::with_capacity(complaints.len());
        let (mut clocks, mut registrations) = (Vec::new(), Vec::new());
        for c in complaints {
            let decision = serde_json::to_string(&c.decision)
                .map_err(|error| StoreFault::Broken(format!("decision of {}: {error}", c.number)))?;
            let ended = c.ended.map(|ended| micros(ended.at));
            let answered = ended.filter(|_| c.ended.is_some_and(|ended| ended.answered));
            for mut clock in c.clocks {
                let id = self.next_id(Table::Deadlines).await?;
                clock.next_at = clock.next_at.filter(|_| ended.is_none());
                clocks.push(clock_row(id, c.id, &clock, answered)?);
            }
            let office = c.decision.office.0.clone();
            registrations.extend(c.registration.map(|registration| (c.id, office, registration)));
            let how =
                ended.map(|_| if answered.is_some() { ClosedHow::SelesaiDiTempat } else { ClosedHow::DitutupPetugas });
            // An entry of an old book is no news to anybody.
            let posted = ended.filter(|_| answered.is_none()).map(|_| format!("closed {}", c.decision.unit.0));
            rows.push(row![
                c.id,
                c.decision.office.0,
                c.number,
                c.channel.word(),
                c.decision.class.word(),
                c.decision.grade.map(|g| g.word().to_owned()),
                c.decision.unit.0,
                if c.ended.is_some() { "closed" } else { "open" },
                micros(c.received),
                now,
                c.subject,
                c.summary,
                c.text,
                c.pelapor.as_ref().map(|(_, address)| address.clone()),
                c.pelapor.as_ref().map(|(channel, _)| channel.word().to_owned()),
                c.pelapor_name,
                c.arrival,
                c.message_id,
                c.intake,
                decision,
                c.config,
                answered,
                ended,
                how.map(|how| how.word().to_owned()),
                posted,
                c.names,
            ]);
        }
        let head = "INSERT INTO complaints (id, office, number, channel, class, grade, unit, status, received_at, registered_at, \
                    subject, summary, text, pelapor, reply_by, pelapor_name, arrival, message_id, intake, decision, config, answered_at, closed_at, closed_how, posted, names)";
        insert(self.conn(), head, "", rows).await?;
        insert(self.conn(), CLOCK_HEAD, "", clocks).await?;
        self.keep_registrations(registrations).await
    }

    /// More is hidden from now on.
    pub(super) async fn redecide(&mut self, redecided: Redecided) -> Result<(), StoreFault> {
        let decision = serde_json::to_string(&redecided.decision)
            .map_err(|error| StoreFault::Broken(format!("decision of complaint {}: {error}", redecided.complaint)))?;
        sqlx::query("UPDATE complaints SET decision = $2, subject = $3, summary = $4, text = $5 WHERE id = $1")
            .bind(redecided.complaint)
            .bind(decision)
            .bind(redecided.subject)
            .bind(redecided.summary)
            .bind(redecided.text)
            .execute(self.conn())
            .await?;
        Ok(())
    }

    /// He has given away more names in a later text.
    pub async fn learn_names(&mut self, complaint: i64, names: &str) -> Result<(), StoreFault> {
        sqlx::query("UPDATE complaints SET names = COALESCE(names || ' ', '') || $2 WHERE id = $1")
            .bind(complaint)
            .bind(names)
            .execute(self.conn())
            .await?;
        Ok(())
    }
}

//! What officers wrote down: who registered a complaint that came another way, and which handovers there were.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::complaints::{self, Complaint};
use super::sql::{insert, row};
use super::{Store, StoreFault, WriteTx, instant, micros};

/// Sources of sheets are named so, before the office's id.
const SHEETS: &str = "daftar/";

/// Mails from files, before the office's id.
const FILES: &str = "berkas/";
/// The same where nobody is answered.
const OLD_FILES: &str = "berkas-lama/";

/// The source of mails that an operator takes in from files; `old`: nobody is answered.
#[must_use]
pub fn files_of(office: &str, old: bool) -> String {
    format!("{}{office}", if old { OLD_FILES } else { FILES })
}

/// True for what commands and imports lay into the inbox.
#[must_use]
pub fn is_by_hand(source: &str) -> bool {
    [SHEETS, FILES, OLD_FILES].iter().any(|kind| source.starts_with(kind))
}

/// True for a source of mails that nobody answers.
#[must_use]
pub fn is_old_files(source: &str) -> bool {
    source.starts_with(OLD_FILES)
}

/// The source of the sheets that commands and imports lay into an office's inbox.
#[must_use]
pub fn sheets_of(office: &str) -> String {
    format!("{SHEETS}{office}")
}

/// True for such a source.
#[must_use]
pub fn is_sheets(source: &str) -> bool {
    source.starts_with(SHEETS)
}

/// What is kept of a registered complaint beside the complaint itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registration {
    /// Who registered it: a mail address, or a user of the command line.
    pub registrar: String,
    /// His unit, where he is an officer.
    pub registrar_unit: Option<String>,
    /// The same number in the same book and year is the same complaint.
    pub origin_key: Option<String>,
    /// That number as given.
    pub origin: Option<String>,
    /// More of the channel: which social network.
    pub sub_channel: Option<String>,
    /// The citizen's telephone.
    pub phone: Option<String>,
    /// The citizen's address.
    pub address: Option<String>,
    /// The citizen's identity number, all but its end masked.
    pub nik: Option<String>,
    /// Where it happened.
    pub place: Option<String>,
    /// When it happened.
    pub event_time: Option<String>,
    /// The officer it is about.
    pub about: Option<String>,
    /// Whether both have signed.
    pub signed: Option<String>,
    /// Number of the citizen's letter.
    pub letter_number: Option<String>,
    /// Date of the citizen's letter.
    pub letter_date: Option<String>,
    /// How long it took at the desk.
    pub duration: Option<String>,
    /// Registered more than a working day after it was received.
    pub late: bool,
}

/// A line of the book.
#[derive(Debug, Clone)]
pub struct BookEntry {
    /// The complaint.
    pub complaint: Complaint,
    /// What an officer wrote down.
    pub registration: Option<Registration>,
    /// The last answer given.
    pub answer: Option<String>,
}

/// One handover: which slot of which day, and how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// The mail that was it.
    pub arrival: i64,
    /// Whose.
    pub office: String,
    /// The office's day, `2026-11-20`.
    pub day: String,
    /// `14.00`, or other words of the subject in lower case; empty where it says nothing.
    pub slot: String,
    /// Address of who handed over.
    pub officer: String,
    /// Items handed over; 0: `NIHIL`.
    pub items: i64,
    /// When it came.
    pub at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT registrar, registrar_unit, origin_key, origin, sub_channel, phone, address, nik, place, event_time, \
                       about, signed, letter_number, letter_date, duration, late FROM registrations";
const HANDOVERS: &str = "SELECT arrival, office, day, slot, officer, items, handed_at FROM handovers";

/// The same with the complaint's id last, of a table that is called `r`.
fn columns_with_complaint() -> String {
    let columns = COLUMNS.trim_start_matches("SELECT ").trim_end_matches(" FROM registrations");
    let columns = columns.split(", ").map(|column| format!("r.{}", column.trim()));
    format!("SELECT {}, r.complaint FROM registrations", columns.collect::<Vec<_>>().join(", "))
}

fn read(row: &AnyRow) -> Result<Registration, StoreFault> {
    Ok(Registration {
        registrar: row.try_get(0)?,
        registrar_unit: row.try_get(1)?,
        origin_key: row.try_get(2)?,
        origin: row.try_get(3)?,
        sub_channel: row.try_get(4)?,
        phone: row.try_get(5)?,
        address: row.try_get(6)?,
        nik: row.try_get(7)?,
        place: row.try_get(8)?,
        event_time: row.try_get(9)?,
        about: row.try_get(10)?,
        signed: row.try_get(11)?,
        letter_number: row.try_get(12)?,
        letter_date: row.try_get(13)?,
        duration: row.try_get(14)?,
        late: row.try_get::<i64, _>(15)? != 0,
    })
}

fn read_handover(row: &AnyRow) -> Result<Handover, StoreFault> {
    Ok(Handover {
        arrival: row.try_get(0)?,
        office: row.try_get(1)?,
        day: row.try_get(2)?,
        slot: row.try_get(3)?,
        officer: row.try_get(4)?,
        items: row.try_get(5)?,
        at: instant(row.try_get(6)?),
    })
}

impl Store {
    /// What was written down of a complaint, where an officer registered it.
    pub async fn registration(&self, complaint: i64) -> Result<Option<Registration>, StoreFault> {
        let text = format!("{COLUMNS} WHERE complaint = $1");
        let row = sqlx::query(AssertSqlSafe(text)).bind(complaint).fetch_optional(&self.reader).await?;
        row.as_ref().map(read).transpose()
    }

    /// The register of an office: what was received from `from` and before `until`, in the order of its numbers.
    pub async fn book(
        &self,
        office: &str,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<BookEntry>, StoreFault> {
        let within = "c.office = $1 AND c.received_at >= $2 AND c.received_at < $3";
        let text = format!("{} c WHERE {within} ORDER BY c.id", complaints::COLUMNS);
        let written = format!("{} r JOIN complaints c ON c.id = r.complaint WHERE {within}", columns_with_complaint());
        let said = format!(
            "SELECT a.complaint, a.text FROM answers a JOIN complaints c ON c.id = a.complaint WHERE {within} ORDER BY a.id"
        );
        let ask = async |text: String| {
            let query = sqlx::query(AssertSqlSafe(text)).bind(office.to_owned());
            query.bind(micros(from)).bind(micros(until)).fetch_all(&self.reader).await
        };
        let mut registrations = HashMap::new();
        for row in ask(written).await? {
            registrations.insert(row.try_get::<i64, _>(16)?, read(&row)?);
        }
        let mut answers: HashMap<i64, String> = HashMap::new();
        for row in ask(said).await? {
            answers.insert(row.try_get(0)?, row.try_get(1)?);
        }
        let mut entries = Vec::new();
        for row in ask(text).await? {
            let complaint = complaints::read(&row)?;
            let (registration, answer) = (registrations.remove(&complaint.id), answers.remove(&complaint.id));
            entries.push(BookEntry { complaint, registration, answer });
        }
        Ok(entries)
    }

    /// What became of something in the inbox: its outcome, and the number of the complaint. `None`: not handled yet.
    pub async fn became(&self, source: &str, remote_ref: &str) -> Result<Option<(String, Option<String>)>, StoreFault> {
        let row = sqlx::query(
            "SELECT a.outcome, c.number FROM arrivals a LEFT JOIN complaints c ON c.id = a.complaint \
             WHERE a.source = $1 AND a.remote_ref = $2 AND a.handled_at IS NOT NULL",
        )
        .bind(source)
        .bind(remote_ref)
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
    }

    /// The handovers of an office's day (`2026-11-20`), in the order in which they came.
    pub async fn handovers(&self, office: &str, day: &str) -> Result<Vec<Handover>, StoreFault> {
        let text = format!("{HANDOVERS} WHERE office = $1 AND day = $2 ORDER BY handed_at, arrival");
        let rows = sqlx::query(AssertSqlSafe(text)).bind(office).bind(day).fetch_all(&self.reader).await?;
        rows.iter().map(read_handover).collect()
    }
}

impl WriteTx {
    /// What was written down of a complaint, where an officer registered it.
    pub async fn registration_of(&mut self, complaint: i64) -> Result<Option<Registration>, StoreFault> {
        let text = format!("{COLUMNS} WHERE complaint = $1");
        let row = sqlx::query(AssertSqlSafe(text)).bind(complaint).fetch_optional(self.conn()).await?;
        row.as_ref().map(read).transpose()
    }

    /// The complaint that is registered under this number of this office's book.
    pub async fn registered_as(&mut self, office: &str, origin_key: &str) -> Result<Option<(i64, String)>, StoreFault> {
        let row = sqlx::query(
            "SELECT c.id, c.number FROM registrations r JOIN complaints c ON c.id = r.complaint \
             WHERE r.office = $1 AND r.origin_key = $2",
        )
        .bind(office)
        .bind(origin_key)
        .fetch_optional(self.conn())
        .await?;
        row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
    }

    /// The handovers of an office's day, in the order in which they came.
    pub async fn handovers_of(&mut self, office: &str, day: &str) -> Result<Vec<Handover>, StoreFault> {
        let text = format!("{HANDOVERS} WHERE office = $1 AND day = $2 ORDER BY handed_at, arrival");
        let rows = sqlx::query(AssertSqlSafe(text)).bind(office).bind(day).fetch_all(self.conn()).await?;
        rows.iter().map(read_handover).collect()
    }

    /// Keeps what was written down: complaint, office, sheet.
    pub(super) async fn keep_registrations(
        &mut self,
        registrations: Vec<(i64, String, Registration)>,
    ) -> Result<(), StoreFault> {
        let rows = registrations
            .into_iter()
            .map(|(complaint, office, r)| {
                row![
                    complaint,
                    office,
                    r.registrar,
                    r.registrar_unit,
                    r.origin_key,
                    r.origin,
                    r.sub_channel,
                    r.phone,
                    r.address,
                    r.nik,
                    r.place,
                    r.event_time,
                    r.about,
                    r.signed,
                    r.letter_number,
                    r.letter_date,
                    r.duration,
                    i64::from(r.late),
                ]
            })
            .collect();
        let head = "INSERT INTO registrations (complaint, office, registrar, registrar_unit, origin_key, origin, sub_channel, \
                    phone, address, nik, place, event_time, about, signed, letter_number, letter_date, duration, late)";
        insert(self.conn(), head, "", rows).await?;
        Ok(())
    }

    pub(super) async fn keep_handovers(&mut self, handovers: Vec<Handover>) -> Result<(), StoreFault> {
        let rows = handovers
            .into_iter()
            .map(|h| row![h.arrival, h.office, h.day, h.slot, h.officer, h.items, micros(h.at)])
            .collect();
        let head = "INSERT INTO handovers (arrival, office, day, slot, officer, items, handed_at)";
        insert(self.conn(), head, "", rows).await?;
        Ok(())
    }
}

//! What `status` tells, as plain data. Knows neither database nor configuration.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::store::room::Room;

/// How the installation is.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// When this was looked at.
    pub at: DateTime<Utc>,
    /// `sqlite` or `postgresql`.
    pub database: &'static str,
    /// `live` or `hold`.
    pub mode: &'static str,
    /// Where this database was at home, if it is a copy; all sending is then held.
    pub copy: Option<String>,
    /// What is left of the disk of a SQLite database, in bytes.
    pub disk: Option<Room>,
    /// Mailboxes.
    pub sources: Vec<SourceStatus>,
    /// What waits.
    pub trays: Trays,
    /// Complaints by office and status.
    pub complaints: Vec<Count>,
    /// Closed complaints that were kept longer than their office says, for each office that says how long.
    pub kept: Vec<KeptTooLong>,
    /// Clocks that run out soon, and those that have.
    pub deadlines: Deadlines,
    /// The next day off of each office.
    pub holidays: Vec<NextHoliday>,
    /// The sync log.
    pub log: LogStatus,
    /// What a person should look at; empty: all is well.
    pub wrong: Vec<String>,
}

/// One mailbox or folder, account, gateway or page.
#[derive(Debug, Clone, Serialize)]
pub struct SourceStatus {
    /// `mailbox`, `lapor`, `sms`, `whatsapp` or `page`.
    pub kind: &'static str,
    /// How far it is written to, where that is a question.
    pub write: Option<&'static str>,
    /// Its name.
    pub name: String,
    /// Its office; `None`: it is not configured any more.
    pub office: Option<String>,
    /// When a pass last ended well.
    pub completed: Option<DateTime<Utc>>,
    /// Seconds since then.
    pub lag_seconds: Option<i64>,
    /// What is wrong.
    pub fault: Option<String>,
    /// Since when.
    pub fault_since: Option<DateTime<Utc>>,
    /// True if it missed two of its times.
    pub silent: bool,
    /// How fast a gateway is fed at the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// How many texts wait for it, a gateway or a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<i64>,
    /// What a gateway tells of itself: balance, modem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// What waits.
#[derive(Debug, Clone, Serialize)]
pub struct Trays {
    /// Arrivals nobody has handled.
    pub arrivals: i64,
    /// When the oldest of them was collected.
    pub oldest_arrival: Option<DateTime<Utc>>,
    /// Open letters by phase.
    pub letters: BTreeMap<String, i64>,
    /// Held letters that wait for an approver (part of `held`).
    pub awaiting_approval: i64,
    /// Refused letters of which the desk does not know.
    pub refused_untold: i64,
    /// When the oldest letter that should leave was queued.
    pub oldest_letter: Option<DateTime<Utc>>,
    /// Items in the holding pen.
    pub pen: i64,
    /// Since when the oldest is there.
    pub oldest_pen: Option<DateTime<Utc>>,
}

/// What was kept longer than an office says.
#[derive(Debug, Clone, Serialize)]
pub struct KeptTooLong {
    /// Whose.
    pub office: String,
    /// `keep_closed`, as written: `60 bulan`.
    pub keep: String,
    /// How many.
    pub count: i64,
    /// When the oldest of them ended.
    pub oldest: Option<DateTime<Utc>>,
}

/// A number of complaints.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// Whose.
    pub office: String,
    /// `open`, `answered`, `closed`.
    pub status: String,
    /// How many.
    pub count: i64,
}

/// Clocks that are not met.
#[derive(Debug, Clone, Serialize)]
pub struct Deadlines {
    /// They end within three days.
    pub near: Vec<Running>,
    /// They have ended.
    pub missed: Vec<Running>,
}

/// A clock that is not met.
#[derive(Debug, Clone, Serialize)]
pub struct Running {
    /// The complaint.
    pub number: String,
    /// The standard.
    pub standard: String,
    /// When it ends.
    pub due: DateTime<Utc>,
}

/// A day off.
#[derive(Debug, Clone, Serialize)]
pub struct NextHoliday {
    /// Whose.
    pub office: String,
    /// When.
    pub date: NaiveDate,
    /// What.
    pub name: String,
}

/// The sync log.
#[derive(Debug, Clone, Serialize)]
pub struct LogStatus {
    /// Lines.
    pub size: u64,
    /// When the last was written.
    pub time: Option<DateTime<Utc>>,
    /// Lines under the last seal.
    pub sealed: u64,
    /// When it was made.
    pub sealed_at: Option<DateTime<Utc>>,
}

//! A promise with its arithmetic: what the standard says, from when, until when, and which days were skipped.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::complaint::words;
use super::{Channel, Class, Grade};

pub mod within;

pub use within::WithinError;

/// A length of time as a standard words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Within {
    /// `15 menit`: wall clock.
    Minutes(u32),
    /// `24 jam`, `1 x 24 jam`, `3x24 jam`: wall clock, around the clock.
    Hours(u32),
    /// `7 hari`, `7 hari kalender`: ends 23:59:59 local on day N; day 0 is the day of the start.
    CalendarDays(u32),
    /// `5 hari kerja`: ends at closing time of the N-th working day after the start.
    WorkingDays(u32),
    /// `2 bulan`: the same day of the month that many months later (the last one where it has no such day), 23:59:59.
    Months(u32),
}

/// A day that did not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The day.
    pub date: NaiveDate,
    /// Why: `Sabtu`, or the holiday's name.
    pub why: String,
}

/// When a clock of a standard applies. Empty fields do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applies {
    /// Only these channels.
    pub channels: Vec<Channel>,
    /// Only these classes.
    pub classes: Vec<Class>,
    /// Only these grades.
    pub grades: Vec<Grade>,
    /// Only supervision complaints (`Some(true)`) or only others (`Some(false)`).
    pub supervision: Option<bool>,
}

words! {
    /// What ends a clock, in the order in which it happens. The label says what is missing until then.
    StopsAt {
        /// The receipt that went to the citizen (Kademangan's `respon`).
        Receipt = "receipt", "tanggapan awal";
        /// The plan of follow-up (RENCANA).
        Plan = "plan", "rencana tindak lanjut";
        /// The answer to the citizen.
        Answer = "answer", "jawaban";
        /// The closing of the complaint.
        Closing = "closing", "penyelesaian";
    }
}

/// One published limit of an office.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// Its id: `btg.sosmed`.
    pub id: String,
    /// Row of the published standard: `BTG-16`.
    pub row: String,
    /// In words, for letters: `penyelesaian laporan`.
    pub name: String,
    /// How long.
    pub within: Within,
    /// `within` exactly as configured: `7 hari kalender`.
    pub words: String,
    /// When it applies.
    pub applies: Applies,
    /// What ends it.
    pub stops_at: StopsAt,
    /// Shares of the time (0 to 1) at which the officer is reminded.
    pub remind_at: Vec<f64>,
    /// Share of the time at which the superior is told (1 = at the limit).
    pub escalate_at: f64,
}

/// One running clock of one complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Id of the [`Standard`].
    pub standard: String,
    /// As configured: `5 hari kerja`.
    pub within: String,
    /// Where it started, in the office's zone.
    pub from: DateTime<FixedOffset>,
    /// When it ends, in the office's zone.
    pub due: DateTime<FixedOffset>,
    /// Name and revision of the calendar: `batang 2026 rev 1`.
    pub calendar: String,
    /// True if it touches a year whose holidays are not loaded.
    pub provisional: bool,
    /// Days that did not count.
    pub skipped: Vec<Skipped>,
}

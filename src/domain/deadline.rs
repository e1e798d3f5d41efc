//! A promise with its arithmetic: what the standard says, from when, until when, and which days were skipped.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::complaint::words;
use super::{Channel, Class, Grade, UnitId};

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
        /// The disposisi of the head, where he gives every one.
        Disposisi = "disposisi", "disposisi pimpinan";
        /// The receipt that went to the citizen (Kademangan's `respon`).
        Receipt = "receipt", "tanggapan awal";
        /// The officer's word that he has confirmed with the citizen what is meant (SUDAH KONFIRMASI).
        Confirmation = "confirmation", "konfirmasi materi kepada pelapor";
        /// The plan of follow-up (RENCANA).
        Plan = "plan", "rencana tindak lanjut";
        /// The answer to the citizen.
        Answer = "answer", "jawaban";
        /// The closing of the complaint.
        Closing = "closing", "penyelesaian";
    }
}

impl StopsAt {
    /// True if what happened ends the clocks that stop at `other` too: an answer ends all that should have come before
    /// it.
    #[must_use]
    pub fn ends(self, other: Self) -> bool {
        match self {
            Self::Disposisi | Self::Receipt | Self::Confirmation => self == other,
            Self::Plan => matches!(other, Self::Plan | Self::Receipt),
            Self::Answer => other != Self::Closing,
            Self::Closing => true,
        }
    }

    /// True where nobody did what a clock waited for: the answer, or the end, came first and made it needless. `all`:
    /// the clocks of the complaint, what each waits for and when that came.
    #[must_use]
    pub fn is_needless<'c>(
        stops_at: &str,
        met: Option<DateTime<Utc>>,
        mut all: impl Iterator<Item = (&'c str, Option<DateTime<Utc>>)>,
    ) -> bool {
        let waits = [Self::Plan, Self::Confirmation].iter().any(|stop| stop.word() == stops_at);
        let ends = |stop: &str| [Self::Answer, Self::Closing].iter().any(|end| end.word() == stop);
        waits && met.is_some() && all.any(|(stop, at)| ends(stop) && at == met)
    }

    /// True of what a citizen waits for; the rest is work inside the office.
    #[must_use]
    pub fn is_for_citizen(self) -> bool {
        match self {
            Self::Answer | Self::Closing => true,
            Self::Disposisi | Self::Receipt | Self::Confirmation | Self::Plan => false,
        }
    }
}

/// When somebody is reminded of a clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Moment {
    /// At this share of the time (0 to 1).
    Share(f64),
    /// So long after the start: `20 jam`, `45 hari kerja`.
    After(Within),
}

words! {
    /// How the citizen is told of his right to go to the Ombudsman when a clock has run out.
    OmbudsmanNotice {
        /// On the day, by itself.
        Auto = "auto", "otomatis";
        /// Once the head has agreed.
        AfterApproval = "after_approval", "setelah disetujui pimpinan";
        /// Not by this bridge; every letter names the Ombudsman anyway.
        Never = "never", "tidak dikirim";
    }
}

/// Whom else a clock concerns, beside the unit that has the complaint.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Also {
    /// Units that are reminded too.
    pub units: Vec<UnitId>,
    /// From this moment on; `None`: every time.
    pub from: Option<Moment>,
    /// They are told as soon as the clock starts.
    pub at_once: bool,
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
    /// When the officer is reminded.
    pub remind_at: Vec<Moment>,
    /// Who is reminded beside him.
    pub also: Also,
    /// Share of the time at which the superior is told (1 = at the limit).
    pub escalate_at: f64,
    /// By how much it may be extended once, announced and with a reason.
    pub extend_by: Option<Within>,
    /// How often the citizen hears in between that it is still being worked on.
    pub progress_every: Option<Within>,
    /// Whether the citizen is told of the Ombudsman when it has run out.
    pub ombudsman: Option<OmbudsmanNotice>,
}

/// The clock that an officer's own estimate starts.
pub const ESTIMATE: &str = "estimasi";

impl Standard {
    /// A limit with nothing special about it: reminded at half and four fifths, escalated at the limit.
    #[must_use]
    pub fn plain(id: &str, name: &str, within: Within, stops_at: StopsAt) -> Self {
        Self {
            id: id.to_owned(),
            row: String::new(),
            name: name.to_owned(),
            within,
            words: within.to_string(),
            applies: Applies::default(),
            stops_at,
            remind_at: vec![Moment::Share(0.5), Moment::Share(0.8)],
            also: Also::default(),
            escalate_at: 1.0,
            extend_by: None,
            progress_every: None,
            ombudsman: None,
        }
    }
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

//! What people of an office do outside, again and again, and confirm by mail: a handover at fixed hours, a suggestion
//! box that is opened, a text that is put on another system's page, a sheet for the notice board. Data of
//! `offices/<id>/routines.toml`; knows no clock and no task.

use std::collections::BTreeMap;

use chrono::{NaiveTime, TimeDelta, Weekday};

use super::Channel;
use super::complaint::words;
use super::deadline::Within;

/// On which days a routine comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Days {
    /// `setiap hari`: weekends and holidays too.
    Every,
    /// `hari kerja`.
    Working,
    /// `Senin`, `Senin dan Kamis`; one on a day off comes on the next working day.
    Week(Vec<Weekday>),
    /// `tanggal 1`; the next working day where that is none.
    Month(u32),
}

words! {
    /// What the letter of a routine brings with it.
    Brings {
        /// Nothing but the request.
        Nothing = "nothing", "permintaan";
        /// Every open and newly answered complaint, for the meeting.
        Meeting = "meeting", "daftar bahan rapat";
        /// Complaints that come near a far limit, for the head.
        Near = "near", "daftar mendekati batas";
    }
}

words! {
    /// Which texts a person puts elsewhere.
    Posts {
        /// Each new complaint and each change of its status.
        Changes = "changes", "laporan baru dan perubahan status";
        /// The final answer to whoever cannot be written to.
        Answers = "answers", "jawaban akhir";
        /// What a notice board may show of a closed complaint.
        Board = "board", "lembar papan pengumuman";
    }
}

/// A routine with fixed times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routine {
    /// Its id in the office's file.
    pub id: String,
    /// Row of the published standard: `BTG-13`.
    pub row: String,
    /// In brackets at the beginning of subjects: `SERAH TERIMA`.
    pub label: String,
    /// In words: `serah terima laporan media sosial`.
    pub title: String,
    /// What the people are asked to do.
    pub ask: String,
    /// On which days.
    pub days: Days,
    /// At which times of the day, in the office's zone.
    pub at: Vec<NaiveTime>,
    /// So long before that the people are asked.
    pub before: TimeDelta,
    /// So long after that it counts as missed.
    pub grace: TimeDelta,
    /// Roles that are asked.
    pub to: Vec<String>,
    /// Roles that hear of a miss.
    pub warn: Vec<String>,
    /// Words that confirm it; none: nobody need confirm.
    pub words: Vec<String>,
    /// True if a batch mail (`[SERAH TERIMA]`) confirms it.
    pub batch: bool,
    /// A complaint registered by this channel since it was asked confirms it.
    pub channel: Option<Channel>,
    /// What its letter brings.
    pub brings: Brings,
    /// What [`Brings::Near`] looks at: the standard, and how many working days before its limit.
    pub near: Option<(String, u32)>,
}

/// When its people are reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostRemind {
    /// At this time of the day, with a list of all.
    At(NaiveTime),
    /// After so many hours in which the office works.
    WorkingHours(u32),
}

/// Texts that a person puts on another page, and confirms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Its id in the office's file.
    pub id: String,
    /// Row of the published standard.
    pub row: String,
    /// In brackets at the beginning of subjects.
    pub label: String,
    /// In words: `pembaruan laman KONLAPORBAE`.
    pub title: String,
    /// What the people are asked to do.
    pub ask: String,
    /// Which texts.
    pub of: Posts,
    /// Only complaints that came by these channels; none: all.
    pub channels: Vec<Channel>,
    /// Until when, from the moment it is asked.
    pub within: Within,
    /// When they are reminded.
    pub remind: PostRemind,
    /// Roles that are asked.
    pub to: Vec<String>,
    /// Roles that hear when it is late.
    pub warn: Vec<String>,
    /// Words that confirm it.
    pub words: Vec<String>,
    /// Characters of the short variant that goes with the text.
    pub limit: Option<usize>,
    /// So long a reporter may object before it is put up (`board`).
    pub object: Option<Within>,
}

/// All of an office.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routines {
    /// People without a unit of their own: role, addresses in lower case.
    pub roles: BTreeMap<String, Vec<String>>,
    /// Routines with fixed times.
    pub fixed: Vec<Routine>,
    /// Texts that follow from complaints.
    pub postings: Vec<Posting>,
}

impl Routine {
    /// True if somebody must confirm it.
    #[must_use]
    pub fn asks(&self) -> bool {
        !self.words.is_empty()
    }
}

impl Routines {
    /// The addresses of a role.
    #[must_use]
    pub fn role(&self, name: &str) -> &[String] {
        self.roles.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// True for an address that a role names.
    #[must_use]
    pub fn knows(&self, address: &str) -> bool {
        self.roles.values().flatten().any(|known| known == address)
    }
}

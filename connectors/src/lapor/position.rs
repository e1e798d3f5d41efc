//! How far an account has been read: what a cursor holds, as JSON.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Cursor;

/// A cursor, opened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Position {
    /// Counts polls, so that every cursor is another.
    pub(super) step: u64,
    /// The newest change that was seen.
    pub(super) newest: Option<DateTime<Utc>>,
    /// When the last full sweep ended.
    pub(super) swept: Option<DateTime<Utc>>,
    /// When the known reports were last gone through.
    pub(super) refreshed: Option<DateTime<Utc>>,
    /// The walk that is under way.
    pub(super) walk: Option<Walk>,
}

/// What a walk goes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ground {
    /// What changed lately.
    Recent,
    /// All.
    Full,
    /// Reports that are known and still open.
    Known,
}

/// A walk through pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Walk {
    /// Over what.
    pub(super) ground: Ground,
    /// The page to read next, from 1.
    pub(super) page: u32,
    /// Items read so far.
    pub(super) offset: u64,
    /// What the last page named as the next.
    pub(super) next: Option<String>,
    /// `newest` when it began: a walk's own findings do not move its bound.
    pub(super) bound: Option<DateTime<Utc>>,
}

impl Walk {
    pub(super) fn over(ground: Ground, bound: Option<DateTime<Utc>>) -> Self {
        Self { ground, page: 1, offset: 0, next: None, bound }
    }
}

impl Position {
    /// Of a cursor; one that cannot be read is a beginning.
    pub(super) fn of(cursor: Option<&Cursor>) -> Self {
        cursor.and_then(|cursor| serde_json::from_str(&cursor.0).ok()).unwrap_or_default()
    }

    pub(super) fn cursor(&self) -> Cursor {
        Cursor(serde_json::to_string(self).unwrap_or_default())
    }
}

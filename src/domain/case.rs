//! A complaint as statistics count it.

use chrono::{DateTime, Utc};

use super::{Channel, Class, Grade};

/// A complaint as it counts.
#[derive(Debug, Clone)]
pub struct Case {
    /// How it came.
    pub channel: Channel,
    /// What is asked.
    pub class: Class,
    /// How grave, where the office grades.
    pub grade: Option<Grade>,
    /// The unit that has it: its id, or its name where people read.
    pub unit: String,
    /// When the office got it.
    pub received: DateTime<Utc>,
    /// When it was answered.
    pub answered: Option<DateTime<Utc>>,
    /// Until when an answer was promised.
    pub due: Option<DateTime<Utc>>,
    /// True once it is closed.
    pub closed: bool,
    /// Whether the reporter said that he is content.
    pub content: Option<bool>,
}

//! Every decision, pure: values in, values out. `now` is an argument; nobody here reads a clock, a file or a database.

pub mod assess;
pub mod authentic;
pub mod classify;
pub mod deadlines;
pub mod emergency;
pub mod grading;
pub mod lapor;
pub mod meaning;
pub mod naming;
pub mod privacy;
pub mod registration;
pub mod reply;
pub mod retry;
pub mod routing;
pub mod short;
pub mod tokens;
pub mod wording;
pub mod words;

use chrono::{DateTime, Utc};

use crate::domain::{Calendar, Channel, Office, Standard, UnitId};

/// Everything that decisions about one office need, built by `config`.
#[derive(Debug, Clone)]
pub struct OfficeBook {
    /// Who it is.
    pub office: Office,
    /// When it works.
    pub calendar: Calendar,
    /// What it has promised.
    pub standards: Vec<Standard>,
    /// How it routes.
    pub rules: routing::Rulebook,
}

/// What is known of a complaint before anything is decided about it.
#[derive(Debug, Clone)]
pub struct Matter<'a> {
    /// How it came.
    pub channel: Channel,
    /// Subject or title; empty where there is none.
    pub subject: &'a str,
    /// What the citizen wrote, without quotes and signature.
    pub text: &'a str,
    /// When the office got it.
    pub received: DateTime<Utc>,
    /// The unit in whose own mailbox it arrived, if not the office's common one.
    pub arrived_at: Option<&'a UnitId>,
    /// The channel said so (LAPOR! anonim).
    pub anonymous: bool,
    /// The channel said so (LAPOR! rahasia).
    pub secret: bool,
}

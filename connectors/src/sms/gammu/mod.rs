//! Gammu SMSD: a modem of the office's own, reached through the daemon's database or its spool folders.
//!
//! In: what the operator says of the daemon. Out: a [`crate::Sink`] and a [`crate::Source`] for each of the two ways.
//! Facts of the schema: field facts B1, `docs/sql` and `smsd/services/sql.c` of Gammu, schema versions 17 (1.38.5 to
//! 1.43) and 18 (from 1.44). Nothing here talks to a modem: SMSD does.

mod heartbeat;
mod inbox;
mod outbox;
mod parts;
mod renewal;
mod sent;
mod spool;
mod sql;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, TimeZone as _, Utc};
use secrecy::SecretString;

pub use inbox::GammuInbox;
pub use outbox::GammuOutbox;
pub use spool::{Spool, SpoolInbox, SpoolOutbox};

use super::Manner;
use crate::Fault;

/// SMSD's database, as the operator describes it.
#[derive(Debug, Clone)]
pub struct Database {
    /// The operator's name for the gateway.
    pub name: String,
    /// `sqlite:///path/smsd.db` or `postgres://user@host/smsd`.
    pub url: String,
    /// The password, where the address has none (PostgreSQL).
    pub password: Option<SecretString>,
    /// The `PhoneID` of the modem to send by; `None`: any.
    pub modem: Option<String>,
    /// Whose clock the network writes down: SMSD keeps no zone.
    pub zone: chrono_tz::Tz,
    /// How texts are cut.
    pub manner: Manner,
    /// Whether the network is asked for a report on each text.
    pub reports: bool,
    /// How long the parts of a text are waited for before those that are there are taken. SMSD itself waits
    /// `MultipartTimeout`, 600 s unless set; this must not be shorter.
    pub parts_wait: Duration,
    /// How often the database is looked at.
    pub look_every: Duration,
    /// How long a conversation with the database may take.
    pub limit: Duration,
    /// A modem whose row in `phones` has not changed for so long is taken to be dead.
    pub silent_after: Duration,
}

impl Database {
    /// A description with the usual limits.
    pub fn new(name: impl Into<String>, url: impl Into<String>, zone: chrono_tz::Tz) -> Self {
        Self {
            name: name.into(),
            url: url.into(),
            password: None,
            modem: None,
            zone,
            manner: Manner::default(),
            reports: true,
            parts_wait: Duration::from_secs(660),
            look_every: Duration::from_secs(5),
            limit: Duration::from_secs(20),
            silent_after: Duration::from_secs(180),
        }
    }
}

/// Both ends of one SMSD with a database. They share a connection, because SMSD's SQLite file bears no crowd.
#[must_use]
pub fn over_sql(database: Database) -> (GammuInbox, GammuOutbox) {
    let gateway = Arc::new(sql::Gateway::new(database));
    (GammuInbox::new(Arc::clone(&gateway)), GammuOutbox::new(gateway))
}

/// Both ends of one SMSD with folders.
#[must_use]
pub fn over_spool(spool: Spool) -> (SpoolInbox, SpoolOutbox) {
    (SpoolInbox::new(spool.clone()), SpoolOutbox::new(spool))
}

/// What is there, for `check --online`: the schema version and the modems with their last sign of life. Changes
/// nothing.
///
/// # Errors
/// The database cannot be reached, or is not one of SMSD that we know.
pub async fn probe(database: &Database) -> Result<Found, Fault> {
    sql::Gateway::new(database.clone()).found().await
}

/// What [`probe`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The schema version, 17 or 18.
    pub version: i64,
    /// Each modem with the time of its last sign of life in the database's own words.
    pub modems: Vec<(String, String)>,
}

/// SMSD writes down what the network's clock showed, without its zone. An hour that the clock showed twice is the first
/// one, one that it passed over is taken as it stands.
fn by_the_wall(shown: NaiveDateTime, zone: chrono_tz::Tz) -> DateTime<Utc> {
    zone.from_local_datetime(&shown).earliest().map_or_else(|| shown.and_utc(), |at| at.to_utc())
}

/// The folders of SMSD's FILES service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// `inboxpath`.
    pub inbox: PathBuf,
    /// `outboxpath`.
    pub outbox: PathBuf,
    /// `sentsmspath`.
    pub sent: PathBuf,
    /// `errorsmspath`.
    pub error: PathBuf,
    /// Where files from `inbox` are put once they are kept here.
    pub done: PathBuf,
}

/// Marks texts of ours among those of other programs in the same outbox.
const MARK: &str = "penghubung:";

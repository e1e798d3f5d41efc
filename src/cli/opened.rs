//! What every operator's command starts with: the configuration, the open database, and who is asking.

use chrono::{DateTime, Utc};

use super::{Exit, Failure, Global};
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, Secrets};
use crate::decide::OfficeBook;
use crate::decide::wording::dates;
use crate::store::Store;
use crate::store::complaints::Complaint;

/// An office's database, open.
pub struct Opened {
    /// What is configured.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// When the command began.
    pub now: DateTime<Utc>,
}

/// Opens what `--config` names.
///
/// # Errors
/// Where the configuration is wrong or there is no database.
pub async fn open(global: &Global) -> Result<Opened, Failure> {
    let config = Config::load(global.config_file(), Secrets::DatabaseOnly)?;
    let store = Store::open(&config.database.address()).await?;
    Ok(Opened { config, store, now: SystemClock.now() })
}

impl Opened {
    /// The book of an office, if it is configured.
    #[must_use]
    pub fn book(&self, office: &str) -> Option<&OfficeBook> {
        self.config.books.office(office)
    }

    /// A moment as the office writes it: `30-11-2026 16.00 WIB`; in UTC where the office is not configured.
    #[must_use]
    pub fn short(&self, office: &str, at: DateTime<Utc>) -> String {
        match self.book(office) {
            Some(book) => {
                dates::short_moment(at.with_timezone(&book.office.zone).fixed_offset(), &book.office.zone_name)
            }
            None => dates::short_moment(at.fixed_offset(), "UTC"),
        }
    }

    /// Fails where an office is named that is not configured.
    ///
    /// # Errors
    /// Exit 64, with the offices there are.
    pub fn known_office(&self, office: Option<&str>) -> Result<(), Failure> {
        match office {
            Some(id) => super::offices::named(&self.config.books, id).map(|_| ()),
            None => Ok(()),
        }
    }
}

impl Opened {
    /// The complaint with a number, in small letters or capitals.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn complaint(&self, number: &str) -> Result<Complaint, Failure> {
        let number = number.trim();
        if let Some(complaint) = self.store.complaint(number).await? {
            return Ok(complaint);
        }
        let complaint = self.store.complaint(&number.to_uppercase()).await?;
        complaint.ok_or_else(|| no_such_complaint(number))
    }
}

/// Who acts, for the log: the person behind sudo, else the user.
#[must_use]
pub fn actor() -> String {
    let named = |name: &str| std::env::var(name).ok().filter(|user| !user.trim().is_empty());
    named("SUDO_USER").or_else(|| named("USER")).unwrap_or_else(|| "operator".to_owned())
}

/// No complaint has this number.
fn no_such_complaint(number: &str) -> Failure {
    Failure::new(Exit::BadInput, "no complaint has this number")
        .at(number.to_owned())
        .right("`penghubung complaint list` shows them")
}

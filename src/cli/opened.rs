//! What every operator's command starts with: the configuration, the open database, and who is asking.

use std::io::IsTerminal as _;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Exit, Failure, Global};
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, Secrets};
use crate::decide::OfficeBook;
use crate::decide::wording::dates;
use crate::store::Store;
use crate::store::complaints::Complaint;
use crate::store::place::place;

/// After so long a wait a person is told what is waited for.
const SOON: Duration = Duration::from_secs(2);

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
    let store = patiently(&config, Store::open(&config.database.address())).await?;
    Ok(Opened { config, store, now: SystemClock.now() })
}

/// Waits for the database; who sits before a terminal is told for what, if it takes long.
async fn patiently<T>(config: &Config, opening: impl Future<Output = T>) -> T {
    let mut opening = std::pin::pin!(opening);
    if let Ok(opened) = tokio::time::timeout(SOON, &mut opening).await {
        return opened;
    }
    if std::io::stderr().is_terminal() {
        eprintln!("waiting for the database at {} …", place(&config.database.address()));
    }
    opening.await
}

impl Opened {
    /// The book of an office, if it is configured.
    #[must_use]
    pub fn book(&self, office: &str) -> Option<&OfficeBook> {
        self.config.books.office(office)
    }

    /// The name of the unit that has something now; its id where it is configured no more.
    #[must_use]
    pub fn unit_name(&self, office: &str, unit: &str) -> String {
        let units = self.book(office).into_iter().flat_map(|book| &book.office.units);
        units
            .filter(|known| known.id.0 == unit)
            .map(|known| known.name.clone())
            .next()
            .unwrap_or_else(|| unit.to_owned())
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
        for written in [number.to_owned(), number.to_uppercase(), in_full(number)] {
            if let Some(complaint) = self.store.complaint(&written).await? {
                return Ok(complaint);
            }
        }
        Err(no_such_complaint(number))
    }
}

/// A number as it is kept, of one that a person typed: `btg-26-2`, `BTG 26 0002` and `btg/26/2` are BTG-26-0002.
fn in_full(typed: &str) -> String {
    let parts: Vec<&str> = typed.split(['-', ' ', '/', '.', '_']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [prefix, year, count] => match count.parse::<u64>() {
            Ok(count) => format!("{}-{year}-{count:04}", prefix.to_uppercase()),
            Err(_) => typed.to_owned(),
        },
        _ => typed.to_owned(),
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
        .right("a number is prefix, year and count, as in BTG-26-0123; `penghubung complaint list` shows them")
}

#[cfg(test)]
mod tests {
    use super::in_full;

    #[test]
    fn a_number_is_found_as_people_type_it() {
        for typed in ["btg-26-2", "BTG 26 0002", "btg/26/2", "BTG-26-0002"] {
            assert_eq!(in_full(typed), "BTG-26-0002");
        }
        assert_eq!((in_full("BTG-26-12345").as_str(), in_full("2").as_str()), ("BTG-26-12345", "2"));
    }
}

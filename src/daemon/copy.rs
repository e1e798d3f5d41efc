//! A restored database goes on counting behind a gap. In: the offices, the database. Out: which numbers were left free, and
//! how that is told to a person. Knows nothing of what was lost: nobody does.

use chrono::{DateTime, Datelike as _, Utc};

use crate::config::Config;
use crate::domain::numbering::complaint_number;
use crate::store::gap::Gap;
use crate::store::{Store, StoreFault};

/// The offices with the year in which they are: later numbers of an earlier year are given no more.
#[must_use]
pub(crate) fn years(config: &Config, now: DateTime<Utc>) -> Vec<(String, i32)> {
    let offices = config.books.offices.iter().map(|book| &book.office);
    offices.map(|office| (office.id.0.clone(), now.with_timezone(&office.zone).year())).collect()
}

/// Before anything is taken in by a copy, it leaves free what the original may have given.
pub(crate) async fn leave_gap(
    config: &Config,
    store: &Store,
    now: DateTime<Utc>,
    actor: &str,
) -> Result<Vec<Gap>, StoreFault> {
    store.leave_gap_in_copy(&years(config, now), now, actor).await
}

/// A gap, as a person reads it: `batang: BTG-26-0089 to BTG-26-0300 are left free; the next is BTG-26-0301`.
#[must_use]
pub(crate) fn told(config: &Config, gap: &Gap) -> String {
    let prefix = config.books.office(&gap.office).map_or("?", |book| &book.office.prefix);
    let number = |count: i64| complaint_number(prefix, gap.year, count);
    let (first, next) = (number(gap.last + 1), number(gap.free_to + 1));
    format!("{}: {first} to {} are left free; the next is {next}", gap.office, number(gap.free_to))
}

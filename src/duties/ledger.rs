//! Once a day, for each account at LAPOR!, the two registers side by side: a line of the log, and a file for a
//! spreadsheet.
//!
//! In: the reports as the register has them. Out: `NAME-2026-11-27.csv` in the account's folder, and `COCOK` in the log
//! where no sweep of the service's own listing writes one. What is written says how things stood when the day began.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::registers::{Row, csv, differing};
use super::{DutyFault, Report, SharedPractice};
use crate::clock::Clock;
use crate::store::Store;
use crate::sync_log::{Entry, Event};

/// One account to write down.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its name.
    pub account: String,
    /// Whose it is.
    pub office: String,
    /// Where the file goes; `None`: only into the log.
    pub folder: Option<PathBuf>,
    /// True where the service lists its reports: then each full sweep is a line of the log already.
    pub swept: bool,
}

/// The one who writes it down.
pub struct Ledger {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
    accounts: Vec<Kept>,
}

impl Ledger {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice, accounts: Vec<Kept>) -> Self {
        Self { store, clock, practice, accounts }
    }

    /// Writes what is due today; an account without a report is passed over.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let mut done = 0;
        for kept in &self.accounts {
            done += usize::from(self.write(kept).await?);
        }
        Ok(Report { done, more: false })
    }

    async fn write(&self, kept: &Kept) -> Result<bool, DutyFault> {
        let (now, practice) = (self.clock.now(), self.practice.load_full());
        let Some(book) = practice.books.get(&kept.office) else { return Ok(false) };
        let today = now.with_timezone(&book.office.zone).date_naive().to_string();
        let mark = format!("cocok {}", kept.account);
        if self.store.note_of(&mark).await?.as_deref() == Some(today.as_str()) {
            return Ok(false);
        }
        let reports = self.store.reports(Some(&kept.account)).await?;
        if reports.is_empty() {
            return Ok(false);
        }
        let rows: Vec<Row> = reports.iter().map(|report| Row::of(report, report.missed)).collect();
        if let Some(folder) = &kept.folder {
            put(folder, &format!("{}-{today}.csv", kept.account), csv(&rows)).await?;
        }
        let mut tx = self.store.write(now).await?;
        tx.keep_note(&mark, &today).await?;
        if !kept.swept {
            let differing = differing(&rows);
            tx.note(
                Entry::new(Event::Cocok, "sistem")
                    .office(&kept.office)
                    .fact("akun", kept.account.as_str())
                    .fact("lengkap", false)
                    .fact("di_sini", rows.len())
                    .fact("berbeda", rows.iter().filter(|row| row.difference.is_some()).count())
                    .fact("rincian", differing),
            );
        }
        // True now: today's table is written. A crash just before writes the same file once more.
        tx.commit().await?;
        Ok(true)
    }
}

/// A file that is there whole or not at all.
async fn put(folder: &Path, name: &str, text: String) -> Result<(), DutyFault> {
    let whole = folder.join(name);
    let under_way = folder.join(format!(".{name}.tmp"));
    let written = async {
        tokio::fs::create_dir_all(folder).await?;
        tokio::fs::write(&under_way, text).await?;
        tokio::fs::rename(&under_way, &whole).await
    };
    let failed = |error: std::io::Error| DutyFault::File(format!("{} cannot be written: {error}", whole.display()));
    written.await.map_err(failed)
}

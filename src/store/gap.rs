//! A restored database does not know what was given after its backup was made: numbers are in citizens' hands, and the
//! names in officers' reply addresses are made from our ids. So it goes on counting further up.
//!
//! In: the offices with their year. Out: counters and ids that begin again behind a gap, and a line of the log for each
//! office. Nothing is left free twice for one restoring.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row;

use super::write::Table;
use super::{Store, StoreFault, WriteTx, instant, micros};
use crate::domain::numbering::{perhaps_given, rounded_up};
use crate::sync_log::{Entry, Event};

/// How many an office gives is judged by so many days before the backup.
const LOOK_BACK: TimeDelta = TimeDelta::days(30);
/// The first number after a gap follows a multiple of this, so that people see that there is one.
const STEP: i64 = 100;
/// A complaint has so many letters, answers and tasks at most, as a rule.
const IDS_EACH: i64 = 20;
/// The same as [`STEP`] for ids.
const ID_STEP: i64 = 1000;
/// Where a gap was left, and the name of that in `meta`.
const LEFT_AT: &str = "gap_left_at";
/// What `restore FILE` writes in place of a database's home; the gap is left in the same transaction.
pub(super) const NO_HOME: &str = "where the backup was made";

/// Numbers of an office that are left free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Whose.
    pub office: String,
    /// Of which year.
    pub year: i32,
    /// The last that is known to have been given.
    pub last: i64,
    /// The last that is left free.
    pub free_to: i64,
    /// Of what came after this moment nothing is known.
    pub since: DateTime<Utc>,
}

impl Store {
    /// Leaves the gap in a copy where nobody has done so yet. A database at home has lost nothing.
    pub async fn leave_gap_in_copy(
        &self,
        offices: &[(String, i32)],
        now: DateTime<Utc>,
        actor: &str,
    ) -> Result<Vec<Gap>, StoreFault> {
        let (home, here) = (self.meta("home").await?, self.present_home().await?);
        if home == here || home == NO_HOME {
            return Ok(Vec::new());
        }
        let mut tx = self.write(now).await?;
        if tx.note_of(LEFT_AT).await?.is_some_and(|left_at| left_at == here) {
            return Ok(Vec::new());
        }
        let gaps = tx.leave_gap(offices, None, actor).await?;
        tx.keep_note(LEFT_AT, &here).await?;
        // True now: no number and no name that the original may have given is given here. A crash just before leaves it
        // to the next start.
        tx.commit().await?;
        Ok(gaps)
    }

    /// Leaves so many numbers free, whoever this database is; 0: nothing was lost, and nothing will be left free for this
    /// restoring.
    pub async fn leave_gap_of(
        &self,
        numbers: i64,
        offices: &[(String, i32)],
        now: DateTime<Utc>,
        actor: &str,
    ) -> Result<Vec<Gap>, StoreFault> {
        let here = self.present_home().await?;
        let mut tx = self.write(now).await?;
        let gaps = tx.leave_gap(offices, Some(numbers), actor).await?;
        tx.keep_note(LEFT_AT, &here).await?;
        // True now: as a person wanted it. A crash just before leaves it to him.
        tx.commit().await?;
        Ok(gaps)
    }
}

impl WriteTx {
    /// Goes on counting behind a gap, in each office: of `asked` numbers, or of what it may have given since the last line
    /// of the log.
    pub async fn leave_gap(
        &mut self,
        offices: &[(String, i32)],
        asked: Option<i64>,
        actor: &str,
    ) -> Result<Vec<Gap>, StoreFault> {
        let since = DateTime::from_timestamp(self.log_head().await?.time, 0).unwrap_or(self.now());
        let mut gaps = Vec::new();
        for (office, year) in offices {
            let last = self.last_number(office, *year).await?;
            let free_to = match asked {
                Some(asked) => last.saturating_add(asked),
                None => rounded_up(last.saturating_add(self.perhaps_lost(office, since).await?), STEP),
            };
            if free_to == last {
                continue;
            }
            self.count_from(office, *year, free_to).await?;
            self.note(
                Entry::new(Event::Pulih, actor)
                    .office(office)
                    .fact("tahun", *year)
                    .fact("nomor_terakhir", last)
                    .fact("dikosongkan_sampai", free_to)
                    .fact("tak_diketahui_sejak", since.timestamp())
                    .fact("sebab", "nomor yang mungkin sudah diberikan setelah cadangan dibuat"),
            );
            gaps.push(Gap { office: office.clone(), year: *year, last, free_to, since });
        }
        let total = gaps.iter().fold(0_i64, |sum, gap| sum.saturating_add(gap.free_to - gap.last));
        if total > 0 {
            self.leap_ids(total.saturating_mul(IDS_EACH)).await?;
            self.keep_note(RESTORED, &micros(self.now()).to_string()).await?;
        }
        Ok(gaps)
    }

    /// True if numbers may be in people's hands that are not known here.
    pub async fn was_restored(&mut self) -> Result<bool, StoreFault> {
        Ok(self.note_of(RESTORED).await?.is_some())
    }

    async fn perhaps_lost(&mut self, office: &str, since: DateTime<Utc>) -> Result<i64, StoreFault> {
        let begun = self.note_of("created_at").await?.and_then(|at| at.parse().ok()).map_or(since, instant);
        let over = LOOK_BACK.min(since - begun);
        let text = "SELECT COUNT(*) FROM complaints WHERE office = $1 AND registered_at > $2";
        let given = sqlx::query(text).bind(office).bind(micros(since - LOOK_BACK)).fetch_one(self.conn()).await?;
        Ok(perhaps_given(given.try_get(0)?, over, self.now() - since))
    }

    async fn leap_ids(&mut self, by: i64) -> Result<(), StoreFault> {
        for table in [Table::Complaints, Table::Answers, Table::Letters, Table::Tasks] {
            let last = self.next_id(table).await? - 1;
            let above = rounded_up(last.saturating_add(by), ID_STEP);
            self.keep_note(table.floor(), &above.to_string()).await?;
            self.used_up_to(table, above);
        }
        Ok(())
    }

    async fn note_of(&mut self, name: &str) -> Result<Option<String>, StoreFault> {
        let row = sqlx::query("SELECT value FROM meta WHERE name = $1").bind(name).fetch_optional(self.conn()).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }
}

/// The note of when this database last lost what came after a backup.
const RESTORED: &str = "restored_at";

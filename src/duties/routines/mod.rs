//! Routines: people outside are asked at their times, what they confirm is kept, what they miss is written down.
//!
//! In: the office's routines, complaints that a page does not show as they are, tasks that are due. Out: letters, rows,
//! log lines. When something is due and what a page may show is pure ([`crate::decide::routines`]); what people answer
//! is heard by triage.

mod fixed;
mod late;
mod lists;
mod postings;
mod writing;

pub use self::writing::TASK;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::OfficeBook;
use crate::decide::routines::{Occasion, next_asked, occasions};
use crate::domain::routine::{Posting, Posts, Routine};
use crate::store::change::Changes;
use crate::store::{Store, WriteTx};

/// So many tasks or complaints are looked at in one transaction.
const BATCH: i64 = 50;
/// A complaint closed longer ago than this is no news for a board.
const BOARD_LOOKS_BACK: TimeDelta = TimeDelta::days(60);

/// The one who keeps the routines.
pub struct Routines {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
}

/// What a pass has to do beside the tasks that are due.
#[derive(Default)]
struct Plan {
    /// Routines and postings seen for the first time: nothing before that counts.
    first_seen: Vec<(String, String)>,
    /// Routines that have come, with their occasions.
    came: Vec<(Arc<OfficeBook>, Routine, Vec<Occasion>)>,
    /// Postings with new texts: ids of complaints, of letters for [`Posts::Answers`].
    texts: Vec<(Arc<OfficeBook>, Posting, Vec<i64>)>,
}

impl Routines {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice) -> Self {
        Self { store, clock, practice }
    }

    /// When somebody must be asked, reminded or found missing.
    pub async fn next_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        let (now, practice) = (self.clock.now(), self.practice.load_full());
        let asked = practice.books.values().flat_map(|book| {
            let next = |routine| next_asked(routine, &book.calendar, book.office.zone, now);
            book.routines.fixed.iter().filter_map(next).collect::<Vec<_>>()
        });
        Ok(asked.chain(self.store.next_task_at().await?).min())
    }

    /// Asks, reminds and writes down, at most one batch.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let (now, practice) = (self.clock.now(), self.practice.load_full());
        let plan = self.plan(&practice, now).await?;
        let due = self.store.next_task_at().await?.is_some_and(|at| at <= now);
        if plan.first_seen.is_empty() && plan.came.is_empty() && plan.texts.is_empty() && !due {
            return Ok(Report::default());
        }
        let mut tx = self.store.write_lightly(now).await?;
        for (office, routine) in &plan.first_seen {
            tx.mark_routine(office, routine, now).await?;
        }
        let mut keeper = Keeper { practice: &practice, tx: &mut tx, now, changes: Changes::default() };
        let mut done = 0;
        for (book, routine, came) in &plan.came {
            done += keeper.fixed(book, routine, came).await?;
        }
        let mut more = false;
        for (book, posting, ids) in &plan.texts {
            more |= i64::try_from(ids.len()).unwrap_or(i64::MAX) >= BATCH;
            done += keeper.texts(book, posting, ids).await?;
        }
        let tasks = keeper.tx.due_tasks(BATCH).await?;
        more |= i64::try_from(tasks.len()).unwrap_or(i64::MAX) >= BATCH;
        done += tasks.len();
        keeper.due(tasks).await?;
        let changes = keeper.changes;
        tx.apply(changes).await?;
        // True now: these people are asked, and it is written when to look again. A crash just before leaves all of it
        // due.
        tx.commit().await?;
        Ok(Report { done, more })
    }

    /// What has come since the last pass, asked without holding the writer.
    async fn plan(&self, practice: &Practice, now: DateTime<Utc>) -> Result<Plan, DutyFault> {
        let marks = self.store.routine_marks().await?;
        let mut plan = Plan::default();
        let mut books: Vec<_> = practice.books.iter().filter(|(id, _)| practice.mailbox_of(id).is_some()).collect();
        books.sort_by_key(|(id, _)| id.as_str());
        for (office, book) in books {
            for routine in &book.routines.fixed {
                let name = (office.clone(), routine.id.clone());
                match marks.get(&name) {
                    None => plan.first_seen.push(name),
                    Some(mark) => {
                        let came = occasions(routine, &book.calendar, book.office.zone, *mark, now);
                        if !came.is_empty() {
                            plan.came.push((Arc::clone(book), routine.clone(), came));
                        }
                    }
                }
            }
            for posting in &book.routines.postings {
                let name = (office.clone(), posting.id.clone());
                match marks.get(&name) {
                    None => plan.first_seen.push(name),
                    Some(mark) => {
                        let ids = self.new_texts(office, posting, *mark, now).await?;
                        if !ids.is_empty() {
                            plan.texts.push((Arc::clone(book), posting.clone(), ids));
                        }
                    }
                }
            }
        }
        Ok(plan)
    }

    /// Complaints (or letters) that a posting has not yet asked for.
    async fn new_texts(
        &self,
        office: &str,
        posting: &Posting,
        mark: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Vec<i64>, DutyFault> {
        Ok(match posting.of {
            Posts::Changes => self.store.unposted(office, mark, BATCH).await?,
            Posts::Answers => {
                let mut letters = Vec::new();
                for channel in &posting.channels {
                    letters.extend(self.store.uncarried(office, &posting.id, channel.word()).await?);
                }
                letters
            }
            Posts::Board => {
                self.store.closed_without_task(office, &posting.id, mark.max(now - BOARD_LOOKS_BACK)).await?
            }
        })
    }
}

/// One pass under way.
struct Keeper<'a> {
    practice: &'a Practice,
    tx: &'a mut WriteTx,
    now: DateTime<Utc>,
    changes: Changes,
}

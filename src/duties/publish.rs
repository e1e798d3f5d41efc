//! Pages that take texts by themselves.
//!
//! In: tasks of a posting of which nobody has been asked yet. Out: each put on its page and kept as done; what the page
//! refuses, or has not taken when its time ends, is asked of people by the routines. The page may see a text twice (a
//! crash between its answer and our commit, two nodes), always under the same key. In mode `hold` nothing is put
//! anywhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::page::{Page, PageText};
use connectors::{Fault, Outcome};

use super::{DutyFault, Report, SharedPractice};
use crate::clock::Clock;
use crate::store::change::{Changes, TaskDone};
use crate::store::tasks::Task;
use crate::store::{Store, WriteTx};
use crate::sync_log::{Entry, Event};

/// So many texts of a page are put in one pass.
const AT_ONCE: i64 = 20;
/// After a fault a text waits so long, and twice as long each time after.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);
/// No longer than this.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(8);
/// The word of a task that a page has taken.
const TAKEN: &str = "LAMAN";

/// The name under which the state of a page is kept.
#[must_use]
pub fn page_name(office: &str, posting: &str) -> String {
    format!("laman {office}/{posting}")
}

/// A page of a posting.
pub struct Published {
    /// Whose.
    pub office: String,
    /// Which posting of its routines.
    pub posting: String,
    /// Where it is put.
    pub page: Arc<dyn Page>,
}

/// When a text may be tried again, and how long it waits then.
#[derive(Clone, Copy)]
struct Pause {
    until: DateTime<Utc>,
    length: TimeDelta,
}

/// The one who puts texts on pages.
pub struct Publish {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
    pages: Vec<Published>,
    /// By task. Forgotten at a restart: then each is tried at once.
    pauses: Mutex<HashMap<i64, Pause>>,
}

impl Publish {
    /// Over a store. `pages`: none in mode `hold`.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice, pages: Vec<Published>) -> Self {
        Self { store, clock, practice, pages, pauses: Mutex::default() }
    }

    /// Puts what waits on each page, at most one batch of each.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let mut report = Report::default();
        for page in &self.pages {
            let tasks = self.store.unasked(&page.office, &page.posting, AT_ONCE).await?;
            if !tasks.is_empty() {
                // Everybody reads the page: a number that stands there must not be given to somebody else after a power
                // cut.
                self.store.make_safe(self.clock.now(), Duration::ZERO).await?;
            }
            for task in tasks.iter().filter(|task| self.may_be_tried(task.id)) {
                match page.page.put(&self.text_of(task)).await {
                    Ok(()) => self.taken(task).await?,
                    Err(fault) if fault.outcome == Outcome::Refused => self.refused(task, &fault).await?,
                    Err(fault) => {
                        tracing::warn!(office = page.office, posting = page.posting, task = task.id, %fault, "a page did not take a text");
                        self.failed(page, &fault).await?;
                        self.pause(task.id);
                        continue;
                    }
                }
                report.done += 1;
            }
        }
        Ok(report)
    }

    fn text_of(&self, task: &Task) -> PageText {
        PageText {
            key: format!("{}-{}", self.practice.load().installation, task.id),
            id: task.id,
            office: task.office.clone(),
            number: task.number.clone(),
            title: task.title.clone(),
            text: task.text.clone(),
        }
    }

    fn may_be_tried(&self, task: i64) -> bool {
        let pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        pauses.get(&task).is_none_or(|pause| pause.until <= self.clock.now())
    }

    fn pause(&self, task: i64) {
        let now = self.clock.now();
        let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        // What is that old has long been asked of people.
        pauses.retain(|_, pause| pause.until > now - LONGEST_PAUSE);
        let length = pauses.get(&task).map_or(FIRST_PAUSE, |pause| (pause.length * 2).min(LONGEST_PAUSE));
        pauses.insert(task, Pause { until: now + length, length });
    }

    /// Neither taken nor refused: `status` shows since when, and the alarm duty tells of what lasts.
    async fn failed(&self, page: &Published, fault: &Fault) -> Result<(), DutyFault> {
        let name = page_name(&page.office, &page.posting);
        let mut tx = self.store.write(self.clock.now()).await?;
        tx.meet_source(&name).await?;
        if tx.source_failed(&name, &fault.to_string(), false).await? {
            let line = Entry::new(Event::Gagal, "sistem").office(&page.office).fact("sumber", name.as_str());
            tx.note(line.fact("sebab", fault.to_string()).config(&self.practice.load().digest));
        }
        // True now: it is known since when the page is down. A crash just before leaves that to the next try.
        tx.commit().await?;
        Ok(())
    }

    async fn taken(&self, task: &Task) -> Result<(), DutyFault> {
        let now = self.clock.now();
        let done = TaskDone { task: task.id, by: "sistem".to_owned(), word: TAKEN.to_owned(), at: now };
        let mut changes = Changes::default();
        changes.log.push(self.line(task, "ditepati").fact("cara", "laman menerima teks"));
        changes.tasks_done.push(done);
        let mut tx = self.store.write(now).await?;
        tx.apply(changes).await?;
        well(&mut tx, task).await?;
        // True now: the page has it. A crash just before puts it there once more, under the same key.
        tx.commit().await?;
        Ok(())
    }

    /// The page will never take this text: people are asked at once.
    async fn refused(&self, task: &Task, fault: &Fault) -> Result<(), DutyFault> {
        let now = self.clock.now();
        let mut changes = Changes::default();
        changes.log.push(self.line(task, "ditolak laman").fact("sebab", fault.to_string()));
        let mut tx = self.store.write(now).await?;
        tx.apply(changes).await?;
        tx.task_told(task, Some(now)).await?;
        well(&mut tx, task).await?;
        // True now: its time has come, and the routines ask. A crash just before lets the page refuse it once more.
        tx.commit().await?;
        self.pause(task.id);
        Ok(())
    }

    fn line(&self, task: &Task, became: &str) -> Entry {
        let entry = Entry::new(Event::Slot, "sistem")
            .office(&task.office)
            .config(&self.practice.load().digest)
            .fact("rutin", task.routine.as_str())
            .fact("jadwal", task.occasion.as_str())
            .fact("slot", became);
        match &task.number {
            Some(number) => entry.case(number),
            None => entry,
        }
    }
}

/// The page has answered: it is not down.
async fn well(tx: &mut WriteTx, task: &Task) -> Result<(), DutyFault> {
    let name = page_name(&task.office, &task.routine);
    tx.meet_source(&name).await?;
    tx.source_completed(&name).await?;
    Ok(())
}

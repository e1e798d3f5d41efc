//! Tasks whose moment has come: a sheet is handed out, people are reminded, a miss is written down and told. What
//! belongs to one routine goes into one letter.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Keeper;
use crate::decide::OfficeBook;
use crate::decide::wording::{TaskFacts, dates};
use crate::domain::routine::{Posting, Posts, Routine};
use crate::duties::DutyFault;
use crate::store::change::TaskDone;
use crate::store::tasks::Task;

/// What the configuration says of a task.
enum Kept<'a> {
    Fixed(&'a Routine),
    Posting(&'a Posting),
}

fn kept<'a>(book: &'a OfficeBook, task: &Task) -> Option<Kept<'a>> {
    let fixed = book.routines.fixed.iter().find(|routine| routine.id == task.routine).map(Kept::Fixed);
    let posting = || book.routines.postings.iter().find(|posting| posting.id == task.routine).map(Kept::Posting);
    fixed.or_else(posting)
}

/// Tasks of one routine that share a letter.
#[derive(Default)]
struct Shared {
    to_ask: Vec<Task>,
    to_remind: Vec<Task>,
    missed: Vec<Task>,
}

impl Keeper<'_> {
    /// Looks at every task that is due.
    pub(super) async fn due(&mut self, tasks: Vec<Task>) -> Result<(), DutyFault> {
        let mut shared: BTreeMap<(String, String), Shared> = BTreeMap::new();
        for task in tasks {
            let group = shared.entry((task.office.clone(), task.routine.clone())).or_default();
            let late = task.due <= self.now;
            match (task.asked, late) {
                (None, _) => group.to_ask.push(task),
                (Some(_), true) => group.missed.push(task),
                (Some(_), false) => group.to_remind.push(task),
            }
        }
        for ((office, _), group) in shared {
            let book = self.practice.books.get(&office).map(Arc::clone);
            let any = group.to_ask.iter().chain(&group.to_remind).chain(&group.missed).next().cloned();
            match (book, any) {
                (Some(book), Some(any)) => match kept(&book, &any) {
                    Some(Kept::Fixed(routine)) => self.fixed_is_late(&book, routine, group.missed).await?,
                    Some(Kept::Posting(posting)) => self.posting_is_due(&book, posting, group).await?,
                    None => self.forget(group).await?,
                },
                _ => self.forget(group).await?,
            }
        }
        Ok(())
    }

    /// The routine is not configured any more: nobody is asked about it again.
    async fn forget(&mut self, group: Shared) -> Result<(), DutyFault> {
        for task in group.to_ask.iter().chain(&group.to_remind).chain(&group.missed) {
            self.tx.task_told(task, None).await?;
        }
        Ok(())
    }

    /// A routine's time is over: what was registered meanwhile counts, else it was missed.
    async fn fixed_is_late(&mut self, book: &OfficeBook, routine: &Routine, tasks: Vec<Task>) -> Result<(), DutyFault> {
        let mut missed = Vec::new();
        for mut task in tasks {
            if let Some(word) = self.done_otherwise(routine, &task).await? {
                self.slot(book, &routine.id, &task.occasion, None, "ditepati");
                self.changes.tasks_done.push(TaskDone { task: task.id, by: "sistem".to_owned(), word, at: self.now });
                continue;
            }
            self.slot(book, &routine.id, &task.occasion, None, "terlewat");
            task.missed = Some(self.now);
            self.tx.task_told(&task, None).await?;
            missed.push(format!("{}. {}", task.id, task.title));
        }
        if missed.is_empty() { Ok(()) } else { self.say_missed(book, routine, missed).await }
    }

    /// A complaint that was registered by the routine's channel since it was asked says that it was done.
    async fn done_otherwise(&mut self, routine: &Routine, task: &Task) -> Result<Option<String>, DutyFault> {
        let (Some(channel), Some(asked)) = (routine.channel, task.asked) else { return Ok(None) };
        let numbers = self.tx.registered_by(&task.office, channel.word(), asked).await?;
        Ok((!numbers.is_empty()).then(|| format!("FORMULIR {}", numbers.join(" "))))
    }

    async fn posting_is_due(&mut self, book: &OfficeBook, posting: &Posting, group: Shared) -> Result<(), DutyFault> {
        if !group.to_ask.is_empty() {
            match posting.of {
                Posts::Board => self.hand_out_sheet(book, posting, group.to_ask).await?,
                Posts::Changes | Posts::Answers => self.ask_instead(book, posting, group.to_ask).await?,
            }
        }
        if !group.to_remind.is_empty() {
            self.remind(book, posting, group.to_remind).await?;
        }
        if !group.missed.is_empty() {
            self.posting_missed(book, posting, group.missed).await?;
        }
        Ok(())
    }

    async fn remind(&mut self, book: &OfficeBook, posting: &Posting, tasks: Vec<Task>) -> Result<(), DutyFault> {
        let mut lines = Vec::new();
        for mut task in tasks.iter().cloned() {
            task.reminded = Some(self.now);
            self.tx.task_told(&task, Some(task.due)).await?;
            lines.push(format!("{}. {}", task.id, task.title));
        }
        let facts = TaskFacts { lines, due: self.common_due(book, &tasks), ..about(posting, &tasks) };
        self.chase(book, &posting.label, &posting.to, one_token(&tasks), facts).await
    }

    /// Its day is over: written down, and told with all that still waits.
    async fn posting_missed(
        &mut self,
        book: &OfficeBook,
        posting: &Posting,
        tasks: Vec<Task>,
    ) -> Result<(), DutyFault> {
        for mut task in tasks.iter().cloned() {
            self.slot(book, &posting.id, &task.occasion, task.number.as_deref(), "terlewat");
            task.missed = Some(self.now);
            self.tx.task_told(&task, None).await?;
        }
        let open = self.tx.open_tasks_of(&book.office.id.0).await?;
        let open: Vec<Task> = open.into_iter().filter(|task| task.routine == posting.id).collect();
        let lines = open.iter().map(|task| format!("{}. {}", task.id, task.title)).collect();
        let facts = TaskFacts { lines, late: true, due: self.common_due(book, &tasks), ..about(posting, &open) };
        let mut roles = posting.to.clone();
        roles.extend(posting.warn.iter().cloned());
        self.chase(book, &posting.label, &roles, one_token(&open), facts).await
    }

    fn common_due(&self, book: &OfficeBook, tasks: &[Task]) -> Option<String> {
        let due = tasks.iter().map(|task| task.due).min()?;
        Some(dates::moment(due.with_timezone(&book.office.zone).fixed_offset(), &book.office.zone_name))
    }
}

fn about(posting: &Posting, tasks: &[Task]) -> TaskFacts {
    TaskFacts {
        title: posting.title.clone(),
        ask: posting.ask.clone(),
        occasion: format!("{} belum dikonfirmasi", tasks.len()),
        words: posting.words.clone(),
        ..TaskFacts::default()
    }
}

/// The token that stands for all of them, where one does.
fn one_token(tasks: &[Task]) -> Option<(i64, &str)> {
    let first = tasks.first()?;
    let head = tasks.iter().find(|task| task.id == first.together)?;
    tasks.iter().all(|task| task.together == first.together).then_some((head.id, head.token.as_str()))
}

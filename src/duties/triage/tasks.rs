//! The tasks of people outside that a batch of mails may be about: those whose token or letter it names, and the open
//! ones of its senders.

use std::collections::HashMap;
use std::sync::Arc;

use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::meaning::AboutTasks;
use crate::decide::routines::{OpenTask, Understood, understood};
use crate::domain::routine::Brings;
use crate::duties::Practice;
use crate::duties::routines::TASK;
use crate::store::facts::LetterFact;
use crate::store::tasks::Task;
use crate::store::{StoreFault, WriteTx};

/// Open tasks by office, tasks by token.
pub(super) struct BatchTasks {
    books: HashMap<String, Arc<OfficeBook>>,
    by_token: HashMap<String, Task>,
    open: HashMap<String, Vec<Task>>,
}

/// What the configuration says of a task's routine.
pub(super) struct Terms<'a> {
    pub(super) label: &'a str,
    pub(super) title: &'a str,
    pub(super) words: &'a [String],
    people: Vec<String>,
    takes_more: bool,
    takes_minutes: bool,
    pub(super) batch: bool,
}

/// The terms of a routine or posting; `None`: it is not configured any more.
pub(super) fn terms<'a>(book: &'a OfficeBook, routine: &str) -> Option<Terms<'a>> {
    let people = |to: &[String], warn: &[String]| {
        let mut people = book.all_addresses(to);
        people.extend(book.all_addresses(warn));
        people
    };
    if let Some(fixed) = book.routines.fixed.iter().find(|known| known.id == routine) {
        return Some(Terms {
            label: &fixed.label,
            title: &fixed.title,
            words: &fixed.words,
            people: people(&fixed.to, &fixed.warn),
            takes_more: fixed.batch || fixed.channel.is_some(),
            takes_minutes: fixed.brings == Brings::Meeting,
            batch: fixed.batch,
        });
    }
    let posting = book.routines.postings.iter().find(|known| known.id == routine)?;
    Some(Terms {
        label: &posting.label,
        title: &posting.title,
        words: &posting.words,
        people: people(&posting.to, &posting.warn),
        takes_more: false,
        takes_minutes: false,
        batch: false,
    })
}

impl BatchTasks {
    /// Asks for what these mails may be about.
    pub(super) async fn gather(
        tx: &mut WriteTx,
        practice: &Practice,
        mails: &[ReadArrival],
        tokens: &[String],
    ) -> Result<Self, StoreFault> {
        let mut tasks =
            Self { books: HashMap::new(), by_token: tx.tasks_by_token(tokens).await?, open: HashMap::new() };
        for mail in mails {
            let office = &mail.row.office;
            let Some(from) = mail.read.as_ref().and_then(|read| read.mail.from.as_deref()) else { continue };
            let Some(book) = practice.books.get(office) else { continue };
            let has_routines = !(book.routines.fixed.is_empty() && book.routines.postings.is_empty());
            if tasks.open.contains_key(office) || !has_routines || !book.is_ours(from) {
                continue;
            }
            tasks.open.insert(office.clone(), tx.open_tasks_of(office).await?);
            tasks.books.insert(office.clone(), Arc::clone(book));
        }
        Ok(tasks)
    }

    /// What one mail says about tasks; `None`: nothing, and its sender has none.
    pub(super) fn about<'l>(
        &self,
        office: &str,
        read: &Read,
        letter: impl Fn(&str) -> Option<&'l LetterFact>,
    ) -> Option<AboutTasks> {
        let by_token = read.kind.token.as_ref().and_then(|token| self.by_token.get(token));
        let by_letter =
            read.mail.references.iter().rev().find_map(|id| letter(id)?.audience.strip_prefix(TASK)?.parse().ok());
        let asked = by_token.map(|task| task.id).or(by_letter);
        let from = read.mail.from.as_deref().unwrap_or_default();
        let (Some(book), Some(open)) = (self.books.get(office), self.open.get(office)) else {
            let said = Understood::Nothing;
            return asked.map(|id| AboutTasks { asked: Some(id), fits: false, takes_more: false, said });
        };
        let known = open.iter().chain(by_token.filter(|task| task.office == office && task.confirmed.is_some()));
        let mine: Vec<(OpenTask, Terms<'_>)> = known
            .filter_map(|task| Some((open_task(book, task)?, terms(book, &task.routine)?)))
            .filter(|(_, terms)| terms.people.iter().any(|person| person == from))
            .collect();
        if mine.is_empty() && asked.is_none() {
            return None;
        }
        let of_letter = mine.iter().find(|(task, _)| Some(task.id) == asked).map(|(_, terms)| terms);
        let tasks: Vec<OpenTask> = mine.iter().map(|(task, _)| task.clone()).collect();
        let mut said = understood(&read.text.kept, asked, &tasks);
        let minutes = of_letter.is_some_and(|terms| terms.takes_minutes) && !read.mail.attachments.is_empty();
        if let (Understood::Nothing, true, Some(id)) = (&said, minutes, asked) {
            said = Understood::Confirms { tasks: vec![id], word: "NOTULEN".to_owned(), note: String::new() };
        }
        let takes_more = of_letter.is_some_and(|terms| terms.takes_more);
        Some(AboutTasks { asked, fits: of_letter.is_some(), takes_more, said })
    }

    /// A task of an office, open or named by a token.
    pub(super) fn task(&self, office: &str, id: i64) -> Option<&Task> {
        let named = || self.by_token.values().find(|task| task.id == id && task.office == office);
        self.open.get(office).and_then(|open| open.iter().find(|task| task.id == id)).or_else(named)
    }

    /// The open tasks of an office that were asked of `from`.
    pub(super) fn open_of(&self, office: &str, from: &str) -> Vec<&Task> {
        let (Some(book), Some(open)) = (self.books.get(office), self.open.get(office)) else { return Vec::new() };
        let is_his =
            |task: &&Task| terms(book, &task.routine).is_some_and(|terms| terms.people.iter().any(|p| p == from));
        open.iter().filter(is_his).collect()
    }
}

fn open_task(book: &OfficeBook, task: &Task) -> Option<OpenTask> {
    Some(OpenTask {
        id: task.id,
        together: task.together,
        number: task.number.clone(),
        title: task.title.clone(),
        words: terms(book, &task.routine)?.words.to_vec(),
    })
}

//! Letters and log lines about tasks. In: what is to be said to which roles. Out: one letter for each of their
//! addresses.

use super::Keeper;
use crate::decide::OfficeBook;
use crate::decide::wording::{LetterFacts, OfficeFacts, TaskFacts, dates};
use crate::domain::LetterKind;
use crate::domain::routine::Routine;
use crate::duties::DutyFault;
use crate::duties::letters::{LetterDraft, LetterMaker};
use crate::sync_log::{Entry, Event};

/// The party that a task's letters go to, before its number.
pub const TASK: &str = "rutin#";

/// Who is asked for which task, and under which name.
pub(super) struct Asking<'a> {
    /// The task whose token the answer bears.
    task: i64,
    token: &'a str,
    label: &'a str,
    to: &'a [String],
    /// The complaint it is about: id and number.
    pub(super) complaint: Option<(i64, &'a str)>,
}

impl<'a> Asking<'a> {
    pub(super) fn new(task: i64, token: &'a str, label: &'a str, to: &'a [String]) -> Self {
        Self { task, token, label, to, complaint: None }
    }
}

impl Keeper<'_> {
    /// The token of a task: nobody can guess it, and the same task has the same.
    pub(super) fn token(&self, task: i64) -> String {
        self.practice.secret.reply_token(0, &format!("{TASK}{task}"), 0)
    }

    /// Asks people for a task.
    pub(super) async fn request(
        &mut self,
        book: &OfficeBook,
        asking: &Asking<'_>,
        facts: TaskFacts,
    ) -> Result<(), DutyFault> {
        let people = book.all_addresses(asking.to);
        let occasion = format!("{}/minta", asking.task);
        let audience = format!("{TASK}{}", asking.task);
        let letter = Letter { kind: LetterKind::TaskRequest, label: asking.label, audience, occasion };
        self.write(book, letter, &people, Some(asking.token), asking.complaint, facts).await
    }

    /// Reminds of tasks, or tells that they were missed. `token`: where one answer stands for all of them.
    pub(super) async fn chase(
        &mut self,
        book: &OfficeBook,
        label: &str,
        roles: &[String],
        token: Option<(i64, &str)>,
        facts: TaskFacts,
    ) -> Result<(), DutyFault> {
        let people = book.all_addresses(roles);
        let audience = token.map_or_else(|| "rutin".to_owned(), |(task, _)| format!("{TASK}{task}"));
        let late = if facts.late { "lewat" } else { "ingat" };
        let occasion = format!("{label}/{late}/{}", self.now.timestamp_micros());
        let letter = Letter { kind: LetterKind::TaskLate, label, audience, occasion };
        self.write(book, letter, &people, token.map(|(_, token)| token), None, facts).await
    }

    /// Both admins hear which occasions of a routine were missed.
    pub(super) async fn say_missed(
        &mut self,
        book: &OfficeBook,
        routine: &Routine,
        lines: Vec<String>,
    ) -> Result<(), DutyFault> {
        let occasion = if lines.len() == 1 { "1 kali".to_owned() } else { format!("{} kali", lines.len()) };
        let facts = TaskFacts {
            title: routine.title.clone(),
            ask: routine.ask.clone(),
            occasion,
            words: routine.words.clone(),
            lines,
            late: true,
            ..TaskFacts::default()
        };
        let roles: Vec<String> = if routine.warn.is_empty() { routine.to.clone() } else { routine.warn.clone() };
        self.chase(book, &routine.label, &roles, None, facts).await
    }

    async fn write(
        &mut self,
        book: &OfficeBook,
        what: Letter<'_>,
        people: &[String],
        token: Option<&str>,
        complaint: Option<(i64, &str)>,
        facts: TaskFacts,
    ) -> Result<(), DutyFault> {
        let Some(mailbox) = self.practice.mailbox_of(&book.office.id.0) else { return Ok(()) };
        let office = &book.office;
        let written = self.now.with_timezone(&office.zone).fixed_offset();
        let facts = LetterFacts {
            number: what.label.to_owned(),
            office: OfficeFacts::from(office),
            written: dates::moment(written, &office.zone_name),
            task: Some(facts),
            ..LetterFacts::default()
        };
        let maker = LetterMaker::new(self.practice, book, self.now);
        for person in people {
            let occasion = what.occasion.clone();
            let mut draft = LetterDraft::new(what.kind, &what.audience, person.clone(), &mailbox.address, occasion);
            draft.complaint = complaint;
            draft.token = token;
            let letter = maker.make(self.tx, draft, &facts).await?;
            self.changes.letters.push(letter);
        }
        Ok(())
    }

    /// A line of the log about a task.
    pub(super) fn slot(
        &mut self,
        book: &OfficeBook,
        routine: &str,
        occasion: &str,
        number: Option<&str>,
        became: &str,
    ) {
        let entry = Entry::new(Event::Slot, "sistem")
            .office(&book.office.id.0)
            .config(&self.practice.digest)
            .fact("rutin", routine)
            .fact("jadwal", occasion)
            .fact("slot", became);
        self.changes.log.push(match number {
            Some(number) => entry.case(number),
            None => entry,
        });
    }
}

/// What kind of letter, under which name.
struct Letter<'a> {
    kind: LetterKind,
    label: &'a str,
    audience: String,
    occasion: String,
}

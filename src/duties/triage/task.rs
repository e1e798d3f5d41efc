//! Somebody answers what people outside were asked to do: it is noted as done, in time or late, and he is told so; what
//! fits several tasks is asked back with their numbers.
//!
//! A reporter's `KEBERATAN` is heard here too: what was to be put on the board about his complaint is not.

use super::desk::Desk;
use super::reading::{Read, ReadArrival};
use super::tasks::terms;
use crate::decide::routines::{Understood, slot_named};
use crate::decide::wording::{LetterFacts, OfficeFacts, TaskFacts, dates};
use crate::decide::{OfficeBook, privacy};
use crate::domain::LetterKind;
use crate::domain::routine::Posts;
use crate::duties::letters::LetterDraft;
use crate::duties::{DutyFault, MailboxFacts};
use crate::store::change::{NewTask, TaskDone};
use crate::store::tasks::Task;
use crate::store::write::Table;
use crate::sync_log::{Entry, Event};

/// How a letter about no task is named.
const NO_LABEL: &str = "TUGAS";
/// The word by which a reporter keeps his complaint from the board.
const OBJECTION: &str = "KEBERATAN";

impl<'a> Desk<'a> {
    /// Does what he says.
    pub(super) async fn task_says(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
        asked: Option<i64>,
        said: &Understood,
    ) -> Result<(), DutyFault> {
        let office = &book.office.id.0;
        let from = read.mail.from.as_deref().unwrap_or_default();
        let named = asked.and_then(|id| self.past.tasks().task(office, id)).cloned();
        let line = Entry::new(Event::Balas, "petugas")
            .office(office)
            .fact("arsip", arrival.row.id)
            .fact("sebagai", said.word());
        self.note(line);
        self.changes.task_mails.extend(about(asked, said).map(|task| (arrival.row.id, task)));
        let facts = match said {
            Understood::Silence => return Ok(()),
            Understood::Confirms { tasks, word, note } => {
                let lines = self.confirm(arrival, book, from, tasks, (word, note));
                TaskFacts { said: Some(format!("Dicatat: {}.", with_note(word, note))), lines, ..TaskFacts::default() }
            }
            Understood::Which => {
                let open = self.past.tasks().open_of(office, from);
                let lines = open.iter().map(|task| format!("{}. {}", task.id, task.title)).collect();
                let why = "Kata itu cocok untuk beberapa tugas, sehingga belum dicatat. Yang mana yang dimaksud?";
                let words = words_of(book, open.first().copied());
                TaskFacts { said: Some(why.to_owned()), lines, words, ..TaskFacts::default() }
            }
            Understood::OtherWord { wanted } => {
                let why = "Kata itu tidak berlaku untuk tugas ini, sehingga belum dicatat.";
                TaskFacts { said: Some(why.to_owned()), words: wanted.clone(), ..TaskFacts::default() }
            }
            Understood::Nothing => {
                let why = "Balasan ini belum dapat kami baca sebagai konfirmasi, sehingga belum dicatat.";
                TaskFacts { said: Some(why.to_owned()), words: words_of(book, named.as_ref()), ..TaskFacts::default() }
            }
        };
        self.answer_about_task(arrival, read, book, mailbox, named.as_ref(), facts).await
    }

    /// Notes tasks as done; returns what is told of each.
    fn confirm(
        &mut self,
        arrival: &ReadArrival,
        book: &OfficeBook,
        from: &str,
        tasks: &[i64],
        (word, note): (&str, &str),
    ) -> Vec<String> {
        let (office, received) = (&book.office, arrival.row.received_at);
        // His own words may name somebody: the register gets them masked, the log never.
        let kept = with_note(word, &privacy::mask(note, &book.rules.public_numbers).0);
        let mut lines = Vec::new();
        for id in tasks {
            let Some(task) = self.past.tasks().task(&office.id.0, *id).cloned() else { continue };
            if let Some((at, by, word)) = &task.confirmed {
                let at = dates::short_moment(at.with_timezone(&office.zone).fixed_offset(), &office.zone_name);
                lines.push(format!("{}. {} (sudah dicatat: {word}, {by}, {at})", task.id, task.title));
                continue;
            }
            let in_time = received <= late_after(book, &task);
            let became = if in_time { "ditepati" } else { "terlambat" };
            let entry = Entry::new(Event::Slot, "petugas")
                .office(&office.id.0)
                .fact("rutin", task.routine.as_str())
                .fact("jadwal", task.occasion.as_str())
                .fact("slot", became)
                .fact("arsip", arrival.row.id)
                .fact("kata", word);
            self.note(match &task.number {
                Some(number) => entry.case(number),
                None => entry,
            });
            let done = TaskDone { task: task.id, by: from.to_owned(), word: kept.clone(), at: received };
            self.changes.tasks_done.push(done);
            lines.push(format!("{}. {}{}", task.id, task.title, if in_time { "" } else { " (terlambat)" }));
        }
        lines
    }

    /// A batch has been handed over: the slot that it answers, or names in its subject, or the only open one, is kept.
    /// What is in it is the register's.
    pub(super) fn slot_handed_over(&mut self, arrival: &ReadArrival, read: &Read, book: &OfficeBook) {
        let office = &book.office;
        let from = read.mail.from.as_deref().unwrap_or_default();
        let asked = self.past.of(arrival, read).task.and_then(|about| about.asked);
        let open = self.past.tasks().open_of(&office.id.0, from);
        let slots: Vec<&Task> =
            open.into_iter().filter(|task| terms(book, &task.routine).is_some_and(|terms| terms.batch)).collect();
        let day = arrival.row.received_at.with_timezone(&office.zone).date_naive();
        let named = slot_named(&read.mail.subject).map(|slot| format!("{day} {slot}"));
        let answers = slots.iter().find(|task| Some(task.id) == asked);
        let by_name = || slots.iter().find(|task| Some(&task.occasion) == named.as_ref());
        let only = || slots.first().filter(|_| slots.len() == 1 && named.is_none());
        let Some(task) = answers.or_else(by_name).or_else(only).map(|task| task.id) else { return };
        self.confirm(arrival, book, from, &[task], ("SERAH TERIMA", ""));
    }

    async fn answer_about_task(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
        named: Option<&Task>,
        facts: TaskFacts,
    ) -> Result<(), DutyFault> {
        let office = &book.office;
        let of_task = named.and_then(|task| terms(book, &task.routine));
        let label = of_task.as_ref().map_or(NO_LABEL, |terms| terms.label);
        let title = of_task.as_ref().map_or("konfirmasi tugas", |terms| terms.title).to_owned();
        let occasion = named.map(|task| task.title.clone()).filter(|known| *known != title).unwrap_or_default();
        let occasion = occasion.strip_prefix(&format!("{title}, ")).unwrap_or(&occasion).to_owned();
        let written = self.now.with_timezone(&office.zone).fixed_offset();
        let facts = LetterFacts {
            number: label.to_owned(),
            office: OfficeFacts::from(office),
            written: dates::moment(written, &office.zone_name),
            task: Some(TaskFacts { title, occasion, ..facts }),
            ..LetterFacts::default()
        };
        let to = read.mail.from.clone().unwrap_or_default();
        let audience = named.map_or_else(|| "rutin".to_owned(), |task| format!("rutin#{}", task.id));
        let occasion = arrival.row.id.to_string();
        let mut draft = LetterDraft::new(LetterKind::TaskNoted, &audience, to, &mailbox.address, occasion);
        draft.token = named.map(|task| task.token.as_str());
        draft.thread = read.mail.message_id.iter().cloned().collect();
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }

    /// The reporter does not want his complaint on the board. False where the office has none: then it is a message
    /// like any other.
    pub(super) async fn objection(&mut self, book: &'a OfficeBook, complaint: i64) -> Result<bool, DutyFault> {
        let board = book.routines.postings.iter().find(|posting| posting.of == Posts::Board);
        let Some(board) = board else { return Ok(false) };
        let complaint = self.complaint(complaint)?;
        let tasks = self.tx.tasks_of_complaint(complaint.id).await?;
        let known = tasks.iter().find(|task| task.routine == board.id);
        match known {
            Some(task) => {
                let (by, word) = ("pelapor".to_owned(), OBJECTION.to_owned());
                self.changes.tasks_done.push(TaskDone { task: task.id, by, word, at: self.now });
            }
            None => {
                let id = self.tx.next_id(Table::Tasks).await?;
                self.changes.tasks.push(NewTask {
                    id,
                    office: complaint.office.clone(),
                    routine: board.id.clone(),
                    occasion: complaint.number.clone(),
                    complaint: Some(complaint.id),
                    letter: None,
                    token: self.practice.secret.reply_token(0, &format!("rutin#{id}"), 0),
                    together: id,
                    title: complaint.number.clone(),
                    text: String::new(),
                    due: self.now,
                    asked: None,
                    missed: None,
                    done: Some(("pelapor".to_owned(), OBJECTION.to_owned())),
                    next: None,
                });
            }
        }
        let line = Entry::new(Event::Slot, "pelapor").office(&complaint.office).case(&complaint.number);
        self.note(line.fact("rutin", board.id.as_str()).fact("slot", "keberatan"));
        Ok(true)
    }
}

/// The tasks that he writes about, as far as he or his mail program names them.
fn about(asked: Option<i64>, said: &Understood) -> impl Iterator<Item = i64> {
    let confirmed: &[i64] = match said {
        Understood::Confirms { tasks, .. } => tasks,
        Understood::Silence | Understood::Which | Understood::OtherWord { .. } | Understood::Nothing => &[],
    };
    confirmed.iter().copied().chain(asked)
}

/// When a task counts as missed.
fn late_after(book: &OfficeBook, task: &Task) -> chrono::DateTime<chrono::Utc> {
    let fixed = book.routines.fixed.iter().find(|routine| routine.id == task.routine);
    fixed.map_or(task.due, |routine| task.due + routine.grace)
}

fn words_of(book: &OfficeBook, task: Option<&Task>) -> Vec<String> {
    task.and_then(|task| terms(book, &task.routine)).map(|terms| terms.words.to_vec()).unwrap_or_default()
}

fn with_note(word: &str, note: &str) -> String {
    let note = crate::decide::wording::shorten(note, 80);
    if note.is_empty() { word.to_owned() } else { format!("{word} ({note})") }
}

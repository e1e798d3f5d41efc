//! Texts that a person puts elsewhere: the page where reporters follow their complaint, a social network, the notice
//! board. In: complaints that have changed, answers that nobody can send, complaints that are closed. Out: a task each,
//! with the text to copy.

mod sheet;

use chrono::{DateTime, TimeDelta, Utc};

use super::Keeper;
use super::writing::Asking;
use crate::decide::routines::{Change, Shown, block, may_show, remind_at, sheet_line, short_variant, state_words};
use crate::decide::wording::{TaskFacts, dates};
use crate::decide::{OfficeBook, deadlines, privacy};
use crate::domain::routine::{Posting, Posts};
use crate::domain::{Privacy, UnitId};
use crate::duties::DutyFault;
use crate::store::change::NewTask;
use crate::store::complaints::Complaint;
use crate::store::tasks::Task;
use crate::store::write::Table;

/// So long a page has to take a text before people are asked.
const A_PAGE_HAS: TimeDelta = TimeDelta::minutes(15);

impl Keeper<'_> {
    /// New texts of a posting.
    pub(super) async fn texts(
        &mut self,
        book: &OfficeBook,
        posting: &Posting,
        ids: &[i64],
    ) -> Result<usize, DutyFault> {
        match posting.of {
            Posts::Answers => {
                for letter in ids {
                    self.carry_answer(book, posting, *letter).await?;
                }
            }
            Posts::Changes => self.show_changes(book, posting, ids).await?,
            Posts::Board => {
                let complaints = self.tx.complaints_by_id(ids).await?;
                for complaint in ids.iter().filter_map(|id| complaints.get(id)) {
                    self.wait_for_objection(book, posting, complaint).await?;
                }
            }
        }
        Ok(ids.len())
    }

    /// Complaints are new or have changed. What must be known of them is asked once for all.
    async fn show_changes(&mut self, book: &OfficeBook, posting: &Posting, ids: &[i64]) -> Result<(), DutyFault> {
        let complaints = self.tx.complaints_by_id(ids).await?;
        let answers = self.tx.sent_answers(ids).await?;
        let asked = self.tx.with_open_task(&posting.id, ids).await?;
        self.tx.mark_posted(ids).await?;
        let shown =
            |complaint: &&Complaint| posting.channels.is_empty() || posting.channels.contains(&complaint.channel);
        for complaint in ids.iter().filter_map(|id| complaints.get(id)).filter(shown) {
            let answer = answers.get(&complaint.id).map(String::as_str);
            self.show_change(book, posting, complaint, answer, asked.contains(&complaint.id)).await?;
        }
        Ok(())
    }

    /// A complaint is new or has changed: its page must say so the same day. `asked`: a task for that is open, and
    /// gives way.
    async fn show_change(
        &mut self,
        book: &OfficeBook,
        posting: &Posting,
        complaint: &Complaint,
        answer: Option<&str>,
        asked: bool,
    ) -> Result<(), DutyFault> {
        let by_itself = self.practice.pages.contains(&(book.office.id.0.clone(), posting.id.clone()));
        let text = self.page_of(book, complaint, answer, by_itself);
        let state = state_words(&complaint.status);
        let occasion = format!("{} {} {}", complaint.number, state, self.now.timestamp_micros());
        let title = format!("{}: {state}", complaint.number);
        let new = self.new_task(book, posting, occasion, title, text).await?;
        if asked {
            self.tx.supersede_tasks(&posting.id, complaint.id, new.id).await?;
        }
        let new = NewTask { complaint: Some(complaint.id), ..new };
        if by_itself {
            let next = Some(self.now + A_PAGE_HAS);
            self.changes.tasks.push(NewTask { asked: None, next, ..new });
            return Ok(());
        }
        self.ask_for_text(book, posting, complaint, new, None).await
    }

    /// The page of a posting has not taken these texts in time, or refused them: people are asked for each.
    pub(super) async fn ask_instead(
        &mut self,
        book: &OfficeBook,
        posting: &Posting,
        tasks: Vec<Task>,
    ) -> Result<(), DutyFault> {
        for mut task in tasks {
            task.asked = Some(self.now);
            let remind = remind_at(posting.remind, &book.calendar, book.office.zone, self.now);
            let next = remind.filter(|at| *at < task.due).unwrap_or(task.due);
            let facts = self.text_facts(book, posting, &task.title, task.due, task.text.clone());
            let mut asking = Asking::new(task.id, &task.token, &posting.label, &posting.to);
            asking.complaint = task.complaint.zip(task.number.as_deref());
            self.request(book, &asking, facts).await?;
            self.slot(book, &posting.id, &task.title, task.number.as_deref(), "diminta");
            self.tx.task_told(&task, Some(next)).await?;
        }
        Ok(())
    }

    /// What stands on the page. `unread`: no person reads it before it stands there.
    fn page_of(&self, book: &OfficeBook, complaint: &Complaint, answer: Option<&str>, unread: bool) -> String {
        let (office, decision) = (&book.office, &complaint.decision);
        let received = complaint.received.with_timezone(&office.zone).fixed_offset();
        let unit = office.unit(&UnitId(complaint.unit.clone())).map(|unit| unit.name.clone()).unwrap_or_default();
        let due = decision.deadlines.first().map(|d| dates::moment(d.due, &office.zone_name));
        // Everybody reads the page: nothing there tells who it was, or of somebody's health.
        let name = complaint.pelapor_name.as_deref();
        let public = sheet_line(book, &unit, &complaint.summary, answer, name, String::new());
        let names = complaint.all_names();
        let masked = |text: &str| privacy::without_name(&privacy::mask(text, &book.rules.public_numbers).0, &names);
        let answer = if unread { answer.map(|_| public.followup) } else { answer.map(masked) };
        let public = public.subject;
        let summary = if decision.emergency { format!("Pelayanan {unit}") } else { public };
        // What alleges wrongdoing is nobody's reading before it is looked into, those it is about least of all (A17).
        let accuses = decision.supervision || decision.doubted;
        let hiding = Privacy { secret: decision.privacy.secret || accuses, ..decision.privacy.clone() };
        block(&Change {
            number: &complaint.number,
            received: &dates::moment(received, &office.zone_name),
            channel: complaint.channel.label(),
            summary: &summary,
            unit: &unit,
            status: &complaint.status,
            answer: answer.as_deref(),
            due: due.as_deref(),
            privacy: &hiding,
        })
    }

    /// An answer that no connector can bring: whoever can puts it there.
    async fn carry_answer(&mut self, book: &OfficeBook, posting: &Posting, letter: i64) -> Result<(), DutyFault> {
        let Some((complaint, text)) = self.tx.carried_answer(letter).await? else { return Ok(()) };
        let Some(complaint) = self.tx.complaints_by_id(&[complaint]).await?.remove(&complaint) else { return Ok(()) };
        let short = posting
            .limit
            .filter(|limit| text.chars().count() > *limit)
            .map(|limit| short_variant(&text, &complaint.number, book.office.follow_at.as_deref(), limit));
        let full = format!("{}\n\nNomor laporan: {}", text.trim(), complaint.number);
        let full = book.office.follow_at.as_ref().map_or(full.clone(), |site| format!("{full}\nPantau di: {site}"));
        let title = format!("{}: jawaban siap tempel", complaint.number);
        let new = self.new_task(book, posting, format!("surat {letter}"), title, full).await?;
        let new = NewTask { complaint: Some(complaint.id), letter: Some(letter), ..new };
        self.ask_for_text(book, posting, &complaint, new, short).await
    }

    /// A complaint is closed: what may be shown of it waits until its reporter can object no more.
    async fn wait_for_objection(
        &mut self,
        book: &OfficeBook,
        posting: &Posting,
        complaint: &Complaint,
    ) -> Result<(), DutyFault> {
        let now = self.now;
        let may = posting.object.map_or(now, |within| self.until(book, within, complaint.closed.unwrap_or(now)));
        let new =
            self.new_task(book, posting, complaint.number.clone(), complaint.number.clone(), String::new()).await?;
        let new = NewTask { complaint: Some(complaint.id), asked: None, next: Some(may), due: may, ..new };
        self.changes.tasks.push(match may_show(&complaint.decision) {
            Shown::Yes => new,
            Shown::Never(why) => {
                let done = Some(("sistem".to_owned(), format!("TIDAK DITAMPILKAN: {why}")));
                NewTask { next: None, done, ..new }
            }
        });
        Ok(())
    }

    async fn new_task(
        &mut self,
        book: &OfficeBook,
        posting: &Posting,
        occasion: String,
        title: String,
        text: String,
    ) -> Result<NewTask, DutyFault> {
        let id = self.tx.next_id(Table::Tasks).await?;
        let due = self.until(book, posting.within, self.now);
        let remind = remind_at(posting.remind, &book.calendar, book.office.zone, self.now).filter(|at| *at < due);
        Ok(NewTask {
            id,
            office: book.office.id.0.clone(),
            routine: posting.id.clone(),
            occasion,
            complaint: None,
            letter: None,
            token: self.token(id),
            together: id,
            title,
            text,
            due,
            asked: Some(self.now),
            missed: None,
            done: None,
            next: Some(remind.unwrap_or(due)),
        })
    }

    async fn ask_for_text(
        &mut self,
        book: &OfficeBook,
        posting: &Posting,
        complaint: &Complaint,
        new: NewTask,
        short: Option<String>,
    ) -> Result<(), DutyFault> {
        let facts = TaskFacts { short, ..self.text_facts(book, posting, &new.title, new.due, new.text.clone()) };
        let mut asking = Asking::new(new.id, &new.token, &posting.label, &posting.to);
        asking.complaint = Some((complaint.id, &complaint.number));
        self.request(book, &asking, facts).await?;
        self.slot(book, &posting.id, &new.title, Some(&complaint.number), "diminta");
        self.changes.tasks.push(new);
        Ok(())
    }

    /// What is said to whoever copies a text.
    fn text_facts(
        &self,
        book: &OfficeBook,
        posting: &Posting,
        title: &str,
        due: DateTime<Utc>,
        text: String,
    ) -> TaskFacts {
        TaskFacts {
            title: posting.title.clone(),
            ask: posting.ask.clone(),
            occasion: title.to_owned(),
            due: Some(self.moment(book, due)),
            words: posting.words.clone(),
            text: Some(text),
            ..TaskFacts::default()
        }
    }

    fn until(&self, book: &OfficeBook, within: crate::domain::Within, from: DateTime<Utc>) -> DateTime<Utc> {
        deadlines::due(within, "", "", from, &book.calendar, book.office.zone).due.to_utc()
    }

    fn moment(&self, book: &OfficeBook, at: DateTime<Utc>) -> String {
        dates::moment(at.with_timezone(&book.office.zone).fixed_offset(), &book.office.zone_name)
    }
}

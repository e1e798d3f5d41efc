//! The sheet for the notice board. In: closed complaints to whose showing nobody has objected in time. Out: one task
//! for all of them, with the sheet as text. Does not know what may stand on it.

use super::super::Keeper;
use super::super::writing::Asking;
use crate::decide::OfficeBook;
use crate::decide::routines::{SheetLine, remind_at, sheet_line};
use crate::decide::wording::{TaskFacts, dates};
use crate::domain::UnitId;
use crate::domain::routine::Posting;
use crate::duties::DutyFault;
use crate::store::change::TaskDone;
use crate::store::complaints::Complaint;
use crate::store::tasks::Task;

impl Keeper<'_> {
    /// Nobody has objected in time: one sheet of all that may be shown now.
    pub(in crate::duties::routines) async fn hand_out_sheet(
        &mut self,
        book: &OfficeBook,
        posting: &Posting,
        tasks: Vec<Task>,
    ) -> Result<(), DutyFault> {
        let ids: Vec<i64> = tasks.iter().filter_map(|task| task.complaint).collect();
        let complaints = self.tx.complaints_by_id(&ids).await?;
        let (mut sheet, mut shown) = (Vec::new(), Vec::new());
        for task in tasks {
            // Opened again meanwhile: it is not over, so the board says nothing of it.
            let complaint = task.complaint.and_then(|id| complaints.get(&id)).filter(|c| c.status == "closed");
            let Some(complaint) = complaint else {
                let word = "DIBUKA KEMBALI".to_owned();
                self.changes.tasks_done.push(TaskDone { task: task.id, by: "sistem".to_owned(), word, at: self.now });
                continue;
            };
            sheet.push(self.sheet_line(book, complaint).await?);
            shown.push(task);
        }
        let Some(first) = shown.first().cloned() else { return Ok(()) };
        let due = self.until(book, posting.within, self.now);
        let next = remind_at(posting.remind, &book.calendar, book.office.zone, self.now).filter(|at| *at < due);
        for mut task in shown {
            task.asked = Some(self.now);
            task.together = first.id;
            self.slot(book, &posting.id, &task.occasion, task.number.as_deref(), "diminta");
            self.tx.task_told(&task, Some(next.unwrap_or(due))).await?;
            self.tx.task_due(task.id, due).await?;
        }
        let facts = TaskFacts {
            title: posting.title.clone(),
            ask: posting.ask.clone(),
            occasion: dates::short_date(self.now.with_timezone(&book.office.zone).date_naive()),
            due: Some(self.moment(book, due)),
            words: posting.words.clone(),
            text: Some(as_text(&book.office.name, &sheet)),
            ..TaskFacts::default()
        };
        self.request(book, &Asking::new(first.id, &first.token, &posting.label, &posting.to), facts).await
    }

    async fn sheet_line(&mut self, book: &OfficeBook, complaint: &Complaint) -> Result<SheetLine, DutyFault> {
        let answer = self.tx.sent_answers(&[complaint.id]).await?.remove(&complaint.id);
        let unit = book.office.unit(&UnitId(complaint.unit.clone())).map(|unit| unit.name.clone()).unwrap_or_default();
        let closed = complaint.closed.unwrap_or(self.now).with_timezone(&book.office.zone).date_naive();
        let name = complaint.pelapor_name.as_deref();
        Ok(sheet_line(book, &unit, &complaint.summary, answer.as_deref(), name, dates::short_date(closed)))
    }
}

/// The sheet as text.
fn as_text(office: &str, sheet: &[SheetLine]) -> String {
    let mut lines = vec!["PAPAN PENGUMUMAN: HASIL PENANGANAN PENGADUAN".to_owned(), office.to_owned(), String::new()];
    for (n, line) in sheet.iter().enumerate() {
        lines.push(format!("{}. Pokok pengaduan : {}", n + 1, line.subject));
        lines.push(format!("   Tindak lanjut   : {}", line.followup));
        lines.push(format!("   Selesai         : {}", line.closed));
    }
    lines.join("\n")
}

//! An officer has written about a complaint: his answer goes to the citizen, his other words do what they say, and what
//! is not understood is asked back. Nothing goes to a citizen on a guess.

mod answer;
mod delivery;
mod passing_on;
mod telling;

use super::commands::word;
use super::desk::Desk;
use super::reading::{Read, ReadArrival};
use super::report::PASTE;
use crate::decide::OfficeBook;
use crate::decide::meaning::{BROUGHT, DUTY};
use crate::decide::reply::{ReplyRead, doubt_about, read_reply};
use crate::domain::UnitId;
use crate::domain::deadline::StopsAt;
use crate::duties::DutyFault;
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

/// Who wrote, about what.
pub(super) struct Officer<'m> {
    pub(super) complaint: Complaint,
    /// The unit he answers for.
    pub(super) unit: UnitId,
    pub(super) address: &'m str,
    pub(super) arrival: i64,
    pub(super) message_id: Option<&'m str>,
    /// His mail, where files hang on it.
    pub(super) files: Option<i64>,
}

impl<'a> Desk<'a> {
    /// Does what an officer's mail says. `party` is a unit id, or `unit#id` for the approver of a draft answer.
    pub(super) async fn officer_writes(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: i64,
        party: &str,
    ) -> Result<(), DutyFault> {
        if let Some(letter) = party.strip_prefix(PASTE) {
            return self.admin_says(arrival, read, book, complaint, letter).await;
        }
        if party == DUTY {
            return self.duty_says(arrival, read, book, complaint).await;
        }
        if let Some(bringer) = party.strip_prefix(BROUGHT) {
            return self.bringer_says(arrival, read, book, complaint, bringer).await;
        }
        let (unit, draft) = match party.split_once('#') {
            Some((unit, draft)) => (unit, draft.parse().ok()),
            None => (party, None),
        };
        let officer = Officer {
            complaint: self.complaint(complaint)?,
            unit: UnitId(unit.to_owned()),
            address: read.mail.from.as_deref().unwrap_or_default(),
            arrival: arrival.row.id,
            message_id: read.mail.message_id.as_deref(),
            files: arrival.row.blob.filter(|_| !read.mail.attachments.is_empty()),
        };
        let said = read_reply(&read.text.kept, &[&book.office.phone]);
        self.note(
            Entry::new(Event::Balas, officer.unit.0.as_str())
                .office(&officer.complaint.office)
                .case(&officer.complaint.number)
                .fact("arsip", officer.arrival)
                .fact("sebagai", word(&said)),
        );
        match draft {
            Some(draft) => self.approver_says(book, &officer, draft, said).await,
            None => self.do_as_said(book, &officer, said).await,
        }
    }

    async fn do_as_said(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        said: ReplyRead,
    ) -> Result<(), DutyFault> {
        match said {
            ReplyRead::Answer { text } => match doubt_about(&text, &[&book.office.phone]) {
                Some(doubt) => self.ask_back(book, officer, &text, doubt.words(), doubt.sendable()).await,
                None => self.answer(book, officer, &text).await,
            },
            ReplyRead::Prose { text } => self.prose(book, officer, &text).await,
            ReplyRead::Plan { .. } => {
                self.changes.met.push((officer.complaint.id, StopsAt::Plan));
                self.say_noted(book, officer, "rencana tindak lanjut").await
            }
            ReplyRead::Forward { to, reason } => self.forward(book, officer, &to, &reason).await,
            ReplyRead::Disposisi { to, note } => self.forward(book, officer, &to, &note).await,
            ReplyRead::AskData { question } => self.ask_citizen(book, officer, &question).await,
            // Received, or nobody there: nobody needs a letter about that (a machine would answer it), and the clock goes on.
            ReplyRead::Acknowledged { .. } | ReplyRead::Take | ReplyRead::Away { .. } => Ok(()),
            ReplyRead::Empty => self.ask_back(book, officer, "", "balasan tidak berisi teks", false).await,
            ReplyRead::Help => self.ask_back(book, officer, "", "daftar perintah diminta", false).await,
            ReplyRead::Unclear { preview, doubt } => {
                self.ask_back(book, officer, &preview, doubt.words(), doubt.sendable()).await
            }
            other @ (ReplyRead::SetGrade { .. }
            | ReplyRead::SetCategory { .. }
            | ReplyRead::Postpone { .. }
            | ReplyRead::Done { .. }
            | ReplyRead::Confirmed { .. }
            | ReplyRead::Nothing
            | ReplyRead::Estimate { .. }
            | ReplyRead::Approve
            | ReplyRead::Amend { .. }
            | ReplyRead::Refuse { .. }) => {
                let why = format!("perintah {} belum dapat dijalankan lewat surel untuk laporan ini", word(&other));
                self.ask_back(book, officer, "", &why, false).await
            }
        }
    }
}

//! `SELESAI:` of an officer: the matter is done, without an answer that was asked for.

use super::super::desk::Desk;
use super::Officer;
use crate::decide::OfficeBook;
use crate::domain::{Channel, ClosedHow};
use crate::duties::DutyFault;
use crate::store::change::Closed;
use crate::store::complaints::Complaint;
use crate::store::registrations::Registration;

impl<'a> Desk<'a> {
    /// The citizen reads what the officer wrote, or that it is done: like any answer, through those who must approve
    /// it, with the question whether he is content, and closed by the same rules. Whom no program reaches an officer
    /// tells. Whom nobody can tell is asked nothing: it is closed.
    pub(in crate::duties::triage) async fn done_without_answer(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        text: &str,
    ) -> Result<(), DutyFault> {
        self.order(officer, "SELESAI", text);
        let words = format!("{} {}", book.citizen.done_words, text.trim());
        if self.can_be_told(book, &officer.complaint).await? {
            return Box::pin(self.answer(book, officer, words.trim())).await;
        }
        self.changes.closed.push(Closed {
            complaint: officer.complaint.id,
            how: ClosedHow::DitutupPetugas,
            why: "selesai menurut petugas; pelapor tidak memberi alamat".to_owned(),
            by: officer.unit.0.clone(),
        });
        self.say_noted(book, officer, "penanganan selesai; laporan ditutup").await
    }

    /// True if a letter reaches the citizen, or an officer can tell him: where he wrote, by telephone, by post.
    async fn can_be_told(&mut self, book: &OfficeBook, complaint: &Complaint) -> Result<bool, DutyFault> {
        if complaint.way_back().is_some() || self.carried_by_hand(book, complaint).is_some() {
            return Ok(true);
        }
        let known = self.tx.registration_of(complaint.id).await?;
        let left = |known: Registration| known.phone.is_some() || known.address.is_some();
        Ok(complaint.channel == Channel::Sosmed && known.is_some() || known.is_some_and(left))
    }
}

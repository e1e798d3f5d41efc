//! `SELESAI:` of an officer: the matter is done, without an answer that was asked for.

use super::super::desk::Desk;
use super::Officer;
use crate::decide::OfficeBook;
use crate::domain::ClosedHow;
use crate::duties::DutyFault;
use crate::store::change::Closed;

impl<'a> Desk<'a> {
    /// The citizen reads what the officer wrote, or that it is done: like any answer, through those who must approve it,
    /// with the question whether he is content, and closed by the same rules. Whom nobody can tell is asked nothing: it is
    /// closed.
    pub(in crate::duties::triage) async fn done_without_answer(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        text: &str,
    ) -> Result<(), DutyFault> {
        self.order(officer, "SELESAI", text);
        let words = format!("{} {}", book.citizen.done_words, text.trim());
        if officer.complaint.way_back().is_some() {
            return self.answer(book, officer, words.trim()).await;
        }
        self.changes.closed.push(Closed {
            complaint: officer.complaint.id,
            how: ClosedHow::DitutupPetugas,
            why: "selesai menurut petugas; pelapor tidak memberi alamat".to_owned(),
            by: officer.unit.0.clone(),
        });
        self.say_noted(book, officer, "penanganan selesai; laporan ditutup").await
    }
}

//! What a unit gets with a complaint that others had before: everything that its reporter wrote since, what was answered,
//! and the files.
//!
//! In: the complaint and its letter to that unit. Out: the letter with those words, danger first; letters that bring the
//! files of later messages. A unit that is only asked for its account gets neither.

use super::super::desk::Desk;
use super::super::hiding;
use crate::decide::OfficeBook;
use crate::decide::wording::{DossierFacts, LetterFacts, UnitFacts};
use crate::domain::{LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;
use crate::duties::written::{again, answers, later_files_for, messages, say_later_file};
use crate::store::complaints::Complaint;

impl Desk<'_> {
    /// Puts into the letter what was written since; what tells of danger before the rest.
    pub(super) async fn say_what_was_written(
        &mut self,
        book: &OfficeBook,
        complaint: &Complaint,
        facts: &mut LetterFacts,
    ) -> Result<(), DutyFault> {
        let found = messages(self.tx, book, complaint, Some(&self.changes)).await?;
        let mut messages: Vec<_> = found.into_iter().map(|(_, written)| written).collect();
        messages.sort_by_key(|written| !written.danger);
        facts.danger = messages.iter().any(|written| written.danger);
        let answers = answers(self.tx, book, complaint).await?;
        let handed_over = self.tx.objections(complaint.id).await? > 0;
        if !messages.is_empty() || !answers.is_empty() {
            facts.dossier = Some(DossierFacts { messages, answers, handed_over, ..DossierFacts::default() });
        }
        Ok(())
    }

    /// The files of later messages, a letter each.
    pub(super) async fn send_later_files(
        &mut self,
        book: &OfficeBook,
        complaint: &Complaint,
        unit: &UnitId,
        token: &str,
    ) -> Result<(), DutyFault> {
        for file in later_files_for(self.tx, book, complaint, unit, Some(&self.changes)).await? {
            let maker = self.maker(book);
            let mut facts = self.facts_of(book, complaint);
            facts.unit = book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
            facts.deadline = None;
            say_later_file(self.tx, (book, complaint), &file, &mut facts).await?;
            hiding::hide_from_unit(&mut facts, book, complaint, unit);
            let (kind, mailbox) = (LetterKind::FurtherMessage, maker.mailbox(unit)?);
            let mut draft = LetterDraft::new(kind, &unit.0, mailbox, &complaint.intake, again(&file));
            draft.complaint = Some((complaint.id, &complaint.number));
            draft.token = Some(token);
            draft.attach = Some(file.blob);
            let letter = maker.make(self.tx, draft, &facts).await?;
            self.changes.letters.push(letter);
        }
        Ok(())
    }
}

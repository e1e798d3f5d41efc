//! What an officer's word makes us write: a question to the citizen, a question back or a note to himself.

use super::super::desk::Desk;
use super::super::facts::promise;
use super::Officer;
use crate::decide::OfficeBook;
use crate::decide::tokens::text_hash;
use crate::decide::wording::{AskBackFacts, LetterFacts};
use crate::domain::LetterKind;
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;

impl<'a> Desk<'a> {
    /// `MINTA DATA:` goes to the citizen; the clock keeps running.
    pub(in crate::duties::triage) async fn ask_citizen(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        question: &str,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let Some((channel, address)) = complaint.way_back() else {
            return self.ask_back(book, officer, question, "pelapor tidak memberi alamat", false).await;
        };
        let mut facts = self.facts_of(book, complaint);
        promise(&mut facts, book, &complaint.decision, self.now);
        facts.question = Some(question.to_owned());
        // He may ask the same again when no answer came: each of his mails is a letter.
        let occasion = format!("{}/{}", text_hash(question), officer.arrival);
        let mut draft = LetterDraft::new(LetterKind::DataRequest, "pelapor", address, &complaint.intake, occasion);
        draft.channel = channel;
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, "pelapor");
        draft.thread = complaint.message_id.iter().cloned().collect();
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }

    /// Asks the officer what he meant, with a preview of what would be sent.
    pub(in crate::duties::triage) async fn ask_back(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        preview: &str,
        why: &str,
        sendable: bool,
    ) -> Result<(), DutyFault> {
        let mut facts = self.facts_of(book, &officer.complaint);
        facts.ask_back = Some(AskBackFacts { why: why.to_owned(), preview: preview.to_owned(), sendable });
        self.write_officer(book, officer, LetterKind::AskBack, &facts).await
    }

    /// Tells the officer that his word was noted.
    pub(in crate::duties::triage) async fn say_noted(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        what: &str,
    ) -> Result<(), DutyFault> {
        let mut facts = self.facts_of(book, &officer.complaint);
        facts.noted = Some(what.to_owned());
        self.write_officer(book, officer, LetterKind::Noted, &facts).await
    }

    pub(in crate::duties::triage) async fn write_officer(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        kind: LetterKind,
        facts: &LetterFacts,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let mut facts = facts.clone();
        super::super::hiding::hide_from_officers(&mut facts, &complaint.decision);
        let occasion = officer.arrival.to_string();
        let mut draft =
            LetterDraft::new(kind, &officer.unit.0, officer.address.to_owned(), &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, &officer.unit.0);
        draft.thread = officer.message_id.map(str::to_owned).into_iter().collect();
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }
}

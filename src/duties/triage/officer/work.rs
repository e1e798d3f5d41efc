//! What an officer tells of his work: his plan, that he has confirmed with the citizen, that he is done.

use super::super::desk::Desk;
use super::Officer;
use crate::decide::OfficeBook;
use crate::decide::privacy;
use crate::decide::wording::UnitFacts;
use crate::domain::deadline::StopsAt;
use crate::domain::{LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;

impl<'a> Desk<'a> {
    /// `RENCANA:` is kept, never sent to the citizen, and put before those who discuss plans in this office.
    pub(in crate::duties::triage) async fn plan(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        text: &str,
    ) -> Result<(), DutyFault> {
        self.order(officer, "RENCANA", text);
        self.changes.met.push((officer.complaint.id, StopsAt::Plan));
        let mut round: Vec<UnitId> = book.office.meeting.clone();
        round.retain(|unit| !officer.complaint.decision.accuses(unit));
        if round.is_empty() {
            return self.say_noted(book, officer, "rencana tindak lanjut").await;
        }
        if !round.contains(&officer.unit) {
            round.push(officer.unit.clone());
        }
        self.propose_meeting(book, officer, text, &round).await?;
        self.say_noted(book, officer, "rencana tindak lanjut; usul pembahasan dikirim kepada tim").await
    }

    async fn propose_meeting(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        text: &str,
        round: &[UnitId],
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let maker = self.maker(book);
        let mut known = self.facts_of(book, complaint);
        known.plan = Some(privacy::mask(text, &book.rules.public_numbers).0);
        let named = round.iter().filter_map(|id| book.office.unit(id));
        known.routing.also = named.map(|unit| unit.addressee.clone()).collect();
        for unit in round {
            let mut facts = known.clone();
            super::super::hiding::hide_from_unit(&mut facts, book, complaint, unit);
            facts.unit = book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
            let occasion = officer.arrival.to_string();
            let kind = LetterKind::MeetingProposal;
            let mut draft = LetterDraft::new(kind, &unit.0, maker.mailbox(unit)?, &complaint.intake, occasion);
            draft.complaint = Some((complaint.id, &complaint.number));
            let token = self.token_for(complaint.id, unit, officer.arrival);
            draft.token = Some(&token);
            let letter = maker.make(self.tx, draft, &facts).await?;
            self.changes.letters.push(letter);
        }
        Ok(())
    }

    /// `SUDAH KONFIRMASI` ends the clock that waits for it; what else was done by hand is asked back.
    pub(in crate::duties::triage) async fn confirmed(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        what: &str,
    ) -> Result<(), DutyFault> {
        let said = what.to_lowercase();
        if !["konfirmasi", "dikonfirmasi", "hubungi", "dihubungi", "telepon", "ditelepon", "telp"]
            .iter()
            .any(|word| said.starts_with(word))
        {
            let why = "belum jelas apa yang sudah dilakukan; tulis SUDAH KONFIRMASI bila materinya sudah dikonfirmasi kepada \
                       pelapor";
            return self.ask_back(book, officer, what, why, false).await;
        }
        // With whom, by which way and when, where he says it.
        let text = if what.split_whitespace().count() > 1 { what } else { "KONFIRMASI" };
        self.order(officer, "SUDAH", text);
        self.changes.met.push((officer.complaint.id, StopsAt::Confirmation));
        self.say_noted(book, officer, "materi laporan sudah dikonfirmasi kepada pelapor").await
    }

    /// `BANTUAN`: the list of commands, as a letter of its own.
    pub(in crate::duties::triage) async fn help(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
    ) -> Result<(), DutyFault> {
        let facts = self.facts_of(book, &officer.complaint);
        self.write_officer(book, officer, LetterKind::Help, &facts).await
    }
}

//! Who hears of a new complaint before anything else: the duty list where somebody may be in danger, those whom its
//! clocks concern from the beginning.

use super::super::desk::Desk;
use super::super::hiding::{keep_off_mail, shield};
use super::super::reading::Read;
use super::Opening;
use crate::decide::emergency::alerted_again;
use crate::decide::meaning::DUTY;
use crate::decide::wording::{DeadlineFacts, UnitFacts};
use crate::decide::{OfficeBook, privacy};
use crate::domain::{Channel, Decision, LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::alerts::{Alert, alerts, may_be_called, may_be_written};
use crate::duties::letters::LetterDraft;
use crate::store::change::NewThread;
use crate::store::vigils::NewVigil;

impl<'a> Desk<'a> {
    /// Telephones at which whoever may be in danger can be called.
    pub(super) fn phones_in_danger(
        &self,
        read: &Read,
        book: &OfficeBook,
        decision: &Decision,
        pelapor: Option<&(Channel, String)>,
    ) -> Vec<String> {
        if !decision.emergency {
            return Vec::new();
        }
        let ways = pelapor.into_iter().chain(&read.said.others).cloned();
        let texts = [&read.mail.subject, &read.text.kept];
        let said = texts.iter().flat_map(|text| privacy::phones_in(text, &book.rules.public_numbers));
        let sheet = read.said.written.as_deref().map(|written| &written.0.sheet);
        let noted = sheet.into_iter().flat_map(|sheet| [&sheet.phone, &sheet.whatsapp]).flatten().cloned();
        may_be_called(decision, ways, noted.chain(said).collect())
    }

    /// A grade or category that concerns others at once (merah: direksi and Humas): whoever gets no disposisi now hears
    /// so.
    pub(super) async fn alert_of_grade(
        &mut self,
        opening: &Opening<'_>,
        book: &'a OfficeBook,
    ) -> Result<(), DutyFault> {
        let waits = book.office.first_to_head(&opening.decision);
        for deadline in &opening.decision.deadlines {
            let Some(standard) = book.standard_of(deadline).filter(|standard| standard.also.at_once) else { continue };
            let mut known = opening.facts.clone();
            // They are told, and help nobody themselves.
            if opening.decision.privacy.restricted {
                keep_off_mail(&mut known);
            }
            known.deadline = Some(DeadlineFacts::of(deadline, &book.office.zone_name, self.now));
            let told = |unit: &&UnitId| **unit == opening.decision.unit || opening.decision.also.contains(unit);
            let others = standard.also.units.iter().filter(|unit| !opening.decision.is_kept_from(unit));
            for unit in others.filter(|unit| waits || !told(unit)) {
                let maker = self.maker(book);
                let token = self.token_for(opening.id, unit, 0);
                let mut facts = known.clone();
                shield(&mut facts, book, &opening.decision, opening.known(), unit);
                facts.unit = book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
                let (mailbox, occasion) = (maker.mailbox(unit)?, format!("{}/segera", standard.id));
                let mut draft = LetterDraft::new(LetterKind::GradeAlert, &unit.0, mailbox, opening.intake, occasion);
                draft.complaint = Some((opening.id, &opening.number));
                draft.token = Some(&token);
                let letter = maker.make(self.tx, draft, &facts).await?;
                self.changes.letters.push(letter);
            }
        }
        Ok(())
    }

    /// Somebody may be in danger: the citizen and the duty list hear of it before anything else.
    pub(super) async fn alert(
        &mut self,
        opening: &Opening<'_>,
        book: &'a OfficeBook,
        may_write: bool,
    ) -> Result<(), DutyFault> {
        let maker = self.maker(book);
        let mut facts = opening.facts.clone();
        if let Some((channel, address)) = opening.pelapor.as_ref().filter(|_| may_write) {
            let mut draft =
                LetterDraft::new(LetterKind::EmergencyAnswer, "pelapor", address.clone(), opening.intake, "");
            draft.channel = *channel;
            draft.complaint = Some((opening.id, &opening.number));
            draft.thread.clone_from(&opening.thread);
            let letter = maker.make(self.tx, draft, &facts).await?;
            self.changes.letters.push(letter);
        }
        // Whoever helps must know what happened and where, however sensitive it is.
        facts.reporter.phones.clone_from(&opening.phones);
        facts.reporter.address.clone_from(&opening.caller);
        facts.reporter.entered_by.clone_from(&opening.entered_by);
        let token = self.practice.secret.reply_token(opening.id, DUTY, 0);
        if book.office.emergency.on_duty().next().is_some() {
            let (complaint, party) = (opening.id, DUTY.to_owned());
            self.changes.threads.push(NewThread { token: token.clone(), complaint, party });
            let (complaint, phones) = (opening.id, opening.phones.clone());
            self.changes.vigils.push(NewVigil { complaint, next: alerted_again(self.now, 0), phones });
        }
        let (complaint, token) = ((opening.id, opening.number.as_str()), Some(token.as_str()));
        let alert = Alert { complaint, intake: opening.intake, token, occasion: "", facts: &facts };
        let letters = alerts(self.practice, &maker, self.tx, &alert, None).await?;
        self.changes.letters.extend(letters);
        Ok(())
    }
}

/// The reporter's address, where he tells of danger.
pub(super) fn caller_of(read: &Read, decision: &Decision, pelapor: Option<&(Channel, String)>) -> Option<String> {
    may_be_written(decision, pelapor.into_iter().chain(&read.said.others).cloned()).filter(|_| decision.emergency)
}

//! The letters about a complaint's end: to the citizen, to whoever answered, to whoever decides next.

use chrono::{DateTime, Utc};

use super::super::letters::{LetterDraft, LetterMaker};
use super::super::triage::{complaint_facts, hide_from_unit};
use super::super::{DutyFault, Practice};
use crate::decide::OfficeBook;
use crate::decide::citizen::{may_be_posted, reopens_until};
use crate::decide::wording::{ClosingFacts, DeadlineFacts, DossierFacts, LetterFacts, UnitFacts, dates};
use crate::domain::{Channel, ClosedHow, Deadline, LetterKind, UnitId};
use crate::store::WriteTx;
use crate::store::change::NewLetter;
use crate::store::complaints::Complaint;
use crate::store::endings::Ending;

/// A complaint about whose end letters are written.
pub(super) struct Case<'a> {
    practice: &'a Practice,
    book: &'a OfficeBook,
    complaint: &'a Complaint,
    ending: &'a Ending,
    now: DateTime<Utc>,
}

impl<'a> Case<'a> {
    pub(super) fn new(
        practice: &'a Practice,
        book: &'a OfficeBook,
        complaint: &'a Complaint,
        ending: &'a Ending,
        now: DateTime<Utc>,
    ) -> Self {
        Self { practice, book, complaint, ending, now }
    }

    /// To the citizen: it is over.
    pub(super) async fn closing_letter(
        &self,
        tx: &mut WriteTx,
        how: ClosedHow,
    ) -> Result<Option<NewLetter>, DutyFault> {
        let office = &self.book.office;
        let asked_for = matches!(how, ClosedHow::Selesai | ClosedHow::SelesaiTanpaTanggapan);
        let unhindered = self.ending.unpublished.is_none() && may_be_posted(&self.complaint.decision);
        let until = reopens_until(self.book, self.now).with_timezone(&office.zone).date_naive();
        let mut facts = self.facts();
        facts.closing = Some(ClosingFacts {
            how: how.word().to_owned(),
            reopen_until: dates::long_date(until),
            reopen_until_short: dates::short_date(until),
            board: self.book.citizen.board && asked_for && unhindered,
        });
        self.to_citizen(tx, LetterKind::Closing, &facts).await
    }

    /// To the citizen: your objection has gone there.
    pub(super) async fn escalated_letter(
        &self,
        tx: &mut WriteTx,
        decides: &UnitId,
        clock: &Deadline,
    ) -> Result<Option<NewLetter>, DutyFault> {
        let mut facts = self.facts();
        facts.superior_office = Some(self.name_of(decides));
        facts.deadline = Some(DeadlineFacts::of(clock, &self.book.office.zone_name, self.now));
        self.to_citizen(tx, LetterKind::Escalated, &facts).await
    }

    /// To the citizen: it was taken up again.
    pub(super) async fn reopened_letter(
        &self,
        tx: &mut WriteTx,
        clock: &Deadline,
    ) -> Result<Option<NewLetter>, DutyFault> {
        let mut facts = self.facts();
        facts.noted = Some("kami buka kembali".to_owned());
        facts.deadline = Some(DeadlineFacts::of(clock, &self.book.office.zone_name, self.now));
        self.to_citizen(tx, LetterKind::Progress, &facts).await
    }

    /// To whoever decides about the objection, with everything that is known.
    pub(super) async fn objection_letter(
        &self,
        tx: &mut WriteTx,
        decides: &UnitId,
        token: &str,
        dossier: DossierFacts,
        clock: &Deadline,
    ) -> Result<NewLetter, DutyFault> {
        let mut facts = self.facts_for(decides, Some(dossier));
        facts.deadline = Some(DeadlineFacts::of(clock, &self.book.office.zone_name, self.now));
        facts.later_deadlines.clear();
        let mut draft = self.to_officer(LetterKind::Objection, decides, "keberatan")?;
        draft.token = Some(token);
        draft.deadline = Some(clock.due.to_utc());
        self.make(tx, draft, &facts).await
    }

    /// To the desk: please read what he wrote.
    pub(super) async fn unclear_letter(
        &self,
        tx: &mut WriteTx,
        desk: &UnitId,
        token: &str,
        dossier: DossierFacts,
    ) -> Result<NewLetter, DutyFault> {
        let facts = self.facts_for(desk, Some(dossier));
        let mut draft = self.to_officer(LetterKind::UnclearWord, desk, "dibaca")?;
        draft.token = Some(token);
        self.make(tx, draft, &facts).await
    }

    /// To whoever has the complaint: this has happened.
    pub(super) async fn tell_unit(
        &self,
        tx: &mut WriteTx,
        what: &str,
        clock: Option<&Deadline>,
        occasion: &str,
    ) -> Result<Option<NewLetter>, DutyFault> {
        let unit = UnitId(self.complaint.unit.clone());
        let mut facts = self.facts_for(&unit, None);
        facts.noted = Some(what.to_owned());
        facts.deadline = clock.map(|clock| DeadlineFacts::of(clock, &self.book.office.zone_name, self.now));
        let tokens = tx.tokens_of(&[self.complaint.id]).await?;
        let mut draft = self.to_officer(LetterKind::Noted, &unit, occasion)?;
        draft.token = tokens.get(&(self.complaint.id, unit.0.clone())).map(String::as_str);
        draft.thread = tx.message_id_of(self.complaint.id, LetterKind::Disposisi, &unit.0).await?.into_iter().collect();
        Ok(Some(self.make(tx, draft, &facts).await?))
    }

    /// What officers read of a unit's name.
    pub(super) fn name_of(&self, unit: &UnitId) -> String {
        self.book.office.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone())
    }

    /// How a letter addresses a unit's head.
    pub(super) fn addressee_of(&self, unit: &UnitId) -> String {
        self.book.office.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.addressee.clone())
    }

    fn facts(&self) -> LetterFacts {
        complaint_facts(self.book, self.complaint, self.now)
    }

    fn facts_for(&self, unit: &UnitId, dossier: Option<DossierFacts>) -> LetterFacts {
        let mut facts = LetterFacts { dossier, ..self.facts() };
        hide_from_unit(&mut facts, self.book, self.complaint, unit);
        facts.unit = self.book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
        facts
    }

    fn maker(&self) -> LetterMaker<'a> {
        LetterMaker::new(self.practice, self.book, self.now)
    }

    /// The same words on another day are another letter.
    fn occasion(&self, what: &str) -> String {
        format!("{what}/{}", self.now.timestamp_micros())
    }

    fn to_officer(&self, kind: LetterKind, unit: &UnitId, what: &str) -> Result<LetterDraft<'a>, DutyFault> {
        let mailbox = self.maker().mailbox(unit)?;
        Ok(LetterDraft::new(kind, &unit.0, mailbox, &self.complaint.intake, self.occasion(what)))
    }

    /// By the way he came, where the office can write by it. What stands at SP4N-LAPOR! without a word of ours stays
    /// so.
    async fn to_citizen(
        &self,
        tx: &mut WriteTx,
        kind: LetterKind,
        facts: &LetterFacts,
    ) -> Result<Option<NewLetter>, DutyFault> {
        let Some((channel, address)) = self.complaint.way_back() else { return Ok(None) };
        let writes = self.practice.lapor.get(&self.complaint.office).is_some_and(|lapor| lapor.writes);
        if channel == Channel::Lapor && (kind == LetterKind::Closing || !writes) {
            return Ok(None);
        }
        let tokens = tx.tokens_of(&[self.complaint.id]).await?;
        let occasion = self.occasion("akhir");
        let mut draft = LetterDraft::new(kind, "pelapor", address, &self.complaint.intake, occasion);
        draft.channel = channel;
        draft.token = tokens.get(&(self.complaint.id, "pelapor".to_owned())).map(String::as_str);
        draft.thread = self.complaint.message_id.iter().cloned().collect();
        Ok(Some(self.make(tx, draft, facts).await?))
    }

    async fn make(
        &self,
        tx: &mut WriteTx,
        mut draft: LetterDraft<'_>,
        facts: &LetterFacts,
    ) -> Result<NewLetter, DutyFault> {
        let number = self.complaint.number.clone();
        draft.complaint = Some((self.complaint.id, number.as_str()));
        self.maker().make(tx, draft, facts).await
    }
}

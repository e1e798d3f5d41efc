//! Letters about one running clock, to those who can do something: whoever has the complaint on his desk, those whom
//! the clock concerns too, the superior.

use chrono::{DateTime, Utc};

use super::super::letters::{LetterDraft, LetterMaker};
use super::super::triage::hide_from_unit;
use super::super::{DutyFault, Practice};
use super::lies::Lies;
use crate::decide::OfficeBook;
use crate::decide::deadlines::concerns_others;
use crate::decide::supervision::{also_hears, superior_for};
use crate::decide::wording::{LetterFacts, UnitFacts};
use crate::domain::{Deadline, LetterKind, Standard, UnitId};
use crate::store::WriteTx;
use crate::store::change::{Changes, NewLetter, NewThread};
use crate::store::complaints::Complaint;
use crate::store::deadlines::Clock as RunningClock;
use crate::sync_log::{Entry, Event};

/// Letters about one clock.
pub(super) struct Chase<'a> {
    pub(super) practice: &'a Practice,
    pub(super) maker: &'a LetterMaker<'a>,
    pub(super) book: &'a OfficeBook,
    pub(super) complaint: &'a Complaint,
    pub(super) standard: &'a Standard,
    pub(super) clock: &'a RunningClock,
    /// All clocks of the complaint of which something is to be said now.
    pub(super) others: Vec<&'a Deadline>,
    pub(super) place: Lies,
    pub(super) now: DateTime<Utc>,
}

impl Chase<'_> {
    /// Above the desk on which it lies; above the head's own desk there is the complaint desk, which sees that he is
    /// asked.
    pub(super) fn superior(&self) -> UnitId {
        let office = &self.book.office;
        let superior = superior_for(office, &self.complaint.decision, &self.place.unit);
        // Where the desk itself is meant nobody stands above the head here.
        let desk = !self.complaint.decision.accuses(&office.desk) && self.nobody_above();
        if desk { office.desk.clone() } else { superior.clone() }
    }

    /// Whoever has it has no superior in this office: who is told of it can only put him in mind.
    pub(super) fn nobody_above(&self) -> bool {
        *superior_for(&self.book.office, &self.complaint.decision, &self.place.unit) == self.place.unit
    }

    pub(super) fn line(&self, event: Event) -> Entry {
        Entry::new(event, "sistem")
            .office(&self.complaint.office)
            .case(&self.complaint.number)
            .fact("standar", self.standard.id.as_str())
    }

    /// Whoever acts for a unit today, with the facts that his letter states.
    fn acting(&self, unit: &UnitId, facts: &LetterFacts) -> Option<(UnitId, LetterFacts)> {
        let today = self.now.with_timezone(&self.book.office.zone).date_naive();
        let acting = self.book.office.acting_for(unit, today)?;
        let mut facts = facts.clone();
        if let Some(chase) = facts.chase.as_mut() {
            chase.acting = Some(acting.title.clone());
        }
        Some((acting.by.clone(), facts))
    }

    /// The reminder with this number, and its line. Nobody is reminded twice in one minute, because of two clocks.
    pub(super) async fn remind(&self, tx: &mut WriteTx, number: u32, changes: &mut Changes) -> Result<(), DutyFault> {
        let mut letters = self.reminders(tx, number, changes).await?;
        let wanted = letters.len();
        letters.retain(|letter| !is_told(letter, changes));
        let line = self.line(Event::Ingat).fact("ke", number).fact("di_meja", self.place.unit.0.as_str());
        changes.log.push(match letters.len() < wanted {
            true => line.fact("tercakup", "pengingat tenggat lain"),
            false => line,
        });
        changes.letters.extend(letters);
        Ok(())
    }

    /// The superior is told, once for all clocks that have come so far; each has its line.
    pub(super) async fn escalate(&self, tx: &mut WriteTx, changes: &mut Changes) -> Result<(), DutyFault> {
        let mut letters = self.escalation(tx, changes).await?;
        let wanted = letters.len();
        letters.retain(|letter| !is_told(letter, changes));
        let line = self.line(Event::Eskalasi).fact("kepada", self.superior().0);
        changes.log.push(match letters.len() < wanted {
            true => line.fact("tercakup", "eskalasi tenggat lain"),
            false => line,
        });
        changes.letters.extend(letters);
        Ok(())
    }

    /// The reminder to whoever has it, whoever acts for him today, and those whom the clock concerns too.
    async fn reminders(
        &self,
        tx: &mut WriteTx,
        number: u32,
        changes: &mut Changes,
    ) -> Result<Vec<NewLetter>, DutyFault> {
        let occasion = format!("{}/{number}", self.standard.id);
        let unit = &self.place.unit;
        let facts = self.facts(unit, number);
        let party = self.place.party.clone();
        if self.place.answered_by.is_some() {
            self.open_thread(tx, unit, changes).await?;
        }
        let mut letters =
            vec![self.letter(tx, LetterKind::Reminder, unit, &party, &occasion, (&facts, changes)).await?];
        if let Some((by, facts)) = self.acting(unit, &facts) {
            letters.push(self.letter(tx, LetterKind::Reminder, &by, &party, &occasion, (&facts, changes)).await?);
        }
        if let Some(desk) = also_hears(&self.book.office, &self.complaint.decision, unit) {
            self.open_thread(tx, &desk.id, changes).await?;
            let facts = self.facts(&desk.id, number);
            letters
                .push(self.letter(tx, LetterKind::Reminder, &desk.id, &desk.id.0, &occasion, (&facts, changes)).await?);
        }
        if concerns_others(self.standard, &self.clock.deadline, &self.book.calendar, number) {
            let kept = |other: &UnitId| self.complaint.decision.is_kept_from(other);
            for other in self.standard.also.units.iter().filter(|other| *other != unit && !kept(other)) {
                self.open_thread(tx, other, changes).await?;
                let facts = self.facts(other, number);
                letters
                    .push(self.letter(tx, LetterKind::Reminder, other, &other.0, &occasion, (&facts, changes)).await?);
            }
        }
        Ok(once_each(letters))
    }

    /// To the superior, and to whoever acts for him today. It names the unit that has the complaint, not its reader.
    async fn escalation(&self, tx: &mut WriteTx, changes: &Changes) -> Result<Vec<NewLetter>, DutyFault> {
        let superior = self.superior();
        let number = u32::try_from(self.clock.reminded).unwrap_or_default();
        let mut facts = self.facts(&superior, number);
        let handler = self.book.office.unit(&UnitId(self.complaint.unit.clone()));
        facts.unit = handler.map(UnitFacts::from).unwrap_or_default();
        if let Some(chase) = facts.chase.as_mut() {
            let now = std::mem::take(&mut chase.history);
            chase.history = self.history(tx).await?.into_iter().chain(now).collect();
        }
        let (kind, party, occasion) = (LetterKind::Escalation, self.complaint.unit.as_str(), &self.standard.id);
        let mut letters = vec![self.letter(tx, kind, &superior, party, occasion, (&facts, changes)).await?];
        if let Some((by, facts)) = self.acting(&superior, &facts) {
            letters.push(self.letter(tx, kind, &by, party, occasion, (&facts, changes)).await?);
        }
        Ok(once_each(letters))
    }

    /// Opens a token for somebody who had none.
    async fn open_thread(&self, tx: &mut WriteTx, unit: &UnitId, changes: &mut Changes) -> Result<(), DutyFault> {
        let (complaint, party) = (self.complaint.id, unit.0.clone());
        let open = tx.tokens_of(&[complaint]).await?.contains_key(&(complaint, party.clone()));
        if open || changes.threads.iter().any(|thread| thread.complaint == complaint && thread.party == party) {
            return Ok(());
        }
        // Another than any that has ended: clocks are counted once.
        let nth = u32::try_from(self.clock.id).unwrap_or(u32::MAX).wrapping_add(1 << 31);
        let token = self.practice.secret.reply_token(complaint, &party, nth);
        changes.threads.push(NewThread { token, complaint, party });
        Ok(())
    }

    async fn letter(
        &self,
        tx: &mut WriteTx,
        kind: LetterKind,
        to: &UnitId,
        party: &str,
        occasion: &str,
        (facts, changes): (&LetterFacts, &Changes),
    ) -> Result<NewLetter, DutyFault> {
        let complaint = self.complaint;
        let tokens = tx.tokens_of(&[complaint.id]).await?;
        let opened = || changes.threads.iter().find(|thread| thread.complaint == complaint.id && thread.party == party);
        let token = tokens.get(&(complaint.id, party.to_owned())).or_else(|| opened().map(|thread| &thread.token));
        let mut facts = facts.clone();
        hide_from_unit(&mut facts, self.book, complaint, to);
        let mut draft = LetterDraft::new(kind, &to.0, self.maker.mailbox(to)?, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = token.map(String::as_str);
        draft.thread =
            tx.message_id_of(complaint.id, LetterKind::Disposisi, &complaint.unit).await?.into_iter().collect();
        draft.deadline = Some(self.clock.deadline.due.to_utc());
        self.maker.make(tx, draft, &facts).await
    }
}

/// He is told of the same complaint by another letter of this kind that is being written.
fn is_told(letter: &NewLetter, changes: &Changes) -> bool {
    let same = |other: &NewLetter| {
        other.complaint == letter.complaint && other.kind == letter.kind && other.recipient == letter.recipient
    };
    changes.letters.iter().any(same)
}

/// Nobody gets the same letter twice, whatever his offices.
fn once_each(mut letters: Vec<NewLetter>) -> Vec<NewLetter> {
    let mut seen: Vec<String> = Vec::new();
    letters.retain(|letter| {
        let first = !seen.contains(&letter.recipient);
        seen.push(letter.recipient.clone());
        first
    });
    letters
}

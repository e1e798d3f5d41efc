//! Running clocks: the officer is reminded, his superior is told, a miss is written down.
//!
//! In: clocks that are due to be looked at. Out: letters and log lines. When what is due is pure
//! ([`crate::decide::deadlines`]).

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::letters::{LetterDraft, LetterMaker};
use super::triage::complaint_facts;
use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::OfficeBook;
use crate::decide::deadlines::{NoticeKind, next_look, notices_due, reminders};
use crate::decide::wording::{ChaseFacts, DeadlineFacts, LetterFacts, dates};
use crate::domain::deadline::StopsAt;
use crate::domain::{LetterKind, Standard, UnitId};
use crate::store::change::Changes;
use crate::store::complaints::Complaint;
use crate::store::deadlines::Clock as RunningClock;
use crate::store::{Store, WriteTx};
use crate::sync_log::{Entry, Event};

/// A clock whose notice could not be made is looked at again after this time.
const AFTER_A_FAULT: chrono::TimeDelta = chrono::TimeDelta::hours(1);
/// So many clocks are looked at in one transaction.
const BATCH: i64 = 100;
/// A clock whose office or standard is not configured now is looked at again after this.
const LOOK_AGAIN: TimeDelta = TimeDelta::hours(1);

/// The one who reminds.
pub struct Remind {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
}

impl Remind {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice) -> Self {
        Self { store, clock, practice }
    }

    /// When a clock is due to be looked at.
    pub async fn next_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        Ok(self.store.next_notice_at().await?)
    }

    /// Looks at every clock that is due, at most one batch.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let (now, practice) = (self.clock.now(), self.practice.load_full());
        let mut tx = self.store.write(now).await?;
        let due = tx.due_clocks(BATCH).await?;
        if due.is_empty() {
            return Ok(Report::default());
        }
        let mut ids: Vec<i64> = due.iter().map(|clock| clock.complaint).collect();
        ids.sort_unstable();
        ids.dedup();
        let complaints = tx.complaints_by_id(&ids).await?;
        let mut changes = Changes::default();
        for clock in &due {
            if let Err(fault) = look(&practice, &mut tx, &complaints, clock, now, &mut changes).await {
                // One clock that cannot be looked at must not stop the others; the database's own faults stop the pass.
                let DutyFault::Wording(why) = fault else { return Err(fault) };
                tracing::error!(
                    complaint = clock.complaint,
                    standard = clock.deadline.standard,
                    why,
                    "no notice could be made"
                );
                let again = Some(now + AFTER_A_FAULT);
                tx.clock_told(clock, clock.reminded, clock.escalated.is_some(), clock.missed.is_some(), again).await?;
            }
        }
        let (done, more) = (due.len(), due.len() == usize::try_from(BATCH).unwrap_or(usize::MAX));
        tx.apply(changes).await?;
        // True now: these notices are queued, and the clocks say when to look again. A crash just before leaves the
        // clocks due.
        tx.commit().await?;
        Ok(Report { done, more })
    }
}

/// One clock: what is due, its letters, when to look again.
async fn look(
    practice: &Practice,
    tx: &mut WriteTx,
    complaints: &HashMap<i64, Complaint>,
    clock: &RunningClock,
    now: DateTime<Utc>,
    changes: &mut Changes,
) -> Result<(), DutyFault> {
    let known = complaints.get(&clock.complaint).and_then(|complaint| {
        let book = practice.books.get(&complaint.office)?;
        let standard = book.standard(&clock.deadline.standard)?;
        Some((complaint, book, standard))
    });
    let Some((complaint, book, standard)) = known else {
        // The office or the standard is not configured: nobody is reminded. It may come back; the promise stands.
        return Ok(tx.clock_told(clock, clock.reminded, false, false, Some(now + LOOK_AGAIN)).await?);
    };
    let sent = already_sent(clock.reminded, clock.escalated.is_some());
    let notices = notices_due(standard, &clock.deadline, &book.calendar, &sent, now);
    let maker = LetterMaker::new(practice, book, now);
    let chase = Chase { maker: &maker, book, complaint, standard, clock, now };
    if let Some(number) = notices.reminder {
        changes.letters.push(chase.reminder(tx, number).await?);
        changes.log.push(chase.line(Event::Ingat).fact("ke", number));
    }
    if notices.escalate && clock.escalated.is_none() {
        changes.letters.push(chase.escalation(tx).await?);
        changes.log.push(chase.line(Event::Eskalasi).fact("kepada", chase.superior().0));
    }
    let missed = now > clock.deadline.due.to_utc();
    if missed && clock.missed.is_none() {
        changes.log.push(chase.line(Event::Tenggat).fact("terlewat", clock.deadline.due.to_rfc3339()));
    }
    let reminded = notices.covers.iter().copied().max().map_or(clock.reminded, |n| clock.reminded.max(i64::from(n)));
    let escalated = notices.escalate || clock.escalated.is_some();
    let said = already_sent(reminded, escalated);
    let next = next_look(standard, &clock.deadline, &book.calendar, &said, now);
    Ok(tx.clock_told(clock, reminded, escalated, missed, next).await?)
}

fn already_sent(reminded: i64, escalated: bool) -> Vec<NoticeKind> {
    let reminded = u32::try_from(reminded).unwrap_or(u32::MAX);
    let mut sent: Vec<NoticeKind> = (1..=reminded).map(NoticeKind::Reminder).collect();
    sent.extend(escalated.then_some(NoticeKind::Escalation));
    sent
}

/// Letters about one clock.
struct Chase<'a> {
    maker: &'a LetterMaker<'a>,
    book: &'a OfficeBook,
    complaint: &'a Complaint,
    standard: &'a Standard,
    clock: &'a RunningClock,
    now: DateTime<Utc>,
}

impl Chase<'_> {
    fn unit(&self) -> UnitId {
        UnitId(self.complaint.unit.clone())
    }

    fn superior(&self) -> UnitId {
        self.book.office.superior_of(&self.unit()).clone()
    }

    fn line(&self, event: Event) -> Entry {
        Entry::new(event, "sistem")
            .office(&self.complaint.office)
            .case(&self.complaint.number)
            .fact("standar", self.standard.id.as_str())
    }

    fn facts(&self, to: &UnitId, number: u32) -> LetterFacts {
        let office = &self.book.office;
        let mut facts = complaint_facts(self.book, self.complaint, self.now);
        facts.deadline = Some(DeadlineFacts::of(&self.clock.deadline, &office.zone_name, self.now));
        facts.later_deadlines.clear();
        facts.unit = office.unit(to).map(crate::decide::wording::UnitFacts::from).unwrap_or_default();
        let superior = office.unit(&self.superior()).map(|unit| unit.addressee.clone()).unwrap_or_default();
        let escalation = reminders(self.standard, &self.clock.deadline, &self.book.calendar)
            .into_iter()
            .find(|notice| notice.kind == NoticeKind::Escalation)
            .map(|notice| dates::moment(notice.at.with_timezone(&office.zone).fixed_offset(), &office.zone_name));
        let missing = StopsAt::from_word(&self.clock.stops_at).map_or("tindak lanjut", StopsAt::label);
        facts.chase = Some(ChaseFacts {
            reminder_no: number,
            missing: missing.to_owned(),
            superior,
            escalates_at: escalation,
            reason: (self.now > self.clock.deadline.due.to_utc()).then(|| "telah melewati tenggat".to_owned()),
            sent: Some(dates::moment(
                self.complaint.registered.with_timezone(&office.zone).fixed_offset(),
                &office.zone_name,
            )),
            history: Vec::new(),
        });
        facts
    }

    async fn reminder(&self, tx: &mut WriteTx, number: u32) -> Result<crate::store::change::NewLetter, DutyFault> {
        let unit = self.unit();
        let occasion = format!("{}/{number}", self.standard.id);
        self.letter(tx, LetterKind::Reminder, &unit, occasion, &self.facts(&unit, number)).await
    }

    async fn escalation(&self, tx: &mut WriteTx) -> Result<crate::store::change::NewLetter, DutyFault> {
        let superior = self.superior();
        let number = u32::try_from(self.clock.reminded).unwrap_or_default();
        self.letter(tx, LetterKind::Escalation, &superior, self.standard.id.clone(), &self.facts(&superior, number))
            .await
    }

    async fn letter(
        &self,
        tx: &mut WriteTx,
        kind: LetterKind,
        to: &UnitId,
        occasion: String,
        facts: &LetterFacts,
    ) -> Result<crate::store::change::NewLetter, DutyFault> {
        let complaint = self.complaint;
        let tokens = tx.tokens_of(&[complaint.id]).await?;
        let mut facts = facts.clone();
        super::triage::hide_from_officers(&mut facts, &complaint.decision);
        let mut draft = LetterDraft::new(kind, &to.0, self.maker.mailbox(to)?, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = tokens.get(&(complaint.id, complaint.unit.clone())).map(String::as_str);
        draft.thread =
            tx.message_id_of(complaint.id, LetterKind::Disposisi, &complaint.unit).await?.into_iter().collect();
        draft.deadline = Some(self.clock.deadline.due.to_utc());
        self.maker.make(tx, draft, &facts).await
    }
}

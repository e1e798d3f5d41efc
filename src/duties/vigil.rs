//! Somebody may be in danger and nobody of the duty list has answered: the list is alerted again, and again.
//!
//! In: vigils that are due. Out: alerts at any hour, each with its line of the log. A vigil ends when one of the list
//! says `TERIMA` (triage hears that), or when the complaint is answered.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::alerts::{Alert, alerts, set_caller};
use super::letters::LetterMaker;
use super::triage::{after, complaint_facts, for_officers, moment_in};
use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::OfficeBook;
use crate::decide::emergency::alerted_again;
use crate::decide::meaning::DUTY;
use crate::decide::privacy::Writer;
use crate::decide::wording::summary;
use crate::domain::Decision;
use crate::store::change::Changes;
use crate::store::complaints::Complaint;
use crate::store::vigils::Vigil as Watched;
use crate::store::{Store, WriteTx, instant};
use crate::sync_log::{Entry, Event};

/// So many are looked at in one transaction.
const BATCH: i64 = 50;
/// From this round on the head of the office is alerted too.
const HEAD_FROM_ROUND: i64 = 3;
/// So often for a complaint that is over.
const ROUNDS_WHEN_OVER: i64 = 24;

/// The one who keeps watch.
pub struct Vigil {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
}

impl Vigil {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice) -> Self {
        Self { store, clock, practice }
    }

    /// When a duty list must be alerted again.
    pub async fn next_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        Ok(self.store.next_vigil_at().await?)
    }

    /// Alerts every duty list that has not answered, at most one batch.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let (now, practice) = (self.clock.now(), self.practice.load_full());
        if self.store.next_vigil_at().await?.is_none_or(|at| at > now) {
            return Ok(Report::default());
        }
        let mut tx = self.store.write(now).await?;
        let due = tx.due_vigils(BATCH).await?;
        let ids: Vec<i64> = due.iter().map(|vigil| vigil.complaint).collect();
        let complaints = tx.complaints_by_id(&ids).await?;
        let mut changes = Changes::default();
        for vigil in &due {
            let known = complaints.get(&vigil.complaint);
            let open = known.filter(|complaint| goes_on(complaint, vigil));
            let book = open.and_then(|complaint| Some((complaint, practice.books.get(&complaint.office)?)));
            if let Some((complaint, book)) = book {
                alert(&practice, &mut tx, book, complaint, vigil, &mut changes).await?;
            }
            // A complaint whose office is not configured now may come back; one that is answered is over.
            let next = open.map(|_| alerted_again(now, vigil.rounds + 1));
            tx.vigil_kept(vigil.complaint, next).await?;
        }
        tx.apply(changes).await?;
        // True now: these alerts are queued, and it is written when the next are due. A crash just before leaves them
        // due.
        tx.commit().await?;
        Ok(Report { done: due.len(), more: due.len() == usize::try_from(BATCH).unwrap_or(usize::MAX) })
    }
}

/// A complaint that is answered or closed is over, unless its citizen has written of danger after that: then the list
/// is alerted for about half a day.
fn goes_on(complaint: &Complaint, vigil: &Watched) -> bool {
    complaint.status == "open" || vigil.said.is_some() && vigil.rounds < ROUNDS_WHEN_OVER
}

/// The alert once more, to everybody on the list.
async fn alert(
    practice: &Practice,
    tx: &mut WriteTx,
    book: &OfficeBook,
    complaint: &Complaint,
    vigil: &Watched,
    changes: &mut Changes,
) -> Result<(), DutyFault> {
    let (now, round) = (tx.now(), vigil.rounds + 1);
    let maker = LetterMaker::new(practice, book, now);
    let mut facts = complaint_facts(book, complaint, now);
    if let Some(said) = &vigil.said {
        // Whoever has asked since to stay unknown is hidden in what he had said, too.
        let in_danger = Decision { emergency: true, ..complaint.decision.clone() };
        let said = for_officers(said, book, Writer::of(&in_danger, Some(&complaint.all_names())));
        facts.complaint.summary = summary(&said);
        facts.complaint.text = after(&said, &complaint.text);
    }
    if let Some(begun) = vigil.begun {
        facts.complaint.received = moment_in(book, instant(begun));
    }
    facts.alerted_before = round;
    set_caller(practice, &mut facts, tx, complaint, vigil.phones.clone()).await?;
    let tokens = tx.tokens_of(&[complaint.id]).await?;
    let head = if round >= HEAD_FROM_ROUND { Some(maker.mailbox(&book.office.head)?) } else { None };
    let token = tokens.get(&(complaint.id, DUTY.to_owned())).map(String::as_str);
    let occasion = vigil.occasion(round);
    let about = (complaint.id, complaint.number.as_str());
    let alert = Alert { complaint: about, intake: &complaint.intake, token, occasion: &occasion, facts: &facts };
    changes.letters.extend(alerts(practice, &maker, tx, &alert, head).await?);
    let line = Entry::new(Event::Ingat, "sistem").office(&complaint.office).case(&complaint.number);
    changes.log.push(line.fact("darurat", true).fact("ke", round));
    Ok(())
}

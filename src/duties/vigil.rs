//! Somebody may be in danger and nobody of the duty list has answered: the list is alerted again, and again.
//!
//! In: vigils that are due. Out: alerts at any hour, each with its line of the log. A vigil ends when one of the list says
//! `TERIMA` (triage hears that), or when the complaint is answered.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::letters::{LetterDraft, LetterMaker};
use super::triage::{complaint_facts, hide_from_officers};
use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::OfficeBook;
use crate::decide::emergency::alerted_again;
use crate::decide::meaning::DUTY;
use crate::domain::LetterKind;
use crate::store::change::Changes;
use crate::store::complaints::Complaint;
use crate::store::{Store, WriteTx};
use crate::sync_log::{Entry, Event};

/// So many are looked at in one transaction.
const BATCH: i64 = 50;
/// From this round on the head of the office is alerted too.
const HEAD_FROM_ROUND: i64 = 3;

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
            let open = known.filter(|complaint| complaint.status == "open");
            let book = open.and_then(|complaint| Some((complaint, practice.books.get(&complaint.office)?)));
            if let Some((complaint, book)) = book {
                alert(&practice, &mut tx, book, complaint, vigil.rounds + 1, now, &mut changes).await?;
            }
            // A complaint whose office is not configured now may come back; one that is answered is over.
            let next = open.map(|_| alerted_again(now, vigil.rounds + 1));
            tx.vigil_kept(vigil.complaint, next).await?;
        }
        tx.apply(changes).await?;
        // True now: these alerts are queued, and it is written when the next are due. A crash just before leaves them due.
        tx.commit().await?;
        Ok(Report { done: due.len(), more: due.len() == usize::try_from(BATCH).unwrap_or(usize::MAX) })
    }
}

/// The alert once more, to everybody on the list.
async fn alert(
    practice: &Practice,
    tx: &mut WriteTx,
    book: &OfficeBook,
    complaint: &Complaint,
    round: i64,
    now: DateTime<Utc>,
    changes: &mut Changes,
) -> Result<(), DutyFault> {
    let maker = LetterMaker::new(practice, book, now);
    let mut facts = complaint_facts(book, complaint, now);
    hide_from_officers(&mut facts, &complaint.decision);
    let tokens = tx.tokens_of(&[complaint.id]).await?;
    let mut recipients = book.office.emergency.duty.clone();
    if round >= HEAD_FROM_ROUND {
        recipients.push(maker.mailbox(&book.office.head)?);
    }
    recipients.dedup();
    for recipient in recipients {
        let occasion = format!("ulang/{round}");
        let mut draft = LetterDraft::new(LetterKind::EmergencyAlert, DUTY, recipient, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = tokens.get(&(complaint.id, DUTY.to_owned())).map(String::as_str);
        changes.letters.push(maker.make(tx, draft, &facts).await?);
    }
    let line = Entry::new(Event::Ingat, "sistem").office(&complaint.office).case(&complaint.number);
    changes.log.push(line.fact("darurat", true).fact("ke", round));
    Ok(())
}

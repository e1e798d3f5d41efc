//! Floods from one telephone, told in digests: nothing of them is lost, and nobody gets six hundred letters.
//!
//! In: texts of which the officer was not told one by one. Out: one letter an hour and complaint with all of them,
//! equal ones counted, long ones shortened (each stands whole in the register). What does not fit waits for the next
//! letter.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::incoming::Incoming;

use super::letters::{LetterDraft, LetterMaker};
use super::triage::{complaint_facts, for_officers, hide_from_unit};
use super::{DutyFault, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::OfficeBook;
use crate::decide::privacy::Writer;
use crate::decide::supervision::reads_along;
use crate::decide::wording::{LetterFacts, UnitFacts, dates, one_line, shorten};
use crate::domain::{LetterKind, UnitId};
use crate::store::Store;
use crate::store::change::{Changes, NewLetter};
use crate::store::complaints::Complaint;

/// The first of them has waited for so long.
const EVERY: TimeDelta = TimeDelta::hours(1);
/// So many texts stand in one letter.
const AT_ONCE: i64 = 500;
/// Of one text so many characters.
const LONGEST: usize = 300;
/// So many complaints in one pass.
const BATCH: usize = 20;

/// The one who sums up.
pub struct Digest {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
}

impl Digest {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice) -> Self {
        Self { store, clock, practice }
    }

    /// Writes a digest for each complaint whose time has come, at most one batch.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let now = self.clock.now();
        let due = self.store.complaints_with_untold(now - EVERY).await?;
        let mut report = Report { done: 0, more: due.len() > BATCH };
        for complaint in due.into_iter().take(BATCH) {
            report.more |= self.tell(complaint, now).await?;
            report.done += 1;
        }
        Ok(report)
    }

    /// One letter. True if more of the complaint waits.
    async fn tell(&self, complaint: i64, now: DateTime<Utc>) -> Result<bool, DutyFault> {
        let practice = self.practice.load_full();
        let untold = self.store.untold_of(complaint, AT_ONCE).await?;
        let mut said: Vec<(DateTime<Utc>, String)> = Vec::with_capacity(untold.len());
        for text in &untold {
            if let Ok(Incoming::Text(read)) = Incoming::from_raw(&self.store.raw(text.blob).await?) {
                let files = match read.files.len() + read.enclosed.len() {
                    0 => String::new(),
                    n => format!(" ({n} lampiran)"),
                };
                said.push((text.received, format!("{}{files}", read.text)));
            }
        }
        let Some(last) = untold.last() else { return Ok(false) };
        let mut tx = self.store.write(now).await?;
        if !tx.digested(complaint, last.arrival).await? {
            return Ok(false);
        }
        let known = tx.complaints_by_id(&[complaint]).await?.remove(&complaint);
        let book = known.as_ref().and_then(|complaint| practice.books.get(&complaint.office));
        let (Some(known), Some(book)) = (known.as_ref(), book) else {
            // Its office is not configured now: the texts wait until it is.
            return Ok(false);
        };
        let maker = LetterMaker::new(&practice, book, now);
        let holder = UnitId(known.unit.clone());
        let watcher = reads_along(&book.office, &known.decision, &holder).map(|desk| desk.id.clone());
        let mut letters: Vec<NewLetter> = Vec::new();
        for unit in std::iter::once(holder).chain(watcher) {
            let (draft, facts) = letter(&maker, book, known, &said, (&unit, last.arrival))?;
            if letters.iter().all(|letter| letter.recipient != draft.recipient) {
                letters.push(maker.make(&mut tx, draft, &facts).await?);
            }
        }
        tx.apply(Changes { letters, ..Changes::default() }).await?;
        // True now: these texts stand in a letter that is queued. A crash just before leaves them waiting.
        tx.commit().await?;
        Ok(i64::try_from(untold.len()).unwrap_or(i64::MAX) >= AT_ONCE)
    }
}

fn letter<'c>(
    maker: &LetterMaker<'_>,
    book: &OfficeBook,
    complaint: &'c Complaint,
    said: &[(DateTime<Utc>, String)],
    (unit, last): (&UnitId, i64),
) -> Result<(LetterDraft<'c>, LetterFacts), DutyFault> {
    let mut facts = complaint_facts(book, complaint, maker.now());
    facts.unit = book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
    facts.message = Some(summed_up(book, complaint, said));
    let shielded = hide_from_unit(&mut facts, book, complaint, unit);
    if complaint.decision.stays_off_mail() {
        let where_it_is = if shielded { "" } else { "; lihat di petugas pengaduan" };
        facts.message = Some(format!("({} pesan tidak dikirim lewat surel{where_it_is})", said.len()));
    }
    let occasion = format!("rangkuman/{last}");
    let recipient = maker.mailbox(unit)?;
    let mut draft = LetterDraft::new(LetterKind::FurtherMessage, &unit.0, recipient, &complaint.intake, occasion);
    draft.complaint = Some((complaint.id, &complaint.number));
    Ok((draft, facts))
}

/// Each text once, with its time and how often it came.
fn summed_up(book: &OfficeBook, complaint: &Complaint, said: &[(DateTime<Utc>, String)]) -> String {
    let office = &book.office;
    let at = |at: DateTime<Utc>| dates::moment(at.with_timezone(&office.zone).fixed_offset(), &office.zone_name);
    let names = complaint.all_names();
    let writer = Writer::of(&complaint.decision, Some(&names));
    let mut lines: Vec<(DateTime<Utc>, String, usize)> = Vec::new();
    for (received, text) in said {
        let shown = shorten(&one_line(&for_officers(text, book, writer)), LONGEST);
        match lines.iter_mut().find(|(_, known, _)| *known == shown) {
            Some((_, _, times)) => *times += 1,
            None => lines.push((*received, shown, 1)),
        }
    }
    let mut message =
        format!("Rangkuman {} pesan dari telepon pelapor yang belum dikirim satu per satu:\n", said.len());
    for (received, text, times) in lines {
        let often = if times > 1 { format!(" ({times} kali)") } else { String::new() };
        let _ = write!(message, "\n- {}: {text}{often}", at(received));
    }
    message
}

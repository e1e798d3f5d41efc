//! Once a month desk and sysadmin are told that closed complaints have been kept long enough (UU 27/2022, Pasal 43). A
//! person looks at the list and erases; nothing goes by itself.
//!
//! In: how long each office keeps, what ended when. Out: letters and log lines. Erases nothing.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::letters::{LetterDraft, LetterMaker};
use super::wardens::desk_and_operators;
use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::OfficeBook;
use crate::decide::citizen::kept_long_enough;
use crate::decide::wording::{AlarmFacts, LetterFacts, OfficeFacts, dates};
use crate::domain::LetterKind;
use crate::store::change::Changes;
use crate::store::{Store, WriteTx};
use crate::sync_log::{Entry, Event};

/// The mark under which it stands when an office was told; no routine can have this id.
const MARK: &str = "*masa-simpan";
/// It is told again after this time.
const AGAIN_AFTER: TimeDelta = TimeDelta::days(30);

/// The one who looks how long things are kept.
pub struct Retention {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
}

/// What an office has kept too long.
struct Kept<'b> {
    book: &'b Arc<OfficeBook>,
    count: i64,
    first: DateTime<Utc>,
}

impl Retention {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice) -> Self {
        Self { store, clock, practice }
    }

    /// Tells every office that has kept something too long and was not told this month.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let (now, practice) = (self.clock.now(), self.practice.load_full());
        let mut limits: Vec<(&Arc<OfficeBook>, DateTime<Utc>)> =
            practice.books.values().filter_map(|book| Some((book, limit(book, now)?))).collect();
        if limits.is_empty() {
            return Ok(Report::default());
        }
        let marks = self.store.routine_marks().await?;
        let told = |book: &OfficeBook| marks.get(&(book.office.id.0.clone(), MARK.to_owned())).copied();
        limits.retain(|(book, _)| told(book).is_none_or(|told| now - told >= AGAIN_AFTER));
        // Without a mailbox there is no letter, and nobody has been told.
        limits.retain(|(book, _)| practice.mailbox_of(&book.office.id.0).is_some());
        limits.sort_by_key(|(book, _)| book.office.id.0.clone());
        let mut kept = Vec::new();
        for (book, before) in limits {
            let (count, first) = self.store.count_kept_since_before(&book.office.id.0, before).await?;
            kept.extend(first.map(|first| Kept { book, count, first }));
        }
        if kept.is_empty() {
            return Ok(Report::default());
        }
        let mut tx = self.store.write(now).await?;
        let mut changes = Changes::default();
        for kept in &kept {
            tell(&practice, &mut tx, kept, &mut changes).await?;
            tx.mark_routine(&kept.book.office.id.0, MARK, now).await?;
        }
        tx.apply(changes).await?;
        // True now: these offices have their letters and are left alone for a month. A crash just before leaves them
        // untold.
        tx.commit().await?;
        Ok(Report { done: kept.len(), more: false })
    }
}

/// What ended before this has been kept long enough; on days off nobody is told.
fn limit(book: &OfficeBook, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let today = now.with_timezone(&book.office.zone).date_naive();
    if book.calendar.day_off(today).is_some() { None } else { kept_long_enough(book, now) }
}

async fn tell(practice: &Practice, tx: &mut WriteTx, kept: &Kept<'_>, changes: &mut Changes) -> Result<(), DutyFault> {
    let (office, now) = (&kept.book.office, tx.now());
    let Some(mailbox) = practice.mailbox_of(&office.id.0) else { return Ok(()) };
    let maker = LetterMaker::new(practice, kept.book, now);
    let facts = facts(kept, now);
    let day = now.with_timezone(&office.zone).date_naive().to_string();
    for (audience, recipient) in desk_and_operators(practice, &maker)? {
        let draft = LetterDraft::new(LetterKind::Retention, &audience, recipient, &mailbox.address, day.clone());
        changes.letters.push(maker.make(tx, draft, &facts).await?);
    }
    let line = Entry::new(Event::Simpan, "sistem").office(&office.id.0).fact("lewat_masa_simpan", kept.count);
    changes.log.push(line);
    Ok(())
}

fn facts(kept: &Kept<'_>, now: DateTime<Utc>) -> LetterFacts {
    let office = &kept.book.office;
    let local = |at: DateTime<Utc>| at.with_timezone(&office.zone);
    let words = kept.book.citizen.keep.as_ref().map_or("", |(_, words)| words.as_str());
    let first = dates::date(local(kept.first).date_naive());
    LetterFacts {
        number: "PENGHUBUNG".to_owned(),
        office: OfficeFacts::from(office),
        written: dates::moment(local(now).fixed_offset(), &office.zone_name),
        alarm: Some(AlarmFacts {
            what: format!("{} laporan telah melewati {words} sejak ditutup", kept.count),
            place: format!("yang terlama ditutup pada {first}"),
            since: first,
            effect: "data pribadi pelapor disimpan lebih lama daripada yang diperlukan (UU 27/2022, Pasal 43)"
                .to_owned(),
            advice: format!("penghubung erase --due --office {}", office.id),
            ..AlarmFacts::default()
        }),
        ..LetterFacts::default()
    }
}

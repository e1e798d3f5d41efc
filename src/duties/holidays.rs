//! From October on the desk and the sysadmin are told, once a week, that the holidays of the next year are not loaded.
//!
//! In: the calendars of the offices, what day it is. Out: letters and log lines. Which years an office lacks is pure
//! ([`crate::domain::Calendar::missing_years`]); a joint decree that is loaded ends it by itself.

use std::sync::Arc;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::letters::{LetterDraft, LetterMaker};
use super::wardens::desk_and_operators;
use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::OfficeBook;
use crate::decide::wording::{AlarmFacts, LetterFacts, OfficeFacts, dates};
use crate::domain::LetterKind;
use crate::store::change::Changes;
use crate::store::{Store, WriteTx};
use crate::sync_log::{Entry, Event};

/// The mark under which it stands when an office was told; no routine can have this id.
const MARK: &str = "*kalender";
/// It is told again after this time.
const AGAIN_AFTER: TimeDelta = TimeDelta::days(7);
/// An office that is seen for the first time is told a day later: on the first day `check` says it to whoever sets it
/// up.
const FIRST_AFTER: TimeDelta = TimeDelta::days(1);

/// The one who looks at the calendars.
pub struct Holidays {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
}

impl Holidays {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice) -> Self {
        Self { store, clock, practice }
    }

    /// Tells every office whose calendar lacks a year and that was not told this week.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let (now, practice) = (self.clock.now(), self.practice.load_full());
        let mut lacking: Vec<(&Arc<OfficeBook>, Vec<i32>)> = practice
            .books
            .values()
            .map(|book| (book, lacks(book, now)))
            .filter(|(_, years)| !years.is_empty())
            .collect();
        if lacking.is_empty() {
            return Ok(Report::default());
        }
        let marks = self.store.routine_marks().await?;
        let mark = |book: &OfficeBook| marks.get(&(book.office.id.0.clone(), MARK.to_owned())).copied();
        lacking.retain(|(book, _)| mark(book).is_none_or(|told| now - told >= AGAIN_AFTER));
        // Without a mailbox there is no letter, and nobody has been told.
        lacking.retain(|(book, _)| practice.mailbox_of(&book.office.id.0).is_some());
        lacking.sort_by_key(|(book, _)| book.office.id.0.clone());
        if lacking.is_empty() {
            return Ok(Report::default());
        }
        let mut tx = self.store.write(now).await?;
        let mut changes = Changes::default();
        for (book, years) in &lacking {
            let told = if mark(book).is_some() {
                tell(&practice, &mut tx, book, years, &mut changes).await?;
                now
            } else {
                now - AGAIN_AFTER + FIRST_AFTER
            };
            tx.mark_routine(&book.office.id.0, MARK, told).await?;
        }
        tx.apply(changes).await?;
        // True now: these offices have their letters and are left alone for a week. A crash just before leaves them
        // untold.
        tx.commit().await?;
        Ok(Report { done: lacking.len(), more: false })
    }
}

/// The years that an office lacks on a day on which it works; on others nobody is told.
fn lacks(book: &OfficeBook, now: DateTime<Utc>) -> Vec<i32> {
    let today = now.with_timezone(&book.office.zone).date_naive();
    if book.calendar.day_off(today).is_some() {
        return Vec::new();
    }
    book.calendar.missing_years(today)
}

async fn tell(
    practice: &Practice,
    tx: &mut WriteTx,
    book: &OfficeBook,
    years: &[i32],
    changes: &mut Changes,
) -> Result<(), DutyFault> {
    let (office, now) = (&book.office, tx.now());
    let Some(mailbox) = practice.mailbox_of(&office.id.0) else { return Ok(()) };
    let maker = LetterMaker::new(practice, book, now);
    let facts = facts(book, years, now);
    let day = now.with_timezone(&office.zone).date_naive().to_string();
    for (audience, recipient) in desk_and_operators(practice, &maker)? {
        let draft = LetterDraft::new(LetterKind::CalendarGap, &audience, recipient, &mailbox.address, day.clone());
        changes.letters.push(maker.make(tx, draft, &facts).await?);
    }
    let line = Entry::new(Event::Kalender, "sistem").office(&office.id.0).fact("kalender", book.calendar.name.as_str());
    changes.log.push(line.fact("belum_dimuat", named(years)));
    Ok(())
}

fn facts(book: &OfficeBook, years: &[i32], now: DateTime<Utc>) -> LetterFacts {
    let office = &book.office;
    let today = now.with_timezone(&office.zone);
    let years = named(years);
    LetterFacts {
        number: "PENGHUBUNG".to_owned(),
        office: OfficeFacts::from(office),
        written: dates::moment(today.fixed_offset(), &office.zone_name),
        alarm: Some(AlarmFacts {
            what: format!("hari libur tahun {years} belum dimuat"),
            place: book.calendar.name.clone(),
            since: format!("Oktober {}", if today.month() >= 10 { today.year() } else { today.year() - 1 }),
            effect:
                "tenggat yang jatuh pada tahun itu dihitung tanpa hari libur dan cuti bersama, dan bertanda sementara"
                    .to_owned(),
            advice: format!(
                "minta pengelola sistem memuat SKB hari libur nasional dan cuti bersama ke holidays/{years}.toml (status = \
                 \"final\"), menaikkan revision, lalu menjalankan penghubung due recompute --office {} untuk melihat tenggat \
                 yang berubah",
                office.id
            ),
            ..AlarmFacts::default()
        }),
        ..LetterFacts::default()
    }
}

fn named(years: &[i32]) -> String {
    years.iter().map(ToString::to_string).collect::<Vec<_>>().join(" dan ")
}

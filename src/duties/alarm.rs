//! A mailbox that cannot be read is told to a person, by mail, while it lasts.
//!
//! In: sources whose fault goes on. Out: letters to those who look after the bridge. The relay is another way than the one
//! that broke; where it is broken too, the journal and `status` say so.

use std::sync::Arc;

use chrono::TimeDelta;

use super::letters::{LetterDraft, LetterMaker};
use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::wording::{AlarmFacts, LetterFacts, OfficeFacts, dates};
use crate::domain::{Channel, LetterKind};
use crate::store::change::Changes;
use crate::store::sources::SilentTrouble;
use crate::store::{Store, WriteTx};

/// A fault that passes within this time is nobody's business.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// Keys that are not taken come to life again by nobody but us.
const PATIENCE_WITH_KEYS: TimeDelta = TimeDelta::minutes(1);
/// While it lasts, it is told once in this time.
const AGAIN_AFTER: TimeDelta = TimeDelta::hours(24);

/// The one who raises the alarm.
pub struct Alarm {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
}

impl Alarm {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice) -> Self {
        Self { store, clock, practice }
    }

    /// Tells of every fault that goes on and was not told today.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let (now, practice) = (self.clock.now(), self.practice.load_full());
        let mut tx = self.store.write(now).await?;
        let troubles = tx.silent_troubles(now - PATIENCE, now - PATIENCE_WITH_KEYS, now - AGAIN_AFTER).await?;
        if troubles.is_empty() || practice.alarm_to.is_empty() {
            return Ok(Report::default());
        }
        let mut changes = Changes::default();
        for trouble in &troubles {
            tell(&practice, &mut tx, trouble, &mut changes).await?;
            tx.trouble_told(&trouble.name).await?;
        }
        tx.apply(changes).await?;
        // True now: each of these faults has its letters. A crash just before leaves them untold.
        tx.commit().await?;
        Ok(Report { done: troubles.len(), more: false })
    }
}

async fn tell(
    practice: &Practice,
    tx: &mut WriteTx,
    trouble: &SilentTrouble,
    changes: &mut Changes,
) -> Result<(), DutyFault> {
    let Some((office, channel)) = practice.source(&trouble.name) else { return Ok(()) };
    let Some(mailbox) = practice.mailbox_of(office) else { return Ok(()) };
    let Some(book) = practice.books.get(office) else { return Ok(()) };
    let office = &book.office;
    let since = dates::moment(trouble.since.with_timezone(&office.zone).fixed_offset(), &office.zone_name);
    let now = tx.now();
    let facts = LetterFacts {
        number: "PENGHUBUNG".to_owned(),
        office: OfficeFacts::from(office),
        written: dates::moment(now.with_timezone(&office.zone).fixed_offset(), &office.zone_name),
        alarm: Some(AlarmFacts {
            what: trouble.fault.clone(),
            place: place(channel, &trouble.name),
            since,
            effect: "laporan yang masuk lewat sini belum terbaca dan tenggatnya tetap berjalan".to_owned(),
            advice: advice(channel).to_owned(),
        }),
        ..LetterFacts::default()
    };
    let maker = LetterMaker::new(practice, book, now);
    for address in &practice.alarm_to {
        let occasion = format!("{}/{}", trouble.name, now.timestamp());
        let draft = LetterDraft::new(LetterKind::Alarm, "duty", address.clone(), &mailbox.address, occasion);
        changes.letters.push(maker.make(tx, draft, &facts).await?);
    }
    Ok(())
}

fn place(channel: Channel, name: &str) -> String {
    if channel == Channel::Email { format!("kotak surel {name}") } else { format!("kanal {} {name}", channel.label()) }
}

fn advice(channel: Channel) -> &'static str {
    if channel == Channel::Email {
        "periksa sandi dan server surel, lalu jalankan `penghubung check --online`"
    } else {
        "periksa kunci (token) dan alamat layanan, lalu jalankan `penghubung check --online`"
    }
}

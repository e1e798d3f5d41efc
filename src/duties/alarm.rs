//! A mailbox that cannot be read is told to a person, by mail, while it lasts; a page that takes no texts, once. When
//! it is well again, that is told too.
//!
//! In: sources whose fault goes on. Out: letters to those who look after the bridge. The relay is another way than the
//! one that broke; where it is broken too, the journal and `status` say so.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::letters::{LetterDraft, LetterMaker};
use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::wording::{AlarmFacts, LetterFacts, OfficeFacts, dates};
use crate::domain::{Channel, LetterKind};
use crate::store::change::Changes;
use crate::store::room::DISK;
use crate::store::{Store, WriteTx};

/// A fault that passes within this time is nobody's business.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);
/// Keys that are not taken come to life again by nobody but us.
const PATIENCE_WITH_KEYS: TimeDelta = TimeDelta::minutes(1);
/// A page is tried again for a while before people are asked in its place.
const PATIENCE_WITH_PAGES: TimeDelta = TimeDelta::minutes(15);
/// While it lasts, it is told once in this time.
const AGAIN_AFTER: TimeDelta = TimeDelta::hours(24);

/// What is said of something that is well again.
const WELL: &str = "berfungsi kembali";

/// Something that is told: what is wrong since when, or that it is over.
struct Told<'t> {
    name: &'t str,
    what: &'t str,
    since: DateTime<Utc>,
    over: Option<DateTime<Utc>>,
}

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
        let mut troubles = tx.silent_troubles(now - PATIENCE, now - PATIENCE_WITH_KEYS, now - AGAIN_AFTER).await?;
        // A page is spoken of once: nothing comes in by it, and people are asked for what it does not take.
        let is_page = |name: &str| practice.page(name).is_some();
        troubles.retain(|found| !is_page(&found.name) || !found.told && found.since <= now - PATIENCE_WITH_PAGES);
        let recoveries = tx.recoveries().await?;
        if practice.alarm_to.is_empty() || troubles.is_empty() && recoveries.is_empty() {
            return Ok(Report::default());
        }
        let mut changes = Changes::default();
        for trouble in &troubles {
            let alarm = Told { name: &trouble.name, what: &trouble.fault, since: trouble.since, over: None };
            tell(&practice, &mut tx, &alarm, &mut changes).await?;
            tx.trouble_told(&trouble.name).await?;
        }
        for back in &recoveries {
            let over = Told { name: &back.name, what: WELL, since: back.since, over: Some(back.until) };
            tell(&practice, &mut tx, &over, &mut changes).await?;
            tx.recovery_told(&back.name).await?;
        }
        tx.apply(changes).await?;
        // True now: each of these faults has its letters. A crash just before leaves them untold.
        tx.commit().await?;
        Ok(Report { done: troubles.len() + recoveries.len(), more: false })
    }
}

async fn tell(practice: &Practice, tx: &mut WriteTx, told: &Told<'_>, changes: &mut Changes) -> Result<(), DutyFault> {
    let Some((office, words)) = words(practice, told.name) else { return Ok(()) };
    let Some(mailbox) = practice.mailbox_of(office) else { return Ok(()) };
    let Some(book) = practice.books.get(office) else { return Ok(()) };
    let office = &book.office;
    let local = |at: DateTime<Utc>| dates::moment(at.with_timezone(&office.zone).fixed_offset(), &office.zone_name);
    let now = tx.now();
    let facts = LetterFacts {
        number: "PENGHUBUNG".to_owned(),
        office: OfficeFacts::from(office),
        written: local(now),
        alarm: Some(AlarmFacts {
            what: told.what.to_owned(),
            place: words.place,
            since: local(told.since),
            effect: if told.over.is_some() { words.after } else { words.effect }.to_owned(),
            advice: if told.over.is_some() { words.then } else { words.advice }.to_owned(),
            over: told.over.map(local),
        }),
        ..LetterFacts::default()
    };
    let maker = LetterMaker::new(practice, book, now);
    for address in &practice.alarm_to {
        let occasion = format!("{}/{}", told.name, now.timestamp());
        let draft = LetterDraft::new(LetterKind::Alarm, "duty", address.clone(), &mailbox.address, occasion);
        changes.letters.push(maker.make(tx, draft, &facts).await?);
    }
    Ok(())
}

/// What is told of something of ours, with the words that are its own.
struct Words {
    place: String,
    effect: &'static str,
    advice: &'static str,
    /// The same once it is over.
    after: &'static str,
    then: &'static str,
}

/// Whose it is, and its words; `None`: it is not configured any more.
fn words<'p>(practice: &'p Practice, name: &str) -> Option<(&'p str, Words)> {
    if let Some((office, posting)) = practice.page(name) {
        let place = format!("laman {posting}");
        let effect = "teks untuk laman itu tidak masuk sendiri; petugas diminta menayangkannya seperti tanpa laman";
        let advice = "periksa alamat dan kunci laman itu, lalu lihat `penghubung status`";
        let after = "teks baru kembali masuk ke laman itu dengan sendirinya";
        let then = "tetap selesaikan tugas penayangan yang sudah terlanjur diminta lewat surel";
        return Some((office, Words { place, effect, advice, after, then }));
    }
    if name == DISK {
        // Whose is the disk? Everybody's: one of the offices writes.
        let office = practice.mailboxes.values().map(|mailbox| mailbox.office.as_str()).min()?;
        let place = "ruang simpan basis data".to_owned();
        let effect =
            "bila habis, surel baru tidak dapat diambil dan tidak ada surat yang keluar; tenggat tetap berjalan";
        let advice = "kosongkan atau perbesar disk itu, lalu lihat `penghubung status`";
        let after = "surel kembali diambil seperti biasa";
        let then = "perhatikan tenggat yang mendekat pada `penghubung status`";
        return Some((office, Words { place, effect, advice, after, then }));
    }
    let (office, channel) = practice.source(name)?;
    let by_mail = channel == Channel::Email;
    let place = if by_mail { format!("kotak surel {name}") } else { format!("kanal {} {name}", channel.label()) };
    let advice = if by_mail {
        "periksa sandi dan server surel, lalu jalankan `penghubung check --online`"
    } else {
        "periksa kunci (token) dan alamat layanan, lalu jalankan `penghubung check --online`"
    };
    let effect = "laporan yang masuk lewat sini belum terbaca dan tenggatnya tetap berjalan";
    let after = "yang tertahan selama itu kini dibaca; tenggatnya dihitung dari saat diterima";
    let then = "perhatikan tenggat yang mendekat pada `penghubung status`";
    Some((office, Words { place, effect, advice, after, then }))
}

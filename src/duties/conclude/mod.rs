//! How complaints end: words on answers are acted upon, silence closes, an objection goes to whoever stands above.
//!
//! In: the question that was asked with an answer, what was said on it (triage and operators leave the words). Out:
//! closed or reopened complaints, their letters and log lines. When silence is long enough is pure
//! ([`crate::decide::citizen`]).

mod dossier;
mod notices;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use self::notices::Case;
use super::{DutyFault, Practice, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::OfficeBook;
use crate::decide::citizen::{decides_next, objection_clock, silence_until};
use crate::decide::deadlines::{due, next_look};
use crate::decide::supervision::reads_for_the_office;
use crate::domain::deadline::StopsAt;
use crate::domain::{Channel, ClosedHow, Deadline, UnitId, Verdict, Within};
use crate::store::change::{Changes, Closed, NewClock, NewThread};
use crate::store::complaints::Complaint;
use crate::store::endings::Ending;
use crate::store::{Store, WriteTx};
use crate::sync_log::{Entry, Event};

/// So many are looked at in one transaction.
const BATCH: i64 = 50;
/// One whose office is not configured now, or whose letter could not be worded, is looked at again after this.
const LOOK_AGAIN: TimeDelta = TimeDelta::hours(1);
/// Who says a word himself.
const REPORTER: &str = "pelapor";
/// A person who was asked to read something is asked again after so many working days …
const READ_WITHIN: Within = Within::WorkingDays(3);
/// … and no oftener than this; then it stands in the register as it is.
const MOST_REREADS: i64 = 5;

/// The one who brings complaints to their end.
pub struct Conclude {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
}

impl Conclude {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, practice: SharedPractice) -> Self {
        Self { store, clock, practice }
    }

    /// When there is something to look at.
    pub async fn next_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        Ok(self.store.next_ending_at().await?)
    }

    /// Looks at everything that is due, at most one batch.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let (now, practice) = (self.clock.now(), self.practice.load_full());
        if self.store.next_ending_at().await?.is_none_or(|at| at > now) {
            return Ok(Report::default());
        }
        let mut tx = self.store.write(now).await?;
        let endings = tx.due_endings(BATCH).await?;
        let ids: Vec<i64> = endings.iter().map(|ending| ending.complaint).collect();
        let complaints = tx.complaints_by_id(&ids).await?;
        let mut changes = Changes::default();
        for ending in &endings {
            let complaint = complaints.get(&ending.complaint);
            let known = complaint.and_then(|complaint| Some((complaint, practice.books.get(&complaint.office)?)));
            let Some((complaint, book)) = known else {
                tx.look_at_ending(ending.complaint, now + LOOK_AGAIN).await?;
                continue;
            };
            let look = Look { store: &self.store, practice: &practice, book, complaint, ending, now };
            match look.act(&mut tx).await {
                Ok(more) => changes.append(more),
                Err(DutyFault::Wording(why)) => {
                    tracing::error!(complaint = complaint.number, why, "a letter about its end could not be made");
                    tx.look_at_ending(ending.complaint, now + LOOK_AGAIN).await?;
                }
                Err(fault) => return Err(fault),
            }
        }
        tx.apply(changes).await?;
        // True now: each of these complaints has gone the step that its word or its silence asked for, with its
        // letters. A crash just before leaves the words to be acted upon.
        tx.commit().await?;
        Ok(Report { done: endings.len(), more: endings.len() == usize::try_from(BATCH).unwrap_or(usize::MAX) })
    }
}

/// One complaint that is to be looked at.
struct Look<'a> {
    store: &'a Store,
    practice: &'a Practice,
    book: &'a OfficeBook,
    complaint: &'a Complaint,
    ending: &'a Ending,
    now: DateTime<Utc>,
}

impl<'a> Look<'a> {
    /// Letters are made before anything is changed: one that cannot be worded leaves all as it was.
    async fn act(&self, tx: &mut WriteTx) -> Result<Changes, DutyFault> {
        match self.ending.word {
            Some(Verdict::Puas) => self.content(tx).await,
            Some(Verdict::Tidak) => self.not_content(tx).await,
            Some(Verdict::BelumJelas) => self.unclear(tx).await,
            Some(Verdict::Ditutup) => self.tell_of_the_end(tx).await,
            Some(Verdict::Dibuka) => self.taken_up(tx).await,
            None => self.silent(tx).await,
        }
    }

    fn case(&self) -> Case<'a> {
        Case::new(self.practice, self.book, self.complaint, self.ending, self.now)
    }

    fn id(&self) -> i64 {
        self.complaint.id
    }

    /// He is content: it is over, and whoever answered hears of it.
    async fn content(&self, tx: &mut WriteTx) -> Result<Changes, DutyFault> {
        let mut changes = Changes::default();
        if self.complaint.status == "answered" {
            changes.letters.extend(self.case().closing_letter(tx, ClosedHow::Selesai).await?);
            let told = "pelapor menyatakan puas; laporan ditutup";
            changes.letters.extend(self.case().tell_unit(tx, told, None, "puas").await?);
            self.close(tx, ClosedHow::Selesai, ClosedHow::Selesai.label()).await?;
        }
        tx.word_done(self.id(), false).await?;
        Ok(changes)
    }

    async fn close(&self, tx: &mut WriteTx, how: ClosedHow, why: &str) -> Result<(), DutyFault> {
        let by = if self.ending.word_by.is_empty() { "sistem" } else { &self.ending.word_by };
        let closed = Closed { complaint: self.id(), how, why: why.to_owned(), by: by.to_owned() };
        tx.close(&closed).await?;
        Ok(())
    }

    /// It was closed by hand.
    async fn tell_of_the_end(&self, tx: &mut WriteTx) -> Result<Changes, DutyFault> {
        let mut changes = Changes::default();
        if let Some(how) = self.complaint.closed_how {
            changes.letters.extend(self.case().closing_letter(tx, how).await?);
        }
        tx.word_done(self.id(), false).await?;
        Ok(changes)
    }

    /// Nobody has said anything: the wait is reckoned, or is over.
    async fn silent(&self, tx: &mut WriteTx) -> Result<Changes, DutyFault> {
        let mut changes = Changes::default();
        // SP4N-LAPOR! asks and closes by its own rules.
        let waits = self.complaint.status == "answered" && self.complaint.reply_by != Some(Channel::Lapor);
        match (&self.ending.silence, self.ending.asked) {
            (Some(until), _) if waits && self.now > until.due.to_utc() => {
                let how = ClosedHow::SelesaiTanpaTanggapan;
                changes.letters.extend(self.case().closing_letter(tx, how).await?);
                self.close(tx, how, &format!("tanpa tanggapan selama {}", until.within)).await?;
            }
            (Some(until), _) if waits => tx.await_silence(self.id(), Some(until)).await?,
            (None, Some(asked)) if waits => {
                tx.await_silence(self.id(), silence_until(self.book, asked).as_ref()).await?;
            }
            (Some(_) | None, _) => tx.await_silence(self.id(), None).await?,
        }
        Ok(changes)
    }

    /// A person must read it; he is asked a few times.
    async fn unclear(&self, tx: &mut WriteTx) -> Result<Changes, DutyFault> {
        let mut changes = Changes::default();
        if self.complaint.status != "answered" {
            tx.word_done(self.id(), false).await?;
            return Ok(changes);
        }
        let desk = reads_for_the_office(&self.book.office, &self.complaint.decision);
        let party = format!("{desk}#puas");
        let (token, new) = self.token(tx, &party, 0).await?;
        changes.threads.extend(new);
        let dossier = self.dossier(tx, false, false).await?;
        changes.letters.push(self.case().unclear_letter(tx, desk, &token, dossier).await?);
        let again = due(READ_WITHIN, "", "", self.now, &self.book.calendar, self.book.office.zone).due.to_utc();
        let again = (self.ending.reread + 1 < MOST_REREADS).then_some(again);
        tx.asked_to_read(self.id(), again).await?;
        Ok(changes)
    }

    /// He is not content: whoever stands above has it from now on, with everything that is known, a new clock runs, and
    /// he is told.
    async fn not_content(&self, tx: &mut WriteTx) -> Result<Changes, DutyFault> {
        let mut changes = Changes::default();
        if self.complaint.status == "open" {
            tx.word_done(self.id(), false).await?;
            return Ok(changes);
        }
        let unit = UnitId(self.complaint.unit.clone());
        let before = tx.deciders(self.id()).await?;
        let decides = decides_next(self.book, &self.complaint.decision, &unit, &before);
        // What he objects to is not theirs to decide who did it: the limits and the reminders go with the complaint.
        let goes_over = *decides != unit;
        let clock = objection_clock(self.book, self.now);
        let dossier = self.dossier(tx, goes_over, self.complaint.status == "answered").await?;
        let (token, new) = self.token_of_decider(tx, decides, goes_over).await?;
        changes.threads.extend(new);
        changes.letters.extend(self.case().objection_letters(tx, decides, &token, dossier, &clock).await?);
        changes.letters.extend(self.case().escalated_letter(tx, decides, &clock).await?);
        // Who had it has read the reporter's own words, with where they went; what a person said is told here.
        if goes_over && self.ending.word_by != REPORTER {
            let name = self.case().name_of(decides);
            let told = format!("pelapor menyatakan belum puas; laporan kini ditangani {name}");
            changes.letters.extend(self.case().tell_unit(tx, &told, None, "keberatan").await?);
        }
        if goes_over {
            changes.moved.push((self.id(), decides.clone()));
            changes.log.push(self.line(Event::Rute).fact("unit", decides.0.as_str()).fact("aturan", "keberatan"));
        }
        let line = self.line(Event::Eskalasi).fact("kepada", decides.0.as_str());
        changes.log.push(line.fact("sebab", "pelapor belum puas"));
        if self.complaint.status == "answered" {
            tx.wake_closing_clocks(self.id()).await?;
        }
        tx.take_up(self.id(), "pelapor belum puas", &self.ending.word_by).await?;
        changes.restarted.push((self.id(), self.started(clock)));
        tx.word_done(self.id(), true).await?;
        Ok(changes)
    }

    /// It is taken up again: a new clock runs, and whoever has it hears of it.
    async fn taken_up(&self, tx: &mut WriteTx) -> Result<Changes, DutyFault> {
        let mut changes = Changes::default();
        let clock = objection_clock(self.book, self.now);
        let told = "laporan dibuka kembali";
        changes.letters.extend(self.case().tell_unit(tx, told, Some(&clock), "dibuka").await?);
        // He knows it who has written himself; who was told that it is over hears that it is not.
        if self.ending.word_in.is_none() {
            changes.letters.extend(self.case().reopened_letter(tx, &clock).await?);
        }
        tx.take_up(self.id(), "pelapor menulis lagi", &self.ending.word_by).await?;
        changes.restarted.push((self.id(), self.started(clock)));
        tx.word_done(self.id(), true).await?;
        Ok(changes)
    }

    fn started(&self, deadline: Deadline) -> NewClock {
        let next_at =
            next_look(&self.book.citizen.objection, &deadline, &self.book.calendar, &[], (self.now, self.now));
        NewClock { deadline, stops_at: StopsAt::Answer, next_at }
    }

    /// Where the complaint goes over to another, all tokens of officers end: it gets a new one.
    async fn token_of_decider(
        &self,
        tx: &mut WriteTx,
        decides: &UnitId,
        goes_over: bool,
    ) -> Result<(String, Option<NewThread>), DutyFault> {
        let nth = u32::MAX - u32::try_from(self.ending.objections).unwrap_or_default();
        if goes_over { Ok(self.new_token(&decides.0, nth)) } else { self.token(tx, &decides.0, nth).await }
    }

    /// The open token of a party, or a new one.
    async fn token(&self, tx: &mut WriteTx, party: &str, nth: u32) -> Result<(String, Option<NewThread>), DutyFault> {
        let mut known = tx.tokens_of(&[self.id()]).await?;
        Ok(match known.remove(&(self.id(), party.to_owned())) {
            Some(token) => (token, None),
            None => self.new_token(party, nth),
        })
    }

    fn new_token(&self, party: &str, nth: u32) -> (String, Option<NewThread>) {
        let token = self.practice.secret.reply_token(self.id(), party, nth);
        let thread = NewThread { token: token.clone(), complaint: self.id(), party: party.to_owned() };
        (token, Some(thread))
    }

    fn line(&self, event: Event) -> Entry {
        let by = if self.ending.word_by.is_empty() { "sistem" } else { &self.ending.word_by };
        Entry::new(event, by).office(&self.complaint.office).case(&self.complaint.number).config(&self.practice.digest)
    }
}

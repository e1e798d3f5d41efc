//! One batch on the desk: arrival after arrival, each given its meaning and what follows from it.

use chrono::{DateTime, Utc};

use super::danger::tells_of_danger;
use super::past::BatchPast;
use super::reading::{Aside, Read, ReadArrival};
use super::told::{UNWORDABLE, UNWRITABLE, told};
use super::weight::{is_a_partys_word, waits, wants_no_board};
use crate::decide::OfficeBook;
use crate::decide::classify::Kind;
use crate::decide::meaning::{Meaning, Meant, Place, meaning};
use crate::decide::supervision::accuses;
use crate::domain::UnitId;
use crate::duties::letters::LetterMaker;
use crate::duties::{DutyFault, MailboxFacts, Practice};
use crate::store::change::{ArrivalOutcome, Changes, Handled, NewPenItem};
use crate::store::complaints::Complaint;
use crate::store::registrations::is_old_files;
use crate::store::{StoreFault, WriteTx};
use crate::sync_log::{Entry, Event};

/// The desk while it works on a batch.
pub(super) struct Desk<'a> {
    pub(super) practice: &'a Practice,
    pub(super) tx: &'a mut WriteTx,
    pub(super) past: BatchPast,
    pub(super) now: DateTime<Utc>,
    pub(super) changes: Changes,
}

/// What one arrival came to, for its row.
pub(super) struct Came {
    pub(super) outcome: ArrivalOutcome,
    pub(super) complaint: Option<i64>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(practice: &'a Practice, tx: &'a mut WriteTx, past: BatchPast, now: DateTime<Utc>) -> Self {
        Self { practice, tx, past, now, changes: Changes::default() }
    }

    /// What the batch changes, to be applied in its transaction.
    pub(super) fn into_changes(self) -> Changes {
        self.changes
    }

    /// Gives the arrivals their meaning, up to the first that is about what an earlier one of them has just changed.
    /// Returns how many.
    pub(super) async fn handle_all(&mut self, arrivals: &[ReadArrival]) -> Result<usize, DutyFault> {
        for (done, arrival) in arrivals.iter().enumerate() {
            if arrival.read.as_ref().is_some_and(|read| self.past.is_overtaken(arrival, read)) {
                return Ok(done);
            }
            self.handle(arrival).await?;
        }
        Ok(arrivals.len())
    }

    /// Gives one arrival its meaning.
    async fn handle(&mut self, arrival: &ReadArrival) -> Result<(), DutyFault> {
        if let Some(sweep) = &arrival.sweep {
            return Box::pin(self.compare(arrival, sweep)).await;
        }
        let Some(read) = arrival.read.as_ref().filter(|_| arrival.aside.is_none()) else {
            return self.put_before_a_person(arrival).await;
        };
        let (book, mailbox) = self.place_of(arrival)?;
        let channel = self.practice.channels.get(&arrival.row.source);
        let answer_since = channel.map_or(mailbox.answer_since, |channel| channel.answer_since);
        let answer_since = answer_since.unwrap_or_else(|| self.past.first_seen(&arrival.row.source));
        let answer_since = if is_old_files(&arrival.row.source) { DateTime::<Utc>::MAX_UTC } else { answer_since };
        let place = Place {
            office: &book.office,
            unit: mailbox.unit.as_ref().filter(|_| channel.is_none()),
            received: arrival.row.received_at,
            answer_since,
            role: read.mail.from.as_deref().is_some_and(|from| book.routines.knows(from)),
            typist: self.practice.lapor.get(&book.office.id.0).and_then(|lapor| lapor.admin.as_deref()),
            authserv_id: mailbox.authserv_id.as_deref(),
        };
        if let Some(report) = &read.report {
            let came = Box::pin(self.report_comes(arrival, read, report, book, mailbox, place.answer_since)).await?;
            self.handled(arrival, Some(read), came.outcome, came.complaint, &read.kind.reason);
            return Ok(());
        }
        if let Some(number) = self.notice_of(arrival, read) {
            self.note_report(arrival, &number);
            let why = "a notification of LAPOR! about a report";
            self.handled(arrival, Some(read), ArrivalOutcome::Machine, None, why);
            return Ok(());
        }
        if let Some(sheet) = &read.said.sheet {
            let came = self.sheet_comes(arrival, read, book, mailbox, sheet).await?;
            self.handled(arrival, Some(read), came.outcome, came.complaint, &read.kind.reason);
            return Ok(());
        }
        let meant = meaning(place, &read.mail, &read.kind, &self.past.of(arrival, read));
        if is_a_partys_word(&meant.meaning) {
            self.settle_by_reply(read);
        }
        let result = self.act(arrival, read, book, mailbox, &meant).await?;
        // A slot is kept by what was taken, not by what waits for a person.
        let hands_over = matches!(meant.meaning, Meaning::HandsOver { .. });
        if hands_over && result.outcome != ArrivalOutcome::Pen && !read.text.kept.trim().is_empty() {
            self.slot_handed_over(arrival, read, book);
        }
        self.past.remember(arrival, read, result.complaint);
        self.handled(arrival, Some(read), result.outcome, result.complaint, &meant.reason);
        Ok(())
    }

    /// What could not be read, or not be dealt with. It is not remembered as read: the same mail once more is tried
    /// anew.
    async fn put_before_a_person(&mut self, arrival: &ReadArrival) -> Result<(), DutyFault> {
        let reason = match &arrival.aside {
            Some(Aside::Unwordable(why)) => format!("a letter that follows from it could not be worded: {why}"),
            Some(Aside::Unwritable(why)) => {
                format!("what follows from it could not be written down (our fault): {why}")
            }
            None => "reading it ended the daemon several times; the raw bytes are kept".to_owned(),
        };
        self.pen(arrival, arrival.read.as_ref(), &reason, Vec::new()).await?;
        self.handled(arrival, None, ArrivalOutcome::Pen, None, &reason);
        Ok(())
    }

    async fn act(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
        meant: &Meant,
    ) -> Result<Came, DutyFault> {
        if waits(&meant.meaning, read)
            && let Some(came) = Box::pin(self.unless_danger(arrival, read, book, mailbox)).await?
        {
            return Ok(came);
        }
        let (outcome, complaint) = match &meant.meaning {
            Meaning::Opens if read.said.form.is_some() => return self.form_comes(arrival, read, book, mailbox).await,
            Meaning::Opens => {
                let whole = arrival.as_new(read, self.practice);
                let complaint = Box::pin(self.open(arrival, &whole, book, mailbox)).await?;
                self.past.touch(complaint);
                (ArrivalOutcome::Complaint, Some(complaint))
            }
            Meaning::Adds { complaint } if self.comes_too_late(arrival, read, book, *complaint) => {
                let complaint = self.open_after(arrival, read, book, mailbox, *complaint).await?;
                self.past.touch(complaint);
                (ArrivalOutcome::Complaint, Some(complaint))
            }
            Meaning::Adds { complaint }
                if wants_no_board(&read.text.kept)
                    && !accuses(book, &read.text.kept)
                    && !tells_of_danger(book, read)
                    && self.objection(book, *complaint).await? =>
            {
                (ArrivalOutcome::Further, Some(*complaint))
            }
            Meaning::Adds { complaint } => {
                Box::pin(self.add_message(arrival, read, book, *complaint)).await?;
                (ArrivalOutcome::Further, Some(*complaint))
            }
            Meaning::OfficerWrites { complaint, party } => {
                Box::pin(self.officer_writes(arrival, read, book, *complaint, party)).await?;
                self.past.touch(*complaint);
                (ArrivalOutcome::OfficerReply, Some(*complaint))
            }
            Meaning::Registers { unit, said } => {
                return Box::pin(self.registers(arrival, read, book, mailbox, unit, *said)).await;
            }
            Meaning::HandsOver { unit } => return Box::pin(self.hands_over(arrival, read, book, mailbox, unit)).await,
            Meaning::OfTask { asked, said } => {
                self.task_says(arrival, read, book, mailbox, *asked, said).await?;
                (ArrivalOutcome::OfficerReply, None)
            }
            Meaning::OfPen { item, said } => {
                return Box::pin(self.pen_says(arrival, read, book, mailbox, (*item, said))).await;
            }
            Meaning::Bounced => (ArrivalOutcome::Machine, self.bounced(arrival, read)),
            Meaning::Machine => (ArrivalOutcome::Machine, None),
            Meaning::Same { complaint, copy_to } => {
                return Box::pin(self.same_again(arrival, book, *complaint, copy_to.as_ref())).await;
            }
            Meaning::Old => (ArrivalOutcome::Old, None),
            Meaning::Pen { guesses } => {
                Box::pin(self.hold(arrival, read, book, (&meant.reason, guesses))).await?;
                (ArrivalOutcome::Pen, None)
            }
        };
        Ok(Came { outcome, complaint })
    }

    /// The same mail once more; `copy_to`: another unit that got it in its own mailbox.
    async fn same_again(
        &mut self,
        arrival: &ReadArrival,
        book: &'a OfficeBook,
        complaint: Option<i64>,
        copy_to: Option<&UnitId>,
    ) -> Result<Came, DutyFault> {
        if let (Some(complaint), Some(unit)) = (complaint, copy_to) {
            self.copy_to_unit(book, complaint, unit, arrival.row.id).await?;
        }
        Ok(Came { outcome: ArrivalOutcome::Duplicate, complaint })
    }

    /// The office and mailbox of an arrival, as configured now.
    pub(super) fn place_of(&self, arrival: &ReadArrival) -> Result<(&'a OfficeBook, &'a MailboxFacts), StoreFault> {
        let row = &arrival.row;
        self.practice.place_of(row).ok_or_else(|| {
            let office = &row.office;
            StoreFault::Broken(format!("arrival {}: office `{office}` is not configured, or has no mailbox", row.id))
        })
    }

    /// The complaint that meaning spoke of; the batch has asked for it.
    pub(super) fn complaint(&self, id: i64) -> Result<Complaint, StoreFault> {
        self.past.complaint(id).cloned().ok_or_else(|| {
            StoreFault::Broken(format!("complaint {id} is named by a token or letter, but is not there"))
        })
    }

    /// A maker of letters for an office, at this moment.
    pub(super) fn maker(&self, book: &'a OfficeBook) -> LetterMaker<'a> {
        LetterMaker::new(self.practice, book, self.now)
    }

    /// A line of the log about an office.
    pub(super) fn note(&mut self, entry: Entry) {
        let digest = &self.practice.digest;
        self.changes.log.push(entry.config(digest));
    }

    /// Puts an arrival before a person.
    pub(super) async fn pen(
        &mut self,
        arrival: &ReadArrival,
        read: Option<&Read>,
        reason: &str,
        guesses: Vec<(String, String)>,
    ) -> Result<(), DutyFault> {
        let office = arrival.row.office.clone();
        let why = match arrival.aside {
            Some(Aside::Unwordable(_)) => UNWORDABLE,
            Some(Aside::Unwritable(_)) => UNWRITABLE,
            None => told(read, ArrivalOutcome::Pen, !guesses.is_empty()),
        };
        self.note(
            Entry::new(Event::Karantina, "sistem").office(&office).fact("arsip", arrival.row.id).fact("sebab", why),
        );
        if read.is_none_or(|read| read.kind.kind != Kind::Spam) {
            self.tell_desk_of_pen(arrival, read, why, &guesses).await?;
        }
        self.changes.pen.push(NewPenItem { arrival: arrival.row.id, office, reason: reason.to_owned(), guesses });
        Ok(())
    }

    pub(super) fn handled(
        &mut self,
        arrival: &ReadArrival,
        read: Option<&Read>,
        outcome: ArrivalOutcome,
        complaint: Option<i64>,
        reason: &str,
    ) {
        let event = match outcome {
            // These have lines of their own.
            ArrivalOutcome::Complaint | ArrivalOutcome::OfficerReply | ArrivalOutcome::Pen => None,
            ArrivalOutcome::Duplicate => Some(Event::Ganda),
            ArrivalOutcome::Further
            | ArrivalOutcome::Machine
            | ArrivalOutcome::Gone
            | ArrivalOutcome::Old
            | ArrivalOutcome::Registration => Some(Event::Terima),
        };
        if let Some(event) = event {
            let entry = Entry::new(event, "sistem")
                .office(&arrival.row.office)
                .fact("arsip", arrival.row.id)
                .fact("sebagai", outcome.word())
                .fact("sebab", told(read, outcome, complaint.is_some()));
            let number = complaint.and_then(|id| self.past.complaint(id)).map(|c| c.number.clone());
            self.note(match number {
                Some(number) => entry.case(number),
                None => entry,
            });
        }
        self.changes.handled.push(Handled {
            arrival: arrival.row.id,
            outcome,
            complaint,
            message_id: read.and_then(|read| read.mail.message_id.clone()),
            fingerprint: read.map(|read| read.fingerprint.clone()),
            reason: reason.to_owned(),
        });
    }
}

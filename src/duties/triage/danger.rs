//! A citizen's later message that tells of danger: the alarm is set off as by a first one.
//!
//! In: a further message of a known complaint. Out: the instant answer to the citizen, the alert to the duty list, a
//! vigil until one of it says `TERIMA`. While such a vigil goes on already, its next round tells what was said last.

use super::desk::Desk;
use super::facts::moment_in;
use super::hiding::{for_officers, names_of};
use super::open::a_day;
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::classify::own_subject;
use crate::decide::emergency::{Manner, alerted_again, call, detect, plea};
use crate::decide::meaning::DUTY;
use crate::decide::privacy::{self, Writer};
use crate::decide::wording::summary;
use crate::domain::{Channel, Decision, LetterKind};
use crate::duties::DutyFault;
use crate::duties::alerts::{Alert, alerts, may_be_called, may_be_written, place_at_lapor};
use crate::duties::letters::LetterDraft;
use crate::store::change::NewThread;
use crate::store::complaints::Complaint;
use crate::store::vigils::Danger;
use crate::sync_log::{Entry, Event};

/// What was said now, before what was said at first: the place may stand there.
pub fn after(said: &str, first: &str) -> String {
    format!("{}\n\nPesan pertama:\n{}", said.trim(), first.trim())
}

/// True where a mail tells of danger now, in its words or in a subject of its own: that of an answer is ours.
pub(super) fn tells_of_danger(book: &OfficeBook, read: &Read) -> bool {
    detect(&book.rules.shared.emergency, &book.rules.read(&whole(read))).is_some()
}

/// True where an officer's mail calls for help with a danger.
pub(super) fn is_a_call(book: &OfficeBook, read: &Read, manner: Manner) -> bool {
    call(&book.rules.shared.emergency, &book.rules.read(&whole(read)), manner).is_some()
}

/// True where somebody begs for help in a mail that a machine has sent.
pub(super) fn begs_for_help(book: &OfficeBook, read: &Read) -> bool {
    plea(&book.rules.shared.emergency, &book.rules.read(&whole(read))).is_some()
}

/// Its words, below a subject of its own.
fn whole(read: &Read) -> String {
    let kind = &read.kind;
    let answers = kind.token.is_some() || !kind.references.is_empty() || kind.number.is_some();
    let subject = if answers { "" } else { own_subject(&read.mail.subject) };
    format!("{subject}\n{}", read.text.kept)
}

impl<'a> Desk<'a> {
    /// Sets off the alarm where the message tells of danger. True if it does.
    pub(super) async fn look_for_danger(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: &Complaint,
    ) -> Result<bool, DutyFault> {
        let reading = book.rules.read(&read.text.kept);
        let Some(found) = detect(&book.rules.shared.emergency, &reading) else { return Ok(false) };
        // What the database says of this complaint no longer holds: another such message waits for the next batch.
        self.past.touch(complaint.id);
        let names = names_of(read, complaint);
        let in_danger = Decision { emergency: true, ..complaint.decision.clone() };
        let said = for_officers(&read.text.kept, book, Writer::of(&in_danger, Some(&names)));
        let goes_on = self.tx.is_watched(complaint.id).await?;
        self.note(
            Entry::new(Event::Ingat, "sistem")
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("arsip", arrival.row.id)
                .fact("darurat", true)
                .fact("tanda", found.matched.len()),
        );
        if !goes_on {
            self.answer_danger(arrival, read, book, complaint).await?;
            self.alert_again((arrival, read), book, complaint, (&said, None)).await?;
        }
        if book.office.emergency.on_duty().next().is_some() {
            let next = alerted_again(self.now, 0);
            let numbers = privacy::phones_in(&read.text.kept, &book.rules.public_numbers);
            let phones = may_be_called(&complaint.decision, None, numbers);
            self.changes.dangers.push(Danger { complaint: complaint.id, next, said, phones });
        }
        Ok(true)
    }

    /// The citizen hears at once what to do.
    async fn answer_danger(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: &Complaint,
    ) -> Result<(), DutyFault> {
        let way = read.said.reply.clone().or_else(|| complaint.way_back());
        let Some((channel, address)) = way.filter(|(channel, _)| *channel != Channel::Lapor) else { return Ok(()) };
        if !self.past.ration(&address, a_day(&read.said)) {
            return Ok(());
        }
        self.changes.receipts.push(address.clone());
        let mut facts = self.facts_of(book, complaint);
        facts.complaint.received = moment_in(book, arrival.row.received_at);
        let occasion = format!("susulan/{}", arrival.row.id);
        let mut draft = LetterDraft::new(LetterKind::EmergencyAnswer, "pelapor", address, &complaint.intake, occasion);
        draft.channel = channel;
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, "pelapor");
        draft.thread = complaint.message_id.iter().chain(&read.mail.message_id).cloned().collect();
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }

    /// The duty list hears what he wrote now.
    pub(super) async fn alert_again(
        &mut self,
        (arrival, read): (&ReadArrival, &Read),
        book: &'a OfficeBook,
        complaint: &Complaint,
        (said, caller): (&str, Option<&str>),
    ) -> Result<(), DutyFault> {
        let known = self.past.token(complaint.id, DUTY).map(str::to_owned);
        let token = known.clone().unwrap_or_else(|| self.practice.secret.reply_token(complaint.id, DUTY, 0));
        if known.is_none() && book.office.emergency.on_duty().next().is_some() {
            let thread = NewThread { token: token.clone(), complaint: complaint.id, party: DUTY.to_owned() };
            self.changes.threads.push(thread);
        }
        let mut facts = self.facts_of(book, complaint);
        facts.complaint.summary = summary(said);
        facts.complaint.text = after(said, &complaint.text);
        facts.complaint.received = moment_in(book, arrival.row.received_at);
        place_at_lapor(self.practice, self.tx, complaint, &mut facts).await?;
        let ways = self.tx.contacts_of(complaint.id).await?.into_iter().chain(complaint.way_back());
        let numbers = privacy::phones_in(&read.text.kept, &book.rules.public_numbers);
        facts.reporter.phones = may_be_called(&complaint.decision, ways.chain(read.said.reply.clone()), numbers);
        let wrote = read.said.reply.clone().or_else(|| complaint.way_back());
        facts.reporter.address = match caller {
            Some(officer) => Some(officer.to_owned()),
            None => may_be_written(&complaint.decision, wrote),
        };
        let about = (complaint.id, complaint.number.as_str());
        let occasion = format!("susulan/{}", arrival.row.id);
        let (token, intake) = (Some(token.as_str()), complaint.intake.as_str());
        let alert = Alert { complaint: about, intake, token, occasion: &occasion, facts: &facts };
        let letters = alerts(self.practice, &self.maker(book), self.tx, &alert, None).await?;
        self.changes.letters.extend(letters);
        Ok(())
    }
}

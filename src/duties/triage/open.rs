//! A new complaint: number, decision, clocks, tokens, and the letters that say so.

mod alerts;
mod decided;
mod handed;
mod shown;
mod ways;

use chrono::Datelike;

pub(super) use self::decided::decide;
pub(in crate::duties) use self::handed::FOR_THE_DESK;
pub(super) use self::shown::{described_all, stays_on_server};

use self::alerts::caller_of;
use self::decided::over_at_once;
use self::shown::describe;
use super::desk::Desk;
use super::facts::{letter_facts, promise, shown_words};
use super::hiding::{Known, for_officers, may_attach, say_what_stays_back};
use super::missing::question_about;
use super::officer::disposisi::Asked;
use super::reading::{Read, ReadArrival, Said};
use crate::decide::OfficeBook;
use crate::decide::deadlines::next_look;
use crate::decide::privacy::{self, Writer};
use crate::decide::wording::{LetterFacts, ReporterFacts};
use crate::domain::numbering::complaint_number;
use crate::domain::office::Office;
use crate::domain::{Channel, Decision, LetterKind, UnitId};
use crate::duties::letters::LetterDraft;
use crate::duties::{DutyFault, MailboxFacts};
use crate::store::change::{NewClock, NewComplaint, NewThread, Sorted};
use crate::store::write::Table;
use crate::sync_log::{Entry, Event};

/// An address gets at most so many receipts a day; its further complaints are registered all the same.
const RECEIPTS_A_DAY: i64 = 20;
/// The same for a telephone: each is paid for and rings.
const TEXTS_A_DAY: i64 = 5;

/// The question about what a complaint does not say is asked once.
const COMPLETENESS: &str = "kelengkapan";

/// A complaint being opened.
struct Opening<'a> {
    id: i64,
    number: String,
    decision: Decision,
    facts: LetterFacts,
    /// Words of names by which he may be known.
    names: String,
    /// His words without him, as they were found out beforehand.
    beforehand: Option<&'a (String, String)>,
    intake: &'a str,
    pelapor: Option<(Channel, String)>,
    /// Telephones at which whoever may be in danger can be called.
    phones: Vec<String>,
    /// The address of whoever tells of the danger.
    caller: Option<String>,
    /// Who entered it for him.
    entered_by: Option<String>,
    thread: Vec<String>,
}

impl Opening<'_> {
    fn known(&self) -> Known<'_> {
        Known { names: &self.names, beforehand: self.beforehand }
    }
}

impl<'a> Desk<'a> {
    /// Opens a complaint and returns its id.
    pub(super) async fn open(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
    ) -> Result<i64, DutyFault> {
        let decided = arrival.decision().cloned();
        let decision = decided.unwrap_or_else(|| decide(&arrival.row, read, book, mailbox));
        let opening = self.register(arrival, read, book, mailbox, decision).await?;
        if self.is_over(opening.id) {
            return Ok(opening.id);
        }
        let rings = matches!(opening.pelapor, Some((Channel::Sms | Channel::Whatsapp, _)));
        let a_day = if rings { TEXTS_A_DAY } else { RECEIPTS_A_DAY };
        let may_write = opening.pelapor.as_ref().is_some_and(|(_, address)| self.past.ration(address, a_day));
        if opening.decision.emergency {
            self.alert(&opening, book, may_write).await?;
        }
        self.acknowledge(&opening, book, may_write).await?;
        self.alert_of_grade(&opening, book).await?;
        if book.office.first_to_head(&opening.decision) {
            let attach = arrival.row.blob.filter(|_| may_attach(&opening.decision, book, read));
            let (complaint, number, intake) = (opening.id, opening.number.as_str(), opening.intake);
            let asked = Asked { complaint, number, intake, decision: &opening.decision, attach, again: 0 };
            let mut facts = opening.facts.clone();
            say_what_stays_back(&mut facts, false, attach.is_none());
            self.ask_head(book, asked, facts).await?;
            Box::pin(self.hand_to_the_desk(&opening, book, arrival, read)).await?;
            return Ok(opening.id);
        }
        let main = &opening.decision.unit;
        self.send_disposisi(&opening, book, main, arrival, read).await?;
        for (n, unit) in opening.decision.also.iter().enumerate() {
            let has_it = unit == main || opening.decision.also.iter().take(n).any(|earlier| earlier == unit);
            if !has_it {
                self.send_disposisi(&opening, book, unit, arrival, read).await?;
            }
        }
        Box::pin(self.hand_to_the_desk(&opening, book, arrival, read)).await?;
        Ok(opening.id)
    }

    /// Number, row, clocks, tokens and log lines.
    async fn register<'o>(
        &mut self,
        arrival: &'o ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'o MailboxFacts,
        decision: Decision,
    ) -> Result<Opening<'o>, DutyFault> {
        let id = self.tx.next_id(Table::Complaints).await?;
        let number = self.fresh_number(&book.office).await?;
        let said = arrival.names_said(read);
        let names = read.known_as(said.as_deref());
        let writer = Writer::of(&decision, Some(&names));
        let shown = |text: &str| for_officers(text, book, writer);
        let (text, subject) = (shown(&read.text.kept), shown(&read.mail.subject));
        let name = read.mail.from_name.as_deref().map(|name| privacy::mask(name, &book.rules.public_numbers).0);
        let pelapor = self.way_back(read);
        let mut facts = letter_facts(book, &decision, arrival, &text, self.now);
        facts.number.clone_from(&number);
        facts.routing.matched = shown_words(book, &decision, &names);
        facts.reporter = ReporterFacts::new(name.as_deref(), writer.is_hidden());
        facts.lapor_number = read.report.as_ref().map(|report| report.number.clone());
        facts.lapor = read.report.as_ref().map(|report| self.lapor_facts(book, report, &shown));
        describe(&mut facts, book, read, (&subject, &decision), writer);
        facts.question = question_about(book, &decision, read, pelapor.as_ref());
        facts.complaint.sorted_by = self.sorted_by(id, book, read, &decision);
        self.note_opening(arrival, read, &number, &decision);
        let ended = over_at_once(arrival, read, book, &decision);
        self.note_writing(id, &number, book, arrival, read, (pelapor.is_some(), ended)).await?;
        self.keep_other_ways(id, read, pelapor.as_ref());
        self.changes.complaints.push(NewComplaint {
            id,
            number: number.clone(),
            channel: arrival.row.channel,
            received: arrival.row.received_at,
            subject,
            summary: facts.complaint.summary.clone(),
            text,
            pelapor: pelapor.clone(),
            pelapor_name: name,
            names: said,
            arrival: arrival.row.id,
            message_id: read.mail.message_id.clone(),
            intake: mailbox.address.clone(),
            clocks: self.new_clocks(book, &decision),
            decision: decision.clone(),
            config: self.practice.digest.clone(),
            registration: read.said.written.as_deref().map(|written| written.1.clone()),
            ended,
        });
        Ok(Opening {
            id,
            number,
            facts,
            names,
            beforehand: arrival.shielded(),
            intake: &mailbox.address,
            caller: caller_of(read, &decision, pelapor.as_ref()),
            entered_by: read.said.written.as_deref().map(|written| written.0.registrar.clone()),
            phones: self.phones_in_danger(read, book, &decision, pelapor.as_ref()),
            decision,
            pelapor,
            thread: read.mail.message_id.iter().cloned().collect(),
        })
    }

    /// The name of the unit whose officer has sorted it, which is written down.
    fn sorted_by(&mut self, id: i64, book: &OfficeBook, read: &Read, decision: &Decision) -> Option<String> {
        let by = graded_by(read, decision)?;
        let name = book.office.unit(&by).map(|unit| unit.name.clone());
        self.changes.sorted.push(Sorted { complaint: id, decision: decision.clone(), by: Some(by) });
        name
    }

    async fn fresh_number(&mut self, office: &Office) -> Result<String, DutyFault> {
        let year = self.now.with_timezone(&office.zone).year();
        let count = self.tx.next_number(&office.id.0, year).await?;
        Ok(complaint_number(&office.prefix, year, count))
    }

    fn new_clocks(&self, book: &OfficeBook, decision: &Decision) -> Vec<NewClock> {
        let clock = |deadline: &crate::domain::Deadline| {
            let standard = book.standards.iter().find(|s| s.id == deadline.standard)?;
            let next_at = next_look(standard, deadline, &book.calendar, &[], (self.now, self.now));
            Some(NewClock { deadline: deadline.clone(), stops_at: standard.stops_at, next_at })
        };
        decision.deadlines.iter().filter_map(clock).collect()
    }

    fn note_opening(&mut self, arrival: &ReadArrival, read: &Read, number: &str, decision: &Decision) {
        let row = &arrival.row;
        let late = (self.now - row.received_at).num_seconds();
        let mut entry = Entry::new(Event::Terima, "sistem")
            .office(&row.office)
            .case(number)
            .fact("arsip", row.id)
            .fact("sumber", row.source.as_str())
            .fact("kanal", row.channel.word())
            .fact("diterima", row.received_at.timestamp())
            .fact("jeda_detik", late);
        if let Some((written, registration)) = read.said.written.as_deref() {
            let by = written.unit.as_ref().map_or(written.registrar.as_str(), |unit| unit.0.as_str());
            entry = entry.fact("dicatat_oleh", by).fact("terlambat_daftar", registration.late);
        }
        self.note(entry);
        self.note(
            Entry::new(Event::Rute, "sistem")
                .office(&row.office)
                .case(number)
                .fact("unit", decision.unit.0.as_str())
                .fact("aturan", decision.rule.as_str())
                .fact("jenis", decision.class.word())
                .fact("darurat", decision.emergency)
                .fact("pengawasan", decision.supervision),
        );
    }

    /// The receipt, if the address has not had its ration.
    async fn acknowledge(
        &mut self,
        opening: &Opening<'_>,
        book: &'a OfficeBook,
        may_write: bool,
    ) -> Result<(), DutyFault> {
        let Some((channel, address)) = &opening.pelapor else { return Ok(()) };
        let token = self.practice.secret.reply_token(opening.id, "pelapor", 0);
        self.changes.threads.push(NewThread {
            token: token.clone(),
            complaint: opening.id,
            party: "pelapor".to_owned(),
        });
        if !may_write || !acknowledges(*channel) {
            return Ok(());
        }
        let mut draft = LetterDraft::new(LetterKind::Receipt, "pelapor", address.clone(), opening.intake, "");
        draft.channel = *channel;
        draft.complaint = Some((opening.id, &opening.number));
        draft.token = Some(&token);
        draft.thread.clone_from(&opening.thread);
        let mut facts = opening.facts.clone();
        promise(&mut facts, book, &opening.decision, self.now);
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        self.changes.receipts.push(address.clone());
        if facts.question.is_some() {
            let mut draft =
                LetterDraft::new(LetterKind::DataRequest, "pelapor", address.clone(), opening.intake, COMPLETENESS);
            draft.channel = *channel;
            draft.complaint = Some((opening.id, &opening.number));
            draft.token = Some(&token);
            draft.thread.clone_from(&opening.thread);
            let letter = self.maker(book).make(self.tx, draft, &facts).await?;
            self.changes.letters.push(letter);
        }
        Ok(())
    }
}

/// The unit whose officer gave the grade with which it begins.
fn graded_by(read: &Read, decision: &Decision) -> Option<UnitId> {
    let written = &read.said.written.as_deref()?.0;
    written.unit.clone().filter(|_| written.sheet.grade.is_some() && written.sheet.grade == decision.grade)
}

/// How many letters of this kind an address gets a day.
pub(super) fn a_day(said: &Said) -> i64 {
    if said.from_phone { TEXTS_A_DAY } else { RECEIPTS_A_DAY }
}

/// A channel that tells the citizen by itself that his complaint was taken needs no receipt of ours.
fn acknowledges(channel: Channel) -> bool {
    channel != Channel::Lapor
}

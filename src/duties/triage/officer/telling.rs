//! What an officer's word makes us write: a question to the citizen, a question back or a note to himself.

use super::super::desk::Desk;
use super::super::facts::promise;
use super::Officer;
use super::choice::Choices;
use super::disposisi::awaits_disposisi;
use crate::decide::OfficeBook;
use crate::decide::meaning::{ABOUT_OMBUDSMAN, BROUGHT, DUTY};
use crate::decide::tokens::text_hash;
use crate::decide::wording::{AskBackFacts, LetterFacts, ReporterFacts, UnitFacts};
use crate::domain::{Deadline, LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;
use crate::store::change::NewThread;
use crate::store::complaints::Complaint;

/// What is said of lines below a short command.
const KEPT: &str =
    "; tulisan di belakang atau di bawah perintah disimpan sebagai catatan internal, tidak dikirim kepada pelapor";

/// What is said of files beside a question with numbered answers.
const FILES_AGAIN: &str =
    "; berkas yang terlampir tidak ikut bila dijawab dengan angka, mohon dilampirkan lagi bersama JAWAB:";

impl<'a> Desk<'a> {
    /// `MINTA DATA:` goes to the citizen; the clock keeps running.
    pub(in crate::duties::triage) async fn ask_citizen(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        question: &str,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let Some((channel, address)) = complaint.way_back() else {
            return self.ask_back(book, officer, question, "pelapor tidak memberi alamat", false).await;
        };
        let mut facts = self.facts_of(book, complaint);
        promise(&mut facts, book, &complaint.decision, self.now);
        facts.unit = signed_by(book, officer, facts.unit);
        facts.question = Some(question.to_owned());
        // He may ask the same again when no answer came: each of his mails is a letter.
        let occasion = format!("{}/{}", text_hash(question), officer.arrival);
        let mut draft = LetterDraft::new(LetterKind::DataRequest, "pelapor", address, &complaint.intake, occasion);
        draft.channel = channel;
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, "pelapor");
        draft.thread = complaint.message_id.iter().cloned().collect();
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }

    /// Asks the officer what he meant, with a preview of what would be sent.
    pub(in crate::duties::triage) async fn ask_back(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        preview: &str,
        why: &str,
        sendable: bool,
    ) -> Result<(), DutyFault> {
        self.ask_back_with(book, officer, preview, why, sendable, Choices::new()).await
    }

    /// The same with numbered answers.
    pub(in crate::duties::triage) async fn ask_back_with(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        preview: &str,
        why: &str,
        sendable: bool,
        choices: Choices,
    ) -> Result<(), DutyFault> {
        let mut facts = self.facts_of(book, &officer.complaint);
        let again = if officer.files.is_some() && !choices.is_empty() { FILES_AGAIN } else { "" };
        let (why, preview) = (format!("{why}{again}"), preview.to_owned());
        let options = choices.iter().map(|(words, _)| words.clone()).collect();
        let role = role_of(book, officer).to_owned();
        let extend_by = extension_open(book, &officer.complaint);
        facts.ask_back = Some(AskBackFacts { why, preview, sendable, options, role, extend_by });
        Box::pin(self.write_officer(book, officer, LetterKind::AskBack, &facts)).await?;
        if let Some(asks) = self.changes.letters.last().map(|letter| letter.message_id.clone()) {
            self.offer(officer, &asks, choices);
        }
        Ok(())
    }

    /// Tells the officer that his word was noted.
    pub(in crate::duties::triage) async fn say_noted(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        what: &str,
    ) -> Result<(), DutyFault> {
        self.say_noted_of(book, officer, &officer.complaint, what).await
    }

    /// The same of a complaint that his word has changed.
    pub(in crate::duties::triage) async fn say_noted_of(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        complaint: &Complaint,
        what: &str,
    ) -> Result<(), DutyFault> {
        let mut facts = self.facts_of(book, complaint);
        let ends = self.changes.closed.iter().any(|closed| closed.complaint == complaint.id)
            || self.changes.answered_elsewhere.contains(&complaint.id);
        // What is over waits for nothing any more.
        facts.deadline = facts.deadline.filter(|_| !ends);
        let kept = if officer.note.is_empty() { "" } else { KEPT };
        let read = Some(officer.readers.told(book)).filter(|told| !told.is_empty() && !kept.is_empty());
        let read = read.map(|told| format!(", {}", told.trim_start())).unwrap_or_default();
        facts.noted = Some(format!("{what}{kept}{read}"));
        Box::pin(self.write_officer(book, officer, LetterKind::Noted, &facts)).await
    }

    /// The token by which a unit answers about a complaint: the one it has, or a new one. `nth` (the arrival that
    /// causes it) makes it another than one that has ended.
    pub(in crate::duties::triage) fn token_for(&mut self, complaint: i64, unit: &UnitId, nth: i64) -> String {
        let party = unit.0.clone();
        let of_batch = self.changes.threads.iter().rev().find(|t| t.complaint == complaint && t.party == party);
        if let Some(thread) = of_batch {
            return thread.token.clone();
        }
        // With a complaint that moves all units' tokens end.
        let moves = self.changes.moved.iter().any(|(moved, _)| *moved == complaint);
        if let Some(token) = self.past.token(complaint, &unit.0).filter(|_| !moves) {
            return token.to_owned();
        }
        let nth = u32::try_from(nth).unwrap_or(u32::MAX);
        let token = self.practice.secret.reply_token(complaint, &unit.0, nth);
        self.changes.threads.push(NewThread { token: token.clone(), complaint, party });
        token
    }

    pub(in crate::duties::triage) async fn write_officer(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        kind: LetterKind,
        facts: &LetterFacts,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let mut facts = facts.clone();
        if self.only_explains(book, officer) {
            facts.reporter = ReporterFacts::default();
        }
        super::super::hiding::hide_from_unit(&mut facts, book, complaint, &officer.unit);
        facts.unit = addressed_as(book, officer);
        let occasion = officer.arrival.to_string();
        let mut draft =
            LetterDraft::new(kind, &officer.unit.0, officer.address.to_owned(), &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, officer.party);
        draft.thread = officer.message_id.map(str::to_owned).into_iter().collect();
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }
}

/// By how much a clock of the complaint may be extended, as its standard says it.
fn extension_open(book: &OfficeBook, complaint: &Complaint) -> Option<String> {
    let of_clock = |deadline: &Deadline| Some(book.standard_of(deadline)?.extend_by?.to_string());
    complaint.decision.deadlines.iter().find_map(of_clock)
}

/// Whose reply it was, where other words are his than a unit's: the letter lists them.
fn role_of(book: &OfficeBook, officer: &Officer<'_>) -> &'static str {
    let of_draft = officer.party.split_once('#').is_some_and(|(unit, id)| unit == officer.unit.0 && is_number(id));
    if officer.party == DUTY {
        "piket"
    } else if officer.party.starts_with(BROUGHT) {
        if officer.party.ends_with(ABOUT_OMBUDSMAN) { "penyampai hak" } else { "penyampai" }
    } else if of_draft {
        "penyetuju"
    } else if awaits_disposisi(book, &officer.complaint) && officer.unit == book.office.head {
        "disposisi"
    } else {
        ""
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A unit as people name it.
pub(in crate::duties::triage) fn name_of(book: &OfficeBook, unit: &UnitId) -> String {
    book.office.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.shown().to_owned())
}

impl<'a> Desk<'a> {
    /// Whose word it is: the unit of whoever wrote, by his title where he acts for the head today.
    pub(in crate::duties::triage) fn spoken_by(&self, book: &'a OfficeBook, officer: &Officer<'_>) -> String {
        let writes = book.office.unit_of_officer(officer.address);
        let acting = self.acting_head(book).filter(|acting| writes.is_some_and(|unit| unit.id == acting.by));
        match (acting, writes) {
            (Some(acting), Some(unit)) if officer.unit.0 != officer.complaint.unit || officer.unit != unit.id => {
                format!("{} ({})", acting.title, unit.shown())
            }
            (_, Some(unit)) => unit.shown().to_owned(),
            (_, None) => name_of(book, &officer.unit),
        }
    }
}

/// How a letter addresses whoever wrote: as his own unit, whichever unit has the complaint.
pub(in crate::duties::triage) fn addressed_as(book: &OfficeBook, officer: &Officer<'_>) -> UnitFacts {
    if officer.unit.0 == DUTY {
        let piket = format!("Petugas Piket {}", book.office.short);
        return UnitFacts { name: piket.clone(), addressee: piket };
    }
    let own = book.office.unit(&officer.unit);
    let writes = own.filter(|unit| unit.mailboxes.iter().any(|mailbox| mailbox == officer.address));
    writes.or_else(|| book.office.unit_of_officer(officer.address)).or(own).map(UnitFacts::from).unwrap_or_default()
}

/// In whose name the citizen reads what an officer has written: that of the unit for which he answers.
pub(super) fn signed_by(book: &OfficeBook, officer: &Officer<'_>, holder: UnitFacts) -> UnitFacts {
    book.office.unit(&officer.unit).map_or(holder, UnitFacts::from)
}

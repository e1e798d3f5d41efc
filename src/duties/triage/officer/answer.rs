//! An officer's answer: to the citizen, or to those who must approve it first.

use super::super::approval::Concept;
use super::super::desk::Desk;
use super::super::facts::ask_whether_content;
use super::super::hiding::{hide_from_unit, note_for_unit};
use super::Officer;
use super::choice;
use super::telling::{name_of, signed_by};
use crate::decide::OfficeBook;
use crate::decide::answer_files::answer_files;
use crate::decide::privacy::calls_by_name;
use crate::decide::reply::{doubt_about, names_copies};
use crate::decide::tokens::text_hash;
use crate::decide::wording::UnitFacts;
use crate::domain::office::ConfirmAnswers;
use crate::domain::routine::{Posting, Posts};
use crate::domain::{Channel, LetterKind, UnitId};
use crate::duties::approvers::approvers;
use crate::duties::letters::LetterDraft;
use crate::duties::{DutyFault, ProseAnswers};
use crate::store::change::{Approval, NewAnswer, NewLetter};
use crate::store::complaints::Complaint;
use crate::store::write::Table;

/// What is said of a list of copies below an answer.
const COPIES: &str =
    "daftar tembusan di bawahnya tidak ikut dikirim kepada pelapor, dan tembusannya tidak dikirim oleh sistem ini";

/// An answer and the letter that carries it.
pub(in crate::duties::triage) struct Answered<'m> {
    /// The answer's id.
    pub(in crate::duties::triage) id: i64,
    /// Its exact words.
    pub(in crate::duties::triage) text: &'m str,
    /// What brings it to the citizen.
    pub(in crate::duties::triage) letter: NewLetter,
    /// The officer's mail whose files go with it.
    pub(in crate::duties::triage) files: Option<i64>,
    /// What is said of files that do not go with it.
    pub(in crate::duties::triage) stay: Option<String>,
}

impl<'a> Desk<'a> {
    /// Prose without a command word: an answer where the office says so and none was given yet.
    pub(in crate::duties::triage) async fn prose(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        text: &str,
    ) -> Result<(), DutyFault> {
        let (given, same) = self.past.answers(officer.complaint.id, &text_hash(text));
        let doubt = doubt_about(text, &[&book.office.phone]);
        match (self.practice.prose, doubt, given) {
            (ProseAnswers::Send, None, 0) => Box::pin(self.answer(book, officer, text)).await,
            _ if same => self.say_noted(book, officer, "kiriman ganda; jawaban yang sama sudah ada").await,
            (_, Some(doubt), _) => self.ask_about(book, officer, text, doubt).await,
            (ProseAnswers::Send, None, _) => {
                let why = "laporan ini sudah pernah dijawab";
                self.ask_back_with(book, officer, text, why, true, choice::of_text(text, true, false)).await
            }
            (ProseAnswers::AskBack, None, _) => {
                let why = "baris pertama tidak memuat perintah";
                self.ask_back_with(book, officer, text, why, true, choice::of_text(text, true, false)).await
            }
        }
    }

    /// Who carries an answer to a reporter that no connector can reach, where somebody does.
    pub(super) fn carried_by_hand(&self, book: &OfficeBook, complaint: &Complaint) -> Option<(Channel, String)> {
        let carries =
            |posting: &&Posting| posting.of == Posts::Answers && posting.channels.contains(&complaint.channel);
        let posting = book.routines.postings.iter().find(carries)?;
        Some((complaint.channel, book.all_addresses(&posting.to).into_iter().next()?))
    }

    /// The answer leaves, or waits for approval where the office requires that.
    pub(in crate::duties::triage) async fn answer(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        text: &str,
    ) -> Result<(), DutyFault> {
        let (complaint, hash) = (&officer.complaint, text_hash(text));
        let fitted = self.fitted(complaint, text);
        let text = fitted.as_str();
        if self.past.answers(complaint.id, &hash).1 {
            return self.say_noted(book, officer, "kiriman ganda; jawaban yang sama sudah ada").await;
        }
        let carried = self.carried_by_hand(book, complaint);
        let by_hand = complaint.way_back().is_none() && carried.is_some();
        let Some((channel, address)) = complaint.way_back().or(carried) else {
            return Box::pin(self.answer_by_hand(book, officer, text)).await;
        };
        if channel == Channel::Lapor && self.practice.lapor.get(&complaint.office).is_some_and(|lapor| !lapor.writes) {
            let why = "kanal SP4N-LAPOR! hanya dibaca; mohon jawaban ini ditulis langsung di laman SP4N-LAPOR!";
            return self.ask_back(book, officer, text, why, false).await;
        }
        let hides = complaint.decision.privacy.hides_identity();
        let names = [complaint.pelapor_name.as_deref(), complaint.names.as_deref()];
        // That of the account, and what he called himself in his text.
        if channel == Channel::Lapor && hides && names.into_iter().flatten().any(|name| calls_by_name(text, name)) {
            let why = "jawaban menyebut nama pelapor yang dilindungi; mohon ditulis tanpa nama";
            return self.ask_back(book, officer, text, why, false).await;
        }
        let first_approver = approvers(book, complaint).get(self.approved_by_himself(book, officer)).cloned();
        let maker = self.maker(book);
        let mut facts = self.facts_of(book, complaint);
        facts.unit = signed_by(book, officer, facts.unit);
        facts.answer = Some(text.to_owned());
        ask_whether_content(&mut facts, book, first_approver.is_some(), self.now);
        // The same text again is another letter only where the first came to nothing (see `answers`).
        let occasion = format!("{hash}/{}", officer.arrival);
        let mut draft = LetterDraft::new(LetterKind::Answer, "pelapor", address, &complaint.intake, occasion);
        draft.channel = channel;
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, "pelapor");
        draft.thread = complaint.message_id.iter().cloned().collect();
        draft.awaits = first_approver.clone();
        // Files go where they can; whoever must approve the words has them beside these.
        let of_mail = answer_files(officer.hangs, channel, first_approver.is_some());
        let files = officer.files.filter(|_| channel == Channel::Lapor || !of_mail.go.is_empty());
        draft.attach = files;
        facts.attachments.clone_from(&of_mail.go);
        let mut letter = maker.make(self.tx, draft, &facts).await?;
        if by_hand && letter.held.is_none() {
            letter.held = Some("menunggu ditempel petugas".to_owned());
        }
        self.open_paste(complaint, &letter);
        let id = self.tx.next_id(Table::Answers).await?;
        let stay = of_mail.stay.filter(|_| channel != Channel::Lapor);
        Box::pin(self.hand_in(book, officer, Answered { id, text, letter, files, stay })).await
    }

    /// How many of the chain have approved what he writes, because it is he, or somebody above him, who would approve
    /// it: nobody below approves the head's own words, and nobody his own.
    pub(super) fn approved_by_himself(&self, book: &OfficeBook, officer: &Officer<'_>) -> usize {
        let today = self.now.with_timezone(&book.office.zone).date_naive();
        let Some(writes) = book.office.unit_of_officer(officer.address) else { return 0 };
        let is_he = |approver: &UnitId| {
            let acting = book.office.acting_for(approver, today);
            *approver == writes.id || acting.is_some_and(|acting| acting.by == writes.id)
        };
        approvers(book, &officer.complaint).iter().rposition(is_he).map_or(0, |at| at + 1)
    }

    /// Whoever was told at once of a grave complaint hears that and what was answered, where nobody approves it before.
    async fn tell_who_was_alarmed(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        text: &str,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let standards = complaint.decision.deadlines.iter().filter_map(|deadline| book.standard_of(deadline));
        let alarmed =
            standards.filter(|standard| standard.also.at_once).flat_map(|standard| standard.also.units.clone());
        let mut told = vec![officer.unit.clone()];
        for unit in alarmed {
            if told.contains(&unit) || complaint.decision.accuses(&unit) {
                continue;
            }
            let maker = self.maker(book);
            let mut facts = self.facts_of(book, complaint);
            facts.deadline = None;
            facts.noted = Some(format!("dijawab oleh {}", name_of(book, &officer.unit)));
            let quoted = !complaint.decision.stays_off_mail();
            facts.answer = quoted.then(|| note_for_unit(text, book, complaint, &unit));
            hide_from_unit(&mut facts, book, complaint, &unit);
            facts.unit = book.office.unit(&unit).map(UnitFacts::from).unwrap_or_default();
            let (mailbox, occasion) = (maker.mailbox(&unit)?, format!("dijawab/{}", officer.arrival));
            let mut draft = LetterDraft::new(LetterKind::Noted, &unit.0, mailbox, &complaint.intake, occasion);
            draft.complaint = Some((complaint.id, &complaint.number));
            let letter = maker.make(self.tx, draft, &facts).await?;
            self.changes.letters.push(letter);
            told.push(unit);
        }
        Ok(())
    }

    /// The answer is kept with the letter that carries it; where somebody must approve it, he is asked.
    pub(in crate::duties::triage) async fn hand_in(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        answered: Answered<'_>,
    ) -> Result<(), DutyFault> {
        let Answered { id, text, letter, files, stay } = answered;
        let (complaint, hash) = (&officer.complaint, text_hash(text));
        let digest = hash.clone();
        self.past.add_answer(complaint.id, &hash);
        self.changes.answers.push(NewAnswer {
            id,
            complaint: complaint.id,
            unit: officer.unit.0.clone(),
            officer: officer.address.to_owned(),
            arrival: officer.arrival,
            text: text.to_owned(),
            text_hash: hash,
            letter: Some(letter.id),
            confirm: letter.kind == LetterKind::Answer && waits_to_hear(book, letter.awaits.is_some()),
        });
        self.changes.letters.push(letter);
        let copies = names_copies(officer.said).then(|| COPIES.to_owned());
        let stay: String = stay.into_iter().chain(copies).map(|stay| format!("; {stay}")).collect();
        let chain = approvers(book, complaint);
        if chain.is_empty() {
            Box::pin(self.tell_who_was_alarmed(book, officer, text)).await?;
            return if stay.is_empty() {
                Ok(())
            } else {
                self.say_noted(book, officer, &format!("jawaban{stay}")).await
            };
        }
        self.changes.superseded.push((complaint.id, id));
        let step = self.approved_by_himself(book, officer);
        let Some(approver) = chain.get(step) else {
            self.note_own_approval(book, officer, id, &digest);
            let told = format!("jawaban; dikirim kepada pelapor tanpa persetujuan lain, karena ditulis pimpinan{stay}");
            return self.say_noted(book, officer, &told).await;
        };
        if step > 0 {
            let approved = i64::try_from(step).ok();
            self.changes.approvals.push(Approval { answer: id, approved, release: false });
        }
        let concept = Concept { id, text, by: &officer.unit, files, verified: None };
        self.request_approval(book, complaint, &concept, approver).await?;
        let told = format!("konsep jawaban; menunggu persetujuan {}{stay}", name_of(book, approver));
        self.say_noted(book, officer, &told).await
    }
}

/// True if the writer of an answer hears when it has left. `approved`: somebody must agree first.
fn waits_to_hear(book: &OfficeBook, approved: bool) -> bool {
    match book.office.confirm_answers {
        ConfirmAnswers::Never => false,
        ConfirmAnswers::Approved => approved,
        ConfirmAnswers::Always => true,
    }
}

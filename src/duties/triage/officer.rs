//! An officer has written about a complaint: his answer goes to the citizen, his other words do what they say, and what
//! is not understood is asked back. Nothing goes to a citizen on a guess.

use super::commands::word;
use super::desk::Desk;
use super::reading::{Read, ReadArrival};
use super::report::PASTE;
use crate::decide::OfficeBook;
use crate::decide::meaning::DUTY;
use crate::decide::naming::unit_named;
use crate::decide::reply::{ReplyRead, doubt_about, read_reply};
use crate::decide::tokens::text_hash;
use crate::decide::wording::{AskBackFacts, LetterFacts};
use crate::domain::deadline::StopsAt;
use crate::domain::{Channel, LetterKind, UnitId};
use crate::duties::letters::LetterDraft;
use crate::duties::{DutyFault, ProseAnswers};
use crate::store::change::{NewAnswer, NewThread};
use crate::store::complaints::Complaint;
use crate::store::write::Table;
use crate::sync_log::{Entry, Event};

/// Who wrote, about what.
pub(super) struct Officer<'m> {
    pub(super) complaint: Complaint,
    /// The unit he answers for.
    pub(super) unit: UnitId,
    pub(super) address: &'m str,
    pub(super) arrival: i64,
    pub(super) message_id: Option<&'m str>,
    /// His mail, where files hang on it.
    pub(super) files: Option<i64>,
}

impl<'a> Desk<'a> {
    /// Does what an officer's mail says. `party` is a unit id, or `unit#id` for the approver of a draft answer.
    pub(super) async fn officer_writes(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: i64,
        party: &str,
    ) -> Result<(), DutyFault> {
        if let Some(letter) = party.strip_prefix(PASTE) {
            return self.admin_says(arrival, read, book, complaint, letter).await;
        }
        if party == DUTY {
            return self.duty_says(arrival, read, book, complaint).await;
        }
        let (unit, draft) = match party.split_once('#') {
            Some((unit, draft)) => (unit, draft.parse().ok()),
            None => (party, None),
        };
        let officer = Officer {
            complaint: self.complaint(complaint)?,
            unit: UnitId(unit.to_owned()),
            address: read.mail.from.as_deref().unwrap_or_default(),
            arrival: arrival.row.id,
            message_id: read.mail.message_id.as_deref(),
            files: arrival.row.blob.filter(|_| !read.mail.attachments.is_empty()),
        };
        let said = read_reply(&read.text.kept, &[&book.office.phone]);
        self.note(
            Entry::new(Event::Balas, officer.unit.0.as_str())
                .office(&officer.complaint.office)
                .case(&officer.complaint.number)
                .fact("arsip", officer.arrival)
                .fact("sebagai", word(&said)),
        );
        match draft {
            Some(draft) => self.approver_says(book, &officer, draft, said).await,
            None => self.do_as_said(book, &officer, said).await,
        }
    }

    async fn do_as_said(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        said: ReplyRead,
    ) -> Result<(), DutyFault> {
        match said {
            ReplyRead::Answer { text } => match doubt_about(&text, &[&book.office.phone]) {
                Some(doubt) => self.ask_back(book, officer, &text, doubt.words(), doubt.sendable()).await,
                None => self.answer(book, officer, &text).await,
            },
            ReplyRead::Prose { text } => self.prose(book, officer, &text).await,
            ReplyRead::Plan { .. } => {
                self.changes.met.push((officer.complaint.id, StopsAt::Plan));
                self.say_noted(book, officer, "rencana tindak lanjut").await
            }
            ReplyRead::Forward { to, reason } => self.forward(book, officer, &to, &reason).await,
            ReplyRead::Disposisi { to, note } => self.forward(book, officer, &to, &note).await,
            ReplyRead::AskData { question } => self.ask_citizen(book, officer, &question).await,
            // Received, or nobody there: nobody needs a letter about that (a machine would answer it), and the clock goes on.
            ReplyRead::Acknowledged { .. } | ReplyRead::Take | ReplyRead::Away { .. } => Ok(()),
            ReplyRead::Empty => self.ask_back(book, officer, "", "balasan tidak berisi teks", false).await,
            ReplyRead::Help => self.ask_back(book, officer, "", "daftar perintah diminta", false).await,
            ReplyRead::Unclear { preview, doubt } => {
                self.ask_back(book, officer, &preview, doubt.words(), doubt.sendable()).await
            }
            other @ (ReplyRead::SetGrade { .. }
            | ReplyRead::SetCategory { .. }
            | ReplyRead::Postpone { .. }
            | ReplyRead::Done { .. }
            | ReplyRead::Confirmed { .. }
            | ReplyRead::Nothing
            | ReplyRead::Estimate { .. }
            | ReplyRead::Approve
            | ReplyRead::Amend { .. }
            | ReplyRead::Refuse { .. }) => {
                let why = format!("perintah {} belum dapat dijalankan lewat surel untuk laporan ini", word(&other));
                self.ask_back(book, officer, "", &why, false).await
            }
        }
    }

    /// Prose without a command word: an answer where the office says so and none was given yet.
    async fn prose(&mut self, book: &'a OfficeBook, officer: &Officer<'_>, text: &str) -> Result<(), DutyFault> {
        let (given, same) = self.past.answers(officer.complaint.id, &text_hash(text));
        let doubt = doubt_about(text, &[&book.office.phone]);
        match (self.practice.prose, doubt, given) {
            (ProseAnswers::Send, None, 0) => self.answer(book, officer, text).await,
            _ if same => self.say_noted(book, officer, "kiriman ganda; jawaban yang sama sudah ada").await,
            (_, Some(doubt), _) => self.ask_back(book, officer, text, doubt.words(), doubt.sendable()).await,
            (ProseAnswers::Send, None, _) => {
                self.ask_back(book, officer, text, "laporan ini sudah pernah dijawab", true).await
            }
            (ProseAnswers::AskBack, None, _) => {
                self.ask_back(book, officer, text, "baris pertama tidak memuat perintah", true).await
            }
        }
    }

    /// The answer leaves, or waits for approval where the office requires that.
    async fn answer(&mut self, book: &'a OfficeBook, officer: &Officer<'_>, text: &str) -> Result<(), DutyFault> {
        let (complaint, hash) = (&officer.complaint, text_hash(text));
        let fitted = self.fitted(complaint, text);
        let text = fitted.as_str();
        if self.past.answers(complaint.id, &hash).1 {
            return self.say_noted(book, officer, "kiriman ganda; jawaban yang sama sudah ada").await;
        }
        let Some((channel, address)) = complaint.way_back() else {
            return self
                .ask_back(book, officer, text, "pelapor tidak memberi alamat; hubungi dengan cara lain", false)
                .await;
        };
        if channel == Channel::Lapor && self.practice.lapor.get(&complaint.office).is_some_and(|lapor| !lapor.writes) {
            let why = "kanal SP4N-LAPOR! hanya dibaca; mohon jawaban ini ditulis langsung di laman SP4N-LAPOR!";
            return self.ask_back(book, officer, text, why, false).await;
        }
        let first_approver = book.office.approval.first().cloned();
        let maker = self.maker(book);
        let mut facts = self.facts_of(book, complaint);
        facts.answer = Some(text.to_owned());
        // The same text again is another letter only where the first came to nothing (see `answers`).
        let occasion = format!("{hash}/{}", officer.arrival);
        let mut draft = LetterDraft::new(LetterKind::Answer, "pelapor", address, &complaint.intake, occasion);
        draft.channel = channel;
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, "pelapor");
        draft.thread = complaint.message_id.iter().cloned().collect();
        draft.awaits = first_approver.clone();
        // Files go where they can, but never past somebody who has approved the words alone.
        draft.attach = officer.files.filter(|_| channel == Channel::Lapor && first_approver.is_none());
        let letter = maker.make(self.tx, draft, &facts).await?;
        self.open_paste(complaint, &letter);
        let id = self.tx.next_id(Table::Answers).await?;
        self.changes.answers.push(NewAnswer {
            id,
            complaint: complaint.id,
            unit: officer.unit.0.clone(),
            officer: officer.address.to_owned(),
            arrival: officer.arrival,
            text: text.to_owned(),
            text_hash: hash.clone(),
            letter: letter.id,
        });
        self.past.add_answer(complaint.id, &hash);
        self.changes.letters.push(letter);
        if let Some(approver) = first_approver {
            self.changes.superseded.push((complaint.id, id));
            self.request_approval(book, complaint, id, text, &officer.unit, &approver).await?;
        }
        Ok(())
    }

    /// `TERUSKAN:` or `DISPOSISI:`: to the unit he names, if there is exactly one such.
    async fn forward(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        to: &str,
        reason: &str,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        match unit_named(&book.office, to) {
            Some(unit) if unit.0 == complaint.unit => {
                self.ask_back(book, officer, to, "laporan ini sudah berada di unit tersebut", false).await
            }
            Some(unit) => {
                self.changes.moved.push((complaint.id, unit.clone()));
                let note = format!("diteruskan oleh {}: {reason}", officer.unit);
                let nth = u32::try_from(officer.arrival).unwrap_or(u32::MAX);
                self.hand_on(book, complaint, &unit, &note, nth).await
            }
            None if self.institution_named(officer, to).is_some() => {
                self.hand_on_there(book, officer, to, reason).await
            }
            None => {
                self.ask_back(book, officer, to, "unit tujuan tidak dikenali; tulis nama atau kode unit", false).await
            }
        }
    }

    /// A disposisi of a known complaint to another unit. `nth` makes its token another than an earlier one.
    pub(super) async fn hand_on(
        &mut self,
        book: &'a OfficeBook,
        complaint: &Complaint,
        unit: &UnitId,
        note: &str,
        nth: u32,
    ) -> Result<(), DutyFault> {
        let maker = self.maker(book);
        let token = self.practice.secret.reply_token(complaint.id, &unit.0, nth);
        self.changes.threads.push(NewThread { token: token.clone(), complaint: complaint.id, party: unit.0.clone() });
        let mut facts = self.facts_of(book, complaint);
        facts.unit = book.office.unit(unit).map(crate::decide::wording::UnitFacts::from).unwrap_or_default();
        facts.routing.note = Some(note.to_owned());
        super::hiding::hide_from_officers(&mut facts, &complaint.decision);
        let occasion = format!("{unit}/{nth}");
        let mut draft =
            LetterDraft::new(LetterKind::Disposisi, &unit.0, maker.mailbox(unit)?, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = Some(&token);
        draft.deadline = complaint.decision.deadlines.first().map(|d| d.due.to_utc());
        let letter = maker.make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        self.note(
            Entry::new(Event::Rute, "sistem")
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("unit", unit.0.as_str())
                .fact("aturan", "disposisi"),
        );
        Ok(())
    }

    /// `MINTA DATA:` goes to the citizen; the clock keeps running.
    async fn ask_citizen(
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
    pub(super) async fn ask_back(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        preview: &str,
        why: &str,
        sendable: bool,
    ) -> Result<(), DutyFault> {
        let mut facts = self.facts_of(book, &officer.complaint);
        facts.ask_back = Some(AskBackFacts { why: why.to_owned(), preview: preview.to_owned(), sendable });
        self.write_officer(book, officer, LetterKind::AskBack, &facts).await
    }

    /// Tells the officer that his word was noted.
    pub(super) async fn say_noted(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        what: &str,
    ) -> Result<(), DutyFault> {
        let mut facts = self.facts_of(book, &officer.complaint);
        facts.noted = Some(what.to_owned());
        self.write_officer(book, officer, LetterKind::Noted, &facts).await
    }

    async fn write_officer(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        kind: LetterKind,
        facts: &LetterFacts,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let mut facts = facts.clone();
        super::hiding::hide_from_officers(&mut facts, &complaint.decision);
        let occasion = officer.arrival.to_string();
        let mut draft =
            LetterDraft::new(kind, &officer.unit.0, officer.address.to_owned(), &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, &officer.unit.0);
        draft.thread = officer.message_id.map(str::to_owned).into_iter().collect();
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }
}

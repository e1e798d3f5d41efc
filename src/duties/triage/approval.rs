//! Answers that need approval: the request to the approver, and his word on exactly that text.
//!
//! The token of a request stands for one draft, and a draft is one text: an approval cannot slip to another. Silence is
//! never consent.

use super::commands::word;
use super::desk::Desk;
use super::facts::moment_in;
use super::officer::Officer;
use crate::decide::OfficeBook;
use crate::decide::reply::{Doubt, Edit, ReplyRead, edited};
use crate::decide::wording::{ApprovalFacts, UnitFacts};
use crate::domain::{LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::approvers::approvers;
use crate::duties::letters::LetterDraft;
use crate::store::answers::Draft;
use crate::store::change::{Approval, NewThread};
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

/// So many characters of a draft's digest are shown.
const SHOWN_DIGEST: usize = 8;

/// What is to be approved.
pub(super) struct Concept<'m> {
    /// The answer's id.
    pub(super) id: i64,
    /// Its exact words.
    pub(super) text: &'m str,
    /// Whose it is.
    pub(super) by: &'m UnitId,
    /// The officer's mail whose files go with it: it is kept byte for byte, so what is seen is what is sent.
    pub(super) files: Option<i64>,
    /// Who has verified it before, and when.
    pub(super) verified: Option<String>,
}

impl<'a> Desk<'a> {
    /// Asks an approver for his word on a draft.
    pub(super) async fn request_approval(
        &mut self,
        book: &'a OfficeBook,
        complaint: &Complaint,
        concept: &Concept<'_>,
        approver: &UnitId,
    ) -> Result<(), DutyFault> {
        let Concept { id: answer, text, by, files, .. } = *concept;
        let maker = self.maker(book);
        let today = self.now.with_timezone(&book.office.zone).date_naive();
        let acting = book.office.acting_for(approver, today);
        let party = format!("{approver}#{answer}");
        let token = self.practice.secret.reply_token(complaint.id, &party, 0);
        self.changes.threads.push(NewThread { token: token.clone(), complaint: complaint.id, party: party.clone() });
        let mut facts = self.facts_of(book, complaint);
        super::hiding::hide_from_unit(&mut facts, book, complaint, approver);
        facts.unit = book.office.unit(approver).map(UnitFacts::from).unwrap_or_default();
        facts.approval = Some(ApprovalFacts {
            draft: text.to_owned(),
            digest: crate::decide::tokens::text_hash(text).chars().take(SHOWN_DIGEST).collect(),
            drafted_by: book.office.unit(by).map_or_else(|| by.to_string(), |unit| unit.shown().to_owned()),
            channel: complaint.channel.label().to_owned(),
            before: facts.deadline.as_ref().map(|d| d.due.clone()).unwrap_or_default(),
            deputy: acting.map(|acting| acting.title.clone()),
            files: files.is_some(),
            verified: concept.verified.clone(),
        });
        let mut mailboxes = vec![maker.mailbox(approver)?];
        if let Some(acting) = acting {
            mailboxes.push(maker.mailbox(&acting.by)?);
        }
        mailboxes.dedup();
        for mailbox in mailboxes {
            let kind = LetterKind::ApprovalRequest;
            let mut draft = LetterDraft::new(kind, &party, mailbox, &complaint.intake, party.as_str());
            draft.complaint = Some((complaint.id, &complaint.number));
            draft.token = Some(&token);
            draft.deadline = complaint.decision.deadlines.first().map(|d| d.due.to_utc());
            draft.attach = files;
            let letter = maker.make(self.tx, draft, &facts).await?;
            self.changes.letters.push(letter);
        }
        Ok(())
    }

    /// The approver's word: `SETUJU`, `PERBAIKI`, `TOLAK`; anything else is asked back, and so is a `SETUJU` above a
    /// draft that he changed in the quote.
    pub(super) async fn approver_says(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        answer: i64,
        (said, quoted): (ReplyRead, &str),
    ) -> Result<(), DutyFault> {
        let draft = match self.tx.draft(answer).await? {
            Some(draft) if draft.complaint == officer.complaint.id && draft.waits => draft,
            Some(draft) if draft.complaint == officer.complaint.id => {
                return Box::pin(self.decides_too_late(book, officer, &draft, &said)).await;
            }
            Some(_) | None => return self.ask_back(book, officer, "", "konsep jawaban tidak ditemukan", false).await,
        };
        let Some(note) = said.beside_the_decision() else {
            let why = said.doubt().map_or("balasan belum berisi keputusan", Doubt::words);
            return self.ask_back(book, officer, officer.said.trim(), why, false).await;
        };
        let approves = matches!(said, ReplyRead::Approve { .. });
        if !approves {
            return self.send_back(book, officer, &draft, note, matches!(said, ReplyRead::Refuse { .. })).await;
        }
        if let Some(edit) = edited(&draft.text, quoted) {
            return self.ask_back(book, officer, officer.said.trim(), &changed_below(&edit), false).await;
        }
        if self.approve(book, officer, &draft).await? {
            let writer = UnitId(draft.unit.clone());
            Box::pin(self.pass_beside_consent(book, officer, note, &writer)).await?;
        }
        Ok(())
    }

    /// The head's word on the notice of the Ombudsman: `SETUJU` lets it go, `TOLAK` ends it.
    pub(super) async fn head_says_of_ombudsman(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        said: &ReplyRead,
    ) -> Result<(), DutyFault> {
        let (tell, event, noted) = if let ReplyRead::Approve { note } = said {
            if !note.is_empty() {
                let why = "kata persetujuan diikuti catatan lain; tulis SETUJU atau TOLAK: saja";
                return self.ask_back(book, officer, "", why, false).await;
            }
            let by_hand = officer.complaint.way_back().is_none();
            let told = if by_hand {
                "pemberitahuan Ombudsman diserahkan kepada petugas untuk disampaikan kepada pelapor"
            } else {
                "pemberitahuan Ombudsman dikirim kepada pelapor"
            };
            (true, Event::Setuju, told)
        } else if matches!(said, ReplyRead::Refuse { .. }) {
            (false, Event::Tolak, "pemberitahuan Ombudsman tidak dikirim")
        } else {
            let why = format!("{} bukan keputusan; tulis SETUJU atau TOLAK:", word(said));
            return self.ask_back(book, officer, "", &why, false).await;
        };
        let line = Entry::new(event, officer.unit.0.as_str()).office(&officer.complaint.office);
        self.note(line.case(&officer.complaint.number).fact("surat", "pemberitahuan Ombudsman"));
        self.changes.ombudsman.push((officer.complaint.id, tell));
        self.say_noted(book, officer, noted).await
    }

    /// Approves exactly this text. False where it is not his turn.
    async fn approve(&mut self, book: &'a OfficeBook, officer: &Officer<'_>, draft: &Draft) -> Result<bool, DutyFault> {
        let chain = approvers(book, &officer.complaint);
        let step = usize::try_from(draft.approved).unwrap_or(usize::MAX);
        if chain.get(step) != Some(&officer.unit) {
            let why = "konsep ini tidak sedang menunggu persetujuan Bapak/Ibu";
            self.ask_back(book, officer, officer.said.trim(), why, false).await?;
            return Ok(false);
        }
        let next = chain.get(step + 1).cloned();
        self.changes.approvals.push(Approval {
            answer: draft.id,
            approved: Some(draft.approved + 1),
            release: next.is_none(),
        });
        self.note_decision(book, officer, draft, Event::Setuju, "");
        self.keep_decision(book, officer, draft.id, "SETUJU");
        if let Some(next) = next {
            let by = UnitId(draft.unit.clone());
            let verified = format!("{} pada {}", self.spoken_by(book, officer), moment_in(book, self.now));
            let (text, verified) = (draft.text.as_str(), Some(verified));
            let concept = Concept { id: draft.id, text, by: &by, files: draft.files, verified };
            self.request_approval(book, &officer.complaint, &concept, &next).await?;
        }
        Ok(true)
    }

    /// `PERBAIKI` or `TOLAK`: the draft dies, its writer is told why.
    async fn send_back(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        draft: &Draft,
        note: &str,
        refused: bool,
    ) -> Result<(), DutyFault> {
        self.changes.approvals.push(Approval { answer: draft.id, approved: None, release: false });
        self.note_decision(book, officer, draft, Event::Tolak, note);
        self.keep_decision(book, officer, draft.id, if refused { "TOLAK" } else { "PERBAIKI" });
        let writer = UnitId(draft.unit.clone());
        let maker = self.maker(book);
        let mut facts = self.facts_of(book, &officer.complaint);
        super::hiding::hide_from_unit(&mut facts, book, &officer.complaint, &writer);
        let reason = if note.is_empty() { "tanpa catatan" } else { note };
        let by = self.spoken_by(book, officer);
        let word = if refused { "DITOLAK" } else { "dikembalikan untuk diperbaiki" };
        facts.unit = book.office.unit(&writer).map(UnitFacts::from).unwrap_or_default();
        facts.noted =
            Some(format!("konsep jawaban {word} oleh {by}: {reason}; laporan menunggu jawaban baru (JAWAB: ...)"));
        for before in
            approvers(book, &officer.complaint).iter().take(usize::try_from(draft.approved).unwrap_or_default())
        {
            let told = format!("konsep jawaban yang telah disetujui {word} oleh {by}: {reason}");
            self.tell_unit(book, &officer.complaint, before, &told, officer.arrival).await?;
        }
        let mailbox = maker.mailbox(&writer)?;
        let occasion = format!("konsep/{}", draft.id);
        let mut letter = LetterDraft::new(LetterKind::Noted, &writer.0, mailbox, &officer.complaint.intake, occasion);
        letter.complaint = Some((officer.complaint.id, &officer.complaint.number));
        letter.token = self.past.token(officer.complaint.id, &writer.0);
        let letter = maker.make(self.tx, letter, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }

    /// The log names whose mailbox spoke: the approver's, or that of whoever acts for him.
    fn note_decision(&mut self, book: &OfficeBook, officer: &Officer<'_>, draft: &Draft, event: Event, note: &str) {
        let by =
            book.office.unit_of_officer(officer.address).map_or(officer.unit.0.as_str(), |unit| unit.id.0.as_str());
        let line = Entry::new(event, officer.unit.0.as_str())
            .office(&officer.complaint.office)
            .case(&officer.complaint.number)
            .fact("jawaban", draft.id)
            .fact("sidik", draft.text_hash.as_str())
            .fact("oleh", by)
            .fact("dengan_catatan", !note.is_empty());
        // Who acts for an approver may have drafted it: that is his to do, and an auditor's to see.
        self.note(if by == draft.unit { line.fact("konsep_sendiri", true) } else { line });
    }
}

/// Why a `SETUJU` is not taken for one.
fn changed_below(edit: &Edit) -> String {
    format!(
        "konsep dalam kutipan balasan ini telah diubah (tertulis \u{201c}{}\u{201d}, konsepnya \u{201c}{}\u{201d}), sedangkan SETUJU \
         hanya berlaku untuk konsep apa adanya; tulis SETUJU di atas kutipan yang tidak diubah, atau PERBAIKI: lalu apa yang \
         perlu diubah",
        edit.is, edit.was
    )
}

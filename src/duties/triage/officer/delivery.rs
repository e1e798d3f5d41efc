//! An answer to a citizen whom no program reaches: an officer posts it, telephones, or puts it where he wrote.
//!
//! In: the answer, approved where the office requires that. Out: a task to the officer who registered the complaint,
//! and his word that it is done. Only that word counts as the answer.

use super::super::commands::word;
use super::super::desk::Desk;
use super::super::reading::{Read, ReadArrival};
use super::Officer;
use super::answer::Answered;
use crate::decide::OfficeBook;
use crate::decide::meaning::{ABOUT_OMBUDSMAN, BROUGHT};
use crate::decide::reply::{ReplyRead, has_brought, read_reply};
use crate::decide::tokens::text_hash;
use crate::decide::wording::UnitFacts;
use crate::domain::LetterKind;
use crate::duties::DutyFault;
use crate::duties::approvers::approvers;
use crate::duties::bringing::{bringer, delivery};
use crate::duties::letters::LetterDraft;
use crate::store::change::NewThread;
use crate::store::write::Table;
use crate::sync_log::{Entry, Event};

impl<'a> Desk<'a> {
    /// The answer of an officer where there is no way to write to the citizen.
    pub(in crate::duties::triage) async fn answer_by_hand(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        text: &str,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let Some(registration) = self.tx.registration_of(complaint.id).await? else {
            let why = "pelapor tidak memberi alamat; hubungi dengan cara lain";
            return self.ask_back(book, officer, text, why, false).await;
        };
        let (unit, mailbox) = bringer(book, complaint, &registration);
        let recipient = mailbox.map_or_else(|| self.maker(book).mailbox(&unit), Ok)?;
        let id = self.tx.next_id(Table::Answers).await?;
        let party = format!("{BROUGHT}{unit}#{id}");
        let token = self.practice.secret.reply_token(complaint.id, &party, 0);
        self.changes.threads.push(NewThread { token: token.clone(), complaint: complaint.id, party: party.clone() });
        let mut facts = self.facts_of(book, complaint);
        facts.unit = book.office.unit(&unit).map(UnitFacts::from).unwrap_or_default();
        facts.answer = Some(text.to_owned());
        facts.delivery = Some(delivery(complaint, &registration));
        let hash = text_hash(text);
        let first_approver = approvers(book, complaint).get(self.approved_by_himself(book, officer)).cloned();
        let occasion = format!("{hash}/{}", officer.arrival);
        let mut draft = LetterDraft::new(LetterKind::HandDelivery, &party, recipient, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = Some(&token);
        draft.awaits = first_approver.clone();
        // Whoever brings it prints what hangs on it.
        draft.attach = officer.files;
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.hand_in(book, officer, Answered { id, text, letter, files: officer.files, stay: None }).await
    }

    /// `SUDAH`: the citizen has the answer.
    pub(in crate::duties::triage) async fn bringer_says(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: i64,
        party: &str,
    ) -> Result<(), DutyFault> {
        let unit = party.split('#').next().unwrap_or_default();
        let whole = format!("{BROUGHT}{party}");
        let officer = Officer::confirming(arrival, read, self.complaint(complaint)?, (unit, &whole));
        let said = read_reply(&read.text.kept, &[&book.office.phone]);
        let brought = matches!(said, ReplyRead::Confirmed { .. } | ReplyRead::Done { .. })
            || has_brought(&read.text.kept) && !matches!(said, ReplyRead::Away { .. });
        let entry = |event| Entry::new(event, unit).office(&officer.complaint.office).case(&officer.complaint.number);
        self.note(entry(Event::Balas).fact("arsip", arrival.row.id).fact("sebagai", word(&said)));
        if said.is_silent() && !brought {
            return Ok(());
        }
        if !brought {
            let why = "tulis SUDAH pada baris pertama bila sudah disampaikan kepada pelapor";
            return self.ask_back(book, &officer, read.text.kept.trim(), why, false).await;
        }
        if party.ends_with(ABOUT_OMBUDSMAN) {
            self.note(entry(Event::Terbukti).fact("arsip", arrival.row.id).fact("surat", "pemberitahuan Ombudsman"));
            let told = "pemberitahuan hak ke Ombudsman sudah disampaikan kepada pelapor";
            return self.say_noted(book, &officer, told).await;
        }
        let (how, told) = if is_posted(&read.text.kept) {
            ("diumumkan pada papan", "jawaban sudah diumumkan pada papan pengumuman")
        } else {
            ("disampaikan petugas", "jawaban sudah disampaikan kepada pelapor")
        };
        self.note(entry(Event::Terbukti).fact("arsip", arrival.row.id).fact("cara", how));
        self.changes.answered_elsewhere.push(complaint);
        self.say_noted(book, &officer, told).await
    }
}

/// `SUDAH DITEMPEL`, `Sudah diumumkan di papan`.
fn is_posted(said: &str) -> bool {
    let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_lowercase();
    ["tempel", "papan", "umumkan"].iter().any(|word| first.contains(word))
}

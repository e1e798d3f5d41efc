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
use crate::decide::meaning::BROUGHT;
use crate::decide::reply::{ReplyRead, read_reply};
use crate::decide::supervision::{is_kept_from, reads_for_the_office};
use crate::decide::tokens::text_hash;
use crate::decide::wording::{DeliveryFacts, UnitFacts};
use crate::domain::{Channel, LetterKind, Unit, UnitId};
use crate::duties::DutyFault;
use crate::duties::approvers::approvers;
use crate::duties::letters::LetterDraft;
use crate::store::change::NewThread;
use crate::store::complaints::Complaint;
use crate::store::registrations::Registration;
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
        let (unit, recipient) = self.bringer(book, complaint, &registration)?;
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

    /// Who brings it: the officer who registered the complaint, else the desk; the desk too where his unit may be
    /// meant.
    fn bringer(
        &self,
        book: &'a OfficeBook,
        complaint: &Complaint,
        registration: &Registration,
    ) -> Result<(UnitId, String), DutyFault> {
        let may_bring = |unit: &&Unit| !is_kept_from(&book.office, &complaint.decision, &unit.id);
        match book.office.unit_of_officer(&registration.registrar).filter(may_bring) {
            Some(unit) => Ok((unit.id.clone(), registration.registrar.clone())),
            None => {
                let reader = reads_for_the_office(&book.office, &complaint.decision);
                Ok((reader.clone(), self.maker(book).mailbox(reader)?))
            }
        }
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
        let entry = |event| Entry::new(event, unit).office(&officer.complaint.office).case(&officer.complaint.number);
        self.note(entry(Event::Balas).fact("arsip", arrival.row.id).fact("sebagai", word(&said)));
        if said.is_silent() {
            return Ok(());
        }
        if !matches!(said, ReplyRead::Confirmed { .. } | ReplyRead::Done { .. }) {
            let why = "tulis SUDAH pada baris pertama bila jawaban sudah disampaikan kepada pelapor";
            return self.ask_back(book, &officer, "", why, false).await;
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

/// How the citizen is reached, by what he left. Of a protected reporter the mail says nothing.
fn delivery(complaint: &Complaint, known: &Registration) -> DeliveryFacts {
    let how = match (complaint.channel, &known.phone, &known.address) {
        (Channel::Sosmed, _, _) => match &known.sub_channel {
            Some(network) => format!("sampaikan lewat media sosial ({network})"),
            None => "sampaikan lewat media sosial".to_owned(),
        },
        (Channel::Surat, _, Some(_)) | (_, None, Some(_)) => "kirim lewat pos".to_owned(),
        (_, Some(_), _) => "hubungi lewat telepon".to_owned(),
        (_, None, None) => {
            "sampaikan bila pelapor datang, atau umumkan tanpa identitas pada papan pengumuman".to_owned()
        }
    };
    if complaint.decision.privacy.hides_identity() {
        return DeliveryFacts { how, ..DeliveryFacts::default() };
    }
    let (phone, address) = (known.phone.clone(), known.address.clone());
    DeliveryFacts { how, name: complaint.pelapor_name.clone(), phone, address }
}

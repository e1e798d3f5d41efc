//! What is neither a new complaint nor an officer's word: a citizen's further message, a bounce.

use connectors::incoming::Progress;

use super::desk::Desk;
use super::facts::complaint_facts;
use super::hiding::{
    Known, desk_may_have, for_officers, hide_from, is_too_large, may_attach, names_of, say_what_stays_back, shield,
    shields,
};
use super::officer::name_of;
use super::open::{FOR_THE_DESK, described_all, stays_on_server};
use super::reading::{Read, ReadArrival};
use super::short::{TOLD_EACH, texts_of};
use super::wishes::NOW_PROTECTED;
use crate::decide::OfficeBook;
use crate::decide::citizen::{Heard, decides_next, withdraws};
use crate::decide::privacy::{Writer, names_said};
use crate::decide::supervision::reads_along;
use crate::decide::wording::{LetterFacts, UnitFacts, dates};
use crate::domain::{Decision, LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;
use crate::store::complaints::Complaint;
use crate::store::orders::LaterFile;
use crate::sync_log::{Entry, Event};

/// Something new about a complaint, for the officer who has it.
#[derive(Default)]
pub(super) struct News {
    /// What, as he may see it.
    pub(super) message: String,
    /// The arrival whose files he gets.
    pub(super) attach: Option<i64>,
    /// The same where the desk alone gets them.
    pub(super) for_desk: Option<i64>,
    /// Names and sizes of its files.
    pub(super) files: Vec<String>,
    /// Every name by which its writer may be known.
    pub(super) names: String,
    /// It tells of danger.
    pub(super) danger: bool,
    /// It is an objection.
    pub(super) objects: bool,
    /// The report's number, where LAPOR! tells it and not the citizen.
    pub(super) lapor_number: Option<String>,
}

impl<'a> Desk<'a> {
    /// The citizen wrote again: the officer gets it.
    pub(super) async fn add_message(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: i64,
    ) -> Result<(), DutyFault> {
        let complaint = self.complaint(complaint)?;
        // What he says of an answer he says himself; all else may stand in what hangs on his mail.
        let (own, whole) = (read, read.as_added(self.practice));
        let read = &*whole;
        let (complaint, newly_hidden) = self.heed_wish(arrival, read, book, complaint).await?;
        let complaint = self.heed_accusation(arrival, read, book, complaint).await?;
        let complaint = self.heed_doubt(arrival.row.id, book, complaint, &[&read.text.kept]).await?;
        // He is the reporter, or a person has said that it belongs here: by this way too he can be reached.
        let other = read.said.reply.clone().filter(|(_, address)| complaint.pelapor.as_ref() != Some(address));
        self.changes.contacts.extend(other.map(|(channel, address)| (complaint.id, channel, address)));
        let danger = self.look_for_danger(arrival, read, book, &complaint).await?;
        let nth = read.mail.from.as_deref().filter(|_| read.said.from_phone).map(|phone| {
            self.changes.receipts.push(texts_of(phone));
            self.past.counted(&texts_of(phone))
        });
        if nth.is_some_and(|nth| nth > TOLD_EACH) {
            self.changes.untold.push((arrival.row.id, complaint.id));
            return Ok(());
        }
        if let Some(said) = names_said(&[&read.text.kept]) {
            self.tx.learn_names(complaint.id, &said).await?;
        }
        let names = names_of(read, &complaint);
        // Whoever can help reads where it is, as in a first message.
        let as_now = Decision { emergency: danger || complaint.decision.emergency, ..complaint.decision.clone() };
        let writer = Writer::of(&as_now, Some(&names));
        let mut message = for_officers(&read.text.kept, book, writer);
        let files = described_all(read, book, writer);
        let Some(heard) = self.hear(arrival, own, book, &complaint, &message) else { return Ok(()) };
        if newly_hidden {
            message = format!("{message}\n\n{NOW_PROTECTED}");
        }
        if is_too_large(read) {
            message = format!("{message}\n\n({})", stays_on_server(read.announced));
        }
        if nth == Some(TOLD_EACH) {
            message =
                format!("{message}\n\n(pesan berikutnya dari telepon ini hari ini dikirim sebagai rangkuman tiap jam)");
        }
        let attach = arrival.row.blob.filter(|_| may_attach(&complaint.decision, book, read));
        let for_desk = arrival.row.blob.filter(|_| desk_may_have(&complaint.decision, read));
        let takes_back = complaint.status == "open" && withdraws(&own.text.kept);
        let said = message.clone();
        let objects = heard == Heard::NotSatisfied;
        let news = News { message, attach, for_desk, files, names, danger, objects, lapor_number: None };
        self.tell_holder(arrival, book, &complaint, news).await?;
        if takes_back {
            Box::pin(self.ask_whether_withdrawn(arrival, book, &complaint, &said)).await?;
        }
        Ok(())
    }

    /// Whoever has a complaint hears of something new about it.
    pub(super) async fn tell_holder(
        &mut self,
        arrival: &ReadArrival,
        book: &'a OfficeBook,
        complaint: &Complaint,
        news: News,
    ) -> Result<(), DutyFault> {
        let holder = UnitId(complaint.unit.clone());
        let watcher = reads_along(&book.office, &complaint.decision, &holder).map(|desk| desk.id.clone());
        let mut told: Vec<String> = Vec::new();
        let office = &book.office;
        // Where somebody may be in danger nobody who has it has it alone, as with a first message.
        let more = [&office.desk, &office.head].into_iter().filter(|_| news.danger).cloned();
        let decides = self.decider(book, complaint, &holder).await?;
        // Who decides about an objection reads it in the dossier that follows, which has no files.
        let in_dossier = news.objects && news.files.is_empty() && news.lapor_number.is_none() && decides == holder;
        let files_to = Some(decides).filter(|_| news.objects && !news.files.is_empty());
        // Whom others read has the files gets them.
        let back = shields(&complaint.decision, book, &holder) || news.attach.is_none();
        let keeper = back && news.for_desk.is_some() && !complaint.decision.accuses(&office.desk);
        let more = more.chain(keeper.then(|| office.desk.clone()));
        for unit in Some(holder).filter(|_| !in_dossier).into_iter().chain(watcher).chain(more).chain(files_to) {
            let mailbox = self.maker(book).mailbox(&unit)?;
            if !told.contains(&mailbox) {
                self.tell_of_news(arrival, book, complaint, &news, (&unit, mailbox.clone())).await?;
                told.push(mailbox);
            }
        }
        Ok(())
    }

    /// Who decides about an objection to what `unit` did.
    async fn decider(&mut self, book: &OfficeBook, complaint: &Complaint, unit: &UnitId) -> Result<UnitId, DutyFault> {
        let before = self.tx.deciders(complaint.id).await?;
        Ok(decides_next(book, &complaint.decision, unit, &before).clone())
    }

    async fn tell_of_news(
        &mut self,
        arrival: &ReadArrival,
        book: &'a OfficeBook,
        complaint: &Complaint,
        news: &News,
        (unit, mailbox): (&UnitId, String),
    ) -> Result<(), DutyFault> {
        let maker = self.maker(book);
        let mut facts = self.facts_of(book, complaint);
        facts.unit = book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
        facts.message = Some(news.message.clone());
        facts.lapor_number.clone_from(&news.lapor_number);
        facts.attachments.clone_from(&news.files);
        // What was answered has met its limit: the next one is told where it begins.
        let runs = complaint.status == "open" || news.lapor_number.is_some();
        facts.deadline = facts.deadline.filter(|_| runs);
        facts.danger = news.danger;
        let holder = UnitId(complaint.unit.clone());
        let decides = self.decider(book, complaint, &holder).await?;
        facts.referred_to = (news.objects && decides != holder && decides != *unit).then(|| name_of(book, &decides));
        facts.deadline = facts.deadline.filter(|_| facts.referred_to.is_none());
        let as_now = Decision { emergency: news.danger || complaint.decision.emergency, ..complaint.decision.clone() };
        hide_from(&mut facts, book, &as_now, unit);
        let shielded =
            shield(&mut facts, book, &complaint.decision, Known { names: &news.names, beforehand: None }, unit);
        let is_desk = *unit == book.office.desk;
        let attach = news.attach.or(news.for_desk.filter(|_| is_desk)).filter(|_| !shielded);
        let stays = attach.is_none() && (!is_desk || facts.complaint.protected);
        say_what_stays_back(&mut facts, shielded, stays);
        if as_now.stays_off_mail() && (shielded || *unit != book.office.desk) {
            let where_it_is = if shielded { "" } else { "; lihat di petugas pengaduan" };
            facts.message = Some(format!("(isi pesan tidak dikirim lewat surel{where_it_is})"));
        }
        let for_the_desk = if news.attach.is_none() && attach.is_some() { FOR_THE_DESK } else { "" };
        let occasion = format!("{}{for_the_desk}", LaterFile::occasion(arrival.row.id));
        let mut draft = LetterDraft::new(LetterKind::FurtherMessage, &unit.0, mailbox, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, &unit.0);
        draft.thread = self.tx.message_id_of(complaint.id, LetterKind::Disposisi, &unit.0).await?.into_iter().collect();
        draft.attach = attach;
        let letter = maker.make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }

    /// A server says what became of a letter of ours. Returns the complaint.
    pub(super) fn bounced(&mut self, arrival: &ReadArrival, read: &Read) -> Option<i64> {
        let bounce = read.mail.bounce.as_ref()?;
        let letter = self.past.letter(bounce.original_message_id.as_deref()?)?.clone();
        if read.said.report.as_ref().is_some_and(|report| report.progress >= Progress::Delivered) {
            self.note(
                Entry::new(Event::Terbukti, "sistem")
                    .office(&letter.office)
                    .fact("surat", letter.id)
                    .fact("arsip", arrival.row.id),
            );
            self.changes.delivered.push(letter.id);
            return letter.complaint;
        }
        if bounce.permanent && letter.phase != "refused" {
            let why = format!("{} {}", bounce.status.as_deref().unwrap_or("5.0.0"), bounce.reason);
            // The letter's own office: a report may come into the mailbox of another.
            self.note(
                Entry::new(Event::Ditolak, "sistem")
                    .office(&letter.office)
                    .fact("surat", letter.id)
                    .fact("arsip", arrival.row.id)
                    .fact("sebab", why.as_str()),
            );
            self.changes.bounced.push((letter.id, why));
        }
        letter.complaint
    }

    /// What letters may say about a complaint that is in the register.
    pub(super) fn facts_of(&self, book: &OfficeBook, complaint: &Complaint) -> LetterFacts {
        complaint_facts(book, complaint, self.now)
    }

    pub(super) fn moment(&self, book: &OfficeBook, at: chrono::DateTime<chrono::Utc>) -> String {
        dates::moment(at.with_timezone(&book.office.zone).fixed_offset(), &book.office.zone_name)
    }
}

//! A citizen writes about a complaint that was answered or has ended, and a person says what he meant.
//!
//! In: his further message. Out: the message in the register, and a word for the conclude duty, which acts on it. What
//! the words say is pure ([`crate::decide::citizen`]).

use super::desk::Desk;
use super::officer::Officer;
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::citizen::{Heard, Standing, heard, reopens_until};
use crate::decide::reply::{Satisfaction, read_satisfaction, word_before_more};
use crate::decide::supervision::reads_for_the_office;
use crate::decide::wording::{DossierFacts, LetterFacts, UnitFacts, WrittenFacts};
use crate::domain::{Channel, ClosedHow, LetterKind, UnitId, Verdict};
use crate::duties::letters::LetterDraft;
use crate::duties::{DutyFault, MailboxFacts};
use crate::store::change::{Closed, NewLink, NewMessage, NewThread, NewWord};
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

/// The reading of a message about an answer, behind the unit in the name of its party.
pub(super) const READING: &str = "puas";

impl<'a> Desk<'a> {
    /// Keeps a further message and the word in it. What was heard, if whoever has the complaint must read it.
    pub(super) fn hear(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &OfficeBook,
        complaint: &Complaint,
        masked: &str,
    ) -> Option<Heard> {
        self.changes.messages.push(NewMessage {
            arrival: arrival.row.id,
            complaint: complaint.id,
            at: arrival.row.received_at,
            text: masked.to_owned(),
        });
        let heard = heard(self.stands_for(arrival, read, complaint), arrival.row.received_at, &read.text.kept);
        let word = match heard {
            Heard::Addition => return Some(heard),
            Heard::Satisfied => Some(Verdict::Puas),
            Heard::NotSatisfied => Some(Verdict::Tidak),
            Heard::Unclear => Some(Verdict::BelumJelas),
            Heard::TakesUp => Some(Verdict::Dibuka),
            Heard::Thanks | Heard::Unpublished => None,
        };
        self.note(
            Entry::new(Event::Tanggap, "pelapor")
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("arsip", arrival.row.id)
                .fact("sebagai", word_for_log(heard)),
        );
        if let Some(word) = word {
            let (complaint, by) = (complaint.id, "pelapor".to_owned());
            self.changes.words.push(NewWord { complaint, word, by, arrival: Some(arrival.row.id) });
        }
        if heard == Heard::Unpublished {
            self.changes.unpublished.push(complaint.id);
        }
        let read_by_holder = match heard {
            Heard::Addition | Heard::NotSatisfied | Heard::TakesUp => true,
            // The desk gets the words with the question what they mean.
            Heard::Unclear => complaint.unit != reads_for_the_office(&book.office, &complaint.decision).0,
            Heard::Satisfied | Heard::Thanks | Heard::Unpublished => false,
        };
        read_by_holder.then_some(heard)
    }

    /// True if a message about this complaint comes too long after its end to open it again.
    pub(super) fn comes_too_late(&self, arrival: &ReadArrival, read: &Read, book: &OfficeBook, complaint: i64) -> bool {
        let Some(complaint) = self.past.complaint(complaint) else { return false };
        let received = arrival.row.received_at;
        let late = complaint.closed.is_some_and(|closed| received > reopens_until(book, closed));
        late && !matches!(
            heard(stands_at(complaint), received, &read.text.kept),
            Heard::Thanks | Heard::Unpublished | Heard::Addition
        )
    }

    /// A new complaint that follows one which has ended.
    pub(super) async fn open_after(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
        ended: i64,
    ) -> Result<i64, DutyFault> {
        let ended = self.complaint(ended)?;
        let id = self.open(arrival, read, book, mailbox).await?;
        let opened = self.changes.complaints.iter().find(|complaint| complaint.id == id);
        let number = opened.map(|complaint| complaint.number.clone()).unwrap_or_default();
        let (first, second) = ((ended.id, ended.number), (id, number));
        self.changes.links.push(NewLink { first, second, office: ended.office });
        Ok(id)
    }

    /// A person says what the citizen meant: `PUAS` or `TIDAK`.
    pub(super) async fn reader_says(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        read: &Read,
    ) -> Result<(), DutyFault> {
        let first = read.text.kept.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let own = word_before_more(first);
        let (alone, first) = (first.split_whitespace().count() <= ONE_WORD || own.is_some(), own.unwrap_or(first));
        let early = officer.complaint.status == "open";
        if alone && officer.complaint.status != "closed" && is_withdrawn(first) {
            return self.withdrawn(book, officer).await;
        }
        let word = match read_satisfaction(first) {
            // More than the word may say something else: `salah kirim, mohon abaikan. TIDAK`.
            _ if !alone => None,
            Satisfaction::Satisfied => Some(Verdict::Puas),
            Satisfaction::NotSatisfied => Some(Verdict::Tidak),
            Satisfaction::Objects | Satisfaction::Thanks | Satisfaction::Mixed | Satisfaction::None => None,
        };
        if early && word == Some(Verdict::Tidak) {
            return self.say_noted(book, officer, "bukan pencabutan; penanganan diteruskan").await;
        }
        let open = officer.complaint.status == "answered";
        let Some(word) = word.filter(|_| open) else {
            let why = if open {
                "tulis satu kata saja pada baris pertama: PUAS atau TIDAK (atau CABUT)"
            } else if early {
                "tulis satu kata saja pada baris pertama: CABUT atau TIDAK"
            } else {
                "tanggapan pelapor ini sudah diputus"
            };
            return self.ask_back(book, officer, first, why, false).await;
        };
        self.note(
            Entry::new(Event::Tanggap, officer.unit.0.as_str())
                .office(&officer.complaint.office)
                .case(&officer.complaint.number)
                .fact("arsip", officer.arrival)
                .fact("sebagai", word.word()),
        );
        let (complaint, by) = (officer.complaint.id, officer.unit.0.clone());
        self.changes.words.push(NewWord { complaint, word, by, arrival: Some(officer.arrival) });
        Ok(())
    }

    /// Before an answer he takes it back: the desk is asked whether he does, as after one, and he hears that it is
    /// asked.
    pub(super) async fn ask_whether_withdrawn(
        &mut self,
        arrival: &ReadArrival,
        book: &'a OfficeBook,
        complaint: &Complaint,
        message: &str,
    ) -> Result<(), DutyFault> {
        let office = &book.office;
        let reader = reads_for_the_office(office, &complaint.decision);
        let party = format!("{reader}#{READING}");
        let nth = u32::try_from(arrival.row.id).unwrap_or(u32::MAX);
        let known = self.past.token(complaint.id, &party).map(str::to_owned);
        let token = known.unwrap_or_else(|| {
            let token = self.practice.secret.reply_token(complaint.id, &party, nth);
            self.changes.threads.push(NewThread { token: token.clone(), complaint: complaint.id, party });
            token
        });
        let (maker, occasion) = (self.maker(book), format!("cabut/{}", arrival.row.id));
        let mut facts = LetterFacts { withdraws: true, ..self.facts_of(book, complaint) };
        let (by, at) = ("pelapor".to_owned(), self.moment(book, arrival.row.received_at));
        let messages = vec![WrittenFacts { by, at, text: message.to_owned(), danger: false }];
        facts.dossier = Some(DossierFacts { messages, ..DossierFacts::default() });
        let mut asked = facts.clone();
        super::hiding::hide_from_unit(&mut asked, book, complaint, reader);
        asked.unit = office.unit(reader).map(UnitFacts::from).unwrap_or_default();
        let (kind, to) = (LetterKind::UnclearWord, maker.mailbox(reader)?);
        let mut draft = LetterDraft::new(kind, &reader.0, to, &complaint.intake, occasion.clone());
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = Some(&token);
        let letter = maker.make(self.tx, draft, &asked).await?;
        self.changes.letters.push(letter);
        let Some((channel, address)) = complaint.way_back().filter(|(channel, _)| *channel != Channel::Lapor) else {
            return Ok(());
        };
        let mut draft = LetterDraft::new(LetterKind::Progress, "pelapor", address, &complaint.intake, occasion);
        draft.channel = channel;
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, "pelapor");
        draft.thread = complaint.message_id.iter().cloned().collect();
        let letter = maker.make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }

    /// `CABUT`: the reporter has taken it back. It ends so, and he hears it.
    async fn withdrawn(&mut self, book: &'a OfficeBook, officer: &Officer<'_>) -> Result<(), DutyFault> {
        let (complaint, by) = (officer.complaint.id, officer.unit.0.clone());
        self.changes.closed.push(Closed {
            complaint,
            how: ClosedHow::DicabutPelapor,
            why: ClosedHow::DicabutPelapor.label().to_owned(),
            by: by.clone(),
        });
        let holder = UnitId(officer.complaint.unit.clone());
        if officer.complaint.status == "open" && holder != officer.unit {
            let told = "laporan dicabut pelapor dan ditutup; tidak perlu ditindaklanjuti lagi";
            Box::pin(self.tell_it_is_gone(book, &officer.complaint, &holder, told, officer.arrival)).await?;
        }
        let word = Verdict::Ditutup;
        self.changes.words.push(NewWord { complaint, word, by, arrival: Some(officer.arrival) });
        self.say_noted(book, officer, "laporan dicabut pelapor; laporan ditutup").await
    }
}

/// So many words are one word with politeness: `TIDAK PUAS pak`.
const ONE_WORD: usize = 4;

/// `CABUT`, `dicabut pelapor`.
fn is_withdrawn(first: &str) -> bool {
    let first = first.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    ["cabut", "dicabut", "mencabut"].iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// Where a complaint stands, for whoever hears a word on it.
pub(super) fn stands_at(complaint: &Complaint) -> Standing {
    match (complaint.closed, complaint.answered) {
        (Some(_), _) => Standing::Closed,
        (None, Some(at)) if complaint.status == "answered" => Standing::Answered(at),
        (None, Some(_) | None) => Standing::Open,
    }
}

/// What was heard, for auditors.
fn word_for_log(heard: Heard) -> &'static str {
    match heard {
        Heard::Addition => "tambahan",
        Heard::Thanks => "terima kasih",
        Heard::Satisfied => "puas",
        Heard::NotSatisfied => "tidak puas",
        Heard::Unclear => "belum jelas",
        Heard::Unpublished => "tidak untuk papan pengumuman",
        Heard::TakesUp => "dibuka kembali",
    }
}

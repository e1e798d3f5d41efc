//! An officer registers what no program hears (`[DAFTAR]`), hands his shift over (`[SERAH TERIMA]`), or passes on what
//! reached him. Each entry goes the way of any other arrival; he is told the numbers and what was not understood.

use super::desk::{Came, Desk};
use super::enter::Written;
use super::officer::name_of;
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::classify::{names_registration, own_subject};
use crate::decide::privacy::Writer;
use crate::decide::registration::{Form, Misread, Setting, Strict, batch, choice, echo, mail};
use crate::decide::wording::{
    LetterFacts, OfficeFacts, RegisteredFacts, RegistrationFacts, UnitFacts, UnreadFacts, dates,
};
use crate::domain::{Channel, Decision, LetterKind, Sheet, UnitId};
use crate::duties::letters::LetterDraft;
use crate::duties::{DutyFault, MailboxFacts};
use crate::store::change::{ArrivalOutcome, NewPenItem};
use crate::store::registrations::Handover;
use crate::sync_log::{Entry, Event};

/// How a letter is numbered that answers a form in which nothing could be registered: an answer to it is a form again.
const FORM: &str = "DAFTAR";
/// The same for a handover.
const HANDOVER: &str = "SERAH TERIMA";
/// The same where several were registered.
const SEVERAL: &str = "PENGHUBUNG";

/// Who registers, and where.
struct Registrar<'a, 'm> {
    book: &'a OfficeBook,
    mailbox: &'a MailboxFacts,
    unit: &'m UnitId,
    address: &'m str,
}

/// Who handles it; where the head has not decided yet, who is proposed to him.
fn proposed_or_handled(book: &OfficeBook, decision: &Decision) -> String {
    let (office, unit) = (&book.office, &decision.unit_name);
    let waits = office.disposisi_by_head && !decision.emergency && decision.unit != office.head;
    let head = office.unit(&office.head).filter(|_| waits);
    head.map_or_else(|| unit.clone(), |head| format!("{unit}, menunggu disposisi {}", head.addressee))
}

impl<'a> Desk<'a> {
    /// A form, or something passed on. `said`: a person says that it is one.
    pub(super) async fn registers(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
        unit: &UnitId,
        said: bool,
    ) -> Result<Came, DutyFault> {
        let setting = Setting::of(&book.office, arrival.row.received_at);
        let named = said || names_registration(&read.mail, &self.practice.own_addresses);
        let strict = if said { Strict::Free } else { Strict::Named };
        let forms = mail::forms(&read.mail, &read.text.kept, &read.said.chats, named, strict, &setting);
        if forms.is_empty() || forms.iter().any(|form| self.is_ours(book, form)) {
            let why = "an officer forwards something in which no citizen's mail is found";
            if let Some(came) = Box::pin(self.unless_danger(arrival, read, book, mailbox)).await? {
                return Ok(came);
            }
            self.pen(arrival, Some(read), why, Vec::new()).await?;
            return Ok(Came { outcome: ArrivalOutcome::Pen, complaint: None });
        }
        let registrar = Registrar { book, mailbox, unit, address: read.mail.from.as_deref().unwrap_or_default() };
        self.enter_all(arrival, read, &registrar, forms, None).await
    }

    /// An officer writes of danger in words of his own: written down as he wrote it, without a reporter who could be
    /// answered.
    pub(super) async fn calls_for_help(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
    ) -> Result<Came, DutyFault> {
        let address = read.mail.from.as_deref().unwrap_or_default();
        let unit = book.office.unit_of_officer(address).map_or(&book.office.desk, |unit| &unit.id);
        let subject = own_subject(&read.mail.subject);
        let text = if read.text.kept.trim().is_empty() { subject } else { read.text.kept.trim() };
        let sheet = Sheet {
            channel: Some(Channel::Email),
            name: Some(format!("petugas {}", name_of(book, unit))),
            subject: Some(subject.to_owned()),
            text: text.to_owned(),
            ..Sheet::default()
        };
        let registrar = Registrar { book, mailbox, unit, address };
        self.enter_all(arrival, read, &registrar, vec![Form::of(sheet)], None).await
    }

    /// A handover: its items, or that there are none.
    pub(super) async fn hands_over(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
        unit: &UnitId,
    ) -> Result<Came, DutyFault> {
        let setting = Setting::of(&book.office, arrival.row.received_at);
        let slot = batch::slot(&read.mail.subject);
        let text = if read.mail.references.is_empty() { &read.mail.text } else { &read.text.kept };
        let registrar = Registrar { book, mailbox, unit, address: read.mail.from.as_deref().unwrap_or_default() };
        // A mail without a word hands nothing over, not even nothing: the officer is asked.
        let Some(forms) = batch::items(text, &slot, &setting) else {
            return self.enter_all(arrival, read, &registrar, vec![Form::default()], Some(slot)).await;
        };
        let items = forms.iter().filter(|form| form.is_whole()).count();
        // `NIHIL`, and below it somebody who needs help.
        if items == 0
            && let Some(came) = Box::pin(self.unless_danger(arrival, read, book, mailbox)).await?
        {
            return Ok(came);
        }
        if let Some(said) = batch::impossible_slot(&slot) {
            // What is in it is registered; which handover it is he must say.
            let forms = forms.into_iter().chain([Form::asking(Misread::NoSlot(said.to_owned()))]).collect();
            return self.enter_all(arrival, read, &registrar, forms, Some(slot)).await;
        }
        if forms.is_empty() || items > 0 {
            self.note_handover(arrival, &registrar, &slot, items);
        }
        self.enter_all(arrival, read, &registrar, forms, Some(slot)).await
    }

    fn note_handover(&mut self, arrival: &ReadArrival, by: &Registrar<'_, '_>, slot: &str, items: usize) {
        let office = &by.book.office;
        self.note(
            Entry::new(Event::Serah, by.unit.0.as_str())
                .office(&office.id.0)
                .fact("arsip", arrival.row.id)
                .fact("waktu", slot)
                .fact("jumlah", items),
        );
        self.changes.handovers.push(Handover {
            arrival: arrival.row.id,
            office: office.id.0.clone(),
            day: arrival.row.received_at.with_timezone(&office.zone).format("%Y-%m-%d").to_string(),
            slot: slot.to_owned(),
            officer: by.address.to_owned(),
            items: i64::try_from(items).unwrap_or(i64::MAX),
            at: arrival.row.received_at,
        });
    }

    /// Enters what can be entered and tells the officer. What cannot goes before a person as well as back to him.
    async fn enter_all(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        by: &Registrar<'a, '_>,
        forms: Vec<Form>,
        slot: Option<String>,
    ) -> Result<Came, DutyFault> {
        let setting = Setting::of(&by.book.office, arrival.row.received_at);
        let mut told = RegistrationFacts { nothing: forms.is_empty(), slot, ..RegistrationFacts::default() };
        let mut opened = None;
        for (nth, form) in (1..).zip(forms) {
            if !form.is_whole() {
                told.faults.push(self.fault(by.book, &setting, nth, form));
                continue;
            }
            let written = Written {
                sheet: form.sheet.clone(),
                registrar: by.address.to_owned(),
                unit: Some(by.unit.clone()),
                chosen_by_officer: true,
            };
            let entered = self.enter(arrival, read, by.book, by.mailbox, written).await?;
            if !entered.known {
                opened = opened.or(Some(entered.id));
            }
            told.items.push(self.registered(by.book, &setting, &entered.number, form, entered.known));
        }
        let outcome = match (opened, told.items.is_empty() && !told.nothing) {
            (Some(_), _) => ArrivalOutcome::Complaint,
            (None, true) => ArrivalOutcome::Pen,
            (None, false) => ArrivalOutcome::Registration,
        };
        if outcome == ArrivalOutcome::Pen {
            let (office, why) =
                (arrival.row.office.clone(), "an officer's form without a text; he has been asked for it");
            let told = "formulir pendaftaran tanpa isi; petugas sudah diminta melengkapi";
            self.note(
                Entry::new(Event::Karantina, "sistem")
                    .office(&office)
                    .fact("arsip", arrival.row.id)
                    .fact("sebab", told),
            );
            self.changes.pen.push(NewPenItem {
                arrival: arrival.row.id,
                office,
                reason: why.to_owned(),
                guesses: Vec::new(),
            });
        }
        self.tell_registrar(arrival, read, by, told, opened).await?;
        Ok(Came { outcome, complaint: opened })
    }

    fn fault(&self, book: &OfficeBook, setting: &Setting<'_>, nth: usize, form: Form) -> UnreadFacts {
        let fields = echo::understood(&form.sheet, setting, &book.office.zone_name, &book.rules.public_numbers);
        let unread = form.unread.iter().map(|line| super::hiding::for_officers(line, book, Writer::Open)).collect();
        let remarks = form.remarks.iter().map(Misread::indonesian).collect();
        UnreadFacts { nth, fields, remarks, unread }
    }

    /// What the officer is told of an entry.
    fn registered(
        &self,
        book: &OfficeBook,
        setting: &Setting<'_>,
        number: &str,
        form: Form,
        known: bool,
    ) -> RegisteredFacts {
        let remark = choice::unit_remark(&form.sheet, book).into_iter().chain(choice::grade_remark(&form.sheet, book));
        let remark: Vec<String> = remark.collect();
        let UnreadFacts { fields, mut remarks, unread, .. } = self.fault(book, setting, 0, form);
        remarks.extend(remark);
        let fresh = self.changes.complaints.iter().find(|fresh| fresh.number == number);
        let Some(fresh) = fresh else {
            return RegisteredFacts {
                number: number.to_owned(),
                known,
                fields,
                remarks,
                unread,
                ..RegisteredFacts::default()
            };
        };
        let decision = &fresh.decision;
        // The same limit as every other letter about it names, with what must come until then.
        let due = book.waiting_for(decision, super::facts::FOR_OFFICERS).next().map(|deadline| {
            let what = book.standard_of(deadline).map_or("tindak lanjut", |standard| standard.stops_at.label());
            format!("{} ({what})", dates::moment(deadline.due, &book.office.zone_name))
        });
        RegisteredFacts {
            number: number.to_owned(),
            known,
            summary: fresh.summary.clone(),
            unit: proposed_or_handled(book, decision),
            rule: decision.rule.clone(),
            due,
            settled: fresh.ended.is_some(),
            danger: decision.emergency,
            late: fresh.registration.as_ref().is_some_and(|registration| registration.late),
            way: fresh.pelapor.as_ref().map(|(channel, _)| channel.label().to_owned()),
            fields,
            remarks,
            unread,
        }
    }

    async fn tell_registrar(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        by: &Registrar<'a, '_>,
        told: RegistrationFacts,
        opened: Option<i64>,
    ) -> Result<(), DutyFault> {
        let office = &by.book.office;
        let number = match (told.items.as_slice(), &told.slot) {
            ([only], None) => only.number.clone(),
            ([], None) => FORM.to_owned(),
            (_, Some(_)) => HANDOVER.to_owned(),
            (_, None) => SEVERAL.to_owned(),
        };
        let about = told.items.first().map(|item| item.number.clone()).filter(|_| told.items.len() == 1);
        let facts = LetterFacts {
            number,
            office: OfficeFacts::from(office),
            unit: office.unit(by.unit).map(UnitFacts::from).unwrap_or_default(),
            written: dates::moment(self.now.with_timezone(&office.zone).fixed_offset(), &office.zone_name),
            registration: Some(told),
            ..LetterFacts::default()
        };
        let occasion = arrival.row.id.to_string();
        let recipient = by.address.to_owned();
        let mut draft = LetterDraft::new(LetterKind::Registered, &by.unit.0, recipient, &by.mailbox.address, occasion);
        draft.complaint = opened.zip(about.as_deref());
        draft.thread = read.mail.message_id.iter().cloned().collect();
        let letter = self.maker(by.book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }

    /// True if the mail that is passed on is a colleague's or our own.
    fn is_ours(&self, book: &OfficeBook, form: &Form) -> bool {
        let from = form.sheet.email.as_deref();
        from.is_some_and(|from| self.practice.is_own(from) || book.office.unit_of_officer(from).is_some())
    }
}

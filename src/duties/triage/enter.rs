//! A sheet of the register becomes a complaint: the same number, rules, clocks and letters as any other arrival.
//!
//! In: what was written down, by whom. Out: the complaint, and whether it was in the register before. The clocks start
//! when the office got it, not when it was written down; both stand in the register.

use chrono::{DateTime, Datelike, Utc};
use connectors::sms::number;

use super::desk::{Came, Desk};
use super::reading::{Read, ReadArrival};
use crate::decide::classify::takes_no_replies;
use crate::decide::registration::choice;
use crate::decide::registration::mail::{origin_key, words};
use crate::decide::reply::Stripped;
use crate::decide::supervision::may_be_meant;
use crate::decide::{OfficeBook, privacy};
use crate::domain::{Channel, Decision, Sheet, UnitId};
use crate::duties::{DutyFault, MailboxFacts};
use crate::store::change::{ArrivalOutcome, Ended};
use crate::store::registrations::Registration;

/// A sheet and who wrote it down.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) sheet: Sheet,
    /// Mail address, or user of the command line.
    pub(super) registrar: String,
    /// His unit, where he is an officer.
    pub(super) unit: Option<UnitId>,
    /// False: it comes from a file of old entries, whose lateness is nobody's.
    pub(super) chosen_by_officer: bool,
}

/// A complaint in the register.
pub(super) struct Entered {
    pub(super) id: i64,
    pub(super) number: String,
    /// It was there before.
    pub(super) known: bool,
}

impl<'a> Desk<'a> {
    /// A sheet that a command or an import has laid into the inbox.
    pub(super) async fn sheet_comes(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
        sheet: &Sheet,
    ) -> Result<Came, DutyFault> {
        let registrar = sheet.entered_by.clone().unwrap_or_else(|| "operator".to_owned());
        let written = Written { sheet: sheet.clone(), registrar, unit: None, chosen_by_officer: !sheet.past };
        let entered = self.enter(arrival, read, book, mailbox, written).await?;
        let outcome = if entered.known { ArrivalOutcome::Duplicate } else { ArrivalOutcome::Complaint };
        Ok(Came { outcome, complaint: Some(entered.id) })
    }

    /// A citizen filled in the form on the office's website.
    pub(super) async fn form_comes(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
    ) -> Result<Came, DutyFault> {
        let sheet = read.said.form.as_deref().cloned().unwrap_or_default();
        let registrar = sheet.sub_channel.clone().unwrap_or_default();
        let written = Written { sheet, registrar, unit: None, chosen_by_officer: false };
        let entered = self.enter(arrival, read, book, mailbox, written).await?;
        Ok(Came { outcome: ArrivalOutcome::Complaint, complaint: Some(entered.id) })
    }

    /// Enters one sheet, once.
    pub(super) async fn enter(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
        written: Written,
    ) -> Result<Entered, DutyFault> {
        let channel = written.sheet.channel.unwrap_or(Channel::TatapMuka);
        let received = written.sheet.received.unwrap_or(arrival.row.received_at).min(self.now);
        let year = received.with_timezone(&book.office.zone).year();
        let origin_key = origin_key(&written.sheet, channel, year);
        if let Some((id, number)) = self.entered_before(book, &written.sheet, origin_key.as_deref()).await? {
            return Ok(Entered { id, number, known: true });
        }
        let mut row = arrival.row.clone();
        (row.channel, row.received_at) = (channel, received);
        let sheet = &written.sheet;
        let ways = self.ways_to(book, sheet, channel);
        // A sheet comes with the moment that it names; it is entered now.
        let registered = if read.said.sheet.is_some() { self.now } else { arrival.row.received_at };
        let registration = registration(&written, book, channel, origin_key, received, registered);
        let mut as_his = as_the_citizens(read, sheet);
        as_his.said.reply = ways.first().cloned();
        as_his.said.others = ways.into_iter().skip(1).collect();
        as_his.said.written = Some(Box::new((written.clone(), registration)));
        let his = ReadArrival { row, read: None, sweep: None, foreseen: None, aside: None };
        let id = self.open(&his, &as_his, book, mailbox).await?;
        self.past.touch(id);
        let number = self.changes.complaints.last().map(|fresh| fresh.number.clone()).unwrap_or_default();
        Ok(Entered { id, number, known: false })
    }

    /// The complaint that this sheet is already, by its number in the book or by the citizen's own mail.
    async fn entered_before(
        &mut self,
        book: &OfficeBook,
        sheet: &Sheet,
        origin_key: Option<&str>,
    ) -> Result<Option<(i64, String)>, DutyFault> {
        let office = &book.office.id.0;
        let of_batch = self.changes.complaints.iter().find(|fresh| {
            let known_as = fresh.registration.as_ref().and_then(|known| known.origin_key.as_deref());
            fresh.decision.office.0 == *office && origin_key.is_some() && known_as == origin_key
        });
        if let Some(fresh) = of_batch {
            return Ok(Some((fresh.id, fresh.number.clone())));
        }
        if let Some(key) = origin_key
            && let Some(known) = self.tx.registered_as(office, key).await?
        {
            return Ok(Some(known));
        }
        let Some(message_id) = sheet.message_id.clone() else { return Ok(None) };
        let Some(id) = self.tx.complaints_by_message_id(&[message_id]).await?.into_values().next() else {
            return Ok(None);
        };
        let known = self.tx.complaints_by_id(&[id]).await?.remove(&id);
        Ok(known.filter(|known| known.office == *office).map(|known| (known.id, known.number)))
    }

    /// The ways by which the citizen can be written to, the best first. Where there is none, a person brings the
    /// answer.
    fn ways_to(&self, book: &OfficeBook, sheet: &Sheet, channel: Channel) -> Vec<(Channel, String)> {
        if sheet.past {
            return Vec::new();
        }
        let mobile = |written: &Option<String>| {
            let read = number::read(written.as_deref()?, Some(book.office.area_code.as_str()));
            read.for_sms().ok().map(str::to_owned)
        };
        let mail = sheet.email.clone().map(|address| (Channel::Email, address));
        let whatsapp = mobile(&sheet.whatsapp).map(|number| (Channel::Whatsapp, number));
        let text = mobile(&sheet.phone).or_else(|| mobile(&sheet.whatsapp)).map(|number| (Channel::Sms, number));
        let by_phone = matches!(channel, Channel::Sms | Channel::Whatsapp | Channel::Telepon);
        let ways = if by_phone { [whatsapp, text, mail] } else { [mail, whatsapp, text] };
        let open = |channel: Channel| self.practice.ways_out.contains(&(book.office.id.0.clone(), channel));
        let reads = |to: &str| !self.practice.is_own(to) && !takes_no_replies(to);
        ways.into_iter().flatten().filter(|(by, to)| open(*by) && reads(to)).collect()
    }
}

impl Written {
    /// When it was over, if it is as soon as it is registered. What alleges wrongdoing is not settled by a unit that
    /// may be meant: others must see it.
    pub(super) fn ended(&self, received: DateTime<Utc>, book: &OfficeBook, decision: &Decision) -> Option<Ended> {
        let by_the_reported = self.unit.as_ref().is_some_and(|unit| may_be_meant(&book.office, decision, unit));
        let settled = self.sheet.settled && !(decision.supervision && by_the_reported);
        let answered = (settled || self.sheet.past) && self.sheet.answer.is_some();
        (answered || self.sheet.past).then_some(Ended { at: received, answered })
    }
}

/// The mail as if the citizen had written it: his name and words, nobody's address, what hangs on it.
fn as_the_citizens(read: &Read, sheet: &Sheet) -> Read {
    let mut mail = read.mail.clone();
    (mail.from, mail.reply_to) = (None, None);
    mail.from_name.clone_from(&sheet.name);
    mail.subject = sheet.subject.clone().unwrap_or_default();
    mail.message_id.clone_from(&sheet.message_id);
    mail.references.clear();
    let mut said = super::reading::Said::default();
    (said.anonymous, said.secret, said.class) = (sheet.anonymous, sheet.secret, sheet.class);
    Read {
        mail,
        kind: read.kind.clone(),
        text: Stripped { kept: words(sheet), removed: String::new() },
        fingerprint: read.fingerprint.clone(),
        announced: read.announced,
        cut: read.cut,
        said,
        report: None,
    }
}

fn registration(
    written: &Written,
    book: &OfficeBook,
    channel: Channel,
    origin_key: Option<String>,
    received: DateTime<Utc>,
    registered: DateTime<Utc>,
) -> Registration {
    let sheet = written.sheet.clone();
    // Passed on by mail it was never on paper: nobody was late to copy it.
    let copied = written.chosen_by_officer && channel != Channel::Email;
    Registration {
        registrar: written.registrar.clone(),
        registrar_unit: written.unit.as_ref().map(|unit| unit.0.clone()),
        origin_key,
        origin: sheet.origin,
        sub_channel: sheet.sub_channel,
        phone: sheet.phone.or(sheet.whatsapp),
        address: sheet.address,
        nik: sheet.nik.map(|nik| masked_nik(&nik)),
        place: sheet.place,
        event_time: sheet.time,
        about: sheet.about,
        signed: sheet.signed,
        letter_number: sheet.letter_number,
        letter_date: sheet.letter_date,
        duration: sheet.duration,
        late: copied && choice::is_late(book, received, registered),
    }
}

/// All but the last four digits hidden, whatever was written.
fn masked_nik(written: &str) -> String {
    let (masked, kinds) = privacy::mask(written, &[]);
    if !kinds.is_empty() {
        return masked;
    }
    let digits: Vec<char> = written.chars().filter(char::is_ascii_digit).collect();
    let end: String = digits.iter().skip(digits.len().saturating_sub(4)).collect();
    format!("[NIK …{end}]")
}

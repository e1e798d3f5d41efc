//! Letters made ready for the outbox: worded, addressed, named. Used by every duty that writes letters.

use chrono::{DateTime, Utc};

use super::{DutyFault, Practice};
use crate::decide::OfficeBook;
use crate::decide::wording::{Bare, LetterFacts, Rendered, WordingFault, fitted};
use crate::domain::{Channel, LetterKind, Office, UnitId};
use crate::store::change::NewLetter;
use crate::store::write::Table;
use crate::store::{StoreFault, WriteTx};

/// What a letter is, before it has words and a name.
#[derive(Debug, Clone)]
pub struct LetterDraft<'a> {
    /// What kind.
    pub kind: LetterKind,
    /// Which complaint: id and number.
    pub complaint: Option<(i64, &'a str)>,
    /// `pelapor`, `duty` or a unit id.
    pub audience: String,
    /// By which channel.
    pub channel: Channel,
    /// Address, as that channel understands it.
    pub recipient: String,
    /// Address to answer to, without token.
    pub intake: &'a str,
    /// Token for the reply address; `None`: no answer is expected.
    pub token: Option<&'a str>,
    /// Message-IDs it answers, oldest first.
    pub thread: Vec<String>,
    /// What makes it another letter than the last of its kind: the answer's hash, the reminder's number.
    pub occasion: String,
    /// Blob of a mail to attach.
    pub attach: Option<i64>,
    /// The unit without whose approval it must not leave.
    pub awaits: Option<UnitId>,
    /// Until when trying makes sense.
    pub deadline: Option<DateTime<Utc>>,
}

impl<'a> LetterDraft<'a> {
    /// A letter with nothing special about it.
    pub fn new(
        kind: LetterKind,
        audience: &str,
        recipient: String,
        intake: &'a str,
        occasion: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            complaint: None,
            audience: audience.to_owned(),
            channel: Channel::Email,
            recipient,
            intake,
            token: None,
            thread: Vec::new(),
            occasion: occasion.into(),
            attach: None,
            awaits: None,
            deadline: None,
        }
    }
}

/// Makes letters of one office.
pub struct LetterMaker<'a> {
    practice: &'a Practice,
    book: &'a OfficeBook,
    now: DateTime<Utc>,
}

impl<'a> LetterMaker<'a> {
    /// For one office, at one moment.
    #[must_use]
    pub fn new(practice: &'a Practice, book: &'a OfficeBook, now: DateTime<Utc>) -> Self {
        Self { practice, book, now }
    }

    /// The moment.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The office.
    #[must_use]
    pub fn office(&self) -> &'a Office {
        &self.book.office
    }

    /// Words a letter and gives it its id and Message-ID.
    pub async fn make(
        &self,
        tx: &mut WriteTx,
        draft: LetterDraft<'_>,
        facts: &LetterFacts,
    ) -> Result<NewLetter, DutyFault> {
        let office = &self.book.office;
        let worded = self.worded(&draft, facts)?;
        let id = tx.next_id(Table::Letters).await?;
        let about = draft.complaint.map_or_else(|| "-".to_owned(), |(id, _)| id.to_string());
        let key = format!("{}/{}/{about}/{}/{}", office.id, draft.kind.word(), draft.recipient, draft.occasion);
        Ok(NewLetter {
            id,
            message_id: self.practice.secret.message_id(&key, id, &self.practice.mail_domain),
            key,
            complaint: draft.complaint.map(|(id, _)| id),
            number: draft.complaint.map(|(_, number)| number.to_owned()),
            office: office.id.0.clone(),
            channel: draft.channel,
            kind: draft.kind,
            audience: draft.audience,
            sender: self.practice.senders.get(&office.id.0).cloned().unwrap_or_else(|| draft.intake.to_owned()),
            reply_to: draft.token.map(|token| with_token(draft.intake, token)),
            recipient: draft.recipient,
            thread: draft.thread,
            subject: worded.subject,
            body: worded.body,
            attach: draft.attach,
            urgency: urgency(draft.kind),
            held: draft.awaits.as_ref().map(|unit| format!("menunggu persetujuan {unit}")),
            awaits: draft.awaits.map(|unit| unit.0),
            not_before: self.not_before(draft.kind, draft.channel),
            deadline: draft.deadline,
        })
    }

    /// As a mail, or as the bare text that the channel carries.
    fn worded(&self, draft: &LetterDraft<'_>, facts: &LetterFacts) -> Result<Rendered, DutyFault> {
        let (wording, office) = (&self.practice.wording, Some(&self.book.office.id));
        let fault = |fault: WordingFault| DutyFault::Wording(fault.to_string());
        let mail = wording.render(draft.kind, office, facts).map_err(fault)?;
        let Some(bare) = Bare::of(draft.channel) else { return Ok(mail) };
        let missing = || DutyFault::Wording(format!("{} has no text for {}", draft.kind.word(), draft.channel.word()));
        let write = |facts: &LetterFacts| wording.render_bare(draft.kind, office, bare, facts).transpose();
        let body = if draft.channel == Channel::Sms {
            let write = |facts: &LetterFacts| write(facts).map(Option::unwrap_or_default);
            Some(fitted(self.practice.sms_segments, facts, write).map_err(fault)?).filter(|text| !text.is_empty())
        } else {
            write(facts).map_err(fault)?
        };
        Ok(Rendered { body: body.ok_or_else(missing)?, ..mail })
    }

    /// At once, or when the quiet hours of the office are over; danger knows none.
    fn not_before(&self, kind: LetterKind, channel: Channel) -> DateTime<Utc> {
        // A mail waits in silence; a telephone wakes its owner.
        let rings = matches!(channel, Channel::Sms | Channel::Whatsapp);
        let quiet = if rings { Some(self.practice.phone_quiet) } else { self.practice.quiet };
        let Some(quiet) = quiet.filter(|_| urgency(kind) > 0) else { return self.now };
        let zone = self.book.office.zone;
        let then = quiet.after(self.now.with_timezone(&zone).naive_local());
        then.and_local_timezone(zone).earliest().map_or(self.now, |at| at.to_utc())
    }

    /// The mailbox of a unit, or of whoever stands in for it.
    pub fn mailbox(&self, unit: &UnitId) -> Result<String, StoreFault> {
        self.office().mailbox_for(unit).map(str::to_owned).ok_or_else(|| {
            StoreFault::Broken(format!("neither {unit} nor desk nor head of {} has a mailbox", self.office().id))
        })
    }
}

/// `pengaduan@office.example` with a token: `pengaduan+token@office.example` (RFC 5233).
pub(super) fn with_token(address: &str, token: &str) -> String {
    match address.split_once('@') {
        Some((local, domain)) => format!("{local}+{token}@{domain}"),
        None => address.to_owned(),
    }
}

/// 0 danger, 1 what somebody waits for, 2 the rest.
fn urgency(kind: LetterKind) -> i64 {
    match kind {
        LetterKind::EmergencyAnswer | LetterKind::EmergencyAlert => 0,
        LetterKind::Receipt
        | LetterKind::Disposisi
        | LetterKind::FurtherMessage
        | LetterKind::Escalation
        | LetterKind::ApprovalRequest
        | LetterKind::Answer
        | LetterKind::DataRequest
        | LetterKind::HandOn
        | LetterKind::PasteRequest
        | LetterKind::Extension
        | LetterKind::GradeAlert
        | LetterKind::DisposisiProposal
        | LetterKind::Objection
        | LetterKind::Escalated
        | LetterKind::Registered
        | LetterKind::HandDelivery
        | LetterKind::TaskRequest
        | LetterKind::TaskLate
        | LetterKind::Alarm => 1,
        LetterKind::Reminder
        | LetterKind::AskBack
        | LetterKind::Noted
        | LetterKind::Undeliverable
        | LetterKind::PenNotice
        | LetterKind::CalendarGap
        | LetterKind::Retention
        | LetterKind::Estimate
        | LetterKind::Progress
        | LetterKind::Help
        | LetterKind::MeetingProposal
        | LetterKind::Closing
        | LetterKind::UnclearWord
        | LetterKind::TaskNoted
        | LetterKind::OmbudsmanNotice => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::with_token;

    #[test]
    fn the_token_stands_behind_a_plus_in_the_local_part() {
        assert_eq!(with_token("pengaduan@dinkes.example", "abc"), "pengaduan+abc@dinkes.example");
    }
}

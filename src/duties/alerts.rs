//! The alert about danger, to everybody on the duty list and by every way that each has.
//!
//! In: what the alert is about. Out: letters to mailboxes, texts to telephones where the office can write by them. Does
//! not decide whether anybody is in danger, or how often the list is alerted.

use super::letters::{LetterDraft, LetterMaker};
use super::{DutyFault, Practice};
use crate::decide::meaning::DUTY;
use crate::decide::wording::{LaporFacts, LetterFacts};
use crate::domain::{Channel, Decision, LetterKind};
use crate::store::WriteTx;
use crate::store::change::NewLetter;
use crate::store::complaints::Complaint;

/// What everybody on the list is told.
pub(super) struct Alert<'a> {
    /// Id and number.
    pub(super) complaint: (i64, &'a str),
    /// The mailbox that is answered to.
    pub(super) intake: &'a str,
    /// The token of the duty list.
    pub(super) token: Option<&'a str>,
    /// What makes it another alert than the last.
    pub(super) occasion: &'a str,
    /// What it says.
    pub(super) facts: &'a LetterFacts,
}

/// Telephones at which whoever may be in danger can be called: those he wrote from and `said`. None of one who asked to
/// stay unknown or accuses officers: where he is must suffice.
pub(super) fn may_be_called(
    decision: &Decision,
    ways: impl IntoIterator<Item = (Channel, String)>,
    said: Vec<String>,
) -> Vec<String> {
    if decision.privacy.anonymous || decision.privacy.secret || decision.supervision {
        return Vec::new();
    }
    let rings = |(channel, to): (Channel, String)| matches!(channel, Channel::Sms | Channel::Whatsapp).then_some(to);
    let mut numbers: Vec<String> = ways.into_iter().filter_map(rings).collect();
    let digits = |number: &str| number.chars().filter(char::is_ascii_digit).skip(2).collect::<String>();
    for number in said {
        let known = numbers.iter().any(|known| digits(known).ends_with(&digits(&number)));
        if !known {
            numbers.push(number);
        }
    }
    numbers
}

/// The mail address at which whoever may be in danger can be asked, under the same rule.
pub(super) fn may_be_written(decision: &Decision, ways: impl IntoIterator<Item = (Channel, String)>) -> Option<String> {
    let hidden = decision.privacy.anonymous || decision.privacy.secret || decision.supervision;
    let mut mails = ways.into_iter().filter(|(channel, _)| *channel == Channel::Email && !hidden);
    mails.next().map(|(_, address)| address)
}

/// Where whoever may be in danger is found: what an alert about a known complaint says of him.
pub(super) async fn set_caller(
    practice: &Practice,
    facts: &mut LetterFacts,
    tx: &mut WriteTx,
    complaint: &Complaint,
    phones: Vec<String>,
) -> Result<(), DutyFault> {
    place_at_lapor(practice, tx, complaint, facts).await?;
    let ways: Vec<_> = tx.contacts_of(complaint.id).await?.into_iter().chain(complaint.way_back()).collect();
    facts.reporter.address = may_be_written(&complaint.decision, ways.clone());
    facts.reporter.phones = may_be_called(&complaint.decision, ways, phones);
    facts.reporter.entered_by = tx.registration_of(complaint.id).await?.map(|known| known.registrar);
    facts.reporter.out_of_reach = tx.is_out_of_reach(complaint.id).await?;
    Ok(())
}

/// Where a report of LAPOR! stands there: who has no telephone and no mailbox here can be asked there.
pub(super) async fn place_at_lapor(
    practice: &Practice,
    tx: &mut WriteTx,
    complaint: &Complaint,
    facts: &mut LetterFacts,
) -> Result<(), DutyFault> {
    let Some(number) = tx.report_number(complaint.id).await? else { return Ok(()) };
    let account = practice.lapor.get(&complaint.office);
    let page = account.map(|account| account.profile.public_page.replace("{id}", &number)).unwrap_or_default();
    facts.lapor = Some(LaporFacts { number: number.clone(), page, ..LaporFacts::default() });
    facts.lapor_number = Some(number);
    Ok(())
}

/// One letter for each way to each of them, and to `more`, a mailbox.
pub(super) async fn alerts(
    practice: &Practice,
    maker: &LetterMaker<'_>,
    tx: &mut WriteTx,
    alert: &Alert<'_>,
    more: Option<String>,
) -> Result<Vec<NewLetter>, DutyFault> {
    let office = maker.office();
    let can_write = |channel| channel == Channel::Email || practice.ways_out.contains(&(office.id.0.clone(), channel));
    let listed = office.emergency.on_duty().filter(|(channel, _)| can_write(*channel));
    let mut recipients: Vec<(Channel, String)> = Vec::new();
    for one in listed.map(|(channel, address)| (channel, address.clone())).chain(more.map(|to| (Channel::Email, to))) {
        if !recipients.contains(&one) {
            recipients.push(one);
        }
    }
    let mut letters = Vec::with_capacity(recipients.len());
    for (channel, recipient) in recipients {
        // One number may have both kinds of text.
        let occasion = match channel {
            Channel::Sms | Channel::Whatsapp => format!("{}/{}", alert.occasion, channel.word()),
            Channel::Email
            | Channel::Lapor
            | Channel::Telepon
            | Channel::TatapMuka
            | Channel::KotakSaran
            | Channel::Surat
            | Channel::Sosmed
            | Channel::Angket => alert.occasion.to_owned(),
        };
        let mut draft = LetterDraft::new(LetterKind::EmergencyAlert, DUTY, recipient, alert.intake, occasion);
        draft.channel = channel;
        draft.complaint = Some(alert.complaint);
        draft.token = alert.token;
        letters.push(maker.make(tx, draft, alert.facts).await?);
    }
    Ok(letters)
}

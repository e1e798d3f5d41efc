//! Everything that is known and may concern a batch, asked at once. In: the arrivals of the batch. Out: its
//! [`BatchPast`].

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;

use super::super::reading::{Read, ReadArrival};
use super::super::short::{by_remote_id as by_remote_id_of, texts_of};
use super::super::tasks::BatchTasks;
use super::named::keep_named;
use super::{BatchPast, is_take};
use crate::duties::Practice;
use crate::store::complaints::Complaint;
use crate::store::facts::LetterFact;
use crate::store::{StoreFault, WriteTx};

/// A late `TERIMA` is still about the alert, not a new matter.
const ONE_ALERT: TimeDelta = TimeDelta::days(2);

/// Everybody who may get a receipt by one of these, and so has a ration of them.
fn rationed(reads: &[&Read], phones: &[String]) -> Vec<String> {
    let senders = reads.iter().flat_map(|r| [r.mail.from.clone(), r.mail.reply_to.clone()]).flatten();
    let mut senders: Vec<String> = senders.chain(phones.iter().map(|phone| texts_of(phone))).collect();
    // Whoever fills in a form names an address: it has its ration like any other.
    let named = reads.iter().filter_map(|r| r.said.form.as_deref().or(r.said.sheet.as_deref()));
    senders.extend(named.flat_map(|sheet| [&sheet.email, &sheet.phone, &sheet.whatsapp]).flatten().cloned());
    senders
}

impl BatchPast {
    /// Asks everything.
    pub(in crate::duties::triage) async fn gather(
        tx: &mut WriteTx,
        practice: &Practice,
        mails: &[ReadArrival],
    ) -> Result<Self, StoreFault> {
        let reads: Vec<&Read> = mails.iter().filter_map(|m| m.read.as_ref()).collect();
        let tokens: Vec<String> = reads.iter().filter_map(|r| r.kind.token.clone()).collect();
        let mut ids: Vec<String> = reads.iter().flat_map(|r| r.mail.references.iter().cloned()).collect();
        ids.extend(reads.iter().filter_map(|r| r.mail.bounce.as_ref()?.original_message_id.clone()));
        let remote_ids: Vec<String> = reads.iter().filter_map(|r| r.said.report.as_ref()?.remote_id.clone()).collect();
        let phones: Vec<String> =
            reads.iter().filter(|r| r.said.from_phone).filter_map(|r| r.mail.from.clone()).collect();
        let mut numbers: Vec<String> = reads.iter().filter_map(|r| r.kind.number.clone()).collect();
        let arrivals: Vec<i64> = mails.iter().map(|m| m.row.id).collect();
        let verdicts = tx.verdicts(&arrivals).await?;
        numbers.extend(verdicts.values().filter_map(|verdict| verdict.number().map(str::to_owned)));
        let prints: Vec<String> = reads.iter().map(|r| r.fingerprint.clone()).collect();
        let senders = rationed(&reads, &phones);
        let lapor: Vec<String> = reads.iter().filter_map(|r| Some(r.report.as_ref()?.number.clone())).collect();
        let reports = tx.known_reports(&lapor).await?;
        let threads = tx.threads(&tokens).await?;
        let tasks = BatchTasks::gather(tx, practice, mails, &tokens).await?;
        let letters = letters(tx, &ids, &remote_ids).await?;
        let by_phone = tx.last_complaint_of(&phones, None).await?;
        // A word on an answer comes after the end too, where he thinks again.
        let mut answered = tx.last_complaint_of(&phones, Some("closed")).await?;
        answered.extend(tx.last_complaint_of(&phones, Some("answered")).await?);
        let watched = watched(tx, practice, mails).await?;
        let own_mails = tx.complaints_by_message_id(&ids).await?;
        let twins = tx.first_of_fingerprint(&prints).await?;
        let mut complaints = named(tx, practice, mails, &numbers).await?;
        let mut wanted: Vec<i64> = threads.values().map(|t| t.complaint).collect();
        wanted.extend(letters.values().filter_map(|l| l.complaint));
        wanted.extend(own_mails.values());
        wanted.extend(by_phone.values().chain(answered.values()).chain(watched.values()));
        wanted.extend(twins.values().filter_map(|t| t.complaint));
        wanted.extend(reports.values().filter_map(|report| report.complaint));
        wanted.sort_unstable();
        wanted.dedup();
        complaints.extend(tx.complaints_by_id(&wanted).await?);
        let known: Vec<i64> = complaints.keys().copied().collect();
        Ok(Self {
            by_number: complaints.values().map(|c| (c.number.clone(), c.id)).collect(),
            tokens: tx.tokens_of(&known).await?,
            ways: tx.addresses_of(&known).await?,
            answers: tx.answer_hashes(&known).await?,
            receipts: tx.receipts_today(&senders).await?,
            first_seen: tx.first_seen(practice.sources()).await?,
            threads,
            letters,
            own_mails,
            complaints,
            twins,
            verdicts,
            touched: HashSet::new(),
            opened_by: HashSet::new(),
            by_phone,
            answered,
            watched,
            reports,
            new_reports: HashSet::new(),
            tasks,
        })
    }
}

/// Complaints by the numbers that mails name; such as are nobody's here are kept from being given.
async fn named(
    tx: &mut WriteTx,
    practice: &Practice,
    mails: &[ReadArrival],
    numbers: &[String],
) -> Result<HashMap<i64, Complaint>, StoreFault> {
    let known = tx.complaints_by_number(numbers).await?;
    keep_named(tx, practice, mails, |number| known.contains_key(number)).await?;
    Ok(known.into_values().map(|complaint| (complaint.id, complaint)).collect())
}

/// Letters by Message-ID, and by their gateway's id under a name of its own.
async fn letters(
    tx: &mut WriteTx,
    ids: &[String],
    remote_ids: &[String],
) -> Result<HashMap<String, LetterFact>, StoreFault> {
    let mut letters = tx.letters_by_message_id(ids).await?;
    let by_remote_id = tx.letters_by_remote_id(remote_ids).await?;
    letters.extend(by_remote_id.into_iter().map(|(id, letter)| (by_remote_id_of(&id), letter)));
    Ok(letters)
}

/// What the duty lists were alerted about last, where one of them may be taking it.
async fn watched(
    tx: &mut WriteTx,
    practice: &Practice,
    mails: &[ReadArrival],
) -> Result<HashMap<String, i64>, StoreFault> {
    let mut watched = HashMap::new();
    for office in mails.iter().filter(|mail| takes_alert(practice, mail)).map(|mail| &mail.row.office) {
        let since = tx.now() - ONE_ALERT;
        watched.extend(tx.last_watched(office, since).await?.map(|complaint| (office.clone(), complaint)));
    }
    Ok(watched)
}

/// One of the duty list takes an alert by text, and names no number.
fn takes_alert(practice: &Practice, mail: &ReadArrival) -> bool {
    let Some(read) = mail.read.as_ref().filter(|read| is_take(read)) else { return false };
    let book = practice.books.get(&mail.row.office);
    read.mail.from.as_ref().zip(book).is_some_and(|(from, book)| book.office.emergency.is_on_duty(from))
}

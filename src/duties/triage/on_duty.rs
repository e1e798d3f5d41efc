//! One of the duty list has answered an alert: the others need not be woken again.
//!
//! In: his mail or text. Out: the vigil ends where he says that he has it, and all who were woken hear of it. Anything
//! else a person says is asked back, and the alerts go on.

use super::commands::word;
use super::desk::Desk;
use super::hiding::hide_from_officers;
use super::officer::{Officer, addressed_as};
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::classify::number_in;
use crate::decide::meaning::DUTY;
use crate::decide::reply::{ReplyRead, agrees, read_reply, takes_it};
use crate::decide::wording::AskBackFacts;
use crate::domain::{Channel, LetterKind};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

impl<'a> Desk<'a> {
    /// Does what a mail from the duty list says.
    pub(super) async fn duty_says(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: i64,
    ) -> Result<(), DutyFault> {
        let complaint = self.complaint(complaint)?;
        let address = read.mail.from.as_deref().unwrap_or_default();
        let said = without_number(read, &complaint.number, &self.practice.number_prefixes);
        let begins = takes_it(&said) || agrees(&said);
        let said = read_reply(&said, &[&book.office.phone]);
        let takes = begins || matches!(said, ReplyRead::Take);
        let since = self.tx.alerted_since(complaint.id).await?.unwrap_or(complaint.registered);
        // The log names no person: it says which of the list it was.
        let mut listed = book.office.emergency.on_duty();
        let nth = listed.position(|(_, one)| one.eq_ignore_ascii_case(address)).map_or(0, |at| at + 1);
        self.note(
            Entry::new(Event::Balas, DUTY)
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("arsip", arrival.row.id)
                .fact("sebagai", if takes { "terima" } else { word(&said) })
                .fact("piket", nth)
                .fact("jeda_detik", (self.now - since).num_seconds()),
        );
        let officer = Officer::confirming(arrival, read, complaint, (DUTY, DUTY));
        let by_phone = read.said.reply.clone().filter(|_| read.said.from_phone);
        if takes {
            self.tell_the_others(arrival, book, &officer).await?;
            self.changes.taken.push((officer.complaint.id, address.to_owned()));
        }
        if let Some((channel, number)) = by_phone {
            let kind = if takes { LetterKind::Noted } else { LetterKind::AskBack };
            return self.text_to_duty(arrival, book, &officer.complaint, kind, (channel, number)).await;
        }
        if takes {
            return self.say_noted(book, &officer, "peringatan darurat diterima petugas piket").await;
        }
        if matches!(said, ReplyRead::Away { .. }) {
            return Ok(());
        }
        let why = "balas dengan satu kata TERIMA bila keadaan darurat ini Anda tangani; sampai ada yang membalas, \
                   peringatan terus diulang";
        self.ask_back(book, &officer, "", why, false).await
    }

    /// All who were woken hear that one of them has it, so that they may sleep again; once.
    async fn tell_the_others(
        &mut self,
        arrival: &ReadArrival,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        if !self.tx.is_watched(complaint.id).await? {
            return Ok(());
        }
        let alerted = self.tx.alerted(complaint.id).await?;
        let mut facts = self.facts_of(book, complaint);
        facts.noted = Some(format!("peringatan darurat ini sudah ditangani {}", officer.address));
        facts.unit = addressed_as(book, officer);
        hide_from_officers(&mut facts, &complaint.decision);
        for (channel, recipient) in alerted.into_iter().filter(|(_, one)| !one.eq_ignore_ascii_case(officer.address)) {
            let occasion = format!("{}/{}", arrival.row.id, channel.word());
            let mut draft = LetterDraft::new(LetterKind::Noted, DUTY, recipient, &complaint.intake, occasion);
            draft.channel = channel;
            draft.complaint = Some((complaint.id, &complaint.number));
            draft.token = self.past.token(complaint.id, DUTY);
            let mut letter = self.maker(book).make(self.tx, draft, &facts).await?;
            // Whoever was woken at night need not wait for the morning to hear that he may sleep.
            letter.not_before = self.now;
            self.changes.letters.push(letter);
        }
        Ok(())
    }

    /// He wrote by telephone, and hears by it that his word was noted, or what is wanted of him.
    async fn text_to_duty(
        &mut self,
        arrival: &ReadArrival,
        book: &'a OfficeBook,
        complaint: &Complaint,
        kind: LetterKind,
        (channel, number): (Channel, String),
    ) -> Result<(), DutyFault> {
        let mut facts = self.facts_of(book, complaint);
        facts.noted = Some("peringatan darurat Anda tangani".to_owned());
        facts.ask_back = Some(AskBackFacts { why: "hanya TERIMA yang dikenali".to_owned(), ..AskBackFacts::default() });
        hide_from_officers(&mut facts, &complaint.decision);
        let occasion = arrival.row.id.to_string();
        let mut draft = LetterDraft::new(kind, DUTY, number, &complaint.intake, occasion);
        draft.channel = channel;
        draft.complaint = Some((complaint.id, &complaint.number));
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }
}

/// What a text of a few words says beside the number that it names (`TERIMA btg 26 1`). A mail has its number
/// elsewhere.
fn without_number(read: &Read, number: &str, prefixes: &[String]) -> String {
    let kept = &read.text.kept;
    let words: Vec<&str> = kept.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let named = (1..=3).find_map(|size| {
        let names = |some: &[&str]| number_in(&some.join("-"), prefixes).as_deref() == Some(number);
        words.windows(size).position(names).map(|from| from..from + size)
    });
    let Some(named) = named.filter(|_| read.said.from_phone) else { return kept.clone() };
    let is_filler = |word: &str| ["no", "nomor"].iter().any(|filler| word.eq_ignore_ascii_case(filler));
    let rest = words.iter().enumerate().filter(|(at, word)| !named.contains(at) && !is_filler(word));
    let rest: Vec<&str> = rest.map(|(_, word)| *word).collect();
    if rest.len() <= 3 { rest.join(" ") } else { kept.clone() }
}

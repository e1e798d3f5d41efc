//! The desk answers a notice about a mail that waits in the holding pen: what it says of the mail is done, as if an
//! operator had said it, and it is told so; what is not understood is told with what may be said.
//!
//! In: the reply and the item. Out: the verdict, and the item on this desk again. Never lets an unknown sender speak
//! for an officer: that a person says at the machine.

use super::desk::{Came, Desk};
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::meaning::PEN;
use crate::decide::pen_word::{PenWord, Which};
use crate::decide::wording::{LetterFacts, OfficeFacts, PenFacts, UnitFacts};
use crate::domain::LetterKind;
use crate::duties::letters::LetterDraft;
use crate::duties::{DutyFault, MailboxFacts};
use crate::store::change::ArrivalOutcome;
use crate::store::pen::{PenItem, PenVerdict};
use crate::sync_log::{Entry, Event};

/// How a letter that is not about one complaint is numbered in its subject.
pub(super) const NO_NUMBER: &str = "PENGHUBUNG";

impl<'a> Desk<'a> {
    /// Does what it says.
    pub(super) async fn pen_says(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
        (id, said): (i64, &PenWord),
    ) -> Result<Came, DutyFault> {
        let (office, from) = (&book.office, read.mail.from.as_deref().unwrap_or_default());
        let by = office.unit_of_officer(from).map_or_else(|| office.desk.0.clone(), |unit| unit.id.0.clone());
        self.note(
            Entry::new(Event::Balas, by.as_str())
                .office(&office.id.0)
                .fact("arsip", arrival.row.id)
                .fact("sebagai", "putusan surel tahan"),
        );
        self.changes.pen_words.push((arrival.row.id, id));
        let item = self.tx.pen_item_open(id).await?;
        let (told, guesses) = match item {
            None => ("surel itu sudah diputus sebelumnya; tidak ada yang berubah".to_owned(), None),
            Some(item) => match self.verdict_of(&item, said).await? {
                Ok(verdict) => {
                    let mut entry = Entry::new(Event::Terima, by.as_str()).office(&office.id.0).fact("arsip", id);
                    entry = entry.fact("putusan", verdict.label());
                    self.note(match verdict.number() {
                        Some(number) => entry.case(number),
                        None => entry,
                    });
                    let told = format!("dicatat, {}", verdict.label());
                    self.changes.pen_verdicts.push((id, verdict));
                    (told, None)
                }
                Err(why) => (format!("balasan belum dapat dijalankan: {why}"), Some(item.guesses)),
            },
        };
        let waits = guesses.is_some();
        let pen = PenFacts {
            id: id.to_string(),
            said: Some(told),
            waits,
            guesses: guesses.unwrap_or_default().into_iter().map(|(number, _)| number).collect(),
            ..PenFacts::default()
        };
        let facts = LetterFacts {
            number: NO_NUMBER.to_owned(),
            office: OfficeFacts::from(office),
            unit: office.unit(&office.desk).map(UnitFacts::from).unwrap_or_default(),
            written: self.moment(book, self.now),
            pen: Some(pen),
            ..LetterFacts::default()
        };
        let (audience, occasion) = (format!("{PEN}{id}"), format!("kata/{}", arrival.row.id));
        let mut draft = LetterDraft::new(LetterKind::PenNotice, &audience, from.to_owned(), &mailbox.address, occasion);
        draft.thread = read.mail.message_id.iter().cloned().collect();
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(Came { outcome: ArrivalOutcome::OfficerReply, complaint: None })
    }

    /// The verdict that a word is, or why it is none.
    async fn verdict_of(&mut self, item: &PenItem, said: &PenWord) -> Result<Result<PenVerdict, String>, DutyFault> {
        let readable = self.tx.has_bytes(item.arrival).await?;
        let number = match said {
            PenWord::Reject => return Ok(Ok(PenVerdict::Reject)),
            PenWord::Unclear => return Ok(Err("kata putusannya tidak ditemukan pada baris pertama".to_owned())),
            PenWord::New | PenWord::Belongs(_) if !readable => {
                return Ok(Err(
                    "isi surel itu tidak pernah diberikan server surel, jadi tidak ada yang dapat dibaca".to_owned()
                ));
            }
            PenWord::New => return Ok(Ok(PenVerdict::New)),
            PenWord::Belongs(Which::Number(number)) => Some(number.clone()),
            PenWord::Belongs(Which::Nth(nth)) => {
                nth.checked_sub(1).and_then(|at| item.guesses.get(at)).map(|(number, _)| number.clone())
            }
            PenWord::Belongs(Which::Only) => match item.guesses.as_slice() {
                [(number, _)] => Some(number.clone()),
                [] | [_, ..] => None,
            },
        };
        let Some(number) = number else { return Ok(Err("nomor laporannya belum disebut".to_owned())) };
        let known = self.tx.complaints_by_number(std::slice::from_ref(&number)).await?;
        let ours = known.get(&number).is_some_and(|complaint| complaint.office == item.office);
        Ok(if ours {
            Ok(PenVerdict::Complaint(number))
        } else {
            Err(format!("nomor {number} tidak dikenal di kantor ini"))
        })
    }
}

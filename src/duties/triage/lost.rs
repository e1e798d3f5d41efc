//! Somebody answers for a unit from which the complaint was taken: his words wait for a person, and he hears so.
//!
//! In: a mail that is on its way into the pen. Out: a letter to its writer, if he is an officer of ours whose unit had
//! the complaint.

use super::desk::Desk;
use super::hiding::hide_from_unit;
use super::officer::name_of;
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::classify::Kind;
use crate::decide::meaning::DUTY;
use crate::decide::wording::UnitFacts;
use crate::domain::{LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;

impl<'a> Desk<'a> {
    /// Puts a mail before a person, and tells its writer so where his unit had the complaint.
    pub(super) async fn hold(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        (reason, guesses): (&str, &[(String, String)]),
    ) -> Result<(), DutyFault> {
        self.tell_who_lost_it(arrival, read, book).await?;
        self.pen(arrival, Some(read), reason, guesses.to_vec()).await
    }

    /// Tells him that another unit has it, and that his words were not sent.
    async fn tell_who_lost_it(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
    ) -> Result<(), DutyFault> {
        let past = self.past.of(arrival, read);
        let party = past.by_token.or(past.by_reference).filter(|party| !party.alive && is_unit(&party.name));
        let from = read.mail.from.as_deref().unwrap_or_default();
        let (Some(party), Some(writes)) = (party, book.office.unit_of_officer(from)) else { return Ok(()) };
        if party.complaint.office != book.office.id.0 || read.kind.kind == Kind::Spam {
            return Ok(());
        }
        let complaint = self.complaint(party.complaint.id)?;
        let mut facts = self.facts_of(book, &complaint);
        hide_from_unit(&mut facts, book, &complaint, &writes.id);
        facts.deadline = None;
        facts.unit = UnitFacts::from(writes);
        let holds = name_of(book, &UnitId(complaint.unit.clone()));
        facts.noted = Some(format!(
            "balasan Bapak/Ibu BELUM dikirim kepada pelapor, karena laporan ini kini ditangani {holds}; balasan itu ada pada meja \
             pengaduan"
        ));
        let occasion = arrival.row.id.to_string();
        let mut draft = LetterDraft::new(LetterKind::Noted, &writes.id.0, from.to_owned(), &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.thread = read.mail.message_id.iter().cloned().collect();
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }
}

/// True for a party that had the complaint itself.
fn is_unit(party: &str) -> bool {
    party != "pelapor" && party != DUTY && !party.contains(['#', ':'])
}

//! What follows from a registered complaint beside the usual: one that was settled on the spot is over at once; where
//! no program reaches the citizen, the officer who registered it has told him that it is in hand.

use super::desk::Desk;
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::tokens::text_hash;
use crate::domain::Channel;
use crate::domain::deadline::StopsAt;
use crate::duties::DutyFault;
use crate::store::change::{Ended, NewAnswer};
use crate::store::write::Table;
use crate::sync_log::{Entry, Event};

impl<'a> Desk<'a> {
    /// True for a complaint of this batch that was over as soon as it was registered.
    pub(super) fn is_over(&self, complaint: i64) -> bool {
        self.changes.complaints.iter().any(|fresh| fresh.id == complaint && fresh.ended.is_some())
    }

    /// The answer that was given on the spot, and what of it stands in the log. `reachable`: a letter reaches the
    /// citizen.
    pub(super) async fn note_writing(
        &mut self,
        complaint: i64,
        number: &str,
        book: &OfficeBook,
        arrival: &ReadArrival,
        read: &Read,
        (reachable, ended): (bool, Option<Ended>),
    ) -> Result<(), DutyFault> {
        let Some((written, registration)) = read.said.written.as_deref() else { return Ok(()) };
        let Some(ended) = ended else {
            let before_him = matches!(arrival.row.channel, Channel::TatapMuka | Channel::Telepon);
            let unknown = registration.phone.is_none() && registration.address.is_none();
            if !reachable && (before_him || unknown) {
                self.changes.met.push((complaint, StopsAt::Receipt));
            }
            return Ok(());
        };
        let why = if ended.answered { "selesai di tempat" } else { "catatan lama" };
        self.note(Entry::new(Event::Tutup, "sistem").office(&book.office.id.0).case(number).fact("sebab", why));
        let Some(text) = written.sheet.answer.clone() else { return Ok(()) };
        let id = self.tx.next_id(Table::Answers).await?;
        self.changes.answers.push(NewAnswer {
            id,
            complaint,
            unit: written.unit.as_ref().map_or_else(|| book.office.desk.0.clone(), |unit| unit.0.clone()),
            officer: written.registrar.clone(),
            arrival: arrival.row.id,
            text_hash: text_hash(&text),
            text,
            letter: None,
            confirm: false,
        });
        Ok(())
    }
}

//! A later message of a citizen raises a doubt: somebody of the unit that has the complaint may be accused, though
//! nothing that he wrote before said so.
//!
//! In: the message. Out: the doubt in the register, never taken back; the copy that the desk would have got at the
//! beginning. What the unit reads from now on is shielded by [`super::hiding`].

use super::desk::Desk;
use crate::decide::OfficeBook;
use crate::decide::meaning::DUTY;
use crate::decide::privacy::retold;
use crate::decide::supervision::{copied_in_doubt, is_hidden_from};
use crate::decide::suspicion::suspicion;
use crate::domain::{Class, UnitId};
use crate::duties::DutyFault;
use crate::store::change::{Redecided, Reworded};
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

impl<'a> Desk<'a> {
    /// The complaint as it stands after its reporter said this too.
    pub(super) async fn heed_doubt(
        &mut self,
        arrival: i64,
        book: &'a OfficeBook,
        mut complaint: Complaint,
        said: &[&str],
    ) -> Result<Complaint, DutyFault> {
        let decision = &complaint.decision;
        let may_be = !decision.doubted && !decision.supervision && decision.class != Class::PermintaanInformasi;
        let words = &book.rules.shared.suspicion;
        if !may_be || said.iter().all(|text| suspicion(words, &book.rules.read(text)).is_none()) {
            return Ok(complaint);
        }
        self.past.touch(complaint.id);
        let holder = UnitId(complaint.unit.clone());
        let copied = copied_in_doubt(&book.office, &holder).filter(|unit| !complaint.decision.also.contains(unit));
        complaint.decision.doubted = true;
        complaint.decision.doubt_of = Some(holder.clone()).filter(|holder| *holder != complaint.decision.unit);
        complaint.decision.also.extend(copied.cloned());
        self.changes.redecided.push(Redecided::of(&complaint));
        self.note(
            Entry::new(Event::Nilai, "sistem")
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("ditetapkan", "mungkin menyangkut petugas")
                .fact("sebab", "keterangan tambahan pelapor")
                .fact("arsip", arrival),
        );
        self.shield_what_waits(book, &complaint).await?;
        if let Some(unit) = copied.filter(|unit| self.past.token(complaint.id, &unit.0).is_none()) {
            let handler = book.office.unit(&holder).map_or("unit lain", |unit| unit.shown());
            let note = format!(
                "tembusan karena keterangan tambahan pelapor mungkin menyangkut petugas unit itu; yang menangani {handler}"
            );
            self.hand_on(book, &complaint, unit, &note, u32::try_from(arrival).unwrap_or(u32::MAX)).await?;
        }
        Ok(complaint)
    }

    /// Letters to units that are or may be accused, and that have not left, name the reporter no more.
    pub(super) async fn shield_what_waits(
        &mut self,
        book: &OfficeBook,
        complaint: &Complaint,
    ) -> Result<(), DutyFault> {
        if complaint.decision.emergency {
            return Ok(());
        }
        let names = complaint.all_names();
        for letter in self.tx.unsent_to_officers(complaint.id).await? {
            let audience = letter.audience.split('#').next().unwrap_or_default();
            if audience != DUTY && is_hidden_from(&book.office, &complaint.decision, &UnitId(audience.to_owned())) {
                let hidden = |text: &str| retold(text, &complaint.text, &names);
                let (subject, body) = (hidden(&letter.subject), hidden(&letter.body));
                self.changes.reworded.push(Reworded { letter: letter.id, subject, body });
            }
        }
        Ok(())
    }
}

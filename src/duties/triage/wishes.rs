//! A reporter asks to stay unknown, or tells of a sensitive matter, only in a later message: from then on he is treated
//! as if he always had.
//!
//! In: the message. Out: the decision tightened, never loosened; the register and letters that have not left say less.

use super::desk::Desk;
use super::hiding::{for_officers, names_of};
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::privacy::{self, Writer, retold};
use crate::domain::Privacy;
use crate::duties::DutyFault;
use crate::store::change::{Redecided, Reworded};
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

/// What the officer who has it is told.
pub(super) const NOW_PROTECTED: &str = "(Pelapor kini dilindungi. Mohon tidak mencari tahu, menyebut, atau meneruskan identitasnya, juga yang sudah terlanjur \
                                        terbaca dalam surat sebelumnya.)";

impl<'a> Desk<'a> {
    /// The complaint as it stands after the message, and whether more is hidden now.
    pub(super) async fn heed_wish(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mut complaint: Complaint,
    ) -> Result<(Complaint, bool), DutyFault> {
        let rules = &book.rules;
        let asked = privacy::privacy(&rules.shared.privacy, &rules.read(&read.text.kept), &rules.public_numbers);
        let known = &complaint.decision.privacy;
        let now = Privacy {
            anonymous: known.anonymous || asked.anonymous,
            secret: known.secret || asked.secret,
            restricted: known.restricted || asked.restricted,
            masked: known.masked.clone(),
        };
        if now == *known {
            return Ok((complaint, false));
        }
        let names = names_of(read, &complaint);
        self.hide_from_now_on(&mut complaint, book, now, &names, None).await?;
        self.past.touch(complaint.id);
        let line = Entry::new(Event::Lindung, "sistem").office(&complaint.office).case(&complaint.number);
        let hiding = &complaint.decision.privacy;
        let line = line.fact("anonim", hiding.anonymous).fact("rahasia", hiding.secret);
        self.note(line.fact("sensitif", hiding.restricted).fact("arsip", arrival.row.id));
        Ok((complaint, true))
    }

    /// Hides what is to be hidden now: in `complaint`, in the register, in letters that wait. `place`: what stands in
    /// them of where he is, and what may stand there.
    pub(super) async fn hide_from_now_on(
        &mut self,
        complaint: &mut Complaint,
        book: &OfficeBook,
        privacy: Privacy,
        names: &str,
        place: Option<(&str, &str)>,
    ) -> Result<(), DutyFault> {
        complaint.decision.privacy = privacy;
        let was = complaint.text.clone();
        let decision = complaint.decision.clone();
        let writer = Writer::of(&decision, Some(names));
        for text in [&mut complaint.subject, &mut complaint.summary, &mut complaint.text] {
            *text = for_officers(text, book, writer);
        }
        self.changes.redecided.push(Redecided::of(complaint));
        for letter in self.tx.unsent_to_officers(complaint.id).await? {
            let mut body = retold(&letter.body, &was, names);
            if let Some((place, wide)) = place {
                body = body.replace(&retold(place, &was, names), wide);
            }
            let subject = retold(&letter.subject, &was, names);
            self.changes.reworded.push(Reworded { letter: letter.id, subject, body });
        }
        Ok(())
    }
}

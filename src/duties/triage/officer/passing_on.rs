//! A complaint goes on to another unit.

use super::super::desk::Desk;
use super::super::hiding;
use super::disposisi::awaits_disposisi;
use super::telling::name_of;
use super::{Officer, choice};
use crate::decide::OfficeBook;
use crate::decide::naming::unit_named;
use crate::domain::{LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;
use crate::store::change::NewThread;
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

impl<'a> Desk<'a> {
    /// `TERUSKAN:` or `DISPOSISI:`: to the unit he names, if there is exactly one such.
    pub(in crate::duties::triage) async fn forward(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        to: &str,
        reason: &str,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        match unit_named(&book.office, to) {
            Some(unit) if unit.0 == complaint.unit => {
                self.ask_back(book, officer, to, "laporan ini sudah berada di unit tersebut", false).await
            }
            Some(unit) if self.is_kept_from(book, complaint, &unit) && !awaits_disposisi(book, complaint) => {
                self.ask_to_explain(book, officer, &unit, reason).await
            }
            Some(unit) if awaits_disposisi(book, complaint) => {
                let note = [to, reason].join(" ");
                self.dispose(book, officer, &unit, note.trim()).await
            }
            Some(unit) => {
                self.changes.moved.push((complaint.id, unit.clone()));
                let note = format!("diteruskan oleh {}: {reason}", name_of(book, &officer.unit));
                let nth = u32::try_from(officer.arrival).unwrap_or(u32::MAX);
                self.hand_on(book, complaint, &unit, &note, nth).await
            }
            None if self.institution_named(officer, to).is_some() => {
                self.hand_on_there(book, officer, to, reason).await
            }
            None => {
                let why = "unit tujuan tidak dikenali; tulis nama atau kode unit";
                self.ask_back_with(book, officer, to, why, false, choice::of_units(book, to, reason)).await
            }
        }
    }

    /// A disposisi of a known complaint to another unit. `nth` makes its token another than an earlier one.
    pub(in crate::duties::triage) async fn hand_on(
        &mut self,
        book: &'a OfficeBook,
        complaint: &Complaint,
        unit: &UnitId,
        note: &str,
        nth: u32,
    ) -> Result<(), DutyFault> {
        let maker = self.maker(book);
        let token = self.practice.secret.reply_token(complaint.id, &unit.0, nth);
        self.changes.threads.push(NewThread { token: token.clone(), complaint: complaint.id, party: unit.0.clone() });
        let mut facts = self.facts_of(book, complaint);
        facts.unit = book.office.unit(unit).map(crate::decide::wording::UnitFacts::from).unwrap_or_default();
        facts.routing.note = Some(note.to_owned());
        facts.lapor_number = self.tx.report_number(complaint.id).await?;
        let hides = complaint.decision.privacy.hides_identity();
        let attach = self.tx.attached_to(complaint.id, LetterKind::DisposisiProposal).await?.filter(|_| !hides);
        facts.attachments.extend(attach.map(|_| "surat asli terlampir".to_owned()));
        let shielded = hiding::hide_from_unit(&mut facts, book, complaint, unit);
        if shielded {
            facts.routing.note = Some(format!("{note}; {}", hiding::SHIELDED));
        }
        let occasion = format!("{unit}/{nth}");
        let mut draft =
            LetterDraft::new(LetterKind::Disposisi, &unit.0, maker.mailbox(unit)?, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = Some(&token);
        draft.attach = attach.filter(|_| !shielded);
        draft.deadline = complaint.decision.deadlines.first().map(|d| d.due.to_utc());
        let letter = maker.make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        self.note(
            Entry::new(Event::Rute, "sistem")
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("unit", unit.0.as_str())
                .fact("aturan", "disposisi"),
        );
        Ok(())
    }
}

//! What somebody of the office adds to a word of his for others: below `GRADE merah`, beside a consent, on a head's
//! copy.
//!
//! In: the note. Out: it is kept with the complaint, and read by the units that it names, or else by those whom it
//! concerns; never by who may be reported, never by the citizen.

use super::super::desk::Desk;
use super::super::hiding::note_for_unit;
use super::Officer;
use super::telling::name_of;
use crate::decide::OfficeBook;
use crate::decide::naming::units_addressed;
use crate::decide::reply::ReplyRead;
use crate::decide::supervision::may_be_meant;
use crate::decide::wording::UnitFacts;
use crate::domain::{LetterKind, UnitId, UnitKind};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;
use crate::store::complaints::Complaint;

/// What an officer wrote that goes to nobody outside: kept with the complaint.
pub(super) const NOTE: &str = "CATATAN";

/// Who reads a note.
#[derive(Debug, Default)]
pub(in crate::duties::triage) struct Readers {
    /// Those who do.
    pub(in crate::duties::triage) to: Vec<UnitId>,
    /// Those whom it names and who may be reported.
    pub(in crate::duties::triage) kept_from: Vec<UnitId>,
}

/// Nobody.
pub(in crate::duties::triage) static NOBODY: Readers = Readers { to: Vec::new(), kept_from: Vec::new() };

impl Readers {
    /// How the letter to its writer goes on: `disampaikan kepada Bidang P2P`. Empty where nobody reads it.
    pub(in crate::duties::triage) fn told(&self, book: &OfficeBook) -> String {
        let names = |units: &[UnitId]| units.iter().map(|unit| name_of(book, unit)).collect::<Vec<_>>().join(", ");
        let kept = if self.kept_from.is_empty() {
            String::new()
        } else {
            format!(" (tidak kepada {}, karena mungkin dilaporkan)", names(&self.kept_from))
        };
        if self.to.is_empty() { kept } else { format!("disampaikan kepada {}{kept}", names(&self.to)) }
    }
}

impl<'a> Desk<'a> {
    /// Who reads a note by `address`, who writes for `unit`: whom it names, or else `otherwise`.
    pub(in crate::duties::triage) fn readers_of(
        &self,
        book: &OfficeBook,
        complaint: &Complaint,
        (address, unit): (&str, &UnitId),
        note: &str,
        otherwise: &[&UnitId],
    ) -> Readers {
        let office = &book.office;
        let writes = office.unit_of_officer(address).map_or(unit, |unit| &unit.id);
        let mut all = units_addressed(office, note);
        if all.is_empty() {
            all = otherwise.iter().copied().cloned().collect();
        }
        all.retain(|unit| unit != writes);
        let decision = &complaint.decision;
        let accused = |unit: &UnitId| decision.supervision && may_be_meant(office, decision, unit);
        let (kept_from, mut to): (Vec<UnitId>, Vec<UnitId>) = all.into_iter().partition(accused);
        if to.is_empty() && !kept_from.is_empty() && *writes != office.desk && !accused(&office.desk) {
            to.push(office.desk.clone());
        }
        to.dedup();
        Readers { to, kept_from }
    }

    /// Who reads what stands below a short command: whom it names, or else whoever has the complaint. Below a
    /// `KATEGORI` it may be about these themselves, and is only kept.
    pub(super) fn readers_below(
        &self,
        book: &OfficeBook,
        complaint: &Complaint,
        (address, unit): (&str, &str),
        said: &ReplyRead,
        note: &str,
    ) -> Readers {
        if note.is_empty() || matches!(said, ReplyRead::SetCategory { .. }) {
            return Readers::default();
        }
        let (unit, holder) = (UnitId(unit.to_owned()), UnitId(complaint.unit.clone()));
        self.readers_of(book, complaint, (address, &unit), note, &[&holder])
    }

    /// They read it: a unit that has the complaint as a note, another with a copy of the complaint.
    pub(in crate::duties::triage) async fn pass_note(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        (what, note): (&str, &str),
        readers: &Readers,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let by = self.spoken_by(book, officer);
        for unit in &readers.to {
            let note = note_for_unit(note, book, complaint, unit);
            let has_it = complaint.unit == unit.0 || self.past.token(complaint.id, &unit.0).is_some();
            if has_it || *unit == book.office.desk {
                self.tell_note(book, complaint, unit, &format!("{what} {by}:\n{note}"), officer.arrival).await?;
            } else {
                let handler = name_of(book, &UnitId(complaint.unit.clone()));
                let copy = format!("tembusan; yang menangani {handler}; {what} {by}: {note}");
                let nth = u32::try_from(officer.arrival).unwrap_or(u32::MAX);
                self.hand_on(book, complaint, unit, &copy, nth).await?;
            }
        }
        Ok(())
    }

    async fn tell_note(
        &mut self,
        book: &'a OfficeBook,
        complaint: &Complaint,
        unit: &UnitId,
        note: &str,
        arrival: i64,
    ) -> Result<(), DutyFault> {
        let maker = self.maker(book);
        let mut facts = self.facts_of(book, complaint);
        super::super::hiding::hide_from_unit(&mut facts, book, complaint, unit);
        facts.noted = Some(note.to_owned());
        facts.unit = book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
        let occasion = format!("catatan/{arrival}");
        let mut draft = LetterDraft::new(LetterKind::Noted, &unit.0, maker.mailbox(unit)?, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, &unit.0);
        let letter = maker.make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }

    /// What he wrote below a short command is kept beside it, and read by whom it names, or by whoever has the
    /// complaint.
    pub(super) async fn keep_note(&mut self, book: &'a OfficeBook, officer: &Officer<'_>) -> Result<(), DutyFault> {
        if officer.note.is_empty() {
            return Ok(());
        }
        self.order(officer, NOTE, officer.note);
        self.pass_note(book, officer, ("catatan", officer.note), officer.readers).await
    }

    /// What is to be done beside a consent: kept, and read by whom it names, or by `writer` of what was approved and
    /// the desk. He hears by whom.
    pub(in crate::duties::triage) async fn pass_beside_consent(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        note: &str,
        writer: &UnitId,
    ) -> Result<(), DutyFault> {
        if note.is_empty() {
            return Ok(());
        }
        self.order(officer, NOTE, note);
        let by = (officer.address, &officer.unit);
        let readers = self.readers_of(book, &officer.complaint, by, note, &[writer, &book.office.desk]);
        self.pass_note(book, officer, ("catatan pada persetujuan", note), &readers).await?;
        let told = readers.told(book);
        let noted = format!("persetujuan; catatan \u{201c}{note}\u{201d} {told}; tidak dikirim kepada pelapor");
        self.say_noted(book, officer, &noted).await
    }

    /// True of words of the head, or of the office above, about a complaint that another unit handles: a note to that
    /// unit, never an answer to the citizen.
    pub(super) fn is_note_of_head(&self, book: &OfficeBook, officer: &Officer<'_>, said: &ReplyRead) -> bool {
        let kind = book.office.unit(&officer.unit).map(|unit| unit.kind);
        let above = matches!(kind, Some(UnitKind::Head | UnitKind::Superior));
        let words = matches!(said, ReplyRead::Prose { .. })
            || matches!(said, ReplyRead::Unclear { doubt, .. } if doubt.is_about_words());
        above && words && officer.unit.0 != officer.complaint.unit && !officer.said.trim().is_empty()
    }

    /// What the head writes on his copy is kept; whoever has the complaint reads it, and who else is named.
    pub(super) async fn head_notes(&mut self, book: &'a OfficeBook, officer: &Officer<'_>) -> Result<(), DutyFault> {
        let said = officer.said.trim();
        self.order(officer, NOTE, said);
        let (by, holder) = ((officer.address, &officer.unit), UnitId(officer.complaint.unit.clone()));
        let mut readers = self.readers_of(book, &officer.complaint, by, said, &[&holder]);
        let accused =
            officer.complaint.decision.supervision && may_be_meant(&book.office, &officer.complaint.decision, &holder);
        if !readers.to.contains(&holder) && !accused {
            readers.to.insert(0, holder);
        }
        self.pass_note(book, officer, ("catatan", said), &readers).await?;
        let noted = format!(
            "catatan {}; tidak dikirim kepada pelapor. Untuk mengalihkan tulis DISPOSISI: unit, untuk menjawab pelapor JAWAB: \
             jawabannya",
            readers.told(book)
        );
        self.say_noted(book, officer, &noted).await
    }
}

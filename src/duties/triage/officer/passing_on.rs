//! A complaint goes on to another unit.

use super::super::desk::Desk;
use super::super::hiding;
use super::super::open::FOR_THE_DESK;
use super::disposisi::awaits_disposisi;
use super::telling::name_of;
use super::{Officer, choice};
use crate::decide::OfficeBook;
use crate::decide::naming::{UnitsNamed, is_copy_to, says_more, units_named};
use crate::decide::supervision::only_explains;
use crate::decide::wording::UnitFacts;
use crate::domain::office::DeskCopies;
use crate::domain::{LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;
use crate::duties::written::say_files;
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
        let more = reason.lines().next().filter(|line| is_copy_to(line)).unwrap_or_default();
        let named = units_named(&book.office, format!("{to}\n{more}").trim());
        match named {
            Some(named) if named.to.0 == complaint.unit => {
                self.ask_back(book, officer, to, "laporan ini sudah berada di unit tersebut", false).await
            }
            Some(named) if self.is_kept_from(book, complaint, &named.to) && !awaits_disposisi(book, complaint) => {
                self.ask_to_explain(book, officer, &named.to, reason).await
            }
            Some(named) if awaits_disposisi(book, complaint) => {
                let note = [to, reason].join(" ");
                self.dispose(book, officer, &named, note.trim()).await
            }
            Some(named) => {
                let note =
                    if says_more(&book.office, &named.to, to) { format!("{to}; {reason}") } else { reason.to_owned() };
                self.move_on(book, officer, &named, note.trim_end_matches([';', ' '])).await
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

    /// The unit that he names first has it from now on. Whoever had it, and the head who had disposed of it, hear so,
    /// unless it is they who wrote.
    async fn move_on(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        named: &UnitsNamed,
        note: &str,
    ) -> Result<(), DutyFault> {
        let (complaint, office) = (&officer.complaint, &book.office);
        let holder = UnitId(complaint.unit.clone());
        let writes = office.unit_of_officer(officer.address).map_or(&officer.unit, |unit| &unit.id);
        let by = self.spoken_by(book, officer);
        self.changes.moved.push((complaint.id, named.to.clone()));
        let nth = u32::try_from(officer.arrival).unwrap_or(u32::MAX);
        let note = format!("diteruskan oleh {by}: {note}");
        self.hand_on(book, complaint, &named.to, &note, nth).await?;
        let copied = self.copies(book, officer, named, &note).await?;
        let name = name_of(book, &named.to);
        let gone = format!("kini ditangani {name} menurut {by}");
        if *writes != holder {
            let told = format!("{gone}; mohon tidak ditindaklanjuti lagi");
            self.tell_it_is_gone(book, complaint, &holder, &told, officer.arrival).await?;
        }
        let head_knows = *writes == office.head || holder == office.head || named.to == office.head;
        if office.disposisi_by_head && !head_knows && !complaint.decision.accuses(&office.head) {
            self.tell_it_is_gone(book, complaint, &office.head, &gone, officer.arrival).await?;
        }
        let knows =
            [writes, &holder, &office.head, &named.to].contains(&&office.desk) || named.also.contains(&office.desk);
        if office.desk_copies == DeskCopies::All && !knows && !complaint.decision.accuses(&office.desk) {
            Box::pin(self.tell_it_is_gone(book, complaint, &office.desk, &gone, officer.arrival)).await?;
        }
        self.say_noted(book, officer, &format!("diteruskan kepada {name}{copied}")).await
    }

    /// Copies to the units that he names beside the one that has it. Returns how the letter to him goes on.
    pub(super) async fn copies(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        named: &UnitsNamed,
        note: &str,
    ) -> Result<String, DutyFault> {
        let (complaint, handler) = (&officer.complaint, name_of(book, &named.to));
        let nth = u32::try_from(officer.arrival).unwrap_or(u32::MAX);
        let (kept, copied): (Vec<&UnitId>, Vec<&UnitId>) =
            named.also.iter().partition(|unit| self.is_kept_from(book, complaint, unit));
        for unit in &copied {
            self.hand_on(book, complaint, unit, &format!("tembusan; yang menangani {handler}; {note}"), nth).await?;
        }
        let names = |units: &[&UnitId]| units.iter().map(|unit| name_of(book, unit)).collect::<Vec<_>>().join(", ");
        let mut words = String::new();
        if !copied.is_empty() {
            words = format!(" yang menangani; tembusan kepada {}", names(&copied));
        }
        if !kept.is_empty() {
            words = format!("{words}; tidak ditembuskan kepada {}, karena mungkin dilaporkan", names(&kept));
        }
        if !named.unknown.is_empty() {
            words = format!("{words}; tidak dikenali sebagai unit dan belum dikirimi: {}", named.unknown.join(", "));
        }
        Ok(words)
    }

    /// A unit hears that another has the complaint now. There is nothing to answer.
    pub(in crate::duties::triage) async fn tell_it_is_gone(
        &mut self,
        book: &'a OfficeBook,
        complaint: &Complaint,
        unit: &UnitId,
        told: &str,
        arrival: i64,
    ) -> Result<(), DutyFault> {
        let maker = self.maker(book);
        let mut facts = self.facts_of(book, complaint);
        hiding::hide_from_unit(&mut facts, book, complaint, unit);
        facts.deadline = None;
        facts.noted = Some(told.to_owned());
        facts.unit = book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
        let (mailbox, occasion) = (maker.mailbox(unit)?, format!("dialihkan/{arrival}"));
        let mut draft = LetterDraft::new(LetterKind::Noted, &unit.0, mailbox, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        let letter = maker.make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }

    /// A disposisi of a known complaint to another unit, which may have a copy of it already. `nth` makes its token
    /// another than one that has ended.
    pub(in crate::duties::triage) async fn hand_on(
        &mut self,
        book: &'a OfficeBook,
        complaint: &Complaint,
        unit: &UnitId,
        note: &str,
        nth: u32,
    ) -> Result<(), DutyFault> {
        let maker = self.maker(book);
        let token = self.token_for(complaint.id, unit, i64::from(nth));
        let mut facts = self.facts_of(book, complaint);
        facts.unit = book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
        facts.routing.note = Some(note.to_owned());
        // Whoever was to say so at the proposal has said who handles it.
        facts.complaint.elsewhere = false;
        self.state_objection(book, complaint, &mut facts).await?;
        facts.lapor_number = self.tx.report_number(complaint.id).await?;
        facts.explains = only_explains(&book.office, &complaint.decision, &UnitId(complaint.unit.clone()), unit);
        if !facts.explains {
            self.say_what_was_written(book, complaint, &mut facts).await?;
        }
        hiding::hide_from_unit(&mut facts, book, complaint, unit);
        let original = say_files(self.tx, (book, complaint, unit), &mut facts).await?;
        let attach = original.and_then(|original| original.attach);
        let alone = original.is_some_and(|original| original.alone);
        let occasion = format!("{unit}/{nth}{}", if attach.is_some() && alone { FOR_THE_DESK } else { "" });
        let mut draft =
            LetterDraft::new(LetterKind::Disposisi, &unit.0, maker.mailbox(unit)?, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = Some(&token);
        draft.attach = attach;
        draft.deadline = complaint.decision.deadlines.first().map(|d| d.due.to_utc());
        let letter = maker.make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        if !facts.explains {
            self.send_later_files(book, complaint, unit, &token).await?;
        }
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

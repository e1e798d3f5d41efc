//! A complaint that alleges wrongdoing stays away from those it may be about, also where that is known only later.
//!
//! In: a word, a message or a report that makes it an accusation; an officer who wants to pass it on to those who may
//! be meant; what these write when they were asked. Out: another unit has it, with its clocks; the reported are asked
//! for their account without being told who complained, and what they write goes to whoever handles it, never to the
//! citizen.

use chrono::TimeDelta;

use super::danger::tells_of_danger;
use super::desk::Desk;
use super::hiding::{conceal_reporter, is_too_large};
use super::officer::{Officer, name_of};
use super::open::{described_all, stays_on_server};
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::accused::judges_meant;
use crate::decide::privacy::Writer;
use crate::decide::reply::ReplyRead;
use crate::decide::supervision::{
    accuses, away_from_the_accused, guarded, is_kept_from, may_be_meant, only_explains, reads_for_the_office,
};
use crate::domain::{Decision, UnitId};
use crate::duties::DutyFault;
use crate::store::change::{Redecided, Sorted};
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

/// The word under which it is kept that a unit was asked for its account, and what it wrote.
const ASKED: &str = "KETERANGAN";

impl<'a> Desk<'a> {
    /// The complaint as it stands after a further message of its citizen: another unit has it if he alleges wrongdoing
    /// now.
    pub(super) async fn heed_accusation(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: Complaint,
    ) -> Result<Complaint, DutyFault> {
        let known = |unit: &UnitId| complaint.decision.accuses(unit);
        let says_nothing_new =
            || complaint.decision.supervision && judges_meant(book, &read.text.kept).iter().all(known);
        if !accuses(book, &read.text.kept) || says_nothing_new() {
            return Ok(complaint);
        }
        let is_over =
            complaint.decision.emergency && !tells_of_danger(book, read) && self.danger_is_over(&complaint).await?;
        let emergency = complaint.decision.emergency && !is_over;
        let complaint = Complaint { decision: Decision { emergency, ..complaint.decision.clone() }, ..complaint };
        self.accused(book, complaint, arrival.row.id, ("keterangan tambahan pelapor", &read.text.kept)).await
    }

    /// Nobody is alerted any more, and it is answered or a day old: no danger keeps it with whoever is accused now.
    async fn danger_is_over(&mut self, complaint: &Complaint) -> Result<bool, DutyFault> {
        if self.tx.is_watched(complaint.id).await? {
            return Ok(false);
        }
        let since = self.tx.alerted_since(complaint.id).await?.unwrap_or(complaint.registered);
        Ok(complaint.status != "open" || self.now - since > TimeDelta::days(1))
    }

    /// It is an accusation from now on, or one that means somebody else too, because of what `said` in `arrival`.
    pub(super) async fn accused(
        &mut self,
        book: &'a OfficeBook,
        complaint: Complaint,
        arrival: i64,
        (why, said): (&str, &str),
    ) -> Result<Complaint, DutyFault> {
        self.past.touch(complaint.id);
        self.note(
            Entry::new(Event::Nilai, "sistem")
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("ditetapkan", "berkadar pengawasan")
                .fact("sebab", why)
                .fact("arsip", arrival),
        );
        let said = format!("{}\n{}\n{said}", complaint.subject, complaint.text);
        let decision = away_from_the_accused(book, guarded(&book.office, complaint.decision.clone()), &said);
        let (decision, begun) = self.clocks_anew(book, &complaint, decision, why).await?;
        let after = Complaint { decision, ..complaint.clone() };
        self.changes.sorted.push(Sorted { complaint: after.id, decision: after.decision.clone(), by: None });
        self.changes.redecided.push(Redecided::of(&after));
        self.shield_what_waits(book, &after).await?;
        let note = format!("kini berkadar pengawasan ({why}); tidak lagi ditangani unit yang mungkin dilaporkan");
        let after = self.take_from_the_reported(book, &complaint, after, arrival, &note).await?;
        self.alert_others(book, &after, &begun, arrival).await?;
        Ok(after)
    }

    /// Whoever may be meant loses it, and is told only that another has it. Where somebody is in danger it stays with
    /// those who can help, and the desk gets it too. `before`: as they know it.
    pub(super) async fn take_from_the_reported(
        &mut self,
        book: &'a OfficeBook,
        before: &Complaint,
        mut after: Complaint,
        arrival: i64,
        note: &str,
    ) -> Result<Complaint, DutyFault> {
        let (office, holder) = (&book.office, UnitId(before.unit.clone()));
        if !may_be_meant(office, &after.decision, &holder) || holder == after.decision.unit {
            return Ok(after);
        }
        let nth = u32::try_from(arrival).unwrap_or(u32::MAX);
        if after.decision.emergency {
            let reader = reads_for_the_office(office, &after.decision);
            if self.past.token(after.id, &reader.0).is_none() {
                self.hand_on(book, &after, reader, note, nth).await?;
            }
            return Ok(after);
        }
        let unit = after.decision.unit.clone();
        // What it has drafted waits for no approver any more.
        self.changes.superseded.push((after.id, i64::MAX));
        self.changes.moved.push((after.id, unit.clone()));
        after.unit.clone_from(&unit.0);
        self.hand_on(book, &after, &unit, note, nth).await?;
        let hidden = Complaint { decision: after.decision.clone(), ..before.clone() };
        let told = format!("kini ditangani {}; mohon tidak ditindaklanjuti lagi", after.decision.unit_name);
        self.tell_it_is_gone(book, &hidden, &holder, &told, arrival).await?;
        Ok(after)
    }

    /// An officer passes an accusation on to a unit that may be meant: it is asked for its account, and handles
    /// nothing.
    pub(super) async fn ask_to_explain(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        unit: &UnitId,
        note: &str,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let handles = UnitId(complaint.unit.clone());
        let asked = self.tx.orders(complaint.id).await?;
        let again = asked.iter().any(|order| order.word == ASKED && order.text == unit.0);
        // With words of his own it is another request: nobody else tells them that unit.
        if again && note.trim().is_empty() {
            let why = "unit tersebut sudah dimintai keterangan; tulis juga arahan baru (TERUSKAN: unit; arahan)";
            return self.ask_back(book, officer, "", why, false).await;
        }
        self.order(officer, ASKED, &unit.0);
        let shielded = conceal_reporter(complaint, book);
        let asked = format!(
            "dimintai keterangan oleh {}: {note}. Laporan berkadar pengawasan ini tetap ditangani {}; balasan unit menjadi \
             keterangan baginya dan tidak dikirim kepada pelapor",
            name_of(book, &officer.unit),
            name_of(book, &handles)
        );
        let nth = u32::try_from(officer.arrival).unwrap_or(u32::MAX);
        self.hand_on(book, &shielded, unit, &asked, nth).await?;
        let told = format!(
            "{} dimintai keterangan tanpa identitas pelapor; laporan berkadar pengawasan ini tetap ditangani {}. Bila bukan \
             pengawasan, tulis dulu KATEGORI tidak berkadar pengawasan",
            name_of(book, unit),
            name_of(book, &handles)
        );
        self.say_noted(book, officer, &told).await
    }

    /// True if the complaint must not be handled by `unit`.
    pub(super) fn is_kept_from(&self, book: &OfficeBook, complaint: &Complaint, unit: &UnitId) -> bool {
        is_kept_from(&book.office, &complaint.decision, unit)
    }

    /// True if the officer's unit may be meant and another handles the complaint.
    pub(super) fn only_explains(&self, book: &OfficeBook, officer: &Officer<'_>) -> bool {
        let complaint = &officer.complaint;
        let handles = UnitId(complaint.unit.clone());
        let writes = book.office.unit_of_officer(officer.address).map(|unit| &unit.id);
        only_explains(&book.office, &complaint.decision, &handles, &officer.unit)
            || writes.is_some_and(|writes| handles != *writes && complaint.decision.accuses(writes))
    }

    /// What a unit writes that may be meant: an account for whoever handles the complaint, whatever command it begins
    /// with.
    pub(super) async fn explains(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        said: &ReplyRead,
        read: &Read,
    ) -> Result<(), DutyFault> {
        let brings = !read.mail.attachments.is_empty() && !matches!(said, ReplyRead::Away { .. } | ReplyRead::Help);
        if !brings && matches!(said, ReplyRead::Acknowledged { .. } | ReplyRead::Take | ReplyRead::Away { .. }) {
            return Ok(());
        }
        if !brings && (matches!(said, ReplyRead::Empty | ReplyRead::Help) || officer.said.trim().is_empty()) {
            let why = "laporan ini berkadar pengawasan; tulis keterangan unit Bapak/Ibu sebagai balasan";
            return self.ask_back(book, officer, "", why, false).await;
        }
        self.order(officer, ASKED, officer.said);
        let holder = UnitId(officer.complaint.unit.clone());
        let (files, travels) = files_of_account(read, book);
        let account = format!("keterangan {}:\n{}{files}", name_of(book, &officer.unit), officer.said.trim());
        let attach = officer.files.filter(|_| travels);
        self.tell_unit_with(book, &officer.complaint, (&holder, attach), &account, officer.arrival).await?;
        let told = "keterangan diteruskan kepada yang menangani; tidak dikirim kepada pelapor";
        self.say_noted(book, officer, told).await
    }
}

/// What is said of the files of an account, and whether they travel with it.
fn files_of_account(read: &Read, book: &OfficeBook) -> (String, bool) {
    let names = described_all(read, book, Writer::Open).join("; ");
    match (names.is_empty(), is_too_large(read)) {
        (true, _) => (String::new(), false),
        (false, false) => (format!("\n(lampiran, dikirim bersama surel ini: {names})"), true),
        (false, true) => (format!("\n(lampiran: {names}; {})", stays_on_server(read.announced)), false),
    }
}

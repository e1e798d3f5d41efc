//! The letters that hand a new complaint to units: to the one that handles it, and to those that have it as well.

use super::super::desk::Desk;
use super::super::hiding::{hide_from, may_attach, say_what_stays_back, shield};
use super::super::reading::{Read, ReadArrival};
use super::Opening;
use crate::decide::OfficeBook;
use crate::decide::wording::UnitFacts;
use crate::domain::office::{Office, Unit};
use crate::domain::{Decision, LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;

impl<'a> Desk<'a> {
    /// The letter to a unit, with a token of its own.
    pub(super) async fn send_disposisi(
        &mut self,
        opening: &Opening<'_>,
        book: &'a OfficeBook,
        unit: &UnitId,
        arrival: &ReadArrival,
        read: &Read,
    ) -> Result<(), DutyFault> {
        let maker = self.maker(book);
        let token = self.token_for(opening.id, unit, 0);
        let mut facts = opening.facts.clone();
        hide_from(&mut facts, book, &opening.decision, unit);
        facts.unit = book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
        let others = others_named(&opening.decision, &book.office);
        if *unit == opening.decision.unit {
            facts.routing.note =
                others.map(|others| format!("laporan juga menyebut {others}; meja pengaduan mengetahuinya"));
        } else {
            let handler = book.office.unit(&opening.decision.unit).map_or("unit lain", Unit::shown);
            let why = why_copied(&opening.decision, unit, &book.office);
            facts.routing.note = Some(format!("tembusan {why}; yang menangani {handler}"));
        }
        let shielded = shield(&mut facts, book, (&opening.decision, &opening.names), unit);
        let attach = arrival.row.blob.filter(|_| !shielded && may_attach(&opening.decision, book, read));
        say_what_stays_back(&mut facts, shielded, attach.is_none() && !read.mail.attachments.is_empty());
        // Whoever acts for the head gets what he gets.
        let acting =
            self.acting_head(book).filter(|acting| *unit == book.office.head && acting.by != opening.decision.unit);
        let acting = acting.map(|acting| maker.mailbox(&acting.by)).transpose()?;
        let mailboxes = std::iter::once(maker.mailbox(unit)?).chain(acting);
        for (nth, mailbox) in mailboxes.enumerate() {
            let occasion = if nth == 0 { unit.0.clone() } else { format!("{unit}/pengganti") };
            let mut draft = LetterDraft::new(LetterKind::Disposisi, &unit.0, mailbox, opening.intake, occasion);
            draft.complaint = Some((opening.id, &opening.number));
            draft.token = Some(&token);
            draft.deadline = opening.decision.deadlines.first().map(|d| d.due.to_utc());
            draft.attach = attach;
            let letter = maker.make(self.tx, draft, &facts).await?;
            self.changes.letters.push(letter);
        }
        Ok(())
    }

    /// The same mail came into the mailbox of another unit: that unit gets a disposisi too.
    pub(in crate::duties::triage) async fn copy_to_unit(
        &mut self,
        book: &'a OfficeBook,
        complaint: i64,
        unit: &UnitId,
        arrival: i64,
    ) -> Result<(), DutyFault> {
        let known = self.complaint(complaint)?;
        let has_it = known.unit == unit.0 || self.past.token(complaint, &unit.0).is_some();
        if has_it || known.decision.supervision {
            return Ok(());
        }
        self.past.touch(complaint);
        let nth = u32::try_from(arrival).unwrap_or(u32::MAX);
        self.hand_on(book, &known, unit, "surat yang sama juga masuk ke kotak surel unit ini", nth).await
    }
}

/// Why a unit that does not handle it has it as well.
fn why_copied(decision: &Decision, unit: &UnitId, office: &Office) -> String {
    let why = match (*unit == office.desk && !decision.supervision, decision.doubted) {
        (true, true) => "karena laporan ini mungkin menyangkut petugas unit itu",
        (true, false) if decision.privacy.hides_identity() => "karena pelapornya dilindungi",
        (true | false, false | true) => "untuk diketahui",
    };
    match others_named(decision, office).filter(|_| *unit == office.desk) {
        Some(others) => {
            format!("{why}: laporan juga menyebut {others}, mohon dilihat apakah unit itu perlu dilibatkan")
        }
        None => why.to_owned(),
    }
}

/// The Puskesmas that are named beside the one that handles it.
fn others_named(decision: &Decision, office: &Office) -> Option<String> {
    let name = |id: &UnitId| office.unit(id).map_or_else(|| id.to_string(), |unit| unit.shown().to_owned());
    let names: Vec<String> = decision.names_too.iter().map(name).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

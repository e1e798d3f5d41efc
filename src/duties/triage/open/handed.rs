//! The letters that hand a new complaint to units: to the one that handles it, and to those that have it as well.

use super::super::desk::Desk;
use super::super::hiding::{desk_may_have, hide_from, keeps_back, may_attach, say_what_stays_back, shield};
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
        let waits = book.office.first_to_head(&opening.decision);
        if *unit == opening.decision.unit && !waits {
            facts.routing.note =
                others.map(|others| format!("laporan juga menyebut {others}; meja pengaduan mengetahuinya"));
        } else {
            let handler = book.office.unit(&opening.decision.unit).map_or("unit lain", Unit::shown);
            let why = why_copied(&opening.decision, unit, &book.office);
            let handled =
                if waits { "menunggu disposisi pimpinan".to_owned() } else { format!("yang menangani {handler}") };
            facts.routing.note = Some(format!("tembusan {why}; {handled}"));
        }
        let shielded = shield(&mut facts, book, &opening.decision, opening.known(), unit);
        let is_desk = *unit == book.office.desk;
        let open = !shielded && may_attach(&opening.decision, book, read);
        let attach =
            arrival.row.blob.filter(|_| open || is_desk && !shielded && desk_may_have(&opening.decision, read));
        let told = !is_desk || facts.complaint.protected;
        let stays = attach.is_none() && told && !read.mail.attachments.is_empty();
        say_what_stays_back(&mut facts, shielded, stays);
        // Whoever acts for the head gets what he gets.
        let acting =
            self.acting_head(book).filter(|acting| *unit == book.office.head && acting.by != opening.decision.unit);
        let acting = acting.map(|acting| maker.mailbox(&acting.by)).transpose()?;
        let mailboxes = std::iter::once(maker.mailbox(unit)?).chain(acting);
        for (nth, mailbox) in mailboxes.enumerate() {
            let occasion = match nth {
                0 if attach.is_some() && !open => format!("{unit}{FOR_THE_DESK}"),
                0 => unit.0.clone(),
                _ => format!("{unit}/pengganti"),
            };
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

    /// The desk gets what others read is with it: the original that stays back from them, and a sensitive report of
    /// which they read only the number. Not where it is accused itself.
    pub(super) async fn hand_to_the_desk(
        &mut self,
        opening: &Opening<'_>,
        book: &'a OfficeBook,
        arrival: &ReadArrival,
        read: &Read,
    ) -> Result<(), DutyFault> {
        let (decision, office) = (&opening.decision, &book.office);
        let to_head = office.first_to_head(decision);
        let has_it = !to_head && (decision.unit == office.desk || decision.also.contains(&office.desk));
        let others = std::iter::once(&decision.unit).chain(&decision.also);
        let mut others = others.chain(to_head.then_some(&office.head));
        let said_to_have =
            to_head && decision.stays_off_mail() || others.any(|unit| keeps_back(decision, book, read, unit));
        if has_it || decision.accuses(&office.desk) || !said_to_have {
            return Ok(());
        }
        self.send_disposisi(opening, book, &office.desk, arrival, read).await
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

/// How the name of a letter ends by which the desk alone has the original.
pub(in crate::duties) const FOR_THE_DESK: &str = "/asli";

/// Why a unit that does not handle it has it as well.
fn why_copied(decision: &Decision, unit: &UnitId, office: &Office) -> String {
    if *unit == office.desk && !decision.also.contains(unit) {
        return "untuk disimpan: unit lain membaca bahwa isi atau lampiran aslinya ada pada meja pengaduan".to_owned();
    }
    let why = match (*unit == office.desk && !decision.supervision, decision.doubted) {
        (true, true) if decision.emergency => {
            "karena ada tanda keadaan darurat; mohon dilihat juga apakah ada petugas yang dimaksud pelapor"
        }
        (true, false) if decision.emergency => "karena ada tanda keadaan darurat",
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

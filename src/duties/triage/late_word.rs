//! A word on a draft that no longer waits: what became of it, and what of the word is not lost.
//!
//! In: the approver's word, the draft. Out: a letter that says who decided, when, and whether the citizen has it; a
//! correction that comes too late goes to whoever wrote the answer.

use super::desk::Desk;
use super::facts::moment_in;
use super::officer::{Officer, name_of};
use crate::decide::OfficeBook;
use crate::decide::reply::ReplyRead;
use crate::domain::UnitId;
use crate::duties::DutyFault;
use crate::store::answers::Draft;
use crate::sync_log::{Entry, Event};

/// So many characters of a draft's digest are shown.
const SHOWN_DIGEST: usize = 8;

impl<'a> Desk<'a> {
    /// Remembers who decided on a draft, as people call him.
    pub(super) fn keep_decision(&mut self, book: &'a OfficeBook, officer: &Officer<'_>, draft: i64, word: &str) {
        let by = self.spoken_by(book, officer);
        self.order(officer, word, &format!("{}{by}", of_draft(draft)));
    }

    /// What the last of the chain writes himself is approved by that.
    pub(super) fn note_own_approval(&mut self, book: &'a OfficeBook, officer: &Officer<'_>, answer: i64, hash: &str) {
        let by = book.office.unit_of_officer(officer.address).map_or(&officer.unit, |unit| &unit.id);
        let line = Entry::new(Event::Setuju, by.0.as_str()).office(&officer.complaint.office);
        self.note(
            line.case(&officer.complaint.number)
                .fact("jawaban", answer)
                .fact("sidik", hash)
                .fact("oleh", by.0.as_str()),
        );
    }

    /// He is told what became of the draft.
    pub(super) async fn decides_too_late(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        draft: &Draft,
        said: &ReplyRead,
    ) -> Result<(), DutyFault> {
        let orders = self.tx.orders(officer.complaint.id).await?;
        let decided =
            orders.iter().rev().find_map(|order| Some((order, order.text.strip_prefix(&of_draft(draft.id))?)));
        let when = |verb: &str| match decided {
            Some((order, by)) => format!("{verb} {by} pada {}", moment_in(book, order.at)),
            None => verb.to_owned(),
        };
        if draft.let_go {
            let writer = UnitId(draft.unit.clone());
            let mut told = format!("konsep jawaban ini sudah {} dan DIKIRIM kepada pelapor", when("disetujui"));
            if let Some(correction) = correction(said, officer.said) {
                let by = self.spoken_by(book, officer);
                let passed = format!(
                    "catatan {by} yang masuk sesudah jawaban dikirim: {correction}. Bila jawaban perlu diralat, kirim JAWAB: yang baru"
                );
                self.tell_unit(book, &officer.complaint, &writer, &passed, officer.arrival).await?;
                told = format!("{told}; catatan Bapak/Ibu diteruskan kepada {} untuk diralat", name_of(book, &writer));
            }
            return self.say_noted(book, officer, &told).await;
        }
        let newer = self.tx.waiting_draft(officer.complaint.id).await?.filter(|(id, _)| *id > draft.id);
        let told = match newer {
            Some((id, approved)) => {
                let digest = self.tx.draft(id).await?.map(|newer| newer.text_hash).unwrap_or_default();
                let digest: String = digest.chars().take(SHOWN_DIGEST).collect();
                let step = usize::try_from(approved).unwrap_or(usize::MAX);
                let waits = book.office.approval.get(step).map_or_else(String::new, |unit| name_of(book, unit));
                format!(
                    "konsep jawaban ini sudah DIGANTIKAN konsep yang lebih baru (sidik {digest}), yang menunggu persetujuan {waits}; \
                     keputusan atas konsep lama tidak berlaku"
                )
            }
            None => format!("konsep jawaban ini sudah {} dan tidak lagi menunggu persetujuan", when("diputus")),
        };
        self.say_noted(book, officer, &told).await
    }
}

/// How a draft is named among what officers have said.
fn of_draft(draft: i64) -> String {
    format!("konsep {draft} oleh ")
}

/// What he wants changed.
fn correction(said: &ReplyRead, whole: &str) -> Option<String> {
    let note = said.beside_the_decision().filter(|note| !note.is_empty() || matches!(said, ReplyRead::Approve { .. }));
    let text = match note {
        Some(note) => note,
        None if said.is_silent() || *said == ReplyRead::Empty => return None,
        None => whole,
    };
    let text = text.trim().trim_end_matches('.');
    (!text.is_empty()).then(|| text.to_owned())
}

//! What an officer's words may be, by the letter of ours that they answer, and what is asked where that is not plain.
//!
//! In: his words as they read by themselves. Out: the same, or a doubt. Only who answers a letter that asks for an
//! answer to the citizen may give one without a command: what he says to a question of ours is said to us.

use super::super::desk::Desk;
use super::super::reading::Read;
use super::disposisi::awaits_disposisi;
use super::telling::name_of;
use super::{Officer, choice};
use crate::decide::OfficeBook;
use crate::decide::naming::{UnitsNamed, begins_as_order, units_ordered};
use crate::decide::reply::{Doubt, ReplyRead, above_our_letter, begins_with_consent};
use crate::domain::LetterKind;
use crate::duties::DutyFault;

impl<'a> Desk<'a> {
    /// Prose counts as an answer only where one was asked for, of whoever handles the complaint: a copy asks for none.
    pub(super) async fn unless_not_asked(
        &mut self,
        book: &OfficeBook,
        officer: &Officer<'_>,
        said: ReplyRead,
        read: &Read,
    ) -> Result<ReplyRead, DutyFault> {
        let ReplyRead::Prose { text } = said else { return Ok(said) };
        if orders_another(book, officer, &text) {
            return Ok(ReplyRead::Unclear { preview: text, doubt: Doubt::InternalTalk });
        }
        let answered = match self.past.letter_answered(&read.mail.references, officer.complaint.id) {
            Some(kind) => Some(kind),
            // His mail program names no letter: it is likely to be the last.
            None => self.tx.last_letter_to(officer.complaint.id, &officer.unit.0).await?,
        };
        let handles = officer.unit.0 == officer.complaint.unit;
        let asked = handles && matches!(answered, None | Some(LetterKind::Disposisi | LetterKind::Reminder));
        Ok(if asked { ReplyRead::Prose { text } } else { ReplyRead::Unclear { preview: text, doubt: Doubt::NotAsked } })
    }

    /// Asks back about a text, with all that it may be. Of a letter of ours that came back with it nothing is offered.
    pub(super) async fn ask_about(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        text: &str,
        doubt: Doubt,
    ) -> Result<(), DutyFault> {
        let own = above_our_letter(text);
        let sendable = match doubt {
            Doubt::Forwarded | Doubt::QuotesOurLetter => own.is_some_and(|own| !own.is_empty()),
            other @ (Doubt::TooShort
            | Doubt::InternalTalk
            | Doubt::PersonalData
            | Doubt::OnlyPromise
            | Doubt::UnknownCommand
            | Doubt::Incomplete
            | Doubt::ApprovalWithMore
            | Doubt::MoreBelow
            | Doubt::NearlyAnswer
            | Doubt::Question
            | Doubt::CommandInside
            | Doubt::Template
            | Doubt::SaidElsewhere
            | Doubt::OnlyAttachment
            | Doubt::CallForHelp
            | Doubt::NotAsked) => other.sendable(),
        };
        let text = own.unwrap_or(text);
        let mut choices = choice::of_text(text, sendable, own.is_some());
        if doubt == Doubt::OnlyPromise {
            choice::plan_first(&mut choices);
        }
        if begins_with_consent(text) && awaits_disposisi(book, &officer.complaint) {
            let to = name_of(book, &officer.complaint.decision.unit);
            choices = choice::of_agreement(&format!("setuju dengan usul: diteruskan kepada {to}, tanpa catatan"));
        }
        if let Some(unit) = choice::of_named_unit(book, officer, text) {
            choices.insert(0, unit);
        }
        self.ask_back_with(book, officer, &shortened(text), doubt.words(), sendable, choices).await
    }

    /// He has written for other complaints too: nothing is done unasked, and for those nothing at all.
    pub(super) async fn refuse_others(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        others: &[String],
    ) -> Result<(), DutyFault> {
        let why = format!(
            "surel ini memuat perintah untuk laporan {}; perintah itu tidak dijalankan dari sini dan mohon ditulis sebagai \
             balasan surat laporan tersebut",
            others.join(", ")
        );
        let mine = officer.said.trim();
        let choices = choice::of_text(mine, true, true);
        self.ask_back_with(book, officer, &shortened(mine), &why, false, choices).await
    }
}

/// True of `Tolong P2P tindak lanjuti`: said to another unit, not to the citizen.
fn orders_another(book: &OfficeBook, officer: &Officer<'_>, text: &str) -> bool {
    let others = |named: UnitsNamed| named.to != officer.unit && named.to.0 != officer.complaint.unit;
    begins_as_order(text) && units_ordered(&book.office, text).is_some_and(others)
}

/// So much of a text is shown.
const SHOWN: usize = 1_000;

fn shortened(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} [...]", text.get(..end).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}

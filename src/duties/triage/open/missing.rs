//! The one question about what a new complaint does not say although the standard asks for it. The clocks keep running.

use super::{Opening, promise};
use crate::decide::OfficeBook;
use crate::decide::completeness::{Known, missing, question};
use crate::domain::complaint::Detail;
use crate::domain::{Channel, Class, LetterKind};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;
use crate::duties::triage::desk::Desk;
use crate::duties::triage::reading::Read;

/// The letter of this occasion is written once for a complaint.
const OCCASION: &str = "kelengkapan";

impl<'a> Desk<'a> {
    /// Asks, if something is missing and the citizen may be asked: never who is in danger, never for what he wants hidden.
    pub(super) async fn ask_what_is_missing(
        &mut self,
        opening: &Opening<'_>,
        book: &'a OfficeBook,
        read: &Read,
    ) -> Result<(), DutyFault> {
        let decision = &opening.decision;
        let due = decision.class == Class::Pengaduan && decision.in_our_power && !decision.emergency;
        let way = opening.pelapor.as_ref().filter(|(channel, _)| due && *channel != Channel::Lapor);
        let Some((channel, address)) = way else { return Ok(()) };
        let hidden = decision.privacy.hides_identity();
        let may_ask = |detail: &Detail| !hidden || matches!(detail, Detail::Place | Detail::Time);
        let asked: Vec<Detail> = book.office.ask_for.iter().copied().filter(may_ask).collect();
        let text = format!("{}\n{}", read.mail.subject, read.text.kept);
        let site = book.rules.gazetteer.site(&book.rules.read(&text));
        let known = Known {
            place: site.is_some(),
            name: read.mail.from_name.is_some(),
            phone: matches!(channel, Channel::Sms | Channel::Whatsapp),
        };
        let Some(question) = question(&missing(&asked, &text, known)) else { return Ok(()) };
        let mut facts = opening.facts.clone();
        promise(&mut facts, book, decision, self.now);
        facts.question = Some(question);
        let token = self.practice.secret.reply_token(opening.id, "pelapor", 0);
        let mut draft = LetterDraft::new(LetterKind::DataRequest, "pelapor", address.clone(), opening.intake, OCCASION);
        draft.channel = *channel;
        draft.complaint = Some((opening.id, &opening.number));
        draft.token = Some(&token);
        draft.thread.clone_from(&opening.thread);
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }
}

//! The question about what a new complaint does not say although the office's standard asks for it.
//!
//! In: the decision, what was read, the way back. Out: the question, if there is one. Never for who is in danger, never
//! for what a writer wants hidden, never where another system has asked already.

use super::reading::Read;
use crate::decide::OfficeBook;
use crate::decide::completeness::{Known, missing, question};
use crate::domain::complaint::Detail;
use crate::domain::{Channel, Class, Decision};

/// What the citizen is asked once; the clocks keep running.
pub(super) fn question_about(
    book: &OfficeBook,
    decision: &Decision,
    read: &Read,
    way_back: Option<&(Channel, String)>,
) -> Option<String> {
    let (channel, _) = way_back.filter(|(channel, _)| *channel != Channel::Lapor)?;
    if decision.class != Class::Pengaduan || !decision.in_our_power || decision.emergency {
        return None;
    }
    let hidden = decision.privacy.hides_identity();
    let may_ask = |detail: &Detail| !hidden || matches!(detail, Detail::Place | Detail::Time);
    let asked: Vec<Detail> = book.office.ask_for.iter().copied().filter(may_ask).collect();
    let text = format!("{}\n{}", read.mail.subject, read.text.kept);
    let known = Known {
        place: book.rules.gazetteer.site(&book.rules.read(&text)).is_some(),
        name: read.mail.from_name.is_some(),
        phone: matches!(channel, Channel::Sms | Channel::Whatsapp),
    };
    question(&missing(&asked, &text, known))
}

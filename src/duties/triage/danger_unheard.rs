//! A mail before which a person should look first, or an officer's words that would be asked back, although they tell of
//! danger: nobody waits for that.
//!
//! In: such a mail. Out: a complaint like any other, so that the duty list hears within the minute: a citizen's as his own, an
//! officer's as one that he wrote down. What an officer adds to a complaint alerts the list about that one. Does not know
//! which words tell of danger.

use super::danger::tells_of_danger;
use super::desk::{Came, Desk};
use super::hiding::for_officers;
use super::officer::{Officer, name_of};
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::classify::{Kind, may_be_a_cry};
use crate::decide::emergency::alerted_again;
use crate::decide::privacy::{self, Writer};
use crate::decide::reply::{ReplyRead, doubt_about, read_reply};
use crate::duties::{DutyFault, MailboxFacts};
use crate::store::change::ArrivalOutcome;
use crate::store::vigils::Danger;
use crate::sync_log::{Entry, Event};

/// What an officer is told whose words have set off the alarm.
const ALERTED: &str = "petugas piket sudah diberi tahu tentang keadaan darurat yang Bapak/Ibu tulis; peringatan diulang sampai \
                       ada yang membalas. Bila ada yang dalam bahaya sekarang, tetap telepon 119";

impl<'a> Desk<'a> {
    /// What it came to, where it tells of danger now and so does not wait.
    pub(super) async fn unless_danger(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
    ) -> Result<Option<Came>, DutyFault> {
        let whole = read.as_new(self.practice);
        let of_machine = matches!(read.kind.kind, Kind::Spam | Kind::List) && !may_be_a_cry(&read.mail);
        if of_machine || !tells_of_danger(book, &whole) {
            return Ok(None);
        }
        let from = read.mail.from.as_deref().unwrap_or_default();
        if book.is_ours(from) {
            // An answer of his tells how it went; what he writes anew is a call.
            let answers = read.kind.kind == Kind::OfficerReply
                && !would_be_asked(&read_reply(&read.text.kept, &[&book.office.phone]), book);
            return match answers {
                true => Ok(None),
                false => Ok(Some(self.calls_for_help(arrival, &whole, book, mailbox).await?)),
            };
        }
        let complaint = Box::pin(self.open(arrival, &whole, book, mailbox)).await?;
        self.past.touch(complaint);
        Ok(Some(Came { outcome: ArrivalOutcome::Complaint, complaint: Some(complaint) }))
    }

    /// An officer writes of danger about a complaint, in words that are no answer and no command: the duty list hears it, he
    /// that it does.
    pub(super) async fn officer_tells_of_danger(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        said: &ReplyRead,
    ) -> Result<(), DutyFault> {
        if !would_be_asked(said, book) || !tells_of_danger(book, read) {
            return Ok(());
        }
        let complaint = &officer.complaint;
        self.past.touch(complaint.id);
        let by = name_of(book, &officer.unit);
        let words = for_officers(officer.said, book, Writer::Open);
        let words = format!("{}\n\n(ditulis petugas {by})", words.trim());
        self.note(
            Entry::new(Event::Ingat, "sistem")
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("arsip", officer.arrival)
                .fact("darurat", true)
                .fact("dari", officer.unit.0.as_str()),
        );
        if !self.tx.is_watched(complaint.id).await? {
            self.alert_again((arrival, read), book, complaint, (&words, Some(officer.address))).await?;
        }
        if book.office.emergency.on_duty().next().is_some() {
            let (next, phones) =
                (alerted_again(self.now, 0), privacy::phones_in(&read.text.kept, &book.rules.public_numbers));
            self.changes.dangers.push(Danger { complaint: complaint.id, next, said: words, phones });
            self.say_noted(book, officer, ALERTED).await?;
        }
        Ok(())
    }
}

/// True for words of an officer that do nothing by themselves.
fn would_be_asked(said: &ReplyRead, book: &OfficeBook) -> bool {
    match said {
        ReplyRead::Unclear { .. } | ReplyRead::Nothing => true,
        ReplyRead::Approve { note } => !note.is_empty(),
        ReplyRead::Answer { text } => doubt_about(text, &[&book.office.phone]).is_some(),
        ReplyRead::Prose { .. }
        | ReplyRead::Plan { .. }
        | ReplyRead::Forward { .. }
        | ReplyRead::AskData { .. }
        | ReplyRead::SetGrade { .. }
        | ReplyRead::SetCategory { .. }
        | ReplyRead::Postpone { .. }
        | ReplyRead::Done { .. }
        | ReplyRead::Confirmed { .. }
        | ReplyRead::Take
        | ReplyRead::Help
        | ReplyRead::Estimate { .. }
        | ReplyRead::Disposisi { .. }
        | ReplyRead::Amend { .. }
        | ReplyRead::Refuse { .. }
        | ReplyRead::Acknowledged { .. }
        | ReplyRead::Away { .. }
        | ReplyRead::Empty => false,
    }
}

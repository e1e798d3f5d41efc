//! A mail before which a person should look first, or an officer's words, although somebody calls for help in it:
//! nobody waits for that.
//!
//! In: such a mail. Out: a complaint like any other, so that the duty list hears within the minute: a citizen's as his
//! own, an officer's as one that he wrote down. What an officer adds to a complaint alerts the list about that one.
//! Does not know which words tell of danger, or which call for help.

use super::danger::{begs_for_help, is_a_call, tells_of_danger};
use super::desk::{Came, Desk};
use super::hiding::for_officers;
use super::officer::{Officer, name_of};
use super::reading::{Read, ReadArrival};
use crate::decide::OfficeBook;
use crate::decide::classify::{Kind, is_of_a_machine, is_somebodys_own, may_be_a_cry};
use crate::decide::emergency::{Manner, alerted_again};
use crate::decide::privacy::{self, Writer};
use crate::decide::reply::{Doubt, ReplyRead, read_reply};
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
        let from = read.mail.from.as_deref().unwrap_or_default();
        if book.is_ours(from) {
            // What his answer quotes is not his.
            let answers = read.kind.kind == Kind::OfficerReply;
            let (own, manner) = match answers {
                true => (read, manner_of(&read_reply(&read.text.kept, &[&book.office.phone]))),
                false => (&*whole, Manner::Told),
            };
            return match is_a_call(book, own, manner) {
                true => Ok(Some(self.calls_for_help(arrival, own, book, mailbox).await?)),
                false => Ok(None),
            };
        }
        let sorted_out = matches!(read.kind.kind, Kind::Spam | Kind::List) && !may_be_a_cry(&read.mail);
        let of_machine = sorted_out || is_of_a_machine(&read.mail);
        let is_own = || is_somebodys_own(&read.mail) || begs_for_help(book, &whole);
        if !tells_of_danger(book, &whole) || of_machine && !is_own() {
            return Ok(None);
        }
        let complaint = Box::pin(self.open(arrival, &whole, book, mailbox)).await?;
        self.past.touch(complaint);
        Ok(Some(Came { outcome: ArrivalOutcome::Complaint, complaint: Some(complaint) }))
    }

    /// An officer calls for help in what he writes about a complaint: the duty list hears it, he that it does. True if
    /// so.
    pub(super) async fn officer_tells_of_danger(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        said: &ReplyRead,
    ) -> Result<bool, DutyFault> {
        if !is_a_call(book, read, manner_of(said)) {
            return Ok(false);
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
        Ok(true)
    }
}

/// For whom his words are: a citizen, us, or whoever carries out a command.
fn manner_of(said: &ReplyRead) -> Manner {
    match said {
        ReplyRead::Answer { .. } | ReplyRead::Prose { .. } | ReplyRead::AskData { .. } | ReplyRead::Done { .. } => {
            Manner::Answer
        }
        ReplyRead::Unclear { doubt, .. } => match doubt {
            // An answer all the same, with something in it that should not go out.
            Doubt::PersonalData
            | Doubt::OnlyPromise
            | Doubt::NearlyAnswer
            | Doubt::CommandInside
            | Doubt::SaidElsewhere
            | Doubt::OnlyAttachment => Manner::Answer,
            Doubt::TooShort
            | Doubt::InternalTalk
            | Doubt::Forwarded
            | Doubt::QuotesOurLetter
            | Doubt::UnknownCommand
            | Doubt::Incomplete
            | Doubt::ApprovalWithMore
            | Doubt::MoreBelow
            | Doubt::Question
            | Doubt::Template
            | Doubt::CallForHelp
            | Doubt::NotAsked => Manner::Told,
        },
        ReplyRead::Nothing
        | ReplyRead::Take
        | ReplyRead::Help
        | ReplyRead::Acknowledged { .. }
        | ReplyRead::Away { .. }
        | ReplyRead::Empty => Manner::Told,
        ReplyRead::Plan { .. }
        | ReplyRead::Approve { .. }
        | ReplyRead::Forward { .. }
        | ReplyRead::SetGrade { .. }
        | ReplyRead::SetCategory { .. }
        | ReplyRead::Postpone { .. }
        | ReplyRead::Confirmed { .. }
        | ReplyRead::Estimate { .. }
        | ReplyRead::Disposisi { .. }
        | ReplyRead::Amend { .. }
        | ReplyRead::Refuse { .. } => Manner::Order,
    }
}

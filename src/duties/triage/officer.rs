//! An officer has written about a complaint: his answer goes to the citizen, his other words do what they say, and what
//! is not understood is asked back. Nothing goes to a citizen on a guess.

mod answer;
mod answering;
pub(super) mod choice;
mod delivery;
pub(super) mod disposisi;
mod done;
mod handed_down;
mod limits;
mod notes;
mod objected;
mod passing_on;
mod sorting;
mod telling;
mod work;

use connectors::mime::Attachment;

use self::disposisi::awaits_disposisi;
use self::notes::{NOBODY, Readers};
pub(super) use self::telling::{addressed_as, name_of};
use super::aftermath::READING;
use super::commands::word;
use super::desk::Desk;
use super::reading::{Read, ReadArrival};
use super::report::PASTE;
use crate::decide::OfficeBook;
use crate::decide::answer_files::answer_files;
use crate::decide::meaning::{ABOUT_OMBUDSMAN, BROUGHT, DUTY};
use crate::decide::reply::{
    Doubt, ReplyRead, addressed, doubt_about, note_below, read_consent, read_decision, read_reply, with_subject,
    without_closing,
};
use crate::domain::{Channel, UnitId};
use crate::duties::DutyFault;
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

/// Who wrote, about what.
pub(super) struct Officer<'m> {
    pub(super) complaint: Complaint,
    /// The unit he answers for.
    pub(super) unit: UnitId,
    /// The party whose token he holds: his unit, or what he was asked beside it.
    pub(super) party: &'m str,
    pub(super) address: &'m str,
    pub(super) arrival: i64,
    pub(super) message_id: Option<&'m str>,
    /// His mail, where files hang on it.
    pub(super) files: Option<i64>,
    /// What hangs on his mail.
    pub(super) hangs: &'m [Attachment],
    /// What he wrote, to be shown again where it was not understood; empty where nothing is.
    pub(super) said: &'m str,
    /// What he wrote below a short command.
    pub(super) note: &'m str,
    /// Who reads that.
    pub(super) readers: &'m Readers,
    /// He was asked whether he means it, and does.
    pub(super) chosen: bool,
}

impl<'m> Officer<'m> {
    /// One who has only to confirm something: nothing of his mail is kept, passed on or shown again.
    pub(super) fn confirming(
        arrival: &ReadArrival,
        read: &'m Read,
        complaint: Complaint,
        (unit, party): (&str, &'m str),
    ) -> Self {
        Self {
            complaint,
            unit: UnitId(unit.to_owned()),
            party,
            address: read.mail.from.as_deref().unwrap_or_default(),
            arrival: arrival.row.id,
            message_id: read.mail.message_id.as_deref(),
            files: None,
            hangs: &[],
            said: "",
            note: "",
            readers: &NOBODY,
            chosen: false,
        }
    }
}

impl<'a> Desk<'a> {
    /// Does what an officer's mail says. `party` is a unit id, or `unit#id` for the approver of a draft answer.
    ///
    /// Futures are boxed here and below: one inside the other they are more than the stack of a thread holds in a debug
    /// build.
    pub(super) async fn officer_writes(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: i64,
        party: &str,
    ) -> Result<(), DutyFault> {
        if let Some(letter) = party.strip_prefix(PASTE) {
            return self.admin_says(arrival, read, book, complaint, letter).await;
        }
        if party == DUTY {
            return Box::pin(self.duty_says(arrival, read, book, complaint)).await;
        }
        if let Some(bringer) = party.strip_prefix(BROUGHT) {
            return self.bringer_says(arrival, read, book, complaint, bringer).await;
        }
        let (unit, draft) = match party.split_once('#') {
            Some((unit, what)) => (unit, what.parse().ok()),
            None => (party, None),
        };
        let complaint = self.complaint(complaint)?;
        let named = addressed(&read.text.kept, &complaint.number, &self.practice.number_prefixes);
        let text = with_subject(&read.mail.subject, &named.mine);
        let address = read.mail.from.as_deref().unwrap_or_default();
        let said = read_as_asked(book, &complaint, (party, unit, draft), &text);
        let note = note_below(&text);
        let readers = self.readers_below(book, &complaint, (address, unit), &said, &note);
        let officer = Officer {
            complaint,
            unit: UnitId(unit.to_owned()),
            party,
            address,
            arrival: arrival.row.id,
            message_id: read.mail.message_id.as_deref(),
            files: arrival.row.blob.filter(|_| !read.mail.attachments.is_empty()),
            hangs: &read.mail.attachments,
            said: &named.mine,
            note: &note,
            readers: &readers,
            chosen: false,
        };
        self.note_reply(book, &officer, &said);
        let calls = Box::pin(self.officer_tells_of_danger(arrival, read, book, &officer, &said)).await?;
        if !party.contains('#') && self.only_explains(book, &officer) {
            return Box::pin(self.explains(book, &officer, &said, read)).await;
        }
        if draft.is_none() && Box::pin(self.chooses(book, &officer, read)).await? {
            return Ok(());
        }
        if !party.contains('#') && !named.others.is_empty() {
            return self.refuse_others(book, &officer, &named.others).await;
        }
        if party.ends_with(ABOUT_OMBUDSMAN) {
            return self.head_says_of_ombudsman(book, &officer, &said).await;
        }
        if party.split_once('#').is_some_and(|(_, what)| what == READING) {
            return self.reader_says(book, &officer, read).await;
        }
        if let Some(text) = said.for_the_citizen().or_else(|| doubtful(&said)).filter(|_| calls) {
            return Box::pin(self.ask_about(book, &officer, text, Doubt::CallForHelp)).await;
        }
        match draft {
            Some(draft) => Box::pin(self.approver_says(book, &officer, draft, (said, &read.text.removed))).await,
            None => Box::pin(self.unit_says(book, &officer, said, read)).await,
        }
    }

    /// What is said for a unit, and not about a draft.
    async fn unit_says(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        said: ReplyRead,
        read: &Read,
    ) -> Result<(), DutyFault> {
        if let Some(named) = self.ordered_by_head(book, officer, &said) {
            let words = without_closing(officer.said.trim());
            return Box::pin(self.dispose(book, officer, &named, &words)).await;
        }
        if self.is_note_of_head(book, officer, &said) {
            return Box::pin(self.head_notes(book, officer)).await;
        }
        let said = self.unless_not_asked(book, officer, said, read).await?;
        Box::pin(self.do_as_said(book, officer, said)).await
    }

    /// The log names whose word it was, and for whom he spoke where that is another unit: the Plh for the head.
    fn note_reply(&mut self, book: &OfficeBook, officer: &Officer<'_>, said: &ReplyRead) {
        let writes = book.office.unit_of_officer(officer.address).map_or(&officer.unit, |unit| &unit.id);
        let line = Entry::new(Event::Balas, writes.0.as_str())
            .office(&officer.complaint.office)
            .case(&officer.complaint.number)
            .fact("arsip", officer.arrival)
            .fact("sebagai", word(said));
        self.note(if *writes == officer.unit { line } else { line.fact("untuk", officer.unit.0.as_str()) });
    }

    /// True where all that is missing goes with the answer: its files.
    fn hangs_there(&self, book: &OfficeBook, officer: &Officer<'_>, doubt: Doubt) -> bool {
        let by = officer.complaint.way_back().map(|(channel, _)| channel);
        if by == Some(Channel::Lapor) && officer.files.is_some() {
            return true;
        }
        let goes = |by| !answer_files(officer.hangs, by, !book.office.approval.is_empty()).go.is_empty();
        doubt == Doubt::OnlyAttachment && by.is_some_and(goes)
    }

    async fn do_as_said(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        said: ReplyRead,
    ) -> Result<(), DutyFault> {
        if let Some(text) = said.for_the_citizen().filter(|_| !matches!(said, ReplyRead::Prose { .. }))
            && let Some(doubt) =
                doubt_about(text, &[&book.office.phone]).filter(|doubt| !self.hangs_there(book, officer, *doubt))
        {
            return Box::pin(self.ask_about(book, officer, text, doubt)).await;
        }
        Box::pin(self.do_as_chosen(book, officer, said)).await
    }

    /// The same, where no doubt about an answer is left.
    async fn do_as_chosen(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        said: ReplyRead,
    ) -> Result<(), DutyFault> {
        Box::pin(self.keep_note(book, officer)).await?;
        match said {
            ReplyRead::Answer { text } => Box::pin(self.answer(book, officer, &text)).await,
            ReplyRead::Prose { text } => Box::pin(self.prose(book, officer, &text)).await,
            ReplyRead::Plan { text } => Box::pin(self.plan(book, officer, &text)).await,
            ReplyRead::SetGrade { grade } => Box::pin(self.set_grade(book, officer, grade)).await,
            ReplyRead::SetCategory { category } => Box::pin(self.set_category(book, officer, category)).await,
            ReplyRead::Estimate { until, words } => Box::pin(self.estimate(book, officer, until, &words)).await,
            ReplyRead::Postpone { until, reason } => Box::pin(self.postpone(book, officer, until, &reason)).await,
            ReplyRead::Done { text } => Box::pin(self.done_without_answer(book, officer, &text)).await,
            ReplyRead::Confirmed { what } => Box::pin(self.confirmed(book, officer, &what)).await,
            ReplyRead::Forward { to, reason } => Box::pin(self.forward(book, officer, &to, &reason)).await,
            ReplyRead::Disposisi { to, note } => Box::pin(self.forward(book, officer, &to, &note)).await,
            ReplyRead::Approve { note } if awaits_disposisi(book, &officer.complaint) => {
                self.agree(book, officer, &note).await
            }
            ReplyRead::AskData { question } => self.ask_citizen(book, officer, &question).await,
            // Received, or nobody there: nobody needs a letter about that (a machine would answer it), and the clock
            // goes on.
            ReplyRead::Acknowledged { .. } | ReplyRead::Take | ReplyRead::Away { .. } => Ok(()),
            ReplyRead::Empty => self.ask_back(book, officer, "", "balasan tidak berisi teks", false).await,
            ReplyRead::Help => self.help(book, officer).await,
            ReplyRead::Unclear { doubt, .. } => Box::pin(self.ask_about(book, officer, officer.said, doubt)).await,
            other @ (ReplyRead::Nothing
            | ReplyRead::Approve { .. }
            | ReplyRead::Amend { .. }
            | ReplyRead::Refuse { .. }) => {
                let why = format!("perintah {} belum dapat dijalankan lewat surel untuk laporan ini", word(&other));
                self.ask_back(book, officer, "", &why, false).await
            }
        }
    }
}

/// Words of which it is doubtful whether they are for the citizen.
fn doubtful(said: &ReplyRead) -> Option<&str> {
    if let ReplyRead::Unclear { preview, doubt } = said
        && doubt.is_about_words()
    {
        return Some(preview);
    }
    None
}

/// What he says, by what he was asked: consent in his own words counts only where he was asked for it.
fn read_as_asked(
    book: &OfficeBook,
    complaint: &Complaint,
    (party, unit, draft): (&str, &str, Option<i64>),
    text: &str,
) -> ReplyRead {
    let phones = [book.office.phone.as_str()];
    if draft.is_some() || party.ends_with(ABOUT_OMBUDSMAN) {
        read_decision(text, &phones)
    } else if awaits_disposisi(book, complaint) && unit == book.office.head.0 {
        read_consent(text, &phones)
    } else {
        read_reply(text, &phones)
    }
}

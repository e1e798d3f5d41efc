//! What the past says about a batch of mails, asked in a handful of queries for all of them.

mod gather;
mod named;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::reading::{Read, ReadArrival};
use super::tasks::BatchTasks;
use crate::decide::classify::Kind;
use crate::decide::meaning::{DUTY, Known, PEN, Party, Past, Said, Twin};
use crate::decide::pen_word::read_pen_word;
use crate::decide::reply::{ReplyRead, Satisfaction, agrees, read_reply, read_satisfaction, takes_it};
use crate::domain::{LetterKind, UnitId};
use crate::store::arrivals::ArrivalRow;
use crate::store::complaints::Complaint;
use crate::store::facts::{LetterFact, ThreadFact, TwinFact};
use crate::store::pen::PenVerdict;
use crate::store::reports::KnownReport;

/// The past of a batch; grows with what the batch itself does.
pub(super) struct BatchPast {
    threads: HashMap<String, ThreadFact>,
    letters: HashMap<String, LetterFact>,
    own_mails: HashMap<String, i64>,
    complaints: HashMap<i64, Complaint>,
    by_number: HashMap<String, i64>,
    twins: HashMap<(String, String), TwinFact>,
    tokens: HashMap<(i64, String), String>,
    receipts: HashMap<String, i64>,
    first_seen: HashMap<String, DateTime<Utc>>,
    answers: Vec<(i64, String)>,
    verdicts: HashMap<i64, PenVerdict>,
    touched: HashSet<i64>,
    opened_by: HashSet<String>,
    by_phone: HashMap<String, i64>,
    /// The same of those that wait for his word on an answer.
    answered: HashMap<String, i64>,
    /// What the duty list of an office was alerted about last.
    watched: HashMap<String, i64>,
    ways: HashMap<i64, Vec<String>>,
    reports: HashMap<(String, String), KnownReport>,
    new_reports: HashSet<String>,
    tasks: BatchTasks,
}

/// A further text from the same telephone within this time is about the same complaint; people write several in a row.
const ONE_MATTER: TimeDelta = TimeDelta::hours(24);
/// A word on an answer (`PUAS`) is about the last complaint, if that is not older.
const ONE_ANSWER: TimeDelta = TimeDelta::days(60);
impl BatchPast {
    /// What it says about one mail.
    pub(super) fn of(&self, arrival: &ReadArrival, read: &Read) -> Past {
        let references = || read.mail.references.iter().rev();
        let thread = read.kind.token.as_ref().and_then(|token| self.threads.get(token));
        Past {
            said: self.said(&arrival.row),
            by_token: thread.and_then(|t| {
                Some(Party { name: t.party.clone(), complaint: self.known(t.complaint)?, alive: t.open })
            }),
            by_reference: references().find_map(|id| {
                let letter = self.letters.get(id)?;
                let (name, complaint) = (letter.audience.clone(), self.known(letter.complaint?)?);
                let alive = self.token(complaint.id, &name).is_some();
                Some(Party { name, complaint, alive })
            }),
            by_own_mail: references().find_map(|id| self.known(*self.own_mails.get(id)?)),
            by_number: read.kind.number.as_ref().and_then(|n| self.known(*self.by_number.get(n)?)),
            by_phone: self.of_phone(arrival, read),
            by_watch: self.watched.get(&arrival.row.office).filter(|_| is_take(read)).and_then(|id| self.known(*id)),
            of_pen: references().find_map(|id| {
                let notice = self.letters.get(id).filter(|letter| letter.office == arrival.row.office)?;
                let item = notice.audience.strip_prefix(PEN)?.parse().ok()?;
                Some((item, read_pen_word(&read.text.kept)))
            }),
            task: self.tasks.about(&arrival.row.office, read, |id| self.letters.get(id)),
            twin: self.twins.get(&(arrival.row.office.clone(), read.fingerprint.clone())).map(|twin| Twin {
                arrival: twin.id,
                complaint: twin.complaint,
                same_source: twin.source == arrival.row.source,
                opened: twin.complaint.and_then(|id| self.complaints.get(&id)).is_some_and(|c| c.arrival == twin.id),
            }),
        }
    }

    /// The last complaint of the telephone, where this text is likely to be about it.
    fn of_phone(&self, arrival: &ReadArrival, read: &Read) -> Option<Known> {
        let phone = read.mail.from.as_ref().filter(|_| read.said.from_phone)?;
        // A word on an answer is about the complaint that has one, whatever he has written of since.
        let speaks_of_it = read_satisfaction(&read.text.kept) != Satisfaction::None;
        let is_word = read.kind.kind == Kind::PelaporReply;
        let waits = self.answered.get(phone).filter(|_| is_word || speaks_of_it);
        let complaint = self.complaints.get(waits.or_else(|| self.by_phone.get(phone))?)?;
        let within = |since: DateTime<Utc>, limit: TimeDelta| arrival.row.received_at - since <= limit;
        let answer = complaint.answered.or(complaint.closed).unwrap_or(complaint.received);
        let near = within(complaint.received, ONE_MATTER)
            || within(answer, ONE_MATTER)
            || (is_word && within(complaint.received, ONE_ANSWER))
            // However long he writes, who was asked whether he is content and says it has answered that.
            || (speaks_of_it && complaint.status != "open" && within(answer, ONE_ANSWER));
        (near && complaint.office == arrival.row.office).then(|| self.known(complaint.id)).flatten()
    }

    /// What a person said about an arrival, if it was in the pen. One about another office's complaint does not count.
    fn said(&self, arrival: &ArrivalRow) -> Option<Said> {
        let verdict = self.verdicts.get(&arrival.id)?;
        if *verdict == PenVerdict::New {
            return Some(Said::New);
        }
        let complaint = self.complaints.get(self.by_number.get(verdict.number()?)?)?;
        let known = self.known(complaint.id).filter(|known| known.office == arrival.office)?;
        Some(match verdict {
            PenVerdict::Officer(_) => Said::Answers(known, UnitId(complaint.unit.clone())),
            PenVerdict::New | PenVerdict::Complaint(_) | PenVerdict::Reject => Said::Belongs(known),
        })
    }

    fn known(&self, id: i64) -> Option<Known> {
        let c = self.complaints.get(&id)?;
        let parties = self.tokens.keys().filter(|(complaint, party)| *complaint == id && is_unit(party));
        Some(Known {
            id,
            number: c.number.clone(),
            office: c.office.clone(),
            pelapor: c.pelapor.clone(),
            danger: c.decision.emergency || self.token(id, DUTY).is_some(),
            ways: self.ways.get(&id).cloned().unwrap_or_default(),
            holders: parties.map(|(_, party)| UnitId(party.clone())).collect(),
        })
    }

    /// Marks a complaint that this batch has opened or changed: what the database said of it no longer holds.
    pub(super) fn touch(&mut self, complaint: i64) {
        self.touched.insert(complaint);
    }

    /// True if the batch itself has changed what this mail is about: it must wait for the next one.
    pub(super) fn is_overtaken(&self, arrival: &ReadArrival, read: &Read) -> bool {
        if let Some(report) = &read.report {
            let known = self.reports.values().filter(|known| known.number == report.number);
            let touched = known.filter_map(|known| known.complaint).any(|id| self.touched.contains(&id));
            return touched || self.new_reports.contains(&report.number);
        }
        let phone = read.mail.from.iter().filter(|_| read.said.from_phone);
        if read.mail.references.iter().chain(phone).any(|id| self.opened_by.contains(id)) {
            return true;
        }
        let past = self.of(arrival, read);
        let parties = [past.by_token, past.by_reference].into_iter().flatten().map(|party| party.complaint);
        let known = parties
            .chain([past.by_own_mail, past.by_number, past.by_phone, past.by_watch].into_iter().flatten())
            .map(|known| known.id);
        known.chain(past.twin.and_then(|twin| twin.complaint)).any(|id| self.touched.contains(&id))
    }

    /// What is known of a report of another system.
    pub(super) fn report(&self, account: &str, number: &str) -> Option<&KnownReport> {
        self.reports.get(&(account.to_owned(), number.to_owned()))
    }

    /// Remembers that this batch has dealt with a report.
    pub(super) fn add_report(&mut self, number: &str) {
        self.new_reports.insert(number.to_owned());
    }

    /// The tasks that this batch may be about.
    pub(super) fn tasks(&self) -> &BatchTasks {
        &self.tasks
    }

    /// A complaint as it stands.
    pub(super) fn complaint(&self, id: i64) -> Option<&Complaint> {
        self.complaints.get(&id)
    }

    /// The open token of a party.
    pub(super) fn token(&self, complaint: i64, party: &str) -> Option<&str> {
        self.tokens.get(&(complaint, party.to_owned())).map(String::as_str)
    }

    /// The letter with this Message-ID.
    pub(super) fn letter(&self, message_id: &str) -> Option<&LetterFact> {
        self.letters.get(message_id)
    }

    /// The kind of the letter about this complaint that a mail answers, by the names it carries.
    pub(super) fn letter_answered(&self, references: &[String], complaint: i64) -> Option<LetterKind> {
        references
            .iter()
            .rev()
            .filter_map(|id| self.letters.get(id))
            .find(|letter| letter.complaint == Some(complaint))?
            .kind
    }

    /// How many answers the complaint has, and whether this text is one of them.
    pub(super) fn answers(&self, complaint: i64, hash: &str) -> (usize, bool) {
        let hashes: Vec<&str> =
            self.answers.iter().filter(|(id, _)| *id == complaint).map(|(_, hash)| hash.as_str()).collect();
        (hashes.len(), hashes.contains(&hash))
    }

    /// Remembers an answer given in this batch.
    pub(super) fn add_answer(&mut self, complaint: i64, hash: &str) {
        self.answers.push((complaint, hash.to_owned()));
    }

    /// When this installation first looked at a source.
    pub(super) fn first_seen(&self, source: &str) -> DateTime<Utc> {
        self.first_seen.get(source).copied().unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Takes one receipt from today's ration of an address; false if it is used up.
    pub(super) fn ration(&mut self, address: &str, a_day: i64) -> bool {
        self.counted(address) <= a_day
    }

    /// The how manieth it is today, under this name.
    pub(super) fn counted(&mut self, name: &str) -> i64 {
        let sent = self.receipts.entry(name.to_owned()).or_insert(0);
        *sent += 1;
        *sent
    }

    /// Remembers a mail of this batch, so that a twin later in it is known.
    pub(super) fn remember(&mut self, arrival: &ReadArrival, read: &Read, complaint: Option<i64>) {
        if complaint.is_some_and(|id| self.touched.contains(&id)) {
            self.opened_by.extend(read.mail.message_id.clone());
            self.opened_by.extend(read.mail.from.clone().filter(|_| read.said.from_phone));
        }
        self.twins.entry((arrival.row.office.clone(), read.fingerprint.clone())).or_insert_with(|| TwinFact {
            id: arrival.row.id,
            source: arrival.row.source.clone(),
            office: arrival.row.office.clone(),
            complaint,
        });
    }
}

/// A text that takes an alert.
fn is_take(read: &Read) -> bool {
    let said = &read.text.kept;
    read.said.from_phone && (takes_it(said) || agrees(said) || matches!(read_reply(said, &[]), ReplyRead::Take))
}

/// True for a party that has the complaint itself, not a word on a draft or the citizen's side of it.
fn is_unit(party: &str) -> bool {
    party != "pelapor" && party != DUTY && !party.contains('#')
}

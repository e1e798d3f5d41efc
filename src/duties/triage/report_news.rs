//! A known report at LAPOR! has changed: the reporter wrote again, somebody answered there, our own answer is to be
//! seen, the status moved, the text was edited. Each has its consequence; nothing is overwritten.

use std::collections::HashSet;

use chrono::TimeDelta;
use connectors::lapor::{Entry, Report, bears, same_words};

use super::aftermath::stands_at;
use super::desk::Desk;
use super::hiding::{file_name, for_officers, names_of};
use super::other::News;
use super::reading::{Read, ReadArrival};
use super::report_kept::{kept, words_of};
use crate::decide::OfficeBook;
use crate::decide::citizen::{Heard, heard};
use crate::decide::lapor::{is_over, phase_of, standing};
use crate::decide::privacy::Writer;
use crate::decide::reply::Stripped;
use crate::decide::supervision::accuses;
use crate::domain::{Channel, ClosedHow, Verdict};
use crate::duties::DutyFault;
use crate::store::change::{Closed, NewWord};
use crate::store::complaints::Complaint;
use crate::store::letters::{Letter, Settlement};
use crate::store::reports::KnownReport;

/// Phases of a letter that has not left, or of which nobody knows.
const WAITING: [&str; 3] = ["ready", "held", "unclear"];

/// What was written there longer ago alarms nobody now.
const STILL_NEW: TimeDelta = TimeDelta::hours(24);

impl<'a> Desk<'a> {
    /// Does what follows from a report's change. True if an officer was told.
    pub(super) async fn report_news(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        report: &Report,
        book: &'a OfficeBook,
        known: &KnownReport,
        complaint: i64,
    ) -> Result<bool, DutyFault> {
        let mut complaint = self.complaint(complaint)?;
        let letters = self.tx.channel_letters(complaint.id, Channel::Lapor).await?;
        let seen = self.tx.known_entries(&known.account, &known.number).await?;
        // He may be called otherwise there now than when he was not hidden.
        let names = names_of(read, &complaint);
        let (mut told, mut danger, mut objects) = (Vec::new(), false, false);
        told.extend(self.tighten(&mut complaint, report, &letters, book, &names).await?);
        complaint = self.heed_report(arrival.row.id, report, book, (known, &seen), complaint).await?;
        let decision = complaint.decision.clone();
        let writer = Writer::of(&decision, Some(&names));
        for entry in report.followups.iter().filter(|entry| !seen.contains(&entry.id)) {
            let text = for_officers(&entry.text, book, writer);
            let own =
                letters.iter().find(|letter| bears(&entry.text, &self.practice.secret.marker(&letter.message_id)));
            let letter = own.map(|letter| letter.id);
            self.changes.entries.push(kept(&known.account, &known.number, entry, text.clone(), letter));
            match (own, &entry.from) {
                (Some(letter), _) => self.own_letter_seen(letter),
                (None, Some(who)) => {
                    self.answered_by_another(&complaint, &letters, entry);
                    let who = for_officers(who, book, writer);
                    told.push(format!(
                        "{who} menulis tindak lanjut langsung di SP4N-LAPOR!:\n{text}{}",
                        files_of(entry, book, writer)
                    ));
                }
                (None, None) => {
                    danger |= self.danger_there(arrival, read, book, &complaint, entry).await?;
                    if let Some(reopens) = self.reporter_writes_there(arrival, &complaint, entry) {
                        objects |= !reopens;
                        self.reporter_is_back(&mut complaint, book, entry.at, reopens);
                    }
                    told.push(format!("Pelapor menulis di SP4N-LAPOR!:\n{text}{}", files_of(entry, book, writer)));
                }
            }
        }
        if known.text_hash != words_of(report) {
            let text = report.edited.as_deref().unwrap_or(&report.text);
            told.push(format!("Teks laporan di SP4N-LAPOR! berubah menjadi:\n{}", for_officers(text, book, writer)));
        }
        told.extend(self.status_moved(report, known, &complaint));
        if told.is_empty() {
            return Ok(false);
        }
        self.past.touch(complaint.id);
        let news = News {
            message: told.join("\n\n"),
            names,
            danger,
            objects,
            lapor_number: Some(report.number.clone()),
            ..News::default()
        };
        self.tell_holder(arrival, book, &complaint, news).await?;
        Ok(true)
    }

    /// The reporter tells of danger under his report, now: the duty list hears it.
    async fn danger_there(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: &Complaint,
        entry: &Entry,
    ) -> Result<bool, DutyFault> {
        if entry.at.is_some_and(|at| self.now - at > STILL_NEW) {
            return Ok(false);
        }
        let text = Stripped { kept: entry.text.clone(), removed: String::new() };
        let said = Read { text, ..read.clone() };
        self.look_for_danger(arrival, &said, book, complaint).await
    }

    /// The complaint as it stands after the report's change: another unit has it if wrongdoing is alleged now; a doubt
    /// shields its reporter. It is alleged where LAPOR! has sorted it so and nobody here has said otherwise, too.
    async fn heed_report(
        &mut self,
        arrival: i64,
        report: &Report,
        book: &'a OfficeBook,
        (known, seen): (&KnownReport, &HashSet<String>),
        complaint: Complaint,
    ) -> Result<Complaint, DutyFault> {
        let new = new_words(report, known, seen);
        let sorted = report.supervision && complaint.sorted_by.is_none();
        if !complaint.decision.supervision && (sorted || new.iter().any(|text| accuses(book, text))) {
            let said = new.join("\n");
            return self.accused(book, complaint, arrival, ("perubahan laporan di SP4N-LAPOR!", &said)).await;
        }
        self.heed_doubt(arrival, book, complaint, &new).await
    }

    /// The reporter wrote under his report after an answer. He is not asked there whether he is content, because
    /// SP4N-LAPOR! does that itself; who says that he is not is heard. `Some`: an answered
    /// matter goes on, and whether what he wrote opens it again by itself.
    fn reporter_writes_there(&mut self, arrival: &ReadArrival, complaint: &Complaint, entry: &Entry) -> Option<bool> {
        let answered = complaint.status == "answered";
        match heard(stands_at(complaint), entry.at.unwrap_or(self.now), &entry.text) {
            Heard::NotSatisfied if answered => {
                let (by, arrival) = ("pelapor".to_owned(), Some(arrival.row.id));
                self.changes.words.push(NewWord { complaint: complaint.id, word: Verdict::Tidak, by, arrival });
                Some(false)
            }
            Heard::Satisfied | Heard::Thanks => None,
            Heard::NotSatisfied | Heard::Addition | Heard::Unclear | Heard::Unpublished | Heard::TakesUp => {
                answered.then_some(true)
            }
        }
    }

    /// Our own follow-up stands there: that is the proof.
    fn own_letter_seen(&mut self, letter: &Letter) {
        self.changes.settled.push((letter.id, Settlement::Proven, "terlihat di SP4N-LAPOR!".to_owned()));
    }

    /// Somebody answered in the web form: an equal answer of ours need not go, a different one must not go by itself.
    fn answered_by_another(&mut self, complaint: &Complaint, letters: &[Letter], entry: &Entry) {
        for letter in letters.iter().filter(|letter| WAITING.contains(&letter.phase.as_str())) {
            let marker = self.practice.secret.marker(&letter.message_id);
            let (to, why) = if same_words(&entry.text, &letter.body, &marker) {
                (Settlement::Proven, "jawaban yang sama sudah ditulis langsung di SP4N-LAPOR!")
            } else {
                (Settlement::Hold, "sudah ada jawaban lain yang ditulis langsung di SP4N-LAPOR!")
            };
            self.changes.settled.push((letter.id, to, why.to_owned()));
        }
        if complaint.status == "open" {
            self.changes.answered_elsewhere.push(complaint.id);
        }
    }

    /// A status is never overwritten by ours; where it says that all is over, so it is here.
    fn status_moved(&mut self, report: &Report, known: &KnownReport, complaint: &Complaint) -> Option<String> {
        let now = report.status.as_ref().map(|word| word.raw.as_str())?;
        let ours = self.practice.lapor.get(&complaint.office).and_then(|lapor| lapor.institution.as_deref());
        let (over, was_over) = (is_over(standing(report, ours)), is_over(known.phase.as_deref()));
        let again = was_over && !over && standing(report, ours).is_some();
        let over = over && !was_over;
        if known.status.as_deref() == Some(now) && !over {
            return None;
        }
        if over && complaint.closed.is_none() {
            self.changes.closed.push(Closed {
                complaint: complaint.id,
                how: ClosedHow::DitutupLapor,
                why: format!("status di SP4N-LAPOR!: {now}"),
                by: "sistem".to_owned(),
            });
        }
        let worth = over || again || phase_of(report).is_none();
        let whose = report.institution_name.as_deref().filter(|_| standing(report, ours) != phase_of(report));
        let whose = whose.map(|name| format!(" Laporan kini ada di {name}.")).unwrap_or_default();
        worth.then(|| format!("Status di SP4N-LAPOR! kini: {now}.{whose}"))
    }
}

/// What the reporter says there that was not known: his text where it was edited, his own words below it.
fn new_words<'r>(report: &'r Report, known: &KnownReport, seen: &HashSet<String>) -> Vec<&'r str> {
    let edited = known.text_hash != words_of(report);
    let text = report.edited.as_deref().unwrap_or(&report.text);
    let own = report.followups.iter().filter(|entry| entry.from.is_none() && !seen.contains(&entry.id));
    edited.then_some(text).into_iter().chain(own.map(|entry| entry.text.as_str())).collect()
}

/// Names of the files that hang on a follow-up: they are not fetched.
fn files_of(entry: &Entry, book: &OfficeBook, writer: Writer<'_>) -> String {
    let shown = |(nth, name): (usize, &str)| file_name(nth, name, book, writer);
    let names: Vec<String> = (1..).zip(entry.files.iter().map(|file| file.name.as_str())).map(shown).collect();
    if names.is_empty() { String::new() } else { format!("\n(lampiran, lihat di LAPOR!: {})", names.join("; ")) }
}

//! A report at LAPOR! has come: for the first time, changed, or named by a notification mail. And what a person does
//! about one: hand it on, type an answer there by hand.

use connectors::lapor::Report;

use super::approval::Concept;
use super::desk::{Came, Desk};
use super::officer::Officer;
use super::reading::{Read, ReadArrival};
use super::report_kept::{kept, oddities, state_of};
use crate::decide::OfficeBook;
use crate::decide::lapor::{FirstSight, first_sight, fitted};
use crate::decide::privacy::Writer;
use crate::decide::reply::{ReplyRead, read_reply};
use crate::decide::tokens::text_hash;
use crate::decide::wording::{LaporFacts, dates};
use crate::domain::{Channel, LetterKind};
use crate::duties::approvers::approvers;
use crate::duties::letters::LetterDraft;
use crate::duties::registers::{Row, differing};
use crate::duties::{DutyFault, MailboxFacts};
use crate::store::change::{ArrivalOutcome, NewAnswer, NewLetter, NewThread};
use crate::store::complaints::Complaint;
use crate::store::letters::Settlement;
use crate::store::reports::{KnownReport, ReportState, Sweep};
use crate::store::write::Table;
use crate::sync_log::{Entry, Event};

/// The party that types into LAPOR!, before the letter's id.
pub(super) const PASTE: &str = "tempel#";
/// Characters of a follow-up that are kept for unit, office, number and marker.
const TAIL: usize = 260;
/// Lines of a report's history that an officer is shown.
const SHOWN_HISTORY: usize = 12;

impl<'a> Desk<'a> {
    /// A report as it stands now.
    pub(super) async fn report_comes(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        report: &Report,
        book: &'a OfficeBook,
        mailbox: &'a MailboxFacts,
        since: chrono::DateTime<chrono::Utc>,
    ) -> Result<Came, DutyFault> {
        let Some(lapor) = self.practice.lapor.get(&book.office.id.0) else {
            return Ok(Came { outcome: ArrivalOutcome::Machine, complaint: None });
        };
        let known = self.past.report(&lapor.account, &report.number).cloned();
        self.past.add_report(&report.number);
        let ours = lapor.institution.as_deref();
        let seen_as = Some((arrival.row.source.clone(), arrival.row.remote_ref.0.clone()));
        let state = |complaint| ReportState {
            complaint,
            seen_as: seen_as.clone(),
            ..state_of(&lapor.account, &book.office.id.0, report, ours)
        };
        if let Some((known, complaint)) = known.as_ref().and_then(|known| Some((known, known.complaint?))) {
            let told = self.report_news(arrival, read, report, book, known, complaint).await?;
            self.changes.reports.push(state(None));
            let outcome = if told { ArrivalOutcome::Further } else { ArrivalOutcome::Machine };
            return Ok(Came { outcome, complaint: Some(complaint) });
        }
        let sight = first_sight(report, lapor.institution.as_deref(), arrival.row.received_at, since);
        if sight != FirstSight::Opens {
            self.changes.reports.push(state(None));
            return Ok(Came { outcome: ArrivalOutcome::Old, complaint: None });
        }
        let complaint = self.open(arrival, read, book, mailbox).await?;
        self.past.touch(complaint);
        self.changes.reports.push(state(Some(complaint)));
        let opened = self.changes.complaints.iter().find(|fresh| fresh.id == complaint);
        let decision = opened.map(|fresh| fresh.decision.clone());
        let writer = decision.as_ref().map_or(Writer::Open, |decided| Writer::of(decided, report.reporter.as_deref()));
        for entry in &report.followups {
            let text = super::hiding::for_officers(&entry.text, book, writer);
            self.changes.entries.push(kept(&lapor.account, &report.number, entry, text, None));
        }
        Ok(Came { outcome: ArrivalOutcome::Complaint, complaint: Some(complaint) })
    }

    /// What officers may see of a report beside its words.
    pub(super) fn lapor_facts(
        &self,
        book: &OfficeBook,
        report: &Report,
        shown: &impl Fn(&str) -> String,
    ) -> LaporFacts {
        let page = self
            .practice
            .lapor
            .get(&book.office.id.0)
            .map(|lapor| lapor.profile.public_page.replace("{id}", &report.number));
        let place = if report.anonymous || report.secret { &report.district } else { &report.location };
        let line = |entry: &connectors::lapor::Entry| {
            let at = entry.at.map(|at| {
                dates::short_moment(at.with_timezone(&book.office.zone).fixed_offset(), &book.office.zone_name)
            });
            let who = entry.from.as_deref().unwrap_or("pelapor");
            shown(&format!("{} {who}: {}", at.unwrap_or_default(), entry.text))
        };
        let thread: Vec<String> = report.logs.iter().chain(&report.followups).map(line).collect();
        LaporFacts {
            number: report.number.clone(),
            page: page.unwrap_or_default(),
            status: report.status.as_ref().map(|word| shown(&word.raw)),
            category: report.category.as_deref().map(shown),
            location: place.as_deref().map(shown),
            edited: report.edited.as_deref().map(shown),
            thread: thread.into_iter().rev().take(SHOWN_HISTORY).rev().collect(),
            oddities: oddities(report).iter().map(|odd| shown(odd)).collect(),
        }
    }

    /// The report that a notification mail names.
    pub(super) fn notice_of(&self, arrival: &ReadArrival, read: &Read) -> Option<String> {
        self.practice.lapor.get(&arrival.row.office)?.notices.as_ref()?.number_in(&read.mail)
    }

    /// A number that only a notification names is asked for by whoever keeps known reports in step.
    pub(super) fn note_report(&mut self, arrival: &ReadArrival, number: &str) {
        let Some(lapor) = self.practice.lapor.get(&arrival.row.office) else { return };
        if self.past.report(&lapor.account, number).is_some() {
            return;
        }
        let report = Report { id: number.to_owned(), number: number.to_owned(), ..Report::default() };
        self.changes.reports.push(state_of(&lapor.account, &arrival.row.office, &report, None));
    }

    /// A full sweep has seen every report of the account: the two registers are compared, once a sweep.
    pub(super) async fn compare(&mut self, arrival: &ReadArrival, sweep: &Sweep) -> Result<(), DutyFault> {
        let office = arrival.row.office.clone();
        let reports = self.tx.reports_of(&sweep.account).await?;
        let row = |report: &KnownReport| {
            let missed = if sweep.complete && !sweep.numbers.contains(&report.number) { report.missed + 1 } else { 0 };
            Row::of(report, missed)
        };
        let rows: Vec<Row> = reports.iter().map(row).collect();
        let differ: Vec<&Row> = rows.iter().filter(|row| row.difference.is_some()).collect();
        for row in &differ {
            let (ours, theirs, what) = (&row.ours, &row.theirs, &row.difference);
            tracing::info!(account = sweep.account, number = row.lapor, ours, theirs, what, "the two registers differ");
        }
        tracing::info!(
            account = sweep.account,
            complete = sweep.complete,
            theirs = sweep.numbers.len(),
            ours = reports.len(),
            differing = differ.len(),
            "registers compared"
        );
        self.note(
            Entry::new(Event::Cocok, "sistem")
                .office(&office)
                .fact("akun", sweep.account.as_str())
                .fact("lengkap", sweep.complete)
                .fact("di_sana", sweep.numbers.len())
                .fact("di_sini", reports.len())
                .fact("berbeda", differ.len())
                .fact("rincian", differing(&rows)),
        );
        self.changes.sweeps.push(sweep.clone());
        self.handled(arrival, None, ArrivalOutcome::Machine, None, "a full sweep of LAPOR!");
        Ok(())
    }

    /// A text as it fits under a report.
    pub(super) fn fitted(&self, complaint: &Complaint, text: &str) -> String {
        let lapor = self.practice.lapor.get(&complaint.office).filter(|_| complaint.reply_by == Some(Channel::Lapor));
        lapor.map_or_else(|| text.to_owned(), |lapor| fitted(text, lapor.profile.limits.text.saturating_sub(TAIL)).0)
    }

    /// Where somebody types answers into LAPOR!, he gets a token of his own with each.
    pub(super) fn open_paste(&mut self, complaint: &Complaint, letter: &NewLetter) {
        let by_hand = self.practice.lapor.get(&complaint.office).is_some_and(|lapor| lapor.by_hand);
        if by_hand && letter.channel == Channel::Lapor {
            let party = format!("{PASTE}{}", letter.id);
            let token = self.practice.secret.reply_token(complaint.id, &party, 0);
            self.changes.threads.push(NewThread { token, complaint: complaint.id, party });
        }
    }

    /// Whoever types into LAPOR! says `SUDAH`: that is the evidence.
    pub(super) async fn admin_says(
        &mut self,
        arrival: &ReadArrival,
        read: &Read,
        book: &'a OfficeBook,
        complaint: i64,
        letter: &str,
    ) -> Result<(), DutyFault> {
        let complaint = self.complaint(complaint)?;
        let said = read_reply(&read.text.kept, &[&book.office.phone]);
        let done = matches!(said, ReplyRead::Confirmed { .. } | ReplyRead::Done { .. });
        self.note(
            Entry::new(Event::Balas, "admin LAPOR!")
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("arsip", arrival.row.id)
                .fact("sebagai", super::commands::word(&said)),
        );
        if let (true, Ok(letter)) = (done, letter.parse()) {
            self.changes.settled.push((
                letter,
                Settlement::Proven,
                "admin LAPOR! menyatakan sudah ditempel".to_owned(),
            ));
        }
        Ok(())
    }

    /// The institution that an officer names, if his complaint came from LAPOR! and the configuration knows it.
    pub(super) fn institution_named(&self, officer: &Officer<'_>, name: &str) -> Option<String> {
        let lapor = self.practice.lapor.get(&officer.complaint.office)?;
        let wanted = name.trim().to_lowercase();
        let known = lapor.institutions.iter().find(|(known, id)| known.to_lowercase() == wanted || **id == wanted);
        known.filter(|_| officer.complaint.reply_by == Some(Channel::Lapor) && lapor.writes).map(|(_, id)| id.clone())
    }

    /// `BUKAN WEWENANG:` or `TERUSKAN:` to another institution: handed on there, approved where the office requires it.
    pub(super) async fn hand_on_there(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        to: &str,
        reason: &str,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let (Some(institution), Some(number)) = (self.institution_named(officer, to), complaint.pelapor.clone()) else {
            return self.ask_back(book, officer, to, "instansi tujuan tidak dikenali", false).await;
        };
        let why = if reason.is_empty() { format!("Laporan ini merupakan kewenangan {to}.") } else { reason.to_owned() };
        let hash = text_hash(&format!("{institution} {why}"));
        if self.past.answers(complaint.id, &hash).1 {
            return self.say_noted(book, officer, "kiriman ganda; penyerahan yang sama sudah ada").await;
        }
        let mut facts = self.facts_of(book, complaint);
        facts.message = Some(self.fitted(complaint, &why));
        let occasion = format!("{institution}/{hash}/{}", officer.arrival);
        let place = format!("{number}>{institution}");
        let mut draft = LetterDraft::new(LetterKind::HandOn, "instansi", place, &complaint.intake, occasion);
        draft.channel = Channel::Lapor;
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.awaits = approvers(book, complaint).into_iter().next();
        let approver = draft.awaits.clone();
        let letter = self.maker(book).make(self.tx, draft, &facts).await?;
        self.open_paste(complaint, &letter);
        let id = self.tx.next_id(Table::Answers).await?;
        let text = format!("Penyerahan kepada {to}: {why}");
        self.changes.answers.push(NewAnswer {
            id,
            complaint: complaint.id,
            unit: officer.unit.0.clone(),
            officer: officer.address.to_owned(),
            arrival: officer.arrival,
            text: text.clone(),
            text_hash: hash.clone(),
            letter: Some(letter.id),
            confirm: false,
        });
        self.past.add_answer(complaint.id, &hash);
        self.changes.letters.push(letter);
        match approver {
            Some(approver) => {
                let concept = Concept { id, text: &text, by: &officer.unit, files: None, verified: None };
                self.request_approval(book, complaint, &concept, &approver).await
            }
            None => self.say_noted(book, officer, &format!("penyerahan kepada {to}")).await,
        }
    }
}

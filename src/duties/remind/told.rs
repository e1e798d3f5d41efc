//! What a letter about one running clock states. In: the clock, where it lies, the reader. Out: facts for the
//! templates, and what has happened so far. Does not know who gets a letter.

use chrono::{DateTime, Utc};

use super::super::DutyFault;
use super::super::triage::complaint_facts;
use super::chase::Chase;
use crate::decide::deadlines::{NoticeKind, reminders};
use crate::decide::wording::{ChaseFacts, DeadlineFacts, LetterFacts, UnitFacts, dates};
use crate::domain::deadline::{ESTIMATE, StopsAt};
use crate::domain::{Deadline, UnitId};
use crate::store::WriteTx;

impl Chase<'_> {
    pub(super) fn facts(&self, to: &UnitId, number: u32) -> LetterFacts {
        let office = &self.book.office;
        let mut facts = complaint_facts(self.book, self.complaint, self.now);
        let clocks = std::iter::once(&self.clock.deadline).chain(self.others.iter().copied());
        (facts.deadline, facts.later_deadlines) = DeadlineFacts::of_all(clocks, &office.zone_name, self.now);
        facts.unit = office.unit(to).map(UnitFacts::from).unwrap_or_default();
        let named = |id: &UnitId| office.unit(id).map(|unit| unit.addressee.clone()).unwrap_or_default();
        let local = |at: DateTime<Utc>| dates::moment(at.with_timezone(&office.zone).fixed_offset(), &office.zone_name);
        let escalation = reminders(self.standard, &self.clock.deadline, &self.book.calendar, self.complaint.registered)
            .into_iter()
            .find(|notice| notice.kind == NoticeKind::Escalation && notice.at > self.now)
            .filter(|_| self.clock.escalated.is_none())
            .map(|notice| local(notice.at));
        let stops_at = StopsAt::from_word(&self.clock.stops_at);
        let missing = match &self.place.answered_by {
            Some(_) => "konfirmasi bahwa jawabannya sudah sampai kepada pelapor",
            None if self.place.approves => "persetujuan atas konsep jawaban",
            None => stops_at.map_or("tindak lanjut", StopsAt::label),
        };
        let desk = format!("sekarang di meja {}", named(&self.place.unit));
        let late = self.now > self.clock.deadline.due.to_utc();
        let reason = match (late, self.is_estimate()) {
            (true, true) => "telah melewati perkiraan unit sendiri",
            (true, false) => "telah melewati tenggat",
            (false, true) => "mendekati perkiraan unit sendiri",
            (false, false) => "mendekati tenggat",
        };
        facts.chase = Some(ChaseFacts {
            reminder_no: number,
            missing: missing.to_owned(),
            confirms: stops_at == Some(StopsAt::Confirmation),
            answered_by: self.place.answered_by.as_ref().map(|unit| named(&UnitId(unit.clone()))),
            // Nobody stands above him here: whoever reads it can only put him in mind.
            lies_above: self.nobody_above().then(|| named(&self.place.unit)),
            official: self.official().map(|official| dates::moment(official.due, &office.zone_name)),
            superior: named(&self.superior()),
            escalates_at: escalation,
            acting: None,
            approves: self.place.approves && *to == self.place.unit,
            disposes: *to == office.head && self.waits_for_disposisi(),
            reason: Some(reason.to_owned()),
            sent: Some(local(self.complaint.registered)),
            history: vec![desk],
        });
        facts
    }

    /// The unit's own estimate, not the office's promise.
    fn is_estimate(&self) -> bool {
        self.clock.deadline.standard == ESTIMATE
    }

    /// It lies on the head's desk until he says to whom it goes.
    fn waits_for_disposisi(&self) -> bool {
        let office = &self.book.office;
        office.disposisi_by_head && self.complaint.unit == office.head.0 && self.complaint.decision.unit != office.head
    }

    /// The office's own limit, where the clock is the unit's estimate and that limit is still to come.
    fn official(&self) -> Option<&Deadline> {
        let promises = |deadline: &&Deadline| {
            let standard = self.book.standard_of(deadline);
            deadline.standard != ESTIMATE && standard.is_some_and(|standard| standard.stops_at.is_for_citizen())
        };
        let mut promised = self.complaint.decision.deadlines.iter().filter(promises);
        promised.find(|deadline| deadline.due > self.now).filter(|_| self.is_estimate())
    }

    /// What happened so far, in few words and nobody's own: the latest last.
    pub(super) async fn history(&self, tx: &mut WriteTx) -> Result<Vec<String>, DutyFault> {
        const AT_MOST: usize = 10;
        let (complaint, office) = (self.complaint, &self.book.office);
        let name = |unit: &str| {
            let known = office.unit(&UnitId(unit.to_owned()));
            known.map_or_else(|| unit.to_owned(), |unit| unit.shown().to_owned())
        };
        let mut events = vec![
            (complaint.received, "laporan diterima".to_owned()),
            (complaint.registered, format!("didaftarkan sebagai {}", complaint.number)),
        ];
        for order in tx.orders(complaint.id).await? {
            events.push((order.at, format!("{}: {}", name(&order.unit), order.word)));
        }
        for (unit, at) in tx.answers_written(complaint.id).await? {
            events.push((at, format!("{}: konsep jawaban", name(&unit))));
        }
        events.extend(
            tx.messages_of(complaint.id).await?.iter().map(|message| (message.at, "pelapor menulis lagi".to_owned())),
        );
        events.sort();
        let left_out = events.len().saturating_sub(AT_MOST);
        let local =
            |at: DateTime<Utc>| dates::short_moment(at.with_timezone(&office.zone).fixed_offset(), &office.zone_name);
        Ok(events.into_iter().skip(left_out).map(|(at, what)| format!("{}: {what}", local(at))).collect())
    }
}

//! An officer sorts a complaint: its grade, its class, whether it alleges wrongdoing. In: his word. Out: the decision
//! as it stands from now on, its clocks counted anew from the original receipt, the old ones kept beside them.
//!
//! A machine proposes and never lowers. A person may lower; that is logged and told to the desk.

use super::super::desk::Desk;
use super::super::facts::promise;
use super::Officer;
use super::telling::name_of;
use crate::decide::OfficeBook;
use crate::decide::deadlines::{Facts, anew, arithmetic, next_look};
use crate::decide::reply::Category;
use crate::decide::supervision::{away_from_the_accused, guarded, may_be_meant, reads_for_the_office};
use crate::decide::wording::{DeadlineFacts, UnitFacts};
use crate::domain::{Channel, Deadline, Decision, Grade, LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;
use crate::store::change::{NewClock, NewOrder, ReplacedClock, Sorted};
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

impl<'a> Desk<'a> {
    /// `GRADE merah`.
    pub(in crate::duties::triage) async fn set_grade(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        grade: Grade,
    ) -> Result<(), DutyFault> {
        if !book.rules.grades {
            return self.ask_back(book, officer, "", "kantor ini tidak memakai grade untuk laporan", false).await;
        }
        let before = officer.complaint.decision.grade;
        let decision = Decision { grade: Some(grade), ..officer.complaint.decision.clone() };
        // Grade::ALL begins with the gravest.
        let lowered = before.is_some_and(|before| before < grade);
        let was = before.map_or("belum dinilai", Grade::label);
        let what = if before == Some(grade) {
            format!("grade {} dikonfirmasi", grade.label())
        } else {
            format!("grade {} (semula {was})", grade.label())
        };
        self.sort(book, officer, decision, &what, lowered.then_some("grade diturunkan")).await?;
        self.order(officer, "GRADE", grade.word());
        Ok(())
    }

    /// `KATEGORI berkadar pengawasan`, `KATEGORI aspirasi`.
    pub(in crate::duties::triage) async fn set_category(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        category: Category,
    ) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        let mut decision = complaint.decision.clone();
        let (what, lowered) = match category {
            Category::Supervision(supervision) => {
                let lowered = (decision.supervision && !supervision).then_some("tidak lagi berkadar pengawasan");
                decision.supervision = supervision;
                (if supervision { "berkadar pengawasan" } else { "tidak berkadar pengawasan" }, lowered)
            }
            Category::Class(class) => {
                decision.class = class;
                (class.label(), None)
            }
        };
        if lowered.is_some() && may_be_meant(&book.office, &complaint.decision, &officer.unit) {
            let why = "hanya meja pengaduan atau pimpinan yang dapat menyatakan laporan ini tidak berkadar pengawasan";
            return self.ask_back(book, officer, what, why, false).await;
        }
        let raised = decision.supervision && !complaint.decision.supervision;
        if raised {
            let said = format!("{}\n{}", complaint.subject, complaint.text);
            decision = away_from_the_accused(book, guarded(&book.office, decision), &said);
        }
        let after = self.sort(book, officer, decision, &format!("kategori {what}"), lowered).await?;
        self.order(officer, "KATEGORI", what);
        if raised {
            let note = format!("{} menilai laporan ini berkadar pengawasan", name_of(book, &officer.unit));
            self.take_from_the_reported(book, complaint, after, officer.arrival, &note).await?;
        }
        Ok(())
    }

    /// The decision changes, and the clocks with it; everybody who must know is told.
    async fn sort(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        decision: Decision,
        what: &str,
        lowered: Option<&str>,
    ) -> Result<Complaint, DutyFault> {
        let complaint = &officer.complaint;
        let running = self.running(complaint).await?;
        self.note(
            Entry::new(Event::Nilai, officer.unit.0.as_str())
                .office(&complaint.office)
                .case(&complaint.number)
                .fact("ditetapkan", what)
                .fact("diturunkan", lowered.is_some())
                .fact("arsip", officer.arrival),
        );
        let (decision, begun) = self.clocks_anew(book, complaint, decision, what).await?;
        let complaint = Complaint { decision, sorted_by: Some(officer.unit.0.clone()), ..complaint.clone() };
        self.changes.sorted.push(Sorted {
            complaint: complaint.id,
            decision: complaint.decision.clone(),
            by: Some(officer.unit.clone()),
        });
        self.alert_others(book, &complaint, &begun, officer.arrival).await?;
        let reader = reads_for_the_office(&book.office, &officer.complaint.decision);
        if let Some(lowered) = lowered.filter(|_| officer.unit != *reader) {
            let word = format!("{what}: {lowered} oleh {}", name_of(book, &officer.unit));
            self.tell_unit(book, &complaint, reader, &word, officer.arrival).await?;
        }
        let due = complaint.decision.deadlines.iter().find(|deadline| !running.contains(deadline)).cloned();
        let due = due.as_ref();
        if due.is_some() {
            Box::pin(self.tell_of_the_limit(book, officer, &complaint, what, &running)).await?;
        }
        let counted = due.map(|due| format!("; tenggat dihitung dari saat laporan diterima: {}", arithmetic(due)));
        let noted = format!("{what}{}", counted.unwrap_or_default());
        self.say_noted_of(book, officer, &complaint, &noted).await?;
        Ok(complaint)
    }

    /// A limit has moved: whoever handles it hears so, unless he moved it, and the citizen where another day was
    /// promised.
    async fn tell_of_the_limit(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        complaint: &Complaint,
        what: &str,
        running: &[Deadline],
    ) -> Result<(), DutyFault> {
        let holder = UnitId(complaint.unit.clone());
        if complaint.status != "open" {
            return Ok(());
        }
        if holder != officer.unit && !complaint.decision.accuses(&holder) {
            let told = format!("{what} oleh {}; tenggat berubah", name_of(book, &officer.unit));
            self.tell_unit(book, complaint, &holder, &told, officer.arrival).await?;
        }
        let before = Decision { deadlines: running.to_vec(), ..complaint.decision.clone() };
        let day = |decision: &Decision| book.promised(decision).next().map(|promised| promised.due);
        let (was, is) = (day(&before), day(&complaint.decision));
        if is.is_none() || was == is || complaint.way_back().is_some_and(|(channel, _)| channel == Channel::Lapor) {
            return Ok(());
        }
        let mut facts = self.facts_of(book, complaint);
        promise(&mut facts, book, &complaint.decision, self.now);
        facts.later_deadlines.clear();
        facts.noted = Some("batas waktunya kami sesuaikan".to_owned());
        self.tell_citizen(book, officer, complaint, LetterKind::Estimate, &facts).await?;
        Ok(())
    }

    /// The clocks of a complaint that is decided anew: those that no longer apply end, others begin, all counted from
    /// the original receipt. Returns the decision with them, and those that begin.
    pub(in crate::duties::triage) async fn clocks_anew(
        &mut self,
        book: &'a OfficeBook,
        complaint: &Complaint,
        mut decision: Decision,
        why: &str,
    ) -> Result<(Decision, Vec<Deadline>), DutyFault> {
        let running = self.running(complaint).await?;
        let facts = Facts {
            channel: complaint.channel,
            class: decision.class,
            grade: decision.grade,
            supervision: decision.supervision,
            received: complaint.received,
        };
        let anew = anew(&running, &book.standards, &book.calendar, book.office.zone, &facts);
        decision.deadlines = anew.all;
        for standard in anew.ended {
            let old = running.iter().find(|deadline| deadline.standard == standard);
            self.replace(complaint, &standard, old, why);
        }
        for deadline in &anew.begun {
            self.begin(book, complaint, deadline.clone());
        }
        Ok((decision, anew.begun))
    }

    /// The clocks of a complaint that nothing has replaced.
    pub(in crate::duties::triage) async fn running(
        &mut self,
        complaint: &Complaint,
    ) -> Result<Vec<Deadline>, DutyFault> {
        let clocks = self.tx.clocks(&[complaint.id]).await?;
        Ok(clocks.into_iter().filter(|clock| clock.replaced.is_none()).map(|clock| clock.deadline).collect())
    }

    /// A clock ends because of a person's word; it stays with its arithmetic, in the register and in the log.
    pub(in crate::duties::triage) fn replace(
        &mut self,
        complaint: &Complaint,
        standard: &str,
        old: Option<&Deadline>,
        why: &str,
    ) {
        let line = Entry::new(Event::Tenggat, "sistem").office(&complaint.office).case(&complaint.number);
        let until = old.map(|old| old.due.to_rfc3339()).unwrap_or_default();
        let counted = old.map(arithmetic).unwrap_or_default();
        let line = line.fact("standar", standard).fact("diganti", until).fact("hitungan", counted);
        self.note(line.fact("sebab", why));
        let (complaint, standard, why) = (complaint.id, standard.to_owned(), why.to_owned());
        self.changes.replaced.push(ReplacedClock { complaint, standard, why });
    }

    /// A clock begins in a complaint that is there.
    pub(in crate::duties::triage) fn begin(&mut self, book: &OfficeBook, complaint: &Complaint, deadline: Deadline) {
        let Some(standard) = book.standard_of(&deadline) else { return };
        let next_at = next_look(&standard, &deadline, &book.calendar, &[], (self.now, self.now));
        let line = Entry::new(Event::Tenggat, "sistem").office(&complaint.office).case(&complaint.number);
        let line = line.fact("standar", deadline.standard.as_str()).fact("sampai", deadline.due.to_rfc3339());
        self.note(line.fact("hitungan", arithmetic(&deadline)));
        self.changes.clocks.push((complaint.id, NewClock { deadline, stops_at: standard.stops_at, next_at }));
    }

    /// Tells those whom clocks concern as soon as they begin.
    pub(in crate::duties::triage) async fn alert_others(
        &mut self,
        book: &'a OfficeBook,
        complaint: &Complaint,
        begun: &[Deadline],
        arrival: i64,
    ) -> Result<(), DutyFault> {
        for deadline in begun {
            let Some(standard) = book.standard_of(deadline).filter(|standard| standard.also.at_once) else { continue };
            for unit in standard.also.units.iter().filter(|unit| !complaint.decision.is_kept_from(unit)) {
                let occasion = format!("{}/segera/{arrival}", standard.id);
                let token = self.token_for(complaint.id, unit, arrival);
                let mut facts = self.facts_of(book, complaint);
                super::super::hiding::hide_from_unit(&mut facts, book, complaint, unit);
                facts.deadline = Some(DeadlineFacts::of(deadline, &book.office.zone_name, self.now));
                facts.unit = book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
                let (maker, kind) = (self.maker(book), LetterKind::GradeAlert);
                let mut draft = LetterDraft::new(kind, &unit.0, maker.mailbox(unit)?, &complaint.intake, occasion);
                draft.complaint = Some((complaint.id, &complaint.number));
                draft.token = Some(&token);
                let letter = maker.make(self.tx, draft, &facts).await?;
                self.changes.letters.push(letter);
            }
        }
        Ok(())
    }

    /// A note to a unit that did not ask for it.
    pub(in crate::duties::triage) async fn tell_unit(
        &mut self,
        book: &'a OfficeBook,
        complaint: &Complaint,
        unit: &UnitId,
        noted: &str,
        arrival: i64,
    ) -> Result<(), DutyFault> {
        self.tell_unit_with(book, complaint, (unit, None), noted, arrival).await
    }

    /// The same, with the mail on which files hang.
    pub(in crate::duties::triage) async fn tell_unit_with(
        &mut self,
        book: &'a OfficeBook,
        complaint: &Complaint,
        (unit, attach): (&UnitId, Option<i64>),
        noted: &str,
        arrival: i64,
    ) -> Result<(), DutyFault> {
        let maker = self.maker(book);
        let mut facts = self.facts_of(book, complaint);
        super::super::hiding::hide_from_unit(&mut facts, book, complaint, unit);
        facts.noted = Some(noted.to_owned());
        facts.unit = book.office.unit(unit).map(UnitFacts::from).unwrap_or_default();
        let occasion = format!("kabar/{arrival}");
        let mut draft = LetterDraft::new(LetterKind::Noted, &unit.0, maker.mailbox(unit)?, &complaint.intake, occasion);
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = self.past.token(complaint.id, &unit.0);
        draft.attach = attach;
        let letter = maker.make(self.tx, draft, &facts).await?;
        self.changes.letters.push(letter);
        Ok(())
    }

    /// Keeps an officer's word as it was understood.
    pub(in crate::duties::triage) fn order(&mut self, officer: &Officer<'_>, word: &str, text: &str) {
        self.changes.orders.push(NewOrder {
            complaint: officer.complaint.id,
            arrival: officer.arrival,
            unit: officer.unit.0.clone(),
            officer: officer.address.to_owned(),
            word: word.to_owned(),
            text: text.to_owned(),
        });
    }
}

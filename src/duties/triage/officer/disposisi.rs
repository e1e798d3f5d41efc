//! Disposisi by the head (NTT-04, NTT-05): where the office wants it, a complaint lies on his desk first, with the unit
//! that the rules propose. His word, or that of whoever acts for him that day, sends it on; silence does not.
//!
//! Danger never waits for it: an emergency goes to the unit at once.

use super::super::desk::Desk;
use super::super::hiding::{note_for_unit, shields};
use super::notes::NOTE;
use super::telling::name_of;
use super::{Officer, choice};
use crate::decide::OfficeBook;
use crate::decide::naming::{UnitsNamed, units_addressed, units_ordered};
use crate::decide::reply::{ReplyRead, without_closing};
use crate::decide::supervision::{is_kept_from, may_be_meant};
use crate::decide::wording::{LetterFacts, ProposalFacts, UnitFacts};
use crate::domain::deadline::StopsAt;
use crate::domain::office::{Substitute, Unit};
use crate::domain::{Decision, LetterKind, UnitId};
use crate::duties::DutyFault;
use crate::duties::letters::LetterDraft;
use crate::store::change::Sorted;
use crate::store::complaints::Complaint;

/// True if the complaint lies on the head's desk until he says to whom it goes.
pub(in crate::duties::triage) fn awaits_disposisi(book: &OfficeBook, complaint: &Complaint) -> bool {
    let office = &book.office;
    office.disposisi_by_head && complaint.unit == office.head.0 && complaint.decision.unit != office.head
}

/// A complaint for which the head is asked.
pub(in crate::duties::triage) struct Asked<'m> {
    pub(in crate::duties::triage) complaint: i64,
    pub(in crate::duties::triage) number: &'m str,
    pub(in crate::duties::triage) intake: &'m str,
    pub(in crate::duties::triage) decision: &'m Decision,
    /// The original mail, where it may travel.
    pub(in crate::duties::triage) attach: Option<i64>,
    /// The arrival of the word that proposes anew; 0 for a new complaint.
    pub(in crate::duties::triage) again: i64,
}

/// Below this confidence the complaint desk reviews the proposal.
const SURE: f64 = 0.5;

impl<'a> Desk<'a> {
    /// Asks the head, and whoever acts for him today, to whom a new complaint goes. It lies on his desk until he
    /// answers.
    pub(in crate::duties::triage) async fn ask_head(
        &mut self,
        book: &'a OfficeBook,
        asked: Asked<'_>,
        mut facts: LetterFacts,
    ) -> Result<(), DutyFault> {
        let (office, maker) = (&book.office, self.maker(book));
        let proposed = office.unit(&asked.decision.unit);
        let acting = self.acting_head(book);
        super::super::hiding::hide_from_officers(&mut facts, asked.decision);
        facts.unit = office.unit(&office.head).map(UnitFacts::from).unwrap_or_default();
        facts.proposal = Some(ProposalFacts {
            unit: proposed.map_or_else(|| asked.decision.unit.to_string(), |unit| unit.name.clone()),
            id: asked.decision.unit.0.clone(),
            acting: acting.map(|acting| acting.title.clone()),
            accused: shields(asked.decision, book, &asked.decision.unit),
            instead: instead_of(book, asked.decision).map(|desk| format!("{} ({})", desk.shown(), desk.id)),
        });
        if asked.again == 0 {
            self.changes.moved.push((asked.complaint, office.head.clone()));
        }
        let token = self.token_for(asked.complaint, &office.head, asked.again);
        let mut mailboxes = vec![maker.mailbox(&office.head)?];
        if let Some(acting) = acting {
            mailboxes.push(maker.mailbox(&acting.by)?);
        }
        if asked.decision.confidence < SURE && asked.again == 0 {
            // What the rules are unsure of, the desk reviews (NTT-13): its TERUSKAN proposes another unit.
            mailboxes.push(maker.mailbox(&office.desk)?);
        }
        mailboxes.dedup();
        for mailbox in mailboxes {
            let (kind, occasion) = (LetterKind::DisposisiProposal, format!("usul/{}", asked.again));
            let mut draft = LetterDraft::new(kind, &office.head.0, mailbox, asked.intake, occasion);
            draft.complaint = Some((asked.complaint, asked.number));
            draft.token = Some(&token);
            draft.attach = asked.attach;
            let letter = maker.make(self.tx, draft, &facts).await?;
            self.changes.letters.push(letter);
        }
        Ok(())
    }

    /// `SETUJU` on the proposal: to the unit that was proposed, with its copies, and to whom his note names.
    pub(super) async fn agree(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        note: &str,
    ) -> Result<(), DutyFault> {
        let decision = &officer.complaint.decision;
        if self.tx.objections(officer.complaint.id).await? > 0 {
            // Nothing was proposed to him: the unit that the rules once named is the one that is objected to.
            let why = "pelapor berkeberatan atas penanganan sebelumnya; tulis TERUSKAN: unit; arahan, atau JAWAB:";
            return self.ask_back(book, officer, note, why, false).await;
        }
        let mine = |also: &UnitId| *also != decision.unit && !is_kept_from(&book.office, decision, also);
        let mut also: Vec<UnitId> = decision.also.iter().filter(|also| mine(also)).cloned().collect();
        let named = units_addressed(&book.office, note).into_iter().filter(|unit| mine(unit) && !also.contains(unit));
        also.extend(named.collect::<Vec<_>>());
        let words = if note.is_empty() {
            "setuju dengan usul".to_owned()
        } else {
            format!("setuju dengan usul. {}", note_for_unit(note, book, &officer.complaint, &decision.unit))
        };
        if !note.is_empty() && self.speaks_as_head(book, officer).is_some() {
            self.order(officer, NOTE, note);
        }
        let named = UnitsNamed { to: decision.unit.clone(), also, unknown: Vec::new() };
        self.dispose(book, officer, &named, &words).await
    }

    /// Whom the head names on the proposal without a command: `Tolong Yankes tindak lanjuti`. None of anybody else.
    pub(super) fn ordered_by_head(
        &self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        said: &ReplyRead,
    ) -> Option<UnitsNamed> {
        let open = matches!(said, ReplyRead::Prose { .. } | ReplyRead::Unclear { .. });
        let asked = open && awaits_disposisi(book, &officer.complaint);
        let named = asked.then(|| units_ordered(&book.office, &without_closing(officer.said)))??;
        self.speaks_as_head(book, officer).map(|_| named)
    }

    /// The head's word, or that of whoever acts for him: the complaint goes to the unit that he names first, copies to
    /// the others. Anybody else is told to wait.
    pub(super) async fn dispose(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        named: &UnitsNamed,
        note: &str,
    ) -> Result<(), DutyFault> {
        let (complaint, unit) = (&officer.complaint, &named.to);
        let Some(by) = self.speaks_as_head(book, officer) else {
            let writes = book.office.unit_of_officer(officer.address);
            if writes.is_some_and(|writes| writes.id == book.office.desk) {
                return self.propose(book, officer, unit).await;
            }
            let why = "laporan ini menunggu disposisi pimpinan; hanya pimpinan atau penggantinya yang tercatat yang dapat \
                       meneruskannya";
            return self.ask_back(book, officer, note, why, false).await;
        };
        if !officer.chosen && is_unwarned(book, complaint, unit) {
            return self.warn(book, officer, unit, note).await;
        }
        self.order(officer, "DISPOSISI", &unit.0);
        if self.is_kept_from(book, complaint, unit) {
            return self.dispose_and_ask(book, officer, unit, &format!("disposisi {by}: {note}")).await;
        }
        self.changes.moved.push((complaint.id, unit.clone()));
        self.changes.met.push((complaint.id, StopsAt::Disposisi));
        let nth = u32::try_from(officer.arrival).unwrap_or(u32::MAX);
        self.hand_on(book, complaint, unit, &format!("disposisi {by}: {note}"), nth).await?;
        let copied = self
            .copies(book, officer, &seen_by_the_desk(book, complaint, named), &format!("disposisi {by}: {note}"))
            .await?;
        let name = name_of(book, unit);
        self.say_noted(book, officer, &format!("disposisi kepada {name}{copied}")).await
    }

    /// Asks the head whether he means a unit that the complaint may be about, and of which the proposal said nothing.
    async fn warn(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        unit: &UnitId,
        note: &str,
    ) -> Result<(), DutyFault> {
        let name = name_of(book, unit);
        let why = format!(
            "laporan ini mungkin menyangkut petugas {name} sendiri; mohon dipastikan apakah unit itu yang menangani"
        );
        let desk = instead_of(book, &officer.complaint.decision);
        let choices = choice::of_a_unit_in_doubt((unit, &name), desk, note);
        self.ask_back_with(book, officer, note, &why, false, choices).await
    }

    /// As whom he speaks who may give a disposisi: the head, or whoever acts for him today.
    pub(super) fn speaks_as_head(&self, book: &'a OfficeBook, officer: &Officer<'_>) -> Option<String> {
        let is_of =
            |id: &UnitId| book.office.unit(id).is_some_and(|unit| unit.mailboxes.iter().any(|m| m == officer.address));
        let head = book.office.unit(&book.office.head);
        if is_of(&book.office.head) {
            return Some(head.map_or_else(|| book.office.head.to_string(), |head| head.addressee.clone()));
        }
        self.acting_head(book).filter(|acting| is_of(&acting.by)).map(|acting| acting.title.clone())
    }

    /// The head names a unit that may be meant by an accusation: the desk handles it, that unit explains itself.
    async fn dispose_and_ask(
        &mut self,
        book: &'a OfficeBook,
        officer: &Officer<'_>,
        unit: &UnitId,
        note: &str,
    ) -> Result<(), DutyFault> {
        let desk = &book.office.desk;
        self.changes.met.push((officer.complaint.id, StopsAt::Disposisi));
        if self.is_kept_from(book, &officer.complaint, desk) {
            // Nobody is left to whom he could give it.
            return self.ask_to_explain(book, officer, unit, note).await;
        }
        self.changes.moved.push((officer.complaint.id, desk.clone()));
        let nth = u32::try_from(officer.arrival).unwrap_or(u32::MAX);
        let now = Complaint { unit: desk.0.clone(), ..officer.complaint.clone() };
        self.hand_on(book, &now, desk, note, nth).await?;
        let head = Officer { complaint: now, unit: officer.unit.clone(), ..*officer };
        self.ask_to_explain(book, &head, unit, note).await
    }

    /// The complaint desk has reviewed: the head is asked anew, with the unit that it names.
    async fn propose(&mut self, book: &'a OfficeBook, officer: &Officer<'_>, unit: &UnitId) -> Result<(), DutyFault> {
        let complaint = &officer.complaint;
        if self.is_kept_from(book, complaint, unit) {
            let why = "laporan berkadar pengawasan tidak diusulkan kepada unit yang mungkin dilaporkan";
            return self.ask_back(book, officer, &unit.0, why, false).await;
        }
        let name = book.office.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone());
        if *unit == complaint.decision.unit {
            let noted = format!("usul disposisi tetap kepada {name}; menunggu pimpinan");
            return self.say_noted(book, officer, &noted).await;
        }
        // Copies that belonged to the first proposal went with it; those of everything stay.
        let of_all = |also: &&UnitId| book.office.copies.contains(also) || **also == book.office.desk;
        let decision = Decision {
            also: complaint.decision.also.iter().filter(of_all).cloned().collect(),
            names_too: Vec::new(),
            unit: unit.clone(),
            unit_name: name.clone(),
            rule: "telaah-meja".to_owned(),
            matched: Vec::new(),
            confidence: 1.0,
            ..complaint.decision.clone()
        };
        let (id, number, intake) = (complaint.id, complaint.number.as_str(), complaint.intake.as_str());
        let asked = Asked { complaint: id, number, intake, decision: &decision, attach: None, again: officer.arrival };
        let of_now = Complaint { decision: decision.clone(), ..complaint.clone() };
        self.ask_head(book, asked, self.facts_of(book, &of_now)).await?;
        self.changes.sorted.push(Sorted { complaint: id, decision, by: None });
        self.say_noted(book, officer, &format!("usul disposisi kepada {name}; menunggu pimpinan")).await
    }

    /// Who acts for the head today.
    pub(in crate::duties::triage) fn acting_head(&self, book: &'a OfficeBook) -> Option<&'a Substitute> {
        let today = self.now.with_timezone(&book.office.zone).date_naive();
        book.office.acting_for(&book.office.head, today)
    }
}

/// Who could handle it instead: the desk, unless it is proposed itself, or accused.
fn instead_of<'b>(book: &'b OfficeBook, decision: &Decision) -> Option<&'b Unit> {
    book.office.unit(&book.office.desk).filter(|desk| desk.id != decision.unit && !decision.accuses(&desk.id))
}

/// True of a unit that may be meant because the complaint names it, where another was proposed: of that one the
/// proposal has warned.
fn is_unwarned(book: &OfficeBook, complaint: &Complaint, unit: &UnitId) -> bool {
    let (decision, name) = (&complaint.decision, name_of(book, unit).to_lowercase());
    let named = || decision.names_too.contains(unit) || complaint.text.to_lowercase().contains(&name);
    decision.doubted && *unit != decision.unit && may_be_in_doubt(book, decision, unit) && named()
}

/// Whoever is named, and the desk where it was to have a copy because the unit may be meant.
fn seen_by_the_desk(book: &OfficeBook, complaint: &Complaint, named: &UnitsNamed) -> UnitsNamed {
    let (mut named, desk, decision) = (named.clone(), &book.office.desk, &complaint.decision);
    let sees = decision.also.contains(desk) && may_be_in_doubt(book, decision, &named.to);
    if sees && !named.also.contains(desk) {
        named.also.push(desk.clone());
    }
    named
}

/// True of a unit whose own people the complaint may be about, whoever stands above whom.
fn may_be_in_doubt(book: &OfficeBook, decision: &Decision, unit: &UnitId) -> bool {
    let doubted = (decision.doubted || decision.supervision) && !decision.emergency;
    doubted && may_be_meant(&book.office, decision, unit)
}

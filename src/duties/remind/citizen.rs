//! What a citizen hears of a running clock: that it is still being worked on (TTU-10), and where he may go when it has
//! run out (TTU-11). Nobody but he goes to the Ombudsman; the office only tells him that he may.

use super::super::DutyFault;
use super::super::bringing::{bringer, can_be_reached, delivery};
use super::super::letters::LetterDraft;
use super::super::triage::{complaint_facts, hide_from_officers};
use super::chase::Chase;
use crate::decide::deadlines::progress_due;
use crate::decide::meaning::{ABOUT_OMBUDSMAN, BROUGHT};
use crate::decide::tokens::text_hash;
use crate::decide::wording::{ApprovalFacts, DeadlineFacts, LetterFacts, OmbudsmanFacts, UnitFacts};
use crate::domain::deadline::OmbudsmanNotice;
use crate::domain::{Channel, LetterKind, UnitId};
use crate::store::WriteTx;
use crate::store::change::{Changes, NewLetter, NewThread};
use crate::sync_log::Event;

/// So many characters of a digest are shown.
const SHOWN_DIGEST: usize = 8;

/// What is said to him, in which letter, by which way.
struct Notice {
    letter: NewLetter,
    words: String,
    how: String,
}

impl Chase<'_> {
    /// The number of the interim news that is due; an answered complaint has none.
    pub(super) fn news_due(&self) -> Option<i64> {
        let calendar = &self.book.calendar;
        progress_due(self.standard, &self.clock.deadline, calendar, self.clock.progressed, self.now)
            .filter(|_| self.complaint.status == "open")
    }

    /// It is still being worked on.
    pub(super) async fn tell_progress(
        &self,
        tx: &mut WriteTx,
        nth: i64,
        changes: &mut Changes,
    ) -> Result<(), DutyFault> {
        let mut facts = complaint_facts(self.book, self.complaint, self.now);
        facts.deadline = Some(DeadlineFacts::of(&self.clock.deadline, &self.book.office.zone_name, self.now));
        let occasion = format!("{}/kabar/{nth}", self.standard.id);
        let letter = self.to_citizen(tx, LetterKind::Progress, occasion, &facts, None).await?;
        changes.letters.extend(letter);
        Ok(())
    }

    /// The limit has passed behind which he may go to the Ombudsman: he is told, as the office wants it.
    pub(super) async fn tell_of_ombudsman(&self, tx: &mut WriteTx, changes: &mut Changes) -> Result<(), DutyFault> {
        let office = &self.book.office;
        let asks = match self.standard.ombudsman {
            Some(OmbudsmanNotice::Auto) => false,
            // Nobody approves that somebody goes to the Ombudsman because of himself.
            Some(OmbudsmanNotice::AfterApproval) => !self.complaint.decision.accuses(&office.head),
            Some(OmbudsmanNotice::Never) | None => return Ok(()),
        };
        let mut facts = complaint_facts(self.book, self.complaint, self.now);
        let known = office.ombudsman.as_ref();
        facts.ombudsman = Some(OmbudsmanFacts {
            region: known.map(|ombudsman| ombudsman.region.clone()).unwrap_or_default(),
            address: known.and_then(|ombudsman| ombudsman.address.clone()),
        });
        let awaits = asks.then(|| office.head.clone());
        let occasion = self.standard.id.clone();
        let notice = match self.to_citizen(tx, LetterKind::OmbudsmanNotice, occasion, &facts, awaits.clone()).await? {
            Some(letter) => Some(Notice { words: letter.body.clone(), how: letter.channel.label().to_owned(), letter }),
            None => self.by_somebody(tx, &facts, awaits, changes).await?,
        };
        let Some(notice) = notice else {
            let told = "pelapor tidak meninggalkan alamat atau telepon";
            changes.log.push(self.line(Event::Eskalasi).fact("ombudsman", told));
            return Ok(());
        };
        if asks {
            let request = self.ask_head(tx, &notice, facts, changes).await?;
            changes.letters.push(request);
        }
        let told = match (asks, notice.letter.audience == "pelapor") {
            (true, _) => "menunggu persetujuan",
            (false, true) => "pelapor diberi tahu",
            (false, false) => "petugas diminta memberi tahu pelapor",
        };
        changes.log.push(self.line(Event::Eskalasi).fact("ombudsman", told));
        changes.letters.push(notice.letter);
        Ok(())
    }

    /// Where no program reaches him, somebody telephones or posts it, and says `SUDAH`. `None`: he left no way at all.
    async fn by_somebody(
        &self,
        tx: &mut WriteTx,
        facts: &LetterFacts,
        awaits: Option<UnitId>,
        changes: &mut Changes,
    ) -> Result<Option<Notice>, DutyFault> {
        let (complaint, office) = (self.complaint, &self.book.office);
        let mut known = tx.registration_of(complaint.id).await?.unwrap_or_default();
        if known.phone.is_none() {
            let rings = |(channel, _): &(Channel, String)| matches!(channel, Channel::Sms | Channel::Whatsapp);
            known.phone = tx.contacts_of(complaint.id).await?.into_iter().find(rings).map(|(_, phone)| phone);
        }
        if !can_be_reached(complaint, &known) {
            return Ok(None);
        }
        let (kind, number) = (LetterKind::OmbudsmanNotice, complaint.number.as_str());
        let worded = self.practice.wording.render(kind, Some(&office.id), facts);
        let words = worded.map_err(|fault| DutyFault::Wording(fault.to_string()))?.body;
        let (unit, mailbox) = bringer(self.book, complaint, &known);
        let mailbox = mailbox.map_or_else(|| self.maker.mailbox(&unit), Ok)?;
        let party = format!("{BROUGHT}{unit}{ABOUT_OMBUDSMAN}");
        let token = self.practice.secret.reply_token(complaint.id, &party, 0);
        changes.threads.push(NewThread { token: token.clone(), complaint: complaint.id, party: party.clone() });
        let task = delivery(complaint, &known);
        let how = task.how.clone();
        let mut facts = LetterFacts { answer: Some(words.clone()), delivery: Some(task), ..facts.clone() };
        facts.unit = office.unit(&unit).map(UnitFacts::from).unwrap_or_default();
        let mut draft = LetterDraft::new(kind, &party, mailbox, &complaint.intake, self.standard.id.as_str());
        draft.complaint = Some((complaint.id, number));
        draft.token = Some(&token);
        draft.awaits = awaits;
        let letter = self.maker.make(tx, draft, &facts).await?;
        Ok(Some(Notice { letter, words, how: format!("petugas: {how}") }))
    }

    /// The head sees the notice as it would leave; his word lets it go.
    async fn ask_head(
        &self,
        tx: &mut WriteTx,
        notice: &Notice,
        mut facts: LetterFacts,
        changes: &mut Changes,
    ) -> Result<NewLetter, DutyFault> {
        let office = &self.book.office;
        let party = format!("{}{ABOUT_OMBUDSMAN}", office.head);
        let token = self.practice.secret.reply_token(self.complaint.id, &party, 0);
        let (complaint, thread) = (self.complaint.id, party.clone());
        changes.threads.push(NewThread { token: token.clone(), complaint, party: thread });
        hide_from_officers(&mut facts, &self.complaint.decision);
        facts.unit = office.unit(&office.head).map(UnitFacts::from).unwrap_or_default();
        facts.approval = Some(ApprovalFacts {
            // The head need not know who complained.
            draft: notice.words.lines().skip_while(|line| line.starts_with("Yth.")).collect::<Vec<_>>().join("\n"),
            digest: text_hash(&notice.words).chars().take(SHOWN_DIGEST).collect(),
            drafted_by: office.signed_by.clone(),
            channel: notice.how.clone(),
            before: DeadlineFacts::of(&self.clock.deadline, &office.zone_name, self.now).due,
            deputy: None,
            files: false,
            verified: None,
        });
        let (kind, mailbox) = (LetterKind::ApprovalRequest, self.maker.mailbox(&office.head)?);
        let mut draft = LetterDraft::new(kind, &party, mailbox, &self.complaint.intake, party.as_str());
        draft.complaint = Some((self.complaint.id, &self.complaint.number));
        draft.token = Some(&token);
        self.maker.make(tx, draft, &facts).await
    }

    /// A letter to the citizen; `None` where he gave no address.
    async fn to_citizen(
        &self,
        tx: &mut WriteTx,
        kind: LetterKind,
        occasion: String,
        facts: &LetterFacts,
        awaits: Option<UnitId>,
    ) -> Result<Option<NewLetter>, DutyFault> {
        let complaint = self.complaint;
        let Some((channel, address)) = complaint.way_back() else { return Ok(None) };
        let tokens = tx.tokens_of(&[complaint.id]).await?;
        let mut draft = LetterDraft::new(kind, "pelapor", address, &complaint.intake, occasion);
        draft.channel = channel;
        draft.complaint = Some((complaint.id, &complaint.number));
        draft.token = tokens.get(&(complaint.id, "pelapor".to_owned())).map(String::as_str);
        draft.thread = complaint.message_id.iter().cloned().collect();
        draft.awaits = awaits;
        Ok(Some(self.maker.make(tx, draft, facts).await?))
    }
}

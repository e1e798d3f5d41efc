//! One letter, one attempt: made into a parcel, handed over, and what came of it written down.
//!
//! In: a leased letter and its way out. Out: the step that it has taken. Does not choose letters.

use std::sync::Arc;

use chrono::TimeDelta;
use connectors::{Fault, FaultKind, Gate, GateClosed, Outcome, Parcel, Receipt};

use super::notes::Notes;
use super::parcel::Unpackable;
use super::posting::Under;
use super::recorder::Recorder;
use super::route::Route;
use super::{Deliver, files, parcel, posting};
use crate::decide::privacy;
use crate::decide::retry::{GaveUp, Next, Standing, next_attempt};
use crate::domain::Channel;
use crate::duties::DutyFault;
use crate::store::StoreFault;
use crate::store::arrivals::Packed;
use crate::store::letters::{DANGER, Letter, LetterStep};

/// Meta takes free text within 24 hours of the citizen's last message; the time it takes to get there is left out.
const WHATSAPP_WINDOW: TimeDelta = TimeDelta::minutes(24 * 60 - 10);
/// What the other side took is first looked for after this time.
const FIRST_LOOK: TimeDelta = TimeDelta::seconds(5);

impl Deliver {
    /// One letter, one attempt. `original`: what hangs on it, where that has been read already.
    pub(super) async fn send(&self, letter: Letter, original: Option<&Packed>, route: &Route) -> Result<(), DutyFault> {
        let letter = Arc::new(letter);
        let step = self.attempt(&letter, original, route).await;
        let recorded = self.recorder.record(Arc::clone(&letter), step).await;
        match recorded {
            Ok(()) | Err(StoreFault::LeaseLost) => self.notes.is_over(&letter),
            // It is `sending` still, and a note must say what became of it.
            Err(fault) => return Err(fault.into()),
        }
        Ok(())
    }

    /// Tries, and says what step that was.
    async fn attempt(&self, letter: &Arc<Letter>, original: Option<&Packed>, route: &Route) -> LetterStep {
        if let Some(why) = route.keeps_back(letter.released.is_some()) {
            return LetterStep::Held { fault: why.to_owned() };
        }
        let parcel = match self.parcel(letter, original, route).await {
            Ok(parcel) => parcel,
            Err(Unpackable::Recipient(fault)) => return LetterStep::Refused { fault },
            Err(Unpackable::Ours(fault)) => return LetterStep::Held { fault },
        };
        if letter.urgency > DANGER {
            route.wait_for_turn().await;
        }
        let gate = SendingGate { letter: Arc::clone(letter), recorder: &self.recorder, notes: &self.notes };
        match route.sink.send(&parcel, &gate).await {
            Ok(receipt) => {
                let proof_at = route.reads_back.then(|| self.clock.now() + FIRST_LOOK);
                LetterStep::Accepted { remote_id: receipt.remote_id, proof_at }
            }
            Err(fault) if fault.kind == FaultKind::AlreadyThere => LetterStep::Done { fault: fault.to_string() },
            Err(fault) => self.after_fault(letter, &fault),
        }
    }

    fn after_fault(&self, letter: &Letter, fault: &Fault) -> LetterStep {
        let said = without_address(&fault.to_string(), &letter.recipient);
        if fault.outcome == Outcome::Unknown {
            return LetterStep::Unclear { fault: said };
        }
        let standing = Standing {
            attempts: u32::try_from(letter.attempts).unwrap_or(u32::MAX),
            created: letter.created,
            deadline: letter.deadline,
        };
        match next_attempt(&standing, fault, self.clock.now(), rand::random::<f64>()) {
            Next::At { at, late: false } => LetterStep::Retry { at, fault: said },
            Next::At { at, late: true } => LetterStep::Retry { at, fault: format!("{said}; tenggat sudah lewat") },
            Next::GiveUp(GaveUp::Refused | GaveUp::TooLate) => LetterStep::Refused { fault: said },
            Next::Hold => LetterStep::Held { fault: said },
        }
    }

    pub(super) async fn parcel(
        &self,
        letter: &Letter,
        original: Option<&Packed>,
        route: &Route,
    ) -> Result<Parcel, Unpackable> {
        let ours = |error: StoreFault| Unpackable::Ours(error.to_string());
        let original = match (original, letter.attach) {
            (Some(read), _) => Some(read.unpack().map_err(ours)?),
            (None, Some(blob)) => Some(self.store.raw(blob).await.map_err(ours)?),
            (None, None) => None,
        };
        let practice = self.practice.load();
        if letter.channel != Channel::Lapor {
            let window_open = self.window_is_open(letter).await?;
            let files = original.map(|raw| files::beside(letter, raw, &practice)).unwrap_or_default();
            return parcel::pack(letter, files, window_open, &practice);
        }
        let mut under = self.under(letter, original).await?;
        if route.by_hand {
            let files = std::mem::take(&mut under.files);
            parcel::mail(&posting::paste(letter, &under, &practice)?, files, &practice)
        } else {
            posting::pack(letter, under, &practice)
        }
    }

    /// Whether the citizen wrote by WhatsApp so lately that free text may go there.
    async fn window_is_open(&self, letter: &Letter) -> Result<bool, Unpackable> {
        let Some(complaint) = letter.complaint.filter(|_| letter.channel == Channel::Whatsapp) else {
            return Ok(false);
        };
        let heard = self.store.last_heard(complaint, Channel::Whatsapp).await;
        let heard = heard.map_err(|error| Unpackable::Ours(error.to_string()))?;
        Ok(heard.is_some_and(|at| self.clock.now() - at < WHATSAPP_WINDOW))
    }

    /// What must be known of the report that a letter goes to.
    async fn under(&self, letter: &Letter, original: Option<Vec<u8>>) -> Result<Under, Unpackable> {
        let ours = |error: StoreFault| Unpackable::Ours(error.to_string());
        let missing = || Unpackable::Ours("no report at LAPOR! belongs to its complaint".to_owned());
        let report =
            self.store.report_of(letter.complaint.ok_or_else(missing)?).await.map_err(ours)?.ok_or_else(missing)?;
        let entries = self.store.report_entries(&report.account, &report.number).await.map_err(ours)?;
        let number = letter.number.clone().unwrap_or_default();
        let complaint = self.store.complaint(&number).await.map_err(ours)?.ok_or_else(missing)?;
        let files = original.map(|raw| connectors::mime::files(&raw)).unwrap_or_default();
        let known = entries.into_iter().map(|entry| entry.entry).collect();
        let hiding = &complaint.decision.privacy;
        let names = [&complaint.pelapor_name, &complaint.names].into_iter().flatten();
        let mut names = names.filter(|_| hiding.hides_identity());
        let names_reporter = names.any(|name| privacy::calls_by_name(&letter.body, name));
        Ok(Under { report, known, secret: hiding.secret, names_reporter, files })
    }
}

/// What the other side said, without the recipient that servers like to repeat: it stands in the log and in letters.
fn without_address(said: &str, recipient: &str) -> String {
    privacy::mask(&said.replace(recipient, "[alamat surel]"), &[]).0
}

/// The last word before the point of no return: `Sending` is durable, and the lease still ours.
struct SendingGate<'a> {
    letter: Arc<Letter>,
    recorder: &'a Recorder,
    notes: &'a Notes,
}

#[async_trait::async_trait]
impl Gate for SendingGate<'_> {
    async fn pass(&self) -> Result<(), GateClosed> {
        self.ask().await?;
        self.begin()
    }

    async fn ask(&self) -> Result<(), GateClosed> {
        let asked = self.recorder.record(Arc::clone(&self.letter), LetterStep::Sending).await;
        asked.map_err(|error| GateClosed(error.to_string()))
    }

    fn begin(&self) -> Result<(), GateClosed> {
        let noted = self.notes.begins(&self.letter);
        if noted { Ok(()) } else { Err(GateClosed("what is on the wire cannot be noted".to_owned())) }
    }

    fn taken(&self, receipt: &Receipt) {
        self.notes.taken(&self.letter, receipt.remote_id.as_deref());
    }
}

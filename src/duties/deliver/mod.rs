//! From the outbox out into the world, with the outcome recorded as it becomes known.
//!
//! In: letters that are due. Out: parcels handed to relays. Does not decide whether or what to write; only when to try
//! again ([`crate::decide::retry`]).

mod evidence;
mod files;
mod parcel;
mod posting;
mod recorder;
mod route;

use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use connectors::{Fault, FaultKind, Gate, GateClosed, Outcome, Parcel};
use futures_util::stream::{self, StreamExt as _};
use tokio::sync::{Mutex, MutexGuard};

use self::parcel::Unpackable;
use self::posting::Under;
use self::recorder::Recorder;
pub use self::route::{Route, Routes, WhenUnclear, Write};
use super::{DutyFault, Report, SharedPractice};
use crate::clock::Clock;
use crate::decide::privacy;
use crate::decide::retry::{GaveUp, Next, Standing, next_attempt};
use crate::domain::Channel;
use crate::store::letters::{DANGER, LEAST_URGENT, Letter, LetterStep};
use crate::store::{Store, StoreFault};

/// A claimed letter is ours for so long.
const LEASE: TimeDelta = TimeDelta::minutes(15);
/// A turn begins no letter after this time: with the longest letter behind it, it still ends well inside the lease.
const TURN_LASTS: TimeDelta = TimeDelta::minutes(4);
/// So many are claimed in one turn of one worker: few, so that what is urgent does not wait behind what is slow.
const TURN: i64 = 40;
/// So many letters of a turn are under way together. Their steps are written down together, and while one waits for that
/// another has the connection; how many connections there are is the sink's business.
const UNDER_WAY: usize = 16;
/// So many are held in one transaction: nothing is slow about that.
const HOLD_AT_ONCE: i64 = 256;
/// Meta takes free text within 24 hours of the citizen's last message; the time it takes to get there is left out.
const WHATSAPP_WINDOW: TimeDelta = TimeDelta::minutes(24 * 60 - 10);
/// What the other side took is first looked for after this time.
const FIRST_LOOK: TimeDelta = TimeDelta::seconds(5);
/// Why letters are held in mode `hold`.
const NOTHING_LEAVES: &str = "modus tahan: belum ada surat yang dikirim";

/// The delivering desk. Several workers may pass at the same time.
pub struct Deliver {
    store: Store,
    clock: Arc<dyn Clock>,
    practice: SharedPractice,
    routes: Routes,
    recorder: Recorder,
    node: String,
    hold: bool,
    /// Held by whoever looks into the tray, until what lies there is claimed.
    looking: Mutex<()>,
    /// Held by whoever asks other sides what became of unclear letters.
    settling: Mutex<()>,
}

impl Deliver {
    /// `routes` by office and channel; `hold`: nothing leaves, letters are held for a person (`mode = "hold"`).
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        practice: SharedPractice,
        routes: Routes,
        node: &str,
        hold: bool,
    ) -> Self {
        let recorder = Recorder::start(store.clone(), Arc::clone(&clock));
        let (looking, settling) = (Mutex::default(), Mutex::default());
        Self { store, clock, practice, routes, recorder, node: node.to_owned(), hold, looking, settling }
    }

    /// Frees what an earlier run of this node left behind. Call once, before the first pass.
    pub async fn recover(&self) -> Result<(u64, u64), DutyFault> {
        self.rescue(Some(&self.node)).await
    }

    async fn rescue(&self, owner: Option<&str>) -> Result<(u64, u64), DutyFault> {
        let mut tx = self.store.write(self.clock.now()).await?;
        let freed = tx.rescue_letters(owner).await?;
        // True now: what was certainly not sent is ready again, what may have been sent is unclear and says so.
        tx.commit().await?;
        Ok(freed)
    }

    /// When the next letter is due.
    pub async fn next_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        Ok(self.store.letter_tray(self.clock.now()).await?.next())
    }

    /// Sends at most one turn of letters.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let now = self.clock.now();
        // Other sides may be slow to answer: nobody waits for them but whoever asks.
        if let Ok(_settling) = self.settling.try_lock()
            && self.store.letter_tray(now).await?.unsettled
        {
            self.settle_unclear().await?;
        }
        // One look at a time: whoever finds something has claimed it before the next one looks. Reading is free of the
        // writer, for which several workers and the other desks queue.
        let looking = self.looking.lock().await;
        match self.store.letter_tray(now).await?.due(now, LEAST_URGENT) {
            Some(_) if self.hold => self.hold_turn().await,
            Some(urgencies) => self.turn(now, urgencies, looking).await,
            None => Ok(Report::default()),
        }
    }

    /// The same for letters about danger alone: a worker of its own sees to it that they wait for nobody's turn.
    pub async fn pass_danger(&self) -> Result<Report, DutyFault> {
        let looking = self.looking.lock().await;
        let now = self.clock.now();
        match self.store.letter_tray(now).await?.due(now, DANGER) {
            Some(urgencies) if !self.hold => self.turn(now, urgencies, looking).await,
            Some(_) | None => Ok(Report::default()),
        }
    }

    /// Claims some letters and sees each to the end of its attempt.
    async fn turn(
        &self,
        now: DateTime<Utc>,
        urgencies: RangeInclusive<i64>,
        looking: MutexGuard<'_, ()>,
    ) -> Result<Report, DutyFault> {
        let mut tx = self.store.write_lightly(now).await?;
        let letters = tx.claim_letters(&self.node, now + LEASE, urgencies, TURN).await?;
        if letters.is_empty() {
            return Ok(Report::default());
        }
        // True now: these letters are ours and nothing has been sent. A crash just after frees them when the lease ends;
        // after a power cut they may never have been ours.
        tx.commit().await?;
        drop(looking);
        let claimed = letters.len();
        let attempts = letters.into_iter().map(|letter| async {
            // Slow company: what is left goes back, so that nothing is begun late in a lease.
            if self.clock.now() - now >= TURN_LASTS { Ok(Some(letter)) } else { self.send(letter).await.map(|()| None) }
        });
        let mut under_way = stream::iter(attempts).buffer_unordered(UNDER_WAY);
        let (mut unbegun, mut fault) = (Vec::new(), None);
        while let Some(ended) = under_way.next().await {
            match ended {
                Ok(left) => unbegun.extend(left),
                // One letter's outcome that cannot be written down must not keep the others from going.
                Err(error) => fault = Some(error),
            }
        }
        if !unbegun.is_empty() {
            self.give_back(&unbegun).await?;
        }
        fault.map_or(Ok(Report { done: claimed - unbegun.len(), more: true }), Err)
    }

    /// Letters that were claimed and not begun are ready again.
    async fn give_back(&self, letters: &[Letter]) -> Result<(), DutyFault> {
        let mut tx = self.store.write(self.clock.now()).await?;
        for letter in letters {
            tx.unclaim_letter(letter).await?;
        }
        // True now: these are ready as before. A crash just before frees them when their lease ends.
        Ok(tx.commit().await?)
    }

    /// Mode `hold`: what is due waits for a person.
    async fn hold_turn(&self) -> Result<Report, DutyFault> {
        let mut tx = self.store.write_lightly(self.clock.now()).await?;
        let held = tx.hold_due_letters(HOLD_AT_ONCE, NOTHING_LEAVES).await?;
        // True now: these letters are held, and the log says so. A crash just before leaves them ready.
        tx.commit().await?;
        Ok(Report { done: held, more: held > 0 })
    }

    /// One letter, one attempt.
    async fn send(&self, letter: Letter) -> Result<(), DutyFault> {
        let letter = Arc::new(letter);
        let _under_way = self.recorder.sets_out();
        let step = self.attempt(&letter).await;
        match self.recorder.record(letter, step).await {
            Err(StoreFault::LeaseLost) => Ok(()),
            other => Ok(other?),
        }
    }

    /// Tries, and says what step that was.
    async fn attempt(&self, letter: &Arc<Letter>) -> LetterStep {
        let Some(route) = self.routes.get(&letter.office, letter.channel) else {
            let fault = format!("office `{}` has no way out by {}", letter.office, letter.channel.word());
            return LetterStep::Held { fault };
        };
        if let Some(why) = route.keeps_back(letter.released.is_some()) {
            return LetterStep::Held { fault: why.to_owned() };
        }
        let parcel = match self.parcel(letter, route).await {
            Ok(parcel) => parcel,
            Err(Unpackable::Recipient(fault)) => return LetterStep::Refused { fault },
            Err(Unpackable::Ours(fault)) => return LetterStep::Held { fault },
        };
        if letter.urgency > DANGER {
            route.wait_for_turn().await;
        }
        let gate = SendingGate { letter: Arc::clone(letter), recorder: &self.recorder };
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

    async fn parcel(&self, letter: &Letter, route: &Route) -> Result<Parcel, Unpackable> {
        let original = match letter.attach {
            Some(blob) => Some(self.store.raw(blob).await.map_err(|error| Unpackable::Ours(error.to_string()))?),
            None => None,
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
        let name = complaint.pelapor_name.as_deref().filter(|_| hiding.hides_identity());
        let names_reporter = name.is_some_and(|name| privacy::calls_by_name(&letter.body, name));
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
}

#[async_trait::async_trait]
impl Gate for SendingGate<'_> {
    async fn pass(&self) -> Result<(), GateClosed> {
        self.recorder
            .record(Arc::clone(&self.letter), LetterStep::Sending)
            .await
            .map_err(|error| GateClosed(error.to_string()))
    }
}

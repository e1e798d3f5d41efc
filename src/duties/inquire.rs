//! Gateways that push no reports are asked how far a text got.
//!
//! In: texts that such a gateway took. Out: each asked about after a minute and then ever more rarely, for two days; a
//! text that the telephone has is proven, one that was given up is refused, and the sweep writes it by the next way.
//! States never go back: only a text that is merely accepted is asked about. No answer is neither failure nor proof.

use std::sync::Arc;

use chrono::TimeDelta;
use connectors::incoming::Progress;
use connectors::{Reach, Sink};

use super::{DutyFault, Report};
use crate::clock::Clock;
use crate::decide::retry::next_question;
use crate::domain::Channel;
use crate::store::Store;
use crate::store::change::Changes;
use crate::store::letters::Question;
use crate::sync_log::{Entry, Event};

/// So many texts of a gateway are asked about in one pass.
const AT_ONCE: i64 = 20;
/// Older texts are not asked about.
const LONGEST: TimeDelta = TimeDelta::days(3);

/// A gateway that tells how far a text got when it is asked.
pub struct Asked {
    /// Whose.
    pub office: String,
    /// What it carries.
    pub channel: Channel,
    /// What is asked.
    pub sink: Arc<dyn Sink>,
}

/// The one who asks.
pub struct Inquire {
    store: Store,
    clock: Arc<dyn Clock>,
    gateways: Vec<Asked>,
}

impl Inquire {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, gateways: Vec<Asked>) -> Self {
        Self { store, clock, gateways }
    }

    /// Asks each gateway about the texts whose time has come, at most one batch of each.
    pub async fn pass(&self) -> Result<Report, DutyFault> {
        let mut report = Report::default();
        for gateway in &self.gateways {
            let due = self.take(gateway).await?;
            report.more |= due.len() == usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
            for question in &due {
                match gateway.sink.progress(&question.remote_id).await {
                    Ok(progress) => self.record(gateway, question, progress).await?,
                    // Asked again at its next time; the state of the gateway itself is the watch's business.
                    Err(fault) if fault.reach != Reach::Message => {
                        tracing::debug!(office = gateway.office, %fault, "a gateway could not be asked about texts");
                        break;
                    }
                    Err(_) => {}
                }
                report.done += 1;
            }
        }
        Ok(report)
    }

    /// What is due, its next time already set.
    async fn take(&self, gateway: &Asked) -> Result<Vec<Question>, DutyFault> {
        let now = self.clock.now();
        // The first question has its time after the text was taken; the others have theirs in the row.
        let first = next_question(now, 0).map_or(TimeDelta::zero(), |at| at - now);
        let mut tx = self.store.write(now).await?;
        let taken = (now - LONGEST, now - first);
        let found = tx.questions(&gateway.office, gateway.channel.word(), taken, AT_ONCE).await?;
        if found.is_empty() {
            return Ok(found);
        }
        let mut ours = Vec::new();
        for question in found {
            // What was missed while we were away is one question, not several.
            let later = (question.asked + 1..).map_while(|asked| next_question(question.taken, asked));
            let next = later.into_iter().find(|at| *at > now);
            if tx.question_asked(&question, next).await? {
                ours.push(question);
            }
        }
        // True now: each of these is asked about by us. A crash just after leaves a question unasked until its next
        // time.
        tx.commit().await?;
        Ok(ours)
    }

    async fn record(&self, gateway: &Asked, question: &Question, progress: Option<Progress>) -> Result<(), DutyFault> {
        let line = |event| Entry::new(event, "sistem").office(&gateway.office).fact("surat", question.letter);
        let mut changes = Changes::default();
        match progress {
            None | Some(Progress::Accepted | Progress::Sent) => return Ok(()),
            Some(Progress::Delivered | Progress::Read) => {
                changes.log.push(line(Event::Terbukti).fact("sebab", "ditanyakan: sudah sampai di telepon"));
                changes.delivered.push(question.letter);
            }
            Some(Progress::Failed) => {
                let why = "5.0.0 gateway menyatakan gagal terkirim";
                changes.log.push(line(Event::Ditolak).fact("sebab", why));
                changes.bounced.push((question.letter, why.to_owned()));
            }
        }
        let mut tx = self.store.write(self.clock.now()).await?;
        tx.apply(changes).await?;
        // True now: the letter is proven, or refused and waits for the sweep. A crash just before asks once more later.
        tx.commit().await?;
        Ok(())
    }
}

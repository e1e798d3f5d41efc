//! A source on its feet: it is read as long as there is more, then when its server says so or the time has come; once a
//! day what it holds is compared with what was collected.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use tokio::sync::Semaphore;

use super::round::{Bell, Common, FIRST_PAUSE, Trouble, ring};
use crate::config::schedule::Schedule;
use crate::duties::collect::Collect;
use crate::duties::{DutyFault, Report};

/// What a mailbox holds is compared with what was collected at the start and then this often.
const PROOF_EVERY: TimeDelta = TimeDelta::hours(24);

/// A source with its times.
pub(super) struct Collecting {
    pub(super) collect: Collect,
    pub(super) schedule: Schedule,
    pub(super) zone: Tz,
    pub(super) idle: bool,
    pub(super) proven_at: Option<DateTime<Utc>>,
}

/// Collects from one source until the stop: as long as there is more, then when the server says so or the time has
/// come.
pub(super) async fn collecting(mut watched: Collecting, common: Common, at_once: Arc<Semaphore>) -> String {
    let name = watched.collect.name().to_owned();
    let mut trouble = Trouble::default();
    while !common.stop.is_cancelled() {
        let turn = async {
            let _place = at_once.acquire().await;
            common.heart.begins(&name);
            watched.pass(&common).await
        };
        let passed = tokio::select! {
            () = common.stop.cancelled() => break,
            passed = turn => passed,
        };
        common.heart.rests(&name);
        let waited = match passed {
            Ok(report) if report.more => continue,
            Ok(_) => watched.wait(&common).await,
            Err(fault) => Err(fault),
        };
        match waited {
            Ok(()) => trouble.is_over(&name),
            Err(fault) => {
                let pause = trouble.pause_after(&name, &fault);
                tokio::select! { () = common.stop.cancelled() => break, () = tokio::time::sleep(pause) => {} }
            }
        }
    }
    common.heart.rests(&name);
    name
}

impl Collecting {
    /// Rings the bell of the inbox as soon as something lies in it.
    pub(super) fn ringing(mut self, arrived: Bell) -> Self {
        self.collect = self.collect.when_kept(move || ring(&arrived));
        self
    }

    /// One batch; once a day, when nothing is waiting, the gap proof.
    async fn pass(&mut self, common: &Common) -> Result<Report, DutyFault> {
        let report = self.collect.pass().await?;
        let now = common.clock.now();
        if report.more || self.proven_at.is_some_and(|at| now - at < PROOF_EVERY) {
            return Ok(report);
        }
        let proof = self.collect.prove().await?;
        self.proven_at = Some(now);
        Ok(Report { done: report.done + proof.done, more: proof.more })
    }

    /// Until the next poll is due, or the server says that something is new.
    async fn wait(&mut self, common: &Common) -> Result<(), DutyFault> {
        let now = common.clock.now();
        let next = self.schedule.next_after(now, self.zone).unwrap_or(now + chrono::TimeDelta::minutes(5));
        let pause = (next - now).to_std().unwrap_or(FIRST_PAUSE);
        if !self.idle {
            tokio::select! { () = common.stop.cancelled() => {}, () = tokio::time::sleep(pause) => {} }
            return Ok(());
        }
        tokio::select! {
            () = common.stop.cancelled() => Ok(()),
            woken = self.collect.wait(pause) => woken.map(drop),
        }
    }
}

//! A round is a duty on its feet: it passes as long as there is work, then waits for a wake or a time.
//!
//! A wake carries no data: the round looks into its tray itself. Wakes are numbered (`watch`), so one that comes during a
//! pass is not lost.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use connectors::webhook::Listener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::assemble::{Assembled, Watched, machine_name};
use super::gateways;
use super::heart::Heart;
use super::{Daemon, DaemonFault};
use crate::clock::Clock;
use crate::config::schedule::Schedule;
use crate::duties::alarm::Alarm;
use crate::duties::collect::Collect;
use crate::duties::deliver::Deliver;
use crate::duties::recent::Recent;
use crate::duties::remind::Remind;
use crate::duties::seal::Seal;
use crate::duties::sweep::Sweep;
use crate::duties::triage::Triage;
use crate::duties::vigil::Vigil;
use crate::duties::watch::{Gauged, Watch};
use crate::duties::{DutyFault, Report, SharedPractice};

/// Without a wake a round looks into its tray this often.
const LOOK_ANYWAY: Duration = Duration::from_secs(30);
/// A round that has found nothing to do rests at least so long, a wake excepted.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
/// After a fault a round waits so long, then twice that, and so on up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// What a mailbox holds is compared with what was collected at the start and then this often.
const PROOF_EVERY: TimeDelta = TimeDelta::hours(24);
/// So many mailboxes hand over a batch at the same time; bounds memory.
const BATCHES_AT_ONCE: usize = 6;

/// A duty that a round can stand on.
#[async_trait::async_trait]
trait Standing: Send + Sync {
    /// At most one batch.
    async fn pass(&self) -> Result<Report, DutyFault>;
    /// When there will be work without a wake; `None`: nobody knows.
    async fn next_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        Ok(None)
    }
}

macro_rules! standing {
    ($($duty:ty $(, $next:ident)?;)+) => { $(
        #[async_trait::async_trait]
        impl Standing for $duty {
            async fn pass(&self) -> Result<Report, DutyFault> { <$duty>::pass(self).await }
            $(async fn $next(&self) -> Result<Option<DateTime<Utc>>, DutyFault> { <$duty>::$next(self).await })?
        }
    )+ };
}
standing! {
    Triage;
    Deliver, next_at;
    Remind, next_at;
    Vigil, next_at;
    Sweep;
    Alarm;
    Watch;
    Seal;
}

/// The delivering desk as it works on letters about danger alone.
struct Express(Arc<Deliver>);

#[async_trait::async_trait]
impl Standing for Express {
    async fn pass(&self) -> Result<Report, DutyFault> {
        self.0.pass_danger().await
    }
}

/// The bell of a tray.
type Bell = watch::Sender<u64>;

fn ring(bell: &Bell) {
    bell.send_modify(|n| *n = n.wrapping_add(1));
}

/// What every round has.
#[derive(Clone)]
struct Common {
    heart: Arc<Heart>,
    stop: CancellationToken,
    clock: Arc<dyn Clock>,
}

/// All rounds of one configuration.
pub(super) struct Rounds {
    tasks: JoinSet<String>,
    /// Where gateways push to; it ends with the rounds.
    _listener: Option<Listener>,
}

impl Rounds {
    /// Recovers what an earlier run left, then starts every round.
    pub(super) async fn start(
        daemon: &Daemon,
        assembled: Assembled,
        heart: Arc<Heart>,
        stop: CancellationToken,
    ) -> Result<Self, DaemonFault> {
        let mut sources = assembled.sources;
        // Opened here and not before: on reload the old one holds the address until its rounds have ended.
        let (listener, heard) = gateways::listen(daemon.config.listener.as_ref(), assembled.paths).await?;
        sources.extend(heard);
        let duties = Duties::new(daemon, assembled.practice, assembled.routes, assembled.gauges);
        duties.recover().await?;
        let common = Common { heart, stop, clock: Arc::clone(&daemon.clock) };
        let (arrived, letters) = (Bell::new(0), Bell::new(0));
        let mut tasks = JoinSet::new();
        let at_once = Arc::new(Semaphore::new(BATCHES_AT_ONCE));
        for watched in sources {
            let watched = duties.collect(daemon, watched).ringing(arrived.clone());
            tasks.spawn(collecting(watched, common.clone(), Arc::clone(&at_once)));
        }
        let mut stand = |name: &str, duty: Arc<dyn Standing>, tray: Option<&Bell>, next: Option<&Bell>, pause| {
            let round = Round { name: name.to_owned(), duty, next: next.cloned(), pause, common: common.clone() };
            tasks.spawn(round.walk(tray.map(Bell::subscribe)));
        };
        stand("triage", duties.triage, Some(&arrived), Some(&letters), LOOK_ANYWAY);
        stand("deliver danger", Arc::new(Express(duties.deliver.clone())), Some(&letters), None, LOOK_ANYWAY);
        for worker in 0..assembled.workers {
            stand(&format!("deliver {worker}"), duties.deliver.clone(), Some(&letters), None, LOOK_ANYWAY);
        }
        stand("vigil", duties.vigil, None, Some(&letters), LOOK_ANYWAY);
        stand("remind", duties.remind, None, Some(&letters), LOOK_ANYWAY);
        // What triage learns from a bounce is told at once; the look into the tray costs an empty index.
        stand("sweep", duties.sweep, Some(&letters), Some(&letters), LOOK_ANYWAY);
        stand("alarm", duties.alarm, None, Some(&letters), LOOK_ANYWAY);
        stand("watch", duties.watch, None, None, LOOK_ANYWAY);
        stand("seal", duties.seal, None, None, daemon.config.log.seal_every);
        Ok(Self { tasks, _listener: listener })
    }

    /// Returns only if a round ends by itself, which it never should.
    pub(super) async fn ended(&mut self) -> String {
        match self.tasks.join_next().await {
            Some(Ok(name)) => name,
            Some(Err(error)) => error.to_string(),
            None => std::future::pending().await,
        }
    }

    /// Waits for the rounds to end after the stop, and ends by force what takes too long.
    pub(super) async fn finish(mut self, within: Duration) {
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(within, all).await.is_err() {
            tracing::warn!("some rounds did not end in time; their letters are settled at the next start");
            self.tasks.shutdown().await;
        }
    }
}

/// Every duty of the daemon, set up over one store.
pub(super) struct Duties {
    pub(super) triage: Arc<Triage>,
    pub(super) deliver: Arc<Deliver>,
    pub(super) remind: Arc<Remind>,
    pub(super) vigil: Arc<Vigil>,
    pub(super) sweep: Arc<Sweep>,
    pub(super) alarm: Arc<Alarm>,
    pub(super) watch: Arc<Watch>,
    pub(super) seal: Arc<Seal>,
    recent: Arc<Recent>,
}

impl Duties {
    pub(super) fn new(
        daemon: &Daemon,
        practice: crate::duties::Practice,
        routes: crate::duties::deliver::Routes,
        gauges: Vec<Gauged>,
    ) -> Self {
        let practice: SharedPractice = Arc::new(ArcSwap::from_pointee(practice));
        let store = || daemon.store.clone();
        let clock = || Arc::clone(&daemon.clock);
        // Several nodes may share one configuration and one PostgreSQL; a lease belongs to one of them.
        let recent = Arc::<Recent>::default();
        let node = &format!("{}@{}", daemon.config.installation.id, machine_name());
        Self {
            triage: Arc::new(Triage::new(store(), clock(), Arc::clone(&practice)).reading_from(Arc::clone(&recent))),
            recent,
            deliver: Arc::new(Deliver::new(store(), clock(), Arc::clone(&practice), routes, node, daemon.holds())),
            remind: Arc::new(Remind::new(store(), clock(), Arc::clone(&practice))),
            vigil: Arc::new(Vigil::new(store(), clock(), Arc::clone(&practice))),
            sweep: Arc::new(Sweep::new(store(), clock(), Arc::clone(&practice))),
            alarm: Arc::new(Alarm::new(store(), clock(), practice)),
            watch: Arc::new(Watch::new(store(), clock(), gauges)),
            seal: Arc::new(Seal::new(store(), clock(), Arc::clone(&daemon.key))),
        }
    }

    pub(super) async fn recover(&self) -> Result<(), DutyFault> {
        let suspects = self.triage.recover().await?;
        let (freed, unclear) = self.deliver.recover().await?;
        if suspects + freed + unclear > 0 {
            tracing::info!(suspects, freed, unclear, "an earlier run ended in the middle of its work; it goes on");
        }
        Ok(())
    }

    pub(super) fn collect(&self, daemon: &Daemon, watched: Watched) -> Collecting {
        let Watched { source, office, channel, schedule, zone, idle, settles } = watched;
        let collect = Collect::new(daemon.store.clone(), Arc::clone(&daemon.clock), source, &office, settles)
            .from_channel(channel)
            .leaving_at(Arc::clone(&self.recent));
        Collecting { collect, schedule, zone, idle, proven_at: None }
    }
}

impl Collecting {
    /// Rings the bell of the inbox as soon as something lies in it.
    fn ringing(mut self, arrived: Bell) -> Self {
        self.collect = self.collect.when_kept(move || ring(&arrived));
        self
    }
}

/// The last checkpoint of a run.
pub(super) async fn seal_once(daemon: &Daemon) -> Result<(), DaemonFault> {
    Seal::new(daemon.store.clone(), Arc::clone(&daemon.clock), Arc::clone(&daemon.key)).pass().await?;
    Ok(())
}

/// A duty on its feet.
struct Round {
    name: String,
    duty: Arc<dyn Standing>,
    next: Option<Bell>,
    pause: Duration,
    common: Common,
}

impl Round {
    /// Passes and waits until the stop.
    async fn walk(self, mut tray: Option<watch::Receiver<u64>>) -> String {
        let mut trouble = Trouble::default();
        while !self.common.stop.is_cancelled() {
            if let Some(tray) = &mut tray {
                tray.mark_unchanged();
            }
            self.common.heart.begins(&self.name);
            let passed = self.duty.pass().await;
            self.common.heart.rests(&self.name);
            let pause = match passed {
                Ok(report) => {
                    trouble.is_over(&self.name);
                    if let (true, Some(bell)) = (report.done > 0, &self.next) {
                        ring(bell);
                    }
                    if report.more {
                        continue;
                    }
                    self.until_due().await
                }
                Err(fault) => trouble.pause_after(&self.name, &fault),
            };
            tokio::select! {
                () = self.common.stop.cancelled() => break,
                () = woken(&mut tray), if trouble.faults == 0 => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        self.name
    }

    /// How long until there is work without a wake.
    async fn until_due(&self) -> Duration {
        match self.duty.next_at().await {
            // Never at once: what is due may wait for something else, as a letter behind an earlier one does.
            Ok(Some(at)) => {
                (at - self.common.clock.now()).to_std().unwrap_or_default().clamp(SHORTEST_PAUSE, self.pause)
            }
            Ok(None) | Err(_) => self.pause,
        }
    }
}

async fn woken(tray: &mut Option<watch::Receiver<u64>>) {
    if let Some(tray) = tray
        && tray.changed().await.is_ok()
    {
        return;
    }
    std::future::pending().await
}

/// A source with its times.
pub(super) struct Collecting {
    pub(super) collect: Collect,
    schedule: Schedule,
    zone: Tz,
    idle: bool,
    proven_at: Option<DateTime<Utc>>,
}

/// Collects from one source until the stop: as long as there is more, then when the server says so or the time has come.
async fn collecting(mut watched: Collecting, common: Common, at_once: Arc<Semaphore>) -> String {
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

/// How long a round has been in trouble, and how much patience that asks for.
#[derive(Debug, Default)]
struct Trouble {
    faults: u32,
}

impl Trouble {
    fn is_over(&mut self, round: &str) {
        if self.faults > 0 {
            tracing::info!(round, faults = self.faults, "well again");
        }
        self.faults = 0;
    }

    /// Says what is wrong when it begins and then ever more rarely, and how long to wait, with jitter.
    fn pause_after(&mut self, round: &str, fault: &DutyFault) -> Duration {
        self.faults = self.faults.saturating_add(1);
        if self.faults.is_power_of_two() {
            tracing::warn!(round, times = self.faults, "{fault}");
        }
        let doubled = FIRST_PAUSE.saturating_mul(1 << self.faults.saturating_sub(1).min(8));
        doubled.min(LONGEST_PAUSE).mul_f64(0.8 + 0.4 * rand::random::<f64>())
    }
}

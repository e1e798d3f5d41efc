//! All duties of one configuration, and the rounds on which they walk: who empties which tray, who wakes whom.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use connectors::webhook::Listener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::assemble::{Assembled, Watched, machine_name};
use super::collecting::{Collecting, collecting};
use super::gateways;
use super::heart::Heart;
use super::round::{Bell, Common, Round, Standing};
use super::{Daemon, DaemonFault};
use crate::duties::alarm::Alarm;
use crate::duties::collect::Collect;
use crate::duties::conclude::Conclude;
use crate::duties::deliver::{Deliver, Lane};
use crate::duties::digest::Digest;
use crate::duties::holidays::Holidays;
use crate::duties::inquire::{Asked, Inquire};
use crate::duties::ledger::Ledger;
use crate::duties::publish::{Publish, Published};
use crate::duties::recent::Recent;
use crate::duties::remind::Remind;
use crate::duties::retention::Retention;
use crate::duties::routines::Routines;
use crate::duties::seal::Seal;
use crate::duties::space::Space;
use crate::duties::sweep::Sweep;
use crate::duties::triage::Triage;
use crate::duties::vigil::Vigil;
use crate::duties::watch::{Gauged, Watch};
use crate::duties::{DutyFault, Report, SharedPractice};

/// Without a wake a round looks into its tray this often.
const LOOK_ANYWAY: Duration = Duration::from_secs(30);
/// What is asked of whole archives is asked this often.
const ONCE_AN_HOUR: Duration = Duration::from_secs(3600);
/// What need not be on the disk at once waits so long for somebody else's commit.
const TOGETHER_WITHIN: Duration = Duration::from_millis(40);
/// So many mailboxes hand over a batch at the same time; bounds memory.
const BATCHES_AT_ONCE: usize = 6;

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
    Remind, next_at;
    Conclude, next_at;
    Vigil, next_at;
    Routines, next_at;
    Sweep;
    Alarm;
    Ledger;
    Watch;
    Inquire;
    Publish;
    Digest;
    Holidays;
    Retention;
    Seal;
    Space;
}

/// The delivering desk as it sees to what belongs to no lane.
struct Tending(Arc<Deliver>);

#[async_trait::async_trait]
impl Standing for Tending {
    async fn pass(&self) -> Result<Report, DutyFault> {
        self.0.tend().await
    }

    async fn next_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        self.0.next_unsettled_at().await
    }
}

/// A worker of the delivering desk that works on one lane.
struct Delivering {
    desk: Arc<Deliver>,
    lane: Arc<Lane>,
    /// Letters about danger alone.
    danger: bool,
}

#[async_trait::async_trait]
impl Standing for Delivering {
    async fn pass(&self) -> Result<Report, DutyFault> {
        if self.danger { self.desk.pass_danger(&self.lane).await } else { self.desk.pass_lane(&self.lane).await }
    }

    async fn next_at(&self) -> Result<Option<DateTime<Utc>>, DutyFault> {
        self.desk.next_in(&self.lane).await
    }
}

/// All rounds of one configuration.
pub(super) struct Rounds {
    tasks: JoinSet<String>,
    /// Where gateways push to; it ends with the rounds.
    listener: Option<Listener>,
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
        let (listener, heard) = gateways::listen(daemon.door.as_ref(), assembled.paths)?;
        sources.extend(heard);
        let Assembled { practice, routes, gauges, asked, pages, .. } = assembled;
        let duties = Duties::new(daemon, practice, routes, gauges, asked, pages);
        duties.recover().await?;
        let common = Common { heart, stop, clock: Arc::clone(&daemon.clock) };
        let (arrived, letters, tried) = (Bell::new(0), Bell::new(0), Bell::new(0));
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
        for lane in duties.deliver.lanes() {
            // Of two, the one claims while the letters of the other are on their way.
            for (worker, danger) in [("", false), (" too", false), (" danger", true)] {
                let work = Delivering { desk: Arc::clone(&duties.deliver), lane: Arc::clone(lane), danger };
                let name = format!("deliver {}{worker}", lane.name());
                stand(&name, Arc::new(work), Some(&letters), Some(&tried), LOOK_ANYWAY);
            }
        }
        stand("deliver", Arc::new(Tending(duties.deliver)), Some(&tried), None, LOOK_ANYWAY);
        stand("vigil", duties.vigil, None, Some(&letters), LOOK_ANYWAY);
        stand("remind", duties.remind, None, Some(&letters), LOOK_ANYWAY);
        // What triage hears of an answer is acted upon at once.
        stand("conclude", duties.conclude, Some(&letters), Some(&letters), LOOK_ANYWAY);
        // A complaint that changes must stand on its page the same day: whatever moved may be one.
        stand("routines", duties.routines, Some(&letters), Some(&letters), LOOK_ANYWAY);
        // What triage learns from a bounce is told at once; the look into the tray costs an empty index.
        stand("sweep", duties.sweep, Some(&letters), Some(&letters), LOOK_ANYWAY);
        stand("alarm", duties.alarm, None, Some(&letters), LOOK_ANYWAY);
        stand("ledger", duties.ledger, None, None, LOOK_ANYWAY);
        stand("space", duties.space, None, None, LOOK_ANYWAY);
        stand("watch", duties.watch, None, None, LOOK_ANYWAY);
        stand("digest", duties.digest, None, Some(&letters), LOOK_ANYWAY);
        stand("holidays", duties.holidays, None, Some(&letters), LOOK_ANYWAY);
        stand("retention", duties.retention, None, Some(&letters), ONCE_AN_HOUR);
        stand("inquire", duties.inquire, None, Some(&letters), LOOK_ANYWAY);
        // What the routines leave for a page is put there at once.
        stand("publish", duties.publish, Some(&letters), None, LOOK_ANYWAY);
        stand("seal", duties.seal, None, None, daemon.config.log.seal_every);
        Ok(Self { tasks, listener })
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
        // Else it might take a caller for whom nobody is at work any more.
        if let Some(listener) = self.listener {
            listener.close().await;
        }
    }
}

/// Every duty of the daemon, set up over one store.
pub(super) struct Duties {
    pub(super) triage: Arc<Triage>,
    pub(super) deliver: Arc<Deliver>,
    pub(super) remind: Arc<Remind>,
    pub(super) conclude: Arc<Conclude>,
    pub(super) vigil: Arc<Vigil>,
    pub(super) routines: Arc<Routines>,
    pub(super) sweep: Arc<Sweep>,
    pub(super) alarm: Arc<Alarm>,
    pub(super) ledger: Arc<Ledger>,
    pub(super) watch: Arc<Watch>,
    pub(super) inquire: Arc<Inquire>,
    pub(super) publish: Arc<Publish>,
    pub(super) digest: Arc<Digest>,
    pub(super) holidays: Arc<Holidays>,
    pub(super) retention: Arc<Retention>,
    pub(super) seal: Arc<Seal>,
    pub(super) space: Arc<Space>,
    recent: Arc<Recent>,
}

impl Duties {
    pub(super) fn new(
        daemon: &Daemon,
        practice: crate::duties::Practice,
        routes: crate::duties::deliver::Routes,
        gauges: Vec<Gauged>,
        asked: Vec<Asked>,
        pages: Vec<Published>,
    ) -> Self {
        let pages = if daemon.holds() { Vec::new() } else { pages };
        let practice: SharedPractice = Arc::new(ArcSwap::from_pointee(practice));
        let store = || daemon.store.clone();
        let clock = || Arc::clone(&daemon.clock);
        // Several nodes may share one configuration and one PostgreSQL; a lease belongs to one of them.
        let recent = Arc::<Recent>::default();
        let node = &format!("{}@{}", daemon.config.installation.id, machine_name());
        Self {
            triage: Arc::new(Triage::new(store(), clock(), Arc::clone(&practice)).reading_from(Arc::clone(&recent))),
            recent,
            deliver: Arc::new(
                Deliver::new(store(), clock(), Arc::clone(&practice), routes, node, daemon.holds())
                    .lingering(TOGETHER_WITHIN),
            ),
            remind: Arc::new(Remind::new(store(), clock(), Arc::clone(&practice))),
            conclude: Arc::new(Conclude::new(store(), clock(), Arc::clone(&practice))),
            routines: Arc::new(Routines::new(store(), clock(), Arc::clone(&practice))),
            vigil: Arc::new(Vigil::new(store(), clock(), Arc::clone(&practice))),
            sweep: Arc::new(Sweep::new(store(), clock(), Arc::clone(&practice))),
            digest: Arc::new(Digest::new(store(), clock(), Arc::clone(&practice))),
            space: Arc::new(Space::new(store(), clock())),
            holidays: Arc::new(Holidays::new(store(), clock(), Arc::clone(&practice))),
            retention: Arc::new(Retention::new(store(), clock(), Arc::clone(&practice))),
            publish: Arc::new(Publish::new(store(), clock(), Arc::clone(&practice), pages)),
            alarm: Arc::new(Alarm::new(store(), clock(), Arc::clone(&practice))),
            ledger: Arc::new(Ledger::new(store(), clock(), practice, super::lapor::ledger(&daemon.config))),
            watch: Arc::new(Watch::new(store(), clock(), gauges)),
            inquire: Arc::new(Inquire::new(store(), clock(), asked)),
            seal: Arc::new(Seal::new(store(), clock(), Arc::clone(&daemon.key))),
        }
    }

    pub(super) async fn recover(&self) -> Result<(), DutyFault> {
        let suspects = self.triage.recover().await?;
        let (freed, unclear) = self.deliver.recover().await?;
        if suspects + freed + unclear > 0 {
            tracing::info!(
                arrivals = suspects,
                letters = freed,
                unclear,
                "work was waiting for this start; it goes on"
            );
        }
        Ok(())
    }

    pub(super) fn collect(&self, daemon: &Daemon, watched: Watched) -> Collecting {
        let Watched { source, office, channel, schedule, zone, idle, settles } = watched;
        let collect = Collect::new(daemon.store.clone(), Arc::clone(&daemon.clock), source, &office, settles)
            .from_channel(channel)
            .leaving_at(Arc::clone(&self.recent))
            .patient_for(TOGETHER_WITHIN);
        Collecting { collect, schedule, zone, idle, proven_at: None }
    }
}

/// The last checkpoint of a run.
pub(super) async fn seal_once(daemon: &Daemon) -> Result<(), DaemonFault> {
    Seal::new(daemon.store.clone(), Arc::clone(&daemon.clock), Arc::clone(&daemon.key)).pass().await?;
    Ok(())
}

//! The only part that knows all duties: it starts them, wakes them, watches that they go on, and stops them in good
//! order.
//!
//! In: a checked configuration. Out: the work of the office until somebody says stop. Knows no rule of the office.

pub(crate) mod assemble;
mod collecting;
pub(crate) mod copy;
pub(crate) mod gateways;
mod headers;
mod heart;
pub mod init;
pub(crate) mod lapor;
pub mod once;
mod pages;
mod round;
mod rounds;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use connectors::Fault;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use self::assemble::{Assembled, assemble};
use self::gateways::Door;
use self::heart::Heart;
use self::rounds::Rounds;
use crate::clock::Clock;
use crate::config::{Config, Mode, Problem, Secrets, diagnostics};
use crate::duties::DutyFault;
use crate::store::guard::DaemonLock;
use crate::store::{Store, StoreFault};
use crate::sync_log::keys::KeyFault;
use crate::sync_log::{Entry, Event, SealingKey};

/// After this time a stop no longer waits for letters under way; they are then unclear and settled at the next start.
const STOP_WITHIN: Duration = Duration::from_secs(60);

/// A round that fell is not picked up in a hurry.
const AFTER_A_FALL: Duration = Duration::from_secs(5);

/// Why the daemon did not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum DaemonFault {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// A duty that must not fail did.
    #[error(transparent)]
    Duty(#[from] DutyFault),
    /// A connector cannot be set up.
    #[error("{0}")]
    Border(#[from] Fault),
    /// The key of the log.
    #[error("the log's key {path}: {why}")]
    Key {
        /// Where it should be.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Something of the machine.
    #[error("{0}")]
    Machine(#[from] std::io::Error),
}

impl DaemonFault {
    fn key(path: &std::path::Path, why: impl ToString) -> Self {
        Self::Key { path: path.to_owned(), why: why.to_string() }
    }
}

/// The daemon, before it runs.
pub struct Daemon {
    config: Config,
    store: Store,
    clock: Arc<dyn Clock>,
    _lock: DaemonLock,
    key: Arc<SealingKey>,
    /// Where this database was at home, if this is a copy of it: then nothing leaves.
    copy_of: Option<String>,
    /// Where gateways knock.
    door: Option<Door>,
}

impl Daemon {
    /// Opens the database, takes the place of the one daemon, reads the log's key.
    pub async fn prepare(config: Config, clock: Arc<dyn Clock>) -> Result<Self, DaemonFault> {
        let store = Store::open(&config.database.address()).await?;
        let lock = store.lock_for_daemon()?;
        let key = Arc::new(read_key(&config)?);
        let copy_of = store.is_copy().await?;
        if let Some(home) = &copy_of {
            tracing::error!("this database is a copy ({home}): nothing leaves until `penghubung restore --here`");
            for gap in copy::leave_gap(&config, &store, clock.now(), "sistem").await? {
                tracing::warn!("{}", copy::told(&config, &gap));
            }
        }
        Ok(Self { config, store, clock, _lock: lock, key, copy_of, door: None })
    }

    /// Runs until SIGTERM or SIGINT; SIGHUP reads the configuration again and keeps the old one where the new is wrong.
    pub async fn run(mut self) -> Result<(), DaemonFault> {
        let mut term = signal(SignalKind::terminate())?;
        let mut int = signal(SignalKind::interrupt())?;
        let mut hup = signal(SignalKind::hangup())?;
        self.note_start(Event::Mulai).await?;
        let mut assembled = self.assemble().await?;
        self.door = Door::of(self.config.listener.as_ref(), &assembled.paths, None)?;
        loop {
            let heart = Arc::new(Heart::default());
            let stop = CancellationToken::new();
            let mut rounds = Rounds::start(&self, assembled, Arc::clone(&heart), stop.clone()).await?;
            heart::say_ready();
            let next = loop {
                tokio::select! {
                    _ = term.recv() => break None,
                    _ = int.recv() => break None,
                    _ = hup.recv() => if let Some(new) = self.reload().await { break Some(new) },
                    ended = rounds.ended() => {
                        tracing::error!(round = ended, "a round ended by itself; restarting all");
                        tokio::time::sleep(AFTER_A_FALL).await;
                        break Some(self.assemble().await?);
                    }
                    () = heart.beat_watchdog() => {}
                }
            };
            heart::say_stopping(next.is_some());
            heart::feed();
            stop.cancel();
            rounds.finish(STOP_WITHIN).await;
            heart::feed();
            match next {
                Some(new) => assembled = new,
                None => break,
            }
        }
        self.note_start(Event::Henti).await?;
        rounds::seal_once(&self).await?;
        self.store.close().await;
        Ok(())
    }

    /// Every duty passes until nothing is due, then the end.
    pub async fn run_once(self) -> Result<once::Summary, DaemonFault> {
        self.note_start(Event::Mulai).await?;
        let assembled = self.assemble().await?;
        let summary = once::pass_all(&self, assembled).await?;
        self.note_start(Event::Henti).await?;
        rounds::seal_once(&self).await?;
        self.store.close().await;
        Ok(summary)
    }

    async fn assemble(&self) -> Result<Assembled, DaemonFault> {
        assemble(&self.config, &self.store, &self.clock).await
    }

    /// True if nothing may leave: by configuration, or because somebody else may be sending the same letters.
    fn holds(&self) -> bool {
        self.config.installation.mode == Mode::Hold || self.copy_of.is_some()
    }

    /// Reads the configuration again and sets up what it asks for; the old one stays in force unless both succeed.
    async fn reload(&mut self) -> Option<Assembled> {
        let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
        let old = self.config.books.digest.clone();
        let entry = Entry::new(Event::Konfig, "operator").fact("lama", old.as_str());
        let (entry, taken) = match self.config.reload(Secrets::Needed, credentials.as_deref()) {
            Ok(new) => match self.set_up(&new).await {
                Ok((assembled, door)) => {
                    tracing::info!(digest = new.books.digest, "the new configuration is in force");
                    let entry = entry.fact("baru", new.books.digest.as_str()).fact("berlaku", true);
                    (self.config, self.door) = (new, door);
                    (entry, Some(assembled))
                }
                Err(fault) => {
                    tracing::error!("the configuration was not taken ({fault}); the old one stays in force");
                    (entry.fact("berlaku", false), None)
                }
            },
            Err(problems) => {
                report(&problems);
                (entry.fact("berlaku", false).fact("kesalahan", problems.len()), None)
            }
        };
        let noted = async {
            let mut tx = self.store.write(self.clock.now()).await?;
            tx.note(entry);
            // True now: the log says which configuration was offered and whether it is in force.
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::error!(%error, "the reload could not be written down");
        }
        taken
    }

    /// Everything that could fail where a configuration takes the place of ours.
    async fn set_up(&self, new: &Config) -> Result<(Assembled, Option<Door>), DaemonFault> {
        let assembled = assemble(new, &self.store, &self.clock).await?;
        let door = Door::of(new.listener.as_ref(), &assembled.paths, self.door.as_ref())?;
        Ok((assembled, door))
    }

    async fn note_start(&self, event: Event) -> Result<(), DaemonFault> {
        let mut tx = self.store.write(self.clock.now()).await?;
        tx.note(
            Entry::new(event, "sistem")
                .config(&self.config.books.digest)
                .fact("versi", env!("CARGO_PKG_VERSION"))
                .fact("mode", if self.holds() { "hold" } else { "live" }),
        );
        tx.commit().await?;
        Ok(())
    }
}

/// Every fault of a configuration that was not taken, for the operator's journal.
fn report(problems: &[Problem]) {
    for line in diagnostics::lines(problems) {
        tracing::error!("{line}");
    }
    tracing::error!(
        "the configuration was not taken ({}); the old one stays in force",
        diagnostics::count(problems.len())
    );
}

fn read_key(config: &Config) -> Result<SealingKey, DaemonFault> {
    let path = &config.log.key_read_from;
    let text = std::fs::read_to_string(path).map_err(|error| DaemonFault::key(path, error))?;
    SealingKey::from_text(&text).map_err(|fault: KeyFault| DaemonFault::key(path, fault))
}

//! `run`: the daemon.
//!
//! In: the configuration. Out: the work of the office, until SIGTERM; with `--once`, until nothing is due.

use std::sync::Arc;

use super::{Exit, Failure, Global, Output};
use crate::clock::SystemClock;
use crate::config::{Config, Secrets};
use crate::daemon::{Daemon, DaemonFault};
use crate::store::StoreFault;

/// Run the daemon until it is told to stop
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Let every duty pass until nothing is due, then end (for cron, or a first try)
    #[arg(long)]
    once: bool,
}

/// Runs it.
///
/// # Errors
/// Where the configuration is wrong, there is no database, or another daemon works on it.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let config = Config::load(global.config_file(), Secrets::Needed)?;
    let daemon = Daemon::prepare(config, Arc::new(SystemClock)).await?;
    if !args.once {
        daemon.run().await?;
        return Ok(Exit::Well);
    }
    let summary = daemon.run_once().await?;
    let mut out = Output::stdout();
    if global.json {
        out.json(&summary)?;
    } else {
        out.line(&format!(
            "{} collected, {} handled, {} letters tried, {} clocks looked at",
            summary.collected, summary.handled, summary.letters, summary.clocks
        ))?;
        for (source, fault) in &summary.faults {
            out.line(&format!("mailbox {source}: {fault}"))?;
        }
    }
    out.finish()?;
    Ok(if summary.faults.is_empty() { Exit::Well } else { Exit::Finding })
}

impl From<DaemonFault> for Failure {
    fn from(fault: DaemonFault) -> Self {
        match fault {
            DaemonFault::Store(fault) => fault.into(),
            DaemonFault::Key { path, why } => no_key(&path, &why),
            DaemonFault::Duty(crate::duties::DutyFault::Store(fault @ StoreFault::InUse(_))) => fault.into(),
            DaemonFault::Border(fault) => Failure::new(Exit::Configuration, fault.to_string()),
            DaemonFault::Duty(fault) => Failure::new(Exit::Unavailable, fault.to_string()),
            DaemonFault::Machine(error) => Failure::new(Exit::Unavailable, error.to_string()),
        }
    }
}

/// The log's key is not there, or cannot be made: by its folder one can tell what is missing.
fn no_key(path: &std::path::Path, why: &str) -> Failure {
    let folder = path.parent().unwrap_or(path);
    let right = if folder.is_dir() {
        "`penghubung init` makes it, once, as the service's user; or systemd gives it as the credential that [log] names"
            .to_owned()
    } else {
        let folder = folder.display();
        format!("its folder is not there: install -d -m 700 -o penghubung {folder}, or name another as log.key_file")
    };
    Failure::new(Exit::Configuration, format!("the log's key cannot be used: {why}"))
        .at(path.display().to_string())
        .right(right)
}

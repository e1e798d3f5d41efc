//! `lapor compare|institutions`: our register beside LAPOR!'s, and who can be handed a report. In: database,
//! configuration. Out: rows, JSON or CSV.

use std::sync::Arc;

use connectors::lapor;

use super::opened;
use super::{Exit, Failure, Global, Output, table};
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, LaporMode, Secrets};
use crate::duties::registers::{self, Row};

/// Compare our register with LAPOR!'s; list the institutions there
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Every report: its number there, our complaint and status, their status, and how they differ; exit 1 where they
    /// do
    Compare {
        /// Only this account
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
        /// As CSV, for a spreadsheet
        #[arg(long)]
        csv: bool,
        /// Only those that differ
        #[arg(long)]
        differing: bool,
    },
    /// Id and name of each institution, as the service tells them
    Institutions {
        /// The account to ask by
        account: String,
    },
}

/// Does it.
///
/// # Errors
/// Where the database or the service cannot be read.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    match args.what {
        What::Compare { account, csv, differing } => compare(global, account.as_deref(), csv, differing).await,
        What::Institutions { account } => institutions(global, &account).await,
    }
}

async fn compare(global: &Global, account: Option<&str>, csv: bool, differing: bool) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    let reports = opened.store.reports(account).await?;
    let mut rows: Vec<Row> = reports.iter().map(|report| Row::of(report, report.missed)).collect();
    let differ = rows.iter().any(|row| row.difference.is_some());
    rows.retain(|row| !differing || row.difference.is_some());
    let mut out = Output::stdout();
    if global.json {
        rows.iter().try_for_each(|row| out.json(&as_json(row)))?;
    } else {
        if csv {
            out.line(registers::csv(&rows).trim_end())?;
        } else {
            let cells: Vec<Vec<String>> = rows.iter().map(|row| row.cells().to_vec()).collect();
            table::print(&mut out, &registers::HEADINGS, &cells)?;
        }
    }
    out.finish()?;
    Ok(if differ { Exit::Finding } else { Exit::Well })
}

fn as_json(row: &Row) -> serde_json::Value {
    serde_json::json!({
        "account": row.account, "lapor": row.lapor, "complaint": row.complaint, "ours": row.ours, "theirs": row.theirs,
        "seen": row.seen, "difference": row.difference,
    })
}

async fn institutions(global: &Global, account: &str) -> Result<Exit, Failure> {
    let config = Config::load(global.config_file(), Secrets::Needed)?;
    let found = config.lapor.iter().find(|known| known.name == account && known.mode != LaporMode::ByHand);
    let found = found.ok_or_else(|| {
        let known: Vec<&str> = config.lapor.iter().map(|account| account.name.as_str()).collect();
        Failure::new(Exit::Usage, "no such account with an interface")
            .at(account)
            .right(format!("configured are: {}", known.join(", ")))
    })?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let unavailable = |fault: connectors::Fault| Failure::new(Exit::Unavailable, fault.to_string()).at(account);
    let line = crate::daemon::lapor::line(found, &clock).map_err(unavailable)?;
    let all = lapor::institutions(&line).await.map_err(unavailable)?;
    let mut out = Output::stdout();
    if global.json {
        all.iter().try_for_each(|(id, name)| out.json(&serde_json::json!({"id": id, "name": name})))?;
    } else {
        let rows: Vec<Vec<String>> = all.into_iter().map(|(id, name)| vec![id, name]).collect();
        table::print(&mut out, &["id", "name"], &rows)?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

//! `init`: the database, the log and its key, once.
//!
//! In: the configuration. Out: what was made, and the public key to hand to the auditors.

use serde::Serialize;

use super::{Exit, Failure, Global, Output};
use crate::clock::SystemClock;
use crate::config::{Config, Secrets};
use crate::daemon::init;

/// Create the database, the log and its signing key, once; refuses where one exists
#[derive(Debug, clap::Args)]
pub struct Args {}

#[derive(Serialize)]
struct Made<'a> {
    database: &'a str,
    log_public_key: &'a str,
}

/// Makes them.
///
/// # Errors
/// Where the configuration is wrong, a database exists, or something cannot be written.
pub async fn run(_args: Args, global: &Global) -> Result<Exit, Failure> {
    let config = Config::load(global.config_file(), Secrets::DatabaseOnly)?;
    let founded = init::init(&config, &SystemClock).await?;
    let mut out = Output::stdout();
    if global.json {
        out.json(&Made { database: &founded.database, log_public_key: &founded.public_key })?;
    } else {
        out.line(&format!("database:       {}", founded.database))?;
        out.line(&format!("log public key: {}", founded.public_key))?;
        out.line("Hand the public key to the auditors now: what was sealed with it cannot be changed unseen.")?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

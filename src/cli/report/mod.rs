//! `report`: figures for auditors and for the office itself. One file each report.

mod monthly;
mod period;

use super::{Exit, Failure, Global};

pub use period::Period;

/// Figures of an office: what was received, answered, kept and missed
///
/// Without a word behind it: the monthly statistics.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    monthly: monthly::Args,
}

/// Prints it.
///
/// # Errors
/// Where the configuration is wrong, there is no database, or an office or period is not understood.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    monthly::run(args.monthly, global).await
}

//! `report`: figures for auditors and for the office itself, and its register as a book. One file each report.

mod book;
mod monthly;
mod period;

use super::{Exit, Failure, Global};

pub use period::Period;

/// Figures of an office: what was received, answered, kept and missed
///
/// Without a word behind it: the monthly statistics.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    monthly: Option<monthly::Args>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Book(book::Args),
}

/// Prints it.
///
/// # Errors
/// Where the configuration is wrong, there is no database, or an office or period is not understood.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    match (args.what, args.monthly) {
        (Some(What::Book(args)), _) => book::run(args, global).await,
        (None, Some(monthly)) => monthly::run(monthly, global).await,
        (None, None) => {
            Err(Failure::new(Exit::Usage, "no period is named").right("--period 2026-10, or `report book`"))
        }
    }
}

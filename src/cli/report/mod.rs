//! `report`: what the office has, for auditors and for itself. One file each report.

mod book;

use super::{Exit, Failure, Global};

/// Print the office's register as a book
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Book(book::Args),
}

/// Prints it.
///
/// # Errors
/// Where there is no database, or an office or day is not understood.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    match args.what {
        What::Book(args) => book::run(args, global).await,
    }
}

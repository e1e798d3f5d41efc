//! `man DIR`: the man pages, for packages.
//!
//! In: a directory. Out: one page each for the program and its commands.

use std::path::PathBuf;

use clap::CommandFactory as _;

use super::{Cli, Exit, Failure, Global};

/// Write the man pages into a directory
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The directory; it must be there
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Writes them.
///
/// # Errors
/// Where the directory cannot be written.
#[allow(clippy::unused_async, reason = "all commands are called alike")]
pub async fn run(args: Args, _global: &Global) -> Result<Exit, Failure> {
    clap_mangen::generate_to(Cli::command(), &args.dir).map_err(|error| {
        Failure::new(Exit::CannotCreate, format!("man pages cannot be written: {error}"))
            .at(args.dir.display().to_string())
            .right("name a directory that exists and may be written")
    })?;
    Ok(Exit::Well)
}

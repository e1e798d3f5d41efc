//! `completions SHELL`: what a shell needs to complete our commands.
//!
//! In: the name of a shell. Out: its script on standard output.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, Exit, Failure, Global, Output};

/// Print the completion script of a shell
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints it.
///
/// # Errors
/// Where nothing can be printed.
#[allow(clippy::unused_async, reason = "all commands are called alike")]
pub async fn run(args: Args, _global: &Global) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "penghubung", &mut script);
    let mut output = Output::stdout();
    output.line(String::from_utf8_lossy(&script).trim_end())?;
    output.finish()?;
    Ok(Exit::Well)
}

//! The command line: arguments in, text or JSON and an exit code out.
//!
//! Every command is one file with its arguments and `pub async fn run(args, &Global) -> Result<Exit, Failure>`. A new
//! one is three lines here: its `mod`, its variant of `Command`, its arm in `dispatch`. Help, man pages and
//! completions follow from the variant. Nothing here decides anything about a complaint.

pub mod channel;
pub mod exit;
pub mod failure;
pub mod logging;
pub mod offices;
pub mod opened;
pub mod output;
pub mod sheet;
pub mod since;
pub mod status;
pub mod table;

mod backup;
mod board;
mod check;
mod complaint;
mod completions;
mod due;
mod erase;
mod explain;
mod import;
mod inbox;
mod init;
mod lapor;
mod log;
mod man;
mod pen;
mod queue;
mod reason;
mod register;
mod rehearse;
mod report;
mod restore;
mod run;
mod why;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{ArgAction, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

pub use exit::Exit;
pub use failure::Failure;
pub use output::Output;

use crate::config;

/// The bridge for complaints: mail of citizens in, the right officer, the answer back.
///
/// Penghubung reads the mailboxes of health offices, decides by rules which unit must answer, writes to its officer,
/// keeps the deadlines, and brings his answer back to the citizen.
///
/// Exit status: 0 well; 1 a finding (something is wrong out there or in the data); 64 usage; 65 bad input;
/// 69 unavailable; 70 a fault of the program; 73 cannot create; 74 cannot write; 75 try later (also: a second
/// instance runs); 78 configuration.
#[derive(Debug, Parser)]
#[command(name = "penghubung", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Debug, Clone, clap::Args)]
pub struct Global {
    /// The main configuration file [default: /etc/penghubung/penghubung.toml]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print facts as JSON, for programs
    #[arg(long, global = true)]
    pub json: bool,
    /// Log more to standard error; twice for still more
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
}

impl Global {
    /// The main configuration file: `--config`, else the usual one.
    #[must_use]
    pub fn config_file(&self) -> &Path {
        self.config.as_deref().unwrap_or(Path::new(config::USUAL_FILE))
    }
}

/// What can be asked for, in the order in which help shows it.
#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Check(check::Args),
    Run(run::Args),
    Explain(explain::Args),
    Due(due::Args),
    Status(status::Args),
    Complaint(complaint::Args),
    #[command(alias = "daftar")]
    Register(Box<register::Args>),
    Import(import::Args),
    Lapor(lapor::Args),
    Queue(queue::Args),
    Pen(pen::Args),
    Why(why::Args),
    Rehearse(rehearse::Args),
    Report(report::Args),
    Board(board::Args),
    Log(log::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Erase(erase::Args),
    Man(man::Args),
    Completions(completions::Args),
}

async fn dispatch(command: Command, global: &Global) -> Result<Exit, Failure> {
    match command {
        Command::Init(args) => init::run(args, global).await,
        Command::Check(args) => check::run(args, global).await,
        Command::Run(args) => run::run(args, global).await,
        Command::Explain(args) => explain::run(args, global).await,
        Command::Due(args) => due::run(args, global).await,
        Command::Status(args) => status::run(args, global).await,
        Command::Complaint(args) => complaint::run(args, global).await,
        Command::Register(args) => register::run(*args, global).await,
        Command::Import(args) => import::run(args, global).await,
        Command::Lapor(args) => lapor::run(args, global).await,
        Command::Queue(args) => queue::run(args, global).await,
        Command::Pen(args) => pen::run(args, global).await,
        Command::Why(args) => why::run(args, global).await,
        Command::Report(args) => report::run(args, global).await,
        Command::Board(args) => board::run(args, global).await,
        Command::Rehearse(args) => rehearse::run(args, global).await,
        Command::Log(args) => log::run(args, global).await,
        Command::Backup(args) => backup::run(args, global).await,
        Command::Restore(args) => restore::run(args, global).await,
        Command::Erase(args) => erase::run(args, global).await,
        Command::Man(args) => man::run(args, global).await,
        Command::Completions(args) => completions::run(args, global).await,
    }
}

/// Does what the arguments ask for. Everything is printed when this returns.
#[must_use]
pub fn start(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let matches = match Cli::command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return refused(&error),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return refused(&error),
    };
    let daemon = matches.subcommand_name() == Some("run");
    if let Err(failure) = logging::begin(daemon, cli.global.verbose) {
        return failure.tell();
    }
    carry_out(cli).unwrap_or_else(|failure| failure.tell())
}

fn carry_out(cli: Cli) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime =
        runtime.map_err(|error| Failure::new(Exit::Unavailable, format!("the runtime does not start: {error}")))?;
    let ended = runtime.block_on(dispatch(cli.command, &cli.global));
    // Work on a blocking thread that nobody waits for any more must not keep the process.
    runtime.shutdown_background();
    ended
}

/// Help and version are an answer; anything else that clap has to say is a wrong usage.
fn refused(error: &clap::Error) -> Exit {
    // Where nobody reads standard error, nobody can be told.
    let _ = error.print();
    if error.exit_code() == 0 { Exit::Well } else { Exit::Usage }
}

#[cfg(test)]
mod tests {
    use clap::error::ErrorKind;

    use super::*;

    fn each(command: &clap::Command, look: &mut dyn FnMut(&clap::Command)) {
        look(command);
        command.get_subcommands().for_each(|command| each(command, look));
    }

    #[test]
    fn the_definitions_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_every_argument_says_what_it_is_for() {
        let mut command = Cli::command();
        command.build();
        each(&command, &mut |command| {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
        });
    }

    #[test]
    fn options_for_all_stand_before_or_after_the_command() {
        for line in ["penghubung --json --config x.toml man d", "penghubung man d --config x.toml --json"] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap();
            assert!(cli.global.json && cli.global.config_file() == Path::new("x.toml"), "{line}");
        }
    }

    #[test]
    fn help_ends_well_and_a_wrong_word_is_a_usage_error() {
        let of = |line: &str| Cli::try_parse_from(line.split(' ')).unwrap_err().kind();
        assert_eq!(of("penghubung man --help"), ErrorKind::DisplayHelp);
        assert_eq!(of("penghubung --version"), ErrorKind::DisplayVersion);
        assert_eq!(of("penghubung explian"), ErrorKind::InvalidSubcommand);
    }
}

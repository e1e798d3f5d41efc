//! `check`: is the configuration right, and (with `--online`) do the servers take us as it says?
//!
//! In: the main file and all it names. Out: every fault with its line, or a summary with warnings. Changes nothing,
//! here or out there. Routing tests run and letters are tried while the configuration is read.

mod database;
mod online;
mod summary;

use serde::Serialize;

use self::online::Online;
use self::summary::Summary;
use super::{Exit, Failure, Global, Output};
use crate::clock::{Clock as _, SystemClock};
use crate::config::{Config, Problem, Secrets};

/// Check the configuration, the routing tests, the letters and the calendars
///
/// Exit status 0: all is well, perhaps with warnings; 1: a server does not take us as configured (--online); 78: the
/// configuration is wrong.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Also open the database, log in to every mailbox, relay, LAPOR! account and gateway, and say what the first run
    /// would do; changes nothing
    #[arg(long)]
    online: bool,
}

/// What `check --json` prints.
#[derive(Debug, Serialize)]
struct Checked<'a> {
    ok: bool,
    problems: Vec<Shown<'a>>,
    #[serde(flatten)]
    summary: Option<Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    online: Option<Online>,
}

#[derive(Debug, Serialize)]
struct Shown<'a> {
    file: String,
    line: usize,
    key: &'a str,
    what: &'a str,
    right: &'a str,
}

impl<'a> Shown<'a> {
    fn of(problem: &'a Problem) -> Self {
        let Problem { file, line, key, what, right } = problem;
        Self { file: file.display().to_string(), line: *line, key, what, right }
    }
}

/// Checks.
///
/// # Errors
/// Every fault of the configuration.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let want = if args.online { Secrets::Needed } else { Secrets::NotNeeded };
    let config = match Config::load(global.config_file(), want) {
        Ok(config) => config,
        Err(problems) if global.json => return tell_problems(&problems),
        Err(problems) => return Err(problems.into()),
    };
    let mut output = Output::stdout();
    let mut summary = Summary::of(&config, SystemClock.now());
    if !args.online {
        summary.warnings.extend(unread_secrets(global));
    }
    if !global.json {
        output.line(&summary.text())?;
    }
    let online = if args.online { Some(online::look(&config, global.json, &mut output).await?) } else { None };
    let ok = online.as_ref().is_none_or(Online::is_well);
    if global.json {
        output.json(&Checked { ok, problems: Vec::new(), summary: Some(summary), online })?;
    }
    output.finish()?;
    Ok(if ok { Exit::Well } else { Exit::Finding })
}

/// Passwords that could not be had by whoever runs this. He may not be the service, so these are no faults yet.
fn unread_secrets(global: &Global) -> Vec<String> {
    let Err(problems) = Config::load(global.config_file(), Secrets::Needed) else { return Vec::new() };
    problems.iter().map(|problem| format!("{}: {} ({})", problem.key, problem.what, problem.right)).collect()
}

fn tell_problems(problems: &[Problem]) -> Result<Exit, Failure> {
    let problems = problems.iter().map(Shown::of).collect();
    let mut output = Output::stdout();
    output.json(&Checked { ok: false, problems, summary: None, online: None })?;
    output.finish()?;
    Ok(Exit::Configuration)
}

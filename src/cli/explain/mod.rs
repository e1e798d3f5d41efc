//! `explain FILE…`: what would happen to each message. Decided by the code of the daemon; touches nothing.
//!
//! In: files or standard input, the offices of the configuration directory. Out: one line of JSON (or a block of text)
//! for each, in the order given. Knows no database: an answer to a letter is told from its names alone, and whether a
//! number or token is a real one is not asked.

mod answer;
mod bare;
mod human;
mod input;
mod installed;
mod letters;
mod office;
mod outcome;
mod received;
mod registered;

use std::path::PathBuf;

use chrono::SubsecRound as _;
use chrono_tz::Tz;

use self::answer::Line;
use self::input::Input;
use self::installed::Installed;
use self::outcome::Question;
use super::channel::ChannelWord;
use super::{Exit, Failure, Global, Output, offices};
use crate::clock::{Clock as _, SystemClock};
use crate::decide::deadlines::parse_moment;
use crate::domain::Channel;

/// Say what would happen to messages, without touching anything
///
/// Each FILE is a mail (.eml) or a bare text (.txt); of others and of standard input the first lines tell which. The
/// configuration directory is that of --config (its offices_dir and the like count), else $PENGHUBUNG_CONFIG_DIR, else
/// /etc/penghubung, else ./config. No secret, database or network is needed.
///
/// Whose message it is: --office; else the office whose mailbox, intake, unit or domain is among the recipients; else
/// the one whose officer wrote it; else the one whose number or SMS keyword it names; else the one whose name or places
/// it speaks of; else the first, with a confidence of at most 0.2.
///
/// Received: --received; else the newest Received line; else Date; else now.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Messages; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The office whose messages they are
    #[arg(long, value_name = "ID")]
    office: Option<String>,
    /// How they came [default: email]
    #[arg(long, value_name = "CHANNEL", value_parser = ChannelWord { lapor: true })]
    channel: Option<Channel>,
    /// When the office got them, such as "2026-11-20 10:00" (local time of the office)
    #[arg(long, value_name = "T")]
    received: Option<String>,
}

/// Explains every file. One that cannot be read does not stop the others.
///
/// # Errors
/// Where the configuration or an option is wrong, or nothing can be printed.
#[allow(clippy::unused_async, reason = "all commands are called alike")]
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    if let Some(text) = &args.received {
        // The zone is that of each message's office; whether it is a moment at all can be said now.
        parse_moment(text, Tz::UTC)
            .map_err(|error| Failure::new(Exit::Usage, error.to_string()).at(format!("--received {text}")))?;
    }
    let books = offices::books(global)?;
    let office = args.office.as_deref().map(|id| offices::named(&books, id)).transpose()?;
    let installed = Installed::read(&offices::main_file(global), &books);
    let question = Question::new(&books, &installed, office, &args, SystemClock.now().trunc_subsecs(0));
    let mut input = Input::default();
    let mut output = Output::stdout();
    let mut exit = Exit::Well;
    for file in &args.files {
        let line = match input.read(file) {
            Ok(given) => question.explain(given)?,
            Err(fault) => Line::unread(file.to_string_lossy().into_owned(), fault.to_string()),
        };
        if !line.ok {
            exit = Exit::BadInput;
        }
        if global.json {
            output.json(&line)?;
        } else {
            output.line(&human::block(&line, &books))?;
        }
    }
    output.finish()?;
    Ok(exit)
}

//! `man DIR`: the man pages, for packages.
//!
//! In: a directory. Out: one page each for the program and its commands. The pages are those of `clap_mangen`; only the
//! synopsis is ours, with the values that options take.

use std::io;
use std::path::{Path, PathBuf};

use clap::{ArgAction, Command, CommandFactory as _};
use clap_mangen::Man;

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
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    pages(&command, "penghubung", &args.dir).map_err(|error| {
        Failure::new(Exit::CannotCreate, format!("man pages cannot be written: {error}"))
            .at(args.dir.display().to_string())
            .right("name a directory that exists and may be written")
    })?;
    Ok(Exit::Well)
}

/// The page of a command and those of its commands. `words`: how it is called.
fn pages(command: &Command, words: &str, dir: &Path) -> io::Result<()> {
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        pages(inner, &format!("{words} {}", inner.get_name()), dir)?;
    }
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render(&mut page)?;
    let page = String::from_utf8_lossy(&page).into_owned();
    std::fs::write(dir.join(man.get_filename()), with_synopsis(&page, &synopsis(command, words)))
}

/// The page with this synopsis in the place of its own.
fn with_synopsis(page: &str, synopsis: &str) -> String {
    let parts = page.split_once(".SH SYNOPSIS\n").and_then(|(before, rest)| Some((before, rest.split_once(".SH ")?)));
    match parts {
        Some((before, (_, after))) => format!("{before}.SH SYNOPSIS\n{synopsis}\n.SH {after}"),
        None => page.to_owned(),
    }
}

/// `penghubung queue list [--phase PHASE] [-n LINES]`: what must be given first, then what may be.
fn synopsis(command: &Command, words: &str) -> String {
    let mut parts = vec![words.to_owned()];
    // What every command understands stands in the page of the program.
    let own = command.get_arguments().filter(|argument| !argument.is_hide_set());
    let own: Vec<&clap::Arg> =
        own.filter(|argument| !argument.is_global_set() && argument.get_id() != "help").collect();
    let options = own.iter().filter(|argument| !argument.is_positional());
    let (must, may): (Vec<&&clap::Arg>, Vec<&&clap::Arg>) = options.partition(|argument| argument.is_required_set());
    parts.extend(must.into_iter().map(|argument| option(argument)));
    parts.extend(may.into_iter().map(|argument| format!("[{}]", option(argument))));
    for argument in own.iter().filter(|argument| argument.is_positional()) {
        let many = argument.get_num_args().is_some_and(|count| count.max_values() > 1);
        let shown = format!("{}{}", value(argument), if many { " ..." } else { "" });
        parts.push(if argument.is_required_set() { shown } else { format!("[{shown}]") });
    }
    if command.has_subcommands() {
        parts.push("COMMAND".to_owned());
    }
    parts.join(" ").replace('\\', "\\e").replace('-', "\\-")
}

/// `--phase PHASE`, `-n, --lines LINES`.
fn option(argument: &clap::Arg) -> String {
    let short = argument.get_short().map(|short| format!("-{short}"));
    let long = argument.get_long().map(|long| format!("--{long}"));
    let name = [short, long].into_iter().flatten().collect::<Vec<_>>().join("|");
    let takes = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    if takes { format!("{name} {}", value(argument)) } else { name }
}

fn value(argument: &clap::Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    let names: Vec<&str> = names.iter().map(clap::builder::Str::as_str).collect();
    if names.is_empty() { argument.get_id().as_str().to_uppercase() } else { names.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> String {
        let mut command = Cli::command();
        command.build();
        let mut at = &command;
        for word in words.iter().skip(1) {
            at = at.find_subcommand(word).unwrap();
        }
        synopsis(at, &words.join(" ")).replace("\\-", "-")
    }

    #[test]
    fn a_synopsis_says_what_options_take_and_which_must_be_given() {
        let list = of(&["penghubung", "complaint", "list"]);
        assert_eq!(list, "penghubung complaint list [--office ID] [--status STATUS] [-n|--lines LINES]");
        let close = of(&["penghubung", "complaint", "close"]);
        assert!(
            close.starts_with("penghubung complaint close --reason TEXT [") && close.ends_with(" NUMBER"),
            "{close}"
        );
        assert!(of(&["penghubung", "explain"]).ends_with("FILE ..."));
        assert!(of(&["penghubung"]).ends_with(" COMMAND"));
    }

    #[test]
    fn a_page_keeps_all_but_its_synopsis() {
        let page = ".TH x\n.SH NAME\nx\n.SH SYNOPSIS\nold\n.SH DESCRIPTION\nd\n";
        assert_eq!(with_synopsis(page, "new"), ".TH x\n.SH NAME\nx\n.SH SYNOPSIS\nnew\n.SH DESCRIPTION\nd\n");
    }
}

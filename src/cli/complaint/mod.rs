//! `complaint list|show|reveal|preserve|link|close|reopen`: the register. In: the database. Out: rows, or one complaint
//! with its letters and clocks.

mod ending;
mod list;
mod preserve;
mod reveal;
mod show;
mod whole;

use super::opened::{self, Opened, actor};
use super::{Exit, Failure, Global, Output};

/// Look into the register of complaints; end, reopen and join them
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// The newest complaints
    List(list::ListArgs),
    /// One complaint, with what was decided, its letters and its answers; the log notes who looked
    Show {
        /// Its number, such as BTG-26-0123
        number: String,
    },
    /// Who the reporter is, for a person who must know; the log notes for whom and why
    Reveal(reveal::RevealArgs),
    /// End a complaint by hand; the reporter is told where he left an address
    Close(ending::CloseArgs),
    /// Take an answered or closed complaint up again; a new deadline runs
    Reopen(ending::ReopenArgs),
    /// Keep a complaint from erasure while a dispute or an audit needs it
    Preserve(preserve::PreserveArgs),
    /// Join two complaints about the same matter that came by different ways; both are still answered
    Link {
        /// The one
        number: String,
        /// The other
        other: String,
        /// Part them again
        #[arg(long)]
        undo: bool,
    },
}

/// Does it.
///
/// # Errors
/// Where the database cannot be read, or no complaint has the number.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    match args.what {
        What::List(list) => list::print_list(&opened, &list, global.json).await?,
        What::Show { number } => show::show(&opened, &number, global.json).await?,
        What::Reveal(args) => reveal::reveal(&opened, &args, global.json).await?,
        What::Close(args) => ending::close(&opened, &args, global.json).await?,
        What::Reopen(args) => ending::reopen(&opened, &args, global.json).await?,
        What::Preserve(args) => preserve::preserve(&opened, &args, global.json).await?,
        What::Link { number, other, undo } => link(&opened, &number, &other, undo, global.json).await?,
    }
    Ok(Exit::Well)
}

/// Joins two complaints, or parts them.
async fn link(opened: &Opened, number: &str, other: &str, undo: bool, json: bool) -> Result<(), Failure> {
    let (a, b) = (opened.complaint(number).await?, opened.complaint(other).await?);
    if a.id == b.id || a.office != b.office {
        return Err(Failure::new(Exit::BadInput, "these cannot be joined")
            .at(format!("{number} {other}"))
            .right("name two complaints of one office"));
    }
    let mut tx = opened.store.write(opened.now).await?;
    let (first, second) = ((a.id, a.number.as_str()), (b.id, b.number.as_str()));
    let changed = if undo {
        tx.unlink(first, second, &a.office, &actor()).await?
    } else {
        tx.link(first, second, &a.office, &actor()).await?
    };
    // True now: both know of each other, and the log says who said so.
    tx.commit().await?;
    let mut out = Output::stdout();
    let said = match (changed, undo) {
        (true, false) => "joined",
        (true, true) => "parted",
        (false, false) => "were joined already",
        (false, true) => "were not joined",
    };
    if json {
        out.json(&serde_json::json!({ "numbers": [a.number, b.number], "joined": !undo, "changed": changed }))?;
    } else {
        out.line(&format!("{} {}: {said}", a.number, b.number))?;
    }
    out.finish()
}

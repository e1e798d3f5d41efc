//! `due`: one deadline with its arithmetic, as a letter would word it.
//!
//! In: an office, a moment, a length of time. Out: when it ends and which days were skipped. Knows no complaint.

mod recompute;

use super::{Exit, Failure, Global, Output, offices};
use crate::decide::deadlines::{DueError, ExplainedDue, arithmetic, explain_due};
use crate::decide::wording::dates;
use crate::domain::{Deadline, Office};

/// Compute one deadline and show its arithmetic
///
/// The day of T is day 0. Hours run around the clock; working days end at closing time of the office; calendar days and
/// months end at 23:59:59. Needs no secret, database or network; the configuration is found as by `explain`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    one: Option<One>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Recompute(recompute::Args),
}

#[derive(Debug, clap::Args)]
struct One {
    /// The office whose calendar counts
    #[arg(long, value_name = "ID")]
    office: String,
    /// The start: "2026-11-20", "2026-11-20 10:00", "20-11-2026 10.00 WITA", RFC 3339
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    from: String,
    /// The limit: "24 jam", "3x24 jam", "15 menit", "7 hari", "7 hari kalender", "5 hari kerja", "2 bulan"
    #[arg(long, value_name = "W", allow_hyphen_values = true)]
    within: String,
}

/// Computes it.
///
/// # Errors
/// Where the configuration is wrong, or the office, the start or the limit is not understood.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    match (args.what, args.one) {
        (Some(What::Recompute(args)), _) => recompute::run(args, global).await,
        (None, Some(one)) => compute(&one, global),
        (None, None) => Err(Failure::new(Exit::BadInput, "nothing to compute").right("--office, --from and --within")),
    }
}

fn compute(args: &One, global: &Global) -> Result<Exit, Failure> {
    let books = offices::books(global)?;
    let book = offices::named(&books, &args.office)?;
    let due = explain_due(&args.from, &args.within, &book.calendar, book.office.zone)
        .map_err(|error| not_understood(&error))?;
    let mut output = Output::stdout();
    if global.json {
        output.json(&due)?;
    } else {
        output.line(&shown(due, &book.office))?;
    }
    output.finish()?;
    Ok(Exit::Well)
}

fn not_understood(error: &DueError) -> Failure {
    Failure::new(Exit::Usage, error.to_string())
}

fn shown(due: ExplainedDue, office: &Office) -> String {
    let moment = |at| dates::moment(at, &office.zone_name);
    let mut lines = vec![
        format!("from      {}", moment(due.from)),
        format!("within    {}", due.within),
        format!("due       {}", moment(due.due)),
    ];
    let deadline = Deadline {
        standard: String::new(),
        within: due.within,
        from: due.from,
        due: due.due,
        calendar: due.calendar,
        provisional: due.provisional,
        skipped: due.skipped,
    };
    lines.push(format!("counted   {}", arithmetic(&deadline)));
    lines.push(format!("calendar  {}", deadline.calendar));
    if deadline.provisional {
        lines.push("          provisional: the holidays of a year it touches are not final".to_owned());
    }
    lines.extend(deadline.skipped.iter().map(|day| format!("skipped   {}  {}", day.date, day.why)));
    lines.join("\n")
}

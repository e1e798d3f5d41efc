//! `board`: the sheet for the notice board. In: complaints that were closed in a month. Out: what may be shown of them,
//! as text, JSON or a page for the printer; of the others only the reason.

use serde::Serialize;

use super::report::Period;
use super::sheet::{Sheet, page};
use super::{Exit, Failure, Global, Output, offices, opened};
use crate::decide::OfficeBook;
use crate::decide::routines::{SheetLine, Shown, may_show, sheet_line};
use crate::decide::wording::dates;
use crate::domain::{ClosedHow, UnitId};
use crate::store::complaints::Complaint;
use crate::store::erasure::ERASED;

/// The sheet for the notice board: closed complaints without names, numbers, addresses or health matters
///
/// Nothing of complaints that are grave, allege wrongdoing, are protected, or whose reporter has objected. Read it
/// before it is put up.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The office
    #[arg(long, value_name = "ID")]
    office: String,
    /// The month, such as 2026-10, or a year
    #[arg(long, value_name = "PERIOD")]
    month: String,
    /// A page for the printer
    #[arg(long)]
    html: bool,
}

#[derive(Serialize)]
struct Whole<'a> {
    office: &'a str,
    month: &'a str,
    lines: &'a [SheetLine],
    left_out: &'a [LeftOut],
}

/// A complaint that the board does not show.
#[derive(Serialize)]
struct LeftOut {
    number: String,
    why: &'static str,
}

/// Prints it.
///
/// # Errors
/// Where the configuration is wrong, there is no database, or the office or month is not understood.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    let book = offices::named(&opened.config.books, &args.office)?;
    let period = Period::read(&args.month, book.office.zone)?;
    let (mut lines, mut left_out) = (Vec::new(), Vec::new());
    for (complaint, objected) in opened.store.closed_between(&args.office, period.from, period.until).await? {
        if let Some(why) = nothing_to_show(&complaint) {
            left_out.push(LeftOut { number: complaint.number, why });
            continue;
        }
        match (may_show(&complaint.decision), objected) {
            (Shown::Yes, false) => {
                let answers = opened.store.answers(complaint.id).await?;
                lines.push(line(book, &complaint, answers.last().map(|(_, _, text)| text.as_str())));
            }
            (Shown::Yes, true) => left_out.push(LeftOut { number: complaint.number, why: "pelapor keberatan" }),
            (Shown::Never(why), _) => left_out.push(LeftOut { number: complaint.number, why }),
        }
    }
    let mut out = Output::stdout();
    if global.json {
        out.json(&Whole { office: &args.office, month: &args.month, lines: &lines, left_out: &left_out })?;
    } else {
        print(&mut out, &args, book, &period, &lines)?;
        if !left_out.is_empty() {
            tracing::info!(count = left_out.len(), "complaints are not shown; --json names them with the reason");
        }
    }
    out.finish()?;
    Ok(Exit::Well)
}

/// Why there is nothing to put up of a complaint that is over; `None`: there is.
fn nothing_to_show(complaint: &Complaint) -> Option<&'static str> {
    if complaint.text == ERASED {
        return Some("data dihapus");
    }
    let unanswered = complaint.answered.is_none() && complaint.closed_how == Some(ClosedHow::DitutupPetugas);
    if complaint.closed_how == Some(ClosedHow::DicabutPelapor) {
        return Some("dicabut pelapor");
    }
    unanswered.then_some("ditutup tanpa jawaban")
}

fn line(book: &OfficeBook, complaint: &Complaint, answer: Option<&str>) -> SheetLine {
    let unit = book.office.unit(&UnitId(complaint.unit.clone())).map(|unit| unit.name.as_str()).unwrap_or_default();
    let closed = complaint.closed.map(|at| dates::short_date(at.with_timezone(&book.office.zone).date_naive()));
    let name = complaint.pelapor_name.as_deref();
    sheet_line(book, unit, &complaint.summary, answer, name, closed.unwrap_or_default())
}

fn print(
    out: &mut Output,
    args: &Args,
    book: &OfficeBook,
    period: &Period,
    lines: &[SheetLine],
) -> Result<(), Failure> {
    const TITLE: &str = "Papan pengumuman: hasil penanganan pengaduan";
    let head = format!("{}, periode {}", book.office.name, period.label);
    if args.html {
        let row = |(n, line): (usize, &SheetLine)| {
            vec![(n + 1).to_string(), line.subject.clone(), line.followup.clone(), line.closed.clone()]
        };
        let rows: Vec<Vec<String>> = lines.iter().enumerate().map(row).collect();
        let columns = ["No", "Pokok keluhan (tanpa identitas)", "Tindak lanjut", "Selesai tanggal"];
        return out.line(&page(
            TITLE,
            std::slice::from_ref(&head),
            &[Sheet { caption: "", head: &columns, rows: &rows }],
        ));
    }
    out.line(&format!("{}\n{head}\n", TITLE.to_uppercase()))?;
    for (n, line) in lines.iter().enumerate() {
        out.line(&format!("{}. Pokok pengaduan : {}", n + 1, line.subject))?;
        out.line(&format!("   Tindak lanjut   : {}", line.followup))?;
        out.line(&format!("   Selesai         : {}", line.closed))?;
    }
    if lines.is_empty() {
        out.line("Tidak ada pengaduan yang selesai dan dapat ditampilkan pada periode ini.")
    } else {
        Ok(())
    }
}

//! `book`: the register as the book of complaints that an office keeps. In: the complaints received in a month. Out: one row
//! each, as text, CSV, JSON or a page for the printer. Whoever reads it is noted in the log; a protected reporter stays
//! hidden.

use serde::Serialize;

use super::opened::actor;
use super::report::Period;
use super::sheet::{Sheet, page};
use super::table::{self, csv_cell};
use super::{Exit, Failure, Global, Output, offices, opened};
use crate::decide::OfficeBook;
use crate::decide::wording::dates;
use crate::domain::UnitId;
use crate::domain::office::Unit;
use crate::store::Store;
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

/// The book of complaints: who came when with what, who dealt with it, and how it ended
///
/// Names and addresses stand in it, except those of protected reporters; that it was printed stands in the log.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The office
    #[arg(long, value_name = "ID")]
    office: String,
    /// The month, such as 2026-10, or a year
    #[arg(long, value_name = "PERIOD")]
    period: String,
    /// Comma-separated values, for a spreadsheet
    #[arg(long, conflicts_with = "html")]
    csv: bool,
    /// A page for the printer
    #[arg(long)]
    html: bool,
}

/// The columns of the book.
const HEAD: [&str; 12] = [
    "No",
    "Nomor",
    "Diterima",
    "Dicatat",
    "Kanal",
    "Nama",
    "Kontak",
    "Isi pengaduan",
    "Jenis",
    "Unit",
    "Tindak lanjut",
    "Selesai",
];

/// A line of the book.
#[derive(Serialize)]
struct Line {
    number: String,
    received: String,
    registered: String,
    channel: &'static str,
    name: String,
    contact: String,
    text: String,
    class: &'static str,
    unit: String,
    answer: String,
    closed: String,
}

/// Prints it.
///
/// # Errors
/// Where the configuration is wrong, there is no database, or the office or period is not understood.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    let book = offices::named(&opened.config.books, &args.office)?;
    let period = Period::read(&args.period, book.office.zone)?;
    let lines = lines(&opened.store, book, &period).await?;
    let mut tx = opened.store.write(opened.now).await?;
    tx.note(Entry::new(Event::Akses, actor()).office(&args.office).fact("buku", args.period.as_str()));
    // True now: the log says who read the book, and nobody has read it yet.
    tx.commit().await?;
    let rows: Vec<Vec<String>> = lines.iter().enumerate().map(|(n, line)| cells(n + 1, line)).collect();
    let mut out = Output::stdout();
    if global.json {
        for line in &lines {
            out.json(line)?;
        }
    } else if args.csv {
        let row = |cells: &mut dyn Iterator<Item = &str>| cells.map(csv_cell).collect::<Vec<_>>().join(",");
        out.line(&row(&mut HEAD.into_iter()))?;
        for cells in &rows {
            out.line(&row(&mut cells.iter().map(String::as_str)))?;
        }
    } else if args.html {
        let head = format!("{}, periode {}", book.office.name, period.label);
        let sheet = Sheet { caption: "", head: &HEAD, rows: &rows };
        out.line(&page("Buku konsultasi dan pengaduan", &[head], &[sheet]))?;
    } else {
        table::print(&mut out, &HEAD, &rows)?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

async fn lines(store: &Store, book: &OfficeBook, period: &Period) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    for complaint in store.received_between(&book.office.id.0, period.from, period.until).await? {
        let answers = store.answers(complaint.id).await?;
        lines.push(line(book, &complaint, answers.last().map(|(_, _, text)| text.as_str())));
    }
    Ok(lines)
}

fn line(book: &OfficeBook, complaint: &Complaint, answer: Option<&str>) -> Line {
    let office = &book.office;
    let moment = |at: chrono::DateTime<chrono::Utc>| {
        dates::short_moment(at.with_timezone(&office.zone).fixed_offset(), &office.zone_name)
    };
    let hidden = complaint.decision.privacy.hides_identity();
    let shown = |text: &Option<String>| match text {
        _ if hidden => "dirahasiakan".to_owned(),
        Some(text) => text.clone(),
        None => String::new(),
    };
    Line {
        number: complaint.number.clone(),
        received: moment(complaint.received),
        registered: moment(complaint.registered),
        channel: complaint.channel.label(),
        name: shown(&complaint.pelapor_name),
        contact: shown(&complaint.pelapor),
        text: complaint.text.clone(),
        class: complaint.decision.class.label(),
        unit: office.unit(&UnitId(complaint.unit.clone())).map(Unit::shown).unwrap_or_default().to_owned(),
        answer: answer.unwrap_or_default().to_owned(),
        closed: complaint.closed.map(moment).unwrap_or_default(),
    }
}

fn cells(n: usize, line: &Line) -> Vec<String> {
    vec![
        n.to_string(),
        line.number.clone(),
        line.received.clone(),
        line.registered.clone(),
        line.channel.to_owned(),
        line.name.clone(),
        line.contact.clone(),
        line.text.clone(),
        line.class.to_owned(),
        line.unit.clone(),
        line.answer.clone(),
        line.closed.clone(),
    ]
}

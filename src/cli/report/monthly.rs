//! The monthly statistics of an office. In: the register and the tasks of its people. Out: tables, CSV, JSON or a page
//! for the printer.

use serde::Serialize;

use super::Period;
use crate::cli::opened;
use crate::cli::sheet::{Sheet, page};
use crate::cli::table;
use crate::cli::{Exit, Failure, Global, Output};
use crate::decide::OfficeBook;
use crate::decide::statistics::{Count, Slot, Statistics, statistics};
use crate::decide::wording::dates;
use crate::domain::{Case, UnitId};
use crate::duties::registers::csv_cell;
use crate::store::Store;

#[derive(Debug, clap::Args)]
#[group(id = "monthly")]
pub struct Args {
    /// The office
    #[arg(long, value_name = "ID")]
    office: String,
    /// A month such as 2026-10, or a year
    #[arg(long, value_name = "PERIOD")]
    period: String,
    /// Comma-separated values, for a spreadsheet
    #[arg(long, conflicts_with = "html")]
    csv: bool,
    /// A page for the printer
    #[arg(long)]
    html: bool,
}

#[derive(Serialize)]
struct Whole<'a> {
    office: &'a str,
    period: &'a str,
    from: chrono::DateTime<chrono::Utc>,
    until: chrono::DateTime<chrono::Utc>,
    #[serde(flatten)]
    figures: &'a Statistics,
}

/// A part of the report: its caption, its headings, its rows.
type Part = (&'static str, &'static [&'static str], Vec<Vec<String>>);

pub(super) async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    let book = crate::cli::offices::named(&opened.config.books, &args.office)?;
    let period = Period::read(&args.period, book.office.zone)?;
    let cases = cases(&opened.store, book, &period).await?;
    let slots = slots(&opened.store, book, &period).await?;
    let figures = statistics(&cases, &slots, opened.now);
    let mut out = Output::stdout();
    if global.json {
        let (from, until) = (period.from, period.until);
        out.json(&Whole { office: &args.office, period: &args.period, from, until, figures: &figures })?;
    } else if args.csv {
        for (caption, head, rows) in parts(&figures) {
            let line = |row: &[String]| row.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(",");
            let named: Vec<String> = std::iter::once(caption).chain(head.iter().copied()).map(str::to_owned).collect();
            out.line(&line(&named))?;
            for row in rows {
                let cells: Vec<String> = std::iter::once(String::new()).chain(row).collect();
                out.line(&line(&cells))?;
            }
        }
    } else if args.html {
        let parts = parts(&figures);
        let sheets: Vec<Sheet<'_>> = parts.iter().map(|(caption, head, rows)| Sheet { caption, head, rows }).collect();
        let title = format!("Statistik pengaduan {}, {}", book.office.name, period.label);
        out.line(&page(&title, &[format!("Diterima: {}", figures.received)], &sheets))?;
    } else {
        out.line(&format!("{}, {}", book.office.name, period.label))?;
        for (caption, head, rows) in parts(&figures) {
            out.line(&format!("\n{caption}"))?;
            table::print(&mut out, head, &rows)?;
        }
    }
    out.finish()?;
    Ok(Exit::Well)
}

async fn cases(store: &Store, book: &OfficeBook, period: &Period) -> Result<Vec<Case>, Failure> {
    let mut cases = store.cases_between(&book.office.id.0, period.from, period.until).await?;
    for case in &mut cases {
        if let Some(unit) = book.office.unit(&UnitId(case.unit.clone())) {
            case.unit.clone_from(&unit.name);
        }
    }
    Ok(cases)
}

/// Tasks that somebody had to confirm; what the machine itself settled does not count.
async fn slots(store: &Store, book: &OfficeBook, period: &Period) -> Result<Vec<Slot>, Failure> {
    let tasks = store.tasks_between(&book.office.id.0, period.from, period.until).await?;
    let title = |id: &str| {
        let fixed = book.routines.fixed.iter().find(|routine| routine.id == id).map(|routine| &routine.title);
        let posting = || book.routines.postings.iter().find(|posting| posting.id == id).map(|posting| &posting.title);
        fixed.or_else(posting).cloned().unwrap_or_else(|| id.to_owned())
    };
    let by_machine = |task: &crate::store::tasks::Task| {
        task.confirmed
            .as_ref()
            .is_some_and(|(_, by, word)| (by == "sistem" && !word.starts_with("FORMULIR")) || by == "pelapor")
    };
    let counted = tasks.into_iter().filter(|task| !by_machine(task));
    Ok(counted
        .map(|task| Slot {
            title: title(&task.routine),
            missed: task.missed.is_some(),
            confirmed: task.confirmed.is_some(),
        })
        .collect())
}

fn parts(figures: &Statistics) -> Vec<Part> {
    let counted = |counts: &[Count]| counts.iter().map(|c| vec![c.label.clone(), c.count.to_string()]).collect();
    let median =
        figures.median_minutes.map_or_else(|| "-".to_owned(), |m| dates::remaining(chrono::TimeDelta::minutes(m)));
    let figure = |what: &str, count: usize| vec![what.to_owned(), count.to_string()];
    let slots = figures.slots.iter().map(|s| {
        vec![s.title.clone(), s.kept.to_string(), s.late.to_string(), s.missed.to_string(), s.open.to_string()]
    });
    let mut parts: Vec<Part> = vec![
        (
            "Penyelesaian",
            &["Hal", "Jumlah"],
            vec![
                figure("diterima", figures.received),
                figure("dijawab", figures.answered),
                figure("selesai", figures.closed),
                figure("dijawab sesuai janji", figures.within_promise),
                figure("melewati janji", figures.missed),
                figure("masih dalam waktu", figures.running),
                vec!["median waktu sampai dijawab".to_owned(), median],
                figure("pelapor puas", figures.content),
                figure("pelapor tidak puas", figures.not_content),
            ],
        ),
        ("Menurut jenis", &["Jenis", "Jumlah"], counted(&figures.by_class)),
        ("Menurut kanal", &["Kanal", "Jumlah"], counted(&figures.by_channel)),
        ("Menurut grade", &["Grade", "Jumlah"], counted(&figures.by_grade)),
        ("Menurut unit", &["Unit", "Jumlah"], counted(&figures.by_unit)),
        ("Tugas tetap", &["Tugas", "Ditepati", "Terlambat", "Terlewat", "Berjalan"], slots.collect()),
    ];
    parts.retain(|(_, _, rows)| !rows.is_empty());
    parts
}

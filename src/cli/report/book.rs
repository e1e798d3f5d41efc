//! `report book`: the register in the layout of the paper book, as CSV or as a page to print. In: the database. Out: a
//! row for each complaint received in the time, both its times among the columns.
//!
//! Personal data is masked; `--unmasked` shows it, and the log notes who asked for that. A protected reporter is named
//! in neither.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveTime, Utc};

use crate::cli::opened::{self, Opened, actor};
use crate::cli::{Exit, Failure, Global, Output, offices};
use crate::decide::registration::dates;
use crate::decide::{OfficeBook, privacy};
use crate::duties::registers::csv_cell;
use crate::store::registrations::BookEntry;
use crate::sync_log::{Entry, Event};

/// The register in the layout of the book of complaints, to print or to keep; the log notes each export
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose register
    #[arg(long, value_name = "ID")]
    office: String,
    /// Received from this day on (dd-mm-yyyy) [default: the first of January]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Received up to and with this day (dd-mm-yyyy) [default: today]
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// With telephone numbers, addresses and the officers complained about; the log notes who asked
    #[arg(long)]
    unmasked: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a spreadsheet
    Csv,
    /// A page to print
    Html,
}

/// How a text begins to name the officer it complains about; he has a column of his own.
const ABOUT: &str = "Petugas yang dikeluhkan:";

const HEADINGS: [&str; 25] = [
    "Nomor",
    "Kanal",
    "Diterima",
    "Didaftarkan",
    "Terlambat didaftarkan",
    "Dicatat oleh",
    "Nama",
    "Alamat",
    "Telepon",
    "Jenis",
    "Grade",
    "Kategori",
    "Tempat kejadian",
    "Waktu kejadian",
    "Petugas dikeluhkan",
    "Isi",
    "Unit",
    "Tenggat",
    "Status",
    "Jawaban",
    "Dijawab",
    "Ditutup",
    "Nomor asal",
    "Nomor dan tanggal surat",
    "Tanda tangan",
];

/// Prints it.
///
/// # Errors
/// Where a day is not understood or the database cannot be read.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    let book = offices::named(&opened.config.books, &args.office)?;
    let (from, until) = span(&args, book, opened.now)?;
    let entries = opened.store.book(&args.office, from, until).await?;
    let mut tx = opened.store.write(opened.now).await?;
    tx.note(
        Entry::new(Event::Ekspor, actor())
            .office(&args.office)
            .fact("apa", "buku register")
            .fact("jumlah", entries.len())
            .fact("terbuka", args.unmasked),
    );
    // True now: the log says who exported what, and nobody has seen it yet.
    tx.commit().await?;
    let rows: Vec<[String; 25]> = entries.iter().map(|entry| row(&opened, book, entry, args.unmasked)).collect();
    let mut out = Output::stdout();
    if global.json {
        for row in &rows {
            let object: serde_json::Map<String, serde_json::Value> =
                HEADINGS.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), cell.as_str().into())).collect();
            out.json(&object)?;
        }
    } else if args.format == Format::Html {
        out.line(&page(book, &rows, &opened.short(&args.office, from), &opened.short(&args.office, until)))?;
    } else {
        out.line(&HEADINGS.map(csv_cell).join(","))?;
        rows.iter().try_for_each(|row| out.line(&row.each_ref().map(|cell| csv_cell(cell)).join(",")))?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

fn span(args: &Args, book: &OfficeBook, now: DateTime<Utc>) -> Result<(DateTime<Utc>, DateTime<Utc>), Failure> {
    let zone = book.office.zone;
    let today = now.with_timezone(&zone).date_naive();
    let day = |option: &str, said: &Option<String>| match said {
        None => Ok(None),
        Some(said) => dates::day(said, today).map(Some).ok_or_else(|| {
            Failure::new(Exit::Usage, "this is no day").at(format!("{option} {said}")).right("dd-mm-yyyy")
        }),
    };
    let first = day("--from", &args.from)?.or(chrono::Datelike::with_ordinal(&today, 1)).unwrap_or(today);
    let last = day("--to", &args.to)?.unwrap_or(today);
    let begins = |day: chrono::NaiveDate| day.and_time(NaiveTime::MIN).and_local_timezone(zone).earliest();
    let end = last.succ_opt().and_then(begins);
    let (Some(from), Some(until)) = (begins(first), end) else {
        return Err(Failure::new(Exit::Usage, "these days are out of every calendar"));
    };
    Ok((from.to_utc(), until.to_utc()))
}

fn row(opened: &Opened, book: &OfficeBook, entry: &BookEntry, unmasked: bool) -> [String; 25] {
    let (c, r) = (&entry.complaint, entry.registration.clone().unwrap_or_default());
    let decision = &c.decision;
    let protected = decision.privacy.hides_identity();
    let at = |moment: Option<DateTime<Utc>>| moment.map(|at| opened.short(&c.office, at)).unwrap_or_default();
    let mask = |text: String| privacy::mask(&text, &book.rules.public_numbers).0;
    let personal = |text: Option<String>| match (text, protected, unmasked) {
        (None, ..) => String::new(),
        (Some(_), true, _) => "dirahasiakan".to_owned(),
        (Some(text), false, true) => text,
        (Some(_), false, false) => "(disamarkan)".to_owned(),
    };
    let name = match &c.pelapor_name {
        Some(_) if protected => "dirahasiakan".to_owned(),
        name => name.clone().unwrap_or_default(),
    };
    let text = if decision.privacy.restricted && !unmasked {
        "(isi menyangkut kesehatan yang sensitif; ada di register)".to_owned()
    } else {
        c.text.lines().filter(|line| unmasked || !line.starts_with(ABOUT)).collect::<Vec<_>>().join("\n")
    };
    let letter = [r.letter_number, r.letter_date].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let channel = match r.sub_channel {
        Some(said) => format!("{} ({said})", c.channel.label()),
        None => c.channel.label().to_owned(),
    };
    let status = match c.status.as_str() {
        "open" => "belum dijawab",
        "answered" => "dijawab",
        _ => "selesai",
    };
    [
        c.number.clone(),
        channel,
        at(Some(c.received)),
        at(Some(c.registered)),
        if r.late { "ya" } else { "" }.to_owned(),
        r.registrar_unit
            .unwrap_or_else(|| if entry.registration.is_some() { r.registrar } else { "sistem".to_owned() }),
        name,
        personal(r.address),
        personal(r.phone.or_else(|| c.pelapor.clone().filter(|way| way.starts_with('+')))),
        decision.class.label().to_owned(),
        decision.grade.map(|grade| grade.label().to_owned()).unwrap_or_default(),
        if decision.supervision { "berkadar pengawasan" } else { "" }.to_owned(),
        mask(r.place.unwrap_or_default()),
        mask(r.event_time.unwrap_or_default()),
        personal(r.about),
        text,
        opened.unit_name(&c.office, &c.unit),
        decision.deadlines.first().map(|deadline| at(Some(deadline.due.to_utc()))).unwrap_or_default(),
        status.to_owned(),
        mask(entry.answer.clone().unwrap_or_default()),
        at(c.answered),
        at(c.closed),
        r.origin.unwrap_or_default(),
        letter,
        r.signed.unwrap_or_default(),
    ]
}

/// A page that prints on landscape paper, its headings on every sheet.
fn page(book: &OfficeBook, rows: &[[String; 25]], from: &str, until: &str) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"id\"><head><meta charset=\"utf-8\"><title>Buku register {office}</title>\n<style>\n\
         @page {{ size: A3 landscape; margin: 10mm }}\nbody {{ font: 8pt sans-serif }}\ntable {{ border-collapse: collapse; width: 100% }}\n\
         th, td {{ border: 1px solid #000; padding: 2px 3px; vertical-align: top; text-align: left; overflow-wrap: anywhere }}\n\
         thead {{ display: table-header-group }}\ntr {{ break-inside: avoid }}\n</style></head><body>\n\
         <h1>Buku Register Konsultasi dan Pengaduan</h1>\n<p>{office}<br>Diterima sejak {from} sampai sebelum {until}; {count} laporan</p>\n\
         <table><thead><tr><th>No</th>",
        office = escaped(&book.office.name),
        count = rows.len(),
    );
    HEADINGS.iter().for_each(|heading| out.push_str(&format!("<th>{heading}</th>")));
    out.push_str("</tr></thead><tbody>\n");
    for (n, row) in (1..).zip(rows) {
        let cells: String =
            row.iter().map(|cell| format!("<td>{}</td>", escaped(cell).replace('\n', "<br>"))).collect();
        let _ = writeln!(out, "<tr><td>{n}</td>{cells}</tr>");
    }
    out.push_str("</tbody></table></body></html>");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

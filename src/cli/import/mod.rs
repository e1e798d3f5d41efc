//! `import FILE`: complaints from a file into the inbox. In: the LAPOR! admin's Excel export, a register or
//! questionnaire as CSV or XLSX, an mbox, a mail. Out: what was found, what was new; the daemon does the rest.
//!
//! A register and a mailbox are only shown before `--commit` is said: their columns and dates are guessed.

mod lapor;
mod mails;
mod said;
mod table;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::channel::ChannelWord;
use super::opened::{self, Opened};
use super::{Exit, Failure, Global, offices};
use crate::decide::OfficeBook;
use crate::decide::registration::dates;
use crate::domain::Channel;

/// Largest file, in bytes.
const LARGEST: u64 = 1 << 30;

/// Take in complaints from a file: LAPOR! export, register or questionnaire (CSV, XLSX), mbox, .eml
///
/// The rows of a LAPOR! export are taken in at once. Everything else is only shown, with its faults, until --commit is
/// said. What was taken in before changes nothing.
///
/// Exit status 0: all of it can be read; 1: some rows cannot (they are told, and left out); 65: none of it can.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file
    file: PathBuf,
    /// Whose it is, where several offices are configured
    #[arg(long, value_name = "ID")]
    office: Option<String>,
    /// Take it in; without this it is only shown
    #[arg(long)]
    commit: bool,
    /// Keep and count them, and write to nobody: entries of an old book are closed as they come
    #[arg(long)]
    no_answers: bool,
    /// The same for what was received before this day [default: since when the office's mailbox is answered]
    #[arg(long, value_name = "dd-mm-yyyy", conflicts_with = "no_answers")]
    answer_since: Option<String>,
    /// Also rows that equal an earlier one; without this they are told and left out
    #[arg(long)]
    equal_rows: bool,
    /// How the entries of a register came, where no column says so
    #[arg(long, value_parser = ChannelWord { lapor: true })]
    channel: Option<Channel>,
}

/// Takes it in.
///
/// # Errors
/// Where the file cannot be read, or it is not clear whose it is.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    opened.known_office(args.office.as_deref())?;
    let wrong = |what: String| Failure::new(Exit::BadInput, what).at(args.file.display().to_string());
    let size = std::fs::metadata(&args.file).map_err(|error| wrong(format!("cannot be read: {error}")))?.len();
    if size > LARGEST {
        return Err(wrong(format!("is larger than {} MiB", LARGEST >> 20)));
    }
    if size == 0 {
        return Err(wrong("is empty".to_owned()));
    }
    let bytes = std::fs::read(&args.file).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    if is_lapor(&opened, args.office.as_deref(), &bytes) {
        return lapor::run(&args, &opened, &bytes, global).await;
    }
    let kind = kind(&args.file, &bytes).map_err(wrong)?;
    let book = offices::meant(&opened.config.books, args.office.as_deref())?;
    let since = answer_since(&args, &opened, book).await?;
    if kind == Kind::Mails {
        return mails::run(&args, &opened, book, since, &bytes, global).await;
    }
    let pages = connectors::table::read(&bytes).map_err(wrong)?;
    if connectors::table::is_zip(&bytes) && !table::has_headings(&pages, book) && !opened.config.lapor.is_empty() {
        return lapor::run(&args, &opened, &bytes, global).await;
    }
    table::run(&args, &opened, book, since, &pages, global).await
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mails,
    Table,
}

/// By its name, and where that says nothing by its first bytes.
fn kind(file: &Path, bytes: &[u8]) -> Result<Kind, String> {
    let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match extension.as_str() {
        "eml" | "mbox" | "mbx" => Ok(Kind::Mails),
        _ if bytes.starts_with(b"From ") => Ok(Kind::Mails),
        "csv" | "tsv" | "txt" | "xlsx" | "xlsm" => Ok(Kind::Table),
        "" if connectors::table::is_zip(bytes) => Ok(Kind::Table),
        "xls" | "ods" => Err(format!("a .{extension} is not read; save it as .xlsx or as CSV UTF-8")),
        "zip" => Err("an archive is not read: unpack it and give the file in it".to_owned()),
        "" => Err("its name says not what it is: .csv, .xlsx, .mbox or .eml is read".to_owned()),
        other => Err(format!("a .{other} is not read: .csv, .xlsx, .mbox or .eml is")),
    }
}

/// True for an Excel file that some account's profile takes for an export of reports.
fn is_lapor(opened: &Opened, office: Option<&str>, bytes: &[u8]) -> bool {
    let mut accounts =
        opened.config.lapor.iter().filter(|account| office.is_none_or(|office| account.office.0 == office));
    connectors::table::is_zip(bytes)
        && accounts.any(|account| connectors::lapor::arrivals(bytes, &account.profile, opened.now).is_ok())
}

/// From when on what is taken in is answered.
async fn answer_since(args: &Args, opened: &Opened, book: &OfficeBook) -> Result<DateTime<Utc>, Failure> {
    if args.no_answers {
        return Ok(DateTime::<Utc>::MAX_UTC);
    }
    if let Some(day) = &args.answer_since {
        let at = dates::day(day, opened.now.with_timezone(&book.office.zone).date_naive());
        let at = at.and_then(|day| day.and_hms_opt(0, 0, 0)?.and_local_timezone(book.office.zone).earliest());
        return at.map(|at| at.to_utc()).ok_or_else(|| {
            Failure::new(Exit::Usage, "this is no day").at(format!("--answer-since {day}")).right("dd-mm-yyyy")
        });
    }
    let mut own = opened.config.mailboxes.iter().filter(|mailbox| mailbox.office == book.office.id);
    let Some(mailbox) = own.find(|mailbox| mailbox.unit.is_none()) else { return Ok(opened.now) };
    match mailbox.answer_mail_since {
        Some(since) => Ok(since),
        None => Ok(opened.store.source(&mailbox.name).await?.map_or(opened.now, |source| source.first_seen_at)),
    }
}

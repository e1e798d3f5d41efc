//! `register`: a complaint that came another way, written down at a keyboard. In: what was said, as options. Out: its
//! number, or with `--dry-run` what would be decided.

mod sheet;

use std::path::PathBuf;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::channel::ChannelWord;
use super::inbox::{self, Laid};
use super::opened;
use super::{Exit, Failure, Global, Output, offices};
use crate::config::{Config, Secrets};
use crate::decide::OfficeBook;
use crate::decide::assess::assess;
use crate::decide::deadlines::{self, clocks};
use crate::decide::registration::choice::as_chosen;
use crate::decide::registration::mail::words;
use crate::decide::registration::{grade_named, matter};
use crate::domain::{Channel, Class, Decision, Grade, Sheet};
use crate::store::registrations::sheets_of;

/// Digits of a NIK.
const NIK_DIGITS: usize = 16;

/// Register a complaint that came by word of mouth, letter, box, telephone or a social network
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("words").required(true).multiple(true).args(["text", "text_file", "attach"])))]
pub struct Args {
    /// Whose register, where several offices are configured
    #[arg(long, value_name = "ID", alias = "instansi")]
    office: Option<String>,
    /// How it came
    #[arg(long, alias = "kanal", value_parser = ChannelWord { lapor: false })]
    channel: Channel,
    /// The citizen's words
    #[arg(long, alias = "isi", conflicts_with = "text_file")]
    text: Option<String>,
    /// A file with the citizen's words (- = standard input)
    #[arg(long, value_name = "FILE", alias = "isi-berkas")]
    text_file: Option<PathBuf>,
    /// The citizen's name
    #[arg(long, alias = "nama")]
    name: Option<String>,
    /// The citizen's telephone
    #[arg(long, alias = "telp", alias = "hp")]
    phone: Option<String>,
    /// The citizen's number at WhatsApp
    #[arg(long, alias = "wa")]
    whatsapp: Option<String>,
    /// The citizen's NIK, 16 digits; kept in the register, masked in every letter
    #[arg(long, value_parser = nik)]
    nik: Option<String>,
    /// The citizen's mail address
    #[arg(long)]
    email: Option<String>,
    /// The citizen's postal address
    #[arg(long, alias = "alamat")]
    address: Option<String>,
    /// When the office got it: dd-mm-yyyy hh.mm, in the office's zone [default: now]
    #[arg(long, value_name = "T", alias = "diterima")]
    received: Option<String>,
    /// Where it happened
    #[arg(long, alias = "tempat")]
    place: Option<String>,
    /// When it happened
    #[arg(long, alias = "waktu")]
    time: Option<String>,
    /// The officer it is about
    #[arg(long, alias = "petugas")]
    about: Option<String>,
    /// The unit that must answer: id or name; the rules decide where it is left out
    #[arg(long)]
    unit: Option<String>,
    /// merah, kuning or hijau; the rules propose one where it is left out
    #[arg(long, value_parser = grade)]
    grade: Option<Grade>,
    /// pengaduan, aspirasi, permintaan informasi or konsultasi; the rules decide where it is left out
    #[arg(long, alias = "jenis", value_parser = class)]
    class: Option<Class>,
    /// Must not become public
    #[arg(long, alias = "rahasia")]
    secret: bool,
    /// Hide the reporter from the units
    #[arg(long, alias = "anonim")]
    anonymous: bool,
    /// It was settled at once; needs the answer
    #[arg(long, alias = "selesai", requires = "answer_given")]
    settled: bool,
    /// What the citizen was told
    #[arg(long, alias = "jawaban", group = "answer_given")]
    answer: Option<String>,
    /// A file with what the citizen was told
    #[arg(long, value_name = "FILE", alias = "jawaban-berkas", group = "answer_given")]
    answer_file: Option<PathBuf>,
    /// The number on the citizen's letter
    #[arg(long, value_name = "NUMBER", alias = "nomor-surat")]
    letter_number: Option<String>,
    /// The date on the citizen's letter
    #[arg(long, value_name = "DATE", alias = "tanggal-surat")]
    letter_date: Option<String>,
    /// Whether both have signed: "ada", or what is missing
    #[arg(long, value_name = "TEXT", alias = "tanda-tangan")]
    signed: Option<String>,
    /// How long the visit took
    #[arg(long, value_name = "TEXT", alias = "lama")]
    duration: Option<String>,
    /// Its number in the book it was copied from: the same number is registered once
    #[arg(long, alias = "nomor-asal")]
    origin: Option<String>,
    /// A scan or photograph that belongs to it (PDF, JPEG, PNG, TIFF, GIF; 7 MiB together); may be given several times.
    /// Without any text whoever reads the scan decides: no rule can
    #[arg(long, value_name = "FILE", alias = "lampiran")]
    attach: Vec<PathBuf>,
    /// Say what would be decided, and register nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

/// Sixteen digits, however they are grouped.
fn nik(value: &str) -> Result<String, String> {
    let digits: String = value.chars().filter(|c| !c.is_whitespace() && *c != '.' && *c != '-').collect();
    let right = digits.len() == NIK_DIGITS && digits.chars().all(|c| c.is_ascii_digit());
    if right { Ok(digits) } else { Err(format!("a NIK has {NIK_DIGITS} digits")) }
}

fn grade(value: &str) -> Result<Grade, String> {
    grade_named(value).ok_or_else(|| "merah, kuning or hijau".to_owned())
}

fn class(value: &str) -> Result<Class, String> {
    let words = || Class::ALL.iter().map(|class| class.label()).collect::<Vec<_>>().join(", ");
    let plain = value.trim().to_lowercase().replace(['_', '-'], " ");
    let exact = Class::ALL.iter().copied().find(|class| class.label().to_lowercase() == plain);
    exact.ok_or_else(|| format!("one of {}", words()))
}

#[derive(Serialize)]
struct Registered<'a> {
    /// Its number; none where a running daemon has not come to it yet, or in a dry run.
    number: Option<String>,
    /// It was in the register before.
    known: bool,
    dry_run: bool,
    sheet: &'a Sheet,
    decision: Option<Decision>,
}

/// Registers it.
///
/// # Errors
/// Where an option cannot be understood, or the database cannot be written.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let dry_run = args.dry_run;
    if dry_run {
        let config = Config::load(global.config_file(), Secrets::DatabaseOnly)?;
        let book = offices::meant(&config.books, args.office.as_deref())?;
        let now = crate::clock::Clock::now(&crate::clock::SystemClock);
        let sheet = sheet::sheet(args, book, now)?;
        let decision = Some(decision(book, &sheet, now));
        return tell(global, &Registered { number: None, known: false, dry_run, sheet: &sheet, decision });
    }
    let opened = opened::open(global).await?;
    let book = offices::meant(&opened.config.books, args.office.as_deref())?;
    let office = book.office.id.0.clone();
    let sheet = sheet::sheet(args, book, opened.now)?;
    let laid = Laid::sheet(&sheet, String::new(), opened.now);
    let name = format!("ketik/{}", hex::encode(Sha256::digest(&laid.raw)));
    let source = sheets_of(&office);
    let new = inbox::lay(&opened, &office, &source, vec![Laid { remote_ref: name.clone(), ..laid }]).await?;
    inbox::work(&opened, &office, &name).await?;
    let became = opened.store.became(&source, &name).await?;
    let known = new == 0 || became.as_ref().is_some_and(|(outcome, _)| outcome == "duplicate");
    let number = became.and_then(|(_, number)| number);
    let complaint = match &number {
        Some(number) => opened.store.complaint(number).await?,
        None => None,
    };
    let decision = complaint.map(|complaint| complaint.decision);
    tell(global, &Registered { number, known, dry_run, sheet: &sheet, decision })
}

fn tell(global: &Global, registered: &Registered<'_>) -> Result<Exit, Failure> {
    let mut out = Output::stdout();
    if global.json {
        // Of files only what they are: their bytes are in the inbox.
        let mut sheet = registered.sheet.clone();
        sheet.files.iter_mut().for_each(|file| file.base64.clear());
        let Registered { known, dry_run, .. } = *registered;
        let (number, decision) = (registered.number.clone(), registered.decision.clone());
        out.json(&Registered { number, known, dry_run, sheet: &sheet, decision })?;
    } else if let Some(decision) = registered.decision.as_ref().filter(|_| registered.dry_run) {
        out.line(&format!("would be {} for {} ({})", decision.class.label(), decision.unit_name, decision.unit))?;
        out.line(&format!("rule       {}", decision.rule))?;
        out.line(&format!("grade      {}", decision.grade.map_or("-", Grade::label)))?;
        out.line(&format!("emergency  {}", if decision.emergency { "yes" } else { "no" }))?;
        for deadline in &decision.deadlines {
            out.line(&format!("deadline   {} {}", deadline.standard, deadline.due.format("%Y-%m-%d %H.%M %z")))?;
        }
        out.line("nothing was registered (dry run)")?;
    } else {
        match (&registered.number, registered.known) {
            (Some(number), false) => out.line(&format!("registered as {number}"))?,
            (Some(number), true) => out.line(&format!("is registered already, as {number}"))?,
            (None, _) => out.line("in the inbox; the daemon registers it: see `penghubung complaint list`")?,
        }
    }
    out.finish()?;
    Ok(Exit::Well)
}

/// What the triage desk would decide.
fn decision(book: &OfficeBook, sheet: &Sheet, now: chrono::DateTime<chrono::Utc>) -> Decision {
    let text = words(sheet);
    let matter = matter(sheet, &text, Channel::TatapMuka, now);
    let mut decision = as_chosen(assess(book, &matter).decision, sheet, book);
    let facts = deadlines::Facts {
        channel: matter.channel,
        class: decision.class,
        grade: decision.grade,
        supervision: decision.supervision,
        received: matter.received,
    };
    decision.deadlines = clocks(&book.standards, &book.calendar, book.office.zone, &facts);
    decision
}

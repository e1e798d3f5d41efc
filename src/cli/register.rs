//! `register`: a complaint that came another way, written down at a keyboard. In: what was said, as options. Out: its number,
//! or with `--dry-run` what would be decided.

use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::inbox::{self, Laid};
use super::opened::{self, actor};
use super::{Exit, Failure, Global, Output, offices};
use crate::config::{Config, Secrets, looks_like_address};
use crate::decide::assess::assess;
use crate::decide::deadlines::{self, clocks};
use crate::decide::naming::unit_named;
use crate::decide::registration::choice::as_chosen;
use crate::decide::registration::mail::words;
use crate::decide::registration::{self, Setting, channel_named, dates, grade_named};
use crate::decide::{Matter, OfficeBook};
use crate::domain::{Channel, Class, Decision, Grade, Sheet};
use crate::store::registrations::sheets_of;

/// Largest text, in bytes.
const LARGEST: u64 = 1 << 20;
/// Nobody registers what happened before this; the year was mistyped.
const YEARS_BACK: chrono::TimeDelta = chrono::TimeDelta::days(3653);

/// Register a complaint that came by word of mouth, letter, box, telephone or a social network
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose register
    #[arg(long, value_name = "ID", alias = "instansi")]
    office: String,
    /// How it came: tatap_muka, surat, kotak_saran, telepon, sosmed, angket, sms, whatsapp or email
    #[arg(long, alias = "kanal", value_parser = channel)]
    channel: Channel,
    /// The citizen's words
    #[arg(long, alias = "isi", required_unless_present = "text_file", conflicts_with = "text_file")]
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
    /// Its number in the book it was copied from: the same number is registered once
    #[arg(long, alias = "nomor-asal")]
    origin: Option<String>,
    /// Say what would be decided, and register nothing
    #[arg(long, short = 'n')]
    dry_run: bool,
}

fn channel(value: &str) -> Result<Channel, String> {
    // What stands at LAPOR! comes by itself.
    let ways =
        || Channel::ALL.iter().filter(|c| **c != Channel::Lapor).map(|c| c.word()).collect::<Vec<_>>().join(", ");
    channel_named(value).filter(|channel| *channel != Channel::Lapor).ok_or_else(|| format!("one of {}", ways()))
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
        let book = offices::named(&config.books, &args.office)?;
        let now = crate::clock::Clock::now(&crate::clock::SystemClock);
        let sheet = sheet(args, book, now)?;
        let decision = Some(decision(book, &sheet, now));
        return tell(global, &Registered { number: None, known: false, dry_run, sheet: &sheet, decision });
    }
    let opened = opened::open(global).await?;
    let office = args.office.clone();
    let book = offices::named(&opened.config.books, &office)?;
    let sheet = sheet(args, book, opened.now)?;
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
        out.json(registered)?;
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

fn sheet(args: Args, book: &OfficeBook, now: chrono::DateTime<chrono::Utc>) -> Result<Sheet, Failure> {
    let setting = Setting::of(&book.office, now);
    let text = match &args.text_file {
        Some(file) => read(file)?,
        None => args.text.clone().unwrap_or_default(),
    };
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Failure::new(Exit::BadInput, "there is no text").right("say what the citizen said"));
    }
    let received = match args.received.as_deref() {
        None => now,
        Some(written) => dates::moment(written, book.office.zone, now).filter(|at| *at <= now).ok_or_else(|| {
            Failure::new(Exit::Usage, "this is no moment in the past")
                .at(format!("--received {written}"))
                .right("dd-mm-yyyy hh.mm, such as 20-11-2026 09.41")
        })?,
    };
    if let Some(unit) = &args.unit
        && unit_named(&book.office, unit).is_none()
    {
        let units: Vec<&str> = book.office.units.iter().map(|unit| unit.id.0.as_str()).collect();
        return Err(Failure::new(Exit::Usage, "no one unit has this name")
            .at(format!("--unit {unit}"))
            .right(format!("one of {}", units.join(", "))));
    }
    refuse_slips(&args, now - received)?;
    let answer = match &args.answer_file {
        Some(file) => Some(read(file)?),
        None => args.answer,
    };
    let phone = args.phone.map(|phone| phone_of(&phone, setting.area_code)).transpose()?;
    if args.grade.is_some() && !book.rules.grades {
        return Err(Failure::new(Exit::Usage, "this office grades no complaints")
            .at("--grade")
            .right("leave it out; `grades` in the office's office.toml switches grades on"));
    }
    Ok(Sheet {
        channel: Some(args.channel),
        received: Some(received),
        name: args.name,
        address: args.address,
        phone,
        email: args.email.map(|email| email.to_lowercase()),
        place: args.place,
        time: args.time,
        about: args.about,
        unit: args.unit,
        grade: args.grade,
        class: args.class,
        secret: args.secret,
        anonymous: args.anonymous,
        settled: args.settled,
        answer,
        origin: args.origin,
        text: text.trim().to_owned(),
        entered_by: Some(actor()),
        ..Sheet::default()
    })
}

/// A telephone number as it is dialled; what no telephone can dial is refused, for no answer would arrive.
fn phone_of(written: &str, area_code: &str) -> Result<String, Failure> {
    registration::phone(written, area_code).map_err(|written| {
        Failure::new(Exit::Usage, "this is no telephone number")
            .at(format!("--phone {written}"))
            .right("0812 3456 7890, +62 812..., or (0285) 391999")
    })
}

/// What would be kept and could not be right. `ago`: how long ago it was received.
fn refuse_slips(args: &Args, ago: chrono::TimeDelta) -> Result<(), Failure> {
    if (args.answer.is_some() || args.answer_file.is_some()) && !args.settled {
        return Err(Failure::new(Exit::Usage, "an answer is told only where it was settled on the spot")
            .at("--answer")
            .right("add --settled, or let the officer answer by mail"));
    }
    if let Some(email) = args.email.as_deref().filter(|email| !looks_like_address(email)) {
        return Err(Failure::new(Exit::Usage, "this is no mail address")
            .at(format!("--email {email}"))
            .right("name@domain, without a name"));
    }
    if ago > YEARS_BACK {
        return Err(Failure::new(Exit::Usage, "this is more than ten years ago")
            .at("--received")
            .right("dd-mm-yyyy hh.mm"));
    }
    Ok(())
}

fn read(file: &Path) -> Result<String, Failure> {
    use std::io::Read as _;
    let wrong = |what: String| Failure::new(Exit::BadInput, what).at(file.display().to_string());
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(LARGEST + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| wrong(format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > LARGEST {
        return Err(wrong("is larger than 1 MiB".to_owned()));
    }
    String::from_utf8(bytes).map_err(|_| wrong("is no UTF-8 text".to_owned()))
}

/// What the triage desk would decide.
fn decision(book: &OfficeBook, sheet: &Sheet, now: chrono::DateTime<chrono::Utc>) -> Decision {
    let text = words(sheet);
    let channel = sheet.channel.unwrap_or(Channel::TatapMuka);
    let received = sheet.received.unwrap_or(now);
    let matter = Matter {
        channel,
        subject: "",
        text: &text,
        received,
        arrived_at: None,
        anonymous: sheet.anonymous,
        secret: sheet.secret,
    };
    let mut decision = as_chosen(assess(book, &matter).decision, sheet, book);
    let facts = deadlines::Facts {
        channel,
        class: decision.class,
        grade: decision.grade,
        supervision: decision.supervision,
        received,
    };
    decision.deadlines = clocks(&book.standards, &book.calendar, book.office.zone, &facts);
    decision
}

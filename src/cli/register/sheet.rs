//! What was typed, as a sheet of the register. In: the options of `register`. Out: a [`Sheet`], or what cannot be
//! right.

use std::path::{Path, PathBuf};

use super::Args;
use crate::cli::opened::actor;
use crate::cli::{Exit, Failure};
use crate::config::looks_like_address;
use crate::decide::OfficeBook;
use crate::decide::naming::unit_named;
use crate::decide::registration::{self, Setting, dates};
use crate::decide::wording::one_line;
use crate::domain::Sheet;
use crate::domain::registration::Scan;

/// What stands in the register where a scan is all there is.
const IN_THE_SCAN: &str = "Isi pengaduan ada pada berkas terlampir.";
/// Largest text, in bytes.
const LARGEST: u64 = 1 << 20;
/// Largest scans together, in bytes: what officers' servers take on a letter.
const LARGEST_SCANS: u64 = 7 << 20;
/// Nobody registers what happened before this; the year was mistyped.
const YEARS_BACK: chrono::TimeDelta = chrono::TimeDelta::days(3653);

/// The sheet, if every option can be meant.
pub(super) fn sheet(args: Args, book: &OfficeBook, now: chrono::DateTime<chrono::Utc>) -> Result<Sheet, Failure> {
    let setting = Setting::of(&book.office, now);
    let text = match &args.text_file {
        Some(file) => read(file)?,
        None if args.text.is_none() && !args.attach.is_empty() => IN_THE_SCAN.to_owned(),
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
    refuse_what_the_office_lacks(&args, book)?;
    refuse_slips(&args, now - received)?;
    let files = scans(&args.attach)?;
    let answer = match &args.answer_file {
        Some(file) => Some(read(file)?),
        None => args.answer,
    };
    let number = |written: Option<String>, option: &str| {
        written.map(|written| phone_of(&written, option, setting.area_code)).transpose()
    };
    let phone = number(args.phone, "--phone")?;
    let whatsapp = number(args.whatsapp, "--whatsapp")?;
    // In letters to officers a line of its own would look like one of ours.
    let line = |field: Option<String>| field.map(|words| one_line(&words));
    Ok(Sheet {
        channel: Some(args.channel),
        received: Some(received),
        name: line(args.name),
        address: line(args.address),
        phone,
        whatsapp,
        nik: args.nik,
        letter_number: line(args.letter_number),
        letter_date: line(args.letter_date),
        signed: line(args.signed),
        duration: line(args.duration),
        email: args.email.map(|email| email.to_lowercase()),
        place: line(args.place),
        time: line(args.time),
        about: line(args.about),
        unit: args.unit,
        grade: args.grade,
        class: args.class,
        secret: args.secret,
        anonymous: args.anonymous,
        settled: args.settled,
        answer,
        origin: line(args.origin),
        text: text.trim().to_owned(),
        files,
        entered_by: Some(actor()),
        ..Sheet::default()
    })
}

/// A unit that is none of this office's, a grade where it gives none.
fn refuse_what_the_office_lacks(args: &Args, book: &OfficeBook) -> Result<(), Failure> {
    if let Some(unit) = &args.unit
        && unit_named(&book.office, unit).is_none()
    {
        let units: Vec<&str> = book.office.units.iter().map(|unit| unit.id.0.as_str()).collect();
        return Err(Failure::new(Exit::Usage, "no one unit has this name")
            .at(format!("--unit {unit}"))
            .right(format!("one of {}", units.join(", "))));
    }
    if args.grade.is_some() && !book.rules.grades {
        return Err(Failure::new(Exit::Usage, "this office grades no complaints")
            .at("--grade")
            .right("leave it out; `grades` in the office's office.toml switches grades on"));
    }
    Ok(())
}

/// A telephone number as it is dialled; what no telephone can dial is refused, for no answer would arrive.
fn phone_of(written: &str, option: &str, area_code: &str) -> Result<String, Failure> {
    registration::phone(written, area_code).map_err(|written| {
        Failure::new(Exit::Usage, "this is no telephone number")
            .at(format!("{option} {written}"))
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

/// The scans that belong to it, as large as what may hang on an officer's letter.
fn scans(files: &[PathBuf]) -> Result<Vec<Scan>, Failure> {
    use std::io::Read as _;
    let (mut scans, mut size) = (Vec::new(), 0);
    for file in files {
        let wrong = |what: String| Failure::new(Exit::BadInput, what).at(format!("--attach {}", file.display()));
        // A pipe would be waited for without end.
        if std::fs::metadata(file).is_ok_and(|what| !what.is_file()) {
            return Err(wrong("is no file".to_owned()).right("PDF, JPEG, PNG, TIFF or GIF"));
        }
        let mut bytes = Vec::new();
        let read = std::fs::File::open(file).and_then(|open| open.take(LARGEST_SCANS + 1).read_to_end(&mut bytes));
        read.map_err(|error| wrong(format!("cannot be read: {error}")))?;
        size += bytes.len() as u64;
        if size > LARGEST_SCANS {
            return Err(wrong("the files are larger than 7 MiB together".to_owned())
                .right("a smaller scan, in grey or with 150 dpi"));
        }
        let name = file.file_name().map(|name| one_line(&name.to_string_lossy())).unwrap_or_default();
        let scan = registration::scan(&name, &bytes);
        scans.push(
            scan.ok_or_else(|| wrong("is no scan or photograph".to_owned()).right("PDF, JPEG, PNG, TIFF or GIF"))?,
        );
    }
    Ok(scans)
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

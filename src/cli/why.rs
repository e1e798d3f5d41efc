//! `why N`: the whole story of one complaint, from the register and the log. In Indonesian, for officers and auditors.
//!
//! In: a number. Out: facts (`--json`) or prose. Decides nothing; no name, address or word of the citizen is in it.

mod prose;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::opened::{self, Opened};
use super::{Exit, Failure, Global, Output};
use crate::domain::deadline::StopsAt;
use crate::domain::{Deadline, Decision, LetterKind};

/// Tell in Indonesian where a complaint came from, why it went where it went, and whom it waits for
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Its number, such as BTG-26-0123
    number: String,
}

/// Everything that is told.
#[derive(Debug, Serialize)]
struct Story {
    number: String,
    office: String,
    status: String,
    /// Where it came from.
    origin: Origin,
    /// Which rule and words matched, and why this unit.
    decision: Decision,
    /// The unit that has it now.
    unit: String,
    unit_name: String,
    config: String,
    deadlines: Vec<Clock>,
    letters: Vec<Letter>,
    answers: Vec<Answer>,
    waits_for: Vec<String>,
    /// The lines of the sync log, as they stand there.
    log: Vec<serde_json::Value>,
}

#[derive(Debug, Serialize)]
struct Origin {
    channel: &'static str,
    source: Option<String>,
    arrival: i64,
    received: DateTime<Utc>,
    registered: DateTime<Utc>,
}

#[derive(Debug, Serialize)]
struct Clock {
    #[serde(flatten)]
    deadline: Deadline,
    stops_at: String,
    met: Option<DateTime<Utc>>,
    missed: bool,
    /// Why another clock took its place, if one did.
    replaced: Option<String>,
    reminded: i64,
    escalated: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize)]
struct Letter {
    id: i64,
    #[serde(skip)]
    what: LetterKind,
    kind: &'static str,
    to: String,
    phase: String,
    queued: DateTime<Utc>,
    done: Option<DateTime<Utc>>,
    next: DateTime<Utc>,
    attempts: i64,
    repeats: i64,
    fault: Option<String>,
}

#[derive(Debug, Serialize)]
struct Answer {
    unit: String,
    at: DateTime<Utc>,
}

/// Tells it.
///
/// # Errors
/// Where the database cannot be read, or no complaint has the number.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    let story = gather(&opened, &args.number).await?;
    let mut out = Output::stdout();
    if global.json {
        out.json(&story)?;
    } else {
        out.line(&prose::tell(&story, opened.book(&story.office), opened.now))?;
    }
    out.finish()?;
    Ok(Exit::Well)
}

async fn gather(opened: &Opened, number: &str) -> Result<Story, Failure> {
    let store = &opened.store;
    let c = opened.complaint(number).await?;
    let arrival = store.arrival(c.arrival).await?;
    let clocks = store.clocks_of(c.id).await?.into_iter().map(|clock| Clock {
        missed: clock.replaced.is_none() && clock.met.unwrap_or(opened.now) > clock.deadline.due,
        replaced: clock.replaced.map(|(_, why)| why),
        deadline: clock.deadline,
        stops_at: clock.stops_at,
        met: clock.met,
        reminded: clock.reminded,
        escalated: clock.escalated,
    });
    let letters = store.letters_of(c.id).await?.into_iter().map(|l| Letter {
        id: l.id,
        what: l.kind,
        kind: l.kind.word(),
        to: l.audience,
        phase: l.phase,
        queued: l.created,
        done: l.done,
        next: l.next,
        attempts: l.attempts,
        repeats: l.repeats,
        fault: l.last_fault,
    });
    let answers = store.answers(c.id).await?.into_iter().map(|(unit, at, _)| Answer { unit, at });
    let log = store.lines_about(&c.number).await?;
    let unit_name = opened.unit_name(&c.office, &c.unit);
    let mut story = Story {
        number: c.number,
        office: c.office,
        status: c.status,
        origin: Origin {
            channel: c.channel.word(),
            source: arrival.map(|arrival| arrival.source),
            arrival: c.arrival,
            received: c.received,
            registered: c.registered,
        },
        decision: c.decision,
        unit: c.unit,
        unit_name,
        config: c.config,
        deadlines: clocks.collect(),
        letters: letters.collect(),
        answers: answers.collect(),
        waits_for: Vec::new(),
        log: log.iter().filter_map(|line| serde_json::from_str(line).ok()).collect(),
    };
    story.waits_for = waits_for(&story);
    Ok(story)
}

/// Whom it waits for, the nearest first.
fn waits_for(story: &Story) -> Vec<String> {
    let mut waits = Vec::new();
    for letter in &story.letters {
        let what = letter.what.label();
        match letter.phase.as_str() {
            "held" => waits.push(format!("petugas: {what} (surat {}) ditahan", letter.id)),
            "unclear" => waits.push(format!("kepastian apakah {what} (surat {}) sudah sampai", letter.id)),
            "ready" | "intended" | "sending" => waits.push(format!("pengiriman {what} (surat {})", letter.id)),
            // One that was never tried was withdrawn.
            "refused" if letter.attempts > 0 => {
                waits.push(format!("petugas: {what} (surat {}) ditolak dan belum sampai", letter.id))
            }
            _ => {}
        }
    }
    if story.status == "open" && !story.letters.iter().any(|l| l.what == LetterKind::Answer && l.phase != "refused") {
        waits.push(format!("jawaban dari {}", story.unit_name));
    }
    if story.status == "answered"
        && story
            .deadlines
            .iter()
            .any(|c| c.met.is_none() && c.replaced.is_none() && c.stops_at == StopsAt::Closing.word())
    {
        waits.push("penyelesaian oleh kantor atau tanggapan pelapor".to_owned());
    }
    waits
}

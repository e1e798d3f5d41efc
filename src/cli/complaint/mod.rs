//! `complaint list|show|reveal|link|close|reopen`: the register. In: the database. Out: rows, or one complaint with its letters and clocks.

mod ending;
mod reveal;

use serde::Serialize;

use super::opened::{self, Opened, actor, no_such_complaint};
use super::{Exit, Failure, Global, Output, table};
use crate::domain::Decision;
use crate::store::complaints::Complaint;
use crate::sync_log::{Entry, Event};

/// Look into the register of complaints; end, reopen and join them
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// The newest complaints
    List(ListArgs),
    /// One complaint, with what was decided, its letters and its answers; the log notes who looked
    Show {
        /// Its number, such as BTG-26-0123
        number: String,
    },
    /// Who the reporter is, for a person who must know; the log notes for whom and why
    Reveal(reveal::RevealArgs),
    /// End a complaint by hand; the reporter is told where he left an address
    Close(ending::CloseArgs),
    /// Take an answered or closed complaint up again; a new deadline runs
    Reopen(ending::ReopenArgs),
    /// Join two complaints about the same matter that came by different ways; both are still answered
    Link {
        /// The one
        number: String,
        /// The other
        other: String,
        /// Part them again
        #[arg(long)]
        undo: bool,
    },
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Only this office
    #[arg(long, value_name = "ID")]
    office: Option<String>,
    /// At most so many
    #[arg(short = 'n', long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..))]
    lines: i64,
}

#[derive(Serialize)]
struct Row<'a> {
    number: &'a str,
    office: &'a str,
    status: &'a str,
    unit: &'a str,
    class: &'static str,
    grade: Option<&'static str>,
    received: chrono::DateTime<chrono::Utc>,
    summary: &'a str,
    /// How it ended.
    closed_how: Option<&'static str>,
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    channel: &'static str,
    registered: chrono::DateTime<chrono::Utc>,
    answered: Option<chrono::DateTime<chrono::Utc>>,
    closed: Option<chrono::DateTime<chrono::Utc>>,
    subject: &'a str,
    text: &'a str,
    pelapor: Option<&'a str>,
    pelapor_name: Option<&'a str>,
    arrival: i64,
    decision: &'a Decision,
    config: &'a str,
    letters: Vec<super::queue::Row>,
    answers: Vec<Answer>,
    /// What officers said beside their answers, as it was understood: plans, grades, estimates.
    orders: Vec<Order>,
    /// What the citizen wrote after his complaint.
    messages: Vec<Message>,
    /// Where it stands on its way to the end.
    ending: Option<Ending>,
    /// The report at LAPOR! that it mirrors.
    lapor: Option<Lapor>,
    /// Complaints about the same matter.
    linked: Vec<String>,
    /// Other ways to reach the citizen, and complaints that share one of his ways: the same person by mail and SMS.
    person: Person,
}

#[derive(Serialize)]
struct Message {
    at: chrono::DateTime<chrono::Utc>,
    text: String,
}

#[derive(Serialize)]
struct Ending {
    /// When he was asked whether he is content.
    asked: Option<chrono::DateTime<chrono::Utc>>,
    /// When his silence closes it.
    silence_until: Option<chrono::DateTime<chrono::FixedOffset>>,
    /// What was said and is not acted upon yet.
    word: Option<&'static str>,
    /// How often he was not content.
    objections: i64,
}

#[derive(Serialize, Default)]
struct Person {
    ways: Vec<String>,
    complaints: Vec<String>,
}

#[derive(Serialize)]
struct Lapor {
    account: String,
    number: String,
    status: Option<String>,
    seen: chrono::DateTime<chrono::Utc>,
    thread: Vec<Written>,
}

/// Something that stands under it.
#[derive(Serialize)]
struct Written {
    at: Option<chrono::DateTime<chrono::Utc>>,
    from: Option<String>,
    text: String,
    letter: Option<i64>,
}

#[derive(Serialize)]
struct Order {
    at: chrono::DateTime<chrono::Utc>,
    unit: String,
    word: String,
    text: String,
}

#[derive(Serialize)]
struct Answer {
    unit: String,
    at: chrono::DateTime<chrono::Utc>,
    text: String,
}

/// Does it.
///
/// # Errors
/// Where the database cannot be read, or no complaint has the number.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    match args.what {
        What::List(list) => print_list(&opened, &list, global.json).await?,
        What::Show { number } => show(&opened, &number, global.json).await?,
        What::Reveal(args) => reveal::reveal(&opened, &args, global.json).await?,
        What::Close(args) => ending::close(&opened, &args).await?,
        What::Reopen(args) => ending::reopen(&opened, &args).await?,
        What::Link { number, other, undo } => link(&opened, &number, &other, undo).await?,
    }
    Ok(Exit::Well)
}

async fn print_list(opened: &Opened, args: &ListArgs, json: bool) -> Result<(), Failure> {
    opened.known_office(args.office.as_deref())?;
    let complaints = opened.store.complaints(args.office.as_deref(), args.lines).await?;
    let mut out = Output::stdout();
    if json {
        complaints.iter().try_for_each(|c| out.json(&row(c)))?;
    } else {
        let rows: Vec<Vec<String>> = complaints
            .iter()
            .map(|c| {
                let grade = c.decision.grade.map_or("-", |grade| grade.word());
                let cells =
                    [&c.number, &status_of(c), grade, &c.unit, &opened.short(&c.office, c.received), &c.summary];
                cells.map(str::to_owned).to_vec()
            })
            .collect();
        table::print(&mut out, &["number", "status", "grade", "unit", "received", "summary"], &rows)?;
    }
    out.finish()
}

/// `closed (selesai)`.
fn status_of(c: &Complaint) -> String {
    c.closed_how.map_or_else(|| c.status.clone(), |how| format!("{} ({})", c.status, how.word()))
}

fn row(c: &Complaint) -> Row<'_> {
    Row {
        number: &c.number,
        office: &c.office,
        status: &c.status,
        unit: &c.unit,
        class: c.decision.class.word(),
        grade: c.decision.grade.map(|grade| grade.word()),
        received: c.received,
        summary: &c.summary,
        closed_how: c.closed_how.map(|how| how.word()),
    }
}

async fn show(opened: &Opened, number: &str, json: bool) -> Result<(), Failure> {
    let store = &opened.store;
    let complaint = store.complaint(number).await?.ok_or_else(|| no_such_complaint(number))?;
    let letters = store.letters_of(complaint.id).await?;
    let answers = store.answers(complaint.id).await?;
    let mut tx = store.write(opened.now).await?;
    tx.note(Entry::new(Event::Akses, actor()).office(&complaint.office).case(number));
    // True now: the log says who looked, and nobody has seen it yet.
    tx.commit().await?;
    let answers = answers.into_iter().map(|(unit, at, text)| Answer { unit, at, text }).collect();
    let (lapor, linked) = (lapor_of(opened, complaint.id).await?, store.linked(complaint.id).await?);
    let mut whole =
        whole(&complaint, letters.into_iter().map(super::queue::Row::from).collect(), answers, lapor, linked);
    let orders = store.orders(complaint.id).await?.into_iter();
    whole.orders = orders.map(|o| Order { at: o.at, unit: o.unit, word: o.word, text: o.text }).collect();
    whole.messages =
        store.messages(complaint.id).await?.into_iter().map(|m| Message { at: m.at, text: m.text }).collect();
    whole.ending = store.ending_of(complaint.id).await?.map(|ending| Ending {
        asked: ending.asked,
        silence_until: ending.silence.map(|until| until.due),
        word: ending.word.map(|word| word.word()),
        objections: ending.objections,
    });
    if !complaint.decision.privacy.hides_identity() {
        whole.person = person_of(opened, &complaint).await?;
    }
    let mut out = Output::stdout();
    if json {
        out.json(&whole)?
    } else {
        print(&mut out, opened, &complaint, &whole)?
    }
    out.finish()
}

/// Who it is, as far as his ways tell.
async fn person_of(opened: &Opened, complaint: &Complaint) -> Result<Person, Failure> {
    let ways = opened.store.ways_of(complaint.id).await?;
    let ways = ways.into_iter().map(|(channel, address)| format!("{} {address}", channel.label())).collect();
    Ok(Person { ways, complaints: opened.store.of_the_same_person(complaint.id, &complaint.office).await? })
}

async fn lapor_of(opened: &Opened, complaint: i64) -> Result<Option<Lapor>, Failure> {
    let Some(report) = opened.store.report_of(complaint).await? else { return Ok(None) };
    let entries = opened.store.report_entries(&report.account, &report.number).await?;
    let thread =
        entries.into_iter().map(|e| Written { at: e.at, from: e.author, text: e.text, letter: e.letter }).collect();
    Ok(Some(Lapor { account: report.account, number: report.number, status: report.status, seen: report.seen, thread }))
}

/// Joins two complaints, or parts them.
async fn link(opened: &Opened, number: &str, other: &str, undo: bool) -> Result<(), Failure> {
    let find = async |number: &str| opened.store.complaint(number).await?.ok_or_else(|| no_such_complaint(number));
    let (a, b) = (find(number).await?, find(other).await?);
    if a.id == b.id || a.office != b.office {
        return Err(Failure::new(Exit::BadInput, "these cannot be joined")
            .at(format!("{number} {other}"))
            .right("name two complaints of one office"));
    }
    let mut tx = opened.store.write(opened.now).await?;
    let (first, second) = ((a.id, a.number.as_str()), (b.id, b.number.as_str()));
    let changed = if undo {
        tx.unlink(first, second, &a.office, &actor()).await?
    } else {
        tx.link(first, second, &a.office, &actor()).await?
    };
    // True now: both know of each other, and the log says who said so.
    tx.commit().await?;
    let mut out = Output::stdout();
    let said = match (changed, undo) {
        (true, false) => "joined",
        (true, true) => "parted",
        (false, false) => "were joined already",
        (false, true) => "were not joined",
    };
    out.line(&format!("{number} {other}: {said}"))?;
    out.finish()
}

/// Who asked to stay unknown is not named here either; `reveal` names him.
fn whole(
    c: &Complaint,
    letters: Vec<super::queue::Row>,
    answers: Vec<Answer>,
    lapor: Option<Lapor>,
    linked: Vec<String>,
) -> Whole<'_> {
    let shown = !c.decision.privacy.hides_identity();
    Whole {
        row: row(c),
        channel: c.channel.word(),
        registered: c.registered,
        answered: c.answered,
        closed: c.closed,
        subject: &c.subject,
        text: &c.text,
        pelapor: c.pelapor.as_deref().filter(|_| shown),
        pelapor_name: c.pelapor_name.as_deref().filter(|_| shown),
        arrival: c.arrival,
        decision: &c.decision,
        config: &c.config,
        letters,
        answers,
        orders: Vec::new(),
        messages: Vec::new(),
        ending: None,
        lapor,
        linked,
        person: Person::default(),
    }
}

fn print(out: &mut Output, opened: &Opened, c: &Complaint, whole: &Whole<'_>) -> Result<(), Failure> {
    let hidden = if c.decision.privacy.hides_identity() {
        "(withheld; `complaint reveal` shows it, and the log says so)"
    } else {
        "-"
    };
    let pelapor = [whole.pelapor_name, whole.pelapor].into_iter().flatten().collect::<Vec<_>>().join(" ");
    for (name, value) in [
        ("number", c.number.clone()),
        ("status", status_of(c)),
        ("class", c.decision.class.label().to_owned()),
        ("grade", c.decision.grade.map_or("-", |grade| grade.label()).to_owned()),
        ("unit", format!("{} ({})", c.decision.unit_name, c.unit)),
        ("channel", c.channel.label().to_owned()),
        ("received", opened.short(&c.office, c.received)),
        ("reporter", if pelapor.is_empty() { hidden.to_owned() } else { pelapor }),
        ("subject", c.subject.clone()),
    ] {
        out.line(&format!("{name:<9} {value}"))?;
    }
    if let Some(until) = whole.ending.as_ref().and_then(|ending| ending.silence_until) {
        out.line(&format!("{:<9} his silence closes it after {until}", "asked"))?;
    }
    out.line(&format!("\n{}\n", c.text))?;
    for message in &whole.messages {
        out.line(&format!("further message, {}:\n{}\n", opened.short(&c.office, message.at), message.text))?;
    }
    if let Some(lapor) = &whole.lapor {
        let status = lapor.status.as_deref().unwrap_or("-");
        out.line(&format!("LAPOR! {} by {}: {status}", lapor.number, lapor.account))?;
        for entry in &lapor.thread {
            let at = entry.at.map_or_else(|| "-".to_owned(), |at| opened.short(&c.office, at));
            out.line(&format!(
                "  {at} {}: {}",
                entry.from.as_deref().unwrap_or("reporter"),
                entry.text.replace('\n', " ")
            ))?;
        }
    }
    if !whole.person.ways.is_empty() {
        out.line(&format!("also reached by {}", whole.person.ways.join(", ")))?;
    }
    if !whole.person.complaints.is_empty() {
        out.line(&format!("of the same person: {}", whole.person.complaints.join(", ")))?;
    }
    if !whole.linked.is_empty() {
        out.line(&format!("joined with {}", whole.linked.join(", ")))?;
    }
    for order in &whole.orders {
        let (at, text) = (opened.short(&c.office, order.at), order.text.replace('\n', " "));
        out.line(&format!("{} of {}, {at}: {text}", order.word, order.unit))?;
    }
    let rows: Vec<Vec<String>> = whole.letters.iter().map(|letter| letter.cells(opened)).collect();
    table::print(out, super::queue::HEADINGS, &rows)?;
    whole
        .answers
        .iter()
        .try_for_each(|a| out.line(&format!("\nanswer of {}, {}:\n{}", a.unit, opened.short(&c.office, a.at), a.text)))
}

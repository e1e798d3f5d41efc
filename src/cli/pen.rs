//! `pen list|show|accept|reject`: the holding pen. In: an item and a person's word about it. Out: the arrival back on
//! the triage desk with that word, or out of the way; and a line of the log.

use serde::Serialize;

use super::opened::{self, Opened, actor};
use super::{Exit, Failure, Global, Output, table};
use crate::store::arrivals::ArrivalRow;
use crate::store::pen::{PenItem, PenVerdict};
use crate::sync_log::{Entry, Event};

/// More are not listed at once.
const MOST: i64 = 100_000;

/// Look into the holding pen and say what its items are
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// What waits for a person
    List {
        /// Only this office
        #[arg(long, value_name = "ID")]
        office: Option<String>,
    },
    /// One item, with the mail as text
    Show {
        /// Its id
        item: i64,
    },
    /// Say what an item is; triage does the rest
    Accept {
        /// Its id
        item: i64,
        #[command(flatten)]
        is: Is,
        /// With --as: it is the answer of the unit that has the complaint, though its sender is no known officer
        #[arg(long, requires = "belongs")]
        officer: bool,
    },
    /// Put an item aside; its raw bytes are kept
    Reject {
        /// Its id
        item: i64,
    },
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Is {
    /// It belongs to this complaint
    #[arg(long = "as", id = "belongs", value_name = "NUMBER")]
    belongs: Option<String>,
    /// It is a new complaint
    #[arg(long)]
    new: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    item: i64,
    office: &'a str,
    since: chrono::DateTime<chrono::Utc>,
    reason: &'a str,
    guesses: &'a [(String, String)],
}

impl<'a> From<&'a PenItem> for Row<'a> {
    fn from(item: &'a PenItem) -> Self {
        Row {
            item: item.arrival,
            office: &item.office,
            since: item.since,
            reason: &item.reason,
            guesses: &item.guesses,
        }
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    source: &'a str,
    received: chrono::DateTime<chrono::Utc>,
    from: Option<String>,
    subject: String,
    text: String,
}

/// Does it.
///
/// # Errors
/// Where the database cannot be read, or there is no such item or complaint.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    match args.what {
        What::List { office } => list(&opened, office.as_deref(), global.json).await?,
        What::Show { item } => show(&opened, item, global.json).await?,
        What::Accept { item, is, officer } => {
            let verdict = match is.belongs {
                None => PenVerdict::New,
                Some(number) if officer => PenVerdict::Officer(number),
                Some(number) => PenVerdict::Complaint(number),
            };
            settle(&opened, item, &verdict, global.json).await?;
        }
        What::Reject { item } => settle(&opened, item, &PenVerdict::Reject, global.json).await?,
    }
    Ok(Exit::Well)
}

async fn list(opened: &Opened, office: Option<&str>, json: bool) -> Result<(), Failure> {
    opened.known_office(office)?;
    let mut items = opened.store.pen(MOST).await?;
    items.retain(|item| office.is_none_or(|id| item.office == id));
    let mut out = Output::stdout();
    if json {
        items.iter().try_for_each(|item| out.json(&Row::from(item)))?;
    } else {
        let rows: Vec<Vec<String>> = items
            .iter()
            .map(|item| {
                let guesses: Vec<&str> = item.guesses.iter().map(|(number, _)| number.as_str()).collect();
                let since = opened.short(&item.office, item.since);
                vec![item.arrival.to_string(), item.office.clone(), since, item.reason.clone(), guesses.join(" ")]
            })
            .collect();
        table::print(&mut out, &["item", "office", "since", "why", "may belong to"], &rows)?;
    }
    out.finish()
}

async fn find(opened: &Opened, id: i64) -> Result<(PenItem, ArrivalRow), Failure> {
    let item = opened.store.pen_item(id).await?.zip(opened.store.arrival(id).await?);
    item.ok_or_else(|| {
        Failure::new(Exit::BadInput, "no item with this id waits in the pen")
            .at(id.to_string())
            .right("`penghubung pen list` shows them")
    })
}

async fn show(opened: &Opened, id: i64, json: bool) -> Result<(), Failure> {
    let (item, arrival) = find(opened, id).await?;
    let raw = match arrival.blob {
        Some(blob) => opened.store.raw(blob).await?,
        None => Vec::new(),
    };
    let mut tx = opened.store.write(opened.now).await?;
    tx.note(Entry::new(Event::Akses, actor()).office(&item.office).fact("arsip", id));
    // True now: the log says who looked, and nobody has seen it yet.
    tx.commit().await?;
    let mail = connectors::mime::read(&raw);
    let whole = Whole {
        row: Row::from(&item),
        source: &arrival.source,
        received: arrival.received_at,
        from: mail.from,
        subject: mail.subject,
        text: mail.text,
    };
    let mut out = Output::stdout();
    if json {
        out.json(&whole)?;
    } else {
        let received = opened.short(&item.office, arrival.received_at);
        out.line(&format!("item {id} of {}, mailbox {}, received {received}", item.office, arrival.source))?;
        out.line(&format!("why: {}", item.reason))?;
        item.guesses.iter().try_for_each(|(number, why)| out.line(&format!("may belong to {number}: {why}")))?;
        let from = whole.from.as_deref().unwrap_or("-");
        out.line(&format!("\nFrom: {from}\nSubject: {}\n\n{}", whole.subject, whole.text))?;
    }
    out.finish()
}

async fn settle(opened: &Opened, id: i64, verdict: &PenVerdict, json: bool) -> Result<(), Failure> {
    let (item, arrival) = find(opened, id).await?;
    if let Some(number) = verdict.number() {
        let complaint = opened.complaint(number).await?;
        if complaint.office != item.office {
            return Err(Failure::new(Exit::BadInput, format!("the complaint is one of {}", complaint.office))
                .at(number.to_owned())
                .right(format!("the item is one of {}; offices never see each other's mail", item.office)));
        }
    }
    if arrival.blob.is_none() && *verdict != PenVerdict::Reject {
        return Err(Failure::new(
            Exit::BadInput,
            "the server never gave the bytes of this mail, so there is nothing to read",
        )
        .at(id.to_string())
        .right("read it on the server, forward it to the mailbox, and reject this item"));
    }
    let mut entry =
        Entry::new(Event::Terima, actor()).office(&item.office).fact("arsip", id).fact("putusan", verdict.label());
    if let Some(number) = verdict.number() {
        entry = entry.case(number);
    }
    let mut tx = opened.store.write(opened.now).await?;
    if !tx.settle_pen(id, verdict).await? {
        return Err(Failure::new(Exit::TryLater, "somebody else has settled this item meanwhile").at(id.to_string()));
    }
    if *verdict != PenVerdict::Reject {
        tx.unhandle(id).await?;
    }
    tx.note(entry);
    // True now: the item is out of the pen with its verdict, and triage will act on it.
    tx.commit().await?;
    let mut out = Output::stdout();
    if json {
        out.json(&serde_json::json!({ "item": id, "verdict": verdict.word() }))?;
    } else if *verdict == PenVerdict::Reject {
        out.line(&format!("item {id} is put aside; its raw bytes are kept"))?;
    } else {
        out.line(&format!("item {id} is on the triage desk again: {}", verdict.word()))?;
    }
    out.finish()
}

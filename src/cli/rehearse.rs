//! `rehearse`: the present rules over past complaints. In: the register. Out: what would go elsewhere now, rules that
//! fitted nothing, units without a mailbox. Changes nothing.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Serialize;

use super::opened::{self, Opened};
use super::{Exit, Failure, Global, Output, since, table};
use crate::decide::assess::assess;
use crate::decide::{Matter, OfficeBook};
use crate::domain::{UnitId, UnitKind};
use crate::store::complaints::Complaint;
use crate::store::erasure::ERASED;

/// Complaints read at once.
const BATCH: i64 = 500;

/// Try the present rules on past complaints and show what would move; changes nothing
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only complaints received on or after this day: 2026-10-01, 01-10-2026, "7 days", "2 weeks", "3 bulan"
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only this office
    #[arg(long, value_name = "ID")]
    office: Option<String>,
}

#[derive(Debug, Default, Serialize)]
struct Rehearsal {
    /// How many complaints were tried.
    tried: usize,
    /// Those that would go elsewhere.
    moved: Vec<Move>,
    /// Complaints of offices that are not configured any more.
    unknown_office: usize,
    /// Rules that fitted none of them.
    never_hit: Vec<RuleOf>,
    /// Units whose letters go to the desk.
    without_mailbox: Vec<UnitOf>,
}

#[derive(Debug, Serialize)]
struct Move {
    number: String,
    from: String,
    to: String,
    rule_then: String,
    rule_now: String,
    matched: Vec<String>,
}

#[derive(Debug, Serialize)]
struct RuleOf {
    office: String,
    rule: String,
}

#[derive(Debug, Serialize)]
struct UnitOf {
    office: String,
    unit: String,
    name: String,
}

/// Does it.
///
/// # Errors
/// Where the database cannot be read.
pub async fn run(args: Args, global: &Global) -> Result<Exit, Failure> {
    let opened = opened::open(global).await?;
    opened.known_office(args.office.as_deref())?;
    let since = args.since.as_deref().map(|text| begins(text, opened.now)).transpose()?;
    let rehearsal = rehearse(&opened, args.office.as_deref(), since).await?;
    let mut out = Output::stdout();
    if global.json {
        out.json(&rehearsal)?
    } else {
        print(&mut out, &rehearsal)?
    }
    out.finish()?;
    Ok(Exit::Well)
}

/// The first day that counts. Which day it is now depends on the office by an hour or two: that of the capital is
/// taken.
fn begins(text: &str, now: DateTime<Utc>) -> Result<NaiveDate, Failure> {
    let today = now.with_timezone(&chrono_tz::Asia::Jakarta).date_naive();
    since::day(text, today).ok_or_else(|| {
        Failure::new(Exit::Usage, "this is no day in the past").at(format!("--since {text}")).right(since::UNDERSTOOD)
    })
}

async fn rehearse(opened: &Opened, office: Option<&str>, since: Option<NaiveDate>) -> Result<Rehearsal, Failure> {
    let wanted = |of: &str| office.is_none_or(|id| id == of);
    let mut found = Rehearsal::default();
    let mut hit: BTreeSet<(String, String)> = BTreeSet::new();
    let mut last = 0;
    loop {
        // A day earlier than asked: where the day begins depends on the office.
        let batch = opened.store.complaints_after(last, a_day_earlier(since), BATCH).await?;
        let Some(end) = batch.last() else { break };
        last = end.id;
        // Of what is erased no words are left that rules could read.
        for complaint in batch.iter().filter(|c| wanted(&c.office) && c.text != ERASED) {
            let Some(book) = opened.book(&complaint.office) else {
                found.unknown_office += 1;
                continue;
            };
            if since.is_some_and(|day| complaint.received.with_timezone(&book.office.zone).date_naive() < day) {
                continue;
            }
            let arrived_at = mailbox_unit(opened, complaint).await?;
            let now = assess(book, &matter(complaint, arrived_at.as_ref())).decision;
            hit.insert((complaint.office.clone(), now.rule.clone()));
            found.tried += 1;
            if now.unit != complaint.decision.unit {
                found.moved.push(Move {
                    number: complaint.number.clone(),
                    from: complaint.decision.unit.0.clone(),
                    to: now.unit.0,
                    rule_then: complaint.decision.rule.clone(),
                    rule_now: now.rule,
                    matched: now.matched,
                });
            }
        }
    }
    for book in opened.config.books.offices.iter().filter(|book| wanted(&book.office.id.0)) {
        look_at_book(book, &hit, &mut found);
    }
    Ok(found)
}

fn a_day_earlier(day: Option<NaiveDate>) -> DateTime<Utc> {
    day.and_then(|day| day.pred_opt()).map_or(DateTime::UNIX_EPOCH, |day| day.and_time(NaiveTime::MIN).and_utc())
}

/// The register keeps the text with personal numbers masked; rules do not look at those.
fn matter<'a>(c: &'a Complaint, arrived_at: Option<&'a UnitId>) -> Matter<'a> {
    let privacy = &c.decision.privacy;
    Matter {
        channel: c.channel,
        subject: &c.subject,
        text: &c.text,
        received: c.received,
        arrived_at,
        anonymous: privacy.anonymous,
        secret: privacy.secret,
    }
}

/// The unit in whose own mailbox it arrived, as configured now.
async fn mailbox_unit(opened: &Opened, complaint: &Complaint) -> Result<Option<UnitId>, Failure> {
    if opened.config.mailboxes.iter().all(|mailbox| mailbox.unit.is_none()) {
        return Ok(None);
    }
    let Some(arrival) = opened.store.arrival(complaint.arrival).await? else { return Ok(None) };
    let name = arrival.source.split('/').next().unwrap_or_default();
    let mailbox = opened.config.mailboxes.iter().find(|mailbox| mailbox.name == arrival.source || mailbox.name == name);
    Ok(mailbox.and_then(|mailbox| mailbox.unit.clone()))
}

fn look_at_book(book: &OfficeBook, hit: &BTreeSet<(String, String)>, found: &mut Rehearsal) {
    let office = &book.office.id.0;
    let unused = book.rules.rules.iter().filter(|rule| !hit.contains(&(office.clone(), rule.id.clone())));
    found.never_hit.extend(unused.map(|rule| RuleOf { office: office.clone(), rule: rule.id.clone() }));
    let mute = book.office.units.iter().filter(|unit| unit.mailboxes.is_empty() && unit.kind != UnitKind::Elsewhere);
    found.without_mailbox.extend(mute.map(|unit| UnitOf {
        office: office.clone(),
        unit: unit.id.0.clone(),
        name: unit.name.clone(),
    }));
}

fn print(out: &mut Output, found: &Rehearsal) -> Result<(), Failure> {
    out.line(&format!("{} complaints tried, {} would move", found.tried, found.moved.len()))?;
    if found.unknown_office > 0 {
        out.line(&format!("{} belong to offices that are not configured", found.unknown_office))?;
    }
    let rows: Vec<Vec<String>> = found
        .moved
        .iter()
        .map(|m| {
            let rules = format!("{} > {}", m.rule_then, m.rule_now);
            vec!["moves".into(), m.number.clone(), m.from.clone(), m.to.clone(), rules, m.matched.join(", ")]
        })
        .collect();
    table::print(out, &["", "complaint", "from", "to", "rule", "words"], &rows)?;
    let rows: Vec<Vec<String>> =
        found.never_hit.iter().map(|r| vec!["never hit".into(), r.office.clone(), r.rule.clone()]).collect();
    table::print(out, &["", "office", "rule"], &rows)?;
    let rows: Vec<Vec<String>> = found
        .without_mailbox
        .iter()
        .map(|u| vec!["no mailbox".into(), u.office.clone(), u.unit.clone(), u.name.clone()])
        .collect();
    table::print(out, &["", "office", "unit", "name"], &rows)
}

//! How the installation is, as facts. In: database and configuration. Out: a [`Status`]. Prints nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::Serialize;

use crate::config::schedule::Schedule;
use crate::config::{Config, GatewayConfig, LaporConfig, LaporMode, LaporWrite, Mode};
use crate::domain::Channel;
use crate::duties::watch::state_name;
use crate::store::registrations::is_by_hand;
use crate::store::sources::SourceState;
use crate::store::{Store, StoreFault};

/// Deadlines that end within so many days are near.
const NEAR: TimeDelta = TimeDelta::days(3);
/// At most so many deadlines are listed.
const LISTED: i64 = 200;
/// A source that finds nothing says so in the database this often only (see `duties::collect`).
const SIGN_OF_LIFE: TimeDelta = TimeDelta::minutes(5);
/// Holidays of the next so many days are shown.
const AHEAD: Days = Days::new(60);

/// How the installation is.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// When this was looked at.
    pub at: DateTime<Utc>,
    /// `sqlite` or `postgresql`.
    pub database: &'static str,
    /// `live` or `hold`.
    pub mode: &'static str,
    /// Where this database was at home, if it is a copy; all sending is then held.
    pub copy: Option<String>,
    /// Mailboxes.
    pub sources: Vec<SourceStatus>,
    /// What waits.
    pub trays: Trays,
    /// Complaints by office and status.
    pub complaints: Vec<Count>,
    /// Clocks that run out soon, and those that have.
    pub deadlines: Deadlines,
    /// The next day off of each office.
    pub holidays: Vec<NextHoliday>,
    /// The sync log.
    pub log: LogStatus,
    /// What a person should look at; empty: all is well.
    pub wrong: Vec<String>,
}

/// One mailbox or folder.
#[derive(Debug, Clone, Serialize)]
pub struct SourceStatus {
    /// `mailbox`, `lapor`, `sms` or `whatsapp`.
    pub kind: &'static str,
    /// How far it is written to, where that is a question.
    pub write: Option<&'static str>,
    /// Its name.
    pub name: String,
    /// Its office; `None`: it is not configured any more.
    pub office: Option<String>,
    /// When a pass last ended well.
    pub completed: Option<DateTime<Utc>>,
    /// Seconds since then.
    pub lag_seconds: Option<i64>,
    /// What is wrong.
    pub fault: Option<String>,
    /// Since when.
    pub fault_since: Option<DateTime<Utc>>,
    /// True if it missed two of its times.
    pub silent: bool,
    /// How fast a gateway is fed at the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<String>,
    /// How many texts wait for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<i64>,
    /// What a gateway tells of itself: balance, modem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// What waits.
#[derive(Debug, Clone, Serialize)]
pub struct Trays {
    /// Arrivals nobody has handled.
    pub arrivals: i64,
    /// When the oldest of them was collected.
    pub oldest_arrival: Option<DateTime<Utc>>,
    /// Open letters by phase.
    pub letters: BTreeMap<String, i64>,
    /// Held letters that wait for an approver (part of `held`).
    pub awaiting_approval: i64,
    /// Refused letters of which the desk does not know.
    pub refused_untold: i64,
    /// When the oldest letter that should leave was queued.
    pub oldest_letter: Option<DateTime<Utc>>,
    /// Items in the holding pen.
    pub pen: i64,
    /// Since when the oldest is there.
    pub oldest_pen: Option<DateTime<Utc>>,
}

/// A number of complaints.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// Whose.
    pub office: String,
    /// `open`, `answered`, `closed`.
    pub status: String,
    /// How many.
    pub count: i64,
}

/// Clocks that are not met.
#[derive(Debug, Clone, Serialize)]
pub struct Deadlines {
    /// They end within three days.
    pub near: Vec<Running>,
    /// They have ended.
    pub missed: Vec<Running>,
}

/// A clock that is not met.
#[derive(Debug, Clone, Serialize)]
pub struct Running {
    /// The complaint.
    pub number: String,
    /// The standard.
    pub standard: String,
    /// When it ends.
    pub due: DateTime<Utc>,
}

/// A day off.
#[derive(Debug, Clone, Serialize)]
pub struct NextHoliday {
    /// Whose.
    pub office: String,
    /// When.
    pub date: NaiveDate,
    /// What.
    pub name: String,
}

/// The sync log.
#[derive(Debug, Clone, Serialize)]
pub struct LogStatus {
    /// Lines.
    pub size: u64,
    /// When the last was written.
    pub time: Option<DateTime<Utc>>,
    /// Lines under the last seal.
    pub sealed: u64,
    /// When it was made.
    pub sealed_at: Option<DateTime<Utc>>,
}

/// Looks at everything.
///
/// # Errors
/// Where the database cannot be read.
pub async fn gather(store: &Store, config: &Config, now: DateTime<Utc>) -> Result<Status, StoreFault> {
    let known = store.sources().await?;
    let waiting = store.texts_waiting().await?;
    let (arrivals, oldest_arrival) = store.unhandled_count().await?;
    let (pen, oldest_pen) = store.pen_count().await?;
    let outbox = store.outbox().await?;
    let running = store.near_deadlines(now + NEAR, LISTED).await?;
    let running = running.into_iter().map(|(number, standard, due)| Running { number, standard, due });
    let (missed, near) = running.partition(|clock| clock.due < now);
    let head = store.log_head().await?;
    let seal = store.last_checkpoint().await?;
    let mut status = Status {
        at: now,
        database: store.backend().word(),
        mode: match config.installation.mode {
            Mode::Live => "live",
            Mode::Hold => "hold",
        },
        copy: store.is_copy().await?,
        sources: sources(&known, config, &waiting, now),
        trays: Trays {
            arrivals,
            oldest_arrival,
            letters: outbox.phases.into_iter().collect(),
            awaiting_approval: outbox.awaiting_approval,
            refused_untold: outbox.untold,
            oldest_letter: outbox.oldest,
            pen,
            oldest_pen,
        },
        complaints: store
            .complaint_counts()
            .await?
            .into_iter()
            .map(|(office, status, count)| Count { office, status, count })
            .collect(),
        deadlines: Deadlines { near, missed },
        holidays: holidays(config, now),
        log: LogStatus {
            size: head.size,
            time: if head.size == 0 { None } else { DateTime::from_timestamp(head.time, 0) },
            sealed: seal.map_or(0, |(size, _)| size),
            sealed_at: seal.map(|(_, at)| at),
        },
        wrong: Vec::new(),
    };
    status.wrong = wrong(&status);
    Ok(status)
}

/// Every configured folder, looked at or not, and what is left of others.
fn sources(
    known: &[SourceState],
    config: &Config,
    waiting: &[(String, String, i64)],
    now: DateTime<Utc>,
) -> Vec<SourceStatus> {
    let mut all = Vec::new();
    for mailbox in &config.mailboxes {
        let zone = config.books.office(&mailbox.office.0).map_or(chrono_tz::UTC, |book| book.office.zone);
        for folder in &mailbox.folders {
            let name = match mailbox.folders.as_slice() {
                [_] => mailbox.name.clone(),
                _ => format!("{}/{folder}", mailbox.name),
            };
            let state = known.iter().find(|state| state.name == name);
            let since = state.map(|state| state.completed_at.unwrap_or(state.first_seen_at));
            let silent = since.is_none_or(|since| is_silent(&mailbox.schedule, zone, since, now));
            all.push(source(name, Some(mailbox.office.0.clone()), state, silent, now));
        }
    }
    for account in &config.lapor {
        all.extend(account_sources(account, known, config, now));
    }
    for gateway in &config.gateways {
        all.extend(gateway_sources(gateway, known, waiting, now));
    }
    // What commands and imports laid into the inbox came from no server.
    let left = known.iter().filter(|state| !is_by_hand(&state.name));
    let left = left.filter(|state| !all.iter().any(|source| source.name == state.name));
    let left: Vec<_> = left.map(|state| source(state.name.clone(), None, Some(state), false, now)).collect();
    all.extend(left);
    all
}

/// What it brings, and how it is: there before it was first looked at, too.
fn gateway_sources(
    gateway: &GatewayConfig,
    known: &[SourceState],
    waiting: &[(String, String, i64)],
    now: DateTime<Utc>,
) -> Vec<SourceStatus> {
    let find = |name: &str| known.iter().find(|state| state.name == name);
    let office = || Some(gateway.office.0.clone());
    let texts = find(&gateway.name).map(|state| source(gateway.name.clone(), office(), Some(state), false, now));
    let name = state_name(&gateway.name);
    let state = find(&name);
    let own = |(office, channel, _): &&(String, String, i64)| {
        *office == gateway.office.0 && *channel == gateway.channel.word()
    };
    let how = SourceStatus {
        rate: Some(format!("{} in {} s", gateway.rate.count, gateway.rate.per.as_secs())),
        waiting: Some(waiting.iter().find(own).map_or(0, |(_, _, count)| *count)),
        ..source(name, office(), state, false, now)
    };
    let kind = if gateway.channel == Channel::Sms { "sms" } else { "whatsapp" };
    texts.into_iter().chain([how]).map(|found| SourceStatus { kind, ..found }).collect()
}

/// The service itself, and the folder for its exports.
fn account_sources(
    account: &LaporConfig,
    known: &[SourceState],
    config: &Config,
    now: DateTime<Utc>,
) -> Vec<SourceStatus> {
    let zone = config.books.office(&account.office.0).map_or(chrono_tz::UTC, |book| book.office.zone);
    let service = (account.mode != LaporMode::ByHand).then(|| account.name.clone());
    let folder = account.folder.is_some().then(|| format!("{}/berkas", account.name));
    let write = match account.write {
        LaporWrite::Off => "off",
        LaporWrite::Hold => "hold",
        LaporWrite::Confirm => "confirm",
        LaporWrite::Live => "live",
    };
    let made = |name: String| {
        let state = known.iter().find(|state| state.name == name);
        let since = state.map(|state| state.completed_at.unwrap_or(state.first_seen_at));
        let silent = since.is_none_or(|since| is_silent(&account.schedule, zone, since, now));
        let found = source(name, Some(account.office.0.clone()), state, silent, now);
        SourceStatus { kind: "lapor", write: Some(write), ..found }
    };
    service.into_iter().chain(folder).map(made).collect()
}

fn source(
    name: String,
    office: Option<String>,
    state: Option<&SourceState>,
    silent: bool,
    now: DateTime<Utc>,
) -> SourceStatus {
    let completed = state.and_then(|state| state.completed_at);
    let fault = state.filter(|_| office.is_some()).and_then(|state| state.fault.clone());
    SourceStatus {
        kind: "mailbox",
        write: None,
        name,
        office,
        completed,
        lag_seconds: completed.map(|at| (now - at).num_seconds().max(0)),
        fault_since: fault.as_ref().map(|(_, since)| *since),
        fault: fault.map(|(text, _)| text),
        silent,
        rate: None,
        waiting: None,
        state: state.and_then(|state| state.state.clone()),
    }
}

/// Two of its times have passed since, and the time within which it says that it found nothing.
fn is_silent(schedule: &Schedule, zone: chrono_tz::Tz, since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let second = schedule.next_after(since, zone).and_then(|first| schedule.next_after(first, zone));
    second.is_some_and(|second| now > second + SIGN_OF_LIFE)
}

/// The next days off, weekends apart.
fn holidays(config: &Config, now: DateTime<Utc>) -> Vec<NextHoliday> {
    let mut next = Vec::new();
    for book in &config.books.offices {
        let today = now.with_timezone(&book.office.zone).date_naive();
        let last = today.checked_add_days(AHEAD).unwrap_or(today);
        next.extend(book.calendar.holidays.range(today..=last).take(2).map(|(date, holiday)| NextHoliday {
            office: book.office.id.0.clone(),
            date: *date,
            name: holiday.name.clone(),
        }));
    }
    next
}

/// What a person should look at.
fn wrong(status: &Status) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut say = |text: String| wrong.push(text);
    if let Some(copy) = &status.copy {
        say(format!("this database is a copy ({copy}); `penghubung restore --here` makes it the real one"));
    }
    for source in &status.sources {
        match &source.fault {
            Some(fault) => say(format!("{} {}: {fault}", source.kind, source.name)),
            None if source.silent => {
                say(format!("{} {}: no completed pass in two of its intervals", source.kind, source.name))
            }
            None => {}
        }
    }
    let held = status.trays.letters.get("held").copied().unwrap_or_default() - status.trays.awaiting_approval;
    if held > 0 && status.mode == "live" {
        say(format!("{held} letters are held: `penghubung queue list --phase held`"));
    }
    if status.trays.refused_untold > 0 {
        say(format!("{} letters were refused and nobody was told yet", status.trays.refused_untold));
    }
    if !status.deadlines.missed.is_empty() {
        say(format!("{} deadlines are missed", status.deadlines.missed.len()));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_silent_only_after_two_of_its_times_and_the_sign_of_life() {
        let at = |minutes: i64| DateTime::from_timestamp(minutes * 60, 0).unwrap();
        let ten = Schedule::parse("10m").unwrap();
        assert!(!is_silent(&ten, chrono_tz::UTC, at(0), at(25)));
        assert!(is_silent(&ten, chrono_tz::UTC, at(0), at(26)));
        let hourly = Schedule::parse("0 * * * *").unwrap();
        assert!(!is_silent(&hourly, chrono_tz::UTC, at(10), at(120)));
        assert!(is_silent(&hourly, chrono_tz::UTC, at(10), at(126)));
    }
}

//! How the installation is, as facts. In: database and configuration. Out: a [`Status`]. Prints nothing.

use chrono::{DateTime, Days, TimeDelta, Utc};

pub use super::shape::*;
use super::sources::sources;
use crate::config::{Config, Mode};
use crate::decide::citizen::kept_long_enough;
use crate::store::{Store, StoreFault};

/// Deadlines that end within so many days are near.
const NEAR: TimeDelta = TimeDelta::days(3);
/// An arrival that is not handled after this time is not about to be.
const STUCK: TimeDelta = TimeDelta::minutes(10);
/// At most so many deadlines are listed.
const LISTED: i64 = 200;
/// Holidays of the next so many days are shown.
const AHEAD: Days = Days::new(60);

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
    let untaken = untaken(store, config).await?;
    let seal = store.last_checkpoint().await?;
    let mut status = Status {
        at: now,
        database: store.backend().word(),
        mode: match config.installation.mode {
            Mode::Live => "live",
            Mode::Hold => "hold",
        },
        copy: store.is_copy().await?,
        disk: store.room(),
        sources: sources(&known, config, (&waiting, &untaken), now),
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
        kept: kept(store, config, now).await?,
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

/// How many texts wait for each page, in its order.
async fn untaken(store: &Store, config: &Config) -> Result<Vec<i64>, StoreFault> {
    let mut all = Vec::new();
    for page in &config.pages {
        all.push(store.count_unasked(&page.office.0, &page.posting).await?);
    }
    Ok(all)
}

/// What offices have kept longer than they say.
async fn kept(store: &Store, config: &Config, now: DateTime<Utc>) -> Result<Vec<KeptTooLong>, StoreFault> {
    let mut all = Vec::new();
    for book in &config.books.offices {
        let says = book.citizen.keep.as_ref().zip(kept_long_enough(book, now));
        if let Some(((_, keep), before)) = says {
            let (count, oldest) = store.count_kept_since_before(&book.office.id.0, before).await?;
            all.push(KeptTooLong { office: book.office.id.0.clone(), keep: keep.clone(), count, oldest });
        }
    }
    Ok(all)
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
    if let Some(room) = status.disk.filter(|room| room.is_low()) {
        say(format!("the disk of the database has {} left: when it is full, no mail is taken in", room.shown()));
    }
    let stuck = status.trays.oldest_arrival.filter(|since| status.at - *since > STUCK);
    if let Some(since) = stuck {
        let since = since.format("%Y-%m-%d %H:%M UTC");
        say(format!(
            "{} arrivals are not handled, the oldest since {since}: does the daemon run?",
            status.trays.arrivals
        ));
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

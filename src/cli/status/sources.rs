//! How the sources are: mailboxes, accounts at LAPOR!, gateways. In: what is configured and what the database knows of
//! each. Out: one row each.

use chrono::{DateTime, TimeDelta, Utc};

use super::shape::SourceStatus;
use crate::config::schedule::Schedule;
use crate::config::{Config, GatewayConfig, LaporConfig, LaporMode, LaporWrite};
use crate::domain::Channel;
use crate::duties::publish::page_name;
use crate::duties::watch::state_name;
use crate::store::registrations::is_by_hand;
use crate::store::room::DISK;
use crate::store::sources::SourceState;

/// A source that finds nothing says so in the database this often only (see `duties::collect`).
const SIGN_OF_LIFE: TimeDelta = TimeDelta::minutes(5);

/// Every configured folder, looked at or not, and what is left of others.
pub(super) fn sources(
    known: &[SourceState],
    config: &Config,
    (waiting, untaken): (&[(String, String, i64)], &[i64]),
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
    for (page, waiting) in config.pages.iter().zip(untaken) {
        let name = page_name(&page.office.0, &page.posting);
        let state = known.iter().find(|state| state.name == name);
        let found = source(name, Some(page.office.0.clone()), state, false, now);
        all.push(SourceStatus { kind: "page", waiting: Some(*waiting), ..found });
    }
    // What commands and imports laid into the inbox came from no server.
    let left = known.iter().filter(|state| !is_by_hand(&state.name) && state.name != DISK);
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
